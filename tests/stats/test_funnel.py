"""Funnel limits against brute force, over-dispersion against its formulae, flags against their
promise.
"""

import math
import warnings
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import chi2, norm
from statsmodels.stats.meta_analysis import combine_effects

from dashboard.stats.flags import differs
from dashboard.stats.funnel import curve, funnel, limits
from dashboard.stats.funnel_spread import Around, Spread, spread, spread_words

EXACT = Spread(0, math.nan, math.nan, 0.0, "none")
PERCENT = Around(66.0, "proportion", 100.0)
RATE = Around(20.0, "rate", 1000.0)
GIVEN = {0.025: "lower_95", 0.975: "upper_95", 0.001: "lower_998", 0.999: "upper_998"}


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def drawn(areas=32, between=0.0, seed=1, size=(300, 900), target=0.66):
    random = np.random.default_rng(seed)
    n = random.integers(*size, areas)
    share = np.clip(target + random.normal(0, between, areas), 0, 1) if between else target
    return pd.DataFrame(
        {
            "area": [f"E{i}" for i in range(areas)],
            "numerator": random.binomial(n, share),
            "denominator": n,
        }
    )


def interpolated(chances, p, n):
    """The limit of Spiegelhalter (2005), appendix, by adding up the chances of each count one by
    one.
    """
    total = Fraction(0)
    for count, chance in enumerate(chances):
        if total + chance >= p:
            return (count - (total + chance - p) / chance) / n
        total += chance
    raise AssertionError("the chances do not reach p")


