"""Where the words at the points of lines over time stand: clear of the lines and of one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.exports.charts import chart_xml
from dashboard.exports.charts.frame import Frame, Scale, text_width
from dashboard.exports.charts.pane import Series

_ABOVE = 0.07
"""Inches between a point and the words above it."""
_MARK = 0.09
"""Inches that words keep from the middle of a line, whose points are drawn as wide."""
_STEPS_ACROSS = 12
"""At how many places across words a line is looked for."""
_CLEAR_OF_TOP = 1.1
"""Lines of words that the middle of words keeps from the top, where upright lines are named."""
_MOST_LINES = 6
"""How many heights of a line words are moved at most."""


@dataclass(frozen=True)
class Plot:
    """A chart over time: its place, the area drawn on, and where days and values stand."""

    whole: Frame
    inner: Frame
    across: Sequence[float]
    """How far along its axis each day stands, from 0 to 1."""
    up: Scale
    size: float
    """Of words, in points."""

    @property
    def line(self) -> float:
        """The height of a line of words, in inches."""
        return self.size * 1.2 / 72

    def x(self, place: int) -> float:
        """How far from the left of the drawing a day stands, in inches."""
        return self.across[place] * self.inner.width

    def y(self, value: float) -> float:
        """How far from the top of the drawing a value stands, in inches."""
        return (1 - self.up.share(value)) * self.inner.height


def is_free(series: Sequence[Series], place: int) -> bool:
    """Whether no line goes on to the right of a day, so that words may stand there."""
    return not any(y is not None for one in series if not one.straight for y in one.y[place + 1 :])


def place_labels(chart: Any, areas: int, series: Sequence[Series], plot: Plot) -> None:
    """Move the words at the ends of lines apart, and those over a line off it; the first ``areas``
    series of the chart are areas.
    """
    native = [one for drawn in chart.plots for one in drawn.series][areas:]
    _spread_ends(native, series, plot)
    for one, shown in zip(native, series, strict=True):
        last = shown.last
        for place, words in shown.labels.items():
            value = shown.y[place]
            if value is not None and not (place == last and is_free(series, last)):
                down = _way_off_lines(series, plot, (place, value), words)
                if down:
                    label = one.points[place].data_label
                    chart_xml.move_label(label, down / plot.whole.height)


def _spread_ends(native: Sequence[Any], series: Sequence[Series], plot: Plot) -> None:
    """Move the words to the right of lines apart."""
    ends: list[tuple[float, int, int]] = []
    for n, one in enumerate(series):
        last = one.last
        value = one.y[last] if one.labels.get(last) and is_free(series, last) else None
        if value is not None:
            ends.append((plot.y(value), n, last))
    ends.sort()
    below = -plot.line
    # Downwards first, then upwards again where the last of them would fall under the chart.
    places = []
    for at, n, last in ends:
        below = max(at, below + plot.line)
        places.append((at, below, n, last))
    over = max(0.0, below - plot.inner.height) if places else 0.0
    for at, place, n, last in places:
        moved = place - over - at
        if abs(moved) > 0.01:
            chart_xml.move_label(native[n].points[last].data_label, moved / plot.whole.height)


def _way_off_lines(
    series: Sequence[Series], plot: Plot, point: tuple[int, float], words: str
) -> float:
    """How far down, in inches, words above a point are moved so that they lie on no line; 0 where
    there is no such place within reach.
    """
    place, value = point
    half = text_width(words, plot.size) * 0.6
    x = plot.x(place)
    middle = plot.y(value) - _ABOVE - plot.line / 2
    heights = [y for one in series if one.line for y in _heights(one, plot, x - half, x + half)]
    steps = sorted(range(-2 * _MOST_LINES, 2 * _MOST_LINES + 1), key=abs)
    for step in steps:
        at = middle + step * plot.line / 2
        inside = plot.line * _CLEAR_OF_TOP <= at <= plot.inner.height - plot.line / 2
        if inside and not any(abs(y - at) < plot.line / 2 + _MARK for y in heights):
            return at - middle
    return 0.0


def _heights(series: Series, plot: Plot, left: float, right: float) -> Iterable[float]:
    """How far down a line stands at places between two, in inches."""
    points = [(plot.x(n), plot.y(y)) for n, y in enumerate(series.y) if y is not None]
    for (x, y), (next_x, next_y) in zip(points, points[1:], strict=False):
        for n in range(_STEPS_ACROSS + 1):
            at = left + (right - left) * n / _STEPS_ACROSS
            if x <= at <= next_x and next_x > x:
                yield y + (next_y - y) * (at - x) / (next_x - x)
