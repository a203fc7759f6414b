"""One small panel a series, on a shared scale, each against the same comparator."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure, Trace
from dashboard.figures.format import days, round_values, safe, wrap_name
from dashboard.figures.grid import Grid
from dashboard.figures.lines import value_range
from dashboard.figures.series_line import interval_band
from dashboard.figures.theme import Drawing, bottom_legend, colours, empty
from dashboard.text import figure_text

ROW_HEIGHT = 128
_LETTERS = 41  # of a row of titles on a phone


def small_multiples(
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    columns: int = 3,
    comparator: str | None = None,
    emphasis: str | None = None,
    y_range: tuple[float, float] | None = None,
    dark: bool = False,
) -> DrawnFigure:
    """Panels in the order of the table from columns series, label, period_end, value, lower, upper.

    Each panel is titled by its label and last figure.  The series `comparator` (the MPS) is a muted
    dashed line in every panel and has none of its own; the panel of `emphasis` is thicker, in
    colour, its title bold.  A figure without one before and after it, which no line leads to, is a
    dot.  The interval of each is a band, which is cut where a value or its interval is missing.
    All panels share both scales.  Use two columns on a phone.  Click: customdata = series.
    """
    if table.empty or table["value"].isna().all():
        return empty(dark=dark)
    table = table.assign(period_end=pd.to_datetime(table["period_end"])).sort_values(
        "period_end", kind="stable"
    )
    order = [s for s in pd.unique(table["series"]) if s != comparator]
    parts = {series: table[table["series"] == series] for series in order}
    titles = [_title(parts[s], unit, decimals, s == emphasis, _LETTERS // columns) for s in order]
    deep = max((title.count("<br>") for title in titles), default=0)
    rows = max(math.ceil(len(order) / columns), 1)
    height = rows * (ROW_HEIGHT + 17 * deep) + 64
    across, down = 0.05 if columns > 1 else 0, (30 + 17 * deep) / height if rows > 1 else 0
    grid, drawing = Grid(rows, columns, across, down, shared_axes=True), Drawing(dark, height)
    against = table[(table["series"] == comparator) & table["value"].notna()]
    beside = _line(against, unit, decimals, "comparator", dark) if len(against) else None
    for i, series in enumerate(order):
        if beside:
            drawing.add("scatter", **beside | {"showlegend": i == 0}, **grid.axes(i))
        kind = "own" if series != emphasis else "bold"
        for band in _bands(parts[series], kind, dark):
            drawing.add("scatter", **band, **grid.axes(i))
        drawing.add("scatter", **_line(parts[series], unit, decimals, kind, dark), **grid.axes(i))
    drawing.lay(
        margin={"t": 28 + 17 * deep, "b": 48, "r": 14},
        showlegend=bool(len(against)),
        legend=bottom_legend(dark),
    )
    own = table[table["series"] != comparator]
    reach = pd.concat([table["value"], own["lower"], own["upper"]]).astype(float)
    span = value_range(reach, y_range)
    xs, ys = [_time_axis(table, drawing)], [_make_value_axis(span, unit)]
    panes = rows * columns
    grid.lay(drawing, titles, xs * panes, ys * panes, colours(dark).ink)
    return drawing.figure()


def _make_value_axis(span: tuple[float, float], unit: str) -> dict[str, Any]:
    return {
        "range": list(span),
        "ticksuffix": "%" if unit == "%" else "",
        "nticks": 4,
        "tickfont": {"size": 13},
    }


def _time_axis(table: pd.DataFrame, drawing: Drawing) -> dict[str, Any]:
    axis = {
        "showgrid": False,
        "nticks": 3,
        "tickformat": "%Y",
        "tickangle": 0,
        "tickfont": {"size": 13},
        "type": "date",
    }
    first, last = days(table["period_end"].iloc[[0, -1]])
    if first != last and any("marker" in trace for trace in drawing.traces):
        axis["range"] = [
            first,
            last,
        ]  # Plotly would leave room for dots in those columns alone that have any
    return axis


def _title(rows: pd.DataFrame, unit: str, decimals: int, bold: bool, letters: int) -> str:
    known = rows["value"].dropna()
    last = figure_text(
        known.iloc[-1] if len(known) else None, unit if unit == "%" else "", decimals
    )
    words = wrap_name(f"{rows['label'].iloc[0]} {last}", letters)
    return "<br>".join(f"<b>{line}</b>" for line in words.split("<br>")) if bold else words


def _bands(rows: pd.DataFrame, kind: str, dark: bool) -> Iterator[Trace]:
    """The intervals of a series, a band a stretch without a gap."""
    colour = colours(dark).series[0] if kind == "bold" else colours(dark).ink
    known = rows[["value", "lower", "upper"]].notna().all(axis=1)
    for _, part in rows[known].groupby((~known).cumsum()[known]):
        band = interval_band(days(part["period_end"]), part["lower"], part["upper"], colour)
        yield band | {"showlegend": False}


def _line(rows: pd.DataFrame, unit: str, decimals: int, kind: str, dark: bool) -> Trace:
    c = colours(dark)
    line = {
        "comparator": {"color": c.muted_mark, "width": 1.5, "dash": "dot"},
        "own": {"color": c.ink, "width": 1.75},
        "bold": {"color": c.series[0], "width": 3.5},
    }[kind]
    label, values = safe(rows["label"].iloc[0]), round_values(rows["value"])
    trace: Trace = {
        "x": days(rows["period_end"]),
        "y": values,
        "mode": "lines",
        "line": line,
        "name": label,
        "meta": kind,
        "showlegend": False,
    }
    if kind == "comparator":
        return trace | {"hoverinfo": "skip"}
    if any(alone := _alone(values)):
        sizes = [(7 if kind == "bold" else 5) if lone else 0 for lone in alone]
        trace |= {
            "mode": "lines+markers",
            "marker": {"size": sizes, "opacity": 1},
            "cliponaxis": False,
        }
    ends = zip(rows["period_end"], rows["value"], strict=True)
    text = [f"{label}, {end:%b %Y}: {figure_text(value, unit, decimals)}" for end, value in ends]
    return trace | {
        "text": text,
        "hovertemplate": "%{text}<extra></extra>",
        "customdata": rows["series"].tolist(),
    }


def _alone(values: list[float | None]) -> list[bool]:
    """Whether each figure is there while that before and that after it are not."""
    padded = [None, *values, None]
    return [
        value is not None and before is None and after is None
        for before, value, after in zip(padded, values, padded[2:], strict=False)
    ]
