"""Bands over time: stacked as areas where they lie within one another, else as intervals."""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.exports.charts import style
from dashboard.exports.charts.pane import Band, Errors, Pane, Series, Stroke


@dataclass(frozen=True)
class Area:
    """One layer of a stack of areas; one without a colour carries those above it."""

    name: str
    colour: str
    heights: tuple[float, ...]
    in_legend: bool


def with_intervals(pane: Pane) -> Pane:
    """The pane as it is where its bands lie within one another and no line goes on beyond them;
    else each band as intervals at the points of the line within it, as areas that overlap cannot
    stand on one another, and an area has no end but that of the days.
    """
    return _as_intervals(pane) if _needs_intervals(pane) else pane


def alike_intervals(panes: Sequence[Pane]) -> Sequence[Pane]:
    """The panes with bands as intervals in each of them where any of them needs that, so that what
    is the same looks the same.
    """
    return [*map(_as_intervals, panes)] if any(map(_needs_intervals, panes)) else panes


def join_bands(bands: Sequence[Band]) -> list[Band]:
    """The bands, as one those of a name and colour that follow one another in time."""
    whole_bands: list[Band] = []
    for band in sorted(bands, key=lambda band: sorted(band.edges)[:1]):
        before = next((n for n, one in enumerate(whole_bands) if _is_followed(one, band)), None)
        if before is None:
            whole_bands.append(band)
        else:
            whole_bands[before] = replace(band, edges={**whole_bands[before].edges, **band.edges})
    return whole_bands


def _is_followed(band: Band, later: Band) -> bool:
    alike = (band.name, band.colour) == (later.name, later.colour)
    return alike and max(band.edges) < min(later.edges) if band.edges and later.edges else False


def _needs_intervals(pane: Pane) -> bool:
    beyond = any(_goes_beyond(one, pane.bands) for one in pane.series)
    return beyond or not _are_nested(pane.bands)


def _as_intervals(pane: Pane) -> Pane:
    series = list(pane.series)
    for band in join_bands(pane.bands):
        within = [n for n, one in enumerate(series) if _lies_within(one, band)]
        if within:
            alike = [n for n in within if (series[n].line or _NO_LINE).colour == band.colour]
            place = (alike or within)[0]
            series[place] = replace(series[place], y_errors=_errors(series[place], band))
        else:
            series += _edges(band)
    return replace(pane, bands=(), series=tuple(series))


_NO_LINE = Stroke("", 0)


def _are_nested(bands: Sequence[Band]) -> bool:
    outward = sorted(bands, key=lambda band: band.width)
    for inner, outer in zip(outward, outward[1:], strict=False):
        for day, (low, high) in inner.edges.items():
            if day not in outer.edges:
                return False
            if low < outer.edges[day][0] - 1e-6 or high > outer.edges[day][1] + 1e-6:
                return False
    return True


def _goes_beyond(series: Series, bands: Sequence[Band]) -> bool:
    """True where a line has points on both sides of an end at which a band is still wide."""
    if series.straight:
        return False
    days = [
        x
        for x, y in zip(series.x, series.y, strict=True)
        if isinstance(x, dt.date) and y is not None
    ]
    return any(
        min(days, default=end) < end < max(days, default=end)
        for band in bands
        for end in _wide_ends(band)
    )


def _wide_ends(band: Band) -> list[dt.date]:
    """The first and the last day of a band, so far as it has a width there."""
    ends = (min(band.edges), max(band.edges)) if band.edges else ()
    return [day for day in ends if band.edges[day][1] - band.edges[day][0] > 1e-6]


def closing_days(bands: Sequence[Band], days: Sequence[dt.date]) -> set[dt.date]:
    """The day before the first and that after the last of each band which others of ``days`` lie
    beyond: there it has no width, so that it ends upright and not as a wedge to the next day.
    """
    closing = set()
    for band in bands:
        for end in _wide_ends(band):
            way = 1 if end == max(band.edges) else -1
            if any((day - end).days * way > 0 for day in days):
                closing.add(end + dt.timedelta(days=way))
    return closing


def _lies_within(series: Series, band: Band) -> bool:
    if series.y_errors is not None:
        return False
    bands = [
        (band.edges[x], y)
        for x, y in zip(series.x, series.y, strict=True)
        if isinstance(x, dt.date) and x in band.edges and y is not None
    ]
    return len(bands) > len(band.edges) / 2 and all(
        low - 1e-6 <= y <= high + 1e-6 for (low, high), y in bands
    )


def _errors(series: Series, band: Band) -> Errors:
    pairs = [
        (y - band.edges[x][0], band.edges[x][1] - y)
        if isinstance(x, dt.date) and x in band.edges and y is not None
        else (None, None)
        for x, y in zip(series.x, series.y, strict=True)
    ]
    below, above = tuple(low for low, _ in pairs), tuple(high for _, high in pairs)
    return Errors(below, above, Stroke(band.colour, 1))


def _edges(band: Band) -> list[Series]:
    days = tuple(band.edges)
    stroke = Stroke(band.colour, 0.75, "dot")
    return [
        Series(f"{band.name}, {edge}", days, tuple(pair[n] for pair in band.edges.values()), stroke)
        for n, edge in enumerate(("lower", "upper"))
    ]


def stack_bands(bands: Sequence[Band], days: Sequence[dt.date]) -> list[Area]:
    """Bands that lie within one another, as layers that stand on one another."""
    if not bands:
        return []
    outward = sorted(bands, key=lambda band: -band.width)
    edges = [_edges_on(band, days) for band in outward]
    levels = [[pair[0] for pair in one] for one in edges]
    levels += [[pair[1] for pair in one] for one in reversed(edges)]
    areas = [Area(f"{outward[0].name}, lower edge", "", tuple(levels[0]), False)]
    clear = 1.0
    shades = []
    for band in outward:
        clear *= 1 - band.opacity
        shades.append(style.mix_with_white(band.colour, 1 - clear))
    owners = [*range(len(outward)), *reversed(range(len(outward) - 1))]
    for n, owner in enumerate(owners):
        heights = tuple(b - a for a, b in zip(levels[n], levels[n + 1], strict=True))
        first = n < len(outward)
        band = outward[owner]
        name = band.name if first else f"{band.name}, above"
        areas.append(Area(name, shades[owner], heights, first and band.in_legend))
    return areas


def _edges_on(band: Band, days: Sequence[dt.date]) -> list[tuple[float, float]]:
    """The edges of a band on each day: between two of its own along the straight lines that join
    them, beyond its ends without a width at its nearest lower edge.
    """
    known = sorted(band.edges)
    return [_edges_at(band, known, day) for day in days]


def _edges_at(band: Band, known: Sequence[dt.date], day: dt.date) -> tuple[float, float]:
    if day in band.edges:
        return band.edges[day]
    after = bisect(known, day)
    if after in (0, len(known)):
        lower = band.edges[known[min(after, len(known) - 1)]][0]
        return lower, lower
    before, behind = known[after - 1], known[after]
    share = (day - before).days / (behind - before).days
    (low, high), (next_low, next_high) = band.edges[before], band.edges[behind]
    return low + (next_low - low) * share, high + (next_high - high) * share
