"""Categories of a recorded crime file: the names they have borne, totals among them, and rows given
twice.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.declared.models import Source
from dashboard.loaders.codes import code_of
from dashboard.loaders.crime_rows import CrimeRows
from dashboard.loaders.text import Findings
from dashboard.loaders.totals import is_total


@lru_cache(maxsize=16384)
def slug(text: str) -> str:
    """``text`` in lower case, with each run of other characters than a-z and 0-9 as one underscore."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def known_categories(source: Source) -> dict[str, str]:
    """``major/minor`` as slugs, for each name that a category has borne -> the measure id."""
    measure_by_name = {}
    for measure in source.measure:
        for name in (measure.id.replace("/", " / "), *measure.aliases):
            major, _, minor = name.partition(" / ")
            measure_by_name[f"{slug(major)}/{slug(minor)}"] = measure.id
    return measure_by_name


def without_totals(rows: CrimeRows, source: Source, findings: Findings) -> CrimeRows:
    """Return ``rows`` without those of undeclared categories that are totals of others, each told
    once.

    A total is held to the sum of the rows that it covers, in each area and month: a note where they
    agree, a warning where they do not, an error where the file has none of the categories that it
    is the total of.
    """
    measure_by_name = known_categories(source)
    names = rows.text[["major", "minor"]].drop_duplicates()
    totals = {
        (major, minor)
        for major, minor in names.itertuples(index=False)
        if f"{slug(major)}/{slug(minor)}" not in measure_by_name
        and (is_total(major) or is_total(minor))
    }
    if not totals:
        return rows
    pairs = list(zip(rows.text["major"], rows.text["minor"], strict=True))
    out = np.array([pair in totals for pair in pairs])
    place = rows.text["ward_code"].map(code_of) + "|" + rows.text["borough"].str.casefold()
    for major, minor in sorted(totals):
        mine = np.array([pair == (major, minor) for pair in pairs])
        parts = (
            ~out
            if is_total(major)
            else ~out & (rows.text["major"].map(slug) == slug(major)).to_numpy()
        )
        _tell_of_total(rows, place, mine, parts, findings)
    text = rows.text[~out].reset_index(drop=True)
    return replace(rows, text=text, counts=rows.counts[~out])


def _tell_of_total(
    rows: CrimeRows, place: pd.Series, mine: np.ndarray, parts: np.ndarray, findings: Findings
) -> None:
    first = rows.text[mine].iloc[0]
    label = f"'{first['major']} / {first['minor']}'"
    position = int(first["row"]), rows.title("minor")
    if not parts.any():
        text = (
            f"{label} is a total and the file has none of the categories that it is made of: load a"
            " file with them."
        )
        findings.add("total without parts", text, *position)
        return
    totals = pd.DataFrame(rows.counts[mine]).groupby(place[mine].to_numpy()).sum()
    sums = (
        pd.DataFrame(rows.counts[parts])
        .groupby(place[parts].to_numpy())
        .sum()
        .reindex(totals.index, fill_value=0)
    )
    differences = int((totals != sums).to_numpy().sum())
    what = (
        f"{label} is a total ({int(mine.sum()):,} rows, the first here): it is left out, as its"
        " parts are counted"
    )
    if differences:
        text = f"{what}, but it is not their sum in {differences:,} of {totals.size:,} areas and months."
        findings.add("total that is no sum", text, *position, "warning")
    else:
        findings.add(
            "total of categories", f"{what}, and it is their sum everywhere.", *position, "note"
        )


def without_repeats(
    rows: CrimeRows, measure: pd.Series, is_placed: np.ndarray, findings: Findings
) -> np.ndarray:
    """A boolean a row: placed, and not the repeat of an earlier row.

    Rows of one category (``measure``) under two of its names are an error where both have offences
    in a month, and add up where they do not, as when a name gave way to another. Rows that differ
    in their borough text are not repeats:
    Heathrow Villages stands under two and its rows add up.
    """
    place = pd.DataFrame(
        {"ward": rows.text["ward_code"].map(code_of), "borough": rows.text["borough"].map(slug)}
    )
    own = place.assign(major=rows.text["major"].map(slug), minor=rows.text["minor"].map(slug))
    is_kept = is_placed.copy()
    for at, first_at in _repeats(own, is_placed):
        earlier_row, repeat_row = rows.text.loc[first_at], rows.text.loc[at]
        if (rows.counts[at] == rows.counts[first_at]).all():
            text = (
                f"{_label(repeat_row)} is given twice with the same numbers (first in row"
                f" {earlier_row['row']}): "
            )
            findings.add(
                "repeated row",
                f"{text}it is counted once.",
                int(repeat_row["row"]),
                severity="note",
            )
            is_kept[at] = False
        else:
            text = (
                f"{_label(repeat_row)} is given twice with different numbers (first in row"
                f" {earlier_row['row']}): keep one."
            )
            findings.add("contradictory rows", text, int(repeat_row["row"]))
            is_kept[at] = False
    for at, first_at in _repeats(place.assign(measure=measure), is_kept):
        earlier_row, repeat_row = rows.text.loc[first_at], rows.text.loc[at]
        if ((rows.counts[at] > 0) & (rows.counts[first_at] > 0)).any():
            text = (
                f"{_label(repeat_row)} is the same category as '{earlier_row['major']} / {earlier_row['minor']}' in"
                " row "
            )
            text += f"{earlier_row['row']}, under another name: keep one."
            findings.add("category under two names", text, int(repeat_row["row"]))
    return is_kept


def _repeats(keys: pd.DataFrame, among: np.ndarray) -> list[tuple[int, int]]:
    """Position of each row of ``among`` whose key an earlier row has, and of the first that has it."""
    keys_among = keys[among]
    first_at = (
        keys_among.index.to_series()
        .groupby([keys_among[name] for name in keys_among.columns], sort=False)
        .transform("first")
    )
    is_repeat = first_at.to_numpy() != keys_among.index.to_numpy()
    return list(
        zip(keys_among.index[is_repeat].tolist(), first_at[is_repeat].tolist(), strict=True)
    )


def _label(row: pd.Series) -> str:
    return (
        f"{row['major']} / {row['minor']} of"
        f" {row['ward_name'] or row['ward_code'] or row['borough']}"
    )
