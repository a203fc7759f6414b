"""How often a ward keeps its tier when the weights of the need index vary."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.stats.intervals import wilson
from dashboard.stats.need import index, shares, tiers

DRAWS, SEED = 2_000, 20230428
CONCENTRATION = 50.0
"""Of the Dirichlet distribution: a weight of 0.3 then varies with a standard deviation of 0.064."""
ROBUST, LIKELY = 0.95, 0.75
"""Shares of the draws in which a tier is kept: from the first on other weights rarely change it,
from the second sometimes, and below that often.
"""
WORDS = ("rarely", "sometimes", "often")
"""How often other weights change a tier."""


def draws(
    weights: Mapping[str, float],
    number: int = DRAWS,
    concentration: float = CONCENTRATION,
    seed: int = SEED,
) -> np.ndarray:
    """Sets of weights that add up to 1, one a row, in the order of ``weights``; the same ones for
    the same seed.

    Dirichlet(concentration * share of each weight): their mean is the declared weights, and a share
    w varies with the variance w (1 - w) / (concentration + 1). A component with no weight has none
    in any draw.

    Reference: Saisana M, Saltelli A, Tarantola S (2005), J R Stat Soc A 168:307-323, on uncertain
    weights of composite indicators; OECD and JRC (2008), Handbook on Constructing Composite
    Indicators, step 7.

    Raises:
        ValueError: as ``need.shares``, or where number or concentration is not above zero.
    """
    if number < 1 or not concentration > 0:
        raise ValueError("The number of draws and the concentration must be above zero.")
    share = np.array(list(shares(weights).values()))
    found = np.zeros((number, len(share)))
    some = share > 0
    found[:, some] = np.random.default_rng(seed).dirichlet(concentration * share[some], number)
    return found


def drawn_index(
    scores: pd.DataFrame,
    weights: Mapping[str, float],
    *,
    number: int = DRAWS,
    concentration: float = CONCENTRATION,
    seed: int = SEED,
) -> np.ndarray:
    """The need index of each ward (a row) under each set of drawn weights (a column); NaN where a
    score is missing.
    """
    values = scores[list(weights)].to_numpy(float)
    found: np.ndarray = np.nan_to_num(values) @ draws(weights, number, concentration, seed).T
    found[index(scores, weights).isna().to_numpy()] = np.nan
    return found


def stays(indices: np.ndarray, tier: pd.Series, threshold: float) -> np.ndarray:
    """Whether each ward has its ``tier`` under each set of drawn weights: ``indices`` as
    ``drawn_index`` gives it.

    ``tier`` may be the one that the declared weights give, or the one that a plan states; a ward
    without one, or without an index, has none.
    """
    priority = indices >= threshold - 1e-9
    is_kept: np.ndarray = priority == (tier == "priority").to_numpy()[:, None]
    is_kept[tier.isna().to_numpy() | np.isnan(indices).any(axis=1)] = False
    return is_kept


def share_kept(stay: np.ndarray, is_known: np.ndarray) -> pd.DataFrame:
    """How often each ward keeps what it has: ``stay`` as ``stays`` gives it, or of two plans
    together.

    Columns: kept (share of the draws, 0 to 1), kept_lower and kept_upper (its 95% Wilson interval:
    what 2,000 draws leave uncertain of that share, not what the scores do) and word ('robust',
    'likely' or 'knife-edge' by ``ROBUST`` and ``LIKELY``). NaN and None where a ward is not
    ``is_known``.
    """
    number = stay.shape[1]
    times = np.where(is_known, stay.sum(axis=1), np.nan)
    lower, upper = wilson(times, number)
    return pd.DataFrame(
        {
            "kept": times / number,
            "kept_lower": lower,
            "kept_upper": upper,
            "word": words(times / number),
        }
    )


def middle(indices: np.ndarray) -> np.ndarray:
    """The ends of the middle 95% of the drawn indices of each ward, a row each: lower, upper."""
    number = indices.shape[1]
    low, high = int(0.025 * (number - 1)), int(np.ceil(0.975 * (number - 1)))
    ends: np.ndarray = np.partition(indices, (low, high), axis=1)[:, [low, high]]
    return ends


def measure_robustness(
    scores: pd.DataFrame,
    weights: Mapping[str, float],
    threshold: float,
    *,
    number: int = DRAWS,
    concentration: float = CONCENTRATION,
    seed: int = SEED,
) -> pd.DataFrame:
    """How often each ward keeps, under drawn weights, the tier that the declared weights give it.

    ``scores`` has one row a ward and one column a component. Columns, in the order of the wards:
    need_index, tier, those of ``share_kept``, index_low and index_high (the middle 95% of the
    index). NaN and None where a score is missing.
    """
    need = index(scores, weights)
    tier = tiers(need, threshold)
    drawn = drawn_index(scores, weights, number=number, concentration=concentration, seed=seed)
    share = share_kept(stays(drawn, tier, threshold), need.notna().to_numpy()).set_index(
        scores.index
    )
    ends = middle(drawn)
    return pd.DataFrame(
        {
            "need_index": need,
            "tier": tier,
            **{name: share[name] for name in share},
            "index_low": ends[:, 0],
            "index_high": ends[:, 1],
        },
        index=scores.index,
    )


def words(share: np.ndarray) -> np.ndarray:
    """'robust', 'likely' or 'knife-edge' for shares of draws; None where missing."""
    found = np.full(len(share), WORDS[2], dtype=object)
    found[share >= LIKELY] = WORDS[1]
    found[share >= ROBUST] = WORDS[0]
    found[np.isnan(share)] = None
    return found
