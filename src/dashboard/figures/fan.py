"""What was, where it is heading with bands of 50, 80 and 95%, and the path that would reach the
target.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.figures.ahead import draw_bands, draw_line_ahead, write_bands_key
from dashboard.figures.figure_json import DrawnFigure
from dashboard.figures.format import days, round_values, safe
from dashboard.figures.lines import time_drawing, value_range
from dashboard.figures.marks import Label, label_ends, target_mark, time_marks
from dashboard.figures.theme import Drawing, colours, empty, faint
from dashboard.text import figure_text

HEIGHT = 380
_OF_LATE = 6


def fan(
    history: pd.DataFrame,
    ahead: pd.DataFrame | None,
    *,
    unit: str,
    decimals: int,
    label: str = "",
    target: tuple[Any, float] | None = None,
    baseline: tuple[Any, float] | None = None,
    what_if: pd.DataFrame | None = None,
    events: Sequence[Any] = (),
    breaks: Sequence[Any] = (),
    dark: bool = False,
) -> DrawnFigure:
    """The figures of columns period_end and value, then the projection as ``stats`` projects a
    share, time or number.

    `ahead`: period_end, value, lower_50 ... upper_95 and, where there is one, chance; None draws
    what was alone.
    `target` is (date, value): a dotted path joins the last figure with it, or a level crosses the
    chart where its date is past; with a `baseline`, (date, value), the path begins there, whatever
    the date. `what_if`: period_end, value, drawn as a line of its own and named as an assumption.
    The last figure and the end of each line are named; `label` is what is shown, for hovering.
    """
    past = history.dropna(subset=["value"]).sort_values("period_end")
    if past.empty:
        return empty(dark=dark)
    ends = pd.to_datetime(past["period_end"])
    last = (ends.iloc[-1], float(past["value"].iloc[-1]))
    ahead = None if ahead is None or ahead.empty else ahead
    what_if = None if what_if is None or what_if.empty else what_if
    drawing, colour = time_drawing(unit, HEIGHT, dark), colours(dark).series
    labels: list[Label] = []
    if ahead is not None:
        draw_bands(drawing, ahead, last, colour[0])
    _what_was(drawing, past, label, unit, decimals, colour[0])
    if what_if is not None:
        labels.append(
            draw_line_ahead(drawing, what_if, last, "Assumed", colour[2], "dot", unit, decimals)
        )
    if ahead is not None:
        labels.append(
            draw_line_ahead(drawing, ahead, last, "Projected", colour[0], "6px,4px", unit, decimals)
        )
    label_ends(drawing, labels, *_range(past, ahead, what_if, target, unit))
    goal = None if target is None else float(target[1])
    _name_last(drawing, past, last, goal, unit, decimals, dark)
    furthest = max(
        [last[0], *(table["period_end"].max() for table in (ahead, what_if) if table is not None)]
    )
    if target is not None:
        furthest = max(furthest, _target(drawing, last, target, baseline, unit, decimals, dark))
    time_marks(drawing, events, breaks, ends.iloc[0], furthest, dark)
    if ahead is not None:
        write_bands_key(drawing, dark)
    return drawing.figure()


def _what_was(
    drawing: Drawing, past: pd.DataFrame, label: str, unit: str, decimals: int, colour: str
) -> None:
    name = f"<b>{safe(label)}</b>, " if label else ""
    text = [
        f"{name}{pd.Timestamp(row.period_end):%b %Y}: {figure_text(row.value, unit, decimals)}"
        for row in past.itertuples()
    ]
    drawing.add(
        "scatter",
        x=days(past["period_end"]),
        y=round_values(past["value"]),
        text=text,
        mode="lines+markers",
        hovertemplate="%{text}<extra></extra>",
        line={"color": colour, "width": 3},
        marker={"color": colour, "size": [0] * (len(past) - 1) + [9], "opacity": 1},
        meta="history",
        showlegend=False,
    )


def _range(
    past: pd.DataFrame,
    ahead: pd.DataFrame | None,
    what_if: pd.DataFrame | None,
    target: tuple[Any, float] | None,
    unit: str,
) -> tuple[float, float]:
    numbers = [past["value"]]
    if ahead is not None:
        numbers += [ahead["lower_95"], ahead["upper_95"]]
    if what_if is not None:
        numbers.append(what_if["value"])
    if target is not None:
        numbers.append(pd.Series([target[1]]))
    low, high = value_range(
        pd.concat(numbers).astype(float), above=0.1 if target is not None else 0
    )
    return (low, min(high, 101.0)) if unit == "%" else (low, high)


def _name_last(
    drawing: Drawing,
    past: pd.DataFrame,
    last: tuple[pd.Timestamp, float],
    target: float | None,
    unit: str,
    decimals: int,
    dark: bool,
) -> None:
    """Write the last figure to the left of its point, above or below it, where neither the line nor
    the name of the target stands; where both sides are taken, at the foot of the chart.
    """
    side = _free_side(past, last, target, drawing.layout["yaxis"]["range"])
    words = f"<b>{safe(figure_text(last[1], unit if unit == '%' else '', decimals))}</b> {last[0]:%b %Y}"
    foot = float(drawing.layout["yaxis"]["range"][0])
    drawing.write(
        words,
        x=days([last[0]])[0],
        y=round(foot if side == "foot" else last[1], 3),
        xanchor="right",
        yanchor="top" if side == "below" else "bottom",
        xshift=-6,
        yshift={"above": 6, "below": -6, "foot": 2}[side],
        align="right",
        font={"size": 13, "color": colours(dark).ink},
        name="last",
        bgcolor=faint(colours(dark).background, 0.8),
    )


_WIDE, _TALL = 0.55, 0.14
"""How much of the time that was and of the height the name of the last figure takes, on a slide."""


def _free_side(
    past: pd.DataFrame,
    last: tuple[pd.Timestamp, float],
    target: float | None,
    span: Sequence[float],
) -> str:
    """'above', 'below' or 'foot': where the name of the last figure lies on nothing else.

    Of two free sides that on which the line has not been of late.
    """
    low, high = map(float, span)
    tall, ends = _TALL * (high - low), pd.to_datetime(past["period_end"])
    beside = past["value"][ends >= last[0] - _WIDE * (last[0] - ends.iloc[0])].iloc[:-1]
    boxes = {
        "above": (last[1] + tall / 4, last[1] + tall),
        "below": (last[1] - tall, last[1] - tall / 4),
        "foot": (low, low + tall),
    }
    free = {
        side: not beside.between(bottom, top, inclusive="neither").any()
        for side, (bottom, top) in boxes.items()
    }
    if target is not None:  # Its name stands over its level, as wide as the chart.
        free["above"] &= last[1] + tall < target or last[1] > target + tall
    free["below"] &= boxes["below"][0] >= low - tall
    usual = "above" if float(past["value"].tail(_OF_LATE).mean()) <= last[1] else "below"
    sides = (usual, *(side for side in boxes if side != usual))
    return next((side for side in sides if free[side]), usual)


def _target(
    drawing: Drawing,
    last: tuple[pd.Timestamp, float],
    target: tuple[Any, float],
    baseline: tuple[Any, float] | None,
    unit: str,
    decimals: int,
    dark: bool,
) -> pd.Timestamp:
    """The path to the target or, once its date is past, its level; the furthest date drawn."""
    date, value = pd.Timestamp(target[0]), float(target[1])
    words = f"Target {safe(figure_text(value, unit if unit == '%' else '', decimals))}"
    if date <= last[0] and baseline is None:
        target_mark(drawing, [(None, value)], f"{words}, date past", dark)
        return last[0]
    target_mark(drawing, [baseline or last, (date, value)], f"{words} by {date:%b %Y}", dark)
    return date
