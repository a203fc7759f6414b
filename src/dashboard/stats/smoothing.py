"""Forecasts from every origin of a series at once: naive, seasonal naive, and exponential
smoothing.

Each function returns an array with one row an origin, from 0 to the length of the series, and one
column a step
ahead: row t holds what would have been forecast with the first t values known. Rows before `first`
are NaN. The recursions run over all parameters side by side, so that a re-estimation at each origin
costs no more than one fit:
refitting a state-space model at 50 origins would take seconds. The tests hold the forecasts to
those of statsmodels.
"""

from __future__ import annotations

from itertools import product

import numpy as np

LEVEL = (0.5, 0.75, 1.0)
"""Weights of the newest error in the level; 1 takes the newest value as it is, as the naive
forecast does.
"""
TREND = ((0.0, 1.0), (0.2, 0.7), (0.2, 0.85), (0.5, 0.7), (0.5, 0.85))
"""Weight of the newest error in the trend, as a share of that in the level, and what is left of the
trend a step on.
"""
SEASON = (0.0, 0.3)
"""Weights of the newest error in the season; 0 is no season."""


def naive(y: np.ndarray, steps: int, first_origin: int) -> np.ndarray:
    """The last value carried forward."""
    forecasts = np.full((len(y) + 1, steps), np.nan)
    forecasts[first_origin:] = y[first_origin - 1 :, None]
    return forecasts


def seasonal_naive(y: np.ndarray, steps: int, first_origin: int, season: int) -> np.ndarray:
    """The value of the same month or quarter a year before; `first_origin` is at least `season`."""
    forecasts = np.full((len(y) + 1, steps), np.nan)
    for origin in range(max(first_origin, season), len(y) + 1):
        forecasts[origin] = [y[origin - season + step % season] for step in range(steps)]
    return forecasts


def parameters() -> np.ndarray:
    """The parameters tried: one row of level, trend, damping and season weight a combination."""
    return np.array(
        [
            (level, trend, kept, season)
            for level, (trend, kept), season in product(LEVEL, TREND, SEASON)
        ]
    )


def damped_trend(
    y: np.ndarray, steps: int, first_origin: int, season: int, candidates: np.ndarray | None = None
) -> np.ndarray:
    """Exponential smoothing with a damped trend and an additive season.

    In error-correction form, with e the error one step ahead: level + trend*phi + alpha*e;
    trend*phi + alpha*beta*e; season + gamma*e. The first level is the first value, the first trend
    and season are zero. At each origin the parameters are those of `candidates` (default
    ``parameters()``) with the least sum of squared errors one step ahead so
    far: nothing later is used.

    Reference: Gardner ES, McKenzie E (1985), Manage Sci 31:1237-1246; Hyndman RJ et al (2008),
    Forecasting with Exponential Smoothing, Springer, ETS(A,Ad,A).
    """
    alpha, beta, phi, gamma = (parameters() if candidates is None else candidates).T
    level, trend, loss = np.full(len(alpha), y[0]), np.zeros(len(alpha)), np.zeros(len(alpha))
    seasons = np.zeros((season, len(alpha)))
    damping = np.cumsum(phi[:, None] ** np.arange(1, steps + 1), axis=1)
    forecasts = np.full((len(y) + 1, steps), np.nan)
    for origin in range(1, len(y) + 1):
        if origin >= first_origin:
            best = int(np.argmin(loss))
            ahead = seasons[(origin + np.arange(steps)) % season, best]
            forecasts[origin] = level[best] + damping[best] * trend[best] + ahead
        if origin < len(y):
            error = y[origin] - (level + phi * trend + seasons[origin % season])
            loss += error**2
            level += phi * trend + alpha * error
            trend = phi * trend + alpha * beta * error
            seasons[origin % season] += gamma * error
    return forecasts
