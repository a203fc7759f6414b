"""Flags at two levels, what chance alone would flag, and ranks of the period before."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.flags import (
    by_chance,
    chance_words,
    compare_estimates,
    compare_twice,
    flag_phrases,
    previous_rank,
)
from dashboard.stats.intervals import newcombe, wilson


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def interviewed(numerator, denominator, comparator=66.0):
    narrow, wide = wilson(numerator, denominator), wilson(numerator, denominator, 0.998)
    share = np.divide(
        numerator,
        denominator,
        out=np.full(len(numerator), np.nan),
        where=np.asarray(denominator) > 0,
    )
    return pd.DataFrame(
        {
            "value": 100 * share,
            "comparator": comparator,
            "lower": 100 * narrow[0],
            "upper": 100 * narrow[1],
            "lower_998": 100 * wide[0],
            "upper_998": 100 * wide[1],
        }
    )


def test_an_area_may_differ_at_95_alone_at_both_or_at_neither():
    made = compare_twice(interviewed([264, 290, 320, 240, 0], [400, 400, 400, 400, 0]), "higher")
    assert made["flag_95"].tolist() == ["similar", "better", "better", "worse", "not known"]
    assert made["flag_998"].tolist() == ["similar", "similar", "better", "similar", "not known"]
    assert made["flag_level"].tolist() == ["", "95", "99.8", "95", ""]
    neutral = compare_twice(interviewed([320, 180], [400, 400]), "neutral")
    assert neutral["flag_998"].tolist() == ["higher", "lower"]


def test_where_the_wider_limits_are_missing_that_level_alone_is_not_known():
    table = interviewed([320], [400]).assign(lower_998=np.nan, upper_998=np.nan)
    made = compare_twice(table, "higher").iloc[0]
    assert (made["flag_95"], made["flag_998"], made["flag_level"]) == ("better", "not known", "95")


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=20))
@settings(deadline=None)
def test_flags_swap_where_better_does_and_998_never_without_95(pairs):
    low, high = np.array([(min(p), max(p)) for p in pairs], dtype=float).T
    table = interviewed(low, high)
    up, down = compare_twice(table, "higher"), compare_twice(table, "lower")
    swap = {"better": "worse", "worse": "better", "similar": "similar", "not known": "not known"}
    for column in ("flag_95", "flag_998"):
        assert up[column].map(swap).tolist() == down[column].tolist()
    assert ((up["flag_998"] == up["flag_95"]) | (up["flag_998"] == "similar")).all()
    assert up["flag_level"].eq("99.8").tolist() == up["flag_998"].isin(["better", "worse"]).tolist()
    assert "nan" not in chance_words(by_chance(up)).lower()


def flags(**counts):
    words = [word.replace("_", " ") for word, count in counts.items() for _ in range(count)]
    return pd.DataFrame(
        {"flag_95": words, "flag_998": ["similar" if w == "better" else w for w in words]}
    )


def test_of_32_about_one_and_a_half_are_flagged_by_chance():
    found = by_chance(flags(better=4, worse=3, similar=25)).set_index("level")
    assert found.loc[95.0, ["compared", "flagged", "usual"]].tolist() == [32, 7, 4]
    assert found["expected"].tolist() == pytest.approx([1.6, 0.064])
    assert found["chance_of_any"].tolist() == pytest.approx([1 - 0.95**32, 1 - 0.998**32])
    assert found.loc[99.8, "flagged"] == 3


def test_as_many_are_flagged_by_chance_as_is_said():
    random = np.random.default_rng(11)
    draws = random.binomial(400, 0.66, (2000, 32))
    flagged = []
    for start in range(0, 2000, 100):
        table = interviewed(draws[start : start + 100].ravel().astype(float), np.full(3200, 400.0))
        differs = (compare_twice(table, "higher")["flag_95"] != "similar").to_numpy()
        flagged += differs.reshape(100, 32).sum(axis=1).tolist()
    assert np.mean(flagged) == pytest.approx(1.6, abs=0.15)
    assert np.mean(np.array(flagged) <= 4) >= 0.95


def test_the_note_says_how_many_and_how_many_by_chance():
    said = chance_words(by_chance(flags(better=4, worse=1, similar=25, not_known=2)), "boroughs")
    assert (
        said == "At 95%, 5 of 30 boroughs are flagged; about 1.5 would be by chance alone. "
        "At 99.8%, 1 of 30 boroughs is flagged; about 0.06 would be by chance alone."
    )


@pytest.mark.parametrize("table", [flags(), flags(not_known=5)])
def test_where_nothing_is_compared_the_note_says_so(table):
    said = chance_words(by_chance(table), "wards")
    assert said == "None of the wards has a figure and an interval to compare, so none is flagged."


def ranked(values):
    value = np.array(list(values.values()), dtype=float)
    return pd.DataFrame(
        {"area": list(values), "value": value, "lower": value - 3, "upper": value + 3}
    )


def whole(column):
    return [None if pd.isna(number) else int(number) for number in column]


def test_the_rank_of_the_period_before_stands_beside_the_rank_now():
    now, before = (
        ranked({"a": 70, "b": 60, "c": np.nan, "d": 65}),
        ranked({"b": 71, "a": 64, "c": 60}),
    )
    made = previous_rank(now, before, "higher")
    assert made["area"].tolist() == ["a", "b", "c", "d"]
    assert whole(made["rank"]) == [1, 3, None, 2]
    assert whole(made["previous_rank"]) == [2, 1, 3, None]
    assert whole(made["places_up"]) == [1, -2, None, None]
    assert whole(previous_rank(now, before, "lower")["places_up"]) == [-1, 2, None, None]
    assert "rank_low" in made and "rank_high" in made


def test_a_first_period_has_no_rank_before_it():
    made = previous_rank(ranked({"a": 70, "b": 60}), ranked({}), "higher")
    assert whole(made["previous_rank"]) == [None, None] == whole(made["places_up"])


def test_an_area_and_an_estimated_comparator_differ_where_newcombes_interval_leaves_out_nil():
    first, second = interviewed([290, 320, 270], [400] * 3), interviewed([250] * 3, [400] * 3)
    other = {f"comparator_{c}": second[c] for c in ("lower", "upper", "lower_998", "upper_998")}
    made = compare_estimates(first.assign(comparator=second["value"], **other), "higher")
    for column, confidence in (("flag_95", 0.95), ("flag_998", 0.998)):
        low, high = newcombe([290, 320, 270], 400, 250, 400, confidence)
        wanted = np.select([low > 0, high < 0], ["better", "worse"], "similar")
        assert made[column].tolist() == wanted.tolist()
    assert made["flag_level"].tolist() == ["95", "99.8", ""]
    assert made["value"].tolist() == first["value"].tolist()


def test_a_flag_says_its_level():
    assert flag_phrases(
        pd.Series(["worse", "better", "similar"]), pd.Series(["99.8", "95", ""])
    ).tolist() == ["worse, 99.8%", "better, 95%", "similar"]
