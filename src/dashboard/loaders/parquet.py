"""Tables of a Parquet file, as text column by column."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.errors import InputError
from dashboard.loaders.columns import (
    MOST_LINES,
    IsHeader,
    Lines,
    Sheet,
    check_width,
    no_header,
    sheet_of,
    too_long,
)
from dashboard.loaders.file_names import arrow_file

MOST_ROWS, MOST_CELLS = 1_200_000, 20_000_000
"""Rows, and rows times columns: a few bytes of a Parquet file may stand for any number of alike
cells.
"""
MOST_BYTES = 512 << 20
"""Of a Parquet file's columns unpacked, as the file declares and as they are found."""
MOST_OF_A_CELL = 32_767
"""Bytes: what a cell of a spreadsheet may hold."""
_BATCH = 8_192


def first_row(path: Path) -> list[str]:
    """The names of the columns. Raises InputError."""
    with _open_parquet(path) as file:
        return [str(name) for name in file.schema_arrow.names]


def read_parquet_lines(path: Path, is_header: IsHeader) -> Lines:
    """Return the table row by row; none of its rows where its columns' names do not pass.

    Raises InputError.
    """
    with _open_parquet(path) as file:
        rows = file.metadata.num_rows
    header = first_row(path)
    if not is_header(header):
        return Lines(header, 1, [])
    if rows > MOST_LINES:
        raise too_long(path)
    sheet = read_parquet(path, is_header, None)
    return Lines(sheet.header, sheet.top, list(sheet.lines()), findings=sheet.findings)


def read_parquet(path: Path, is_header: IsHeader, most: int | None) -> Sheet:
    """Return the table, if its columns' names pass ``is_header``; at most about ``most`` rows.

    Raises InputError.
    """
    with _open_parquet(path) as file:
        header = [str(name) for name in file.schema_arrow.names]
        if not is_header(header):
            raise no_header(path, header)
        try:
            batches, size = [], 0
            for batch in file.iter_batches(min(most or _BATCH, _BATCH)):
                size += batch.nbytes
                if size > MOST_BYTES:
                    raise _too_large(path, f"unpacks to more than {MOST_BYTES >> 20} MB")
                batches.append(batch)
                if most is not None:
                    break
            table = pa.Table.from_batches(
                batches, batches[0].schema if batches else file.schema_arrow
            )
            columns = [_as_text(column) for column in table.columns]
            for name, column in zip(header, columns, strict=True):
                words = column.dictionary if pa.types.is_dictionary(column.type) else column
                longest = pc.max(pc.binary_length(words)).as_py() or 0
                if longest > MOST_OF_A_CELL:
                    raise _too_large(
                        path, f"has a cell of {longest:,} bytes in column '{name[:60]}'"
                    )
        except (
            pa.ArrowException,
            OSError,
            ValueError,
            MemoryError,
            OverflowError,
            NotImplementedError,
        ) as error:
            raise _damage_error(path, error) from None
    return sheet_of(header, 1, np.arange(2, 2 + len(table)), columns)


def _open_parquet(path: Path) -> pq.ParquetFile:
    """Open the file, once what it declares is within the limits; its texts are unpacked once each."""
    try:
        file = pq.ParquetFile(arrow_file(path))
        texts = [
            field.name
            for field in file.schema_arrow
            if pa.types.is_string(field.type) or pa.types.is_binary(field.type)
        ]
        about = file.metadata
        if texts:
            file = pq.ParquetFile(arrow_file(path), read_dictionary=texts)
        unpacked_bytes = sum(
            about.row_group(i).total_byte_size for i in range(about.num_row_groups)
        )
    except (pa.ArrowException, OSError, ValueError, MemoryError, OverflowError) as error:
        raise _damage_error(path, error) from None
    check_width(path, file.schema_arrow.names)
    cells = about.num_rows * about.num_columns
    if about.num_rows > MOST_ROWS:
        raise _too_large(
            path, f"declares {about.num_rows:,} rows, over the {MOST_ROWS:,} that a table may have"
        )
    if cells > MOST_CELLS:
        raise _too_large(
            path, f"declares {cells:,} cells, over the {MOST_CELLS:,} that a table may have"
        )
    if unpacked_bytes > MOST_BYTES:
        raise _too_large(
            path,
            f"declares {unpacked_bytes >> 20:,} MB unpacked, over the {MOST_BYTES >> 20} MB of a table",
        )
    return file


def _too_large(path: Path, what: str) -> InputError:
    return InputError(f"{path.name} {what}: divide it or save it as CSV.")


def _damage_error(path: Path, error: BaseException) -> InputError:
    why = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")[:120]
    return InputError(f"{path.name} is not a Parquet file that can be read: {why}.")


def _as_text(column: pa.ChunkedArray) -> pa.Array:
    """A typed column as text: a moment at midnight as its day, nothing and not-a-number as ''."""
    if pa.types.is_dictionary(column.type) and pa.types.is_string(column.type.value_type):
        return _words(column)
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


def _words(column: pa.ChunkedArray) -> pa.Array:
    """Words kept once each, with '' for nothing: one long word in every row takes no more room than
    itself.
    """
    cells = column.unify_dictionaries().combine_chunks()
    words = pa.concat_arrays([cells.dictionary.fill_null(""), pa.array([""])])
    codes = cells.indices.cast(pa.int32()).fill_null(len(words) - 1)
    return pa.DictionaryArray.from_arrays(codes, words)
