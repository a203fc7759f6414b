"""Rows of a CSV, Parquet or XLSX file, alike: a header found by its columns, and cells as text column by column.

What a file is, is told by its first bytes and not by its name.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from dashboard.errors import InputError
from dashboard.loaders.text import read_rows

IsHeader = Callable[[list[str]], bool]
"""Whether a row's cells are the header that is looked for."""

MARKS = frozenset(("", "[c]", "[x]", "[z]", "[u]", "..", ":", "-", "n/a", "na"))
"""What publishers write, in lower case, where there is no figure."""
_PREAMBLE = 30
"""Rows within which the header must stand."""
_HEAD_BYTES = 1 << 18
_SHEET = "data"
_SAMPLE = 10_000
"""Rows by which it is told whether a column repeats itself enough for its words to be kept once each."""
_DAMAGED = (KeyError, ValueError, IndexError, TypeError, AttributeError, EOFError, NotImplementedError, OSError)
"""What openpyxl raises on a damaged workbook."""
_NOTHING = pa.array([], pa.string())


@dataclass(frozen=True)
class Column:
    """One column of text: row ``i`` holds ``words[codes[i]]``; words are stripped and may repeat."""

    codes: np.ndarray
    words: pa.StringArray

    def __getitem__(self, row: int) -> str:
        """The text of row ``row``."""
        return self.words[self.codes[row]].as_py()

    def among(self, texts: Iterable[str]) -> np.ndarray:
        """A boolean a row: whether its text is one of ``texts``, as written, capitalised or in capitals."""
        wanted = {way for text in texts for way in (text, text.capitalize(), text.upper())}
        return pc.is_in(self.words, pa.array(sorted(wanted), pa.string())).to_numpy(zero_copy_only=False)[self.codes]


@dataclass(frozen=True)
class Sheet:
    """A table as text: no row without any text, and rows numbered as a spreadsheet numbers them."""

    header: list[str]
    top: int
    """Row of the header."""
    rows: np.ndarray
    """Row number of each row of ``columns``."""
    columns: list[Column]
    wide: list[int] = field(default_factory=list)
    """Numbers of rows with text beyond the last header; they are not among ``rows``."""

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """Row number and cells, row by row: for small files."""
        for i, number in enumerate(self.rows):
            yield int(number), [column[i] for column in self.columns]


