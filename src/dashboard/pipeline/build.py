"""Declarations and received files -> a new database, put in force only when it is whole."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from dashboard.declared.read import Declarations
from dashboard.folders import sync_folder
from dashboard.loaders.model import Finding, LoadedFile
from dashboard.pipeline import declared_tables as tables
from dashboard.pipeline.add_previous_year import add_previous_year, find_similar
from dashboard.pipeline.check import hold_checks
from dashboard.pipeline.compute_observations import compute_observations
from dashboard.pipeline.contents import fault_of_file, open_to_write, read_back, record_contents
from dashboard.pipeline.draw_boundaries import fill_drawn_boundaries
from dashboard.pipeline.estimate_trials import estimate_trials
from dashboard.pipeline.missing_releases import Omissions, fill_missing, missing_releases
from dashboard.pipeline.other_days import OtherDays, other_days
from dashboard.pipeline.publish import (
    DRAFT,
    NO_CHANGE,
    Arrival,
    Change,
    Say,
    hold_publishing_lock,
    put_in_force,
    stage,
)
from dashboard.pipeline.read_releases import Tell, known_files, read_releases
from dashboard.pipeline.receive import ReceivedRelease, now, require_unchanged, write_note
from dashboard.pipeline.release_folders import Stray
from dashboard.pipeline.resolve import fill_release, resolve
from dashboard.pipeline.standing_releases import contents, digests, select_standing
from dashboard.pipeline.suppress import suppress_counts
from dashboard.pipeline.tidy_databases import tidy_databases
from dashboard.settings import Places, reporting_date
from dashboard.store.layout import SCHEMA, VINTAGES


@dataclass(frozen=True)
class BuildResult:
    """What a build made."""

    version: str
    path: Path
    observations: int
    findings: list[tuple[str, Finding]]
    """Name of the file, or of the check, and finding."""
    strays: tuple[Stray, ...]
    """What lies under the received files and is no release, or for which a release is left out."""
    failure: str = ""
    """What failed once the database was in force, a sentence; the next build makes up for it."""


def build(
    places: Places,
    declarations: Declarations,
    tell: Tell = lambda doing, part: None,
    as_at: dt.date | None = None,
    change: Change = NO_CHANGE,
    say: Say = lambda sentence: None,
) -> BuildResult:
    """Build the whole database from ``declarations`` and the received files, ``change`` made to
    them; put it in force.

    With an ``as_at`` it is built from what was published by then, as the vintage of that day;
    nothing is put in force. ``say`` is told where another build has to be waited for.

    Raises:
        InputError: a received file has errors, or a figure breaks a promise; received files and the
            database in force stay as they were.
        StorageError: the disk could not take the new database, which is said with what stands.
    """
    with hold_publishing_lock(places, say):
        staged_releases = stage(places, change.arrivals)
        received_contents = contents(
            places.received_folder, {release.folder for release in staged_releases}
        )
        omissions = missing_releases(places.databases(), received_contents.strays)
        standing_files = _select_standing(
            [*received_contents.releases, *staged_releases], change, as_at, omissions
        )
        loaded_files = read_releases(
            standing_files,
            declarations,
            known_files(staged_releases, change),
            lambda doing, part: tell(doing, _READ * part),
        )
        staged_releases = _write_notes(staged_releases, declarations, change, loaded_files)
        notes = {release.path: release for release in staged_releases}
        loaded_files = [(notes.get(release.path, release), item) for release, item in loaded_files]
        other_databases = _find_other_days(places, declarations, staged_releases, omissions)
        result = _write(places, declarations, loaded_files, as_at, other_databases, omissions, tell)
        vintage = vintage_path(places, [release for release, _ in loaded_files])
        vintage.parent.mkdir(exist_ok=True)
        if as_at is not None:
            os.replace(result.path, vintage)
            sync_folder(vintage.parent)
            return replace(result, path=vintage)
        path = put_in_force(places, result.path, staged_releases, change)
        failure = tidy_databases(path, vintage, other_databases.outdated_databases)
        return replace(result, path=path, failure=failure)


def vintage_path(places: Places, releases: Iterable[ReceivedRelease]) -> Path:
    """Where the database made of these releases is kept: the same releases are always the same
    vintage.
    """
    ids = sorted((r.id, r.sha256, r.demonstration) for r in releases)
    digest = hashlib.sha256(json.dumps([SCHEMA, ids]).encode()).hexdigest()
    return places.built_folder / VINTAGES / f"{digest[:16]}.duckdb"


def _select_standing(
    releases: list[ReceivedRelease], change: Change, as_at: dt.date | None, omissions: Omissions
) -> list[ReceivedRelease]:
    """Those of ``releases`` that stand once ``change`` is made, each file as it was received."""
    reverted_paths = {release.path for release in change.reverted_releases}
    return [
        require_unchanged(release)
        for release in select_standing(
            (r for r in releases if r.path not in reverted_paths), as_at, omissions.real_sources
        )
    ]


def _write_notes(
    staged_releases: list[ReceivedRelease],
    declarations: Declarations,
    change: Change,
    loaded_files: list[tuple[ReceivedRelease, LoadedFile]],
) -> list[ReceivedRelease]:
    """The arriving releases with all that is known of them, the note of each written beside it."""
    rows = {release.path: item.rows_read for release, item in loaded_files}
    return [
        _write_full_note(release, declarations, change, rows.get(release.path), arrival)
        for release, arrival in zip(staged_releases, change.arrivals, strict=True)
    ]


def _write_full_note(
    release: ReceivedRelease,
    declarations: Declarations,
    change: Change,
    rows: int | None,
    arrival: Arrival,
) -> ReceivedRelease:
    """An arriving release with all that is known of it, its note written beside it."""
    publisher = declarations.sources[release.source].publisher
    full_release = replace(
        release,
        publisher=publisher,
        loaded_by=change.by,
        loaded_at=now(),
        rows=rows,
        accepted_ids=arrival.accepted_ids,
        accepted_why=arrival.accepted_why,
    )
    write_note(full_release)
    return full_release


def _find_other_days(
    places: Places,
    declarations: Declarations,
    staged_releases: list[ReceivedRelease],
    omissions: Omissions,
) -> OtherDays:
    """The databases of other days; one that is damaged counts as outdated, so that it is built
    anew.
    """
    known_digests = (
        digests(places.received_folder)
        | {release.sha256 for release in staged_releases}
        | omissions.digests
    )
    databases = other_days(
        places.built_folder / VINTAGES, SCHEMA, declarations.indicators, known_digests
    )
    damaged_paths = [path for path in databases.shown_databases if fault_of_file(path)]
    return OtherDays(
        tuple(path for path in databases.shown_databases if path not in damaged_paths),
        (*databases.outdated_databases, *damaged_paths),
    )


def _write(
    places: Places,
    declarations: Declarations,
    loaded_files: list[tuple[ReceivedRelease, LoadedFile]],
    as_at: dt.date | None,
    other_databases: OtherDays,
    omissions: Omissions,
    tell: Tell,
) -> BuildResult:
    """Write the whole database as a draft."""
    version = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S") + "-" + uuid.uuid4().hex[:6]
    path = places.built_folder / f"{DRAFT}dashboard-{version}.duckdb"
    # A plan has no figures of a period, so that it may be for some readers alone and move nothing
    # for the others.
    reporting = reporting_date(any(r.demonstration for r, item in loaded_files if len(item.facts)))
    with open_to_write(path) as con:
        con.execute((places.queries / "schema.sql").read_text(encoding="utf-8"))
        tables.fill_declared(con, declarations)
        fill_drawn_boundaries(con, declarations)
        tables.fill_meta(con, SCHEMA, version, reporting, as_at)
        tables.fill_days(con, _days(places, [release for release, _ in loaded_files]))
        fill_missing(con, omissions, declarations.sources, as_at)
        _fill(con, loaded_files, declarations, other_databases, tell)
        tables.fill_record(con, declarations)
        count = _one(con, "SELECT count(*) FROM observation")
        tell("Checking every promise", 0.97)
        check_findings = hold_checks(con, places.queries)
        contents = record_contents(con)
    tell("Reading it back", 0.98)
    read_back(path, contents, places.queries)
    in_files = [(r.name, f) for r, item in loaded_files for f in item.findings]
    return BuildResult(version, path, count, in_files + check_findings, omissions.strays)


def _days(places: Places, releases: list[ReceivedRelease]) -> dict[dt.date, str]:
    """Day of publication -> the name of the database as it stood then, whether or not it is built
    yet.
    """
    days = sorted({release.published for release in releases})
    return {
        day: vintage_path(places, (r for r in releases if r.published <= day)).name for day in days
    }


_READ, _FILLED, _OBSERVED = 0.2, 0.25, 0.9
"""Part of a build that is done once all files are read, all facts are written and all indicators
worked out.
"""


def _fill(
    con: duckdb.DuckDBPyConnection,
    loaded_files: list[tuple[ReceivedRelease, LoadedFile]],
    declarations: Declarations,
    other_databases: OtherDays,
    tell: Tell,
) -> None:
    """Write facts and observations."""
    for n, (release, item) in enumerate(loaded_files):
        tell(f"Keeping {release.id}", _READ + (_FILLED - _READ) * n / len(loaded_files))
        fill_release(con, release, item, declarations)
    resolve(con, declarations)
    for n, indicator in enumerate(declarations.indicators.values()):
        tell(
            f"Working out {indicator.short}",
            _FILLED + (_OBSERVED - _FILLED) * n / len(declarations.indicators),
        )
        compute_observations(con, indicator, declarations.sources)
    tell("Withholding what would give a withheld figure away", _OBSERVED)
    suppress_counts(con, declarations.indicators, other_databases.shown_databases)
    tell("Setting each figure beside the one a year before", _OBSERVED)
    add_previous_year(con)
    estimate_trials(con, other_databases.shown_databases)
    find_similar(con, declarations.similarity)


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchone()
    assert row is not None
    return int(row[0])
