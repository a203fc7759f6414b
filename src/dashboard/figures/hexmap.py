"""London as hexagons, one per ward, coloured by borough."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.format import NO_FIGURE, figure_text
from dashboard.figures.theme import CLEAR, base_layout, bottom_legend, colours

CLASSES = 5
HEIGHT = 520
_RADIUS = 1 / math.sqrt(3)
_CORNERS = [
    (_RADIUS * math.cos(math.radians(30 + 60 * k)), _RADIUS * math.sin(math.radians(30 + 60 * k))) for k in range(6)
]
_TOWARDS = {"higher": "higher is better", "lower": "lower is better"}
Path = tuple[list[float | None], list[float | None]]


def _centres(cells: pd.DataFrame) -> pd.DataFrame:
    """Pointy-top centres: odd rows are shifted half a cell to the right, rows run downwards."""
    return cells.assign(x=cells["hex_col"] + 0.5 * (cells["hex_row"] % 2), y=-cells["hex_row"] * math.sqrt(3) / 2)


def _polygons(cells: pd.DataFrame) -> Path:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for x, y in zip(cells["x"], cells["y"], strict=True):
        for dx, dy in (*_CORNERS, _CORNERS[0]):
            xs.append(round(x + dx, 4))
            ys.append(round(y + dy, 4))
        xs.append(None)
        ys.append(None)
    return xs, ys


def _borders(cells: pd.DataFrame, areas: Iterable[str]) -> Path:
    """The edges of the given areas where the neighbouring cell is of another area, or absent."""
    wanted = set(areas)
    at = {(round(2 * x), int(r)): a for x, r, a in zip(cells["x"], cells["hex_row"], cells["area"], strict=True)}
    steps = [(1, -1), (-1, -1), (-2, 0), (-1, 1), (1, 1), (2, 0)]  # beyond the edge from corner k to k + 1
    xs: list[float | None] = []
    ys: list[float | None] = []
    for x, y, row, area in zip(cells["x"], cells["y"], cells["hex_row"], cells["area"], strict=True):
        if area not in wanted:
            continue
        for k, (across, down) in enumerate(steps):
            if at.get((round(2 * x) + across, int(row) + down)) != area:
                (ax, ay), (bx, by) = _CORNERS[k], _CORNERS[(k + 1) % 6]
                xs += [round(x + ax, 4), round(x + bx, 4), None]
                ys += [round(y + ay, 4), round(y + by, 4), None]
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
    c = colours(dark)
    number, edges = classes(table["value"])
    joined = _centres(cells).merge(
        table.assign(number=number)[["area", "name", "value", "number"]], on="area", how="left"
    )
    joined["number"] = joined["number"].fillna(-1).astype(int)
    joined["name"] = joined["name"].fillna(joined["area"])
    figure = go.Figure()
    # A class without an area is kept in the key, as an empty trace.
    numbers = [2] if len(edges) == 2 else list(range(CLASSES)) if edges else []
    if (joined["number"] == -1).any():
        numbers.append(-1)
    for k in numbers:
        xs, ys = _polygons(joined[joined["number"] == k])
        fill = c.no_figure if k == -1 else c.ramp[k]
        if k == -1:
            label = NO_FIGURE.capitalize()
        elif len(edges) == 2:
            label = figure_text(edges[0], unit, decimals)
        else:
            upto = figure_text(edges[k + 1], "%" if unit == "%" else "", decimals)
            label = f"{edges[k]:,.{decimals}f} to {upto}"
        figure.add_trace(
            go.Scatter(
                x=xs or [None],
                y=ys or [None],
                mode="lines",
                fill="toself",
                fillcolor=fill,
                line={"color": fill, "width": 0.5},
                hoverinfo="skip",
                name=label,
                meta="class",
                showlegend=True,
            )
        )
    chosen = [area for area in joined["area"].unique() if area in set(selected)]
    for meta, areas, colour, width in (
        # Each outline lies on a wider line of the background colour, so it shows on every fill.
        ("casing", joined["area"].unique(), c.background, 3),
        ("outline", joined["area"].unique(), c.outline, 1),
        ("casing", chosen, c.background, 8),
        ("selected", chosen, c.ink, 4),
    ):
        if len(areas):
            xs, ys = _borders(joined, areas)
            line = {"color": colour, "width": width}
            figure.add_trace(
                go.Scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip", meta=meta, showlegend=False)
            )
    unseen = {"marker": {"opacity": 0}}
    figure.add_trace(
        go.Scatter(
            x=joined["x"].tolist(),
            y=joined["y"].tolist(),
            mode="markers",
            marker={"size": 14, "color": CLEAR, "opacity": 0},
            selected=unseen,
            unselected=unseen,
            customdata=joined["area"].tolist(),
            text=[
                f"{name}: {figure_text(value, unit, decimals)}"
                for name, value in zip(joined["name"], joined["value"], strict=True)
            ],
            hovertemplate="%{text}<extra></extra>",
            meta="cells",
            showlegend=False,
        )
    )
    words = [part for part in ("" if unit == "%" else unit, _TOWARDS.get(better, "")) if part]
    title = ", ".join(words)
    figure.update_layout(**base_layout(dark, HEIGHT))
    figure.update_layout(
        showlegend=True,
        legend=bottom_legend(dark, title[:1].upper() + title[1:]),
        margin={"t": 8, "b": 56},
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, scaleanchor="x", scaleratio=1)
    return figure