@pytest.mark.parametrize("n", [7, 40, 313])
@pytest.mark.parametrize("target", [Fraction(1, 10), Fraction(33, 50), Fraction(19, 20)])
def test_binomial_limits_are_the_interpolated_ones_of_the_paper_in_exact_fractions(n, target):
    chances = [math.comb(n, k) * target**k * (1 - target) ** (n - k) for k in range(n + 1)]
    found = limits([n], Around(float(100 * target), "proportion", 100), EXACT).iloc[0]
    for p, column in GIVEN.items():
        wanted = max(interpolated(chances, Fraction(str(p)), n), 0)
        assert found[column] == pytest.approx(float(100 * wanted), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("expected", [0.4, 3.0, 57.5, 412.0])
def test_poisson_limits_are_the_interpolated_ones_by_adding_up_every_count(expected):
    chances = [
        math.exp(k * math.log(expected) - expected - math.lgamma(k + 1))
        for k in range(int(expected * 4) + 30)
    ]
    residents = expected / 20 * 1000
    found = limits([residents], RATE, EXACT).iloc[0]
    for p, column in GIVEN.items():
        wanted = max(interpolated(chances, p, residents), 0) * 1000
        assert found[column] == pytest.approx(wanted, rel=1e-6, abs=1e-9)


def test_a_survey_is_judged_on_its_effective_sample_size():
    plain, clustered = (
        limits([400], PERCENT, EXACT),
        limits([600], Around(66.0, "survey", 100.0, 1.5), EXACT),
    )
    pd.testing.assert_frame_equal(plain, clustered)


def test_over_dispersion_is_that_of_the_formulae_worked_through_by_hand():
    # Four areas of 100 at a target of 50%: s = 5 points, z = -4, -2, 2, 4.  Quantiles at 10% and
    # 90% of these: -3.4 and 3.4.  phi = (2 * 3.4^2 + 2 * 2^2) / 4 = 7.78.  Drawn in at 10%, normal
    # scores keep 0.678655 of their variance (by numerical integration of min(z^2, 1.281552^2)):
    # tau^2 = (4 * 7.78 / 0.678655 - 3) / (4 w - w), w = 1 / 25.
    whole = (
        7.78
        / quad(lambda z: min(z * z, 1.2815515655446004**2) * norm.pdf(z), -12, 12, limit=200)[0]
    )
    table = pd.DataFrame({"numerator": [30, 40, 60, 70], "denominator": 100})
    found = spread(table, Around(50.0, "proportion", 100.0))
    assert found.phi == pytest.approx(whole, rel=1e-6)
    plain = spread(table, Around(50.0, "proportion", 100.0), winsorised_share=0.0)
    assert plain.critical == pytest.approx(
        9.487729036781154 / 4, rel=1e-9
    )  # the table of chi-squared, 4 df, 5%
    assert found.tau**2 == pytest.approx((4 * whole - 3) * 25 / 3, rel=1e-6)
    edge, error = (
        limits([100], Around(50.0, "proportion", 100.0), found).iloc[0],
        25 + (4 * whole - 3) * 25 / 3,
    )
    assert edge["upper_95"] == pytest.approx(50 + 1.959963984540054 * math.sqrt(error), rel=1e-6)
    wide = spread(table, Around(50.0, "proportion", 100.0), "multiplicative")
    edge = limits([100], Around(50.0, "proportion", 100.0), wide).iloc[0]
    assert edge["lower_95"] == pytest.approx(
        50 - 1.959963984540054 * 5 * math.sqrt(whole), rel=1e-6
    )


def test_tau_is_dersimonian_and_lairds_without_winsorising():
    # The target is the weighted mean.
    numerator = np.array([300] * 5 + [360, 340, 350, 345, 355, 350] + [400] * 5)
    table = pd.DataFrame({"numerator": numerator, "denominator": 700})
    around = Around(50.0, "proportion", 100.0)
    found = spread(table, around, winsorised_share=0.0)
    variance = np.full(len(table), 0.25 / 700)
    wanted = combine_effects(numerator / 700, variance, method_re="chi2").tau2
    assert (found.tau / 100) ** 2 == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("winsorised", [0.1, 0.0])
def test_widened_limits_leave_out_one_in_twenty_areas_that_vary_as_usual(winsorised):
    rng, out = np.random.default_rng(5), []
    for _ in range(150):
        share = rng.normal(0.66, 0.08, 32).clip(0, 1)
        table = pd.DataFrame({"numerator": rng.binomial(600, share), "denominator": 600})
        found = funnel(
            table, PERCENT, "higher", spread(table, PERCENT, winsorised_share=winsorised)
        )
        out.append(differs(found["flag_95"]).mean())
    assert 0.04 <= np.mean(out) <= 0.065


def test_one_outlier_is_drawn_in_before_over_dispersion_is_measured():
    table = drawn()
    plain = spread(table, PERCENT)
    table.loc[0, "numerator"] = 0
    assert not plain.is_significant and not spread(table, PERCENT).is_significant


def test_limits_are_widened_only_where_areas_vary_more_than_chance():
    alike, unlike = spread(drawn(), PERCENT), spread(drawn(between=0.08), PERCENT)
    assert (alike.adjustment, alike.tau, alike.is_significant) == ("none", 0.0, False)
    assert unlike.adjustment == "additive" and unlike.is_significant and 5 < unlike.tau < 11
    unadjusted = spread(drawn(between=0.08), PERCENT, "none")
    assert (unadjusted.adjustment, unadjusted.phi) == ("none", unlike.phi)
    assert (
        limits([500], PERCENT, unlike)["upper_95"][0]
        > limits([500], PERCENT, unadjusted)["upper_95"][0]
    )


def test_over_dispersion_is_claimed_by_chance_in_about_one_case_in_twenty():
    for winsorised in (0.1, 0.0):  # of 400 cases 5% are 20, give or take 9
        claimed = [
            spread(drawn(seed=seed), PERCENT, winsorised_share=winsorised).is_significant
            for seed in range(400)
        ]
        assert 0.02 <= np.mean(claimed) <= 0.07


@pytest.mark.parametrize("around", [PERCENT, Around(3.0, "proportion", 100.0), RATE])
@pytest.mark.parametrize("size", [(3, 60), (300, 900)])
def test_areas_at_the_target_are_flagged_no_more_often_than_is_said(around, size):
    random = np.random.default_rng(5)
    n = random.integers(*size, 40_000)
    chance = (
        random.poisson(around.share * n)
        if around.method == "rate"
        else random.binomial(n, around.share)
    )
    made = funnel(pd.DataFrame({"numerator": chance, "denominator": n}), around, "neutral", EXACT)
    for level, outside in (("95", 0.05), ("998", 0.002)):
        for word in ("higher", "lower"):
            assert (made[f"flag_{level}"] == word).mean() <= outside / 2 + 4 * math.sqrt(
                outside / 2 / len(made)
            )


def test_with_large_areas_one_in_twenty_at_the_target_is_flagged():
    made = funnel(drawn(40_000, size=(3000, 9000)), PERCENT, "neutral", EXACT)
    assert 0.04 <= (made["flag_95"] != "similar").mean() <= 0.05
    widened = Spread(40_000, 2.0, 1.1, 3.0, "additive")
    spaced = funnel(drawn(40_000, between=0.03, size=(3000, 9000)), PERCENT, "neutral", widened)
    assert 0.045 <= (spaced["flag_95"] != "similar").mean() <= 0.055


def test_each_flag_can_be_worked_out_again_from_its_inputs():
    table = drawn(between=0.05)
    found = spread(table, PERCENT)
    made = funnel(table, PERCENT, "higher", found)
    assert made["value"].tolist() == pytest.approx(
        (100 * table["numerator"] / table["denominator"]).tolist()
    )
    error = np.sqrt(66 * 34 / table["denominator"] + found.tau**2)
    assert made["z"].tolist() == pytest.approx(((made["value"] - 66) / error).tolist(), rel=1e-9)
    assert made["tail"].tolist() == pytest.approx(norm.sf(made["z"].abs()).tolist(), rel=1e-9)
    for level, reach in (("95", 1.959964), ("998", 3.090232)):
        wanted = np.select([made["z"] > reach, made["z"] < -reach], ["better", "worse"], "similar")
        assert made[f"flag_{level}"].tolist() == wanted.tolist()


def test_a_full_house_of_few_is_no_outlier():
    # All 5 of 5 at a target of 90% happens in 59 cases of 100, though the interpolated limit lies
    # at 99.2%.
    table = pd.DataFrame({"numerator": [5], "denominator": [5]})
    made = funnel(table, Around(90.0, "proportion", 100.0), "higher", EXACT)
    assert made["upper_95"][0] < 100 and made["flag_95"][0] == "similar"
    assert made["tail"][0] == pytest.approx(0.9**5)


SIZES = st.integers(30, 5000)


@given(SIZES, st.floats(5, 95), st.sampled_from(["proportion", "rate"]))
@settings(deadline=None, max_examples=60)
def test_the_funnel_narrows_as_areas_grow(n, target, method):
    around = Around(target, method, 100.0)
    small, large = (limits([size], around, EXACT).iloc[0] for size in (n, 2 * n))
    event = 100 / n  # the interpolated upper limit is that much short of smooth
    for level in ("95", "998"):
        assert small[f"lower_{level}"] <= large[f"lower_{level}"] <= target
        assert target - event <= large[f"upper_{level}"] <= small[f"upper_{level}"] + event
    for found in (Spread(9, 4.0, 2.0, 2.0, "additive"), Spread(9, 4.0, 2.0, 0.0, "multiplicative")):
        wide, narrow = (limits([size], around, found).iloc[0] for size in (n, 2 * n))
        assert wide["upper_998"] >= narrow["upper_998"] >= narrow["upper_95"] >= target
        assert 0 <= wide["lower_998"] <= narrow["lower_998"] <= narrow["lower_95"] <= target


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=20),
    st.sampled_from(["none", "additive", "multiplicative"]),
)
@settings(deadline=None, max_examples=60)
def test_flags_swap_where_better_does_and_998_never_without_95(pairs, adjustment):
    table = pd.DataFrame(
        [(min(pair), max(pair)) for pair in pairs], columns=["numerator", "denominator"]
    )
    found = spread(table, PERCENT, adjustment)
    up, down, plain = (
        funnel(table, PERCENT, better, found) for better in ("higher", "lower", "neutral")
    )
    swap = {"better": "worse", "worse": "better", "similar": "similar", "not known": "not known"}
    name = {"better": "higher", "worse": "lower", "similar": "similar", "not known": "not known"}
    for level in ("95", "998"):
        assert up[f"flag_{level}"].map(swap).tolist() == down[f"flag_{level}"].tolist()
        assert up[f"flag_{level}"].map(name).tolist() == plain[f"flag_{level}"].tolist()
    assert ((up["flag_998"] == "similar") | (up["flag_998"] == up["flag_95"])).all()
    words = spread_words(found, "wards")
    assert "nan" not in words.lower() and words.endswith(".")


