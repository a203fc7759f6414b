"""A borough beside the boroughs that touch it, each set against the MPS."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.catalogue import chart
from dashboard.panels.borough.indicators import Borough
from dashboard.panels.borough.ranks import flag_against_mps
from dashboard.panels.borough.summary import first_indicators
from dashboard.panels.borough.wards import Wards
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.tiles import limits_words
from dashboard.text import count_things, missing

BELOW = "wards_below_minimum"


@dataclass(frozen=True)
class Cell:
    """One figure of one area."""

    text: str
    way: str
    """'better' or 'worse' than the MPS beyond chance; 'similar'; '' where it is not tested."""
    sure: bool
    """Whether it is so at 99.8% too."""
    interval: str = ""
    """'54% to 64%', at 95%; '' where nothing was sampled."""


@dataclass(frozen=True)
class Beside:
    """One area's figures, in the order of ``beside_indicators``."""

    area: str
    name: str
    cells: tuple[Cell, ...]


@once
def beside_indicators(wards: Wards) -> list[str]:
    """Ids of the indicators set side by side: wards below the minimum, then the borough's first."""
    borough = wards.borough
    known = set(borough.latest["indicator"])
    return [i for i in (BELOW, *first_indicators(borough)) if i in known]


def headings(wards: Wards) -> list[str]:
    """The short names of ``beside_indicators``, a rate's with what it is per."""
    declared = wards.page.indicators.loc[beside_indicators(wards)]
    rates = declared["unit"].str.startswith("per 1,000")
    return list(declared["short"].where(~rates, declared["short"] + " per 1,000"))


@once
def areas_beside(wards: Wards) -> list[Beside]:
    """The borough, those that touch it by name, and the MPS; empty where no border is drawn."""
    borough, ids = wards.borough, beside_indicators(wards)
    around = borough.page.store.query("borough_neighbours", borough=borough.code)
    if around.empty or not ids:
        return []
    names = {borough.code: borough.name, **dict(zip(around["area"], around["name"], strict=True))}
    names["MPS"] = "London"
    flagged = _flags(borough, ids)
    return [
        Beside(code, name, tuple(_cell(borough, flagged, i, code) for i in ids))
        for code, name in names.items()
    ]


def _flags(borough: Borough, ids: list[str]) -> pd.DataFrame:
    """The rows of ``Borough.latest`` of the indicators, by indicator and area, with their flags."""
    rows = borough.latest[borough.latest["indicator"].isin(ids)]
    london = rows[rows["level"] == "mps"].set_index("indicator")["value"]
    rows = rows.assign(comparator=rows["indicator"].map(london)).reset_index(drop=True)
    return flag_against_mps(rows).set_index(["indicator", "area"])


def _cell(borough: Borough, rows: pd.DataFrame, indicator: str, area: str) -> Cell:
    if (indicator, area) not in rows.index:
        return Cell("–", "", False)
    row = rows.loc[(indicator, area)]
    if missing(row["value"]):
        return Cell("–", "", False)
    if indicator == BELOW and not missing(row["denominator"]):
        text = f"{row['numerator']:.0f} of {row['denominator']:.0f}"
    else:
        text = borough.page.text(indicator, row["value"]).partition(" ")[0]
    tested = area != "MPS" and row["flag"] in ("better", "worse", "similar")
    way = str(row["flag"]) if tested and not missing(row["lower"]) else ""
    return Cell(text, way, str(row["flag_level"]) == "99.8", limits_words(row))


@once
def beside_neighbours(wards: Wards) -> Panel | None:
    """The borough beside its neighbours; None where none is known to touch it."""
    areas, ids, borough = areas_beside(wards), beside_indicators(wards), wards.borough
    if len(areas) < 3:
        return None
    names = headings(wards)
    around = count_things(len(areas) - 2, "borough that touches it", "boroughs that touch it")
    columns = {name: [_words(area.cells[at]) for area in areas] for at, name in enumerate(names)}
    return borough.page.panel(
        "neighbours",
        title=_title(wards, areas),
        subtitle="Latest period of each figure; marks: against London",
        reading=(
            f"{borough.name} and the {around}. Marks set each figure against London; differences"
            " between neighbours are not tested."
        ),
        table=pd.DataFrame({"Borough": [area.name for area in areas], **columns}),
        indicators=ids,
        releases=borough.latest.loc[borough.latest["indicator"].isin(ids), "release"].dropna(),
        query="latest_by_area",
        parameters={"indicators": ids},
        notes=("Boroughs touch where wards of both share a border on the map.",),
    )


def _words(cell: Cell) -> str:
    """'59%, clearly worse'."""
    if cell.way not in ("better", "worse"):
        return cell.text
    return f"{cell.text}, {'clearly ' if cell.sure else ''}{cell.way}"


def _title(wards: Wards, areas: list[Beside]) -> str:
    """'Trust: 3 of 4 neighbours are higher', of the first indicator after wards."""
    ids = beside_indicators(wards)
    own = wards.borough.latest.set_index(["indicator", "area"])["value"]
    around = [area.area for area in areas if area.area not in ("MPS", wards.borough.code)]
    indicator = next((i for i in ids if i != BELOW), ids[0])
    name = wards.borough.page.indicators.loc[indicator, "short"]
    here = own.get((indicator, wards.borough.code))
    figures = [own.get((indicator, area)) for area in around]
    higher = sum(bool(f > here) for f in figures if not missing(f) and not missing(here))
    return f"{name}: {higher or 'none'} of {len(around)} neighbours {'is' if higher < 2 else 'are'} higher"


@chart("borough", "neighbours", order=6)
def neighbours(page: Page) -> Panel | None:
    """The panel ``neighbours`` of the borough in the view; None where none is chosen."""
    if not page.view.area:
        return None
    return beside_neighbours(Wards(page))
