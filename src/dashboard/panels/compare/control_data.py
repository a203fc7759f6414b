"""The series behind a control chart, with its limits, its icons and its target."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard.panels.common.once import once
from dashboard.panels.common.target import TargetStatus, target_status
from dashboard.panels.common.variation import (
    brief,
    charts,
    icons_of,
    rolling,
    targets,
    verdict_words,
    year_changes,
)
from dashboard.panels.compare.data import ComparisonData
from dashboard.panels.compare.trend import cuts
from dashboard.stats.variation import VARIATION, Icons, YearChange, by_year, icons, status_words
from dashboard.stats.years_apart import without_overlap
from dashboard.text import choose_title, figure_text

YEARS_APART = "Years apart"
"""What the chart is called where periods overlap."""


_MANY = 1000
"""Figures from here on need no further decimal."""


@dataclass(frozen=True)
class Control:
    """One indicator of one area, up to the period shown.

    Made anew for each view; nothing in it is changed.
    """

    comparison: ComparisonData

    @property
    def area(self) -> str:
        """Code of the first borough chosen where the indicator is by borough, else of the MPS."""
        return (
            self.comparison.chosen_boroughs[0]
            if self.comparison.level == "borough" and self.comparison.chosen_boroughs
            else "MPS"
        )

    @property
    def where(self) -> str:
        """The area by its name: 'MPS' or the borough's."""
        return "MPS" if self.area == "MPS" else self.comparison.page.names[self.area]

    @property
    def subject(self) -> str:
        """The area's figure as the subject of a sentence."""
        return "The MPS figure" if self.area == "MPS" else f"{self.where}’s figure"

    @cached_property
    def series(self) -> pd.DataFrame:
        """The rows of ``queries/compare_series.sql`` for the area, oldest first, until the period
        shown.
        """
        rows = self.comparison.series
        return rows[
            (rows["area"] == self.area)
            & (rows["period_end"] <= pd.Timestamp(self.comparison.period))
        ]

    @cached_property
    def rolling(self) -> bool:
        """Whether periods overlap, so that years are compared in place of a control chart."""
        return bool(rolling(self.series))

    @cached_property
    def chart_rows(self) -> pd.DataFrame:
        """The figures with their mean, limits and rules (``stats.control_chart.control_charts``)."""
        return charts(self.comparison.page, self.series)

    @cached_property
    def years(self) -> pd.DataFrame:
        """The last figure and those before it that share no period, with their changes
        (``years_apart``).
        """
        rows = self.comparison.page.estimates(self.series)
        crossed = [date for date, _, _ in cuts(self.comparison, rows)] if len(rows) else []
        return without_overlap(rows, self.comparison.indicator["better"], crossed)

    @cached_property
    def icons(self) -> Icons:
        """The one verdict of the last figure (``icons_of``): that of the overview."""
        rows, indicator = self.comparison.rows_on_the_year, self.comparison.indicator["id"]
        changes = year_changes(rows[rows["area"] == self.area].assign(indicator=indicator))
        found = icons_of(self.comparison.page, self.series, changes, self.chart_rows).get(indicator)
        return found or by_year(YearChange(), status_words(None))

    @property
    def has_level(self) -> bool:
        """Whether the chart holds a level, so that its limits and its target's side of them mean
        something.
        """
        return self.icons.variation in VARIATION and self.icons.variation != "not_judged"

    @property
    def limits_and_target(self) -> str:
        """Where the target lies of the limits, a key of ASSURANCE; 'no_target' where that means
        nothing.
        """
        if not self.has_level or self.target is None:
            return "no_target"
        better, aim = self.comparison.indicator["better"], float(self.target["value"])
        return icons(self.chart_rows, better, aim).assurance

    @cached_property
    def target_status(self) -> TargetStatus | None:
        """The last figure against its target; None where none is declared, or neither way is
        better.
        """
        known = self.series.dropna(subset=["value"])
        if self.target is None or self.comparison.indicator["better"] == "neutral" or known.empty:
            return None
        last = known.iloc[-1]
        return target_status(
            self.comparison.indicator,
            self.target,
            last["value"],
            last["period_end"],
            self.comparison.page.reporting_date,
        )

    @cached_property
    def target(self) -> pd.Series | None:
        """The target that the last figure is set against, where one is declared."""
        return targets(self.comparison.page, self.series).get(self.comparison.indicator["id"])

    @property
    def title(self) -> str:
        """The indicator, its area and what its last figure shows, in at most ten words."""
        short, kind = self.comparison.indicator["short"], verdict_words(self.icons)[0]
        kind = kind[:1].lower() + kind[1:]
        whole = brief(self.icons).replace(": ", ", ")
        whole = whole[:1].lower() + whole[1:]
        choices = (
            f"{short}, {self.where}: {whole}",
            f"{short}: {whole}",
            f"{short}, {self.where}: {kind}",
            f"{short}: {kind}",
        )
        return choose_title(*choices)

    @property
    def steps(self) -> pd.DataFrame:
        """The declared steps of the indicator in this area, within the time that its figures span."""
        rows = self.comparison.page.store.query("steps")
        here = rows["areas"].map(lambda areas: not len(areas) or self.area in areas).astype(bool)
        span = rows["date"].gt(self.series["period_end"].min()) & rows["date"].le(
            self.series["period_end"].max()
        )
        return rows[rows["indicator"].eq(self.comparison.indicator["id"]) & span & here]

    @cached_property
    def places(self) -> int:
        """Decimals of a mean, a limit or a change: one more than a figure's, as they fall between
        figures.
        """
        most = self.series["value"].abs().max()
        return (
            int(self.comparison.indicator["decimals"]) + 1
            if most < _MANY
            else int(self.comparison.indicator["decimals"])
        )

    def text(self, value: float, unit: bool = True) -> str:
        """A mean or a limit, with its unit."""
        return figure_text(value, self.comparison.indicator["unit"] if unit else "", self.places)


@once
def control_of(comparison: ComparisonData) -> Control:
    """What the control chart of a comparison rests on."""
    return Control(comparison)
