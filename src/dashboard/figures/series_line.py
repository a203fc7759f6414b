"""One series over time: its figures between breaks, its line, its intervals and the name at its
end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from dashboard.figures.figure_json import Trace
from dashboard.figures.format import days, interval_text, round_values, safe, wrap_name
from dashboard.figures.marks import Label
from dashboard.figures.theme import CLEAR, faint
from dashboard.text import figure_text, missing

_LABEL_LETTERS = 13
#: The marker of a line as a character, which leads its label.
_GLYPHS = {
    "circle": "●",
    "square": "■",
    "diamond": "◆",
    "triangle-up": "▲",
    "x": "✕",
    "circle-open": "○",
}
Style = dict[str, Any]


class Point(NamedTuple):
    """A figure of a series."""

    date: pd.Timestamp
    day: str
    value: float
    lower: float
    upper: float


Piece = list[Point]


class Series(NamedTuple):
    """A series with its name, the stretches of its figures between breaks, and its line and
    marker.
    """

    code: Any
    name: str
    pieces: list[Piece]
    style: Style


def collect_points(table: pd.DataFrame) -> dict[Any, Piece]:
    """The figures of each series, in order of time."""
    columns = (
        table["period_end"].tolist(),
        days(table["period_end"]),
        *(table[c].to_numpy(float, na_value=np.nan).tolist() for c in ("value", "lower", "upper")),
    )
    found: dict[Any, Piece] = {}
    for series, *point in zip(table["series"].tolist(), *columns, strict=True):
        found.setdefault(series, []).append(Point(*point))
    return {
        series: sorted(points, key=lambda point: point.date) for series, points in found.items()
    }


def cut_at_breaks(points: Piece, breaks: Sequence[pd.Timestamp]) -> list[Piece]:
    """The stretches of a series between breaks."""
    parts = groupby(points, lambda point: sum(point.date >= date for date in breaks))
    return [list(piece) for _, piece in parts]


def interval_band(
    dates: Sequence[str],
    lower: Iterable[float],
    upper: Iterable[float],
    colour: str,
    density: float = 0.15,
) -> Trace:
    """The intervals of figures one after another as a band in a faint ``colour``; that of a figure
    alone as a bar.
    """
    return {
        "x": [*dates, *dates[::-1]],
        "y": [*round_values(upper), *round_values(lower)[::-1]],
        "mode": "lines",
        "fill": "toself",
        "fillcolor": faint(colour, density),
        "line": {"width": 0, "color": CLEAR}
        if len(dates) > 1
        else {"width": 5, "color": faint(colour, 2 * density)},
        "hoverinfo": "skip",
        "meta": "interval",
    }


def trace_bands(series: Series) -> Iterator[Trace]:
    """The intervals of a series, a band a stretch."""
    for piece in series.pieces:
        points = [point for point in piece if not (missing(point.lower) or missing(point.upper))]
        if not points:
            continue
        dates, lower, upper = zip(*((p.day, p.lower, p.upper) for p in points), strict=True)
        yield interval_band(dates, lower, upper, series.style["line"]["color"])


def trace_line(series: Series, unit: str, decimals: int) -> Trace:
    """The line of a series, not drawn across breaks."""
    pieces, label = series.pieces, f"<b>{safe(series.name)}</b>, "
    texts = [
        [
            f"{label}{point.date:%b %Y}: {figure_text(point.value, unit, decimals)}"
            + interval_text(point.lower, point.upper, unit, decimals)
            for point in piece
        ]
        for piece in pieces
    ]
    return {
        "x": _join_with_gaps([[point.day for point in piece] for piece in pieces]),
        "y": _join_with_gaps([round_values(point.value for point in piece) for piece in pieces]),
        "text": _join_with_gaps(texts),
        "customdata": _join_with_gaps([[series.code] * len(piece) for piece in pieces]),
        "hovertemplate": "%{text}<extra></extra>",
        "mode": "lines+markers",
        "name": safe(series.name),
        "connectgaps": False,
        **series.style,
    }


def _join_with_gaps(pieces: Sequence[list[Any]]) -> list[Any]:
    return [value for piece in pieces for value in (*piece, None)][:-1]


def label_end(series: Series, unit: str, decimals: int, bold: bool, change: str) -> Label | None:
    """The name of a series with its last figure and, in brackets, its change; None where it has no
    figure.
    """
    values = [point.value for piece in series.pieces for point in piece]
    last = next((value for value in reversed(values) if not missing(value)), None)
    if last is None:
        return None
    figure = figure_text(last, unit if unit == "%" else "", decimals)
    words = wrap_name(f"{series.name} {figure}{f' ({change})' if change else ''}", _LABEL_LETTERS)
    words = "<br>".join(f"<b>{x}</b>" if bold else x for x in words.split("<br>"))
    colour, symbol = series.style["line"]["color"], series.style["marker"]["symbol"]
    return last, words, f'<span style="color:{colour}">{_GLYPHS[symbol]}</span>'