@pytest.mark.parametrize(
    "around",
    [
        PERCENT,
        RATE,
        Around(math.nan, "proportion", 100.0),
        Around(0.0, "rate", 1000.0),
        Around(0.0, "proportion", 100.0),
        Around(100.0, "proportion", 100.0),
    ],
)
@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"numerator": [0, 5, None, 3], "denominator": [0, None, 10, -1]}),
        pd.DataFrame({"numerator": [3], "denominator": [10]}),
        pd.DataFrame({"numerator": [5] * 8, "denominator": [10] * 8}),
        pd.DataFrame({"numerator": [None] * 4, "denominator": [None] * 4}),
        pd.DataFrame({"numerator": [], "denominator": []}),
        pd.DataFrame({"numerator": [12], "denominator": [10]}),
    ],
)
@pytest.mark.parametrize("adjustment", ["none", "additive", "multiplicative"])
def test_degenerate_areas_are_not_known_and_raise_nothing(table, around, adjustment):
    found = spread(table, around, adjustment)
    made = funnel(table, around, "higher", found)
    usable = pd.to_numeric(table["denominator"]).gt(0) & table["numerator"].notna()
    if around.method == "proportion":
        usable &= pd.to_numeric(table["numerator"]) <= pd.to_numeric(table["denominator"])
    unknown = made["flag_95"] == "not known"
    assert unknown.tolist() == (~usable | math.isnan(around.target)).tolist()
    assert "nan" not in spread_words(found).lower()
    assert list(curve(table, around, found).columns) == list(limits([], around, found).columns)


