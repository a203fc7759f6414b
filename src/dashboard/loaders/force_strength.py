"""Reads the MPS's force strength file: one row a month, one column a kind of worker, in full-time
equivalents.

Each figure is a snapshot of one month: its period runs from the month's first day to its last.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from dashboard.declared.models import Area, Measure, Source
from dashboard.errors import InputError
from dashboard.loaders.columns import MARKS, Row
from dashboard.loaders.model import COVERAGE_COLUMNS, FACT_COLUMNS, Finding, LoadedFile
from dashboard.loaders.numbers import number_of
from dashboard.loaders.periods import last_day, month_of, refuse_later_period
from dashboard.loaders.sheets import read_lines, read_sheet
from dashboard.loaders.text import Findings, find_columns, missing_columns, note_other_columns


def _strength(text: str, measure: Measure) -> float | str:
    """Return the full-time equivalents, or the fault that the text has as a number of them."""
    value = number_of(text)
    if value is None:
        return "is not a number"
    low = 0.0 if measure.least is None else measure.least
    high = float("inf") if measure.most is None else measure.most
    return value if low <= value <= high else f"is outside {low:g} to {high:g}"


def _places(header: list[str], source: Source) -> dict[str, int]:
    """Return 'date' and measure ids -> position in ``header``."""
    names = {"date": source.columns.get("date", ()), **{m.id: m.aliases for m in source.measure}}
    return find_columns(header, source.model_copy(update={"columns": names}))


def _expected_headers(source: Source) -> dict[str, str]:
    """Return 'date' and measure ids -> the header that the file is expected to have."""
    date = (*source.columns.get("date", ()), "date")[0]
    return {"date": date} | {m.id: (*m.aliases, m.id)[0] for m in source.measure}


def fits(path: Path, source: Source) -> bool:
    """Whether a row has the date and every measure of ``source`` as headers. Never raises."""
    try:
        read_sheet(path, source, lambda cells: _is_header(cells, source), most=1)
    except InputError:
        return False
    return True


def _is_header(cells: list[str], source: Source) -> bool:
    return _places(cells, source).keys() == _expected_headers(source).keys()


def read_file(
    path: Path,
    source: Source,
    areas: Mapping[str, Area],
    aliases: Mapping[str, str],
    published: dt.date | None = None,
) -> LoadedFile:
    """Read one file of force strength; every figure is of the MPS as a whole.

    ``areas`` is by code; no area is named in the file, so ``aliases`` are not used. Anything wrong
    with the file is a finding and never an exception; with an error among the findings the tables
    stay empty.
    """
    loaded_file = LoadedFile(source.id, path)
    try:
        lines = read_lines(path, source, lambda cells: _is_header(cells, source))
    except InputError as error:
        loaded_file.findings.append(Finding("error", str(error)))
        return loaded_file
    header = lines.header
    places = _places(header, source)
    missing = [title for name, title in _expected_headers(source).items() if name not in places]
    if missing:
        loaded_file.findings.append(missing_columns(path, missing, header, lines.top))
        return loaded_file
    findings = Findings(list(lines.findings))
    note_other_columns(header, places.values(), lines.top, findings)
    facts: dict[tuple[dt.date, str], tuple[float, int]] = {}
    loaded_file.rows_read = len(lines.rows)
    for line in lines.rows:
        _read_row(line, header, places, source, facts, findings, published)
    if not loaded_file.rows_read:
        findings.add("no rows", f"{path.name} has a header but no rows: download it again.")
    _warn_of_gaps({month for month, _ in facts}, findings)
    loaded_file.findings = findings.collect()
    if not loaded_file.is_refused:
        mps = next(area.code for area in areas.values() if area.level == "mps")
        loaded_file.facts = _frame(facts, mps)
        periods = loaded_file.facts[["period_start", "period_end"]].drop_duplicates()
        loaded_file.coverage = periods.assign(level="mps")[list(COVERAGE_COLUMNS)].reset_index(
            drop=True
        )
    return loaded_file


def _read_row(
    line: Row,
    header: list[str],
    places: Mapping[str, int],
    source: Source,
    facts: dict[tuple[dt.date, str], tuple[float, int]],
    findings: Findings,
    published: dt.date | None,
) -> None:
    """Add one row's figures to ``facts`` (month and measure -> figure and row number)."""
    number, row = line
    if any(cell.strip() for cell in row[len(header) :]):
        text = (
            f"The row has more cells than the {len(header)} headers: a comma in a number needs"
            " quotation marks."
        )
        findings.add("more cells than headers", text, number)
        return
    cells = {name: row[at].strip() if at < len(row) else "" for name, at in places.items()}
    month = month_of(cells["date"])
    date_title = header[places["date"]].strip()
    if isinstance(month, str):
        findings.add("bad date", f"Date '{cells['date']}' {month}.", number, date_title)
    else:
        refuse_later_period(last_day(month), published, number, date_title, findings)
    for measure in source.measure:
        text, title = cells[measure.id], header[places[measure.id]].strip()
        if text.casefold() in MARKS:
            shown = f"'{text}'" if text else "An empty cell"
            findings.add(
                "no figure", f"{shown} is no figure and is left out.", number, title, "warning"
            )
            continue
        value = _strength(text, measure)
        if isinstance(value, str):
            findings.add("bad strength", f"Strength '{text}' {value}.", number, title)
        if isinstance(value, str) or isinstance(month, str):
            continue
        earlier_value, at = facts.setdefault((month, measure.id), (value, number))
        label = f"{title} of {month:%B %Y}"
        if at != number and earlier_value == value:
            text = (
                f"{label} is given twice with the same value (first in row {at}); it is counted"
                " once."
            )
            findings.add("repeated row", text, number, title, "note")
        elif at != number:
            text = (
                f"{label} is given twice with different values: {earlier_value:g} in row {at}, {value:g}"
                " here."
            )
            findings.add("contradictory rows", text, number, title)


def _frame(facts: Mapping[tuple[dt.date, str], tuple[float, int]], area: str) -> pd.DataFrame:
    nan = float("nan")
    records = [
        (measure, area, month, last_day(month), "", "", value) + (nan, nan, nan)
        for (month, measure), (value, _) in sorted(facts.items())
    ]
    days = {"period_start": "datetime64[us]", "period_end": "datetime64[us]"}
    return pd.DataFrame(records, columns=list(FACT_COLUMNS)).astype(days)


def _warn_of_gaps(months: set[dt.date], findings: Findings) -> None:
    """Warn of each month that is missing between the first and the last."""
    if not months:
        return
    for month in pd.date_range(min(months), max(months), freq="MS").date:
        if month not in months:
            findings.add(
                "missing month", f"The file has no row for {month:%B %Y}.", severity="warning"
            )
