"""One BCU against the others, before and after: difference in differences, with every other BCU as
a placebo.

The comparison says what a trial's figures are consistent with. It cannot say that the trial was the
reason: one BCU was chosen, not drawn by lot, and anything else that set it apart in those quarters
is in the difference too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.stats.distributions import student_quantile

FEWEST_OTHERS = 3
"""Areas besides the one on trial below which no interval is given."""


@dataclass(frozen=True)
class Trial:
    """What the figures of the area on trial are consistent with, or the sentence that says why they
    cannot be compared.

    All differences are in the unit of the multiplier: percentage points for 100.
    """

    sentence: str
    areas: pd.DataFrame | None = None
    """One row an area: area, before, during (shares), change, effect (its change less the mean
    change of the others), on_trial (bool), rank (1 = the largest effect by size), slope (change a
    period before the start) and, for each side, before_numerator, before_denominator,
    before_periods (how many have a figure) and the same of during.
    """
    effect: float | None = None
    lower: float | None = None
    upper: float | None = None
    """The effect of the area on trial and its 95% interval; no interval where the others all
    changed alike.
    """
    p_value: float | None = None
    """Share of areas whose effect is as large in size, its own among them: at the least 1 over the
    number of areas.
    """
    slope: float | None = None
    slope_lower: float | None = None
    slope_upper: float | None = None
    """By how much a period the area drew away from the others before the start, and its 95%
    interval.
    """
    parallel: bool | None = None
    """Whether 0 lies in that interval; None where it, or fewer than 3 others, had 3 periods before.
    """


def trial(
    table: pd.DataFrame,
    area: str,
    start: pd.Timestamp,
    end: pd.Timestamp | None = None,
    *,
    multiplier: float = 100.0,
) -> Trial:
    """Compare an area's change with the others', from columns area, period_end, numerator and
    denominator.

    Before: periods that end before `start`; during: those that end from `start` to `end` (to the
    last where none is given). Each side is numerators over denominators, both added up over the
    periods that have them. Effect = change of the area - mean change of the others. With s the
    standard deviation of the changes of n others, its interval is effect -/+ t(n - 1) s sqrt(1 +
    1/n): the area is one more draw from where the others came from, so chance that all areas share
    cancels and chance between areas is counted. The placebo distribution is the same effect worked
    out for every other area against the rest. Slopes before the start are compared by the same
    interval.

    Reference: Donald SG, Lang K (2007), Rev Econ Stat 89:221-233; Conley TG, Taber CR (2011), Rev
    Econ Stat 93:113-125 (few treated groups); Abadie A, Diamond A, Hainmueller J (2010), J Am Stat
    Assoc 105:493-505 (placebos and p value).
    """
    rows_before, rows_during = _rows_of_sides(table, start, end)
    areas = _side(rows_before, "before", multiplier).join(
        _side(rows_during, "during", multiplier), how="inner"
    )
    if area not in areas.index:
        return Trial(
            "The area on trial has no figure before, or none during, the trial: nothing can be"
            " compared."
        )
    if len(areas) <= FEWEST_OTHERS:
        return Trial(_too_few(len(areas) - 1))
    areas["change"] = areas["during"] - areas["before"]
    areas["effect"] = _placebos(areas["change"])
    areas["on_trial"] = areas.index == area
    size = areas["effect"].abs().round(9)  # equal sizes are equal whatever the rounding of sums
    areas["rank"] = size.rank(method="min", ascending=False).astype(int)
    effect, *limits = _against_others(areas["change"], area)
    lower, upper = limits if limits[1] - limits[0] > _TOLERANCE else (None, None)
    slopes = _slopes(rows_before, multiplier).reindex(areas.index)
    slope, slope_lower, slope_upper, parallel = _trend(slopes, area)
    areas = areas.assign(slope=slopes).rename_axis("area").reset_index()
    return Trial(
        _sentence(areas, effect, lower, upper, parallel),
        areas,
        effect,
        lower,
        upper,
        float((size >= size[area]).mean()),
        slope,
        slope_lower,
        slope_upper,
        parallel,
    )


_TOLERANCE = 1e-9
"""Differences no wider than this are the rounding of sums."""


def _too_few(other_count: int) -> str:
    have = {0: "No other area has", 1: "Only 1 other area has"}.get(
        other_count, f"Only {other_count} other areas have"
    )
    return f"{have} figures before and during the trial: at least {FEWEST_OTHERS} are needed."


def _rows_of_sides(
    table: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows with a share of the periods before the trial, and of those during it."""
    rows = table.assign(period_end=pd.to_datetime(table["period_end"])).dropna(
        subset=["numerator", "denominator"]
    )
    rows = rows[rows["denominator"] > 0]
    last = rows["period_end"].max() if end is None else pd.Timestamp(end)
    is_before, is_by_end = rows["period_end"] < start, rows["period_end"] <= last
    return rows[is_before], rows[~is_before & is_by_end]


