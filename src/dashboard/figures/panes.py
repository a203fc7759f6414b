"""A few series beside each other, each in a pane with its own unit: never two scales in one pane."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure, Trace
from dashboard.figures.format import days, interval_text, round_values, safe, wrap_name
from dashboard.figures.grid import Axis, Grid
from dashboard.figures.lines import value_range
from dashboard.figures.marks import date_marks, write_key
from dashboard.figures.series_line import interval_band
from dashboard.figures.theme import Drawing, colours, empty
from dashboard.text import figure_text

ROW_HEIGHT = 170
_LETTERS = 42  # of a row of titles on a phone


def panes(
    table: pd.DataFrame,
    *,
    columns: int = 2,
    same_scale: bool = False,
    emphasis: str | None = None,
    marks: Sequence[Any] = (),
    dark: bool = False,
) -> DrawnFigure:
    """One pane a series, in the order of the table, over the same stretch of time.

    Columns: series, label, unit, decimals, period_end, value, lower, upper (NaN where no interval,
    else drawn as a band). Each pane is titled by its label and last figure and has a value axis of
    its own, unless `same_scale`; the pane of `emphasis` is in colour, its title bold.  `marks` are
    (date, title) pairs, marked in every pane by a number and named below.  customdata = series.
    """
    table = table.dropna(subset=["value"])
    if table.empty:
        return empty(dark=dark)
    table = table.assign(period_end=pd.to_datetime(table["period_end"]))
    parts = {s: rows.sort_values("period_end") for s, rows in table.groupby("series", sort=False)}
    count = math.ceil(len(parts) / columns)
    titles = [_title(rows, s == emphasis, _LETTERS // columns) for s, rows in parts.items()]
    deep = max(title.count("<br>") for title in titles)
    height = count * (ROW_HEIGHT + 17 * deep) + 40
    grid = Grid(
        count,
        columns,
        0.28 / columns if columns > 1 else 0,
        (58 + 17 * deep) / height if count > 1 else 0,
    )
    drawing = Drawing(dark, height)
    for i, (series, rows) in enumerate(parts.items()):
        for trace in _traces(rows, series == emphasis, dark):
            drawing.add("scatter", **trace, **grid.axes(i))
    scales = [
        _make_value_axis(table if same_scale else rows, rows["unit"].iloc[0])
        for rows in parts.values()
    ]
    drawing.lay(margin={"t": 28 + 17 * deep, "b": 24, "r": 14})
    named_days = date_marks(marks)
    if named_days:
        _mark_days(drawing, grid, scales, named_days, dark)
    dates = _make_time_axis([*table["period_end"], *(date for date, _ in named_days)])
    none: list[Axis] = [{"visible": False}] * (count * columns - len(scales))
    grid.lay(drawing, titles, [dates] * len(scales) + none, scales + none, colours(dark).ink)
    return drawing.figure()


def _make_value_axis(rows: pd.DataFrame, unit: str) -> Axis:
    """The axis that holds the figures of some rows and their intervals."""
    numbers = pd.Series(rows[["value", "lower", "upper"]].to_numpy(float).ravel())
    return {
        "range": list(value_range(numbers)),
        "ticksuffix": "%" if unit == "%" else "",
        "nticks": 5,
        "tickfont": {"size": 13},
    }


def _make_time_axis(dates: Sequence[pd.Timestamp]) -> Axis:
    """The axis from the first of some dates to the last, where they are of more than one day."""
    axis = {
        "showgrid": False,
        "type": "date",
        "nticks": 3,
        "tickangle": 0,
        "tickfont": {"size": 13},
    }
    span = days([min(dates), max(dates)])
    return axis | ({"range": span} if span[0] != span[1] else {})


def _mark_days(
    drawing: Drawing,
    grid: Grid,
    scales: Sequence[Axis],
    marks: Sequence[tuple[pd.Timestamp, str]],
    dark: bool,
) -> None:
    """A numbered line in every pane at each day, and the days by number below the panes."""
    c = colours(dark)
    for pane, scale in enumerate(scales):
        low, high = scale["range"]
        x, y = (grid.axes(pane)[name] for name in ("xaxis", "yaxis"))
        for number, (date, _) in enumerate(marks, 1):
            at, line = days([date])[0], {"color": c.muted_mark, "width": 1, "dash": "dot"}
            drawing.rule(xref=x, yref=y, x0=at, x1=at, y0=low, y1=high, line=line, name="event")
            drawing.write(
                str(number),
                xref=x,
                yref=y,
                x=at,
                y=high,
                xanchor="right",
                yanchor="top",
                yshift=-16 * ((number - 1) % 3),  # Days that are close together.
                font={"size": 13, "color": c.ink},
                name="event",
            )
    lines = [f"{n} {date.day} {date:%b %Y}: {title}" for n, (date, title) in enumerate(marks, 1)]
    write_key(drawing, lines, dark)


def _title(rows: pd.DataFrame, bold: bool, letters: int) -> str:
    last = rows.iloc[-1]
    words = wrap_name(
        f"{last['label']} {figure_text(last['value'], last['unit'], int(last['decimals']))}",
        letters,
    )
    return "<br>".join(f"<b>{line}</b>" for line in words.split("<br>")) if bold else words


def _traces(rows: pd.DataFrame, bold: bool, dark: bool) -> list[Trace]:
    """The interval band, where there is one, and the line of one pane."""
    c, dates = colours(dark), days(rows["period_end"])
    colour = c.series[0] if bold else c.ink
    label, unit, decimals = (
        safe(rows["label"].iloc[0]),
        rows["unit"].iloc[0],
        int(rows["decimals"].iloc[0]),
    )
    texts = [
        f"<b>{label}</b>, {end:%b %Y}:"
        f" {figure_text(value, unit, decimals)}{interval_text(low, high, unit, decimals)}"
        for end, value, low, high in zip(
            *(rows[x] for x in ("period_end", "value", "lower", "upper")), strict=True
        )
    ]
    line: Trace = {
        "x": dates,
        "y": round_values(rows["value"]),
        "mode": "lines+markers" if len(rows) == 1 else "lines",
        "name": label,
        "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
        "showlegend": False,
        "customdata": rows["series"].tolist(),
        "line": {"color": colour, "width": 3 if bold else 2},
    }
    if rows[["lower", "upper"]].isna().any(axis=None) or len(rows) == 1:
        return [line]
    band = interval_band(dates, rows["lower"], rows["upper"], colour, 0.18)
    return [band | {"showlegend": False}, line]
