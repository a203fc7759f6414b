"""Loaded files -> fact, coverage, boundary and plan tables: later releases revise earlier ones."""

from __future__ import annotations

import duckdb
import pandas as pd

from dashboard.declared.read import Declarations
from dashboard.errors import InputError
from dashboard.loaders.model import Loaded
from dashboard.pipeline.receive import Received


def fill_release(
    con: duckdb.DuckDBPyConnection, release: Received, item: Loaded, declared: Declarations
) -> None:
    """Write one release, given in order of publication, with its findings; ``resolve`` then says
    which facts stand.

    The last release that states a boundary file or a plan wins.

    Raises:
        InputError: the file holds a plan that is not declared.
    """
    con.execute(_STAGED)
    said = {"source": release.source, "id": release.id, "turn": _turn(con)}
    for table, rows in (("staged_fact", item.facts), ("staged_coverage", item.coverage)):
        con.register("incoming", rows)
        con.execute(
            f"INSERT INTO {table} BY NAME SELECT *, $source AS source, $id AS release, $turn AS"
            " turn FROM incoming",
            said,
        )
        con.unregister("incoming")
    _boundaries(con, release, item)
    _plans(con, release, item, declared)
    periods = pd.to_datetime(item.facts["period_end"])
    bounds = (periods.min().date(), periods.max().date()) if len(periods) else (None, None)
    rows = max(len(item.facts), len(item.plan_wards), item.boundaries["area"].nunique())
    con.execute(
        "INSERT INTO release VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?)",
        [
            release.id,
            release.source,
            release.published,
            release.name,
            release.sha256,
            item.rows_read,
            rows,
            release.demonstration,
            *bounds,
            release.publisher or None,
            release.loaded_by or None,
            release.loaded_at and release.loaded_at.replace(tzinfo=None),
        ],
    )
    for id in release.accepted:
        con.execute(
            "INSERT INTO accepted VALUES (?, ?, ?, ?, ?)",
            [
                release.source,
                id,
                release.id,
                release.loaded_by or None,
                release.accepted_why or None,
            ],
        )
    for f in item.findings:
        con.execute(
            "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?)",
            [release.source, release.id, release.name, f.severity, f.row, f.column, f.message],
        )


def _turn(con: duckdb.DuckDBPyConnection) -> int:
    """How many releases came before: a release's place in the order of publication."""
    row = con.execute("SELECT count(*) FROM release").fetchone()
    return int(row[0]) if row else 0


_STAGED = """
CREATE TEMP TABLE IF NOT EXISTS staged_fact AS SELECT *, 0 AS turn FROM fact;
CREATE TEMP TABLE IF NOT EXISTS staged_coverage AS SELECT *, 0 AS turn FROM coverage;
"""


def resolve(con: duckdb.DuckDBPyConnection, declared: Declarations) -> None:
    """Put in force, of all that the releases state, the last word on each fact, and count what each
    release revised.

    A sparse source's release replaces whole periods, as a row it leaves out is a zero. Facts are
    kept in the order in which indicators read them. A revision is as ``arriving.Difference`` has
    it.
    """
    con.execute(_STAGED)
    sparse = {"sparse": [s.id for s in declared.sources.values() if s.sparse]}
    con.execute(_REVISED, sparse)
    con.execute(_REVISED_SPARSE, sparse)
    con.execute(_FACTS, sparse)
    con.execute(_COVERAGE)
    con.execute("DROP TABLE staged_fact")
    con.execute("DROP TABLE staged_coverage")


_REVISED = """
UPDATE release SET revised = r.revised FROM (
    SELECT release, count(*) AS revised FROM (
        SELECT release, abs(value - lag(value) OVER (
            PARTITION BY source, measure, area, period_end, group_type, group_name ORDER BY turn)) AS moved
        FROM staged_fact WHERE NOT list_contains($sparse, source)
            AND source IN (SELECT source FROM release GROUP BY source HAVING count(*) > 1)
    ) WHERE moved > 1e-9 GROUP BY release
) r WHERE r.release = release.id
"""

