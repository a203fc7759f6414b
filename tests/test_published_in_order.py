"""Files in the published forms loaded one after another, as they were published: what each changes,
and what stood when.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
import sys
from pathlib import Path

import pandas as pd
import pytest

from dashboard import catalogue, cli
from dashboard.declared.read import Declarations, declarations
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.connection import Store, open_store

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = {
    "drawn": ROOT / "tests" / "loaders" / "drawn",
    "published": ROOT.parent / "shared" / "published",
}
"""Small files of our own in the forms of the published ones, and those themselves."""
FIRST = "2022-10 MPS Ward Level Crime (most recent 24 months).csv"
SECOND = "2023-12 MPS Ward Level Crime.csv"
THIRD = "2025-04 MPS Ward Level Crime (most recent 24 months).csv"
IN_ORDER = {
    dt.date(2022, 10, 5): [FIRST],
    dt.date(2023, 12, 5): [SECOND, "2023-12 MPS Borough Level Crime.csv"],
    dt.date(2024, 2, 15): ["PAS_Dashboard_Borough.csv", "PAS_Total.csv"],
    dt.date(2025, 4, 5): [THIRD],
    dt.date(2025, 6, 1): [
        "london_boroughs_from_wards_2025.geojson",
        "london_wards_2025_mps.geojson",
    ],
    dt.date(2026, 4, 20): ["Police_Force_Strength.csv"],
}
INDICATORS = ("crime_total", "trust", "pcso_strength")
KEY = ["category", "area", "month"]


@pytest.fixture(scope="module", params=FOLDERS)
def folder(request) -> Path:
    if not FOLDERS[request.param].is_dir():
        pytest.skip("the published files are not beside this checkout")
    return FOLDERS[request.param]


@pytest.fixture(scope="module")
def places(small_home, folder) -> Places:
    return Places(small_home(*INDICATORS))


@pytest.fixture(scope="module")
def told(places: Places, folder: Path) -> dict[str, str]:
    """What the command said of each file, on one line; all are loaded when it is there."""
    said: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_HOME", str(places.root))
        for day, names in IN_ORDER.items():
            words = [
                "load",
                *(str(folder / name) for name in names),
                "--published",
                str(day),
                "--accept-warnings",
            ]
            patch.setattr(sys, "argv", ["dashboard", *words])
            with (
                contextlib.redirect_stdout(io.StringIO()) as out,
                pytest.raises(SystemExit) as ended,
            ):
                cli.main()
            assert not ended.value.code, out.getvalue()
            parts = re.split(r"\n(?=[^\n]*, published \d{4}-\d\d-\d\d\n)", out.getvalue())
            said |= {
                name: " ".join(part.split())
                for name in names
                for part in parts
                if f"{name}\n" in part
            }
    return said


@pytest.fixture(scope="module")
def declared(places: Places) -> Declarations:
    return declarations(places.declared_folder, catalogue.has_chart)


def at(places: Places, day: dt.date | None) -> Store:
    return open_store(places, vintages.at(places, day), day)


def offences(path: Path, declared: Declarations) -> pd.DataFrame:
    """A ward file as plain pandas reads it: category (declared id), ward, borough (name), month, n."""
    rows = pd.read_csv(path)
    names = {
        "".join(spelling.casefold().split()): m.id
        for m in declared.sources["mps_ward_crime"].measure
        for spelling in (m.id, *m.aliases)
    }
    major, minor, _, code, borough = rows.columns[:5]
    spelt = (rows[major] + "/" + rows[minor]).str.casefold().str.replace(r"\s+", "", regex=True)
    plain = spelt.str.replace(r"[^a-z0-9/]+", "", regex=True)
    known = {re.sub(r"[^a-z0-9/]+", "", key): measure for key, measure in names.items()}
    long = rows.assign(category=plain.map(known), ward=rows[code], borough=rows[borough]).melt(
        ["category", "ward", "borough"], [c for c in rows.columns if c.isdigit()], "month", "n"
    )
    assert long["category"].notna().all()
    return long


def by(rows: pd.DataFrame, area: pd.Series) -> pd.Series:
    summed = rows.assign(area=area).groupby(KEY)["n"].sum()
    return summed[summed != 0]


def boroughs_of(rows: pd.DataFrame, declared: Declarations) -> pd.Series:
    """The borough of each row: of the ward where that is in force, else by its name."""
    names = {
        a.name.casefold(): a.code for a in declared.areas.values() if a.level == "borough"
    } | declared.aliases
    parents = {a.code: a.parent for a in declared.areas.values() if a.level == "ward"}
    return rows["ward"].map(parents).fillna(rows["borough"].str.casefold().map(names))


def moved(before: pd.Series, after: pd.Series, months: set[str]) -> int:
    both = pd.concat([before, after], axis=1, keys=["before", "after"]).fillna(0)
    both = both[both.index.get_level_values("month").isin(months)]
    return int((both["before"] != both["after"]).sum())


def test_every_file_is_taken_in_and_stands(told: dict[str, str], places: Places) -> None:
    assert told.keys() == {name for names in IN_ORDER.values() for name in names}
    rows = at(places, None).query("releases")
    assert {(r.file, r.published.date()) for r in rows.itertuples()} == {
        (name, day) for day, names in IN_ORDER.items() for name in names
    }
    assert vintages.dates(places) == list(IN_ORDER)


def test_the_first_files_wards_are_told_to_be_earlier_ones_and_no_ward_has_a_figure_of_it(
    told, places, folder
) -> None:
    codes = set(pd.read_csv(folder / FIRST, usecols=["WardCode"])["WardCode"].dropna())
    in_force = set(pd.read_csv(ROOT / "data" / "declared" / "areas" / "wards.csv")["code"])
    words = (
        f"on {len(codes)} wards of which {len(codes - in_force)} have codes that are not in force"
    )
    assert words in told[FIRST]
    assert "summed to boroughs, and no ward has figures from it." in told[FIRST]
    first = at(places, dt.date(2022, 10, 5)).cursor()
    levels = first.execute(
        "SELECT DISTINCT level FROM board.observation WHERE indicator = 'crime_total'"
    ).fetchall()
    assert {level for (level,) in levels} == {"borough", "bcu", "mps"}


def test_the_second_wards_overlap_is_told_as_revisions_by_borough_and_as_a_change_of_wards(
    told, places, declared, folder
) -> None:
    first, second = offences(folder / FIRST, declared), offences(folder / SECOND, declared)
    shared = set(first["month"]) & set(second["month"])
    assert (min(shared), max(shared), len(shared)) == ("202112", "202208", 9)
    revised = moved(
        by(first, boroughs_of(first, declared)), by(second, boroughs_of(second, declared)), shared
    )
    wards = by(second, second["ward"])
    new = int((~wards.index.get_level_values("month").isin(shared)).sum())
    assert (
        "The wards changed: 9 periods that stood by borough, being on earlier wards" in told[SECOND]
    )
    assert f"{new:,} new, {revised:,} revised, 0 vanished." in told[SECOND]
    held = at(places, None).query("releases").set_index("id")["revised"]
    assert held["mps_ward_crime/2023-12-05"] == revised


def test_the_third_is_on_the_same_wards_and_its_revisions_are_counted_by_ward(
    told, places, declared, folder
) -> None:
    second, third = offences(folder / SECOND, declared), offences(folder / THIRD, declared)
    shared = set(second["month"]) & set(third["month"])
    assert len(shared) == 8
    revised = moved(by(second, second["ward"]), by(third, third["ward"]), shared)
    assert f" {revised:,} revised, 0 vanished." in told[THIRD]
    assert "The wards changed" not in told[THIRD]
    held = at(places, None).query("releases").set_index("id")["revised"]
    assert held["mps_ward_crime/2025-04-05"] == revised


@pytest.mark.parametrize(("day", "name"), [("2022-10-05", FIRST), ("2023-12-04", FIRST)])
def test_until_the_second_is_published_the_first_is_what_is_seen(
    told, places, declared, folder, day, name
) -> None:
    rows = offences(folder / name, declared)
    year = sorted(set(rows["month"]))[-12:]
    rows = rows.assign(area=boroughs_of(rows, declared))
    expected = rows[rows["month"].isin(year)].groupby("area")["n"].sum()
    store = at(places, dt.date.fromisoformat(day))
    found = store.query("series", indicators=["crime_total"], areas=list(expected.index))
    found = found[found["period_end"] == "2022-08-31"].set_index("area")["numerator"]
    assert found.to_dict() == expected.to_dict()


def test_once_published_the_boroughs_own_file_of_december_2023_revises_the_same_year(
    told, places, declared, folder
) -> None:
    rows = pd.read_csv(folder / "2023-12 MPS Borough Level Crime.csv")
    year = [str(p).replace("-", "") for p in pd.period_range("2021-12", "2022-11", freq="M")]
    barnet = int(rows.loc[rows[rows.columns[2]] == "Barnet", year].to_numpy().sum())
    for day in (dt.date(2023, 12, 5), None):
        found = at(places, day).query("series", indicators=["crime_total"], areas=["E09000003"])
        assert found.loc[found["period_end"] == "2022-11-30", "numerator"].tolist() == [barnet]
    before = at(places, dt.date(2023, 12, 4)).query(
        "series", indicators=["crime_total"], areas=["E09000003"]
    )
    assert before["period_end"].max() == pd.Timestamp("2022-08-31")


def test_a_ward_stands_as_each_day_knew_it(told, places, declared, folder) -> None:
    ward = "E05013570"  # Heathrow Villages, whose rows stand under two boroughs.
    for day, name in ((dt.date(2025, 4, 4), SECOND), (None, THIRD)):
        rows = offences(folder / name, declared)
        year = [str(p).replace("-", "") for p in pd.period_range("2022-12", "2023-11", freq="M")]
        if name == THIRD:
            year = [
                str(p).replace("-", "") for p in pd.period_range("2023-04", "2024-03", freq="M")
            ]
        expected = rows[(rows["ward"] == ward) & rows["month"].isin(year)]["n"].sum()
        found = at(places, day).query("series", indicators=["crime_total"], areas=[ward])
        end = pd.Period(year[-1][:4] + "-" + year[-1][4:], freq="M").end_time.normalize()
        assert found.loc[found["period_end"] == end, "numerator"].tolist() == [expected]
    early = at(places, dt.date(2022, 12, 1)).query(
        "series", indicators=["crime_total"], areas=[ward]
    )
    assert early.empty
