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
"""A tier kept in at least 95% of the draws is robust, in at least 75% likely, and below that knife-edge."""
WORDS = ("robust", "likely", "knife-edge")


def draws(
    weights: Mapping[str, float], number: int = DRAWS, concentration: float = CONCENTRATION, seed: int = SEED
) -> np.ndarray:
    """Sets of weights that add up to 1, one a row, in the order of ``weights``; the same ones for the same seed.

    Dirichlet(concentration * share of each weight): their mean is the declared weights, and a share w varies with
    the variance w (1 - w) / (concentration + 1). A component with no weight has none in any draw.

    Reference: Saisana M, Saltelli A, Tarantola S (2005), J R Stat Soc A 168:307-323, on uncertain weights of
    composite indicators; OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 7.

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


def kept(
    scores: pd.DataFrame, weights: Mapping[str, float], threshold: float, *, number: int = DRAWS,
    concentration: float = CONCENTRATION, seed: int = SEED,
) -> pd.DataFrame:  # fmt: skip
    """How often each ward keeps, under drawn weights, the tier that the declared weights give it.

    ``scores`` has one row a ward and one column a component. Columns, in the order of the wards: need_index, tier,
    kept (share of the draws, 0 to 1), kept_lower and kept_upper (its 95% Wilson interval: what 2,000 draws leave
    uncertain of that share, not what the scores do), index_low and index_high (the middle 95% of the index), and
    word ('robust', 'likely' or 'knife-edge' by ``ROBUST`` and ``LIKELY``). NaN and None where a score is missing.
    """
    components = list(weights)
    need = index(scores, weights)
    tier = tiers(need, threshold)
    known = need.notna().to_numpy()
    values = np.nan_to_num(scores[components].to_numpy(float))
    drawn = values @ draws(weights, number, concentration, seed).T
    priority = drawn >= threshold - 1e-9
    stays = (priority == (tier == "priority").to_numpy()[:, None]).sum(axis=1)
    share = np.where(known, stays / number, np.nan)
    lower, upper = wilson(np.where(known, stays, np.nan), number)
    low, high = int(0.025 * (number - 1)), int(np.ceil(0.975 * (number - 1)))
    ends = np.partition(drawn, (low, high), axis=1)[:, [low, high]]
    ends[~known] = np.nan
    return pd.DataFrame({
        "need_index": need, "tier": tier, "kept": share, "kept_lower": lower, "kept_upper": upper,
        "index_low": ends[:, 0], "index_high": ends[:, 1], "word": words(share),
    }, index=scores.index)  # fmt: skip


def words(share: np.ndarray) -> np.ndarray:
    """'robust', 'likely' or 'knife-edge' for shares of draws; None where missing."""
    found = np.full(len(share), WORDS[2], dtype=object)
    found[share >= LIKELY] = WORDS[1]
    found[share >= ROBUST] = WORDS[0]
    found[np.isnan(share)] = None
    return found
