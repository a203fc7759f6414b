"""Two databases side by side: the one that is looked at, and the one as it stood on an earlier day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dashboard.errors import NoDatabaseError
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.connection import Store, file_of, find_database, open_store
from dashboard.store.reader_views import narrow, not_for

CHANGE_QUERIES = (
    "differences",
    "largest_changes",
    "mps_moved",
    "moved_figures",
    "moved_releases",
    "moved_definitions",
    "agreed_figures",
    "agreed_gaps",
    "watched_figures",
)
"""The queries of ``queries/changes``: they read the older database as ``before.<table>``."""
_DECLARATION_TABLES = ("area", "indicator", "target", "source")
"""Tables of declarations, which stand whether or not anything was published."""


@dataclass(frozen=True)
class ComparisonStore(Store):
    """A database with an older one beside it: every named query reads the first, those of
    ``CHANGE_QUERIES`` read both.
    """

    now: Store
    """The one that is looked at."""
    since: dt.date
    """The day that the older one stands for."""

    def query(self, name: str, /, **parameters: Any) -> pd.DataFrame:
        """Run a named query on both databases where it is one of ``CHANGE_QUERIES``, else on the
        one that is looked at.
        """
        return (
            super().query(name, **parameters)
            if name in CHANGE_QUERIES
            else self.now.query(name, **parameters)
        )

    def sql(self, name: str) -> str:
        """The text of a named query, from ``queries/changes`` where it is one of
        ``CHANGE_QUERIES``.
        """
        if name in CHANGE_QUERIES:
            return (self.queries / "changes" / f"{name}.sql").read_text(encoding="utf-8")
        return super().sql(name)

    def meta(self) -> dict[str, str]:
        """Those of the database that is looked at."""
        return self.now.meta()


def as_it_stood(now: Store, since: dt.date) -> ComparisonStore:
    """The database of ``now`` with the one as it stood on ``since`` beside it.

    Raises:
        NoDatabaseError: the database as it stood on that day was not built, or a file cannot be
            read.
    """
    row = now.cursor().execute("SELECT min(published), max(published) FROM release").fetchone()
    assert row is not None
    first, last = row
    if first is None or since < first:
        return open_beside(now, None, since)
    if since >= last:
        return open_beside(now, file_of(now), since)
    if not now.meta()["as_at"]:
        return open_beside(now, vintages.file_on(now, since), since)
    where = Places(now.queries.parent)
    in_force = open_store(where, find_database(where), reader=now.reader)
    try:
        return open_beside(now, vintages.file_on(in_force, since), since)
    finally:
        in_force.connection.close()


@lru_cache(maxsize=4)
def open_beside(now: Store, file_before: Path | None, since: dt.date) -> ComparisonStore:
    """The database of ``now`` with that of the file ``file_before`` beside it, read only; kept open
    for the next call.

    None where nothing had been published by then, so that every figure is new. It may be the file
    of ``now`` itself.

    Raises:
        NoDatabaseError: a file is damaged or gone.
    """
    connection, file = duckdb.connect(":memory:"), file_of(now)
    try:
        _attach(connection, file, "board")
        catalog = _narrow_catalog(connection, "board", "seen", now)
        if file_before is None or file_before.resolve() == file.resolve():
            _stand_in(connection, now.queries, catalog, whole=file_before is not None)
        else:
            _attach(connection, file_before, "before")
            if not_for(connection, "before", now.reader):
                connection.execute("DETACH before")
                _attach(connection, file_before, "whole")
                _narrow_catalog(connection, "whole", "before", now)
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except BaseException:
        connection.close()
        raise
    return ComparisonStore(
        connection, now.queries, now.version, now, since, catalog=catalog, reader=now.reader
    )


def _narrow_catalog(
    connection: duckdb.DuckDBPyConnection, catalog: str, into: str, now: Store
) -> str:
    """The name of what the reader of ``now`` is shown of ``catalog``: itself where nothing in it is
    for others.
    """
    hidden_plans = not_for(connection, catalog, now.reader)
    if hidden_plans:
        narrow(connection, catalog, into, hidden_plans, now.queries)
    return into if hidden_plans else catalog


def _attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    try:
        connection.execute(
            f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {name} (READ_ONLY)"
        )
    except duckdb.Error:
        raise NoDatabaseError(
            f"The database {path.name} cannot be read; run: python -m dashboard build."
        ) from None


def _stand_in(
    connection: duckdb.DuckDBPyConnection, queries: Path, catalog: str, *, whole: bool
) -> None:
    """Make ``before`` of ``catalog``: all of it where ``whole`` (a file cannot be attached twice),
    else no figures.
    """
    connection.execute("ATTACH ':memory:' AS before")
    connection.execute("USE before")
    connection.execute((queries / "schema.sql").read_text(encoding="utf-8"))
    tables = [name for (name,) in connection.execute("SHOW TABLES").fetchall()]
    for table in tables:
        if whole or table in _DECLARATION_TABLES:
            connection.execute(f"DROP TABLE {table}")
            connection.execute(f"CREATE VIEW {table} AS FROM {catalog}.{table}")
