"""Comparison of areas with a comparator, and ranks with their uncertainty."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

Better = Literal["higher", "lower", "neutral"]
NOT_KNOWN = "not known"
SIMILAR = "similar"
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

    An area differs from the comparator when its interval lies wholly above it (lower > comparator) or
    wholly below it (upper < comparator); otherwise it is "similar".  "not known" where any is missing.
    The comparator is taken as fixed, the convention of the Office for Health Improvement and Disparities
    (Fingertips) and of Breslow & Day (1987).
    """
    _check(better)
    above, below = WORDS[better]
    value, lower, upper, comparator = (_column(table, c) for c in ("value", "lower", "upper", "comparator"))
    known = ~np.isnan(np.stack([value, lower, upper, comparator])).any(axis=0)
    flag = np.select([~known, lower > comparator, upper < comparator], [NOT_KNOWN, above, below], default=SIMILAR)
    return table.assign(flag=pd.Series(flag, index=table.index, dtype="object"))


def rank(table: pd.DataFrame, better: Better) -> pd.DataFrame:
    """A copy of the table with columns rank, rank_low and rank_high (nullable whole numbers).

    Rank 1 is the best area (the highest value where `better` is neutral); equal values share the smaller
    rank.  rank_low = 1 + the number of areas whose interval lies wholly on the better side of this area's;
    rank_high = areas ranked - the number whose interval lies wholly on the worse side.  Missing where the
    value, or for the rank interval its limits, are missing.  The row order is kept.

    Reference: Goldstein H, Spiegelhalter DJ (1996), J R Stat Soc A 159:385-443, on ranks and uncertainty.
    """
    _check(better)
    value, lower, upper = (_column(table, c) for c in ("value", "lower", "upper"))
    if better == "lower":
        value, lower, upper = -value, -upper, -lower
    place = pd.Series(value, index=table.index).rank(method="min", ascending=False).astype("Int64")
    ranked = ~np.isnan(value)
    bounded = ranked & ~np.isnan(lower) & ~np.isnan(upper)
    low, high = np.where(bounded, lower, np.nan), np.where(bounded, upper, np.nan)
    beyond = (low[None, :] > high[:, None]).sum(axis=1)
    behind = (high[None, :] < low[:, None]).sum(axis=1)

    def whole(numbers: np.ndarray) -> pd.Series:
        return pd.Series(np.where(bounded, numbers, np.nan), index=table.index).astype("Int64")

    return table.assign(rank=place, rank_low=whole(1 + beyond), rank_high=whole(ranked.sum() - behind))
