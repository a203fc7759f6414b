"""A log that is wrong in a place says where, in one sentence; and a file that is no log says that."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from logs import DECLARED, small
from openpyxl import load_workbook

from dashboard import catalogue
from dashboard.actions.changes import read_log
from dashboard.actions.files import export_meetings
from dashboard.actions.rows import LogError
from dashboard.errors import InputError


def told(path: Path) -> str:
    with pytest.raises(InputError) as error:
        read_log(path, DECLARED, catalogue.has_chart)
    return str(error.value)


def edited(tmp_path: Path, sheet: str, cells: dict[str, object]) -> Path:
    book = load_workbook(io.BytesIO(export_meetings(small(), "xlsx")))
    for place, value in cells.items():
        book[sheet][place] = value
    path = tmp_path / "log.xlsx"
    book.save(path)
    return path


WRONG_CELLS = [
    (
        "Actions",
        {"J2": "opn"},
        (
            "Actions, row 2, Status when agreed: 'opn' is not a status; it may be open, not"
            " started, in progress, complete or closed."
        ),
    ),
    ("Actions", {"D3": None}, "Actions, row 3, Title: the cell is empty; fill it in."),
    (
        "Actions",
        {"I3": "31/02/2023"},
        "Actions, row 3, Due when agreed: '31/02/2023' is not a date written YYYY-MM-DD.",
    ),
    (
        "Actions",
        {"I3": "2023-02-30"},
        "Actions, row 3, Due when agreed: '2023-02-30' is not a day of the calendar.",
    ),
    ("Actions", {"B2": "two"}, "Actions, row 2, Number: 'two' is not a whole number."),
    ("Actions", {"B2": 2.5}, "Actions, row 2, Number: '2.5' is not a whole number."),
    (
        "Actions",
        {"F2": 2.1},
        "Actions, row 2, Paragraph: 2.1 is not text; format the cell as text and write it again.",
    ),
    (
        "Actions",
        {"D2": "=1+1"},
        "Actions, row 2, Title: the cell holds a formula; write its result instead.",
    ),
    (
        "Actions",
        {"A2": "2023-05-01", "C2": "2023-05-01/2"},
        "Actions, row 2, Meeting: there is no meeting of 2023-05-01; add it to the meetings.",
    ),
    ("Actions", {"C2": "2023-04-28/3"}, "Actions, row 3, Action: '2023-04-28/3' is used twice."),
    (
        "Actions",
        {"B2": 3},
        (
            "Actions, row 3, Number: 3 is the number of another action at this meeting; give each"
            " its own."
        ),
    ),
    (
        "Actions",
        {"M3": "complete"},
        (
            "Actions, row 3, Status now: 'complete' is not read, as it follows from the updates;"
            " put it into an update or a carried action."
        ),
    ),
    ("Actions", {"Q2": "x"}, "Actions, row 2: there is a cell beyond the last heading; empty it."),
    (
        "Updates",
        {"A2": "2023-04-28/33"},
        (
            "Updates, row 2, Action: '2023-04-28/33' is not an action of this file; did you mean"
            " '2023-04-28/3'?"
        ),
    ),
    ("Updates", {"B2": None}, "Updates, row 2, Date: the cell is empty; fill it in."),
    (
        "Carried over",
        {"B2": "2023-04-28/9"},
        (
            "Carried over, row 2, Action: '2023-04-28/9' is not a declared action; did you mean"
            " '2023-04-28/3'?"
        ),
    ),
    (
        "Carried over",
        {"A2": "2023-04-28"},
        (
            "Carried over, row 2, Action: '2023-04-28/3' was first asked for on 2023-04-28, so it"
            " cannot be carried to 2023-04-28."
        ),
    ),
    (
        "Carried over",
        {"C2": 2},
        (
            "Carried over, row 2, Number: 2 is the number of another action at this meeting; give"
            " each its own."
        ),
    ),
    ("Evidence", {"D2": "pcso"}, "Evidence, row 2, Indicator: 'pcso' is not a declared indicator."),
    ("Evidence", {"C2": "pie"}, "Evidence, row 2, Chart: page 'outcomes' has no chart 'pie'."),
    (
        "Evidence",
        {"F2": "March"},
        "Evidence, row 2, Period: 'March' is not a date such as 2022-12-31.",
    ),
    (
        "Meetings",
        {"A3": "2023-04-28"},
        "Meetings, row 3, Meeting: the meeting of 2023-04-28 is given twice; keep one.",
    ),
]


@pytest.mark.parametrize(("sheet", "cells", "sentence"), WRONG_CELLS)
def test_a_wrong_cell_is_told_with_sheet_row_and_column(tmp_path, sheet, cells, sentence):
    assert sentence in told(edited(tmp_path, sheet, cells)).splitlines()


def test_an_action_without_a_name_gets_that_of_its_meeting_and_number(tmp_path):
    cells = {"A5": "2023-06-30", "B5": 7, "D5": "New", "E5": "New text", "J5": "open"}
    found = read_log(edited(tmp_path, "Actions", cells), DECLARED, catalogue.has_chart)
    made = found["2023-06-30"].action[1]
    assert (made.id, made.title, made.owner, made.due, made.status) == (
        "2023-06-30/7",
        "New",
        "",
        None,
        "open",
    )


def test_every_fault_is_told_at_once_and_past_thirty_their_number(tmp_path):
    path = edited(tmp_path, "Updates", {f"B{n}": "soon" for n in range(2, 40)})
    with pytest.raises(LogError) as error:
        read_log(path, DECLARED, catalogue.has_chart)
    lines = str(error.value).splitlines()
    assert len(lines) == 31
    assert lines[-1] == f"There are {len(error.value.faults) - 30} more faults."


def line(at: int, **cells: str):
    """The log as CSV with cells of one row changed."""

    def change(text: str) -> str:
        rows = list(csv.reader(io.StringIO(text, newline="")))
        for key, value in cells.items():
            rows[at - 1][rows[0].index(key)] = value
        out = io.StringIO(newline="")
        csv.writer(out).writerows(rows)
        return out.getvalue()

    return change


WRONG_LINES = [
    (line(3, due="30/06/2023"), "row 3, due: '30/06/2023' is not a date written YYYY-MM-DD."),
    (
        line(3, record="actoin"),
        (
            "log.csv, row 3, record: 'actoin' is not one of action, update, carried, evidence, "
            "meeting."
        ),
    ),
    (line(3, page="trust"), "row 3, page: a record 'action' has no such cell; empty it."),
    (line(3, number="1e9999"), "row 3, number: '1e9999' is not a whole number."),
    (
        lambda text: text.replace("reports_to", "reports", 1),
        "log.csv, row 1: there is no column 'reports'; export the log and keep its headings.",
    ),
    (
        lambda text: text.replace(",due_now", "", 1),
        "log.csv, row 1: the column 'due_now' is missing; export the log and keep its headings.",
    ),
    (
        lambda text: text.replace("due_now", "due", 1),
        "log.csv, row 1: the column 'due' is there twice; keep one.",
    ),
    (
        lambda text: text.replace("Text 2", '"Text 2', 1) + '"',
        "log.csv is not a CSV file that can be read",
    ),
    (
        lambda text: text + ",".join("x" * 40) + "\r\n",
        "log.csv, row 10: there is a cell beyond the last heading; empty it.",
    ),
    (
        lambda text: "",
        "log.csv, row 1: the column 'record' is missing; export the log and keep its headings.",
    ),
]


@pytest.mark.parametrize(("change", "sentence"), WRONG_LINES)
def test_a_wrong_line_of_a_csv_file_is_told_with_row_and_column(tmp_path, change, sentence):
    path = tmp_path / "log.csv"
    text = change(export_meetings(small(), "csv").decode("utf-8-sig"))
    path.write_text(text, encoding="utf-8", newline="")
    assert told(path).startswith(sentence)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * (110 << 20))
    return out.getvalue()


def without(sheet: str) -> bytes:
    book = load_workbook(io.BytesIO(export_meetings(small(), "xlsx")))
    del book[sheet]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (
            lambda: b"PK\x03\x04 and no more",
            "log is not a workbook that can be read (File is not a zip file)",
        ),
        (lambda: export_meetings(small(), "xlsx")[:4000], "log is not a workbook that can be read"),
        (bomb, "log unpacks to 110 MB, which is no action log: export the log anew."),
        (
            lambda: without("Updates"),
            "log has no sheet 'Updates': export the log and change that file.",
        ),
        (
            lambda: b"\xff\xfe\x00",
            "log is neither a workbook nor text in UTF-8: save it as XLSX or CSV UTF-8.",
        ),
        (
            lambda: b"a,b\n1,2\n",
            "log, row 1: there is no column 'a'; export the log and keep its headings.",
        ),
        (
            lambda: b"",
            "log, row 1: the column 'record' is missing; export the log and keep its headings.",
        ),
    ],
)
def test_a_file_that_is_no_log_is_told_in_one_sentence(tmp_path, raw, sentence):
    path = tmp_path / "log"
    path.write_bytes(raw())
    assert told(path).startswith(sentence)
    assert "\n" not in told(path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert told(tmp_path / "none.xlsx") == "none.xlsx cannot be read: No such file or directory."
