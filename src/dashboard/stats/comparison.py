"""Comparison of areas with a comparator, and ranks with their uncertainty."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from dashboard.stats.distributions import normal_quantile
from dashboard.stats.ranks import chance_of_last, confidence_ranks

Better = Literal["higher", "lower", "neutral"]
NOT_KNOWN = "not known"
SIMILAR = "similar"
LAST_PLACES = 5
"""Areas at the foot of a ranking of which the chance of being there is given."""
_Z = normal_quantile(0.975)
#: The word for an interval wholly above, and wholly below, the comparator.
WORDS: dict[str, tuple[str, str]] = {
    "higher": ("better", "worse"),
    "lower": ("worse", "better"),
    "neutral": ("higher", "lower"),
}


def _check(better: str) -> None:
    if better not in WORDS:
        raise ValueError(f"better must be one of {', '.join(WORDS)}, not {better!r}")


def _column(table: pd.DataFrame, name: str) -> np.ndarray:
    return pd.to_numeric(table[name]).to_numpy(dtype=float, na_value=np.nan)


def compare(table: pd.DataFrame, better: Better) -> pd.DataFrame:
    """A copy of the table with a column `flag`, from columns value, lower, upper and comparator.

    An area differs from the comparator when its interval lies wholly above it (lower > comparator)
    or wholly below it (upper < comparator); otherwise it is "similar".  "not known" where any is
    missing. The comparator is taken as fixed, the convention of the Office for Health Improvement
    and Disparities (Fingertips) and of Breslow & Day (1987).
    """
    _check(better)
    word_above, word_below = WORDS[better]
    value, lower, upper, comparator = (
        _column(table, c) for c in ("value", "lower", "upper", "comparator")
    )
    is_known = ~np.isnan(np.stack([value, lower, upper, comparator])).any(axis=0)
    flag = np.select(
        [~is_known, lower > comparator, upper < comparator],
        [NOT_KNOWN, word_above, word_below],
        default=SIMILAR,
    )
    return table.assign(flag=pd.Series(flag, index=table.index, dtype="object"))


def own_rank(table: pd.DataFrame, better: Better) -> pd.Series:
    """The rank by the value alone, as ``rank`` gives it."""
    _check(better)
    value = pd.Series(_column(table, "value"), index=table.index)
    return value.rank(method="min", ascending=better == "lower").astype("Int64")


def rank(table: pd.DataFrame, better: Better) -> pd.DataFrame:
    """A copy of the table with columns rank, rank_low, rank_high (nullable whole numbers) and
    worst_five.

    Rank 1 is the best area (the highest value where `better` is neutral); equal values share the
    smaller rank.  rank_low to rank_high: the places that the area could truly take, for all areas
    at once with 95% confidence (``ranks.confidence_ranks``, standard errors from the 95%
    intervals), never without its own rank.
    worst_five: the chance, 0 to 1, of being among the five worst (``ranks.chance_of_last``).
    Missing where the value, or for these its limits, are missing.  The row order is kept.

    Reference: Mogstad M, Romano JP, Shaikh AM, Wilhelm D (2023), Rev Econ Stud 91:476-518.
    """
    place = own_rank(table, better)
    value, lower, upper = (_column(table, c) for c in ("value", "lower", "upper"))
    if better == "lower":
        value, lower, upper = -value, -upper, -lower
    has_interval = ~np.isnan(value) & ~np.isnan(lower) & ~np.isnan(upper)
    known_values, error = (
        value[has_interval],
        (upper[has_interval] - lower[has_interval]) / (2 * _Z),
    )
    low, high, last_chance = (np.full(len(table), np.nan) for _ in range(3))
    low[has_interval], high[has_interval] = confidence_ranks(known_values, error)
    high[has_interval] += (~np.isnan(value)).sum() - len(
        known_values
    )  # those without limits could stand anywhere
    own = place.to_numpy(float, na_value=np.nan)
    low, high = (
        np.fmin(low, np.where(has_interval, own, np.nan)),
        np.fmax(high, np.where(has_interval, own, np.nan)),
    )
    if len(known_values) > LAST_PLACES:
        last_chance[has_interval] = chance_of_last(known_values, error, LAST_PLACES)

    def as_integers(numbers: np.ndarray) -> pd.Series:
        return pd.Series(numbers, index=table.index).astype("Int64")

    return table.assign(
        rank=place, rank_low=as_integers(low), rank_high=as_integers(high), worst_five=last_chance
    )
