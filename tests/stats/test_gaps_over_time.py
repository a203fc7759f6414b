"""Gaps from the whole, their intervals and their trend: against Newcombe's examples, by hand and by
simulation.
"""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep

from dashboard.stats.gaps_over_time import NO_CHANGE, NOT_KNOWN, gap_trend, gaps, years_apart

pytestmark = pytest.mark.filterwarnings("error")
END = "2023-06-30"
few = settings(max_examples=20, deadline=None)


def table(
    *groups: tuple[str, float, float], whole: tuple[float, float] = (480, 1000), end: str = END
) -> pd.DataFrame:
    """The whole and its groups at one period: name, how many agree, how many were asked."""
    rows = [("", "", *whole), *(("kind", *group) for group in groups)]
    return pd.DataFrame(rows, columns=["group_type", "group_name", "numerator", "base"]).assign(
        period_end=end
    )


@pytest.mark.parametrize(
    ("group", "rest", "lower", "upper"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
    ],
)
def test_newcombes_examples_with_the_rest_as_the_second_sample(group, rest, lower, upper):
    """Newcombe (1998), table II, method 10: the gap and its limits are theirs times the rest's
    share of the base.
    """
    (x, n), (y, m) = group, rest
    made = gaps(table(("g", x, n), whole=(x + y, n + m)), multiplier=1).iloc[0]
    assert made["gap"] == pytest.approx(x / n - (x + y) / (n + m), abs=1e-12)
    assert [made["lower"] / (m / (n + m)), made["upper"] / (m / (n + m))] == pytest.approx(
        [lower, upper], abs=5e-5
    )
    wanted = confint_proportions_2indep(x, n, y, m, method="newcomb", compare="diff")
    assert (made["lower"], made["upper"]) == pytest.approx(
        tuple(m / (n + m) * w for w in wanted), abs=1e-6
    )


@few
@given(st.integers(60, 900), st.floats(0.02, 0.98), st.floats(0.02, 0.98))
def test_a_gap_lies_within_its_interval_and_that_of_two_halves_mirror(n, p, r):
    x, y = round(n * p), round((1000 - n) * r)
    made = gaps(table(("own", x, n), ("rest", y, 1000 - n), whole=(x + y, 1000)))
    own, rest = made.iloc[0], made.iloc[1]
    assert own["lower"] <= own["gap"] <= own["upper"]
    share = n / (1000 - n)  # the two gaps add up to nothing, each weighed by its base
    assert (rest["gap"], rest["lower"], rest["upper"]) == pytest.approx(
        (-share * own["gap"], -share * own["upper"], -share * own["lower"]), abs=1e-9
    )


@few
@given(st.floats(1.05, 4))
def test_a_design_effect_widens_the_interval_and_leaves_the_gap(effect):
    rows = table(("g", 40, 100))
    plain, wide = gaps(rows).iloc[0], gaps(rows, design_effect=effect).iloc[0]
    assert (
        wide["gap"] == plain["gap"]
        and wide["upper"] - wide["lower"] > plain["upper"] - plain["lower"]
    )
    points = gaps(rows, multiplier=1).iloc[0]
    assert plain[["gap", "lower", "upper"]].tolist() == pytest.approx(
        [100 * points[c] for c in ("gap", "lower", "upper")]
    )


def test_the_interval_of_the_gap_holds_the_true_one_in_95_of_100_simulations():
    random, n, rest, runs = np.random.default_rng(8), 800, 9200, 6000
    x, y = random.binomial(n, 0.42, runs), random.binomial(rest, 0.50, runs)
    ends = pd.date_range("1900-01-31", periods=runs, freq="D")
    rows = pd.concat(
        [
            pd.DataFrame(
                {
                    "group_type": "",
                    "group_name": "",
                    "numerator": x + y,
                    "base": n + rest,
                    "period_end": ends,
                }
            ),
            pd.DataFrame(
                {
                    "group_type": "k",
                    "group_name": "g",
                    "numerator": x,
                    "base": n,
                    "period_end": ends,
                }
            ),
        ]
    )
    made = gaps(rows, multiplier=1)
    true = 0.42 - (0.42 * n + 0.50 * rest) / (n + rest)
    assert 0.94 <= ((made["lower"] <= true) & (true <= made["upper"])).mean() <= 0.96


def test_what_is_not_known_of_a_gap_is_missing_without_a_warning():
    made = gaps(
        table(
            ("withheld", np.nan, 30), ("nobody", 0, 0), ("everyone", 480, 1000), ("more", 900, 2000)
        )
    )
    assert made["gap"].isna().tolist() == [True, True, False, False]
    assert (
        made[["lower", "upper"]].isna().all(axis=None)
    )  # of the whole itself, or of more than it, there is no rest
    assert gaps(table(("g", 4, 10), whole=(np.nan, np.nan)))["gap"].isna().all()
    assert gaps(table()).empty and gaps(table(("g", 4, 10)).iloc[1:])["gap"].isna().all()


