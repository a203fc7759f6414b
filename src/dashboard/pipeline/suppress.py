"""Disclosure control of the observations: what would give a withheld figure away is withheld too,
in the build.

``compute_observations`` withholds small counts and bases; ``suppress_counts`` finds what ties them
to figures that are shown (areas that add up, groups that add up, months that add up, indicators
that count the same or complement one another) and asks ``stats.disclosure`` what must go besides. A
percentage goes with its numerator and denominator, as each two give the third; last year's figures
are copied afterwards (``add_previous_year``), so a withheld one does not come back a year later.

The databases of other days count as read. A count that another day shows, unrevised, protects
nothing here; one that another day withholds is withheld here; and the sums of all days together
must leave each withheld count its room.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from dashboard.declared.models import Indicator
from dashboard.pipeline.count_cells import count_cells, count_versions, shown_counts, sum_terms
from dashboard.pipeline.count_sums import Form
from dashboard.pipeline.other_days import attach, figures, forms_of, keep_forms
from dashboard.pipeline.statements import statement
from dashboard.stats.disclosure import secondary

_ROW = ["indicator", "level", "area", "period_end", "group_type", "group_name"]
_COUNT_METHODS = ("survey", "proportion", "rate", "ratio", "count")
"""Methods whose numerators add up: a median does not, and a ward below the minimum is no count of
people.
"""


@dataclass(frozen=True)
class _Day:
    """What one database shows, or would: '' is the one that is being built."""

    catalog: str
    forms: Mapping[tuple[str, str], Form]
    sources: Mapping[str, Sequence[str]]


def remember(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> None:
    """Keep, for ``suppress_counts``, the true figures that were withheld and the measures that
    ``indicator`` counts.

    Reads the temporary tables ``figures_with_reason`` and ``part`` of ``compute_observations``;
    writes ``withheld_figure``, which no query reads, and the temporary table ``counted_parts``.
    """
    con.execute(
        "CREATE TEMP TABLE IF NOT EXISTS counted_parts AS SELECT '' AS indicator, * FROM part LIMIT 0"
    )
    con.execute("INSERT INTO counted_parts SELECT $1, * FROM part", [indicator.id])
    con.execute(
        statement("suppress/insert_withheld"),
        {
            "indicator": indicator.id,
            "least_base": indicator.least_base,
            "withhold_below": indicator.withhold_below,
        },
    )


def suppress_counts(
    con: duckdb.DuckDBPyConnection,
    indicators: Mapping[str, Indicator],
    other_databases: Sequence[Path] = (),
) -> int:
    """Withhold every observation by which a withheld one could be worked out, as 'secondary'; how
    many they are.

    To be called once, when all observations stand and before ``add_previous_year`` sets last year's
    beside them. ``other_databases`` are the databases of other days that a reader may set beside
    this one.
    """
    known = con.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE temporary AND table_name = 'counted_parts'"
    )
    if not _fetch_number(known):
        return 0
    counted_parts = con.execute(
        "SELECT DISTINCT indicator, role, measure, sign FROM counted_parts"
    ).df()
    con.execute("DROP TABLE counted_parts")
    counted_indicators = {
        i: indicators[i]
        for i in counted_parts["indicator"].unique()
        if indicators[i].method in _COUNT_METHODS
    }
    own_day = _Day(
        "",
        _forms(counted_parts, counted_indicators),
        {i: counted_indicators[i].sources for i in counted_indicators},
    )
    keep_forms(con, own_day.forms, own_day.sources)
    names = attach(con, other_databases)
    days = [own_day, *(_Day(name, *forms_of(con, name)) for name in names)]
    areas = con.execute("SELECT code, level, borough, bcu FROM area").df()
    withheld_indicators = {
        i
        for day in days
        for (i,) in con.execute(
            f"SELECT DISTINCT indicator FROM {day.catalog or 'main'}.withheld_figure"
        ).fetchall()
    }
    withheld_count = sum(
        _suppress_family(con, days, family, areas, indicators)
        for family in _families(days)
        if withheld_indicators & set(family)
    )
    for name in names:
        con.execute(f"DETACH {name}")
    return withheld_count


def _fetch_number(answer: duckdb.DuckDBPyConnection) -> int:
    row = answer.fetchone()
    return int(row[0]) if row else 0


def _families(days: Iterable[_Day]) -> list[list[str]]:
    """Indicators that count a measure in common, of sources in common: each family apart, in order."""
    marks: dict[str, set[tuple[str, str]]] = {}
    for day in days:
        for (indicator, _), form in day.forms.items():
            pairs = {(source, m) for source in day.sources[indicator] for m, _ in form.parts}
            marks.setdefault(indicator, set()).update(pairs)
    groups: list[tuple[set[str], set[tuple[str, str]]]] = []
    for indicator, mine in sorted(marks.items()):
        ids, all_of = {indicator}, mine
        apart = []
        for others, theirs in groups:
            if all_of & theirs:
                ids, all_of = ids | others, all_of | theirs
            else:
                apart.append((others, theirs))
        groups = [*apart, (ids, all_of)]
    return [sorted(ids) for ids, _ in groups]


def _forms(
    counted_parts: pd.DataFrame, indicators: Mapping[str, Indicator]
) -> dict[tuple[str, str], Form]:
    """(indicator, role) -> what it adds up; indicators that add up the same have one form."""
    forms = {}
    for (indicator, role), rows in counted_parts[
        counted_parts["indicator"].isin(list(indicators))
    ].groupby(["indicator", "role"]):
        definition = indicators[str(indicator)]
        parts = sorted(zip(rows["measure"], rows["sign"], strict=True))
        only = definition.only_groups if role == "n" and definition.total_over else ()
        forms[str(indicator), str(role)] = Form(
            tuple((str(m), int(s)) for m, s in parts),
            definition.stock,
            definition.total_over or "",
            tuple(sorted(only)),
        )
    return forms


def _select_touched(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of all periods that overlap one in which a figure is withheld, or one that overlaps
    that.
    """
    periods = rows[["period_start", "period_end"]].drop_duplicates()
    touched_periods = periods.merge(
        rows.loc[rows["reason"] != "", ["period_start", "period_end"]].drop_duplicates()
    )
    while True:
        starts, ends = (
            touched_periods["period_start"].to_numpy(),
            touched_periods["period_end"].to_numpy(),
        )
        overlap = (periods["period_start"].to_numpy()[:, None] <= ends) & (
            periods["period_end"].to_numpy()[:, None] >= starts
        )
        wider = periods[overlap.any(axis=1)]
        if len(wider) == len(touched_periods):
            return rows.merge(wider)
        touched_periods = wider


