"""What past forecasts missed by: their errors from rolling origins, the bands those errors give,
and their coverage.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

LEVELS = (50, 80, 95)
"""Bands drawn, per cent."""
_LEARNING_RATES = {50: 0.125, 80: 0.1, 95: 0.005}
"""How far a period's outcomes move the chance at which a band is read; one miss in twenty teaches
little.
"""
_FURTHEST = (0.02, 0.995)
"""The chances within which a band is read, whatever the past taught."""


def errors(forecasts: np.ndarray, y: np.ndarray) -> np.ndarray:
    """What came less what was forecast, origins by steps ahead; NaN where the outcome is not known
    yet.

    Reference: rolling origin, Tashman LJ (2000), Int J Forecast 16:437-450.
    """
    origins, steps = forecasts.shape
    outcome = np.full((origins + steps, steps), np.nan)
    for step in range(steps):
        known = y[step:]
        outcome[: len(known), step] = known
    return outcome[:origins] - forecasts


def known_at(past_errors: np.ndarray, origin: int) -> np.ndarray:
    """The errors whose outcome was known at an origin; NaN for the others."""
    rows, steps = np.indices(past_errors.shape)
    return np.where(rows + steps < origin, past_errors, np.nan)


@dataclass(frozen=True)
class Spread:
    """How far off forecasts were: sizes of past errors at one step ahead, and how they grow with
    the steps.

    An error of size s at step h is put on the footing of one step as s / h**growth, so that the
    errors of all steps serve together. One h steps ahead shares all but one of its h changes with
    the next, so it counts for 1/h.
    """

    growth: float
    sizes: np.ndarray
    """Sizes of errors on the footing of one step, smallest first."""
    shares: np.ndarray
    """The share of all errors, each at its weight, that are of each size or smaller; the last is 1.
    """
    count: int
    """Errors that are taken as separate: those one step ahead, of which the others are made up."""
    read_at: tuple[float, ...] = tuple(level / 100 for level in LEVELS)
    """The chance at which each band of ``LEVELS`` is read from the errors: its own, or what the
    past taught.
    """

    def half(self, level: float, step: np.ndarray) -> np.ndarray:
        """Half the width of the band of `level` per cent, on the scale of the forecasts.

        Of n errors the one of rank (n + 1) p holds the next with chance p, as in split conformal
        prediction, but not rounded up. Where that rank is beyond the largest error, the largest is
        taken as the size of rank n and stretched as the tails of Student's t with n degrees of
        freedom are: nothing that far out was seen.
        """
        chance, top_chance = (
            float(np.interp(level / 100, *self._ladders)),
            self.count / (self.count + 1),
        )
        if chance <= top_chance:
            size = float(
                np.interp(chance / top_chance, np.append(0, self.shares), np.append(0, self.sizes))
            )
        else:
            size = self.sizes[-1] * _student(self.count, chance) / _student(self.count, top_chance)
        return size * step.astype(float) ** self.growth

    def chance_below(self, distance: np.ndarray, step: np.ndarray) -> np.ndarray:
        """Chance that what comes lies at or below the forecast plus `distance`, errors either way
        alike likely.

        The level of the band whose edge lies there. Never nearer to 0 or 1 than half of one error
        in those seen, since nothing rarer was observed.
        """
        least, seen = 0.5 / (self.count + 1), self.count / (self.count + 1)
        size = np.abs(distance) / step**self.growth
        within = seen * np.interp(size, np.append(0, self.sizes), np.append(0, self.shares))
        stretched = size / self.sizes[-1] * _student(self.count, seen)
        read = np.where(size > self.sizes[-1], 2 * stdtr(self.count, stretched) - 1, within)
        share = np.interp(read, *reversed(self._ladders))
        return np.clip(0.5 + np.sign(distance) * share / 2, least, 1 - least)

    @property
    def _ladders(self) -> tuple[np.ndarray, np.ndarray]:
        """The chances that bands promise and those at which they are read, from 0 to 1, never
        falling.
        """
        read = np.maximum.accumulate(self.read_at)
        return np.array([0, *(level / 100 for level in LEVELS), 1]), np.array([0, *read, 1])


def _student(degrees: int, chance: float) -> float:
    """The size that Student's t stays within with a chance."""
    return float(stdtrit(degrees, 0.5 + chance / 2))


