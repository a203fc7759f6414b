"""Sheets of an XLSX workbook, whatever extent they declare, with percentages, hidden rows and
merged cells.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from openpyxl import Workbook, load_workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from dashboard.errors import InputError
from dashboard.loaders.columns import Row
from dashboard.loaders.kinds import MOST_COLUMNS, checked_zip
from dashboard.loaders.pages import NO_RESULT, Page, Range, text_of, too_wide

_DAMAGE_ERRORS = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ElementTree.ParseError,
    SyntaxError,
    KeyError,
    ValueError,
    IndexError,
    TypeError,
    AttributeError,
    EOFError,
    NotImplementedError,
    OSError,
    ArithmeticError,
    AssertionError,
    RecursionError,
)
"""What openpyxl raises on a damaged workbook."""
_MERGED_RANGE = re.compile(
    rb"mergeCell\s[^>]{0,80}?ref=[\"']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})[\"']"
)
_MOST_MERGED = 5_000
_BLOCK = 1 << 20


class _Parser(WorkSheetParser):
    """Rows of a sheet, with a formula that no program has calculated told from an empty cell."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell = super().parse_cell(element)
        if (
            cell["value"] is None
            and element.get("t") != "str"
            and element.find(FORMULA_TAG) is not None
        ):
            cell["value"] = NO_RESULT
        return cell


@contextmanager
def open_xlsx(path: Path) -> Iterator[list[Page]]:
    """The sheets of the workbook, while it is open.

    Raises InputError, also while their rows are read.
    """
    checked_zip(path).close()
    # Given open: by its name openpyxl would refuse a workbook whose name does not end in .xlsx.
    with path.open("rb") as file:
        try:
            book: Workbook = load_workbook(file, read_only=True, data_only=True)
            yield [_page(path, sheet) for sheet in book.worksheets]
        except InputError:
            raise
        except _DAMAGE_ERRORS as error:
            why = (str(error).strip("'\"").splitlines() or [""])[0][:80] or type(error).__name__
            raise InputError(
                f"{path.name} is not a workbook that can be read ({why}): save it as XLSX."
            ) from None


def _page(path: Path, sheet: ReadOnlyWorksheet) -> Page:
    page = Page(
        sheet.title, lambda: iter(()), sheet.sheet_state != "visible", lambda: _find_merged(sheet)
    )
    page.rows = lambda: _rows(path, sheet, page)
    return page


def _rows(path: Path, sheet: ReadOnlyWorksheet, page: Page) -> Iterator[Row]:
    """Number and cells of each row that has any text: what is there, and not what the sheet
    declares to be.
    """
    book = sheet.parent
    percent = {
        i for i, style in enumerate(book._cell_styles) if "%" in _format(book, style.numFmtId)
    }
    with sheet._get_source() as source:
        parser = _Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, row in parser.parse():
            about = parser.row_dimensions.pop(str(number), {})
            filled_cells = [cell for cell in row if cell["value"] not in (None, "")]
            if not filled_cells:
                continue
            width = max(cell["column"] for cell in filled_cells)
            if width > MOST_COLUMNS:
                raise too_wide(path, width, sheet.title, number)
            cells = [""] * width
            for cell in filled_cells:
                cells[cell["column"] - 1] = text_of(cell["value"], cell["style_id"] in percent)
            if any(cell.strip() for cell in cells):
                if about.get("hidden") in ("1", "true"):
                    page.hidden_rows.add(number)
                yield number, cells


def _find_merged(sheet: ReadOnlyWorksheet) -> list[Range]:
    """Merged cells, which stand after the rows in the file and are wanted before them."""
    ranges: list[Range] = []
    tail = b""
    with sheet._get_source() as source:
        while block := source.read(_BLOCK):
            text = tail + block
            for match in _MERGED_RANGE.finditer(text):
                west, north, east, south = range_boundaries(match[1].decode("ascii"))
                ranges.append((int(north), int(south), int(west), int(east)))
            tail = text[-200:]
            if len(ranges) > _MOST_MERGED:
                break
    return list(dict.fromkeys(ranges))


def _format(book: Any, number: int) -> str:
    if number < 164:
        return BUILTIN_FORMATS.get(number, "General")
    return (
        book._number_formats[number - 164]
        if number - 164 < len(book._number_formats)
        else "General"
    )
