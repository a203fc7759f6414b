"""Vintages: the database as it stood on an earlier day, by what had been published by then.

A vintage is a whole database of its own, so that every query works on it as it is. Its name is a
digest of the releases that it is made of. A database that comes into force is kept as the vintage
of its releases when a later one supersedes it, with the definitions of its time; a vintage that
never was in force is built from the files of then.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dashboard.access import OPERATOR, Reader
from dashboard.declared.read import Declarations
from dashboard.errors import InputError, NoDatabaseError, StorageError
from dashboard.settings import Places
from dashboard.store.build import VINTAGES, Tell, build
from dashboard.store.connection import Store, current, file_of, open_store
from dashboard.store.contents import (
    contents_of,
    fault_of_file,
    open_to_write,
    read_back,
    record_contents,
)
from dashboard.store.disk import sync_folder
from dashboard.store.publish import DRAFT, Say, publishing
from dashboard.store.tables import RECORD, fill_record, record_of


def days(now: Store) -> dict[dt.date, str]:
    """Days on which figures that stand were published, oldest first, each with the name of its
    database.

    They are those that the reader of ``now``, the database in force, is shown: a day on which
    nothing but a plan for others was published is none of them. Releases taken back are left out.
    """
    rows = now.cursor().execute("SELECT published, file FROM day ORDER BY published").fetchall()
    return dict(rows)


def dates(places: Places, reader: Reader = OPERATOR) -> list[dt.date]:
    """The days of ``days`` for ``reader``.

    Raises:
        NoDatabaseError: there is no database in force.
    """
    with _in_force(places, reader) as now:
        return list(days(now))


def at(places: Places, as_at: dt.date | None, reader: Reader = OPERATOR) -> Path:
    """The database file as it stood on a day; the one in force for None and from the last
    publication on.

    To be opened by ``open_store`` with the same ``as_at`` and ``reader``, which shows the actions
    too as they stood.

    Raises:
        NoDatabaseError: the day is still to come, nothing was published by then, there is none in
            force, or the vintage was not built.
    """
    if as_at is None:
        return current(places)
    with _in_force(places, reader) as now:
        return file_on(now, as_at)


def file_on(now: Store, as_at: dt.date) -> Path:
    """As ``at``, for the reader of ``now``, the database in force."""
    if as_at > (today := dt.date.today()):
        raise NoDatabaseError(f"{as_at} is still to come: choose a day up to today, {today}.")
    known, own = days(now), file_of(now)
    first, last = next(iter(known), None), next(reversed(known), None)
    if last is None or first is None or as_at >= last:
        return own
    if as_at < first:
        raise NoDatabaseError(
            f"Nothing that is held was published by {as_at}: the first was published on {first};"
            " choose a later day."
        )
    path = own.parent / VINTAGES / known[max(day for day in known if day <= as_at)]
    if not path.is_file():
        raise NoDatabaseError(
            f"The figures as they stood on {as_at} are not built; run: python -m dashboard build."
        )
    return path


@contextmanager
def _in_force(places: Places, reader: Reader) -> Iterator[Store]:
    now = open_store(places, current(places), reader=reader)
    try:
        yield now
    finally:
        now.connection.close()


def build_missing(
    places: Places,
    declared: Declarations,
    tell: Tell = lambda doing, part: None,
    say: Say = lambda sentence: None,
    only_record: bool = False,
) -> list[dt.date]:
    """Build each vintage that is not there or is damaged, newest first; the days for which one was
    built.

    With ``only_record`` none is built.

    Those that are there keep their figures and their definitions; the record of actions in them,
    and whom a plan is for, are brought up to date, as a meeting may be written up after the files
    of its day were published.

    Raises:
        InputError: one could not be built, which is told once the others are.
        StorageError: the disk could not take one; the others are not tried.
    """
    with _in_force(places, OPERATOR) as now:
        earlier = list(days(now).items())[:-1]
    built, failed = [], []
    for day, file in reversed(earlier):
        if (
            _brought_up_to_date(places, places.built / VINTAGES / file, declared, say)
            or only_record
        ):
            continue

        def told(doing: str, part: float, day: dt.date = day) -> None:
            tell(f"As at {day}: {doing}", part)

        try:
            build(places, declared, told, day, say=say)
        except StorageError:
            raise
        except InputError as error:
            failed.append(f"those of {day} could not be built: {error}")
        else:
            built.append(day)
    if failed:
        raise InputError("; ".join(failed))
    return built


def _brought_up_to_date(places: Places, path: Path, declared: Declarations, say: Say) -> bool:
    """Give the vintage at ``path`` the record of actions as it is now; False where there is none
    that is whole.
    """
    if not path.is_file() or fault_of_file(path):
        return False
    with duckdb.connect(str(path), read_only=True) as con:
        row = con.execute("SELECT value FROM meta WHERE key = 'record'").fetchone()
        if row is not None and row[0] == record_of(declared):
            return True
        before = contents_of(con)
    with publishing(places, say):
        draft = places.built / f"{DRAFT}{path.name}"
        shutil.copyfile(path, draft)
        with open_to_write(draft) as con:
            fill_record(con, declared)
            con.execute(_VERSION)
            contents = record_contents(con)
        read_back(draft, contents | {table: before[table] for table in before.keys() - RECORD})
        os.replace(draft, path)
        sync_folder(path.parent)
    return True


_VERSION = """
UPDATE meta SET value = split_part(value, '.', 1) || '.' || (SELECT r.value FROM meta r WHERE r.key = 'record')
WHERE key = 'version'
"""
"""Whatever is kept of a database is kept by its version, which names the record too once that is
another.
"""
