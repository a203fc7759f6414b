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
from dashboard.loaders.other_workbook import opened_other
from dashboard.loaders.pages import UNCALCULATED, Page, filled_down, letters_of, note_of_hidden
from dashboard.loaders.xlsx import opened_xlsx

_SHEET = "data"
"""The sheet that is read where several hold the header and the source names none."""
_MOST_SHEETS = 50
_HEAD_ROWS = 1_000
"""Rows of each sheet by which a workbook is recognised."""


def read_workbook_sheet(
    path: Path, is_header: IsHeader, deep: int, named: str, most: int | None
) -> Sheet:
    """Return the table of the sheet with the header, ``named`` or found. Raises InputError."""
    title, header, top, others = _place(path, is_header, deep, named)
    findings = _note_of_sheet(title, others)
    with _opened(path) as pages:
        page = _page(pages, title)
        if most is None:
            rows: Iterator[Row] = (row for row in page.rows() if row[0] > top)
        else:
            head = dict(_heads(path, _stamp(path)))[title]
            rows = iter([row for row in head if row[0] > top][:most])
        under = filled_down(rows, page.merged(), top, len(header), findings)
        sheet = _table(path, title, header, top, under, findings)
    sheet.findings.extend(page.findings + note_of_hidden(page, sheet.rows.tolist()))
    return sheet


def read_workbook_lines(path: Path, is_header: IsHeader, deep: int, named: str) -> Lines:
    """Return the rows of that sheet; where none has the header, of the first, by its first row.

    Raises InputError.
    """
    try:
        title, header, top, others = _place(path, is_header, deep, named)
    except InputError:
        title, rows = next((head for head in _heads(path, _stamp(path)) if head[1]), ("", []))
        if not rows:
            raise
        (top, header), others = rows[0], []
    findings = _note_of_sheet(title, others)
    with _opened(path) as pages:
        page = _page(pages, title)
        rows_under = (row for row in page.rows() if row[0] > top)
        filled = filled_down(rows_under, page.merged(), top, len(header), findings)
        under = list(itertools.islice(filled, MOST_LINES + 1))
    if len(under) > MOST_LINES:
        raise too_long(path)
    for number, cells in under:
        _check_calculated(path, title, number, cells)
    findings += page.findings + note_of_hidden(page, [number for number, _ in under])
    return Lines(header, top, under, "", findings)


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
    with _opened(path) as pages:
        return [
            (page.title, list(itertools.islice(page.rows(), _HEAD_ROWS)))
            for page in pages[:_MOST_SHEETS]
        ]


def _opened(path: Path) -> AbstractContextManager[list[Page]]:
    return opened_xlsx(path) if workbook_kind(path) == "xlsx" else opened_other(path)


def _page(pages: list[Page], title: str) -> Page:
    return next(page for page in pages if page.title == title)


def _place(
    path: Path, is_header: IsHeader, deep: int, named: str
) -> tuple[str, list[str], int, list[str]]:
    """Title of the sheet that is read, its header and the header's row, and the titles of the
    others with text.
    """
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
            f"{path.name} has its source's columns in {len(chosen)} sheets ({titles}): name the one"
            " to be read 'data'."
        )
    header, top = found[chosen[0]]
    return chosen[0], header, top, [title for title, _ in heads if title != chosen[0]]


def _note_of_sheet(title: str, others: list[str]) -> list[Finding]:
    if not others:
        return []
    listed = ", ".join(f"'{other}'" for other in others[:5]) + (
        " and others" if len(others) > 5 else ""
    )
    return [Finding("note", f"Sheet '{title}' is read, and not {listed}.")]


def _check_calculated(path: Path, title: str, number: int, cells: list[str]) -> None:
    if UNCALCULATED in cells:
        column = letters_of(cells.index(UNCALCULATED) + 1)
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
        header,
        top,
        np.array(numbers, int),
        [pa.array(cells, pa.string()) for cells in cells_of],
        wide,
        "",
        findings,
    )
