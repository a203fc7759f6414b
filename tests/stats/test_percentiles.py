"""Order-statistic intervals against published ranks, simulation and counts in bands."""

import math
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.percentiles import (
    interval_words,
    least_incidents,
    of_bands,
    of_incidents,
    order_ranks,
    published_words,
)


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def incidents(**areas):
    return pd.DataFrame(
        [(area, minutes) for area, values in areas.items() for minutes in values],
        columns=["area", "minutes"],
    )


@pytest.mark.parametrize(
    ("n", "lower", "upper", "coverage"),
    # Ranks of the 95% interval of a median as tabled by Conover (1999) and Campbell and Gardner
    # (1988).
    [
        (6, 1, 6, 0.96875),
        (10, 2, 9, 0.978516),
        (15, 4, 12, 0.964844),
        (20, 6, 15, 0.958611),
        (60, 22, 39, 0.972660),
        (100, 40, 61, 0.964800),
    ],
)
def test_ranks_of_a_median_are_the_published_ones(n, lower, upper, coverage):
    found = order_ranks(n, 0.5).iloc[0]
    assert (found["lower_rank"], found["upper_rank"]) == (lower, upper)
    assert found["coverage"] == pytest.approx(coverage, abs=1e-6)


@given(
    st.integers(1, 400), st.sampled_from([0.1, 0.5, 0.75, 0.9]), st.sampled_from([0.8, 0.95, 0.998])
)
@settings(deadline=None, max_examples=80)
def test_ranks_are_the_closest_whose_tails_by_adding_up_are_small_enough(n, share, confidence):
    chance = [math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    tail = (1 - confidence) / 2
    lower = max((k for k in range(1, n + 1) if sum(chance[:k]) <= tail), default=None)
    upper = min((k for k in range(1, n + 1) if sum(chance[k:]) <= tail), default=None)
    found = order_ranks(n, share, confidence).iloc[0]
    if lower is None or upper is None:
        assert (
            pd.isna(found["lower_rank"])
            and pd.isna(found["upper_rank"])
            and pd.isna(found["coverage"])
        )
    else:
        assert (found["lower_rank"], found["upper_rank"]) == (lower, upper)
        assert found["coverage"] == pytest.approx(sum(chance[lower:upper]), abs=1e-9)
        assert found["coverage"] >= confidence - 1e-9


def test_the_interval_holds_the_true_percentile_as_often_as_it_says():
    random = np.random.default_rng(3)
    draws = np.sort(random.lognormal(2, 0.7, (4000, 150)), axis=1)
    for share, true in ((0.5, math.exp(2)), (0.9, math.exp(2 + 0.7 * 1.2815515655446004))):
        ranks = order_ranks(150, share).iloc[0]
        held = (draws[:, int(ranks["lower_rank"]) - 1] <= true) & (
            true <= draws[:, int(ranks["upper_rank"]) - 1]
        )
        assert held.mean() == pytest.approx(ranks["coverage"], abs=0.012)
        assert (
            0.95 <= ranks["coverage"] <= 0.975
        )  # never less than is promised, more as ranks are whole


def test_fewest_incidents_for_an_interval():
    assert (least_incidents(0.5), least_incidents(0.9), least_incidents(0.5, 0.998)) == (6, 36, 10)


def test_each_area_has_its_own_percentile_and_limits_that_are_incidents():
    table = incidents(b=range(20, 0, -1), a=[5, 9, np.nan, 7], c=[np.nan])
    found = of_incidents(table, 0.5)
    assert found["area"].tolist() == ["b", "a", "c"] and found["n"].tolist() == [20, 3, 0]
    assert found["value"].tolist()[:2] == [10.5, 7] and np.isnan(found["value"].iloc[2])
    assert (found["lower"].iloc[0], found["upper"].iloc[0]) == (6, 15)
    assert found["lower"].iloc[1:].isna().all() and not found["grouped"].any()


@given(st.lists(st.floats(0, 500), min_size=1, max_size=120), st.sampled_from([0.5, 0.9]))
@settings(deadline=None, max_examples=60)
def test_the_interval_holds_the_figure(minutes, share):
    row = of_incidents(incidents(a=minutes), share).iloc[0]
    assert pd.isna(row["lower"]) == (len(minutes) < least_incidents(share))
    if pd.notna(row["lower"]):
        assert row["lower"] <= row["value"] <= row["upper"]


def bands(counts, starts=(0, 5, 10, 15), ends=(5, 10, 15, np.nan), area="a"):
    return pd.DataFrame({"area": area, "start": starts, "end": ends, "count": counts})


def test_counts_in_bands_are_read_along_a_straight_line():
    row = of_bands(bands([40, 40, 20, 0]), 0.5).iloc[0]
    # Of 100, the 50th stands a quarter into the second band; its interval reaches from the 40th to
    # the 61st.
    assert row["value"] == pytest.approx(5 + 5 * 10 / 40)
    assert (row["lower"], row["upper"]) == pytest.approx((5, 5 + 5 * 21 / 40))
    assert row["grouped"] and row["n"] == 100


@given(st.lists(st.floats(0.01, 14.9), min_size=40, max_size=300))
@settings(deadline=None, max_examples=50)
def test_bands_differ_from_the_incidents_themselves_by_a_band_at_most(minutes):
    # A limit is one of the incidents, so at each rank both lie in the same band of half a minute.
    edges = np.arange(0, 15.5, 0.5)
    counts = np.histogram(minutes, edges)[0]
    banded = of_bands(bands(counts, edges[:-1], edges[1:]), 0.5).iloc[0]
    exact = of_incidents(incidents(a=minutes), 0.5).iloc[0]
    assert (
        abs(banded["lower"] - exact["lower"]) <= 0.5
        and abs(banded["upper"] - exact["upper"]) <= 0.5
    )


def test_a_percentile_in_a_band_without_an_end_is_not_given():
    row = of_bands(bands([10, 10, 20, 60]), 0.9).iloc[0]
    assert np.isnan(row["value"]) and "band without an end" in interval_words(row, 0.9)


@pytest.mark.parametrize(
    "table",
    [
        bands([5, 5, 5, 5], starts=(0, 5, 11, 15)),
        bands([5, 5, 5, 5], starts=(0, 4, 10, 15)),
        bands([5, None, 5, 5]),
        bands([0, 0, 0, 0]),
    ],
)
def test_bands_that_leave_a_gap_overlap_or_hold_nothing_give_no_figure(table):
    row = of_bands(table, 0.5).iloc[0]
    assert row["n"] == 0 and np.isnan(row["value"])
    assert interval_words(row, 0.5) == "There are no incidents to take a percentile of."


HELD = (
    "Interval from the {} to the {} of {} incidents in order, which holds the true figure in {}% of"
    " cases."
)


@pytest.mark.parametrize(
    ("minutes", "share", "sentence"),
    [
        (range(20), 0.5, HELD.format("6th", "15th", 20, "95.9")),
        (range(5), 0.5, "No interval can be given on 5 incidents; it takes at least 6."),
        (range(35), 0.9, "No interval can be given on 35 incidents; it takes at least 36."),
        ([7.0] * 12, 0.5, HELD.format("3rd", "10th", 12, "96.1")),
        ([np.nan], 0.5, "There are no incidents to take a percentile of."),
    ],
)
def test_words_say_where_the_interval_comes_from_or_why_there_is_none(minutes, share, sentence):
    assert interval_words(of_incidents(incidents(a=minutes), share).iloc[0], share) == sentence


def test_words_say_that_figures_come_from_bands():
    said = interval_words(of_bands(bands([40, 40, 20, 0]), 0.5).iloc[0], 0.5)
    assert said.endswith("good to the width of a band only.") and "40th to the 61st" in said


def test_a_published_percentile_says_whose_interval_it_is():
    assert (
        published_words(True, 1200.0)
        == "The figure on 1,200 incidents and its interval are the source's own."
    )
    assert "without its incidents" in published_words(False, None)
    assert "nan" not in published_words(False, np.nan)


def test_tables_without_rows_have_the_same_columns():
    made = of_incidents(incidents(a=[1.0]), 0.5)
    assert of_incidents(incidents(), 0.5).columns.tolist() == made.columns.tolist()
    assert of_bands(bands([1, 1, 1, 1]).head(0), 0.5).columns.tolist() == made.columns.tolist()


@pytest.mark.parametrize(("share", "confidence"), [(0, 0.95), (1, 0.95), (0.5, 95), (0.5, 0)])
def test_a_share_that_is_none_is_refused(share, confidence):
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        order_ranks(10, share, confidence)
