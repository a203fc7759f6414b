"""How far areas lie from a target, and how much further than chance gives: the over-dispersion of a
funnel.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.stats.distributions import chi_squared_quantile, normal_quantile

Adjustment = Literal["none", "additive", "multiplicative"]
#: Share of z-scores at each end that is drawn in before over-dispersion is measured.
WINSORISED_SHARE = 0.1
# : Over-dispersion is taken to be there where chance would give as much in fewer than one case in
# twenty.
_SIGNIFICANCE = 0.05


@dataclass(frozen=True)
class Around:
    """What a funnel is drawn around, and how chance enters a figure."""

    target: float
    """In the unit of the figures: 66.0 for 66%. NaN where there is none."""
    method: Literal["proportion", "survey", "rate"]
    """proportion and survey: binomial; rate: Poisson."""
    multiplier: float = 1.0
    """100 for per cent, 1000 for a rate per 1,000."""
    design_effect: float = 1.0
    """Survey only: effective sample size = denominator / design_effect (Kish 1965)."""
    dispersion: float = 1.0
    """Rate only: variance over mean of the counts of one area, by its months
    (``stats.dispersion``); at least 1.
    """

    def sizes(self, denominator: ArrayLike) -> np.ndarray:
        """Effective denominators, NaN where zero or missing; for a binomial whole, and at least 1."""
        given = np.asarray(
            pd.to_numeric(pd.Series(np.atleast_1d(np.asarray(denominator, dtype=object)))),
            dtype=float,
        )
        size = np.where(np.isfinite(given) & (given > 0), given, np.nan)
        return size if self.method == "rate" else np.maximum(np.round(size / self.design_effect), 1)

    @property
    def share(self) -> float:
        """The target as a share from 0 to 1, or as events per unit of the denominator."""
        return self.target / self.multiplier

    @property
    def has_target(self) -> bool:
        """Whether there is a target that figures of this method can take."""
        return bool(
            np.isfinite(self.share)
            and self.share >= 0
            and (self.method == "rate" or self.share <= 1)
        )

    def error(self, size: np.ndarray) -> np.ndarray:
        """Standard error at the target: sqrt(t(1 - t)/n) for a proportion, sqrt(dispersion t/n) for
        a rate.
        """
        variance = (
            self.dispersion * self.share if self.method == "rate" else self.share * (1 - self.share)
        )
        return np.sqrt(variance / size)

    def chance(self, size: np.ndarray) -> Any:
        """The distribution of counts at the target, of a rate that of counts over the dispersion
        (quasi-likelihood).
        """
        from scipy.stats import binom, poisson

        return (
            poisson(self.share * size / self.dispersion)
            if self.method == "rate"
            else binom(size, self.share)
        )


@dataclass(frozen=True)
class Spread:
    """How much more the areas vary than chance gives."""

    areas: int
    """Areas with a z-score."""
    phi: float
    """Mean of the squared winsorised z-scores over what winsorising keeps of it: about 1 where
    there is chance alone.

    NaN without areas.
    """
    critical: float
    """What phi must exceed to be taken as over-dispersion: what chance alone stays below in 95
    cases of 100.
    """
    tau: float
    """Standard deviation between areas, in the unit of the figures (additive); 0 where none is
    found.
    """
    adjustment: Adjustment
    """What the limits are widened by; 'none': exact limits."""

    @property
    def is_significant(self) -> bool:
        """Whether phi exceeds what chance gives."""
        return self.phi > self.critical


def spread(
    table: pd.DataFrame,
    around: Around,
    adjustment: Adjustment = "additive",
    winsorised_share: float = WINSORISED_SHARE,
) -> Spread:
    """Over-dispersion of the areas around the target, from columns numerator and denominator.

    z_i = (y_i - t)/s_i, winsorised: the lowest and highest 10% (``winsorised_share``; 0 for none)
    are set to the 10% and 90% quantiles. phi = sum z_i^2 / (I k), with k the part of the variance
    of normal scores that winsorising keeps, 0.68 at 10%: without it limits at 95% leave out 10% of
    areas that vary as usual. Where there is chance alone f phi is about chi-squared on f degrees of
    freedom, f = I without winsorising and 0.71 I at 10% (``_winsorised_variance``), and nothing is
    adjusted unless phi exceeds its upper 5% point.
    Additive: tau^2 = (I phi - (I - 1)) / (sum w - sum w^2 / sum w) with w = 1/s^2, not below 0 (the
    moment estimator of DerSimonian and Laird 1986). Multiplicative: the standard errors times
    sqrt(phi).

    Reference: Spiegelhalter (2005), appendix.  Quantiles as R's default, as in the package
    FunnelPlotR, which does not divide by k.
    """
    z, error = scores_of(table, around)
    is_known = np.isfinite(z)
    count = int(is_known.sum())
    if count == 0:
        return Spread(0, math.nan, math.nan, 0.0, "none")
    low, high = np.quantile(z[is_known], [winsorised_share, 1 - winsorised_share])
    kept_variance, part = _winsorised_variance(winsorised_share)
    phi = float(np.mean(np.clip(z[is_known], low, high) ** 2)) / kept_variance
    critical = float(chi_squared_quantile(1 - _SIGNIFICANCE, part * count) / (part * count))
    weight = 1 / error[is_known] ** 2
    room = weight.sum() - (weight**2).sum() / weight.sum()
    tau2 = max(0.0, (count * phi - (count - 1)) / room) if count > 1 else 0.0
    used: Adjustment = adjustment if phi > critical and count > 1 else "none"
    return Spread(
        count, phi, critical, math.sqrt(tau2) * around.multiplier if used != "none" else 0.0, used
    )


def _winsorised_variance(share: float) -> tuple[float, float]:
    """The part of the variance of normal scores left once ``share`` at each end are drawn in, and
    of its freedom.

    With q the quantile: kept = E min(z^2, q^2). Its influence function is z^2 within q and q^2 + 2
    share q / phi(q) beyond, phi the normal density; its variance over kept^2, against 2 for the
    plain mean square, is what the degrees of freedom are divided by. (1, 1) for a share of 0.

    Reference: Huber PJ, Ronchetti EM (2009), Robust Statistics, 2nd ed, 3.3 (winsorised estimates).
    """
    if share <= 0:
        return 1.0, 1.0
    q = -float(normal_quantile(share))
    height = math.exp(-(q**2) / 2) / math.sqrt(2 * math.pi)
    inner, fourth = (
        1 - 2 * share - 2 * q * height,
        3 * (1 - 2 * share) - 2 * height * (q**3 + 3 * q),
    )
    beyond = q**2 + 2 * share * q / height
    variance = fourth + 2 * share * beyond**2 - (inner + 2 * share * beyond) ** 2
    kept_variance = inner + 2 * share * q**2
    return kept_variance, 2 * kept_variance**2 / variance


def scores_of(table: pd.DataFrame, around: Around) -> tuple[np.ndarray, np.ndarray]:
    """Naive z-scores and standard errors as shares; NaN where there is no figure."""
    size = around.sizes(table["denominator"])
    share = values_of(table, around) / around.multiplier
    if not around.has_target:
        return np.full(len(table), np.nan), np.full(len(table), np.nan)
    error = around.error(size)
    gap = share - around.share
    return (
        np.divide(
            gap, error, out=np.full(len(table), np.nan), where=np.isfinite(gap) & (error > 0)
        ),
        error,
    )


def values_of(table: pd.DataFrame, around: Around) -> np.ndarray:
    """Figures, NaN where the numerator is missing or cannot be over its denominator."""
    x, n = (
        pd.to_numeric(table[c]).to_numpy(float, na_value=np.nan)
        for c in ("numerator", "denominator")
    )
    is_usable = (
        np.isfinite(x)
        & np.isfinite(n)
        & (n > 0)
        & (x >= 0)
        & ((around.method == "rate") | (x <= n))
    )
    share = np.divide(x, n, out=np.full(len(table), np.nan), where=is_usable)
    return share * around.multiplier


def brief_spread_words(spread: Spread, noun: str = "areas") -> str:
    """One sentence on over-dispersion for whoever reads a chart once, without its measure."""
    if spread.areas == 0:
        return spread_words(spread, noun)
    if not spread.is_significant:
        return f"The {noun} vary no more than chance would give."
    limits = "are not widened for it" if spread.adjustment == "none" else "are widened"
    return f"The {noun} vary more than chance would give, and the limits {limits}."


def spread_words(spread: Spread, noun: str = "areas") -> str:
    """One sentence on over-dispersion and what was done about it."""
    if spread.areas == 0:
        return (
            f"None of the {noun} has a figure to set against the target, so there are no limits to"
            " judge by."
        )
    measure = (
        f"phi {spread.phi:.2f}, where chance alone stays below {spread.critical:.2f} in 95 cases"
        " of 100"
    )
    if not spread.is_significant:
        return (
            f"The {noun} vary no more than chance would give ({measure}), so the limits are exact."
        )
    if spread.adjustment == "none":
        return (
            f"The {noun} vary more than chance would give ({measure}); the limits are not widened"
            " for it."
        )
    ways = {
        "additive": "a variance between areas added",
        "multiplicative": "the standard errors multiplied",
    }
    how = ways[spread.adjustment]
    return (
        f"The {noun} vary more than chance would give ({measure}), so the limits are widened, with"
        f" {how}."
    )
