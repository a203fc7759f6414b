"""Facts -> the observations of one indicator: measures added up, then months, then areas to the
level above.

Percentages are never averaged: every step adds numerators and denominators (the design's rule).
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from dashboard.declared.cross_check import matching
from dashboard.declared.models import Indicator, Source
from dashboard.pipeline.month_dispersion import measure_dispersion
from dashboard.pipeline.suppress import remember

_UP = (("ward", "borough", "borough"), ("borough", "bcu", "bcu"), ("bcu", "mps", "'MPS'"))


def observe(
    con: duckdb.DuckDBPyConnection, indicator: Indicator, sources: Mapping[str, Source]
) -> None:
    """Write every observation of ``indicator`` that the facts allow.

    A level's own published figures stand, from the first of the indicator's sources that has one;
    only where none has is a level added up from the one below, and only when every area below has a
    figure for the period. In a sparse source an absent fact is a zero wherever the source covers
    the level and period. A figure on too small a base or count is withheld here, after adding up,
    so nothing that reads the table can show it; ``disclosure.protect`` then withholds what would
    give it away.
    """
    sparse = [s for s in indicator.sources if sources[s].sparse]
    if not _parts(con, indicator):
        return
    con.execute(
        _BELOW if indicator.method == "areas_below" else _FINE,
        {
            "group_types": list(indicator.group_types),
            "total_over": indicator.total_over or "-",
            "only": list(indicator.only_groups),
        },
    )
    if indicator.group_types and isinstance(indicator.denominator, tuple):
        con.execute(_SHARES)
    if sparse:
        con.execute(_ZEROS, {"sparse": sparse})
    _complete(con, indicator, sparse)
    measure_dispersion(con, indicator)
    con.execute(_PERIODS[indicator.period, indicator.stock])
    con.execute(
        _OWN.format(**_value(indicator)),
        {
            "sources": list(indicator.sources),
            "multiplier": indicator.multiplier,
        },
    )
    if indicator.method != "published":
        for below, above, parent in _UP:
            con.execute(
                _ROLL_UP.format(parent=parent),
                {"below": below, "above": above, "multiplier": indicator.multiplier},
            )
    con.execute(
        _JUDGED,
        {
            "levels": list(indicator.levels),
            "least_base": indicator.least_base,
            "withhold_below": indicator.withhold_below,
        },
    )
    con.execute(_KEEP, {"indicator": indicator.id})
    remember(con, indicator)


def _parts(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> bool:
    """Fill the temporary table ``part`` with the measures of the indicator; False where no fact has
    any.
    """
    found = con.execute(
        "SELECT DISTINCT source, measure FROM fact WHERE list_contains($1, source)",
        [list(indicator.sources)],
    ).fetchall()
    names = {measure for _, measure in found}
    least = indicator.minimum or {}
    rows = [
        ("n", measure, -1 if pattern.startswith("-") else 1, least.get(measure))
        for pattern in indicator.numerator
        for measure in matching(pattern, names)
    ]
    if isinstance(indicator.denominator, tuple):
        rows += [
            ("d", m, 1, None) for pattern in indicator.denominator for m in matching(pattern, names)
        ]
    con.execute(_PART)
    if rows:
        placed = [(*row, 1 << min(n, 62)) for n, row in enumerate(rows)]
        con.executemany("INSERT INTO part VALUES (?, ?, ?, ?, ?)", placed)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE wanted AS SELECT unnest($1) AS source",
        [list(indicator.sources)],
    )
    return bool(rows)


def _complete(con: duckdb.DuckDBPyConnection, indicator: Indicator, sparse: list[str]) -> None:
    """Leave out what lacks a measure it names: a vacancy without its posts is no figure.

    Zeros stand in when sparse.
    """

    def named(parts: tuple[str, ...]) -> int:
        return 0 if any(p.endswith("*") for p in parts) else len(parts)

    denominator = indicator.denominator if isinstance(indicator.denominator, tuple) else ()
    con.execute(
        "DELETE FROM fine WHERE NOT list_contains($sparse, source) "
        "AND (numerator_parts < $n OR denominator_parts < $d)",
        {"sparse": sparse, "n": max(1, named(indicator.numerator)), "d": named(denominator)},
    )


def _value(indicator: Indicator) -> dict[str, str]:
    """The SQL, from constants alone, for numerator, denominator and value of a level's own figure."""
    if indicator.method == "published":
        return {"numerator": "NULL", "denominator": "NULL", "value": "$multiplier * t.numerator"}
    denominator = "t.denominator"
    if indicator.denominator == "base":
        denominator = "t.base"
    elif indicator.denominator == "population":
        denominator = (
            "a.population * date_diff('month', t.period_start, t.period_end + INTERVAL 1 DAY) /"
            " 12.0"
        )
    elif indicator.denominator is None and indicator.method != "areas_below":
        return {
            "numerator": "t.numerator",
            "denominator": "NULL",
            "value": "$multiplier * t.numerator",
        }
    return {
        "numerator": "t.numerator",
        "denominator": denominator,
        "value": f"$multiplier * t.numerator / nullif({denominator}, 0)",
    }


