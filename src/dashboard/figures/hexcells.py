"""Geometry of the hexagon layout, its outlines and its key.

Corners of cells lie on a lattice of whole numbers: across in half cells, down in half sides;
`SCALE` is the length of a step down over that of a step across.  Whole numbers keep a map of every
ward small.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from dashboard.figures.format import safe
from dashboard.figures.theme import CLEAR, Drawing, bottom_legend, colours
from dashboard.text import NO_FIGURE, figure_text

CLASSES = 5
HEIGHT = 520
SCALE = 1 / math.sqrt(3)
_CORNERS = ((1, 1), (0, 2), (-1, 1), (-1, -1), (0, -2), (1, -1))
_BEYOND = (
    (1, -1),
    (-1, -1),
    (-2, 0),
    (-1, 1),
    (1, 1),
    (2, 0),
)  # the cell beyond the edge from corner k to k + 1
_TOWARDS = {"higher": "higher is better", "lower": "lower is better"}
Path = tuple[list[int | None], list[int | None]]
Corner = tuple[int, int]


def place_cells(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells with x and y of their centres: pointy top, odd rows half a cell to the right, rows
    downwards.
    """
    row = cells["hex_row"].astype(int)
    return cells.assign(x=2 * cells["hex_col"].astype(int) + row % 2, y=-3 * row).reset_index(
        drop=True
    )


@lru_cache(maxsize=64)
def _lattice(xs: tuple[int, ...], rows: tuple[int, ...]) -> list[tuple[int, int, Corner, Corner]]:
    """Each side of each cell: the cell, the cell beyond it (-1: none), and its corners from one to
    the other.
    """
    at = {place: i for i, place in enumerate(zip(xs, rows, strict=True))}
    cells = []
    for i, (x, row) in enumerate(zip(xs, rows, strict=True)):
        for k, (across, down) in enumerate(_BEYOND):
            (ax, ay), (bx, by) = _CORNERS[k], _CORNERS[(k + 1) % 6]
            ends = (x + ax, ay - 3 * row), (x + bx, by - 3 * row)
            cells.append((i, at.get((x + across, row + down), -1), *ends))
    return cells


@lru_cache(maxsize=256)
def _rings(
    xs: tuple[int, ...],
    rows: tuple[int, ...],
    labels: tuple[Hashable, ...],
    areas: tuple[Hashable, ...],
) -> Path:
    """As `rings`: the outlines of boroughs and wards are the same in every map of them, so they are
    found once.
    """
    edges: dict[Hashable, dict[Corner, Corner]] = {value: {} for value in areas}
    for cell, beyond, start, end in _lattice(xs, rows):
        own = labels[cell]
        if own in edges and (beyond < 0 or labels[beyond] != own):
            edges[own][start] = end
    across: list[int | None] = []
    up: list[int | None] = []
    for onward in edges.values():
        while onward:
            at, to = onward.popitem()
            ring = [at, to]
            while to in onward:  # three cells meet at a corner, so only one edge leads on from it
                to = onward.pop(to)
                ring.append(to)
            across += [x for x, _ in ring] + [None]
            up += [y for _, y in ring] + [None]
    return across, up


def rings(cells: pd.DataFrame, of: str, areas: Iterable[Hashable]) -> Path:
    """Closed outlines of the cells that share a value of column `of`, for the values wanted; not to
    be changed.
    """
    xs, rows, labels = (tuple(cells[column].tolist()) for column in ("x", "hex_row", of))
    return _rings(xs, rows, labels, tuple(areas))


