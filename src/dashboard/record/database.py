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
from sqlalchemy.pool import QueuePool

from dashboard.errors import InputError
from dashboard.folders import sync_folder
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
    engine = create_engine(url, poolclass=QueuePool, connect_args={"timeout": PATIENCE})
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
            connect_args={"connect_timeout": PATIENCE},
        )
    except (ImportError, NoSuchModuleError):
        raise RecordError(
            f"{_SETTING} names {url.drivername}, whose driver is not installed: run pip install"
            " 'psycopg[binary]' and write the address as postgresql+psycopg://..."
        ) from None


def _prepare_sqlite(connection: Any, pool_record: Any) -> None:
    connection.isolation_level = None  # Transactions are begun by ``_begin_sqlite`` alone.
    connection.execute("PRAGMA synchronous = FULL")
    pool_record.info["file"] = _identity(_path_of(connection))


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


_ready_engines: set[object] = set()
"""Databases whose tables were seen: they are never taken away."""


def is_there(engine: Engine) -> bool:
    """Whether the record has its tables: it is begun by the first entry."""
    mark: object = engine.url
    if engine.dialect.name == "sqlite":
        mark = _identity(engine.url.database or "")
        if mark is None:
            return False
    if mark not in _ready_engines:
        with explain_failures():
            if not inspect(engine).has_table(SEAL.name):
                return False
        _ready_engines.add(mark)
    return True


def create(engine: Engine) -> None:
    """Make the tables where they are not there yet; all of them, or none.

    Raises:
        RecordError: the place cannot be written to.
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
    file = Path(engine.url.database or "")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(file.with_suffix(".lock"), timeout=PATIENCE, mode=0o600):
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        sync_folder(file.parent)
        # Kept in the file itself, and not to be changed while others write.
        with sqlite3.connect(file, timeout=PATIENCE) as plain:
            plain.execute("PRAGMA journal_mode = WAL")
        plain.close()
        with writing(engine) as connection:
            _create_tables(connection, sqlite_triggers())


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
    """Say in one sentence what the database or its disk could not do.

    Raises:
        RecordError: it could not.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError, Timeout, ImportError) as error:
        cause = getattr(error, "orig", None) or error
        reason = getattr(cause, "strerror", None) or str(cause)
        first = (reason.strip().splitlines() or ["no reason was given"])[0].rstrip(".")
        raise RecordError(
            f"The live record cannot be used just now ({first}), and nothing was changed: see that"
            " its database can be reached and written to, on a disk with room, then try again."
        ) from error