_REVISED_SPARSE = """
UPDATE release SET revised = r.revised FROM (
    WITH step AS (
        SELECT source, period_end, release, turn, lag(turn) OVER releases AS turn_before,
            CASE WHEN level = lag(level) OVER releases THEN level ELSE 'borough' END AS level
        FROM staged_coverage WHERE list_contains($sparse, source)
        WINDOW releases AS (PARTITION BY source, period_end ORDER BY turn)
    ), moved AS (
        SELECT s.release, f.measure, CASE WHEN a.level = s.level THEN f.area ELSE a.borough END AS place, f.period_end,
            f.group_type, f.group_name, sum(CASE WHEN f.turn = s.turn THEN f.value ELSE -f.value END) AS difference
        FROM step s JOIN staged_fact f ON f.source = s.source AND f.period_end = s.period_end
            AND (f.turn = s.turn OR f.turn = s.turn_before)
        JOIN area a ON a.code = f.area WHERE s.turn_before IS NOT NULL GROUP BY ALL
    )
    SELECT release, count(*) AS revised FROM moved WHERE abs(difference) > 1e-9 GROUP BY release
) r WHERE r.release = release.id
"""
"""Where one of two releases is by borough, its wards having been others, they are compared by
borough.
"""

_FACTS = """
INSERT INTO fact BY NAME
WITH last AS (
    SELECT source, period_end, max(turn) AS turn FROM staged_coverage
    WHERE list_contains($sparse, source) GROUP BY ALL
), contested AS (
    SELECT source FROM release WHERE NOT list_contains($sparse, source) GROUP BY source HAVING count(*) > 1
)
SELECT * EXCLUDE (turn) FROM (
    SELECT f.* FROM staged_fact f LEFT JOIN last USING (source, period_end)
    WHERE (last.turn IS NULL OR last.turn = f.turn) AND source NOT IN (FROM contested)
    UNION ALL
    SELECT * FROM staged_fact WHERE source IN (FROM contested)
    QUALIFY row_number() OVER (
        PARTITION BY source, measure, area, period_end, group_type, group_name ORDER BY turn DESC) = 1
)
ORDER BY source, measure, area, period_end
"""

_COVERAGE = """
INSERT INTO coverage BY NAME
SELECT * EXCLUDE (turn) FROM staged_coverage
QUALIFY turn = max(turn) OVER (PARTITION BY source, period_end)
"""


def _boundaries(con: duckdb.DuckDBPyConnection, release: Received, item: Loaded) -> None:
    if item.boundaries.empty:
        return
    points = item.boundaries.assign(
        position=item.boundaries.groupby(["area", "ring"], sort=False).cumcount(),
        release=release.id,
    )
    con.register("incoming", points)
    con.execute("DELETE FROM boundary WHERE level IN (SELECT DISTINCT level FROM incoming)")
    con.execute("INSERT INTO boundary BY NAME SELECT * FROM incoming")
    con.unregister("incoming")


def _plans(
    con: duckdb.DuckDBPyConnection, release: Received, item: Loaded, declared: Declarations
) -> None:
    if item.plan_wards.empty:
        return
    for plan in item.plan_wards["plan"].unique():
        if plan not in declared.plans:
            raise InputError(
                f"{release.name} holds the plan '{plan}', which is not declared: "
                f"add data/declared/plans/{plan}.toml."
            )
        scored = set(item.plan_needs.loc[item.plan_needs["plan"] == plan, "component"])
        lacking = set(declared.plans[plan].weights) - scored
        if lacking:
            raise InputError(
                f"{release.name} has no column need_{min(lacking)} for the plan '{plan}', which"
                " weighs it."
            )
    con.register("wards", item.plan_wards.assign(release=release.id))
    con.register("needs", item.plan_needs)
    con.execute("DELETE FROM plan_ward WHERE plan IN (SELECT DISTINCT plan FROM wards)")
    con.execute("DELETE FROM plan_need WHERE plan IN (SELECT DISTINCT plan FROM wards)")
    con.execute("INSERT INTO plan_release SELECT DISTINCT plan, release FROM wards")
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
