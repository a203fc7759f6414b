"""Reads MOPAC's Public Attitude Survey files: one row a date, area and measure, with a proportion.

The publisher's files differ in delimiter, date style, line ends, and in whether proportions are
whole per cents; all come through here. A file for London alone may have no column of areas.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from dashboard.declared.models import Area, Measure, Source
from dashboard.errors import InputError
from dashboard.loaders.columns import MARKS, Lines
from dashboard.loaders.model import COVERAGE_COLUMNS, FACT_COLUMNS, Finding, Loaded
from dashboard.loaders.periods import last_day_of, refuse_later_period
from dashboard.loaders.sheets import read_lines, read_sheet
from dashboard.loaders.text import (
    MOST_OF_A_KIND,
    Findings,
    find_columns,
    missing_columns,
    note_other_columns,
    plain,
)

REQUIRED = ("date", "borough", "measure", "proportion")
"""Canonical columns without which the file cannot be read; ``survey`` may be absent, and
``borough`` in a file for London alone.
"""

_SNIFFED = 1_000
"""Rows by whose areas a file is recognised."""
_MPS = {"mps", "mps total", "metropolitan police service"}

_NUMBER = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)")


def _base(source: Source, period_end: dt.date) -> int | None:
    bounded = sorted((s.until, s.base) for s in source.sample if s.until is not None)
    for until, base in bounded:
        if period_end <= until:
            return base
    return next((s.base for s in source.sample if s.until is None), None)


def _number(text: str, measure: Measure, percent: bool) -> float | str:
    """Return the proportion, or the fault that the text has as one; ``percent``: the whole file
    gives per cents.
    """
    if percent:
        text = text.removesuffix("%").strip()
    if text.endswith("%"):
        return "is a percentage among proportions from 0 to 1"
    if not _NUMBER.fullmatch(text):
        return "is not a number"
    value = float(text.replace(",", ".")) / (100 if percent else 1)
    least = 0.0 if measure.least is None else measure.least
    most = 1.0 if measure.most is None else measure.most
    if most == 1 and 1 < value <= 100 and not percent:
        return "looks like a percentage: the file gives proportions from 0 to 1"
    if not least <= value <= most:
        return f"is outside {least:g} to {most:g}"
    return value


@dataclass
class _Sheet:
    """A file whose columns are found, what its cells may say, and what has been read of it."""

    source: Source
    lines: Lines
    columns: dict[str, int]
    names: dict[str, Area]
    """The source's areas by casefolded name."""
    known: dict[str, Area]
    """The same, and their other spellings."""
    percent: bool = False
    """True: every proportion is given as a per cent."""
    published: dt.date | None = None
    findings: Findings = field(default_factory=Findings)
    rows_read: int = 0
    respelt: Counter[str] = field(default_factory=Counter)
    withheld: Counter[str] = field(default_factory=Counter)
    """Marks in place of a proportion."""
    facts: dict[tuple[str, str, dt.date], tuple[float, int]] = field(default_factory=dict)
    """Measure, area code and date -> proportion and row."""

    def title(self, column: str) -> str:
        """The header that a canonical column bears in this file."""
        return self.lines.header[self.columns[column]].strip()


def fits(path: Path, source: Source) -> bool:
    """Whether ``path`` has the survey's columns, and areas of the level of ``source``."""
    try:
        sheet = read_sheet(path, source, lambda cells: _is_header(cells, source), most=_SNIFFED)
    except InputError:
        return False
    place = find_columns(sheet.header, source).get("borough")
    if place is None:
        return source.level == "mps"
    column = sheet.columns[place]
    names = {column[i].casefold() for i in range(len(sheet.rows))} - {""}
    return source.level == ("mps" if names and names <= _MPS else "borough")


def _is_header(cells: list[str], source: Source) -> bool:
    return find_columns(cells, source).keys() >= set(_required(source))


def _required(source: Source) -> tuple[str, ...]:
    return tuple(name for name in REQUIRED if name != "borough" or source.level != "mps")


