"""A borough's wards: one indicator as hexagons, and posts, abstraction, crime and engagement as a
table.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.catalogue import chart
from dashboard.figures.geomap import geomap
from dashboard.figures.hexmap import ward_hexmap
from dashboard.panels.borough.indicators import Borough
from dashboard.panels.common.maps import HEXAGONS, MAP_HEIGHT, in_shape_asked, shapes_note
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.text import (
    choose_title,
    figure_text,
    find_ends,
    join_names,
    period_words,
    posts_words,
)

FIRST = "dwo_vacancy_rate"
_POST_COLUMNS = {
    "dwo_posts": "DWO posts",
    "dwo_in_post": "DWOs in post",
    "pcso_posts": "PCSO posts",
    "pcso_in_post": "PCSOs in post",
}
_BESIDE = {
    "abstraction_rate": "Abstracted, %",
    "crime_total": "Crime per 1,000",
    "engagement_standard": "Standard",
}


@dataclass(frozen=True)
class Wards:
    """The wards of the borough in the view. Made anew for each run; nothing in it is changed."""

    page: Page

    @cached_property
    def borough(self) -> Borough:
        """The borough of the view."""
        return once(Borough)(self.page)

    @cached_property
    def choices(self) -> dict[str, str]:
        """Id -> name of the indicators with ward figures, in agenda order."""
        held = self.page.indicators.dropna(subset=["last_period"])
        return {
            r.id: r.title
            for r in held.rename(columns={"name": "title"}).itertuples()
            if "ward" in r.levels_held
        }

    @property
    def indicator(self) -> str:
        """The ward indicator shown: the one asked for, else vacant posts, else the first there is;
        '' for none.
        """
        asked = self.page.view.indicator
        if asked in self.choices:
            return asked
        return FIRST if FIRST in self.choices else next(iter(self.choices), "")

    @cached_property
    def parameters(self) -> dict[str, object]:
        """The parameters of ``queries/borough_ward_figures.sql``."""
        ids = dict.fromkeys([self.indicator, *_POST_COLUMNS, *_BESIDE])
        return {"indicators": self.page.with_figures(ids), "borough": self.borough.code}

    @cached_property
    def figures(self) -> pd.DataFrame:
        """``queries/borough_ward_figures.sql`` with intervals."""
        return self.page.estimates_of("borough_ward_figures", self.parameters)

    @once
    def map(self) -> Panel | None:
        """The chosen indicator in the wards of the borough, in their shapes; None where no ward figure
        or no boundary is there.
        """
        return None if self.shapes.empty else self._map_panel("map")

    @once
    def hexagons(self) -> Panel | None:
        """The same as equal cells."""
        return self._map_panel("hexagons")

    def ward_map(self) -> Panel | None:
        """The wards on a map, in the shape asked for."""
        return in_shape_asked(self.page.view, self.map, self.hexagons)

    @cached_property
    def shapes(self) -> pd.DataFrame:
        """``queries/borough_boundaries.sql``."""
        return self.page.store.query("borough_boundaries", borough=self.borough.code)

    def _draw_map(
        self, shape: str, values: pd.DataFrame, indicator_row: pd.Series
    ) -> tuple[Any, str]:
        """The figure, and what is said of its shapes."""
        how: dict[str, Any] = {
            "unit": indicator_row["unit"],
            "decimals": int(indicator_row["decimals"]),
            "better": indicator_row["better"],
            "dark": self.page.dark,
        }
        if shape == "hexagons":
            return ward_hexmap(self.borough.wards, values, **how), HEXAGONS
        return geomap(self.shapes, values, height=MAP_HEIGHT, **how), shapes_note(self.shapes)

    def _map_panel(self, shape: str) -> Panel | None:
        rows = self.figures[self.figures["indicator"] == self.indicator].reset_index(drop=True)
        figures = rows.dropna(subset=["value"]).sort_values(["value", "name"])
        if figures.empty:
            return None
        page, indicator_row, low, high = (
            self.page,
            self.page.indicators.loc[self.indicator],
            figures.iloc[0],
            figures.iloc[-1],
        )
        when = period_words(low["period_start"], low["period_end"], bool(indicator_row["stock"]))
        shown = [page.text(self.indicator, value) for value in figures["value"]]
        lowest, highest = find_ends(figures["name"], shown)
        same = lowest.number == len(figures)
        where = (
            f"{highest.figure} in every ward"
            if same
            else f"highest in {highest.one_or_count('wards')}"
        )
        title = f"{indicator_row['short']}: {where}"
        number = figure_text(
            high["value"],
            "%" if indicator_row["unit"] == "per cent" else "",
            int(indicator_row["decimals"]),
        )
        if not same:
            title = choose_title(f"{title}, {number}", title)
        reading = f"{indicator_row['name']}, {when}" + (
            f": every ward has {lowest.figure}."
            if same
            else (
                f". The lowest is {lowest.figure} in {lowest.one_or_count('wards')}, the highest"
                f" {highest.figure} in {highest.one_or_count('wards')}."
            )
        )
        absent = len(self.borough.wards) - len(figures)
        if absent:
            reading += f" {absent} ward{'s have' if absent > 1 else ' has'} no figure."
        figure, note = self._draw_map(shape, rows[["area", "name", "value"]], indicator_row)
        return page.panel(
            shape,
            title=title,
            reading=reading,
            figure=figure,
            indicators=[self.indicator],
            subtitle=(
                f"{indicator_row['name']}, {indicator_row['unit']}, {len(figures)} wards of {self.borough.name}, {when}"
            ),
            table=self._ward_values(rows, indicator_row["unit"]),
            releases=rows["release"].unique(),
            query="borough_ward_figures",
            parameters=self.parameters,
            notes=(note,),
        )

    def _ward_values(self, rows: pd.DataFrame, unit: str) -> pd.DataFrame:
        places = int(self.page.indicators.loc[self.indicator, "decimals"]) + 1
        column = {"Ward": rows["name"], unit[:1].upper() + unit[1:]: rows["value"].round(places)}
        if rows["lower"].notna().any():
            column |= {
                "Lower 95%": rows["lower"].round(places),
                "Upper 95%": rows["upper"].round(places),
            }
        return pd.DataFrame(column)

    @cached_property
    def posts(self) -> pd.DataFrame:
        """One row a ward: ward, name, a column an indicator, and vacant (may be missing); the most
        vacant posts first.

        Where no posts are loaded, the highest figure of the first indicator that is comes first.

        Vacant is posts less officers in post, DWOs and PCSOs together, none below nil in either.
        """
        wide = self.figures.pivot(index="area", columns="indicator", values="value")
        posts = self.borough.wards[["ward", "name"]].join(wide, on="ward")
        for column in (*_POST_COLUMNS, *_BESIDE):
            if column not in posts:
                posts[column] = float("nan")
        gaps = [
            (posts[f"{kind}_posts"] - posts[f"{kind}_in_post"]).clip(lower=0)
            for kind in ("dwo", "pcso")
        ]
        posts = posts.assign(vacant=gaps[0] + gaps[1])
        sort_column = next(
            (i for i in ("vacant", *_POST_COLUMNS, *_BESIDE) if posts[i].notna().any()), "vacant"
        )
        return posts.sort_values([sort_column, "name"], ascending=[False, True])

    @once
    def table(self) -> Panel | None:
        """Every ward with its posts, abstraction, crime and engagement; None where none of them is
        loaded.
        """
        posts = self.posts
        measures = [i for i in (*_POST_COLUMNS, *_BESIDE) if posts[i].notna().any()]
        if not measures:
            return None
        rows = self.figures[self.figures["indicator"].isin(measures)]
        column = {"Ward": posts["name"]}
        if posts["vacant"].notna().any():
            column["Vacant"] = posts["vacant"].round(2)
        column |= {_POST_COLUMNS[i]: posts[i].round(2) for i in _POST_COLUMNS if i in measures}
        column |= {_BESIDE[i]: posts[i].round(1) for i in _BESIDE if i in measures}
        if "engagement_standard" in measures:
            met = posts["engagement_standard"].map({100.0: "met", 0.0: "not met"})
            column[_BESIDE["engagement_standard"]] = met.fillna("no return")
        title, reading = self._words(measures)
        ends = rows.groupby("indicator")["period_end"].max()
        return self.page.panel(
            "wards",
            title=title,
            reading=reading,
            table=pd.DataFrame(column).reset_index(drop=True),
            subtitle=f"{len(posts)} wards of {self.borough.name}, "
            + "; ".join(dict.fromkeys(self._when(rows, i) for i in ends.index)),
            indicators=measures,
            releases=rows["release"].unique(),
            query="borough_ward_figures",
            parameters=self.parameters,
            notes=(
                (
                    (
                        "Vacant posts are posts allocated less officers in post, DWOs and PCSOs"
                        " together; a ward with more in post than allocated has none vacant."
                    ),
                )
                if "Vacant" in column
                else ()
            ),
        )

    def _when(self, rows: pd.DataFrame, indicator: str) -> str:
        row = rows[rows["indicator"] == indicator].iloc[0]
        return period_words(
            row["period_start"],
            row["period_end"],
            bool(self.page.indicators.loc[indicator, "stock"]),
        )

    def _words(self, column: list[str]) -> tuple[str, str]:
        posts, name = self.posts, self.borough.name
        vacant = posts[posts["vacant"] > 0]
        if not posts["vacant"].notna().any():
            known = posts.dropna(subset=[column[0]]).sort_values(column[0])
            short = self.page.indicators.loc[column[0], "short"]
            figures = [self.page.text(column[0], value) for value in known[column[0]]]
            low, high = find_ends(known["name"], figures)
            return (
                f"{short} is highest in {high.one_or_count('wards')}",
                f"{short} runs from {low.figure} in {low.words} to {high.figure} in {high.words}.",
            )
        if vacant.empty:
            return "Every post of every ward is filled", f"No DWO or PCSO post in {name} is vacant."
        most = vacant["vacant"].iloc[0]
        alike = vacant[vacant["vacant"] == most]
        number = len(vacant)
        return (
            f"{number} of {len(posts)} wards {'has' if number == 1 else 'have'} vacancies",
            (
                f"{posts_words(vacant['vacant'].sum())} of"
                f" {posts_words((posts['dwo_posts'] + posts['pcso_posts']).sum())} "
                f"DWO and PCSO posts in {name} are vacant, most in"
                f" {join_names(alike['name'], most=2)}: "
                f"{posts_words(most)}{' each' if len(alike) > 1 else ''}. Part of a post counts as such."
            ),
        )


@chart("borough", "map", order=4, section="ward_map")
def ward_map(page: Page) -> Panel | None:
    """The panel ``map`` of the borough in the view; None where none is chosen or nothing is loaded."""
    return Wards(page).map() if page.view.area else None


@chart("borough", "hexagons", order=3, section="ward_map")
def hexagons(page: Page) -> Panel | None:
    """The panel ``hexagons`` of the borough in the view; None where none is chosen or nothing is
    loaded.
    """
    return Wards(page).hexagons() if page.view.area else None


@chart("borough", "wards", order=2, section="ward_table")
def wards(page: Page) -> Panel | None:
    """The panel ``wards`` of the borough in the view; None where none is chosen or nothing is
    loaded.
    """
    return Wards(page).table() if page.view.area else None
