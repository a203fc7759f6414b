"""The real published files together: each taken in, every figure traceable, and the pages then
showing them.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pandas as pd
import pytest
from opened import text
from streamlit.testing.v1 import AppTest

from dashboard import catalogue
from dashboard.declared.read import declarations
from dashboard.loaders.registry import recognise
from dashboard.pipeline.build import build
from dashboard.pipeline.receive import receive
from dashboard.settings import Places
from dashboard.store.connection import Store, find_database, open_store

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT.parent / "shared" / "published"
FILES = {
    "2022-10 MPS Ward Level Crime (most recent 24 months).csv": (
        "mps_ward_crime",
        dt.date(2022, 10, 5),
    ),
    "2023-12 MPS Ward Level Crime.csv": ("mps_ward_crime", dt.date(2023, 12, 5)),
    "2025-04 MPS Ward Level Crime (most recent 24 months).csv": (
        "mps_ward_crime",
        dt.date(2025, 4, 5),
    ),
    "2023-12 MPS Borough Level Crime.csv": ("mps_borough_crime", dt.date(2023, 12, 5)),
    "PAS_Dashboard_Borough.csv": ("pas_borough", dt.date(2024, 2, 15)),
    "PAS_Total.csv": ("pas_mps", dt.date(2024, 2, 15)),
    "Police_Force_Strength.csv": ("force_strength", dt.date(2026, 4, 20)),
    "london_wards_2025_mps.geojson": ("boundaries_ward", dt.date(2025, 6, 1)),
    "london_boroughs_from_wards_2025.geojson": ("boundaries_borough", dt.date(2025, 6, 1)),
}
HILLINGDON, BARNET = "E09000017", "E09000003"

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the published files are not beside this checkout"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("published")
    shutil.copytree(ROOT / "data" / "declared", home / "data" / "declared")
    shutil.copytree(ROOT / "queries", home / "queries")
    where = Places(home)
    declared = declarations(where.declared_folder, catalogue.has_chart)
    for name, (source, published) in FILES.items():
        assert recognise(FOLDER / name, declared.sources) == source
        receive(where.received_folder, source, published, FOLDER / name)
    build(where, declared)
    return home


@pytest.fixture(scope="module")
def store(home: Path) -> Store:
    where = Places(home)
    return open_store(where, find_database(where))


def test_all_published_files_load_together_as_published_and_not_as_demonstration(
    store: Store,
) -> None:
    releases = store.query("releases")
    assert set(releases["file"]) == set(FILES)
    assert not releases["demonstration"].any()
    assert not (store.query("findings")["severity"] == "error").any()


def figure(store: Store, indicator: str, area: str, period: str) -> float:
    rows = store.query("series", indicators=[indicator], areas=[area])
    return float(rows.loc[rows["period_end"] == period, "value"].iloc[0])


def test_trust_in_december_2022_is_83_per_cent_in_hillingdon_and_71_in_the_mps(
    store: Store,
) -> None:
    assert figure(store, "trust", HILLINGDON, "2022-12-31") == pytest.approx(83)
    assert figure(store, "trust", "MPS", "2022-12-31") == pytest.approx(71)


def test_a_boroughs_recorded_burglary_is_the_borough_files_own_over_its_residents(
    store: Store,
) -> None:
    rows = pd.read_csv(FOLDER / "2023-12 MPS Borough Level Crime.csv")
    months = [c for c in rows.columns if c.isdigit()][-12:]
    name, major = next(c for c in rows.columns if "orough" in c), rows.columns[0]
    mine = rows[(rows[name] == "Barnet") & (rows[major].str.casefold() == "burglary")]
    found = store.query("series", indicators=["crime_burglary"], areas=[BARNET])
    last = found[found["period_end"] == "2023-11-30"].iloc[0]
    assert last["numerator"] == mine[months].to_numpy().sum()
    assert last["value"] == pytest.approx(1000 * last["numerator"] / last["denominator"])


def test_no_change_on_the_year_is_shown_across_the_change_of_recording_in_2024(
    store: Store,
) -> None:
    rows = store.query("compare", indicator="crime_total", period="2024-11-30")
    assert len(rows)
    assert rows["broken"].notna().all()


def test_the_boundaries_of_every_ward_and_borough_are_in_the_database(store: Store) -> None:
    rows = (
        store.connection.cursor()
        .execute("SELECT level, count(DISTINCT area) FROM board.boundary GROUP BY ALL")
        .fetchall()
    )
    assert dict(rows) == {"ward": 679, "borough": 32}


@pytest.mark.parametrize(
    "name", ["overview", *(p for p in catalogue.all_charts() if p != "overview"), "actions", "data"]
)
def test_every_page_stands_on_published_files_alone_and_none_of_it_is_called_demonstration(
    name: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_HOME", str(home))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    if name != "overview":
        at = at.switch_page(f"pages/{name}.py").run()
    assert not at.exception
    said = "\n".join(
        e.value for kind in (at.title, at.subheader, at.markdown, at.warning) for e in kind
    )
    assert "DEMONSTRATION DATA" not in said


def test_the_compare_page_shows_hillingdons_published_trust(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_HOME", str(home))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    at.switch_page("pages/compare.py")
    at.query_params["period"] = "2022-12-31"
    at.query_params["areas"] = HILLINGDON
    at.run()
    said = text(at)
    assert "Hillingdon has 83%" in said
    assert "71%" in said
