"""Databases of earlier days: each is built where it is missing, and its record of actions kept up."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

import duckdb

from dashboard.access import OPERATOR
from dashboard.declared.read import Declarations
from dashboard.errors import InputError, StorageError
from dashboard.pipeline.build import Tell, build
from dashboard.pipeline.contents import (
    contents_of,
    fault_of_file,
    open_to_write,
    read_back,
    record_contents,
)
from dashboard.pipeline.declared_tables import RECORD, fill_record, record_of
from dashboard.pipeline.disk import sync_folder
from dashboard.pipeline.publish import DRAFT, Say, publishing
from dashboard.pipeline.statements import statement
from dashboard.settings import Places
from dashboard.store.layout import VINTAGES
from dashboard.store.vintages import days, open_in_force


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
    with open_in_force(places, OPERATOR) as now:
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
            con.execute(statement("earlier_days/version"))
            contents = record_contents(con)
        read_back(draft, contents | {table: before[table] for table in before.keys() - RECORD})
        os.replace(draft, path)
        sync_folder(path.parent)
    return True
