"""Loaded files -> fact, coverage, boundary and plan tables: later releases revise earlier ones."""

from __future__ import annotations

import duckdb
import pandas as pd

from dashboard.declared.read import Declarations
from dashboard.errors import InputError
from dashboard.loaders.model import LoadedFile
from dashboard.pipeline.receive import ReceivedRelease
from dashboard.pipeline.statements import statement


def fill_release(
    con: duckdb.DuckDBPyConnection,
    release: ReceivedRelease,
    item: LoadedFile,
    declarations: Declarations,
) -> None:
    """Write one release, given in order of publication, with its findings; ``resolve`` then says
    which facts stand.

    The last release that states a boundary file or a plan wins.

    Raises:
        InputError: the file holds a plan that is not declared.
    """
    _stage_facts(con, release, item)
    _boundaries(con, release, item)
    _plans(con, release, item, declarations)
    _fill_release_row(con, release, item)
    for id in release.accepted_ids:
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


def _stage_facts(
    con: duckdb.DuckDBPyConnection, release: ReceivedRelease, item: LoadedFile
) -> None:
    """Lay by what the file states and which periods it covers, for ``resolve`` to choose from."""
    con.execute(statement("resolve/staged_facts"))
    stamp = {"source": release.source, "id": release.id, "turn": _turn(con)}
    for table, rows in (("staged_fact", item.facts), ("staged_coverage", item.coverage)):
        con.register("incoming", rows)
        con.execute(
            f"INSERT INTO {table} BY NAME SELECT *, $source AS source, $id AS release, $turn AS"
            " turn FROM incoming",
            stamp,
        )
        con.unregister("incoming")


def _fill_release_row(
    con: duckdb.DuckDBPyConnection, release: ReceivedRelease, item: LoadedFile
) -> None:
    """Write what is told of the release itself: its file, its rows and the periods they cover."""
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


def _turn(con: duckdb.DuckDBPyConnection) -> int:
    """How many releases came before: a release's place in the order of publication."""
    row = con.execute("SELECT count(*) FROM release").fetchone()
    return int(row[0]) if row else 0


def resolve(con: duckdb.DuckDBPyConnection, declarations: Declarations) -> None:
    """Put in force, of all that the releases state, the last word on each fact, and count what each
    release revised.

    A sparse source's release replaces whole periods, as a row it leaves out is a zero. Facts are
    kept in the order in which indicators read them. A revision is as ``compare_release.Difference``
    has it.
    """
    con.execute(statement("resolve/staged_facts"))
    sparse = {"sparse": [s.id for s in declarations.sources.values() if s.sparse]}
    con.execute(statement("resolve/count_revisions"), sparse)
    con.execute(statement("resolve/count_revisions_sparse"), sparse)
    con.execute(statement("resolve/facts"), sparse)
    con.execute(statement("resolve/coverage"))
    con.execute(statement("resolve/rare_offence_counts"))
    con.execute("DROP TABLE staged_fact")
    con.execute("DROP TABLE staged_coverage")


def _boundaries(con: duckdb.DuckDBPyConnection, release: ReceivedRelease, item: LoadedFile) -> None:
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
    con: duckdb.DuckDBPyConnection,
    release: ReceivedRelease,
    item: LoadedFile,
    declarations: Declarations,
) -> None:
    if item.plan_wards.empty:
        return
    for plan in item.plan_wards["plan"].unique():
        if plan not in declarations.plans:
            raise InputError(
                f"{release.name} holds the plan '{plan}', which is not declared: "
                f"add data/declared/plans/{plan}.toml."
            )
        scored = set(item.plan_needs.loc[item.plan_needs["plan"] == plan, "component"])
        missing_components = set(declarations.plans[plan].weights) - scored
        if missing_components:
            raise InputError(
                f"{release.name} has no column need_{min(missing_components)} for the plan '{plan}', which"
                " weighs it."
            )
    con.register("wards", item.plan_wards.assign(release=release.id))
    con.register("needs", item.plan_needs)
    con.execute("DELETE FROM plan_ward WHERE plan IN (SELECT DISTINCT plan FROM wards)")
    con.execute("DELETE FROM plan_need WHERE plan IN (SELECT DISTINCT plan FROM wards)")
    con.execute("INSERT INTO plan_release SELECT DISTINCT plan, release FROM wards")
    con.execute("INSERT INTO plan_need BY NAME SELECT * FROM needs")
    con.execute("INSERT INTO plan_ward BY NAME " + statement("resolve/wards"))
    con.unregister("wards")
    con.unregister("needs")
