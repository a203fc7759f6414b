"""London in its true shape: areas filled by their value, for loaded boundaries."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.format import figure_text, safe
from dashboard.figures.hexcells import HEIGHT, class_fill, class_key, classes, filled, key_title, map_layout, targets
from dashboard.figures.theme import colours, empty

#: A degree north over a degree east in the middle of London.
SCALE = 1 / math.cos(math.radians(51.5))
#: Steps across the map: finer than the pixels of a large screen's map, so nothing seen is lost.
_GRID, _GRID_OF_MANY, _MANY = 1200, 700, 100
Ring = tuple[list[int], list[int]]


def _stepped(shapes: pd.DataFrame) -> dict[Hashable, list[Ring]]:
    """The rings of each area on a grid of whole numbers, without points that change nothing."""
    grid = _GRID if shapes["area"].nunique() <= _MANY else _GRID_OF_MANY
    step = max(shapes["longitude"].max() - shapes["longitude"].min(), 1e-6) / grid
    across = ((shapes["longitude"] - shapes["longitude"].min()) / step).round().astype(int)
    up = ((shapes["latitude"] - shapes["latitude"].min()) / step).round().astype(int)
    found: dict[Hashable, list[Ring]] = {}
    for (area, _), ring in shapes.assign(x=across, y=up).groupby(["area", "ring"], sort=False):
        moved = (ring["x"].diff() != 0) | (ring["y"].diff() != 0)
        xs, ys = ring.loc[moved, "x"].tolist(), ring.loc[moved, "y"].tolist()
        if len(xs) > 2:
            found.setdefault(area, []).append((xs, ys))
    return found


def _path(rings: dict[Hashable, list[Ring]], areas: Iterable[Hashable]) -> tuple[list, list]:
    xs: list[int | None] = []
    ys: list[int | None] = []
    for area in areas:
        for across, up in rings[area]:
            closed = [0] if (across[0], up[0]) != (across[-1], up[-1]) else []
            xs += [*across, *(across[i] for i in closed), None]
            ys += [*up, *(up[i] for i in closed), None]
    return xs, ys


def _middle(rings: list[Ring]) -> tuple[int, int]:
    """The centroid of the largest ring."""
    best = (0.0, 0.0, 0.0)
    for xs, ys in rings:
        pairs = list(zip(xs, ys, [*xs[1:], xs[0]], [*ys[1:], ys[0]], strict=True))
        area = sum(x * v - u * y for x, y, u, v in pairs) / 2
        if abs(area) > abs(best[0]):
            east = sum((x + u) * (x * v - u * y) for x, y, u, v in pairs) / (6 * area)
            north = sum((y + v) * (x * v - u * y) for x, y, u, v in pairs) / (6 * area)
            best = (area, east, north)
    return (round(best[1]), round(best[2])) if best[0] else (rings[0][0][0], rings[0][1][0])


def geomap(
    shapes: pd.DataFrame,
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    better: str,
    selected: Collection[str] = (),
    dark: bool = False,
    height: int = HEIGHT,
) -> go.Figure:
    """Map of boroughs or wards filled by value, in five classes of equal width.

    `shapes` has columns area, ring, longitude, latitude (WGS84, points in order); `table` area, name, value.
    One filled trace a class, thin outlines, thick ones of the selected, and unseen marks in the middle of
    each area for hover and click (customdata = area code).  Areas without a row in `table` have no figure.
    """
    if shapes.empty or table.empty:
        return empty(dark=dark)
    c, rings = colours(dark), _stepped(shapes)
    number, edges = classes(table["value"])
    by_area = dict(zip(table["area"], number.tolist(), strict=True))
    kinds = {area: by_area.get(area, -1) for area in rings}
    figure = go.Figure()
    for k, label in class_key(set(kinds.values()), edges, unit, decimals).items():
        path = _path(rings, [area for area in rings if kinds[area] == k])
        figure.add_trace(filled(path, class_fill(k, dark), label))
        figure.data[-1].line = {"color": c.outline, "width": 0.75}
    chosen = [area for area in rings if area in set(selected)]
    for meta, colour, width in (("casing", c.background, 8), ("selected", c.ink, 4)) if chosen else ():
        xs, ys = _path(rings, chosen)
        line = {"color": colour, "width": width}
        figure.add_scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip", meta=meta, showlegend=False)
    known = table.set_index("area")
    words = [
        f"{safe(known.at[a, 'name'] if a in known.index else a)}: "
        + figure_text(known.at[a, "value"] if a in known.index else None, unit, decimals)
        for a in rings
    ]
    middles = [_middle(found) for found in rings.values()]
    codes = [str(area) for area in rings]
    figure.add_trace(targets([x for x, _ in middles], [y for _, y in middles], codes, words))
    map_layout(figure, key_title(unit, better), SCALE, dark, height)
    return figure