def read(
    path: Path,
    source: Source,
    areas: Mapping[str, Area],
    aliases: Mapping[str, str],
    published: dt.date | None = None,
) -> Loaded:
    """Read one file of the survey.

    ``areas`` is by code; ``aliases`` maps a casefolded spelling to a code. A fact's value is the
    published proportion times the base that ``source`` assumes: people who agree. A period that
    ends after ``published`` is an error. Anything wrong with the file is a finding and never an
    exception; with an error among the findings the tables stay empty.
    """
    loaded = Loaded(source.id, path)
    sheet = _open(path, source, areas, aliases)
    if isinstance(sheet, Finding):
        loaded.findings.append(sheet)
        return loaded
    sheet.published = published
    note_other_columns(sheet.lines.header, sheet.columns.values(), sheet.lines.top, sheet.findings)
    _note_of_percent(sheet)
    _read_rows(sheet)
    loaded.rows_read = sheet.rows_read
    findings = sheet.findings
    if not sheet.rows_read:
        findings.add("no rows", f"{path.name} has a header but no rows: download it again.")
    records = _records(sheet)
    if sheet.respelt:
        listed = ", ".join(
            f"'{name}' ({n:,})" for name, n in sorted(sheet.respelt.items())[:MOST_OF_A_KIND]
        )
        text = f"{sheet.respelt.total():,} rows use another spelling of an area: {listed}."
        findings.add("other spelling", text, column=sheet.title("borough"), severity="note")
    if sheet.withheld:
        listed = ", ".join(f"'{mark}': {n:,}" for mark, n in sheet.withheld.most_common())
        text = (
            f"{sheet.withheld.total():,} rows have a mark in place of a proportion ({listed}): they"
            " are left out."
        )
        findings.add("no proportion", text, column=sheet.title("proportion"), severity="note")
    _warn_of_gaps(sheet.facts, sheet.names, source, findings)
    loaded.findings = findings.all()
    if not loaded.refused:
        days = {"period_start": "datetime64[us]", "period_end": "datetime64[us]"}
        loaded.facts = pd.DataFrame(records, columns=list(FACT_COLUMNS)).astype(days)
        periods = (
            loaded.facts[["period_start", "period_end"]].drop_duplicates().sort_values("period_end")
        )
        periods.insert(0, "level", source.level)
        loaded.coverage = periods[list(COVERAGE_COLUMNS)].reset_index(drop=True)
    return loaded


def _open(
    path: Path, source: Source, areas: Mapping[str, Area], aliases: Mapping[str, str]
) -> _Sheet | Finding:
    """Return the file with its columns found, or the error that keeps it from being read."""
    try:
        lines = read_lines(path, source, lambda cells: _is_header(cells, source))
    except InputError as error:
        return Finding("error", str(error))
    columns = find_columns(lines.header, source)
    missing = [
        (source.columns.get(name) or (name,))[0]
        for name in _required(source)
        if name not in columns
    ]
    if missing:
        return missing_columns(path, missing, lines.header, lines.top)
    names = {a.name.casefold(): a for a in areas.values() if a.level == source.level}
    known = dict(names)
    for spelling, code in aliases.items():
        if code in areas and areas[code].level == source.level:
            known.setdefault(spelling.casefold(), areas[code])
    percent = _gives_percent(
        [row[columns["proportion"]] for _, row in lines.rows if len(row) > columns["proportion"]]
    )
    return _Sheet(
        source, lines, columns, names, known, percent, findings=Findings(list(lines.findings))
    )


def _gives_percent(cells: list[str]) -> bool:
    """Whether every figure is a per cent: above 1 (or 0), or written with the sign."""
    figures = [cell.strip() for cell in cells if cell.strip().casefold() not in MARKS]
    if figures and all(cell.endswith("%") for cell in figures):
        return True
    values = [float(cell.replace(",", ".")) for cell in figures if _NUMBER.fullmatch(cell)]
    return any(value > 1 for value in values) and all(
        value == 0 or 1 < value <= 100 for value in values
    )


def _note_of_percent(sheet: _Sheet) -> None:
    if sheet.percent:
        text = (
            "Every figure is a per cent and is read as one, so 73 is a proportion of 0.73; whole"
            " per cents are "
        )
        text += "rounded to one point."
        sheet.findings.add("per cents", text, column=sheet.title("proportion"), severity="note")


def _read_rows(sheet: _Sheet) -> None:
    """Read each row into the facts and findings of ``sheet``."""
    measures = {plain(name): m for m in sheet.source.measure for name in (m.id, *m.aliases)}
    for number, row in sheet.lines.rows:
        sheet.rows_read += 1
        cells = {
            name: row[at].strip() if at < len(row) else "" for name, at in sheet.columns.items()
        }
        date = _checked_date(sheet, cells, number)
        area = (
            _checked_area(sheet, cells["borough"], number)
            if "borough" in cells
            else _only_area(sheet)
        )
        measure = measures.get(plain(cells["measure"]))
        if measure is None:
            text = (
                f"Measure '{cells['measure']}' is not declared in sources/{sheet.source.id}.toml."
            )
            sheet.findings.add("unknown measure", text, number, sheet.title("measure"))
            continue
        value = _checked_value(sheet, row, cells["proportion"], measure, number)
        if value is not None and date is not None and area is not None:
            _keep(sheet, measure, area, date, value, number)


