"""A database is read back before anything rests on it, and one that was damaged since is seen and
made anew.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from calls_home import calls, drawn_home
from killed import MEETING

from dashboard.errors import NoDatabaseError, StorageError
from dashboard.pipeline import build as build_module
from dashboard.pipeline import earlier_days
from dashboard.pipeline.build import build
from dashboard.pipeline.contents import (
    contents_of,
    fault_of,
    open_to_write,
    read_back,
    record_contents,
)
from dashboard.pipeline.publish import Arrival, Change
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.connection import find_database, open_store
from dashboard.store.layout import POINTER

OLD, NEW = [1000.0] * 2, [2000.0] * 3
FIRST_DAY = dt.date(2023, 5, 15)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A home with two files, so that there is a database of an earlier day beside that in force."""
    places, declared = drawn_home(tmp_path_factory.mktemp("drawn"))
    file = calls(places.root / "files" / "second.csv", 2000, 3)
    build(places, declared, change=Change((Arrival(file, "calls_999", dt.date(2023, 6, 30)),)))
    return places, declared


@pytest.fixture
def own(drawn, tmp_path: Path) -> Places:
    return Places(Path(shutil.copytree(drawn[0].root, tmp_path / "own")))


def figures(places: Places, path: Path) -> list[float]:
    return (
        open_store(places, path)
        .query("series", indicators=["calls_999"], areas=["MPS"])["value"]
        .tolist()
    )


