"""Sample sizes against Cohen's tables, the formula in full, simulation, and each function against
its inverse.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportion_effectsize

from dashboard.stats.sample_size import people_needed, sample_sizes, smallest_change

pytestmark = pytest.mark.filterwarnings("error")
shares = st.floats(0.05, 0.95)
few = settings(max_examples=40, deadline=None)


def test_cohens_tables_of_sample_size_for_differences_of_proportions():
    """Cohen (1988), table 6.4.1, a2 = 0.05, power 0.80: h = 0.20 needs 392 in each sample, 0.50 63,
    0.80 25.

    Shares are chosen so that the arcsine difference upwards is h and downwards, from the angle
    pi/2, is h too.
    """
    for h, wanted in ((0.20, 392), (0.50, 63), (0.80, 25)):
        change = np.sin((np.pi / 2 + h) / 2) ** 2 - 0.5
        assert people_needed(0.5, change)[0] in (
            wanted,
            wanted + 1,
        )  # the tables round to the nearest


@pytest.mark.parametrize(("share", "change"), [(0.4, 0.05), (0.62, 0.03), (0.5, 0.1), (0.08, 0.05)])
def test_the_number_is_that_of_statsmodels_and_of_the_formula_for_the_harder_direction(
    share, change
):
    sizes = [abs(proportion_effectsize(share + move, share)) for move in (change, -change)]
    solved = NormalIndPower().solve_power(min(sizes), alpha=0.05, power=0.8)
    by_hand = 2 * ((norm.ppf(0.975) + norm.ppf(0.8)) / min(sizes)) ** 2
    assert solved == pytest.approx(by_hand, rel=1e-4)  # statsmodels counts the other tail too
    assert people_needed(share, change)[0] == np.ceil(solved)


@few
@given(shares, st.floats(0.01, 0.04), st.floats(1, 3))
def test_the_number_gives_the_power_and_one_fewer_does_not(share, change, effect):
    (needed,) = people_needed(share, change, design_effect=effect)
    size = min(abs(proportion_effectsize(share + move, share)) for move in (change, -change))
    reached = NormalIndPower().power(size, needed / effect, 0.05)
    assert (
        reached >= 0.8 - 1e-6 > NormalIndPower().power(size, (needed - 1.001) / effect, 0.05) - 2e-6
    )


@few
@given(st.floats(0.1, 0.9), st.floats(0.01, 0.08), st.floats(1, 3))
def test_the_smallest_change_is_the_inverse_of_the_number_needed(share, change, effect):
    (needed,) = people_needed(share, change, design_effect=effect)
    (seen,) = smallest_change(share, needed, design_effect=effect)
    assert seen <= change + 1e-9
    assert people_needed(share, seen, design_effect=effect)[0] <= needed + 1


@few
@given(shares, st.floats(0.005, 0.04))
def test_a_rise_is_as_a_fall_of_the_share_that_does_not_agree(share, change):
    assert people_needed(share, change) == pytest.approx(people_needed(1 - share, -change), abs=1)


@few
@given(shares, st.floats(0.01, 0.02))
def test_a_larger_change_needs_fewer_and_a_larger_base_shows_a_smaller_change(share, change):
    assert people_needed(share, 2 * change)[0] <= people_needed(share, change)[0]
    assert smallest_change(share, 4000)[0] < smallest_change(share, 1000)[0]


def test_the_change_is_seen_in_80_of_100_simulations():
    random, share, change = np.random.default_rng(4), 0.4, 0.05
    n = int(people_needed(share, change)[0])
    first, second = (
        random.binomial(n, share, 20_000) / n,
        random.binomial(n, share + change, 20_000) / n,
    )
    pooled = (first + second) / 2
    seen = np.abs(second - first) > norm.ppf(0.975) * np.sqrt(2 * pooled * (1 - pooled) / n)
    assert 0.79 <= seen.mean() <= 0.81


def test_what_cannot_be_worked_out_is_missing_and_no_change_is_never_seen():
    assert np.isnan(people_needed([np.nan, -0.1, 1.1], 0.05)).all()
    assert people_needed(0.5, 0)[0] == np.inf
    assert np.isnan(people_needed(np.nan, 0)[0])
    assert np.isnan(people_needed(0.5, 0.6)[0])  # neither up nor down is there room for it
    assert np.isfinite(people_needed([0, 1, 0.03], 0.05)).all()  # one way there is
    assert np.isnan(smallest_change([0.5, 0.5, np.nan, 2], [0, np.nan, 100, 100])).all()
    assert np.isnan(smallest_change(0.5, 1)[0])  # one person cannot show any change


def test_a_table_of_groups_sets_the_base_beside_what_is_needed():
    groups = pd.DataFrame(
        {
            "group_type": "g",
            "group_name": ["few", "many", "withheld", "none"],
            "value": [40.0, 40.0, np.nan, 40.0],
            "base": [1152, 20_000, 30, 0],
        }
    )
    made = sample_sizes(groups, 5, design_effect=1.5).set_index("group_name")
    wanted = people_needed(0.4, 0.05, design_effect=1.5)[0]
    assert made.loc["few", ["needed", "times"]].tolist() == pytest.approx([wanted, wanted / 1152])
    assert made["enough"].tolist() == [False, True, False, False]
    assert made["smallest"].isna().tolist() == [False, False, True, True]
    assert np.isnan(made.loc["withheld", "needed"]) and np.isnan(made.loc["none", "times"])
    assert list(groups.columns) == ["group_type", "group_name", "value", "base"]
    assert sample_sizes(groups.head(0), 5).empty


def test_the_rounding_of_both_figures_adds_to_the_smallest_change():
    whole = 1 / 100 / np.sqrt(12)  # The deviation of a figure published in whole per cents.
    (exact,), (rounded,) = (smallest_change(0.7, 12_800, rounding=r) for r in (0, whole))
    z = 1.959964 + 0.841621
    assert rounded == pytest.approx(np.hypot(exact, z * np.sqrt(2) * whole), abs=1e-6)
    assert np.isnan(smallest_change(0.5, 1, rounding=whole)[0])
