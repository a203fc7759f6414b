"""Declarations and received files -> a new database, put in force only when it is whole."""

from __future__ import annotations

import datetime as dt
import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from dashboard.declared.read import Declarations
from dashboard.errors import InputError
from dashboard.loaders.model import Finding, Loaded
from dashboard.loaders.registry import read
from dashboard.settings import Places, reporting_date
from dashboard.store import tables
from dashboard.store.observe import observe
from dashboard.store.received import Received, releases

SCHEMA = "1"
"""Raised with every change of ``queries/schema.sql``: an older database is refused, not misread."""
POINTER = "current.json"
_KEPT = 3


@dataclass(frozen=True)
class Built:
    """What a build made."""

    version: str
    path: Path
    observations: int
    findings: list[tuple[str, Finding]]
    """File name and finding."""


def build(places: Places, declared: Declarations) -> Built:
    """Build the whole database from ``declared`` and ``places.received`` and put it in force.

    Raises:
        InputError: a received file has errors; the database in force stays in force.
    """
    loaded = [(release, _load(release, declared)) for release in releases(places.received)]
    refused = [(r, item) for r, item in loaded if item.refused]
    if refused:
        release, item = refused[0]
        first = next(f for f in item.findings if f.severity == "error")
        raise InputError(f"{release.path.name} was refused and nothing was changed: {first.message}")
    version = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S") + "-" + uuid.uuid4().hex[:6]
    places.built.mkdir(parents=True, exist_ok=True)
    path = places.built / f"dashboard-{version}.duckdb"
    try:
        with duckdb.connect(str(path)) as con:
            con.execute((places.queries / "schema.sql").read_text(encoding="utf-8"))
            demonstration = any(r.demonstration for r, _ in loaded)
            tables.fill_declared(con, declared)
            tables.fill_meta(con, SCHEMA, version, reporting_date(demonstration))
            _fill_facts(con, loaded)
            for indicator in declared.indicators.values():
                observe(con, indicator)
            _sort(con)
            count = _one(con, "SELECT count(*) FROM observation")
            _check(con, places)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    _point(places.built, path)
    _forget_old(places.built, path)
    return Built(version, path, count, [(r.path.name, f) for r, item in loaded for f in item.findings])


def _load(release: Received, declared: Declarations) -> Loaded:
    if release.source not in declared.sources:
        raise InputError(f"{release.path} is of the source '{release.source}', which is not declared.")
    return read(release.path, declared.sources[release.source], declared.areas, declared.aliases)


def _fill_facts(con: duckdb.DuckDBPyConnection, loaded: list[tuple[Received, Loaded]]) -> None:
    """Later releases revise earlier ones, fact by fact: the last release that states a fact wins."""
    key = "source, measure, area, period_end, group_type, group_name"
    for release, item in loaded:
        facts = item.facts.assign(source=release.source, release=release.id)
        con.register("incoming", facts)
        revised = _one(
            con,
            f"SELECT count(*) FROM fact JOIN incoming USING ({key}) "
            "WHERE fact.value IS DISTINCT FROM incoming.value AND abs(fact.value - incoming.value) > 1e-9",
        )
        con.execute(f"DELETE FROM fact USING incoming WHERE {_same('fact', 'incoming', key)}")
        con.execute("INSERT INTO fact BY NAME SELECT * FROM incoming")
        con.unregister("incoming")
        coverage = item.coverage.assign(source=release.source, release=release.id)
        con.register("incoming", coverage)
        con.execute("INSERT INTO coverage BY NAME SELECT * FROM incoming")
        con.unregister("incoming")
        _fill_release(con, release, item, revised)


def _same(left: str, right: str, key: str) -> str:
    return " AND ".join(f"{left}.{column} = {right}.{column}" for column in key.split(", "))


def _fill_release(con: duckdb.DuckDBPyConnection, release: Received, item: Loaded, revised: int) -> None:
    periods = pd.to_datetime(item.facts["period_end"])
    bounds = (periods.min().date(), periods.max().date()) if len(periods) else (None, None)
    con.execute(
        "INSERT INTO release VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [release.id, release.source, release.published, release.path.name, release.sha256, item.rows_read,
         len(item.facts), revised, release.demonstration, *bounds],
    )  # fmt: skip
    for f in item.findings:
        con.execute(
            "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?)",
            [release.source, release.id, release.path.name, f.severity, f.row, f.column, f.message],
        )


def _sort(con: duckdb.DuckDBPyConnection) -> None:
    """Rows that a query reads together lie together, so it skips the rest of the file."""
    con.execute("CREATE TABLE sorted AS FROM observation ORDER BY indicator, level, group_type, area, period_end")
    con.execute("DELETE FROM observation")
    con.execute("INSERT INTO observation FROM sorted")
    con.execute("DROP TABLE sorted")


def _check(con: duckdb.DuckDBPyConnection, places: Places) -> None:
    for path in sorted((places.queries / "checks").glob("*.sql")):
        bad = con.execute(path.read_text(encoding="utf-8")).fetchone()
        if bad is not None:
            raise InputError(f"The check '{path.stem}' failed and nothing was changed; its first row is {bad}.")


def _point(built: Path, path: Path) -> None:
    """One atomic rename puts the new file in force: a reader sees the old pointer or the new, never half."""
    draft = built / f"{POINTER}.{os.getpid()}"
    draft.write_text(json.dumps({"file": path.name}), encoding="utf-8")
    os.replace(draft, built / POINTER)


def _forget_old(built: Path, current: Path) -> None:
    old = sorted(p for p in built.glob("dashboard-*.duckdb") if p != current)
    for path in old[: max(0, len(old) - _KEPT + 1)]:
        path.unlink(missing_ok=True)


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    assert row is not None
    return int(row[0])
