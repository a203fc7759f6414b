"""London as hexagons, one per ward: coloured by borough, or by a value of each ward."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.format import figure_text, rounded, safe, wrapped
from dashboard.figures.hexcells import (
    HEIGHT,
    SCALE,
    class_fill,
    class_key,
    classes,
    filled,
    key_title,
    map_layout,
    outlines,
    placed,
    rings,
    targets,
)
from dashboard.figures.theme import colours, empty

NARROWEST = 358
_LETTER, _LINES = 7.4, 3
FEW = 60


def hexmap(
    cells: pd.DataFrame,
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    better: str,
    selected: Collection[str] = (),
    dark: bool = False,
) -> go.Figure:
    """Hexagon map: cells (ward, area, hex_col, hex_row) filled by the value of their borough.

    `table` has columns area, name, value.  One filled trace per class, the borough outlines, a thick outline
    of the selected, and one transparent marker trace over all cells for hover and click (customdata = area).
    """
    if cells.empty or table.empty:
        return empty(dark=dark)
    joined = placed(cells[["area", "hex_col", "hex_row"]])
    figure = _filled(joined, table, unit, decimals, dark)
    outlines(figure, joined, "area", joined["area"].unique(), "outline", dark)
    outlines(figure, joined, "area", selected, "selected", dark)
    _cells(figure, joined.merge(table[["area", "name", "value"]], on="area", how="left"), unit, decimals)
    map_layout(figure, key_title(unit, better), SCALE, dark)
    return figure


def ward_hexmap(
    cells: pd.DataFrame,
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    better: str,
    selected: Collection[str] = (),
    dark: bool = False,
    outline: Collection[str] = (),
    height: int = HEIGHT,
    width: int = NARROWEST,
) -> go.Figure:
    """Hexagon map of wards with values of their own, for one borough or for all.

    `cells` has columns ward, borough, hex_col, hex_row, name; `table` area (ward code), name, value.  Thin
    outlines of boroughs, thick ones of the boroughs in `outline` and the wards in `selected`.  Ward names
    are written in the cells where all fit a figure `width` pixels wide.  Click: customdata = ward code.
    """
    if cells.empty or table.empty:
        return empty(dark=dark)
    joined = placed(cells).rename(columns={"ward": "area", "name": "ward_name"})
    figure = _filled(joined, table, unit, decimals, dark)
    ward_outlines(figure, joined, selected, outline, dark)
    valued = joined.merge(table[["area", "value"]], on="area", how="left").rename(columns={"ward_name": "name"})
    numbers = dict(zip(table["area"], classes(table["value"])[0], strict=True))
    fills = [class_fill(int(numbers.get(area, -1)), dark) for area in valued["area"]]
    ward_names(figure, valued, fills, dark, (width, height))
    _cells(figure, valued, unit, decimals)
    map_layout(figure, key_title(unit, better), SCALE, dark, height)
    return figure


def ward_outlines(
    figure: go.Figure, cells: pd.DataFrame, selected: Collection[str], outline: Collection[str], dark: bool
) -> None:
    """Thin outlines of every borough (of every ward where they are few), thick ones of those chosen."""
    if len(cells) <= FEW:
        outlines(figure, cells, "area", cells["area"], "outline", dark)
    outlines(figure, cells, "borough", cells["borough"].unique(), "outline", dark)
    outlines(figure, cells, "borough", outline, "selected", dark)
    outlines(figure, cells, "area", selected, "selected", dark)


def ward_names(
    figure: go.Figure, cells: pd.DataFrame, fills: list[str], dark: bool, size: tuple[int, int]
) -> None:
    """Names in the cells, if every name fits its cell in a figure of `size` (width, height) pixels; otherwise none."""
    across = (cells["x"].max() - cells["x"].min()) / 2 + 1
    down = (cells["y"].max() - cells["y"].min()) * SCALE / 2 + 1.2
    letters = int((min((size[0] - 40) / across, (size[1] - 110) / down) - 6) / _LETTER)
    names = [wrapped(name, max(letters, 1)) for name in cells["name"]]
    lines = [line for name in cells["name"] for line in str(name).split()]
    if max(map(len, lines)) > letters or max(name.count("<br>") for name in names) >= _LINES:
        return
    c = colours(dark)
    light_text, dark_text = (c.ink, c.background) if dark else (c.background, c.ink)
    figure.add_trace(
        go.Scatter(
            x=cells["x"].tolist(), y=cells["y"].tolist(), mode="text", text=names, hoverinfo="skip", meta="names",
            textfont={"size": 12, "color": [dark_text if _is_pale(fill) else light_text for fill in fills]},
            showlegend=False,
        )
    )  # fmt: skip


def _is_pale(colour: str) -> bool:
    """Whether dark words on the colour are the easier to read."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue > 128


def _filled(cells: pd.DataFrame, table: pd.DataFrame, unit: str, decimals: int, dark: bool) -> go.Figure:
    """A figure with the cells of each class, filled by the value of their area."""
    number, edges = classes(table["value"])
    by_area = dict(zip(table["area"], number.tolist(), strict=True))
    numbered = cells.assign(number=[by_area.get(area, -1) for area in cells["area"]])
    figure = go.Figure()
    for k, label in class_key(set(numbered["number"]), edges, unit, decimals).items():
        figure.add_trace(filled(rings(numbered, "number", [k]), class_fill(k, dark), label))
    return figure


def _cells(figure: go.Figure, cells: pd.DataFrame, unit: str, decimals: int) -> None:
    names = cells["name"].fillna(cells["area"])
    values = rounded(cells["value"])
    words = [f"{safe(n)}: {figure_text(v, unit, decimals)}" for n, v in zip(names, values, strict=True)]
    size = 30 if len(cells) <= FEW else 14
    figure.add_trace(targets(cells["x"].tolist(), cells["y"].tolist(), cells["area"].tolist(), words, size))
