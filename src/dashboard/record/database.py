"""Where the record is kept: SQLite in the installation's folder, or PostgreSQL by one setting."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DisconnectionError,
    NoSuchModuleError,
    SQLAlchemyError,
)
from sqlalchemy.pool import NullPool, QueuePool

from dashboard.errors import InputError
from dashboard.folders import sync_folder
from dashboard.record.faults import fault_words, way_out
from dashboard.record.tables import ENTRY, METADATA, SEAL, postgresql_triggers, sqlite_triggers
from dashboard.settings import Places, record_address

PATIENCE = 15
"""Seconds to wait for another who writes."""
_LOCK = 0x5741_5244
"""The number of PostgreSQL's advisory lock under which the record is written."""
_SETTING = "DASHBOARD_RECORD"


class RecordError(InputError):
    """The record cannot be read or written just now; nothing of it was changed."""


def sqlite_file(places: Places) -> Path:
    """The file of the record where no other place is set."""
    return places.live / "record.sqlite"


def engine_of(places: Places) -> Engine:
    """The database of the record; for SQLite, whether or not there is a file yet.

    Raises:
        RecordError: the setting names no database that can be used, or its driver is missing.
    """
    given = record_address()
    if given is None:
        return _engine(URL.create("sqlite", database=str(sqlite_file(places))))
    try:
        url = make_url(given)
    except ArgumentError:
        raise RecordError(
            f"{_SETTING} is no address of a database; write it as"
            " postgresql+psycopg://user:password@host/database."
        ) from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise RecordError(
            f"{_SETTING} names {url.get_backend_name()}, and the record is kept in SQLite or"
            " PostgreSQL: write it as postgresql+psycopg://user:password@host/database."
        )
    return _engine(url)


@lru_cache(maxsize=8)
def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return _postgresql(url)
    engine = create_engine(
        url, poolclass=QueuePool, connect_args={"timeout": PATIENCE}, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "checkout", _hold_same_file)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(url: URL) -> Engine:
    try:
        return create_engine(
            url,
            pool_pre_ping=True,
            pool_size=2,
            max_overflow=8,
            hide_parameters=True,
            connect_args={"connect_timeout": PATIENCE},
        )
    except (ImportError, NoSuchModuleError):
        raise RecordError(
            f"{_SETTING} names {url.drivername}, whose driver is not installed: run pip install"
            " 'psycopg[binary]' and write the address as postgresql+psycopg://..."
        ) from None


def _prepare_sqlite(connection: Any, pool_record: Any) -> None:
    connection.isolation_level = None  # Transactions are begun by ``_begin_sqlite`` alone.
    # A row that is not UTF-8 is read as well, so that the chain can name it.
    connection.text_factory = _decode
    connection.execute("PRAGMA synchronous = FULL")
    pool_record.info["file"] = _identity(_path_of(connection))


def _decode(raw: bytes) -> str:
    """A text of the database; bytes that are no UTF-8 are kept as what no text has."""
    return raw.decode("utf-8", "surrogateescape")


def _hold_same_file(connection: Any, pool_record: Any, _: object) -> None:
    """Let go of a connection whose file was put back from a copy, or is gone."""
    if pool_record.info["file"] != _identity(_path_of(connection)):
        raise DisconnectionError("the file is another one")


def _path_of(connection: Any) -> str:
    return str(connection.execute("PRAGMA database_list").fetchone()[2])


def _identity(file: str) -> tuple[str, int, int] | None:
    """What tells a file from another of its name."""
    try:
        stat = os.stat(file)
    except OSError:
        return None
    return file, stat.st_dev, stat.st_ino


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_ready_engines: set[Engine] = set()
"""Databases of PostgreSQL whose tables were seen, so that their server is not asked each time."""


def is_there(engine: Engine) -> bool:
    """Whether the record has its tables: it is begun by the first entry.

    Raises:
        RecordError: it cannot be read, or it was begun and its tables are lost.
    """
    sqlite = engine.dialect.name == "sqlite"
    if engine in _ready_engines or (sqlite and _identity(engine.url.database or "") is None):
        return engine in _ready_engines
    with explain_failures():
        inspector = inspect(engine)
        missing_tables = [
            table.name for table in (ENTRY, SEAL) if not inspector.has_table(table.name)
        ]
    # A file of SQLite is put in its place with its tables, so it never was without them.
    if missing_tables and (sqlite or len(missing_tables) == 1):
        where = f"The file {Path(engine.url.database or '').name}" if sqlite else "The database"
        raise RecordError(
            f"{where} of the live record is there and has lost {' and '.join(missing_tables)}, with what was"
            " recorded in it: put it back from a copy that verifies, or, where nothing was ever"
            " recorded, take it away."
        )
    if not missing_tables and not sqlite:
        _ready_engines.add(engine)
    return not missing_tables


def create(engine: Engine) -> None:
    """Make the tables where they are not there yet; all of them, or none.

    Raises:
        RecordError: the place cannot be written to, or the tables of a record are lost.
    """
    if is_there(engine):
        return
    with explain_failures():
        if engine.dialect.name == "sqlite":
            _create_sqlite(engine)
        else:
            with writing(engine) as connection:
                _create_tables(connection, postgresql_triggers())


def _create_sqlite(engine: Engine) -> None:
    """Put a file with its tables in place at once: a crash leaves it whole, or none."""
    file = Path(engine.url.database or "")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(file.with_suffix(".lock"), timeout=PATIENCE, mode=0o600):
        if is_there(engine):  # Another made it meanwhile.
            return
        new = file.with_name(f"{file.name}.new")
        _remove_remains(new)
        new.unlink(missing_ok=True)
        os.close(os.open(new, os.O_CREAT | os.O_RDWR, 0o600))
        maker = create_engine(URL.create("sqlite", database=str(new)), poolclass=NullPool)
        with maker.begin() as connection:
            _create_tables(connection, sqlite_triggers())
        # Kept in the file itself, and not to be changed while others write.
        plain = sqlite3.connect(new)
        plain.execute("PRAGMA journal_mode = WAL")
        plain.close()
        # What a file that was taken away left beside it would be laid over the new one.
        _remove_remains(file)
        os.replace(new, file)
        sync_folder(file.parent)


def _remove_remains(file: Path) -> None:
    """Remove what SQLite kept beside a file that is not there any more."""
    for end in ("-journal", "-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)


def _create_tables(connection: Connection, triggers: list[str]) -> None:
    if inspect(connection).has_table(SEAL.name):
        return
    METADATA.create_all(connection, tables=[ENTRY, SEAL])
    for statement in triggers:
        connection.exec_driver_sql(statement)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction, alone in writing: it is begun with the lock, so that no two begin from one
    head.
    """
    with engine.connect() as plain:
        connection = plain.execution_options(writes=True)
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that sees the record as it stood at one moment."""
    with engine.connect() as plain:
        if engine.dialect.name == "postgresql":
            plain = plain.execution_options(isolation_level="REPEATABLE READ")
        yield plain


@contextmanager
def explain_failures() -> Iterator[None]:
    """Say in one sentence what kind of thing the database or its disk could not do; neither the
    sentence nor a log of it holds words of an entry.

    Raises:
        RecordError: it could not.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError, Timeout, ImportError) as error:
        raise RecordError(
            f"The live record cannot be used just now ({fault_words(error)}), and nothing was"
            f" changed: {way_out(error)}."
        ) from None
