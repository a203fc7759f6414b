"""Whole numbers that add up to a given total."""

from __future__ import annotations

import numpy as np


def share_out(total: int, weights: np.ndarray) -> np.ndarray:
    """Return whole numbers in proportion to ``weights`` that add up to ``total`` (largest
    remainders).
    """
    exact = total * weights / weights.sum()
    whole = np.floor(exact).astype(np.int64)
    short = total - int(whole.sum())
    whole.reshape(-1)[np.argsort((whole - exact).reshape(-1), kind="stable")[:short]] += 1
    return whole
