"""The commands 'actions verify', 'export', 'minutes' and 'list', on a record of the test's own."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tomllib
from pathlib import Path

import docx
import pytest
from damage import alter, refusal, refusal_by_main
from openpyxl import load_workbook
from typer.testing import CliRunner

from dashboard import catalogue
from dashboard.actions.register import meetings_on_day
from dashboard.cli.actions import actions
from dashboard.declared.meetings import Evidence, Meeting
from dashboard.declared.read import declarations
from dashboard.record.action_words import ActionUpdate, NewAction, Withdrawal
from dashboard.record.laying import LaidRecord

ROOT = Path(__file__).resolve().parents[2]
APRIL, ACTION = dt.date(2023, 4, 28), "2023-04-28/3"
NEW = NewAction(
    title="Report trust by ward",
    owner="MOPAC",
    text="With <b>reasons</b> & a table",
    due=dt.date(2023, 7, 14),
    item="2.10",
    board="Performance and Risk Oversight Board",
    evidence=(Evidence(page="compare", chart="ranking", indicator="trust"),),
)
NUMBERS = range(1, 8)


@pytest.fixture
def board(home, record, monkeypatch):
    """A meeting at which an update was given and an action agreed, beside what is declared."""
    shutil.copytree(ROOT / "data" / "declared", home / "data" / "declared")
    monkeypatch.chdir(home)
    monkeypatch.delenv("COLUMNS", raising=False)
    said = ActionUpdate(text="Answer sent.", status="in progress", item="2.9")
    record.append("A. Smith", said, meeting=APRIL, action=ACTION)
    record.append("A. Smith", NEW, meeting=APRIL, numbers=NUMBERS)
    gone = record.append("B. Jones", ActionUpdate(text="Wrong."), meeting=APRIL, action=ACTION)
    record.append("B. Jones", Withdrawal(entry=gone.sequence, reason="Misheard"))
    return home


def run(*words: str) -> str:
    return CliRunner().invoke(actions, words, catch_exceptions=False).stdout


def refused(*words: str) -> str:
    return refusal(actions, *words)


def tamper(home: Path, *statements: str) -> None:
    alter(home / "data" / "live" / "record.sqlite", *statements)


def test_a_record_that_is_whole_is_told_with_its_last_entry(board, record):
    assert run("verify") == f"4 entries, each as it was written; the last is {record.head()}.\n"
    assert run("verify", "--head", str(record.head())).startswith("4 entries")
    assert refused("verify", "--head", "4:0123456789ab").startswith(
        "The record lacks entry 4:0123456789ab, which was asked for."
    )


def test_where_nothing_was_recorded_that_is_said(home):
    shutil.copytree(ROOT / "data" / "declared", home / "data" / "declared")
    assert run("verify") == "There is no record yet: its first entry begins it.\n"
    assert "lacks entry 1:0123456789ab" in refused("verify", "--head", "1:0123456789ab")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE record_entry SET author = 'X' WHERE sequence = 2", "Entry 2 was changed"),
        ("UPDATE record_entry SET body = 'no json' WHERE sequence = 1", "Entry 1 was changed"),
        ("UPDATE record_entry SET time = 'never' WHERE sequence = 3", "Entry 3 was changed"),
        ("DELETE FROM record_entry WHERE sequence = 2", "Entry 2 is missing"),
        ("DELETE FROM record_entry WHERE sequence = 4", "Entry 4 is missing"),
        ("DELETE FROM record_entry", "Entry 1 is missing, and so are 3 after it"),
        ("DELETE FROM record_seal WHERE sequence = 4", "Entry 4 has no seal"),
        (
            "UPDATE record_entry SET sequence = CASE sequence WHEN 2 THEN -3 WHEN 3 THEN -2 END"
            " WHERE sequence IN (2, 3); UPDATE record_entry SET sequence = abs(sequence)",
            "Entry 2 is not in its place: what was written as 3 stands there",
        ),
    ],
)
def test_the_first_line_that_was_changed_is_named_with_exit_code_2(
    board, monkeypatch, capfd, statement, said
):
    tamper(board, *statement.split(";"))
    assert refused("verify").startswith(said)
    assert refused("export", "--meeting", "2023-04-28", "--output", "x.toml").startswith(said)
    assert refusal_by_main(monkeypatch, capfd).startswith(said)


def test_the_exported_file_is_a_declaration_that_says_what_declared_and_recorded_said(
    board, record
):
    folder = board / "data" / "declared"
    before = declarations(folder, catalogue.has_chart).meetings
    laid = LaidRecord(before, record.entries())
    assert "To make it the declaration" in run(
        "export", "--meeting", "2023-04-28", "--output", "2023-04-28.toml"
    )
    shutil.copy("2023-04-28.toml", folder / "actions")
    after = declarations(folder, catalogue.has_chart).meetings
    assert after["2023-04-28"].recorded_to == str(record.head())
    assert after["2023-04-28"].action == laid.meetings["2023-04-28"].action
    assert after["2023-04-28"].action[-1].evidence == NEW.evidence
    assert LaidRecord(after, record.entries()).meetings == after
    assert run("verify").startswith("4 entries")
    # A tidied word stays as it was tidied, and what is recorded later comes on top.
    path = folder / "actions" / "2023-04-28.toml"
    path.write_text("# Confirmed.\n" + path.read_text().replace("Answer sent.", "An answer came."))
    record.append("A. Smith", ActionUpdate(text="Closed."), meeting=APRIL, action=ACTION)
    run("export", "--meeting", "2023-04-28", "--output", "again.toml")
    text = Path("again.toml").read_text()
    again = Meeting.model_validate(tomllib.loads(text))
    assert [u.text for u in again.action[2].update] == ["An answer came.", "Closed."]
    assert text.startswith("# Confirmed.\n")


def test_a_file_that_took_in_what_the_record_lacks_is_told(board, record):
    run("export", "--meeting", "2023-04-28", "--output", "2023-04-28.toml")
    shutil.copy("2023-04-28.toml", board / "data" / "declared" / "actions")
    head = str(record.head())
    tamper(board, "DELETE FROM record_entry", "DELETE FROM record_seal")
    assert refused("verify").startswith(
        f"The record lacks entry {head}, which data/declared/actions/2023-04-28.toml took in."
    )
    record.engine.dispose()
    shutil.rmtree(board / "data" / "live")
    assert refused("verify").startswith(f"The record lacks entry {head}")


def test_a_meeting_that_is_recorded_alone_is_exported_and_others_it_spoke_of_are_named(
    board, record
):
    may = dt.date(2023, 5, 30)
    record.append("A. Smith", NEW, meeting=may)
    record.append("A. Smith", ActionUpdate(text="Later."), meeting=may, action=ACTION)
    said = run("export", "--meeting", "2023-05-30", "--output", "2023-05-30.toml")
    assert "Actions of 2023-04-28 were spoken of there too: export that meeting as well." in said
    shutil.copy("2023-05-30.toml", board / "data" / "declared" / "actions")
    meetings = declarations(board / "data" / "declared", catalogue.has_chart).meetings
    assert [a.id for a in meetings["2023-05-30"].action] == ["2023-05-30/1"]


def test_what_the_build_would_not_take_is_not_exported(board, record):
    wrong = NEW.model_copy(update={"evidence": (Evidence(page="compare", chart="pie"),)})
    record.append("A. Smith", wrong, meeting=APRIL, numbers=NUMBERS)
    said = refused("export", "--meeting", "2023-04-28", "--output", "x.toml")
    assert said.startswith("The build would not take the meeting of 2023-04-28, chart: page")
    assert not Path("x.toml").exists()


@pytest.mark.parametrize("command", ["export", "minutes", "list"])
def test_a_meeting_that_there_is_not_and_a_file_that_is_there_are_told(board, command):
    name = {"export": "x.toml", "minutes": "x.docx", "list": "x.xlsx"}[command]
    rest = ("--output", name)
    assert "There is no meeting of 2022-01-01" in refused(command, "--meeting", "2022-01-01", *rest)
    assert "is not a date" in refused(command, "--meeting", "April", *rest)
    run(command, "--meeting", "2023-04-28", *rest)
    assert "is there already" in refused(command, "--meeting", "2023-04-28", *rest)
    assert run(command, "--meeting", "2023-04-28", *rest, "--force")


def test_draft_minutes_have_every_line_that_stands_by_agenda_item_and_the_actions(board, record):
    assert ".docx" in refused("minutes", "--meeting", "2023-04-28", "--output", "x.odt")
    run("minutes", "--meeting", "2023-04-28", "--output", "draft.docx")
    document = docx.Document("draft.docx")
    words = [p.text for p in document.paragraphs]
    headings = [
        p.text for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))
    ]
    assert headings == [
        "Draft minutes: Performance and Risk Oversight Board",
        "By agenda item",
        "Item 2.9",
        "Item 2.10",
        "Actions of this meeting",
    ]
    assert f"The record stood at entry {record.head()}." in words[1]
    assert words[4].startswith(
        f"Action {ACTION}, Say whether PCSO recruitment can be accelerated. "
    )
    assert words[4].endswith(
        "Answer sent. Status: in progress. [A. Smith, 28 April 2023, 10:31, entry 1]"
    )
    assert words[6] == (
        "New action 2023-04-28/8: Report trust by ward. With <b>reasons</b> & a table. Owner:"
        " MOPAC. Due: 14 July 2023. [A. Smith, 28 April 2023, 10:32, entry 2]"
    )
    assert not any("Wrong." in each for each in words)
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Number", "Action", "Owner", "Due", "Status"]
    assert rows[-1] == ["8", "Report trust by ward", "MOPAC", "14 July 2023", "open"]
    assert rows[3][-1] == "in progress"


def test_a_line_of_the_minutes_that_was_written_months_later_says_its_own_day(board, record, clock):
    clock.now = dt.datetime(2023, 11, 6, 22, 41, tzinfo=dt.UTC)
    record.append("C. Late", ActionUpdate(text="Said late."), meeting=APRIL, action=ACTION)
    run("minutes", "--meeting", "2023-04-28", "--output", "draft.docx")
    words = "\n".join(p.text for p in docx.Document("draft.docx").paragraphs)
    assert "Said late. [C. Late, 6 November 2023, 22:42, entry " in words


def test_the_table_of_the_minutes_has_room_for_every_word_and_keeps_its_rows_whole(board, record):
    run("minutes", "--meeting", "2023-04-28", "--output", "draft.docx")
    (table,) = docx.Document("draft.docx").tables
    assert not table.autofit
    for column in table.columns:
        assert {cell.width for cell in column.cells} == {column.width}
        words = [word for cell in column.cells for word in cell.text.split()]
        # Half the size of its 11 points is what a letter of the face takes.
        assert column.width.pt > 5.5 * max(map(len, words)), words
    widths = {column.cells[0].text: column.width for column in table.columns}
    assert widths["Action"] == max(widths.values())
    section = docx.Document("draft.docx").sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert abs(sum(widths.values()) - room) < 20000
    for row in table.rows:
        assert row._tr.xpath("./w:trPr/w:cantSplit")


def test_the_action_list_has_what_is_declared_and_recorded(board, record):
    run("list", "--output", "all.csv")
    assert "2023-02-10/" in Path("all.csv").read_text(encoding="utf-8-sig")
    run("list", "--meeting", "2023-04-28", "--output", "april.xlsx")
    book = load_workbook("april.xlsx")
    rows = list(book["Actions"].iter_rows(values_only=True))
    column = {heading: n for n, heading in enumerate(rows[0])}
    laid = LaidRecord(
        declarations(board / "data" / "declared", catalogue.has_chart).meetings, record.entries()
    )
    stands = meetings_on_day(laid.meetings, None)["2023-04-28"].action
    assert [row[column["Action"]] for row in rows[1:]] == [action.id for action in stands]
    assert [row[column["Status now"]] for row in rows[1:]] == [action.status for action in stands]
    assert [row[2] for row in book["Updates"].iter_rows(values_only=True)][1:] == ["Answer sent."]


@pytest.mark.parametrize(
    "words",
    [("list", "--output", "a.csv"), ("export", "--meeting", "2023-04-28", "--output", "a.toml")],
)
def test_a_file_that_rests_on_a_plan_for_others_says_so(board, record, words):
    plan = board / "data" / "declared" / "plans" / "proposed-2023.toml"
    done = CliRunner().invoke(actions, words, catch_exceptions=False)
    assert "is not for everyone" in done.stderr and "proposed-2023" in done.stderr
    text = re.sub(r"audience = \[.*?\]", 'audience = ["open"]', plan.read_text(encoding="utf-8"))
    plan.unlink()  # It may be a link to the declaration of all tests.
    plan.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(actions, (*words, "--force"), catch_exceptions=False)
    assert "proposed-2023" not in done.stderr
