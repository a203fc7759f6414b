"""How lines, points, axes and legends look: quiet, in the colours of the page."""

from __future__ import annotations

from typing import Any

from pptx.chart.axis import ValueAxis, _BaseAxis
from pptx.chart.chart import Chart
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from dashboard.exports.charts.frame import Frame, Scale, number_format
from dashboard.exports.charts.pane import Axis, Mark, Stroke

SMALLEST = 11.0
"""Points of the smallest words of a slide, but for the sources and filters at its foot."""
INK, MUTED, GRID = "1D2329", "767B82", "E3E6E9"
LEFT, CENTRE, RIGHT = PP_ALIGN.LEFT, PP_ALIGN.CENTER, PP_ALIGN.RIGHT
AT_MINIMUM = XL_AXIS_CROSSES.MINIMUM
NO_LABELS, NEXT_TO = XL_TICK_LABEL_POSITION.NONE, XL_TICK_LABEL_POSITION.NEXT_TO_AXIS
_DASHES = {
    "dash": MSO_LINE.DASH,
    "dot": MSO_LINE.ROUND_DOT,
    "dashdot": MSO_LINE.DASH_DOT,
    "longdash": MSO_LINE.LONG_DASH,
    "6px,4px": MSO_LINE.DASH,
}
_SYMBOLS = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "triangle-up": XL_MARKER_STYLE.TRIANGLE,
    # A native chart has no triangle that points down; the legend names each shape.
    "triangle-down": XL_MARKER_STYLE.DIAMOND,
    "star": XL_MARKER_STYLE.STAR,
    "x": XL_MARKER_STYLE.X,
}


def colour(words: str) -> RGBColor:
    """'RRGGBB' as python-pptx takes it."""
    red, green, blue = (int(words[n : n + 2], 16) for n in (0, 2, 4))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]


def mix_with_white(words: str, opacity: float) -> str:
    """The colour that one of some opacity has on white."""
    return "".join(f"{round(255 - (255 - part) * opacity):02X}" for part in colour(words))


def draw_line(line: Any, stroke: Stroke | None) -> None:
    """Give a line its colour, width and dash, or leave it out."""
    if stroke is None:
        line.fill.background()
        return
    line.color.rgb = colour(stroke.colour)
    line.width = Pt(stroke.width)
    if stroke.dash in _DASHES:
        line.dash_style = _DASHES[stroke.dash]


def draw_mark(marker: Any, mark: Mark | None) -> None:
    """Give the points of a series their shape and colour, or leave them out."""
    if mark is None:
        marker.style = XL_MARKER_STYLE.NONE
        return
    symbol, _, hollow = mark.symbol.partition("-open")
    is_open = mark.symbol.endswith("-open")
    marker.style = _SYMBOLS.get(symbol, XL_MARKER_STYLE.CIRCLE)
    marker.size = max(2, min(round(mark.size), 14))
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = colour(
        mix_with_white(mark.colour, 0.35) if is_open else mark.colour
    )
    marker.format.line.color.rgb = colour(mark.colour)


def write_label(point: Any, words: str, size: float, position: Any, bold: bool = False) -> None:
    """Write words beside a point."""
    label = point.data_label
    frame = label.text_frame
    frame.text = words
    frame.word_wrap = False
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(size), bold
    font.color.rgb = colour(INK)
    label.position = position


def write_box(shapes: Any, frame: Frame, words: str, size: float) -> None:
    """Write words in one line, in the middle of the height of ``frame``."""
    text = shapes.add_textbox(*frame.place).text_frame
    text.word_wrap = False
    text.margin_left = text.margin_right = text.margin_top = text.margin_bottom = 0
    text.vertical_anchor = MSO_ANCHOR.MIDDLE
    text.text = words
    font = text.paragraphs[0].runs[0].font
    font.size = Pt(size)
    font.color.rgb = colour(INK)


def draw_value_axis(axis: ValueAxis, scale: Scale, axis_of: Axis, size: float, grid: bool) -> None:
    """An axis of numbers with round ticks."""
    axis.minimum_scale, axis.maximum_scale = scale.low, scale.high
    axis.major_unit = scale.step
    axis.has_major_gridlines = grid
    if grid:
        axis.major_gridlines.format.line.color.rgb = colour(GRID)
    labels = axis.tick_labels
    labels.number_format, labels.number_format_is_linked = (
        "0" if axis_of.years else number_format(scale, axis_of.suffix),
        False,
    )
    quiet_axis(axis, size)
    if axis_of.title:
        write_axis_title(axis, axis_of.title, size)


def quiet_axis(axis: _BaseAxis, size: float) -> None:
    """An axis with a thin line, small ticks and labels of a size that stand at its low end."""
    axis.major_tick_mark, axis.minor_tick_mark = XL_TICK_MARK.NONE, XL_TICK_MARK.NONE
    axis.format.line.color.rgb = colour(MUTED)
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.tick_labels.font.size = Pt(size)
    axis.tick_labels.font.color.rgb = colour(INK)


def write_axis_title(axis: _BaseAxis, words: str, size: float) -> None:
    """Say what an axis counts."""
    axis.has_title = True
    frame = axis.axis_title.text_frame
    frame.text = words
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(size), False
    font.color.rgb = colour(INK)


def draw_legend(chart: Chart, visible: bool, size: float) -> None:
    """A legend under the chart, or none."""
    chart.has_legend = visible
    if visible and chart.legend is not None:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(size)
        chart.legend.font.color.rgb = colour(INK)


def quiet_chart(chart: Chart, size: float) -> None:
    """A chart without a title of its own, which the slide has, and one size of words."""
    chart.has_title = False
    chart.font.size = Pt(size)
    chart.font.color.rgb = colour(INK)
