"""Text files that end within a row, as one does whose transfer was broken off."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from dashboard.loaders.kinds import kind_of

_END = 65_536
"""Bytes at the end that are looked at: two rows of any file that is read are within them."""


@dataclass(frozen=True)
class Ending:
    """What the end of a file tells of a transfer that was broken off; both '' where nothing does."""

    cut: str = ""
    """What shows that it ends within its last row, as the end of a sentence."""
    note: str = ""
    """What is to be checked where its last line has no end, though it may be whole."""


def ending_of(path: Path) -> Ending:
    """How delimited text ends; another kind of file tells nothing.

    A file is cut where its last row has fewer cells than the one before it, more than one, and no
    end of line. Some programs leave out the end of the last line; a transfer that was broken off
    within the last figure leaves it so too, and a figure of fewer digits is still a figure.
    """
    if kind_of(path) != "text":
        return Ending()
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _END, 0))
        lines = file.read().decode("utf-8", "replace").replace("\0", "").splitlines(keepends=True)
    if len(lines) < 3 or lines[-1].endswith(("\n", "\r")):
        return Ending()
    before, last = (line.rstrip("\r\n") for line in lines[-2:])
    delimiter = max(",;\t|", key=before.count)
    whole, cells = (next(csv.reader([line], delimiter=delimiter), []) for line in (before, last))
    # A footnote has its commas before a space.
    if 1 < len(cells) < len(whole) and not any(cell.startswith(" ") for cell in cells[1:]):
        return Ending(
            cut=(
                f"its last row has {len(cells)} cells and no end, the row before it {len(whole)};"
                " get the file again."
            )
        )
    return Ending(note=_NO_END if last.strip() else "")


_NO_END = (
    "The last line has no end, as where a transfer was broken off: see that its last figure is the"
    " one that was published."
)
