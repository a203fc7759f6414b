"""The parameters of a link -> a view, with a sentence for each part that cannot be shown."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields

from dashboard.view import (
    COMPARATORS,
    COVERED,
    DIFFERENCES,
    DUE_CHOICES,
    LEVELS,
    LIMITS,
    MOST_AREAS,
    OVER_TIME,
    PAPER,
    SHAPES,
    YEARS,
    Choices,
    View,
)
from dashboard.view.assumed import assumed_levers
from dashboard.view.parts import LONGEST, parts_of, quotation
from dashboard.view.points import asked_points
from dashboard.view.tried import tried_moves, tried_weights

_ONE_OF = (
    ("ward", "wards", "the page's own choice is shown"),
    ("group", "groups", "the page's own choice is shown"),
    ("plan", "plans", "the page's own choice is shown"),
    ("status", "statuses", "all are shown"),
    ("owner", "owners", "all are shown"),
    ("meeting", "meetings", "all are shown"),
    ("action", "actions", "all actions are shown"),
    ("framework", "frameworks", "all are shown"),
    ("worse_theme", "themes", "all are shown"),
    ("worse_area", "boroughs", "all are shown"),
    ("promise", "promises", "all promises are shown"),
    ("promiser", "promisers", "all are shown"),
    ("promise_status", "promise_statuses", "all are shown"),
)
"""Field, the choices it is one of, and what is shown where nothing is like the word given."""


_WORDS = (
    ("difference", DIFFERENCES, "the ranking is shown"),
    ("years", YEARS, "the change in a year is shown"),
    ("level", LEVELS, "boroughs are shown"),
    ("limits", LIMITS, "limits are widened where areas vary more than chance gives"),
    ("shape", SHAPES, "the map is shown"),
    ("over_time", OVER_TIME, "the trend is shown"),
    ("due", DUE_CHOICES, "all are shown, whenever due"),
    ("covered", COVERED, "all are shown"),
)
"""Field, the words it is one of in any database, and what its default shows."""


def read(
    parameters: Mapping[str, str], choices: Choices, others: Collection[str] = ()
) -> tuple[View, list[str]]:
    """Parameters of a URL -> the view they ask for, and a sentence for each that could not be
    honoured; ``others`` are those that the page reads itself.

    Whatever is unknown gives way to the nearest valid choice, so a page always stands.
    """
    notes: list[str] = []
    known = {f.name for f in fields(View)} | {PAPER, *others}
    for name in parameters:
        if name not in known:
            notes.append(
                f"The link's {quotation(name)} is not a filter of this page and was left out."
            )
    indicator = _indicator(parameters.get("indicator"), choices, notes)
    areas = _areas("areas", parameters.get("areas"), choices, notes)
    if len(areas) > MOST_AREAS:
        notes.append(f"The link names {len(areas)} boroughs; the first {MOST_AREAS} are chosen.")
    area = next(iter(_areas("area", parameters.get("area"), choices, notes)), "")
    period, since, as_at = (
        _date(name, parameters.get(name), notes) for name in ("period", "since", "as_at")
    )
    comparator = _comparator(parameters.get("comparator"), choices, notes)
    words = {
        name: _word(name, parameters.get(name), among, default, notes)
        for name, among, default in _WORDS
    }
    ones = {
        name: _one(name, parameters.get(name), getattr(choices, many), otherwise, notes)
        for name, many, otherwise in _ONE_OF
    }
    view = View(
        indicator,
        tuple(areas[:MOST_AREAS]),
        area,
        period=period,
        comparator=comparator,
        since=since,
        as_at=as_at,
        **words,
        **ones,
        points=asked_points(parameters.get("points"), notes),
        weights=tried_weights(parameters.get("weights"), choices.components, notes),
        moves=tried_moves(parameters.get("moves"), choices.wards, notes),
        what_if=assumed_levers(parameters.get("what_if"), choices.levers, notes),
        opened=_open_sections(parameters.get("opened"), choices, notes),
    )
    return view, notes


def _indicator(text: str | None, choices: Choices, notes: list[str]) -> str:
    fallback = (
        View.indicator
        if View.indicator in choices.indicators
        else next(iter(choices.indicators), "")
    )
    if text is None or text in choices.indicators:
        return text or fallback
    if text in choices.unloaded:
        label = choices.indicators.get(fallback, fallback)
        notes.append(f"No figure of '{choices.unloaded[text]}' is loaded yet; {label} is shown.")
        return fallback
    near = nearest(text, list(choices.indicators)) or fallback
    label = choices.indicators.get(near, near)
    notes.append(
        f"The link's indicator {quotation(text)} is unknown; the nearest is shown: {label}."
    )
    return near


def _comparator(text: str | None, choices: Choices, notes: list[str]) -> str:
    """One of ``COMPARATORS``, or the code of a borough that is named as in ``_areas``."""
    if not text or text in COMPARATORS:
        return text or View.comparator
    by_name = {name.casefold(): code for code, name in choices.boroughs.items()}
    code = text if text in choices.boroughs else by_name.get(text.casefold().replace("-", " "))
    if code is None:
        notes.append(
            f"The link's comparator {quotation(text)} is unknown; the MPS is used. It may be one"
            f" of {', '.join(COMPARATORS)} or a borough."
        )
    return code or View.comparator


def _areas(name: str, text: str | None, choices: Choices, notes: list[str]) -> list[str]:
    by_name = {name.casefold(): code for code, name in choices.boroughs.items()}
    codes: list[str] = []
    for word in parts_of(name, text, notes):
        code = word if word in choices.boroughs else by_name.get(word.casefold().replace("-", " "))
        if code is None:
            # Codes that look alike are of boroughs that have nothing to do with one another.
            near = None if _CODE.fullmatch(word) else nearest(word.casefold(), list(by_name))
            code = by_name.get(near or "", near)
            shown = (
                f"the nearest is chosen: {choices.boroughs[code]}" if code else "it was left out"
            )
            notes.append(f"The link's area {quotation(word)} is not a borough of the MPS; {shown}.")
        if code and code not in codes:
            codes.append(code)
    return codes


def _one(
    name: str, text: str | None, among: Mapping[str, str], otherwise: str, notes: list[str]
) -> str:
    if not text or text in among:
        return text or ""
    # Words that are spelt alike may mean the opposite: no other status or owner is put in its place.
    exact = ("status", "owner", "promiser", "promise_status", "promise")
    near = None if name in exact else nearest(text, list(among))
    if name == "plan":  # Whether there is such a plan for other readers is not told.
        shown = f"the nearest that is, {among[near]}, is shown" if near else otherwise
        notes.append(f"The plan that the link names is not available to this reader; {shown}.")
        return near or ""
    shown = f"the nearest is shown: {among[near]}" if near else otherwise
    notes.append(f"The link's {name} {quotation(text)} is unknown; {shown}.")
    return near or ""


def _word(
    name: str, text: str | None, among: Mapping[str, str], otherwise: str, notes: list[str]
) -> str:
    default: str = getattr(View, name)
    if not text or text in among:
        return text or default
    allowed = ", ".join(among)
    notes.append(
        f"The link's {name} {quotation(text)} is unknown; {otherwise}. It may be one of {allowed}."
    )
    return default


def _open_sections(text: str | None, choices: Choices, notes: list[str]) -> tuple[str, ...]:
    wanted = list(dict.fromkeys(parts_of("opened", text, notes)))
    for name in wanted:
        if name not in choices.sections:
            notes.append(f"The link's section {quotation(name)} is unknown and was left out.")
    return tuple(name for name in wanted if name in choices.sections)


_CODE = re.compile(r"[A-Z]\d{8}")
_WITHOUT = {
    "period": "the latest is shown",
    "since": "changes since the last board are shown",
    "as_at": "everything is shown as it stands",
}
"""What is shown in place of a date that is none."""


def _date(name: str, text: str | None, notes: list[str]) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        notes.append(
            f"The link's {name} {quotation(text)} is not a date such as 2022-12-31;"
            f" {_WITHOUT[name]}."
        )
        return None


def nearest(word: str, among: Sequence[str]) -> str | None:
    """The choice most like ``word``, or None where nothing is like it."""
    found = difflib.get_close_matches(word[:LONGEST], among, n=1, cutoff=0.4)
    return found[0] if found else None
