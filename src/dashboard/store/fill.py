"""Loaded files -> fact, coverage, boundary and plan tables: later releases revise earlier ones."""

from __future__ import annotations

import duckdb
import pandas as pd

from dashboard.declared.read import Declarations
from dashboard.errors import InputError
from dashboard.loaders.model import Loaded
from dashboard.store.received import Received

_KEY = ("source", "measure", "area", "period_end", "group_type", "group_name")


def fill_release(con: duckdb.DuckDBPyConnection, release: Received, item: Loaded, declared: Declarations) -> None:
    """Write one release, given in order of publication, with its findings.

    The last release that states a fact, a boundary file or a plan wins. A sparse source's release replaces whole
    periods, as a row it leaves out is a zero.

    Raises:
        InputError: the file holds a plan that is not declared.
    """
    revised = _facts(con, release, item, sparse=declared.sources[release.source].sparse)
    _boundaries(con, release, item)
    _plans(con, release, item, declared)
    periods = pd.to_datetime(item.facts["period_end"])
    bounds = (periods.min().date(), periods.max().date()) if len(periods) else (None, None)
    rows = max(len(item.facts), len(item.plan_wards), item.boundaries["area"].nunique())
    con.execute(
        "INSERT INTO release VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [release.id, release.source, release.published, release.path.name, release.sha256, item.rows_read,
         rows, revised, release.demonstration, *bounds],
    )  # fmt: skip
    for f in item.findings:
        con.execute(
            "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?)",
            [release.source, release.id, release.path.name, f.severity, f.row, f.column, f.message],
        )


def _facts(con: duckdb.DuckDBPyConnection, release: Received, item: Loaded, sparse: bool) -> int:
    """Put the facts in force; the number of earlier facts that change."""
    key = ", ".join(_KEY)
    con.register("incoming", item.facts.assign(source=release.source, release=release.id))
    con.register("covered", item.coverage.assign(source=release.source, release=release.id))
    row = con.execute(
        f"SELECT count(*) FROM fact JOIN incoming USING ({key}) "
        "WHERE fact.value IS DISTINCT FROM incoming.value AND abs(fact.value - incoming.value) > 1e-9"
    ).fetchone()
    if sparse:
        con.execute("DELETE FROM fact USING covered WHERE fact.source = covered.source "
                    "AND fact.period_end = covered.period_end")  # fmt: skip
    else:
        same = " AND ".join(f"fact.{column} = incoming.{column}" for column in _KEY)
        con.execute(f"DELETE FROM fact USING incoming WHERE {same}")
    con.execute("DELETE FROM coverage USING covered WHERE coverage.source = covered.source "
                "AND coverage.period_end = covered.period_end")  # fmt: skip
    con.execute("INSERT INTO fact BY NAME SELECT * FROM incoming")
    con.execute("INSERT INTO coverage BY NAME SELECT * FROM covered")
    con.unregister("incoming")
    con.unregister("covered")
    return int(row[0]) if row else 0


def _boundaries(con: duckdb.DuckDBPyConnection, release: Received, item: Loaded) -> None:
    if item.boundaries.empty:
        return
    points = item.boundaries.assign(
        position=item.boundaries.groupby(["area", "ring"], sort=False).cumcount(), release=release.id
    )
    con.register("incoming", points)
    con.execute("DELETE FROM boundary WHERE level IN (SELECT DISTINCT level FROM incoming)")
    con.execute("INSERT INTO boundary BY NAME SELECT * FROM incoming")
    con.unregister("incoming")


def _plans(con: duckdb.DuckDBPyConnection, release: Received, item: Loaded, declared: Declarations) -> None:
    if item.plan_wards.empty:
        return
    for plan in item.plan_wards["plan"].unique():
        if plan not in declared.plans:
            raise InputError(
                f"{release.path.name} holds the plan '{plan}', which is not declared: "
                f"add data/declared/plans/{plan}.toml."
            )
        scored = set(item.plan_needs.loc[item.plan_needs["plan"] == plan, "component"])
        lacking = set(declared.plans[plan].weights) - scored
        if lacking:
            raise InputError(
                f"{release.path.name} has no column need_{min(lacking)} for the plan '{plan}', which weighs it."
            )
    con.register("wards", item.plan_wards.assign(release=release.id))
    con.register("needs", item.plan_needs)
    con.execute("DELETE FROM plan_ward WHERE plan IN (SELECT DISTINCT plan FROM wards)")
    con.execute("DELETE FROM plan_need WHERE plan IN (SELECT DISTINCT plan FROM wards)")
    con.execute("INSERT INTO plan_need BY NAME SELECT * FROM needs")
    con.execute("INSERT INTO plan_ward BY NAME " + _WARDS)
    con.unregister("wards")
    con.unregister("needs")


_WARDS = """
SELECT w.*, i.need_index FROM wards w LEFT JOIN (
    SELECT n.plan, n.ward, sum(c.weight * n.score) / sum(c.weight) AS need_index
    FROM needs n JOIN plan_component c ON c.plan = n.plan AND c.component = n.component GROUP BY ALL
) i ON i.plan = w.plan AND i.ward = w.ward
"""
