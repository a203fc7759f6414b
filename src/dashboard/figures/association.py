"""Two figures of areas against one another, a pane a pair."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure
from dashboard.figures.format import round_values, safe, wrap_name
from dashboard.figures.grid import Axis, Grid
from dashboard.figures.lines import value_range
from dashboard.figures.theme import Drawing, colours, empty
from dashboard.text import signed_text

HEIGHT = 400
_LETTERS = 41  # of a row of titles on a phone


@dataclass(frozen=True)
class Pair:
    """What one pane is of."""

    title: str
    x: str
    """Column of the figure across."""
    y: str
    """Column of the figure upwards."""
    x_label: str
    y_label: str
    is_change: bool = False
    """Whether both are changes: then the lines of no change are drawn."""


def association(
    table: pd.DataFrame,
    pairs: Sequence[Pair],
    *,
    chosen_areas: Collection[str] = (),
    dark: bool = False,
) -> DrawnFigure:
    """Areas as dots, a pane each of ``pairs``; ``chosen_areas`` are in colour with their names.

    Columns of ``table``: area (code), name, and those that the pairs name, in per cent or points.
    No line is fitted. Click: customdata = area.
    """
    if table.empty:
        return empty(dark=dark)
    c, drawing = colours(dark), Drawing(dark, HEIGHT)
    grid = Grid(1, len(pairs), 0.14 if len(pairs) > 1 else 0, 0)
    titles = [wrap_name(pair.title, _LETTERS // len(pairs)) for pair in pairs]
    xs: list[Axis] = []
    ys: list[Axis] = []
    for pane, pair in enumerate(pairs):
        rows = table.dropna(subset=[pair.x, pair.y])
        is_chosen = rows["area"].isin(chosen_areas)
        for part, colour, size in (
            (rows[~is_chosen], c.muted_mark, 8),
            (rows[is_chosen], c.series[0], 11),
        ):
            drawing.add(
                "scatter",
                x=round_values(part[pair.x]),
                y=round_values(part[pair.y]),
                mode="markers",
                name="Boroughs",
                customdata=part["area"].tolist(),
                text=_hovers(part, pair),
                hovertemplate="%{text}<extra></extra>",
                marker={"size": size, "color": colour, "symbol": "circle"},
                showlegend=False,
                **grid.axes(pane),
            )
        _name_areas(drawing, rows[is_chosen], pair, grid.axes(pane), dark)
        x_range, y_range = (_range(rows[column], pair) for column in (pair.x, pair.y))
        if pair.is_change:
            _cross(drawing, grid.axes(pane), x_range, y_range, dark)
        suffix = "" if pair.is_change else "%"
        shared = {"ticksuffix": suffix, "nticks": 5, "showgrid": True}
        xs.append({**shared, "range": list(x_range), "title": {"text": pair.x_label}})
        ys.append({**shared, "range": list(y_range), "title": {"text": pair.y_label}})
    deep = max(title.count("<br>") for title in titles)
    drawing.lay(margin={"t": 32 + 17 * deep, "b": 48, "r": 14})
    grid.lay(drawing, titles, xs, ys, c.ink)
    return drawing.figure()


def _range(values: pd.Series, pair: Pair) -> tuple[float, float]:
    numbers = values.astype(float)
    low, high = value_range(numbers)
    return (min(low, -0.5), max(high, 0.5)) if pair.is_change else (low, high)


def _hovers(rows: pd.DataFrame, pair: Pair) -> list[str]:
    def words(value: float) -> str:
        return signed_text(value, 1) if pair.is_change else f"{value:.1f}%"

    return [
        f"<b>{safe(name)}</b><br>{pair.x_label}: {words(x)}<br>{pair.y_label}: {words(y)}"
        for name, x, y in zip(rows["name"], rows[pair.x], rows[pair.y], strict=True)
    ]


def _name_areas(
    drawing: Drawing, rows: pd.DataFrame, pair: Pair, axes: dict[str, str], dark: bool
) -> None:
    for row in rows.to_dict("records"):
        drawing.write(
            f"<b>{safe(row['name'])}</b>",
            xref=axes["xaxis"],
            yref=axes["yaxis"],
            x=round(float(row[pair.x]), 3),
            y=round(float(row[pair.y]), 3),
            yanchor="bottom",
            yshift=6,
            font={"size": 13, "color": colours(dark).ink},
            name="label",
        )


def _cross(
    drawing: Drawing,
    axes: dict[str, str],
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    dark: bool,
) -> None:
    """The lines of no change."""
    place = {"xref": axes["xaxis"], "yref": axes["yaxis"]}
    line = {"color": colours(dark).muted_mark, "width": 1, "dash": "dot"}
    drawing.rule(**place, x0=0, x1=0, y0=y_range[0], y1=y_range[1], line=line, name="base")
    drawing.rule(**place, x0=x_range[0], x1=x_range[1], y0=0, y1=0, line=line, name="base")
