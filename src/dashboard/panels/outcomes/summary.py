"""The first figures of Outcomes and workforce as tiles, each against the year before."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.catalogue import chart
from dashboard.panels.common.indicator_rows import trends
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.tiles import Tile, limits_words, tiles_reading, tiles_table
from dashboard.panels.common.timeline import rows_until
from dashboard.panels.common.variation import (
    brief_with_size,
    goes,
    icons_of,
    mark_of,
    way_of,
    year_changes,
)
from dashboard.panels.outcomes.data import DETECTIONS, until
from dashboard.panels.outcomes.recruitment_data import PCSOS
from dashboard.panels.outcomes.workforce import ALL
from dashboard.stats.variation import Icons
from dashboard.text import missing, month, period_words

INDICATORS = (*DETECTIONS, PCSOS, ALL)
"""Those with a tile, in their order."""
_CHARTS = {PCSOS: "recruitment", ALL: "deployability"}
"""Indicator -> the chart that draws it; the others are drawn by the detections."""
_NOTES = (
    "Each figure has one verdict, that of the overview. Where its control chart holds a steady level"
    " it is set against its usual variation, else against the year before.",
    "Better or worse than the year before: the 95% interval of the change leaves out zero; clearly:"
    " the 99.8% interval too. It joins the intervals of the two figures (Zou and Donner, 2008).",
    "PCSOs and officers are complete counts, so their change is told and not tested.",
)


class FirstFigures:
    """The figures of the tiles of one page and their verdicts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.indicators = page.with_figures(INDICATORS)
        self.parameters: dict[str, Any] = {
            "indicators": self.indicators,
            "areas": ["MPS"],
            "until": until(page),
        }
        rows = page.estimates_of("latest", self.parameters, twice=True)
        series = page.store.query("series", indicators=self.indicators, areas=["MPS"])
        series = rows_until(series, until(page))
        self.trends = trends(page, series)
        self.icons = icons_of(page, series, year_changes(rows))
        rows = rows.set_index("indicator", drop=False)
        self.rows = rows.reindex([i for i in self.indicators if i in rows.index])

    def tiles(self) -> list[Tile]:
        """A tile for each indicator with a row up to the period shown."""
        return [self._tile(row) for _, row in self.rows.iterrows()]

    def going(self, way: str) -> int:
        """How many figures go ``way``, 'better' or 'worse', complete counts too."""
        return sum(goes(icons, way) for i, icons in self.icons.items() if self._has_figure(i))

    def _has_figure(self, indicator: str) -> bool:
        return indicator in self.rows.index and not missing(self.rows.loc[indicator, "value"])

    def _tile(self, row: pd.Series) -> Tile:
        page, indicator = self.page, str(row["indicator"])
        indicator_row = page.indicators.loc[indicator]
        icons = self.icons.get(indicator) if self._has_figure(indicator) else None
        verdict = _verdict(icons)
        figure = page.text(indicator, row["value"])
        if missing(row["value"]) and not missing(row["withheld"]):
            figure = "withheld"
        # The spark of a figure that is withheld would end at an older one.
        trend = tuple(self.trends.get(indicator, [])) if icons else ()
        return Tile(
            name=str(indicator_row["short"]),
            figure=figure,
            verdict=verdict,
            way=way_of(icons) if icons else "",
            sure=icons is not None and icons.level == "99.8",
            note=self._note(row, verdict),
            indicator=indicator,
            interval=limits_words(row),
            trend=trend,
            page="outcomes",
            parameters=self._view_parameters(indicator),
            anchor=_CHARTS.get(indicator, "detections"),
            mark=mark_of(icons, way_of(icons)) if icons else "",
        )

    def _note(self, row: pd.Series, verdict: str) -> str:
        """'April to June 2023, from 5.3%', where the verdict says that this is on the year."""
        indicator = str(row["indicator"])
        is_stock = bool(self.page.indicators.loc[indicator, "stock"])
        when = period_words(row["period_start"], row["period_end"], is_stock)
        if missing(row["value"]) or missing(row["change"]):
            return when
        before = self.page.text(indicator, row["year_value"]).partition(" ")[0]
        joint = ", from" if "on the year" in verdict else "; a year before"
        return f"{when}{joint} {before}"

    def _view_parameters(self, indicator: str) -> dict[str, str]:
        """The view that shows the indicator's chart at the period shown."""
        period = self.page.view.period
        chosen = {} if indicator in _CHARTS else {"indicator": indicator}
        return chosen | ({"period": period.isoformat()} if period else {})


def _verdict(icons: Icons | None) -> str:
    words = brief_with_size(icons) if icons else ""
    return words[:1].lower() + words[1:]


@once
def first_figures(page: Page) -> FirstFigures:
    """The figures of the tiles of ``page``, worked out once."""
    return FirstFigures(page)


@chart("outcomes", "summary", order=0)
@once
def summary(page: Page) -> Panel | None:
    """The tiles; None where fewer than two have a figure, for a chart below shows one alone."""
    if len(page.with_figures(INDICATORS)) < 2:
        return None
    figures = first_figures(page)
    tiles = figures.tiles()
    if len(tiles) < 2:
        return None
    last = until(page)
    when = f"figures up to {month(last)}" if last else "latest period of each figure"
    better, worse = figures.going("better"), figures.going("worse")
    return page.panel(
        "summary",
        title=(
            f"{better or 'None'} of {len(tiles)} figures {'is' if better < 2 else 'are'} better,"
            f" {worse or 'none'} {'is' if worse < 2 else 'are'} worse"
        ),
        subtitle=f"Detections and workforce, MPS, {when}",
        reading=tiles_reading(tiles),
        table=tiles_table(tiles, "Verdict"),
        indicators=list(figures.rows.index),
        releases=figures.rows["release"].dropna().unique(),
        query="latest",
        parameters=figures.parameters,
        notes=_NOTES,
    )
