"""Points and lines between two axes of numbers as a native chart: rankings, funnels, shares.

Rows by name, which such a chart has no words for, are written as the labels of points at its edge.
Intervals that lie are lines between two points each: LibreOffice draws no error bars along the axis
from left to right whose lengths differ, so those who open the slides there would see none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION

from dashboard.exports.charts import chart_xml, style
from dashboard.exports.charts.chart_book import (
    Cells,
    CellValue,
    PointData,
    column_name,
    error_columns,
)
from dashboard.exports.charts.frame import (
    TICKS,
    Frame,
    Scale,
    legend_height,
    numbers_width,
    scale_of,
    widest,
)
from dashboard.exports.charts.pane import Errors, Pane, Rule, Series

ROWS = "Rows"


def add_points_chart(shapes: Any, whole: Frame, pane: Pane, size: float) -> Any:
    """Draw ``pane`` within ``whole`` and return its shape."""
    rows = pane.y.rows
    room = whole.height - 0.7 - legend_height(pane, whole, size)
    small = min(size, max(style.SMALLEST, room / max(len(rows), 1) * 72 * 0.85))
    across = scale_across(pane)
    up = Scale(-0.5, len(rows) - 0.5, 1) if rows else _scale(pane, "y", TICKS)
    drawn = [part for one in pane.series for part in _with_interval_lines(one)]
    series = [_join_points(one) for one in drawn]
    series += [_rule(rule, across, up) for rule in pane.rules]
    if rows:
        edge = tuple(across.low for _ in rows)
        names = dict(enumerate(rows)) if pane.names_shown else {}
        places = tuple(float(n) for n in range(len(rows)))
        series.insert(0, Series(ROWS, edge, places, labels=names))
    series = _pad(series)
    shape = _add(shapes, whole, series)
    chart = shape.chart
    style.quiet_chart(chart, size)
    _draw_series(chart, series, small, XL_LABEL_POSITION.BELOW if rows else XL_LABEL_POSITION.ABOVE)
    style.draw_value_axis(chart.category_axis, across, pane.x, size, grid=True)
    style.draw_value_axis(chart.value_axis, up, pane.y, size, grid=not rows)
    if rows:
        _show_rows(chart)
    chart.category_axis.crosses = chart.value_axis.crosses = style.AT_MINIMUM
    style.draw_legend(chart, pane.legend, size)
    hidden = [n for n, one in enumerate(series) if not one.in_legend]
    chart_xml.hide_in_legend(chart, hidden)
    inner = _inner(whole, pane, series, up, (size, small))
    chart_xml.set_inner_layout(chart, whole, inner)
    if rows:
        chart_xml.place_axis_title(chart.category_axis, whole, inner)
    return shape


def scale_across(pane: Pane, ticks: int = TICKS) -> Scale:
    """The axis from left to right over what is drawn, at most some ``ticks``."""
    return _scale(pane, "x", ticks)


def _scale(pane: Pane, way: str, ticks: int) -> Scale:
    """The axis over what is drawn, intervals and lines across it as well."""
    axis = pane.x if way == "x" else pane.y
    values: list[float | None] = []
    for one in pane.series:
        points = [_number(value) for value in (one.x if way == "x" else one.y)]
        values += points
        errors = one.x_errors if way == "x" else one.y_errors
        if errors is not None:
            values += _ends(points, errors)
    values += [_number(rule.at) for rule in pane.rules if rule.vertical == (way == "x")]
    return scale_of(values, axis, ticks=ticks)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _ends(points: list[float | None], errors: Errors) -> list[float | None]:
    ends: list[float | None] = []
    for point, below, above in zip(points, errors.below, errors.above, strict=True):
        if point is not None:
            ends += [point - (below or 0), point + (above or 0)]
    return ends


def _with_interval_lines(series: Series) -> list[Series]:
    """A series, before it its lying intervals as lines: each its two ends and a place without a
    number, at which the line breaks.
    """
    errors = series.x_errors
    if errors is None:
        return [series]
    x: list[float | None] = []
    y: list[float | None] = []
    for at, row, below, above in zip(series.x, series.y, errors.below, errors.above, strict=True):
        point = _number(at)
        if point is not None and row is not None and (below is not None or above is not None):
            x += [point - (below or 0), point + (above or 0), None]
            y += [row, row, None]
    lines = Series(f"{series.name}: 95% interval", tuple(x), tuple(y), errors.stroke)
    return [lines, replace(series, x_errors=None)]


def _pad(series: Sequence[Series]) -> list[Series]:
    """The series, each with places without a number at its end so that none is followed by a longer
    one, which LibreOffice would lose.
    """
    every: list[Series] = []
    longest = 0
    for one in reversed(series):
        longest = max(longest, len(one.x))
        spare = longest - len(one.x)
        x, y = (*one.x, *(one.x[-1:] or (0.0,)) * spare), (*one.y, *(None,) * spare)
        errors = one.y_errors
        if errors is not None:
            none = (None,) * spare
            errors = replace(errors, below=(*errors.below, *none), above=(*errors.above, *none))
        every.append(replace(one, x=x, y=y, y_errors=errors))
    return every[::-1]


def _join_points(series: Series) -> Series:
    """A series in which a point without a number keeps a place along the axis, so that only the
    line breaks there.
    """
    x: list[float | None] = []
    for value in series.x:
        number = _number(value)
        x.append(number if number is not None else (x[-1] if x else None))
    first = next((value for value in x if value is not None), 0.0)
    missing = [value is None or y is None for value, y in zip(series.x, series.y, strict=True)]
    y = tuple(None if gone else value for gone, value in zip(missing, series.y, strict=True))
    return replace(series, x=tuple(first if value is None else value for value in x), y=y)


def _rule(rule: Rule, across: Scale, up: Scale) -> Series:
    """A straight line across as a series of two points, named at its lower, upper or right end."""
    at = _number(rule.at) or 0.0
    if rule.vertical:
        # Rows run downwards from 0 under the numbers, so the free end, the lower one, is the highest.
        x, y = (at, at), (up.low, up.high)
    else:
        x, y = (across.low, across.high), (at, at)
    labels = {1: rule.name} if rule.name else {}
    return Series(rule.name or "Line", x, y, rule.stroke, labels=labels)


def _add(shapes: Any, whole: Frame, series: list[Series]) -> Any:
    """The chart, with a block of columns for each series in the workbook behind it."""
    cells: Cells = {}
    starts: list[int] = []
    column = 0
    for one in series:
        starts.append(column)
        columns = _columns(one)
        for n, (name, values) in enumerate(columns, column):
            cells |= {(0, n): name, **{(row, n): value for row, value in enumerate(values, 1)}}
        column += len(columns) + 1
    data = PointData(cells)
    for one in series:
        added = data.add_series(one.name)
        for x, y in zip(one.x, one.y, strict=True):
            added.add_data_point(x, y)
    shape = shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES, *whole.place, data)
    chart_xml.drop_missing_points(shape.chart)
    for one, start, native in zip(series, starts, shape.chart.plots[0].series, strict=True):
        rows = range(2, len(one.x) + 2)
        chart_xml.point_at_cells(native, column_name(start), column_name(start + 1), rows)
        if one.y_errors is not None:
            names = (column_name(start + 2), column_name(start + 3))
            chart_xml.add_error_bars(native, one.y_errors, names, rows, "y")
    return shape


def _columns(series: Series) -> list[tuple[str, Sequence[CellValue]]]:
    """The columns of a series in the workbook: places, values, intervals and labels."""
    columns: list[tuple[str, Sequence[CellValue]]] = [("", series.x), (series.name, series.y)]
    columns += error_columns(series)
    if series.labels:
        columns.append(("Label", [series.labels.get(n) for n in range(len(series.x))]))
    return columns


def _draw_series(chart: Any, series: list[Series], size: float, at_lines: Any) -> None:
    for read, one in zip(series, chart.plots[0].series, strict=True):
        style.draw_line(one.format.line, read.line)
        style.draw_mark(one.marker, read.mark)
        position = XL_LABEL_POSITION.LEFT if read.name == ROWS else XL_LABEL_POSITION.RIGHT
        if read.line is not None and read.mark is None:
            position = at_lines
        for n, words in read.labels.items():
            style.write_label(one.points[n], words, size, position)


def _show_rows(chart: Any) -> None:
    """Let rows run downwards, with the numbers along the top and the rows' own names at the left."""
    up = chart.value_axis
    up.reverse_order = True
    up.tick_label_position = style.NO_LABELS
    up.format.line.fill.background()
    chart.category_axis.tick_label_position = style.NEXT_TO


def _inner(
    whole: Frame, pane: Pane, series: list[Series], up: Scale, sizes: tuple[float, float]
) -> Frame:
    size, small = sizes
    line = size / 72
    legend = legend_height(pane, whole, size) + 0.1
    has_name = any(rule.vertical and rule.name for rule in pane.rules)
    if pane.y.rows:
        left = widest(pane.y.rows, small) * 1.05 + 0.25 if pane.names_shown else 0.15
        top = line * (1.9 + 1.4 * bool(pane.x.title))
        right = 0.3 + (0.5 if any(one.labels for one in series if one.name != ROWS) else 0)
        return whole.inside(
            min(left, whole.width * 0.5), top, right, legend + line * 1.3 * has_name
        )
    left = numbers_width(up, pane.y.suffix, size) + (0.4 if pane.y.title else 0.15)
    ends = [one.labels[one.last] for one in series if one.last in one.labels]
    right = 0.3 + min(widest(ends, small), whole.width * 0.2)
    bottom = line * (1.9 + 1.5 * bool(pane.x.title)) + legend
    return whole.inside(left, 0.15 + line * 1.4 * has_name, right, bottom)
