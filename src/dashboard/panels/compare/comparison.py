"""Compare boroughs: one indicator, a comparator, and up to five chosen boroughs -> the page's
panels.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.catalogue import chart, page_notes
from dashboard.figures.geomap import geomap
from dashboard.figures.hexmap import hexmap
from dashboard.figures.ranking import ranking
from dashboard.panels.common.comparators import OWN
from dashboard.panels.common.maps import in_shape_asked, shapes_note
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.compare.change import change_panel
from dashboard.panels.compare.control import control_panel
from dashboard.panels.compare.control_data import YEARS_APART, control_of
from dashboard.panels.compare.data import ComparisonData
from dashboard.panels.compare.finding import finding
from dashboard.panels.compare.funnel import funnel_panel
from dashboard.panels.compare.funnel_data import Funnel
from dashboard.panels.compare.similar import similar_panel
from dashboard.panels.compare.table import movement, readable
from dashboard.panels.compare.text import missing, notes, ranking_words, spread
from dashboard.panels.compare.trend import trend_panel
from dashboard.stats.variation import Icons
from dashboard.text import find_ends
from dashboard.view.compare import DIFFERENCES, OVER_TIME

_MAP_HEIGHT = 420
"""Pixels: most boroughs have room for their names or their first letters."""


def _comparison(page: Page) -> Comparison | None:
    """The comparison that a page's view asks for; None where its indicator has no figure."""
    comparison = Comparison(page)
    return comparison if comparison.periods else None


