"""Intervals against published values, and properties that must hold for any input."""

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from dashboard.stats.intervals import byar, newcombe, poisson, wilson

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "statistics"
counts = st.integers(1, 20_000).flatmap(lambda n: st.tuples(st.floats(0, n), st.just(n)))


def reference(name: str) -> pd.DataFrame:
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"the reference file {path} is not present here")
    return pd.read_csv(path)


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def test_reference_byar_and_wilson():
    for row in reference("phe_byars_wilson.csv").itertuples():
        confidence = float(row.confidence.rstrip("%")) / 100
        made = (
            byar(row.x, confidence) if row.method == "Byars" else wilson(row.x, row.n, confidence)
        )
        assert made[0][0] == pytest.approx(row.lowercl, rel=1e-6, nan_ok=True)
        assert made[1][0] == pytest.approx(row.uppercl, rel=1e-6)


def test_reference_proportions():
    table = reference("phe_proportion_wilson.csv").dropna(subset=["Numerator", "Denominator"])
    for confidence, mark in ((0.95, "95_0"), (0.998, "99_8")):
        made = wilson(table.Numerator, table.Denominator, confidence)
        scale = table.multiplier.to_numpy()
        for limit, side in zip(made, ("lower", "upper"), strict=True):
            wanted = table[f"{side}{mark}cl"].to_numpy()
            known = ~np.isnan(wanted)
            assert known.any()
            assert limit[known] * scale[known] == pytest.approx(wanted[known], rel=1e-6)


def test_wilson_published():
    low, high = wilson([65, 1045], [100, 5000])
    assert low == pytest.approx([0.5525444329688797, 0.19795549880013297], rel=1e-6)
    assert high == pytest.approx([0.7363575175690247, 0.22049130373189027], rel=1e-6)


def test_byar_published():
    low, high = byar([65, 1045, 1])
    assert low == pytest.approx(
        [50.163187710459454, 982.5932018073325, 0.01307213290150435], rel=1e-6
    )
    assert high == pytest.approx(
        [82.84913854593984, 1110.33121298565, 5.5637555824752605], rel=1e-6
    )
    assert np.isnan(byar(1, 0.998)[0][0])


def test_poisson_is_exact_below_ten_and_byar_from_ten():
    low, high = poisson([0, 1, 5, 9])  # the familiar table of exact limits (Garwood 1936)
    assert low == pytest.approx([0, 0.0253, 1.6235, 4.1154], abs=5e-5)
    assert high == pytest.approx([3.6889, 5.5716, 11.6683, 17.0848], abs=5e-5)
    assert poisson(10) == byar(10)
    assert np.isnan(poisson([np.nan, -1])).all()


def test_newcombe_published():
    """Newcombe (1998), table II, method 10, contrasts (a), (b) and (d)."""
    low, high = newcombe([56, 9, 5], [70, 10, 56], [48, 3, 0], [80, 10, 29])
    assert low == pytest.approx([0.0524, 0.1705, -0.0381], abs=5e-5)
    assert high == pytest.approx([0.3339, 0.8090, 0.1926], abs=5e-5)


@given(counts, counts)
def test_newcombe_agrees_with_statsmodels(a, b):
    made = newcombe(*a, *b)
    wanted = confint_proportions_2indep(*a, *b, method="newcomb", compare="diff")
    assert (made[0][0], made[1][0]) == pytest.approx(wanted, rel=1e-6, abs=1e-9)


def test_nothing_to_divide_by():
    low, high = wilson([0, np.nan, 1, 3], [0, 5, np.nan, 2])
    assert np.isnan(low).all() and np.isnan(high).all()
    assert np.isnan(newcombe([0, 1], [0, 2], [1, 1], [2, np.nan])).all()
    assert wilson([], [])[0].size == 0


def test_confidence_is_checked():
    with pytest.raises(ValueError, match="confidence"):
        wilson(1, 2, 95)


@given(counts, st.floats(0.5, 0.999))
def test_wilson_bounds_hold_the_proportion(pair, confidence):
    x, n = pair
    low, high = wilson(x, n, confidence)
    assert 0 <= low[0] <= x / n <= high[0] <= 1


@given(counts, st.floats(1.05, 5))
def test_design_effect_widens(pair, effect):
    plain, wide = wilson(*pair), wilson(*pair, design_effect=effect)
    assert wide[1][0] - wide[0][0] > plain[1][0] - plain[0][0]


@settings(deadline=None)
@given(st.floats(0, 1e6))
@example(5e-324)
@example(2e-6)
def test_poisson_holds_the_count(count):
    low, high = poisson(count)
    assert 0 <= low[0] <= count <= high[0]
