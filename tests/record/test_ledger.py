"""The record in SQLite: appended to, never changed, whole after a kill, one chain of two writers."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.errors import InputError
from dashboard.record import ledger
from dashboard.record.action_words import ActionUpdate, Correction, NewAction, Withdrawal
from dashboard.record.chain import find_break
from dashboard.record.database import RecordError, engine_of
from dashboard.record.ledger import Record, open_record
from dashboard.settings import Places

WRITER = Path(__file__).with_name("writer.py")
APRIL = dt.date(2023, 4, 28)
ACTION = "2023-04-28/3"


def update(record: Record, said: str = "It is under way.", author: str = "A. Smith"):
    return record.append(author, ActionUpdate(text=said), meeting=APRIL, action=ACTION)


def test_reading_makes_no_file(home, record):
    assert record.head() is None
    assert record.entries() == ()
    assert list(home.iterdir()) == []


def test_an_entry_says_who_when_and_what_and_is_there_after_a_restart(home, record):
    first = update(record)
    second = update(record, "Zweite Zeile\r\nmit Umlaut: ü")
    assert (first.sequence, first.author, first.when) == (1, "A. Smith", "28 April 2023, 10:31")
    assert second.previous == first.hash
    engine_of(Places(home)).dispose()
    again = open_record(Places(home))
    assert again.entries() == (first, second)
    assert again.entries()[1].words == ActionUpdate(text="Zweite Zeile\nmit Umlaut: ü")
    assert find_break(*again.read()) is None
    assert str(again.head()) == f"2:{second.hash[:12]}"


def test_folder_and_files_are_for_their_owner_alone(home, record):
    update(record)
    folder = home / "data" / "live"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_what_was_written_by_a_day_is_told_by_the_clock_of_the_board_room(record, clock):
    clock.now = dt.datetime(2023, 4, 28, 22, 58, tzinfo=dt.UTC)  # 23:58 in London.
    late, next_day = update(record), update(record)
    assert [late.date, next_day.date] == [APRIL, dt.date(2023, 4, 29)]
    assert record.entries(APRIL) == (late,)
    assert record.entries(dt.date(2023, 4, 27)) == ()


def test_a_clock_that_was_put_back_does_not_put_entries_out_of_order(record, clock):
    first = update(record)
    clock.now -= dt.timedelta(days=3)
    assert update(record).time == first.time


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_entry SET author = 'B. Jones' WHERE sequence = 1",
        "DELETE FROM record_entry WHERE sequence = 2",
        "DELETE FROM record_entry",
        "UPDATE record_seal SET hash = 'x'",
        "DELETE FROM record_seal WHERE sequence = 2",
        "INSERT OR REPLACE INTO record_entry SELECT * FROM record_entry WHERE sequence = 1",
        "REPLACE INTO record_seal SELECT * FROM record_seal WHERE sequence = 1",
        "INSERT INTO record_entry SELECT 3, time, author, kind, meeting, action, body, previous,"
        " hash FROM record_entry WHERE sequence = 1",
        "INSERT INTO record_entry SELECT 9, time, author, kind, meeting, action, body, hash,"
        " previous FROM record_entry WHERE sequence = 2",
    ],
)
def test_the_database_itself_refuses_a_change(home, record, statement):
    update(record), update(record)
    before = record.read()
    with sqlite3.connect(home / "data" / "live" / "record.sqlite") as plain:
        with pytest.raises(sqlite3.IntegrityError, match="only ever appended to"):
            plain.execute(statement)
    plain.close()
    assert record.read() == before


def test_two_who_write_at_once_make_one_chain_and_no_number_twice(home, program_environment):
    writers = [
        subprocess.Popen(
            [sys.executable, WRITER, author, "200"],
            env=program_environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for author in ("A. Smith", "B. Jones")
    ]
    acknowledged = [
        line.split() for writer in writers for line in writer.communicate()[0].split("\n") if line
    ]
    assert [writer.returncode for writer in writers] == [0, 0]
    entries, seals = open_record(Places(home)).read()
    assert find_break(entries, seals) is None
    assert len(entries) == len(acknowledged) == 400
    assert {(str(e.sequence), e.hash) for e in entries} == {tuple(each) for each in acknowledged}
    for author in ("A. Smith", "B. Jones"):
        own = [e.words for e in entries if e.author == author]
        said = [w.title if isinstance(w, NewAction) else w.text for w in own]
        assert said == [f"{author} {number}" for number in range(200)]
    numbers = [e.action for e in entries if e.kind == "new action"]
    assert numbers == [f"2023-04-28/{number}" for number in range(4, 84)]


@pytest.mark.parametrize("after", [0, 1, 7, 40])
def test_a_kill_in_the_middle_leaves_every_acknowledged_entry_and_a_record_that_verifies(
    home, program_environment, after
):
    for turn in range(3):
        before = len(open_record(Places(home)).entries())
        writer = subprocess.Popen(
            [sys.executable, WRITER, f"Writer {turn}", "100000"],
            env=program_environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(after)]
        time.sleep(0.004 * turn)  # Somewhere within the next transaction.
        os.kill(writer.pid, signal.SIGKILL)
        lines += writer.stdout.read().splitlines(keepends=True)
        writer.wait()
        acknowledged = [tuple(line.split()) for line in lines if line.endswith("\n")]
        entries, seals = open_record(Places(home)).read()
        assert find_break(entries, seals) is None
        there = {(str(e.sequence), e.hash) for e in entries}
        assert set(acknowledged) <= there
        assert before + len(acknowledged) <= len(entries) <= before + len(acknowledged) + 1
    update(open_record(Places(home)))
    assert find_break(*open_record(Places(home)).read()) is None


def test_a_failure_after_the_entry_and_before_its_seal_writes_neither(record, monkeypatch):
    first = update(record)

    class NoSeal:
        def insert(self):
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "SEAL", NoSeal())
        with pytest.raises(RecordError) as told:
            update(record)
    assert "No space left on device" in str(told.value)
    assert "nothing was changed" in str(told.value)
    assert record.entries() == (first,)
    assert find_break(*record.read()) is None


def test_a_record_that_is_put_back_from_a_copy_is_read_as_it_is(home, record):
    file = home / "data" / "live" / "record.sqlite"
    update(record)
    with record.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    shutil.copy(file, home / "copy")
    update(record)
    for each in file.parent.iterdir():
        each.unlink()
    shutil.copy(home / "copy", file)
    assert len(record.entries()) == 1
    assert update(record).sequence == 2


def test_another_who_holds_the_lock_is_waited_for_and_then_told(home, record, monkeypatch):
    update(record)
    holder = sqlite3.connect(home / "data" / "live" / "record.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with record.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    with pytest.raises(RecordError, match="database is locked"):
        update(record)
    holder.execute("ROLLBACK")
    holder.close()
    assert update(record).sequence == 2


def test_what_is_no_database_is_told_in_a_sentence(home, record):
    (home / "data" / "live").mkdir(parents=True)
    (home / "data" / "live" / "record.sqlite").write_bytes(b"no database" * 500)
    with pytest.raises(RecordError, match="cannot be used just now"):
        record.head()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nonsense", "is no address of a database"),
        ("mysql://host/board", "names mysql, and the record is kept in SQLite or PostgreSQL"),
        ("postgresql+pg8000://host/board", "whose driver is not installed"),
    ],
)
def test_a_setting_that_names_no_database_is_told(home, monkeypatch, address, said):
    monkeypatch.setenv("DASHBOARD_RECORD", address)
    with pytest.raises(RecordError) as told:
        open_record(Places(home))
    assert said in str(told.value)


def test_an_entry_can_be_corrected_and_withdrawn_but_not_what_is_none(record):
    new = NewAction(title="Report", owner="MPS", board="A board")
    first, second = update(record), record.append("A. Smith", new, meeting=APRIL)
    right = Correction(entry=1, reason="Misheard", update=ActionUpdate(text="It is done."))
    assert record.append("B. Jones", right).action == ACTION
    gone = record.append("B. Jones", Withdrawal(entry=2, reason="Not agreed"))
    assert (gone.action, gone.meeting) == (second.action, "2023-04-28")
    for words, said in (
        (Withdrawal(entry=2, reason="Again"), "withdrawn already"),
        (Withdrawal(entry=3, reason="A correction"), "is no update or new action"),
        (Withdrawal(entry=99, reason="None"), "is no update or new action"),
        (Correction(entry=1, reason="Other kind", new_action=new), "is of the kind 'update'"),
    ):
        with pytest.raises(InputError, match=said):
            record.append("B. Jones", words)
    assert [entry.sequence for entry in record.entries()] == [1, 2, 3, 4]
    assert record.entries()[0] == first


def test_an_update_of_no_action_a_new_action_of_no_meeting_and_no_author_are_refused(record):
    for author, words, said in (
        ("A. Smith", ActionUpdate(text="x"), "names no action"),
        ("A. Smith", NewAction(title="x", owner="x", board="x"), "names no meeting"),
        (" ", ActionUpdate(text="x"), "Your name is empty; fill it in."),
        ("A\x00B", ActionUpdate(text="x"), "Your name holds U\\+0000"),
    ):
        with pytest.raises(InputError, match=said):
            record.append(author, words)
    assert record.entries() == ()
