"""What chosen boroughs are drawn against over time: the comparator as a line of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.panels.common.once import once
from dashboard.panels.compare.data import Compared
from dashboard.text import capitalise

POOLED = "reference"
"""Stands for an area's code where the comparator is several areas together."""


@dataclass(frozen=True)
class Reference:
    """A comparator over time."""

    area: str
    """Code of the area that it is, or ``POOLED``."""
    name: str
    """As it stands at the end of its line: 'Similar boroughs', 'Inner London', 'Barnet'."""
    rows: pd.DataFrame
    """As ``queries/compare_series.sql``, one row a period, oldest first; of ``POOLED`` without
    limits.
    """
    before: float
    """Its figure at the base of the change; NaN where the two cannot be compared."""
    now: float
    """Its figure at the period shown; NaN where there is none."""


@once
def reference_of(made: Compared) -> Reference | None:
    """The comparator of the first borough chosen; None where none is chosen, where it is the MPS or
    its own past, or where it has no figure.
    """
    if made.level != "borough" or not made.chosen or made.comparator in ("", "mps", "past"):
        return None
    own = made.chosen[0]
    if made.comparator == "bcu":
        home = made.rows.loc[made.rows["area"] == own, "bcu"]
        return _of_area(made, home.iloc[0] if len(home) else "")
    if made.comparator in ("similar", "inner_outer"):
        return _pooled(made, own)
    return None if made.comparator in made.chosen else _of_area(made, made.comparator)


def _of_area(made: Compared, code: str) -> Reference | None:
    rows = made.series[made.series["area"] == code]
    if rows["value"].isna().all():
        return None
    row = made.rows[made.rows["area"] == code].iloc[0]
    before = np.nan if isinstance(row["broken"], str) else float(row["year_value"])
    name = made.page.names[code] + (" BCU" if row["level"] == "bcu" else "")
    return Reference(code, name, rows, before, float(row["value"]))


def _pooled(made: Compared, own: str) -> Reference | None:
    """The boroughs like the first one chosen, or all of its part of London, together."""
    if made.comparator == "similar":
        near = made.peers[made.peers["area"] == own]
        codes, name = list(near["similar_to"]), "Similar boroughs"
        if len(made.chosen) > 1:
            name = f"Boroughs like {made.page.names[own]}"
    else:
        parts = made.page.store.query("areas").set_index("code")["part"]
        codes = list(parts.index[parts == parts.get(own)])
        name = f"{capitalise(str(parts.get(own)))} London"
    rows = made.series[made.series["area"].isin(codes) & made.series["value"].notna()]
    if rows.empty:
        return None
    periods = rows.groupby("period_end", as_index=False)
    figures = periods[["period_start", "source", "release"]].first()
    figures["value"] = _together(made, rows, "").reindex(figures["period_end"]).to_numpy()
    figures = figures.assign(
        indicator=made.indicator["id"], level=made.level, area=POOLED, name=name, withheld=None
    )
    now = made.rows[made.rows["area"].isin(codes) & made.rows["value"].notna()]
    both = now["year_value"].notna().all() and now["broken"].isna().all()
    ends = [
        float(_together(made, now.assign(period_end=made.period), prefix).get(made.period, np.nan))
        for prefix in ("year_", "")
    ]
    return Reference(POOLED, name, figures, ends[0] if both else np.nan, ends[1])


def _together(made: Compared, rows: pd.DataFrame, prefix: str) -> pd.Series:
    """By period_end, the figure of all areas of ``rows`` together: numerators over denominators, or
    the median of a published statistic (``comparators.of_many``).
    """
    periods = rows.groupby("period_end")
    if made.indicator["method"] == "published":
        return periods[f"{prefix}value"].median()
    total = periods[[f"{prefix}numerator", f"{prefix}denominator"]].sum()
    below = total[f"{prefix}denominator"].where(total[f"{prefix}denominator"] > 0)
    return made.indicator["multiplier"] * total[f"{prefix}numerator"] / below
