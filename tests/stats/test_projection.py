"""Projections: what they promise of any series, of the demonstration, and of series that cannot be
projected.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.settings import Places
from dashboard.stats.projection import Target, project
from dashboard.stats.scale import Scale
from dashboard.store.connection import find_database, open_store

pytestmark = pytest.mark.filterwarnings("error")
SHARES = ["answered_999", "i_within_15", "s_within_60"]
TIMES = ["i_median", "i_p90", "s_median", "s_p90"]
BANDS = [
    f"{side}_{level}"
    for side, levels in (("lower", (95, 80, 50)), ("upper", (50, 80, 95)))
    for level in levels
]
counts = st.lists(st.integers(0, 500), min_size=9, max_size=30).filter(lambda x: len(set(x)) > 1)


def quarters(numerators, denominator=500):
    ends = pd.date_range("2015-03-31", periods=len(numerators), freq="QE")
    return pd.DataFrame({"period_end": ends, "numerator": numerators, "denominator": denominator})


def months(values, start="2019-04-30"):
    return pd.DataFrame(
        {"period_end": pd.date_range(start, periods=len(values), freq="ME"), "value": values}
    )


def walk(n=51, seed=1):
    return np.exp(3 + np.random.default_rng(seed).normal(0, 0.05, n).cumsum())


@settings(deadline=None)
@given(counts, st.integers(0, 100), st.sampled_from(["higher", "lower"]))
def test_a_share_stays_within_0_and_100_in_nested_bands_with_less_chance_of_a_harder_target(
    x, goal, better
):
    made = [
        project(quarters(x), "share", target=Target(pd.Timestamp("2026-03-31"), g, better))
        for g in (goal, goal / 2)
    ]
    found = made[0].ahead
    if found is None:
        assert "nothing" in made[0].sentence
        return
    order = found[[*BANDS[:3], "value", *BANDS[3:]]].to_numpy()
    assert (np.diff(order, axis=1) >= -1e-9).all() and (order >= 0).all() and (order <= 100).all()
    assert (
        found["period_end"].is_monotonic_increasing
        and len(found) == 4
        and not found.isna().any().any()
    )
    high, low = (m.ahead["chance"] for m in made)
    assert (high <= low).all() if better == "higher" else (high >= low).all()
    assert found["chance"].between(0, 1).all()


def test_chances_are_those_of_the_bands():
    found = project(months(walk()), "duration")
    edge = found.ahead["upper_80"].iloc[5]
    there = project(
        months(walk()), "duration", target=Target(pd.Timestamp("2024-03-31"), edge, "higher")
    ).ahead
    assert there["chance"].iloc[5] == pytest.approx(0.1, abs=0.005)


def test_errors_are_those_worked_out_again_by_hand():
    table = months(walk())
    found = project(table, "duration").back_test
    y = table["value"].to_numpy()
    by_hand = [
        np.mean([abs(y[t + h - 1] - y[t - 1]) for t in range(13, len(y) - h + 1)])
        for h in range(1, 13)
    ]
    year = [
        np.mean([abs(y[t + h - 1] - y[t + h - 13]) for t in range(13, len(y) - h + 1)])
        for h in range(1, 13)
    ]
    assert found["naive_mae"].tolist() == pytest.approx(by_hand)
    assert found["seasonal_mae"].tolist() == pytest.approx(year)
    assert found["forecasts"].tolist() == [len(y) - h - 12 for h in range(1, 13)]
    assert found["mase"].iloc[0] == pytest.approx(found["mae"].iloc[0] / np.abs(np.diff(y)).mean())


def test_a_steady_decline_is_followed_where_the_naive_forecast_is_beaten():
    x = 460 - 12 * np.arange(24) + np.random.default_rng(2).normal(0, 2, 24)
    found = project(quarters(x.round()), "share")
    assert (found.method, found.naive_won) == ("damped trend", False)
    assert (
        found.ahead["value"].is_monotonic_decreasing and "better than both simple" in found.sentence
    )


def test_a_random_walk_shows_the_naive_forecast_and_says_so():
    found = project(months(walk()), "duration")
    assert (found.method, found.naive_won) == ("naive", True)
    assert found.ahead["value"].tolist() == pytest.approx([walk()[-1]] * 12)
    assert found.sentence.endswith("The model did no better than this simple forecast.")
    assert found.scores.set_index("method")["chosen"].to_dict() == {
        "naive": True,
        "seasonal naive": False,
        "damped trend": False,
    }


def test_a_season_is_carried_forward():
    year = np.tile([40.0, 30, 20, 30], 7) * np.exp(np.random.default_rng(4).normal(0, 0.01, 28))
    table = quarters(np.ones(28)).assign(value=year)
    found = project(table, "duration")
    assert found.method in ("seasonal naive", "damped trend")
    assert found.ahead["value"].tolist() == pytest.approx([40, 30, 20, 30], rel=0.05)


def test_the_path_needed_is_straight_and_stays_at_the_target_after_its_date():
    table = quarters([400] * 8 + [380, 390, 400, 410])  # ends 82%, in December 2017
    found = project(table, "share", target=Target(pd.Timestamp("2018-06-30"), 90))
    now = float(Scale("share").restore(Scale("share").transform_history(table)[-1]))
    assert found.needed_change == pytest.approx((90 - now) / 2)
    assert found.ahead["needed"].tolist() == pytest.approx([now + (90 - now) / 2, 90, 90, 90])
    assert now == pytest.approx(82, abs=0.1)


@pytest.mark.parametrize(("date", "value"), [("2017-09-30", 90), ("2018-06-30", 70)])
def test_no_path_is_needed_to_a_target_past_or_met(date, value):
    found = project(
        quarters([400] * 8 + [380, 390, 400, 410]),
        "share",
        target=Target(pd.Timestamp(date), value),
    )
    assert found.needed_change is None and set(found.ahead["needed"]) == {value}


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (months([]), "There is no figure: a projection needs two years of months or quarters."),
        (months([5.0]), "There is one figure: a projection needs two years of months or quarters."),
        (
            months([np.nan] * 30),
            "There is no figure: a projection needs two years of months or quarters.",
        ),
        (
            months([5.0] * 30),
            "The figure has been the same 30 times in a row, so there is nothing to project from.",
        ),
        (
            months(walk(20)),
            "A projection needs 25 months in a row, to be tested on the past; there are 20.",
        ),
        (
            months(np.where(np.arange(51) == 40, np.nan, walk())),
            "A projection needs 25 months in a row, to be tested on the past; there are 10.",
        ),
        (
            months(walk()).iloc[::6],
            (
                "The last two figures are 6 months apart: only figures by month or by quarter are"
                " projected."
            ),
        ),
    ],
)
def test_what_cannot_be_projected_is_told_in_a_sentence(table, sentence):
    found = project(table, "duration")
    assert (found.sentence, found.ahead, found.method) == (sentence, None, "")


def test_no_calls_at_all_is_no_figure_rather_than_nought():
    found = project(quarters([0] * 20, denominator=0), "share")
    assert found.sentence.startswith("There is no figure")


def test_nought_and_all_of_them_can_be_projected():
    found = project(quarters([500] * 10 + [499, 500, 0, 500]), "share").ahead
    assert not found.isna().any().any()


@pytest.fixture(scope="module")
def demonstration(demonstration_home):
    places = Places(demonstration_home)
    store = open_store(places, find_database(places))
    areas = store.query("areas")
    codes = areas.loc[areas["level"].isin(["mps", "bcu", "borough"]), "code"].tolist()
    rows = store.query("series", indicators=[*SHARES, *TIMES], areas=codes)
    made = []
    for (indicator, level, _), table in rows.groupby(["indicator", "level", "area"]):
        found = project(table, "share" if indicator in SHARES else "duration")
        made.append(found.band_coverage.assign(indicator=indicator, of=level))
    return pd.concat(made)


@pytest.mark.parametrize("which", ["indicator == 'answered_999'", "of == 'mps'", "of != 'none'"])
def test_bands_of_80_per_cent_held_72_to_88_per_cent_of_the_demonstration(demonstration, which):
    part = demonstration.query(which).groupby("level")[["tested", "covered"]].sum()
    share = part["covered"] / part["tested"]
    assert 0.72 <= share[80] <= 0.88 and part.loc[80, "tested"] > 100
    assert 0.4 <= share[50] <= 0.6 and share[95] >= 0.95
