"""Reads the MPS's recorded crime by ward and by borough: one row an area and category, one column a
month.

The borough of a ward comes from its code and never from the borough column. Offences on wards older
than the declared ones are summed to their boroughs, as a ward of the same name may have other
boundaries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.declared.models import Area, Level, Source
from dashboard.errors import InputError
from dashboard.loaders.codes import code_of, note_respelt_codes
from dashboard.loaders.crime_categories import (
    known_categories,
    slug,
    without_repeats,
    without_totals,
)
from dashboard.loaders.crime_rows import CrimeRows, as_header, is_header, read_crime_rows
from dashboard.loaders.model import COVERAGE_COLUMNS, FACT_COLUMNS, LoadedFile
from dashboard.loaders.sheets import read_sheet
from dashboard.loaders.text import Findings
from dashboard.loaders.vintage import earlier_wards

_MOST_NAMES = 5
"""Areas without a row that are named in their warning."""


def fits(path: Path, source: Source) -> bool:
    """Whether the header of ``path`` is of the family ``source``: its columns, months, and wards or
    none.
    """
    try:
        read_sheet(
            path, source, lambda cells: is_header(as_header(cells, 1, source), source), most=1
        )
    except InputError:
        return False
    return True


def read_file(
    path: Path,
    source: Source,
    areas: Mapping[str, Area],
    aliases: Mapping[str, str],
    published: dt.date | None = None,
) -> LoadedFile:
    """Read one file of recorded crime.

    ``areas`` is by code; ``aliases`` maps a casefolded spelling of a borough to a code. A fact's
    value is the number of offences of a category in an area and month; a zero has no fact, and
    ``coverage`` says which months the file covers. A month that ends after ``published`` is an
    error. Anything wrong with the file is a finding and never an exception; with an error among the
    findings the tables stay empty.
    """
    loaded_file = LoadedFile(source.id, path)
    findings = Findings()
    rows = read_crime_rows(path, source, findings, published)
    if rows is None:
        loaded_file.findings = findings.collect()
        return loaded_file
    loaded_file.rows_read = len(rows.text)
    rows = without_totals(rows, source, findings)
    measure = _measures(rows, source, findings)
    level, area = _place(rows, source, areas, aliases, findings)
    is_kept = without_repeats(rows, measure, (area != "").to_numpy(), findings)
    if not is_kept.any():
        findings.add(
            "no area", f"No row of {path.name} can be placed in an area: see the other findings."
        )
    _warn_of_gaps(area, level, areas, findings)
    loaded_file.findings = findings.collect()
    if not loaded_file.is_refused:
        loaded_file.coverage = _coverage(rows, level)
        loaded_file.facts = _facts(rows, measure[is_kept], area[is_kept], loaded_file.coverage)
    return loaded_file


def _measures(rows: CrimeRows, source: Source, findings: Findings) -> pd.Series:
    """The measure id of each row: the declared one, else the category's own slug with a warning."""
    known_ids = known_categories(source)
    ids = {}
    for (major, minor), group in rows.text.groupby(["major", "minor"], sort=False):
        first_row = int(group["row"].iloc[0])
        own_id = f"{slug(major)}/{slug(minor)}"
        ids[major, minor] = known_ids.get(own_id, own_id)
        if not (slug(major) and slug(minor)):
            text = f"Category '{major}' / '{minor}' lacks a name ({_size(group)})."
            findings.add(
                "category without a name",
                text,
                first_row,
                rows.title("minor" if slug(major) else "major"),
            )
        elif own_id not in known_ids:
            text = (
                f"Category '{major} / {minor}' ({_size(group)}) is not declared in"
                f" sources/{source.id}.toml"
            )
            text += f": it is loaded as '{own_id}'."
            findings.add("undeclared category", text, first_row, rows.title("minor"), "warning")
    pairs = zip(rows.text["major"], rows.text["minor"], strict=True)
    return pd.Series([ids[pair] for pair in pairs], index=rows.text.index)


def _place(
    rows: CrimeRows,
    source: Source,
    areas: Mapping[str, Area],
    aliases: Mapping[str, str],
    findings: Findings,
) -> tuple[Level, pd.Series]:
    """The level at which the file is loaded, and each row's area code: '' where there is none, with
    its finding.
    """
    by_name = {a.name.casefold(): a.code for a in areas.values() if a.level == "borough"}
    for spelling, code in aliases.items():
        if code in areas and areas[code].level == "borough":
            by_name.setdefault(spelling.casefold(), code)
    borough = _map_texts(rows.text["borough"].str.casefold(), by_name)
    if source.level != "ward":
        _left_out(rows, borough == "", "borough", "is not a borough the dashboard knows", findings)
        return "borough", borough
    codes = rows.text["ward_code"].map(code_of)
    wards = {a.code: a for a in areas.values() if a.level == "ward"}
    given = zip(rows.text["row"], rows.text["ward_code"], strict=True)
    note_respelt_codes(given, frozenset(wards), rows.title("ward_code"), findings)
    earlier = earlier_wards(codes.unique(), wards.keys())
    if earlier:
        text = (
            f"The file is on {earlier[1]:,} wards of which {earlier[0]:,} have codes that are not"
            " in force: "
        )
        text += "its offences are summed to boroughs, and no ward has figures from it."
        findings.add("earlier wards", text, column=rows.title("ward_code"), severity="note")
        _left_out(rows, borough == "", "borough", "is not a borough the dashboard knows", findings)
        return "borough", borough
    ward = _map_texts(codes, {code: code for code in wards})
    _left_out(
        rows, ward == "", "ward_code", "is not the code of a ward the dashboard knows", findings
    )
    _note_other_boroughs(rows, ward, borough, wards, areas, findings)
    return "ward", ward


