"""Errors of past forecasts by hand, and the bands that are read from them."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.stats import t as student

from dashboard.stats.back_test import adapt_chances, coverage, errors, known_at, spread
from dashboard.stats.smoothing import naive

pytestmark = pytest.mark.filterwarnings("error")
steps = np.arange(1, 5)
series = st.lists(st.floats(-3, 3), min_size=12, max_size=40).filter(lambda y: np.ptp(y[5:]) > 1e-3)


def test_errors_are_what_came_less_what_was_forecast():
    y = np.array([1.0, 2, 4, 7, 11])
    found = errors(naive(y, 2, 2), y)
    assert found[2:].tolist()[:2] == [[2, 5], [3, 7]]
    assert (
        found[4, 0] == 4
        and np.isnan(found[4, 1])
        and np.isnan(found[5]).all()
        and np.isnan(found[:2]).all()
    )


def test_an_error_is_known_once_its_outcome_is():
    known = known_at(np.ones((6, 3)), 4)
    assert [list(np.flatnonzero(row == 1)) for row in known] == [
        [0, 1, 2],
        [0, 1, 2],
        [0, 1],
        [0],
        [],
        [],
    ]


def test_the_half_width_is_the_error_whose_rank_holds_the_next_with_the_chance_promised():
    found = np.full((20, 2), np.nan)
    found[:11, 0] = np.arange(-5, 6)
    band = spread(found, 0.5, 4)
    assert band.half(80, np.array([1])) == pytest.approx(
        np.quantile(np.abs(np.arange(-5, 6)), 0.8, method="weibull")
    )
    assert band.half(50, np.array([1])) == pytest.approx(
        3
    )  # the 6th smallest of 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5


def test_beyond_the_largest_error_the_band_is_stretched_as_the_tail_of_students_t():
    found = np.full((20, 2), np.nan)
    found[:9, 0] = np.arange(-4, 5)
    band = spread(found, 0.5, 4)
    ratio = student.ppf(0.975, 9) / student.ppf(0.95, 9)  # 9 errors seen: the largest is at 90%
    assert band.half(95, np.array([1])) == pytest.approx(4 * ratio)
    assert band.chance_below(band.half(95, np.array([1])), np.array([1])) == pytest.approx(
        0.95
    )  # half of one error in ten
    assert band.half(90, np.array([1])) == pytest.approx(4)


def test_an_error_further_ahead_counts_for_less_as_it_overlaps_the_next():
    found = np.full((30, 2), np.nan)
    found[:10, 0], found[:10, 1] = 1.0, 3.0
    band = spread(found, 0.0, 4)
    assert band.shares[9] == pytest.approx(2 / 3) and band.count == 10


def test_bands_grow_as_a_random_walk_does():
    y = np.random.default_rng(11).normal(0, 1, 4000).cumsum()
    band = spread(errors(naive(y, 12, 13), y), 0.5, 12)
    assert band.growth == pytest.approx(0.5, abs=0.05)
    assert band.half(95, np.array([1, 4])) == pytest.approx([1.96, 1.96 * 4**band.growth], rel=0.05)


def test_bands_of_a_random_walk_hold_what_they_promise():
    y = np.random.default_rng(12).normal(0, 1, (60, 61)).cumsum(axis=1)
    held = [coverage(errors(naive(one, 12, 13), one), 0.5, 12) for one in y]
    for level in (50, 80, 95):
        assert np.nanmean([one[level] for one in held]) == pytest.approx(level / 100, abs=0.05)


@pytest.mark.parametrize(
    ("made", "theory", "season", "length"),
    [
        (lambda r, n: r.normal(0, 1, n).cumsum(axis=1), 0.5, 12, 61),
        (lambda r, n: r.normal(0, 1, n).cumsum(axis=1), 0.5, 4, 25),
        (lambda r, n: r.standard_t(5, n).cumsum(axis=1), 0.5, 12, 49),
    ],
)
def test_a_band_of_95_per_cent_holds_94_to_96_per_cent_of_random_walks(
    made, theory, season, length
):
    y = made(np.random.default_rng(21), (80, length))
    held = [coverage(errors(naive(one, season, 1), one), theory, season)[95] for one in y]
    assert 0.94 <= np.nanmean(held) <= 0.96


def test_a_band_is_made_of_what_was_known_at_its_origin_alone():
    y = np.random.default_rng(5).normal(0, 1, 60).cumsum()
    other = y.copy()
    other[45:] += 30
    before, after = (
        coverage(known_at(errors(naive(one, 4, 5), one), 45), 0.5, 4) for one in (y, other)
    )
    assert np.array_equal(before[80], after[80], equal_nan=True)


def test_no_band_without_errors_enough_or_with_none_at_all():
    few = np.full((10, 4), np.nan)
    few[:3] = 1.0
    assert spread(few, 0.5, 4) is None
    assert spread(np.zeros((10, 4)), 0.5, 4) is None


def test_a_band_that_held_too_much_is_read_lower_and_one_that_held_too_little_higher():
    held = {level: np.full((9, 2), np.nan) for level in (50, 80, 95)}
    assert adapt_chances(held) == (0.5, 0.8, 0.95)
    for table in held.values():
        table[2], table[3] = 1.0, [0.0, np.nan]
    # at origin 3 the first outcome of origin 2 is known (held), at origin 4 its second (held) and
    # that of 3 (missed)
    for read, p, rate in zip(
        adapt_chances(held), (0.5, 0.8, 0.95), (0.125, 0.1, 0.005), strict=True
    ):
        assert read == pytest.approx(p + rate * ((p - 1) + (p - 0.5)))


def test_bands_keep_their_promise_where_changes_shrink_or_grow():
    size = np.linspace(2, 0.5, 61)
    for sizes in (size, size[::-1]):
        y = (np.random.default_rng(8).normal(0, 1, (40, 61)) * sizes).cumsum(axis=1)
        held = np.nanmean([coverage(errors(naive(one, 12, 1), one), 0.5, 12)[80] for one in y])
        assert 0.72 <= held <= 0.88


@settings(deadline=None)
@given(series)
@example([0.0, 0.45] * 8)  # every error lies on a step of the chances
def test_bands_are_nested_and_chances_rise_with_the_distance(y):
    y = np.array(y)
    band = spread(errors(naive(y, 4, 5), y), 0.5, 4)
    narrow, middle, wide = (band.half(level, steps) for level in (50, 80, 95))
    assert (narrow <= middle).all() and (middle <= wide).all() and (np.diff(wide) >= 0).all()
    # Exactly symmetric, which linspace(-9, 9) is not: a chance of past errors rises in steps, and a
    # distance that differs by one rounding can lie on the other side of a step.
    away = np.linspace(0, 9, 21)
    distances = np.concatenate([-away[:0:-1], away])
    chance = np.array([band.chance_below(np.full(4, d), steps) for d in distances])
    assert (np.diff(chance, axis=0) >= 0).all() and ((chance > 0) & (chance < 1)).all()
    assert chance + chance[::-1] == pytest.approx(1)
