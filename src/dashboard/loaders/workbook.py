"""Tables of a workbook, as last calculated: the sheet that holds the header, whatever extent it
declares.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa

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
from dashboard.loaders.kinds import workbook_kind
from dashboard.loaders.model import Finding
from dashboard.loaders.other_workbook import open_other
from dashboard.loaders.pages import NO_RESULT, Page, fill_down, letters_of, note_of_hidden
from dashboard.loaders.xlsx import open_xlsx

_SHEET = "data"
"""The sheet that is read where several hold the header and the source names none."""
_MOST_SHEETS = 50
_HEAD_ROWS = 1_000
"""Rows of each sheet by which a workbook is recognised."""


def read_workbook_sheet(
    path: Path, is_header: IsHeader, header_rows: int, sheet_name: str, most: int | None
) -> Sheet:
    """Return the table of the sheet with the header, ``sheet_name`` or found. Raises InputError."""
    title, header, top, others = _place(path, is_header, header_rows, sheet_name)
    findings = _note_of_sheet(title, others)
    with _open_workbook(path) as pages:
        page = _page(pages, title)
        if most is None:
            rows: Iterator[Row] = (row for row in page.rows() if row[0] > top)
        else:
            head = dict(_heads(path, _stamp(path)))[title]
            rows = iter([row for row in head if row[0] > top][:most])
        under = fill_down(rows, page.merged_ranges(), top, len(header), findings)
        sheet = _table(path, title, header, top, under, findings)
    sheet.findings.extend(page.findings + note_of_hidden(page, sheet.rows.tolist()))
    return sheet


def read_workbook_lines(
    path: Path, is_header: IsHeader, header_rows: int, sheet_name: str
) -> Lines:
    """Return the rows of that sheet; where none has the header, of the first, by its first row.

    Raises InputError.
    """
    try:
        title, header, top, other_titles = _place(path, is_header, header_rows, sheet_name)
    except InputError:
        title, rows = next((head for head in _heads(path, _stamp(path)) if head[1]), ("", []))
        if not rows:
            raise
        (top, header), other_titles = rows[0], []
    findings = _note_of_sheet(title, other_titles)
    with _open_workbook(path) as pages:
        page = _page(pages, title)
        rows_under = (row for row in page.rows() if row[0] > top)
        filled_rows = fill_down(rows_under, page.merged_ranges(), top, len(header), findings)
        rows_below = list(itertools.islice(filled_rows, MOST_LINES + 1))
    if len(rows_below) > MOST_LINES:
        raise too_long(path)
    for number, cells in rows_below:
        _check_calculated(path, title, number, cells)
    findings += page.findings + note_of_hidden(page, [number for number, _ in rows_below])
    return Lines(header, top, rows_below, "", findings)


def first_row(path: Path) -> list[str]:
    """The first row with any text, for a sentence.

    Raises InputError where the workbook cannot be read.
    """
    return next((rows[0][1] for _, rows in _heads(path, _stamp(path)) if rows), [])


def _stamp(path: Path) -> tuple[int, int]:
    about = path.stat()
    return about.st_size, about.st_mtime_ns


@lru_cache(maxsize=2)
def _heads(path: Path, stamp: tuple[int, int]) -> list[tuple[str, list[Row]]]:
    """Title and first rows of each sheet; kept, as each source is tried on them.

    ``stamp`` tells of a change.
    """
    with _open_workbook(path) as pages:
        return [
            (page.title, list(itertools.islice(page.rows(), _HEAD_ROWS)))
            for page in pages[:_MOST_SHEETS]
        ]


def _open_workbook(path: Path) -> AbstractContextManager[list[Page]]:
    return open_xlsx(path) if workbook_kind(path) == "xlsx" else open_other(path)


def _page(pages: list[Page], title: str) -> Page:
    return next(page for page in pages if page.title == title)


def _place(
    path: Path, is_header: IsHeader, header_rows: int, sheet_name: str
) -> tuple[str, list[str], int, list[str]]:
    """Title of the sheet that is read, its header and the header's row, and the titles of the
    others with text.
    """
    heads = [(title, rows) for title, rows in _heads(path, _stamp(path)) if rows]
    headers: dict[str, tuple[list[str], int]] = {}
    for title, rows in heads:
        first = [row for row in rows[:PREAMBLE] if row[0] <= PREAMBLE]
        place = header_among(first, is_header, header_rows)
        if place is not None:
            headers[title] = (place[1], first[place[0]][0])
    if not headers:
        raise no_header(path, heads[0][1][0][1] if heads else [])
    chosen_titles = [
        t for t in headers if sheet_name and t.strip().casefold() == sheet_name.casefold()
    ]
    chosen_titles = (
        chosen_titles or [t for t in headers if t.strip().casefold() == _SHEET] or list(headers)
    )
    if len(chosen_titles) > 1:
        titles = ", ".join(f"'{title}'" for title in chosen_titles[:5])
        raise InputError(
            f"{path.name} has its source's columns in {len(chosen_titles)} sheets ({titles}): name the one"
            " to be read 'data'."
        )
    header, top = headers[chosen_titles[0]]
    return chosen_titles[0], header, top, [title for title, _ in heads if title != chosen_titles[0]]


def _note_of_sheet(title: str, other_titles: list[str]) -> list[Finding]:
    if not other_titles:
        return []
    listed = ", ".join(f"'{other}'" for other in other_titles[:5]) + (
        " and others" if len(other_titles) > 5 else ""
    )
    return [Finding("note", f"Sheet '{title}' is read, and not {listed}.")]


def _check_calculated(path: Path, title: str, number: int, cells: list[str]) -> None:
    if NO_RESULT in cells:
        column = letters_of(cells.index(NO_RESULT) + 1)
        raise InputError(
            f"{path.name} has a formula that was never calculated (sheet '{title}', cell"
            f" {column}{number}): open it in a spreadsheet program and save it there."
        )


def _table(
    path: Path,
    title: str,
    header: list[str],
    top: int,
    rows: Iterator[Row],
    findings: list[Finding],
) -> Sheet:
    cells_of: list[list[str]] = [[] for _ in header]
    numbers: list[int] = []
    wide_rows: list[int] = []
    for number, cells in rows:
        _check_calculated(path, title, number, cells)
        if any(cell.strip() for cell in cells[len(header) :]):
            wide_rows.append(number)
            continue
        numbers.append(number)
        for i, column in enumerate(cells_of):
            column.append(cells[i] if i < len(cells) else "")
    return sheet_of(
        header,
        top,
        np.array(numbers, int),
        [pa.array(cells, pa.string()) for cells in cells_of],
        wide_rows,
        "",
        findings,
    )
