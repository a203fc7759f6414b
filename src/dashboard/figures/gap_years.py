"""How far each group lies from London, year by year: a small pane a group, with the interval of
each gap.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure, Trace
from dashboard.figures.format import days, interval_text, round_values, safe, wrap_name
from dashboard.figures.grid import Axis, Grid
from dashboard.figures.lines import value_range
from dashboard.figures.theme import STEADY, Colours, Drawing, colours, empty
from dashboard.text import assumed_words, missing, signed_text

Row = dict[str, Any]
ROW_HEIGHT = 136
_LETTERS = 42  # of a row of titles on a phone
_ROOM = pd.Timedelta(days=120)
"""Left free beside the first and the last year, so that no interval stands on the edge."""


def gap_years(
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int = 0,
    columns: int = 2,
    emphasis: str | None = None,
    comparator_label: str = "London",
    dark: bool = False,
) -> DrawnFigure:
    """Dots with 95% intervals over years, a pane a group in the order of the table, against a line
    at no gap.

    Columns: series, label, words (how the gap moved), period_end, gap, lower, upper, base,
    base_assumed.  All panes share both scales; each is titled by its label, its last gap and its
    words, that of `emphasis` in bold and in ink. A year without a gap is left out.  `unit` is
    that of the gap, for example 'points'.  customdata = series.
    """
    table = table.assign(period_end=pd.to_datetime(table["period_end"])).dropna(subset=["gap"])
    if table.empty:
        return empty(dark=dark)
    c, groups = colours(dark), _group_rows(table)
    titles = [
        _title(rows[-1], series == emphasis, decimals, _LETTERS // columns)
        for series, rows in groups.items()
    ]
    deep, count = max(title.count("<br>") for title in titles), math.ceil(len(groups) / columns)
    height = count * (ROW_HEIGHT + 17 * deep) + 56
    across, down = 0.04 if columns > 1 else 0, (26 + 17 * deep) / height if count > 1 else 0
    grid = Grid(count, columns, across, down, shared_axes=True)
    drawing = Drawing(dark, height)
    span = days([table["period_end"].min() - _ROOM, table["period_end"].max() + _ROOM])
    for i, (series, rows) in enumerate(groups.items()):
        axes, colour = grid.axes(i), c.ink if series == emphasis else c.muted_mark
        _draw_no_gap(drawing, axes, span, c)
        texts = [_hover(row, unit, decimals, comparator_label) for row in rows]
        drawing.add("scatter", **_dots(rows, colour), text=texts, **axes)
    drawing.lay(margin={"t": 28 + 17 * deep, "b": 44, "r": 14})
    panes = count * columns
    xs, ys = [_make_time_axis(table, span)] * panes, [_make_value_axis(table)] * panes
    grid.lay(drawing, titles, xs, ys, c.ink)
    return drawing.figure()


def _group_rows(table: pd.DataFrame) -> dict[str, list[Row]]:
    """The rows of each group in order of time, with the last day of each as text."""
    groups: dict[str, list[Row]] = {}
    for row in table.assign(day=days(table["period_end"])).to_dict("records"):
        groups.setdefault(row["series"], []).append(row)
    for rows in groups.values():
        rows.sort(key=lambda row: row["day"])
    return groups


def _draw_no_gap(drawing: Drawing, axes: dict[str, str], span: list[str], c: Colours) -> None:
    """The line of a pane at no gap."""
    drawing.rule(
        xref=axes["xaxis"],
        yref=axes["yaxis"],
        x0=span[0],
        x1=span[1],
        y0=0,
        y1=0,
        name="comparator",
        line={"color": c.muted_mark, "width": 1.5},
    )


def _make_time_axis(table: pd.DataFrame, span: list[str]) -> Axis:
    """The axis of each pane with the year of every figure of any group."""
    years = sorted(set(days(table["period_end"])))
    return {
        "showgrid": False,
        "type": "date",
        "range": span,
        "tickangle": 0,
        "tickfont": {"size": 13},
        "tickvals": years,
        "ticktext": [year[:4] for year in years],
    }


def _make_value_axis(table: pd.DataFrame) -> Axis:
    """The axis that holds the gaps of all groups and no gap, and at least a point to either side."""
    low, high = value_range(
        pd.Series([0.0, *table[["gap", "lower", "upper"]].to_numpy(float).ravel()])
    )
    return {"range": [min(low, -1.0), max(high, 1.0)], "nticks": 5, "tickfont": {"size": 13}}


def _dots(rows: list[Row], colour: str) -> Trace:
    """The gaps of one group by year, each with its interval."""
    return {
        "x": [row["day"] for row in rows],
        "y": round_values(row["gap"] for row in rows),
        "mode": "lines+markers",
        "name": safe(rows[0]["label"]),
        "customdata": [row["series"] for row in rows],
        "showlegend": False,
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": colour, "width": 1, "dash": "dot"},
        "marker": {"color": colour, "size": 8},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": round_values(row["upper"] - row["gap"] for row in rows),
            "arrayminus": round_values(row["gap"] - row["lower"] for row in rows),
            "color": colour,
            "thickness": 2,
            "width": 0,
        },
        **STEADY,
    }


def _title(last: Row, bold: bool, decimals: int, letters: int) -> str:
    name = wrap_name(f"{last['label']} {signed_text(last['gap'], decimals)}:", letters)
    lines = [f"<b>{line}</b>" if bold else line for line in name.split("<br>")]
    return "<br>".join([*lines, wrap_name(last["words"], letters)])


def _hover(row: Row, unit: str, decimals: int, against: str) -> str:
    words = (
        f"<b>{safe(row['label'])}</b>, {row['period_end']:%b %Y}: {signed_text(row['gap'], decimals)}"
        f" {safe(unit)}"
    )
    words += f" from {safe(against)}{interval_text(row['lower'], row['upper'], '', decimals)}"
    if missing(row["base"]):
        return words
    asked = assumed_words(f"{row['base']:,.0f} asked", bool(row["base_assumed"]))
    return f"{words}<br>{asked}"
