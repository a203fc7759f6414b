"""Ranks: published reference values, and sets that hold every true rank at once as often as they
promise.
"""

import numpy as np
import pytest
from scipy.stats import norm

from dashboard.stats.ranks import chance_of_last, confidence_ranks

# Mathematics scores of the OECD countries in PISA 2018 and their standard errors, as published by
# the OECD.
PISA = """
Australia 491.3600252 1.939833031; Austria 498.9423138 2.970998694; Belgium 508.0703063 2.262662011
Canada 512.0169429 2.357475749; Chile 417.4065563 2.41588757; Colombia 390.9322732 2.989559274
Czechia 499.4676508 2.460661531; Denmark 509.3983746 1.735002337; Estonia 523.4145802 1.743602224
Finland 507.3013618 1.967920411; France 495.4075794 2.320214487; Germany 500.0437805 2.647083096
Greece 451.3703438 3.091228197; Hungary 481.0826364 2.319596741; Iceland 495.1873762 1.953082603
Ireland 499.632894 2.198621128; Israel 463.0345488 3.498563228; Italy 486.5898573 2.780045867
Japan 526.9732502 2.471475318; Korea 525.933002 3.121394315; Latvia 496.1263306 1.962766789
Lithuania 481.1911884 1.953282039; Luxembourg 483.421485 1.097632409; Mexico 408.8014734 2.493225544
Netherlands 519.2309824 2.632277885; New_Zealand 494.489676 1.705942856; Norway 500.9637885 2.219044878
Poland 515.6478747 2.602085176; Portugal 492.4874062 2.684570081; Slovakia 486.1648542 2.555595707
Slovenia 508.8975441 1.363877596; Spain 481.3926126 1.462417763; Sweden 502.3877022 2.654250935
Switzerland 515.3147131 2.908003898; Turkey 453.5077774 2.260406789; United_Kingdom 501.7698992 2.564428111
United_States 478.2447174 3.235444099
"""
ROWS = [line.split() for line in PISA.replace("\n", ";").split(";") if line.strip()]
NAMES = np.array([name for name, *_ in ROWS])
SCORE, ERROR = (np.array([float(row[at]) for row in ROWS]) for at in (1, 2))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_countries_that_could_be_among_the_first_five_are_those_of_the_published_example(seed):
    # The vignette of csranks 1.2 (Mogstad, Romano, Shaikh and Wilhelm): these 12 at 95%, and all
    # but Sweden at 90%.
    twelve = {
        "Belgium",
        "Canada",
        "Denmark",
        "Estonia",
        "Finland",
        "Japan",
        "Korea",
        "Netherlands",
        "Poland",
        "Slovenia",
        "Sweden",
        "Switzerland",
    }
    first, _ = confidence_ranks(SCORE, ERROR, seed=seed)
    assert set(NAMES[first <= 5]) == twelve
    first, _ = confidence_ranks(SCORE, ERROR, 0.90, seed=seed)
    assert (
        twelve - {"Sweden"} <= set(NAMES[first <= 5]) <= twelve
    )  # Sweden lies on the edge of the draws


def test_the_last_three_countries_stand_apart_and_germany_could_stand_level_with_korea():
    # The same vignette: Chile, Mexico and Colombia overlap no other country; Germany's and Korea's
    # sets hold rank 7.
    first, last = confidence_ranks(SCORE, ERROR)
    foot = np.isin(NAMES, ["Chile", "Mexico", "Colombia"])
    assert first[foot].min() == 35 and last[~foot].max() == 34
    germany, korea = (np.flatnonzero(NAMES == name)[0] for name in ("Germany", "Korea"))
    assert first[germany] <= 7 <= last[korea]
    at_75 = confidence_ranks(SCORE, ERROR, 0.75)
    assert at_75[0][germany] > at_75[1][korea]


def test_all_true_ranks_are_held_at_once_as_often_as_promised():
    rng, held = np.random.default_rng(8), []
    truth = np.sort(rng.normal(60, 5, 16))[::-1]
    error = rng.uniform(1.5, 3, 16)
    for n in range(200):
        first, last = confidence_ranks(truth + rng.normal(0, error), error, seed=n)
        held.append(((first <= np.arange(1, 17)) & (np.arange(1, 17) <= last)).all())
    assert np.mean(held) >= 0.93


def test_equal_areas_could_stand_anywhere_and_sure_ones_where_they_are():
    first, last = confidence_ranks(np.array([50.0, 50.1, 49.9]), np.full(3, 2.0))
    assert list(first) == [1, 1, 1] and list(last) == [3, 3, 3]
    first, last = confidence_ranks(np.array([10.0, 30.0, 20.0]), np.full(3, 0.01))
    assert list(first) == [3, 1, 2] == list(last)


def test_the_chance_of_being_last_is_that_of_the_normal_difference():
    chance = chance_of_last(np.array([50.0, 52.0]), np.array([1.0, 2.0]), 1)
    assert chance[0] == pytest.approx(norm.cdf(2 / np.sqrt(5)), abs=1e-3)
    assert chance.sum() == pytest.approx(1, abs=1e-3)
    assert chance_of_last(SCORE, ERROR)[NAMES == "Colombia"] == pytest.approx(1)


def test_equal_figures_have_equal_chances_of_being_last_and_the_chances_add_up_to_the_places():
    rng = np.random.default_rng(3)
    value = rng.normal(60, 4, 32).round()  # whole per cents, of which many are equal
    error = np.where(value > 60, 2.0, 3.0)
    chance = chance_of_last(value, error)
    for one in np.unique(value):
        assert np.ptp(chance[value == one]) == 0
    assert chance.sum() == pytest.approx(5, abs=0.005)


def test_the_chance_of_being_last_is_that_of_many_draws():
    rng = np.random.default_rng(4)
    value, error = rng.normal(60, 3, 12), rng.uniform(1, 3, 12)
    places = (value + rng.standard_normal((40_000, 12)) * error).argsort(axis=1).argsort(axis=1)
    assert chance_of_last(value, error) == pytest.approx((places < 5).mean(axis=0), abs=0.01)


@pytest.mark.filterwarnings("error")
def test_figures_without_error_take_their_places_and_equal_ones_share_them():
    value = np.array([1.0, 2.0, 2.0, 2.0, 3.0, 4.0])
    expected = [1, 1 / 3, 1 / 3, 1 / 3, 0, 0]
    assert chance_of_last(value, np.zeros(6), 2) == pytest.approx(expected, abs=1e-3)
    first, last = confidence_ranks(value, np.zeros(6))
    assert list(first) == [6, 3, 3, 3, 2, 1] and list(last) == [6, 5, 5, 5, 2, 1]
    first, last = confidence_ranks(value, np.full(6, 1e-309))
    assert list(first) == [6, 3, 3, 3, 2, 1] and list(last) == [6, 5, 5, 5, 2, 1]
