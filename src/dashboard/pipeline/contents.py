"""What a database holds: of each table the number of its rows and a digest, kept in the database
itself.

A file can be damaged and still be opened: DuckDB 1.5.5 says nothing where its last write fails as
it closes, and the file is then as it was some statements before. So whoever writes a database reads
it back before anything rests on it, and whoever takes an old one over sees that it still holds what
it held.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import duckdb

from dashboard.errors import NoDatabaseError, StorageError
from dashboard.folders import sync_folder
from dashboard.pipeline.disk import sync_file
from dashboard.store.checks import find_broken
from dashboard.store.layout import CONTENTS_KEY, Contents, recorded_contents

_MEMORY = "1GB"
"""What the database may hold in memory while it is written; more goes to a folder beside it."""
_ROWS = {"meta": f"(FROM meta WHERE key <> '{CONTENTS_KEY}')"}


def contents_of(con: duckdb.DuckDBPyConnection) -> Contents:
    """What the open database holds."""
    tables = con.execute(
        "FROM duckdb_tables() SELECT table_name WHERE database_name = current_database() ORDER"
        " BY ALL"
    )
    digests = [
        f"SELECT '{table}', count(*), coalesce(sum(hash(r)), 0)::VARCHAR FROM"
        f" {_ROWS.get(table, table)} r"
        for (table,) in tables.fetchall()
    ]
    found = con.execute(" UNION ALL ".join(digests)).fetchall() if digests else []
    return {table: (rows, digest) for table, rows, digest in sorted(found)}


def record_contents(con: duckdb.DuckDBPyConnection) -> Contents:
    """Keep in ``meta`` what the open database holds: the last thing that is written."""
    contents = contents_of(con)
    said = json.dumps({"by": duckdb.__version__, "tables": contents})
    con.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [CONTENTS_KEY, said])
    return contents


@contextmanager
def open_to_write(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that writes ``path``; once it is left, all is in that one file and on the disk.

    Raises:
        duckdb.Error, OSError: it could not all be written.
        StorageError: the database left a part of it beside the file.
    """
    con = duckdb.connect(str(path), config={"memory_limit": _MEMORY})
    try:
        yield con
        # Closing writes as well, and in DuckDB 1.5.5 says nothing where that fails, with a context
        # manager or without.
        con.execute("CHECKPOINT")
    finally:
        con.close()
    if path.with_name(f"{path.name}.wal").exists():
        raise StorageError(f"{path} could not be written to its end", _ROOM)
    sync_file(path)
    sync_folder(path.parent)


_ROOM = "make room on that disk, lift any limit on the size of a file,"


def read_back(path: Path, contents: Contents, queries: Path | None = None) -> None:
    """Open the database ``path`` anew and hold it to what was written: its ``contents``, and what
    every check found.

    The checks are those of ``queries``; none are run where it is not given.

    Raises:
        StorageError: it is another one.
    """
    fault = fault_of(path, contents) or (_fault_of_checks(path, queries) if queries else "")
    if fault:
        raise StorageError(f"{path} was written and read back otherwise ({fault})", _ROOM)


def fault_of(path: Path, contents: Contents | None = None) -> str:
    """What is wrong with the database ``path``, in some words; '' where it holds ``contents``, or
    else what it says.

    A digest of another version of DuckDB may be another one for the same rows; then the numbers of
    rows are compared.
    """
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            by, stored_contents = recorded_contents(con)
            actual_contents = contents_of(con)
    except (duckdb.Error, ValueError, KeyError) as error:
        return f"it cannot be read: {str(error).splitlines()[0]}"
    if contents is not None and stored_contents != contents:
        return "it does not say what was written"
    if not stored_contents:
        return "it was not written to its end"
    for table in sorted(stored_contents.keys() | actual_contents.keys()):
        (rows, digest), (rows_said, digest_said) = (
            actual_contents.get(table, (0, "")),
            stored_contents.get(table, (0, "")),
        )
        if rows != rows_said:
            return f"{table} has {rows:,} rows and had {rows_said:,}"
        if by == duckdb.__version__ and digest != digest_said:
            return f"{table} has other rows than it had"
    return ""


def fault_of_file(path: Path) -> str:
    """As ``fault_of`` of what the file says of itself; found once for a file that stays as it is."""
    known = path.stat()
    return _fault_of_file(path, known.st_ino, known.st_size, known.st_mtime_ns)


@lru_cache(maxsize=1024)
def _fault_of_file(path: Path, *file_stamp: int) -> str:
    return fault_of(path)


def hold_whole(path: Path) -> None:
    """Refuse a database that does not hold what it says.

    Raises:
        NoDatabaseError: it does not.
    """
    if fault := fault_of_file(path):
        raise NoDatabaseError(
            f"The database {path.name} is damaged ({fault}); run: python -m dashboard build"
        )


def _fault_of_checks(path: Path, queries: Path) -> str:
    """The first check that finds other than it found as the database was written, in some words."""
    with duckdb.connect(str(path), read_only=True, config={"memory_limit": _MEMORY}) as con:
        row = con.execute("SELECT value FROM meta WHERE key = 'checks'").fetchone()
        rows_now = {item.check.name: len(item.rows) for item in find_broken(con, queries)}
    rows_then = {name: rows for name, rows in json.loads(row[0] if row else "{}").items() if rows}
    differ = sorted(
        name
        for name in rows_then.keys() | rows_now.keys()
        if rows_then.get(name) != rows_now.get(name)
    )
    if not differ:
        return ""
    name = differ[0]
    return f"the check {name} finds {rows_now.get(name, 0):,} rows and found {rows_then.get(name, 0):,}"
