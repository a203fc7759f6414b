"""The command line: what it does, and a mistake that ends in one sentence and exit code 2."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.errors import InputError
from dashboard.settings import Places
from dashboard.store.connection import current, open_store
from dashboard.ui.serve import serve

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = Path(os.environ.get("DASHBOARD_PUBLISHED", ROOT.parent / "shared" / "published"))
HEADER = "Date,Survey,Borough,Measure,Proportion,MPS,,,,\n"
GARBAGE = {
    "binary.csv": b"\0\1\2\xff" * 100,
    "empty.csv": b"",
    "page.csv": b"<!doctype html><html></html>",
    "other.csv": b"apples,pears\n1,2\n",
    "rows.csv": f'{HEADER}31/12/2022,PAS,Atlantis,Trust MPS,"0,83","0,71",,,,\n'.encode(),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Places:
    places = Places(tmp_path_factory.mktemp("home"))
    shutil.copytree(ROOT / "data" / "declared", places.declared)
    shutil.copytree(ROOT / "queries", places.queries)
    done = run(places, "demo")
    assert done.returncode == 0, done.stderr
    assert "observations" in done.stdout
    return places


@pytest.fixture
def own(demo: Places, tmp_path: Path) -> Places:
    shutil.copytree(demo.root, tmp_path / "own")
    return Places(tmp_path / "own")


def run(places: Places, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "DASHBOARD_HOME": str(places.root), "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [sys.executable, "-m", "dashboard", *words], env=env, capture_output=True, text=True, timeout=120
    )


def figures(places: Places) -> dict[str, float]:
    rows = open_store(places, current(places)).query("compare", indicator="trust", period="2022-12-31")
    return dict(zip(rows["name"], rows["value"], strict=True))


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a run that ended with exit code 2."""
    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr.strip()


def stand(places: Places) -> dict[str, bytes]:
    """Every received and built file."""
    folders = (places.received, places.built)
    return {str(p): p.read_bytes() for folder in folders for p in folder.rglob("*") if p.is_file()}


def test_demo_builds_a_database_that_serves(demo: Places) -> None:
    shown = figures(demo)
    assert (shown["Hillingdon"], shown["MPS"]) == pytest.approx((83, 71))


def test_check_tells_that_the_declarations_are_sound(demo: Places) -> None:
    done = run(demo, "check")
    assert done.returncode == 0
    assert "sound" in done.stdout


@pytest.mark.parametrize("name", GARBAGE)
def test_load_of_a_file_that_cannot_be_used_says_one_sentence_and_receives_nothing(
    own: Places, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(GARBAGE[name])
    before = stand(own)
    assert name in refused(run(own, "load", str(tmp_path / name)))
    assert stand(own) == before


def test_load_tells_a_wrong_path_source_and_date(own: Places, tmp_path: Path) -> None:
    before = stand(own)
    assert "There is no file" in refused(run(own, "load", str(tmp_path / "none.csv")))
    file = next(own.received.glob("pas_borough/*/*.csv"))
    assert "'pas_mars' is not a declared source" in refused(run(own, "load", str(file), "--source", "pas_mars"))
    assert "'soon', which is not a date" in refused(run(own, "load", str(file), "--published", "soon"))
    assert stand(own) == before


def test_load_of_the_published_files_shows_the_published_figures(own: Places) -> None:
    for name in ("PAS_Dashboard_Borough.csv", "PAS_Total.csv"):
        if not (PUBLISHED / name).is_file():
            pytest.skip(f"the published file {name} is not in {PUBLISHED}")
        done = run(own, "load", str(PUBLISHED / name), "--published", "2024-02-15")
        assert done.returncode == 0, done.stderr
    shown = figures(own)
    assert (shown["Hillingdon"], shown["MPS"]) == pytest.approx((83, 71))
    releases = open_store(own, current(own)).query("releases")
    assert set(releases["id"]) == {"pas_borough/2024-02-15", "pas_mps/2024-02-15"}
    assert not releases["demonstration"].any()


def test_a_taken_port_is_a_sentence_that_names_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"Port {port} is taken: .*--port {port + 1}"):
            serve(ROOT, port)
