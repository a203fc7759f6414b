"""How far a group's figure lies from that of the whole it belongs to, and whether that gap is
changing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.stats.distributions import normal_quantile
from dashboard.stats.estimates import widen_limits
from dashboard.stats.intervals import newcombe

NO_CHANGE = "no clear change"
NOT_KNOWN = "not known"


def gaps(
    table: pd.DataFrame, *, design_effect: float = 1.0, multiplier: float = 100.0
) -> pd.DataFrame:
    """A copy of the groups' rows with gap, lower and upper: the group less the whole, and its 95%
    interval.

    Columns read: period_end, group_type, group_name ('' with group_type '' for the whole),
    numerator, base. The group is part of the whole, so with w its share of the base, gap = p - P =
    w' (p - r), where r is the figure of the rest (the whole less the group) and w' = 1 - w: its
    interval is w' times Newcombe's of two independent proportions, on bases divided by the design
    effect. w is taken as fixed. A column ``rounding`` (standard deviation that rounding adds to
    each figure, in the unit of the multiplier) widens the gap by that of group and whole. NaN where
    the whole or the group has no figure; the limits alone are NaN where the rest cannot be worked
    out from the two.

    Reference: Newcombe RG (1998), Stat Med 17:873-890, method 10; Kish L (1965), Survey Sampling
    (design effect).
    """
    rows = table.assign(period_end=pd.to_datetime(table["period_end"]))
    whole = rows[rows["group_type"] == ""].drop_duplicates("period_end").set_index("period_end")
    groups = rows[rows["group_type"] != ""].reset_index(drop=True)
    x, n = (
        pd.to_numeric(groups[c]).to_numpy(float, na_value=np.nan) for c in ("numerator", "base")
    )
    all_x, all_n = (
        pd.to_numeric(whole[c]).reindex(groups["period_end"]).to_numpy(float, na_value=np.nan)
        for c in ("numerator", "base")
    )
    is_usable = (n > 0) & (all_n > 0)
    share, total = (
        np.divide(top, over, out=np.full(len(groups), np.nan), where=is_usable)
        for top, over in ((x, n), (all_x, all_n))
    )
    rest_x, rest_n = (all_x - x) / design_effect, (all_n - n) / design_effect
    is_possible = is_usable & (rest_n > 0) & (rest_x >= 0) & (rest_x <= rest_n)
    low, high = newcombe(
        x / design_effect,
        n / design_effect,
        np.where(is_possible, rest_x, np.nan),
        np.where(is_possible, rest_n, np.nan),
    )
    rest = np.divide(all_n - n, all_n, out=np.full(len(groups), np.nan), where=is_possible)
    gap, lower, upper = (
        multiplier * (share - total),
        multiplier * rest * low,
        multiplier * rest * high,
    )
    if "rounding" in rows:
        of_whole = whole["rounding"].reindex(groups["period_end"]).to_numpy(float)
        added = np.hypot(groups["rounding"].to_numpy(float), of_whole)
        lower, upper = widen_limits(gap, lower, upper, added, 0.95, multiplier, -multiplier)
    return groups.assign(gap=gap, lower=lower, upper=upper)


def years_apart(table: pd.DataFrame) -> pd.DataFrame:
    """The rows whose period ends a whole number of years before the last: rolling years that share
    no interviews.
    """
    if table.empty:
        return table
    ends = pd.to_datetime(table["period_end"])
    last = ends.max()
    return table[
        (ends.dt.month == last.month) & (ends.dt.is_month_end == last.is_month_end)
    ].reset_index(drop=True)


def gap_trend(gap_table: pd.DataFrame) -> pd.DataFrame:
    """One row a group: how its gap has moved, from the answer of ``gaps`` over years that do not
    overlap.

    Columns: group_type, group_name, years (how many gaps are known), first_end, last_end,
    first_gap, last_gap, slope (points a year, weighted least squares, weights 1 / variance, the
    variance from each interval), slope_lower, slope_upper (95%), flag: "widening" or "narrowing"
    where the slope's interval leaves 0 out and the first and last gap lie on one side of the whole,
    "rising" or "falling" where they do not, "no clear change", or "not known" with fewer
    than two gaps with intervals. The interval holds the sampling of interviews alone, not movements
    from one year to another about the line.

    Reference: Draper NR, Smith H (1998), Applied Regression Analysis, 3rd ed, ch 9 (known
    variances).
    """
    keys = ["group_type", "group_name"]
    rows = years_apart(gap_table).sort_values("period_end")
    is_usable = (rows["upper"] > rows["lower"]) & rows["gap"].notna()
    yearly_gaps = rows[is_usable].assign(year=lambda t: t["period_end"].dt.year.astype(float))
    z = normal_quantile(0.975)
    yearly_gaps["weight"] = (2 * z / (yearly_gaps["upper"] - yearly_gaps["lower"])) ** 2
    by = yearly_gaps.groupby(keys, sort=False)
    middle = (
        (yearly_gaps["weight"] * yearly_gaps["year"])
        .groupby([yearly_gaps[k] for k in keys])
        .transform("sum")
    )
    yearly_gaps["year"] -= middle / by["weight"].transform("sum")
    yearly_gaps["among"] = yearly_gaps["weight"] * yearly_gaps["year"] ** 2
    yearly_gaps["with"] = yearly_gaps["weight"] * yearly_gaps["year"] * yearly_gaps["gap"]
    sums = yearly_gaps.groupby(keys, sort=False).agg(
        years=("gap", "size"),
        first_end=("period_end", "first"),
        last_end=("period_end", "last"),
        first_gap=("gap", "first"),
        last_gap=("gap", "last"),
        among=("among", "sum"),
        moved=("with", "sum"),
    )
    several = sums["years"] > 1
    among = sums["among"].where(several)
    sums["slope"] = sums["moved"] / among
    sums["slope_lower"], sums["slope_upper"] = (
        sums["slope"] - z / among**0.5,
        sums["slope"] + z / among**0.5,
    )
    sums = (
        rows[keys]
        .drop_duplicates()
        .join(sums.drop(columns=["among", "moved"]), on=keys)
        .reset_index(drop=True)
    )
    return sums.assign(years=sums["years"].fillna(0).astype(int), flag=_flags(sums))


def _flags(sums: pd.DataFrame) -> np.ndarray:
    low, high, first_gap, last_gap = (
        sums[c] for c in ("slope_lower", "slope_upper", "first_gap", "last_gap")
    )
    up = low > 0
    away = np.where(up == (last_gap > 0), "widening", "narrowing")
    crossed = np.where(up, "rising", "falling")
    return np.select(
        [low.isna(), (low <= 0) & (high >= 0), first_gap * last_gap > 0],
        [NOT_KNOWN, NO_CHANGE, away],
        default=crossed,
    )
