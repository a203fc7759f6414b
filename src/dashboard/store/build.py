"""Declarations and received files -> a new database, put in force only when it is whole."""

from __future__ import annotations

import datetime as dt
import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.declared.read import Declarations
from dashboard.errors import InputError
from dashboard.loaders.model import Finding, Loaded
from dashboard.loaders.registry import read
from dashboard.settings import Places, reporting_date
from dashboard.store import tables
from dashboard.store.fill import fill_release
from dashboard.store.observe import observe
from dashboard.store.received import Received, releases
from dashboard.store.settle import find_similar, settle

SCHEMA = "2"
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
            for release, item in loaded:
                fill_release(con, release, item, declared)
            for indicator in declared.indicators.values():
                observe(con, indicator, declared.sources)
            settle(con)
            find_similar(con, declared.similarity)
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
