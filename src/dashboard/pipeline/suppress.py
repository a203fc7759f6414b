"""Disclosure control of the observations: what would give a withheld figure away is withheld too,
in the build.

``observe`` withholds small counts and bases; ``protect`` finds what ties them to figures that are
shown (areas that add up, groups that add up, months that add up, indicators that count the same or
complement one another) and asks ``stats.disclosure`` what must go besides. A percentage goes with
its numerator and denominator, as each two give the third; last year's figures are copied afterwards
(``settle``), so a withheld one does not come back a year later.

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
_COUNTED = ("survey", "proportion", "rate", "ratio", "count")
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
    """Keep, for ``protect``, the true figures that were withheld and the measures that
    ``indicator`` counts.

    Reads the temporary tables ``judged`` and ``part`` of ``observe``; writes ``withheld_figure``,
    which no query reads, and the temporary table ``counted``.
    """
    con.execute(
        "CREATE TEMP TABLE IF NOT EXISTS counted AS SELECT '' AS indicator, * FROM part LIMIT 0"
    )
    con.execute("INSERT INTO counted SELECT $1, * FROM part", [indicator.id])
    con.execute(
        statement("suppress/withheld"),
        {
            "indicator": indicator.id,
            "least_base": indicator.least_base,
            "withhold_below": indicator.withhold_below,
        },
    )


def protect(
    con: duckdb.DuckDBPyConnection, indicators: Mapping[str, Indicator], others: Sequence[Path] = ()
) -> int:
    """Withhold every observation by which a withheld one could be worked out, as 'secondary'; how
    many they are.

    To be called once, when all observations stand and before ``settle`` sets last year's beside
    them. ``others`` are the databases of other days that a reader may set beside this one.
    """
    known = con.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE temporary AND table_name = 'counted'"
    )
    if not _first(known):
        return 0
    counted = con.execute("SELECT DISTINCT indicator, role, measure, sign FROM counted").df()
    con.execute("DROP TABLE counted")
    usable = {
        i: indicators[i] for i in counted["indicator"].unique() if indicators[i].method in _COUNTED
    }
    own = _Day("", _forms(counted, usable), {i: usable[i].sources for i in usable})
    keep_forms(con, own.forms, own.sources)
    names = attach(con, others)
    days = [own, *(_Day(name, *forms_of(con, name)) for name in names)]
    areas = con.execute("SELECT code, level, borough, bcu FROM area").df()
    withheld = {
        i
        for day in days
        for (i,) in con.execute(
            f"SELECT DISTINCT indicator FROM {day.catalog or 'main'}.withheld_figure"
        ).fetchall()
    }
    hidden = sum(
        _protect(con, days, family, areas, indicators)
        for family in _families(days)
        if withheld & set(family)
    )
    for name in names:
        con.execute(f"DETACH {name}")
    return hidden


def _first(answer: duckdb.DuckDBPyConnection) -> int:
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
    counted: pd.DataFrame, indicators: Mapping[str, Indicator]
) -> dict[tuple[str, str], Form]:
    """(indicator, role) -> what it adds up; indicators that add up the same have one form."""
    found = {}
    for (indicator, role), rows in counted[counted["indicator"].isin(list(indicators))].groupby(
        ["indicator", "role"]
    ):
        declared = indicators[str(indicator)]
        parts = sorted(zip(rows["measure"], rows["sign"], strict=True))
        only = declared.only_groups if role == "n" and declared.total_over else ()
        found[str(indicator), str(role)] = Form(
            tuple((str(m), int(s)) for m, s in parts),
            declared.stock,
            declared.total_over or "",
            tuple(sorted(only)),
        )
    return found


def _touched(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of all periods that overlap one in which a figure is withheld, or one that overlaps
    that.
    """
    periods = rows[["period_start", "period_end"]].drop_duplicates()
    touched = periods.merge(
        rows.loc[rows["reason"] != "", ["period_start", "period_end"]].drop_duplicates()
    )
    while True:
        starts, ends = touched["period_start"].to_numpy(), touched["period_end"].to_numpy()
        overlap = (periods["period_start"].to_numpy()[:, None] <= ends) & (
            periods["period_end"].to_numpy()[:, None] >= starts
        )
        wider = periods[overlap.any(axis=1)]
        if len(wider) == len(touched):
            return rows.merge(wider)
        touched = wider


def _protect(
    con: duckdb.DuckDBPyConnection,
    days: Sequence[_Day],
    family: Sequence[str],
    areas: pd.DataFrame,
    indicators: Mapping[str, Indicator],
) -> int:
    """Withhold what one family needs in the database that is being built; how many observations."""
    rows = _touched(
        pd.concat(
            [figures(con, day.catalog, family).assign(day=n) for n, day in enumerate(days)],
            ignore_index=True,
        )
    )
    shown = pd.concat(
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
        shown["day"] == 0
    ).any():  # What is withheld on other days is of periods that this one does not have.
        return 0
    shown["count"] = count_versions(shown)
    cells = count_cells(shown)
    also = secondary(cells, sum_terms(shown, cells, areas))
    gone = set(cells.index[also | ((cells["reason"] != "") & ~cells["known"])])
    mine = shown[(shown["day"] == 0) & shown["count"].isin(gone)]
    lost = mine[mine["shown_reason"] == ""].drop_duplicates(_ROW)
    _withhold(con, lost, mine[mine["role"] == "d"])
    return len(lost)


def _withhold(
    con: duckdb.DuckDBPyConnection, lost: pd.DataFrame, by_denominator: pd.DataFrame
) -> None:
    """Withhold the observations ``lost``, and remember of which ones the denominator itself must
    not be known.
    """
    for rows, statements in ((lost, (_SECONDARY, _WITHHOLD)), (by_denominator, (_DENOMINATOR,))):
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
