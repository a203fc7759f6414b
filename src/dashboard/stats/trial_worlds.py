"""What a trial's figures come to in each of many worlds: sets of counts that agree with all that is
shown.

A withheld count is one of several; the shown total of its quarter ties it to the others withheld
there. What is told of a trial is worked out from the true counts, and is told only where every
value that a withheld count could have before it was told, it could have still.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.stats.distributions import student_above, student_quantile


@dataclass(frozen=True)
class Quarters:
    """Counts by area and quarter; zero of both where an area has no figure."""

    numerators: np.ndarray
    """True counts: areas by quarters."""
    denominators: np.ndarray
    reasons: np.ndarray
    """'' where shown; 'count': from 1 to one less than ``limit``; 'secondary': any other count."""
    total: np.ndarray
    """By quarter the sum of all areas where it is shown, else NaN."""
    limit: int
    """Counts from 1 to one less are withheld."""
    trial_row: int
    """Row of the area on trial."""


def compare(
    numerators: np.ndarray, quarters: Quarters, is_before: np.ndarray, is_during: np.ndarray
) -> np.ndarray:
    """Effect, lower, upper, p, beyond (0 or 1) and parallel (0 or 1) by world, in points of per
    cent.

    ``numerators``: worlds by areas by quarters. As ``trial.trial`` has them: difference in
    differences of shares, the 95% interval by Student's t on the changes of the others, p two-sided
    by the same t; parallel: whether 0 lies in the interval of the slope before the start less the
    others' mean slope. NaN where the others all changed alike, and parallel with fewer than 3
    quarters before.
    """
    n = quarters.denominators
    share = [
        100 * numerators[:, :, side].sum(axis=2) / n[:, side].sum(axis=1)
        for side in (is_before, is_during)
    ]
    change = share[1] - share[0]
    effect, lower, upper, p = _against_others(change, quarters.trial_row)
    is_beyond = np.where(np.isnan(lower), np.nan, (lower > 0) | (upper < 0))
    is_parallel = np.full(len(change), np.nan)
    if is_before.sum() >= 3 and (n[:, is_before] > 0).all():
        time = np.arange(is_before.sum()) - (is_before.sum() - 1) / 2
        slope = (100 * numerators[:, :, is_before] / n[:, is_before]) @ time / (time**2).sum()
        _, low, high, _ = _against_others(slope, quarters.trial_row)
        is_parallel = np.where(np.isnan(low), np.nan, (low <= 0) & (high >= 0))
    return np.column_stack([effect, lower, upper, p, is_beyond, is_parallel])


def _against_others(
    values: np.ndarray, trial_row: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    others = np.delete(values, trial_row, axis=1)
    count = others.shape[1]
    gap = values[:, trial_row] - others.mean(axis=1)
    error = others.std(axis=1, ddof=1) * np.sqrt(1 + 1 / count)
    error = np.where(error > 1e-9, error, np.nan)
    half = student_quantile(0.975, count - 1) * error
    return gap, gap - half, gap + half, 2 * student_above(np.abs(gap) / error, count - 1)


def worlds(quarters: Quarters, number: int, seed: int = 0) -> np.ndarray:
    """Up to ``number`` sets of counts that agree with what is shown, areas by quarters each; the
    true one is the first.

    Within each quarter the small counts are drawn evenly from their range, and what its total
    leaves is spread over the counts withheld besides, each 0 or at least the limit; without a total
    those keep within a third of the true count. Quarters are drawn independently. Draws that cannot
    be completed are replaced by the truth.
    """
    rng = np.random.default_rng(seed)
    world_counts = np.repeat(quarters.numerators[None].astype(float), number, axis=0)
    for q in range(quarters.numerators.shape[1]):
        small_rows = np.flatnonzero(quarters.reasons[:, q] == "count")
        secondary_rows = np.flatnonzero(quarters.reasons[:, q] == "secondary")
        if not len(small_rows) and not len(secondary_rows):
            continue
        small_counts = rng.integers(1, quarters.limit, (number, len(small_rows)))
        rest = _rest(quarters, q, small_counts, secondary_rows, rng)
        holds = np.ones(number, dtype=bool)
        if not np.isnan(quarters.total[q]):
            told = quarters.reasons[:, q] == ""
            left = quarters.total[q] - quarters.numerators[told, q].sum()
            holds = np.isclose(small_counts.sum(axis=1) + rest.sum(axis=1), left)
        holds &= ((rest == 0) | (rest >= quarters.limit)).all(axis=1)
        holds &= (rest <= quarters.denominators[secondary_rows, q]).all(axis=1)
        holds[0] = False
        place = np.flatnonzero(holds)
        world_counts[place[:, None], small_rows[None], q] = small_counts[holds]
        world_counts[place[:, None], secondary_rows[None], q] = rest[holds]
    return world_counts


def _rest(
    quarters: Quarters,
    q: int,
    small_counts: np.ndarray,
    secondary_rows: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Counts of those withheld besides, by world: what the quarter's total leaves, spread, or about
    the truth.
    """
    true = quarters.numerators[secondary_rows, q]
    spread = np.maximum(quarters.limit, np.round(true / 3))
    rest = np.round(true + spread * rng.uniform(-1, 1, (len(small_counts), len(secondary_rows))))
    if len(secondary_rows) and not np.isnan(quarters.total[q]):
        is_shown = quarters.reasons[:, q] == ""
        left = quarters.total[q] - quarters.numerators[is_shown, q].sum() - small_counts.sum(axis=1)
        rest[:, -1] = left - rest[:, :-1].sum(axis=1)
    return rest


def keeps_secrets(world_counts: np.ndarray, estimates: np.ndarray, quarters: Quarters) -> bool:
    """Whether each withheld count can still be all that it could be: for each value some world
    tells the same.

    ``estimates``: what would be told, worlds by figures, the true world first.
    """
    is_same = ((estimates == estimates[0]) | (np.isnan(estimates) & np.isnan(estimates[0]))).all(
        axis=1
    )
    for a, q in zip(*np.nonzero(quarters.reasons == "count"), strict=True):
        if set(world_counts[:, a, q]) != set(world_counts[is_same, a, q]):
            return False
    return True
