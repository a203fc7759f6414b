"""The folder of databases once a new one is in force: it is kept for its day, and those of no use
are removed.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from dashboard.folders import sync_folder
from dashboard.pipeline.contents import fault_of
from dashboard.pipeline.disk import fault_of_disk, sync_file
from dashboard.pipeline.publish import DRAFT

_MOST_DATABASES = 3
"""Databases that are or were in force and stay, for readers who have one open."""


def tidy_databases(database: Path, vintage: Path, outdated_vintages: Iterable[Path]) -> str:
    """Keep ``database``, which has come into force, as ``vintage``, and remove
    ``outdated_vintages`` and old databases.

    Returns:
        What failed, in a sentence, as the database is in force all the same; '' where nothing did.
    """
    try:
        for path in outdated_vintages:
            path.unlink(missing_ok=True)
        _keep(database, vintage)
        _forget_old(database)
    except OSError as error:
        fault, what_to_do = fault_of_disk(error, vintage) or (str(error), "see to it")
        return (
            f"The new figures are in force, but {fault}: {what_to_do}, then run: python -m"
            " dashboard build"
        )
    return ""


def _keep(database: Path, vintage: Path) -> None:
    """Keep the database just put in force as the vintage of its releases, whatever comes into force
    later.

    It is one file under two names where the disk knows links. It was read back before it came into
    force, and every build and ``check`` reads it anew, so that damage to the one file is seen under
    both names.
    """
    draft = database.with_name(f"{DRAFT}{vintage.name}")
    try:
        os.link(database, draft)
    except OSError:  # A disk that knows no links.
        shutil.copyfile(database, draft)
        sync_file(draft)
        if fault_of(draft):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(draft)) from None
    os.replace(draft, vintage)
    sync_folder(vintage.parent)


def _forget_old(database: Path) -> None:
    old_databases = sorted(p for p in database.parent.glob("dashboard-*.duckdb") if p != database)
    for path in old_databases[: max(0, len(old_databases) - _MOST_DATABASES + 1)]:
        with suppress(PermissionError):  # Open on Windows: a later build removes it.
            path.unlink(missing_ok=True)
