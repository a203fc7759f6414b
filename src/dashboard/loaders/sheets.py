"""Rows of a CSV, Parquet or XLSX file, alike: a header found by its columns, and cells as text.

What a file is, is told by its first bytes and not by its name.
"""

from __future__ import annotations

from pathlib import Path

from dashboard.declared.models import Source
from dashboard.errors import InputError
from dashboard.loaders import delimited_text, parquet, workbook
from dashboard.loaders.cells import strip_unseen, with_visible_lines, with_visible_text
from dashboard.loaders.columns import IsHeader, Lines, Sheet, footnotes_of, note_of_footnotes
from dashboard.loaders.kinds import kind_of


def read_sheet(path: Path, source: Source, is_header: IsHeader, most: int | None = None) -> Sheet:
    """Return the table of ``path`` whose header passes ``is_header``; at most about ``most`` rows
    of it.

    Raises InputError with one sentence where the file cannot be read or holds no such header. The
    header may follow up to 29 other rows in a text file or workbook, and take the rows that
    ``source`` declares. A workbook is read from the sheet with the header (of several, the one that
    ``source`` names or 'data'), as last calculated; a cell shown as a percentage is read with its
    percent sign. Footnotes under the table are passed over with a note.
    """
    kind = kind_of(path)
    is_visible_header = _of_visible(is_header)
    if kind == "parquet":
        sheet = parquet.read_parquet(path, is_visible_header, most)
    elif kind == "workbook":
        sheet = workbook.read_workbook_sheet(
            path, is_visible_header, source.header_rows, source.sheet, most
        )
    elif kind == "text":
        sheet = delimited_text.read_text_sheet(path, is_visible_header, source.header_rows, most)
    else:
        raise _no_table(path, kind)
    return with_visible_text(sheet)


def _of_visible(is_header: IsHeader) -> IsHeader:
    return lambda cells: is_header([strip_unseen(cell) for cell in cells])


def read_lines(path: Path, source: Source, is_header: IsHeader) -> Lines:
    """Return the same row by row, for small files; where no row passes ``is_header``, the first is
    the header.

    Raises InputError.
    """
    kind = kind_of(path)
    is_visible_header = _of_visible(is_header)
    if kind == "text":
        lines = delimited_text.read_text_lines(path, is_visible_header, source.header_rows)
    elif kind == "workbook":
        lines = workbook.read_workbook_lines(
            path, is_visible_header, source.header_rows, source.sheet
        )
    elif kind == "parquet":
        lines = parquet.read_parquet_lines(path, is_visible_header)
    else:
        raise _no_table(path, kind)
    lines = with_visible_lines(lines)
    notes = footnotes_of(lines.rows[-40:]) if len(lines.header) > 1 else 0
    if notes:
        lines.findings.append(note_of_footnotes(lines.rows[-notes:]))
        del lines.rows[-notes:]
    return lines


def first_row(path: Path) -> list[str]:
    """The first row with any text, whatever the file is a table of.

    Raises InputError where it is no table.
    """
    kind = kind_of(path)
    if kind == "text":
        return delimited_text.first_row(path)
    if kind == "workbook":
        return workbook.first_row(path)
    if kind == "parquet":
        return parquet.first_row(path)
    raise _no_table(path, kind)


def _no_table(path: Path, kind: str) -> InputError:
    what = {"json": "JSON", "shapefile": "a zipped shapefile"}[kind]
    return InputError(
        f"{path.name} is {what} and no table: this source takes CSV, XLSX or Parquet."
    )
