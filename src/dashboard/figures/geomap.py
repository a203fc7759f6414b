"""London in its true shape: areas filled by their value, for loaded boundaries."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.figures.figure_json import Drawn
from dashboard.figures.format import safe
from dashboard.figures.hexcells import (
    HEIGHT,
    add_targets,
    class_fill,
    class_key,
    classes,
    draw_outline,
    fill_shapes,
    key_title,
    map_drawing,
)
from dashboard.figures.theme import colours, empty
from dashboard.text import figure_text

#: A degree north over a degree east in the middle of London.
SCALE = 1 / math.cos(math.radians(51.5))
#: Steps across the map: finer than the pixels of a large screen's map, so nothing seen is lost.
_GRID, _GRID_OF_MANY, _MANY = 1200, 700, 100
Ring = tuple[list[int], list[int]]
Shapes = tuple[dict[Hashable, list[Ring]], dict[Hashable, tuple[int, int]]]
"""The rings of each area, and its middle."""


def _stepped(shapes: pd.DataFrame) -> Shapes:
    """The rings of each area on a grid of whole numbers, without points that change nothing; not to
    be changed.
    """
    codes, areas = pd.factorize(shapes["area"])
    longitudes, latitudes = (shapes[c].to_numpy(float).tobytes() for c in ("longitude", "latitude"))
    return _rings(
        tuple(areas),
        codes.astype("int64").tobytes(),
        shapes["ring"].to_numpy("int64").tobytes(),
        longitudes,
        latitudes,
    )


@lru_cache(maxsize=4)
def _rings(
    areas: tuple[Hashable, ...], codes: bytes, ring: bytes, longitudes: bytes, latitudes: bytes
) -> Shapes:
    """As `_stepped`, from the content of its table: boundaries change with the data alone, so this
    is done once.
    """
    area, number = np.frombuffer(codes, "int64"), np.frombuffer(ring, "int64")
    east, north = np.frombuffer(longitudes), np.frombuffer(latitudes)
    step = max(east.max() - east.min(), 1e-6) / (_GRID if len(areas) <= _MANY else _GRID_OF_MANY)
    across, up = (np.round((way - way.min()) / step).astype(int) for way in (east, north))
    points: dict[tuple[int, int], list[int]] = {}
    for i, key in enumerate(zip(area.tolist(), number.tolist(), strict=True)):
        points.setdefault(key, []).append(i)
    found: dict[Hashable, list[Ring]] = {}
    for (place, _), at in points.items():
        xs, ys = across[at], up[at]
        moved = np.append(True, (np.diff(xs) != 0) | (np.diff(ys) != 0))
        if moved.sum() > 2:
            found.setdefault(areas[place], []).append((xs[moved].tolist(), ys[moved].tolist()))
    return found, {name: _middle(each) for name, each in found.items()}


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
) -> Drawn:
    """Map of boroughs or wards filled by value, in five classes of equal width.

    `shapes` has columns area, ring, longitude, latitude (WGS84, points in order); `table` area,
    name, value. One filled trace a class, thin outlines, thick ones of the selected, and unseen
    marks in the middle of each area for hover and click (customdata = area code).  Areas without a
    row in `table` have no figure.
    """
    if shapes.empty or table.empty:
        return empty(dark=dark)
    c, (rings, middles) = colours(dark), _stepped(shapes)
    number, edges = classes(table["value"])
    by_area = dict(zip(table["area"], number.tolist(), strict=True))
    kinds = {area: by_area.get(area, -1) for area in rings}
    drawing = map_drawing(key_title(unit, better), SCALE, dark, height)
    for k, label in class_key(set(kinds.values()), edges, unit, decimals).items():
        path = _path(rings, [area for area in rings if kinds[area] == k])
        fill_shapes(drawing, path, class_fill(k, dark), label, {"color": c.outline, "width": 0.75})
    chosen = [area for area in rings if area in set(selected)]
    if chosen:
        draw_outline(drawing, _path(rings, chosen), (c.background, 8), ("selected", c.ink, 4))
    known = {
        a: (name, value)
        for a, name, value in zip(*(table[c] for c in ("area", "name", "value")), strict=True)
    }
    said = {area: known.get(area, (area, None)) for area in rings}
    words = [f"{safe(name)}: {figure_text(value, unit, decimals)}" for name, value in said.values()]
    codes = [str(area) for area in rings]
    add_targets(
        drawing, [middles[a][0] for a in rings], [middles[a][1] for a in rings], codes, words
    )
    return drawing.figure()
