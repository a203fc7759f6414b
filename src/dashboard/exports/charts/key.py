"""One key under charts that share their rows or stand beside one another, as shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Pt

from dashboard.exports.charts import style
from dashboard.exports.charts.frame import Frame, text_width
from dashboard.exports.charts.overlay import describe, drop_effects
from dashboard.exports.charts.pane import Bars, Pane, Series

_SIGN, _GAP, _LINE_HEIGHT = 0.14, 0.25, 0.03
_SHAPES = {
    "square": MSO_SHAPE.RECTANGLE,
    "diamond": MSO_SHAPE.DIAMOND,
    "triangle-up": MSO_SHAPE.ISOSCELES_TRIANGLE,
    # As in the chart itself, which has no triangle that points down.
    "triangle-down": MSO_SHAPE.DIAMOND,
    "star": MSO_SHAPE.STAR_5_POINT,
    "x": MSO_SHAPE.MATH_MULTIPLY,
}
Entry = Bars | Series


def key_of(pane: Pane) -> list[Entry]:
    """What the key of a pane names."""
    entries: list[Entry] = [*pane.bars, *pane.series]
    return [one for one in entries if one.in_legend]


def key_height(entries: Sequence[Entry], width: float, size: float) -> float:
    """The room that a key in a size takes within a width, in inches."""
    return len(_lines(entries, width, size)) * _line_height(size) + 0.06


def draw_key(shapes: Any, frame: Frame, entries: Sequence[Entry], size: float) -> None:
    """Write what each kind of mark is along ``frame``, in rows: its sign and its name."""
    top, height = frame.top, _line_height(size)
    for line in _lines(entries, frame.width, size):
        widths = [_width(one, size) for one in line]
        spare = frame.width - sum(widths) - _GAP * (len(line) - 1)
        left = frame.left + max(spare, 0) / 2
        for one, width in zip(line, widths, strict=True):
            _draw_sign(shapes, Frame(left, top + (height - _SIGN) / 2, _SIGN, _SIGN), one)
            words = Frame(left + _SIGN + 0.08, top, width - _SIGN - 0.08, height)
            style.write_box(shapes, words, one.name, size)
            left += width + _GAP
        top += height


def _line_height(size: float) -> float:
    return size * 1.4 / 72


def _width(entry: Entry, size: float) -> float:
    return _SIGN + 0.08 + text_width(entry.name, size) * 1.15


def _lines(entries: Sequence[Entry], width: float, size: float) -> list[list[Entry]]:
    """The entries in as many rows as they need."""
    lines: list[list[Entry]] = [[]]
    for one in entries:
        used = sum(_width(other, size) + _GAP for other in lines[-1])
        if lines[-1] and used + _width(one, size) > width:
            lines.append([])
        lines[-1].append(one)
    return lines


def _draw_sign(shapes: Any, frame: Frame, entry: Entry) -> None:
    symbol = entry.mark.symbol if isinstance(entry, Series) and entry.mark else "square"
    name, is_open = symbol.removesuffix("-open"), symbol.endswith("-open")
    if isinstance(entry, Series) and entry.mark is None:
        middle = frame.top + (frame.height - _LINE_HEIGHT) / 2
        frame = Frame(frame.left, middle, frame.width, _LINE_HEIGHT)
    box = shapes.add_shape(_SHAPES.get(name, MSO_SHAPE.OVAL), *frame.place)
    drop_effects(box)
    describe(box, f"Key: {entry.name}")
    colour = _colour_of(entry)
    if isinstance(entry, Bars) and entry.hollow:
        box.fill.background()
    else:
        box.fill.solid()
        shade = style.mix_with_white(colour, 0.35) if is_open else colour
        box.fill.fore_color.rgb = style.colour(shade)
    if is_open or (isinstance(entry, Bars) and entry.hollow):
        box.line.color.rgb = style.colour(colour)
        box.line.width = Pt(1.25)
    else:
        box.line.fill.background()


def _colour_of(entry: Entry) -> str:
    if isinstance(entry, Bars):
        return entry.colour
    drawn = entry.mark or entry.line
    return drawn.colour if drawn else style.INK
