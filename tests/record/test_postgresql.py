"""The record in PostgreSQL keeps the promises that it keeps in SQLite."""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import postgresql
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from dashboard.record.action_words import ActionUpdate
from dashboard.record.chain import find_break
from dashboard.record.database import RecordError
from dashboard.record.ledger import Record, open_record
from dashboard.settings import Places

WRITER = Path(__file__).with_name("writer.py")
BIN = postgresql.programs()
pytestmark = [
    pytest.mark.skipif(BIN is None, reason="PostgreSQL (initdb, pg_ctl) is not on this machine"),
    pytest.mark.skipif(
        importlib.util.find_spec("psycopg") is None, reason="the driver psycopg is not installed"
    ),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # The path of a socket is at most 107 bytes.
    try:
        assert BIN is not None
        with postgresql.server(BIN, folder) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def record(address, home, monkeypatch, request) -> Iterator[Record]:
    name = f"board{abs(hash(request.node.name))}"
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    monkeypatch.setenv("DASHBOARD_RECORD", address.replace("/postgres?", f"/{name}?"))
    record = open_record(Places(home))
    yield record
    record.engine.dispose()


def update(record: Record, said: str = "It is under way."):
    words = ActionUpdate(text=said)
    return record.append("A. Smith", words, meeting=dt.date(2023, 4, 28), action="2023-04-28/3")


def test_entries_are_appended_and_read_again_and_no_file_is_made(home, record):
    assert record.head() is None
    assert record.entries() == ()
    first, second = update(record), update(record, "Ü\nzwei")
    record.engine.dispose()
    assert record.entries() == (first, second)
    assert find_break(*record.read()) is None
    assert str(record.head()).startswith("2:")
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_entry SET author = 'B. Jones'",
        "DELETE FROM record_seal WHERE sequence = 2",
        "TRUNCATE record_entry",
        "INSERT INTO record_seal VALUES (9, 'x')",
        "INSERT INTO record_entry SELECT 3, time, author, kind, meeting, action, body, previous,"
        " hash FROM record_entry WHERE sequence = 1",
        "INSERT INTO record_entry SELECT * FROM record_entry WHERE sequence = 1 ON CONFLICT"
        " (sequence) DO UPDATE SET author = 'B. Jones'",
    ],
)
def test_the_database_itself_refuses_a_change(record, statement):
    update(record), update(record)
    before = record.read()
    with pytest.raises(DBAPIError, match="only ever appended to"), record.engine.begin() as open_:
        open_.execute(text(statement))
    assert record.read() == before


def test_two_who_write_at_once_make_one_chain_and_a_kill_leaves_it_whole(
    record, program_environment
):
    environment = {**program_environment, "DASHBOARD_RECORD": os.environ["DASHBOARD_RECORD"]}
    writers = [
        subprocess.Popen(
            [sys.executable, WRITER, author, count],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for author, count in (("A. Smith", "200"), ("B. Jones", "200"), ("C. Brown", "100000"))
    ]
    killed = writers.pop()
    assert killed.stdout is not None
    lines = [killed.stdout.readline() for _ in range(20)]
    os.kill(killed.pid, signal.SIGKILL)
    lines += killed.stdout.read().splitlines(keepends=True)
    killed.wait()
    told = [line for writer in writers for line in writer.communicate()[0].splitlines()]
    acknowledged = {tuple(line.split()) for line in [*told, *lines] if line.strip()}
    entries, seals = record.read()
    assert find_break(entries, seals) is None
    assert acknowledged <= {(str(e.sequence), e.hash) for e in entries}
    assert len(acknowledged) <= len(entries) <= len(acknowledged) + 1
    assert [sum(e.author == name for e in entries) for name in ("A. Smith", "B. Jones")] == [
        200
    ] * 2
    numbers = [e.action for e in entries if e.kind == "new action"]
    assert len(set(numbers)) == len(numbers)


def test_a_server_that_is_not_there_is_told_in_one_sentence_without_its_password(home, monkeypatch):
    monkeypatch.setenv("DASHBOARD_RECORD", "postgresql+psycopg://a:secret@127.0.0.1:9/board")
    with pytest.raises(RecordError) as told:
        open_record(Places(home)).head()
    assert "cannot be used just now" in str(told.value)
    assert "\n" not in str(told.value) and "secret" not in str(told.value)
