"""Text files that end within a row, as one does whose transfer was broken off."""

from __future__ import annotations

import csv
from pathlib import Path

from dashboard.loaders.kinds import kind_of

_END = 65_536
"""Bytes at the end that are looked at: two rows of any file that is read are within them."""


def end_of_cut(path: Path) -> str:
    """What shows that delimited text ends within its last row, as the end of a sentence; '' where
    nothing does, or the file is of another kind.

    The last row has fewer cells than the one before it, more than one, and no end of line.
    """
    if kind_of(path) != "text":
        return ""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _END, 0))
        lines = file.read().decode("utf-8", "replace").replace("\0", "").splitlines(keepends=True)
    if len(lines) < 3 or lines[-1].endswith(("\n", "\r")):
        return ""
    before, last = (line.rstrip("\r\n") for line in lines[-2:])
    delimiter = max(",;\t|", key=before.count)
    whole, cells = (next(csv.reader([line], delimiter=delimiter), []) for line in (before, last))
    # A footnote has its commas before a space.
    if not 1 < len(cells) < len(whole) or any(cell.startswith(" ") for cell in cells[1:]):
        return ""
    return (
        f"its last row has {len(cells)} cells and no end, the row before it {len(whole)}; get the file"
        " again."
    )