def _side(rows: pd.DataFrame, name: str, multiplier: float) -> pd.DataFrame:
    """By area: the share over all periods, and its numerator, denominator and number of periods."""
    sums = rows.assign(periods=1).groupby("area")[["numerator", "denominator", "periods"]].sum()
    share = multiplier * sums["numerator"] / sums["denominator"]
    return sums.add_prefix(f"{name}_").assign(**{name: share})


def _placebos(change: pd.Series) -> pd.Series:
    """Each area's change less the mean of all the others'."""
    return change - (change.sum() - change) / (len(change) - 1)


def _against_others(values: pd.Series, area: str) -> tuple[float, float, float]:
    others = values.drop(area)
    gap = float(values[area] - others.mean())
    half = (
        student_quantile(0.975, len(others) - 1) * others.std(ddof=1) * np.sqrt(1 + 1 / len(others))
    )
    return gap, float(gap - half), float(gap + half)


def _trend(
    slopes: pd.Series, area: str
) -> tuple[float | None, float | None, float | None, bool | None]:
    """By how much a period the area drew away from the others before the start, the interval of
    that, and whether 0 lies in it; nothing where it has no slope, or too few others have.
    """
    known = slopes.dropna()
    if area not in known or len(known) <= FEWEST_OTHERS:
        return None, None, None, None
    slope, lower, upper = _against_others(known, area)
    return slope, lower, upper, bool(lower - _TOLERANCE <= 0 <= upper + _TOLERANCE)


def _slopes(rows_before: pd.DataFrame, multiplier: float) -> pd.Series:
    """The least-squares slope a period of each area's share, over the periods it has; NaN with
    fewer than 3.
    """
    sums = rows_before.groupby(["period_end", "area"])[["numerator", "denominator"]].sum()
    shares = (multiplier * sums["numerator"] / sums["denominator"]).unstack()
    y, x = shares.to_numpy(), np.arange(len(shares), dtype=float)[:, None]
    is_known = ~np.isnan(y)
    count = is_known.sum(axis=0)
    middle = np.divide((x * is_known).sum(axis=0), count, out=np.zeros(len(count)), where=count > 0)
    away = np.where(is_known, x - middle, 0.0)
    moved, spread = (away * np.where(is_known, y, 0.0)).sum(axis=0), (away**2).sum(axis=0)
    slope = np.divide(moved, spread, out=np.full(len(count), np.nan), where=count >= 3)
    return pd.Series(slope, index=shares.columns)


def _sentence(
    areas: pd.DataFrame,
    effect: float,
    lower: float | None,
    upper: float | None,
    parallel: bool | None,
) -> str:
    trial_area, other_areas = areas[areas["on_trial"]].iloc[0], areas[~areas["on_trial"]]
    limits = (lower, upper) if lower is not None and upper is not None else None
    places = (
        2 if limits and min(abs(limits[0]), abs(limits[1])) < 0.05 else 1
    )  # a limit is not to look like 0
    gap = _format_signed(effect, places)
    interval = (
        f"95% interval {_format_signed(limits[0], places)} to {_format_signed(limits[1], places)}"
        if limits
        else ("no interval, as the others all changed alike")
    )
    words = (
        f"Its figure changed by {_format_signed(trial_area['change'], 1)} points and the others' by"
        f" {_format_signed(other_areas['change'].mean(), 1)} on average: a difference of {gap} ({interval}),"
        f" number {trial_area['rank']} by size of the {len(areas)} found when each area in turn is taken"
        " as if on trial. "
    )
    if limits is None:
        words += "How much areas differ by chance cannot be seen."
    elif limits[0] > 0 or limits[1] < 0:
        words += (
            "That is more than chance between areas usually gives, and so is consistent with the"
            " trial having "
        )
        words += f"{'raised' if effect > 0 else 'lowered'} it; it does not show that it did."
    else:
        words += (
            "That is within chance between areas: it is consistent with no effect as well as with"
            " one."
        )
    if parallel is None:
        return f"{words} Whether it moved like the others before the trial cannot be seen."
    if parallel:
        return f"{words} Before the trial it moved no differently from the others, within chance."
    return (
        f"{words} Before the trial it already moved differently from the others, so read this with"
        " care."
    )


def _format_signed(value: float, places: int) -> str:
    text = f"{round(float(value), places) + 0.0:+.{places}f}".replace("-", "−")
    return text if float(text.replace("−", "-")) else text[1:]
