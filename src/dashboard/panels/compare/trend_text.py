"""Title and reading of the trend: how the chosen borough moved, its comparator and the MPS."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.panels.compare.data import ComparisonData
from dashboard.panels.compare.reference import Reference, reference_of
from dashboard.panels.compare.text import change_size, change_words
from dashboard.text import (
    capitalise,
    choose_title,
    figure_text,
    interval_text,
    join_names,
    rounded_gap,
    signed_text,
)

LONDON = "MPS"
"""Code of the MPS as an area."""


def trend_words(comparison: ComparisonData) -> tuple[str, str]:
    """Title of at most ten words, and reading."""
    known_rows = comparison.rows[
        comparison.rows["value"].notna() | comparison.rows["withheld"].notna()
    ]
    chosen = [code for code in comparison.chosen_boroughs if code in set(known_rows["area"])]
    if chosen and comparison.level == "borough":
        return _title_of(comparison, chosen[0]), " ".join(
            _reading(comparison, code) for code in chosen
        ) + (_beside(comparison))
    if LONDON not in set(known_rows["area"]):
        short = comparison.indicator["short"]
        return (
            f"{short}: no MPS figure {comparison.in_when}",
            f"There is no MPS figure {comparison.in_when}.",
        )
    way = change_words(comparison, LONDON)
    reading = f"The MPS figure is {comparison.text(comparison.mps)} {comparison.in_when}; it {way}."
    return _title_of_mps(comparison, way), reading


def _title_of_mps(comparison: ComparisonData, way: str) -> str:
    short = comparison.indicator["short"]
    brief = way.removesuffix(f" {comparison.in_years}")
    choices = (
        f"{short} across the MPS {way}",
        f"{short}: MPS {way}",
        f"{short}: MPS {brief}",
        f"{short}: {brief.removeprefix('is ')}",
    )
    return choose_title(*choices)


def _title_of(comparison: ComparisonData, code: str) -> str:
    """'Croydon fell 16 points in four years, similar boroughs 9'."""
    name, way = comparison.page.names[code], change_words(comparison, code)
    row = comparison.rows[comparison.rows["area"] == code].iloc[0]
    gap = (
        _gap(comparison, row["year_value"], row["value"])
        if way.startswith(("rose", "fell"))
        else 0.0
    )
    unit = change_size(comparison, gap).partition(" ")[2]
    choices = (
        f"{name} {way}{_against(comparison, gap)}",
        f"{name} {way}",
        f"{name} {way.replace(f' {unit}', '', 1) if gap and unit else way}",
        way,
    )
    title = choose_title(*choices)
    return capitalise(title)


def _against(comparison: ComparisonData, gap: float) -> str:
    """', similar boroughs 9', where the comparator moved the same way as ``gap``; else that it
    moved the other way, or ''.
    """
    reference = reference_of(comparison)
    name = reference.name if reference else LONDON if comparison.comparator == "mps" else ""
    before, now = _ends(comparison, reference)
    other = _gap(comparison, before, now)
    if not gap or not name or np.isnan(other):
        return ""
    words = "similar boroughs" if name == "Similar boroughs" else name
    if not other:
        return f", {words} did not move"
    size = figure_text(abs(other), "", int(comparison.indicator["decimals"]))
    way = "" if (other > 0) == (gap > 0) else "rose " if other > 0 else "fell "
    return f", {words} {way}{size}"


def _ends(comparison: ComparisonData, reference: Reference | None) -> tuple[float, float]:
    """The figures of the comparator, else of the MPS, at the base and now; NaN where the two cannot
    be compared.
    """
    if reference:
        return reference.before, reference.now
    row = comparison.rows[comparison.rows["area"] == LONDON].iloc[0]
    before = np.nan if isinstance(row["broken"], str) else float(row["year_value"])
    return before, float(row["value"])


def _gap(comparison: ComparisonData, before: float, now: float) -> float:
    if pd.isna(before) or pd.isna(now):
        return np.nan
    return rounded_gap(before, now, int(comparison.indicator["decimals"]))


def changes_shown(comparison: ComparisonData) -> dict[str, str]:
    """Area or ``POOLED_CODE`` -> its change since the base as it stands at the end of its line: '−16'."""
    places, reference = int(comparison.indicator["decimals"]), reference_of(comparison)
    known_rows = comparison.rows[comparison.rows["change"].notna()]
    gaps = {
        row.area: _gap(comparison, row.year_value, row.value) for row in known_rows.itertuples()
    }
    if reference and not np.isnan(_gap(comparison, *_ends(comparison, reference))):
        gaps[reference.area] = _gap(comparison, *_ends(comparison, reference))
    return {area: signed_text(gap, places) for area, gap in gaps.items()}


def _reading(comparison: ComparisonData, code: str) -> str:
    """'Croydon has 64%; it fell 16 points in four years (probably by 9 to 22).'"""
    row = comparison.rows[comparison.rows["area"] == code].iloc[0]
    if isinstance(row["withheld"], str):
        return f"{row['name']} is withheld."
    places, way = int(comparison.indicator["decimals"]), change_words(comparison, code)
    is_told = pd.isna(row["change"]) or way.startswith(("rose", "fell"))
    gap = _gap(comparison, row["year_value"], row["value"])
    change = "" if is_told else f" ({signed_text(gap, places)})"
    words = f"{row['name']} has {comparison.text(row['value'])}{change}; it {way}"
    if pd.isna(row["change"]) or pd.isna(row["change_lower"]):
        return f"{words}."
    interval = interval_text(row["change_lower"], row["change_upper"], places)
    return f"{words} (95% interval {interval})."


def _beside(comparison: ComparisonData) -> str:
    """What the comparator and the MPS have, with their change."""
    reference, parts = reference_of(comparison), []
    places = int(comparison.indicator["decimals"])
    ends = [(reference.name, _ends(comparison, reference))] if reference else []
    if not pd.isna(comparison.mps):
        ends.append(("the MPS", _ends(comparison, None)))
    for name, (before, now) in ends:
        gap = _gap(comparison, before, now)
        change = "" if np.isnan(gap) else f" ({signed_text(gap, places)})"
        if not np.isnan(now):
            parts.append(
                f"{name} {'have' if 'oroughs' in name else 'has'} {comparison.text(now)}{change}"
            )
    return f" {capitalise(join_names(parts))}." if parts else ""
