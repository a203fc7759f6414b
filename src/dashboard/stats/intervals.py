"""Confidence intervals for proportions, counts and differences of proportions.

Every function is pure, accepts scalars or arrays (floats allowed, as weighted counts are not whole)
and returns a pair of arrays (lower, upper).  Where no interval can be given the answer is NaN,
without warnings.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from dashboard.stats.distributions import (
    chi_squared_quantile,
    chi_squared_upper,
    normal_above,
    normal_quantile,
    student_quantile,
)

Interval = tuple[np.ndarray, np.ndarray]

#: Below this count the Public Health England convention for rates is the exact Poisson interval.
EXACT_BELOW = 10


def _check(confidence: float) -> None:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie strictly between 0 and 1, not {confidence!r}")


def _floats(*values: ArrayLike) -> list[np.ndarray]:
    arrays = [np.atleast_1d(np.asarray(value, dtype=float)) for value in values]
    return [np.array(array) for array in np.broadcast_arrays(*arrays)]


def interval_side(lower: float, upper: float) -> int:
    """1 where an interval lies above 0, -1 where it lies below, else 0."""
    return int(lower > 0) - int(upper < 0)


def wilson(
    numerator: ArrayLike,
    denominator: ArrayLike,
    confidence: float = 0.95,
    design_effect: ArrayLike = 1.0,
) -> Interval:
    """Wilson score interval of a proportion, as proportions from 0 to 1.

    With p = x/n and z the normal quantile: (2np + z^2 -/+ z sqrt(z^2 + 4np(1-p))) / (2(n + z^2)).
    For a survey, n is the effective sample size n/deff (Kish 1965) and p is unchanged.
    NaN where n is zero or missing, x lies outside 0..n, or the design effect is not positive.

    Reference: Wilson EB (1927), J Am Stat Assoc 22:209-212; Kish L (1965), Survey Sampling, Wiley.
    """
    _check(confidence)
    x, n, deff = _floats(numerator, denominator, design_effect)
    is_usable = (
        np.isfinite(x)
        & np.isfinite(n)
        & np.isfinite(deff)
        & (n > 0)
        & (x >= 0)
        & (x <= n)
        & (deff > 0)
    )
    lower, upper = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
    if is_usable.any():
        nobs = n[is_usable] / deff[is_usable]
        share = x[is_usable] / n[is_usable]
        z = normal_quantile(0.5 + confidence / 2)
        centre = share + z**2 / (2 * nobs)
        half = z * np.sqrt(share * (1 - share) / nobs + z**2 / (4 * nobs**2))
        widened = 1 + z**2 / nobs
        low, high = (centre - half) / widened, (centre + half) / widened
        # The interval holds p by construction; rounding at p = 0 or 1 must not break that.
        lower[is_usable] = np.clip(np.minimum(low, share), 0, 1)
        upper[is_usable] = np.clip(np.maximum(high, share), 0, 1)
    return lower, upper


def byar(count: ArrayLike, confidence: float = 0.95) -> Interval:
    """Byar's approximate interval of a Poisson count, at every count.

    lower = x (1 - 1/(9x) - z/(3 sqrt x))^3;  upper = (x+1) (1 - 1/(9(x+1)) + z/(3 sqrt(x+1)))^3.
    The lower limit is NaN where the formula falls below zero (and at x = 0), as in the Public
    Health England reference values.  For a rate to publish use `poisson`, which is exact at small
    counts.

    Reference: Breslow NE, Day NE (1987), Statistical Methods in Cancer Research II, IARC, p. 69.
    """
    _check(confidence)
    (x,) = _floats(count)
    return _byar(x, np.full(x.shape, normal_quantile(0.5 + confidence / 2)))


def _byar(x: np.ndarray, z: np.ndarray) -> Interval:
    lower, upper = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
    is_positive, is_count = np.isfinite(x) & (x > 0), np.isfinite(x) & (x >= 0)
    c = x[is_positive]
    with np.errstate(over="ignore"):  # a count near zero: minus infinity, so no lower limit
        low = c * (1 - 1 / (9 * c) - z[is_positive] / (3 * np.sqrt(c))) ** 3
    lower[is_positive] = np.where(low < 0, np.nan, low)
    d = x[is_count] + 1
    upper[is_count] = d * (1 - 1 / (9 * d) + z[is_count] / (3 * np.sqrt(d))) ** 3
    return lower, upper


def poisson(count: ArrayLike, confidence: float = 0.95) -> Interval:
    """Interval of a count as Public Health England publishes rates: exact below 10 events, Byar
    from 10.

    Exact: lower = chi2(alpha/2; 2x)/2 (0 at x = 0);  upper = chi2(1 - alpha/2; 2x + 2)/2.

    Reference: Breslow NE, Day NE (1987), IARC; Eayres D, Technical Briefing 3, APHO (2008).
    """
    _check(confidence)
    (x,) = _floats(count)
    return _poisson(x, np.full(x.shape, normal_quantile(0.5 + confidence / 2)))


def _poisson(x: np.ndarray, z: np.ndarray) -> Interval:
    lower, upper = _byar(x, z)
    is_small = np.isfinite(x) & (x >= 0) & (x < EXACT_BELOW)
    tail, small_counts = normal_above(z[is_small]), x[is_small]
    is_positive = (
        small_counts > 1e-6
    )  # nearer to zero the limit is zero to double precision, and chi2 cannot be inverted
    positive = np.where(is_positive, small_counts, 1.0)
    lower[is_small] = np.where(is_positive, chi_squared_quantile(tail, 2 * positive) / 2, 0.0)
    upper[is_small] = chi_squared_upper(tail, 2 * small_counts + 2) / 2
    return lower, upper


def quasi_poisson(
    count: ArrayLike, dispersion: ArrayLike, degrees: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Interval of a count whose variance is ``dispersion`` times its mean, by quasi-likelihood.

    With phi the dispersion, phi times the interval ``poisson`` of x/phi, which has the variance phi
    x; z is Student's t with the ``degrees`` of freedom on which phi was estimated. Where phi is
    missing or at most 1, ``poisson`` itself:
    months that vary no more than chance gives are no reason to narrow an interval.

    Reference: McCullagh P, Nelder JA (1989), Generalized Linear Models, 2nd ed, ch 9
    (quasi-likelihood); Wedderburn RWM (1974), Biometrika 61:439-447.
    """
    _check(confidence)
    x, phi, freedom = _floats(count, dispersion, degrees)
    over = np.isfinite(phi) & (phi > 1) & np.isfinite(freedom) & (freedom > 0)
    phi = np.where(over, phi, 1.0)
    p = 0.5 + confidence / 2
    z = np.where(over, student_quantile(p, np.where(over, freedom, 1.0)), normal_quantile(p))
    lower, upper = _poisson(x / phi, z)
    return phi * lower, phi * upper


def newcombe(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Newcombe's hybrid score interval of the difference p1 - p2 of two independent proportions.

    With (l, u) the Wilson limits of each: lower = d - sqrt((p1-l1)^2 + (u2-p2)^2), upper = d +
    sqrt((u1-p1)^2 + (p2-l2)^2).  For surveys pass effective counts (divide x and n by deff).

    Reference: Newcombe RG (1998), Stat Med 17:873-890, method 10.
    """
    a, m, b, n = _floats(x1, n1, x2, n2)
    l1, u1 = wilson(a, m, confidence)
    l2, u2 = wilson(b, n, confidence)
    usable = np.isfinite(l1) & np.isfinite(l2)
    p1 = np.divide(a, m, out=np.full(a.shape, np.nan), where=usable)
    p2 = np.divide(b, n, out=np.full(b.shape, np.nan), where=usable)
    difference = p1 - p2
    return difference - np.hypot(p1 - l1, u2 - p2), difference + np.hypot(u1 - p1, p2 - l2)
