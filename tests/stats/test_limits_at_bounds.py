"""Control limits that would reach the end of the scale: what can be told from them and what cannot."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.control_chart import TO_LIMIT, control_chart
from dashboard.stats.variation import icons

NEVER_JUDGED = [0.0, 90, 10, 100, 5, 95, 0, 100, 20, 80, 3, 97]


def chart(values, bounds=(0, 100), better="higher"):
    ends = pd.date_range("2020-01-31", periods=len(values), freq="ME")
    return control_chart(pd.DataFrame({"period_end": ends, "value": values}), better, bounds=bounds)


def test_limits_at_both_ends_of_the_scale_judge_nothing_and_say_why():
    made = chart(NEVER_JUDGED)
    assert set(made["status"]) == {"fills scale"} and set(made["no_limit"]) == {"high low"}
    assert made[["lower", "upper"]].isna().all(axis=None) and (made["rule"] == "").all()
    verdict = icons(made, "higher", 50.0)
    assert (verdict.variation, verdict.assurance) == ("not_judged", "not_judged")
    assert "fills the whole scale" in verdict.words


def test_a_run_is_no_signal_either_where_both_limits_are_at_the_ends():
    run = [*NEVER_JUDGED, *[60.0, 61, 62, 63, 64, 65, 66, 67, 68]]
    assert (chart(run, (None, None))["rule"] != "").any()
    assert set(chart([*NEVER_JUDGED, 55.0, 96, 2, 56, 57, 58, 59])["rule"]) == {""}


def test_a_limit_at_one_end_leaves_signals_on_the_other():
    quiet = [2.0, 8, 1, 9, 0, 7, 2, 8, 1, 9, 3, 8]
    made = chart([*quiet, 60.0])
    assert set(made["no_limit"]) == {"low"} and made["lower"].iloc[0] == 0
    last = made.iloc[-1]
    assert (last["rule"], last["side"]) == ("beyond", "high")
    mirrored = chart([100 - v for v in [*quiet, 60.0]])
    assert set(mirrored["no_limit"]) == {"high"} and mirrored["upper"].iloc[0] == 100
    last = mirrored.iloc[-1]
    assert (last["rule"], last["side"]) == ("beyond", "low")
    verdict = icons(chart(quiet), "lower")
    assert np.isnan(verdict.lower) and verdict.upper == chart(quiet)["upper"].iloc[-1]


def test_two_of_three_near_an_end_without_a_limit_are_no_signal():
    values = [66.0, 67, 58, 67, 89, 86, 61, 72, 74, 85, 76, 100, 96, 94]
    free, made = chart(values, (None, None)), chart(values)
    assert free["upper"].iloc[0] > 100 and "two_of_three" in free["high"].iloc[-2]
    assert (
        set(made["no_limit"]) == {"high"} and made["high"].str.contains("two_of_three").sum() == 0
    )


def test_a_run_below_the_mean_is_told_where_there_is_no_lower_limit():
    values = [4.0, 12, 3, 13, 5, 12, 4, 13, 3, 12, *[2.0, 5, 1, 4, 2, 5, 1, 3]]
    made = chart(values, better="lower")
    assert set(made["no_limit"]) == {"low"}
    assert made.iloc[-1]["rule"] == "shift" and made.iloc[-1]["signal"] == "better"


def test_an_icon_holds_the_limits_of_its_chart_in_their_places():
    values = [50.0, 51, 49, 50, 52, 48, 50, 51, 49, 50, 51, 49]
    made = chart(values)
    verdict, last = icons(made, "higher"), made.iloc[-1]
    assert (verdict.mean, verdict.lower, verdict.upper) == (
        last["mean"],
        last["lower"],
        last["upper"],
    )
    assert verdict.level == ""


@given(st.lists(st.floats(0, 100).map(lambda v: round(v, 1)), min_size=6, max_size=30))
@settings(deadline=None, max_examples=150)
def test_no_figure_is_judged_by_a_limit_that_the_scale_does_not_hold(values):
    made = chart(values)
    mean, reach = np.mean(values), TO_LIMIT * np.mean(np.abs(np.diff(values)))
    if made["status"].iloc[0] == "constant":
        return
    absent = {"high"} if mean + reach >= 100 else set()
    absent |= {"low"} if mean - reach <= 0 else set()
    if min(abs(mean + reach - 100), abs(mean - reach)) > 1e-6:
        assert set(made["no_limit"].iloc[0].split()) == absent
    for side in made["no_limit"].iloc[0].split():
        assert not made[side].str.contains("beyond|two_of_three").any()
    if len(made["no_limit"].iloc[0].split()) == 2:
        assert (made["rule"] == "").all() and made["lower"].isna().all()
