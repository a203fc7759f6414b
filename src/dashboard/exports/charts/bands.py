"""Bands over time: stacked as areas where they lie within one another, else as intervals."""

from __future__ import annotations

import datetime as dt
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
    """The pane as it is where its bands lie within one another; else each band as intervals at the
    points of the line within it, as areas that overlap cannot stand on one another.
    """
    if _are_nested(pane.bands):
        return pane
    series = list(pane.series)
    for band in pane.bands:
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
    """The edges of a band on each day; where it is not, both are its nearest lower edge."""
    known = sorted(band.edges)

    def lower_at(day: dt.date) -> float:
        return band.edges[min(known, key=lambda other: abs((other - day).days))][0]

    nearest = {day: lower_at(day) for day in days if day not in band.edges}
    return [band.edges.get(day) or (nearest[day], nearest[day]) for day in days]
