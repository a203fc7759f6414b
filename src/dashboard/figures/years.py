"""Figures of one area a year or more apart, each with its interval and the flag of its change since
the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure, Trace
from dashboard.figures.format import days, interval_text, round_values
from dashboard.figures.lines import time_drawing, value_range
from dashboard.figures.marks import BOTTOM, TOP, time_marks
from dashboard.figures.theme import (
    FLAG_SYMBOLS,
    STEADY,
    Colours,
    Drawing,
    bottom_legend,
    colours,
    empty,
)
from dashboard.text import figure_text, missing, signed_text

HEIGHT = 320
_KEY, _BARE = 52, 12
#: Flag of the change since the figure before -> words in the key.
_WORDS = {
    "better": "Better than the year before",
    "worse": "Worse than the year before",
    "higher": "Higher than the year before",
    "lower": "Lower than the year before",
    "similar": "No clear change",
    "not known": "Not compared",
}


def years(
    table: pd.DataFrame, *, unit: str, decimals: int, breaks: Sequence[Any] = (), dark: bool = False
) -> DrawnFigure:
    """Points with their intervals, from columns period_end, value, lower, upper (NaN where none),
    change, flag.

    Each flag ("better", "worse", "higher", "lower", "similar", "not known") has its own shape and
    colour, as words in the key and on hover.  No line joins the points, as they share nothing.
    `breaks`: dates or (date, title) pairs.
    """
    rows = table[table["value"].notna()]
    if rows.empty:
        return empty(dark=dark)
    c, drawing = colours(dark), time_drawing(unit, HEIGHT, dark)
    for flag, words in _WORDS.items():
        part = rows[rows["flag"] == flag]
        if part.empty:
            continue
        texts = [_hover(row, unit, decimals, words) for _, row in part.iterrows()]
        drawing.add("scatter", **_dots(part, flag, texts, unit, decimals, c))
    _lay_axes(drawing, rows, unit, TOP if breaks else _BARE, dark)
    first, last = rows["period_end"].min(), rows["period_end"].max()
    time_marks(drawing, (), breaks, first, last, dark)
    return drawing.figure()


def _dots(
    part: pd.DataFrame, flag: str, texts: list[str], unit: str, decimals: int, c: Colours
) -> Trace:
    """The points of one flag, each with its interval and its figure beside it."""
    sign = unit if unit == "%" else ""
    return {
        "x": days(part["period_end"]),
        "y": round_values(part["value"]),
        "mode": "markers+text",
        "name": _WORDS[flag],
        "meta": flag,
        "text": [figure_text(value, sign, decimals) for value in part["value"]],
        "textposition": "middle right",
        "textfont": {"size": 13, "color": c.ink},
        "cliponaxis": False,
        "hovertext": texts,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": days(part["period_end"]),
        "marker": {"symbol": FLAG_SYMBOLS[flag], "size": 12, "color": c.flags[flag], "opacity": 1},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "color": c.muted_mark,
            "thickness": 2,
            "width": 6,
            "array": round_values(part["upper"] - part["value"]),
            "arrayminus": round_values(part["value"] - part["lower"]),
        },
        **STEADY,
    }


def _lay_axes(drawing: Drawing, rows: pd.DataFrame, unit: str, top: int, dark: bool) -> None:
    """The axes, with room beside the first and the last point, and the key below."""
    numbers = pd.concat([rows["value"], rows["lower"], rows["upper"]]).dropna().astype(float)
    first, last = rows["period_end"].min(), rows["period_end"].max()
    room = max((last - first) / 8, pd.Timedelta(days=90))
    name = "" if unit == "%" else unit
    drawing.lay(
        height=HEIGHT + _KEY,
        margin={"l": 8, "r": 16, "t": top, "b": BOTTOM + _KEY},
        showlegend=True,
        legend=bottom_legend(dark),
        yaxis={"range": list(value_range(numbers)), "title": {"text": name}},
        xaxis={
            "range": days([first - room, last + 2 * room]),
            "tickvals": days(rows["period_end"]),
            "ticktext": [f"{end:%b}<br>{end:%Y}" for end in rows["period_end"]],
        },
    )


def _hover(row: pd.Series, unit: str, decimals: int, words: str) -> str:
    said = f"<b>{row['period_end']:%B %Y}</b>: {figure_text(row['value'], unit, decimals)}"
    said += interval_text(row["lower"], row["upper"], unit, decimals)
    moved = "" if missing(row["change"]) else f": {signed_text(row['change'], max(decimals, 1))}"
    return f"{said}<br>{words}{moved}"
