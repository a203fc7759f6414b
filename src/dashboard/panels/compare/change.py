"""How every area changed since the base year, with the interval of its change."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.figures.ranking import ranking
from dashboard.panels.common.comparators import OWN, add_flags, of_many, pairs_within
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.panels.compare.data import ComparisonData
from dashboard.panels.compare.table import movement, readable
from dashboard.stats.comparison import Better
from dashboard.stats.flags import by_chance, chance_words
from dashboard.text import change_unit, join_names, month, period_words, signed_text

_CHANGE = ("change", "change_lower", "change_upper", "change_lower_998", "change_upper_998")
_MOST_NAMED = 3


@once
def changes_of(comparison: ComparisonData) -> pd.DataFrame:
    """One row an area of the level compared, the one that changed best first (highest first where
    neither way is better), those without a change last.

    Columns area, name, value (the change), lower, upper, lower_998, upper_998, comparator (that of
    the comparator), flag ('better', 'worse', 'higher', 'lower' or 'similar' to no change),
    flag_level, and broken (why there is none).
    """
    rows = comparison.rows[comparison.rows["level"] == comparison.level]
    new = dict(zip(_CHANGE, ("value", "lower", "upper", "lower_998", "upper_998"), strict=True))
    kept = rows[["area", "name", "bcu", "broken", *_CHANGE]].rename(columns=new)
    better: Better = comparison.better
    judged = kept.assign(comparator=np.where(kept["value"].isna(), np.nan, 0.0))
    found = add_flags(judged, better, has_intervals=comparison.has_intervals, estimate=False)
    found = found.assign(comparator=_comparator_changes(comparison, rows).to_numpy())
    return found.sort_values(
        ["value", "name"], ascending=[better == "lower", True], na_position="last"
    ).reset_index(drop=True)


def _comparator_changes(comparison: ComparisonData, rows: pd.DataFrame) -> pd.Series:
    """How the comparator of each area of ``rows`` changed; NaN where it is none or cannot be
    compared.

    Of several areas together: of those alone that have both figures.
    """
    by_area = comparison.rows.set_index("area")["change"]
    if comparison.comparator in ("", "past"):
        return pd.Series(np.nan, index=rows.index)
    if comparison.comparator == "bcu":
        return rows["bcu"].map(by_area)
    if comparison.comparator in ("similar", "inner_outer"):
        pairs = comparison.peers
        if comparison.comparator == "inner_outer":
            parts = comparison.page.store.query("areas").set_index("code")["part"]
            pairs = pairs_within(rows, parts)
        both = rows.assign(value=rows["value"].where(rows["change"].notna()))
        before = both.assign(**{c: both[f"year_{c}"] for c in ("numerator", "denominator")})
        before = before.assign(value=both["year_value"].where(rows["change"].notna()))
        how = comparison.indicator["multiplier"], comparison.indicator["method"] == "published"
        return of_many(both, pairs, *how) - of_many(before, pairs, *how)
    code = "MPS" if comparison.comparator == "mps" else comparison.comparator
    return pd.Series(by_area.get(code, np.nan), index=rows.index)


@once
def change_panel(comparison: ComparisonData) -> Panel:
    """Every area by its change, best first; a table alone where none can be compared."""
    table, unit = changes_of(comparison), comparison.indicator["unit"]
    places = int(comparison.indicator["decimals"])
    has_figures = table["value"].notna().any()
    one = table["comparator"].dropna()
    line = float(one.iloc[0]) if len(one) and comparison.comparator not in OWN else None
    figure = ranking(
        table.assign(flag=table["flag"].where(table["area"] != comparison.comparator, "")),
        unit=change_unit(unit),
        decimals=places,
        comparator_label=comparison.label or "MPS",
        comparator=line,
        changes_since=month(comparison.base),
        selected_areas=comparison.chosen_boroughs,
        dark=comparison.page.dark,
    )
    title, reading = movement(comparison)
    return comparison.page.panel(
        "change",
        title=title,
        subtitle=f"Change in {comparison.indicator['name']}, {change_unit(unit)}, {_when(comparison)}",
        reading=reading + (_most(table, places) if has_figures else ""),
        table=readable(comparison),
        figure=figure if has_figures else None,
        notes=_notes(comparison),
        indicators=[comparison.indicator["id"]],
        releases=comparison.rows["release"].dropna().unique(),
        query="compare_series" if comparison.years > 1 else "compare",
        parameters={"indicator": comparison.indicator["id"]}
        if comparison.years > 1
        else comparison.parameters,
        row_areas=list(comparison.areas["area"]),
    )


def _when(comparison: ComparisonData) -> str:
    """'12 months to June 2019 to 12 months to June 2023'."""
    start = comparison.rows["period_start"].dropna().iloc[0] - pd.DateOffset(years=comparison.years)
    base = period_words(start.date(), comparison.base, bool(comparison.indicator["stock"]))
    return f"from {base.removeprefix('at ')} to {comparison.when.removeprefix('at ')}"


def _most(table: pd.DataFrame, places: int) -> str:
    """The areas that changed most, each way that any did."""
    words = []
    for most, sign in (("Largest rise", 1), ("Largest fall", -1)):
        moved = table[sign * table["value"] > 0]
        if len(moved):
            size = (sign * moved["value"]).max()
            largest = moved[sign * moved["value"] == size]
            named = join_names(sorted(largest["name"]), most=_MOST_NAMED)
            chance = ", which chance may explain" if (largest["flag"] == "similar").all() else ""
            words.append(f" {most}{chance}: {named}, {signed_text(sign * size, places)}.")
    return "".join(words)


def _notes(comparison: ComparisonData) -> tuple[str, ...]:
    """How a change and its interval are worked out."""
    rule = (
        "A change's interval joins the limits of its two figures (Zou and Donner, 2008); an area has"
        " risen or fallen where it leaves out no change. Where the publisher rounds, the variance of"
        " both roundings is in it."
    )
    breaks = (
        "No change is shown across a declared break, across a change of source, or where one of the"
        " two figures is missing or withheld."
    )
    if not comparison.has_intervals:
        return (breaks,)
    return (rule, breaks, chance_words(by_chance(changes_of(comparison)), comparison.noun()))
