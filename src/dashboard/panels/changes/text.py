"""What changed, in words: a figure as it was and as it is, the area and period it is of, and a day
to count from.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from dashboard.panels.common.choices import boards_of
from dashboard.panels.common.page import Page, period_words
from dashboard.panels.common.timeline import POINTS
from dashboard.text import day, figure_text, rounded_gap, shown_change, signed

WITHHELD = "withheld"
FINER = 2
"""Decimals, beyond those of the indicator, that a revision may be told with where it would not show
otherwise.
"""


def decimals_for(was: float, is_now: float, decimals: int) -> int:
    """The decimals, from ``decimals`` on, at which the two figures and their difference agree; as
    they are where no finer decimal shows a difference.
    """
    return (
        decimals
        if alike(was, is_now, decimals)
        else shown_change(was, is_now, "", decimals).decimals
    )


def difference(declared: Any, was: float, is_now: float) -> str:
    """'−2 points', '+1 point' or '+2.0': what the two figures differ by as they are shown.

    ``held`` is a row of ``queries/indicators.sql``.
    """
    places = decimals_for(was, is_now, int(declared.decimals))
    change = signed(rounded_gap(was, is_now, places), places)
    if declared.unit not in POINTS:
        return change
    return f"{change} {POINTS[declared.unit] if change[1:] != '1' else 'point'}"


def revision(declared: Any, was: float, is_now: float) -> str:
    """'from 71% to 69% (−2 points)' or 'from 413.4 to 415.4 per 1,000 residents (+2.0)'; a missing
    one is withheld.

    ``held`` is a row of ``queries/indicators.sql``.
    """
    unit, decimals = declared.unit, int(declared.decimals)
    if pd.isna(was) or pd.isna(is_now):
        before, after = (
            WITHHELD if pd.isna(v) else figure_text(v, unit, decimals) for v in (was, is_now)
        )
        return f"from {before} to {after}" if before != after else "withheld both times"
    if alike(was, is_now, decimals):
        return f"{figure_text(is_now, unit, decimals)} both times as rounded"
    places = decimals_for(was, is_now, decimals)
    before = figure_text(was, unit if unit in POINTS else "", places)
    return f"from {before} to {figure_text(is_now, unit, places)} ({difference(declared, was, is_now)})"


def alike(was: float, is_now: float, decimals: int) -> bool:
    """Whether two figures read the same even with ``FINER`` more decimals than the indicator's."""
    places = decimals + FINER
    return f"{was:.{places}f}" == f"{is_now:.{places}f}"


def place(name: str, level: str, borough: str | None, group: str, names: dict[str, str]) -> str:
    """'Croydon', 'South BCU', 'Abbey ward, Merton' or 'MPS', with the group where the figure is of
    one.
    """
    known = name
    if level == "bcu":
        known = f"{name} BCU"
    elif level == "ward":
        known = f"{name} ward, {names[borough]}" if borough in names else f"{name} ward"
    return f"{known}, {group}" if group else known


def when(declared: Any, start: dt.date, end: dt.date) -> str:
    """The period in words, as ``period_words`` has it for ``held``, a row of
    ``queries/indicators.sql``.
    """
    return period_words(start, end, bool(declared.stock))


def days_to_count_from(page: Page) -> dict[dt.date, str]:
    """The days of boards and of publications, newest first, each with its words: 'the board of 28
    April 2023'.

    Boards are those with a record and the dated events of kind board, before the reporting date;
    publications those of the releases in the page's database.
    """
    days: dict[dt.date, str] = {}
    for date in pd.to_datetime(page.releases["published"]).dt.date:
        days[date] = f"the publication of {day(date)}"
    for date in boards(page):
        days[date] = f"the board of {day(date)}"
    return dict(sorted(days.items(), reverse=True))


def boards(page: Page) -> list[dt.date]:
    """The days of boards before the reporting date, oldest first."""
    return boards_of(page.store, page.reporting_date)


def first_day(page: Page) -> dt.date | None:
    """The day that changes are counted from where none is asked for; None where nothing was
    published.

    It is that of the last board before the reporting date, or the first publication where nothing
    had been published by that board.
    """
    published = pd.to_datetime(page.releases["published"]).dt.date
    if published.empty:
        return None
    return max([published.min(), *boards(page)[-1:]])
