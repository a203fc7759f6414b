"""Text of cells as it is seen: characters that cannot be seen, such as a zero-width space, are left
out with a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pyarrow.compute as pc

from dashboard.loaders.columns import Column, Lines, Sheet
from dashboard.loaders.model import Finding

_UNSEEN = "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
"""Soft hyphen, zero-width characters, marks of direction, byte order mark."""
_UNSEEN_RE = re.compile(_UNSEEN)


def strip_unseen(text: str) -> str:
    """``text`` without the characters that cannot be seen, and without spaces of any kind around
    it.
    """
    return _UNSEEN_RE.sub("", text).strip()


def with_visible_text(sheet: Sheet) -> Sheet:
    """Return ``sheet`` with each cell and title as it is seen; a note names the first cell that
    changed.
    """
    columns, changes = [], []
    for place, column in enumerate(sheet.columns):
        unseen = pc.match_substring_regex(column.words, _UNSEEN)
        if not pc.any(unseen).as_py():
            columns.append(column)
            continue
        at = np.flatnonzero(unseen.to_numpy(zero_copy_only=False)[column.codes])
        words = pc.utf8_trim_whitespace(pc.replace_substring_regex(column.words, _UNSEEN, ""))
        columns.append(Column(column.codes, words))
        if len(at):
            changes.append((int(sheet.rows[at[0]]), place, len(at)))
    header = _titles(sheet.header)
    return replace(
        sheet, header=header, columns=columns, findings=sheet.findings + _note(changes, header)
    )


def with_visible_lines(lines: Lines) -> Lines:
    """The same of a table that is read row by row."""
    changes: dict[int, tuple[int, int, int]] = {}
    rows = []
    for number, cells in lines.rows:
        if _UNSEEN_RE.search("".join(cells)):
            for place, cell in enumerate(cells):
                if _UNSEEN_RE.search(cell):
                    first, _, many = changes.get(place, (number, place, 0))
                    changes[place] = (first, place, many + 1)
            cells = [strip_unseen(cell) for cell in cells]
        rows.append((number, cells))
    header = _titles(lines.header)
    return replace(
        lines, header=header, rows=rows, findings=lines.findings + _note(changes.values(), header)
    )


def _titles(header: list[str]) -> list[str]:
    return [_UNSEEN_RE.sub("", title) for title in header]


def _note(changes: Iterable[tuple[int, int, int]], header: list[str]) -> list[Finding]:
    """``changes``: first row, position and number of cells of each column with any."""
    sorted_changes = sorted(changes)
    if not sorted_changes:
        return []
    row, place, _ = sorted_changes[0]
    many = sum(number for _, _, number in sorted_changes)
    what = "1 cell holds" if many == 1 else f"{many:,} cells hold"
    title = header[place].strip() if place < len(header) else ""
    text = (
        f"{what} characters that cannot be seen, such as a zero-width space: each is read without"
        " them."
    )
    return [Finding("note", text, row, title)]
