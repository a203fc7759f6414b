"""Reads allocation plans: one row a plan and ward, with its tier, posts and scores of need (CSV,
Parquet or XLSX).

Columns: ``plan``, ``ward_code``, ``ward_name`` (may be absent), ``tier`` (priority or standard),
one or more ``need_<component>`` (0 to 100), ``dwo_posts``, ``pcso_posts``. A component that a plan
does not use is empty in every row of the plan.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from dashboard.declared.models import Area, Source
from dashboard.errors import InputError
from dashboard.loaders.codes import code_of, note_respelt_codes
from dashboard.loaders.columns import Sheet
from dashboard.loaders.decimals import with_plain_numbers
from dashboard.loaders.model import NEED_COLUMNS, PLAN_COLUMNS, Finding, LoadedFile
from dashboard.loaders.sheets import read_sheet
from dashboard.loaders.text import Findings, find_columns, missing_columns, note_other_columns

REQUIRED_COLUMNS = ("plan", "ward_code", "tier", "dwo_posts", "pcso_posts")
TIERS = ("priority", "standard")
POSTS = ("dwo_posts", "pcso_posts")
_NEED = re.compile(r"\s*need[_ ](.*\S)\s*", re.IGNORECASE)
_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)")
_MOST_NAMES = 5
"""Wards named in a finding on many."""


@dataclass(frozen=True)
class _Row:
    """One ward of one plan."""

    number: int
    ward: str
    tier: str
    posts: tuple[float, float]
    scores: tuple[float | None, ...]
    """One a component of the file; None where the cell is empty."""

    def is_alike(self, other_row: _Row) -> bool:
        return (self.tier, self.posts, self.scores) == (
            other_row.tier,
            other_row.posts,
            other_row.scores,
        )


def _places(header: list[str], source: Source) -> tuple[dict[str, int], dict[str, int]]:
    """Return the positions of the fixed columns and of the components of need."""
    names = (*REQUIRED_COLUMNS, "ward_name")
    columns = {name: (*source.columns.get(name, ()), name.replace("_", " ")) for name in names}
    needs = {
        m[1].casefold().replace(" ", "_"): i
        for i, cell in enumerate(header)
        if (m := _NEED.fullmatch(cell))
    }
    return find_columns(header, source.model_copy(update={"columns": columns})), needs


def fits(path: Path, source: Source) -> bool:
    """Whether the file has the columns of an allocation plan and at least one of need.

    Never raises.
    """

    def whole(header: list[str]) -> bool:
        places, needs = _places(header, source)
        return bool(needs) and places.keys() >= set(REQUIRED_COLUMNS)

    try:
        read_sheet(path, source, whole, most=1)
    except InputError:
        return False
    return True


def read_file(
    path: Path,
    source: Source,
    areas: Mapping[str, Area],
    aliases: Mapping[str, str],
    published: dt.date | None = None,
) -> LoadedFile:
    """Read one file of plans into ``LoadedFile.plan_wards`` and ``LoadedFile.plan_needs``.

    ``areas`` is by code; wards are known by their codes alone, so ``aliases`` are not used, and a
    plan has no period, so neither is ``published``. Anything wrong with the file is a finding and
    never an exception; with an error among the findings the tables stay empty.
    """
    loaded_file = LoadedFile(source.id, path)
    try:
        sheet = read_sheet(
            path, source, lambda cells: {"plan", "ward_code"} <= _places(cells, source)[0].keys()
        )
    except InputError as error:
        loaded_file.findings.append(Finding("error", str(error)))
        return loaded_file
    places, needs = _places(sheet.header, source)
    missing = [name for name in REQUIRED_COLUMNS if name not in places] + (
        [] if needs else ["need_<component>"]
    )
    if missing:
        loaded_file.findings.append(missing_columns(path, missing, sheet.header, sheet.top))
        return loaded_file
    sheet = with_plain_numbers(sheet, [*(places[name] for name in POSTS), *needs.values()], source)
    loaded_file.rows_read = len(sheet.rows) + len(sheet.wide_rows)
    findings = Findings(list(sheet.findings))
    _tell_of_layout(path, sheet, {*places.values(), *needs.values()}, findings)
    wards = {code: area for code, area in areas.items() if area.level == "ward"}
    plans = _plans(sheet, places, needs, wards, findings)
    for plan, rows in plans.items():
        _check_plan(plan, rows, list(needs), wards, findings)
    loaded_file.findings = findings.collect()
    if not loaded_file.is_refused:
        loaded_file.plan_wards = pd.DataFrame(
            [
                (plan, r.ward, r.tier, *r.posts)
                for plan, rows in plans.items()
                for r in rows.values()
            ],
            columns=list(PLAN_COLUMNS),
        )
        scores = [
            (plan, r.ward, component, score)
            for plan, rows in plans.items()
            for r in rows.values()
            for component, score in zip(needs, r.scores, strict=True)
            if score is not None
        ]
        loaded_file.plan_needs = pd.DataFrame(scores, columns=list(NEED_COLUMNS))
    return loaded_file


def _tell_of_layout(path: Path, sheet: Sheet, used_places: set[int], findings: Findings) -> None:
    if not len(sheet.rows) and not sheet.wide_rows:
        findings.add("no rows", f"{path.name} has a header but no rows: fill it in.")
    for number in sheet.wide_rows:
        text = (
            f"The row has more cells than the {len(sheet.header)} headers: a comma in a cell needs"
            " quotation marks."
        )
        findings.add("more cells than headers", text, number)
    note_other_columns(sheet.header, used_places, sheet.top, findings)


def _plans(
    sheet: Sheet,
    places: Mapping[str, int],
    needs: Mapping[str, int],
    wards: Mapping[str, Area],
    findings: Findings,
) -> dict[str, dict[str, _Row]]:
    """Return plan -> ward -> row, both in the order of the file."""
    plans: dict[str, dict[str, _Row]] = {}
    titles = [cell.strip() for cell in sheet.header]
    codes = sheet.columns[places["ward_code"]]
    given = ((int(number), codes[i]) for i, number in enumerate(sheet.rows))
    note_respelt_codes(given, frozenset(wards), titles[places["ward_code"]], findings)
    for number, line in sheet.lines():
        cells = {name: line[at] for name, at in places.items()}
        plan, ward, tier = cells["plan"], code_of(cells["ward_code"]), cells["tier"].casefold()
        faults = [
            (not plan, "plan", "The row names no plan."),
            (
                ward not in wards,
                "ward_code",
                f"'{cells['ward_code']}' is not the code of a ward the dashboard knows.",
            ),
            (
                tier not in TIERS,
                "tier",
                f"Tier '{cells['tier']}' is neither 'priority' nor 'standard'.",
            ),
        ]
        for fault, name, text in faults:
            if fault:
                findings.add(f"bad {name}", text, number, titles[places[name]])
        posts = [_post(cells[name], number, titles[places[name]], findings) for name in POSTS]
        scores = [_score(line[at], number, titles[at], findings) for at in needs.values()]
        if any(fault for fault, _, _ in faults) or None in posts:
            continue
        row = _Row(number, ward, tier, tuple(posts), tuple(scores))  # type: ignore[arg-type]
        earlier_row = plans.setdefault(plan, {}).setdefault(ward, row)
        _tell_of_name(row, cells.get("ward_name", ""), wards[ward], findings)
        place_text = f"{wards[ward].name} ({ward}) is in plan '{plan}' twice"
        if earlier_row is not row and earlier_row.is_alike(row):
            text = (
                f"{place_text}, both alike (first in row {earlier_row.number}); it is counted once."
            )
            findings.add("repeated row", text, number, severity="note")
        elif earlier_row is not row:
            findings.add(
                "contradictory rows",
                f"{place_text} and not alike: in row {earlier_row.number} and here.",
                number,
            )
    return plans


def _post(text: str, number: int, title: str, findings: Findings) -> float | None:
    """Return the number of posts; None, with a finding, where it is not a number."""
    if _NUMBER.fullmatch(text) and float(text) >= 0:
        return float(text)
    fault = "is below 0" if _NUMBER.fullmatch(text) else "is not a number" if text else "is empty"
    findings.add(
        "bad posts", f"'{text}' {fault}: give the number of posts, 0 for none.", number, title
    )
    return None


def _score(text: str, number: int, title: str, findings: Findings) -> float | None:
    """Return the score; None where the cell is empty, not-a-number where it is no score, which is
    told.
    """
    if _NUMBER.fullmatch(text) and 0 <= float(text) <= 100:
        return float(text)
    if text:
        fault = "is outside 0 to 100" if _NUMBER.fullmatch(text) else "is not a number"
        findings.add("bad score", f"Score '{text}' {fault}.", number, title)
        return float("nan")
    return None


def _tell_of_name(row: _Row, name: str, ward: Area, findings: Findings) -> None:
    if name and " ".join(name.split()).casefold() != ward.name.casefold():
        text = (
            f"{row.ward} is called '{name}' here and {ward.name} in areas/wards.csv, which is the"
            " name that is shown."
        )
        findings.add("another name", text, row.number, severity="note")


def _check_plan(
    plan: str,
    rows: Mapping[str, _Row],
    components: list[str],
    wards: Mapping[str, Area],
    findings: Findings,
) -> None:
    """Tell of wards that the plan leaves out, and of components that only some wards have."""

    def name_wards(codes: list[str]) -> str:
        return ", ".join(f"{wards[code].name} ({code})" for code in codes[:_MOST_NAMES])

    absent = [code for code in wards if code not in rows]
    if absent:
        text = (
            f"Plan '{plan}' lacks {len(absent)} of {len(wards)} wards, first {name_wards(absent)}."
        )
        findings.add("wards without a row", text, severity="warning")
    scored_components = 0
    for position, component in enumerate(components):
        rows_without = [row for row in rows.values() if row.scores[position] is None]
        scored_components += len(rows_without) < len(rows)
        if rows_without and len(rows_without) < len(rows):
            numbers = ", ".join(str(row.number) for row in rows_without[:_MOST_NAMES])
            text = (
                f"Plan '{plan}' has no score of '{component}' in {len(rows_without)} of {len(rows)} rows,"
                f" first {numbers}"
            )
            todo = "fill them in, or leave the column empty for the whole plan"
            findings.add(
                "scores missing", f"{text}: {todo}.", rows_without[0].number, f"need_{component}"
            )
    if rows and not scored_components:
        findings.add(
            "no scores", f"Plan '{plan}' has no scores of need: give at least one need_ column."
        )
