"""The variation of every indicator at the MPS, in agenda order: the panel ``variation`` of the
overview.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard.panels.common.method_text import HOW, HOW_YEARS
from dashboard.panels.common.once import once
from dashboard.panels.common.page import THEMES, Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.variation import assured, icons_of, said, year_flags
from dashboard.stats.variation import Icons
from dashboard.stats.years_apart import WHY_NO_CHART
from dashboard.text import figure_text, join_names, month

EVERY_DAY = "2100-01-01"
_BOTH = (
    "A figure may be better than a year before and yet concerning, or the reverse: the one sets it"
    " against a single year, the other against its whole series since the last step or break."
)


@dataclass(frozen=True)
class Cell:
    """One indicator of the grid."""

    indicator: str
    name: str
    icons: Icons


@dataclass(frozen=True)
class Variation:
    """The variation at the MPS of those of ``ids`` that have a figure. Nothing in it is changed."""

    page: Page
    ids: tuple[str, ...]

    @property
    def asked(self) -> dict[str, object]:
        """The parameters of ``queries/series.sql``."""
        return {"indicators": self.page.with_figures(self.ids), "areas": ["MPS"]}

    @property
    def asked_last(self) -> dict[str, object]:
        """The parameters of ``queries/latest.sql``."""
        return self.asked | {"until": EVERY_DAY}

    @cached_property
    def series(self) -> pd.DataFrame:
        """``queries/series.sql``: the one question for all of them."""
        return self.page.store.query("series", **self.asked)

    @cached_property
    def latest(self) -> pd.DataFrame:
        """The last MPS figure of each indicator (``queries/latest.sql``) with its interval and
        change on the year.
        """
        return self.page.estimates(self.page.store.query("latest", **self.asked_last), twice=True)

    @cached_property
    def icons(self) -> dict[str, Icons]:
        """Indicator -> its icons, in the order of ``ids``."""
        found = icons_of(self.page, self.series, year_flags(self.latest))
        return {i: found[i] for i in self.ids if i in found}

    @cached_property
    def themes(self) -> dict[str, list[Cell]]:
        """Theme in words -> its indicators, in agenda order; a theme without figures is left out."""
        found: dict[str, list[Cell]] = {}
        held = self.page.indicators
        declared = dict(
            zip(held.index, zip(held["theme"], held["short"], strict=True), strict=True)
        )
        for indicator, icons in self.icons.items():
            theme, short = declared[indicator]
            found.setdefault(THEMES[theme], []).append(Cell(indicator, short, icons))
        return found

    def counted(self, *endings: str) -> int:
        """How many indicators have one of these icons of variation."""
        return sum(icons.variation in endings for icons in self.icons.values())

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
            subtitle="Variation of every indicator at its latest figure, MPS",
            reading=reading,
            table=self._table(),
            indicators=list(self.icons),
            releases=self.series["release"].dropna().unique(),
            query="series",
            parameters=self.asked,
            notes=(*HOW, _BOTH, WHY_NO_CHART, *HOW_YEARS),
        )

    def _words(self) -> tuple[str, str]:
        """Title and reading: how many are concerning, improving and steady, and how many miss their
        target.
        """
        bad = self.counted("concerning_high", "concerning_low", "year_worse")
        good = self.counted("improving_high", "improving_low", "year_better")
        steady = self.counted("common", "year_similar")
        rest = len(self.icons) - bad - good - steady
        reading = (
            f"At its latest figure {bad} of {len(self.icons)} indicators are concerning or worse"
            f" than the year before and {good} improving or better; {steady} show no change beyond"
            f" routine variation, and {rest} are higher or lower without a direction, or cannot be"
            " judged."
        )
        missed = [
            self.page.indicators.loc[i, "short"]
            for i, x in self.icons.items()
            if x.assurance == "failing"
        ]
        aimed = sum(assured(icons) is not None for icons in self.icons.values())
        if aimed:
            reading += (
                f" Of {aimed} with a target, {len(missed) or 'none'} would miss it consistently"
            )
            reading += f": {join_names(missed)}." if missed else "."
        return f"{bad} of {len(self.icons)} indicators concerning, {good} improving", reading

    def _table(self) -> pd.DataFrame:
        ends = self.series.groupby("indicator")["period_end"].max()
        held = self.page.indicators.loc[list(self.icons)]
        each = list(self.icons.values())

        def number(column: str) -> list[str]:
            values = [getattr(icons, column) for icons in each]
            return [
                "" if pd.isna(value) else figure_text(value, unit, decimals)
                for value, unit, decimals in zip(
                    values, held["unit"], held["decimals"], strict=True
                )
            ]

        return pd.DataFrame(
            {
                "Theme": held["theme"].map(THEMES),
                "Indicator": held["name"],
                "Latest": [month(ends[i]) for i in self.icons],
                "Variation": [said(icons)[0] for icons in each],
                "Because": [said(icons)[1] or icons.words for icons in each],
                "Target": [(assured(icons) or ("", ""))[0] for icons in each],
                "Mean": number("mean"),
                "Lower limit": number("lower"),
                "Upper limit": number("upper"),
            }
        ).reset_index(drop=True)


@once
def variation_of(page: Page) -> Variation:
    """The variation of every indicator, worked out once for a page."""
    return Variation(page, tuple(page.indicators.index))


def variation(page: Page) -> Panel | None:
    """The panel ``variation`` of the overview; None where no indicator has a figure of the MPS."""
    return variation_of(page).panel()
