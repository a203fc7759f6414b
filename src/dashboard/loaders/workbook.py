"""Tables of an XLSX workbook, as last calculated: the sheet that holds the header, whatever extent it declares."""

from __future__ import annotations

import datetime as dt
import itertools
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pyarrow as pa
from openpyxl import Workbook, load_workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from dashboard.errors import InputError
from dashboard.loaders.columns import (
    MOST_LINES,
    PREAMBLE,
    IsHeader,
    Lines,
    Row,
    Sheet,
    header_among,
    no_header,
    sheet_of,
    too_long,
)
from dashboard.loaders.kinds import MOST_COLUMNS, checked_zip
from dashboard.loaders.model import Finding

_SHEET = "data"
"""The sheet that is read where several hold the header and the source names none."""
_MOST_SHEETS = 50
_HEAD_ROWS = 1_000
"""Rows of each sheet by which a workbook is recognised."""
_UNCALCULATED = "=(not calculated)"
_DAMAGED = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, struct.error, ElementTree.ParseError, SyntaxError, KeyError,
    ValueError, IndexError, TypeError, AttributeError, EOFError, NotImplementedError, OSError, ArithmeticError,
    AssertionError, RecursionError,
)  # fmt: skip
"""What openpyxl raises on a damaged workbook."""


class _Parser(WorkSheetParser):
    """Rows of a sheet, with a formula that no program has calculated told from an empty cell."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell = super().parse_cell(element)
        if cell["value"] is None and element.get("t") != "str" and element.find(FORMULA_TAG) is not None:
            cell["value"] = _UNCALCULATED
        return cell


def read_workbook_sheet(path: Path, is_header: IsHeader, deep: int, named: str, most: int | None) -> Sheet:
    """Return the table of the sheet with the header, ``named`` or found. Raises InputError."""
    title, header, top, others = _place(path, is_header, deep, named)
    findings = _note_of_sheet(title, others)
    if most is not None:
        rows = [row for row in dict(_heads(path, _stamp(path)))[title] if row[0] > top]
        return _table(path, title, header, top, iter(rows[:most]), findings)
    with _opened(path) as book:
        rows_under = (row for row in _rows(path, book[title]) if row[0] > top)
        return _table(path, title, header, top, rows_under, findings)


def read_workbook_lines(path: Path, is_header: IsHeader, deep: int, named: str) -> Lines:
    """Return the rows of that sheet; where none has the header, of the first, by its first row. Raises InputError."""
    try:
        title, header, top, others = _place(path, is_header, deep, named)
    except InputError:
        title, rows = next((head for head in _heads(path, _stamp(path)) if head[1]), ("", []))
        if not rows:
            raise
        (top, header), others = rows[0], []
    with _opened(path) as book:
        under = list(itertools.islice((row for row in _rows(path, book[title]) if row[0] > top), MOST_LINES + 1))
    if len(under) > MOST_LINES:
        raise too_long(path)
    for number, cells in under:
        _check_calculated(path, title, number, cells)
    return Lines(header, top, under, "", _note_of_sheet(title, others))


def first_row(path: Path) -> list[str]:
    """The first row with any text, for a sentence. Raises InputError where the workbook cannot be read."""
    return next((rows[0][1] for _, rows in _heads(path, _stamp(path)) if rows), [])


def _stamp(path: Path) -> tuple[int, int]:
    about = path.stat()
    return about.st_size, about.st_mtime_ns


@lru_cache(maxsize=2)
def _heads(path: Path, stamp: tuple[int, int]) -> list[tuple[str, list[Row]]]:
    """Title and first rows of each sheet; kept, as each source is tried on them. ``stamp`` tells of a change."""
    with _opened(path) as book:
        pages = book.worksheets[:_MOST_SHEETS]
        return [(page.title, list(itertools.islice(_rows(path, page), _HEAD_ROWS))) for page in pages]


@contextmanager
def _opened(path: Path) -> Iterator[Workbook]:
    checked_zip(path).close()
    # Given open: by its name openpyxl would refuse a workbook whose name does not end in .xlsx.
    with path.open("rb") as file:
        try:
            yield load_workbook(file, read_only=True, data_only=True)
        except InputError:
            raise
        except _DAMAGED as error:
            why = (str(error).strip("'\"").splitlines() or [""])[0][:80] or type(error).__name__
            raise InputError(f"{path.name} is not a workbook that can be read ({why}): save it as XLSX.") from None


def _place(path: Path, is_header: IsHeader, deep: int, named: str) -> tuple[str, list[str], int, list[str]]:
    """Title of the sheet that is read, its header and the header's row, and the titles of the others with text."""
    heads = [(title, rows) for title, rows in _heads(path, _stamp(path)) if rows]
    found: dict[str, tuple[list[str], int]] = {}
    for title, rows in heads:
        first = [row for row in rows[:PREAMBLE] if row[0] <= PREAMBLE]
        place = header_among(first, is_header, deep)
        if place is not None:
            found[title] = (place[1], first[place[0]][0])
    if not found:
        raise no_header(path, heads[0][1][0][1] if heads else [])
    chosen = [t for t in found if named and t.strip().casefold() == named.casefold()]
    chosen = chosen or [t for t in found if t.strip().casefold() == _SHEET] or list(found)
    if len(chosen) > 1:
        titles = ", ".join(f"'{title}'" for title in chosen[:5])
        raise InputError(
            f"{path.name} has its source's columns in {len(chosen)} sheets ({titles}): name the one to be read 'data'."
        )
    header, top = found[chosen[0]]
    return chosen[0], header, top, [title for title, _ in heads if title != chosen[0]]


