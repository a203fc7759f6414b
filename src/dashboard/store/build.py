"""Declarations and received files -> a new database, put in force only when it is whole."""

from __future__ import annotations

import datetime as dt
import json
import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.declared.read import Declarations
from dashboard.errors import InputError
from dashboard.loaders.model import Finding, Loaded
from dashboard.loaders.registry import read
from dashboard.settings import Places, reporting_date
from dashboard.store import tables
from dashboard.store.check import hold
from dashboard.store.fill import fill_release, resolve
from dashboard.store.observe import observe
from dashboard.store.received import Received, releases
from dashboard.store.settle import find_similar, settle

SCHEMA = "3"
"""Raised with every change of ``queries/schema.sql``: an older database is refused, not misread."""
POINTER = "current.json"
_KEPT = 3

Tell = Callable[[str, float], None]
"""Told what is being done and the part of the build that is done, 0 to 1."""


@dataclass(frozen=True)
class Built:
    """What a build made."""

    version: str
    path: Path
    observations: int
    findings: list[tuple[str, Finding]]
    """Name of the file, or of the check, and finding."""


def build(places: Places, declared: Declarations, tell: Tell = lambda doing, part: None) -> Built:
    """Build the whole database from ``declared`` and ``places.received`` and put it in force.

    Raises:
        InputError: a received file has errors, or a figure breaks a promise; the database in force stays in force.
    """
    loaded = _load_all(places, declared, tell)
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
            _fill(con, loaded, declared, tell)
            count = _one(con, "SELECT count(*) FROM observation")
            tell("Checking every promise", 0.97)
            found = hold(con, places.queries)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    _point(places.built, path)
    _forget_old(places.built, path)
    in_files = [(r.path.name, f) for r, item in loaded for f in item.findings]
    return Built(version, path, count, in_files + found)


def _load_all(places: Places, declared: Declarations, tell: Tell) -> list[tuple[Received, Loaded]]:
    """Read every received file, in order of publication."""
    found = releases(places.received)
    loaded = []
    for n, release in enumerate(found):
        tell(f"Reading {release.path.name}", _READ * n / len(found))
        loaded.append((release, _load(release, declared)))
    return loaded


_READ, _FILLED, _OBSERVED = 0.2, 0.25, 0.9
"""Part of a build that is done once all files are read, all facts are written and all indicators worked out."""


def _fill(con: duckdb.DuckDBPyConnection, loaded: list[tuple[Received, Loaded]], declared: Declarations,
          tell: Tell) -> None:  # fmt: skip
    """Write facts and observations."""
    for n, (release, item) in enumerate(loaded):
        tell(f"Keeping {release.id}", _READ + (_FILLED - _READ) * n / len(loaded))
        fill_release(con, release, item, declared)
    resolve(con, declared)
    for n, indicator in enumerate(declared.indicators.values()):
        tell(f"Working out {indicator.short}", _FILLED + (_OBSERVED - _FILLED) * n / len(declared.indicators))
        observe(con, indicator, declared.sources)
    tell("Setting each figure beside the one a year before", _OBSERVED)
    settle(con)
    find_similar(con, declared.similarity)


def _load(release: Received, declared: Declarations) -> Loaded:
    if release.source not in declared.sources:
        raise InputError(f"{release.path} is of the source '{release.source}', which is not declared.")
    return read(release.path, declared.sources[release.source], declared.areas, declared.aliases)


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
