"""The action log as a file: written as XLSX or CSV, and read back whichever of the two it is."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from xml.etree import ElementTree

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from dashboard.actions.cells import Cell, Value, guard_text
from dashboard.actions.fields import BY_NAME, CSV_COLUMNS, RECORDS, Record
from dashboard.actions.rows import LogError, Row, rows_of
from dashboard.actions.workbook import as_xlsx, unescape_text
from dashboard.declared.meetings import Meeting
from dashboard.errors import InputError

MOST_BYTES = 100 << 20
"""Of a workbook, unpacked: the log of a hundred boards is a hundredth of it."""
MOST_ROWS = 50_000
"""Of a sheet, or of a CSV file."""
_DAMAGE_ERRORS = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    KeyError,
    ValueError,
    IndexError,
    TypeError,
    AttributeError,
    EOFError,
    NotImplementedError,
    OSError,
)
"""What openpyxl raises on a damaged workbook."""


def export_meetings(
    meetings: Mapping[str, Meeting], kind: str, indicators: Sequence[str] = ()
) -> bytes:
    """The log as a file of ``kind`` ('xlsx' or 'csv'); ``indicators`` are the ids that a workbook
    offers.

    Raises InputError where the kind is another, or where a text does not go into a cell.
    """
    if kind == "xlsx":
        return as_xlsx(meetings, indicators)
    if kind == "csv":
        return _as_csv(meetings)
    raise InputError(
        f"The log is written as .xlsx or .csv, and not as '.{kind}': give the file one of the two"
        " names."
    )


def _as_csv(meetings: Mapping[str, Meeting]) -> bytes:
    text = io.StringIO(newline="")
    write = csv.writer(text)
    write.writerow(CSV_COLUMNS)
    for number, (record, values) in enumerate(rows_of(meetings), 2):
        row = Row(record, number, {}, book=False)
        cells = {key: _text(value, row.locate(key)) for key, value in values.items()} | {
            "record": record.name
        }
        write.writerow([cells.get(key, "") for key in CSV_COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def _text(value: Value, location: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guard_text(value, location, csv=True)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def rows(path: Path) -> list[Row]:
    """The rows of a log in ``path``, whatever its name ends in.

    Raises InputError with one sentence where the file is no log.
    """
    try:
        file_bytes = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror or error}.") from None
    if file_bytes.startswith(b"PK\x03\x04"):
        return _book_rows(path.name, file_bytes)
    return _csv_rows(path.name, file_bytes)


def _csv_rows(name: str, file_bytes: bytes) -> list[Row]:
    try:
        lines = list(
            csv.reader(io.StringIO(file_bytes.decode("utf-8-sig"), newline=""), strict=True)
        )
    except UnicodeDecodeError:
        raise InputError(
            f"{name} is neither a workbook nor text in UTF-8: save it as XLSX or CSV UTF-8."
        ) from None
    except csv.Error as error:
        raise InputError(
            f"{name} is not a CSV file that can be read ({error}): export the log anew."
        ) from None
    header = [cell.strip() for cell in lines[0]] if lines else []
    _hold_header(name, header, CSV_COLUMNS)
    log_rows = []
    for number, cells in enumerate(lines[1:], 2):
        if any(cells):
            _hold_count(name, number)
            row = dict(_cells(f"{name}, row {number}", header, cells))
            kind = str(row["record"] or "").strip()
            if kind not in BY_NAME:
                raise InputError(
                    f"{name}, row {number}, record: '{kind}' is not one of {', '.join(BY_NAME)}."
                )
            log_rows.append(Row(BY_NAME[kind], number, row, book=False))
            _hold_own(log_rows[-1])
    return log_rows


def _hold_own(row: Row) -> None:
    own = {"record", *(field.key for field in row.record.fields)}
    for key, cell in row.cells.items():
        if key not in own and cell not in (None, ""):
            raise LogError(
                [f"{row.locate(key)}: a record '{row.record.name}' has no such cell; empty it."]
            )


def _book_rows(name: str, file_bytes: bytes) -> list[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(file_bytes)) as packed:
            size = sum(item.file_size for item in packed.infolist())
        if size > MOST_BYTES:
            raise InputError(
                f"{name} unpacks to {size >> 20:,} MB, which is no action log: export the log anew."
            )
        book = load_workbook(io.BytesIO(file_bytes), read_only=True)
        missing = [record.sheet for record in RECORDS if record.sheet not in book.sheetnames]
        if missing:
            raise InputError(
                f"{name} has no sheet '{missing[0]}': export the log and change that file."
            )
        return [row for record in RECORDS for row in _sheet_rows(name, book[record.sheet], record)]
    except _DAMAGE_ERRORS as error:
        raise InputError(
            f"{name} is not a workbook that can be read ({error}): save it as XLSX."
        ) from None


def _sheet_rows(name: str, sheet: ReadOnlyWorksheet, record: Record) -> list[Row]:
    sheet.reset_dimensions()  # Some programs write an extent that cuts the sheet short.
    keys = {field.heading: field.key for field in record.fields}
    header: list[str] = []
    log_rows = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        location = f"{record.sheet}, row {number}"
        _hold_count(f"{name}, {record.sheet}", number)
        values: list[Cell] = [
            unescape_text(c.value) if isinstance(c.value, str) else c.value for c in cells
        ]
        if number == 1:
            header = [str(value or "").strip() for value in values]
            while header and not header[-1]:
                header.pop()
            _hold_header(f"{name}, {record.sheet}", header, tuple(keys))
            continue
        formula = next((n for n, c in enumerate(cells[: len(header)]) if c.data_type == "f"), None)
        if formula is not None:
            raise LogError(
                [
                    f"{location}, {header[formula]}: the cell holds a formula; write its result instead."
                ]
            )
        if any(value not in (None, "") for value in values):
            row = {keys[heading]: value for heading, value in _cells(location, header, values)}
            log_rows.append(Row(record, number, row, book=True))
    if not header:
        raise InputError(f"{name}, {record.sheet} is empty: export the log and change that file.")
    return log_rows


def _cells(
    location: str, header: Sequence[str], cells: Sequence[Cell]
) -> Iterable[tuple[str, Cell]]:
    if any(cell not in (None, "") for cell in cells[len(header) :]):
        raise InputError(f"{location}: there is a cell beyond the last heading; empty it.")
    return zip_longest(header, cells[: len(header)])


def _hold_header(location: str, header: Sequence[str], known_headings: Sequence[str]) -> None:
    for heading in header:
        if heading not in known_headings:
            raise InputError(
                f"{location}, row 1: there is no column '{heading}'; export the log and keep its"
                " headings."
            )
        if header.count(heading) > 1:
            raise InputError(f"{location}, row 1: the column '{heading}' is there twice; keep one.")
    missing = [heading for heading in known_headings if heading not in header]
    if missing:
        raise InputError(
            f"{location}, row 1: the column '{missing[0]}' is missing; export the log and keep its"
            " headings."
        )


def _hold_count(location: str, number: int) -> None:
    if number > MOST_ROWS:
        raise InputError(
            f"{location} has more than {MOST_ROWS:,} rows, which is no action log: export the log"
            " anew."
        )
