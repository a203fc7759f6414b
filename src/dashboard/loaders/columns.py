"""A table as text, column by column, as every kind of file gives it: its header, its rows and its
footnotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.errors import InputError
from dashboard.loaders.kinds import MOST_COLUMNS
from dashboard.loaders.model import Finding
from dashboard.loaders.text import shorten

IsHeader = Callable[[list[str]], bool]
"""Whether a row's cells are the header that is looked for."""
Row = tuple[int, list[str]]
"""Number as a spreadsheet shows it, and cells."""

MARKS = frozenset(
    ("", "[c]", "[x]", "[z]", "[u]", "[w]", "[low]", "*", "..", ":", "-", "n/a", "na")
)
"""What publishers write, in lower case, where there is no figure."""
PREAMBLE = 30
"""Rows within which the header must stand."""
MOST_LINES = 200_000
"""Rows of a table that is read row by row."""
_SAMPLE = 10_000
"""Rows by which it is told whether a column repeats itself enough for its words to be kept once
each.
"""
_FOOTNOTE_ROWS = 40
"""Rows at the end among which footnotes are looked for."""
_FOOTNOTE = re.compile(
    r"(sources?|notes?|footnotes?|copyright|end of \w+)\b|©|\*\s|\[\w+\]\s|\(?\d{1,2}[.)]\s", re.I
)


@dataclass(frozen=True)
class Column:
    """One column of text: row ``i`` holds ``words[codes[i]]``; words are stripped and may repeat."""

    codes: np.ndarray
    words: pa.StringArray

    def __getitem__(self, row: int) -> str:
        """The text of row ``row``."""
        return self.words[self.codes[row]].as_py()

    def among(self, texts: Iterable[str]) -> np.ndarray:
        """A boolean a row: whether its text is one of ``texts``, as written, capitalised or in
        capitals.
        """
        wanted = {way for text in texts for way in (text, text.capitalize(), text.upper())}
        return pc.is_in(self.words, pa.array(sorted(wanted), pa.string())).to_numpy(
            zero_copy_only=False
        )[self.codes]

    def matches(self, pattern: str) -> np.ndarray:
        """A boolean a row: whether its text holds a match of the regular expression (RE2)."""
        return pc.match_substring_regex(self.words, pattern).to_numpy(zero_copy_only=False)[
            self.codes
        ]


@dataclass(frozen=True)
class Sheet:
    """A table as text: no row without any text, and rows numbered as a spreadsheet numbers them."""

    header: list[str]
    top: int
    """Row of the header, the last one where there are two."""
    rows: np.ndarray
    """Row number of each row of ``columns``."""
    columns: list[Column]
    wide_rows: list[int] = field(default_factory=list)
    """Numbers of rows with text beyond the last header; they are not among ``rows``."""
    delimiter: str = ""
    """Between cells of a text file; '' of another kind."""
    findings: list[Finding] = field(default_factory=list)
    """What was passed over: other sheets, footnotes."""

    def lines(self) -> Iterator[Row]:
        """Row number and cells, row by row: for small files."""
        texts = [
            [word or "" for word in column.words.take(pa.array(column.codes)).to_pylist()]
            for column in self.columns
        ]
        for i, number in enumerate(self.rows):
            yield int(number), [column[i] for column in texts]


@dataclass(frozen=True)
class Lines:
    """A small table row by row, with cells as they stand and rows as long as they are; no row
    without any text.
    """

    header: list[str]
    top: int
    rows: list[Row]
    delimiter: str = ""
    findings: list[Finding] = field(default_factory=list)


def header_among(
    rows: Sequence[Row], is_header: IsHeader, header_rows: int = 1
) -> tuple[int, list[str]] | None:
    """Return the position of the (last) header row among ``rows`` and its cells, or None where
    there is none.

    ``header_rows`` rows make the header, or one alone. Over several, a cell of an upper row is
    taken to stand for those without one to its right as well, as in merged cells, as long as it has
    a title beneath it.
    """
    for depth in sorted({header_rows, 1}, reverse=True):
        for at in range(depth - 1, len(rows)):
            cells = _join_header_rows([row for _, row in rows[at - depth + 1 : at + 1]])
            if is_header(cells):
                return at, cells
    return None


