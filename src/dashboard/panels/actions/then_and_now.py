"""The figures on which actions rest, when they were agreed and now, in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.panels.actions.gaps import AS_TESTED, Gap, evidence_gaps, gap_text
from dashboard.panels.actions.text import (
    FigurePair,
    agreeing_decimals,
    change_verdict,
    figure_pair,
    routine_words,
)
from dashboard.panels.actions.when_agreed import (
    figures_when_agreed,
    gaps_when_agreed,
    publication_words,
)
from dashboard.panels.common.page import Page
from dashboard.panels.overview.variation import Variation
from dashboard.stats.variation import Icons
from dashboard.text import figure_text, month, period_words


@dataclass(frozen=True)
class ThenAndNow:
    """The MPS figures of the indicators that evidence names. Nothing in it is changed."""

    page: Page
    indicators: tuple[str, ...]
    """Ids of the indicators that evidence names and that have a figure."""

    @cached_property
    def _figures(self) -> dict[tuple, Any]:
        """(indicator, meeting, 'then' or 'now') -> the MPS figure with its interval."""
        rows = self.page.estimates(self.page.store.query("evidence_figures"))
        return {(r.indicator, r.meeting, r.moment): r for r in rows.itertuples()}

    @cached_property
    def _figures_when_agreed(self) -> dict[tuple[str, pd.Timestamp], Any]:
        """(indicator, meeting) -> the MPS figure as it was published then."""
        return figures_when_agreed(self.page)

    @cached_property
    def _published_gaps(self) -> dict[tuple[str, str, pd.Timestamp], Any]:
        """(indicator, group type, meeting) -> the gap as it was published then."""
        return gaps_when_agreed(self.page)

    @cached_property
    def _breaks(self) -> pd.DataFrame:
        rows = self.page.store.query("breaks")
        return rows[rows["level"] == "mps"]

    def _pair(self, row: Any) -> tuple[Any | None, Any | None]:
        """The figure of evidence when agreed, as then published where that is known, and now."""
        then, now = (
            self._figures.get((row.indicator, row.meeting, moment)) for moment in ("then", "now")
        )
        return self._figures_when_agreed.get((row.indicator, row.meeting), then), now

    def gap(self, row: Any) -> Gap | None:
        """The gap on which evidence by a characteristic of those asked rests; None for other
        evidence.
        """
        return evidence_gaps(self.page).get((row.indicator, row.group_type))

    def _gap_pair(self, gap: Gap, meeting: pd.Timestamp) -> tuple[Any | None, Any]:
        """The gap when agreed, as then published where that is known, and now."""
        then, now = gap.then_and_now(meeting)
        return self._published_gaps.get((gap.indicator, gap.group_type, meeting), then), now

    def pair(self, row: Any) -> FigurePair | None:
        """The figure when agreed and now, at decimals at which the two agree with their difference;
        None where no figure is held.
        """
        if not row.indicator:
            return None
        if gap := self.gap(row):
            return _gap_words(*self._gap_pair(gap, row.meeting))
        then, now = self._pair(row)
        if now is None:
            return None
        if then is None or then.period_end == now.period_end:
            value = self._value(row.indicator, now.value, now.withheld)
            return FigurePair("", value, month(now.period_end))
        places = agreeing_decimals(then, now, self.page.indicators.loc[row.indicator])
        was, current = (
            self._value(row.indicator, f.value, f.withheld, places) for f in (then, now)
        )
        return figure_pair(was, current, month(now.period_end))

    def sentence(self, row: Any) -> str:
        """The MPS figure when agreed and now, and what it did; '' where evidence names no
        indicator.
        """
        if not row.indicator:
            return ""
        if gap := self.gap(row):
            return self._gap_sentence(gap, row.meeting)
        then, now = self._pair(row)
        if now is None:
            return "No MPS figure is loaded."
        label = (
            "DEMONSTRATION DATA. "
            if now.demonstration or (then is not None and then.demonstration)
            else ""
        )
        if then is None:
            return (
                f"{label}MPS: no figure when agreed. Now"
                f" {self._figure(now)}.{self._routine(row.indicator)}"
            )
        if then.period_end == now.period_end:
            return f"{label}MPS: {self._when_agreed(then)}. There is no later figure yet."
        routine = self._routine(row.indicator)
        crossed_breaks = self._breaks[
            (self._breaks["indicator"] == row.indicator)
            & (self._breaks["date"] > then.period_start)
            & (self._breaks["date"] <= now.period_end)
        ]
        verdict = (
            f"not compared across a break in the series ({crossed_breaks.iloc[0]['title']})"
            if len(crossed_breaks)
            else change_verdict(then, now, self.page.indicators.loc[row.indicator])
        )
        places = agreeing_decimals(then, now, self.page.indicators.loc[row.indicator])
        return (
            f"{label}MPS: {self._when_agreed(then, places)}. Now {self._figure(now, places)}:"
            f" {verdict}.{routine}"
        )

    def _when_agreed(self, figure: Any, places: int | None = None) -> str:
        """The figure as published then, with the day; as it stands now where no database of a day
        before is there.
        """
        if (figure.indicator, figure.meeting) not in self._figures_when_agreed:
            return f"{self._figure(figure, places)}, when agreed, as it stands now"
        was, now = (
            self._value(figure.indicator, *each, places)
            for each in ((figure.value, figure.withheld), (figure.value_now, figure.withheld_now))
        )
        return (
            f"{self._figure(figure, places)}, when"
            f" agreed{publication_words(figure, figure.meeting, was, now)}"
        )

    def _gap_sentence(self, gap: Gap, meeting: pd.Timestamp) -> str:
        """What the gap was when agreed, as then published, and is now."""
        then, now = self._gap_pair(gap, meeting)
        label = "DEMONSTRATION DATA. " if gap.rows["demonstration"].any() else ""
        start = f"{label}{gap.group} respondents against London:"
        if then is None:
            return f"{start} no figure when agreed. Now {_gap_figure(now)}."
        agreed = f"{_gap_figure(then)}, when agreed{self._gap_published(gap, meeting)}"
        if then.period_end == now.period_end:
            return f"{start} {agreed}. There is no later figure yet."
        verdict = change_verdict(then, now, AS_TESTED)
        return f"{start} {agreed}. Now {_gap_figure(now)}: {verdict}."

    def _gap_published(self, gap: Gap, meeting: pd.Timestamp) -> str:
        """When the gap when agreed was published and what it was revised to; that it is the present
        one where no database of a day before is there.
        """
        then = self._published_gaps.get((gap.indicator, gap.group_type, meeting))
        if then is None:
            return ", as it stands now"
        now = gap.rows.loc[gap.rows["period_end"] == then.period_end, "value"]
        text = gap_text(then.value)
        return publication_words(then, meeting, text, gap_text(now.iloc[0]) if len(now) else text)

    @cached_property
    def _icons(self) -> dict[str, Icons]:
        """Indicator that evidence names -> its icons at the latest MPS figure."""
        return Variation(self.page, self.indicators).icons

    def verdict(self, row: Any) -> Icons | None:
        """The one verdict on the latest MPS figure of evidence; None where it names no indicator,
        rests on a gap or has no figure.
        """
        return None if self.gap(row) else self._icons.get(row.indicator)

    def _routine(self, indicator: str) -> str:
        """' On its control chart ...', whether the latest figure is beyond routine variation; ''
        where none is held.
        """
        words = routine_words(self._icons[indicator]) if indicator in self._icons else ""
        return f" {words}" if words else ""

    def _figure(self, figure: Any, places: int | None = None) -> str:
        stock = bool(self.page.indicators.loc[figure.indicator, "stock"])
        when = period_words(figure.period_start, figure.period_end, stock)
        return f"{self._value(figure.indicator, figure.value, figure.withheld, places)}, {when}"

    def _value(
        self, indicator: str, value: float, withheld: object, places: int | None = None
    ) -> str:
        if isinstance(withheld, str):
            return "withheld"
        if places is None:
            return self.page.text(indicator, value)
        return figure_text(value, self.page.indicators.loc[indicator, "unit"], places)


def _gap_words(then: Any | None, now: Any) -> FigurePair:
    value, period = gap_text(now.value), month(now.period_end)
    if then is None or then.period_end == now.period_end:
        return FigurePair("", value, period)
    return figure_pair(gap_text(then.value), value, period)


def _gap_figure(figure: Any) -> str:
    return f"{gap_text(figure.value)}, {period_words(figure.period_start, figure.period_end)}"