_PART = (
    "CREATE OR REPLACE TEMP TABLE part (role VARCHAR, measure VARCHAR, sign INTEGER, least DOUBLE,"
    " place UBIGINT)"
)
"""``place`` has one bit set, each row another: distinct parts are counted by it in half the time of
their names. It is asked only how many there are of measures that are named, of which there are a
few, and whether there is one of others.
"""

_CHOSEN = """
WITH chosen AS (
    SELECT f.source, a.level, f.area, f.period_start, f.period_end, f.group_type, f.group_name,
        p.role, p.sign, p.least, p.place, f.value, f.base, f.lower, f.upper, f.release
    FROM fact f JOIN part p USING (measure) JOIN wanted USING (source) JOIN area a ON a.code = f.area
    WHERE f.group_type = '' OR (list_contains($group_types, f.group_type)
        AND (f.group_type <> $total_over OR len($only) = 0 OR list_contains($only, f.group_name)))
    UNION ALL
    SELECT f.source, a.level, f.area, f.period_start, f.period_end, '', '',
        p.role, p.sign, p.least, p.place, f.value, f.base, f.lower, f.upper, f.release
    FROM fact f JOIN part p USING (measure) JOIN wanted USING (source) JOIN area a ON a.code = f.area
    WHERE f.group_type = $total_over AND (len($only) = 0 OR list_contains($only, f.group_name))
)
"""

_FINE = (
    "CREATE OR REPLACE TEMP TABLE fine AS "
    + _CHOSEN
    + """
SELECT source, level, area, period_start, period_end, group_type, group_name,
    sum(sign * value) FILTER (WHERE role = 'n') AS numerator, sum(value) FILTER (WHERE role = 'd') AS denominator,
    sum(base) FILTER (WHERE role = 'n' AND sign = 1) AS base,
    any_value(lower) AS lower, any_value(upper) AS upper, max(release) AS release,
    coalesce(bit_count(bit_or(place) FILTER (WHERE role = 'n')), 0) AS numerator_parts,
    coalesce(bit_count(bit_or(place) FILTER (WHERE role = 'd')), 0) AS denominator_parts
FROM chosen GROUP BY ALL
"""
)

_SHARES = """
CREATE OR REPLACE TEMP TABLE fine AS
SELECT s.* REPLACE (
    coalesce(s.denominator, whole.denominator) AS denominator,
    CASE WHEN s.denominator IS NULL THEN coalesce(whole.denominator_parts, 0) ELSE s.denominator_parts END
        AS denominator_parts)
FROM fine s LEFT JOIN (FROM fine WHERE group_type = '') whole
    ON whole.source = s.source AND whole.area = s.area AND whole.period_end = s.period_end
"""
"""A group without a denominator of its own is a share of the whole area's: officers of a category
over all officers.
"""

_BELOW = (
    "CREATE OR REPLACE TEMP TABLE fine AS "
    + _CHOSEN
    + """
SELECT source, level, area, period_start, period_end, group_type, group_name,
    max(CASE WHEN value < least THEN 1 ELSE 0 END)::DOUBLE AS numerator, 1::DOUBLE AS denominator,
    NULL::DOUBLE AS base, NULL::DOUBLE AS lower, NULL::DOUBLE AS upper, max(release) AS release,
    bit_count(bit_or(place)) AS numerator_parts, 0 AS denominator_parts
FROM chosen WHERE level = 'ward' GROUP BY ALL
"""
)

_ZEROS = """
INSERT INTO fine
SELECT c.source, c.level, a.code, c.period_start, c.period_end, '', '', 0, 0, NULL, NULL, NULL, max(c.release), 0, 0
FROM coverage c JOIN area a ON a.level = c.level JOIN wanted USING (source)
WHERE list_contains($sparse, c.source)
    AND (c.source, a.code, c.period_end) NOT IN (SELECT (source, area, period_end) FROM fine WHERE group_type = '')
GROUP BY ALL
"""

_AS_IS = (
    "CREATE OR REPLACE TEMP TABLE timed AS SELECT * EXCLUDE (numerator_parts, denominator_parts)"
    " FROM fine"
)

_QUARTERS = """
CREATE OR REPLACE TEMP TABLE timed AS
WITH placed AS (
    SELECT *, date_trunc('quarter', period_end)::DATE AS first_day,
        last_day((date_trunc('quarter', period_end) + INTERVAL 2 MONTH)::DATE) AS last_of_quarter
    FROM fine
)
"""

