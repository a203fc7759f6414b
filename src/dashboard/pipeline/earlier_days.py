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
from dashboard.folders import sync_folder
from dashboard.pipeline.build import build
from dashboard.pipeline.contents import (
    contents_of,
    fault_of_file,
    open_to_write,
    read_back,
    record_contents,
)
from dashboard.pipeline.declared_tables import RECORD, fill_record, record_of
from dashboard.pipeline.publish import DRAFT, Say, hold_publishing_lock
from dashboard.pipeline.read_releases import Tell
from dashboard.pipeline.statements import statement
from dashboard.settings import Places
from dashboard.store.layout import VINTAGES
from dashboard.store.vintages import days, open_in_force


def build_missing(
    places: Places,
    declarations: Declarations,
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
    days_built, failures = [], []
    for day, file in reversed(earlier):
        if (
            _update_record(places, places.built_folder / VINTAGES / file, declarations, say)
            or only_record
        ):
            continue

        def tell_day(step: str, part: float, day: dt.date = day) -> None:
            tell(f"As at {day}: {step}", part)

        try:
            build(places, declarations, tell_day, day, say=say)
        except StorageError:
            raise
        except InputError as error:
            failures.append(f"those of {day} could not be built: {error}")
        else:
            days_built.append(day)
    if failures:
        raise InputError("; ".join(failures))
    return days_built


def _update_record(places: Places, path: Path, declarations: Declarations, say: Say) -> bool:
    """Give the vintage at ``path`` the record of actions as it is now; False where there is none
    that is whole.
    """
    if not path.is_file() or fault_of_file(path):
        return False
    with duckdb.connect(str(path), read_only=True) as con:
        row = con.execute("SELECT value FROM meta WHERE key = 'record'").fetchone()
        if row is not None and row[0] == record_of(declarations):
            return True
        contents_before = contents_of(con)
    with hold_publishing_lock(places, say):
        draft = places.built_folder / f"{DRAFT}{path.name}"
        shutil.copyfile(path, draft)
        with open_to_write(draft) as con:
            fill_record(con, declarations)
            con.execute(statement("earlier_days/version"))
            contents = record_contents(con)
        read_back(
            draft,
            contents | {table: contents_before[table] for table in contents_before.keys() - RECORD},
        )
        os.replace(draft, path)
        sync_folder(path.parent)
    return True
