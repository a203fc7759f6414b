"""What is written into a chart over time: events, breaks, target, and the names at the ends of
lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from dashboard.figures.format import days, round_values, wrap_name
from dashboard.figures.theme import Drawing, colours, faint

TOP, BOTTOM = 44, 40
_LETTER, _LINE, _KEY_LETTERS, _NAMED = 8.8, 17, 41, 2
_LARGER = 1.3
"""How much larger the letters of names are on a slide."""
Label = tuple[float, str, str]
"""Value, words (lines parted by <br>), and the glyph before them."""


def spread(
    positions: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Middles nearest to those wanted of labels as high as ``heights``, clear of one another, kept
    within low..high where they fit.
    """
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    # The least distance of each from the one below it; the lowest has none below.
    gaps = [0.0, *((heights[a] + heights[b]) / 2 for a, b in pairwise(order))]
    places: list[float] = []
    floor, ceiling = low, high
    for i, gap in zip(order, gaps, strict=False):
        floor = max(positions[i], floor + gap)
        places.append(floor)
    for n in reversed(range(len(places))):
        places[n] = min(places[n], ceiling)
        ceiling = places[n] - gaps[n]
    out = [0.0] * len(positions)
    for i, position in zip(order, places, strict=True):
        out[i] = position
    return out


def date_marks(marks: Sequence[Any]) -> list[tuple[pd.Timestamp, str]]:
    """(date, title) pairs; a bare date has no title."""
    pairs = [mark if isinstance(mark, (tuple, list)) else (mark, "") for mark in marks]
    return [(pd.Timestamp(date), str(title)) for date, title in pairs]


def time_marks(
    drawing: Drawing,
    events: Sequence[Any],
    breaks: Sequence[Any],
    first: pd.Timestamp,
    last: pd.Timestamp,
    dark: bool,
) -> None:
    """Vertical lines of events (dotted) and breaks (dashed) between the first and the last date.

    Up to two are named at the top; more are numbered there and named below the chart, for on a
    phone their names would lie on one another.
    """
    marks = [(*e, "dot", "event") for e in date_marks(events)]
    marks += [(d, t or "Break", "dash", "break") for d, t in date_marks(breaks)]
    marks = sorted(mark for mark in marks if first <= mark[0] <= last)
    c, few = colours(dark), len(marks) <= _NAMED
    for i, (date, title, dash, kind) in enumerate(marks):
        at = days([date])[0]
        line = {"color": c.muted_mark, "width": 1.5 if kind == "break" else 1, "dash": dash}
        drawing.rule(x0=at, x1=at, y0=0, y1=1, yref="paper", line=line, name=kind)
        third = (date - first) / max(last - first, pd.Timedelta(days=1))
        anchor = "left" if third < 1 / 3 else "right" if third > 2 / 3 else "center"
        drawing.write(
            wrap_name(title, 99) if few else str(i + 1),
            x=at,
            y=1,
            yref="paper",
            yanchor="bottom",
            yshift=17 * (i % 2),
            xanchor=anchor if few else "center",
            font={"size": 13, "color": c.ink},
            name=kind,
        )
    if not few:
        write_key(
            drawing,
            [f"{i + 1} {title}, {date:%b %Y}" for i, (date, title, *_) in enumerate(marks)],
            dark,
        )


def base_mark(drawing: Drawing, date: Any, dark: bool) -> None:
    """A thin line at the date that changes are counted from."""
    at = days([date])[0]
    line = {"color": colours(dark).ink, "width": 1}
    drawing.rule(x0=at, x1=at, y0=0, y1=1, yref="paper", line=line, name="base")


def write_key(drawing: Drawing, lines: Sequence[str], dark: bool) -> None:
    """The names of numbered marks below the time axis, with room made for them."""
    words = "<br>".join(wrap_name(line, _KEY_LETTERS) for line in lines)
    room = _LINE * (words.count("<br>") + 1) + 8
    drawing.lay(
        margin={"b": drawing.layout["margin"]["b"] + room}, height=drawing.layout["height"] + room
    )
    drawing.write(
        words,
        x=0,
        xref="paper",
        xanchor="left",
        y=0,
        yref="paper",
        yanchor="top",
        yshift=-BOTTOM,
        align="left",
        font={"size": 13, "color": colours(dark).ink},
        name="key",
    )


def target_mark(
    drawing: Drawing, points: Sequence[tuple[Any, float]], label: str, dark: bool
) -> None:
    """The target: a level across the chart for one value without a date, else a dotted line through
    its points.
    """
    ink = colours(dark).ink
    line = {"color": ink, "width": 1.5, "dash": "dot"}
    xs, ys = [date for date, _ in points], round_values(value for _, value in points)
    level = len(points) == 1 and xs[0] is None
    if level:
        drawing.rule(x0=0, x1=1, xref="paper", y0=ys[0], y1=ys[0], line=line, name="target")
    else:
        drawing.add(
            "scatter",
            x=days(xs),
            y=ys,
            mode="lines+markers",
            line=line,
            name="target",
            meta="target",
            marker={
                "symbol": ["circle-open"] * (len(points) - 1) + ["star"],
                "size": 10,
                "color": ink,
            },
            hovertemplate="%{y}<extra></extra>",
            showlegend=False,
        )
    drawing.write(
        label,
        x=0 if level else days(xs)[-1],
        xref="paper" if level else "x",
        xanchor="left" if level else "right",
        y=ys[-1],
        yanchor="bottom",
        yshift=0 if level else 6,
        font={"size": 13, "color": ink},
        bgcolor=faint(colours(dark).background, 0.8),
        name="target",
    )


def label_ends(
    drawing: Drawing,
    labels: Sequence[Label],
    low: float,
    high: float,
    *,
    above: float = TOP,
    below: float = BOTTOM,
) -> None:
    """Fix the value axis to low..high and write the names at the right end, moved apart where they
    would overlap. ``above`` and ``below`` are the pixels above and below the plot.
    """
    parts = [re.sub("</?b>", "", words).split("<br>") for _, words, _ in labels]
    widest = max((len(line) for lines in parts for line in lines), default=0)
    # Names of several lines have more room, as their letters are larger on a slide.
    heights = [_LINE * len(lines) * (1 if len(lines) == 1 else _LARGER) + 1 for lines in parts]
    right = int(34 + _LETTER * widest) if labels else 12
    drawing.lay(yaxis={"range": [low, high]}, margin={"l": 8, "r": right, "t": above, "b": below})
    pixels = drawing.layout["height"] - above - below
    wanted = [(value - low) / (high - low) * pixels for value, *_ in labels]
    places = spread(wanted, heights, 0, pixels)
    for (value, words, glyph), at, place in zip(labels, wanted, places, strict=True):
        drawing.write(
            f"{glyph} {words}".strip(),
            x=1,
            xref="paper",
            xanchor="left",
            xshift=8,
            y=round(value, 3),
            yshift=round(place - at),
            align="left",
            name="label",
        )
