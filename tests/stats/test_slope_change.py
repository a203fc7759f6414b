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


def two_lines() -> np.ndarray:
    """Columns of a level and a slope before the day, and of both on it and since."""
    t = years(QUARTERS)
    since = t >= 0
    return np.column_stack([~since, ~since * t, since, since * t]).astype(float)


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
    design = two_lines()
    _, before, _, since = solved = np.linalg.lstsq(design, np.array(values), rcond=None)[0]
    assert (found.before.value, found.since.value) == (
        pytest.approx(before, abs=1e-6),
        pytest.approx(since, abs=1e-6),
    )
    fitted = found.fitted_lines.dropna()["value"]
    assert list(fitted) == pytest.approx(list(design @ solved), abs=1e-6)


def test_turns_before_the_day_are_not_told_as_movement_since():
    """Three series that rose and fell before the day: joined lines told falls of a year that rose."""
    early = [86, 85.5, 86, 87, 90, 88, 88.5, 89, 87, 86, 84, 83]
    rose = slope_change(quarters([*early, 81, 80, 80, 81, 82]), DAY)
    assert rose.since.value == pytest.approx(1.2, abs=0.02)
    assert rose.since.lower < 0 < rose.since.upper
    falls = slope_change(quarters([*early, 81, 79, 77, 75, 73]), DAY)
    assert falls.since.value == pytest.approx(-8, abs=0.1)


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_the_interval_is_the_wider_of_least_squares_and_of_newey_and_west(seed):
    rng = np.random.default_rng(seed)
    values = broken_line(-2, 1) + rng.normal(0, 1, 17)
    found = slope_change(quarters(values), DAY)
    x, contrast = two_lines(), np.array([0, -1, 0, 1])
    bread = np.linalg.inv(x.T @ x)
    left = values - x @ (bread @ x.T @ values)
    scores = x * left[:, None]
    meat = scores.T @ scores
    for lag in range(1, found.lags + 1):
        weight = 1 - lag / (found.lags + 1)
        cross = scores[lag:].T @ scores[:-lag]
        meat += weight * (cross + cross.T)
    plain, robust = bread * (left @ left) / 13, bread @ meat @ bread * 17 / 13
    widest = max(contrast @ covariance @ contrast for covariance in (plain, robust))
    from scipy.stats import t as student

    half = student.ppf(0.975, 13) * np.sqrt(widest)
    assert found.lags == int(4 * (17 / 100) ** (2 / 9)) == 2
    assert found.change.upper - found.change.value == pytest.approx(half, rel=1e-6)


@pytest.mark.parametrize("first", [7, 12])
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
        (0, 1, 1, "no clear slope before, a rise since"),
        (0, -1, -1, "no clear slope before, a fall since"),
        (0, 1, 0, "no clear slope before or since"),
        (0, 0, 1, "no clear slope before or since"),
    ],
)
def test_what_became_of_a_slope_is_said_by_its_intervals_alone(before, since, change, words):
    def slope(side: int) -> Slope:
        return Slope(side, side - 0.5, side + 0.5)

    found = SlopeChange(slope(before), slope(since), slope(change), pd.DataFrame(), 17, 2)
    assert found.words == words
