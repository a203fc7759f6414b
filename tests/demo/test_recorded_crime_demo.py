"""Invented recorded crime: the publisher's columns, and the published levels by borough and
category.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from dashboard.demo.areas import DECLARED_FOLDER, geography

Table = Callable[[str, str], pd.DataFrame]
FIRST, SECOND = "2023-05-15", "2023-06-30"
YEAR = list(pd.period_range("2022-04", "2023-03", freq="M").strftime("%Y%m"))
WINDOWS = {FIRST: ("2019-04", "2023-03"), SECOND: ("2021-07", "2023-06")}


def months(published: str) -> list[str]:
    return list(pd.period_range(*WINDOWS[published], freq="M").strftime("%Y%m"))


@pytest.mark.parametrize("published", WINDOWS)
def test_columns_and_areas_are_the_publishers(table: Table, published: str) -> None:
    ward, borough = table("mps_ward_crime", published), table("mps_borough_crime", published)
    head = ["MajorText", "MinorText", "WardName", "WardCode", "LookUp_BoroughName"]
    assert list(ward.columns) == [*head, *months(published)]
    assert list(borough.columns) == [
        "MajorText",
        "MinorText",
        "LookUp_BoroughName",
        *months(published),
    ]
    areas = geography()
    assert set(ward["WardCode"]) == set(areas.wards["code"])
    assert (
        set(borough["LookUp_BoroughName"])
        == set(ward["LookUp_BoroughName"])
        == set(areas.boroughs["name"])
    )
    assert ward["MajorText"].nunique() == 11
    assert not (ward[months(published)] < 0).any().any()


def test_boroughs_have_their_published_level_in_the_year_to_march_2023(table: Table) -> None:
    level = pd.read_csv(DECLARED_FOLDER / "demo" / "recorded_crime.csv")
    names = geography().boroughs.set_index("code")["name"]
    goal = level.assign(name=level["borough"].map(names)).set_index(["minor", "name"])["count"]
    ours = (
        table("mps_borough_crime", SECOND)
        .set_index(["MinorText", "LookUp_BoroughName"])[YEAR]
        .sum(axis=1)
    )
    gap = (ours.reindex(goal.index) - goal).abs()
    close = gap <= 6 * np.sqrt(goal) + 0.02 * goal
    # Wards of Hillingdon hold more of these than their borough does: Heathrow is among them.
    assert set(close.index[~close]) == {("Other Notifiable Offences", "Hillingdon")}
    assert ours.sum() == pytest.approx(goal.sum(), rel=0.01)


def test_wards_have_their_published_crimes_in_the_year_to_june_2023(table: Table) -> None:
    known = pd.read_csv(DECLARED_FOLDER / "demo" / "ward_crime.csv").set_index(["ward", "major"])[
        "count"
    ]
    columns = list(pd.period_range("2022-07", "2023-06", freq="M").strftime("%Y%m"))
    ours = table("mps_ward_crime", SECOND).groupby(["WardCode", "MajorText"])[columns].sum()
    ours = ours.sum(axis=1).reindex(known.index, fill_value=0)
    assert ((ours - known).abs() <= 6 * np.sqrt(known) + 1).all()
    assert ours.sum() == pytest.approx(known.sum(), rel=0.005)
    totals = ours.groupby("ward").sum()
    # The West End and Pimlico South, as published.
    assert totals["E05013808"] == pytest.approx(35_014, rel=0.03)
    assert totals["E05013803"] == pytest.approx(675, rel=0.2)


PUBLISHED = DECLARED_FOLDER.parents[2] / "shared" / "published" / "2023-12 MPS Ward Level Crime.csv"


@pytest.mark.skipif(
    not PUBLISHED.exists(), reason="the published ward file is not beside the project"
)
def test_the_declared_crimes_of_wards_are_those_of_the_published_file() -> None:
    file = pd.read_csv(PUBLISHED)
    file = file[file["LookUp_BoroughName"] != "Aviation Security (SO18)"]
    columns = [c for c in file.columns if "202207" <= c <= "202306"]
    theirs = file.groupby(["WardCode", "MajorText"])[columns].sum().sum(axis=1)
    known = pd.read_csv(DECLARED_FOLDER / "demo" / "ward_crime.csv").set_index(["ward", "major"])[
        "count"
    ]
    assert (known == theirs.reindex(known.index, fill_value=0)).all()


@pytest.mark.parametrize("published", WINDOWS)
def test_wards_add_up_to_about_96_per_cent_of_their_borough_and_never_more(
    table: Table, published: str
) -> None:
    columns = months(published)
    key = ["MajorText", "MinorText", "LookUp_BoroughName"]
    ward = table("mps_ward_crime", published).groupby(key)[columns].sum()
    borough = table("mps_borough_crime", published).set_index(key)[columns].reindex(ward.index)
    assert not (ward > borough).any().any()
    assert 0.95 < ward.sum().sum() / borough.sum().sum() < 0.975


def test_theft_fell_in_the_first_lockdown_and_came_back(table: Table) -> None:
    theft = (
        table("mps_borough_crime", FIRST)
        .query("MinorText == 'Theft from Person'")
        .filter(regex=r"^20")
        .sum()
    )
    assert theft["202004"] < 0.4 * theft["201904"]
    assert theft["202303"] > 2.5 * theft["202004"]


def test_second_release_revises_slightly_and_upward_only(table: Table) -> None:
    both = [c for c in months(SECOND) if c in months(FIRST)]
    first, second = (
        table("mps_borough_crime", published)[both].sum() for published in (FIRST, SECOND)
    )
    assert (second >= first).all()
    assert 0 < (second / first - 1).max() < 0.03


def test_neighbouring_wards_are_alike(table: Table) -> None:
    areas = geography()
    ward = table("mps_ward_crime", FIRST).query("MajorText == 'Violence Against the Person'")
    rate = (
        ward.groupby("WardCode")[YEAR].sum().sum(axis=1)
        / areas.wards.set_index("code")["population"]
    )
    log = np.log(rate.reindex(areas.wards["code"]).to_numpy())
    place = areas.wards[["longitude", "latitude"]].to_numpy(float) * [69.0, 111.2]
    gap = np.hypot(*(place[:, None] - place).transpose(2, 0, 1))
    np.fill_diagonal(gap, np.inf)
    assert np.corrcoef(log, log[gap.argmin(axis=1)])[0, 1] > 0.4


def test_a_ward_resembles_itself_a_year_on(table: Table) -> None:
    ward = table("mps_ward_crime", FIRST).groupby("WardCode").sum(numeric_only=True)
    before = ward[[f"{int(c) - 100}" for c in YEAR]].sum(axis=1)
    assert np.log(before).corr(np.log(ward[YEAR].sum(axis=1))) > 0.9


def test_force_strength_is_the_publishers_table(table: Table) -> None:
    for published, last, rows in ((FIRST, "Mar-23", 48), (SECOND, "Jun-23", 51)):
        file = table("force_strength", published)
        assert list(file.columns) == [
            "Date",
            "Police Officer Strength",
            "Police Staff Strength",
            "PCSO Strength",
        ]
        assert (file["Date"].iloc[0], file["Date"].iloc[-1], len(file)) == ("Apr-19", last, rows)
        pcsos = file.set_index("Date")["PCSO Strength"]
        assert pcsos["Mar-23"] == 1204
    assert pcsos["Jun-23"] == 1222