def read_sheet(path: Path, is_header: IsHeader, most: int | None = None) -> Sheet:
    """Return the table of ``path`` whose header passes ``is_header``; at most about ``most`` rows of it.

    Raises InputError with one sentence where the file cannot be read or holds no such header. The header may
    follow up to 29 other rows in a text file or workbook. A workbook is read from its sheet 'data', else its
    first, as last calculated; a cell shown as a percentage is read with its percent sign.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_HEAD_BYTES)
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror or error}.") from None
    if start.startswith(b"PAR1"):
        return _parquet(path, is_header, most)
    if start.startswith(b"PK\x03\x04"):
        return _workbook(path, is_header, most)
    return _delimited(path, start, is_header, most)


def _no_header(path: Path, first: list[str]) -> InputError:
    seen = ", ".join(f"'{cell.strip()}'" for cell in first if cell.strip())[:200] or "empty"
    return InputError(f"{path.name} has no row with the columns that its source needs; its first row is {seen}.")


def _sheet(header: list[str], top: int, rows: np.ndarray, table: list[pa.Array], wide: list[int]) -> Sheet:
    columns = []
    for cells in table:
        codes, words = np.arange(len(cells)), cells
        if len(cells) <= _SAMPLE or pc.count_distinct(cells[:_SAMPLE]).as_py() < _SAMPLE / 2:
            coded = cells.dictionary_encode()
            codes, words = coded.indices.to_numpy(), coded.dictionary
        columns.append(Column(codes, pc.utf8_trim_whitespace(words)))
    empty = np.ones(len(rows), bool)
    for column in columns:
        empty &= column.among([""])
    order = np.argsort(rows, kind="stable")
    order = order[~empty[order]]
    if len(order) < len(rows) or (np.diff(order) != 1).any():
        rows = rows[order]
        columns = [Column(column.codes[order], column.words) for column in columns]
    return Sheet(header, top, rows, columns, wide)


def _delimited(path: Path, start: bytes, is_header: IsHeader, most: int | None) -> Sheet:
    whole = len(start) < _HEAD_BYTES
    text = start.decode("utf-8-sig", errors="replace")
    if "\0" not in text:
        for delimiter in ",;\t":
            head = io.StringIO(text, newline="")
            reader = csv.reader(head, delimiter=delimiter)
            try:
                for top, cells in zip(range(1, _PREAMBLE + 1), reader, strict=False):
                    if is_header(cells):
                        if whole and not head.read().strip():
                            return _sheet(cells, top, np.array([], int), [_NOTHING] * len(cells), [])
                        return _text_table(path, (delimiter, top, reader.line_num), cells, most, whole)
            except csv.Error:
                continue
    if most is not None:
        raise _no_header(path, [])
    rows, _ = read_rows(path)  # Where it is no text at all, this says so in its own sentence.
    raise _no_header(path, next(row for row in rows if any(cell.strip() for cell in row)))


def _text_table(path: Path, place: tuple[str, int, int], header: list[str], most: int | None, whole: bool) -> Sheet:
    """Read the rows under the header; ``place`` is the delimiter, the header's row and its last line."""
    delimiter, top, line = place
    names = [str(i) for i in range(len(header))]
    ragged: list[tuple[int, str]] = []

    def keep(row: pa_csv.InvalidRow) -> str:
        ragged.append((row.number, row.text))
        return "skip"

    parse = pa_csv.ParseOptions(
        delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=keep
    )
    convert = pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    # Row numbers of uneven rows are told by the one-threaded reader only.
    options = pa_csv.ReadOptions(use_threads=False, column_names=names, skip_rows=line, encoding=_encoding(path))
    try:
        if most is None or whole:
            table = pa_csv.read_csv(path, options, parse, convert)
        else:
            with pa_csv.open_csv(path, options, parse, convert) as reader:
                table = pa.Table.from_batches([reader.read_next_batch()])
    except (pa.ArrowException, StopIteration) as error:
        why = (str(error).splitlines() or ["there are no rows"])[0].rstrip(".")
        raise InputError(f"{path.name} is not a CSV file that can be read: {why}.") from None
    return _with_ragged(path, header, (top, line), table, ragged, delimiter)


def _encoding(path: Path) -> str:
    for name in ("utf8", "cp1252"):
        decoder = codecs.getincrementaldecoder(name)()
        try:
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    decoder.decode(block)
            decoder.decode(b"", final=True)
            return name
        except UnicodeDecodeError:
            continue
    raise InputError(f"{path.name} is not text in UTF-8 or Windows-1252: save it as CSV UTF-8.")


def _with_ragged(
    path: Path,
    header: list[str],
    place: tuple[int, int],
    table: pa.Table,
    ragged: list[tuple[int, str]],
    delimiter: str,
) -> Sheet:
    """Give uneven rows their place: a short one is filled up, a long one is named, an empty one is passed over."""
    top, line = place
    uneven = np.array([number - line + top for number, _ in ragged], int)
    even = np.setdiff1d(np.arange(top + 1, top + 1 + len(table) + len(uneven)), uneven, assume_unique=True)
    kept: list[list[str]] = []
    numbers: list[int] = []
    wide: list[int] = []
    for number, (_, text) in zip(uneven.tolist(), ragged, strict=True):
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        if any(cell.strip() for cell in cells[len(header) :]):
            wide.append(number)
        elif any(cell.strip() for cell in cells):
            kept.append((cells + [""] * len(header))[: len(header)])
            numbers.append(number)
    columns = [column.combine_chunks() for column in table.columns]
    if kept:
        more = [pa.array(cells, pa.string()) for cells in zip(*kept, strict=True)]
        columns = [pa.concat_arrays([a, b]) for a, b in zip(columns, more, strict=True)]
    sheet = _sheet(header, top, np.concatenate([even, np.array(numbers, int)]), columns, wide)
    for name, column in zip(header, sheet.columns, strict=True):
        broken = pc.match_substring_regex(column.words, "[\\r\\n]").to_numpy(zero_copy_only=False)[column.codes]
        if broken.any():
            text = f"has a line break within a cell (row {sheet.rows[broken.argmax()]:,}, column '{name.strip()}')"
            raise InputError(f"{path.name} {text}: close the quotation mark before it, or take the break out.")
    return sheet


