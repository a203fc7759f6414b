"""Counts whose months vary more than chance gives: the dispersion, the interval, and flags that
keep their promise.
"""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from overdispersion import CASES, ENDS, rates
from scipy.stats import t as student

from dashboard.stats.dispersion import LEAST_DEGREES, dispersion
from dashboard.stats.estimates import estimate
from dashboard.stats.intervals import poisson, quasi_poisson


@pytest.mark.parametrize("words", ["All offences", "Violence", "Burglary"])
def test_boroughs_with_one_true_rate_are_flagged_about_as_often_as_promised(words):
    found = rates(*CASES[words], times=40)
    for what in ("London", "year", "funnel"):
        assert 3 <= found[f"{what} 95"] <= 7  # 1,280 boroughs: standard error 0.6
        assert found[f"{what} 998"] <= 0.7


def test_poisson_intervals_would_flag_a_third_of_boroughs_that_do_not_differ():
    assert rates(*CASES["All offences"], times=10, known=False)["London 95"] > 30


def test_dispersion_is_that_of_a_least_squares_fit_of_trend_and_season():
    rng = np.random.default_rng(4)
    counts = rng.negative_binomial(40, 0.2, (3, len(ENDS))).astype(float)
    days = np.asarray(ENDS.days_in_month, dtype=float)
    turn = 2 * np.pi * np.asarray(ENDS.month) / 12
    step = np.asarray(ENDS >= "2022-09-01", dtype=float)
    waves = [wave(k * turn) for k in (1, 2) for wave in (np.sin, np.cos)]
    design = np.column_stack([np.ones(24), np.arange(24.0), *waves, step])
    phi, degrees = dispersion(counts, ENDS, [pd.Timestamp("2022-09-01")])
    assert degrees == 24 - 7
    for row, found in zip(counts, phi, strict=True):
        assert found == pytest.approx(sm.OLS(row, design * days[:, None]).fit().scale / row.mean())


def test_a_series_of_chance_alone_has_a_dispersion_of_one():
    expected = 4.6 * np.asarray(ENDS.days_in_month, dtype=float)
    counts = np.random.default_rng(6).poisson(expected, (2000, len(ENDS))).astype(float)
    assert dispersion(counts, ENDS)[0].mean() == pytest.approx(1, abs=0.02)


def test_no_dispersion_is_given_for_few_months_or_without_an_event():
    phi, degrees = dispersion(np.ones((1, 11)), ENDS[:11])
    assert np.isnan(phi).all() and degrees < LEAST_DEGREES
    assert np.isnan(dispersion(np.zeros((1, 24)), ENDS)[0]).all()


def test_an_interval_is_widened_by_the_root_of_dispersion_and_students_t():
    low, high = quasi_poisson(20_000, 9.0, 18)
    half = student.ppf(0.975, 18) * np.sqrt(9 * 20_000)
    assert (20_000 - low[0], high[0] - 20_000) == pytest.approx((half, half), rel=0.03)


@given(st.floats(0, 1e6), st.floats(1.01, 50), st.floats(6, 40), st.sampled_from([0.95, 0.998]))
def test_more_dispersion_never_narrows_an_interval_and_none_leaves_it_as_it_is(
    count, phi, degrees, confidence
):
    low, high = quasi_poisson(count, phi, degrees, confidence)
    plain_low, plain_high = poisson(count, confidence)
    assert (
        np.nan_to_num(low[0]) <= np.nan_to_num(plain_low[0]) + 1e-9
        and high[0] >= plain_high[0] - 1e-9
    )
    for none in (1.0, 0.4, np.nan):
        assert np.array_equal(
            quasi_poisson(count, none, degrees, confidence), (plain_low, plain_high), equal_nan=True
        )


def test_a_rate_uses_the_dispersion_of_its_own_row():
    rows = pd.DataFrame(
        {
            "method": "rate",
            "multiplier": 1000.0,
            "design_effect": 1.0,
            "numerator": [900.0, 900.0],
            "value": 9.0,
            "denominator": 100_000.0,
            "lower": None,
            "upper": None,
            "dispersion": [4.0, np.nan],
            "degrees": [18.0, np.nan],
        }
    )
    found = estimate(rows)
    wide, plain = (float(found["upper"].iloc[n] - found["lower"].iloc[n]) for n in (0, 1))
    assert wide / plain == pytest.approx(2 * student.ppf(0.975, 18) / 1.96, rel=0.01)
