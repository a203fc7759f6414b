"""XmR limits against a published example, rules against brute force, icons against their meaning."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.control_chart import control_chart, control_charts, signals
from dashboard.stats.control_rules import RULES, rules_met
from dashboard.stats.variation import ASSURANCE, VARIATION, icons
from dashboard.stats.years_apart import find_overlapping_series, without_overlap

# : Viscosity of 15 batches of primer paint: Montgomery, Introduction to Statistical Quality
# Control, individuals chart; : printed there: mean 33.52, mean moving range 0.48, limits 32.24 and
# 34.80.
PAINT = [
    33.75,
    33.05,
    34.00,
    33.81,
    33.46,
    34.02,
    33.68,
    33.27,
    33.49,
    33.20,
    33.62,
    33.00,
    33.54,
    33.12,
    33.84,
]
LEVEL = [50, 51, 49, 50, 52, 48, 50, 51, 49, 50, 51, 49]


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def months(values, start="2020-01-31"):
    return pd.DataFrame(
        {"period_end": pd.date_range(start, periods=len(values), freq="ME"), "value": values}
    )


def chart(values, better="higher", **more):
    return control_chart(months(values), better, **more)


def brute(values):
    """The rules of Making Data Count, window by window, as in the NHS-R community's package: high
    and low ids.
    """
    mean, moving = np.mean(values), np.mean(np.abs(np.diff(values)))
    above = np.sign(np.round(np.asarray(values) - mean, 9))
    met = [{"high": set(), "low": set()} for _ in values]
    for i, value in enumerate(values):
        if abs(value - mean) > 2.66 * moving:
            met[i]["high" if value > mean else "low"].add("beyond")
        for rule, width in (("shift", 7), ("trend", 7), ("two_of_three", 3)):
            window = range(i, i + width)
            if window.stop > len(values):
                continue
            for side, sign in (("high", 1), ("low", -1)):
                rises = [sign * (values[k + 1] - values[k]) > 0 for k in window[:-1]]
                near = [
                    2.66 * moving * 2 / 3 < sign * (values[k] - mean) <= 2.66 * moving
                    for k in window
                ]
                same = all(above[k] == sign for k in window)
                if rule == "shift" and same or rule == "trend" and all(rises):
                    for k in window:
                        met[k][side].add(rule)
                elif rule == "two_of_three" and same and sum(near) >= 2:
                    for k, outer in zip(window, near, strict=True):
                        met[k][side] |= {rule} if outer else set()
    return met


def test_limits_are_those_of_a_published_example():
    made = chart(PAINT).iloc[0]
    assert made["mean"] == pytest.approx(33.5233333333, rel=1e-9)
    assert made["moving_range"] == pytest.approx(6.73 / 14, rel=1e-9)
    assert (made["lower"], made["upper"]) == pytest.approx((32.24, 34.80), abs=0.005)
    assert made["upper"] == pytest.approx(33.5233333333 + 2.66 * 6.73 / 14, rel=1e-9)
    assert made["near_upper"] == pytest.approx(33.5233333333 + 2.66 * 6.73 / 14 * 2 / 3, rel=1e-9)
    assert made["status"] == "full" and signals(chart(PAINT), "higher").empty


# : The example of the NHS-R community's package, in its vignette on deviations from the programme's
# own tool; printed : there for all figures, none screened out: upper limit 6.95, mean 1.94, lower
# limit -3.06.
OUTLIER = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]


def test_limits_are_those_of_the_programmes_own_tool():
    made = chart([float(v) for v in OUTLIER], bounds=(None, None))
    row = made.iloc[0]
    assert (row["upper"], row["mean"], row["lower"]) == pytest.approx(
        (6.95, 1.94, -3.06), abs=0.005
    )
    assert made.index[made["rule"].ne("")].tolist() == [4] and made["rule"].iloc[4] == "beyond"


# : The package's own cases of its rules: which figures are flagged, by the side of the mean or the
# figures themselves.
@pytest.mark.parametrize(
    ("values", "rule", "flagged"),
    [
        ([1] * 6 + [-1], "shift", []),
        ([-1, *[1] * 8, -1], "shift", range(1, 9)),
        ([1, *[-1] * 8, 1], "shift", range(1, 9)),
        ([1, 2, 3, 3, 4, 5, 6], "trend", []),
        (range(1, 8), "trend", range(7)),
        ([2, *range(1, 8), 3], "trend", range(1, 8)),
        ([2, *range(7, 0, -1), 3], "trend", range(1, 8)),
        ([1, 1, 4, 1, 4, 1, 1], "two_of_three", [2, 4]),
        ([1, 1, 4, 4, 1, 1, 1], "two_of_three", [2, 3]),
        ([4, 1, 1, 4], "two_of_three", []),
        ([4, 1, 1, 4, 4], "two_of_three", [3, 4]),
        ([4, -4, 1], "two_of_three", []),
    ],
)
def test_each_rule_flags_what_the_nhs_r_communitys_package_flags(values, rule, flagged):
    mean = np.mean(values) if rule == "trend" else 0.0
    met, _ = rules_met(
        np.array(values, dtype=float), mean, 5.0, 1e-9
    )  # the outer third is from 3.3 to 5
    assert np.flatnonzero(met[:, list(RULES).index(rule)].any(axis=0)).tolist() == list(flagged)


ONE_SERIES = st.lists(st.one_of(st.integers(0, 40), st.just(np.nan)), min_size=1, max_size=20)


@given(st.lists(ONE_SERIES, min_size=1, max_size=4))
@settings(deadline=None, max_examples=40)
def test_many_series_at_once_are_the_charts_of_each(several):
    each = [
        months([float(v) for v in values]).assign(series=str(n)) for n, values in enumerate(several)
    ]
    every = pd.concat(each, ignore_index=True).assign(
        segment=0, better="lower", floor=0.0, ceiling=np.nan
    )
    every.loc[every["period_end"] >= "2020-09-30", "segment"] = 3
    made = control_charts(every).drop(columns=["better", "floor", "ceiling"])
    for n, table in enumerate(each):
        alone = control_chart(table, "lower", steps=["2020-09-30"]).assign(series=str(n))
        mine = made[made["series"] == str(n)].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, alone[mine.columns], check_dtype=False)


@pytest.mark.parametrize(
    ("last", "because"),
    [
        ([60.0], "above the upper limit"),
        ([40.0], "below the lower limit"),
        ([55, 51.5, 55], "two of three near the upper limit"),
        ([51, 52, 51, 52, 51, 52, 51], "8 in a row above the mean"),
        ([47, 48, 49, 50, 51, 52, 53], "7 in a row rising"),
        ([50], ""),
    ],
)
def test_the_icons_say_in_what_way_the_rule_is_met(last, because):
    before = (
        [50, 44, 56] * 6
        if "mean" in because
        else [50, 46, 54] * 4
        if "rising" in because
        else LEVEL
    )
    found = icons(chart([*map(float, before), *map(float, last)]), "higher")
    assert found.because == because and because in found.words


@given(st.lists(st.integers(0, 40), min_size=6, max_size=40))
@settings(deadline=None, max_examples=150)
def test_every_figure_meets_the_rules_that_brute_force_finds(values):
    made = chart([float(v) for v in values], bounds=(None, None))
    if made["status"].iloc[0] == "constant":
        assert len(set(values)) == 1
        return
    for (_, row), wanted in zip(made.iterrows(), brute(values), strict=True):
        assert (set(row["high"].split()), set(row["low"].split())) == (
            wanted["high"],
            wanted["low"],
        )


@pytest.mark.parametrize(
    ("values", "rule", "side", "start", "points"),
    [
        ([*LEVEL, 60], "beyond", "high", 12, 1),
        ([*LEVEL, 40], "beyond", "low", 12, 1),
        ([50, 44, 56] * 6 + [51, 52, 51, 52, 51, 52, 51], "shift", "high", 17, 8),
        ([50, 46, 54] * 4 + [47, 48, 49, 50, 51, 52, 53], "trend", "high", 12, 7),
        ([50, 46, 54] * 4 + [53, 52, 51, 50, 49, 48, 47], "trend", "low", 11, 8),
        ([*LEVEL, 55, 51.5, 55], "two_of_three", "high", 12, 2),
    ],
)
def test_each_rule_is_found_where_it_is_met(values, rule, side, start, points):
    found = signals(chart([float(v) for v in values]), "neutral")
    row = found[found["rule"] == rule].iloc[0]
    assert (row["side"], row["points"]) == (side, points)
    assert row["start"] == months(values)["period_end"].iloc[start]


def test_six_in_a_row_are_no_signal_and_seven_are():
    quiet = [50, 44, 56] * 6 + [49, 51, 52, 51, 52, 51, 51]
    assert "shift" not in set(signals(chart(quiet), "higher")["rule"])
    assert "shift" in set(signals(chart([*quiet, 52]), "higher")["rule"])


def test_a_missing_figure_breaks_a_run_and_a_moving_range():
    run = [50.0, 44, 56] * 6 + [51.0, 52, 51, np.nan, 52, 51, 52, 51]
    made = chart(run)
    assert "shift" not in set(signals(made, "higher")["rule"])
    ranges = np.abs(np.diff(run))
    assert made["moving_range"].iloc[0] == pytest.approx(np.nanmean(ranges))
    assert made["rule"].iloc[21] == "" and np.isnan(made["value"].iloc[21])


def test_a_step_or_a_break_starts_limits_anew_and_no_run_crosses_it():
    values = [50.0, 51, 49, 50, 51, 49, 50, 51, 49, 50, 51, 49] + [60.0, 61, 59, 60, 61, 59, 60, 61]
    step = months(values)["period_end"].iloc[12]
    plain, stepped = chart(values), chart(values, steps=[step])
    assert not signals(plain, "higher").empty and signals(stepped, "higher").empty
    assert stepped["segment"].tolist() == [0] * 12 + [1] * 8
    assert (stepped["mean"].iloc[0], stepped["mean"].iloc[-1]) == pytest.approx(
        (50, np.mean(values[12:]))
    )
    assert stepped["status"].tolist() == ["full"] * 12 + ["trial"] * 8
    pd.testing.assert_frame_equal(stepped, chart(values, breaks=[step.date()]))
    pd.testing.assert_frame_equal(stepped, chart(values, breaks=[step - pd.Timedelta(days=20)]))
    assert chart(values, steps=["2001-01-01"])["segment"].eq(0).all()


def test_limits_stay_within_the_scale():
    values = [96.0, 99, 91, 98, 100, 92, 97, 99, 90, 98, 100, 93]
    inside, free = (
        chart(values, bounds=(0, 100)).iloc[0],
        chart(values, bounds=(None, None)).iloc[0],
    )
    assert inside["upper"] == 100 < free["upper"] and inside["lower"] == free["lower"]
    assert chart([1.0, 9, 0, 8, 2, 7]).iloc[0]["lower"] == 0


COUNTS = [(1, "too few"), (5, "too few"), (6, "trial"), (11, "trial"), (12, "full")]


@pytest.mark.parametrize(("count", "status"), COUNTS)
def test_few_figures_have_trial_limits_or_none(count, status):
    made = chart([float(v) for v in LEVEL[:count]])
    assert set(made["status"]) == {status}
    assert made["lower"].isna().all() == (status == "too few")
    assert {"trial": "Trial limits", "full": "Limits", "too few": "Too few"}[status] in icons(
        made, "higher"
    ).words


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([], "There is no figure, so there is no control chart."),
        ([np.nan] * 14, "There is no figure, so there is no control chart."),
        (
            [7.0],
            "Too few figures in a row for a control chart: 1 figure, where limits need at least 6.",
        ),
        (
            [0.1 + 0.2] * 7 + [0.3] * 7,
            "None of 14 figures differs from the one before, so no limits can be set.",
        ),
        (
            [5.0, np.nan] * 9,
            (
                "Too few figures in a row for a control chart: 9 figures, where limits need at"
                " least 6."
            ),
        ),
    ],
)
@pytest.mark.parametrize("target", [None, 90.0])
def test_a_series_that_cannot_be_charted_says_why(values, sentence, target):
    made = chart(values)
    found = icons(made, "higher", target)
    assert found.words == sentence
    assert (found.variation, found.assurance) == (
        "not_judged",
        "no_target" if target is None else "not_judged",
    )
    assert signals(made, "higher").empty and "rule" in signals(made, "higher")


def ended(last):
    return chart([*map(float, LEVEL), last])


@pytest.mark.parametrize(
    ("last", "better", "variation"),
    [
        (60.0, "higher", "improving_high"),
        (60.0, "lower", "concerning_high"),
        (60.0, "neutral", "neither_high"),
        (40.0, "higher", "concerning_low"),
        (40.0, "lower", "improving_low"),
        (40.0, "neutral", "neither_low"),
        (50.0, "higher", "common"),
        (50.0, "neutral", "common"),
    ],
)
def test_the_variation_icon_is_that_of_the_latest_figure(last, better, variation):
    made = chart([*map(float, LEVEL), last], better)
    assert icons(made, better).variation == variation
    padded = chart([*map(float, LEVEL), last, np.nan], better)
    assert icons(padded, better).variation == variation


def test_a_fall_is_low_even_while_it_is_above_the_mean():
    """As in the NHS-R community's package since its pull request 180: the run that falls decides,
    not the side.
    """
    values = [20.0, 10, 20, 10, 20, 10, 20, 10] + [60.0, 57, 54, 51, 48, 45, 42]
    made = chart(values)
    last = made.iloc[-1]
    assert (
        last["value"] > last["mean"]
        and {"trend"} == set(last["low"].split())
        and "shift" in last["high"]
    )
    assert (last["rule"], last["side"], last["signal"]) == ("trend", "low", "worse")
    assert icons(made, "higher").variation == "concerning_low"
    falls = [52.0, 44, 58, 41, 59, 42, 58, 47, 58, 57, 56, 55, 54, 53, 52]
    last = chart(falls, "lower").iloc[-1]
    assert (last["rule"], last["signal"]) == ("trend", "better")


@pytest.mark.parametrize(
    ("target", "better", "assurance"),
    [
        (40.0, "higher", "passing"),
        (40.0, "lower", "failing"),
        (60.0, "higher", "failing"),
        (60.0, "lower", "passing"),
        (50.0, "higher", "hit_and_miss"),
        (None, "higher", "no_target"),
        (np.nan, "lower", "no_target"),
        (50.0, "neutral", "no_target"),
    ],
)
def test_the_assurance_icon_is_the_target_against_the_limits(target, better, assurance):
    assert icons(ended(50.0), better, target).assurance == assurance


def test_a_target_on_the_limit_is_hit_and_miss():
    made = ended(50.0)
    for limit in (made["lower"].iloc[-1], made["upper"].iloc[-1]):
        assert icons(made, "higher", limit).assurance == "hit_and_miss"


VALUES = st.lists(st.one_of(st.floats(0, 100), st.just(np.nan)), max_size=30)


@given(
    VALUES, st.sampled_from(["higher", "lower", "neutral"]), st.one_of(st.none(), st.floats(0, 100))
)
@settings(deadline=None, max_examples=100)
def test_one_icon_of_each_kind_and_words_without_nan(values, better, target):
    made = chart(values, better, bounds=(0, 100))
    found = icons(made, better, target)
    assert found.variation in VARIATION and found.assurance in ASSURANCE
    assert (found.rule in RULES) == (found.variation not in ("common", "not_judged"))
    assert "nan" not in found.words.lower() and found.words.endswith(".")
    judged = made[made["value"].notna()]
    assert (judged["rule"].eq("") == judged["signal"].eq("")).all()


@given(VALUES)
@settings(deadline=None, max_examples=60)
def test_signals_swap_where_better_does_and_every_one_is_traced(values):
    up, down = chart(values, "higher"), chart(values, "lower")
    assert (
        up["signal"].map({"better": "worse", "worse": "better", "": ""}).tolist()
        == down["signal"].tolist()
    )
    traced = signals(up, "higher")
    for _, row in up[up["rule"].ne("")].iterrows():
        covers = (traced["start"] <= row["period_end"]) & (traced["end"] >= row["period_end"])
        assert (traced[covers & traced["rule"].eq(row["rule"])]["signal"] == row["signal"]).any()
    assert all(
        row.points == len(row.values_) and np.isfinite(row.values_).all()
        for row in traced.rename(columns={"values": "values_"}).itertuples()
    )


def test_a_trace_holds_what_its_rule_was_judged_by():
    row = signals(ended(60.0), "higher").iloc[0]
    assert (row["rule"], row["words"], row["signal"], row["values"]) == (
        "beyond",
        "beyond a limit",
        "better",
        [60.0],
    )
    assert (
        row["upper"] == pytest.approx(row["mean"] + 2.66 * row["moving_range"])
        and row["upper"] < 60
    )
    assert "Making Data Count" in row["reference"] and row["status"] == "full"


def rolling(count=14):
    ends = pd.date_range("2019-03-31", periods=count, freq="QE")
    starts = ends - pd.DateOffset(years=1) + pd.Timedelta(days=1)
    value = np.linspace(70, 60, count)
    return pd.DataFrame(
        {
            "period_start": starts,
            "period_end": ends,
            "value": value,
            "lower": value - 2,
            "upper": value + 2,
        }
    )


def test_a_rolling_series_is_told_from_one_whose_periods_share_nothing():
    apart = months(LEVEL).assign(
        period_start=lambda t: t["period_end"].dt.to_period("M").dt.start_time
    )
    both = pd.concat([apart.assign(series="apart"), rolling().assign(series="rolling")])
    assert find_overlapping_series(both) == {"rolling"}
    assert find_overlapping_series(both.head(0)) == find_overlapping_series(both.head(1)) == set()


def test_years_that_share_nothing_are_compared():
    made = without_overlap(rolling(), "higher")
    assert made["period_end"].dt.strftime("%Y-%m").tolist() == [
        "2019-06",
        "2020-06",
        "2021-06",
        "2022-06",
    ]
    assert (
        made["period_start"].iloc[1:].to_numpy() > made["period_end"].iloc[:-1].to_numpy()
    ).all()
    step = 4 * 10 / 13
    assert made["change"].iloc[1:].tolist() == pytest.approx([-step] * 3)
    half = np.hypot(2, 2)  # MOVER of limits 2 either side
    assert made["change_lower"].iloc[1:].tolist() == pytest.approx([-step - half] * 3)
    assert made["flag"].tolist() == ["not known", "worse", "worse", "worse"]
    assert without_overlap(rolling(), "lower")["flag"].iloc[-1] == "better"


def test_no_change_is_shown_across_a_break_or_from_a_figure_that_is_missing():
    table = rolling()
    broken = without_overlap(table, "higher", breaks=["2021-01-15"])
    assert broken["change"].isna().tolist() == [True, False, True, True]
    assert broken["flag"].tolist() == ["not known", "worse", "not known", "not known"]
    gone = table.assign(value=table["value"].where(table["period_end"].ne("2021-06-30")))
    assert "2021-03-31" in without_overlap(gone, "higher")["period_end"].astype(str).tolist()
    empty = without_overlap(table.assign(value=np.nan), "higher")
    assert empty.empty and "flag" in empty
