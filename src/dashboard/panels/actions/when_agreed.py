"""The figures as they had been published when a meeting agreed an action, not as they were revised
since.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any, TypeVar

import pandas as pd

from dashboard.errors import NoDatabaseError
from dashboard.panels.actions.gaps import evidence_gaps, known_gaps
from dashboard.panels.common.page import Page
from dashboard.store.changes import as_it_stood
from dashboard.text import day

_Key = TypeVar("_Key")


def figures_when_agreed(page: Page) -> dict[tuple[str, pd.Timestamp], Any]:
    """(indicator, meeting) -> the MPS figure on which an action rests, as it had been published by
    the meeting.

    It is the last one of a period that ended by then. Where none had been published yet, it is the
    one first published afterwards; where no database of such a day is there, there is none.
    Attributes: the columns of ``queries/changes/agreed_figures.sql``, lower and upper as
    ``Page.estimates`` gives them.
    """
    figures: dict[tuple[str, pd.Timestamp], Any] = {}
    for meeting, rows in page.evidence.groupby("meeting"):
        indicators = set(page.with_figures(rows["indicator"].unique()))
        found = _first_known(
            indicators, _days(page, meeting, indicators), partial(_published_by, page, meeting)
        )
        figures |= {(indicator, meeting): figure for indicator, figure in found.items()}
    return figures


def _first_known(
    wanted: set[_Key],
    days: Iterable[dt.date],
    known_on: Callable[[dt.date, set[_Key]], Mapping[_Key, Any]],
) -> dict[_Key, Any]:
    """Each of ``wanted`` as it stood on the first of ``days`` that has it; no later day is asked for
    it.
    """
    found: dict[_Key, Any] = {}
    for published in days:
        if not (unknown := wanted - found.keys()):
            break
        found |= known_on(published, unknown)
    return found


def _days(page: Page, meeting: pd.Timestamp, indicators: Collection[str]) -> list[dt.date]:
    """The meeting's day, then for each source the first later day on which it published what had
    ended by then.
    """
    sources = {
        source for names in page.indicators.loc[list(indicators), "sources"] for source in names
    }
    releases = page.releases[page.releases["source"].isin(sources)]
    later = releases[(releases["published"] > meeting) & (releases["first_period"] <= meeting)]
    return [
        meeting.date(),
        *sorted({first.date() for first in later.groupby("source")["published"].min()}),
    ]


def _published_by(
    page: Page, meeting: pd.Timestamp, published: dt.date, indicators: set[str]
) -> dict[str, Any]:
    """The figures of ``indicators`` for a period that ended by ``meeting``, as they stood on
    ``published``.
    """
    rows = _rows_then(page, published, "agreed_figures", meeting, indicators=sorted(indicators))
    return {} if rows is None else {row.indicator: row for row in page.estimates(rows).itertuples()}


def _rows_then(
    page: Page, published: dt.date, query: str, meeting: pd.Timestamp, **parameters: Any
) -> pd.DataFrame | None:
    """A query of ``queries/changes`` as the figures stood on ``published``; None where only the
    database in force was built.
    """
    try:
        return as_it_stood(page.store, published).query(query, meeting=meeting.date(), **parameters)
    except NoDatabaseError:
        return None


def gaps_when_agreed(page: Page) -> dict[tuple[str, str, pd.Timestamp], Any]:
    """(indicator, group type, meeting) -> the gap on which an action rests, as it had been published
    by the meeting; where none had been, as first published afterwards.

    Attributes: the columns of ``Gap.rows``, the value being the gap, and published.
    """
    gaps = evidence_gaps(page)
    figures: dict[tuple[str, str, pd.Timestamp], Any] = {}
    for meeting, rows in page.evidence.groupby("meeting"):
        named = zip(rows["indicator"], rows["group_type"], strict=True)
        keys = {key for key in named if key in gaps}
        days = _days(page, meeting, {indicator for indicator, _ in keys})
        found = _first_known(keys, days, partial(_gaps_published_by, page, meeting))
        figures |= {(*key, meeting): figure for key, figure in found.items()}
    return figures


def _gaps_published_by(
    page: Page, meeting: pd.Timestamp, published: dt.date, keys: set[tuple[str, str]]
) -> dict[tuple[str, str], Any]:
    """The last gap, of a period that ended by ``meeting``, of the group of each of ``keys``
    (indicator, group type), as they stood on ``published``.
    """
    rows = _rows_then(page, published, "agreed_gaps", meeting)
    figures: dict[tuple[str, str], Any] = {}
    for key, part in () if rows is None else rows.groupby(["indicator", "evidence_group"]):
        if key in keys:
            then = known_gaps(page, key[0], part)
            own = then[then["group_name"] == evidence_gaps(page)[key].group]
            last = own.assign(value=own["gap"]).sort_values("period_end").iloc[-1:]
            for figure in last.itertuples():
                figures[key] = figure
    return figures


def publication_words(figure: Any, meeting: pd.Timestamp, text: str, text_now: str) -> str:
    """When a figure was published and what it was revised to: ', published on 15 May 2023, since
    revised to 8.4%'.

    ``text`` and ``text_now`` are its value then and now, as shown.
    """
    first = "first published" if figure.published > meeting else "published"
    revised = f", since revised to {text_now}" if text_now != text else ""
    return f", {first} on {day(figure.published)}{revised}"
