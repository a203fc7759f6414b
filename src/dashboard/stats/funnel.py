"""Funnel plots: areas around a target, with exact limits and an adjustment for over-dispersion.

Reference: Spiegelhalter DJ (2005), Funnel plots for comparing institutional performance, Stat Med
24:1185-1202.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.stats.comparison import NOT_KNOWN, SIMILAR, WORDS, Better
from dashboard.stats.distributions import normal_above, normal_quantile
from dashboard.stats.funnel_spread import (
    Around,
    Spread,
    scores_of,
    values_of,
)

#: Column ending -> the share of areas at the target that lie within both limits.
LEVELS = {"95": 0.95, "998": 0.998}


def limits(denominator: ArrayLike, around: Around, spread: Spread) -> pd.DataFrame:
    """Columns size (the effective denominator), lower_95, upper_95, lower_998, upper_998, in the
    unit of the figures.

    Exact, where nothing is adjusted: with r the smallest count whose P(R <= r) is at least p, the
    limit is (r - a)/n, a = (P(R <= r) - p) / (P(R <= r) - P(R <= r - 1)), R binomial or Poisson at
    the target.
    Adjusted: t -/+ z sqrt(s^2 + tau^2) or t -/+ z s sqrt(phi).  Kept within 0 and, for a
    proportion, 100%.

    Reference: Spiegelhalter (2005), appendix.
    """
    size = around.sizes(denominator)
    columns: dict[str, np.ndarray] = {"size": size}
    for level, share in LEVELS.items():
        for side, p in (("lower", (1 - share) / 2), ("upper", (1 + share) / 2)):
            columns[f"{side}_{level}"] = _limit(size, p, around, spread)
    return pd.DataFrame(columns)


def _limit(size: np.ndarray, p: float, around: Around, spread: Spread) -> np.ndarray:
    limit = np.full(size.shape, np.nan)
    is_usable = np.isfinite(size)
    if not around.has_target or not is_usable.any():
        return limit
    n = size[is_usable]
    if spread.adjustment == "none":
        chance = around.chance(n)
        count = np.maximum(chance.ppf(p), 0)
        within = chance.cdf(count)
        share = around.dispersion * (count - (within - p) / (within - chance.cdf(count - 1))) / n
    else:
        share = around.share + normal_quantile(p) * _widen_errors(n, around, spread)
    top = np.inf if around.method == "rate" else 1.0
    limit[is_usable] = np.clip(share, 0, top) * around.multiplier
    return limit


def _widen_errors(size: np.ndarray, around: Around, spread: Spread) -> np.ndarray:
    """Standard errors as shares, with the adjustment."""
    error = around.error(size)
    if spread.adjustment == "multiplicative":
        return error * math.sqrt(spread.phi)
    return np.hypot(error, spread.tau / around.multiplier)


def funnel(table: pd.DataFrame, around: Around, better: Better, spread: Spread) -> pd.DataFrame:
    """A copy of the table (columns numerator, denominator) with each area's place in the funnel.

    Adds value; size (effective denominator); z (with the adjustment); tail, the chance of a figure
    at least as far out on its side at the target; the limits of ``limits``; flag_95 and flag_998:
    "better", "worse" ("higher", "lower" where `better` is neutral), "similar", or "not known" where
    there is no figure.

    An area is flagged where it lies beyond the limit and its tail is at most half of what lies
    outside both.  The
    second matters for small counts alone: the interpolated upper limit of the paper can lie up to
    one event below the first count that is so unlikely, and would flag too many.
    """
    word_above, word_below = WORDS[better]
    value, bounds = values_of(table, around), limits(table["denominator"], around, spread)
    z, tail = _tails(table, value, around, spread)
    placed_areas = table.assign(
        value=value, z=z, tail=tail, **{name: bounds[name].to_numpy() for name in bounds}
    )
    for level, share in LEVELS.items():
        lower, upper = bounds[f"lower_{level}"].to_numpy(), bounds[f"upper_{level}"].to_numpy()
        unlikely = tail <= (1 - share) / 2
        choices = [
            np.isnan(value) | np.isnan(lower),
            unlikely & (value > upper),
            unlikely & (value < lower),
        ]
        flag = np.select(choices, [NOT_KNOWN, word_above, word_below], default=SIMILAR)
        placed_areas[f"flag_{level}"] = pd.Series(flag, index=table.index, dtype="object")
    return placed_areas


def _tails(
    table: pd.DataFrame, value: np.ndarray, around: Around, spread: Spread
) -> tuple[np.ndarray, np.ndarray]:
    z, _ = scores_of(table, around)
    size = around.sizes(table["denominator"])
    is_usable = np.isfinite(value) & np.isfinite(size)
    tail = np.full(len(table), np.nan)
    if not around.has_target or not is_usable.any():
        return z, tail
    share, n = value[is_usable] / around.multiplier, size[is_usable]
    if spread.adjustment == "none":
        chance = around.chance(n)
        count = np.round(
            share * n / around.dispersion, 9
        )  # 9: a count that division left just beside a whole
        tail[is_usable] = np.where(
            share < around.share, chance.cdf(np.floor(count)), chance.sf(np.ceil(count) - 1)
        )
        return z, tail
    errors = _widen_errors(n, around, spread)
    z[is_usable] = np.divide(
        share - around.share, errors, out=np.full(len(n), np.nan), where=errors > 0
    )
    return z, normal_above(np.abs(z))


def curve(table: pd.DataFrame, around: Around, spread: Spread, points: int = 120) -> pd.DataFrame:
    """The limits as lines: columns of ``limits`` for sizes from just below the smallest area to
    just above the largest.

    Empty where no area has a denominator or there is no target.
    """
    effect = 1.0 if around.method == "rate" else around.design_effect
    size = around.sizes(table["denominator"])
    size = size[np.isfinite(size)]
    if not size.size or not around.has_target:
        return limits([], around, spread)
    roots = np.linspace(math.sqrt(size.min() * 0.8), math.sqrt(size.max() * 1.05), points)
    return limits(roots**2 * effect, around, spread).drop_duplicates("size", ignore_index=True)
