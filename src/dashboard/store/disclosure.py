"""Disclosure control of the observations: what would give a withheld figure away is withheld too, in the build.

``observe`` withholds small counts and bases; ``protect`` finds what ties them to figures that are shown (areas that
add up, groups that add up, months that add up, indicators that count the same or complement one another) and asks
``stats.disclosure`` what must go besides. A percentage goes with its numerator and denominator, as each two give the
third; last year's figures are copied afterwards (``settle``), so a withheld one does not come back a year later.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import numpy as np
import pandas as pd

from dashboard.declared.models import LEVELS, Indicator
from dashboard.stats.disclosure import secondary
from dashboard.store.sums import CELL, Form, equations, place

_ROW = ["indicator", "level", "area", "period_end", "group_type", "group_name"]
_COUNTED = ("survey", "proportion", "rate", "ratio", "count")
"""Methods whose numerators add up: a median does not, and a ward below the minimum is no count of people."""


def remember(con: duckdb.DuckDBPyConnection, indicator: str) -> None:
    """Keep, for ``protect``, the true figures that were withheld and the measures that the indicator counts.

    Reads the temporary tables ``judged`` and ``part`` of ``observe``; writes ``true_figure`` and ``counted``, which
    are temporary too, so that no true figure is ever in the file.
    """
    con.execute("CREATE TEMP TABLE IF NOT EXISTS true_figure AS SELECT '' AS indicator, * FROM judged LIMIT 0")
    con.execute("CREATE TEMP TABLE IF NOT EXISTS counted AS SELECT '' AS indicator, * FROM part LIMIT 0")
    con.execute("INSERT INTO true_figure SELECT $1, * FROM judged WHERE reason IS NOT NULL", [indicator])
    con.execute("INSERT INTO counted SELECT $1, * FROM part", [indicator])


def protect(con: duckdb.DuckDBPyConnection, indicators: Mapping[str, Indicator]) -> int:
    """Withhold every observation by which a withheld one could be worked out, as 'secondary'; how many they are.

    To be called once, when all observations stand and before ``settle`` sets last year's beside them. The true
    figures are forgotten here.
    """
    known = con.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary AND table_name = 'true_figure'")
    if not _first(known):
        return 0
    counted = con.execute("SELECT DISTINCT indicator, role, measure, sign FROM counted").df()
    withheld = {i for (i,) in con.execute("SELECT DISTINCT indicator FROM true_figure").fetchall()}
    hidden = 0
    if withheld:
        usable = {i: indicators[i] for i in counted["indicator"].unique() if indicators[i].method in _COUNTED}
        areas = con.execute("SELECT code, level, borough, bcu FROM area").df()
        for family in _families(counted, usable):
            if withheld & set(family):
                forms = _forms(counted, {i: usable[i] for i in family})
                hidden += _protect(con, _rows(con, {i: usable[i] for i in family}), forms, areas)
    con.execute("DROP TABLE true_figure")
    con.execute("DROP TABLE counted")
    return hidden


def _first(answer: duckdb.DuckDBPyConnection) -> int:
    row = answer.fetchone()
    return int(row[0]) if row else 0


def _families(counted: pd.DataFrame, indicators: Mapping[str, Indicator]) -> list[list[str]]:
    """Indicators that count a measure in common, of sources in common: each family apart, in order."""
    groups: list[tuple[set[str], set[tuple[str, str]]]] = []
    for indicator, rows in counted[counted["indicator"].isin(list(indicators))].groupby("indicator", sort=True):
        ids = {str(indicator)}
        marks = {(source, m) for source in indicators[str(indicator)].sources for m in rows["measure"]}
        apart = []
        for others, theirs in groups:
            if marks & theirs:
                ids, marks = ids | others, marks | theirs
            else:
                apart.append((others, theirs))
        groups = [*apart, (ids, marks)]
    return [sorted(ids) for ids, _ in groups]


def _forms(counted: pd.DataFrame, indicators: Mapping[str, Indicator]) -> dict[tuple[str, str], Form]:
    """(indicator, role) -> what it adds up; indicators that add up the same have one form."""
    found = {}
    for (indicator, role), rows in counted[counted["indicator"].isin(list(indicators))].groupby(["indicator", "role"]):
        declared = indicators[str(indicator)]
        parts = sorted(zip(rows["measure"], rows["sign"], strict=True))
        only = declared.only_groups if role == "n" and declared.total_over else ()
        found[str(indicator), str(role)] = Form(
            tuple((str(m), int(s)) for m, s in parts), declared.stock, declared.total_over or "", tuple(sorted(only))
        )
    return found


def _rows(con: duckdb.DuckDBPyConnection, family: Mapping[str, Indicator]) -> pd.DataFrame:
    """The observations of a family with their true figures, in the periods that a withheld one touches.

    Columns: the observation's own names, n and d (its count and what that is over), reason ('' where shown) and
    need: how wide a range must be left open of a withheld one.
    """
    rows = con.execute(_TRUE, {"family": list(family)}).df()
    base = np.fmin(rows["base"], rows["indicator"].map({i: d.least_base for i, d in family.items()}))
    count = rows["indicator"].map({i: d.withhold_below for i, d in family.items()})
    rows["need"] = base.where(rows["reason"] == "base", count).where(rows["reason"] != "", 0.0).astype(float)
    periods = rows[["period_start", "period_end"]].drop_duplicates()
    touched = periods.merge(rows.loc[rows["reason"] != "", ["period_start", "period_end"]].drop_duplicates())
    while True:
        starts, ends = touched["period_start"].to_numpy(), touched["period_end"].to_numpy()
        overlap = (periods["period_start"].to_numpy()[:, None] <= ends) & (
            periods["period_end"].to_numpy()[:, None] >= starts)  # fmt: skip
        wider = periods[overlap.any(axis=1)]
        if len(wider) == len(touched):
            return rows.merge(wider)
        touched = wider


_TRUE = """
SELECT o.indicator, o.level, o.area, o.period_start, o.period_end, o.group_type, o.group_name,
    coalesce(t.numerator, o.numerator) AS n, coalesce(t.denominator, o.denominator) AS d,
    coalesce(o.withheld, '') AS reason, o.base
