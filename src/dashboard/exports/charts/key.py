"""One key under charts that stand beside one another and share their rows, as shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Pt

from dashboard.exports.charts import style
from dashboard.exports.charts.frame import Frame, text_width
from dashboard.exports.charts.overlay import describe, drop_effects
from dashboard.exports.charts.pane import Bars

_SIGN, _GAP = 0.14, 0.3


def key_height(size: float) -> float:
    """The room that a key in a size takes, in inches."""
    return size * 1.4 / 72 + 0.06


def draw_key(shapes: Any, frame: Frame, bars: Sequence[Bars], size: float) -> None:
    """Write what each kind of bars is along ``frame``, in a row: a sign of its colour and its name."""
    widths = [_SIGN + 0.08 + text_width(one.name, size) * 1.15 for one in bars]
    spare = frame.width - sum(widths) - _GAP * (len(bars) - 1)
    left = frame.left + max(spare, 0) / 2
    for one, width in zip(bars, widths, strict=True):
        sign = Frame(left, frame.top + (frame.height - _SIGN) / 2, _SIGN, _SIGN)
        _draw_sign(shapes, sign, one)
        words = Frame(left + _SIGN + 0.08, frame.top, width - _SIGN - 0.08, frame.height)
        style.write_box(shapes, words, one.name, size)
        left += width + _GAP


def _draw_sign(shapes: Any, frame: Frame, bars: Bars) -> None:
    box = shapes.add_shape(MSO_SHAPE.RECTANGLE, *frame.place)
    drop_effects(box)
    describe(box, f"Key: {bars.name}")
    if bars.hollow:
        box.fill.background()
        box.line.color.rgb = style.colour(bars.colour)
        box.line.width = Pt(1.25)
    else:
        box.fill.solid()
        box.fill.fore_color.rgb = style.colour(bars.colour)
        box.line.fill.background()
