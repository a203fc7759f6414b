"""Geometry of the hexagon layout, its outlines and its key.

Corners of cells lie on a lattice of whole numbers: across in half cells, down in half sides; `SCALE` is the
length of a step down over that of a step across.  Whole numbers keep a map of every ward small.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.format import NO_FIGURE, figure_text, safe
from dashboard.figures.theme import CLEAR, base_layout, bottom_legend, colours

CLASSES = 5
HEIGHT = 520
SCALE = 1 / math.sqrt(3)
_CORNERS = ((1, 1), (0, 2), (-1, 1), (-1, -1), (0, -2), (1, -1))
_BEYOND = ((1, -1), (-1, -1), (-2, 0), (-1, 1), (1, 1), (2, 0))  # the cell beyond the edge from corner k to k + 1
_TOWARDS = {"higher": "higher is better", "lower": "lower is better"}
Path = tuple[list[int | None], list[int | None]]


def placed(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells with x and y of their centres: pointy top, odd rows half a cell to the right, rows downwards."""
    row = cells["hex_row"].astype(int)
    return cells.assign(x=2 * cells["hex_col"].astype(int) + row % 2, y=-3 * row).reset_index(drop=True)


def _edges(cells: pd.DataFrame, of: str) -> dict[Hashable, dict[tuple[int, int], tuple[int, int]]]:
    """By value of column `of`: from corner to corner where the cell beyond is of another value, or absent."""
    group = dict(zip(zip(cells["x"], cells["hex_row"], strict=True), cells[of], strict=True))
    found: dict[Hashable, dict[tuple[int, int], tuple[int, int]]] = {}
    for x, y, row, own in zip(cells["x"], cells["y"], cells["hex_row"], cells[of], strict=True):
        for k, (across, down) in enumerate(_BEYOND):
            if group.get((x + across, row + down)) != own:
                (ax, ay), (bx, by) = _CORNERS[k], _CORNERS[(k + 1) % 6]
                found.setdefault(own, {})[(x + ax, y + ay)] = (x + bx, y + by)
    return found


def rings(cells: pd.DataFrame, of: str, wanted: Iterable[Hashable]) -> Path:
    """Closed outlines of the cells that share a value of column `of`, for the values wanted."""
    edges = _edges(cells, of)
    xs: list[int | None] = []
    ys: list[int | None] = []
    for value in wanted:
        onward = edges.get(value, {})
        while onward:
            at, to = onward.popitem()
            ring = [at, to]
            while to in onward:  # three cells meet at a corner, so only one edge leads on from it
                to = onward.pop(to)
                ring.append(to)
            xs += [int(x) for x, _ in ring] + [None]
            ys += [int(y) for _, y in ring] + [None]
    return xs, ys


def classes(values: pd.Series) -> tuple[np.ndarray, list[float]]:
    """Class number 0..4 of each value (-1 where missing) and the edges of five classes of equal width."""
    known = values.dropna()
    if known.empty:
        return np.full(len(values), -1), []
    low, high = float(known.min()), float(known.max())
    if low == high:
        return np.where(values.isna(), -1, CLASSES // 2), [low, high]
    edges = np.linspace(low, high, CLASSES + 1)
    number = np.clip(np.searchsorted(edges, values.to_numpy(float), side="right") - 1, 0, CLASSES - 1)
    return np.where(values.isna(), -1, number), edges.tolist()


def class_key(numbers: Collection[int], edges: list[float], unit: str, decimals: int) -> dict[int, str]:
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
    title = ", ".join(part for part in ("" if unit == "%" else unit, _TOWARDS.get(better, "")) if part)
    return safe(title[:1].upper() + title[1:])


def filled(path: Path | tuple[list, list], fill: str, label: str) -> go.Scatter:
    """The shapes of one class, named in the key."""
    xs, ys = path
    return go.Scatter(
        x=xs or [None], y=ys or [None], mode="lines", fill="toself", fillcolor=fill,
        line={"color": fill, "width": 0.5}, hoverinfo="skip", name=label, meta="class", showlegend=True,
    )  # fmt: skip


def outlines(figure: go.Figure, cells: pd.DataFrame, of: str, chosen: Collection[str], meta: str, dark: bool) -> None:
    """Outlines of the areas in column `of`: thin ('outline') or thick ('selected').

    Each lies on a wider line of the background colour, so it shows on every fill.
    """
    c = colours(dark)
    colour, width, casing = (c.ink, 4, 8) if meta == "selected" else (c.outline, 1, 3)
    areas = [area for area in cells[of].unique() if area in set(chosen)]
    if not areas:
        return
    xs, ys = rings(cells, of, areas)
    for name, ink, size in (("casing", c.background, casing), (meta, colour, width)):
        line = {"color": ink, "width": size}
        figure.add_trace(
            go.Scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip", meta=name, showlegend=False)
        )


def targets(xs: list, ys: list, codes: list[str], words: list[str], size: int = 14) -> go.Scatter:
    """Unseen marks for hover and click at each cell or area: customdata = area code."""
    unseen = {"marker": {"opacity": 0}}
    return go.Scatter(
        x=xs, y=ys, mode="markers", marker={"size": size, "color": CLEAR, "opacity": 0}, selected=unseen,
        unselected=unseen, customdata=codes, text=words, hovertemplate="%{text}<extra></extra>", meta="cells",
        showlegend=False,
    )  # fmt: skip


def map_layout(figure: go.Figure, title: str, scale: float, dark: bool, height: int = HEIGHT) -> None:
    """No axes, the true shape whatever the width, and the key below."""
    figure.update_layout(**base_layout(dark, height))
    figure.update_layout(showlegend=True, legend=bottom_legend(dark, title), margin={"t": 8, "b": 76})
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, scaleanchor="x", scaleratio=scale)
