"""Files under ``data/declared`` -> one frozen set of declarations, or every fault in them at once."""

from __future__ import annotations

import csv
import difflib
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dashboard.access import OPEN
from dashboard.declared.assumptions import Assumptions, Lever
from dashboard.declared.check_packs import check_packs, declared_choices
from dashboard.declared.cross_check import check_trials, cross_check
from dashboard.declared.events import Event, Events
from dashboard.declared.meetings import Meeting
from dashboard.declared.models import Area, Indicator, Source
from dashboard.declared.packs import Pack
from dashboard.declared.plans import Audiences, Plan
from dashboard.declared.promises import Framework, promise_faults
from dashboard.declared.rare_offences import RareOffence, RareOffences, check_rare_offences
from dashboard.declared.similarity import DENSITY, Similarity
from dashboard.declared.trials import Trial, Trials
from dashboard.errors import DeclarationError
from dashboard.toml_text import read_toml

Model = TypeVar("Model", bound=BaseModel)
_UNSEEN = re.compile(
    r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    r"\ufdd0-\ufdef\ufffe\uffff]"
)
"""Control characters and what is no character, which no workbook takes, and those that turn the
direction in which a text is read.
"""
_AREA_FILES = {"mps": "mps.csv", "bcu": "bcus.csv", "borough": "boroughs.csv", "ward": "wards.csv"}


@dataclass(frozen=True)
class Declarations:
    """All that is declared, each by its id."""

    areas: dict[str, Area]
    """Code -> area, every level."""
    aliases: dict[str, str]
    """Another spelling of a name, casefolded -> code."""
    sources: dict[str, Source]
    indicators: dict[str, Indicator]
    """In agenda order."""
    meetings: dict[str, Meeting]
    """'2023-04-28' -> meeting."""
    events: tuple[Event, ...]
    plans: dict[str, Plan]
    audiences: dict[str, str]
    """Id -> name of those whom a plan may be for."""
    similarity: Similarity | None
    """Absent: no boroughs are called similar."""
    trials: tuple[Trial, ...]
    levers: tuple[Lever, ...]
    """What a reader may move to ask "what if"; none: the question is not offered."""
    packs: dict[str, Pack]
    """Code -> the slides of a meeting, by day."""
    frameworks: dict[str, Framework]
    """Id -> framework with its promises, in the order in which they were published."""
    rare_offences: tuple[RareOffence, ...]
    """Charted by their spells in each ward; none: no such chart is offered."""


def declarations(
    root: Path, known_charts: Callable[[str, str], bool] | None = None
) -> Declarations:
    """Read ``root`` (``data/declared``).

    ``known_charts(page, chart)`` says whether evidence may name that chart; absent, charts are not
    checked.

    Raises:
        DeclarationError: with every fault found, each naming file, key and what was expected.
    """
    faults: list[str] = []
    areas, aliases = _areas(root / "areas", faults)
    sources = _folder(root / "sources", Source, faults)
    indicators = _folder(root / "indicators", Indicator, faults)
    meetings = _folder(root / "actions", Meeting, faults)
    plans = _folder(root / "plans", Plan, faults)
    packs = _folder(root / "packs", Pack, faults)
    frameworks = _folder(root / "promises", Framework, faults)
    events = _events(root / "events.toml", faults)
    audiences = _audiences(root / "audiences.toml", plans, faults)
    assumptions = _optional(root / "assumptions.toml", Assumptions, faults)
    similarity = _similarity(root / "similar.toml", indicators, faults)
    trials = _trials(root / "trials.toml", faults)
    rare = _optional(root / "rare_offences.toml", RareOffences, faults) or RareOffences()
    if not faults:
        cross_check(areas, sources, indicators, meetings, plans, known_charts, faults)
        check_trials(trials, areas, indicators, meetings, faults)
        check_rare_offences(rare.offence, sources, indicators.values(), faults)
        levers = assumptions.lever if assumptions else ()
        may = declared_choices(areas, sources, indicators, meetings, plans, levers, frameworks)
        check_packs(packs, may, known_charts, faults)
        faults += promise_faults(frameworks, indicators, known_charts)
    if faults:
        raise DeclarationError(faults)
    agenda = ("trust_and_confidence", "neighbourhood_policing", "response", "outcomes", "workforce")
    ordered_indicators = sorted(
        indicators.values(), key=lambda i: (agenda.index(i.theme), i.order, i.id)
    )
    return Declarations(
        areas,
        aliases,
        sources,
        {i.id: i for i in ordered_indicators},
        meetings,
        events,
        plans,
        audiences,
        similarity,
        trials,
        assumptions.lever if assumptions else (),
        dict(sorted(packs.items(), key=lambda one: (one[1].meeting, one[0]))),
        dict(sorted(frameworks.items(), key=lambda each: (each[1].published, each[0]))),
        rare.offence,
    )


