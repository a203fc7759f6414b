"""A build that is killed leaves the old database or the new one, whole; two at once follow one
another.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from calls_home import FIRST, ROOT, SECOND, calls, drawn_home
from filelock import FileLock
from killed import KINDS

from dashboard.declared.read import Declarations
from dashboard.errors import InputError
from dashboard.pipeline.build import build
from dashboard.pipeline.publish import DRAFT, LOCK, Arrival, Change, hold_publishing_lock
from dashboard.pipeline.standing_releases import list_releases, select_standing
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store
from dashboard.store.layout import POINTER

SCRIPT = Path(__file__).with_name("killed.py")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> tuple[Places, Declarations]:
    """A home with 999 calls alone, of which a build takes a fraction of a second."""
    return drawn_home(tmp_path_factory.mktemp("drawn"))


@pytest.fixture
def own(drawn, tmp_path: Path) -> Places:
    shutil.copytree(drawn[0].root, tmp_path / "own")
    return Places(tmp_path / "own")


@pytest.fixture(scope="module")
def moments(drawn, tmp_path_factory) -> list[dict]:
    """What every moment of a publication, or of making an earlier day's database, leaves if it is
    killed then.
    """
    folder = tmp_path_factory.mktemp("moments")
    file = calls(folder / "second.csv", 2000, 3)
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(drawn[0].root), str(folder), str(file)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=1800,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


OLD = [1000, 1000]
NEW = {"load": [2000, 2000, 2000], "load again": [2000, 2000, 2000], "revert": []}
HELD = {"load": [FIRST, SECOND], "load again": [FIRST], "revert": []}


def test_the_moments_are_two_hundred_and_end_where_nothing_is_stopped(moments) -> None:
    assert len(moments) >= 200
    for kind in KINDS:
        mine = [m for m in moments if m["kind"] == kind]
        assert [m["died"] for m in mine] == [True] * (len(mine) - 1) + [False]
        assert len(mine) >= 10


@pytest.mark.parametrize("kind", KINDS)
def test_a_kill_leaves_what_lies_on_disk_at_its_moment(moments, kind) -> None:
    killed = [m for m in moments if m["kind"] == kind and "killed" in m]
    assert killed
    for m in killed:
        assert m["killed"] == {"seen": m["seen"], "after": m["after"]}, m


@pytest.mark.parametrize("kind", NEW)
def test_a_kill_at_any_moment_leaves_the_old_state_or_the_new_one_whole(moments, kind) -> None:
    turned = False
    for m in (m for m in moments if m["kind"] == kind):
        after = m["after"]
        assert m["seen"]["held"] in ([FIRST], HELD[kind]), m
        assert after["held"] == after["releases"], m
        new = after["figures"] == NEW[kind]
        assert new or (after["figures"], after["held"]) == (OLD, [FIRST]), m
        assert not new or after["held"] == HELD[kind], m
        assert new or not turned, (
            "what came into force at an earlier moment is in force at every later one"
        )
        turned = turned or new
    assert turned


@pytest.mark.parametrize("kind", ["earlier day", "record"])
def test_a_kill_as_an_earlier_day_is_built_leaves_the_present_alone_and_that_day_whole_or_to_be_built(
    moments, kind
) -> None:
    for m in (m for m in moments if m["kind"] == kind):
        after = m["after"]
        assert (after["figures"], after["held"]) == (NEW["load"], HELD["load"]), m
        assert m["seen"]["first day"] in ((OLD,) if kind == "record" else (OLD, None)), m
        assert after["first day"] == OLD, m


@pytest.mark.parametrize("kind", KINDS)
def test_the_next_command_clears_away_what_a_killed_one_left(moments, kind) -> None:
    for m in moments:
        if m["kind"] == kind:
            assert m["after"]["left"] == ["vintages"], m


def test_what_a_killed_build_put_on_disk_as_it_sorted_is_swept_away(tmp_path: Path) -> None:
    spilled = Places(tmp_path).built_folder / f"{DRAFT}dashboard-1.duckdb.tmp"
    spilled.mkdir(parents=True)
    (spilled / "storage-0.tmp").write_bytes(b"rows")
    with hold_publishing_lock(Places(tmp_path)):
        assert not spilled.exists()


def test_no_received_file_is_lost_at_any_moment(moments) -> None:
    for m in (m for m in moments if m["kind"] in NEW):
        kept = m["after"]["recorded"]
        assert len(kept) == len({sha for _, sha, _ in kept})
        assert FIRST in {id for id, _, _ in kept}
        standing = [(id, stands) for id, _, stands in kept if stands]
        assert sorted(id for id, _ in standing) == m["after"]["releases"], m
        if m["after"]["figures"] == [2000] * 3 and m["kind"] == "load again":
            assert [(id, stands) for id, _, stands in kept] in (
                [(FIRST, False), (FIRST, True)],
                [(FIRST, True), (FIRST, False)],
            )


def test_a_refusal_leaves_nothing_behind(drawn, own: Places, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(
        calls(bad, 3000).read_text(encoding="utf-8").replace("3000", "many"), encoding="utf-8"
    )
    before = sorted(p for p in own.root.rglob("*"))
    with pytest.raises(InputError, match="bad.csv was refused and nothing was changed"):
        build(own, drawn[1], change=Change((Arrival(bad, "calls_999", dt.date(2023, 6, 30)),)))
    assert sorted(p for p in own.root.rglob("*")) == before


def test_a_second_build_waits_for_the_first_and_says_so_in_one_line(drawn, own: Places) -> None:
    said: list[str] = []
    first = FileLock(own.built_folder / LOCK)
    first.acquire()
    second = threading.Thread(target=lambda: build(own, drawn[1], say=said.append))
    second.start()
    second.join(1.0)
    assert second.is_alive()
    assert said == ["Another build is running; this one begins when it has ended."]
    first.release()
    second.join(60)
    assert not second.is_alive()
    assert len(said) == 1


def test_two_loads_at_once_are_both_received_and_both_in_force(
    drawn, own: Places, tmp_path: Path
) -> None:
    second, third = calls(tmp_path / "2.csv", 2000, 3), calls(tmp_path / "3.csv", 3000, 4)
    work = (
        "import sys, datetime as dt; from pathlib import Path; from dashboard import catalogue;from"
        " dashboard.declared.read import declarations; from dashboard.settings import Places;from"
        " dashboard.pipeline.build import build; from dashboard.pipeline.publish import Arrival, Change;p"
        " = Places(Path(sys.argv[1]));a = Arrival(Path(sys.argv[2]), 'calls_999',"
        " dt.date.fromisoformat(sys.argv[3]));build(p, declarations(p.declared_folder, catalogue.has_chart),"
        " change=Change((a,)))"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", work, str(own.root), str(file), day],
            env=env,
            stderr=subprocess.PIPE,
        )
        for file, day in ((second, "2023-06-30"), (third, "2023-09-30"))
    ]
    assert [(p.wait(120), p.stderr.read()) for p in both] == [(0, b""), (0, b"")]
    store = open_store(own, find_database(own))
    ids = [FIRST, SECOND, "calls_999/2023-09-30"]
    assert (
        sorted(store.query("releases")["id"])
        == sorted(r.id for r in select_standing(list_releases(own.received_folder)))
        == ids
    )
    assert (
        store.query("series", indicators=["calls_999"], areas=["MPS"])["value"].tolist()
        == [3000] * 4
    )
    assert json.loads((own.built_folder / POINTER).read_text())["file"] == find_database(own).name


def test_a_load_of_the_same_day_keeps_the_file_that_it_replaces(
    drawn, own: Places, tmp_path: Path
) -> None:
    file = calls(tmp_path / "mended.csv", 1500)
    build(
        own,
        drawn[1],
        change=Change((Arrival(file, "calls_999", dt.date(2023, 5, 15)),), by="B. Analyst"),
    )
    gone, stands = sorted(list_releases(own.received_folder), key=lambda r: r.reverted_at is None)
    assert (gone.name, gone.reverted_by, stands.name) == ("first.csv", "B. Analyst", "mended.csv")
    assert (stands.loaded_by, stands.publisher, stands.rows) == ("B. Analyst", "MPS", 4)
    build(own, drawn[1], change=Change((Arrival(file, "calls_999", dt.date(2023, 5, 15)),)))
    assert len(list_releases(own.received_folder)) == 2
