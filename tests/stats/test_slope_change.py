"""The change of slope at a day, against least squares worked out another way."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.slope_change import Slope, SlopeChange, slope_change

DAY = pd.Timestamp("2022-06-30")
QUARTERS = pd.date_range("2019-06-30", "2023-06-30", freq="QE")


def quarters(values) -> pd.DataFrame:
    return pd.DataFrame({"period_end": QUARTERS, "value": values})


def years(ends) -> np.ndarray:
    return (ends - DAY).days.to_numpy() / 365.25


def broken_line(before: float, change: float) -> np.ndarray:
    t = years(QUARTERS)
    return 80 + before * t + change * np.maximum(t, 0)


def test_the_slopes_of_two_straight_lines_are_found_with_intervals_about_them():
    rng = np.random.default_rng(7)
    found = slope_change(quarters(broken_line(-3, 3) + rng.normal(0, 0.2, 17)), DAY)
    assert found.before.value == pytest.approx(-3, abs=0.3)
    assert found.change.value == pytest.approx(3, abs=0.6)
    assert found.since.value == pytest.approx(found.before.value + found.change.value)
    for slope in (found.before, found.since, found.change):
        assert slope.lower < slope.value < slope.upper
    assert found.words == "the fall has flattened"


@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.floats(0, 100), min_size=17, max_size=17))
def test_the_slopes_are_those_of_least_squares(values):
    found = slope_change(quarters(values), DAY)
    t = years(QUARTERS)
    design = np.column_stack([np.ones(17), t, np.maximum(t, 0)])
    a, b, c = np.linalg.lstsq(design, np.array(values), rcond=None)[0]
    assert (found.before.value, found.change.value) == (
        pytest.approx(b, abs=1e-6),
        pytest.approx(c, abs=1e-6),
    )
    fitted = a + b * t + c * np.maximum(t, 0)
    assert list(found.fitted["value"]) == pytest.approx(list(fitted), abs=1e-6)


def test_standard_errors_are_those_of_newey_and_west():
    rng = np.random.default_rng(3)
    values = broken_line(-2, 1) + rng.normal(0, 1, 17)
    found = slope_change(quarters(values), DAY)
    t = years(QUARTERS)
    x = np.column_stack([np.ones(17), t, np.maximum(t, 0)])
    bread = np.linalg.inv(x.T @ x)
    scores = x * (values - x @ (bread @ x.T @ values))[:, None]
    meat = scores.T @ scores
    for lag in range(1, found.lags + 1):
        weight = 1 - lag / (found.lags + 1)
        cross = scores[lag:].T @ scores[:-lag]
        meat += weight * (cross + cross.T)
    covariance = bread @ meat @ bread * 17 / 14
    from scipy.stats import t as student

    half = student.ppf(0.975, 14) * np.sqrt(covariance[2, 2])
    assert found.lags == int(4 * (17 / 100) ** (2 / 9)) == 2
    assert found.change.upper - found.change.value == pytest.approx(half, rel=1e-6)


@pytest.mark.parametrize("first", [8, 12])
def test_too_few_figures_before_or_since_give_no_change(first):
    rows = quarters(broken_line(-3, 2))
    assert slope_change(rows.iloc[first:], DAY) is None
    assert slope_change(rows[rows["period_end"] <= pd.Timestamp("2022-12-31")], DAY) is None


@pytest.mark.parametrize(
    ("before", "since", "change", "words"),
    [
        (-1, -1, 0, "no clear change in the fall"),
        (-1, 0, 1, "the fall has flattened"),
        (-1, 1, 1, "the fall has turned"),
        (-1, -1, 1, "the fall is slower"),
        (-1, -1, -1, "the fall is faster"),
        (1, 0, -1, "the rise has flattened"),
        (1, -1, -1, "the rise has turned"),
        (0, 1, 1, "a rise began"),
        (0, -1, -1, "a fall began"),
        (0, 1, 0, "no clear slope before or since"),
        (0, 0, 1, "no clear slope before or since"),
    ],
)
def test_what_became_of_a_slope_is_said_by_its_intervals_alone(before, since, change, words):
    def slope(side: int) -> Slope:
        return Slope(side, side - 0.5, side + 0.5)

    found = SlopeChange(slope(before), slope(since), slope(change), pd.DataFrame(), 17, 2)
    assert found.words == words
