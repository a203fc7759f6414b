"""Text files that end within a row, as one does whose transfer was broken off."""

from __future__ import annotations

import csv
from pathlib import Path

from dashboard.loaders.kinds import kind_of

_END = 65_536
"""Bytes at the end that are looked at: two rows of any file that is read are within them."""


def sentence_of_no_end(path: Path) -> str:
    """What is to be checked where the last line of delimited text has no end though every other
    that is looked at has one; '' where it has, or the file is of another kind.

    Some programs write it so. A transfer that was broken off within the last figure leaves it so
    too, and a figure of fewer digits is still a figure.
    """
    if kind_of(path) != "text":
        return ""
    lines = _last_lines(path)
    if len(lines) < 3 or lines[-1].endswith(("\n", "\r")) or not lines[-1].strip():
        return ""
    return (
        "The last line has no end, as where a transfer was broken off: see that its last figure is"
        " the one that was published."
    )


def _last_lines(path: Path) -> list[str]:
    """The lines at the end of a text file, each with its end; the first may be a part of one."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _END, 0))
        return file.read().decode("utf-8", "replace").replace("\0", "").splitlines(keepends=True)


def end_of_cut(path: Path) -> str:
    """What shows that delimited text ends within its last row, as the end of a sentence; '' where
    nothing does, or the file is of another kind.

    The last row has fewer cells than the one before it, more than one, and no end of line.
    """
    if kind_of(path) != "text":
        return ""
    lines = _last_lines(path)
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
