"""The store: its figures are the published ones, and a failed build never touches what is being
served.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard import catalogue
from dashboard.declared.read import declarations
from dashboard.demo import attitude_survey
from dashboard.demo.model import DemoFile
from dashboard.errors import InputError, NoDatabaseError
from dashboard.pipeline.build import build
from dashboard.pipeline.receive import receive
from dashboard.settings import Places
from dashboard.store.connection import Store, find_database, open_store
from dashboard.store.layout import POINTER

ROOT = Path(__file__).resolve().parents[2]
DECLARED = declarations(ROOT / "data" / "declared", catalogue.has_chart)
BOROUGHS = {a.name.casefold(): a for a in DECLARED.areas.values() if a.level == "borough"}
BASE, MPS_BASE = 600, 19200
WESTMINSTER = {"city of westminster": "westminster"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Places, list[DemoFile]]:
    places = Places(tmp_path_factory.mktemp("home"))
    shutil.copytree(ROOT / "queries", places.queries)
    files = attitude_survey.write(places.root / "files")
    for file in files:
        receive(places.received_folder, file.source, file.published, file.path, demonstration=True)
    build(places, DECLARED)
    return places, files


@pytest.fixture(scope="module")
def store(home: tuple[Places, list[DemoFile]]) -> Store:
    return open_store(home[0], find_database(home[0]))


@pytest.fixture
def own(home: tuple[Places, list[DemoFile]], tmp_path: Path) -> Places:
    """A copy of the built demonstration that a test may harm."""
    shutil.copytree(home[0].root, tmp_path / "own")
    return Places(tmp_path / "own")


def published(files: list[DemoFile], source: str, release: int = -1) -> pd.DataFrame:
    """A demonstration file as plain pandas reads it: borough, measure, date, p."""
    path = [f.path for f in files if f.source == source][release]
    rows = pd.read_csv(path, sep=";" if source == "pas_mps" else ",", decimal=",")
    rows = rows.rename(columns={"Borough": "borough", "Measure": "measure", "Proportion": "p"})
    return rows.assign(
        date=pd.to_datetime(rows["Date"], dayfirst=True),
        borough=rows["borough"].str.casefold().replace(WESTMINSTER),
    )


def trust(rows: pd.DataFrame, date: str) -> pd.Series:
    rows = rows[(rows["measure"] == "Trust MPS") & (rows["date"] == date)]
    return rows.set_index("borough")["p"]


def compare(store: Store, level: str) -> pd.DataFrame:
    rows = store.query("compare", indicator="trust", period="2022-12-31")
    return rows[rows["level"] == level].set_index("area")


def test_every_borough_figure_is_that_of_the_published_file(
    home: tuple[Places, list[DemoFile]], store: Store
) -> None:
    rows = published(home[1], "pas_borough")
    now, before = trust(rows, "2022-12-31"), trust(rows, "2021-12-31")
    table = compare(store, "borough")
    assert len(table) == len(now) == len(before) == 32
    for name in now.index:
        row = table.loc[BOROUGHS[name].code]
        assert row["value"] == pytest.approx(100 * now[name])
        assert row["year_value"] == pytest.approx(100 * before[name])
        assert (row["numerator"], row["denominator"]) == pytest.approx((now[name] * BASE, BASE))
        assert (row["year_numerator"], row["year_denominator"]) == pytest.approx(
            (before[name] * BASE, BASE)
        )
        assert row["base"] == BASE
        assert row["bcu"] == BOROUGHS[name].parent
        assert (row["period_start"], row["rolled_up"]) == (pd.Timestamp("2022-01-01"), False)
    assert table.loc[BOROUGHS["hillingdon"].code, "value"] == pytest.approx(83)


def test_a_bcu_is_the_sum_of_its_boroughs_numerators_over_the_sum_of_their_denominators(
    home: tuple[Places, list[DemoFile]], store: Store
) -> None:
    rows = published(home[1], "pas_borough")
    table = compare(store, "bcu")
    for date, prefix in (("2022-12-31", ""), ("2021-12-31", "year_")):
        people = trust(rows, date) * BASE
        by_bcu = people.groupby({name: a.parent for name, a in BOROUGHS.items()})
        assert set(by_bcu.groups) == set(table.index)
        for bcu, part in by_bcu:
            assert table.loc[bcu, prefix + "numerator"] == pytest.approx(part.sum())
            assert table.loc[bcu, prefix + "denominator"] == len(part) * BASE
            assert table.loc[bcu, prefix + "value"] == pytest.approx(
                100 * part.sum() / (len(part) * BASE)
            )
    assert table["rolled_up"].all()


def test_the_mps_figure_is_its_own_published_one_and_not_the_roll_up(
    home: tuple[Places, list[DemoFile]], store: Store
) -> None:
    own = trust(published(home[1], "pas_mps"), "2022-12-31")["mps"]
    rolled = 100 * trust(published(home[1], "pas_borough"), "2022-12-31").mean()
    row = compare(store, "mps").loc["MPS"]
    assert own == 0.71
    assert row["value"] == pytest.approx(71)
    assert abs(rolled - 71) > 0.01  # else this test could not tell them apart
    assert (row["numerator"], row["base"]) == pytest.approx((own * MPS_BASE, MPS_BASE))
    assert not row["rolled_up"]
    assert row["release"] == "pas_mps/2023-06-30"


def test_the_second_release_revises_march_2023_and_its_row_counts_the_revisions(
    home: tuple[Places, list[DemoFile]], store: Store
) -> None:
    key = ["borough", "measure", "date"]
    first, second = (published(home[1], "pas_borough", n) for n in (1, 2))
    both = first.merge(second, on=key, suffixes=("_first", "_second"))
    changed = both[(both["p_first"] - both["p_second"]).abs() > 1e-9]
    assert set(changed["date"]) == {pd.Timestamp("2023-03-31")}
    releases = store.query("releases").set_index("id")["revised"]
    assert releases["pas_borough/2023-06-30"] == len(changed) > 0
    assert releases["pas_borough/2023-05-15"] == releases["pas_mps/2023-06-30"] == 0
    series = store.query("series", indicators=["trust"], areas=[BOROUGHS["camden"].code]).set_index(
        "period_end"
    )
    assert series.index.is_unique
    assert series.loc["2023-03-31", "value"] == pytest.approx(
        100 * trust(second, "2023-03-31")["camden"]
    )


@pytest.mark.parametrize("fault", ["garbage", "truncated", "emptied", "changed", "undeclared"])
def test_a_failed_build_leaves_what_is_served_as_it_was(
    own: Places, tmp_path: Path, fault: str
) -> None:
    good = next(own.received_folder.glob("pas_borough/2023-06-30*/*.csv"))
    text = good.read_text(encoding="utf-8")
    broken = tmp_path / "PAS_Dashboard_Borough.csv"
    content = {"garbage": "\0\1\2", "truncated": text[: text.rindex("issues")], "emptied": ""}.get(
        fault, text
    )
    broken.write_text(content, encoding="utf-8")
    if fault == "changed":
        good.write_text(text + "\n", encoding="utf-8")
    else:
        source = "pas_mars" if fault == "undeclared" else "pas_borough"
        receive(own.received_folder, source, dt.date(2023, 9, 30), broken, demonstration=True)
    before = (
        (own.built_folder / POINTER).read_bytes(),
        sorted(own.built_folder.iterdir()),
        find_database(own).read_bytes(),
    )
    with pytest.raises(InputError) as told:
        build(own, DECLARED)
    assert "\n" not in str(told.value)
    assert broken.name in str(told.value)
    assert (
        (own.built_folder / POINTER).read_bytes(),
        sorted(own.built_folder.iterdir()),
        find_database(own).read_bytes(),
    ) == before
    assert compare(open_store(own, find_database(own)), "mps").loc["MPS", "value"] == pytest.approx(
        71
    )


def test_a_failed_check_leaves_what_is_served_as_it_was(own: Places) -> None:
    (own.queries / "checks" / "never.sql").write_text("SELECT 'planted'", encoding="utf-8")
    before = (own.built_folder / POINTER).read_bytes(), sorted(own.built_folder.iterdir())
    with pytest.raises(
        InputError, match="The check 'never' failed and nothing was changed.*planted"
    ):
        build(own, DECLARED)
    assert ((own.built_folder / POINTER).read_bytes(), sorted(own.built_folder.iterdir())) == before


def test_an_open_store_reads_the_old_database_while_a_new_one_comes_into_force(own: Places) -> None:
    old_path = find_database(own)
    old = open_store(own, old_path)
    shutil.rmtree(own.received_folder / "pas_mps")
    built = build(own, DECLARED)
    assert find_database(own) == built.path != old_path
    assert old.version == old.meta()["version"] != built.version
    assert not compare(old, "mps").loc["MPS", "rolled_up"]
    new = open_store(own, find_database(own))
    assert new.version == built.version
    assert compare(new, "mps").loc["MPS", "rolled_up"]


def test_old_databases_are_cleared_away_but_the_latest_few_are_kept(own: Places) -> None:
    built = [build(own, DECLARED).path for _ in range(4)]
    left = sorted(own.built_folder.glob("dashboard-*.duckdb"))
    assert len(left) == 3
    assert built[-1] in left


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO meta VALUES ('a', 'b')",
        "UPDATE observation SET value = 0",
        "DROP TABLE observation",
        "COPY observation TO '{folder}/out.csv'",
        "SELECT * FROM read_csv('{folder}/in.csv')",
        "ATTACH '{folder}/other.duckdb'",
        "SET enable_external_access = true",
    ],
)
def test_the_connection_is_read_only_and_has_no_way_out(
    store: Store, tmp_path: Path, sql: str
) -> None:
    (tmp_path / "in.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(duckdb.Error):
        store.connection.cursor().execute(sql.format(folder=tmp_path))
    assert [p.name for p in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.parametrize("name", ["../schema", "checks/one_observation_each", "Compare", ""])
def test_only_a_query_by_its_name_can_be_asked_for(store: Store, name: str) -> None:
    with pytest.raises(ValueError, match="is not the name of a query"):
        store.query(name)


def _no_pointer(own: Places) -> None:
    (own.built_folder / POINTER).unlink()


def _damaged_pointer(own: Places) -> None:
    (own.built_folder / POINTER).write_bytes(b"{\xff")


def _no_file(own: Places) -> None:
    find_database(own).unlink()


def _damaged_file(own: Places) -> None:
    find_database(own).write_bytes(b"not a database" * 1000)


def _old_schema(own: Places) -> None:
    with duckdb.connect(str(find_database(own))) as con:
        con.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")


def _another_database(own: Places) -> None:
    path = own.built_folder / "dashboard-other.duckdb"
    duckdb.connect(str(path)).close()
    (own.built_folder / POINTER).write_text(json.dumps({"file": path.name}), encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_no_pointer, "There is no database yet"),
        (_damaged_pointer, "is damaged"),
        (_no_file, "is not there any more"),
        (_damaged_file, "cannot be read"),
        (_old_schema, "is of an older schema"),
        (_another_database, "cannot be read"),
    ],
)
def test_a_database_that_cannot_be_served_says_what_to_run(own: Places, harm, said: str) -> None:
    harm(own)
    with pytest.raises(NoDatabaseError) as told:
        open_store(own, find_database(own))
    assert said in str(told.value)
    assert "python -m dashboard build" in str(told.value)
    assert "\n" not in str(told.value)
    build(own, DECLARED)  # and what it says helps
    open_store(own, find_database(own))


def test_a_real_release_makes_the_demonstration_releases_of_its_source_be_ignored(
    home: tuple[Places, list[DemoFile]], own: Places
) -> None:
    first = [f for f in home[1] if f.source == "pas_borough"][1]
    receive(own.received_folder, first.source, first.published, first.path)
    build(own, DECLARED)
    store = open_store(own, find_database(own))
    releases = store.query("releases")
    real = releases[releases["source"] == "pas_borough"]
    assert [(r.published.date(), r.demonstration) for r in real.itertuples()] == [
        (first.published, False)
    ]
    assert releases.loc[releases["source"] == "pas_mps", "demonstration"].tolist() == [True] * 3
    assert store.query("periods", indicator="trust")["period_end"].max() == pd.Timestamp(
        "2023-03-31"
    )