def _suppress_family(
    con: duckdb.DuckDBPyConnection,
    days: Sequence[_Day],
    family: Sequence[str],
    areas: pd.DataFrame,
    indicators: Mapping[str, Indicator],
) -> int:
    """Withhold what one family needs in the database that is being built; how many observations."""
    rows = _select_touched(
        pd.concat(
            [figures(con, day.catalog, family).assign(day=n) for n, day in enumerate(days)],
            ignore_index=True,
        )
    )
    count_rows = pd.concat(
        [
            shown_counts(
                rows[rows["day"] == n],
                {key: form for key, form in day.forms.items() if key[0] in family},
                indicators,
            )
            for n, day in enumerate(days)
        ],
        ignore_index=True,
    )
    if not (
        count_rows["day"] == 0
    ).any():  # What is withheld on other days is of periods that this one does not have.
        return 0
    count_rows["count"] = count_versions(count_rows)
    cells = count_cells(count_rows)
    is_secondary = secondary(cells, sum_terms(count_rows, cells, areas))
    withheld_counts = set(cells.index[is_secondary | ((cells["reason"] != "") & ~cells["known"])])
    mine = count_rows[(count_rows["day"] == 0) & count_rows["count"].isin(withheld_counts)]
    lost_figures = mine[mine["shown_reason"] == ""].drop_duplicates(_ROW)
    _withhold(con, lost_figures, mine[mine["role"] == "d"])
    return len(lost_figures)


def _withhold(
    con: duckdb.DuckDBPyConnection, figures: pd.DataFrame, by_denominator: pd.DataFrame
) -> None:
    """Withhold the observations of ``figures``, and remember of which ones the denominator itself
    must not be known.
    """
    for rows, statements in ((figures, (_SECONDARY, _WITHHOLD)), (by_denominator, (_DENOMINATOR,))):
        if len(rows):
            con.register("incoming", rows[_ROW])
            for statement in statements:
                con.execute(statement)
            con.unregister("incoming")


_MATCH = """i.indicator = o.indicator AND i.level = o.level AND i.area = o.area AND i.period_end = o.period_end
    AND i.group_type = o.group_type AND i.group_name = o.group_name"""
_SECONDARY = f"""
INSERT INTO withheld_figure
SELECT o.indicator, o.level, o.area, o.period_end, o.group_type, o.group_name, o.numerator, o.denominator,
    'secondary', 0, false
FROM observation o JOIN incoming i ON {_MATCH}
"""
_WITHHOLD = f"""
UPDATE observation o SET numerator = NULL, denominator = NULL, value = NULL, lower = NULL, upper = NULL,
    withheld = 'withheld'
FROM incoming i WHERE {_MATCH}
"""
_DENOMINATOR = (
    f"UPDATE withheld_figure o SET denominator_hidden = true FROM incoming i WHERE {_MATCH}"
)
