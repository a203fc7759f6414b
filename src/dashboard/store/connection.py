"""The database in force, read only: named queries with bound parameters, nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dashboard.errors import NoDatabaseError
from dashboard.settings import Places
from dashboard.store.build import POINTER, SCHEMA

_RUN = "run: python -m dashboard build (or: python -m dashboard demo, for demonstration data)"


def current(places: Places) -> Path:
    """The database file in force.

    Raises:
        NoDatabaseError: none was built, or the pointer names a file that is not there.
    """
    pointer = places.built / POINTER
    try:
        path = places.built / json.loads(pointer.read_text(encoding="utf-8"))["file"]
    except FileNotFoundError:
        raise NoDatabaseError(f"There is no database yet; {_RUN}.") from None
    except (ValueError, KeyError, TypeError):
        raise NoDatabaseError(f"{pointer.name} is damaged; {_RUN}.") from None
    if not path.is_file():
        raise NoDatabaseError(f"The database {path.name} is not there any more; {_RUN}.")
    return path


@dataclass(frozen=True)
class Store:
    """One open database. Each call takes its own cursor: a connection shared between threads can answer wrongly."""

    connection: duckdb.DuckDBPyConnection
    queries: Path
    version: str

    def query(self, name: str, **parameters: Any) -> pd.DataFrame:
        """Run ``queries/<name>.sql`` with ``parameters`` bound to its ``$names``; its columns as the file says."""
        return self.cursor().execute(self.sql(name), parameters or None).df()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own for each call, on the attached database: a cursor does not inherit ``USE``."""
        cursor = self.connection.cursor()
        cursor.execute("USE board")
        return cursor

    def sql(self, name: str) -> str:
        """The text of a named query, as 'About this chart' shows it."""
        if not re.fullmatch(r"[a-z_]+", name):
            raise ValueError(f"'{name}' is not the name of a query")
        return (self.queries / f"{name}.sql").read_text(encoding="utf-8")

    def meta(self) -> dict[str, str]:
        """Schema, version, built_at and reporting_date."""
        rows = self.cursor().execute("SELECT key, value FROM meta").fetchall()
        return dict(rows)


def open_store(places: Places, path: Path) -> Store:
    """Open ``path`` read only, with no way out of it and its settings locked.

    Raises:
        NoDatabaseError: the file is damaged, or its schema is not this program's.
    """
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS board (READ_ONLY)")
        connection.execute("USE board")
        row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    except duckdb.Error:
        connection.close()
        raise NoDatabaseError(f"The database {path.name} cannot be read; {_RUN}.") from None
    if row is None or row[0] != SCHEMA:
        connection.close()
        raise NoDatabaseError(f"The database {path.name} is of an older schema; {_RUN}.")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    version = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    return Store(connection, places.queries, version[0] if version else "")
