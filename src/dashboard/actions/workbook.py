"""The action log as a workbook: a sheet a kind of record, with drop-downs, and a sheet that says
how to use it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles.styleable import StyleableObject
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.actions.cells import Value, guard_text
from dashboard.actions.fields import RECORDS, Field, Record
from dashboard.actions.rows import Row, rows_of
from dashboard.catalogue import all_charts
from dashboard.declared.cross_check import COMPARATORS
from dashboard.declared.meetings import Meeting
from dashboard.declared.models import STATUSES
from dashboard.workbook_style import GREY, TOP, column_list, head, words, workbook_bytes

README = "Read me"
LISTS = "Lists"
_SPARE = 500
"""Empty rows under the last that have drop-downs."""
_WORDS = (
    ("The action log of Ward to Board", True),
    (
        (
            "Every action of the board as declared, with its updates, the meetings that took it up"
            " again, and the charts it rests on. Change this file and read it back with: python -m"
            " dashboard log import FILE --dry-run, which shows what would change; without --dry-run"
            " it is changed."
        ),
        False,
    ),
    ("How to", True),
    (
        (
            "Record a change: add a row to Updates with the action, the date, what happened, and a"
            " new status where there is one. Do not overwrite 'Status when agreed': the log would"
            " lose what stood before."
        ),
        False,
    ),
    (
        (
            "Add an action: add a row to Actions; where the cell Action is empty it becomes"
            " meeting/number."
        ),
        False,
    ),
    (
        (
            "Take an earlier action up again at a later meeting: add the meeting to Meetings and a"
            " row to Carried over. The action keeps its name, such as 2023-04-28/3, and only its"
            " number at the later meeting is new."
        ),
        False,
    ),
    ("Leave an empty cell empty: for a due date it says that none was set.", False),
    (
        (
            "Write a date as YYYY-MM-DD or as a date of the spreadsheet, and a paragraph as text,"
            " so that 2.10 stays 2.10."
        ),
        False,
    ),
    ("A removed row is refused unless --allow-removal is given.", False),
    ("What is grey", True),
    (
        (
            "'Status now' and 'Due now' follow from the updates and later meetings. They are not"
            " read back."
        ),
        False,
    ),
    ("An apostrophe before =, +, - or @", True),
    (
        (
            "It keeps the text from being taken for a formula, and is taken off again when the file"
            " is read."
        ),
        False,
    ),
)


def as_xlsx(meetings: Mapping[str, Meeting], indicators: Sequence[str] = ()) -> bytes:
    """The log as XLSX; ``indicators`` are the ids offered for evidence.

    Raises InputError where a text does not go into a cell.
    """
    book = Workbook()
    book.properties.creator = book.properties.title = "Ward to Board: action log"
    rows: dict[str, list[dict[str, Value]]] = {record.name: [] for record in RECORDS}
    for record, values in rows_of(meetings):
        rows[record.name].append(values)
    assert book.active is not None
    book.remove(book.active)
    for record in RECORDS:
        _sheet(book.create_sheet(record.sheet), record, rows[record.name])
    read_me = book.create_sheet(README)
    read_me.column_dimensions["A"].width = 110
    words(read_me, _WORDS)
    charts = all_charts()
    ids_by_list = {
        "page": tuple(charts),
        "chart": tuple(sorted({name for of_page in charts.values() for name in of_page})),
        "indicator": tuple(indicators),
    }
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    ranges = {
        key: column_list(lists, n, key, ids)
        for n, (key, ids) in enumerate(ids_by_list.items(), 1)
        if ids
    }
    actions, meetings_there = RECORDS[0], RECORDS[-1]
    ranges |= {
        "status": f'"{",".join(STATUSES)}"',
        "comparator": f'"{",".join(filter(None, COMPARATORS))}"',
        "action": _column(actions, "action", len(rows["action"])),
        "meeting": _column(meetings_there, "meeting", len(rows["meeting"])),
    }
    for record in RECORDS:
        _drop_downs(book[record.sheet], record, len(rows[record.name]), ranges)
    return workbook_bytes(book)


def _sheet(sheet: Worksheet, record: Record, rows: list[dict[str, Value]]) -> None:
    head(sheet, [f.heading for f in record.fields], [f.width for f in record.fields])
    for n, field in enumerate(record.fields, 1):
        _format(
            sheet.column_dimensions[get_column_letter(n)], field
        )  # For the rows that are yet to be filled in.
    for number, values in enumerate(rows, 2):
        for n, field in enumerate(record.fields, 1):
            cell = sheet.cell(number, n)
            _format(cell, field)
            _write(cell, values[field.key], Row(record, number, {}, book=True).locate(field.key))


def _format(place: StyleableObject, field: Field) -> None:
    place.alignment = TOP
    place.number_format = {"date": "yyyy-mm-dd", "number": "0"}.get(field.kind, "@")
    if field.is_shown:
        place.fill = GREY


def _write(cell: SheetCell, value: Value, location: str) -> None:
    if isinstance(value, dt.date) and value < dt.date(1900, 3, 1):
        value = (
            value.isoformat()
        )  # Before it a workbook has no dates that every program reads alike.
    if not isinstance(value, str):
        cell.value = value
    elif value:
        # A workbook's own way to write what looks like its own escapes.
        cell.value = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", guard_text(value, location))
        cell.data_type = "s"


def unescape_text(text: str) -> str:
    """The text of a workbook's cell without the escapes that a workbook writes."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def _column(record: Record, key: str, rows: int) -> str:
    letter = get_column_letter([f.key for f in record.fields].index(key) + 1)
    return f"'{record.sheet}'!${letter}$2:${letter}${rows + _SPARE + 1}"


def _drop_downs(sheet: Worksheet, record: Record, rows: int, ranges: Mapping[str, str]) -> None:
    for n, field in enumerate(record.fields, 1):
        key = "status" if field.kind == "status" else field.key
        is_the_list = (record.name, key) in (("action", "action"), ("meeting", "meeting"))
        if field.is_shown or is_the_list or key not in ranges:
            continue
        rule = DataValidation(
            type="list", formula1=ranges[key], allow_blank=True, showErrorMessage=True
        )
        rule.errorTitle, rule.error = (
            "Not in the list",
            f"Choose one of the list for {field.heading}.",
        )
        letter = get_column_letter(n)
        rule.add(f"{letter}2:{letter}{rows + _SPARE + 1}")
        sheet.add_data_validation(rule)