def _map_texts(texts: pd.Series, to: Mapping[str, str]) -> pd.Series:
    return texts.map(lambda text: to.get(text, ""))


def _size(group: pd.DataFrame) -> str:
    return "1 row" if len(group) == 1 else f"{len(group):,} rows, the first here"


def _left_out(rows: CrimeRows, out: pd.Series, column: str, fault: str, findings: Findings) -> None:
    """Warn of the rows left out, one warning a text of ``column``, with the offences that no area
    then has.
    """
    for text, group in rows.text[out].groupby(column, sort=False):
        offences = int(rows.counts[group.index].sum())
        said = f"'{text}' {fault}" if text else f"Column '{rows.title(column)}' is empty"
        message = f"{said}: its {offences:,} offences ({_size(group)}) are left out."
        findings.add(
            f"not placed by {column}",
            message,
            int(group["row"].iloc[0]),
            rows.title(column),
            "warning",
        )


def _note_other_boroughs(
    rows: CrimeRows,
    ward: pd.Series,
    borough: pd.Series,
    wards: Mapping[str, Area],
    areas: Mapping[str, Area],
    findings: Findings,
) -> None:
    """Note, once a ward and borough text, where the file gives a ward another borough than its code
    does.
    """
    parent = _map_texts(ward, {code: a.parent or "" for code, a in wards.items()})
    differs = rows.text.assign(ward=ward)[(ward != "") & (borough != parent)]
    for (code, text), group in differs.groupby(["ward", "borough"], sort=False):
        own = areas[wards[code].parent or "MPS"].name
        message = f"{wards[code].name} ({code}) is under '{text}' in {_size(group)}: "
        message += f"its offences are {own}'s by the ward's code."
        findings.add(
            "another borough", message, int(group["row"].iloc[0]), rows.title("borough"), "note"
        )


def _warn_of_gaps(
    area: pd.Series, level: Level, areas: Mapping[str, Area], findings: Findings
) -> None:
    """Warn of areas without a row: in a sparse source they have no offences, and the file may be
    cut short.
    """
    names = {a.code: a.name for a in areas.values() if a.level == level}
    absent_names = sorted(names[code] for code in names.keys() - set(area.unique()))
    if absent_names and len(absent_names) < len(names):
        names_text = ", ".join(absent_names[:_MOST_NAMES]) + (
            " and others" if len(absent_names) > _MOST_NAMES else ""
        )
        text = (
            f"The file has no row for {len(absent_names):,} of {len(names):,} areas ({level}), which then"
            " have no offences"
        )
        findings.add(
            "areas without a row", f"{text}; it may be cut short: {names_text}.", severity="warning"
        )


def _facts(
    rows: CrimeRows, measure: pd.Series, area: pd.Series, months: pd.DataFrame
) -> pd.DataFrame:
    """Offences by measure, area and month, without the zeros; ``measure`` and ``area`` hold the
    rows that count.
    """
    keys = [measure.rename("measure"), area.rename("area")]
    sums = (
        pd.DataFrame(rows.counts[measure.index], index=measure.index).groupby(keys, sort=True).sum()
    )
    values = sums.to_numpy()
    at, month = np.nonzero(values)
    nan = np.full(len(at), np.nan)
    facts = {
        "measure": sums.index.get_level_values("measure").take(at),
        "area": sums.index.get_level_values("area").take(at),
        "period_start": months["period_start"].to_numpy()[month],
        "period_end": months["period_end"].to_numpy()[month],
        "group_type": "",
        "group_name": "",
        "value": values[at, month].astype(float),
        "base": nan,
        "lower": nan,
        "upper": nan,
    }
    return pd.DataFrame(facts, columns=list(FACT_COLUMNS))


def _coverage(rows: CrimeRows, level: Level) -> pd.DataFrame:
    """One row a month of the file: its first and last day."""
    starts = pd.DatetimeIndex([month.start_time for month in rows.months]).as_unit("us")
    table = {"level": level, "period_start": starts, "period_end": starts + pd.offsets.MonthEnd()}
    days = {"period_start": "datetime64[us]", "period_end": "datetime64[us]"}
    return pd.DataFrame(table, columns=list(COVERAGE_COLUMNS)).astype(days)
