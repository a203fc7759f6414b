"""The interval of a figure and of its change on the year, by the indicator's declared method."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.stats.distributions import normal_quantile
from dashboard.stats.intervals import Interval, quasi_poisson, wilson

WITH_INTERVAL = ("proportion", "survey", "rate", "published")
"""Methods whose figures carry an interval; a count or a ratio of complete counts has none to give.
"""


LEVELS = {"": 0.95, "_998": 0.998}
"""Ending of the columns of limits -> their confidence."""


def estimate(table: pd.DataFrame, *, twice: bool = False) -> pd.DataFrame:
    """A copy of the table with lower and upper set, 95%, in the unit of value, for this year and
    the year before.

    ``twice`` adds lower_998, upper_998 and their year_ columns: the same at 99.8%.

    Columns read: method, multiplier, design_effect, numerator, denominator, lower, upper and, where
    they are there, year_numerator, year_denominator, year_lower, year_upper. By method: proportion
    and survey Wilson (survey on the effective sample size); rate exact Poisson below 10 events and
    Byar from 10, over the denominator; published the source's own limits, which are given at 95%
    alone; count, ratio and areas_below NaN, as nothing was sampled. Where there is a column
    ``rounding`` (standard deviation that the publisher's rounding adds, in the unit of value), the
    limits of proportion and survey are moved out by it (``widen_limits``). Where there are columns
    ``dispersion`` and ``degrees`` (``stats.dispersion``), a rate's limits are those of
    ``quasi_poisson``.
    """
    estimates = table.copy()
    for ending, confidence in LEVELS.items() if twice else (("", LEVELS[""]),):
        for prefix in ("", "year_"):
            if f"{prefix}numerator" in table:
                lower, upper = _limits(table, prefix, confidence)
                estimates[f"{prefix}lower{ending}"], estimates[f"{prefix}upper{ending}"] = (
                    lower,
                    upper,
                )
    return estimates


def _limits(table: pd.DataFrame, prefix: str, confidence: float) -> Interval:
    number = {
        c: pd.to_numeric(table[f"{prefix}{c}"]).to_numpy(float, na_value=np.nan)
        for c in ("numerator", "denominator", "lower", "upper")
    }
    method = table["method"].to_numpy()
    scale = table["multiplier"].to_numpy(float)
    lower, upper = np.full(len(table), np.nan), np.full(len(table), np.nan)
    is_proportion = np.isin(method, ("proportion", "survey"))
    if is_proportion.any():
        low, high = wilson(
            number["numerator"][is_proportion],
            number["denominator"][is_proportion],
            confidence,
            design_effect=table["design_effect"].to_numpy(float)[is_proportion],
        )
        most, base = (
            scale[is_proportion],
            np.where(
                number["denominator"][is_proportion] > 0,
                number["denominator"][is_proportion],
                np.nan,
            ),
        )
        added = table["rounding"].to_numpy(float)[is_proportion] if "rounding" in table else 0.0
        value = most * number["numerator"][is_proportion] / base
        lower[is_proportion], upper[is_proportion] = widen_limits(
            value, most * low, most * high, added, confidence, most
        )
    is_rate = method == "rate"
    if is_rate.any():
        phi, degrees = (
            table[c].to_numpy(float)[is_rate] if c in table else np.nan
            for c in ("dispersion", "degrees")
        )
        low, high = quasi_poisson(number["numerator"][is_rate], phi, degrees, confidence)
        base = np.where(number["denominator"][is_rate] > 0, number["denominator"][is_rate], np.nan)
        lower[is_rate], upper[is_rate] = low / base * scale[is_rate], high / base * scale[is_rate]
    own = (method == "published") & (confidence == LEVELS[""])
    lower[own], upper[own] = number["lower"][own], number["upper"][own]
    return lower, upper


def widen_limits(
    value: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    deviation: ArrayLike,
    confidence: float,
    most: ArrayLike = np.inf,
    least: ArrayLike = 0.0,
) -> Interval:
    """Limits of a figure once an independent error with standard deviation ``deviation`` is added
    to it.

    lower = v - sqrt((v - lower)^2 + (z deviation)^2), the same upwards, kept within ``least`` and
    ``most``: the variances are added on each side. For rounding to steps of r the deviation is r /
    sqrt 12 (Sheppard 1898; JCGM 100:2008, F.2.2.1). ``difference`` of two such figures then adds
    all four variances.
    """
    v, low, high, more = (
        np.asarray(number, dtype=float) for number in (value, lower, upper, deviation)
    )
    extra = normal_quantile(0.5 + confidence / 2) * np.where(np.isfinite(more), more, 0.0)
    below = np.where(extra > 0, v - np.hypot(v - low, extra), low)
    above = np.where(extra > 0, v + np.hypot(high - v, extra), high)
    return np.clip(below, least, most), np.clip(above, least, most)


def change(table: pd.DataFrame) -> pd.DataFrame:
    """A copy of an estimated table with change, change_lower and change_upper on the year, in the
    unit of value.

    Adds change_lower_998 and change_upper_998 where the table has limits at 99.8%.

    Columns read: value, lower, upper, year_value, year_lower, year_upper, broken. The interval
    joins the two figures' own limits (``difference``). All three are NaN where the figure a year
    before is missing or ``broken`` says that it cannot be compared; the limits alone are NaN where
    the method gives no interval.
    """
    is_comparable = table["broken"].isna().to_numpy()
    now, year_value = (
        pd.to_numeric(table[c]).to_numpy(float, na_value=np.nan) for c in ("value", "year_value")
    )
    changes = table.assign(change=np.where(is_comparable, now - year_value, np.nan))
    for ending in LEVELS:
        limits = (f"lower{ending}", f"upper{ending}")
        if f"year_{limits[0]}" in table:
            (low, high), (year_low, year_high) = (
                [table[f"{p}{c}"] for c in limits] for p in ("", "year_")
            )
            ends = difference(now, low, high, year_value, year_low, year_high)
            for column, end in zip(limits, ends, strict=True):
                changes[f"change_{column}"] = np.where(is_comparable, end, np.nan)
    return changes


def difference(
    first: ArrayLike,
    first_lower: ArrayLike,
    first_upper: ArrayLike,
    second: ArrayLike,
    second_lower: ArrayLike,
    second_upper: ArrayLike,
) -> Interval:
    """Interval of first - second, independent, from the limits of each (MOVER).

    lower = d - sqrt((first - first_lower)^2 + (second_upper - second)^2), and the reverse for
    upper. On Wilson limits of two proportions this is Newcombe's method 10 exactly.

    Reference: Zou GY, Donner A (2008), Stat Med 27:1693-1702; Newcombe RG (1998), Stat Med
    17:873-890.
    """
    a, al, au, b, bl, bu = (
        np.asarray(
            pd.to_numeric(pd.Series(np.atleast_1d(np.asarray(v, dtype=object)))), dtype=float
        )
        for v in (first, first_lower, first_upper, second, second_lower, second_upper)
    )
    gap = a - b
    return gap - np.hypot(a - al, bu - b), gap + np.hypot(au - a, b - bl)
