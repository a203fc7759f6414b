"""The variation of every indicator at the MPS, in agenda order: the panel ``variation`` of the
overview.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard.catalogue import chart
from dashboard.panels.common.framework import framework_indicators, framework_name
from dashboard.panels.common.method_text import HOW, HOW_YEARS
from dashboard.panels.common.once import once
from dashboard.panels.common.page import THEMES, Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.target import TargetStatus, target_status
from dashboard.panels.common.variation import goes, icons_of, targets, verdict_words, year_changes
from dashboard.stats.variation import Icons
from dashboard.stats.years_apart import WHY_NO_CHART
from dashboard.text import figure_text, join_names, month

ONE_VERDICT = (
    "Each figure has one verdict: against its usual variation where its control chart holds a"
    " steady level, else against the year before."
)


@dataclass(frozen=True)
class Cell:
    """One indicator of the grid."""

    indicator: str
    name: str
    icons: Icons
    target: str
    """Its figure against its target, in words; '' where none is declared."""


@dataclass(frozen=True)
class Variation:
    """The variation of those of ``ids`` that have a figure. Nothing in it is changed."""

    page: Page
    ids: tuple[str, ...]
    area: str = "MPS"
    """Code of the area that it is of."""

    @property
    def parameters(self) -> dict[str, object]:
        """The parameters of ``queries/series.sql``."""
        return {"indicators": self.page.with_figures(self.ids), "areas": [self.area]}

    @property
    def last_parameters(self) -> dict[str, object]:
        """The parameters of ``queries/latest.sql``."""
        return self.parameters | {"until": None}

    @cached_property
    def series(self) -> pd.DataFrame:
        """``queries/series.sql``: the one question for all of them."""
        return self.page.store.query("series", **self.parameters)

    @cached_property
    def latest(self) -> pd.DataFrame:
        """The last figure of each indicator (``queries/latest.sql``) with its interval and
        change on the year.
        """
        return self.page.estimates_of("latest", self.last_parameters, twice=True)

    @cached_property
    def icons(self) -> dict[str, Icons]:
        """Indicator -> its icons, in the order of ``ids``."""
        found = icons_of(self.page, self.series, year_changes(self.latest))
        return {i: found[i] for i in self.ids if i in found}

    @cached_property
    def themes(self) -> dict[str, list[Cell]]:
        """Theme in words -> its indicators, in agenda order; a theme without figures is left out."""
        themes: dict[str, list[Cell]] = {}
        held = self.page.indicators
        declared = dict(
            zip(held.index, zip(held["theme"], held["short"], strict=True), strict=True)
        )
        for indicator, icons in self.icons.items():
            theme, short = declared[indicator]
            themes.setdefault(THEMES[theme], []).append(
                Cell(indicator, short, icons, self.target_words(indicator))
            )
        return themes

    @cached_property
    def statuses(self) -> dict[str, TargetStatus]:
        """Indicator -> its latest figure against its target, where it has one and a direction."""
        aims, statuses = targets(self.page, self.series), {}
        for r in self.latest.itertuples():
            if r.indicator in aims and r.better != "neutral":
                statuses[r.indicator] = target_status(
                    self.page.indicators.loc[r.indicator],
                    aims[r.indicator],
                    r.value,
                    r.period_end,
                    self.page.reporting_date,
                )
        return statuses

    def target_words(self, indicator: str) -> str:
        """'Target 90% by 31 March 2024: behind by 8.0 points'; '' without a target."""
        return self.statuses[indicator].sentence if indicator in self.statuses else ""

    def going(self, way: str) -> list[str]:
        """The indicators whose verdict goes ``way``, 'better' or 'worse', complete counts too."""
        return [i for i, icons in self.icons.items() if goes(icons, way)]

    @once
    def panel(self) -> Panel | None:
        """Every indicator with its icons in words and what they rest on; None where none has a
        figure.
        """
        if not self.icons:
            return None
        title, reading = self._words()
        return self.page.panel(
            "variation",
            title=title,
            subtitle=f"{self._kind} at its latest figure, MPS",
            reading=reading,
            table=self._table(),
            indicators=list(self.icons),
            releases=self.series["release"].dropna().unique(),
            query="series",
            parameters=self.parameters,
            notes=(*HOW, ONE_VERDICT, WHY_NO_CHART, *HOW_YEARS),
        )

    @property
    def _kind(self) -> str:
        name = framework_name(self.page)
        return f"Every indicator of {name}" if name else "Every indicator"

    def _words(self) -> tuple[str, str]:
        """Title and reading: how many are worse, better and steady, and how many are below target."""
        every, worse, better = len(self.icons), self.going("worse"), self.going("better")
        kinds = [icons.variation for icons in self.icons.values()]
        steady = sum(kind in ("common", "year_similar") for kind in kinds)
        counts = sum(kind.startswith("count_") for kind in kinds)
        rest = every - len(worse) - len(better) - steady
        parts = [
            f"{len(worse) or 'none'} {'is' if len(worse) < 2 else 'are'} worse",
            f"{len(better) or 'none'} better",
            f"{steady or 'none'} without a clear change",
        ]
        reading = f"Of {every} indicators {join_names(parts)}."
        if counts:
            are = "is a complete count" if counts == 1 else "are complete counts"
            reading += f" Of all, {counts} {are}, whose change is not tested."
        if rest:
            reading += (
                f" {rest} {'is' if rest == 1 else 'are'} higher or lower without a direction, or"
                " cannot be compared."
            )
        behind = [
            self.page.indicators.loc[i, "short"]
            for i, status in self.statuses.items()
            if status.kind in ("behind", "missed")
        ]
        if self.statuses:
            reading += f" Of {len(self.statuses)} with a target, {len(behind) or 'none'} fall short"
            reading += f": {join_names(behind)}." if behind else "."
        title = f"{len(worse) or 'None'} of {every} indicators worse, {len(better)} better"
        return title, reading

    def _table(self) -> pd.DataFrame:
        ends = self.series.groupby("indicator")["period_end"].max()
        indicator_rows = self.page.indicators.loc[list(self.icons)]
        each = list(self.icons.values())

        def number(column: str) -> list[str]:
            values = [getattr(icons, column) for icons in each]
            return [
                "" if pd.isna(value) else figure_text(value, unit, decimals)
                for value, unit, decimals in zip(
                    values, indicator_rows["unit"], indicator_rows["decimals"], strict=True
                )
            ]

        return pd.DataFrame(
            {
                "Theme": indicator_rows["theme"].map(THEMES),
                "Indicator": indicator_rows["name"],
                "Latest": [month(ends[i]) for i in self.icons],
                "Verdict": [verdict_words(icons)[0] for icons in each],
                "Because": [verdict_words(icons)[1] or icons.words for icons in each],
                "Target": [self.target_words(i) for i in self.icons],
                "Mean": number("mean"),
                "Lower limit": number("lower"),
                "Upper limit": number("upper"),
            }
        ).reset_index(drop=True)


@once
def variation_of(page: Page) -> Variation:
    """The variation of every indicator, worked out once for a page; with a framework chosen, of
    those that it names.
    """
    return Variation(page, tuple(framework_indicators(page).index))


@chart("overview", "variation", order=2)
def variation(page: Page) -> Panel | None:
    """The panel ``variation`` of the overview; None where no indicator has a figure of the MPS."""
    return variation_of(page).panel()