@dataclass(frozen=True)
class Comparison(ComparisonData):
    """The panels of one indicator at one period.

    Made anew for each view; nothing in it is changed.
    """

    @cached_property
    def readable(self) -> pd.DataFrame:
        """The areas as a table for reading and download."""
        return readable(self)

    @cached_property
    def finding(self) -> str:
        """The page's answer in one sentence."""
        return finding(self)

    @property
    def differences(self) -> dict[str, str]:
        """What can tell which areas differ, of ``view.DIFFERENCES``."""
        able = {"ranking": True, "change": bool(self.spans), "funnel": not self.funnel_data.lacking}
        return {key: words for key, words in DIFFERENCES.items() if able[key]}

    @property
    def over_times(self) -> dict[str, str]:
        """What can tell how the figures move over time, of ``view.OVER_TIME``."""
        return OVER_TIME | ({"control": YEARS_APART} if control_of(self).rolling else {})

    @property
    def notes(self) -> list[str]:
        """What the page says above its charts where it shows other than was asked for, or has
        nothing to show.
        """
        sentences = [self.level_note]
        if self.periods:
            sentences += [self.period_note, self.comparator_note, self.years_note]
            lacking = (
                self.page.view.difference == "funnel"
                and self.level != "mps"
                and self.funnel_data.lacking
            )
            sentences += [f"{lacking} The ranking is shown." if lacking else None]
        return [note for note in sentences if note]

    @cached_property
    def funnel_data(self) -> Funnel:
        """What the funnel is drawn from."""
        return Funnel(self)

    @property
    def difference(self) -> str:
        """The one of ``differences`` that is shown: that asked for, else the ranking."""
        asked = self.page.view.difference
        return asked if asked in self.differences else "ranking"

    @property
    def over_time(self) -> str:
        """The one of ``over_times`` that is shown: that asked for, else the trend."""
        asked = self.page.view.over_time
        return asked if asked in self.over_times else "trend"

    def differing(self) -> Panel:
        """The chart chosen to tell which areas differ; no other of its kind is made."""
        panel: Panel = getattr(self, self.difference)()
        return panel

    def moving(self) -> Panel:
        """The chart chosen to tell how the figures move over time; no other of its kind is made."""
        panel: Panel = getattr(self, self.over_time)()
        return panel

    def _panel(
        self,
        chart: str,
        title: str,
        reading: str,
        figure: Any = None,
        notes: tuple[str, ...] = (),
        rows: bool = False,
    ) -> Panel:
        number, name, unit = len(self.areas), self.indicator["name"], self.indicator["unit"]
        where = "MPS" if self.level == "mps" else f"{number} {self.noun(number)}"
        what = name if name.casefold() == unit.casefold() else f"{name}, {unit}"
        return self.page.panel(
            chart,
            title=title,
            reading=reading,
            figure=figure,
            notes=notes,
            query="compare",
            parameters=self.parameters,
            subtitle=f"{what}, {where}, {self.when}",
            table=self.readable,
            indicators=[self.indicator["id"]],
            releases=self.rows["release"].dropna().unique(),
            row_areas=list(self.areas["area"]) if rows else (),
        )

    def _without_boroughs(self, chart: str) -> Panel:
        sentence = self.level_note or ""
        return self._panel(chart, "There is no borough breakdown", sentence)

    def _figure_settings(self) -> dict[str, Any]:
        """Keyword arguments of every figure of the page."""
        return {
            "unit": "%" if self.indicator["unit"] == "per cent" else self.indicator["unit"],
            "decimals": int(self.indicator["decimals"]),
            "selected_areas": self.chosen_boroughs,
            "dark": self.page.dark,
        }

    @chart("compare", "ranking", order=1, of=_comparison)
    @once
    def ranking(self) -> Panel:
        """Every area with its interval against the comparator."""
        if self.level == "mps":
            return self._without_boroughs("ranking")
        title, reading = ranking_words(self)
        table = self.areas.drop(columns="name").rename(columns={"shown": "name"})
        if not self.comparator:
            table["flag"] = ""
        table["flag"] = table["flag"].where(table["area"] != self.comparator, "")
        line = (
            None
            if self.comparator in OWN
            else self.mps
            if self.comparator == "mps"
            else table["comparator"].max()
        )
        figure = ranking(
            table,
            comparator_label=self.label or "MPS",
            comparator=line if self.comparator else None,
            **self._figure_settings(),
        )
        return self._panel("ranking", title, reading, figure, notes(self))

    @chart("compare", "change", order=2, of=_comparison)
    def change(self) -> Panel:
        """Every area by its change since the base year, with its interval."""
        return self._without_boroughs("change") if self.level == "mps" else change_panel(self)

    @chart("compare", "funnel", order=3, of=_comparison)
    @once
    def funnel(self) -> Panel:
        """Every area by its size, with limits around the MPS figure."""
        return funnel_panel(self.funnel_data)

    @chart("compare", "hexagons", order=4, of=_comparison)
    @once
    def hexagons(self) -> Panel:
        """The boroughs as clusters of equal cells, one a ward."""
        if self.level != "borough":
            return self._without_boroughs("hexagons")
        title, reading = spread(self)
        figure = hexmap(
            self.page.store.query("hexagons"),
            self._map_rows(),
            better=self.better,
            **self._figure_settings(),
        )
        return self._panel(
            "hexagons",
            title,
            reading,
            figure,
            ("Each hexagon is a ward and carries its borough's figure.",),
        )

    def _map_rows(self) -> pd.DataFrame:
        return self.areas[["area", "shown", "value"]].rename(columns={"shown": "name"})

    @chart("compare", "map", order=5, of=_comparison)
    @once
    def map(self) -> Panel | None:
        """The boroughs in their true shapes; None where no borough boundaries are loaded or no
        figure is by borough.
        """
        if self.level != "borough":
            return None
        shapes = self.page.store.query("boundaries", level="borough")
        if shapes.empty:
            return None
        known_areas = self.areas.dropna(subset=["value"])
        shown = [self.text(value) for value in known_areas["value"]]
        ends = find_ends(known_areas["name"], shown)
        low, high = ends if self.better == "lower" else ends[::-1]
        title = (
            f"Highest in {high.one_or_count('boroughs')}, lowest in {low.one_or_count('boroughs')}"
        )
        reading = (
            f"{high.has} the highest figure {self.in_when}, {high.figure}."
            f" {low.has} the lowest, {low.figure}.{missing(self)}"
        )
        if high.number == len(known_areas):
            title, reading = "All boroughs have the same figure", f"All have {high.figure}."
        figure = geomap(
            shapes,
            self._map_rows(),
            better=self.better,
            height=_MAP_HEIGHT,
            **self._figure_settings(),
        )
        return self._panel("map", title, reading, figure, (shapes_note(shapes),))

    def chosen_map(self) -> Panel | None:
        """The boroughs on a map, in the shape asked for."""
        return in_shape_asked(self.page.view, self.map, self.hexagons)

    @chart("compare", "trend", order=6, of=_comparison)
    def trend(self) -> Panel:
        """The chosen boroughs over time against the MPS."""
        return trend_panel(self)

    @chart("compare", "control", order=7, of=_comparison)
    def control(self) -> Panel:
        """The first borough chosen, else the MPS, against its own past: a control chart, or years
        compared.
        """
        return control_panel(self)

    @property
    def icons(self) -> Icons:
        """The icons of the control chart."""
        return control_of(self).icons

    @chart("compare", "similar", order=9, of=_comparison)
    def similar(self) -> Panel | None:
        """Why boroughs are called similar; None where none are."""
        return similar_panel(self)

    @chart("compare", "table", order=8, of=_comparison)
    @once
    def table(self) -> Panel:
        """Every area with figure, interval, rank and change."""
        if self.level == "mps":
            return self._without_boroughs("table")
        title, reading = movement(self)
        return self._panel("table", title, reading, rows=True)


@page_notes("compare")
def _notes(page: Page) -> list[str]:
    return Comparison(page).notes
