"""How every workbook for people to fill in looks: headings that stay in sight, wrapped text,
printing, lists.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

TOP = Alignment(wrap_text=True, vertical="top")
"""Of every cell under a heading."""
GREY = PatternFill("solid", fgColor="EDEDED")
"""What is there to be read and not to be filled in."""
_HEAD = PatternFill("solid", fgColor="12436D")


def head(sheet: Worksheet, headings: Sequence[str], widths: Sequence[int], row: int = 1) -> None:
    """Write the headings (widths in characters) into ``row``; from row 1 they stay in sight and on
    every page.
    """
    for n, (heading, width) in enumerate(zip(headings, widths, strict=True), 1):
        cell = sheet.cell(row, n, heading)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(n)].width = width
    if row == 1:
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def words(sheet: Worksheet, lines: Sequence[tuple[str, bool]], row: int = 1) -> int:
    """Write lines of text from ``row`` down, bold where the line is a heading; return the row under
    the last.
    """
    for number, (text, heading) in enumerate(lines, row):
        cell = sheet.cell(number, 1, text)
        cell.font, cell.alignment = Font(bold=heading, size=12 if heading else 11), TOP
    return row + len(lines)


def column_list(
    sheet: Worksheet, column: int, heading: str, entries: Sequence[str | float | None]
) -> str:
    """Write a list under its heading into a column, and return the range of its entries for a
    drop-down.
    """
    for row, entry in enumerate((heading, *entries), 1):
        sheet.cell(row, column, entry)
    letter = get_column_letter(column)
    return f"'{sheet.title}'!${letter}$2:${letter}${len(entries) + 1}"


class _MemoryWriter(ExcelWriter):
    """Writes each sheet in memory. openpyxl writes it to a temporary file, which a full disk stops
    half way and which is then neither closed nor removed.
    """

    def write_worksheet(self, ws: Worksheet) -> None:
        ws._drawing = SpreadsheetDrawing()  # as openpyxl's own method does
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        with io.BytesIO() as sheet:
            writer = WorksheetWriter(ws, sheet)
            writer.write()
            ws._rels = writer._rels
            self._archive.writestr(ws.path[1:], sheet.getvalue())
        self.manifest.append(ws)


def workbook_bytes(book: Workbook) -> bytes:
    """The workbook as the content of an XLSX file; nothing is written to the disk."""
    with io.BytesIO() as out:
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            _MemoryWriter(book, archive).write_data()
        return out.getvalue()
