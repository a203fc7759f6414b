"""Bars as a native chart: of rows by name, lying and stacked, or standing in the order of months."""

from __future__ import annotations

from typing import Any

from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from dashboard.exports.charts import chart_xml, style
from dashboard.exports.charts.chart_book import CategoryData, category_cells
from dashboard.exports.charts.frame import (
    TICKS,
    Frame,
    Scale,
    legend_height,
    numbers_width,
    scale_of,
    widest,
)
from dashboard.exports.charts.overlay import Overlay, rules_height
from dashboard.exports.charts.pane import Axis, Bars, Pane

_BETWEEN_MONTHS = 0.15
"""Inches between the names of months."""


def add_bars_chart(shapes: Any, whole: Frame, pane: Pane, size: float) -> tuple[Any, Overlay]:
    """Draw ``pane`` within ``whole``; return its shape and where lines across it would stand."""
    lying = bool(pane.y.rows)
    rows = pane.y.rows if lying else pane.x.rows
    shape = _add(shapes, whole, pane, rows, lying)
    chart, plot = shape.chart, shape.chart.plots[0]
    style.quiet_chart(chart, size)
    plot.gap_width = 35
    plot.overlap = 100 if pane.is_stacked or lying else 0
    # LibreOffice leaves out names that touch, so they are as small as their rows ask for.
    room = whole.height - 0.9 - legend_height(pane, whole, size)
    small = min(size, max(style.SMALLEST, room / max(len(rows), 1) * 72 * 0.76))
    for bars, series in zip(pane.bars, plot.series, strict=True):
        _draw(bars, series)
    numbers = pane.x if lying else pane.y
    scale = _scale(pane, numbers, TICKS)
    style.draw_value_axis(chart.value_axis, scale, numbers, size, grid=True)
    style.quiet_axis(chart.category_axis, small if lying else size)
    chart.category_axis.has_major_gridlines = False
    if lying:
        chart_xml.show_every_label(chart)
        chart.category_axis.reverse_order = True
        chart.value_axis.tick_label_position = style.NEXT_TO
        if not pane.names_shown:
            chart.category_axis.tick_label_position = style.NO_LABELS
    style.draw_legend(chart, pane.legend, size)
    hidden = [n for n, bars in enumerate(pane.bars) if not bars.in_legend]
    chart_xml.hide_in_legend(chart, hidden)
    inner = _inner(whole, pane, rows, scale, (size, small))
    if not lying:
        chart_xml.lay_labels_level(chart)
    chart_xml.skip_labels(chart, 1 if lying else _every(rows, inner.width, size))
    chart_xml.set_inner_layout(chart, whole, inner)
    if lying:
        chart_xml.place_axis_title(chart.value_axis, whole, inner)
    places = Scale(-0.5, len(rows) - 0.5, 1)
    across, up = (scale, places) if lying else (places, scale)
    return shape, Overlay(inner, across, up, pane.rules, named_below=lying)


def _add(shapes: Any, whole: Frame, pane: Pane, rows: tuple[str, ...], lying: bool) -> Any:
    columns = [(bars.name, bars.values) for bars in pane.bars]
    data = CategoryData(category_cells("Row" if lying else "Month", rows, columns))
    data.categories = rows
    for bars in pane.bars:
        data.add_series(bars.name, bars.values)
    kinds = {
        (True, True): XL_CHART_TYPE.BAR_STACKED,
        (True, False): XL_CHART_TYPE.BAR_CLUSTERED,
        (False, True): XL_CHART_TYPE.COLUMN_STACKED,
        (False, False): XL_CHART_TYPE.COLUMN_CLUSTERED,
    }
    shape = shapes.add_chart(kinds[lying, pane.is_stacked], *whole.place, data)
    chart_xml.drop_missing_points(shape.chart)
    return shape


def _draw(bars: Bars, series: Any) -> None:
    if bars.hollow:
        series.format.fill.background()
        series.format.line.color.rgb = style.colour(bars.colour)
        series.format.line.width = Pt(1.25)
    else:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = style.colour(bars.colour)
        series.format.line.color.rgb = style.colour("FFFFFF")
        series.format.line.width = Pt(0.5)
    series.invert_if_negative = False


def scale_across(pane: Pane, ticks: int) -> Scale:
    """The axis of lying bars from left to right, at most some ``ticks``."""
    return _scale(pane, pane.x, ticks)


def _scale(pane: Pane, axis: Axis, ticks: int) -> Scale:
    values: list[float | None] = []
    if pane.is_stacked:
        values += [
            sum(value for value in row if value is not None)
            for row in zip(*(bars.values for bars in pane.bars), strict=True)
        ]
    values += [value for bars in pane.bars for value in bars.values]
    values += [rule.at for rule in pane.rules if isinstance(rule.at, float) and not rule.vertical]
    return scale_of(values, axis, zero=True, ticks=ticks)


def _every(rows: tuple[str, ...], width: float, size: float) -> int:
    """Every how manieth name is written along a width, so that none touches the next."""
    fitting = max(1, int(width / (widest(rows, size) * 1.2 + _BETWEEN_MONTHS)))
    return max(1, -(-len(rows) // fitting))


def _inner(
    whole: Frame, pane: Pane, rows: tuple[str, ...], scale: Scale, sizes: tuple[float, float]
) -> Frame:
    size, small = sizes
    line = size / 72
    legend = legend_height(pane, whole, size) + 0.1
    above = rules_height(pane.rules, size)
    if pane.y.rows:
        left = min(widest(rows, small) * 1.08 + 0.2, whole.width * 0.56)
        top = line * (1.9 + 1.5 * bool(pane.x.title))
        return whole.inside(left if pane.names_shown else 0.15, top, 0.35, legend + above)
    left = numbers_width(scale, pane.y.suffix, size) + (0.4 if pane.y.title else 0.15)
    return whole.inside(left, 0.12 + above, 0.3, line * 1.9 + legend)
