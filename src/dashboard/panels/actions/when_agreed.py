"""The figures as they had been published when a meeting agreed an action, not as they were revised
since.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import pandas as pd

from dashboard.errors import NoDatabaseError
from dashboard.panels.actions.gaps import evidence_gaps, known_gaps
from dashboard.panels.common.page import Page
from dashboard.store.changes import as_it_stood
from dashboard.text import day


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
        without_figures = set(page.with_figures(rows["indicator"].unique()))
        for published in _days(page, meeting, without_figures):
            for figure in (
                _published_by(page, published, meeting, sorted(without_figures))
                if without_figures
                else ()
            ):
                figures[figure.indicator, meeting] = figure
                without_figures.discard(figure.indicator)
    return figures


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
    page: Page, published: dt.date, meeting: pd.Timestamp, indicators: list[str]
) -> list[Any]:
    """The figures of ``indicators`` for a period that ended by ``meeting``, as they stood on
    ``published``.
    """
    try:
        then = as_it_stood(page.store, published)
        rows = then.query("agreed_figures", meeting=meeting.date(), indicators=indicators)
    except NoDatabaseError:
        return []  # Only the database in force was built.
    return list(page.estimates(rows).itertuples())


def gaps_when_agreed(page: Page) -> dict[tuple[str, str, pd.Timestamp], Any]:
    """(indicator, group type, meeting) -> the gap on which an action rests, as it had been published
    by the meeting; where none had been, as first published afterwards.

    Attributes: the columns of ``Gap.rows``, the value being the gap, and published.
    """
    gaps, figures = evidence_gaps(page), dict[tuple[str, str, pd.Timestamp], Any]()
    for meeting, rows in page.evidence.groupby("meeting"):
        named = zip(rows["indicator"], rows["group_type"], strict=True)
        wanted_keys = {key for key in named if key in gaps}
        days = (
            _days(page, meeting, {indicator for indicator, _ in wanted_keys}) if wanted_keys else []
        )
        for published in days:
            for key, rows_then in _gap_rows(page, published, meeting).items():
                if key not in wanted_keys:
                    continue
                then = known_gaps(page, key[0], rows_then)
                own = then[then["group_name"] == gaps[key].group].sort_values("period_end")
                if len(own):
                    (figure,) = own.assign(value=own["gap"]).iloc[-1:].itertuples()
                    figures[*key, meeting] = figure
                    wanted_keys.discard(key)
    return figures


def _gap_rows(
    page: Page, published: dt.date, meeting: pd.Timestamp
) -> dict[tuple[str, str], pd.DataFrame]:
    """(indicator, group type) -> the rows of ``queries/changes/agreed_gaps.sql`` as they stood on
    ``published``.
    """
    try:
        then = as_it_stood(page.store, published)
        rows = then.query("agreed_gaps", meeting=meeting.date())
    except NoDatabaseError:
        return {}  # Only the database in force was built.
    groups = rows.groupby(["indicator", "evidence_group"])
    return {(str(indicator), str(kind)): part for (indicator, kind), part in groups}


def publication_words(figure: Any, meeting: pd.Timestamp, text: str, text_now: str) -> str:
    """When a figure was published and what it was revised to: ', published on 15 May 2023, since
    revised to 8.4%'.

    ``text`` and ``text_now`` are its value then and now, as shown.
    """
    first = "first published" if figure.published > meeting else "published"
    revised = f", since revised to {text_now}" if text_now != text else ""
    return f", {first} on {day(figure.published)}{revised}"
