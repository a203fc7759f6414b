"""The figures of two sets of areas before something new begins in one of them: baseline, comparison
and how far apart they lay over the years.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from dashboard.stats.estimates import widen_limits
from dashboard.stats.gaps_over_time import years_apart
from dashboard.stats.intervals import newcombe, wilson

OFFER, COMPARISON = "offer", "comparison"


def sum_areas(
    table: pd.DataFrame,
    areas: Collection[str],
    *,
    design_effect: float = 1.0,
    multiplier: float = 100.0,
) -> pd.DataFrame:
    """Some areas together at every period at which each of them has a figure: period_start,
    period_end, numerator, base (added up), value, lower, upper (95%, in the unit of the multiplier)
    and rounding.

    ``table`` has area, period_start, period_end, numerator, base and rounding (the deviation that
    its publisher's rounding adds to a figure). The interval is Wilson's (1927) on the base over the
    design effect (Kish, 1965), widened by the rounding.
    """
    rows = table[table["area"].isin(areas)].dropna(subset=["numerator", "base"])
    rows = rows.assign(added=(rows["rounding"] * rows["base"]) ** 2)
    sums = (
        rows.groupby(["period_start", "period_end"])
        .agg(
            numerator=("numerator", "sum"),
            base=("base", "sum"),
            added=("added", "sum"),
            areas=("area", "nunique"),
        )
        .reset_index()
    )
    whole = sums[sums["areas"] == len(set(areas))].drop(columns=["areas"]).reset_index(drop=True)
    low, high = wilson(whole["numerator"], whole["base"], design_effect=design_effect)
    value = multiplier * whole["numerator"] / whole["base"]
    rounding = np.sqrt(whole["added"]) / whole["base"]
    lower, upper = widen_limits(
        value, multiplier * low, multiplier * high, rounding, 0.95, multiplier
    )
    return whole.drop(columns=["added"]).assign(
        value=value, lower=lower, upper=upper, rounding=rounding
    )


def yearly_differences(
    offer: pd.DataFrame,
    comparison: pd.DataFrame,
    *,
    design_effect: float = 1.0,
    multiplier: float = 100.0,
) -> pd.DataFrame:
    """The first set less the second, from answers of ``sum_areas``, at the periods of both that end
    whole years before the last: period_end, value, lower, upper (95%).

    The interval is Newcombe's of two independent proportions (1998), on bases over the design
    effect, widened by the rounding of both.
    """
    both = offer.merge(comparison, on="period_end", suffixes=("_1", "_2"))
    both = years_apart(both.sort_values("period_end"))
    x1, n1, x2, n2 = (
        both[column].astype(float) / design_effect
        for column in ("numerator_1", "base_1", "numerator_2", "base_2")
    )
    low, high = newcombe(x1, n1, x2, n2)
    value = both["value_1"] - both["value_2"]
    added = np.hypot(both["rounding_1"], both["rounding_2"])
    lower, upper = widen_limits(
        value, multiplier * low, multiplier * high, added, 0.95, multiplier, -multiplier
    )
    return pd.DataFrame(
        {"period_end": both["period_end"], "value": value, "lower": lower, "upper": upper}
    )
