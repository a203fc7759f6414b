"""Vintages: the database as it stood on an earlier day, by what had been published by then.

A vintage is a whole database of its own, so that every query works on it as it is. Its name is a
digest of the releases that it is made of. A database that comes into force is kept as the vintage
of its releases when a later one supersedes it, with the definitions of its time; a vintage that
never was in force is built from the files of then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.access import OPERATOR, Reader
from dashboard.errors import NoDatabaseError
from dashboard.settings import Places
from dashboard.store.connection import Store, file_of, find_database, open_store
from dashboard.store.layout import VINTAGES


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
    with open_in_force(places, reader) as now:
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
        return find_database(places)
    with open_in_force(places, reader) as now:
        return file_on(now, as_at)


def file_on(now: Store, as_at: dt.date) -> Path:
    """As ``at``, for the reader of ``now``, the database in force."""
    if as_at > (today := dt.date.today()):
        raise NoDatabaseError(f"{as_at} is still to come: choose a day up to today, {today}.")
    files_by_day, file_in_force = days(now), file_of(now)
    first_day, last_day = next(iter(files_by_day), None), next(reversed(files_by_day), None)
    if last_day is None or first_day is None or as_at >= last_day:
        return file_in_force
    if as_at < first_day:
        raise NoDatabaseError(
            f"Nothing that is held was published by {as_at}: the first was published on {first_day};"
            " choose a later day."
        )
    path = (
        file_in_force.parent
        / VINTAGES
        / files_by_day[max(day for day in files_by_day if day <= as_at)]
    )
    if not path.is_file():
        raise NoDatabaseError(
            f"The figures as they stood on {as_at} are not built; run: python -m dashboard build."
        )
    return path


@contextmanager
def open_in_force(places: Places, reader: Reader) -> Iterator[Store]:
    """The database in force, open for ``reader``.

    Raises:
        NoDatabaseError: there is none.
    """
    now = open_store(places, find_database(places), reader=reader)
    try:
        yield now
    finally:
        now.connection.close()
