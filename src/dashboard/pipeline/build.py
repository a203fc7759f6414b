"""Declarations and received files -> a new database, put in force only when it is whole."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from dashboard.declared.read import Declarations
from dashboard.errors import InputError
from dashboard.loaders.model import Finding, Loaded
from dashboard.loaders.registry import read
from dashboard.pipeline import declared_tables as tables
from dashboard.pipeline.add_previous_year import find_similar, settle
from dashboard.pipeline.check import hold_checks
from dashboard.pipeline.compute_observations import observe
from dashboard.pipeline.contents import fault_of_file, open_to_write, read_back, record_contents
from dashboard.pipeline.disk import sync_folder
from dashboard.pipeline.draw_boundaries import fill_drawn_boundaries
from dashboard.pipeline.estimate_trials import estimate_trials
from dashboard.pipeline.missing_releases import Missing, fill_missing, missing_releases
from dashboard.pipeline.other_days import OtherDays, other_days
from dashboard.pipeline.publish import (
    DRAFT,
    NO_CHANGE,
    Arrival,
    Change,
    Say,
    publishing,
    put_in_force,
    stage,
)
from dashboard.pipeline.receive import Received, now, unchanged, write_note
from dashboard.pipeline.release_folders import Stray
from dashboard.pipeline.resolve import fill_release, resolve
from dashboard.pipeline.standing_releases import contents, digests, standing
from dashboard.pipeline.suppress import protect
from dashboard.pipeline.tidy_databases import tidy
from dashboard.settings import Places, reporting_date
from dashboard.store.layout import SCHEMA, VINTAGES

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
    strays: tuple[Stray, ...]
    """What lies under the received files and is no release, or for which a release is left out."""
    unfinished: str = ""
    """What failed once the database was in force, a sentence; the next build makes up for it."""


def build(
    places: Places,
    declared: Declarations,
    tell: Tell = lambda doing, part: None,
    as_at: dt.date | None = None,
    change: Change = NO_CHANGE,
    say: Say = lambda sentence: None,
) -> Built:
    """Build the whole database from ``declared`` and the received files, ``change`` made to them;
    put it in force.

    With an ``as_at`` it is built from what was published by then, as the vintage of that day;
    nothing is put in force. ``say`` is told where another build has to be waited for.

    Raises:
        InputError: a received file has errors, or a figure breaks a promise; received files and the
            database in force stay as they were.
        StorageError: the disk could not take the new database, which is said with what stands.
    """
    with publishing(places, say):
        staged = stage(places, change.arriving)
        there = contents(places.received, {release.folder for release in staged})
        missing = missing_releases(places.databases(), there.strays)
        kept = _kept([*there.releases, *staged], change, as_at, missing)
        loaded = _load_all(kept, declared, _read_already(staged, change), tell)
        refused = [(r, item) for r, item in loaded if item.refused]
        if refused:
            release, item = refused[0]
            first = next(f for f in item.findings if f.severity == "error")
            raise InputError(f"{release.name} was refused and nothing was changed: {first.message}")
        rows = {release.path: item.rows_read for release, item in loaded}
        arriving = zip(staged, change.arriving, strict=True)
        staged = [
            _noted(release, declared, change, rows.get(release.path), arrival)
            for release, arrival in arriving
        ]
        notes = {release.path: release for release in staged}
        loaded = [(notes.get(release.path, release), item) for release, item in loaded]
        received = (
            digests(places.received) | {release.sha256 for release in staged} | missing.digests
        )
        others = other_days(places.built / VINTAGES, SCHEMA, declared.indicators, received)
        damaged = [path for path in others.shown if fault_of_file(path)]
        others = replace(others, shown=tuple(path for path in others.shown if path not in damaged))
        built = _write(places, declared, loaded, as_at, others, missing, tell)
        vintage = vintage_path(places, [release for release, _ in loaded])
        vintage.parent.mkdir(exist_ok=True)
        if as_at is not None:
            os.replace(built.path, vintage)
            sync_folder(vintage.parent)
            return replace(built, path=vintage)
        path = put_in_force(places, built.path, staged, change)
        unfinished = tidy(path, vintage, [*others.outdated, *damaged])
        return replace(built, path=path, unfinished=unfinished)


def vintage_path(places: Places, made_of: Iterable[Received]) -> Path:
    """Where the database made of these releases is kept: the same releases are always the same
    vintage.
    """
    ids = sorted((r.id, r.sha256, r.demonstration) for r in made_of)
    digest = hashlib.sha256(json.dumps([SCHEMA, ids]).encode()).hexdigest()
    return places.built / VINTAGES / f"{digest[:16]}.duckdb"


def _kept(
    found: list[Received], change: Change, as_at: dt.date | None, missing: Missing
) -> list[Received]:
    """Those of ``found`` that stand once ``change`` is made, each file as it was received."""
    gone = {release.path for release in change.reverting}
    return [
        unchanged(release)
        for release in standing((r for r in found if r.path not in gone), as_at, missing.real)
    ]


def _read_already(staged: list[Received], change: Change) -> dict[Path, Loaded]:
    """What was read of arriving files before, by where they are staged, for those that are still
    the same.
    """
    pairs = zip(staged, change.arriving, strict=True)
    return {r.path: a.loaded for r, a in pairs if a.loaded is not None and a.sha256 == r.sha256}


def _noted(
    release: Received, declared: Declarations, change: Change, rows: int | None, arrival: Arrival
) -> Received:
    """An arriving release with all that is known of it, its note written beside it."""
    publisher = declared.sources[release.source].publisher
    noted = replace(
        release,
        publisher=publisher,
        loaded_by=change.by,
        loaded_at=now(),
        rows=rows,
        accepted=arrival.accepted,
        accepted_why=arrival.accepted_why,
    )
    write_note(noted)
    return noted


def _load_all(
    found: list[Received], declared: Declarations, already: dict[Path, Loaded], tell: Tell
) -> list[tuple[Received, Loaded]]:
    """Read every received file, in order of publication."""
    loaded = []
    for n, release in enumerate(found):
        tell(f"Reading {release.name}", _READ * n / len(found))
        loaded.append((release, already.get(release.path) or _load(release, declared)))
    return loaded


def _write(
    places: Places,
    declared: Declarations,
    loaded: list[tuple[Received, Loaded]],
    as_at: dt.date | None,
    others: OtherDays,
    missing: Missing,
    tell: Tell,
) -> Built:
    """Write the whole database as a draft."""
    version = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S") + "-" + uuid.uuid4().hex[:6]
    path = places.built / f"{DRAFT}dashboard-{version}.duckdb"
    # A plan has no figures of a period, so that it may be for some readers alone and move nothing
    # for the others.
    reporting = reporting_date(any(r.demonstration for r, item in loaded if len(item.facts)))
    with open_to_write(path) as con:
        con.execute((places.queries / "schema.sql").read_text(encoding="utf-8"))
        tables.fill_declared(con, declared)
        fill_drawn_boundaries(con, declared)
        tables.fill_meta(con, SCHEMA, version, reporting, as_at)
        tables.fill_days(con, _days(places, [release for release, _ in loaded]))
        fill_missing(con, missing, declared.sources, as_at)
        _fill(con, loaded, declared, others, tell)
        tables.fill_record(con, declared)
        count = _one(con, "SELECT count(*) FROM observation")
        tell("Checking every promise", 0.97)
        found = hold_checks(con, places.queries)
        contents = record_contents(con)
    tell("Reading it back", 0.98)
    read_back(path, contents, places.queries)
    in_files = [(r.name, f) for r, item in loaded for f in item.findings]
    return Built(version, path, count, in_files + found, missing.strays)


def _days(places: Places, made_of: list[Received]) -> dict[dt.date, str]:
    """Day of publication -> the name of the database as it stood then, whether or not it is built
    yet.
    """
    days = sorted({release.published for release in made_of})
    return {
        day: vintage_path(places, (r for r in made_of if r.published <= day)).name for day in days
    }


_READ, _FILLED, _OBSERVED = 0.2, 0.25, 0.9
"""Part of a build that is done once all files are read, all facts are written and all indicators
worked out.
"""


def _fill(
    con: duckdb.DuckDBPyConnection,
    loaded: list[tuple[Received, Loaded]],
    declared: Declarations,
    others: OtherDays,
    tell: Tell,
) -> None:
    """Write facts and observations."""
    for n, (release, item) in enumerate(loaded):
        tell(f"Keeping {release.id}", _READ + (_FILLED - _READ) * n / len(loaded))
        fill_release(con, release, item, declared)
    resolve(con, declared)
    for n, indicator in enumerate(declared.indicators.values()):
        tell(
            f"Working out {indicator.short}",
            _FILLED + (_OBSERVED - _FILLED) * n / len(declared.indicators),
        )
        observe(con, indicator, declared.sources)
    tell("Withholding what would give a withheld figure away", _OBSERVED)
    protect(con, declared.indicators, others.shown)
    tell("Setting each figure beside the one a year before", _OBSERVED)
    settle(con)
    estimate_trials(con, others.shown)
    find_similar(con, declared.similarity)


def _load(release: Received, declared: Declarations) -> Loaded:
    if release.source not in declared.sources:
        raise InputError(
            f"{release.path} ({release.name}) is of the source '{release.source}', which is not"
            " declared."
        )
    source = declared.sources[release.source]
    return read(release.file, source, declared.areas, declared.aliases, release.published)


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    assert row is not None
    return int(row[0])