def _note_of_sheet(title: str, others: list[str]) -> list[Finding]:
    if not others:
        return []
    listed = ", ".join(f"'{other}'" for other in others[:5]) + (" and others" if len(others) > 5 else "")
    return [Finding("note", f"Sheet '{title}' is read, and not {listed}.")]


def _rows(path: Path, page: ReadOnlyWorksheet) -> Iterator[Row]:
    """Number and cells of each row that has any text: what is there, and not what the sheet declares to be."""
    book = page.parent
    percent = {i for i, style in enumerate(book._cell_styles) if "%" in _format(book, style.numFmtId)}
    with page._get_source() as source:
        parser = _Parser(
            source, page._shared_strings, data_only=True, epoch=book.epoch, date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )  # fmt: skip
        for number, row in parser.parse():
            given = [cell for cell in row if cell["value"] not in (None, "")]
            if not given:
                continue
            width = max(cell["column"] for cell in given)
            if width > MOST_COLUMNS:
                text = f"{path.name} has a cell in column {width:,} of sheet '{page.title}' (row {number:,})"
                raise InputError(f"{text}: a table may have {MOST_COLUMNS:,} columns.")
            cells = [""] * width
            for cell in given:
                cells[cell["column"] - 1] = _text(cell["value"], cell["style_id"] in percent)
            if any(cell.strip() for cell in cells):
                yield number, cells


def _format(book: Any, number: int) -> str:
    if number < 164:
        return BUILTIN_FORMATS.get(number, "General")
    return book._number_formats[number - 164] if number - 164 < len(book._number_formats) else "General"


def _text(value: object, percent: bool) -> str:
    """One cell as a reader of the workbook would write it."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if percent:
            return f"{value * 100:.15g}%"
        return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)
    return str(value)


def _check_calculated(path: Path, title: str, number: int, cells: list[str]) -> None:
    if _UNCALCULATED in cells:
        column = _letters(cells.index(_UNCALCULATED) + 1)
        raise InputError(
            f"{path.name} has a formula that was never calculated (sheet '{title}', cell {column}{number}): open it in "
            "a spreadsheet program and save it there."
        )


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _table(path: Path, title: str, header: list[str], top: int, rows: Iterator[Row], findings: list[Finding]) -> Sheet:
    cells_of: list[list[str]] = [[] for _ in header]
    numbers: list[int] = []
    wide: list[int] = []
    for number, cells in rows:
        _check_calculated(path, title, number, cells)
        if any(cell.strip() for cell in cells[len(header) :]):
            wide.append(number)
            continue
        numbers.append(number)
        for i, column in enumerate(cells_of):
            column.append(cells[i] if i < len(cells) else "")
    return sheet_of(
        header, top, np.array(numbers, int), [pa.array(cells, pa.string()) for cells in cells_of], wide, "", findings
    )
