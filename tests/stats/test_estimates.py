"""Intervals by declared method, and of a change, against the functions and worked examples they
rest on.
"""

import numpy as np
import pandas as pd
import pytest

from dashboard.stats.estimates import change, difference, estimate
from dashboard.stats.intervals import newcombe, wilson


def row(method: str, **given) -> pd.DataFrame:
    base = {
        "method": method,
        "multiplier": 100.0,
        "design_effect": 1.0,
        "numerator": 56.0,
        "denominator": 70.0,
        "value": 80.0,
        "lower": None,
        "upper": None,
        "year_numerator": 48.0,
        "year_denominator": 80.0,
        "year_value": 60.0,
        "year_lower": None,
        "year_upper": None,
        "broken": None,
    }
    return pd.DataFrame([base | given])


def test_a_proportion_carries_the_wilson_interval_in_per_cent():
    found = estimate(row("proportion")).iloc[0]
    lower, upper = wilson(56, 70)
    assert (found.lower, found.upper) == pytest.approx((100 * lower[0], 100 * upper[0]))


def test_a_survey_figure_is_less_certain_by_its_design_effect():
    plain = estimate(row("survey")).iloc[0]
    clustered = estimate(row("survey", design_effect=1.5)).iloc[0]
    assert clustered.upper - clustered.lower > plain.upper - plain.lower


def test_a_rate_carries_the_exact_interval_below_ten_events():
    # Exact 95% Poisson limits of 5 events: 1.6235 and 11.6683 (Breslow and Day 1987, table 2.10).
    found = estimate(row("rate", numerator=5.0, denominator=10.0, multiplier=10.0)).iloc[0]
    assert (found.lower, found.upper) == pytest.approx((1.6235, 11.6683), abs=1e-4)


def test_a_published_statistic_keeps_its_own_limits():
    found = estimate(row("published", lower=70.0, upper=90.0)).iloc[0]
    assert (found.lower, found.upper) == (70.0, 90.0)


@pytest.mark.parametrize("method", ["count", "ratio", "areas_below"])
def test_a_complete_count_claims_no_interval(method):
    found = estimate(row(method)).iloc[0]
    assert np.isnan(found.lower)
    assert np.isnan(found.upper)


def test_the_change_of_a_proportion_is_newcombes_worked_example():
    # Newcombe (1998), example (a): 56/70 - 48/80, 95% interval 0.0524 to 0.3339.
    found = change(estimate(row("proportion"))).iloc[0]
    assert found.change == pytest.approx(20)
    assert (found.change_lower, found.change_upper) == pytest.approx((5.24, 33.39), abs=0.01)
    lower, upper = newcombe(56, 70, 48, 80)
    assert (found.change_lower, found.change_upper) == pytest.approx(
        (100 * lower[0], 100 * upper[0])
    )


def test_no_change_is_shown_across_a_break_or_without_a_year_before():
    for given in ({"broken": "New ward boundaries"}, {"year_value": None, "year_numerator": None}):
        found = change(estimate(row("proportion", **given))).iloc[0]
        assert np.isnan(found.change)
        assert np.isnan(found.change_lower)


def test_the_interval_of_a_difference_holds_the_difference():
    lower, upper = difference(
        [10.0, 4.0], [8.0, 3.0], [12.0, 6.0], [9.0, 4.0], [7.0, 2.0], [10.0, 5.0]
    )
    assert (lower < np.array([1.0, 0.0])).all()
    assert (upper > np.array([1.0, 0.0])).all()


@pytest.mark.parametrize("method", ["proportion", "survey"])
def test_both_levels_are_wilsons_and_the_change_has_both(method):
    found = change(estimate(row(method), twice=True)).iloc[0]
    lower, upper = wilson(56, 70, 0.998)
    assert (found.lower_998, found.upper_998) == pytest.approx((100 * lower[0], 100 * upper[0]))
    low, high = newcombe(56, 70, 48, 80, 0.998)
    assert (found.change_lower_998, found.change_upper_998) == pytest.approx(
        (100 * low[0], 100 * high[0])
    )
    assert found.change_lower_998 < found.change_lower


def test_a_published_statistic_has_limits_at_95_alone():
    found = estimate(row("published", lower=70.0, upper=90.0), twice=True).iloc[0]
    assert (
        (found.lower, found.upper) == (70.0, 90.0)
        and np.isnan(found.lower_998)
        and np.isnan(found.upper_998)
    )
