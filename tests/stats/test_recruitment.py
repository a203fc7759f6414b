"""Recruitment: pace, line and bands worked out again by hand, held in simulation, and sentences
where none can be.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t as student

from dashboard.stats.recruitment import (
    Intake,
    Line,
    add_joiners,
    compare_intakes,
    extra_needed,
    recruitment,
)

pytestmark = pytest.mark.filterwarnings("error")
PUBLISHED = (
    Path(__file__).resolve().parents[3] / "shared" / "published" / "Police_Force_Strength.csv"
)
PAST = "The date of the goal is past: 1,704 was"
LINE = Line(pd.Timestamp("2023-03-31"), 1204, pd.Timestamp("2024-03-31"), 1704)
NET = [5, -3, 8, 4, 12, 0, 6, 9, -2, 7, 11, 3]


def history(net, start="2022-06-30", first=1140.0):
    ends = pd.date_range(start, periods=len(net) + 1, freq="ME")
    return pd.DataFrame(
        {"period_end": ends, "value": first + np.concatenate([[0], np.cumsum(net)])}
    )


def test_the_pace_is_carried_forward_with_the_band_of_the_drift_method():
    found = recruitment(history(NET), LINE)
    m, s, n = np.mean(NET), np.std(NET, ddof=1), len(NET)
    now = 1140 + sum(NET)
    assert found.pace == pytest.approx(m)
    assert found.needed_pace == pytest.approx((1704 - now) / 9)
    third = found.ahead.iloc[2]
    error = found.wider * s * np.sqrt(3 * (1 + 3 / n))
    assert third["value"] == pytest.approx(now + 3 * m)
    assert third["upper_80"] - third["value"] == pytest.approx(student.ppf(0.9, n - 1) * error)
    assert third["chance"] == pytest.approx(student.sf((1704 - now - 3 * m) / error, n - 1))
    assert (
        found.chance == found.ahead["chance"].iloc[-1]
        and found.ahead["period_end"].iloc[-1] == LINE.end
    )


def test_the_band_is_widened_until_it_would_have_held_past_outcomes():
    random = np.random.default_rng(12)
    turning = np.repeat([12.0, -9.0, 15.0, -14.0, 6.0, -11.0], 12) + random.normal(0, 2, 72)
    found = recruitment(history(turning, start="2017-03-31"), LINE)
    m, s, n = turning[-12:].mean(), turning[-12:].std(ddof=1), 12
    assert found.wider > 2 and found.test_count > 600
    end = found.ahead.iloc[-1]
    h = end["horizon"]
    half = found.wider * student.ppf(0.975, n - 1) * s * np.sqrt(h * (1 + h / n))
    assert end["upper_95"] - end["value"] == pytest.approx(half) and end["value"] == pytest.approx(
        1140 + turning.sum() + h * m
    )


@pytest.mark.skipif(
    not PUBLISHED.exists(), reason="the published file of force strength is not here"
)
@pytest.mark.parametrize("cut", ["2023-03-31", "2023-06-30"])
def test_the_band_of_a_year_before_holds_what_was_published_for_march_2024(cut):
    rows = pd.read_csv(PUBLISHED)
    ends = pd.to_datetime(rows["Date"], format="%b-%y") + pd.offsets.MonthEnd(0)
    table = pd.DataFrame({"period_end": ends, "value": rows["PCSO Strength"]})
    (published,) = table.loc[table["period_end"] == "2024-03-31", "value"]
    end = recruitment(table[table["period_end"] <= cut], LINE).ahead.iloc[-1]
    assert end["period_end"] == pd.Timestamp("2024-03-31") and published == 1369
    assert end["lower_80"] <= published <= end["upper_80"]


def test_joiners_less_leavers_are_the_net_change_where_both_are_given():
    table = history(NET).assign(joiners=20.0, leavers=[13.0] * 12 + [np.nan])
    net = recruitment(table, LINE).months["net"]
    assert net.tolist() == [7.0] * 12 + [
        3.0
    ]  # the last month has no leavers, so the change in post stands


def test_a_month_without_a_figure_gives_no_net_change():
    table = history(NET).drop(index=5)
    net = recruitment(table, LINE).months["net"]
    assert net.isna().tolist() == [True, *[False] * 4, True, *[False] * 6]


def test_the_line_is_straight_begins_at_its_start_and_stays_at_the_goal():
    at = LINE.at(
        pd.Series(
            pd.to_datetime(["2023-02-28", "2023-03-31", "2023-09-30", "2024-03-31", "2024-06-30"])
        )
    )
    assert np.isnan(at[0]) and at[1:].tolist() == pytest.approx(
        [1204, 1204 + 500 * 183 / 366, 1704, 1704]
    )


@pytest.mark.parametrize("level", [50, 80, 95])
def test_bands_hold_what_they_promise_of_a_constant_pace_with_chance_months(level):
    random, held = np.random.default_rng(31), []
    for _ in range(2000):
        net = random.normal(7, 9, 21)
        now = 1140 + net[:12].sum()
        m, s = net[:12].mean(), net[:12].std(ddof=1)
        half = student.ppf(0.5 + level / 200, 11) * s * np.sqrt(9 * (1 + 9 / 12))
        held.append(abs(1140 + net.sum() - (now + 9 * m)) <= half)
    assert np.mean(held) == pytest.approx(level / 100, abs=0.02 if level == 50 else 0.01)
    found = recruitment(history(net[:12]), LINE).ahead.iloc[8]
    assert found[f"upper_{level}"] - found["value"] == pytest.approx(half)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(-60, 60), min_size=6, max_size=20), st.integers(0, 3000))
def test_bands_are_nested_never_below_nought_and_a_higher_goal_is_less_likely(net, goal):
    low, high = (Line(LINE.start, 1204, pd.Timestamp("2025-03-31"), g) for g in (goal, goal + 100))
    found = [recruitment(history(net), line) for line in (low, high)]
    columns = ["lower_95", "lower_80", "lower_50", "value", "upper_50", "upper_80", "upper_95"]
    table = found[0].ahead[columns].to_numpy()
    assert (
        (np.diff(table, axis=1) >= -1e-9).all() and (table >= 0).all() and not np.isnan(table).any()
    )
    assert (found[0].ahead["chance"] >= found[1].ahead["chance"] - 1e-12).all()
    assert found[0].ahead["chance"].between(0, 1).all()


@pytest.mark.parametrize(
    ("table", "line", "sentence"),
    [
        (history([])[:0], LINE, "There is no figure of people in post."),
        (
            history([5, 6, 7]),
            LINE,
            "No pace can be read from 3 monthly changes: at least 6 are needed.",
        ),
        (history(NET, "2023-06-30"), LINE, f"{PAST} not reached by the last figure."),
        (history(NET, "2023-06-30", 1700.0), LINE, f"{PAST} reached by the last figure."),
    ],
)
def test_what_cannot_be_projected_is_told_in_a_sentence(table, line, sentence):
    found = recruitment(table, line)
    assert (found.sentence, found.ahead, found.chance) == (sentence, None, None)
    assert (
        compare_intakes(found, line, Intake(10, 60)).empty and extra_needed(found, 1704, 0) is None
    )
    with pytest.raises(ValueError, match="no projection"):
        add_joiners(found, 5, 0)


def test_a_constant_pace_is_certain():
    found = recruitment(history([10] * 12), LINE)
    assert found.chance == 0.0
    assert found.ahead[["lower_95", "upper_95"]].iloc[-1].tolist() == pytest.approx([1350, 1350])
    assert recruitment(history([60] * 12, first=1000.0), LINE).chance == 1.0


def test_a_goal_further_than_a_year_has_no_chance_but_a_rate_needed():
    found = recruitment(history(NET), Line(LINE.start, 1204, pd.Timestamp("2025-03-31"), 1704))
    assert (
        found.chance is None
        and len(found.ahead) == 12
        and found.needed_pace == pytest.approx((1704 - 1200) / 21)
    )


def test_more_joiners_come_after_the_delay_and_no_more_than_training_can_take():
    found = recruitment(history(NET), LINE)  # 1,200 in post, 9 months to go
    table = compare_intakes(found, LINE, Intake(leavers=12, capacity=60, delay=3))
    joiners = np.mean(NET) + 12
    assert len(table) == int(60 - joiners) + 1 and table["joiners"].max() <= 60
    row = table.iloc[20]
    assert row["in_post"] == pytest.approx(1200 + 9 * np.mean(NET) + 20 * 6)
    assert row["net"] == pytest.approx(np.mean(NET) + 20)
    assert row["chance"] == pytest.approx(student.sf((1704 - row["in_post"]) / found.error, 11))
    by_hand = [1200 + h * np.mean(NET) + 20 * (h == 4) for h in (1, 2, 3, 4)]
    assert add_joiners(found, 20, 3).tolist()[:4] == pytest.approx(by_hand)
    assert set(table["basis"]) == {"assumption"} and not table["enough"].any()


def test_what_is_needed_beyond_the_pace_reaches_the_goal_exactly():
    found = recruitment(history(NET), LINE)
    needed = extra_needed(found, 1704, 3)
    assert add_joiners(found, needed, 3)[-1] == pytest.approx(1704)
    assert extra_needed(found, 1100, 3) == 0 and extra_needed(found, 1704, 9) is None
    enough = compare_intakes(found, LINE, Intake(12, needed + 12 + np.mean(NET) + 1, 3))
    assert enough["enough"].iloc[-1] and enough["reached"].iloc[-1] == LINE.end


def test_an_intake_over_the_capacity_is_left_as_it_is():
    table = compare_intakes(recruitment(history(NET), LINE), LINE, Intake(12, 10))
    assert len(table) == 1 and table["in_post"].iloc[0] == pytest.approx(1200 + 9 * np.mean(NET))


def test_negative_assumptions_are_refused():
    with pytest.raises(ValueError, match="cannot be negative"):
        Intake(-1, 60)