def spread(
    past_errors: np.ndarray, theory: float, fewest: int, read_at: tuple[float, ...] = Spread.read_at
) -> Spread | None:
    """The spread of errors (origins by steps); None with fewer than `fewest` one step ahead, or
    where all are zero.

    The growth is the slope of the logarithm of their mean size on that of the step, drawn towards
    `theory` (0.5 for a naive forecast of a random walk, 0 for a seasonal naive one within a year)
    as if that had been seen `fewest` times. The bands are empirical quantiles of the sizes with the
    finite-sample correction of split conformal prediction: no distribution is assumed within the
    errors seen. Errors h steps ahead overlap, so each counts for 1/h, and as many are taken as
    separate as there are one step ahead; in simulation that keeps a band of 95% between 94 and 96%.

    Reference: Vovk V, Gammerman A, Shafer G (2005), Algorithmic Learning in a Random World,
    Springer; Lei J et al (2018), J Am Stat Assoc 113:1094-1111; Hyndman RJ, Athanasopoulos G
    (2021), Forecasting: Principles and Practice, 3rd ed, 5.5.
    """
    is_known = ~np.isnan(past_errors)
    count = is_known.sum(axis=0)
    size = np.where(is_known, np.abs(past_errors), 0.0)
    if count[0] < fewest or not size.any():
        return None
    step = np.arange(1, past_errors.shape[1] + 1)
    mean = size.sum(axis=0) / np.maximum(count, 1)
    used = mean > 0
    growth = theory
    if used.sum() > 1:
        x, y, weight = np.log(step[used]), np.log(mean[used]), count[used] / step[used]
        x = x - np.average(x, weights=weight)
        slope = (weight * x * y).sum() / (weight * x**2).sum()
        growth = float(np.clip((count[0] * slope + fewest * theory) / (count[0] + fewest), 0, 1))
    sizes = (size / step**growth)[is_known]
    order = np.argsort(sizes, kind="stable")
    shares = np.cumsum(np.broadcast_to(1 / step, past_errors.shape)[is_known][order])
    return Spread(growth, sizes[order], shares / shares[-1], int(count[0]), read_at)


def coverage(past_errors: np.ndarray, theory: float, fewest: int) -> dict[int, np.ndarray]:
    """Level -> whether each past outcome lay in the band of its day: 1, 0, or NaN where none could
    be given.

    Each band is made of the errors whose outcome was known at its origin alone, and read at what
    the bands before it had taught by then (``adapt_chances``).
    """
    step = np.arange(1, past_errors.shape[1] + 1)
    hits = {level: np.full(past_errors.shape, np.nan) for level in LEVELS}
    read_at = Spread.read_at
    for origin in range(len(past_errors)):
        read_at = _move_chances(read_at, hits, origin)
        is_known = ~np.isnan(past_errors[origin])
        band = (
            spread(known_at(past_errors[: origin + 1], origin), theory, fewest, read_at)
            if is_known.any()
            else None
        )
        if band is None:
            continue
        for level, table in hits.items():
            table[origin, is_known] = np.abs(past_errors[origin, is_known]) <= band.half(
                level, step[is_known]
            )
    return hits


def adapt_chances(hits: dict[int, np.ndarray]) -> tuple[float, ...]:
    """The chance at which each band is to be read after a back-test, from what ``coverage``
    answers.

    Where past bands held more than they promise they are read lower, where fewer higher, so that
    they keep their promise in a series whose changes grow or shrink, too: adaptive conformal
    inference. Each period moves a band that is to hold p by p less the share held of the outcomes
    that became known, times a rate (``_LEARNING_RATES``; 0.005, as in the paper, for 95%).

    Reference: Gibbs I, Candès E (2021), Advances in Neural Information Processing Systems
    34:1660-1672.
    """
    read_at = Spread.read_at
    for origin in range(len(hits[LEVELS[0]])):
        read_at = _move_chances(read_at, hits, origin)
    return read_at


def _move_chances(
    read_at: tuple[float, ...], hits: dict[int, np.ndarray], origin: int
) -> tuple[float, ...]:
    """The chances at which bands are read, once the outcomes that became known at an origin are
    counted.
    """
    steps = np.arange(min(hits[LEVELS[0]].shape[1], origin))
    new = [table[origin - 1 - steps, steps] for table in hits.values()]
    if np.isnan(new[0]).all():
        return read_at
    each = zip(read_at, LEVELS, new, strict=True)
    moved = (
        read + _LEARNING_RATES[level] * (level / 100 - np.nanmean(table))
        for read, level, table in each
    )
    return tuple(float(np.clip(one, *_FURTHEST)) for one in moved)
