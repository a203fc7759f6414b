"""How much more counts vary from month to month than chance gives, once trend and season are taken
out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

MONTHS = 24
"""Months of which dispersion is taken: recent ones, so that a straight line is trend enough."""
LEAST_DEGREES = 6
"""Degrees of freedom below which no dispersion is given."""


def dispersion(
    counts: np.ndarray, ends: pd.DatetimeIndex, breaks: Sequence[pd.Timestamp] = ()
) -> tuple[np.ndarray, int]:
    """The dispersion of each series, variance over mean, and the degrees of freedom that it rests
    on.

    ``counts``: one row a series, one column a month, which ends on ``ends``. Counts a day are
    fitted by least squares with a level, a straight line, two pairs of sines and cosines of the
    year, and a step at each of ``breaks`` within the months. phi = sum (y - fit)^2 / (degrees *
    mean), degrees = months - columns fitted: about 1 where there is chance alone. NaN for a series
    without an event, and for all where degrees are below ``LEAST_DEGREES``.

    Reference: McCullagh P, Nelder JA (1989), Generalized Linear Models, 2nd ed, 9.2 (moment
    estimate of dispersion).
    """
    month = np.arange(len(ends), dtype=float)
    turn = 2 * np.pi * np.asarray(ends.month) / 12
    columns = [np.ones(len(ends)), month - month.mean() if len(ends) else month]
    columns += [wave(k * turn) for k in (1, 2) for wave in (np.cos, np.sin)]
    columns += [np.asarray(ends >= day, dtype=float) for day in breaks]
    design = np.column_stack(columns) * np.asarray(ends.days_in_month, dtype=float)[:, None]
    degrees = len(ends) - (int(np.linalg.matrix_rank(design)) if len(ends) else 0)
    if degrees < LEAST_DEGREES:
        return np.full(len(counts), np.nan), max(degrees, 0)
    left = counts - counts @ np.linalg.pinv(design).T @ design.T
    mean = counts.mean(axis=1)
    phi = np.divide(
        (left**2).sum(axis=1), degrees * mean, out=np.full(len(counts), np.nan), where=mean > 0
    )
    return phi, degrees
