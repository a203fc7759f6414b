"""Figures over time with a straight line before a day and one since, a pane a series."""

from __future__ import annotations

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure, Trace
from dashboard.figures.format import days, round_values, safe, wrap_name
from dashboard.figures.grid import Axis, Grid
from dashboard.figures.lines import value_range
from dashboard.figures.theme import Colours, Drawing, colours, empty
from dashboard.text import figure_text

HEIGHT = 320
_LETTERS = 41  # of a row of titles on a phone


def slopes(
    table: pd.DataFrame,
    fitted_lines: pd.DataFrame,
    *,
    day: pd.Timestamp,
    label: str,
    dark: bool = False,
) -> DrawnFigure:
    """One pane a series, in the order of ``table``, with its figures as dots and its two lines.

    Columns of ``table``: series, label, title (words above the pane), unit, decimals, period_end,
    value; of ``fitted_lines``: series, period_end, value. ``day`` is where the second line begins,
    named by ``label``; a row of ``fitted_lines`` without a value parts the lines.  customdata = series.
    """
    table = table.dropna(subset=["value"])
    if table.empty:
        return empty(dark=dark)
    c, drawing = colours(dark), Drawing(dark, HEIGHT)
    parts = list(table.groupby("series", sort=False))
    titles = [wrap_name(rows["title"].iloc[0], _LETTERS // len(parts)) for _, rows in parts]
    deep = max(title.count("<br>") for title in titles)
    grid = Grid(1, len(parts), 0.16 if len(parts) > 1 else 0, 0)
    scales: list[Axis] = []
    for pane, (series, rows) in enumerate(parts):
        line, axes = fitted_lines[fitted_lines["series"] == series], grid.axes(pane)
        low, high = value_range(pd.concat([rows["value"], line["value"]]).astype(float))
        drawing.add("scatter", **_dots(rows, c), **axes)
        drawing.add("scatter", **_fitted_line(line, c), **axes)
        _mark_day(drawing, axes, day, (low, high), label, dark)
        suffix = "%" if rows["unit"].iloc[0] == "%" else ""
        scales.append({"range": [low, high], "ticksuffix": suffix, "nticks": 5})
    dates = {"showgrid": False, "type": "date", "nticks": 4, "tickangle": 0}
    drawing.lay(margin={"t": 32 + 17 * deep, "b": 28, "r": 14})
    grid.lay(drawing, titles, [dates] * len(parts), scales, c.ink)
    return drawing.figure()


def _dots(rows: pd.DataFrame, c: Colours) -> Trace:
    """The figures of one series."""
    unit, decimals = rows["unit"].iloc[0], int(rows["decimals"].iloc[0])
    name = safe(rows["label"].iloc[0])
    return {
        "x": days(rows["period_end"]),
        "y": round_values(rows["value"]),
        "mode": "markers",
        "name": name,
        "customdata": rows["series"].tolist(),
        "text": [
            f"<b>{name}</b>, {end:%b %Y}: {figure_text(value, unit, decimals)}"
            for end, value in zip(rows["period_end"], rows["value"], strict=True)
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"size": 6, "symbol": "circle-open", "color": c.ink},
        "showlegend": False,
    }


def _fitted_line(line: pd.DataFrame, c: Colours) -> Trace:
    """The two lines of one series, parted by a row without a value."""
    return {
        "x": days(line["period_end"]),
        "y": round_values(line["value"]),
        "mode": "lines",
        "name": "Straight lines",
        "meta": "fitted",
        "hoverinfo": "skip",
        "line": {"width": 2.5, "color": c.series[0]},
        "showlegend": False,
    }


def _mark_day(
    drawing: Drawing,
    axes: dict[str, str],
    day: pd.Timestamp,
    ends: tuple[float, float],
    label: str,
    dark: bool,
) -> None:
    at, c = days([day])[0], colours(dark)
    place = {"xref": axes["xaxis"], "yref": axes["yaxis"]}
    line = {"color": c.muted_mark, "width": 1, "dash": "dot"}
    drawing.rule(**place, x0=at, x1=at, y0=ends[0], y1=ends[1], line=line, name="event")
    drawing.write(
        label,
        **place,
        x=at,
        y=ends[0],
        xanchor="right",
        xshift=-4,
        yanchor="bottom",
        font={"size": 13, "color": c.ink},
        name="event",
    )
