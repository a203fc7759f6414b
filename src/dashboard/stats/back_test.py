"""What past forecasts missed by: their errors from rolling origins, the bands those errors give, and their coverage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LEVELS = (50, 80, 95)
"""Bands drawn, per cent."""


def errors(forecasts: np.ndarray, y: np.ndarray) -> np.ndarray:
    """What came less what was forecast, origins by steps ahead; NaN where the outcome is not known yet.

    Reference: rolling origin, Tashman LJ (2000), Int J Forecast 16:437-450.
    """
    origins, steps = forecasts.shape
    outcome = np.full((origins + steps, steps), np.nan)
    for step in range(steps):
        known = y[step:]
        outcome[: len(known), step] = known
    return outcome[:origins] - forecasts


def known_at(found: np.ndarray, origin: int) -> np.ndarray:
    """The errors whose outcome was known at an origin; NaN for the others."""
    rows, steps = np.indices(found.shape)
    return np.where(rows + steps < origin, found, np.nan)


@dataclass(frozen=True)
class Spread:
    """How far off forecasts were: sizes of past errors at one step ahead, and how they grow with the steps.

    An error of size s at step h is put on the footing of one step as s / h**growth, so that the errors of all steps
    serve together.
    """

    growth: float
    sizes: np.ndarray
    """Sizes of errors on the footing of one step, smallest first."""

    def half(self, level: float, step: np.ndarray) -> np.ndarray:
        """Half the width of the band that held `level` per cent of past errors, on the scale of the forecasts."""
        return float(np.quantile(self.sizes, level / 100)) * step.astype(float) ** self.growth

    def below(self, distance: np.ndarray, step: np.ndarray) -> np.ndarray:
        """Chance that what comes lies at or below the forecast plus `distance`, errors either way alike likely.

        Read from the same errors as the bands. Never nearer to 0 or 1 than half of one error in those seen, since
        nothing rarer was observed.
        """
        least = 0.5 / (len(self.sizes) + 1)
        share = np.interp(np.abs(distance) / step**self.growth, self.sizes, np.linspace(0, 1, len(self.sizes)))
        return np.clip(0.5 + np.sign(distance) * share / 2, least, 1 - least)


def spread(found: np.ndarray, theory: float, fewest: int) -> Spread | None:
    """The spread of errors (origins by steps); None with fewer than `fewest` one step ahead, or where all are zero.

    The growth is the slope of the logarithm of their mean size on that of the step, drawn towards `theory` (0.5 for a
    naive forecast of a random walk, 0 for a seasonal naive one within a year) as if that had been seen `fewest` times.
    The bands are empirical quantiles of the sizes, as in split conformal prediction: no distribution is assumed.

    Reference: Lei J et al (2018), J Am Stat Assoc 113:1094-1111; Hyndman RJ, Athanasopoulos G (2021), Forecasting:
    Principles and Practice, 3rd ed, 5.5.
    """
    known = ~np.isnan(found)
    count = known.sum(axis=0)
    size = np.where(known, np.abs(found), 0.0)
    if count[0] < fewest or not size.any():
        return None
    step = np.arange(1, found.shape[1] + 1)
    mean = size.sum(axis=0) / np.maximum(count, 1)
    used = mean > 0
    growth = theory
    if used.sum() > 1:
        x, y, weight = np.log(step[used]), np.log(mean[used]), count[used]
        x = x - np.average(x, weights=weight)
        slope = (weight * x * y).sum() / (weight * x**2).sum()
        growth = float(np.clip((count[0] * slope + fewest * theory) / (count[0] + fewest), 0, 1))
    return Spread(growth, np.sort((size / step**growth)[known]))


def coverage(found: np.ndarray, theory: float, fewest: int) -> dict[int, np.ndarray]:
    """Level -> whether each past outcome lay in the band of its day: 1, 0, or NaN where none could be given.

    Each band is made of the errors whose outcome was known at its origin alone.
    """
    step = np.arange(1, found.shape[1] + 1)
    held = {level: np.full(found.shape, np.nan) for level in LEVELS}
    for origin in range(len(found)):
        here = ~np.isnan(found[origin])
        before = spread(known_at(found[: origin + 1], origin), theory, fewest) if here.any() else None
        if before is None:
            continue
        for level, table in held.items():
            table[origin, here] = np.abs(found[origin, here]) <= before.half(level, step[here])
    return held
