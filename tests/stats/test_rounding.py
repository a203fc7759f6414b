"""Figures that their publisher rounds: intervals and changes that keep what they promise."""

import math

import numpy as np
import pytest
from rounding import CASES, rates
from scipy.stats import norm

from dashboard.declared.read import declarations
from dashboard.pipeline.precision import roundings
from dashboard.settings import CHECKOUT
from dashboard.stats.estimates import difference, widen_limits


@pytest.mark.parametrize("words", CASES)
def test_rounded_figures_are_covered_as_promised_and_flagged_no_more_often(words):
    found = rates(*CASES[words], years=100_000)
    assert 94 <= found["covers, 95%"] <= 96
    assert 99.7 <= found["covers, 99.8%"] <= 99.9
    assert found["flags, 95%"] <= 6
    assert found["flags, 99.8%"] <= 0.3


def test_londons_whole_per_cents_would_be_covered_too_seldom_without_their_rounding():
    found = rates(*CASES["London, whole per cents"], years=100_000, known=False)
    assert found["covers, 95%"] < 90
    assert found["flags, 99.8%"] > 2


def test_variances_of_sampling_and_rounding_are_added_in_figure_and_change():
    z, step = norm.ppf(0.975), 1 / math.sqrt(12)
    low, high = widen_limits(70, 69, 71.5, step, 0.95, 100)
    assert (70 - low, high - 70) == pytest.approx(
        (math.hypot(1, z * step), math.hypot(1.5, z * step))
    )
    down, up = difference(70, low, high, 70, low, high)
    assert -down[0] == pytest.approx(math.sqrt(1 + 1.5**2 + 2 * z**2 / 12))
    assert up[0] == pytest.approx(-down[0])


def test_limits_stay_within_the_scale_and_are_untouched_without_rounding():
    low, high = widen_limits([0.2, 50.0], [0.1, 49.0], [0.4, 51.0], [0.3, 0.0], 0.95, 100)
    assert list(low) == [0, 49.0] and high[1] == 51.0
    assert np.isnan(widen_limits(np.nan, np.nan, np.nan, 0.3, 0.95, 100)[0])


def test_the_declared_rounding_reaches_every_area_the_figures_are_added_up_for():
    declared = declarations(CHECKOUT / "data" / "declared")
    rows = {(r["indicator"], r["source"], r["area"]): r["deviation"] for r in roundings(declared)}
    whole = 1 / math.sqrt(12)
    assert rows["trust", "pas_mps", "MPS"] == pytest.approx(whole)
    assert rows["confidence", "pas_borough", "E09000033"] == pytest.approx(whole)
    assert rows["trust", "pas_borough", "MPS"] == pytest.approx(whole / math.sqrt(32))
    central_west = [a for a in declared.areas.values() if a.level == "borough" and a.parent == "AW"]
    assert rows["trust", "pas_borough", "AW"] == pytest.approx(whole / math.sqrt(len(central_west)))
    assert not {key for key in rows if key[1] == "attitudes_by_characteristic"}
    assert not {key for key in rows if key[0] in ("i_within_15", "crime_total")}
