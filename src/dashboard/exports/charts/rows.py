"""Rows that are too many for a place: in columns on one scale where there is the width, else the rows
at both ends.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.exports.charts import bars_chart, points_chart
from dashboard.exports.charts.frame import Frame, Scale, legend_height, widest
from dashboard.exports.charts.pane import Axis, Bars, Errors, Pane, Rule, Series
from dashboard.exports.charts.style import SMALLEST

GAP = "…"
"""What stands in the place of the rows that are not drawn."""
_PITCH = SMALLEST * 1.12 / 72
"""Inches from one row to the next at which their names can be read."""
_NARROWEST, _MOST_COLUMNS, _FEWEST_ROWS = 4.0, 3, 5
_MOST_TICKS, _TICK_INCHES = 5, 1.2
"""Ticks along the axis of a column at most, and the inches of the column for each."""


@dataclass(frozen=True)
class FittedRows:
    """The panes whose rows fit, whether they stand side by side, and how many rows are left out."""

    panes: list[Pane]
    in_columns: bool = False
    left: int = 0

    @property
    def sentence(self) -> str:
        """What is said of the rows left out; '' for none."""
        return left_words(self.left) if self.left else ""


def left_words(left: int) -> str:
    """How many rows between both ends are not drawn, and where they are."""
    words = (
        "1 row between is not drawn: it is"
        if left == 1
        else f"{left} rows between are not drawn: they are"
    )
    return f"{words} in the workbook and on the live page."


def share_rows(panes: Sequence[Pane]) -> bool:
    """Whether the panes are of rows, and of the same ones."""
    return bool(panes) and bool(panes[0].y.rows) and len({pane.y.rows for pane in panes}) == 1


def rows_that_fit(panes: Sequence[Pane], frame: Frame, size: float) -> int:
    """How many rows a place has room for."""
    first = panes[0]
    named = any(rule.vertical and rule.name for rule in first.rules)
    lines = 1.9 + 1.5 * bool(first.x.title) + 1.35 * named
    room = frame.height - lines * size / 72 - legend_height(first, frame, size) - 0.1
    return max(int(room / _PITCH), _FEWEST_ROWS)


def fit_rows(panes: Sequence[Pane], frame: Frame, size: float) -> FittedRows:
    """The panes with the rows that fit ``frame``: all of them, in columns, or those at both ends."""
    count, most = len(panes[0].y.rows), rows_that_fit(panes, frame, size)
    if count <= most:
        return FittedRows(list(panes))
    columns = math.ceil(count / most)
    if len(panes) == 1 and columns <= _most_columns(panes[0], frame):
        ticks = max(2, min(_MOST_TICKS, int(frame.width / columns / _TICK_INCHES)))
        return FittedRows(_in_columns(panes[0], columns, ticks), in_columns=True)
    foot = most - 1
    above, below = math.ceil(foot / 2), foot // 2
    kept = [*range(above), None, *range(count - below, count)]
    return FittedRows([pick_rows(pane, kept) for pane in panes], left=count - foot)


def _most_columns(pane: Pane, frame: Frame) -> int:
    names = widest(pane.y.rows, SMALLEST) + 0.25
    return min(_MOST_COLUMNS, int(frame.width / max(_NARROWEST, 2 * names)))


def _in_columns(pane: Pane, columns: int, ticks: int) -> list[Pane]:
    """A pane as several of as many rows, with the axis that all its rows together have."""
    across = bars_chart.scale_across if pane.kind == "bars" else points_chart.scale_across
    axis = _with_scale(pane.x, across(pane, ticks))
    count = len(pane.y.rows)
    ends = [math.ceil(count * n / columns) for n in range(columns + 1)]
    whole = replace(pane, x=axis)
    return [pick_rows(whole, range(*pair)) for pair in itertools.pairwise(ends)]


def _with_scale(axis: Axis, scale: Scale) -> Axis:
    steps = math.ceil((scale.high - scale.low) / scale.step - 1e-9)
    return replace(
        axis, ticks=tuple(round(scale.low + n * scale.step, 10) for n in range(steps + 1))
    )


def pick_rows(pane: Pane, kept: Sequence[int | None]) -> Pane:
    """A pane with some of its rows, in order; None for a row that says that rows are left out."""
    moves = {old: new for new, old in enumerate(kept) if old is not None}
    series = [_series_of(one, moves) for one in pane.series]
    names = tuple(GAP if old is None else pane.y.rows[old] for old in kept)
    return replace(
        pane,
        y=replace(pane.y, rows=names, low=None, high=None),
        series=tuple(one for one in series if one.last >= 0),
        bars=tuple(_bars_of(one, kept) for one in pane.bars),
        rules=tuple(_rules_of(pane.rules, moves)),
    )


def _series_of(series: Series, moves: dict[int, int]) -> Series:
    """The points of a series at the rows that are kept, at their new places."""
    places: list[int] = []
    for n, y in enumerate(series.y):
        is_break = y is None and bool(places) and series.y[places[-1]] is not None
        if is_break or (y is not None and round(y) in moves):
            places.append(n)

    def errors_of(errors: Errors | None) -> Errors | None:
        return errors and replace(
            errors,
            below=tuple(errors.below[n] for n in places),
            above=tuple(errors.above[n] for n in places),
        )

    return replace(
        series,
        x=tuple(series.x[n] for n in places),
        y=tuple(_new_place(series.y[n], moves) for n in places),
        x_errors=errors_of(series.x_errors),
        y_errors=errors_of(series.y_errors),
        labels={new: series.labels[n] for new, n in enumerate(places) if n in series.labels},
    )


def _new_place(y: float | None, moves: dict[int, int]) -> float | None:
    return None if y is None else y + moves[round(y)] - round(y)


def _bars_of(bars: Bars, kept: Sequence[int | None]) -> Bars:
    values = tuple(None if old is None else bars.values[old] for old in kept)
    return replace(bars, values=values)


def _rules_of(rules: Sequence[Rule], moves: dict[int, int]) -> list[Rule]:
    """The upright lines, and those that lie at a row that is kept."""
    upright = [rule for rule in rules if rule.vertical]
    lying = [
        replace(rule, at=rule.at + moves[round(rule.at)] - round(rule.at))
        for rule in rules
        if not rule.vertical and isinstance(rule.at, float) and round(rule.at) in moves
    ]
    return upright + lying
