"""Which database a command reads: the one in force, or as it stood on a day."""

from __future__ import annotations

import datetime as dt

from dashboard.access import Reader, default_reader
from dashboard.errors import InputError
from dashboard.pipeline.contents import hold_whole
from dashboard.record.overlay import record_over
from dashboard.settings import Places
from dashboard.store.connection import Store, open_store
from dashboard.store.vintages import at


def store_at(
    home: Places,
    as_at: str | None,
    option: str = "--as-at",
    reader: Reader | None = None,
    with_record: bool = True,
) -> Store:
    """The database in force, or as it stood on the day ``as_at`` that ``option`` names, as
    ``reader`` may see it; the live record is laid over it where ``with_record``.

    Raises:
        InputError: it is not a date.
        NoDatabaseError: there is no database of that day, or it is damaged.
        RecordError: the record cannot be read.
    """
    day = day_of(option, as_at)
    reader = reader or default_reader()
    path = at(home, day, reader)
    hold_whole(path)
    return open_store(home, path, day, reader, record_over(home, day) if with_record else None)


def day_of(option: str, text: str | None) -> dt.date | None:
    """The day that an option of the command line names; None where it is not given.

    Raises:
        InputError: it is not a date.
    """
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(
            f"{option} is '{text}', which is not a date: write it as YYYY-MM-DD."
        ) from None
