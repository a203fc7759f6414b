"""A control chart: figures, centre line, limits, the figures that met a rule, step changes and
target.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure, Trace
from dashboard.figures.format import days, round_values, safe, wrap_name
from dashboard.figures.lines import time_drawing, value_range
from dashboard.figures.marks import Label, date_marks, label_ends, target_mark, time_marks
from dashboard.figures.theme import (
    FLAG_SYMBOLS,
    STEADY,
    Colours,
    Drawing,
    bottom_legend,
    colours,
    empty,
)
from dashboard.text import figure_text, missing

HEIGHT = 340
_KEY = 56
_MANY = 36
"""Figures beyond which markers are small, so that they can be told apart."""
NO_FIGURES = "No figures for a control chart."
NOT_JUDGED = "not known"
#: Signal -> words in the key and on hover; '' is common cause.
SIGNALS = {
    "better": "Better than usual",
    "worse": "Worse than usual",
    "higher": "Higher than usual",
    "lower": "Lower than usual",
    "": "Usual variation",
    NOT_JUDGED: "No limits to judge by",
}


class _Words(NamedTuple):
    """How figures, the centre line and signals are named."""

    unit: str
    decimals: int
    centre: str
    signals: Mapping[str, str]


def control_chart(
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    rules: Mapping[str, str],
    target: float | Sequence[tuple[Any, float]] | None = None,
    steps: Sequence[Any] = (),
    breaks: Sequence[Any] = (),
    events: Sequence[Any] = (),
    centre: str = "Mean",
    signals: Mapping[str, str] = SIGNALS,
    height: int = HEIGHT,
    dark: bool = False,
) -> DrawnFigure:
    """One series over time with its mean and limits, segment by segment.

    Columns: period_end, value, segment, mean, lower, upper (NaN where no limits), no_limit (the
    sides without one, which get no line), status ("trial" limits are dashed), rule (key of
    `rules`: id -> words), signal ("better", "worse", "higher", "lower", "" for common cause): each
    signal has its own shape and colour.  `target`: a value, or (date, value) points.  `steps`,
    `breaks`, `events`: dates or (date, title) pairs; no line crosses a step or a break.
    `centre` names the line that the column mean holds, `signals` each signal; figures for which a
    column at_least is true are told as such.  customdata = last day of the period.
    """
    rows = table.assign(period_end=pd.to_datetime(table["period_end"])).sort_values(
        "period_end", kind="stable"
    )
    if rows.empty or rows["value"].isna().all():
        return empty(NO_FIGURES if len(rows) else "No figures to show.", dark)
    c, goal = colours(dark), _target_points(target)
    words = _Words(unit, decimals, centre, signals)
    drawing = time_drawing(unit, height, dark)
    rows = rows.assign(signal=rows["signal"].where(rows["lower"].notna(), NOT_JUDGED))
    points = rows[rows["value"].notna()]
    for _, part in points.groupby("segment"):
        _segment(drawing, part, c)
    for trace in _points(points, words, rules, c):
        drawing.add("scatter", **trace)
    _name_lines(drawing, points, goal, words)
    first, last = rows["period_end"].min(), rows["period_end"].max()
    _lay_axes(drawing, (first, last), goal, unit, dark)
    _draw_target(drawing, goal, words, dark)
    named = [(date, title or "Step change") for date, title in date_marks(steps)]
    time_marks(drawing, [*events, *named], breaks, first, last, dark)
    return drawing.figure()


def _target_points(target: float | Sequence[tuple[Any, float]] | None) -> list[tuple[Any, float]]:
    if target is None or isinstance(target, (int, float)):
        return [] if missing(target) else [(None, float(target))]  # type: ignore[arg-type]
    return [(date, float(value)) for date, value in target if not missing(value)]


def _level(goal: Sequence[tuple[Any, float]]) -> list[float]:
    """The target where it is one value at all times: a value without a date."""
    return [value for date, value in goal if date is None]


def _lay_axes(
    drawing: Drawing,
    ends: tuple[pd.Timestamp, pd.Timestamp],
    goal: Sequence[tuple[Any, float]],
    unit: str,
    dark: bool,
) -> None:
    """The axes, from the first figure to the last or the end of the target, with the key below."""
    first, last = ends
    end = max([last, *(pd.Timestamp(date) for date, _ in goal if date is not None)])
    # markers at the edges would else widen it by years
    room = max((end - first) * 0.03, pd.Timedelta(days=10))
    drawing.lay(
        height=drawing.layout["height"] + _KEY,
        margin={"b": drawing.layout["margin"]["b"] + _KEY},
        showlegend=True,
        legend=bottom_legend(dark),
        yaxis={"title": {"text": "" if unit == "%" else unit}},
        xaxis={
            "nticks": 3 if (last - first).days < 500 else 5,
            "range": days([first - room, end + room]),
        },
    )


def _draw_target(
    drawing: Drawing, goal: Sequence[tuple[Any, float]], words: _Words, dark: bool
) -> None:
    """The target: across the chart where it is the same at all times, else through its points."""
    if level := _level(goal):
        line = {"color": colours(dark).ink, "width": 1.5, "dash": "dot"}
        drawing.rule(x0=0, x1=1, xref="paper", y0=level[0], y1=level[0], name="target", line=line)
    elif goal:
        name = f"Target {figure_text(goal[-1][1], words.unit, words.decimals)}"
        target_mark(drawing, goal, name, dark)


def _segment(drawing: Drawing, part: pd.DataFrame, c: Colours) -> None:
    """The line through the figures, the mean and the limits of one segment."""
    trace: Trace = {"mode": "lines", "hoverinfo": "skip", "showlegend": False}
    drawing.add(
        "scatter",
        x=days(part["period_end"]),
        y=round_values(part["value"]),
        meta="line",
        line={"color": c.muted_mark, "width": 1.5},
        **trace,
    )
    ends = days(part["period_end"].iloc[[0, -1]])
    first = part.iloc[0]
    if missing(first["lower"]):
        return
    drawing.add(
        "scatter",
        x=ends,
        y=round_values([first["mean"]] * 2),
        line={"color": c.ink, "width": 1.5},
        meta="mean",
        **trace,
    )
    dash = "dash" if first["status"] == "trial" else "solid"
    for side in _limit_sides(first):
        drawing.add(
            "scatter",
            x=ends,
            y=round_values([first[side]] * 2),
            meta=f"{side} limit",
            line={"color": c.muted_mark, "width": 1.5, "dash": dash},
            **trace,
        )


def _limit_sides(row: pd.Series) -> list[str]:
    """'lower' and 'upper', without a side that has no limit."""
    without = str(row["no_limit"]).split()
    return [name for name, side in (("lower", "low"), ("upper", "high")) if side not in without]


def _points(rows: pd.DataFrame, words: _Words, rules: Mapping[str, str], c: Colours) -> list[Trace]:
    """The figures, one trace a signal, common cause beneath the others."""
    signal_marks, larger, smaller = [], *((10, 7) if len(rows) <= _MANY else (8, 5))
    for signal in reversed(SIGNALS):
        part = rows[rows["signal"] == signal]
        if part.empty:
            continue
        special = signal not in ("", NOT_JUDGED)
        signal_marks.append(
            {
                "x": days(part["period_end"]),
                "y": round_values(part["value"]),
                "mode": "markers",
                "name": words.signals[signal],
                "meta": signal or "common",
                "text": [_hover(row, words, rules) for _, row in part.iterrows()],
                "customdata": days(part["period_end"]),
                "hovertemplate": "%{text}<extra></extra>",
                "cliponaxis": False,
                "marker": {
                    "symbol": FLAG_SYMBOLS[signal or "similar"],
                    "size": larger if special else smaller,
                    "color": c.flags[signal] if special else c.muted_mark,
                    "opacity": 1,
                },
                **STEADY,
            }
        )
    return signal_marks


def _hover(row: pd.Series, words: _Words, rules: Mapping[str, str]) -> str:
    unit, decimals, centre, signals = words
    least = "at least " if row.get("at_least", False) else ""
    figure = figure_text(row["value"], unit, decimals)
    parts = [f"<b>{row['period_end']:%B %Y}</b>: {least}{figure}"]
    if row["signal"] not in ("", NOT_JUDGED):
        parts.append(f"{signals[row['signal']]}: {wrap_name(rules[row['rule']], 44)}")
    if not missing(row["lower"]):
        mean = figure_text(row["mean"], "", decimals)
        limits = [figure_text(row[side], "", decimals) for side in _limit_sides(row)]
        kind = "trial " if row["status"] == "trial" else ""
        between = (
            f"{kind}limits {' to '.join(limits)}"
            if len(limits) > 1
            else f"{kind}{_limit_sides(row)[0]} limit {limits[0]}"
        )
        parts.append(f"{centre} {mean}, {between}")
    return "<br>".join(parts)


def _name_lines(
    drawing: Drawing, points: pd.DataFrame, goal: Sequence[tuple[Any, float]], words: _Words
) -> None:
    """Write the names of the centre line, the limits and a level target at the right end, beside a
    value axis that holds them all.
    """
    goal_values = pd.Series([value for _, value in goal], dtype=float)
    numbers = pd.concat([points["value"], points["lower"], points["upper"], goal_values])
    level, percent = _level(goal), words.unit if words.unit == "%" else ""
    ends = _ends(points, words)
    ends += [
        (value, f"Target {figure_text(value, percent, words.decimals)}", "") for value in level
    ]
    # the name of a target with dates stands over its last point
    room = 0 if level or not goal else 0.15
    label_ends(drawing, ends, *value_range(numbers.astype(float), above=room))
    if missing(points.iloc[-1]["lower"]):
        _name_earlier_lines(drawing, points, words)


def _name_earlier_lines(drawing: Drawing, points: pd.DataFrame, words: _Words) -> None:
    """Write the names of the centre line and the limits over the lines of the last segment that has
    any, where the latest has none.
    """
    earlier = points[points["lower"].notna()]
    if earlier.empty:
        return
    for value, name, _ in _ends(earlier, words):
        drawing.write(
            name,
            x=days([earlier["period_end"].iloc[-1]])[0],
            xanchor="right",
            y=round(value, 3),
            yanchor="bottom",
            font={"size": 13},
            name="label",
        )


def _ends(points: pd.DataFrame, words: _Words) -> list[Label]:
    """The names of the centre line and the limits of the latest segment."""
    last = points.iloc[-1]
    if missing(last["lower"]):
        return []
    percent = words.unit if words.unit == "%" else ""
    names = {"upper": "Limit", "mean": words.centre, "lower": "Limit"}
    return [
        (float(last[c]), safe(f"{name} {figure_text(last[c], percent, words.decimals)}"), "")
        for c, name in names.items()
        if c == "mean" or c in _limit_sides(last)
    ]
