"""g charts of rare offences against published values, against every arrangement counted one by one,
by their properties, and under no change.
"""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rare_events import borough_months, rates_of_signals
from scipy.stats import geom

from dashboard.stats.control_chart import FULL, LEAST
from dashboard.stats.control_rules import RUN
from dashboard.stats.rare_events import (
    MOST,
    RULES,
    TAIL,
    g_charts,
    longest_chance,
    median_spell,
    number_segments,
    run_chance,
    spells,
    upper_limit,
)

# : Cases between events, 67 of them, as the test data of the package PowerBI-SPC (Western
# Australian Department of Health, g/basic.qicharts2.json, worked out in R) has them.  Given there:
# median 24, and mean + 3 standard deviations of the geometric distribution, 128.1749.
BETWEEN = [
    *(23, 39, 15, 34, 1, 49, 98, 29, 27, 13, 45, 7, 10, 27, 24, 14, 20, 38, 44, 11, 10, 3, 113),
    *(183, 3, 47, 18, 18, 33, 15, 2, 38, 27, 27, 1, 52, 23, 7, 26, 82, 5, 49, 5, 17, 24, 44, 26),
    *(2, 27, 46, 55, 97, 22, 22, 20, 4, 60, 51, 7, 21, 66, 36, 25, 72, 15, 5, 3),
]


def ward(counts, name="A", segment=0, start="2019-04-30"):
    return pd.DataFrame(
        {
            "ward": name,
            "segment": segment,
            "period_end": pd.date_range(start, periods=len(counts), freq="ME"),
            "offences": counts,
        }
    )


def sizes(counts):
    return spells(ward(counts))["months"].tolist()


def one(counts):
    charted, rows = g_charts(ward(counts))
    return charted, rows.iloc[0]


def from_spells(lengths):
    """Months that begin with an offence and hold these spells one after another."""
    return [1, *itertools.chain.from_iterable([*[0] * length, 1] for length in lengths)]


def test_spells_rate_and_spread_are_those_of_a_published_chart():
    found = spells(ward([1, *itertools.chain.from_iterable([*[0] * n, 1] for n in BETWEEN)]))
    between = found.loc[~found["at_least"], "months"]
    assert between.tolist() == BETWEEN
    assert between.median() == 24
    rate = len(BETWEEN) / (sum(BETWEEN) + len(BETWEEN))
    mean, deviation = geom.mean(rate) - 1, geom.std(rate)
    assert mean + 3 * deviation == pytest.approx(128.1749, abs=5e-5)
    # Two spells of 67 lie beyond that, and beyond our limit: three deviations of so skewed a
    # distribution are passed by about 2% of spells under a steady rate, our limit by 0.1%.
    assert geom.sf(129, rate) > 10 * TAIL > 10 * geom.sf(upper_limit(rate) + 1, rate)


@pytest.mark.parametrize("rate", [0.05, 0.1, 0.15, 0.2, 0.25, 1 / 3, 0.4, 0.5])
@pytest.mark.parametrize("tail", [0.001, 0.00135, 0.025])
def test_the_limit_is_the_least_integer_of_the_closed_form(rate, tail):
    # cdf(x) = 1 - (1 - p)^(x + 1), as the documentation of SAS/QC's RAREEVENTS procedure has it.
    assert upper_limit(rate, tail) == math.ceil(math.log(tail) / math.log(1 - rate) - 1e-9) - 1
    assert median_spell(rate) == math.ceil(math.log(0.5) / math.log(1 - rate) - 1e-9) - 1


def test_months_without_between_two_months_with_an_offence_are_a_spell():
    assert sizes([1, 0, 0, 3, 1, 0, 1]) == [2, 0, 1]
    found = spells(ward([0, 0, 1, 0, 1, 0, 0, 0]))
    assert found["months"].tolist() == [2, 1, 3]
    assert found["at_least"].tolist() == [True, False, True]
    assert found["open"].tolist() == [False, False, True]
    assert found["end"].dt.strftime("%Y-%m").tolist() == ["2019-06", "2019-08", "2019-11"]
    assert found["start"].dt.strftime("%Y-%m").tolist() == ["2019-04", "2019-07", "2019-09"]


