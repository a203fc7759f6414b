"""Difference in differences: by hand, by regression, by simulation, and where there is nothing to
compare.
"""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.trial import _against_others, _placebos, trial

pytestmark = pytest.mark.filterwarnings("error")
START = pd.Timestamp("2022-04-01")
ENDS = pd.to_datetime(["2021-09-30", "2021-12-31", "2022-03-31", "2022-06-30", "2022-09-30"])


def table(shares: dict[str, list[float]], over: float = 1000.0) -> pd.DataFrame:
    """One row an area and period, from each area's share, in per cent, of `over` offences."""
    return pd.DataFrame(
        [
            {"area": area, "period_end": end, "numerator": share * over / 100, "denominator": over}
            for area, values in shares.items()
            for end, share in zip(ENDS, values, strict=False)
        ]
    )


FIVE = {
    "T": [5, 5, 5, 9, 9],
    "A": [4, 4, 4, 5, 5],
    "B": [6, 6, 6, 6, 6],
    "C": [5, 5, 5, 7, 7],
    "D": [3, 3, 3, 4, 4],
}


def test_the_effect_and_its_interval_worked_out_by_hand():
    """Changes: 4 against 1, 0, 2 and 1; their mean 1, their variance 2/3; t(0.975; 3) =
    3.182446305.
    """
    made = trial(table(FIVE), "T", START)
    half = 3.182446305284263 * np.sqrt(2 / 3) * np.sqrt(5 / 4)
    assert (made.effect, made.lower, made.upper) == pytest.approx((3, 3 - half, 3 + half), abs=1e-6)
    assert made.areas.set_index("area")["effect"].to_dict() == pytest.approx(
        {"T": 3, "A": -0.75, "B": -2, "C": 0.5, "D": -0.75}
    )
    assert made.p_value == pytest.approx(1 / 5)
    assert made.areas.set_index("area")["rank"].to_dict() == {
        "T": 1,
        "B": 2,
        "A": 3,
        "D": 3,
        "C": 5,
    }


def test_sides_are_numerators_over_denominators_and_never_a_mean_of_shares():
    rows = table(FIVE)
    rows.loc[
        (rows["area"] == "T") & (rows["period_end"] == ENDS[3]), ["numerator", "denominator"]
    ] = [300, 1000]
    rows.loc[
        (rows["area"] == "T") & (rows["period_end"] == ENDS[4]), ["numerator", "denominator"]
    ] = [10, 500]
    own = trial(rows, "T", START).areas.set_index("area").loc["T"]
    assert own["during"] == pytest.approx(100 * 310 / 1500)
    assert own[["during_numerator", "during_denominator", "during_periods"]].tolist() == [
        310,
        1500,
        2,
    ]
    assert own[["before_numerator", "before_denominator", "before_periods"]].tolist() == [
        150,
        3000,
        3,
    ]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(st.floats(1, 40), min_size=5, max_size=5), min_size=5, max_size=12))
def test_the_effect_is_that_of_regression_on_area_and_period_with_their_interaction(values):
    """Two-way least squares (statsmodels) on shares of equal denominators gives the same
    difference.
    """
    shares = {f"A{i}": v for i, v in enumerate(values)}
    rows = table(shares)
    made = trial(rows, "A0", START)
    rows = rows.assign(
        y=100 * rows["numerator"] / rows["denominator"],
        during=(rows["period_end"] >= START).astype(int),
        own=(rows["area"] == "A0").astype(int),
    )
    fitted = smf.ols("y ~ C(area) + during + own:during", rows).fit()
    assert made.effect == pytest.approx(fitted.params["own:during"], abs=1e-6)