def _areas(folder: Path, faults: list[str]) -> tuple[dict[str, Area], dict[str, str]]:
    areas: dict[str, Area] = {}
    for level, name in _AREA_FILES.items():
        for number, row in _rows(
            folder / name, f"every {level}", ("code", "name", "population"), faults
        ):
            data: dict[str, Any] = {str(key): value for key, value in row.items() if value != ""}
            location = f"areas/{name}, row {number}"
            area = _model(Area, {**data, "level": level}, location, faults)
            if area is None:
                continue
            if area.code in areas:
                faults.append(f"{location}, code: {area.code} is declared twice; keep one.")
            areas[area.code] = area
    for area in () if faults else areas.values():
        if area.level != "mps" and area.parent not in areas:
            faults.append(
                f"areas/{_AREA_FILES[area.level]}: {area.code} has the unknown parent"
                f" {area.parent}."
            )
    aliases: dict[str, str] = {}
    for number, row in _rows(folder / "aliases.csv", "other spellings", ("alias", "code"), faults):
        if row["code"] not in areas:
            faults.append(
                f"areas/aliases.csv, row {number}, code: {row['code']} is not a declared area."
            )
        aliases[row["alias"].strip().casefold()] = row["code"]
    return areas, aliases


def _rows(
    path: Path, what: str, needed_columns: tuple[str, ...], faults: list[str]
) -> list[tuple[int, dict[str, str]]]:
    """Rows of a CSV with the row number a spreadsheet shows; none where the file cannot be read."""
    location = f"areas/{path.name}"
    if not path.is_file():
        faults.append(f"{location}: the file is missing; it declares {what}.")
        return []
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    except UnicodeDecodeError:
        faults.append(f"{location}: not a UTF-8 text file; save it as CSV UTF-8.")
        return []
    missing = [column for column in needed_columns if rows and column not in rows[0]]
    if missing:
        faults.append(f"{location}, row 1: the column '{missing[0]}' is missing.")
        return []
    surplus = next((n for n, row in enumerate(rows, 2) if None in row), None)
    if surplus:
        faults.append(
            f"{location}, row {surplus}: there are more cells than headings; check for a stray comma."
        )
        return []
    return list(enumerate(rows, start=2))


def _folder(folder: Path, model: type[Model], faults: list[str]) -> dict[str, Model]:
    models_by_stem: dict[str, Model] = {}
    for path in sorted(folder.glob("*.toml")):
        location = f"{folder.name}/{path.name}"
        data = _toml(path, location, faults)
        if data is None:
            continue
        for key in {"id", "code"} & set(model.model_fields):
            data = {**data, key: path.stem}
        item = _model(model, data, location, faults)
        if item is not None:
            models_by_stem[path.stem] = item
    return models_by_stem


def _events(path: Path, faults: list[str]) -> tuple[Event, ...]:
    parsed = _optional(path, Events, faults)
    return tuple(sorted(parsed.event, key=lambda e: e.date)) if parsed else ()


def _trials(path: Path, faults: list[str]) -> tuple[Trial, ...]:
    parsed = _optional(path, Trials, faults)
    return parsed.trial if parsed else ()


def _optional(path: Path, model: type[Model], faults: list[str]) -> Model | None:
    """What a file that need not be there declares; None where it is absent or faulty."""
    data = _toml(path, path.name, faults) if path.is_file() else None
    return _model(model, data, path.name, faults) if data is not None else None


def _toml(path: Path, location: str, faults: list[str]) -> dict[str, Any] | None:
    try:
        return read_toml(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{location}: not a TOML file ({error}).")
        return None


def _model(
    model: type[Model], data: dict[str, Any], location: str, faults: list[str]
) -> Model | None:
    unseen = [
        (key, letter)
        for key, text in _texts(data)
        for letter in dict.fromkeys(_UNSEEN.findall(text))
    ]
    if unseen:
        faults += [
            f"{location}, {key}: holds U+{ord(letter):04X}, a character that is not seen: take it out."
            for key, letter in unseen
        ]
        return None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for fault in error.errors():
            key = ".".join(str(part) for part in fault["loc"])
            if fault["type"] == "extra_forbidden":
                near = difflib.get_close_matches(key, list(model.model_fields), n=1)
                hint = f"; did you mean '{near[0].rstrip('_')}'?" if near else "; remove it."
                faults.append(f"{location}, {key}: there is no such key{hint}")
            elif fault["type"] == "missing":
                faults.append(f"{location}, {key}: the key is missing.")
            else:
                faults.append(f"{location}{', ' + key if key else ''}: {fault['msg']}.")
        return None


def _texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text within a declaration and its key, such as 'action.0.title'."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{key}.{number}")


def _audiences(path: Path, plans: dict[str, Plan], faults: list[str]) -> dict[str, str]:
    parsed = _optional(path, Audiences, faults)
    names = {OPEN: "everyone"}
    for entry in parsed.audience if parsed else ():
        if entry.id in names:
            faults.append(
                f"{path.name}, id: '{entry.id}' is declared twice, or is everyone; keep one."
            )
        names[entry.id] = entry.name
    for plan in plans.values():
        for audience in plan.audience:
            if audience not in names:
                near = difflib.get_close_matches(audience, names, n=1)
                hint = f"; did you mean '{near[0]}'?" if near else f"; declare it in {path.name}."
                faults.append(
                    f"plans/{plan.id}.toml, audience: '{audience}' is not a declared audience{hint}"
                )
    return names


def _similarity(
    path: Path, indicators: dict[str, Indicator], faults: list[str]
) -> Similarity | None:
    parsed = _optional(path, Similarity, faults)
    for feature in parsed.features if parsed else ():
        if feature not in indicators and feature != DENSITY:
            faults.append(f"{path.name}, features: '{feature}' is not a declared indicator.")
    return parsed