def test_a_ward_without_an_offence_is_one_spell_of_at_least_all_its_months():
    charted, row = one([0] * 30)
    assert charted["months"].tolist() == [30] and charted["at_least"].all()
    assert (row["status"], row["open"]) == ("none", 30)
    assert math.isnan(row["chance"]) and not row["listed"]


def test_a_break_and_a_missing_month_begin_a_segment_and_no_spell_crosses_them():
    ends = pd.Series(pd.to_datetime(["2022-02-28", "2022-03-31", "2022-05-31", "2022-06-30"]))
    assert number_segments(ends).tolist() == [0, 0, 1, 1]
    assert number_segments(ends, [pd.Timestamp("2022-06-01")]).tolist() == [0, 0, 1, 2]
    whole = pd.Series(pd.date_range("2022-01-31", periods=8, freq="ME"))
    cut = number_segments(whole, [pd.Timestamp("2022-05-05")])
    assert cut.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    months = ward([1, 0, 0, 0, 0, 0, 0, 1]).assign(segment=cut)
    found = spells(months)
    assert found["months"].tolist() == [3, 3] and found["at_least"].all()


@pytest.mark.parametrize("months", [6, 9, 12])
def test_chances_are_those_of_every_arrangement_counted_one_by_one(months):
    for events in range(1, months // 2 + 1):
        median = median_spell(events / months)
        longest, long_runs, short_runs = [], [], []
        for hits in itertools.combinations(range(months), events):
            edges = [-1, *hits, months]
            gaps = [b - a - 1 for a, b in itertools.pairwise(edges)]
            longest.append(max(gaps))
            long_runs.append(longest_run([gap > median for gap in gaps]))
            short_runs.append(longest_run([gap < median for gap in gaps[1:-1]]))
        for size in range(1, months + 1):
            for found, chance in (
                (longest, longest_chance(months, events, size)),
                (long_runs, run_chance(months, events, size, True)),
                (short_runs, run_chance(months, events, size, False)),
            ):
                expected = np.mean([one >= size for one in found])
                assert chance == pytest.approx(expected, abs=1e-12)


def longest_run(flags):
    runs = [len(list(group)) for value, group in itertools.groupby(flags) if value]
    return max(runs, default=0)


def test_a_spell_beyond_the_limit_stands_out_and_an_open_one_counts_as_at_least():
    steady = [2, 1, 3, 2, 1, 2, 3, 1, 2, 2]
    _, row = one(from_spells(steady))
    assert (row["status"], row["rule"]) == ("trial", "")
    ended, row = one(from_spells([*steady, 40, 2]))
    assert row["rule"] == "beyond" and row["size"] == 40 and row["listed"]
    assert ended.loc[ended["rule"] == "beyond", "months"].tolist() == [40]
    opened, row = one([*from_spells(steady), *[0] * 60])
    last = opened.iloc[-1]
    assert last["open"] and last["at_least"] and last["rule"] == "beyond" and last["side"] == "long"
    assert row["open"] == last["months"] == 60


def test_runs_of_short_and_of_long_spells_stand_out_and_a_spell_on_the_median_breaks_them():
    slow, fast = [9, 10, 8, 9, 11, 9, 10], [0, 1, 0, 0, 1, 0, 0]
    charted, row = one(from_spells([*slow, *fast]))
    assert row["median"] == 3
    assert set(charted.loc[charted["rule"] == "short_run", "months"]) == {0, 1}
    assert set(charted.loc[charted["rule"] == "long_run", "months"]) == set(slow)
    assert row["size"] == RUN and row["listed"]
    broken = from_spells([*slow, 0, 1, 0, 3, 1, 0, 0])
    assert "short_run" not in set(one(broken)[0]["rule"])


def test_a_short_open_spell_never_joins_a_run_of_short_ones():
    counts = from_spells([9, 10, 8, 9, 11, 9, 10, *[0, 1, 0, 0, 1, 0]])
    assert "short_run" not in set(one([*counts, 0])[0]["rule"])


@pytest.mark.parametrize(
    ("counts", "status"),
    [
        ([1, 0] * 12, "full" if FULL <= 11 else "trial"),
        ([1, 1, 0] * 8, "not rare"),
        (from_spells([3] * (LEAST - 1)), "too few"),
        (from_spells([3] * LEAST), "trial"),
        (from_spells([3] * FULL), "full"),
    ],
)
def test_a_ward_is_judged_where_the_offence_is_rare_and_there_are_enough_spells(counts, status):
    charted, row = one(counts)
    assert row["status"] == status
    judged = status in ("trial", "full")
    assert (charted["limit"].notna() == judged).all()
    assert math.isnan(row["chance"]) != judged


COUNTS = st.lists(st.sampled_from([0, 0, 0, 1, 2]), min_size=1, max_size=60)


@given(COUNTS)
@settings(max_examples=60, deadline=None)
def test_spells_and_months_with_an_offence_are_all_the_months(counts):
    charted, row = one(counts)
    events = sum(count > 0 for count in counts)
    assert charted["months"].sum() + events == len(counts) == row["months"]
    assert row["events"] == events and row["offences"] == sum(counts)
    assert row["spells"] == max(events - 1, 0)
    assert row["rate"] <= MOST or row["status"] == "not rare"


@given(COUNTS)
@settings(max_examples=60, deadline=None)
def test_only_where_there_is_an_offence_counts_and_not_how_many(counts):
    more = [count * 3 for count in counts]
    for before, after in zip(g_charts(ward(counts)), g_charts(ward(more)), strict=True):
        columns = [c for c in before if c != "offences"]
        pd.testing.assert_frame_equal(before[columns], after[columns])


@given(COUNTS)
@settings(max_examples=60, deadline=None)
def test_backwards_in_time_the_same_stands_out(counts):
    forth, back = one(counts)[1], one(counts[::-1])[1]
    assert (forth["rule"], forth["size"], forth["status"]) == (
        back["rule"],
        back["size"],
        back["status"],
    )
    assert forth["chance"] == back["chance"] or math.isnan(forth["chance"])


@given(COUNTS, COUNTS)
@settings(max_examples=50, deadline=None)
def test_a_wards_chart_does_not_hang_on_the_wards_beside_it(first, second):
    both = g_charts(pd.concat([ward(first), ward(second, "B")], ignore_index=True))
    alone = g_charts(ward(first))
    own = both[0][both[0]["ward"] == "A"].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, alone[0], check_dtype=False)
    kept = alone[1].drop(columns="listed")
    row = both[1].drop(columns="listed").iloc[[0]]
    pd.testing.assert_frame_equal(row, kept, check_dtype=False)


