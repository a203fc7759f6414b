"""One BCU against the others, before and after: difference in differences, with every other BCU as a placebo.

The comparison says what a trial's figures are consistent with. It cannot say that the trial was the reason: one BCU was
chosen, not drawn by lot, and anything else that set it apart in those quarters is in the difference too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import t as student

FEWEST_OTHERS = 3
"""Areas besides the one on trial below which no interval is given."""


@dataclass(frozen=True)
class Trial:
    """What the figures of the area on trial are consistent with, or the sentence that says why they cannot be compared.

    All differences are in the unit of the multiplier: percentage points for 100.
    """

    sentence: str
    areas: pd.DataFrame | None = None
    """One row an area: area, before, during (shares), change, effect (its change less the mean change of the others),
    on_trial (bool), rank (1 = the largest effect by size), slope (change a period before the start)."""
    effect: float | None = None
    lower: float | None = None
    upper: float | None = None
    """The effect of the area on trial and its 95% interval."""
    p_value: float | None = None
    """Share of areas whose effect is as large in size, its own among them: at the least 1 over the number of areas."""
    slope: float | None = None
    slope_lower: float | None = None
    slope_upper: float | None = None
    """By how much a period the area drew away from the others before the start, and its 95% interval."""
    parallel: bool | None = None
    """Whether 0 lies in that interval; None where there were fewer than 3 periods before."""


def trial(
    table: pd.DataFrame, area: str, start: pd.Timestamp, end: pd.Timestamp | None = None, *, multiplier: float = 100.0
) -> Trial:
    """Compare an area's change with the others', from columns area, period_end, numerator and denominator.

    Before: periods that end before `start`; during: from `start` to `end` (the last period where none is given). Each
    side is numerators over denominators, both added up. Effect = change of the area - mean change of the others. With s
    the standard deviation of the changes of n others, its interval is effect -/+ t(n - 1) s sqrt(1 + 1/n): the area is
    one more draw from where the others came from, so chance that all areas share cancels and chance between areas is
    counted. The placebo distribution is the same effect worked out for every other area against the rest.

    Reference: Donald SG, Lang K (2007), Rev Econ Stat 89:221-233; Conley TG, Taber CR (2011), Rev Econ Stat 93:113-125
    (few treated groups); Abadie A, Diamond A, Hainmueller J (2010), J Am Stat Assoc 105:493-505 (placebos and p value).
    """
    rows = table.assign(period_end=pd.to_datetime(table["period_end"])).dropna(subset=["numerator", "denominator"])
    last = rows["period_end"].max() if end is None else pd.Timestamp(end)
    before = rows[rows["period_end"] < start]
    during = rows[(rows["period_end"] >= start) & (rows["period_end"] <= last)]
    found = pd.DataFrame({"before": _share(before, multiplier), "during": _share(during, multiplier)}).dropna()
    if area not in found.index:
        return Trial("The area on trial has no figure before, or none during, the trial: nothing can be compared.")
    if len(found) <= FEWEST_OTHERS:
        return Trial(f"Only {len(found) - 1} other areas have figures before and during: at least 3 are needed.")
    found["change"] = found["during"] - found["before"]
    found["effect"] = _placebos(found["change"])
    found["on_trial"] = found.index == area
    size = found["effect"].abs().round(9)  # equal sizes are equal whatever the rounding of sums
    found["rank"] = size.rank(method="min", ascending=False).astype(int)
    effect, lower, upper = _against_others(found["change"], area)
    slopes = _slopes(before, multiplier).reindex(found.index)
    known = slopes.dropna()
    trend = _against_others(known, area) if area in known and len(known) > FEWEST_OTHERS else None
    parallel = None if trend is None else bool(trend[1] <= 0 <= trend[2])
    slope, slope_lower, slope_upper = trend or (None, None, None)
    found = found.assign(slope=slopes).rename_axis("area").reset_index()
    return Trial(
        _sentence(found, (effect, lower, upper), parallel), found, effect, lower, upper,
        float((size >= size[area]).mean()), slope, slope_lower, slope_upper, parallel,
    )  # fmt: skip


def _share(rows: pd.DataFrame, multiplier: float) -> pd.Series:
    sums = rows.groupby("area")[["numerator", "denominator"]].sum()
    sums = sums[sums["denominator"] > 0]
    return multiplier * sums["numerator"] / sums["denominator"]


def _placebos(change: pd.Series) -> pd.Series:
    """Each area's change less the mean of all the others'."""
    return change - (change.sum() - change) / (len(change) - 1)


def _against_others(values: pd.Series, area: str) -> tuple[float, float, float]:
    others = values.drop(area)
    gap = float(values[area] - others.mean())
    half = student.ppf(0.975, len(others) - 1) * others.std(ddof=1) * np.sqrt(1 + 1 / len(others))
    return gap, float(gap - half), float(gap + half)


def _slopes(before: pd.DataFrame, multiplier: float) -> pd.Series:
    """The least-squares slope a period of each area's share; NaN with fewer than 3 periods or a period missing."""
    known = before[before["denominator"] > 0]
    wide = (multiplier * known["numerator"] / known["denominator"]).groupby([known["period_end"], known["area"]]).sum()
    shares = wide.unstack()
    if len(shares) < 3:
        return pd.Series(np.nan, index=shares.columns)
    x = np.arange(len(shares)) - (len(shares) - 1) / 2
    return pd.Series((x[:, None] * shares.to_numpy()).sum(axis=0) / (x**2).sum(), index=shares.columns)


def _sentence(found: pd.DataFrame, effect: tuple[float, float, float], parallel: bool | None) -> str:
    own, others = found[found["on_trial"]].iloc[0], found[~found["on_trial"]]
    gap, lower, upper = (round(x, 1) + 0.0 for x in effect)
    words = (
        f"Its figure changed by {own['change']:+.1f} points and the others' by {others['change'].mean():+.1f} on "
        f"average: a difference of {gap:+.1f} (95% interval {lower:+.1f} to {upper:+.1f}), number {own['rank']} by "
        f"size of the {len(found)} found when each area in turn is taken as if on trial. "
    )
    if effect[1] > 0 or effect[2] < 0:
        words += "That is more than chance between areas usually gives, and so is consistent with the trial having "
        words += f"{'raised' if gap > 0 else 'lowered'} it; it does not show that it did."
    else:
        words += "That is within chance between areas: it is consistent with no effect as well as with one."
    if parallel is None:
        return f"{words} Whether it moved like the others before cannot be seen."
    alike = "moved like the others" if parallel else "was already drawing away from the others, so read this with care"
    return f"{words} Before the trial it {alike}."