def classes(values: pd.Series) -> tuple[np.ndarray, list[float]]:
    """Class number 0..4 of each value (-1 where missing) and the edges of five classes of equal
    width.
    """
    known = values.dropna()
    if known.empty:
        return np.full(len(values), -1), []
    low, high = float(known.min()), float(known.max())
    if low == high:
        return np.where(values.isna(), -1, CLASSES // 2), [low, high]
    edges = np.linspace(low, high, CLASSES + 1)
    number = np.clip(
        np.searchsorted(edges, values.to_numpy(float), side="right") - 1, 0, CLASSES - 1
    )
    return np.where(values.isna(), -1, number), edges.tolist()


def class_key(
    numbers: Collection[int], edges: list[float], unit: str, decimals: int
) -> dict[int, str]:
    """Words of each class, least first; a class without an area keeps its place in the key."""
    key: dict[int, str] = {}
    if len(edges) == 2:
        key[CLASSES // 2] = figure_text(edges[0], unit, decimals)
    elif edges:
        mark = "%" if unit == "%" else ""
        for k in range(CLASSES):
            key[k] = f"{edges[k]:,.{decimals}f} to {figure_text(edges[k + 1], mark, decimals)}"
    if -1 in numbers:
        key[-1] = NO_FIGURE.capitalize()
    return key


def class_fill(k: int, dark: bool) -> str:
    """The fill of a class of `classes`."""
    c = colours(dark)
    return c.no_figure if k == -1 else c.ramp[k]


def key_title(unit: str, better: str) -> str:
    """'Per 1,000 residents, lower is better'."""
    title = ", ".join(
        part for part in ("" if unit == "%" else unit, _TOWARDS.get(better, "")) if part
    )
    return safe(title[:1].upper() + title[1:])


def fill_shapes(
    drawing: Drawing,
    path: Path | tuple[list, list],
    fill: str,
    label: str,
    line: dict[str, Any] | None = None,
) -> None:
    """The shapes of one class, named in the key; `line` around them where it is not of their
    colour.
    """
    xs, ys = path
    drawing.add(
        "scatter",
        x=xs or [None],
        y=ys or [None],
        mode="lines",
        fill="toself",
        fillcolor=fill,
        line=line or {"color": fill, "width": 0.5},
        hoverinfo="skip",
        name=label,
        meta="class",
        showlegend=True,
    )


def outlines(
    drawing: Drawing, cells: pd.DataFrame, of: str, codes: Collection[str], meta: str, dark: bool
) -> None:
    """Outlines of the areas in column `of`: thin ('outline') or thick ('selected').

    Each lies on a wider line of the background colour, so it shows on every fill.
    """
    c = colours(dark)
    colour, width, casing = (c.ink, 4, 8) if meta == "selected" else (c.outline, 1, 3)
    areas = [area for area in cells[of].unique() if area in set(codes)]
    if not areas:
        return
    draw_outline(drawing, rings(cells, of, areas), (c.background, casing), (meta, colour, width))


def draw_outline(
    drawing: Drawing,
    path: Path | tuple[list, list],
    casing: tuple[str, float],
    line: tuple[str, str, float],
) -> None:
    """Draw a path on a wider line, so that it shows on every fill.

    ``casing`` is the colour and width of the wider line; ``line`` the name, colour and width of the
    outline itself.
    """
    xs, ys = path
    for name, colour, width in (("casing", *casing), line):
        drawing.add(
            "scatter",
            x=xs,
            y=ys,
            mode="lines",
            line={"color": colour, "width": width},
            hoverinfo="skip",
            meta=name,
            showlegend=False,
        )


def add_targets(
    drawing: Drawing, xs: list, ys: list, codes: list[str], words: list[str], size: int = 14
) -> None:
    """Unseen marks for hover and click at each cell or area: customdata = area code."""
    unseen = {"marker": {"opacity": 0}}
    drawing.add(
        "scatter",
        x=xs,
        y=ys,
        mode="markers",
        marker={"size": size, "color": CLEAR, "opacity": 0},
        selected=unseen,
        unselected=unseen,
        customdata=codes,
        text=words,
        hovertemplate="%{text}<extra></extra>",
        meta="cells",
        showlegend=False,
    )


def map_drawing(title: str, scale: float, dark: bool, height: int = HEIGHT) -> Drawing:
    """A map still without shapes: no axes, the true shape whatever the width, and the key below."""
    drawing = Drawing(dark, height)
    drawing.lay(
        showlegend=True,
        legend=bottom_legend(dark, title),
        margin={"t": 8, "b": 76},
        xaxis={"visible": False},
        yaxis={"visible": False, "scaleanchor": "x", "scaleratio": scale},
    )
    return drawing