_QUARTER = (
    _QUARTERS
    + """
SELECT source, level, area, first_day AS period_start, last_of_quarter AS period_end, group_type, group_name,
    sum(numerator) AS numerator, sum(denominator) AS denominator, sum(base) AS base,
    NULL::DOUBLE AS lower, NULL::DOUBLE AS upper, max(release) AS release
FROM placed GROUP BY source, level, area, first_day, last_of_quarter, group_type, group_name
HAVING sum(date_diff('day', period_start, placed.period_end) + 1) = date_diff('day', first_day, last_of_quarter) + 1
"""
)

_QUARTER_STOCK = (
    _QUARTERS
    + """
SELECT * EXCLUDE (numerator_parts, denominator_parts, first_day, last_of_quarter) REPLACE (first_day AS period_start)
FROM placed WHERE period_end = last_of_quarter
"""
)

_YEAR = """
CREATE OR REPLACE TEMP TABLE timed AS
WITH windowed AS (
    SELECT source, level, area, (last_day((period_end - INTERVAL 1 YEAR)::DATE) + INTERVAL 1 DAY)::DATE AS first_day,
        period_end, group_type, group_name, sum(numerator) OVER months AS numerator,
        sum(denominator) OVER months AS denominator, sum(base) OVER months AS base,
        max(release) OVER months AS release,
        sum(date_diff('day', period_start, period_end) + 1) OVER months AS days
    FROM fine
    WINDOW months AS (
        PARTITION BY source, area, group_type, group_name ORDER BY period_end
        RANGE BETWEEN INTERVAL 11 MONTH PRECEDING AND CURRENT ROW)
)
SELECT source, level, area, first_day AS period_start, period_end, group_type, group_name, numerator, denominator,
    base, NULL::DOUBLE AS lower, NULL::DOUBLE AS upper, release
FROM windowed WHERE days = date_diff('day', first_day, period_end) + 1
"""

_PERIODS = {
    ("published", False): _AS_IS,
    ("published", True): _AS_IS,
    ("month", False): _AS_IS,
    ("month", True): _AS_IS,
    ("quarter", False): _QUARTER,
    ("quarter", True): _QUARTER_STOCK,
    ("year", False): _YEAR,
}
"""(period, stock) -> how months become periods.

A stock is never summed: the models refuse a stock by the year.
"""

_OWN = """
CREATE OR REPLACE TEMP TABLE shaped AS
SELECT t.level, t.area, t.period_start, t.period_end, t.group_type, t.group_name,
    {numerator} AS numerator, {denominator} AS denominator, t.base, {value} AS value, t.lower, t.upper,
    t.source, t.release, false AS rolled_up
FROM timed t JOIN area a ON a.code = t.area
QUALIFY row_number() OVER (
    PARTITION BY t.area, t.period_end, t.group_type, t.group_name ORDER BY list_position($sources, t.source)) = 1
"""

_ROLL_UP = """
INSERT INTO shaped
WITH below AS (
    SELECT o.*, {parent} AS above_area FROM shaped o JOIN area a ON a.code = o.area WHERE o.level = $below
), size AS (SELECT {parent} AS above_area, count(*) AS areas FROM area WHERE level = $below GROUP BY ALL)
SELECT $above, b.above_area, b.period_start, b.period_end, b.group_type, b.group_name,
    sum(b.numerator), sum(b.denominator), sum(b.base),
    $multiplier * sum(b.numerator) / CASE WHEN count(b.denominator) = 0 THEN 1 ELSE nullif(sum(b.denominator), 0) END,
    NULL, NULL, any_value(b.source), max(b.release), true
FROM below b JOIN size s USING (above_area)
WHERE NOT EXISTS (
    FROM shaped own WHERE own.level = $above AND own.area = b.above_area AND own.period_end = b.period_end
      AND own.group_type = b.group_type AND own.group_name = b.group_name)
GROUP BY b.above_area, b.period_start, b.period_end, b.group_type, b.group_name, s.areas
HAVING count(*) = s.areas
"""

_JUDGED = """
CREATE OR REPLACE TEMP TABLE judged AS
SELECT *, CASE WHEN base < $least_base THEN 'base'
    WHEN numerator > 0 AND numerator < $withhold_below THEN 'count' END AS reason
FROM shaped WHERE list_contains($levels, level)
"""

_KEEP = """
INSERT INTO observation
SELECT $indicator, level, area, period_start, period_end, group_type, group_name,
    CASE WHEN reason IS NULL THEN numerator END, CASE WHEN reason IS NULL THEN denominator END, base,
    CASE WHEN reason IS NULL THEN value END, CASE WHEN reason IS NULL THEN lower END,
    CASE WHEN reason IS NULL THEN upper END,
    CASE WHEN reason IS NOT NULL THEN 'withheld' END, source, release, rolled_up,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM judged
"""
