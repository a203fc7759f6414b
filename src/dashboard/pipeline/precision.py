"""What makes figures less certain than sampling alone: how far their publisher rounds them."""

from __future__ import annotations

import math
from collections import Counter

from dashboard.declared.cross_check import match_measures
from dashboard.declared.models import Area, Indicator, Source
from dashboard.declared.read import Declarations


def roundings(declarations: Declarations) -> list[dict[str, object]]:
    """Rows of the table ``rounding``: the standard deviation that rounding adds to the figures of
    each area.

    A value rounded to steps of r is off by an amount spread evenly over r, with variance r² / 12
    (Sheppard 1898; JCGM 100:2008, Guide to the expression of uncertainty in measurement, F.2.2.1).
    Of an area added up from k areas of the source's own level, each of which weighs alike, the
    variance is a k-th of that. Survey figures alone, whose
    denominator is the base: a sum of other measures is rounded by none of their steps.
    """
    areas = list(declarations.areas.values())
    parts = {
        level: _parts(declarations.areas, level)
        for level in {s.level for s in declarations.sources.values()}
        if level
    }
    return [
        {
            "indicator": indicator.id,
            "source": source.id,
            "area": area.code,
            "deviation": (
                indicator.multiplier * step / math.sqrt(12 * parts[source.level][area.code])
            ),
        }
        for indicator in declarations.indicators.values()
        if indicator.method == "survey"
        for source in (declarations.sources[s] for s in indicator.sources)
        if source.level
        for step in [_step(indicator, source)]
        if step
        for area in areas
        if parts[source.level][area.code]
    ]


def _step(indicator: Indicator, source: Source) -> float | None:
    """The step to which the source rounds the only measure that the indicator counts; None where it
    does not.
    """
    steps = {m.id: m.rounded_to for m in source.measure}
    counted = [m for pattern in indicator.numerator for m in match_measures(pattern, set(steps))]
    return steps[counted[0]] if len(counted) == 1 else None


def _parts(areas: dict[str, Area], level: str) -> Counter[str]:
    """Of each area the number of areas of ``level`` within it, itself among them."""
    part_counts: Counter[str] = Counter()
    for area in areas.values():
        at: Area | None = area if area.level == level else None
        while at is not None:
            part_counts[at.code] += 1
            at = areas.get(at.parent or "")
    return part_counts
