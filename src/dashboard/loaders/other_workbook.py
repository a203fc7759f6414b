"""Sheets of XLS, XLSB, ODS and Strict OOXML workbooks, read by calamine in a process of its own.

The library lays a sheet out whole before it gives a row of it, so that a cell far down and to the
right would take the machine's memory, and what it cannot read may end its process: both end the
other process alone, with a sentence.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from dashboard.errors import InputError
from dashboard.loaders.columns import Row
from dashboard.loaders.kinds import MOST_COLUMNS
from dashboard.loaders.model import Finding
from dashboard.loaders.pages import Page, Range, too_wide

_SECONDS = 120
_UNSEEN = (
    "In a workbook of this kind it cannot be seen which rows are hidden or which figures are"
    " percentages."
)


@contextmanager
def open_other(path: Path) -> Iterator[list[Page]]:
    """The sheets of the workbook. Raises InputError where it cannot be read."""
    about = path.stat()
    yield [_page(path, sheet) for sheet in _read_cached(path, (about.st_size, about.st_mtime_ns))]


@lru_cache(maxsize=2)
def _read_cached(path: Path, stamp: tuple[int, int]) -> list[dict]:
    """Kept, as each source is tried on the same file; ``stamp`` tells of a change."""
    command = [
        sys.executable,
        "-I",
        str(Path(__file__).with_name("calamine_process.py")),
        str(path.resolve()),
    ]
    try:
        process = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise InputError(
            f"{path.name} takes more than {_SECONDS} seconds to read: save the table as CSV."
        ) from None
    if process.returncode == 3:
        raise InputError(f"{path.name} {process.stdout.decode('utf-8', errors='replace')}")
    if process.returncode:
        raise InputError(
            f"{path.name} is not a workbook that can be read, or is too large: save the table as"
            " CSV."
        )
    sheets: list[dict] = json.loads(process.stdout)
    return sheets


def _page(path: Path, sheet: dict) -> Page:
    ranges: list[Range] = [tuple(area) for area in sheet["merged"]]  # type: ignore[misc]
    return Page(
        sheet["title"],
        lambda: _rows(path, sheet),
        sheet["hidden"],
        lambda: ranges,
        findings=[Finding("note", _UNSEEN)],
    )


def _rows(path: Path, sheet: dict) -> Iterator[Row]:
    for number, cells in sheet["rows"]:
        if len(cells) > MOST_COLUMNS:
            raise too_wide(path, len(cells), sheet["title"], number)
        yield number, list(cells)
