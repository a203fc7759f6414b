"""The log comes back from a file as it went in, and no cell of the file is a formula."""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from logs import APRIL, DECLARED, action, logs, small
from openpyxl import load_workbook

from dashboard import catalogue
from dashboard.actions.cells import LONGEST, guard_text, unguard_text
from dashboard.actions.changes import read_log
from dashboard.actions.fields import CSV_COLUMNS, RECORDS
from dashboard.actions.files import export_meetings
from dashboard.actions.rows import LogError
from dashboard.actions.toml import _ORDER, to_toml, update_toml
from dashboard.declared.meetings import Action, CarriedAction, Evidence, Meeting, Update
from dashboard.errors import InputError

MANY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
KINDS = ("xlsx", "csv")


def back(meetings: dict[str, Meeting], kind: str, folder: Path) -> dict[str, Meeting]:
    path = folder / "log"  # By its content and not by its name it is told what the file is.
    path.write_bytes(export_meetings(meetings, kind))
    return read_log(path, DECLARED, catalogue.has_chart)


@pytest.mark.parametrize("kind", KINDS)
def test_the_log_as_declared_comes_back_as_it_went(kind, tmp_path):
    assert back(DECLARED.meetings, kind, tmp_path) == DECLARED.meetings
    assert back(small(), kind, tmp_path) == small()


@MANY
@given(logs())
def test_any_log_comes_back_from_a_workbook(tmp_path_factory, meetings):
    assert back(meetings, "xlsx", tmp_path_factory.mktemp("log")) == meetings


@MANY
@given(logs())
def test_any_log_comes_back_from_a_csv_file(tmp_path_factory, meetings):
    assert back(meetings, "csv", tmp_path_factory.mktemp("log")) == meetings


@MANY
@given(logs())
def test_any_meeting_comes_back_from_its_toml(meetings):
    for meeting in meetings.values():
        assert Meeting.model_validate(tomllib.loads(to_toml(meeting))) == meeting


@MANY
@given(logs(), logs())
def test_any_meeting_can_be_made_of_the_file_of_any_other(first, second):
    for before, after in zip(first.values(), second.values(), strict=False):
        assert Meeting.model_validate(tomllib.loads(update_toml(to_toml(before), after))) == after


@pytest.mark.parametrize(
    "text", ["2.10", "2.1", "007", "1,000", "50%", "1e5", "1/2", "2023-06-30", "'2.10", "''2.10"]
)
def test_a_paragraph_that_looks_like_a_number_is_text_in_either_kind_of_file(text, tmp_path):
    meetings = {
        "2023-04-28": Meeting(date=APRIL, board="Board", action=(action(APRIL, 1, paragraph=text),))
    }
    rows = list(
        csv.DictReader(
            io.StringIO(export_meetings(meetings, "csv").decode("utf-8-sig"), newline="")
        )
    )
    assert rows[1]["paragraph"] == f"'{text}"
    for kind in KINDS:
        assert back(meetings, kind, tmp_path) == meetings


@pytest.mark.parametrize(
    ("saved", "row"), [("2.1", 3), ("'2.1", 0), ("'2.10", 0), ("2.10", 0), ("2.2", 0)]
)
def test_a_paragraph_that_a_spreadsheet_shortened_is_told(saved, row, tmp_path):
    file = tmp_path / "log.csv"
    text = export_meetings(small(), "csv").decode("utf-8-sig")
    file.write_text(text.replace("'2.10", saved, 1), encoding="utf-8")
    declared = replace(DECLARED, meetings=small())
    if not row:
        read_log(file, declared, catalogue.has_chart)
        return
    with pytest.raises(LogError) as told:
        read_log(file, declared, catalogue.has_chart)
    assert told.value.faults == [
        f"row {row}, paragraph: a spreadsheet program shortens 2.10, which is declared, to 2.1;"
        " write '2.10 with the apostrophe, or change the log as a workbook."
    ]


def test_a_meeting_is_written_as_its_file_was_written_by_hand():
    path = Path(__file__).resolve().parents[2] / "data" / "declared" / "actions" / "2023-04-28.toml"
    assert to_toml(DECLARED.meetings["2023-04-28"]) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("model", [Action, CarriedAction, Evidence, Meeting, Update])
def test_every_key_of_a_declaration_is_a_column_and_is_written(model):
    tables = {"action", "carried", "evidence", "update"} & set(model.model_fields)
    no_column = {"recorded_to"}  # What a file takes in of the record is no matter of the log.
    name = model.__name__.removesuffix("Action").lower() or "action"
    record = next(r for r in RECORDS if r.name == name)
    of_parent = {"evidence": {"action"}, "update": {"action"}, "carried": {"meeting"}}.get(
        record.name, set()
    )
    keys = set(model.model_fields) - (tables if model in (Action, Meeting) else set())
    assert {f.name for f in record.fields if not f.is_shown} - of_parent | (
        of_parent & keys
    ) == keys - no_column
    assert set(_ORDER[record.name]) == keys
    assert {f.key for f in record.fields} <= set(CSV_COLUMNS)