def _fewer_rows(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("DELETE FROM observation WHERE period_end = '2023-01-31'")


def _other_rows(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE observation SET value = value + 1")


def _no_periods(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE indicator SET last_period = NULL")


def _no_table(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("DROP TABLE held")


def _not_to_its_end(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("DELETE FROM meta WHERE key = 'contents'")


def _cut_short(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def _other_bytes(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    for at in range(20_000, len(whole), 50_000):
        whole[at] ^= 0xFF
    path.write_bytes(whole)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


HARMS = (
    _fewer_rows,
    _other_rows,
    _no_periods,
    _no_table,
    _not_to_its_end,
    _cut_short,
    _other_bytes,
    _empty,
)


@pytest.mark.parametrize("harm", HARMS)
def test_a_database_that_is_read_back_otherwise_never_comes_into_force(
    drawn, own: Places, tmp_path: Path, monkeypatch, harm: Callable[[Path], None]
) -> None:
    before = {p: p.read_bytes() for p in own.root.rglob("*") if p.is_file()}
    read = build_module.read_back

    def harmed(path: Path, *args) -> None:
        harm(path)
        read(path, *args)

    monkeypatch.setattr(build_module, "read_back", harmed)
    file = calls(tmp_path / "third.csv", 3000, 4)
    with pytest.raises(StorageError, match="read back otherwise .* nothing was changed"):
        build(own, drawn[1], change=Change((Arrival(file, "calls_999", dt.date(2023, 9, 30)),)))
    assert {p: p.read_bytes() for p in own.root.rglob("*") if p.is_file()} == before
    with pytest.raises(StorageError, match="nothing was changed"):
        build(own, drawn[1], as_at=FIRST_DAY)
    assert {p: p.read_bytes() for p in own.root.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_database_of_an_earlier_day_is_seen_by_the_next_build_and_made_anew(
    drawn, own: Places, harm: Callable[[Path], None]
) -> None:
    path = vintages.at(own, FIRST_DAY)
    path.write_bytes(path.read_bytes())  # no longer one with the file that was in force
    harm(path)
    assert fault_of(path)
    build(own, drawn[1])
    assert earlier_days.build_missing(own, drawn[1]) == [FIRST_DAY]
    assert fault_of(path) == ""
    assert (figures(own, path), figures(own, find_database(own))) == (OLD, NEW)


@pytest.mark.parametrize("harm", HARMS)
def test_damage_to_the_file_that_is_both_in_force_and_kept_for_its_day_is_seen_under_both_names_and_mended(
    drawn, own: Places, harm: Callable[[Path], None]
) -> None:
    build(own, drawn[1])
    path = find_database(own)
    (kept,) = (p for p in (own.built_folder / "vintages").iterdir() if p.samefile(path))
    harm(path)
    assert fault_of(path) and fault_of(kept)
    built = build(own, drawn[1])
    assert built.failure == ""
    assert kept.samefile(find_database(own)) and not kept.samefile(path)
    assert fault_of(kept) == fault_of(find_database(own)) == ""
    assert figures(own, find_database(own)) == NEW


def test_a_database_that_was_not_written_to_its_end_is_not_shown(own: Places) -> None:
    _not_to_its_end(find_database(own))
    with pytest.raises(
        NoDatabaseError, match="was not written to its end; run: python -m dashboard build"
    ):
        open_store(own, find_database(own))


@pytest.mark.parametrize("harm", HARMS)
def test_an_earlier_day_that_is_brought_up_to_date_is_read_back_as_well(
    drawn, own: Places, monkeypatch, harm: Callable[[Path], None]
) -> None:
    path = vintages.at(own, FIRST_DAY)
    before, read = path.read_bytes(), earlier_days.read_back

    def harmed(draft: Path, *args) -> None:
        harm(draft)
        read(draft, *args)

    monkeypatch.setattr(earlier_days, "read_back", harmed)
    with pytest.raises(StorageError, match="read back otherwise"):
        earlier_days.build_missing(own, replace(drawn[1], meetings={"2023-05-01": MEETING}))
    assert path.read_bytes() == before
    assert sorted(p.name for p in own.built_folder.glob(".draft-*")) == []


def test_what_is_brought_up_to_date_keeps_the_figures_of_its_day_and_is_a_file_of_its_own(
    drawn, own: Places
) -> None:
    path = vintages.at(own, FIRST_DAY)
    with duckdb.connect(str(path), read_only=True) as con:
        before = contents_of(con)
    earlier_days.build_missing(own, replace(drawn[1], meetings={"2023-05-01": MEETING}))
    with duckdb.connect(str(path), read_only=True) as con:
        after = contents_of(con)
    assert {table for table in before if before[table] != after[table]} == {"meta"}
    assert fault_of(path) == ""
    assert path.stat().st_nlink == 1


def test_a_check_that_finds_otherwise_as_the_file_is_read_is_told(
    drawn, own: Places, monkeypatch
) -> None:
    hold = build_module.hold_checks

    def altered(con, queries):
        found = hold(con, queries)
        con.execute("UPDATE meta SET value = replace(value, '0', '7') WHERE key = 'checks'")
        return found

    monkeypatch.setattr(build_module, "hold_checks", altered)
    before = (own.built_folder / POINTER).read_bytes()
    with pytest.raises(StorageError, match="the check areas_known finds 0 rows and found 7"):
        build(own, drawn[1])
    assert (own.built_folder / POINTER).read_bytes() == before


def test_what_a_database_holds_is_told_from_its_rows_and_not_from_their_order(
    tmp_path: Path,
) -> None:
    paths = [tmp_path / "a.duckdb", tmp_path / "b.duckdb"]
    for path, order in zip(paths, ("ASC", "DESC"), strict=True):
        with open_to_write(path) as con:
            con.execute("CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR)")
            con.execute(f"CREATE TABLE fact AS SELECT * FROM range(1000) t(n) ORDER BY n {order}")
            contents = record_contents(con)
        read_back(path, contents)
    for path in paths:
        read_back(path, contents)
    with open_to_write(paths[0]) as con:
        con.execute("UPDATE fact SET n = 1001 WHERE n = 5")
    with pytest.raises(StorageError, match="fact has other rows than it had"):
        read_back(paths[0], contents)


def test_the_databases_of_every_day_are_still_whole_after_all_of_it(drawn) -> None:
    places, _ = drawn
    assert [fault_of(path) for path in (places.built_folder / "vintages").iterdir()] == ["", ""]