def test_years_apart_are_those_that_share_no_interviews():
    ends = pd.date_range("2020-03-31", "2023-06-30", freq="QE")
    kept = years_apart(pd.DataFrame({"period_end": ends}))
    assert kept["period_end"].dt.strftime("%Y-%m").tolist() == [
        "2020-06",
        "2021-06",
        "2022-06",
        "2023-06",
    ]
    leap = years_apart(pd.DataFrame({"period_end": ["2020-02-29", "2021-02-28", "2021-01-31"]}))
    assert leap["period_end"].tolist() == ["2020-02-29", "2021-02-28"]
    assert years_apart(pd.DataFrame({"period_end": []})).empty


def found(
    gap: list[float], half: list[float] | float = 1.0, name: str = "g", months: int = 12
) -> pd.DataFrame:
    """The answer of ``gaps`` for one group: a gap and half its interval at each of some year ends."""
    ends = pd.date_range(
        "2020-06-30", periods=len(gap), freq=pd.DateOffset(months=months)
    ) + pd.offsets.MonthEnd(0)
    rows = pd.DataFrame({"group_type": "kind", "group_name": name, "period_end": ends, "gap": gap})
    return rows.assign(lower=rows["gap"] - half, upper=rows["gap"] + half)


@few
@given(st.lists(st.tuples(st.floats(-20, 20), st.floats(0.5, 6)), min_size=2, max_size=8))
def test_the_slope_is_weighted_least_squares_with_known_variances(points):
    """By statsmodels' WLS with its scale fixed at 1, as the variances are known (Draper and Smith,
    ch 9).
    """
    values, half = [list(each) for each in zip(*points, strict=True)]
    made = gap_trend(found(values, half)).iloc[0]
    deviation = np.array(half) / norm.ppf(0.975)
    fitted = sm.WLS(
        values, sm.add_constant(np.arange(len(values), dtype=float)), weights=deviation**-2
    ).fit(cov_type="fixed scale")
    low, high = fitted.conf_int()[1]
    assert (made["slope"], made["slope_lower"], made["slope_upper"]) == pytest.approx(
        (fitted.params[1], low, high), abs=1e-6
    )


@few
@given(st.lists(st.floats(-20, 20), min_size=2, max_size=6), st.floats(-30, 30))
def test_what_is_added_to_every_gap_changes_no_slope(values, shift):
    made, moved = gap_trend(found(values)), gap_trend(found([v + shift for v in values]))
    assert made["slope"].tolist() == pytest.approx(moved["slope"].tolist(), abs=1e-6)


@pytest.mark.parametrize(
    ("values", "flag"),
    [
        ([-4, -6, -8, -10], "widening"),
        ([-10, -8, -6, -4], "narrowing"),
        ([4, 6, 8, 10], "widening"),
        ([10, 8, 6, 4], "narrowing"),
        ([-6, -2, 2, 6], "rising"),
        ([6, 2, -2, -6], "falling"),
        ([-8, -8.2, -7.9, -8], NO_CHANGE),
        ([5, 5, 5, 5], NO_CHANGE),
        ([-8], NOT_KNOWN),
        ([np.nan, -8], NOT_KNOWN),
    ],
)
def test_widening_and_narrowing_go_by_the_distance_from_the_whole(values, flag):
    made = gap_trend(found(values)).iloc[0]
    assert made["flag"] == flag
    assert made["years"] == int(np.isfinite(values).sum())


def test_quarters_between_the_years_are_not_counted_twice():
    every = found([-8, -1, -1, -1, -8, -1, -1, -1, -8], months=3)
    assert gap_trend(every).iloc[0][["years", "slope"]].tolist() == pytest.approx([3, 0], abs=1e-6)


def test_a_group_without_any_gap_stands_with_its_state():
    rows = pd.concat([found([-8, -8, -8], name="known"), found([np.nan] * 3, name="withheld")])
    made = gap_trend(rows).set_index("group_name")
    assert made["flag"].to_dict() == {"known": NO_CHANGE, "withheld": NOT_KNOWN}
    assert made.loc["withheld", "years"] == 0
    assert gap_trend(rows.head(0)).empty


def test_a_steady_gap_is_called_changing_in_five_of_a_hundred_simulations():
    random, runs, half = np.random.default_rng(9), 4000, 1.96
    ends = pd.to_datetime(["2020-06-30", "2021-06-30", "2022-06-30", "2023-06-30"])
    gap = random.normal(-8, half / norm.ppf(0.975), (runs, 4))
    rows = pd.DataFrame(
        {
            "group_type": "k",
            "group_name": np.repeat(np.arange(runs), 4).astype(str),
            "period_end": np.tile(ends, runs),
            "gap": gap.ravel(),
            "lower": gap.ravel() - half,
            "upper": gap.ravel() + half,
        }
    )
    made = gap_trend(rows)
    assert 0.94 <= (made["flag"] == NO_CHANGE).mean() <= 0.96
