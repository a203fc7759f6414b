"""Reads the tidy template: one row a measure, area, period and group, as CSV, Parquet or XLSX.

Columns: ``measure``, ``area_code`` and ``area_name`` (either will do), ``period_start``,
``period_end`` (YYYY-MM-DD), ``group_type``, ``group``, ``value``, ``base``, ``lower``, ``upper``;
all but the measure, area, dates and value may be absent or empty. It works on whole columns, so
that a million rows take seconds.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.declared.models import LEVELS, Area, Source
from dashboard.errors import InputError
from dashboard.loaders.decimals import with_plain_numbers
from dashboard.loaders.model import COVERAGE_COLUMNS, FACT_COLUMNS, Finding, LoadedFile
from dashboard.loaders.sheets import read_sheet
from dashboard.loaders.text import Findings, fold_text, missing_columns, note_other_columns
from dashboard.loaders.tidy_groups import with_known_groups
from dashboard.loaders.tidy_rows import NUMBERS, rows_of
from dashboard.loaders.tidy_scales import warn_of_scales
from dashboard.loaders.tidy_table import Table, measures_of, missing_of, places_of

_ROWS_TO_RECOGNISE = 1_000
"""Rows by whose measures a file is recognised."""


def fits(path: Path, source: Source) -> bool:
    """Whether the header is the template's and most of the first thousand rows have measures of
    ``source``.

    A row with another measure is told when the file is read. Never raises: a file that cannot be
    read fits nothing.
    """
    try:
        sheet = read_sheet(
            path, source, lambda cells: not missing_of(places_of(cells, source)), _ROWS_TO_RECOGNISE
        )
    except InputError:
        return False
    known = measures_of(source)
    column = sheet.columns[places_of(sheet.header, source)["measure"]]
    of_source = np.array([fold_text(word) in known for word in column.words.to_pylist()], bool)[
        column.codes
    ]
    return bool(len(of_source)) and float(of_source.mean()) > 0.5


def read_file(
    path: Path,
    source: Source,
    areas: Mapping[str, Area],
    aliases: Mapping[str, str],
    published: dt.date | None = None,
) -> LoadedFile:
    """Read one file of the template.

    ``areas`` is by code; ``aliases`` maps a casefolded spelling to a code. A value, base or
    interval is taken as it stands. A period that ends after ``published`` is an error. Anything
    wrong with the file is a finding and never an exception; with an error among the findings the
    tables stay empty.
    """
    loaded_file = LoadedFile(source.id, path)
    try:
        sheet = read_sheet(
            path, source, lambda cells: {"measure", "value"} <= places_of(cells, source).keys()
        )
    except InputError as error:
        loaded_file.findings.append(Finding("error", str(error)))
        return loaded_file
    places = places_of(sheet.header, source)
    missing = missing_of(places)
    if missing:
        loaded_file.findings.append(missing_columns(path, missing, sheet.header, sheet.top))
        return loaded_file
    sheet = with_plain_numbers(sheet, [places[name] for name in NUMBERS if name in places], source)
    table = Table(
        source, sheet, places, Findings(list(sheet.findings)), np.zeros(len(sheet.rows), bool)
    )
    table, totals = with_known_groups(table)
    loaded_file.rows_read = len(sheet.rows) + len(sheet.wide_rows)
    _tell_of_layout(path, table)
    facts = _facts(table, list(areas.values()), aliases, totals, published)
    if (
        len(sheet.rows)
        and facts.empty
        and not any(f.severity == "error" for f in table.findings.single_findings)
    ):
        table.findings.add(
            "no figures", f"{path.name} has no figure at all: every value is empty or a mark."
        )
    loaded_file.findings = table.findings.collect()
    if not loaded_file.is_refused:
        levels = {code: area.level for code, area in areas.items()}
        periods = facts[["area", "period_start", "period_end"]].drop_duplicates()
        periods = periods.assign(level=periods["area"].map(levels))[
            list(COVERAGE_COLUMNS)
        ].drop_duplicates()
        loaded_file.facts = facts
        loaded_file.coverage = periods.sort_values(
            ["level", "period_end", "period_start"]
        ).reset_index(drop=True)
    return loaded_file


def _tell_of_layout(path: Path, table: Table) -> None:
    sheet, findings = table.sheet, table.findings
    if not len(sheet.rows) and not sheet.wide_rows:
        findings.add(
            "no rows", f"{path.name} has a header but no rows: fill it in or download it again."
        )
    for number in sheet.wide_rows:
        text = (
            f"The row has more cells than the {len(sheet.header)} headers: a comma in a cell needs"
            " quotation marks."
        )
        findings.add("more cells than headers", text, number)
    note_other_columns(sheet.header, table.places.values(), sheet.top, findings)


def _facts(
    table: Table,
    areas: list[Area],
    aliases: Mapping[str, str],
    totals: np.ndarray,
    published: dt.date | None,
) -> pd.DataFrame:
    """Return the facts, without the rows of ``totals``; what is wrong with the file goes to the
    findings.
    """
    rows = rows_of(table, areas, aliases, published)
    rows["given"] &= ~totals
    _check_numbers(table, rows)
    warn_of_scales(table, rows)
    sound = ~table.faulty
    _warn_of_gaps(table, areas, rows[sound & rows["whole"]])
    positions = np.flatnonzero(sound & rows["given"] & _mark_first(table, areas, rows))
    fact_rows = rows.iloc[positions]
    ids = pd.Series([m.id for m in table.source.measure], dtype="str")
    codes = pd.Series([a.code for a in areas], dtype="str")
    facts = pd.DataFrame(
        {
            "measure": ids.take(fact_rows["measure"]).array,
            "area": codes.take(fact_rows["area"]).array,
            "period_start": fact_rows["period_start"].array,
            "period_end": fact_rows["period_end"].array,
        }
    )
    for title, name in (("group_type", "group_type"), ("group_name", "group")):
        column = table.column(name)
        facts[title] = (
            pd.Series(column.words.to_pylist(), dtype="str").take(column.codes[positions]).array
        )
    for name in ("value", "base", "lower", "upper"):
        facts[name] = fact_rows[name].array
    return facts[list(FACT_COLUMNS)]


def _check_numbers(table: Table, rows: pd.DataFrame) -> None:
    """Tell of values outside their measure's range, intervals that miss their value, and bases of
    nobody.
    """
    measures = table.source.measure
    least = np.array([-np.inf if m.least is None else m.least for m in measures] + [-np.inf])
    most = np.array([np.inf if m.most is None else m.most for m in measures] + [np.inf])
    value, base, lower, upper = (
        rows[name].to_numpy() for name in ("value", "base", "lower", "upper")
    )
    place = rows["measure"].to_numpy()
    low, high = (
        least[place],
        most[place],
    )  # An unknown measure is at -1: the last, which has no range.

    def describe_outside(i: int) -> str:
        reach = f"{low[i]:g} to {high[i]:g}" if np.isfinite(high[i]) else f"{low[i]:g} and above"
        looks = ": it looks like a percentage" if high[i] == 1 and 1 < value[i] <= 100 else ""
        return f"Value {value[i]:g} of measure '{measures[place[i]].id}' is outside {reach}{looks}."

    def describe_miss(i: int) -> str:
        return f"Value {value[i]:g} does not lie within its interval, {lower[i]:g} to {upper[i]:g}."

    table.tell("value out of range", (value < low) | (value > high), describe_outside, "value")
    table.tell("base of nobody", base <= 0, lambda i: f"Base {base[i]:g} is not above 0.", "base")
    table.tell(
        "value outside its interval", (value < lower) | (value > upper), describe_miss, "value"
    )
    half = rows["given"].to_numpy() & (
        table.column("lower").among([""]) != table.column("upper").among([""])
    )
    table.tell(
        "half an interval",
        half,
        lambda i: "The interval has one end only: give lower and upper.",
        "lower",
    )


def _mark_first(table: Table, areas: list[Area], rows: pd.DataFrame) -> np.ndarray:
    """True for the first row of each key; a repeat is a note where it says the same and an error
    where not.
    """
    key = np.zeros(len(rows), int)
    for name in ("measure", "area", "period_end", "kind", "group"):
        part, words = pd.factorize(rows[name])
        key = pd.factorize(key * (len(words) + 1) + part)[0]
    key[table.faulty] = -1 - np.flatnonzero(table.faulty)
    _, at, back = np.unique(key, return_index=True, return_inverse=True)
    first_row = at[back]
    is_repeat = first_row != np.arange(len(rows))
    repeats = np.flatnonzero(is_repeat)
    is_same = np.ones(len(rows), bool)
    for name in ("period_start", "value", "base", "lower", "upper"):
        one, other = rows[name].to_numpy()[first_row[repeats]], rows[name].to_numpy()[repeats]
        is_same[repeats] &= (one == other) | (pd.isna(one) & pd.isna(other))
    names = [m.label or m.id for m in table.source.measure]
    group, number = table.column("group"), table.sheet.rows

    def label(i: int) -> str:
        row = rows.iloc[i]
        of = f" ({group[i]})" if group[i] else ""
        return (
            f"{names[row['measure']]} of {areas[row['area']].name}{of} at"
            f" {row['period_end']:%Y-%m-%d}"
        )

    def contradiction(i: int) -> str:
        this, that = rows["value"].iloc[i], rows["value"].iloc[first_row[i]]
        how = (
            f"{that:g} in row {number[first_row[i]]}, {this:g} here"
            if this != that
            else f"row {number[first_row[i]]} and here"
        )
        return f"{label(i)} is given twice and not alike: {how}."

    table.tell(
        "repeated row",
        is_repeat & is_same,
        lambda i: (
            f"{label(i)} is given twice alike (first in row {number[first_row[i]]}); it is counted"
            " once."
        ),
        "measure",
        "note",
    )
    table.tell("contradictory rows", is_repeat & ~is_same, contradiction, "value")
    return ~is_repeat


def _warn_of_gaps(table: Table, areas: list[Area], rows: pd.DataFrame) -> None:
    """Warn of a measure and period for which some areas have no row, as in a file cut short."""
    level_of = np.array([LEVELS.index(a.level) for a in areas] + [0])
    all_of = Counter(a.level for a in areas)
    distinct = rows[["measure", "area", "period_end"]].drop_duplicates()
    distinct = distinct.assign(level=level_of[distinct["area"]])
    for (end, measure, level), n in (
        distinct.groupby(["period_end", "measure", "level"]).size().items()
    ):
        name = LEVELS[level]
        if n < all_of[name]:
            lacks = f"lacks {all_of[name] - n} of {all_of[name]} areas ({name})"
            text = f"Measure '{table.source.measure[measure].id}' at {end:%Y-%m-%d} {lacks}."
            table.findings.add("areas without a row", text, severity="warning")
