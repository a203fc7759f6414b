"""Wards as hexagons by what becomes of them: colour and a sign in the cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure
from dashboard.figures.format import safe
from dashboard.figures.hexcells import (
    HEIGHT,
    SCALE,
    add_targets,
    fill_shapes,
    map_drawing,
    place_cells,
    rings,
)
from dashboard.figures.hexmap import FEW, NARROWEST, ward_names, ward_outlines
from dashboard.figures.theme import Drawing, colours, empty
from dashboard.text import NO_FIGURE

#: Sign in the cell and before the words of the key, by meaning; an empty cell is a sign too.
SIGNS = {
    "good": ("triangle-up", "▲"),
    "bad": ("triangle-down", "▼"),
    "neutral_a": ("circle", "●"),
    "neutral_b": ("", ""),
    "none": ("x-thin-open", "×"),
}


def category_fill(meaning: str, dark: bool) -> str:
    """Fill of a cell by the meaning of its category."""
    c = colours(dark)
    return {
        "good": c.flags["better"],
        "bad": c.flags["worse"],
        "neutral_a": c.muted_mark,
        "neutral_b": c.grid,
        "more": c.ramp[1],
    }.get(meaning, c.no_figure)


def ward_categories(
    cells: pd.DataFrame,
    table: pd.DataFrame,
    *,
    categories: Mapping[str, tuple[str, str]],
    selected_areas: Collection[str] = (),
    dark: bool = False,
    outline: Collection[str] = (),
    height: int = HEIGHT,
    width: int = NARROWEST,
) -> DrawnFigure:
    """Hexagon map of wards by category, for one borough or for all.

    `cells` has columns ward, borough, hex_col, hex_row, name; `table` area (ward code), name,
    category.
    `categories`, in the order of the key: category -> (label, meaning), meaning one of good, bad,
    neutral_a, neutral_b, none.  A ward without a category is 'No figure'.  Click: customdata = ward
    code.
    """
    if cells.empty or table.empty:
        return empty(dark=dark)
    by_area = dict(zip(table["area"], table["category"], strict=True))
    wards = place_cells(cells).rename(columns={"ward": "area"})
    wards["category"] = [
        by_area[a] if by_area.get(a) in categories else None for a in wards["area"]
    ]
    wards["category"] = wards["category"].astype(object).where(wards["category"].notna(), "")
    classes = {**categories, "": (NO_FIGURE.capitalize(), "none")}
    drawing = map_drawing("", SCALE, dark, height)
    for category, (label, meaning) in classes.items():
        count = int((wards["category"] == category).sum())
        if category or count:
            name = f"{SIGNS[meaning][1]} {safe(label)} ({count})".strip()
            fill_shapes(
                drawing, rings(wards, "category", [category]), category_fill(meaning, dark), name
            )
    ward_outlines(drawing, wards, selected_areas, outline, dark)
    _signs(drawing, wards, {key: meaning for key, (_, meaning) in classes.items()}, dark)
    fills = [category_fill(classes[category][1], dark) for category in wards["category"]]
    ward_names(drawing, wards, fills, dark, (width, height))
    words = [
        f"{safe(n)}: {safe(classes[k][0])}"
        for n, k in zip(wards["name"], wards["category"], strict=True)
    ]
    size = 30 if len(wards) <= FEW else 14
    add_targets(
        drawing, wards["x"].tolist(), wards["y"].tolist(), wards["area"].tolist(), words, size
    )
    return drawing.figure()


def _signs(drawing: Drawing, cells: pd.DataFrame, meanings: Mapping[str, str], dark: bool) -> None:
    """The sign of each category in the upper part of its cells where names may stand, else in the
    middle.
    """
    c = colours(dark)
    few = len(cells) <= FEW
    for category, meaning in meanings.items():
        part = cells[cells["category"] == category]
        symbol = SIGNS[meaning][0]
        if part.empty or not symbol:
            continue
        ink = c.muted_mark if meaning == "none" else c.background
        marker = {
            "symbol": symbol,
            "size": 11 if few else 6,
            "color": ink,
            "line": {"color": ink, "width": 1},
        }
        ys = [y + (1.1 if few else 0) for y in part["y"]]
        drawing.add(
            "scatter",
            x=part["x"].tolist(),
            y=ys,
            mode="markers",
            marker=marker,
            hoverinfo="skip",
            meta="sign",
            showlegend=False,
        )
