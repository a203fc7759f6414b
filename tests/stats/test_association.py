"""The correlation of two figures of areas, against its formula."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from dashboard.stats.association import FEWEST, associate

FIGURES = st.lists(
    st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=FEWEST, max_size=40
).filter(lambda pairs: all(len({pair[k] for pair in pairs}) > 2 for k in (0, 1)))


@given(FIGURES)
def test_the_correlation_and_its_interval_are_pearsons_and_fishers(pairs):
    x, y = np.array(pairs, dtype=float).T
    found = associate(x, y)
    r = ((x - x.mean()) * (y - y.mean())).sum() / math.sqrt(
        ((x - x.mean()) ** 2).sum() * ((y - y.mean()) ** 2).sum()
    )
    assert found.value == pytest.approx(r, abs=1e-9)
    assert found.areas == len(pairs)
    if abs(r) < 0.999:
        half = norm.ppf(0.975) / math.sqrt(len(pairs) - 3)
        limits = (math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half))
        assert (found.lower, found.upper) == pytest.approx(limits, abs=1e-6)


def test_areas_without_one_of_the_figures_are_left_out_and_too_few_give_none():
    x = np.arange(12.0)
    y = np.where(x == 3, np.nan, x**2)
    assert associate(x, y).areas == 11
    assert associate(x, y).side == 1
    assert associate(x, np.where(x < 3, np.nan, x)) is None
    assert associate(x, np.ones(12)) is None
