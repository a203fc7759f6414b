"""Invented detections, workforce and attitudes by characteristic: what the Board was told holds in
them.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from dashboard.demo.areas import DECLARED_FOLDER, geography

Known = Callable[[str], pd.DataFrame]
Table = Callable[[str, str], pd.DataFrame]


@pytest.mark.parametrize(
    ("stem", "least", "most"), [("rape", 5, 7.5), ("other_sexual", 7, 9), ("knife", 14, 17)]
)
def test_detection_rates_are_as_calibrated_and_improve_in_the_third_quarter(
    known: Known, stem: str, least: float, most: float
) -> None:
    counts = known("detections").groupby(["period_end", "measure"])["value"].sum().unstack()
    rate = counts[f"{stem}_detected"] / counts[f"{stem}_recorded"] * 100
    assert rate["2022-06-30":].between(least, most).all()
    assert rate["2022-12-31"] > rate["2022-09-30"] + 0.5
    path = pd.read_csv(DECLARED_FOLDER / "demo" / "published_path.csv").query(
        f"measure == '{stem}_detection'"
    )
    assert (rate - path.set_index("period_end")["percent"]).abs().max() < 0.2


@pytest.mark.parametrize("stem", ["rape", "other_sexual", "knife"])
def test_the_south_bcu_improved_two_quarters_before_the_others(known: Known, stem: str) -> None:
    facts = known("detections")
    trial = facts[facts["period_end"].between("2022-04-01", "2022-09-30")]
    south = trial["area_code"] == "SN"
    rates = []
    for part in (trial[south], trial[~south]):
        sums = part.groupby("measure")["value"].sum()
        rates.append(sums[f"{stem}_detected"] / sums[f"{stem}_recorded"])
    assert rates[0] > 1.2 * rates[1]


def test_rapes_recorded_are_those_of_the_borough_crime_file(known: Known, table: Table) -> None:
    facts = known("detections")
    ours = facts[(facts["measure"] == "rape_recorded") & (facts["period_end"] == "2023-03-31")]
    crime = table("mps_borough_crime", "2023-06-30").query("MinorText == 'Rape'")
    areas = geography()
    bcu = areas.boroughs.set_index("name")["parent"]
    goal = (
        crime.groupby(crime["LookUp_BoroughName"].map(bcu))[["202301", "202302", "202303"]]
        .sum()
        .sum(axis=1)
    )
    assert ours.set_index("area_code")["value"].sort_index().to_dict() == goal.to_dict()


def test_8500_officers_are_not_fully_deployable_and_all_officers_are_counted(
    known: Known, table: Table
) -> None:
    facts = known("deployability")
    march = facts[facts["period_end"] == "2023-03-31"]
    of_mps = march[march["area_code"] == "MPS"].groupby("measure")["value"].sum()
    assert of_mps["not_fully_deployable"] == 8500
    strength = table("force_strength", "2023-06-30").set_index("Date")["Police Officer Strength"]
    assert of_mps["officers"] == strength["Mar-23"]
    parts = facts[facts["measure"] == "not_fully_deployable"]
    assert set(parts["group_type"]) == {"category"}
    assert len(parts) == 13 * 17 * 7
    whole = facts[facts["measure"] == "officers"].set_index(["area_code", "period_end"])["value"]
    assert len(whole) == 13 * 17
    summed = parts.groupby(["area_code", "period_end"])["value"].sum()
    assert (summed < whole.reindex(summed.index)).all()


def test_officers_outside_bcus_are_in_the_mps_alone(known: Known) -> None:
    for source in ("deployability", "supervision"):
        facts = known(source)
        key = ["measure", "period_end"] + (["group"] if "group" in facts else [])
        mps = facts["area_code"] == "MPS"
        within = facts[~mps].groupby(key)["value"].sum()
        whole = facts[mps].groupby(key)["value"].sum()
        assert (within < whole.reindex(within.index)).all(), source


def test_constables_and_sergeants_are_fewer_than_officers(known: Known) -> None:
    rank = known("supervision").pivot(
        index=["area_code", "period_end"], columns="measure", values="value"
    )
    facts = known("deployability")
    officers = facts[facts["measure"] == "officers"].set_index(["area_code", "period_end"])["value"]
    assert (rank.sum(axis=1) < officers.reindex(rank.index)).all()
    assert (rank["constables"] / rank["sergeants"]).between(3.5, 7.5).all()


@pytest.mark.parametrize(("measure", "london"), [("confidence", 50), ("trust", 71)])
def test_groups_together_are_london(known: Known, measure: str, london: int) -> None:
    facts = known("attitudes_by_characteristic")
    march = facts[(facts["measure"] == measure) & (facts["period_end"] == "2023-03-31")]
    sums = march.groupby("group_type")[["value", "base"]].sum()
    expected = ["age", "disability", "ethnicity", "religion", "sex", "sexual_orientation"]
    assert sorted(sums.index) == expected
    assert (sums["value"] / sums["base"] * 100 - london).abs().max() < 0.1
    assert (sums["base"] - 19_200).abs().max() <= 2


def test_lgbtq_confidence_is_eight_points_below_london(known: Known) -> None:
    facts = known("attitudes_by_characteristic")
    part = facts[(facts["measure"] == "confidence") & (facts["group_type"] == "sexual_orientation")]
    assert set(part["group"]) == {"LGBTQ+", "Heterosexual"}
    march = part[part["period_end"] == "2023-03-31"].set_index("group")
    assert march["value"]["LGBTQ+"] / march["base"]["LGBTQ+"] == pytest.approx(0.42, abs=0.001)
    assert set(march["period_start"]) == {"2022-04-01"}
    assert part["period_end"].nunique() == 14
