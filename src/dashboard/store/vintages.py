"""Vintages: the database as it stood on an earlier day, by what had been published by then.

A vintage is a whole database of its own, so that every query works on it as it is. Its name is a digest of the
releases that it is made of. A database that comes into force is kept as the vintage of its releases when a later one
supersedes it, with the definitions of its time; a vintage that never was in force is built from the files of then.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

import duckdb

from dashboard.declared.read import Declarations
from dashboard.errors import NoDatabaseError
from dashboard.settings import Places
from dashboard.store.build import Tell, build, vintage_path
from dashboard.store.connection import current
from dashboard.store.publish import DRAFT, Say, publishing
from dashboard.store.received import recorded, standing
from dashboard.store.tables import fill_record, record_of


def dates(places: Places) -> list[dt.date]:
    """Days on which figures that stand were published, oldest first; releases taken back are left out."""
    return sorted({release.published for release in standing(recorded(places.received))})


def at(places: Places, as_at: dt.date | None) -> Path:
    """The database file as it stood on a day; the one in force for None and from the last publication on.

    To be opened by ``open_store`` with the same ``as_at``, which shows the actions too as they stood.

    Raises:
        NoDatabaseError: the day is still to come, nothing was published by then, there is none in force, or the
            vintage was not built.
    """
    if as_at is not None and as_at > (today := dt.date.today()):
        raise NoDatabaseError(f"{as_at} is still to come: choose a day up to today, {today}.")
    known = dates(places)
    if as_at is None or not known or as_at >= known[-1]:
        return current(places)
    if as_at < known[0]:
        raise NoDatabaseError(
            f"Nothing that is held was published by {as_at}: the first was published on {known[0]}; choose a later day."
        )
    path = _path(places, as_at)
    if not path.is_file():
        raise NoDatabaseError(f"The figures as they stood on {as_at} are not built; run: python -m dashboard build.")
    return path


def build_missing(
    places: Places,
    declared: Declarations,
    tell: Tell = lambda doing, part: None,
    say: Say = lambda sentence: None,
) -> list[dt.date]:
    """Build each vintage that is not there, newest first; the days of publication for which one was built.

    Those that are there keep their figures and their definitions; the record of actions in them, and whom a plan is
    for, are brought up to date, as a meeting may be written up after the files of its day were published.
    """
    built = []
    for day in reversed(dates(places)[:-1]):
        path = _path(places, day)
        if _brought_up_to_date(places, path, declared, say):
            continue

        def told(doing: str, part: float, day: dt.date = day) -> None:
            tell(f"As at {day}: {doing}", part)

        build(places, declared, told, day, say=say)
        built.append(day)
    return built


def _path(places: Places, as_at: dt.date) -> Path:
    return vintage_path(places, standing(recorded(places.received), as_at))


def _brought_up_to_date(places: Places, path: Path, declared: Declarations, say: Say) -> bool:
    """Give the vintage at ``path`` the record of actions as it is now; False where there is none that can be read."""
    if not path.is_file():
        return False
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            row = con.execute("SELECT value FROM meta WHERE key = 'record'").fetchone()
    except duckdb.Error:
        return False
    if row is None or row[0] != record_of(declared):
        with publishing(places, say):
            draft = places.built / f"{DRAFT}{path.name}"
            shutil.copyfile(path, draft)
            with duckdb.connect(str(draft)) as con:
                fill_record(con, declared)
            os.replace(draft, path)
    return True
