"""Many comparisons at once: chances from limits, and false ones among those listed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from dashboard.stats.multiple_comparisons import discoveries, one_sided


def test_the_worked_example_of_benjamini_and_hochberg_lists_the_first_four():
    # Benjamini and Hochberg (1995), section 4: 15 p values of Neuhaus et al; Bonferroni lists 3,
    # theirs 4.
    chances = np.array(
        [
            0.0001,
            0.0004,
            0.0019,
            0.0095,
            0.0201,
            0.0278,
            0.0298,
            0.0344,
            0.0459,
            0.3240,
            0.4262,
            0.5719,
            0.6528,
            0.7590,
            1.0,
        ]
    )
    assert list(discoveries(chances)) == [True] * 4 + [False] * 11


def test_a_chance_is_that_of_the_normal_where_the_limits_are():
    z = np.array([-1.0, 0.0, 0.5, 1.96, 2.5, 3.09, 5.0])
    found = one_sided(2 * z, np.full(7, 2 * norm.ppf(0.975)), np.full(7, 2 * norm.ppf(0.999)))
    assert found == pytest.approx(norm.sf(z), rel=1e-6)


@given(st.floats(0.1, 10), st.floats(0.01, 10), st.floats(-20, 40))
def test_a_chance_is_small_just_where_the_limits_are_passed(half, more, distance):
    (found,) = one_sided(np.array([distance]), np.array([half]), np.array([half + more]))
    assert (found < 0.025) == (distance > half) or distance == pytest.approx(half)
    assert (found < 0.001) == (distance > half + more) or distance == pytest.approx(half + more)


def test_missing_figures_are_never_listed():
    assert np.isnan(
        one_sided(np.array([np.nan, 1.0]), np.array([1.0, np.nan]), np.array([2.0, 2.0]))
    ).all()
    assert list(discoveries(np.array([np.nan, 0.001]))) == [False, True]
    assert not discoveries(np.array([np.nan])).any()


def test_of_those_listed_one_in_twenty_is_false():
    rng, shares = np.random.default_rng(3), []
    for _ in range(300):
        true = rng.random(600) < 0.1
        listed = discoveries(norm.sf(rng.normal(np.where(true, 3.5, 0.0))))
        shares.append((listed & ~true).sum() / max(listed.sum(), 1))
    assert np.mean(shares) == pytest.approx(0.05 * 0.9, abs=0.01)