def test_the_interval_is_that_of_a_regression_of_changes_on_being_on_trial():
    """Donald and Lang (2007): least squares over the areas' changes, whose t has n - 1 degrees of
    freedom.
    """
    shares = {
        f"A{i}": v for i, v in enumerate(np.random.default_rng(3).uniform(2, 20, (12, 5)).tolist())
    }
    made = trial(table(shares), "A0", START)
    changes = made.areas.assign(own=made.areas["on_trial"].astype(int))
    fitted = smf.ols("change ~ own", changes).fit()
    assert (made.lower, made.upper) == pytest.approx(tuple(fitted.conf_int().loc["own"]), abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.lists(st.floats(1, 40), min_size=5, max_size=5), min_size=5, max_size=8),
    st.floats(-0.9, 30),
    st.floats(0.2, 2),
)
def test_what_all_areas_share_changes_no_effect_and_a_scale_scales_it(values, shift, scale):
    shares = {f"A{i}": v for i, v in enumerate(values)}
    made = trial(table(shares), "A0", START)
    level = trial(table({a: [x + shift for x in v] for a, v in shares.items()}), "A0", START)
    since = trial(
        table({a: [*v[:3], v[3] + shift, v[4] + shift] for a, v in shares.items()}), "A0", START
    )
    for other in (level, since):
        assert other.areas["effect"].tolist() == pytest.approx(
            made.areas["effect"].tolist(), abs=1e-6
        )
    scaled = trial(table(shares), "A0", START, multiplier=100 * scale)
    assert scaled.effect == pytest.approx(made.effect * scale, abs=1e-6)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(st.floats(1, 40), min_size=5, max_size=5), min_size=5, max_size=8))
def test_each_placebo_is_the_effect_found_with_that_area_named_and_labels_do_not_matter(values):
    shares = {f"A{i}": v for i, v in enumerate(values)}
    placebos = trial(table(shares), "A0", START).areas.set_index("area")["effect"]
    for area in shares:
        assert trial(table(shares), area, START).effect == pytest.approx(placebos[area], abs=1e-6)
    renamed = trial(table({f"Z{a}": v for a, v in reversed(shares.items())}), "ZA0", START)
    assert renamed.effect == pytest.approx(placebos["A0"], abs=1e-6)


def test_the_interval_holds_the_true_effect_in_95_of_100_simulations():
    random, hits, runs = np.random.default_rng(11), 0, 3000
    names = [f"A{i}" for i in range(12)]
    for change in random.normal(1, 1.5, (runs, 12)):
        change[0] += 3
        _, lower, upper = _against_others(pd.Series(change, names), "A0")
        hits += lower <= 3 <= upper
    assert 0.94 <= hits / runs <= 0.96


def test_where_there_was_no_trial_each_of_twelve_is_first_as_often_as_another():
    changes = np.random.default_rng(12).normal(1, 1.5, (1500, 12))
    first = [int(np.argmax(_placebos(pd.Series(change)).abs())) for change in changes]
    assert np.bincount(first, minlength=12) / 1500 == pytest.approx(1 / 12, abs=0.025)


def test_an_area_that_was_drawing_away_before_is_called_so():
    shares = {f"A{i}": [10, 10 + 0.02 * i, 10 + 0.01 * i, 11 + 0.1 * i, 11] for i in range(1, 9)}
    made = trial(table({"T": [5, 8, 11, 14, 17], **shares}), "T", START)
    assert made.slope == pytest.approx(3 - np.mean([0.005 * i for i in range(1, 9)]), abs=1e-6)
    assert made.parallel is False and made.sentence.endswith("so read this with care.")
    alike = trial(table({"T": [10, 10.1, 10.05, 14, 14], **shares}), "T", START)
    assert alike.parallel is True and alike.sentence.endswith(
        "no differently from the others, within chance."
    )


def test_slopes_are_least_squares_over_the_periods_an_area_has():
    ends = pd.date_range("2020-03-31", periods=10, freq="QE")
    random = np.random.default_rng(5)
    rows = pd.DataFrame(
        [
            {"area": a, "period_end": e, "numerator": random.uniform(20, 80), "denominator": 1000.0}
            for a in "TABCD"
            for e in ends
        ]
    )
    rows = rows.drop(rows[(rows["area"] == "A") & rows["period_end"].isin(ends[[2, 5]])].index)
    made = trial(rows, "T", ends[-2]).areas.set_index("area")["slope"]
    for area, part in rows[rows["period_end"] < ends[-2]].groupby("area"):
        x = ends.get_indexer(part["period_end"])
        assert made[area] == pytest.approx(
            np.polyfit(x, 100 * part["numerator"] / part["denominator"], 1)[0], abs=1e-6
        )


