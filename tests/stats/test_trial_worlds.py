"""What is told of a trial from true counts: the same as the plain comparison, and nothing of what
is withheld.
"""

import itertools

import numpy as np
import pandas as pd
import pytest

from dashboard.stats.trial import trial
from dashboard.stats.trial_worlds import Quarters, compare, keeps_secrets, worlds

ENDS = pd.date_range("2020-03-31", periods=8, freq="QE")
BEFORE, DURING = np.arange(8) < 5, np.arange(8) >= 5


def quarters(seed: int = 1, areas: int = 6, hidden=()) -> Quarters:
    rng = np.random.default_rng(seed)
    detected = rng.integers(8, 30, (areas, 8)).astype(float)
    withheld = np.full((areas, 8), "", dtype="U9")
    for a, q, value, why in hidden:
        detected[a, q], withheld[a, q] = value, why
    return Quarters(
        detected,
        rng.integers(150, 250, (areas, 8)).astype(float),
        withheld,
        detected.sum(axis=0),
        5,
        2,
    )


def test_the_comparison_is_that_of_the_plain_one_world_by_world():
    made = quarters()
    rows = pd.DataFrame(
        [
            {
                "area": str(a),
                "period_end": end,
                "numerator": made.numerators[a, q],
                "denominator": made.denominators[a, q],
            }
            for a in range(6)
            for q, end in enumerate(ENDS)
        ]
    )
    wanted = trial(rows, "2", ENDS[4] + pd.Timedelta(days=1))
    effect, lower, upper, p, beyond, parallel = compare(
        made.numerators[None], made, BEFORE, DURING
    )[0]
    assert (effect, lower, upper) == pytest.approx((wanted.effect, wanted.lower, wanted.upper))
    assert bool(parallel) == wanted.parallel and bool(beyond) == (
        wanted.lower > 0 or wanted.upper < 0
    )
    assert (p < 0.05) == bool(beyond)


def test_every_world_agrees_with_all_that_is_shown_and_the_true_one_is_first():
    hidden = [
        (0, 1, 3, "count"),
        (4, 1, 9, "secondary"),
        (1, 6, 2, "count"),
        (3, 6, 4, "count"),
        (5, 6, 4, "count"),
    ]
    made = quarters(hidden=hidden)
    found = worlds(made, 500)
    assert np.array_equal(found[0], made.numerators)
    assert np.allclose(found.sum(axis=1), made.total)
    shown = made.reasons == ""
    assert (found[:, shown] == made.numerators[shown]).all()
    small = found[:, made.reasons == "count"]
    assert small.min() == 1 and small.max() == 4
    possible = [sum(c) for c in itertools.product(range(1, 5), repeat=3)].count(10)
    assert len({tuple(w) for w in found[:, [1, 3, 5], 6]}) == possible


def test_what_would_single_out_a_withheld_count_is_not_told():
    made = quarters(hidden=[(2, 1, 3, "count"), (4, 1, 9, "secondary")])
    found = worlds(made, 2000)
    assert not keeps_secrets(found, found[:, 2, [1]], made)
    assert not keeps_secrets(found, np.minimum(found[:, 2, [1]], 2), made)
    assert keeps_secrets(found, np.zeros((2000, 1)), made)


def test_others_that_changed_alike_leave_no_interval():
    detected = np.full((6, 8), 20.0)
    detected[2, 5:] = 30
    made = Quarters(
        detected, np.full((6, 8), 200.0), np.full((6, 8), ""), detected.sum(axis=0), 5, 2
    )
    effect, lower, *_ = compare(detected[None], made, BEFORE, DURING)[0]
    assert effect == pytest.approx(5) and np.isnan(lower)
