"""Sheets of a workbook, of whatever kind, as rows of text: what stands in them, and what is hidden
or merged.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.errors import InputError
from dashboard.loaders.columns import Row
from dashboard.loaders.kinds import MOST_COLUMNS
from dashboard.loaders.model import Finding

NO_RESULT = "=(not calculated)"
"""In place of a formula that no program has calculated."""
_NUMBER = re.compile(r"[-+]?[\d.,]+%?")
_MOST_RANGES = 5
"""Ranges that are named in a note."""

Range = tuple[int, int, int, int]
"""First row, last row, first column, last column; from 1."""


@dataclass
class Page:
    """One sheet.

    ``rows`` gives number and cells of each row that has any text, and fills in ``hidden_rows``.
    """

    title: str
    rows: Callable[[], Iterator[Row]]
    is_hidden: bool = False
    """True: readers of the workbook do not see the sheet."""
    merged_ranges: Callable[[], list[Range]] = list
    """Ranges of merged cells."""
    hidden_rows: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    """What cannot be told of a workbook of this kind."""


def text_of(value: object, percent: bool = False) -> str:
    """One cell as a reader of the workbook would write it; ``percent``: it is shown as a
    percentage.
    """
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if percent:
            return f"{value * 100:.15g}%"
        return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)
    return str(value)


def too_wide(path: Path, width: int, title: str, number: int) -> InputError:
    """The sentence on a cell beyond the last column that a table may have."""
    text = f"{path.name} has a cell in column {width:,} of sheet '{title}' (row {number:,})"
    return InputError(f"{text}: a table may have {MOST_COLUMNS:,} columns.")


def letters_of(column: int) -> str:
    """The letters of a column, numbered from 1: 'A' to 'ALL'."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def fill_down(
    rows: Iterator[Row], merged_ranges: list[Range], top: int, width: int, findings: list[Finding]
) -> Iterator[Row]:
    """``rows`` under the header in row ``top``, the text of merged cells read in each of their
    rows.

    A number is not: it may be of each row or of all together, which is an error among ``findings``.
    """
    down = [
        area for area in merged_ranges if area[0] > top and area[1] > area[0] and area[2] <= width
    ]
    anchors: dict[Range, str] = {}
    for number, cells in rows:
        for area in down:
            first, last, column, _ = area
            if number == first:
                anchors[area] = cells[column - 1] if column <= len(cells) else ""
            elif (
                first < number <= last
                and anchors.get(area)
                and not _NUMBER.fullmatch(anchors[area].strip())
            ):
                cells = cells + [""] * (column - len(cells))
                cells[column - 1] = cells[column - 1] or anchors[area]
        yield number, cells
    for area, text in anchors.items():
        if _NUMBER.fullmatch(text.strip()):
            place_text = (
                f"Cells {_name_range(area)} are merged and hold {text.strip()}, which may be of each row"
                " or of all"
            )
            findings.append(
                Finding(
                    "error",
                    f"{place_text}: unmerge them and write the figure of each row.",
                    area[0],
                )
            )
    texts = [
        area
        for area, text in anchors.items()
        if text.strip() and not _NUMBER.fullmatch(text.strip())
    ]
    if texts:
        listed = ", ".join(_name_range(area) for area in texts[:_MOST_RANGES]) + (
            " and others" if len(texts) > _MOST_RANGES else ""
        )
        text = f"Merged cells ({listed}) are read as if their text stood in each of their rows."
        findings.append(Finding("note", text, texts[0][0]))


def _name_range(area: Range) -> str:
    first, last, left, right = area
    return f"{letters_of(left)}{first}:{letters_of(right)}{last}"


def note_of_hidden(page: Page, numbers: list[int]) -> list[Finding]:
    """The notes on what a reader of the workbook does not see: the sheet itself, and rows among
    ``numbers``.
    """
    notes = []
    if page.is_hidden:
        notes.append(
            Finding("note", f"Sheet '{page.title}' is hidden in the workbook and is read.")
        )
    hidden_numbers = [number for number in numbers if number in page.hidden_rows]
    if hidden_numbers:
        rows = (
            "1 hidden row is"
            if len(hidden_numbers) == 1
            else f"{len(hidden_numbers):,} hidden rows are"
        )
        text = (
            f"{rows} read too, as a filter hides rows without taking them out (first row"
            f" {hidden_numbers[0]:,})."
        )
        notes.append(Finding("note", text, hidden_numbers[0]))
    return notes
