"""Reads MOPAC's Public Attitude Survey files: one row a date, area and measure, with a proportion.

The publisher's files differ in delimiter, date style, line ends, and in whether proportions are
whole per cents; all come through here. A file for London alone may have no column of areas.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from dashboard.declared.models import Area, Source
from dashboard.errors import InputError
from dashboard.loaders.attitude_rows import (
    NUMBER,
    Sheet,
    _read_rows,
    base_of,
)
from dashboard.loaders.columns import MARKS
from dashboard.loaders.model import COVERAGE_COLUMNS, FACT_COLUMNS, Finding, LoadedFile
from dashboard.loaders.sheets import read_lines, read_sheet
from dashboard.loaders.text import (
    MOST_OF_A_KIND,
    Findings,
    find_columns,
    missing_columns,
    note_other_columns,
)

REQUIRED_COLUMNS = ("date", "borough", "measure", "proportion")
"""Canonical columns without which the file cannot be read; ``survey`` may be absent, and
``borough`` in a file for London alone.
"""

_ROWS_TO_RECOGNISE = 1_000
"""Rows by whose areas a file is recognised."""
_MPS = {"mps", "mps total", "metropolitan police service"}


def fits(path: Path, source: Source) -> bool:
    """Whether ``path`` has the survey's columns, and areas of the level of ``source``."""
    try:
        sheet = read_sheet(
            path, source, lambda cells: _is_header(cells, source), most=_ROWS_TO_RECOGNISE
        )
    except InputError:
        return False
    place = find_columns(sheet.header, source).get("borough")
    if place is None:
        return source.level == "mps"
    column = sheet.columns[place]
    names = {column[i].casefold() for i in range(len(sheet.rows))} - {""}
    return source.level == ("mps" if names and names <= _MPS else "borough")


def _is_header(cells: list[str], source: Source) -> bool:
    return find_columns(cells, source).keys() >= set(_required_columns(source))


def _required_columns(source: Source) -> tuple[str, ...]:
    return tuple(name for name in REQUIRED_COLUMNS if name != "borough" or source.level != "mps")


def read_file(
    path: Path,
    source: Source,
    areas: Mapping[str, Area],
    aliases: Mapping[str, str],
    published: dt.date | None = None,
) -> LoadedFile:
    """Read one file of the survey.

    ``areas`` is by code; ``aliases`` maps a casefolded spelling to a code. A fact's value is the
    published proportion times the base that ``source`` assumes: people who agree. A period that
    ends after ``published`` is an error. Anything wrong with the file is a finding and never an
    exception; with an error among the findings the tables stay empty.
    """
    loaded_file = LoadedFile(source.id, path)
    sheet = _open_sheet(path, source, areas, aliases)
    if isinstance(sheet, Finding):
        loaded_file.findings.append(sheet)
        return loaded_file
    sheet.published = published
    note_other_columns(sheet.lines.header, sheet.columns.values(), sheet.lines.top, sheet.findings)
    _note_of_percent(sheet)
    _read_rows(sheet)
    loaded_file.rows_read = sheet.rows_read
    findings = sheet.findings
    if not sheet.rows_read:
        findings.add("no rows", f"{path.name} has a header but no rows: download it again.")
    records = _records(sheet)
    if sheet.respelling_counts:
        list_text = ", ".join(
            f"'{name}' ({n:,})"
            for name, n in sorted(sheet.respelling_counts.items())[:MOST_OF_A_KIND]
        )
        text = f"{sheet.respelling_counts.total():,} rows use another spelling of an area: {list_text}."
        findings.add("other spelling", text, column=sheet.title("borough"), severity="note")
    if sheet.mark_counts:
        list_text = ", ".join(f"'{mark}': {n:,}" for mark, n in sheet.mark_counts.most_common())
        text = (
            f"{sheet.mark_counts.total():,} rows have a mark in place of a proportion ({list_text}): they"
            " are left out."
        )
        findings.add("no proportion", text, column=sheet.title("proportion"), severity="note")
    _warn_of_gaps(sheet.facts, sheet.names, source, findings)
    loaded_file.findings = findings.collect()
    if not loaded_file.is_refused:
        days = {"period_start": "datetime64[us]", "period_end": "datetime64[us]"}
        loaded_file.facts = pd.DataFrame(records, columns=list(FACT_COLUMNS)).astype(days)
        periods = (
            loaded_file.facts[["period_start", "period_end"]]
            .drop_duplicates()
            .sort_values("period_end")
        )
        periods.insert(0, "level", source.level)
        loaded_file.coverage = periods[list(COVERAGE_COLUMNS)].reset_index(drop=True)
    return loaded_file