def test_a_withheld_cell_is_left_out_whatever_it_holds():
    rows = table(FIVE)
    gone = (rows["area"] == "A") & (rows["period_end"] == ENDS[1])
    made = trial(
        rows.assign(
            numerator=rows["numerator"].mask(gone), denominator=rows["denominator"].mask(gone)
        ),
        "T",
        START,
    )
    without = trial(rows[~gone], "T", START)
    assert made.sentence == without.sentence and made.areas.equals(without.areas)
    assert made.areas.set_index("area").loc["A", "before_periods"] == 2


NOTHING = (
    "The area on trial has no figure before, or none during, the trial: nothing can be compared."
)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (table(FIVE).head(0), NOTHING),
        (table(FIVE).assign(numerator=np.nan, denominator=np.nan), NOTHING),
        (table(FIVE).assign(numerator=0.0, denominator=0.0), NOTHING),
        (table({a: v[:3] for a, v in FIVE.items()}), NOTHING),
        (table({a: v[:1] for a, v in FIVE.items()}), NOTHING),
        (table({a: v for a, v in FIVE.items() if a != "T"}), NOTHING),
        (
            table({a: FIVE[a] for a in "TAB"}),
            "Only 2 other areas have figures before and during the trial: at least 3 are needed.",
        ),
        (
            table({a: FIVE[a] for a in "TA"}),
            "Only 1 other area has figures before and during the trial: at least 3 are needed.",
        ),
        (
            table({"T": FIVE["T"]}),
            "No other area has figures before and during the trial: at least 3 are needed.",
        ),
    ],
)
def test_where_nothing_can_be_compared_one_sentence_says_why(rows, sentence):
    made = trial(rows, "T", START)
    assert made.sentence == sentence
    assert (
        made.areas is None and made.effect is None and made.lower is None and made.parallel is None
    )


def test_a_constant_series_gives_no_interval_and_says_so():
    made = trial(table({a: [5.0] * 5 for a in "TABCD"}), "T", START)
    assert (made.effect, made.lower, made.upper) == (0, None, None)
    assert "no interval, as the others all changed alike" in made.sentence
    assert "chance cannot be seen" in made.sentence and "nan" not in made.sentence
    assert made.parallel is True


def test_with_two_periods_before_it_says_that_earlier_movement_cannot_be_seen():
    made = trial(
        table({a: v[1:] for a, v in FIVE.items()}).assign(
            period_end=lambda t: t["period_end"].map(dict(zip(ENDS[:4], ENDS[1:], strict=True)))
        ),
        "T",
        START,
    )
    assert made.slope is None and made.parallel is None
    assert made.sentence.endswith(
        "Whether it moved like the others before the trial cannot be seen."
    )


def test_an_end_closes_the_trial_and_later_periods_are_left_out():
    made = trial(table(FIVE), "T", START, pd.Timestamp("2022-06-30"))
    assert set(made.areas["during_periods"]) == {1}


def test_a_limit_next_to_zero_is_written_so_that_its_side_is_seen():
    """A lower limit of 0.04 would read as '0.0' beside 'more than chance'."""
    half = 3.182446305284263 * np.sqrt(2 / 3) * np.sqrt(5 / 4)
    rows = table({**FIVE, "T": [5, 5, 5, 6 + half + 0.04, 6 + half + 0.04]})
    made = trial(rows, "T", START)
    assert "95% interval +0.04 to" in made.sentence and "more than chance" in made.sentence
    for word in ("caused", "because", "due to"):
        assert word not in made.sentence
