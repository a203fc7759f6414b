"""What writers and readers of a database agree on: its schema's number, names of files, and what it
says of itself.
"""

from __future__ import annotations

import json

import duckdb

SCHEMA = "23"
"""Raised with every change of ``queries/schema.sql``: an older database is refused, not misread."""
POINTER = "current.json"
"""In the folder of databases: the name of the one in force."""
VINTAGES = "vintages"
"""In the folder of databases: those of other days."""
CONTENTS_KEY = "contents"
"""The row of ``meta`` that keeps what the other tables hold; it is not counted itself."""
Contents = dict[str, tuple[int, str]]
"""Table -> its number of rows and the sum of a digest of each row."""


def recorded_contents(con: duckdb.DuckDBPyConnection) -> tuple[str, Contents]:
    """What was recorded of the open database once all of it was written, after the version of
    DuckDB that did; nothing where it never came to that.
    """
    row = con.execute("SELECT value FROM meta WHERE key = ?", [CONTENTS_KEY]).fetchone()
    if row is None:
        return "", {}
    said = json.loads(row[0])
    return said["by"], {table: (rows, digest) for table, (rows, digest) in said["tables"].items()}
