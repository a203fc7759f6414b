"""What changed of some indicators and areas that someone watches: their newest figures beside those
that stood before.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.panels.changes.comparison import Changes
from dashboard.panels.changes.text import WITHHELD_WORD, months_shared, place, revision, when
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.timeline import POINTS
from dashboard.text import (
    change_decimals,
    count_things,
    interval_text,
    join_names,
    limits_text,
    rounded_change,
)

LONDON = "MPS"
"""Code of London as a whole, which every area is set beside."""


@dataclass(frozen=True)
class Watch:
    """The figures of some indicators in some areas, and what became of them since a day."""

    changes: Changes
    indicators: tuple[str, ...]
    areas: tuple[str, ...]
    """Codes of boroughs, BCUs or wards; empty: London alone."""

    @cached_property
    def rows(self) -> pd.DataFrame:
        """``queries/changes/watched_figures.sql`` with the intervals of the figure, of the one
        before and of the change between them (``Page.estimates``), in agenda order, London first.
        """
        rows = self.changes.both.query("watched_figures", **self._parameters)
        order = {indicator: place for place, indicator in enumerate(self.changes.indicators_by_id)}
        parts = ("numerator", "denominator", "lower", "upper")
        was = self.changes.page.estimates(rows.assign(**{p: rows[f"before_{p}"] for p in parts}))
        rows = self.changes.page.estimates(rows)
        rows = rows.assign(before_lower=was["lower"], before_upper=was["upper"])
        return rows.sort_values("indicator", key=lambda ids: ids.map(order), kind="stable")

    @property
    def _parameters(self) -> dict[str, Any]:
        return {"indicators": list(self.indicators), "areas": [LONDON, *self.areas]}

    @cached_property
    def changed_figures(self) -> pd.DataFrame:
        """Those of ``rows`` that are new or revised, of the areas watched."""
        watched = self.rows["area"].isin(self.areas or (LONDON,))
        return self.rows[watched & (self.rows["new"] | self.rows["revised"])]

    @cached_property
    def actions(self) -> pd.DataFrame:
        """Those of ``Changes.actions`` that rest on an indicator watched."""
        evidence = self.changes.page.evidence
        mine = evidence.loc[evidence["indicator"].isin(self.indicators), "action"]
        return self.changes.actions[self.changes.actions["id"].isin(mine)]

    @property
    def sentence(self) -> str:
        """All of it in a sentence: figures that are new, revised, and actions that changed."""
        rows = self.changed_figures
        new, revisions = int(rows["new"].sum()), int(rows["revised"].sum())
        parts = [
            f"{count_things(new, 'figure')} {'is' if new == 1 else 'are'} new",
            f"{count_things(revisions, 'figure')} {'was' if revisions == 1 else 'were'} revised",
            f"{count_things(len(self.actions), 'action')} changed",
        ]
        return f"Since {self.changes.since_words}: {join_names(parts)}."

    @property
    def is_unchanged(self) -> bool:
        """True where nothing that is watched changed."""
        return self.changed_figures.empty and self.actions.empty

    @once
    def figures(self) -> Panel:
        """One row a figure that is new or revised: what it is, London's, and what it was."""
        rows, names = self.changed_figures, self.changes.page.indicators["name"]
        table = pd.DataFrame(
            {
                "Indicator": [names[r.indicator] for r in rows.itertuples()],
                "Area": [self._place(r) for r in rows.itertuples()],
                "Now": [self._now(r) for r in rows.itertuples()],
                "London now": [self._london(r) for r in rows.itertuples()],
                "Before": [self._before(r) for r in rows.itertuples()],
                "Change": [self._change(r) for r in rows.itertuples()],
                "Revised": [self._revision_words(r) for r in rows.itertuples()],
            }
        )
        idle = [name for name in ("London now", "Change", "Revised") if not table[name].any()]
        table = table.drop(columns=idle if self.areas else {*idle, "London now"})
        panel = self.changes.page.panel(
            "watch",
            title=f"{count_things(len(rows), 'watched figure')} changed",
            subtitle=f"New and revised figures since {self.changes.since_words}",
            reading=self.sentence,
            table=table,
            indicators=list(dict.fromkeys(rows["indicator"])),
            releases=rows["release"].dropna().unique(),
            query="watched_figures",
            parameters=self._parameters,
        )
        return dataclasses.replace(panel, actions=())

    def _indicator_row(self, row: Any) -> Any:
        return self.changes.indicators_by_id[row.indicator]

    def _place(self, row: Any) -> str:
        return place(row.name, row.level, row.borough, "", self.changes.page.names)

    def _text(self, indicator: str, value: float) -> str:
        return WITHHELD_WORD if pd.isna(value) else self.changes.page.text(indicator, value)

    def _figure(self, row: Any, value: float, lower: float, upper: float) -> str:
        """'71% (95% interval 69% to 73%)', or '1,161 PCSOs' where nothing was sampled."""
        figure = self._text(row.indicator, value)
        limits = limits_text(lower, upper, row.unit, int(row.decimals))
        return f"{figure} (95% interval {limits})" if limits and pd.notna(value) else figure

    def _now(self, row: Any) -> str:
        """'71% (95% interval 69% to 73%), 12 months to June 2023'."""
        figure = self._figure(row, row.value, row.lower, row.upper)
        return f"{figure}, {when(self._indicator_row(row), row.period_start, row.period_end)}"

    def _london(self, row: Any) -> str:
        """London's figure of the same period; '' for none, and for a count, of which London's is
        the total.
        """
        rows = self.rows
        same = rows[
            (rows["indicator"] == row.indicator)
            & (rows["area"] == LONDON)
            & (rows["period_end"] == row.period_end)
        ]
        if same.empty or self._indicator_row(row).method == "count":
            return ""
        london = same.iloc[0]
        return self._figure(london, london["value"], london["lower"], london["upper"])

    def _before(self, row: Any) -> str:
        if pd.isna(row.before_end):
            return "none"
        period = when(self._indicator_row(row), row.before_start, row.before_end)
        figure = self._figure(row, row.before_value, row.before_lower, row.before_upper)
        return f"{figure}, {period}"

    def _change(self, row: Any) -> str:
        """'up 2 points (95% interval −0.4 to +4.1)', from the figure before, as it is now known, to
        the newest; '' where they are of one period.
        """
        if not row.new or pd.isna(row.before_now) or pd.isna(row.value):
            return ""
        indicator_row = self._indicator_row(row)
        unit = indicator_row.unit if indicator_row.unit in POINTS else ""
        words = rounded_change(row.before_now, row.value, unit, int(indicator_row.decimals)).words
        return f"{words}{self._change_interval(indicator_row, row)}"

    def _change_interval(self, indicator_row: Any, row: Any) -> str:
        """The interval of a change in brackets, or why it has none; '' where nothing was sampled."""
        if pd.isna(row.lower) or pd.isna(row.upper):
            return ""
        shared = 0 if indicator_row.stock else months_shared(row)
        if shared:
            # Figures that count the same months are not independent, as an interval needs.
            return f" (no interval: {count_things(shared, 'month is', 'months are')} in both)"
        if pd.isna(row.change_lower) or pd.isna(row.change_upper):
            return " (no interval)"
        places = change_decimals(indicator_row.unit, int(indicator_row.decimals))
        return f" (95% interval {interval_text(row.change_lower, row.change_upper, places)})"

    def _revision_words(self, row: Any) -> str:
        return (
            revision(self._indicator_row(row), row.before_value, row.before_now)
            if row.revised
            else ""
        )


def watch_list(changes: Changes, indicators: Sequence[str], areas: Sequence[str]) -> Watch:
    """A watch of ``indicators``, or where none is named of those on the overview."""
    headline = changes.page.indicators["headline"]
    of_overview = [indicator for indicator in changes.indicators_by_id if headline[indicator]]
    return Watch(changes, tuple(indicators or of_overview), tuple(areas))
