"""London in its true shape: areas filled by their value, for loaded boundaries."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from dashboard.figures.figure_json import DrawnFigure
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
from dashboard.figures.place_names import MOST_NAMED, Room, find_room, place_names
from dashboard.figures.thames import THAMES
from dashboard.figures.theme import Drawing, colours, empty
from dashboard.text import NO_FIGURE, figure_text

#: A degree north over a degree east in the middle of London.
SCALE = 1 / math.cos(math.radians(51.5))
#: Steps across the map: finer than the pixels of a large screen's map, so nothing seen is lost.
_GRID, _GRID_OF_MANY, _MANY = 1200, 700, 100
Ring = tuple[list[int], list[int]]


@dataclass(frozen=True)
class Shapes:
    """Areas on a grid of whole numbers; never changed, as several maps share them."""

    rings: dict[Hashable, list[Ring]]
    middles: dict[Hashable, tuple[int, int]]
    rooms: dict[Hashable, Room]
    """The room of each area's name; empty where there are too many areas for names."""
    river: list[tuple[int, int]]
    """The Thames within their frame; empty where it does not cross it."""


def _snap_shapes(shapes: pd.DataFrame) -> Shapes:
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
    rings: dict[Hashable, list[Ring]] = {}
    for (place, _), at in points.items():
        xs, ys = across[at], up[at]
        moved = np.append(True, (np.diff(xs) != 0) | (np.diff(ys) != 0))
        if moved.sum() > 2:
            rings.setdefault(areas[place], []).append((xs[moved].tolist(), ys[moved].tolist()))
    middles = {name: _middle(each) for name, each in rings.items()}
    few = len(rings) <= MOST_NAMED
    rooms = {name: find_room(each, middles[name][1]) for name, each in rings.items()} if few else {}
    frame = (float(east.min()), float(east.max()), float(north.min()), float(north.max()))
    return Shapes(rings, middles, rooms, _river(frame, step))


def _river(frame: tuple[float, float, float, float], step: float) -> list[tuple[int, int]]:
    """The part of the Thames within the frame (west, east, south, north), on the grid."""
    west, east, south, north = frame
    inside = [(x, y) for x, y in THAMES if west <= x <= east and south <= y <= north]
    return [(round((x - west) / step), round((y - south) / step)) for x, y in inside]


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
    selected_areas: Collection[str] = (),
    dark: bool = False,
    height: int = HEIGHT,
) -> DrawnFigure:
    """Map of boroughs or wards filled by value, in five classes of equal width.

    `shapes` has columns area, ring, longitude, latitude (WGS84, points in order); `table` area,
    name, value. One filled trace a class, thin outlines, thick ones of the selected, names where
    they fit, the Thames, and unseen marks in the middle of each area for hover and click
    (customdata = area code).  Areas without a row in `table` have no figure.
    """
    if shapes.empty or table.empty:
        return empty(dark=dark)
    number, edges = classes(table["value"])
    by_area = dict(zip(table["area"], number.tolist(), strict=True))
    drawing = map_drawing(key_title(unit, better), SCALE, dark, height)
    snapped_shapes = _snap_shapes(shapes)
    kinds = {area: by_area.get(area, -1) for area in snapped_shapes.rings}
    key = {
        k: (label, class_fill(k, dark))
        for k, label in class_key(set(kinds.values()), edges, unit, decimals).items()
    }
    known = {
        a: (name, value)
        for a, name, value in zip(*(table[c] for c in ("area", "name", "value")), strict=True)
    }
    said = {area: known.get(area, (str(area), None)) for area in kinds}
    words = {a: f"{safe(n)}: {figure_text(v, unit, decimals)}" for a, (n, v) in said.items()}
    names = {area: name for area, (name, _) in said.items()}
    _draw_areas(drawing, snapped_shapes, kinds, key, names, words, selected_areas, dark)
    return drawing.figure()


def category_map(
    shapes: pd.DataFrame,
    table: pd.DataFrame,
    *,
    categories: Mapping[str, tuple[str, str]],
    selected_areas: Collection[str] = (),
    dark: bool = False,
    height: int = HEIGHT,
    numbers: Mapping[Any, int] | None = None,
) -> DrawnFigure:
    """Map of wards by category; `table` has area, name and category.

    `categories`, in the order of the key: category -> (label, fill). A ward without one has no
    figure. Marks, names and outlines as in ``geomap``; with ``numbers``, those of a table beside
    the map, a name that does not fit is its number, and there is no river, whose name has no room.
    """
    if shapes.empty or table.empty:
        return empty(dark=dark)
    by_area = dict(zip(table["area"], table["category"], strict=True))
    names = dict(zip(table["area"], table["name"], strict=True))
    drawing = map_drawing("", SCALE, dark, height)
    snapped_shapes = _snap_shapes(shapes)
    kinds = {a: by_area[a] if by_area.get(a) in categories else "" for a in snapped_shapes.rings}
    classes = {**categories, "": (NO_FIGURE.capitalize(), class_fill(-1, dark))}
    key = {}
    for kind, (label, fill) in classes.items():
        number = list(kinds.values()).count(kind)
        if number or kind:
            key[kind] = (f"{safe(label)} ({number})", fill)
    words = {a: f"{safe(names.get(a, a))}: {safe(classes[k][0])}" for a, k in kinds.items()}
    said = {a: str(names.get(a, a)) for a in kinds}
    _draw_areas(drawing, snapped_shapes, kinds, key, said, words, selected_areas, dark, numbers)
    return drawing.figure()


def _draw_areas(
    drawing: Drawing,
    snapped_shapes: Shapes,
    kinds: Mapping[Hashable, Hashable],
    key: Mapping[Any, tuple[str, str]],
    names: Mapping[Hashable, str],
    words: Mapping[Hashable, str],
    selected_areas: Collection[str],
    dark: bool,
    numbers: Mapping[Any, int] | None = None,
) -> None:
    """Fill each area by its kind (``key``: kind -> label, fill), then river, outlines, names and
    marks.
    """
    c = colours(dark)
    for kind, (label, fill) in key.items():
        path = _path(
            snapped_shapes.rings, [area for area in snapped_shapes.rings if kinds[area] == kind]
        )
        fill_shapes(drawing, path, fill, label, {"color": c.background, "width": 1.25})
    if snapped_shapes.river and numbers is None:
        xs, ys = zip(*snapped_shapes.river, strict=True)
        drawing.add(
            "scatter",
            x=list(xs),
            y=list(ys),
            mode="lines",
            line={"color": c.river, "width": 4},
            hoverinfo="skip",
            meta="river",
            showlegend=False,
        )
    chosen_areas = [area for area in snapped_shapes.rings if area in set(selected_areas)]
    if chosen_areas:
        draw_outline(
            drawing,
            _path(snapped_shapes.rings, chosen_areas),
            (c.background, 5),
            ("selected", c.ink, 2.5),
        )
    place_names(
        drawing,
        snapped_shapes,
        names,
        {a: key[k][1] for a, k in kinds.items()},
        set(chosen_areas),
        dark,
        numbers,
    )
    areas = list(snapped_shapes.rings)
    across, up = ([snapped_shapes.middles[a][i] for a in areas] for i in (0, 1))
    add_targets(drawing, across, up, [str(a) for a in areas], [words[a] for a in areas])
