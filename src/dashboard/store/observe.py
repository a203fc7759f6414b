"""Facts -> the observations of one indicator: measures added up, then areas added up to the level above.

Percentages are never averaged: a roll-up adds numerators and denominators (the design's rule).
"""

from __future__ import annotations

import duckdb

from dashboard.declared.models import Indicator
from dashboard.errors import DeclarationError

_UP = (("ward", "borough", "borough"), ("borough", "bcu", "bcu"), ("bcu", "mps", "'MPS'"))


def observe(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> None:
    """Write every observation of ``indicator`` that the facts allow.

    A level's own published figures stand; only where a source publishes none is a level added up from the
    one below, and only when every area below has a figure for the period.

    Raises:
        DeclarationError: the method or period is declared but no source in use needs it yet.
    """
    if indicator.method != "survey" or indicator.period != "published":
        raise DeclarationError(
            [f"indicators/{indicator.id}.toml: only method 'survey' with period 'published' can be built so far."]
        )
    con.execute(_OWN, {
        "indicator": indicator.id, "sources": list(indicator.sources), "measures": list(indicator.numerator),
        "multiplier": indicator.multiplier,
    })  # fmt: skip
    for below, above, parent in _UP[1:]:
        con.execute(
            _ROLL_UP.format(parent=parent),
            {"indicator": indicator.id, "below": below, "above": above, "multiplier": indicator.multiplier},
        )


_OWN = """
INSERT INTO observation
SELECT $indicator, a.level, f.area, f.period_start, f.period_end, f.group_type, f.group_name,
    sum(f.value), sum(f.base), sum(f.base), $multiplier * sum(f.value) / nullif(sum(f.base), 0),
    NULL, NULL, any_value(f.source), max(f.release), false
FROM fact f JOIN area a ON a.code = f.area
WHERE list_contains($sources, f.source) AND list_contains($measures, f.measure)
GROUP BY ALL
"""

_ROLL_UP = """
INSERT INTO observation
WITH below AS (
    SELECT o.*, {parent} AS above_area FROM observation o JOIN area a ON a.code = o.area
    WHERE o.indicator = $indicator AND o.level = $below
), size AS (SELECT {parent} AS above_area, count(*) AS areas FROM area WHERE level = $below GROUP BY ALL)
SELECT $indicator, $above, b.above_area, b.period_start, b.period_end, b.group_type, b.group_name,
    sum(b.numerator), sum(b.denominator), sum(b.base),
    $multiplier * sum(b.numerator) / nullif(sum(b.denominator), 0),
    NULL, NULL, any_value(b.source), max(b.release), true
FROM below b JOIN size s USING (above_area)
WHERE NOT EXISTS (
    FROM observation own WHERE own.indicator = $indicator AND own.level = $above
      AND own.area = b.above_area AND own.period_end = b.period_end AND own.group_type = b.group_type
      AND own.group_name = b.group_name)
GROUP BY b.above_area, b.period_start, b.period_end, b.group_type, b.group_name, s.areas
HAVING count(*) = s.areas
"""
