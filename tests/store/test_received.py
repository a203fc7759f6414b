"""Received files: kept unchanged, under whatever name they came, and never lost to a later mistake."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tomllib
from pathlib import Path

import pytest
from calls_home import calls, drawn_home
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import InputError
from dashboard.loaders.file_names import readable_name
from dashboard.pipeline.build import build
from dashboard.pipeline.publish import Arrival, Change
from dashboard.pipeline.receive import kept_name, receive, require_unchanged
from dashboard.pipeline.standing_releases import list_releases, select_standing
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store

DAY = dt.date(2023, 6, 30)
NAMES = {
    b"release.toml": ("release.toml", "file"),
    b"reverted.toml": ("reverted.toml", "file"),
    b"caf\xe9.csv": (r"caf\xe9.csv", "file.csv"),
    b"x" * 251 + b".csv": ("x" * 251 + ".csv", "file.csv"),
    b"Calls.csv": ("Calls.csv", "file.csv"),
    b"calls.CSV": ("calls.CSV", "file.csv"),
    b"line\nbreak.csv": (r"line\nbreak.csv", "file.csv"),
    b"red\x1b[31m.csv": (r"red\x1b[31m.csv", "file.csv"),
    "ma\u202efdp.csv".encode(): (r"ma\u202efdp.csv", "file.csv"),
    b"CON.csv": ("CON.csv", "file.csv"),
    b"a: b?.csv. ": ("a: b?.csv. ", "file"),
    b".csv": (".csv", "file"),
    "Zahlen für März.csv".encode(): ("Zahlen für März.csv", "file.csv"),
    b"run.exe": ("run.exe", "file"),
}
"""Name of a file as bytes -> as it is told, and as it is kept."""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return drawn_home(tmp_path_factory.mktemp("drawn"))


@pytest.fixture
def own(drawn, tmp_path: Path) -> Places:
    return Places(Path(shutil.copytree(drawn[0].root, tmp_path / "own")))


def named(folder: Path, name: bytes) -> Path:
    """A file of calls under a name of any bytes; skipped where the disk does not take it."""
    plain = calls(folder / "plain.csv", 1000 + len(name))
    path = os.fsencode(folder) + b"/" + name
    try:
        os.rename(plain, path)
    except OSError:
        pytest.skip(f"this disk takes no file called {name!r}")
    return Path(os.fsdecode(path))


def test_a_file_is_kept_unchanged_whatever_its_name_and_told_by_it(
    drawn, own: Places, tmp_path: Path
) -> None:
    arriving = []
    for number, name in enumerate(NAMES):
        file = named(tmp_path / str(number), name)
        arriving.append(Arrival(file, "calls_999", DAY + dt.timedelta(number)))
    contents = [arrival.file.read_bytes() for arrival in arriving]
    build(own, drawn[1], change=Change(tuple(arriving)))
    kept = list_releases(own.received_folder)[1:]
    assert [(r.name, r.path.name) for r in kept] == list(NAMES.values())
    assert [r.path.read_bytes() for r in kept] == contents
    assert {p.name for r in kept for p in r.path.parent.iterdir()} == {
        "release.toml",
        "file",
        "file.csv",
    }
    build(own, drawn[1])  # as it reads them from where they are kept
    told = (
        open_store(own, find_database(own))
        .query("releases")
        .sort_values("published")["file"]
        .tolist()
    )
    assert told[1:] == [said for said, _ in NAMES.values()]


def test_two_files_of_one_day_whose_names_differ_in_case_alone_are_both_kept(
    drawn, own: Places, tmp_path
) -> None:
    for name, count in (("Calls.csv", 1), ("calls.csv", 2)):
        file = calls(tmp_path / str(count) / name, count)
        build(own, drawn[1], change=Change((Arrival(file, "calls_999", DAY),)))
    of_day = sorted(
        (r for r in list_releases(own.received_folder) if r.published == DAY),
        key=lambda r: r.reverted_at is None,
    )
    assert [(r.name, r.reverted_at is None) for r in of_day] == [
        ("Calls.csv", False),
        ("calls.csv", True),
    ]


def test_what_refuses_a_file_calls_it_by_its_own_name(drawn, own: Places, tmp_path: Path) -> None:
    file = calls(tmp_path / "reverted.toml", 1)
    good = file.read_text(encoding="utf-8")
    header, *rows = good.splitlines()
    file.write_text(
        "\n".join([header, *(f"{row.rpartition(',')[0]},[c]" for row in rows)]), encoding="utf-8"
    )
    with pytest.raises(
        InputError,
        match="reverted.toml was refused and nothing was changed: reverted.toml has no fig",
    ):
        build(own, drawn[1], change=Change((Arrival(file, "calls_999", DAY),)))
    file.write_text(good, encoding="utf-8")
    build(own, drawn[1], change=Change((Arrival(file, "calls_999", DAY),)))
    (kept,) = (r for r in list_releases(own.received_folder) if r.published == DAY)
    kept.path.write_text(header, encoding="utf-8")
    with pytest.raises(InputError, match=r"\(reverted.toml\) has changed since it was received"):
        build(own, drawn[1])
    receive(own.received_folder, "calls_999", DAY, kept.file)
    with pytest.raises(
        InputError,
        match="reverted.toml was refused and nothing was changed: reverted.toml has a head",
    ):
        build(own, drawn[1])


def test_a_release_that_an_earlier_version_received_is_read_under_its_own_name(
    drawn, own: Places
) -> None:
    (release,) = list_releases(own.received_folder)
    release.path.rename(release.path.with_name("2023-05 calls.csv"))
    note = release.path.with_name("release.toml")
    lines = note.read_text(encoding="utf-8").splitlines(keepends=True)
    note.write_text(
        "".join(line for line in lines if not line.startswith(("file", "kept"))), encoding="utf-8"
    )
    build(own, drawn[1])
    assert [r.name for r in select_standing(list_releases(own.received_folder))] == [
        "2023-05 calls.csv"
    ]
    assert open_store(own, find_database(own)).query("releases")["file"].tolist() == [
        "2023-05 calls.csv"
    ]


@given(st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=80))
def test_any_name_is_kept_as_one_that_every_disk_takes_and_told_so_that_it_can_be_printed(
    name: str,
) -> None:
    assert kept_name(Path(name)).partition(".")[0] == "file"
    assert kept_name(Path(name)).isascii()
    told = readable_name(Path(name))
    assert told.isprintable()
    assert told.encode("utf-8")


@given(st.text())
def test_whatever_a_note_says_can_be_read_again(text: str) -> None:
    from dashboard.pipeline.receive import _toml

    said = tomllib.loads(f"a = {_toml(text)}")["a"]
    assert said == text or not text.isprintable()


def test_a_received_file_may_be_received_again_from_where_it_stands(tmp_path):
    file = tmp_path / "file.csv"
    file.write_text("figures")
    received = tmp_path / "received"
    first = receive(received, "pas_mps", DAY, file)
    receive(received, "pas_mps", DAY, first.path)
    (kept,) = list_releases(received)
    assert kept.path.read_text() == "figures"


def test_a_changed_file_is_told_in_a_sentence(tmp_path):
    file = tmp_path / "file.csv"
    file.write_text("figures")
    kept = receive(tmp_path / "received", "pas_mps", DAY, file)
    kept.path.write_text("other figures")
    with pytest.raises(InputError, match="has changed since it was received"):
        require_unchanged(*list_releases(tmp_path / "received"))
