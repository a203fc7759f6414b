"""Forecasts from every origin against statsmodels and against sums a person can do."""

import numpy as np
import pytest
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

from dashboard.stats.smoothing import damped_trend, naive, parameters, seasonal_naive

pytestmark = pytest.mark.filterwarnings("error")
SERIES = 1.2 + np.random.default_rng(3).normal(0, 0.2, 40).cumsum()


def of_statsmodels(y, alpha, beta, phi, gamma, steps, season):
    model = ETSModel(
        y,
        trend="add",
        damped_trend=True,
        seasonal="add",
        seasonal_periods=season,
        initialization_method="known",
        initial_level=y[0],
        initial_trend=0.0,
        initial_seasonal=np.zeros(season),
    )
    fitted = model.smooth([alpha, alpha * beta, gamma, phi])
    return fitted.forecast(steps)


@pytest.mark.parametrize(
    "tried", [(0.5, 0.2, 0.7, 0.0), (0.75, 0.5, 0.85, 0.3), (0.5, 0.2, 0.85, 0.3)]
)
@pytest.mark.parametrize("season", [4, 12])
def test_smoothing_forecasts_as_statsmodels_does(tried, season):
    found = damped_trend(SERIES, season, season + 1, season, np.array([tried]))
    for origin in (season + 1, 30, 40):
        assert found[origin] == pytest.approx(
            of_statsmodels(SERIES[:origin], *tried, season, season), rel=1e-6
        )


def test_smoothing_takes_the_parameters_that_missed_least_so_far():
    found = damped_trend(SERIES, 4, 5, 4)
    for origin in (9, 40):
        each = [damped_trend(SERIES[:origin], 4, 1, 4, row[None]) for row in parameters()]
        lost = [((SERIES[1:origin] - one[1:origin, 0]) ** 2).sum() for one in each]
        assert found[origin] == pytest.approx(each[int(np.argmin(lost))][origin])


@pytest.mark.parametrize(
    "made",
    [
        lambda y: naive(y, 4, 5),
        lambda y: seasonal_naive(y, 4, 5, 4),
        lambda y: damped_trend(y, 4, 5, 4),
    ],
)
def test_no_forecast_uses_what_came_after_its_origin(made):
    other = SERIES.copy()
    other[20:] += 5
    assert np.array_equal(made(SERIES)[:21], made(other)[:21], equal_nan=True)
    assert np.isnan(made(SERIES)[:5]).all() and not np.isnan(made(SERIES)[5:]).any()


def test_the_naive_forecasts_repeat_the_last_figure_and_that_of_a_year_before():
    y = np.arange(1.0, 11.0)
    assert naive(y, 4, 5)[8].tolist() == [8, 8, 8, 8]
    assert seasonal_naive(y, 6, 5, 4)[8].tolist() == [5, 6, 7, 8, 5, 6]