FROM observation o LEFT JOIN true_figure t ON o.withheld IS NOT NULL AND t.indicator = o.indicator AND t.area = o.area
    AND t.period_end = o.period_end AND t.group_type = o.group_type AND t.group_name = o.group_name
WHERE list_contains($family, o.indicator)
"""


def _protect(con: duckdb.DuckDBPyConnection, rows: pd.DataFrame, forms: Mapping[tuple[str, str], Form],
             areas: pd.DataFrame) -> int:  # fmt: skip
    """Withhold what one family needs; how many observations."""
    shown = _shown(rows, forms)
    cells = _cells(shown)
    terms = equations(cells, areas, set(forms.values()))
    also = secondary(cells, terms)
    gone = set(cells.loc[also | (cells["reason"] != ""), "code"])
    lost = shown[shown["code"].isin(gone) & (shown["shown_reason"] == "")][_ROW].drop_duplicates()
    if len(lost):
        con.register("incoming", lost)
        con.execute(_WITHHOLD)
        con.unregister("incoming")
    return len(lost)


_WITHHOLD = """
UPDATE observation SET numerator = NULL, denominator = NULL, value = NULL, lower = NULL, upper = NULL,
    withheld = 'secondary'
FROM incoming i
WHERE i.indicator = observation.indicator AND i.level = observation.level AND i.area = observation.area
    AND i.period_end = observation.period_end AND i.group_type = observation.group_type
    AND i.group_name = observation.group_name
"""


def _shown(rows: pd.DataFrame, forms: Mapping[tuple[str, str], Form]) -> pd.DataFrame:
    """One row a count that an observation shows, or would: its numerator, and its denominator where it is counted.

    Adds form, value, role, code (one for all rows that show the same count), reason (of the count: a denominator is
    not itself withheld), and shown_reason (of the observation).
    """
    parts = []
    for (indicator, role), form in forms.items():
        mine = rows[rows["indicator"] == indicator]
        whole = pd.Series(form, index=mine.index, dtype=object)
        if form.only:
            whole[mine["group_type"] != ""] = Form(form.parts, form.stock, form.total_over, ())
        told = {"reason": mine["reason"], "need": mine["need"]} if role == "n" else {"reason": "", "need": 0.0}
        parts.append(mine.assign(form=whole, role=role, value=mine[role], shown_reason=mine["reason"], **told))
    found = pd.concat(parts, ignore_index=True).dropna(subset=["value"])
    start = found["period_start"].where(~found["form"].map(lambda f: f.stock), pd.NaT)
    found = found.assign(period_start=start)
    return found.assign(code=found["form"].map(str) + "|" + place(found))


def _cells(shown: pd.DataFrame) -> pd.DataFrame:
    """One row a count, as ``stats.disclosure`` has them, with form, level, area, period and group."""
    ordered = shown.sort_values(["code", "reason", "role"], ascending=[True, False, False], kind="stable")
    cells = ordered.drop_duplicates("code").reset_index(drop=True)
    need = shown.groupby("code")["need"].max()
    months = (cells["period_end"] - cells["period_start"]).dt.days.fillna(0)
    level = cells["level"].map({name: place for place, name in enumerate(LEVELS)})
    rank = 2 * level + (cells["group_type"] == "") + 10 * (months > 40) + 10 * (months > 100)
    return cells.assign(
        need=cells["code"].map(need).to_numpy(float), rank=(rank + 100 * (cells["role"] == "d")).astype(int),
        signed=[form.signed for form in cells["form"]],
    )[["code", "value", "reason", "need", "rank", "signed", "form", *CELL]]  # fmt: skip

