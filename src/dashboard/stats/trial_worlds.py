"""What a trial's figures come to in each of many worlds: sets of counts that agree with all that is
shown.

A withheld count is one of several; the shown total of its quarter ties it to the others withheld
there. What is told of a trial is worked out from the true counts, and is told only where every
value that a withheld count could have before it was told, it could have still.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student


@dataclass(frozen=True)
class Quarters:
    """Counts by area and quarter; zero of both where an area has no figure."""

    detected: np.ndarray
    """True counts: areas by quarters."""
    recorded: np.ndarray
    withheld: np.ndarray
    """'' where shown; 'count': from 1 to one less than ``limit``; 'secondary': any other count."""
    total: np.ndarray
    """By quarter the sum of all areas where it is shown, else NaN."""
    limit: int
    """Counts from 1 to one less are withheld."""
    own: int
    """Row of the area on trial."""


def compare(
    detected: np.ndarray, quarters: Quarters, before: np.ndarray, during: np.ndarray
) -> np.ndarray:
    """Effect, lower, upper, p, beyond (0 or 1) and parallel (0 or 1) by world, in points of per
    cent.

    ``detected``: worlds by areas by quarters. As ``trial.trial`` has them: difference in
    differences of shares, the 95% interval by Student's t on the changes of the others, p two-sided
    by the same t; parallel: whether 0 lies in the interval of the slope before the start less the
    others' mean slope. NaN where the others all changed alike, and parallel with fewer than 3
    quarters before.
    """
    n = quarters.recorded
    share = [
        100 * detected[:, :, side].sum(axis=2) / n[:, side].sum(axis=1) for side in (before, during)
    ]
    change = share[1] - share[0]
    effect, lower, upper, p = _against_others(change, quarters.own)
    beyond = np.where(np.isnan(lower), np.nan, (lower > 0) | (upper < 0))
    parallel = np.full(len(change), np.nan)
    if before.sum() >= 3 and (n[:, before] > 0).all():
        time = np.arange(before.sum()) - (before.sum() - 1) / 2
        slope = (100 * detected[:, :, before] / n[:, before]) @ time / (time**2).sum()
        _, low, high, _ = _against_others(slope, quarters.own)
        parallel = np.where(np.isnan(low), np.nan, (low <= 0) & (high >= 0))
    return np.column_stack([effect, lower, upper, p, beyond, parallel])


def _against_others(
    values: np.ndarray, own: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    others = np.delete(values, own, axis=1)
    count = others.shape[1]
    gap = values[:, own] - others.mean(axis=1)
    error = others.std(axis=1, ddof=1) * np.sqrt(1 + 1 / count)
    error = np.where(error > 1e-9, error, np.nan)
    half = student.ppf(0.975, count - 1) * error
    return gap, gap - half, gap + half, 2 * student.sf(np.abs(gap) / error, count - 1)


def worlds(quarters: Quarters, number: int, seed: int = 0) -> np.ndarray:
    """Up to ``number`` sets of counts that agree with what is shown, areas by quarters each; the
    true one is the first.

    Within each quarter the small counts are drawn evenly from their range, and what its total
    leaves is spread over the counts withheld besides, each 0 or at least the limit; without a total
    those keep within a third of the true count. Quarters are drawn independently. Draws that cannot
    be completed are replaced by the truth.
    """
    rng = np.random.default_rng(seed)
    made = np.repeat(quarters.detected[None].astype(float), number, axis=0)
    for q in range(quarters.detected.shape[1]):
        small = np.flatnonzero(quarters.withheld[:, q] == "count")
        other = np.flatnonzero(quarters.withheld[:, q] == "secondary")
        if not len(small) and not len(other):
            continue
        drawn = rng.integers(1, quarters.limit, (number, len(small)))
        rest = _rest(quarters, q, drawn, other, rng)
        holds = np.ones(number, dtype=bool)
        if not np.isnan(quarters.total[q]):
            told = quarters.withheld[:, q] == ""
            left = quarters.total[q] - quarters.detected[told, q].sum()
            holds = np.isclose(drawn.sum(axis=1) + rest.sum(axis=1), left)
        holds &= ((rest == 0) | (rest >= quarters.limit)).all(axis=1)
        holds &= (rest <= quarters.recorded[other, q]).all(axis=1)
        holds[0] = False
        place = np.flatnonzero(holds)
        made[place[:, None], small[None], q] = drawn[holds]
        made[place[:, None], other[None], q] = rest[holds]
    return made


def _rest(
    quarters: Quarters, q: int, drawn: np.ndarray, other: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Counts of those withheld besides, by world: what the quarter's total leaves, spread, or about
    the truth.
    """
    true = quarters.detected[other, q]
    spread = np.maximum(quarters.limit, np.round(true / 3))
    rest = np.round(true + spread * rng.uniform(-1, 1, (len(drawn), len(other))))
    if len(other) and not np.isnan(quarters.total[q]):
        told = quarters.withheld[:, q] == ""
        left = quarters.total[q] - quarters.detected[told, q].sum() - drawn.sum(axis=1)
        rest[:, -1] = left - rest[:, :-1].sum(axis=1)
    return rest


def keeps_secrets(made: np.ndarray, told: np.ndarray, quarters: Quarters) -> bool:
    """Whether each withheld count can still be all that it could be: for each value some world
    tells the same.

    ``told``: what would be told, worlds by figures, the true world first.
    """
    same = ((told == told[0]) | (np.isnan(told) & np.isnan(told[0]))).all(axis=1)
    for a, q in zip(*np.nonzero(quarters.withheld == "count"), strict=True):
        if set(made[:, a, q]) != set(made[same, a, q]):
            return False
    return True
