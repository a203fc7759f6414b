"""How often a ward keeps its tier: against counting draw by draw, at its ends, and in time."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from dashboard.stats import need
from dashboard.stats.robustness import CONCENTRATION, DRAWS, draws, measure_robustness, words

pytestmark = pytest.mark.filterwarnings("error")
WEIGHTS = {
    "crime": 0.3,
    "antisocial_behaviour": 0.2,
    "vulnerability": 0.25,
    "footfall": 0.15,
    "confidence": 0.1,
}


def london(wards=679, seed=4):
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        random.uniform(20, 95, (wards, 5)),
        columns=list(WEIGHTS),
        index=[f"W{n}" for n in range(wards)],
    )


def test_draws_lie_around_the_declared_weights_as_the_dirichlet_distribution_says():
    found = draws(WEIGHTS, 20_000)
    share = np.array(list(WEIGHTS.values()))
    np.testing.assert_allclose(found.sum(axis=1), 1)
    np.testing.assert_allclose(found.mean(axis=0), share, atol=0.002)
    np.testing.assert_allclose(
        found.std(axis=0), np.sqrt(share * (1 - share) / (CONCENTRATION + 1)), rtol=0.03
    )


def test_the_same_seed_gives_the_same_answer_and_a_component_without_a_weight_has_none():
    pd.testing.assert_frame_equal(
        measure_robustness(london(9), WEIGHTS, 61), measure_robustness(london(9), WEIGHTS, 61)
    )
    assert (draws(WEIGHTS | {"crime": 0})[:, 0] == 0).all()


def test_shares_are_those_of_counting_draw_by_draw():
    scores = london(12)
    found = measure_robustness(scores, WEIGHTS, 58)
    tier = need.tiers(need.index(scores, WEIGHTS), 58)
    stays = pd.Series(0, index=scores.index)
    for drawn in draws(WEIGHTS):
        stays += need.tiers(need.index(scores, dict(zip(WEIGHTS, drawn, strict=True))), 58) == tier
    assert found["kept"].tolist() == (stays / DRAWS).tolist()
    assert found["tier"].tolist() == tier.tolist()


def test_with_two_components_the_share_is_the_one_that_can_be_worked_out():
    # index = 100 w with w ~ Beta(50 * 0.6, 50 * 0.4): a priority where w is at or above 0.55.
    found = measure_robustness(
        pd.DataFrame({"a": [100.0], "b": [0.0]}), {"a": 0.6, "b": 0.4}, 55
    ).iloc[0]
    exact = beta(30, 20).sf(0.55)
    assert found["kept_lower"] <= exact <= found["kept_upper"]
    assert found["index_low"] == pytest.approx(100 * beta(30, 20).ppf(0.025), abs=1)
    assert found["index_high"] == pytest.approx(100 * beta(30, 20).ppf(0.975), abs=1)


def test_a_ward_whose_scores_are_all_alike_keeps_its_tier_whatever_the_weights():
    found = measure_robustness(
        pd.DataFrame([dict.fromkeys(WEIGHTS, 61.0), dict.fromkeys(WEIGHTS, 60.0)]), WEIGHTS, 61
    )
    assert found["kept"].tolist() == [1, 1]
    assert found["word"].tolist() == ["rarely", "rarely"]
    assert (found["kept_lower"] > 0.99).all() and (found["kept_upper"] == 1).all()


def test_words_follow_the_declared_cut_points():
    assert words(np.array([1, 0.95, 0.9499, 0.75, 0.7499, 0, np.nan])).tolist() == [
        "rarely",
        "rarely",
        "sometimes",
        "sometimes",
        "often",
        "often",
        None,
    ]


def test_a_ward_at_the_threshold_is_often_changed_by_other_weights():
    found = measure_robustness(pd.DataFrame({"a": [100.0], "b": [0.0]}), {"a": 1, "b": 1}, 50).iloc[
        0
    ]
    assert found["word"] == "often" and found["kept"] == pytest.approx(0.5, abs=0.05)


def test_a_ward_without_a_score_has_no_answer_and_no_ward_gives_an_empty_table():
    scores = london(2)
    scores.iloc[0, 0] = np.nan
    found = measure_robustness(scores, WEIGHTS, 61)
    assert found.iloc[0].isna().all() and found.iloc[1].notna().all()
    assert measure_robustness(london(2).head(0), WEIGHTS, 61).empty


@pytest.mark.parametrize(("number", "concentration"), [(0, 50.0), (10, 0.0), (10, float("nan"))])
def test_draws_that_cannot_be_made_are_refused_in_a_sentence(number, concentration):
    with pytest.raises(
        ValueError, match="^The number of draws and the concentration must be above zero.$"
    ):
        draws(WEIGHTS, number, concentration)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.randoms())
def test_a_wards_answer_does_not_depend_on_the_others_or_their_order(seed, random):
    scores = london(6, seed)
    order = list(scores.index)
    random.shuffle(order)
    found = measure_robustness(scores, WEIGHTS, 60, number=50)
    pd.testing.assert_frame_equal(
        measure_robustness(scores.loc[order], WEIGHTS, 60, number=50).loc[scores.index], found
    )
    pd.testing.assert_frame_equal(
        measure_robustness(scores.iloc[:1], WEIGHTS, 60, number=50), found.iloc[:1]
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000))
def test_a_wider_spread_of_weights_makes_no_more_wards_certain(seed):
    scores = london(60, seed)
    narrow, wide = (
        measure_robustness(scores, WEIGHTS, 58, number=400, concentration=c)["kept"].mean()
        for c in (500, 10)
    )
    assert wide <= narrow
