"""Values over time for a few series: intervals, names at the ends, target, events and breaks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from dashboard.figures.figure_json import DrawnFigure, Trace
from dashboard.figures.format import days, interval_text, round_values, safe, wrap_name
from dashboard.figures.marks import (
    Label,
    base_mark,
    date_marks,
    label_ends,
    target_mark,
    time_marks,
)
from dashboard.figures.theme import (
    CLEAR,
    SERIES_DASHES,
    SERIES_SYMBOLS,
    Drawing,
    colours,
    empty,
    faint,
)
from dashboard.text import figure_text, missing

HEIGHT = 320
MOST_COLOURED = 5
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


class _Point(NamedTuple):
    date: pd.Timestamp
    day: str
    value: float
    lower: float
    upper: float


Piece = list[_Point]


def _points(table: pd.DataFrame) -> dict[Any, Piece]:
    """The figures of each series, in order of time."""
    columns = (
        table["period_end"].tolist(),
        days(table["period_end"]),
        *(table[c].to_numpy(float, na_value=np.nan).tolist() for c in ("value", "lower", "upper")),
    )
    found: dict[Any, Piece] = {}
    for series, *point in zip(table["series"].tolist(), *columns, strict=True):
        found.setdefault(series, []).append(_Point(*point))
    return {
        series: sorted(points, key=lambda point: point.date) for series, points in found.items()
    }


def _pieces(points: Piece, breaks: Sequence[pd.Timestamp]) -> list[Piece]:
    """The stretches of a series between breaks."""
    parts = groupby(points, lambda point: sum(point.date >= date for date in breaks))
    return [list(piece) for _, piece in parts]


def _join_with_gaps(pieces: Sequence[list[Any]]) -> list[Any]:
    return [value for piece in pieces for value in (*piece, None)][:-1]


def _band(piece: Piece, colour: str) -> Trace | None:
    piece = [point for point in piece if not (missing(point.lower) or missing(point.upper))]
    if len(piece) < 2:
        return None
    back = piece[::-1]
    return {
        "x": [point.day for point in piece + back],
        "y": round_values(point.upper for point in piece)
        + round_values(point.lower for point in back),
        "mode": "lines",
        "fill": "toself",
        "fillcolor": faint(colour, 0.15),
        "line": {"width": 0, "color": CLEAR},
        "hoverinfo": "skip",
        "meta": "interval",
    }


def _line(
    pieces: Sequence[Piece], series: Any, name: str, style: Style, unit: str, decimals: int
) -> Trace:
    """One series, not drawn across breaks."""
    label = f"<b>{safe(name)}</b>, "
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
        "customdata": _join_with_gaps([[series] * len(piece) for piece in pieces]),
        "hovertemplate": "%{text}<extra></extra>",
        "mode": "lines+markers",
        "name": safe(name),
        "connectgaps": False,
        **style,
    }


def _styles(
    order: Sequence[Any],
    coloured_series: Sequence[Any],
    bold: Collection[Any],
    comparator: Any,
    context: Any,
    dark: bool,
) -> dict:
    """Line and marker of each series: colour, dash and symbol together, the rest thin and muted."""
    c = colours(dark)
    styles: dict[Any, Style] = {}
    for series in order:
        if series == comparator:
            line = {"color": c.ink, "width": 2, "dash": "6px,4px"}
            styles[series] = {"line": line, "marker": {"symbol": "circle-open", "size": 6}}
        elif series == context:
            line = {"color": c.muted, "width": 2}
            styles[series] = {"line": line, "marker": {"symbol": "circle", "size": 4}}
        elif series in coloured_series:
            i, strong = coloured_series.index(series), series in bold
            line = {"color": c.series[i], "width": 3.5 if strong else 2, "dash": SERIES_DASHES[i]}
            styles[series] = {
                "line": line,
                "marker": {"symbol": SERIES_SYMBOLS[i], "size": 8 if strong else 7},
            }
        else:
            line = {"color": c.muted, "width": 1}
            styles[series] = {"line": line, "marker": {"size": 3, "symbol": "circle-open"}}
    return styles


def _label(
    points: Piece, name: str, style: Style, unit: str, decimals: int, bold: bool, change: str
) -> Label | None:
    last = next((point.value for point in reversed(points) if not missing(point.value)), None)
    if last is None:
        return None
    figure = figure_text(last, unit if unit == "%" else "", decimals)
    words = wrap_name(f"{name} {figure}{f' ({change})' if change else ''}", _LABEL_LETTERS)
    words = "<br>".join(f"<b>{x}</b>" if bold else x for x in words.split("<br>"))
    glyph = (
        f'<span style="color:{style["line"]["color"]}">{_GLYPHS[style["marker"]["symbol"]]}</span>'
    )
    return last, words, glyph


def value_range(
    numbers: pd.Series, y_range: tuple[float, float] | None = None, above: float = 0
) -> tuple[float, float]:
    """The range asked for, else that of the numbers with a little room, and `above` times it more
    at the top.

    It does not begin below 0 where no number does.
    """
    if y_range is not None:
        return float(y_range[0]), float(y_range[1])
    low, high = float(numbers.min()), float(numbers.max())
    pad = 0.06 * (high - low) or max(abs(high) * 0.1, 1)
    high += above * (high - low)
    return (0.0 if low >= 0 and low - pad < 0 else low - pad), high + pad


def _target_points(target: float | Sequence[tuple[Any, float]] | None) -> list[tuple[Any, float]]:
    if target is None:
        return []
    points = [(None, target)] if isinstance(target, (int, float)) else list(target)
    return [(date, float(value)) for date, value in points if pd.notna(value)]  # type: ignore[arg-type]


def lines(
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    highlight: str | Collection[str] | None = None,
    comparator: str | None = None,
    context: str | None = None,
    changes: Mapping[str, str] | None = None,
    base: Any = None,
    target: float | Sequence[tuple[Any, float]] | None = None,
    target_label: str | None = None,
    bands: Collection[str] | None = None,
    colour_others: bool = False,
    events: Sequence[Any] = (),
    breaks: Sequence[Any] = (),
    direct_labels: bool = True,
    y_range: tuple[float, float] | None = None,
    height: int = HEIGHT,
    dark: bool = False,
) -> DrawnFigure:
    """Lines over time from columns series, label, period_end, value, lower, upper (NaN where no
    interval).

    The highlighted series are thicker, in front, with intervals; the others are muted and named on
    hover, unless nothing is highlighted or `colour_others`: then up to five series have colour,
    dash, symbol and a name at the right end.  `bands` names the series with intervals instead.
    `comparator` is a series, drawn dashed in ink; `context` one drawn in grey with its name.
    `changes` stand in brackets after a name; `base` is a date marked by a thin line.
    `target` is a value, or (date, value) points.
    `events` and `breaks` are dates or (date, title) pairs; no line crosses a break.  Click:
    customdata = series.
    """
    if table.empty or table["value"].isna().all():
        return empty(dark=dark)
    first = [highlight] if isinstance(highlight, str) else list(highlight or ())
    table = table.assign(period_end=pd.to_datetime(table["period_end"]))
    order = [s for s in table["series"].unique().tolist() if s not in (comparator, context)]
    order = [s for s in first if s in order] + [s for s in order if s not in first]
    coloured_series = (
        order[:MOST_COLOURED]
        if colour_others or not first
        else [s for s in order if s in first][:MOST_COLOURED]
    )
    banded_series = [s for s in coloured_series if s in (first if bands is None else bands)]
    there = set(table["series"])
    behind, before = ([s] if s in there else [] for s in (context, comparator))
    traces = [*behind, *reversed(order), *before]
    styles = _styles(traces, coloured_series, first, comparator, context, dark)
    cuts = [date for date, _ in date_marks(breaks)]
    drawing, labels = time_drawing(unit, height, dark), []
    points = _points(table)
    names = dict(
        zip(reversed(table["series"].tolist()), reversed(table["label"].tolist()), strict=True)
    )
    pieces = {series: _pieces(points[series], cuts) for series in traces}
    for series in banded_series:
        for band in (_band(piece, styles[series]["line"]["color"]) for piece in pieces[series]):
            if band:
                drawing.add("scatter", **band)
    for series in traces:
        name, style = names[series], styles[series]
        drawing.add("scatter", **_line(pieces[series], series, name, style, unit, decimals))
        if direct_labels and series in (*coloured_series, comparator, context):
            change = (changes or {}).get(series, "")
            bold = series in first
            labels.append(_label(points[series], name, style, unit, decimals, bold, change))
    goal = _target_points(target)
    room = 0.15 if goal else 0  # for the name of the target, which stands over it
    band_rows = table[table["series"].isin(banded_series)]
    numbers = pd.concat(
        [
            table["value"],
            band_rows["lower"],
            band_rows["upper"],
            pd.Series([v for _, v in goal], dtype=float),
        ]
    )
    label_ends(
        drawing,
        [label for label in labels if label],
        *value_range(numbers.astype(float), y_range, room),
    )
    if base is not None:
        base_mark(drawing, base, dark)
    if goal:
        words = wrap_name(target_label or f"Target {figure_text(goal[-1][1], unit, decimals)}", 99)
        target_mark(drawing, goal, words, dark)
    ends = [
        table["period_end"].max(),
        *(pd.Timestamp(date) for date, _ in goal if date is not None),
    ]
    time_marks(drawing, events, breaks, table["period_end"].min(), max(ends), dark)
    return drawing.figure()


def time_drawing(unit: str, height: int, dark: bool) -> Drawing:
    """A chart over time, still without marks: its unit at the value axis, no grid across time."""
    drawing = Drawing(dark, height)
    drawing.lay(
        yaxis={"title": {"text": unit}, "ticksuffix": "%" if unit == "%" else ""},
        xaxis={"showgrid": False, "type": "date", "tickangle": 0, "nticks": 5},
    )
    return drawing
