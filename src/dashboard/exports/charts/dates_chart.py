"""Figures over time as a native chart: lines and points on an axis of days, bands as areas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION

from dashboard.exports.charts import chart_xml, style
from dashboard.exports.charts.bands import Area, closing_days, stack_bands, with_intervals
from dashboard.exports.charts.chart_book import (
    CategoryData,
    category_cells,
    column_name,
    error_columns,
)
from dashboard.exports.charts.frame import (
    Frame,
    Scale,
    legend_height,
    numbers_width,
    scale_of,
    widest,
)
from dashboard.exports.charts.line_labels import Plot, is_free, place_labels
from dashboard.exports.charts.overlay import Overlay, rules_height
from dashboard.exports.charts.pane import Errors, Pane, Series

_EPOCH = dt.date(1899, 12, 30)
_STEPS = (1, 3, 6, 12, 24, 36, 60, 120)
_MOST_LABELS = 9
_DAY_FORMS = ((3.0, ("mmm yyyy", 0.95)), (1.6, ("mmm yy", 0.7)), (0.0, ("yyyy", 0.45)))
"""Inches of an axis of days from which -> how they are written, and the inches of each."""


def add_dates_chart(shapes: Any, whole: Frame, pane: Pane, size: float) -> tuple[Any, Overlay]:
    """Draw ``pane`` within ``whole``; return its shape and where lines across it would stand."""
    pane = _with_levels(with_intervals(pane))
    days = _days_of(pane)
    areas = stack_bands(pane.bands, days)
    series = [_on_days(one, days) for one in pane.series]
    shape = _add(shapes, whole, days, areas, series)
    chart = shape.chart
    style.quiet_chart(chart, size)
    _draw_series(chart, areas, series, size)
    if areas:
        chart_xml.stack_first_as_areas(chart, len(areas))
    scale = _scale(pane, whole)
    style.draw_value_axis(chart.value_axis, scale, pane.y, size, grid=True)
    inner = _inner(whole, pane, series, scale, size)
    _draw_days(chart, days, inner, size)
    style.draw_legend(chart, pane.legend, size)
    shown = [*(a.in_legend for a in areas), *(s.in_legend for s in series)]
    chart_xml.hide_in_legend(chart, [n for n, one in enumerate(shown) if not one])
    chart_xml.set_inner_layout(chart, whole, inner)
    span = Scale(float((days[0] - _EPOCH).days), float((days[-1] - _EPOCH).days), 1)
    at = [span.share(float((day - _EPOCH).days)) for day in days]
    place_labels(chart, len(areas), series, Plot(whole, inner, at, scale, size))
    return shape, Overlay(inner, span, scale, pane.rules, _EPOCH)


def _add(
    shapes: Any, whole: Frame, days: Sequence[dt.date], areas: Sequence[Area], series: list[Series]
) -> Any:
    columns = [*((a.name, a.heights) for a in areas), *((s.name, s.y) for s in series)]
    behind = [column for one in series for column in error_columns(one)]
    data = CategoryData(category_cells("Day", days, [*columns, *behind]))
    data.categories = days
    for name, values in columns:
        data.add_series(name, values)
    shape = shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *whole.place, data)
    chart_xml.drop_missing_points(shape.chart)
    return shape


def _draw_series(chart: Any, areas: Sequence[Area], series: Sequence[Series], size: float) -> None:
    native = list(chart.plots[0].series)
    for area, one in zip(areas, native, strict=False):
        if area.colour:
            one.format.fill.solid()
            one.format.fill.fore_color.rgb = style.colour(area.colour)
        else:
            one.format.fill.background()
        one.format.line.fill.background()
    column = len(native) + 1
    for read, one in zip(series, native[len(areas) :], strict=True):
        one.smooth = False
        style.draw_line(one.format.line, read.line)
        style.draw_mark(one.marker, None if read.straight else read.mark)
        last = read.last
        if read.straight and read.mark is not None and last >= 0:
            style.draw_mark(one.points[last].marker, read.mark)
        for n, words in read.labels.items():
            free = n == last and is_free(series, last)
            place = XL_LABEL_POSITION.RIGHT if free else XL_LABEL_POSITION.ABOVE
            style.write_label(one.points[n], words, size, place, bold=n == last)
        if read.y_errors is not None:
            names = (column_name(column), column_name(column + 1))
            column += 2
            rows = range(2, len(read.y) + 2)
            chart_xml.add_error_bars(one, read.y_errors, names, rows, "")


def _days_of(pane: Pane) -> list[dt.date]:
    """Every day at which something is drawn, in order."""
    days = {x for one in pane.series for x in one.x if isinstance(x, dt.date)}
    days |= {day for band in pane.bands for day in band.edges}
    days |= closing_days(pane.bands, sorted(days))
    if len(days) == 1:
        only = next(iter(days))
        days |= {only - dt.timedelta(days=182), only + dt.timedelta(days=182)}
    return sorted(days)


def _on_days(series: Series, days: Sequence[dt.date]) -> Series:
    """A series with a place for each of ``days``; a straight line is worked out between its ends."""
    there = {x: n for n, x in enumerate(series.x) if isinstance(x, dt.date)}
    y = [None if day not in there else series.y[there[day]] for day in days]
    if series.straight:
        y = _between_ends(y, days)

    def spread(errors: Errors | None) -> Errors | None:
        if errors is None:
            return None
        below, above = (
            tuple(None if day not in there else values[there[day]] for day in days)
            for values in (errors.below, errors.above)
        )
        return Errors(below, above, errors.stroke)

    at = {there[day]: n for n, day in enumerate(days) if day in there}
    labels = {at[n]: words for n, words in series.labels.items() if n in at}
    return replace(
        series, x=tuple(days), y=tuple(y), y_errors=spread(series.y_errors), labels=labels
    )


def _between_ends(y: list[float | None], days: Sequence[dt.date]) -> list[float | None]:
    held = [n for n, value in enumerate(y) if value is not None]
    values = list(y)
    for before, after in zip(held, held[1:], strict=False):
        low, high = y[before], y[after]
        assert low is not None and high is not None
        span = (days[after] - days[before]).days
        for n in range(before + 1, after):
            values[n] = low + (high - low) * (days[n] - days[before]).days / span
    return values


def _with_levels(pane: Pane) -> Pane:
    """The pane with its level lines as series, so that they can be edited; upright ones stay."""
    days = _days_of(pane)
    levels = [
        Series(
            rule.name or "Level",
            (days[0], days[-1]),
            (float(rule.at), float(rule.at)),
            rule.stroke,
            labels={1: rule.name} if rule.name else {},
            straight=True,
        )
        for rule in pane.rules
        if not rule.vertical and not isinstance(rule.at, dt.date)
    ]
    upright = tuple(rule for rule in pane.rules if rule.vertical)
    return replace(pane, series=(*pane.series, *levels), rules=upright)


def _scale(pane: Pane, whole: Frame) -> Scale:
    values = [y for one in pane.series for y in one.y]
    values += [edge for band in pane.bands for pair in band.edges.values() for edge in pair]
    return scale_of(values, pane.y, ticks=max(2, min(6, int(whole.height / 0.45))))


def _inner(whole: Frame, pane: Pane, series: Sequence[Series], scale: Scale, size: float) -> Frame:
    ends = [words for one in series for n, words in one.labels.items() if n >= len(one.y) - 1]
    right = min(widest(ends, size) + 0.3, whole.width * 0.34) if ends else 0.25
    left = numbers_width(scale, pane.y.suffix, size) + (0.35 if pane.y.title else 0.12)
    bottom = size / 72 * 1.9 + legend_height(pane, whole, size)
    return whole.inside(left, 0.12 + rules_height(pane.rules, size), right, bottom)


def _draw_days(chart: Any, days: Sequence[dt.date], inner: Frame, size: float) -> None:
    axis = chart.category_axis
    style.quiet_axis(axis, size)
    axis.has_major_gridlines = False
    written, inches = next(forms for least, forms in _DAY_FORMS if inner.width > least)
    months = (days[-1].year - days[0].year) * 12 + days[-1].month - days[0].month
    most = min(_MOST_LABELS, inner.width / inches)
    step = next((step for step in _STEPS if months / step <= most), _STEPS[-1])
    axis.tick_labels.number_format = written
    axis.tick_labels.number_format_is_linked = False
    low, high = ((day - _EPOCH).days for day in (days[0], days[-1]))
    chart_xml.set_date_axis(chart, low, high, step)
    chart_xml.cross_at_days(chart)
