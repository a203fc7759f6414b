"""The chances that are worked out here are those of scipy.stats and statsmodels."""

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from dashboard.stats import distributions as own
from dashboard.stats.intervals import wilson
from dashboard.stats.multiple_comparisons import discoveries

RNG = np.random.default_rng(1)
P, DEGREES, X = RNG.random(2000), RNG.uniform(0.1, 300, 2000), RNG.normal(0, 4, 2000)


def test_chances_and_quantiles_are_those_of_scipy_to_the_last_bit() -> None:
    for mine, theirs in (
        (own.normal_quantile(P), stats.norm.ppf(P)),
        (own.normal_below(X), stats.norm.cdf(X)),
        (own.normal_above(X), stats.norm.sf(X)),
        (own.student_quantile(P, DEGREES), stats.t.ppf(P, DEGREES)),
        (own.student_above(X, DEGREES), stats.t.sf(X, DEGREES)),
        (own.chi_squared_quantile(P, DEGREES), stats.chi2.ppf(P, DEGREES)),
        (own.chi_squared_upper(P, DEGREES), stats.chi2.isf(P, DEGREES)),
    ):
        np.testing.assert_array_equal(mine, theirs)


def test_the_binomial_quantile_is_that_of_scipy() -> None:
    counts = range(1, 700)
    for share in (0.05, 0.002, 0.3):
        theirs = stats.binom.ppf(0.95, np.array(counts), share).astype(int).tolist()
        assert [own.binomial_quantile(0.95, count, share) for count in counts] == theirs
    assert own.binomial_quantile(0.95, 0, 0.05) == 0


def test_wilsons_interval_is_that_of_statsmodels() -> None:
    size = RNG.uniform(1, 5000, 2000)
    part = size * P
    theirs = proportion_confint(part, size, alpha=0.05, method="wilson")
    np.testing.assert_allclose(wilson(part, size), theirs, rtol=1e-12, atol=1e-15)


def test_what_is_listed_is_what_statsmodels_rejects() -> None:
    for _ in range(500):
        chances = RNG.random(RNG.integers(1, 40)) ** RNG.integers(1, 6)
        chances = np.round(chances, RNG.integers(2, 9))  # so that some are equal
        theirs = multipletests(chances, alpha=0.05, method="fdr_bh")[0]
        np.testing.assert_array_equal(discoveries(chances), theirs)
