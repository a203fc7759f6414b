"""Where things stand on a slide and within a chart, in inches, and the numbers along an axis."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from pptx.util import Emu, Inches

from dashboard.exports.charts.pane import Axis, Pane

_LETTER = 0.54
"""Width of a letter, in parts of its height, on average."""
TICKS = 6
"""How many ticks an axis has at most."""
_KEY_INCHES = 0.4
"""Room of a legend's sign and the space behind its words."""


@dataclass(frozen=True)
class Frame:
    """A rectangle, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def place(self) -> tuple[Emu, Emu, Emu, Emu]:
        """Left, top, width and height as python-pptx takes them."""
        return (
            Emu(Inches(self.left)),
            Emu(Inches(self.top)),
            Emu(Inches(self.width)),
            Emu(Inches(self.height)),
        )

    def inside(self, left: float, top: float, right: float, bottom: float) -> Frame:
        """The rectangle within, so far from each side."""
        width = max(self.width - left - right, 0.2)
        return Frame(self.left + left, self.top + top, width, max(self.height - top - bottom, 0.2))


@dataclass(frozen=True)
class Scale:
    """The numbers along an axis: from where, to where, and the step between ticks."""

    low: float
    high: float
    step: float

    def share(self, value: float) -> float:
        """How far along the axis a value stands, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def text_width(words: str, points: float) -> float:
    """The width in inches that words take at a size in points, roughly."""
    return len(words) * _LETTER * points / 72


def widest(names: Iterable[str], points: float) -> float:
    """The width in inches of the longest of some names."""
    return max((text_width(name, points) for name in names), default=0.0)


def wrap(words: str, points: float, width: float) -> list[str]:
    """Words in lines that fit a width in inches, roughly."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, points) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def legend_height(pane: Pane, whole: Frame, points: float) -> float:
    """The room that the legend under a chart takes, in inches."""
    names = [one.name for one in pane.bands if one.in_legend]
    names += [one.name for one in pane.bars if one.in_legend]
    names += [one.name for one in pane.series if one.in_legend]
    if not pane.legend or not names:
        return 0.0
    # Entries stand in columns as wide as the longest of them.
    columns = max(1, int(whole.width * 0.98 / (widest(names, points) + _KEY_INCHES)))
    return math.ceil(len(names) / columns) * points * 1.35 / 72 + 0.1


def scale_of(
    values: Iterable[float | None], axis: Axis, *, zero: bool = False, ticks: int = TICKS
) -> Scale:
    """An axis over some values, or between its own ends, with round steps, at most some ``ticks``."""
    if axis.ticks:
        return Scale(axis.ticks[0], axis.ticks[-1], axis.ticks[1] - axis.ticks[0])
    low, high = axis.low, axis.high
    numbers = [value for value in values if value is not None]
    if zero or axis.zero:
        numbers.append(0.0)
    bottom = min(numbers, default=0.0) if low is None else low
    top = max(numbers, default=1.0) if high is None else high
    if top - bottom < 1e-9:
        bottom, top = bottom - 1, top + 1
    step = _round_step((top - bottom) / ticks)
    if axis.years:
        step = max(step, 1.0)
    if low is None:
        bottom = math.floor(bottom / step + 1e-9) * step
    if high is None:
        top = math.ceil(top / step - 1e-9) * step
    low, high = _outward(bottom, step, -1), _outward(top, step, 1)
    if axis.high is not None and high - axis.high > step / 4:
        high = axis.high  # Else what is drawn would be flat at the foot of a small chart.
    if axis.suffix == "%" and numbers and 0 <= min(numbers) and max(numbers) <= 100:
        # A share is never below nothing nor above the whole, so neither is its axis.
        low, high = max(low, 0.0), min(high, 100.0)
    return Scale(low, high, step)


def _outward(value: float, step: float, way: int) -> float:
    """An end of an axis moved outwards to a round number, so that its ticks are round."""
    steps = value / step
    return round((math.floor(steps + 1e-9) if way < 0 else math.ceil(steps - 1e-9)) * step, 10)


def _round_step(rough: float) -> float:
    size = 10.0 ** math.floor(math.log10(rough))
    return next(part * size for part in (1, 2, 2.5, 5, 10) if part * size >= rough - 1e-12)


def _decimals(scale: Scale) -> int:
    places = 0
    while places < 4 and abs(scale.step - round(scale.step, places)) > 1e-9:
        places += 1
    return places


def number_format(scale: Scale, suffix: str) -> str:
    """How the numbers along an axis are written."""
    places = _decimals(scale)
    number = f"#,##0{'.' if places else ''}{'0' * places}"
    return f'{number}"{suffix}"' if suffix else number


def numbers_width(scale: Scale, suffix: str, points: float) -> float:
    """The width in inches of the widest number along an axis."""
    ends = (f"{end:,.{_decimals(scale)}f}{suffix}" for end in (scale.low, scale.high))
    return widest(ends, points)
