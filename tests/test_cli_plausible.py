"""Implausible figures: found when a file is loaded, accepted by a person by id, and found by check
until then.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard import catalogue, cli
from dashboard.cli.plausibility import check_sql
from dashboard.declared.read import declarations
from dashboard.loaders import registry
from dashboard.pipeline.compare_release import Standing
from dashboard.pipeline.receive import receive
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store

ROOT = Path(__file__).resolve().parents[1]
DECLARED = declarations(ROOT / "data" / "declared", catalogue.has_chart)
PUBLISHED = ROOT.parent / "shared" / "published"
BOROUGHS = [area for area in DECLARED.areas.values() if area.level == "borough"]
MONTHS = [f"{month:%Y%m}" for month in pd.period_range("2021-09", "2023-08", freq="M")]
DAY = "2023-09-05"


@pytest.fixture(scope="module")
def small(small_home) -> Path:
    return small_home("crime_total")


@pytest.fixture
def own(small: Path, tmp_path: Path) -> Places:
    return Places(shutil.copytree(small, tmp_path / "own"))


@pytest.fixture
def ask(own, monkeypatch, capfd) -> Callable[..., tuple[int, str]]:
    monkeypatch.setenv("DASHBOARD_HOME", str(own.root))
    monkeypatch.setenv("DASHBOARD_USER", "A. Analyst")
    monkeypatch.setenv("COLUMNS", "400")

    def asked(*words: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["dashboard", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfd.readouterr()
        assert "Traceback" not in said.out + said.err
        return int(ended.value.code or 0), " ".join((said.out + said.err).split())

    return asked


def crime(months: list[str] = MONTHS, seed: int = 1) -> pd.DataFrame:
    """Shoplifting and burglary of every borough, with more variation than chance."""
    rng = np.random.default_rng(seed)
    rows = []
    for area in BOROUGHS:
        for major, minor, size in (
            ("THEFT", "SHOPLIFTING", 150),
            ("BURGLARY", "DOMESTIC BURGLARY", 90),
        ):
            counts = rng.poisson(size * rng.gamma(100, 0.01, len(months)))
            rows.append([major, minor, area.name, *counts])
    return pd.DataFrame(rows, columns=["MajorText", "MinorText", "LookUp_BoroughName", *months])


def saved(table: pd.DataFrame, path: Path) -> Path:
    table.to_csv(path, index=False)
    return path


def nearly_empty(table: pd.DataFrame, month: str, total: int = 47) -> pd.DataFrame:
    table = table.copy()
    table[month] = 0
    table.loc[table.index[:total], month] = 1
    return table


def test_nearly_empty_month_is_not_published_until_it_is_accepted_and_then_not_asked_again(
    ask, own, tmp_path
) -> None:
    file = saved(nearly_empty(crime(), "202303"), tmp_path / "crime.csv")
    code, said = ask("load", file, "--published", DAY)
    assert code == 2 and not list(own.received_folder.rglob("*.csv"))
    assert "March 2023: 47, where the periods around it lead one to expect 7," in said
    assert "accept it as month-2023-03-47." in said
    assert "crime.csv has 1 warning, so nothing was loaded" in said
    code, said = ask("load", file, "--published", DAY, "--accept", "month-2023-03-48")
    assert code == 2
    assert "no finding of these files has that id; the ids are month-2023-03-47." in said
    code, _ = ask(
        "load",
        file,
        "--published",
        DAY,
        "--accept",
        "month-2023-03-47",
        "--why",
        "The MPS says so.",
    )
    assert code == 0
    note = tomllib.loads(
        next(own.received_folder.rglob("release.toml")).read_text(encoding="utf-8")
    )
    assert (note["accepted"], note["accepted_why"]) == (["month-2023-03-47"], "The MPS says so.")
    assert note["loaded_by"] == "A. Analyst"
    for command in (["build"], ["check"]):
        code, said = ask(*command)
        assert code == 0 and "implausible" not in said and "month-2023-03" not in said
    later = saved(nearly_empty(crime(seed=2), "202303"), tmp_path / "later.csv")
    code, said = ask("load", later, "--published", "2023-10-05", "--dry-run")
    assert "month-2023-03-47" not in said
    other = saved(nearly_empty(crime(), "202303", 46), tmp_path / "other.csv")
    assert (
        "accept it as month-2023-03-46."
        in ask("load", other, "--published", "2023-10-05", "--dry-run")[1]
    )


def test_check_finds_an_implausible_month_that_is_in_force(ask, own, tmp_path) -> None:
    file = saved(nearly_empty(crime(), "202303"), tmp_path / "crime.csv")
    receive(own.received_folder, "mps_borough_crime", dt.date(2023, 9, 5), file)
    assert "month-2023-03-47" in ask("build", "--only-current")[1]
    code, said = ask("check")
    assert (
        code == 0
        and "warning: implausible_months" in said
        and "nobody has accepted it (1 rows)." in said
    )


def test_what_a_reader_sees_of_an_implausible_figure_has_no_count(ask, own, tmp_path) -> None:
    file = saved(nearly_empty(crime(), "202303"), tmp_path / "crime.csv")
    receive(own.received_folder, "mps_borough_crime", dt.date(2023, 9, 5), file)
    assert ask("build", "--only-current")[0] == 0
    findings = open_store(own, find_database(own)).query("findings")
    (message,) = findings.loc[findings["file"] == "implausible_months.sql", "message"]
    assert "period_end 2023-03-31" in message
    assert not re.search(r"\b(id|value|expected)\b|\b47\b", message.partition(": ")[2])


def test_revision_from_1745_to_3_is_a_warning(ask, own, tmp_path) -> None:
    table = crime()
    at = table.index[table["LookUp_BoroughName"] == "Camden"][0]
    table.loc[at, "202303"] = 1745
    before = saved(table, tmp_path / "before.csv")
    assert ask("load", before, "--published", DAY, "--accept-warnings")[0] == 0
    table.loc[at, "202303"] = 3
    code, said = ask("load", saved(table, tmp_path / "after.csv"), "--published", "2023-10-05")
    assert code == 2
    assert (
        "1 revised value is less than a third or more than three times what stood, the furthest"
        " Shoplifting in Camden, March 2023: 1,745 to 3; accept it as revisions-1-3." in said
    )


def findings(table: pd.DataFrame, tmp_path: Path, source: str = "mps_borough_crime") -> list[str]:
    path = saved(table, tmp_path / "x.csv")
    loaded = registry.read_file(path, DECLARED.sources[source], DECLARED.areas, DECLARED.aliases)
    standing = Standing(DECLARED.areas)
    standing.compare(DECLARED.sources[source], loaded, None)
    return standing.implausible(DECLARED.sources[source], check_sql(ROOT / "queries"))[
        "id"
    ].tolist()


def test_an_area_or_a_category_is_found_alone(tmp_path: Path) -> None:
    table = crime()
    table.loc[table["LookUp_BoroughName"] == "Camden", "202302"] = [2, 1]
    table.loc[table["MajorText"] == "BURGLARY", "202206"] = 1
    assert findings(table, tmp_path) == [
        "category-burglary-domestic_burglary-2022-06-32",
        "area-E09000007-2023-02-3",
    ]


def test_what_the_calendar_brings_back_is_plausible(tmp_path: Path) -> None:
    table = crime()
    camden = table["LookUp_BoroughName"] == "Camden"
    table.loc[camden, "202308"] = [900, 500]
    assert findings(table, tmp_path) == ["area-E09000007-2023-08-1400"]
    table.loc[camden, "202208"] = [800, 450]
    assert findings(table, tmp_path) == []


def test_drawn_months_of_steady_or_growing_crime_are_plausible(tmp_path: Path) -> None:
    for seed in range(8):
        table = crime(seed=seed)
        growth = np.linspace(1, 1 + seed / 2, len(MONTHS))
        table[MONTHS] = (table[MONTHS].to_numpy() * growth).round().astype(int)
        assert findings(table, tmp_path) == []


def test_wards_are_held_to_the_sum_of_boroughs(tmp_path: Path) -> None:
    boroughs = crime()
    wards = {area.parent: area for area in DECLARED.areas.values() if area.level == "ward"}
    codes = boroughs["LookUp_BoroughName"].map({b.name: wards[b.code].code for b in BOROUGHS})
    names = boroughs["LookUp_BoroughName"].map({b.name: wards[b.code].name for b in BOROUGHS})
    table = boroughs.assign(WardName=names, WardCode=codes)
    table["202305"] = (table["202305"] * 0.7).round().astype(int)
    standing = Standing(DECLARED.areas)
    found = []
    for source, rows in (("mps_borough_crime", boroughs), ("mps_ward_crime", table)):
        path = saved(rows, tmp_path / f"{source}.csv")
        loaded = registry.read_file(
            path, DECLARED.sources[source], DECLARED.areas, DECLARED.aliases
        )
        standing.compare(DECLARED.sources[source], loaded, None)
        found = standing.implausible(DECLARED.sources[source], check_sql(ROOT / "queries"))[
            "id"
        ].tolist()
    assert found == [f"sum-2023-05-{table['202305'].sum()}"]


FILES = sorted(PUBLISHED.glob("*Crime*.csv")) if PUBLISHED.is_dir() else []


@pytest.mark.skipif(not FILES, reason="the published files are not beside this checkout")
def test_published_files_hold_nothing_implausible_and_an_emptied_month_is_found_across_the_break(
    tmp_path,
) -> None:
    for path in FILES:
        source = registry.recognise(path, DECLARED.sources)
        table = pd.read_csv(path)
        assert findings(table, tmp_path, source) == [], path.name
    assert (
        "202403" in table.columns
    )  # The last file: in the first whole month after the break of February 2024.
    assert findings(nearly_empty(table, "202403"), tmp_path, source) == ["month-2024-03-47"]