def test_a_target_of_nought_or_all_flags_whatever_differs_from_it():
    table = pd.DataFrame({"numerator": [0, 1, 9, 10], "denominator": 10})
    nought, full = Around(0.0, "proportion", 100.0), Around(100.0, "proportion", 100.0)
    assert funnel(table, nought, "lower", EXACT)["flag_95"].tolist() == [
        "similar",
        "worse",
        "worse",
        "worse",
    ]
    assert funnel(table, full, "higher", EXACT)["flag_95"].tolist() == [
        "worse",
        "worse",
        "worse",
        "similar",
    ]


def test_lines_reach_past_the_smallest_and_the_largest_area():
    table = drawn()
    lines = curve(table, Around(66.0, "survey", 100.0, 1.5), EXACT)
    sizes = table["denominator"] / 1.5
    assert lines["size"].min() < sizes.min() and lines["size"].max() > sizes.max()
    assert (
        lines["size"].is_monotonic_increasing and lines.notna().all(axis=None) and len(lines) > 60
    )


def test_the_sentence_says_what_was_found_and_done():
    table = drawn(between=0.08)
    assert "vary more" in spread_words(spread(table, PERCENT), "boroughs")
    assert "widened, with a variance between areas added" in spread_words(
        spread(table, PERCENT), "boroughs"
    )
    assert "not widened" in spread_words(spread(table, PERCENT, "none"), "boroughs")
    assert "no more than chance" in spread_words(spread(drawn(), PERCENT), "boroughs")
    assert spread_words(EXACT, "wards").startswith("None of the wards has a figure")
    assert spread(drawn(), PERCENT, winsorised_share=0.0).critical == pytest.approx(
        chi2.isf(0.05, 32) / 32
    )


def test_counts_over_their_own_dispersion_are_judged_as_counts_without():
    plain, wide = Around(20.0, "rate", 1000.0), Around(20.0, "rate", 1000.0, dispersion=4.0)
    table = pd.DataFrame({"numerator": [4000, 5000], "denominator": [200_000, 200_000]})
    quarter = table.assign(numerator=table["numerator"] / 4, denominator=table["denominator"] / 4)
    assert np.allclose(
        limits([200_000], wide, EXACT).iloc[0, 1:], limits([50_000], plain, EXACT).iloc[0, 1:]
    )
    found, same = funnel(table, wide, "lower", EXACT), funnel(quarter, plain, "lower", EXACT)
    assert np.allclose(found["tail"], same["tail"]) and list(found["flag_998"]) == list(
        same["flag_998"]
    )
    assert spread(table, wide).phi == pytest.approx(spread(table, plain).phi / 4)


def test_without_winsorising_over_dispersion_is_that_of_all_scores():
    # Four areas of 100 at a target of 50%: s = 5 points, z = -4, -2, 2, 4, so phi = 40 / 4 and
    # tau^2 = 37 * 25 / 3.
    table = pd.DataFrame({"numerator": [30, 40, 60, 70], "denominator": 100})
    found = spread(table, Around(50.0, "proportion", 100.0), winsorised_share=0)
    assert (found.phi, found.tau**2) == pytest.approx((10, 37 * 25 / 3), rel=1e-9)