def test_what_a_file_takes_in_of_the_record_stays_when_a_log_is_read(tmp_path):
    taken = {
        stem: meeting.model_copy(update={"recorded_to": "41:3fa9c1d20b7e"})
        for stem, meeting in small().items()
    }
    file = tmp_path / "log"
    file.write_bytes(export_meetings(taken, "xlsx"))
    assert read_log(file, replace(DECLARED, meetings=taken), catalogue.has_chart) == taken
    for meeting in taken.values():
        assert Meeting.model_validate(tomllib.loads(to_toml(meeting))) == meeting


HARMFUL = ["=HYPERLINK(A1)", "+1", "-1", "@x", "\tx", "\nx", "＝1", "'=1"]


@pytest.mark.parametrize("text", HARMFUL)
def test_what_looks_like_a_formula_is_text_in_either_kind_of_file(text, tmp_path):
    meetings = {
        "2023-04-28": Meeting(
            date=APRIL, board="Board", action=(action(APRIL, 1, title=text, text=text),)
        )
    }
    sheet = load_workbook(io.BytesIO(export_meetings(meetings, "xlsx")))["Actions"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert sheet["D2"].value == f"'{text}"
    rows = list(
        csv.reader(io.StringIO(export_meetings(meetings, "csv").decode("utf-8-sig"), newline=""))
    )
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\n＝"))]
    for kind in KINDS:
        assert back(meetings, kind, tmp_path) == meetings


def test_an_apostrophe_that_guards_nothing_is_left_alone():
    for text in ("'quoted' words", "it's", "'", ""):
        assert guard_text(text, "here") == unguard_text(text) == text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("bell\a", "the text holds the control character U+0007; take it out."),
        (
            "x" * (LONGEST + 1),
            "the text has 32,001 characters, and a cell holds 32,000; shorten it.",
        ),
    ],
)
def test_text_that_no_cell_holds_is_refused_with_its_place(kind, text, sentence):
    meetings = {
        "2023-04-28": Meeting(date=APRIL, board="Board", action=(action(APRIL, 1, title=text),))
    }
    place = {"xlsx": "Actions, row 2, Title", "csv": "row 3, title"}[kind]
    with pytest.raises(InputError) as told:
        export_meetings(meetings, kind)
    assert str(told.value) == f"{place}: {sentence}"


def test_a_workbook_offers_statuses_actions_and_charts_and_says_how_to_use_it():
    book = load_workbook(io.BytesIO(export_meetings(small(), "xlsx", ("trust",))))
    assert book.sheetnames == [
        "Actions",
        "Updates",
        "Carried over",
        "Evidence",
        "Meetings",
        "Read me",
        "Lists",
    ]
    assert book["Lists"].sheet_state == "hidden"
    rules = {
        (name, str(rule.sqref).split(":")[0]): rule.formula1
        for name in book.sheetnames
        for rule in book[name].data_validations.dataValidation
    }
    statuses = '"open,not started,in progress,complete,closed"'
    assert (
        rules["Actions", "J2"] == rules["Updates", "D2"] == rules["Carried over", "F2"] == statuses
    )
    assert rules["Updates", "A2"] == rules["Evidence", "A2"] == "'Actions'!$C$2:$C$504"
    assert rules["Evidence", "B2"] == f"'Lists'!$A$2:$A${len(catalogue.all_charts()) + 1}"
    assert rules["Evidence", "D2"] == "'Lists'!$C$2:$C$2"
    assert [cell.value for cell in book["Lists"]["C"] if cell.value] == ["indicator", "trust"]
    for name in book.sheetnames[:5]:
        sheet = book[name]
        assert sheet.freeze_panes == "A2"
        assert sheet["A2"].alignment.wrap_text
    assert book["Actions"]["A2"].number_format == "yyyy-mm-dd"
    columns = book["Actions"].column_dimensions
    assert columns["F"].number_format == "@"  # A paragraph 2.10 typed into a new row stays 2.10.
    assert not [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if "DEMONSTRATION" in str(cell.value)
    ]


def test_a_reader_sees_what_stands_now_beside_what_was_agreed():
    sheet = load_workbook(io.BytesIO(export_meetings(small(), "xlsx")))["Actions"]
    head = [cell.value for cell in sheet[1]]
    third = dict(zip(head, [cell.value for cell in sheet[3]], strict=True))
    assert (third["Status when agreed"], third["Status now"]) == ("open", "in progress")
    assert (str(third["Due when agreed"])[:10], str(third["Due now"])[:10]) == (
        "2023-06-30",
        "2023-09-29",
    )


def test_a_kind_of_file_that_the_log_is_not_written_as_is_told():
    with pytest.raises(InputError, match=r"written as \.xlsx or \.csv, and not as '\.pdf'"):
        export_meetings(small(), "pdf")
