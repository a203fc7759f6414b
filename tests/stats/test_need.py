"""The need index, its tiers, what moves it, and posts moved: against what a person adds up, ward by
ward.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats import need

pytestmark = pytest.mark.filterwarnings("error")
SCORES = pd.DataFrame(
    {"crime": [80.0, 20.0, 50.0], "footfall": [40.0, 60.0, 50.0]}, index=["W1", "W2", "W3"]
)
WEIGHTS = {"crime": 3.0, "footfall": 1.0}
MINIMUM = {"dwo": 2, "pcso": 1}
POSTS = pd.DataFrame(
    {
        "ward": ["W1", "W2", "W3"],
        "name": ["Oval", "Brixton", "Kenley"],
        "borough": ["L", "L", "C"],
        "dwo": [2.0, 1.5, 4.0],
        "pcso": [0.0, 1.0, 2.0],
    }
)
component_scores = st.lists(st.floats(0, 100), min_size=3, max_size=3)
weights = st.floats(0.01, 1)


def moves(*rows):
    return pd.DataFrame(rows, columns=["from_ward", "to_ward", "kind", "posts"])


def test_the_index_is_the_weighted_mean_of_the_components():
    assert need.index(SCORES, WEIGHTS).to_dict() == {"W1": 70, "W2": 30, "W3": 50}
    assert need.index(SCORES, {"crime": 0, "footfall": 2}).tolist() == [40, 60, 50]


def test_a_ward_lacks_an_index_only_where_a_score_that_counts_is_missing():
    scores = SCORES.assign(crime=[80, np.nan, 50])
    assert need.index(scores, WEIGHTS).isna().tolist() == [False, True, False]
    assert need.index(scores, {"crime": 0, "footfall": 1}).notna().all()


@settings(deadline=None)
@given(component_scores, component_scores, weights, weights, st.floats(0.1, 1000))
def test_the_index_depends_on_the_shares_of_the_weights_alone_and_stays_among_the_scores(
    a, b, w, v, times
):
    scores = pd.DataFrame({"a": a, "b": b})
    found = need.index(scores, {"a": w, "b": v})
    np.testing.assert_allclose(
        found, [(w * x + v * y) / (w + v) for x, y in zip(a, b, strict=True)], atol=1e-9
    )
    np.testing.assert_allclose(
        found, need.index(scores, {"b": v * times, "a": w * times}), atol=1e-9
    )
    assert (found >= scores.min(axis=1) - 1e-9).all() and (found <= scores.max(axis=1) + 1e-9).all()


@pytest.mark.parametrize(
    ("given_weights", "sentence"),
    [
        (
            {"crime": -1.0, "footfall": 2.0},
            "The weight of 'crime' must be a number of zero or more, not -1.0.",
        ),
        (
            {"crime": float("nan")},
            "The weight of 'crime' must be a number of zero or more, not nan.",
        ),
        (
            {"crime": 0.0},
            (
                "Every weight is zero, so there is no need index: give at least one component a"
                " weight."
            ),
        ),
        (
            {},
            (
                "Every weight is zero, so there is no need index: give at least one component a"
                " weight."
            ),
        ),
        ({"crime": 1.0, "mood": 1.0}, "There is no score of 'mood', to which a weight is given."),
    ],
)
def test_weights_that_give_no_index_are_refused_in_a_sentence(given_weights, sentence):
    with pytest.raises(ValueError) as told:
        need.index(SCORES, given_weights)
    assert str(told.value) == sentence


def test_a_ward_at_the_threshold_is_a_priority_whatever_the_order_of_adding_up():
    index = pd.Series([61.0, 60.99, 0.1 + 0.2 + 60.7, np.nan])
    assert need.tiers(index, 61.0).tolist() == ["priority", "standard", "priority", None]


@settings(deadline=None)
@given(
    component_scores,
    component_scores,
    st.tuples(weights, weights),
    st.tuples(weights, weights),
    st.randoms(),
)
def test_what_moved_a_ward_adds_up_to_its_move_in_either_direction_and_any_order(
    a, b, old, new, random
):
    before, after = pd.DataFrame({"a": a, "b": b}), pd.DataFrame({"a": b, "b": a})
    first, second = dict(zip("ab", old, strict=True)), dict(zip("ab", new, strict=True))
    found = need.explain_index_change(before, after, first, second)
    change = need.index(after, second) - need.index(before, first)
    np.testing.assert_allclose(found.groupby("ward")["moved"].sum(), change, atol=1e-9)
    np.testing.assert_allclose(
        found["from_score"] + found["from_weight"], found["moved"], atol=1e-12
    )
    back = need.explain_index_change(after, before, second, first)
    np.testing.assert_allclose(found["moved"], -back["moved"], atol=1e-9)
    order = [0, 1, 2]
    random.shuffle(order)
    turned = need.explain_index_change(before.loc[order], after, first, second).sort_values(
        ["ward", "component"]
    )
    pd.testing.assert_frame_equal(turned.reset_index(drop=True), found)


def test_a_move_is_told_apart_as_of_scores_and_of_weights():
    after = SCORES.assign(crime=[90.0, 20.0, 50.0])
    same = need.explain_index_change(SCORES, after, WEIGHTS, WEIGHTS).set_index(
        ["ward", "component"]
    )
    assert same.loc[("W1", "crime"), "from_score"] == 7.5
    assert (same["from_weight"] == 0).all()
    reweighed = need.explain_index_change(
        SCORES, SCORES, WEIGHTS, {"crime": 1, "footfall": 1}
    ).set_index(["ward", "component"])
    assert reweighed.loc[("W1", "crime"), ["from_score", "from_weight"]].tolist() == [0, -20]
    only_new = need.explain_index_change(
        SCORES, SCORES.assign(new=10.0), {"crime": 1}, {"crime": 1, "new": 1}
    )
    assert only_new.groupby("ward")["moved"].sum().tolist() == [-35, -5, -20]


def test_two_plans_without_a_ward_in_common_say_so():
    with pytest.raises(
        ValueError, match="^The two plans have no ward in common, so there is nothing to compare.$"
    ):
        need.explain_index_change(SCORES, SCORES.set_axis(["X", "Y", "Z"]), WEIGHTS, WEIGHTS)


def test_posts_needed_to_restore_the_minimum_are_added_up_ward_by_ward_and_nothing_is_netted():
    found = need.to_minimum(POSTS, MINIMUM).set_index("borough")
    assert found.loc["L"].to_dict() == {
        "wards": 2,
        "unknown": 0,
        "below": 2,
        "needed_dwo": 0.5,
        "needed_pcso": 1,
    }
    assert found.loc["C"].to_dict() == {
        "wards": 1,
        "unknown": 0,
        "below": 0,
        "needed_dwo": 0,
        "needed_pcso": 0,
    }
    assert found.loc["all", "needed_dwo"] == 0.5
    assert found.index.tolist() == ["C", "L", "all"]


def test_a_ward_without_a_figure_is_counted_as_unknown_and_needs_nothing():
    found = need.to_minimum(POSTS.assign(pcso=[np.nan, 1, 2]), MINIMUM).set_index("borough")
    assert found.loc["L", ["wards", "unknown", "below", "needed_dwo", "needed_pcso"]].tolist() == [
        1,
        1,
        1,
        0.5,
        0,
    ]
    none = need.to_minimum(POSTS.head(0), MINIMUM)
    assert none.to_dict("records") == [
        {"borough": "all", "wards": 0, "unknown": 0, "below": 0, "needed_dwo": 0, "needed_pcso": 0}
    ]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 12)), min_size=1, max_size=12))
def test_posts_needed_are_those_of_a_count_by_hand(held):
    wards = pd.DataFrame(held, columns=["dwo", "pcso"]) / 4
    found = need.to_minimum(wards.assign(borough="B"), MINIMUM).iloc[-1]
    assert found["needed_dwo"] == sum(max(0, 2 - dwo / 4) for dwo, _ in held)
    assert found["needed_pcso"] == sum(max(0, 1 - pcso / 4) for _, pcso in held)
    assert found["below"] == sum(dwo < 8 or pcso < 4 for dwo, pcso in held)


def test_posts_are_moved_and_neither_table_is_changed():
    asked, kept = moves(("W3", "W1", "pcso", 1), ("W3", "W2", "dwo", 0.5)), POSTS.copy()
    found = need.move(POSTS, asked)
    assert isinstance(found, pd.DataFrame)
    assert found["dwo"].tolist() == [2, 2, 3.5] and found["pcso"].tolist() == [1, 1, 1]
    pd.testing.assert_frame_equal(POSTS, kept)
    pd.testing.assert_frame_equal(need.move(POSTS, moves()), POSTS)


def test_a_ward_may_pass_on_what_it_is_given():
    found = need.move(POSTS, moves(("W1", "W2", "pcso", 1), ("W3", "W1", "pcso", 1)))
    assert isinstance(found, pd.DataFrame) and found["pcso"].tolist() == [0, 2, 1]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            ("W1", "W2", "dwo", 2.5),
            "Oval has 2 DWO posts and the moves would take 2.5 from it: move fewer.",
        ),
        (("W1", "W9", "dwo", 1), "Move 1 names the ward 'W9', which is not in the plan."),
        (
            ("W1", "W2", "sergeant", 1),
            "Move 1 is of 'sergeant', which is no kind of post: use dwo or pcso.",
        ),
        (("W1", "W2", "dwo", 0), "Move 1 must be of a number of posts above zero."),
        (("W1", "W2", "dwo", -1), "Move 1 must be of a number of posts above zero."),
        (("W1", "W2", "dwo", None), "Move 1 must be of a number of posts above zero."),
        (("W1", "W2", "dwo", float("inf")), "Move 1 must be of a number of posts above zero."),
        (("W1", "W2", "dwo", "many"), "Move 1 must be of a number of posts above zero."),
        (("W1", "W1", "dwo", 1), "Move 1 is from Oval to itself, so it would change nothing."),
    ],
)
def test_an_impossible_move_is_refused_in_a_sentence(asked, sentence):
    assert need.move(POSTS, moves(asked)) == sentence


def test_a_ward_without_a_figure_takes_part_in_no_move():
    told = need.move(POSTS.assign(dwo=[2, np.nan, 4]), moves(("W3", "W2", "dwo", 1)))
    assert told == "Brixton has no figure of DWO posts, so none can be moved to or from it."


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["W1", "W2", "W3"]),
            st.sampled_from(["W1", "W2", "W3"]),
            st.sampled_from(["dwo", "pcso"]),
            st.integers(1, 6).map(lambda n: n / 4),
        ),
        max_size=6,
    ),
    st.randoms(),
)
def test_moves_keep_the_sum_leave_no_ward_short_and_may_be_given_in_any_order(asked, random):
    asked = [move for move in asked if move[0] != move[1]]
    found = need.move(POSTS, moves(*asked))
    turned = list(asked)
    random.shuffle(turned)
    again = need.move(POSTS, moves(*turned))
    if isinstance(found, str):
        assert again == found
        return
    assert found[["dwo", "pcso"]].sum().tolist() == POSTS[["dwo", "pcso"]].sum().tolist()
    assert (found[["dwo", "pcso"]] >= 0).all(axis=None)
    pd.testing.assert_frame_equal(found, again)
