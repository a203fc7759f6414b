"""Rows of an attitude survey file: date, area, measure and share, each checked."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.declared.models import Area, Measure, Source
from dashboard.loaders.columns import MARKS, Lines
from dashboard.loaders.periods import last_day_of, refuse_later_period
from dashboard.loaders.text import (
    Findings,
    fold_text,
)

NUMBER = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)")


def base_of(source: Source, period_end: dt.date) -> int | None:
    """The number of people asked that is declared for a period, or None where none is."""
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
    if not NUMBER.fullmatch(text):
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
class Sheet:
    """A file whose columns are found, what its cells may say, and what has been read of it."""

    source: Source
    lines: Lines
    columns: dict[str, int]
    names: dict[str, Area]
    """The source's areas by casefolded name."""
    areas_by_spelling: dict[str, Area]
    """The same, and their other spellings."""
    percent: bool = False
    """True: every proportion is given as a per cent."""
    published: dt.date | None = None
    findings: Findings = field(default_factory=Findings)
    rows_read: int = 0
    respelling_counts: Counter[str] = field(default_factory=Counter)
    mark_counts: Counter[str] = field(default_factory=Counter)
    """Marks in place of a proportion."""
    facts: dict[tuple[str, str, dt.date], tuple[float, int]] = field(default_factory=dict)
    """Measure, area code and date -> proportion and row."""

    def title(self, column: str) -> str:
        """The header that a canonical column bears in this file."""
        return self.lines.header[self.columns[column]].strip()


def _read_rows(sheet: Sheet) -> None:
    """Read each row into the facts and findings of ``sheet``."""
    measures = {fold_text(name): m for m in sheet.source.measure for name in (m.id, *m.aliases)}
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
        measure = measures.get(fold_text(cells["measure"]))
        if measure is None:
            text = (
                f"Measure '{cells['measure']}' is not declared in sources/{sheet.source.id}.toml."
            )
            sheet.findings.add("unknown measure", text, number, sheet.title("measure"))
            continue
        value = _checked_value(sheet, row, cells["proportion"], measure, number)
        if value is not None and date is not None and area is not None:
            _keep(sheet, measure, area, date, value, number)


def _checked_date(sheet: Sheet, cells: Mapping[str, str], number: int) -> dt.date | None:
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


def _checked_area(sheet: Sheet, text: str, number: int) -> Area | None:
    """The row's area, or None with a finding; another spelling is counted."""
    spelling = " ".join(text.split())
    area = sheet.areas_by_spelling.get(spelling.casefold())
    if area is None:
        kind = (
            "the MPS"
            if sheet.source.level == "mps"
            else f"a {sheet.source.level} the dashboard knows"
        )
        fault = f"'{spelling}' is not {kind}: correct it or add it to areas/aliases.csv."
        sheet.findings.add("unknown area", fault, number, sheet.title("borough"))
    elif spelling != area.name:
        sheet.respelling_counts[spelling] += 1
    return area


def _only_area(sheet: Sheet) -> Area:
    """The area of a file without a column of areas: the MPS."""
    return next(iter(sheet.names.values()))


def _checked_value(
    sheet: Sheet, row: list[str], cell: str, measure: Measure, number: int
) -> float | None:
    """The row's proportion, or None with a finding."""
    if cell and cell.casefold() in MARKS:
        sheet.mark_counts[cell] += 1
        return None
    value = _number(cell, measure, sheet.percent)
    next_place = sheet.columns["proportion"] + 1
    if (
        sheet.lines.delimiter == ","
        and cell in ("0", "1")
        and next_place < len(row)
        and re.fullmatch(r"\d{1,2}", row[next_place].strip())
    ):
        split = f"{cell},{row[next_place].strip()}"
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
    sheet: Sheet, measure: Measure, area: Area, date: dt.date, value: float, number: int
) -> None:
    """Keep the fact, or tell of the row that gave it before."""
    key = (measure.id, area.code, date)
    if key not in sheet.facts:
        sheet.facts[key] = (value, number)
        return
    earlier_value, at = sheet.facts[key]
    label = f"{measure.label or measure.id} of {area.name} at {date:%d/%m/%Y}"
    if earlier_value == value:
        text = (
            f"{label} is given twice with the same value (first in row {at}); it is counted once."
        )
        sheet.findings.add("repeated row", text, number, severity="note")
    else:
        text = f"{label} is given twice with different values: {earlier_value:g} in row {at}, {value:g} here."
        sheet.findings.add("contradictory rows", text, number, sheet.title("proportion"))
