"""Whatever else lies under the received files stops nothing but its own release, and what is said
of it mends it.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from secret_plan import calls
from typer.testing import CliRunner

from dashboard import cli
from dashboard.pipeline.standing_releases import contents, digests
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.connection import find_database, open_store

FIRST, SECOND = dt.date(2023, 2, 1), dt.date(2023, 4, 1)
OWN = f"calls_999/{SECOND}"
"""The release that is harmed: of two, the later."""


@pytest.fixture(scope="module")
def built(small_home) -> Places:
    """Two real releases of 999 calls, loaded by command; to be copied."""
    places = Places(small_home("calls_999", "answered_999"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_HOME", str(places.root))
        for day, count in ((FIRST, 100), (SECOND, 200)):
            calls(count).to_csv(places.root / f"{count}.csv", index=False)
            run("load", str(places.root / f"{count}.csv"), "--published", str(day))
    return places


@pytest.fixture
def own(built: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    shutil.copytree(built.root, tmp_path / "home")
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "home"))
    return Places(tmp_path / "home")


def run(*words: str) -> str:
    """What a command that ends well says."""
    done = CliRunner().invoke(cli.app, list(words))
    assert done.exit_code == 0, (words, done.output, done.exception)
    return done.output


def figure(places: Places, as_at: dt.date | None = None) -> float:
    store = open_store(places, vintages.at(places, as_at), as_at)
    return float(store.query("series", indicators=["calls_999"], areas=["MPS"])["value"].iloc[0])


LITTER = (
    ".DS_Store",
    "Thumbs.db",
    "thumbs.DB",
    "desktop.ini",
    "~$200.xlsx",
    "._200.csv",
    ".~lock.200.csv#",
    "200.csv~",
)


def test_known_litter_is_passed_over_wherever_it_lies(own: Places) -> None:
    for folder in (
        own.received_folder,
        own.received_folder / "calls_999",
        own.received_folder / OWN,
    ):
        for name in LITTER:
            (folder / name).write_bytes(b"\0litter")
        (folder / "__MACOSX").mkdir()
    before = find_database(own)
    for words in (["build"], ["releases"], ["check"]):
        assert "warning" not in run(*words)
    assert (
        contents(own.received_folder).strays == []
        and find_database(own) != before
        and figure(own) == 200
    )


def unknown(received: Path) -> list[Path]:
    """Things at every depth that are no part of any release."""
    outside = received.parent / "outside"
    outside.mkdir()
    places = (
        received / "notes.docx",
        received / "calls_999" / "figures.csv",
        received / OWN / "second.csv",
    )
    for path in places:
        path.write_text("a,b\n", encoding="utf-8")
    folders = (
        received / "backup" / "calls_999",
        received / "calls_999" / "old",
        received / OWN / "nested" / "deeper",
    )
    for path in folders:
        path.mkdir(parents=True)
    (received / "calls_999" / "2023-07-01").mkdir()
    links = received / "lost", received / OWN / "link", received / "calls_999" / "loop"
    links[0].symlink_to(received / "nowhere")
    links[1].symlink_to(outside)
    links[2].symlink_to(links[2])
    shutil.copytree(received / OWN, received / "calls_999" / f"{SECOND} copy", symlinks=True)
    os.mkfifo(received / OWN / "pipe")
    (received / "release.toml").touch()
    (received / "calls_999" / "reverted.toml").touch()
    return [
        *places,
        folders[0],
        folders[1],
        folders[2].parent,
        received / "calls_999" / "2023-07-01",
        *links,
        received / "calls_999" / f"{SECOND} copy",
        received / OWN / "pipe",
        received / "release.toml",
        received / "calls_999" / "reverted.toml",
    ]


def test_what_is_unknown_is_named_and_stops_no_command(own: Places) -> None:
    strays = unknown(own.received_folder)
    calls(300).to_csv(own.root / "300.csv", index=False)
    for words in (
        ["build"],
        ["check"],
        ["releases"],
        ["load", str(own.root / "300.csv"), "--published", "2023-05-01"],
        ["revert", "calls_999/2023-05-01"],
    ):
        assert run(*words).count("warning ") == len(strays), words
    assert {stray.path for stray in contents(own.received_folder).strays} == set(strays)
    said = run("releases")
    assert all(
        str(stray.path) in stray.message and stray.message in said
        for stray in contents(own.received_folder).strays
    )
    assert (figure(own), figure(own, FIRST)) == (200, 100)
    for stray in contents(own.received_folder).strays:
        assert re.search(
            r": (remove it|move it out of the folder of received files)\.$", stray.message
        )
        if stray.path.is_dir() and not stray.path.is_symlink():
            shutil.rmtree(stray.path)
        else:
            stray.path.unlink()
    assert "warning" not in run("check")


def empty_note(folder: Path) -> None:
    (folder / "release.toml").write_bytes(b"")


def half_a_note(folder: Path) -> None:
    text = (folder / "release.toml").read_bytes()
    (folder / "release.toml").write_bytes(text[: len(text) // 3])


def wrong_kinds(folder: Path) -> None:
    note = f'source = 5\npublished = "{SECOND}"\nsha256 = ""\ndemonstration = 1\n'
    (folder / "release.toml").write_text(note, encoding="utf-8")


def no_note(folder: Path) -> None:
    (folder / "release.toml").unlink()


def note_is_a_folder(folder: Path) -> None:
    (folder / "release.toml").unlink()
    (folder / "release.toml").mkdir()


def empty_mark(folder: Path) -> None:
    (folder / "reverted.toml").touch()


def no_file(folder: Path) -> None:
    next(folder.glob("*.csv")).unlink()


def two_others(folder: Path) -> None:
    next(folder.glob("*.csv")).write_text("a\n", encoding="utf-8")
    (folder / "other.csv").write_text("b\n", encoding="utf-8")


def renamed(folder: Path) -> None:
    folder.rename(folder.with_name("of April"))


def heal(places: Places, message: str) -> None:
    """Do what a sentence says, whatever it is about."""
    if command := re.search(r"run: python -m dashboard (\w+)$", message):
        if move := re.search(r"rename the folder to (\S+),", message):
            Path(re.match(r"(.*?) is ", message)[1]).rename(move[1])  # type: ignore[index]
        if right := re.search(r"^(\S+) cannot be read", message):
            Path(right[1]).chmod(0o700)
        run(command[1])
        return
    asked = re.search(r"with: python -m dashboard (load .*)$", message)
    assert asked, message
    file = "FILE"
    words = [
        str(places.root / "200.csv") if word == file else word for word in shlex.split(asked[1])
    ]
    run(*words)


HARMS = (
    empty_note,
    half_a_note,
    wrong_kinds,
    no_note,
    note_is_a_folder,
    empty_mark,
    no_file,
    two_others,
    renamed,
)


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_a_release_that_cannot_be_read_is_left_out_and_named_and_the_sentence_mends_it(
    own: Places, harm: Callable[[Path], None]
) -> None:
    harm(own.received_folder / OWN)
    (stray,) = contents(own.received_folder).strays
    assert f"warning {stray.message}" in run("build")
    assert (stray.source, stray.release) == ("calls_999", OWN)
    assert figure(own) == 100
    assert f"The figures in force were built without {OWN}" in run("check")
    heal(own, stray.message)
    assert contents(own.received_folder).strays == []
    said = run("check")
    assert "built without" not in said and "warning" not in said
    assert (figure(own), figure(own, FIRST)) == (200, 100)


@pytest.mark.parametrize("depth", ["release", "source"])
def test_a_folder_without_the_right_to_read_it_is_left_out_until_the_right_is_given(
    own: Places, monkeypatch: pytest.MonkeyPatch, depth: str
) -> None:
    folder = own.received_folder / (OWN if depth == "release" else "calls_999")
    folder.chmod(0)
    real = os.access
    # Whoever runs the tests may have every right.
    monkeypatch.setattr(
        os, "access", lambda path, mode: bool(os.stat(path).st_mode & 0o700) and real(path, mode)
    )
    (stray,) = contents(own.received_folder).strays
    assert stray.message.startswith(f"{folder} cannot be read (permission denied)")
    run("build")
    shown = open_store(own, find_database(own)).query("releases")["id"].tolist()
    assert shown == ([f"calls_999/{FIRST}"] if depth == "release" else [])
    lost = OWN if depth == "release" else f"calls_999/{FIRST}, {OWN}"
    assert f"The figures in force were built without {lost}, which" in run("check")
    calls(300).to_csv(own.root / "300.csv", index=False)
    done = CliRunner().invoke(
        cli.app, ["load", str(own.root / "300.csv"), "--published", str(SECOND)]
    )
    assert done.exit_code != 0 and str(done.exception).startswith(
        f"{folder} cannot be written to: give yourself"
    )
    heal(own, stray.message)
    assert contents(own.received_folder).strays == [] and (figure(own), figure(own, FIRST)) == (
        200,
        100,
    )


def test_what_is_in_the_place_of_a_release_is_told_before_anything_is_changed(own: Places) -> None:
    calls(300).to_csv(own.root / "300.csv", index=False)
    before = find_database(own)
    for name in (f"calls_999/{FIRST + dt.timedelta(9)}", f"calls_999/{FIRST + dt.timedelta(8)}"):
        place = own.received_folder / name
        place.touch() if name.endswith("9") else place.symlink_to(own.received_folder / "nowhere")
        done = CliRunner().invoke(
            cli.app, ["load", str(own.root / "300.csv"), "--published", name.partition("/")[2]]
        )
        assert (
            str(done.exception)
            == f"{place} is in the way, as it is no folder: move it away, then try again."
        )
        assert find_database(own) == before
        place.unlink()
        run(
            "load",
            str(own.root / "300.csv"),
            "--published",
            name.partition("/")[2],
            "--accept-warnings",
        )
        before = find_database(own)


def test_what_a_replaced_folder_held_besides_the_same_file_is_kept(own: Places) -> None:
    empty_note(own.received_folder / OWN)
    (own.received_folder / OWN / "remarks.docx").write_text("Ask again in May.", encoding="utf-8")
    run("load", str(own.root / "200.csv"), "--published", str(SECOND))
    (kept,) = own.received_folder.glob("calls_999/*/remarks.docx")
    assert kept.parent.name.startswith(f"{SECOND}.") and figure(own) == 200
    assert contents(own.received_folder).strays == []


def test_a_release_that_is_left_out_cannot_be_taken_back_and_the_sentence_says_why(
    own: Places,
) -> None:
    empty_note(own.received_folder / OWN)
    done = CliRunner().invoke(cli.app, ["revert", OWN])
    assert str(done.exception).startswith(
        f"{OWN} cannot be taken back, as it is left out already: {own.received_folder}"
    )


def test_readers_are_told_which_release_is_left_out_and_nothing_of_where_it_lies(
    own: Places,
) -> None:
    empty_note(own.received_folder / OWN)
    (own.received_folder / "secret plan.docx").touch()
    run("build")
    found = open_store(own, find_database(own)).query("findings")
    mine = found[found["message"].str.contains("left out")]
    assert mine[["source", "severity"]].values.tolist() == [["calls_999", "warning"]]
    assert mine["message"].tolist() == [
        f"What was received as published on {SECOND} cannot be read any more and is left out."
    ]
    assert not found.to_csv().count("secret") and not found.to_csv().count(str(own.received_folder))


def test_demonstration_figures_do_not_come_back_for_a_published_file_that_is_left_out(
    own: Places,
) -> None:
    for day in (FIRST, SECOND):
        note = own.received_folder / f"calls_999/{day}" / "release.toml"
        if day == FIRST:
            shutil.copytree(note.parent, note.parent.with_name(f"{FIRST}-demonstration"))
            drawn = note.parent.with_name(f"{FIRST}-demonstration") / "release.toml"
            drawn.write_text(
                drawn.read_text(encoding="utf-8").replace("false", "true"), encoding="utf-8"
            )
        note.write_bytes(b"")
    run("build")
    assert open_store(own, find_database(own)).query("releases").empty
    assert "no, published files are held (demonstration)" in run("releases")


def test_a_release_that_is_left_out_still_counts_as_read_where_figures_are_withheld(
    own: Places,
) -> None:
    before = digests(own.received_folder)
    empty_note(own.received_folder / OWN)
    assert digests(own.received_folder) == before and len(before) == 2


def test_without_the_folder_of_received_files_itself_nothing_is_built(own: Places) -> None:
    shutil.rmtree(own.received_folder)
    own.received_folder.write_text("", encoding="utf-8")
    before = find_database(own)
    done = CliRunner().invoke(cli.app, ["build"])
    assert (
        str(done.exception).startswith(f"{own.received_folder} ") and find_database(own) == before
    )
    assert (figure(own), figure(own, FIRST)) == (200, 100)
