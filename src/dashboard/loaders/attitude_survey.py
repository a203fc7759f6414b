"""Reads MOPAC's Public Attitude Survey files: one row a date, area and measure, with a proportion.

The publisher's two files differ in delimiter, date style and line ends; both come through here.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from dashboard.declared.models import Area, Measure, Source
from dashboard.errors import InputError
from dashboard.loaders.model import COVERAGE_COLUMNS, FACT_COLUMNS, Finding, Loaded
from dashboard.loaders.text import MOST_OF_A_KIND, Findings, find_columns, plain, read_rows

REQUIRED = ("date", "borough", "measure", "proportion")
"""Canonical columns without which the file cannot be read; ``survey`` may be absent."""

_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")


def _date(text: str) -> dt.date | str:
    """Return the date, or the fault that the text has as one."""
    match = _DATE.fullmatch(text)
    if not match:
        return "is not a date written day/month/year"
    day, month, year = (int(part) for part in match.groups())
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return "is not a day of the calendar"
    if not 2000 <= year <= 2100:
        return "is outside the years 2000 to 2100"
    if day != calendar.monthrange(year, month)[1]:
        return "is not the last day of a month"
    return date


def _base(source: Source, period_end: dt.date) -> int | None:
    bounded = sorted((s.until, s.base) for s in source.sample if s.until is not None)
    for until, base in bounded:
        if period_end <= until:
            return base
    return next((s.base for s in source.sample if s.until is None), None)


def _number(text: str, measure: Measure) -> float | str:
    """Return the proportion, or the fault that the text has as one."""
    if text.endswith("%"):
        return "is a percentage: the file gives proportions from 0 to 1"
    if not _NUMBER.fullmatch(text):
        return "is not a number"
    value = float(text.replace(",", "."))
    least = 0.0 if measure.least is None else measure.least
    most = 1.0 if measure.most is None else measure.most
    if most == 1 and 1 < value <= 100:
        return "looks like a percentage: the file gives proportions from 0 to 1"
    if not least <= value <= most:
        return f"is outside {least:g} to {most:g}"
    return value


def read(path: Path, source: Source, areas: Mapping[str, Area], aliases: Mapping[str, str]) -> Loaded:
    """Read one file of the survey.

    ``areas`` is by code; ``aliases`` maps a casefolded spelling to a code. A fact's value is the published
    proportion times the base that ``source`` assumes: people who agree. Anything wrong with the file is a
    finding and never an exception; with an error among the findings the tables stay empty.
    """
    loaded = Loaded(source.id, path)
    try:
        rows, delimiter = read_rows(path)
    except InputError as error:
        loaded.findings.append(Finding("error", str(error)))
        return loaded
    top = next(i for i, row in enumerate(rows) if any(cell.strip() for cell in row))
    header = rows[top]
    columns = find_columns(header, source)
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        wanted = ", ".join(f"'{(source.columns.get(name) or (name,))[0]}'" for name in missing)
        seen = ", ".join(f"'{cell.strip()}'" for cell in header if cell.strip())
        plural = "columns" if len(missing) > 1 else "column"
        loaded.findings.append(
            Finding("error", f"{path.name} has no {plural} {wanted}; its headers are {seen}.", top + 1)
        )
        return loaded

    titles = {name: header[at].strip() for name, at in columns.items()}
    measures = {plain(name): m for m in source.measure for name in (m.id, *m.aliases)}
    names = {a.name.casefold(): a for a in areas.values() if a.level == source.level}
    known = dict(names)
    for spelling, code in aliases.items():
        if code in areas and areas[code].level == source.level:
            known.setdefault(spelling.casefold(), areas[code])
    findings = Findings()
    respelt: Counter[str] = Counter()
    facts: dict[tuple[str, str, dt.date], tuple[float, int]] = {}

    for number, row in enumerate(rows[top + 1 :], start=top + 2):
        if not any(cell.strip() for cell in row):
            continue
        loaded.rows_read += 1
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        date, area, measure = _date(cells["date"]), None, measures.get(plain(cells["measure"]))
        if isinstance(date, str):
            findings.add("bad date", f"Date '{cells['date']}' {date}.", number, titles["date"])
        if cells.get("survey", "PAS").casefold() != "pas":
            text = f"Survey '{cells['survey']}' is not the Public Attitude Survey ('PAS')."
            findings.add("another survey", text, number, titles["survey"])
        spelling = " ".join(cells["borough"].split())
        area = known.get(spelling.casefold())
        if area is None:
            kind = "the MPS" if source.level == "mps" else f"a {source.level} the dashboard knows"
            text = f"'{spelling}' is not {kind}: correct it or add it to areas/aliases.csv."
            findings.add("unknown area", text, number, titles["borough"])
        elif spelling != area.name:
            respelt[spelling] += 1
        if measure is None:
            text = f"Measure '{cells['measure']}' is not declared in sources/{source.id}.toml."
            findings.add("unknown measure", text, number, titles["measure"])
            continue
        value: float | str = _number(cells["proportion"], measure)
        after = columns["proportion"] + 1
        if (
            delimiter == ","
            and cells["proportion"] in ("0", "1")
            and after < len(row)
            and re.fullmatch(r"\d{1,2}", row[after].strip())
        ):
            split = f"{cells['proportion']},{row[after].strip()}"
            text = f"Proportion {split} is split over two columns: a decimal comma needs quotation marks."
            findings.add("split number", text, number, titles["proportion"])
            continue
        if isinstance(value, str):
            text = f"Proportion '{cells['proportion']}' {value}."
            findings.add("bad proportion", text, number, titles["proportion"])
        if isinstance(value, str) or isinstance(date, str) or area is None:
            continue
        key = (measure.id, area.code, date)
        if key not in facts:
            facts[key] = (value, number)
            continue
        first, at = facts[key]
        label = f"{measure.label or measure.id} of {area.name} at {date:%d/%m/%Y}"
        if first == value:
            text = f"{label} is given twice with the same value (first in row {at}); it is counted once."
            findings.add("repeated row", text, number, severity="note")
        else:
            text = f"{label} is given twice with different values: {first:g} in row {at}, {value:g} here."
            findings.add("contradictory rows", text, number, titles["proportion"])

    if not loaded.rows_read:
        findings.add("no rows", f"{path.name} has a header but no rows: download it again.")
    records = []
    for (measure_id, code, end), (value, number) in facts.items():
        base = _base(source, end)
        if base is None:
            text = f"sources/{source.id}.toml declares no sample for the period that ends {end:%d/%m/%Y}."
            findings.add("no sample declared", text, number, titles["date"])
            continue
        start = pd.Timestamp(end) + pd.Timedelta(days=1) - pd.DateOffset(years=1)
        people = round(value * base, 6)
        nan = float("nan")
        records.append((measure_id, code, start, pd.Timestamp(end), "", "", people, float(base), nan, nan))
    if respelt:
        listed = ", ".join(f"'{name}' ({n:,})" for name, n in sorted(respelt.items())[:MOST_OF_A_KIND])
        text = f"{respelt.total():,} rows use another spelling of an area: {listed}."
        findings.add("other spelling", text, column=titles["borough"], severity="note")
    _warn_of_gaps(facts, names, source, findings)
    loaded.findings = findings.all()
    if not loaded.refused:
        days = {"period_start": "datetime64[us]", "period_end": "datetime64[us]"}
        loaded.facts = pd.DataFrame(records, columns=list(FACT_COLUMNS)).astype(days)
        periods = loaded.facts[["period_start", "period_end"]].drop_duplicates().sort_values("period_end")
        periods.insert(0, "level", source.level)
        loaded.coverage = periods[list(COVERAGE_COLUMNS)].reset_index(drop=True)
    return loaded


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
