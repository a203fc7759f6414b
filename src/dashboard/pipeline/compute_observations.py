"""Facts -> the observations of one indicator: measures added up, then months, then areas to the
level above.

Percentages are never averaged: every step adds numerators and denominators (the design's rule).
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from dashboard.declared.cross_check import match_measures
from dashboard.declared.models import Indicator, Source
from dashboard.pipeline.month_dispersion import measure_dispersion
from dashboard.pipeline.statements import statement
from dashboard.pipeline.suppress import remember

_UP = (("ward", "borough", "borough"), ("borough", "bcu", "bcu"), ("bcu", "mps", "'MPS'"))


def compute_observations(
    con: duckdb.DuckDBPyConnection, indicator: Indicator, sources: Mapping[str, Source]
) -> None:
    """Write every observation of ``indicator`` that the facts allow.

    A level's own published figures stand, from the first of the indicator's sources that has one;
    only where none has is a level added up from the one below, and only when every area below has a
    figure for the period. In a sparse source an absent fact is a zero wherever the source covers
    the level and period. A figure on too small a base or count is withheld here, after adding up,
    so nothing that reads the table can show it; ``suppress.suppress_counts`` then withholds what
    would give it away.
    """
    sparse_sources = [s for s in indicator.sources if sources[s].sparse]
    if not _parts(con, indicator):
        return
    finest = "areas_below" if indicator.method == "areas_below" else "source_figures"
    con.execute(
        statement(f"compute_observations/{finest}").format(
            part_facts=statement("compute_observations/part_facts")
        ),
        {
            "group_types": list(indicator.group_types),
            "total_over": indicator.total_over or "-",
            "only": list(indicator.only_groups),
        },
    )
    if indicator.group_types and isinstance(indicator.denominator, tuple):
        con.execute(statement("compute_observations/shares"))
    if sparse_sources:
        con.execute(statement("compute_observations/zeros"), {"sparse": sparse_sources})
    _drop_incomplete(con, indicator, sparse_sources)
    measure_dispersion(con, indicator)
    _add_up_months_and_areas(con, indicator)
    con.execute(
        statement("compute_observations/figures_with_reason"),
        {
            "levels": list(indicator.levels),
            "least_base": indicator.least_base,
            "withhold_below": indicator.withhold_below,
        },
    )
    con.execute(statement("compute_observations/insert_observations"), {"indicator": indicator.id})
    remember(con, indicator)


def _add_up_months_and_areas(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> None:
    """Add months up to periods, and, where a level has no figure of its own, areas to the level
    above.
    """
    periods = statement(f"compute_observations/{_PERIODS[indicator.period, indicator.stock]}")
    con.execute(periods.format(quarters=statement("compute_observations/quarters")))
    con.execute(
        statement("compute_observations/area_figures").format(**_value(indicator)),
        {
            "sources": list(indicator.sources),
            "multiplier": indicator.multiplier,
        },
    )
    if indicator.method != "published":
        for below, above, parent in _UP:
            con.execute(
                statement("compute_observations/roll_up").format(parent=parent),
                {"below": below, "above": above, "multiplier": indicator.multiplier},
            )


def _parts(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> bool:
    """Fill the temporary table ``part`` with the measures of the indicator; False where no fact has
    any.
    """
    measure_rows = con.execute(
        "SELECT DISTINCT source, measure FROM fact WHERE list_contains($1, source)",
        [list(indicator.sources)],
    ).fetchall()
    names = {measure for _, measure in measure_rows}
    least = indicator.minimum or {}
    rows = [
        ("n", measure, -1 if pattern.startswith("-") else 1, least.get(measure))
        for pattern in indicator.numerator
        for measure in match_measures(pattern, names)
    ]
    if isinstance(indicator.denominator, tuple):
        rows += [
            ("d", m, 1, None)
            for pattern in indicator.denominator
            for m in match_measures(pattern, names)
        ]
    con.execute(_PART)
    if rows:
        numbered_rows = [(*row, 1 << min(n, 62)) for n, row in enumerate(rows)]
        con.executemany("INSERT INTO part VALUES (?, ?, ?, ?, ?)", numbered_rows)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE indicator_sources AS SELECT unnest($1) AS source",
        [list(indicator.sources)],
    )
    return bool(rows)


def _drop_incomplete(
    con: duckdb.DuckDBPyConnection, indicator: Indicator, sparse_sources: list[str]
) -> None:
    """Leave out what lacks a measure it names: a vacancy without its posts is no figure.

    Zeros stand in when sparse.
    """

    def count_named(parts: tuple[str, ...]) -> int:
        return 0 if any(p.endswith("*") for p in parts) else len(parts)

    denominator = indicator.denominator if isinstance(indicator.denominator, tuple) else ()
    con.execute(
        "DELETE FROM source_figures WHERE NOT list_contains($sparse, source) "
        "AND (numerator_parts < $n OR denominator_parts < $d)",
        {
            "sparse": sparse_sources,
            "n": max(1, count_named(indicator.numerator)),
            "d": count_named(denominator),
        },
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


_PERIODS = {
    ("published", False): "as_is",
    ("published", True): "as_is",
    ("month", False): "as_is",
    ("month", True): "as_is",
    ("quarter", False): "quarter",
    ("quarter", True): "quarter_stock",
    ("year", False): "year",
}
"""(period, stock) -> the statement by which months become periods.

A stock is never summed: the models refuse a stock by the year.
"""
