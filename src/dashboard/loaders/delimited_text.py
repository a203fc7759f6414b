"""Delimited text as publishers write it: four delimiters, UTF-8, UTF-16 or Windows-1252, and rows
above the header.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from dashboard.errors import InputError
from dashboard.loaders.columns import (
    MOST_LINES,
    PREAMBLE,
    IsHeader,
    Lines,
    Row,
    Sheet,
    check_width,
    header_among,
    no_header,
    sheet_of,
    too_long,
)
from dashboard.loaders.file_names import arrow_file
from dashboard.loaders.kinds import HEAD_BYTES, encoding_of, first_bytes, not_text
from dashboard.loaders.text import shorten

DELIMITERS = ",;\t|"
MOST_ROW_BY_ROW = 32 << 20
"""Bytes of a file that is read row by row: a year of recorded crime by ward has 3 MB."""
_NO_TEXTS = pa.array([], pa.string())


def first_row(path: Path) -> list[str]:
    """The first row with any text, for a sentence. Raises InputError where the file is no text."""
    text = _start(path)
    rows = _head(text, _likeliest_delimiter(text))[0]
    if not rows:
        raise InputError(
            f"{path.name} is not a CSV file that can be read: its first row has no end."
        )
    check_width(path, rows[0][1])
    return rows[0][1]


def read_text_sheet(path: Path, is_header: IsHeader, header_rows: int, most: int | None) -> Sheet:
    """Return the table whose header passes ``is_header``. Raises InputError."""
    text = _start(path)
    whole = path.stat().st_size < HEAD_BYTES
    for delimiter in DELIMITERS:
        rows, ends = _head(text, delimiter)
        place = header_among(rows, is_header, header_rows)
        if place is None:
            continue
        at, header = place
        check_width(path, header)
        if whole and not "".join(text.splitlines(keepends=True)[ends[at] :]).strip():
            return sheet_of(
                header,
                rows[at][0],
                np.array([], int),
                [_NO_TEXTS] * len(header),
                delimiter=delimiter,
            )
        return _text_table(path, (delimiter, rows[at][0], ends[at]), header, most, whole)
    if most is None:
        raise no_header(path, first_row(path))
    raise no_header(path, [])


def read_text_lines(path: Path, is_header: IsHeader, header_rows: int) -> Lines:
    """Return every row; where none passes ``is_header``, the first with any text is the header.

    Raises InputError.
    """
    text = _start(path)
    if path.stat().st_size > MOST_ROW_BY_ROW:
        raise InputError(
            f"{path.name} has more than the {MOST_ROW_BY_ROW >> 20} MB of its kind of file:"
            " divide it."
        )
    passing = [d for d in DELIMITERS if header_among(_head(text, d)[0], is_header, header_rows)]
    delimiter = passing[0] if passing else _likeliest_delimiter(text)
    raw = path.read_bytes()
    whole = _decode_bytes(path, raw)
    rows: list[Row] = []
    try:
        for number, cells in enumerate(
            csv.reader(io.StringIO(whole, newline=""), delimiter=delimiter, strict=True), 1
        ):
            if any(cell.strip() for cell in cells):
                rows.append((number, cells))
            if len(rows) > MOST_LINES:
                raise too_long(path)
    except csv.Error as error:
        raise InputError(f"{path.name} is not a CSV file that can be read: {error}.") from None
    if not rows:
        raise InputError(f"{path.name} is empty: download it again.")
    at, header = header_among(rows[:PREAMBLE], is_header, header_rows) or (0, rows[0][1])
    check_width(path, header)
    return Lines(header, rows[at][0], rows[at + 1 :], delimiter)


def _start(path: Path) -> str:
    start = first_bytes(path)
    return _without_nul(
        path, start.decode(encoding_of(path, start), errors="replace").removeprefix("\ufeff")
    )


def _without_nul(path: Path, text: str) -> str:
    if "\0" in text:
        raise InputError(f"{path.name} is not text (it holds NUL bytes): save it as CSV UTF-8.")
    return text


def _likeliest_delimiter(text: str) -> str:
    line = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=line.count)


def _head(text: str, delimiter: str) -> tuple[list[Row], list[int]]:
    """The first rows with any text, and the last line of each."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    ends: list[int] = []
    try:
        for number, cells in zip(range(1, PREAMBLE + 1), reader, strict=False):
            if any(cell.strip() for cell in cells):
                rows.append((number, cells))
                ends.append(reader.line_num)
    except csv.Error:
        # What stands above the fault may hold the header; reading on tells of the fault itself.
        pass
    return rows, ends


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            yield block


