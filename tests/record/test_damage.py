"""A damaged entry is named, a lost record is told, and no sentence holds words of an entry."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import traceback
from pathlib import Path

import pytest
from damage import alter, change_byte, refusal, refusal_by_main, refusal_by_program
from filelock import Timeout
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from dashboard.cli.actions import actions
from dashboard.cli.packs import packs
from dashboard.record.action_words import ActionUpdate, NewAction, Withdrawal
from dashboard.record.chain import find_break
from dashboard.record.database import RecordError, explain_failures
from dashboard.record.ledger import Record

ROOT = Path(__file__).resolve().parents[2]
APRIL, ACTION = dt.date(2023, 4, 28), "2023-04-28/3"
SECRET = "Kept from readers"
TEXTS = ("time", "author", "kind", "meeting", "action", "body", "previous", "hash")
CHANGED = "Entry 2 was changed after it was written."


@pytest.fixture
def three(home, record) -> Path:
    """The file of a record of three entries, which nobody has open."""
    shutil.copytree(ROOT / "data" / "declared", home / "data" / "declared")
    for said in ("One word.", SECRET, "Three words."):
        record.append("A. Smith", ActionUpdate(text=said), meeting=APRIL, action=ACTION)
    record.engine.dispose()
    return home / "data" / "live" / "record.sqlite"


def loosen(file: Path, column: str, value: str) -> None:
    """Put ``value`` into a column of entry 2, in a table that takes whatever comes."""
    alter(
        file,
        "CREATE TABLE loose AS SELECT * FROM record_entry",
        "DROP TABLE record_entry",
        f"CREATE TABLE record_entry (sequence, {', '.join(TEXTS)})",
        "INSERT INTO record_entry SELECT * FROM loose",
        f"UPDATE record_entry SET {column} = {value} WHERE rowid = 2",
    )


def refused(app, *words: str) -> str:
    said = refusal(app, *words)
    assert SECRET not in said
    return said


def hold_entry_2_is_named(record: Record) -> None:
    assert find_break(*record.read()).sentence == CHANGED
    assert [entry.sequence for entry in record.entries()] == [1]
    for said in (refused(actions, "verify"), refused(packs, "list")):
        assert said == f"{CHANGED} Put the record back from a copy that verifies."


def test_a_byte_that_is_no_text_is_found_at_its_entry(three, record, program_environment):
    change_byte(three, SECRET)
    hold_entry_2_is_named(record)
    assert refusal_by_program(program_environment).startswith(CHANGED)


@pytest.mark.parametrize("column", TEXTS)
@pytest.mark.parametrize("value", ["x'ff00fe'", "CAST(x'ff00fe' AS TEXT)"])
def test_a_column_of_another_type_is_found_at_its_entry(three, record, column, value):
    alter(three, f"UPDATE record_entry SET {column} = {value} WHERE sequence = 2")
    hold_entry_2_is_named(record)


@pytest.mark.parametrize("column", TEXTS)
@pytest.mark.parametrize("value", ["NULL", "7", "1.5"])
def test_a_column_that_a_looser_table_took_is_found_at_its_entry(three, record, column, value):
    loosen(three, column, value)
    hold_entry_2_is_named(record)


def test_a_sequence_that_is_no_number_is_found_and_the_head_is_a_line_of_letters(three, record):
    loosen(three, "sequence", "x'ff'")
    assert refused(actions, "verify").startswith("Entry 2 is missing")
    assert str(record.head()).isascii()
    alter(three, "DELETE FROM record_entry WHERE sequence = 3")
    assert refused(actions, "verify").startswith(CHANGED)


@pytest.mark.parametrize("value", ["x'ff00fe'", "CAST(x'ff00fe' AS TEXT)"])
def test_a_damaged_seal_and_a_damaged_head_are_told(three, record, value):
    alter(three, f"UPDATE record_seal SET hash = {value} WHERE sequence = 2")
    assert refused(actions, "verify").startswith("Entry 2 is not the one that was sealed")
    alter(three, f"UPDATE record_entry SET hash = {value} WHERE sequence = 3")
    assert str(record.head()).startswith("3:") and str(record.head()).isascii()


NEW = NewAction(title="Report", owner="MPS", board="A board")


@pytest.mark.parametrize("value", ["x'ff00fe'", "CAST(x'ff00fe' AS TEXT)", "'no json'"])
@pytest.mark.parametrize(
    ("damaged", "words"),
    [
        (4, ActionUpdate(text="It rests on the last.")),
        (2, NEW),
        (1, Withdrawal(entry=1, reason="Misheard")),
        (3, Withdrawal(entry=1, reason="Misheard")),
    ],
)
def test_no_entry_is_written_by_one_that_was_damaged(home, record, value, damaged, words):
    said = ActionUpdate(text=SECRET)
    record.append("A. Smith", said, meeting=APRIL, action=ACTION)
    record.append("A. Smith", NEW, meeting=APRIL)
    record.append("A. Smith", said, meeting=APRIL, action=ACTION)
    record.append("A. Smith", Withdrawal(entry=3, reason="Wrong"))
    record.append("A. Smith", said, meeting=APRIL, action=ACTION)
    sequence = {4: 5, 3: 4}.get(damaged, damaged)
    file = home / "data" / "live" / "record.sqlite"
    alter(file, f"UPDATE record_entry SET body = {value} WHERE sequence = {sequence}")
    with pytest.raises(RecordError, match="changed after it was written, and nothing was rec"):
        record.append("A. Smith", words, meeting=APRIL, action=ACTION)
    assert record.head().sequence == 5


@pytest.mark.parametrize(
    "error",
    [
        sqlite3.OperationalError(f"Could not decode to UTF-8 column 'body' with text '{SECRET}'"),
        StatementError(SECRET, f"INSERT {SECRET}", (SECRET,), ValueError(SECRET)),
        StatementError(SECRET, f"INSERT {SECRET}", (SECRET,), sqlite3.IntegrityError(SECRET)),
        OSError(SECRET),
        Timeout(SECRET),
    ],
)
def test_the_sentence_of_a_failure_and_its_log_hold_nothing_of_an_entry(error):
    with pytest.raises(RecordError) as told, explain_failures():
        raise error
    assert str(told.value).startswith("The live record cannot be used just now (")
    assert SECRET not in "".join(traceback.format_exception(told.value))


def test_a_statement_that_the_database_refuses_is_told_without_its_values(three, record):
    with pytest.raises(RecordError) as told, explain_failures(), record.engine.begin() as open_:
        open_.execute(
            text("UPDATE record_entry SET body = :said WHERE author = :said OR 1"),
            {"said": SECRET},
        )
    assert "SQLITE_CONSTRAINT" in str(told.value)
    assert SECRET not in "".join(traceback.format_exception(told.value))


def empty_file(file: Path) -> None:
    file.write_bytes(b"")


def leave_another_table(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as plain:
        plain.execute("CREATE TABLE other (word)")
    plain.close()


def drop_entries(file: Path) -> None:
    alter(file, "DROP TABLE record_entry")


@pytest.mark.parametrize("lose", [empty_file, leave_another_table, drop_entries])
@pytest.mark.parametrize("open_first", [False, True])
def test_a_record_that_was_emptied_is_told_as_lost_and_not_begun_again(
    three, record, monkeypatch, capfd, lose, open_first
):
    if open_first:
        assert record.head().sequence == 3
        record.engine.dispose()
    lose(three)
    said = refused(actions, "verify")
    assert said.startswith("The file record.sqlite of the live record is there and has lost")
    assert said == refused(actions, "verify", "--head", "3:0123456789ab") == refused(packs, "list")
    with pytest.raises(RecordError, match="where nothing was ever recorded, take it away"):
        record.append("A. Smith", NEW, meeting=APRIL)
    refusal_by_main(monkeypatch, capfd)
    three.unlink()
    assert record.append("A. Smith", NEW, meeting=APRIL).sequence == 1


def test_what_is_emptied_under_a_program_that_has_it_open_is_told(three, record):
    assert record.head().sequence == 3
    empty_file(three)
    with pytest.raises(RecordError):
        record.head()


@pytest.mark.parametrize("step", ["_create_tables", "_remove_remains", "os.replace"])
def test_a_first_entry_that_was_broken_off_is_no_dead_end(home, record, monkeypatch, step):
    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"dashboard.record.database.{step}", break_off)
        with pytest.raises(KeyboardInterrupt):
            record.append("A. Smith", NEW, meeting=APRIL)
    assert record.head() is None
    assert record.append("A. Smith", NEW, meeting=APRIL).sequence == 1
    left = {each.name for each in (home / "data" / "live").iterdir()}
    assert not {name for name in left if ".new" in name}
    with sqlite3.connect(home / "data" / "live" / "record.sqlite") as plain:
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    plain.close()


def test_what_a_lost_file_left_beside_it_is_not_laid_over_a_new_one(three, record):
    holder = sqlite3.connect(three)
    record.append("A. Smith", NEW, meeting=APRIL)
    assert three.with_name("record.sqlite-wal").stat().st_size
    wal = three.with_name("record.sqlite-wal").read_bytes()
    record.engine.dispose()
    holder.close()
    three.unlink()
    three.with_name("record.sqlite-wal").write_bytes(wal)
    assert record.append("A. Smith", NEW, meeting=APRIL).sequence == 1
    assert find_break(*record.read()) is None
