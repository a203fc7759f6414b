"""London as hexagons, one per ward: coloured by borough, or by a value of each ward."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure
from dashboard.figures.format import round_values, safe, wrap_name
from dashboard.figures.hexcells import (
    HEIGHT,
    SCALE,
    add_targets,
    class_fill,
    class_key,
    classes,
    fill_shapes,
    key_title,
    map_drawing,
    outlines,
    place_cells,
    rings,
)
from dashboard.figures.place_names import readable
from dashboard.figures.theme import Drawing, colours, empty
from dashboard.text import figure_text

NARROWEST = 358
_LETTER, _LINES = 8.0, 3
FEW = 60


def hexmap(
    cells: pd.DataFrame,
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    better: str,
    selected_areas: Collection[str] = (),
    dark: bool = False,
) -> DrawnFigure:
    """Hexagon map: cells (ward, area, hex_col, hex_row) filled by the value of their borough.

    `table` has columns area, name, value.  One filled trace per class, the borough outlines, a
    thick outline of the selected, and one transparent marker trace over all cells for hover and
    click (customdata = area).
    """
    if cells.empty or table.empty:
        return empty(dark=dark)
    areas = place_cells(cells[["area", "hex_col", "hex_row"]])
    drawing = map_drawing(key_title(unit, better), SCALE, dark)
    _fill(drawing, areas, table, unit, decimals, dark)
    outlines(drawing, areas, "area", areas["area"].unique(), "outline", dark)
    outlines(drawing, areas, "area", selected_areas, "selected", dark)
    _cells(
        drawing, areas, table, dict(zip(table["area"], table["name"], strict=True)), unit, decimals
    )
    return drawing.figure()


def ward_hexmap(
    cells: pd.DataFrame,
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    better: str,
    selected_areas: Collection[str] = (),
    dark: bool = False,
    outline: Collection[str] = (),
    height: int = HEIGHT,
    width: int = NARROWEST,
) -> DrawnFigure:
    """Hexagon map of wards with values of their own, for one borough or for all.

    `cells` has columns ward, borough, hex_col, hex_row, name; `table` area (ward code), name,
    value.  Thin outlines of boroughs, thick ones of the boroughs in `outline` and the wards in
    `selected_areas`.  Ward names are written in the cells where all fit a figure `width` pixels wide.
    Click: customdata = ward code.
    """
    if cells.empty or table.empty:
        return empty(dark=dark)
    wards = place_cells(cells).rename(columns={"ward": "area"})
    drawing = map_drawing(key_title(unit, better), SCALE, dark, height)
    _fill(drawing, wards, table, unit, decimals, dark)
    ward_outlines(drawing, wards, selected_areas, outline, dark)
    numbers = dict(zip(table["area"], classes(table["value"])[0].tolist(), strict=True))
    fills = [class_fill(numbers.get(area, -1), dark) for area in wards["area"]]
    ward_names(drawing, wards, fills, dark, (width, height))
    _cells(
        drawing,
        wards,
        table,
        dict(zip(wards["area"], wards["name"], strict=True)),
        unit,
        decimals,
    )
    return drawing.figure()


def ward_outlines(
    drawing: Drawing,
    cells: pd.DataFrame,
    selected_areas: Collection[str],
    outline: Collection[str],
    dark: bool,
) -> None:
    """Thin outlines of every borough (of every ward where they are few), thick ones of those
    chosen.
    """
    if len(cells) <= FEW:
        outlines(drawing, cells, "area", cells["area"], "outline", dark)
    outlines(drawing, cells, "borough", cells["borough"].unique(), "outline", dark)
    outlines(drawing, cells, "borough", outline, "selected", dark)
    outlines(drawing, cells, "area", selected_areas, "selected", dark)


def ward_names(
    drawing: Drawing, cells: pd.DataFrame, fills: list[str], dark: bool, size: tuple[int, int]
) -> None:
    """Names in the cells, if every name fits its cell in a figure of `size` (width, height) pixels;
    otherwise none.
    """
    across = (cells["x"].max() - cells["x"].min()) / 2 + 1
    down = (cells["y"].max() - cells["y"].min()) * SCALE / 2 + 1.2
    letters = int((min((size[0] - 40) / across, (size[1] - 110) / down) - 6) / _LETTER)
    if max(len(word) for name in cells["name"] for word in str(name).split()) > letters:
        return
    names = [wrap_name(name, max(letters, 1)) for name in cells["name"]]
    if max(name.count("<br>") for name in names) >= _LINES:
        return
    c = colours(dark)
    drawing.add(
        "scatter",
        x=cells["x"].tolist(),
        y=cells["y"].tolist(),
        mode="text",
        text=names,
        hoverinfo="skip",
        textfont={
            "size": 13,
            "color": [readable(fill, (c.background, c.ink)) for fill in fills],
        },
        meta="names",
        showlegend=False,
    )


def _fill(
    drawing: Drawing, cells: pd.DataFrame, table: pd.DataFrame, unit: str, decimals: int, dark: bool
) -> None:
    """The cells of each class, filled by the value of their area."""
    number, edges = classes(table["value"])
    by_area = dict(zip(table["area"], number.tolist(), strict=True))
    numbered = cells.assign(number=[by_area.get(area, -1) for area in cells["area"]])
    for k, label in class_key(set(numbered["number"]), edges, unit, decimals).items():
        fill_shapes(drawing, rings(numbered, "number", [k]), class_fill(k, dark), label)


def _cells(
    drawing: Drawing,
    cells: pd.DataFrame,
    table: pd.DataFrame,
    names: dict[str, str],
    unit: str,
    decimals: int,
) -> None:
    """The marks for hover and click, each with the name of its area and its value."""
    codes, values = (
        cells["area"].tolist(),
        dict(zip(table["area"], round_values(table["value"]), strict=True)),
    )
    words = {
        c: f"{safe(names.get(c, c))}: {figure_text(values.get(c), unit, decimals)}"
        for c in set(codes)
    }
    size = 30 if len(cells) <= FEW else 14
    add_targets(
        drawing, cells["x"].tolist(), cells["y"].tolist(), codes, [words[c] for c in codes], size
    )
