"""Many comparisons at once: the chance of each from its limits, and the share of false ones among
those listed.
"""

from __future__ import annotations

import numpy as np

from dashboard.stats.distributions import normal_above, normal_quantile

SHARE = 0.05
"""Of those listed, the share that may be false."""
_INNER, _OUTER = normal_quantile(0.975), normal_quantile(0.999)


def one_sided(distance: np.ndarray, half_95: np.ndarray, half_998: np.ndarray) -> np.ndarray:
    """The chance of a figure at least ``distance`` beyond what it is compared with, were there no
    difference.

    ``half_95`` and ``half_998``: from the figure to its limits on that side, positive. The distance
    is put on the scale of z by the two (0, half_95 and half_998 are 0, 1.96 and 3.09), so it is
    below 2.5% just where it lies beyond the limit at 95% and below 0.1% where beyond that at 99.8%,
    whatever the shape of the interval. Without limits at 99.8% by the first alone. NaN where
    distance or limit is missing.
    """
    inner = np.where(half_95 > 0, half_95, np.nan)
    slope = np.where(half_998 > inner, (_OUTER - _INNER) / (half_998 - inner), _INNER / inner)
    z = np.where(distance <= inner, _INNER * distance / inner, _INNER + slope * (distance - inner))
    return np.where(np.isnan(distance) | np.isnan(inner), np.nan, normal_above(z))


def discoveries(chances: np.ndarray, share: float = SHARE) -> np.ndarray:
    """Which comparisons to list so that at most ``share`` of those listed are expected to be false;
    NaN never is.

    Reference: Benjamini Y, Hochberg Y (1995), J R Stat Soc B 57:289-300; under positive dependence
    Benjamini Y, Yekutieli D (2001), Ann Stat 29:1165-1188.
    """
    is_known = ~np.isnan(chances)
    is_listed = np.zeros(len(chances), dtype=bool)
    if is_known.any():
        ordered = np.sort(chances[is_known])
        places = np.arange(1, len(ordered) + 1) / len(ordered)
        within = np.flatnonzero(ordered <= places * share)
        if len(within):
            is_listed[is_known] = chances[is_known] <= ordered[within[-1]]
    return is_listed