def _checked_date(sheet: _Sheet, cells: Mapping[str, str], number: int) -> dt.date | None:
    """The row's date, and a finding where it has none or is of another survey."""
    date = last_day_of(cells["date"])
    if isinstance(date, str):
        sheet.findings.add(
            "bad date", f"Date '{cells['date']}' {date}.", number, sheet.title("date")
        )
    else:
        refuse_later_period(date, sheet.published, number, sheet.title("date"), sheet.findings)
    if cells.get("survey", "PAS").casefold() != "pas":
        text = f"Survey '{cells['survey']}' is not the Public Attitude Survey ('PAS')."
        sheet.findings.add("another survey", text, number, sheet.title("survey"))
    return None if isinstance(date, str) else date


def _checked_area(sheet: _Sheet, text: str, number: int) -> Area | None:
    """The row's area, or None with a finding; another spelling is counted."""
    spelling = " ".join(text.split())
    area = sheet.known.get(spelling.casefold())
    if area is None:
        kind = (
            "the MPS"
            if sheet.source.level == "mps"
            else f"a {sheet.source.level} the dashboard knows"
        )
        fault = f"'{spelling}' is not {kind}: correct it or add it to areas/aliases.csv."
        sheet.findings.add("unknown area", fault, number, sheet.title("borough"))
    elif spelling != area.name:
        sheet.respelt[spelling] += 1
    return area


def _only_area(sheet: _Sheet) -> Area:
    """The area of a file without a column of areas: the MPS."""
    return next(iter(sheet.names.values()))


def _checked_value(
    sheet: _Sheet, row: list[str], cell: str, measure: Measure, number: int
) -> float | None:
    """The row's proportion, or None with a finding."""
    if cell and cell.casefold() in MARKS:
        sheet.withheld[cell] += 1
        return None
    value = _number(cell, measure, sheet.percent)
    after = sheet.columns["proportion"] + 1
    if (
        sheet.lines.delimiter == ","
        and cell in ("0", "1")
        and after < len(row)
        and re.fullmatch(r"\d{1,2}", row[after].strip())
    ):
        split = f"{cell},{row[after].strip()}"
        text = (
            f"Proportion {split} is split over two columns: a decimal comma needs quotation marks."
        )
        sheet.findings.add("split number", text, number, sheet.title("proportion"))
        return None
    if isinstance(value, str):
        text = f"Proportion '{cell}' {value}."
        sheet.findings.add("bad proportion", text, number, sheet.title("proportion"))
        return None
    return value


def _keep(
    sheet: _Sheet, measure: Measure, area: Area, date: dt.date, value: float, number: int
) -> None:
    """Keep the fact, or tell of the row that gave it before."""
    key = (measure.id, area.code, date)
    if key not in sheet.facts:
        sheet.facts[key] = (value, number)
        return
    first, at = sheet.facts[key]
    label = f"{measure.label or measure.id} of {area.name} at {date:%d/%m/%Y}"
    if first == value:
        text = (
            f"{label} is given twice with the same value (first in row {at}); it is counted once."
        )
        sheet.findings.add("repeated row", text, number, severity="note")
    else:
        text = (
            f"{label} is given twice with different values: {first:g} in row {at}, {value:g} here."
        )
        sheet.findings.add("contradictory rows", text, number, sheet.title("proportion"))


def _records(sheet: _Sheet) -> list[tuple[object, ...]]:
    """A tuple a fact, in the order of ``FACT_COLUMNS``."""
    records: list[tuple[object, ...]] = []
    for (measure_id, code, end), (value, number) in sheet.facts.items():
        base = _base(sheet.source, end)
        if base is None:
            text = (
                f"sources/{sheet.source.id}.toml declares no sample for the period that ends"
                f" {end:%d/%m/%Y}."
            )
            sheet.findings.add("no sample declared", text, number, sheet.title("date"))
            continue
        start = pd.Timestamp(end) + pd.Timedelta(days=1) - pd.DateOffset(years=1)
        people = round(value * base, 6)
        nan = float("nan")
        records.append(
            (measure_id, code, start, pd.Timestamp(end), "", "", people, float(base), nan, nan)
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
