"""What changed, in words: a figure as it was and as it is, the area and period it is of, and a day
to count from.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pandas as pd

from dashboard.panels.common.choices import boards_of
from dashboard.panels.common.page import Page
from dashboard.panels.common.timeline import POINTS
from dashboard.text import count_things, day, figure_text, period_words, rounded_gap, shown_change

WITHHELD_WORD = "withheld"
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


def difference(indicator_row: Any, was: float, is_now: float) -> str:
    """'−2 points', '+1 point' or '+2.0': what the two figures differ by as they are shown.

    ``indicator_row`` is a row of ``queries/indicators.sql``.
    """
    return gap_words(
        indicator_row, was, is_now, decimals_for(was, is_now, int(indicator_row.decimals))
    )


def gap_words(indicator_row: Any, was: float, is_now: float, places: int) -> str:
    """'−2 points', '+1 point' or '+2.0': what the two figures differ by as they are shown at
    ``places`` decimals.
    """
    change = signed_gap(indicator_row, rounded_gap(was, is_now, places), places)
    if indicator_row.unit not in POINTS:
        return change
    return f"{change} {POINTS[indicator_row.unit] if change[1:] != '1' else 'point'}"


def places_for(indicator_row: Any, was: float, is_now: float) -> int:
    """The decimals at which two figures and their difference stand in a row: as ``shown_change``,
    but where that takes more than one decimal beyond the indicator's own, one is enough if the two
    differ there.
    """
    decimals = int(indicator_row.decimals)
    places = shown_change(was, is_now, "", decimals).decimals
    differ = rounded_gap(was, is_now, decimals + 1) != 0
    return min(places, decimals + 1) if differ else places


def signed_gap(indicator_row: Any, gap: float, places: int) -> str:
    """'+2', '−1.5' or '0': a difference without its unit, of posts without noughts."""
    sign = "+" if gap > 0 else "−" if gap < 0 else ""
    return f"{sign}{figure_number(indicator_row, abs(gap), places).removesuffix('%')}"


def revision(indicator_row: Any, was: float, is_now: float) -> str:
    """'from 71% to 69% (−2 points)' or 'from 413.4 to 415.4 per 1,000 residents (+2.0)'; a missing
    one is withheld.

    ``indicator_row`` is a row of ``queries/indicators.sql``.
    """
    unit, decimals = indicator_row.unit, int(indicator_row.decimals)
    if pd.isna(was) or pd.isna(is_now):
        before, after = (
            WITHHELD_WORD if pd.isna(v) else figure_text(v, unit, decimals) for v in (was, is_now)
        )
        return f"from {before} to {after}" if before != after else "withheld both times"
    if alike(was, is_now, decimals):
        return f"{figure_text(is_now, unit, decimals)} both times as rounded"
    places = decimals_for(was, is_now, decimals)
    before = figure_text(was, unit if unit in POINTS else "", places)
    after, size = figure_text(is_now, unit, places), difference(indicator_row, was, is_now)
    return f"from {before} to {after} ({size})"


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


def when(indicator_row: Any, start: dt.date, end: dt.date) -> str:
    """The period in words, as ``period_words`` has it for ``indicator_row``, a row of
    ``queries/indicators.sql``.
    """
    return period_words(start, end, bool(indicator_row.stock))


def both_periods(indicator_row: Any, row: Any) -> str:
    """'12 months to December 2022, then to June 2023, 6 months shared': the periods of a row's two
    figures, and how many months both count.

    ``indicator_row`` is a row of ``queries/indicators.sql``; ``row`` has before_start, before_end,
    period_start and period_end.
    """
    before = when(indicator_row, row.before_start, row.before_end)
    now = when(indicator_row, row.period_start, row.period_end)
    length = re.match(r"\d+ months (?=to )", before)
    if length and now.startswith(length[0]):
        now = now.removeprefix(length[0])
    shared = 0 if indicator_row.stock else months_shared(row)
    return f"{before}, then {now}" + (f", {count_things(shared, 'month')} shared" if shared else "")


def months_shared(row: Any) -> int:
    """The months that the periods of a row's two figures have in common."""
    start, end = row.period_start, row.before_end
    return max(0, 12 * (end.year - start.year) + end.month - start.month + 1)


def figure_number(indicator_row: Any, value: float, places: int) -> str:
    """'71%' or '1,161': a figure with no unit but per cent."""
    return figure_text(value, indicator_row.unit, places).partition(" ")[0]


def within_sentence(name: str) -> str:
    """A name as it stands within a sentence: 'detection rate for rape', but 'Dedicated Ward Officer
    posts' and 'PCSOs in post', whose capitals are their own.
    """
    first, _, rest = name.partition(" ")
    own = first[1:] != first[1:].lower() or rest.lstrip("(")[:1].isupper()
    return name if own else name[:1].lower() + name[1:]


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