def _whole_encoding(path: Path) -> str:
    """The encoding in which the whole file is text."""
    name: str = encoding_of(path, first_bytes(path))
    for attempt in dict.fromkeys((name, "cp1252")) if name == "utf-8-sig" else (name,):
        decoder = codecs.getincrementaldecoder(attempt)()
        try:
            for block in _blocks(path):
                if b"\0" in block and not attempt.startswith("utf-16"):
                    raise InputError(
                        f"{path.name} is not text (it holds NUL bytes): save it as CSV UTF-8."
                    )
                decoder.decode(block)
            decoder.decode(b"", final=True)
            return attempt
        except UnicodeDecodeError:
            continue
    raise not_text(path)


def _decode_bytes(path: Path, file_bytes: bytes) -> str:
    return _without_nul(path, file_bytes.decode(_whole_encoding(path)).removeprefix("\ufeff"))


def _text_table(
    path: Path, place: tuple[str, int, int], header: list[str], most: int | None, whole: bool
) -> Sheet:
    """Read the rows under the header; ``place`` is the delimiter, the header's row and its last
    line.
    """
    delimiter, top, line = place
    names = [str(i) for i in range(len(header))]
    uneven_rows: list[tuple[int, str]] = []

    def keep(row: pa_csv.InvalidRow) -> str:
        uneven_rows.append((row.number, row.text))
        return "skip"

    parse = pa_csv.ParseOptions(
        delimiter=delimiter,
        newlines_in_values=True,
        ignore_empty_lines=False,
        invalid_row_handler=keep,
    )
    convert = pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    encoding = _whole_encoding(path).replace("utf-8-sig", "utf8")
    # Row numbers of uneven rows are told by the one-threaded reader only.
    options = pa_csv.ReadOptions(
        use_threads=False, column_names=names, skip_rows=line, encoding=encoding
    )
    try:
        if most is None or whole:
            table = pa_csv.read_csv(arrow_file(path), options, parse, convert)
        else:
            with pa_csv.open_csv(arrow_file(path), options, parse, convert) as reader:
                table = pa.Table.from_batches([reader.read_next_batch()])
            uneven_rows = _limit_uneven(uneven_rows, line, len(table))
    except (pa.ArrowException, StopIteration, UnicodeError, OSError) as error:
        why = (str(error).splitlines() or ["there are no rows"])[0].rstrip(".")
        if "straddling" in why:
            why = "a row has more than 1 MB, so a quotation mark or a line break may be missing"
        raise InputError(f"{path.name} is not a CSV file that can be read: {why}.") from None
    return _place_uneven_rows(path, header, (top, line), table, uneven_rows, delimiter)


def _limit_uneven(
    uneven_rows: list[tuple[int, str]], line: int, even_count: int
) -> list[tuple[int, str]]:
    """The uneven rows among the first ``even_count`` even ones: the reader tells of those of the
    next block as well.
    """
    rows_within: list[tuple[int, str]] = []
    for row in sorted(uneven_rows):
        if row[0] - line > even_count + len(rows_within) + 1:
            break
        rows_within.append(row)
    return rows_within


def _place_uneven_rows(
    path: Path,
    header: list[str],
    place: tuple[int, int],
    table: pa.Table,
    uneven_rows: list[tuple[int, str]],
    delimiter: str,
) -> Sheet:
    """Give uneven rows their place: a short one is filled up, a long one is named, an empty one is
    passed over.
    """
    top, line = place
    uneven_numbers = np.array([number - line + top for number, _ in uneven_rows], int)
    even_numbers = np.setdiff1d(
        np.arange(top + 1, top + 1 + len(table) + len(uneven_numbers)),
        uneven_numbers,
        assume_unique=True,
    )
    short_rows: list[list[str]] = []
    numbers: list[int] = []
    wide_rows: list[int] = []
    for number, (_, text) in zip(uneven_numbers.tolist(), uneven_rows, strict=True):
        try:
            cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error as error:
            raise InputError(
                f"{path.name} is not a CSV file that can be read: row {number:,}, {error}."
            ) from None
        if any(cell.strip() for cell in cells[len(header) :]):
            wide_rows.append(number)
        elif any(cell.strip() for cell in cells):
            short_rows.append((cells + [""] * len(header))[: len(header)])
            numbers.append(number)
    columns = [column.combine_chunks() for column in table.columns]
    if short_rows:
        more = [pa.array(cells, pa.string()) for cells in zip(*short_rows, strict=True)]
        columns = [pa.concat_arrays([a, b]) for a, b in zip(columns, more, strict=True)]
    sheet = sheet_of(
        header,
        top,
        np.concatenate([even_numbers, np.array(numbers, int)]),
        columns,
        wide_rows,
        delimiter,
    )
    for name, column in zip(header, sheet.columns, strict=True):
        if pc.any(pc.match_substring_regex(column.words, "[\\r\\n]")).as_py():
            broken = column.matches("[\\r\\n]")
            where = f"row {sheet.rows[broken.argmax()]:,}, column '{shorten(name.strip(), 60)}'"
            text = f"has a line break within a cell ({where})"
            raise InputError(
                f"{path.name} {text}: close the quotation mark before it, or take the break out."
            )
    return sheet