def _join_header_rows(rows: list[list[str]]) -> list[str]:
    cells = rows[-1]
    for upper in reversed(rows[:-1]):
        width = max(len(upper), len(cells))
        above, below = (row + [""] * (width - len(row)) for row in (upper, cells))
        cells, over = [], ""
        for title, under in zip(above, below, strict=True):
            over = title.strip() or (over if under.strip() else "")
            cells.append(f"{over} {under.strip()}".strip())
            over = over if under.strip() else ""
    return cells


def check_width(path: Path, cells: Sequence[str]) -> None:
    """Raise InputError where a row has more cells than a table may have columns."""
    if len(cells) > MOST_COLUMNS:
        text = (
            f"{path.name} has a row of {len(cells):,} cells and a table may have {MOST_COLUMNS:,}"
            " columns"
        )
        raise InputError(f"{text}: leave the others out.")


def too_long(path: Path) -> InputError:
    """The sentence on a file with more rows than can be read row by row."""
    return InputError(
        f"{path.name} has more than the {MOST_LINES:,} rows of its kind of file: divide it."
    )


def no_header(path: Path, first_cells: Sequence[str]) -> InputError:
    """The sentence on a file without the header that is looked for; ``first_cells`` is its first
    row.
    """
    cell_text = (
        shorten(", ".join(f"'{cell.strip()}'" for cell in first_cells if cell.strip()), 200)
        or "empty"
    )
    return InputError(
        f"{path.name} has no row with the columns that its source needs; its first row is {cell_text}."
    )


def footnotes_of(last_rows: Sequence[Row]) -> int:
    """How many rows at the end are footnotes and no figures.

    They have text in the first column alone, and follow an empty row or begin as footnotes do
    ('Source:', 'Note', '1. ').
    """
    footnotes = 0
    for n, (number, cells) in enumerate(reversed(last_rows), start=1):
        is_worded = bool(cells) and _FOOTNOTE.match(cells[0].strip())
        is_alone = bool(cells) and cells[0].strip() and not any(cell.strip() for cell in cells[1:])
        if not is_alone:
            break
        after_gap = n < len(last_rows) and last_rows[-n - 1][0] < number - 1
        if is_worded or after_gap:
            footnotes = n
    return footnotes


def note_of_footnotes(rows: Sequence[Row]) -> Finding:
    """The note that says which rows were read as footnotes."""
    number, cells = rows[0]
    what = "The last row is" if len(rows) == 1 else f"The last {len(rows)} rows are"
    text = cells[0].strip()
    return Finding(
        "note", f"{what} read as footnotes and not as figures: '{shorten(text, 60)}'.", number
    )


def sheet_of(
    header: list[str],
    top: int,
    rows: np.ndarray,
    table: list[pa.Array],
    wide_rows: Sequence[int] = (),
    delimiter: str = "",
    findings: Sequence[Finding] = (),
) -> Sheet:
    """Return the table: rows in the order of their numbers, without the empty ones and the
    footnotes at the end.
    """
    columns = [_column(cells) for cells in table]
    empty = np.ones(len(rows), bool)
    for column in columns:
        empty &= column.among([""])
    order = np.argsort(rows, kind="stable")
    order = order[~empty[order]]
    sheet_findings = list(findings)
    tail = order[-_FOOTNOTE_ROWS:]
    last = [(int(rows[i]), [column[i] for column in columns]) for i in tail]
    notes = footnotes_of(last) if len(columns) > 1 else 0
    if notes:
        sheet_findings.append(note_of_footnotes(last[-notes:]))
        order = order[: len(order) - notes]
    if len(order) < len(rows) or (np.diff(order) != 1).any():
        rows = rows[order]
        columns = [Column(column.codes[order], column.words) for column in columns]
    return Sheet(header, top, rows, columns, list(wide_rows), delimiter, sheet_findings)


def _column(cells: pa.Array) -> Column:
    codes, words = np.arange(len(cells)), cells
    if pa.types.is_dictionary(cells.type):
        codes, words = cells.indices.to_numpy(), cells.dictionary
    elif len(cells) <= _SAMPLE or pc.count_distinct(cells[:_SAMPLE]).as_py() < _SAMPLE / 2:
        coded = cells.dictionary_encode()
        codes, words = coded.indices.to_numpy(), coded.dictionary
    return Column(codes, pc.utf8_trim_whitespace(words))