def _open_sheet(
    path: Path, source: Source, areas: Mapping[str, Area], aliases: Mapping[str, str]
) -> Sheet | Finding:
    """Return the file with its columns found, or the error that keeps it from being read."""
    try:
        lines = read_lines(path, source, lambda cells: _is_header(cells, source))
    except InputError as error:
        return Finding("error", str(error))
    columns = find_columns(lines.header, source)
    missing_names = [
        (source.columns.get(name) or (name,))[0]
        for name in _required_columns(source)
        if name not in columns
    ]
    if missing_names:
        return missing_columns(path, missing_names, lines.header, lines.top)
    names = {a.name.casefold(): a for a in areas.values() if a.level == source.level}
    areas_by_spelling = dict(names)
    for spelling, code in aliases.items():
        if code in areas and areas[code].level == source.level:
            areas_by_spelling.setdefault(spelling.casefold(), areas[code])
    percent = _gives_percent(
        [row[columns["proportion"]] for _, row in lines.rows if len(row) > columns["proportion"]]
    )
    return Sheet(
        source,
        lines,
        columns,
        names,
        areas_by_spelling,
        percent,
        findings=Findings(list(lines.findings)),
    )


def _gives_percent(cells: list[str]) -> bool:
    """Whether every figure is a per cent: above 1 (or 0), or written with the sign."""
    figures = [cell.strip() for cell in cells if cell.strip().casefold() not in MARKS]
    if figures and all(cell.endswith("%") for cell in figures):
        return True
    values = [float(cell.replace(",", ".")) for cell in figures if NUMBER.fullmatch(cell)]
    return any(value > 1 for value in values) and all(
        value == 0 or 1 < value <= 100 for value in values
    )


def _note_of_percent(sheet: Sheet) -> None:
    if sheet.percent:
        text = (
            "Every figure is a per cent and is read as one, so 73 is a proportion of 0.73; whole"
            " per cents are "
        )
        text += "rounded to one point."
        sheet.findings.add("per cents", text, column=sheet.title("proportion"), severity="note")


def _records(sheet: Sheet) -> list[tuple[object, ...]]:
    """A tuple a fact, in the order of ``FACT_COLUMNS``."""
    records: list[tuple[object, ...]] = []
    # Of thousands of facts there are a few dozen periods.
    bases, starts = {}, {}
    for end in {end for _, _, end in sheet.facts}:
        bases[end] = base_of(sheet.source, end)
        starts[end] = pd.Timestamp(end) + pd.Timedelta(days=1) - pd.DateOffset(years=1)
    for (measure_id, code, end), (value, number) in sheet.facts.items():
        base = bases[end]
        if base is None:
            text = (
                f"sources/{sheet.source.id}.toml declares no sample for the period that ends"
                f" {end:%d/%m/%Y}."
            )
            sheet.findings.add("no sample declared", text, number, sheet.title("date"))
            continue
        people = round(value * base, 6)
        nan = float("nan")
        records.append(
            (
                measure_id,
                code,
                starts[end],
                pd.Timestamp(end),
                "",
                "",
                people,
                float(base),
                nan,
                nan,
            )
        )
    return records


def _warn_of_gaps(
    facts: Mapping[tuple[str, str, dt.date], object],
    names: Mapping[str, Area],
    source: Source,
    findings: Findings,
) -> None:
    """Warn of a period and measure for which some areas have no row, as in a file cut short."""
    have = Counter((end, measure) for measure, _, end in facts)
    for (end, measure), n in sorted(have.items()):
        if n < len(names):
            lacks = f"lacks {len(names) - n} of {len(names)} areas ({source.level})"
            text = f"Measure '{measure}' at {end:%d/%m/%Y} {lacks}."
            findings.add("areas without a row", text, severity="warning")
