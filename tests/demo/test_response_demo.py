"""Invented response times and 999 answering: the calibrated path, and minutes that agree with the
shares.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from dashboard.demo.areas import DECLARED_FOLDER, geography

Known = Callable[[str], pd.DataFrame]
Table = Callable[[str, str], pd.DataFrame]


def quarterly(facts: pd.DataFrame, part: str, whole: str) -> pd.Series:
    """Return the share of ``whole`` that ``part`` is, in per cent, by the quarter's last day."""
    counts = facts[facts["measure"].isin([part, whole])]
    ends = pd.PeriodIndex(counts["period_end"], freq="Q").end_time.strftime("%Y-%m-%d")
    total = counts.groupby([ends, "measure"])["value"].sum().unstack()
    return total[part] / total[whole] * 100


@pytest.mark.parametrize(
    ("source", "part", "whole", "measure"),
    [
        ("response_times", "i_within_15", "i_calls", "i_within_15"),
        ("response_times", "s_within_60", "s_calls", "s_within_60"),
        ("calls_999", "calls_999_within_10s", "calls_999", "answered_999"),
    ],
)
def test_the_mps_follows_the_calibrated_quarters(
    known: Known, source: str, part: str, whole: str, measure: str
) -> None:
    path = pd.read_csv(DECLARED_FOLDER / "demo" / "published_path.csv")
    path = path[(path["measure"] == measure) & (path["basis"] == "invented")].set_index(
        "period_end"
    )["percent"]
    ours = quarterly(known(source), part, whole)
    assert len(path) == len(ours) == 17
    assert (ours - path).abs().max() < 0.05


def test_999_answering_has_its_two_published_months(known: Known) -> None:
    calls = known("calls_999").pivot(index="period_end", columns="measure", values="value")
    share = calls["calls_999_within_10s"] / calls["calls_999"] * 100
    assert share["2022-06-30"] == pytest.approx(57.3, abs=0.01)
    assert share["2022-09-30"] == pytest.approx(63.9, abs=0.01)


def test_every_borough_bcu_and_quarter_has_its_minutes_and_every_borough_its_months(
    known: Known,
) -> None:
    areas = geography()
    facts = known("response_times")
    for measure in ("i_median_minutes", "i_p90_minutes", "s_median_minutes", "s_p90_minutes"):
        part = facts[facts["measure"] == measure]
        assert set(part["area_code"]) == {*areas.boroughs["code"], *areas.bcus["code"], "MPS"}
        assert len(part) == 45 * 17
    for measure in ("i_calls", "i_within_15", "s_calls", "s_within_60"):
        part = facts[facts["measure"] == measure]
        assert set(part["area_code"]) == set(areas.boroughs["code"])
        assert len(part) == 32 * 51


def test_minutes_have_their_incidents_and_an_interval_that_holds_them(table: Table) -> None:
    facts = table("response_times", "2023-05-15")
    minutes = facts[facts["measure"].str.endswith("_minutes")].copy()
    lower, upper = minutes["lower"].astype(float), minutes["upper"].astype(float)
    assert ((lower <= minutes["value"]) & (minutes["value"] <= upper) & (lower < upper)).all()
    calls = facts[
        (facts["measure"] == "s_calls") & (facts["period_end"].between("2023-01-01", "2023-03-31"))
    ]
    base = minutes[
        (minutes["measure"] == "s_p90_minutes") & (minutes["period_end"] == "2023-03-31")
    ]
    assert base.set_index("area_code")["base"]["MPS"] == calls["value"].sum()


@pytest.mark.parametrize(
    ("stem", "within", "target"), [("i", "i_within_15", 15), ("s", "s_within_60", 60)]
)
def test_medians_and_90th_percentiles_agree_with_the_share_within_target(
    known: Known, stem: str, within: str, target: int
) -> None:
    facts = known("response_times")
    winter = facts[facts["period_end"].between("2023-01-01", "2023-03-31")]
    counts = winter.groupby(["area_code", "measure"])["value"].sum().unstack()
    counts = counts.reindex(geography().boroughs["code"])
    middle, tail = counts[f"{stem}_median_minutes"], counts[f"{stem}_p90_minutes"]
    sigma = np.log(tail / middle) / norm.ppf(0.9)
    implied = norm.cdf(np.log(target / middle) / sigma)
    assert np.abs(implied - counts[within] / counts[f"{stem}_calls"]).max() < 0.015


def test_mean_times_to_s_calls_are_in_the_published_order_of_bcus(known: Known) -> None:
    facts = known("response_times")
    at = facts[facts["period_end"] == "2023-03-31"].pivot(
        index="area_code", columns="measure", values="value"
    )
    sigma = np.log(at["s_p90_minutes"] / at["s_median_minutes"]) / norm.ppf(0.9)
    mean = (at["s_median_minutes"] * np.exp(sigma**2 / 2)).reindex(
        [*geography().bcus["code"], "MPS"]
    )
    assert mean.min() > 75
    assert mean[["EA", "NE"]].min() > 180
    assert mean[["WA", "SW", "NW"]].between(120, 180).all()
    assert mean.drop(["EA", "NE", "WA", "SW", "NW", "MPS"]).max() < 120
    assert mean["MPS"] == pytest.approx(122, abs=5)


def test_demand_dipped_in_the_first_lockdown(known: Known) -> None:
    facts = known("response_times")
    calls = facts[facts["measure"] == "i_calls"].groupby("period_end")["value"].sum()
    assert calls["2020-04-30"] < 0.85 * calls["2019-04-30"]
