"""Where areas could truly stand in a ranking, all of them at once, and the chance of being among
the last.
"""

from __future__ import annotations

import numpy as np

DRAWS = 1000


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
    scale = np.sqrt(error[:, None] ** 2 + error[None, :] ** 2)
    one_of_pair, other_of_pair = np.nonzero(~np.eye(count, dtype=bool))
    width = np.where(
        scale[one_of_pair, other_of_pair] > 0,
        scale[one_of_pair, other_of_pair],
        np.finfo(float).tiny,
    )
    draw_gaps = (drawn[:, one_of_pair] - drawn[:, other_of_pair]) / width
    score = (value[one_of_pair] - value[other_of_pair]) / width
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


def chance_of_last(
    value: np.ndarray, error: np.ndarray, number: int = 5, seed: int = 0
) -> np.ndarray:
    """The chance, 0 to 1, that each area is truly among the ``number`` lowest, from draws about the
    estimates.

    Each truth is drawn from a normal distribution about its estimate (a flat prior), independently.

    Reference: Goldstein H, Spiegelhalter DJ (1996), J R Stat Soc A 159:385-443; Laird NM, Louis TA
    (1989), J Educ Stat 14:29-46.
    """
    drawn = value + np.random.default_rng(seed).standard_normal((DRAWS, len(value))) * error
    place = drawn.argsort(axis=1).argsort(axis=1)
    return (place < number).mean(axis=0)
