"""Rows of a recorded crime file: one row an area and category, one column a month (``YYYYMM``)."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.declared.models import Source
from dashboard.errors import InputError
from dashboard.loaders.columns import MARKS, Row
from dashboard.loaders.numbers import whole_number_of
from dashboard.loaders.periods import refuse_later_period
from dashboard.loaders.sheets import read_lines
from dashboard.loaders.text import MOST_OF_A_KIND, Findings, find_columns

_MONTH = re.compile(r"(20[0-9]{2})(0[1-9]|1[0-2])")
_NEAR_MONTH = re.compile(
    r"\d{4,}|\d{4}-\d{2}-\d{2}|[A-Za-z]{3,9}[-/ ]\d{2,4}|\d{1,2}[-/]\d{4}|\d{4}[-/]\d{1,2}"
)
TEXT = ("major", "minor", "ward_name", "ward_code", "borough")


@dataclass(frozen=True)
class Header:
    """What the columns of a file are: position of each canonical column and of each month."""

    row: int
    """Row of the file, from 1."""
    cells: list[str]
    columns: dict[str, int]
    months: dict[int, pd.Period]
    """Position -> month."""


@dataclass(frozen=True)
class CrimeRows:
    """The rows of a file.

    ``text``: a row of the file each, with str columns major, minor, ward_name, ward_code, borough
    ('' where the file has no such column) and int ``row`` (as a spreadsheet shows it). ``counts``:
    int64 array of offences, a row a row of ``text`` and a column a month of ``months``.
    """

    header: Header
    text: pd.DataFrame
    counts: np.ndarray
    months: tuple[pd.Period, ...]

    def title(self, column: str) -> str:
        """The header that a canonical column bears in this file."""
        return self.header.cells[self.header.columns[column]]


def required_columns(source: Source) -> tuple[str, ...]:
    """The canonical columns that a file of ``source`` must have."""
    return (
        ("major", "minor", "ward_code", "borough")
        if source.level == "ward"
        else ("major", "minor", "borough")
    )


def as_header(cells: list[str], row: int, source: Source) -> Header:
    """What ``cells``, in ``row`` of the file, say of the columns."""
    cells = [cell.strip() for cell in cells]
    months = {
        at: pd.Period(year=int(match[1]), month=int(match[2]), freq="M")
        for at, cell in enumerate(cells)
        if (match := _MONTH.fullmatch(cell))
    }
    return Header(row, cells, find_columns(cells, source), months)


def is_header(header: Header, source: Source) -> bool:
    """Whether it is the header of a file of ``source``: its columns, months, and wards or none."""
    complete = all(name in header.columns for name in required_columns(source))
    return (
        complete
        and bool(header.months)
        and ("ward_code" in header.columns) == (source.level == "ward")
    )


def read_crime_rows(
    path: Path, source: Source, findings: Findings, published: dt.date | None = None
) -> CrimeRows | None:
    """Return the rows of ``path``; None, with an error among ``findings``, where they cannot be
    read.

    A cell that is no whole number counts as nothing here: its error keeps the file out. So does a
    month that ends after ``published``.
    """
    try:
        lines = read_lines(
            path, source, lambda cells: is_header(as_header(cells, 1, source), source)
        )
    except InputError as error:
        findings.add("unreadable file", str(error))
        return None
    findings.single_findings.extend(lines.findings)
    header = as_header(lines.header, lines.top, source)
    _check_header(path, header, source, findings)
    for place, month in header.months.items():
        refuse_later_period(
            month.end_time.date(), published, header.row, header.cells[place], findings
        )
    if any(f.severity == "error" for f in findings.single_findings):
        return None
    numbered_rows = lines.rows
    if not numbered_rows:
        findings.add("no rows", f"{path.name} has a header but no rows: download it again.")
        return None
    if not _check_widths(numbered_rows, header, findings):
        return None
    text = pd.DataFrame({"row": [number for number, _ in numbered_rows]})
    for name in TEXT:
        at = header.columns.get(name)
        text[name] = "" if at is None else [" ".join(row[at].split()) for _, row in numbered_rows]
    in_order = sorted(header.months, key=lambda at: header.months[at])
    cells = np.array([[row[at] for at in in_order] for _, row in numbered_rows], dtype=object)
    counts = _counts(cells, text["row"].to_numpy(), [header.cells[at] for at in in_order], findings)
    return CrimeRows(header, text, counts, tuple(header.months[at] for at in in_order))


def _check_header(path: Path, header: Header, source: Source, findings: Findings) -> None:
    headers = ", ".join(f"'{cell}'" for cell in header.cells if cell and not _MONTH.fullmatch(cell))
    missing_names = [name for name in required_columns(source) if name not in header.columns]
    if missing_names:
        wanted_headers = ", ".join(
            f"'{(source.columns.get(name) or (name,))[0]}'" for name in missing_names
        )
        plural = "columns" if len(missing_names) > 1 else "column"
        text = f"{path.name} has no {plural} {wanted_headers}; its headers beside months are {headers}."
        findings.add("missing column", text, header.row)
    if source.level == "borough" and "ward_code" in header.columns:
        text = (
            f"{path.name} is by ward (it has a column"
            f" '{header.cells[header.columns['ward_code']]}')"
        )
        findings.add(
            "file by ward",
            f"{text}, and '{source.id}' is by borough: name the ward source.",
            header.row,
        )
    if not header.months:
        text = (
            f"{path.name} has no month column: months are headed YYYYMM, such as 202303; its"
            f" headers are {headers}."
        )
        findings.add("no month column", text, header.row)
    _check_months(header, findings)
    _check_other_columns(header, source, findings)


def _check_other_columns(header: Header, source: Source, findings: Findings) -> None:
    for at, cell in enumerate(header.cells):
        if not cell or at in header.months or at in header.columns.values():
            continue
        if _NEAR_MONTH.fullmatch(cell):
            text = f"Header '{cell}' is not a month: months are headed YYYYMM, such as 202303."
            findings.add("bad month", text, header.row, cell)
        else:
            text = f"Column '{cell}' is not declared in sources/{source.id}.toml: it is not read."
            findings.add("undeclared column", text, header.row, cell, "warning")


def _check_months(header: Header, findings: Findings) -> None:
    months = list(header.months.values())
    for month, heads in sorted(Counter(months).items()):
        if heads == 1:
            continue
        text = f"Month {month:%Y%m} heads {heads} columns: leave one."
        findings.add("month given twice", text, header.row, f"{month:%Y%m}")
    if months:
        absent = sorted(set(pd.period_range(min(months), max(months), freq="M")) - set(months))
        for month in absent:
            text = (
                f"Month {month:%Y%m} has no column though earlier and later ones have: it is taken"
                " as not covered."
            )
            findings.add("month without a column", text, header.row, severity="warning")


def _check_widths(numbered_rows: list[Row], header: Header, findings: Findings) -> bool:
    """Whether every row has a cell for each column, and nothing beyond."""
    width = max(*header.months, *header.columns.values()) + 1
    is_even = True
    for number, row in numbered_rows:
        if len(row) < width:
            text = (
                f"The row has {len(row)} cells and the header {len(header.cells)}: the file may be"
                " cut short here."
            )
        elif any(cell.strip() for cell in row[len(header.cells) :]):
            text = (
                f"The row has {len(row)} cells and the header {len(header.cells)}: "
                "a name with a comma needs quotation marks."
            )
        else:
            continue
        findings.add("cells and header differ", text, number)
        is_even = False
    return is_even


def _counts(
    cells: np.ndarray, numbers: np.ndarray, titles: list[str], findings: Findings
) -> np.ndarray:
    """``cells`` as int64; an error for each cell that is no whole number from 0."""
    # A file holds half a million cells and some hundred different texts: only those are looked at
    # one by one.
    places, texts = pd.factorize(cells.ravel())
    counts = [whole_number_of(text) for text in texts]
    values = np.array([-1 if count is None else count for count in counts], dtype=np.int64)
    grid = values[places].reshape(cells.shape)
    bad_cells = np.argwhere(grid < 0)
    for at, month in bad_cells[:MOST_OF_A_KIND]:
        cell = cells[at, month].strip()
        fault = f"'{cell}' is not a whole number of offences from 0"
        if not cell:
            fault = "The cell is empty: write 0 where there were none"
        if cell and cell.casefold() in MARKS:
            fault = (
                f"'{cell}' withholds a number, and here what is left out counts as zero: ask the"
                " publisher for it"
            )
        findings.add("bad number", f"{fault}.", int(numbers[at]), titles[month])
    findings.count["bad number", "error"] += max(0, len(bad_cells) - MOST_OF_A_KIND)
    return grid.clip(min=0)
