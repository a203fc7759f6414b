"""The database in force, read only: named queries with bound parameters, nothing else."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dashboard.access import Reader, default_reader
from dashboard.errors import NoDatabaseError
from dashboard.settings import Places
from dashboard.store.answers import Answers, as_question, reads_record
from dashboard.store.layout import POINTER, SCHEMA, recorded_contents
from dashboard.store.overlay import LayOver, lay_over
from dashboard.store.past_views import put_past
from dashboard.store.reader_views import narrow, not_for

_RUN = "run: python -m dashboard build (or: python -m dashboard demo, for demonstration data)"


def find_database(places: Places) -> Path:
    """The database file in force.

    Raises:
        NoDatabaseError: none was built, or the pointer names a file that is not there.
    """
    pointer = places.built_folder / POINTER
    try:
        path = places.built_folder / json.loads(pointer.read_text(encoding="utf-8"))["file"]
    except FileNotFoundError:
        raise NoDatabaseError(f"There is no database yet; {_RUN}.") from None
    except (ValueError, KeyError, TypeError):
        raise NoDatabaseError(f"{pointer.name} is damaged; {_RUN}.") from None
    if not path.is_file():
        raise NoDatabaseError(f"The database {path.name} is not there any more; {_RUN}.")
    return path


@dataclass(frozen=True)
class Store:
    """One open database.

    Each call takes its own cursor: a connection shared between threads can answer wrongly.
    """

    connection: duckdb.DuckDBPyConnection
    queries: Path
    version: str
    catalog: str = field(default="board", kw_only=True)
    """What is asked: the file, or views of it as it stood on an earlier day or as this reader may
    see it.
    """
    reader: Reader = field(default_factory=default_reader, kw_only=True)
    """Reader whose audiences filter the plans."""
    figure_answers: Answers = field(
        default_factory=Answers, kw_only=True, repr=False, compare=False
    )
    """Answers that no entry of the live record changes: those of one file, day and kind of reader
    may be shared, whatever was recorded since.
    """
    estimate_answers: Answers = field(
        default_factory=Answers, init=False, repr=False, compare=False
    )
    """What was worked out of the answers (``Page.estimates_of``)."""
    _record_answers: Answers = field(default_factory=Answers, init=False, repr=False, compare=False)

    def query(self, name: str, /, **parameters: Any) -> pd.DataFrame:
        """Run ``queries/<name>.sql`` with ``parameters`` bound to its ``$names``; its columns as
        the file says.

        The table is the caller's own to change. A question asked before is not asked of the
        database again.
        """
        sql = self.sql(name)
        question = (sql, as_question(parameters))
        answers = self._record_answers if reads_record(sql) else self.figure_answers
        answer = answers.get(question)
        if answer is None:
            with _explain_damage(self.version):
                answer = self.cursor().execute(sql, parameters or None).df()
            answers.keep(question, answer)
        return answer

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own for each call, on the attached database: a cursor does not inherit
        ``USE``.
        """
        cursor = self.connection.cursor()
        cursor.execute(f"USE {self.catalog}")
        return cursor

    def sql(self, name: str) -> str:
        """The text of a named query, as 'About this chart' shows it."""
        if not re.fullmatch(r"[a-z_]+", name):
            raise ValueError(f"'{name}' is not the name of a query")
        return (self.queries / f"{name}.sql").read_text(encoding="utf-8")

    def meta(self) -> dict[str, str]:
        """Schema, version, built_at, reporting_date, as_at and record."""
        return dict(self._meta)

    @cached_property
    def _meta(self) -> list[tuple[str, str]]:
        return self.cursor().execute("SELECT key, value FROM meta").fetchall()


def file_of(store: Store) -> Path:
    """The file that ``store`` has open."""
    row = (
        store.cursor()
        .execute("SELECT path FROM duckdb_databases() WHERE database_name = 'board'")
        .fetchone()
    )
    assert row is not None
    return Path(row[0])


def open_store(
    places: Places,
    path: Path,
    as_at: dt.date | None = None,
    reader: Reader | None = None,
    lay: LayOver | None = None,
    figure_answers: Answers | None = None,
) -> Store:
    """Open ``path`` read only for ``reader``, with no way out of it and its settings locked.

    None is the reader of whom nothing is known but the installation. What is not for the reader is
    not there (``dashboard.store.reader_views``).

    With an ``as_at`` (of which ``path`` is the vintage, ``vintages.at``) the actions are those of
    meetings held by then, with the words said by then and the statuses and due days that these
    left; and the reporting date is that day, or an earlier one where it is set. ``lay`` says what is
    laid over the board's actions: the live record. ``figure_answers`` are those of the same file,
    day and kind of reader, where it was open before.

    Raises:
        NoDatabaseError: the file is damaged, or its schema is not this program's.
        InputError: with an ``as_at``: the reporting date is set to what is no date.
    """
    # Words as Python's own: Arrow's, pandas' default, cost a fifth more of a view, as its tables
    # are small.
    pd.set_option("mode.string_storage", "python")
    connection = _attach(path)
    catalog, reader = "board", reader or default_reader()
    with _explain_damage(path.name):
        if lay is not None:
            catalog = lay_over(connection, catalog, lay)
        if as_at is not None:
            put_past(connection, catalog, as_at)
            catalog = "past"
        hidden = not_for(connection, catalog, reader)
        if hidden:
            narrow(connection, catalog, "seen", hidden, places.queries)
            catalog = "seen"
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    version = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    return Store(
        connection,
        places.queries,
        version[0] if version else "",
        catalog=catalog,
        reader=reader,
        figure_answers=figure_answers or Answers(),
    )


def _attach(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection with the database ``path`` in use, read only, as ``board``.

    Raises:
        NoDatabaseError: the file is damaged or unfinished, or its schema is not this program's.
    """
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(
            f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS board (READ_ONLY)"
        )
        connection.execute("USE board")
        row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        _, contents = recorded_contents(connection)
    except duckdb.Error:
        connection.close()
        raise NoDatabaseError(f"The database {path.name} cannot be read; {_RUN}.") from None
    if row is None or row[0] != SCHEMA:
        connection.close()
        raise NoDatabaseError(f"The database {path.name} is of an older schema; {_RUN}.")
    if not contents:
        connection.close()
        raise NoDatabaseError(f"The database {path.name} was not written to its end; {_RUN}.")
    return connection


@contextmanager
def _explain_damage(name: str) -> Iterator[None]:
    """Say of a database whose blocks cannot be read what mends it: the disk is sound.

    Raises:
        NoDatabaseError: a block is damaged.
    """
    try:
        yield
    except duckdb.Error as error:
        if "Corrupt database file" not in str(error):
            raise
        raise NoDatabaseError(f"The database {name} is damaged; {_RUN}.") from None
