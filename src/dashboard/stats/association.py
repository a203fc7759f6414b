"""How far two figures of areas go together: the correlation with its interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dashboard.stats.intervals import interval_side

FEWEST = 10
"""Areas below which no correlation is given."""


@dataclass(frozen=True)
class Association:
    """Pearson's correlation over areas with both figures, and its 95% interval."""

    value: float
    lower: float
    upper: float
    areas: int

    @property
    def side(self) -> int:
        """1 where the interval lies above 0, -1 where it lies below, else 0."""
        return interval_side(self.lower, self.upper)


def associate(first: ArrayLike, second: ArrayLike) -> Association | None:
    """The correlation of two figures of the same areas (NaN: not known); None with fewer than
    ``FEWEST`` areas that have both, or where one of the figures is the same everywhere.

    The interval is Fisher's, by his transformation (1921), from scipy's ``pearsonr``. It holds the
    chance of which areas there are; a figure's own sampling draws the correlation towards 0.
    """
    x, y = (np.asarray(values, dtype=float) for values in (first, second))
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    if len(x) < FEWEST or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    from scipy.stats import pearsonr

    result = pearsonr(x, y)
    low, high = result.confidence_interval(0.95)
    return Association(float(result.statistic), float(low), float(high), len(x))
