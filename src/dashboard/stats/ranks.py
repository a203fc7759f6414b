"""Where areas could truly stand in a ranking, all of them at once, and the chance of being among
the last.
"""

from __future__ import annotations

import numpy as np

from dashboard.stats.distributions import normal_below, normal_quantile

DRAWS = 1000
NODES = 200
"""Equally likely values of an area's truth over which its chance of being last is averaged."""


def confidence_ranks(
    value: np.ndarray, error: np.ndarray, confidence: float = 0.95, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """The first and last place that each area could truly take, for all areas at once with the
    given confidence.

    Place 1 is the highest value; ``error`` are standard errors of independent estimates. Each pair
    of areas is compared by (x_i - x_j) / sqrt(s_i^2 + s_j^2), against the quantile of the largest
    such number among pairs that do not differ, from seeded normal draws; pairs found to differ are
    left out and the quantile is taken anew until none is found (stepdown). First place = 1 + how
    many areas lie surely above; last = areas - how many lie surely below.

    Reference: Mogstad M, Romano JP, Shaikh AM, Wilhelm D (2023), Rev Econ Stud 91:476-518; the
    package csranks.
    """
    count = len(value)
    if count < 2:
        return np.ones(count, dtype=int), np.full(count, count)
    drawn = np.random.default_rng(seed).standard_normal((DRAWS, count)) * error
    scale = np.hypot(error[:, None], error[None, :])
    one_of_pair, other_of_pair = np.nonzero(~np.eye(count, dtype=bool))
    width = scale[one_of_pair, other_of_pair]
    draw_gaps = _divide(drawn[:, one_of_pair] - drawn[:, other_of_pair], width)
    score = _divide(value[one_of_pair] - value[other_of_pair], width)
    is_undecided = np.ones(len(one_of_pair), dtype=bool)
    while is_undecided.any():
        is_decided = is_undecided & (
            score > np.quantile(draw_gaps[:, is_undecided].max(axis=1), confidence)
        )
        if not is_decided.any():
            break
        is_undecided &= ~is_decided
    above = np.bincount(other_of_pair[~is_undecided], minlength=count)
    below = np.bincount(one_of_pair[~is_undecided], minlength=count)
    return 1 + above, count - below


def chance_of_last(value: np.ndarray, error: np.ndarray, number: int = 5) -> np.ndarray:
    """The chance, 0 to 1, that each area is truly among the ``number`` lowest.

    The truth of each area is normal about its estimate (a flat prior), independently. For a truth x
    of one area, each other area lies below x with a chance of its own, so the number below follows
    the Poisson binomial distribution; its chance of being less than ``number`` is averaged over
    ``NODES`` equally likely values of x. No draw is made, so that areas with equal estimates and
    errors have equal chances. Where errors are 0, equal areas share their places evenly.

    Reference: Goldstein H, Spiegelhalter DJ (1996), J R Stat Soc A 159:385-443; Laird NM, Louis TA
    (1989), J Educ Stat 14:29-46; Poisson binomial: Chen XH, Dempster AP, Liu JS (1994), Biometrika
    81:457-469.
    """
    # A figure without error has a very small one instead: equal ones then share their places.
    spread = float(np.ptp(value)) or float(np.abs(value).max()) or 1.0
    width = np.maximum(error, 1e-9 * spread)
    normal = normal_quantile((np.arange(NODES) + 0.5) / NODES)
    chance = np.empty(len(value))
    for area, (centre, own_width) in enumerate(zip(value, width, strict=True)):
        others = np.arange(len(value)) != area
        truth = centre + own_width * normal
        below = normal_below((truth[:, None] - value[others]) / width[others])
        number_below = np.zeros((NODES, number))
        number_below[:, 0] = 1.0
        # Sorted: the sum of equal areas is then added in one order, and is equal to the last digit.
        for one in np.sort(below, axis=1).T:
            number_below[:, 1:] = (
                number_below[:, 1:] * (1 - one[:, None]) + number_below[:, :-1] * one[:, None]
            )
            number_below[:, 0] *= 1 - one
        chance[area] = number_below.sum(axis=1).mean()
    return np.clip(chance, 0.0, 1.0)


def _divide(gap: np.ndarray, width: np.ndarray) -> np.ndarray:
    """Gaps in standard errors: without an error, 0 where there is no gap and infinity elsewhere."""
    # So small an error that the quotient leaves the floating numbers is no error: infinity is right.
    with np.errstate(over="ignore"):
        return np.divide(
            gap, width, out=np.copysign(np.where(gap == 0, 0.0, np.inf), gap), where=width > 0
        )
