"""Chances and quantiles of the distributions that most figures rest on, from scipy's special
functions.

``scipy.stats`` has them too, with the same bits, and takes a second to import: what needs more than
these imports it where it is used.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import (
    bdtr,
    chdtri,
    gammaincinv,
    ndtr,
    ndtri,
    stdtr,
    stdtrit,
)

# A number gives a number and an array an array, as numpy's own functions do.


def normal_quantile(p: ArrayLike) -> Any:
    """What a standard normal stays below with chance ``p``."""
    return ndtri(p)


def normal_below(x: ArrayLike) -> Any:
    """The chance that a standard normal is at most ``x``."""
    return ndtr(x)


def normal_above(x: ArrayLike) -> Any:
    """The chance that a standard normal exceeds ``x``."""
    return ndtr(-np.asarray(x))


def student_quantile(p: ArrayLike, degrees: ArrayLike) -> Any:
    """What Student's t on ``degrees`` of freedom stays below with chance ``p``."""
    return stdtrit(degrees, p)


def student_above(x: ArrayLike, degrees: ArrayLike) -> Any:
    """The chance that Student's t on ``degrees`` of freedom exceeds ``x``."""
    return stdtr(degrees, -np.asarray(x))


def chi_squared_quantile(p: ArrayLike, degrees: ArrayLike) -> Any:
    """What chi-squared on ``degrees`` of freedom stays below with chance ``p``."""
    return 2 * gammaincinv(np.asarray(degrees) / 2, p)


def chi_squared_upper(p: ArrayLike, degrees: ArrayLike) -> Any:
    """What chi-squared on ``degrees`` of freedom exceeds with chance ``p``."""
    return chdtri(degrees, p)


def binomial_quantile(p: float, count: int, share: float) -> int:
    """The fewest that at least ``p`` of draws do not exceed: each draw counts how many of ``count``
    have what ``share`` of all have.
    """
    return int(np.argmax(bdtr(np.arange(count + 1.0), count, share) >= p))
