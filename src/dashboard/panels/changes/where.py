"""Where a figure moved most: the borough or BCU with the largest change, and how many went the same
way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.panels.changes.text import figure_number, place
from dashboard.panels.common.timeline import POINTS
from dashboard.text import change_unit, figure_text, find_alike, rounded_change, rounded_gap

_PLURAL = {"borough": "boroughs", "bcu": "BCUs"}


@dataclass(frozen=True)
class PlaceOfChange:
    """Where it moved most, and in how many areas it went the way of London."""

    most: str
    """'Hackney: 46% → 40%', 'Hackney and Barnet: −6 points each', 'Hackney +1, Barnet −1 point', or
    that no area has a figure.
    """
    count: str
    """'Down in 25 of 32 boroughs'; '' without areas."""


def where_moved(areas: pd.DataFrame | None, indicator_row: Any, change: float) -> PlaceOfChange:
    """What the areas of an indicator say beside London's ``change``.

    ``areas`` are rows of ``queries/areas_between.sql`` of one indicator and level;
    ``indicator_row`` a row of ``queries/indicators.sql``. Changes are those of the figures as shown, so areas that read
    alike are told as alike.
    """
    if areas is None or areas.empty:
        return PlaceOfChange("No figure by borough or BCU", "")
    places = int(indicator_row.decimals)
    each = list(areas.itertuples())
    gaps = [rounded_gap(r.before_value, r.value, places) for r in each]
    kind = _PLURAL[each[0].level]
    return PlaceOfChange(_most(each, gaps, indicator_row, change, kind), _count(gaps, change, kind))


def _most(each: list[Any], gaps: list[float], indicator_row: Any, change: float, kind: str) -> str:
    sizes = [abs(gap) for gap in gaps]
    place_of = max(range(len(sizes)), key=sizes.__getitem__)
    if not sizes[place_of]:
        return f"No change in {kind} as rounded"
    names = [place(r.name, r.level, None, "", {}) for r in each]
    shown_sizes = [f"{size:.3f}" for size in sizes]
    alike = find_alike(names, shown_sizes, place_of)
    if alike.number > 1:
        rose = {
            name: gap > 0
            for name, gap, size in zip(names, gaps, shown_sizes, strict=True)
            if size == alike.figure
        }
        return _told_alike(rose, alike.words, _size(sizes[place_of], indicator_row))
    top, gap = each[place_of], gaps[place_of]
    unit = indicator_row.unit if indicator_row.unit in POINTS else ""
    shown = rounded_change(top.before_value, top.value, unit, int(indicator_row.decimals))
    name = names[place_of]
    if (gap > 0) != (change > 0):
        name += " rose" if gap > 0 else " fell"
    before, now = (
        figure_number(indicator_row, value, shown.decimals)
        for value in (top.before_value, top.value)
    )
    return f"{name}: {before} → {now}"


def _told_alike(rose: dict[str, bool], words: str, size: str) -> str:
    """'Hackney and Barnet: −6 points each'; where some ``rose`` and others fell, 'Hackney +1, Barnet
    −1 point', or '..., up or down' where there are more than two.
    """
    ways = ["+" if up else "−" for up in rose.values()]
    if len(set(ways)) == 1:
        return f"{words}: {ways[0]}{size} each"
    if len(ways) > 2:
        return f"{words}: {size}, up or down"
    (first, second), number = rose, size.partition(" ")[0]
    return f"{first} {ways[0]}{number}, {second} {ways[1]}{size}"


def _size(size: float, indicator_row: Any) -> str:
    """'6 points', '7.75 posts'."""
    unit = (
        change_unit(indicator_row.unit)
        if indicator_row.unit in POINTS or indicator_row.unit.isalpha()
        else ""
    )
    return figure_text(size, unit, int(indicator_row.decimals))


def _count(gaps: list[float], change: float, kind: str) -> str:
    """'Down in 25 of 32 boroughs', 'Up in all 32 boroughs', 'Up in no borough of 32'."""
    same, number = sum(gap > 0 if change > 0 else gap < 0 for gap in gaps), len(gaps)
    among = f"all {number} {kind}" if same == number else f"{same} of {number} {kind}"
    if not same:
        among = f"no {kind.removesuffix('s')} of {number}"
    return f"{'Up' if change > 0 else 'Down'} in {among}"
