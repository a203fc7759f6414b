"""Need against posts: against areas added up by hand, published properties of the curve, and its
ends.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dashboard.stats.fairness import by_borough, concentration, curve, words

pytestmark = pytest.mark.filterwarnings("error")
some = st.lists(st.tuples(st.integers(1, 100), st.integers(0, 50)), min_size=3, max_size=12)


def areas(need, posts, **more):
    return pd.DataFrame(
        {"need": np.asarray(need, float), "posts": np.asarray(posts, float), **more}
    )


def test_boroughs_are_added_up_from_their_wards():
    wards = pd.DataFrame(
        {
            "borough": ["A", "A", "B", "B"],
            "need": [60.0, 40.0, 20.0, np.nan],
            "posts": [3.0, 2.0, 5.0, 9.0],
        }
    )
    found = by_borough(wards).set_index("borough")
    assert found.index.tolist() == ["A", "B"]
    assert found.loc["A"].to_dict() == pytest.approx(
        {
            "wards": 2,
            "need": 100,
            "posts": 5,
            "need_share": 5 / 6,
            "post_share": 0.5,
            "per_ward": 50,
            "ratio": 0.6,
        }
    )
    assert found.loc["B", "ratio"] == pytest.approx(3)


def test_the_index_is_the_one_worked_out_by_hand():
    # Need 1, 2, 3 of 6 and posts 0, 1, 3 of 4: points (1/6, 0), (1/2, 1/4), (1, 1).
    # Area = (1/3)(1/4)/2 + (1/2)(5/4)/2 = 1/24 + 5/16 = 17/48; index = 1 - 17/24 = 7/24.
    assert concentration(areas([1, 2, 3], [0, 1, 3]))["index"] == pytest.approx(7 / 24)


def test_with_equal_need_as_the_population_the_index_is_the_gini_coefficient():
    # Areas of one person's worth of need each, ordered by another rank: incomes 1, 2, 3, 4 have a
    # Gini of 0.25.
    table = areas([1, 1, 1, 1], [1, 2, 3, 4], per_ward=[1.0, 2.0, 3.0, 4.0])
    assert concentration(table)["index"] == pytest.approx(0.25)
    assert concentration(table.assign(per_ward=[4.0, 3.0, 2.0, 1.0]))["index"] == pytest.approx(
        -0.25
    )


@settings(deadline=None)
@given(st.lists(st.integers(1, 100), min_size=1, max_size=12), st.floats(0.01, 100))
def test_the_index_is_zero_where_posts_are_in_proportion_to_need(need, times):
    found = concentration(areas(need, np.array(need) * times))
    assert found["index"] == pytest.approx(0, abs=1e-12)
    if len(need) >= 3:
        assert (found["lower"], found["upper"]) == pytest.approx((0, 0), abs=1e-9)


@settings(deadline=None)
@given(some, st.randoms(), st.floats(0.1, 10), st.floats(0.1, 10))
def test_the_index_depends_on_neither_order_nor_unit_and_lies_between_its_ends(rows, random, a, b):
    table = areas(*zip(*rows, strict=True))
    assume(table["posts"].sum() > 0)
    whole = concentration(table)["index"]
    order = list(table.index)
    random.shuffle(order)
    assert concentration(table.loc[order])["index"] == pytest.approx(whole, abs=1e-9)
    assert concentration(table.assign(need=table["need"] * a, posts=table["posts"] * b))[
        "index"
    ] == pytest.approx(whole, abs=1e-9)
    assert -1 <= whole <= 1


@settings(deadline=None)
@given(some)
def test_the_index_is_that_of_a_count_by_rectangles(rows):
    table = areas(*zip(*rows, strict=True)).drop_duplicates("need").sort_values("need")
    assume(table["posts"].sum() > 0)
    x, y = table["need"] / table["need"].sum(), table["posts"] / table["posts"].sum()
    points = curve(table)
    under = np.trapezoid(points["post_share"], points["need_share"])
    area = sum(x.iloc[i] * (y.iloc[:i].sum() + y.iloc[i] / 2) for i in range(len(table)))
    assert concentration(table)["index"] == pytest.approx(1 - 2 * area, abs=1e-9)
    assert under == pytest.approx(area, abs=1e-9)


@settings(deadline=None)
@given(some)
def test_the_curve_runs_from_nothing_to_all_and_never_down(rows):
    table = areas(*zip(*rows, strict=True))
    assume(table["posts"].sum() > 0)
    points = curve(table)[["need_share", "post_share"]]
    assert points.iloc[0].tolist() == [0, 0]
    assert points.iloc[-1].tolist() == pytest.approx([1, 1])
    assert (points.diff().dropna() >= 0).all(axis=None)


def test_areas_of_equal_need_are_one_step():
    points = curve(areas([2, 2, 1], [5, 1, 4], borough=["Y", "X", "Z"]))
    assert points["borough"].tolist() == ["", "Z", "X, Y"]
    assert points["need_share"].tolist() == pytest.approx([0, 0.2, 1])


def test_the_interval_is_the_jackknife_of_leaving_each_area_out():
    table = areas([10, 20, 30, 40], [4, 3, 5, 9])
    found = concentration(table)
    without = np.array([concentration(table.drop(index=i))["index"] for i in range(4)])
    error = np.sqrt(3 / 4 * ((without - without.mean()) ** 2).sum())
    assert (found["lower"], found["upper"]) == pytest.approx(
        (max(-1, found["index"] - 1.959964 * error), min(1, found["index"] + 1.959964 * error))
    )


def test_posts_all_where_need_is_greatest_or_least_are_told_by_the_sign():
    need = range(1, 33)
    most, least = areas(need, [0] * 31 + [9]), areas(need, [9] + [0] * 31)
    assert concentration(most)["index"] > 0.9 and concentration(least)["index"] < -0.9
    assert "areas of higher need have more posts" in words(
        concentration(areas(need, np.square(need)))
    )
    assert "areas of lower need have more posts" in words(concentration(areas(need, np.sqrt(need))))


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (areas([], []), "There is no need or there are no posts to compare."),
        (areas([1, 2, 3], [0, 0, 0]), "There is no need or there are no posts to compare."),
        (areas([0, 0, 0], [1, 2, 3]), "There is no need or there are no posts to compare."),
        (areas([np.nan] * 3, [1, 2, 3]), "There is no need or there are no posts to compare."),
        (
            areas([5], [2]),
            "Every area has the same need, so there is no order in which posts could follow it.",
        ),
        (
            areas([5, 5, 5], [1, 2, 3]),
            "Every area has the same need, so there is no order in which posts could follow it.",
        ),
        (
            areas([0, 0, 3], [1, 1, 1]),
            (
                "The concentration index is -0.667; there are too few areas with need to say how"
                " far it hangs on single ones."
            ),
        ),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_sentence(table, sentence):
    assert words(concentration(table)) == sentence
    assert by_borough(table.assign(borough="A")).shape[1] == 8