@given(st.integers(10, 60), st.data())
@settings(max_examples=40, deadline=None)
def test_a_stronger_signal_is_never_likelier(months, data):
    events = data.draw(st.integers(1, months // 2))
    for chance in (
        longest_chance,
        lambda *args: run_chance(*args, True),
        lambda *args: run_chance(*args, False),
    ):
        chances = [chance(months, events, size) for size in range(1, 12)]
        assert all(0 <= one <= 1 for one in chances)
        assert all(b <= a + 1e-9 for a, b in itertools.pairwise(chances))


def test_under_a_steady_rate_signals_and_names_are_as_few_as_the_methods_say():
    found = rates_of_signals(36, 0.4, times=60)
    assert found["judged"] > 80
    assert found["signal"] < 4 and found["boroughs"] < 5 and found["named"] < 1


def test_the_chance_of_a_ward_is_never_too_small_under_a_steady_rate():
    rng = np.random.default_rng(5)
    rows = pd.concat([g_charts(borough_months(60, 0.4, rng))[1] for _ in range(60)])
    chances = rows["chance"].dropna()
    assert len(chances) > 1000
    for level in (0.01, 0.05, 0.2):
        # Two standard errors of a share of so many wards above the level itself.
        assert (chances <= level).mean() <= level + 2 * math.sqrt(level / len(chances))


def test_each_rule_has_its_words():
    assert set(RULES) == {"beyond", "long_run", "short_run"}
