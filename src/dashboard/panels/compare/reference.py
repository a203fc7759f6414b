"""What chosen boroughs are drawn against over time: the comparator as a line of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.panels.common.once import once
from dashboard.panels.compare.data import ComparisonData
from dashboard.text import capitalise

POOLED_CODE = "reference"
"""Stands for an area's code where the comparator is several areas together."""


@dataclass(frozen=True)
class Reference:
    """A comparator over time."""

    area: str
    """Code of the area that it is, or ``POOLED_CODE``."""
    name: str
    """As it stands at the end of its line: 'Similar boroughs', 'Inner London', 'Barnet'."""
    rows: pd.DataFrame
    """As ``queries/compare_series.sql``, one row a period, oldest first; of ``POOLED_CODE`` without
    limits.
    """
    before: float
    """Its figure at the base of the change; NaN where the two cannot be compared."""
    now: float
    """Its figure at the period shown; NaN where there is none."""


@once
def reference_of(comparison: ComparisonData) -> Reference | None:
    """The comparator of the first borough chosen; None where none is chosen, where it is the MPS or
    its own past, or where it has no figure.
    """
    if (
        comparison.level != "borough"
        or not comparison.chosen_boroughs
        or comparison.comparator in ("", "mps", "past")
    ):
        return None
    own = comparison.chosen_boroughs[0]
    if comparison.comparator == "bcu":
        home = comparison.rows.loc[comparison.rows["area"] == own, "bcu"]
        return _of_area(comparison, home.iloc[0] if len(home) else "")
    if comparison.comparator in ("similar", "inner_outer"):
        return _pool_areas(comparison, own)
    return (
        None
        if comparison.comparator in comparison.chosen_boroughs
        else _of_area(comparison, comparison.comparator)
    )


def _of_area(comparison: ComparisonData, code: str) -> Reference | None:
    rows = comparison.series[comparison.series["area"] == code]
    if rows["value"].isna().all():
        return None
    row = comparison.rows[comparison.rows["area"] == code].iloc[0]
    before = np.nan if isinstance(row["broken"], str) else float(row["year_value"])
    name = comparison.page.names[code] + (" BCU" if row["level"] == "bcu" else "")
    return Reference(code, name, rows, before, float(row["value"]))


def _pool_areas(comparison: ComparisonData, own: str) -> Reference | None:
    """The boroughs like the first one chosen, or all of its part of London, together."""
    if comparison.comparator == "similar":
        near = comparison.peers[comparison.peers["area"] == own]
        codes, name = list(near["similar_to"]), "Similar boroughs"
        if len(comparison.chosen_boroughs) > 1:
            name = f"Boroughs like {comparison.page.names[own]}"
    else:
        parts = comparison.page.store.query("areas").set_index("code")["part"]
        codes = list(parts.index[parts == parts.get(own)])
        name = f"{capitalise(str(parts.get(own)))} London"
    rows = comparison.series[
        comparison.series["area"].isin(codes) & comparison.series["value"].notna()
    ]
    if rows.empty:
        return None
    periods = rows.groupby("period_end", as_index=False)
    figures = periods[["period_start", "source", "release"]].first()
    figures["value"] = _together(comparison, rows, "").reindex(figures["period_end"]).to_numpy()
    figures = figures.assign(
        indicator=comparison.indicator["id"],
        level=comparison.level,
        area=POOLED_CODE,
        name=name,
        withheld=None,
    )
    now = comparison.rows[comparison.rows["area"].isin(codes) & comparison.rows["value"].notna()]
    both = now["year_value"].notna().all() and now["broken"].isna().all()
    ends = [
        float(
            _together(comparison, now.assign(period_end=comparison.period), prefix).get(
                comparison.period, np.nan
            )
        )
        for prefix in ("year_", "")
    ]
    return Reference(POOLED_CODE, name, figures, ends[0] if both else np.nan, ends[1])


def _together(comparison: ComparisonData, rows: pd.DataFrame, prefix: str) -> pd.Series:
    """By period_end, the figure of all areas of ``rows`` together: numerators over denominators, or
    the median of a published statistic (``comparators.of_many``).
    """
    periods = rows.groupby("period_end")
    if comparison.indicator["method"] == "published":
        return periods[f"{prefix}value"].median()
    total = periods[[f"{prefix}numerator", f"{prefix}denominator"]].sum()
    below = total[f"{prefix}denominator"].where(total[f"{prefix}denominator"] > 0)
    return comparison.indicator["multiplier"] * total[f"{prefix}numerator"] / below