def _parquet(path: Path, is_header: IsHeader, most: int | None) -> Sheet:
    try:
        with pq.ParquetFile(path) as file:
            header = list(file.schema_arrow.names)
            if not is_header(header):
                raise _no_header(path, header)
            if most is None:
                table = file.read()
            else:
                table = pa.Table.from_batches(list(file.iter_batches(most))[:1], file.schema_arrow)
        columns = [_as_text(column) for column in table.columns]
    except (pa.ArrowException, OSError) as error:
        why = str(error).splitlines()[0].rstrip(".")
        raise InputError(f"{path.name} is not a Parquet file that can be read: {why}.") from None
    return _sheet(header, 1, np.arange(2, 2 + len(table)), columns, [])


def _as_text(column: pa.ChunkedArray) -> pa.Array:
    """A typed column as text: a moment at midnight as its day, nothing and not-a-number as ''."""
    cells = column.combine_chunks()
    if pa.types.is_dictionary(cells.type):
        cells = cells.dictionary_decode()
    if pa.types.is_timestamp(cells.type):
        cells = cells.cast(pa.timestamp(cells.type.unit))
        days = pc.floor_temporal(cells, unit="day")
        if pc.all(pc.equal(cells, days)).as_py() is not False:
            cells = cells.cast(pa.date32())
    if pa.types.is_floating(cells.type):
        cells = pc.if_else(pc.is_nan(cells), None, cells)
    return cells.cast(pa.string()).fill_null("")


def _cell(cell: object, number_format: str) -> str:
    """One cell of a workbook as a reader of it would write it."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return f"{cell * 100:.15g}%" if "%" in number_format else repr(cell)
    return str(cell)


def _workbook(path: Path, is_header: IsHeader, most: int | None) -> Sheet:
    # Given open: by its name openpyxl would refuse a workbook whose name does not end in .xlsx.
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True)
            sheets = book.worksheets
            page = next((sheet for sheet in sheets if sheet.title.strip().casefold() == _SHEET), sheets[0])
            page.reset_dimensions()  # Some programs write an extent that cuts the sheet short.
            return _page(path, page, is_header, most)
        except (InvalidFileException, zipfile.BadZipFile, zlib.error, ElementTree.ParseError, *_DAMAGED) as error:
            raise InputError(f"{path.name} is not a workbook that can be read ({error}): save it as XLSX.") from None


def _page(path: Path, page: ReadOnlyWorksheet, is_header: IsHeader, most: int | None) -> Sheet:
    first: list[str] = []
    header: list[str] = []
    top, kept, numbers, wide = 0, [], [], []
    for number, row in enumerate(page.iter_rows(), start=1):
        cells = [_cell(cell.value, cell.number_format if cell.value is not None else "") for cell in row]
        if not any(cells):
            continue
        first = first or cells
        if not header:
            if number > _PREAMBLE:
                break
            if is_header(cells):
                header, top = cells, number
            continue
        if any(cell.strip() for cell in cells[len(header) :]):
            wide.append(number)
            continue
        kept.append((cells + [""] * len(header))[: len(header)])
        numbers.append(number)
        if most is not None and len(kept) >= most:
            break
    if not header:
        raise _no_header(path, first)
    columns = [pa.array([cells[i] for cells in kept], pa.string()) for i in range(len(header))]
    return _sheet(header, top, np.array(numbers, int), columns, wide)
