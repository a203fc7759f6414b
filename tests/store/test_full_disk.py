"""A disk that is full, or limits the size of a file, leaves the old database in force or the new
one, whole.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from calls_home import FIRST, ROOT, SECOND, calls, drawn_home
from limited import LIMITS

SCRIPT = Path(__file__).with_name("limited.py")
OLD, NEW = [1000, 1000], [2000, 2000, 2000]


def may_mount(folder: Path) -> bool:
    """Whether a small disk can be mounted here, for one process and what it starts."""
    try:
        done = subprocess.run(
            ["unshare", "--mount", "mount", "-t", "tmpfs", "none", folder], capture_output=True
        )
    except FileNotFoundError:
        return False
    return done.returncode == 0


@pytest.fixture(scope="module", params=LIMITS)
def limits(request, tmp_path_factory) -> list[dict]:
    """What a command leaves under each limit, and after some of them what the next one leaves that
    has none.
    """
    folder = tmp_path_factory.mktemp("limits")
    if request.param == "disk" and not may_mount(folder):
        pytest.skip(
            "a small disk cannot be mounted here: that takes the rights of an administrator of"
            " Linux"
        )
    places, _ = drawn_home(tmp_path_factory.mktemp("drawn"))
    file = calls(folder / "second.csv", 2000, 3)
    words = [sys.executable, SCRIPT, request.param, places.root, folder, file]
    done = subprocess.run(
        words if request.param == "file" else ["unshare", "--mount", *words],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == LIMITS[request.param]
    return told


def test_every_limit_leaves_the_old_database_or_the_new_one_whole(limits: list[dict]) -> None:
    for told in limits:
        before, after = told["before"], told["after"]
        assert "wrong" not in after, told
        assert after["rows"].keys() == before["rows"].keys()
        assert after["last_periods"] == before["last_periods"] == 2
        assert after["rows"]["held"] == before["rows"]["held"] > 0
        if after["version"] == before["version"]:
            assert (after["rows"], after["figures"], after["held"]) == (
                before["rows"],
                OLD,
                [FIRST],
            ), told
        elif told["words"] == "build":
            assert after["rows"] == before["rows"]
            assert (after["figures"], after["held"]) == (OLD, [FIRST]), told
        else:
            assert (after["figures"], after["held"]) == (NEW, [FIRST, SECOND]), told
        assert after["received"] == after["held"]


def test_a_command_that_a_disk_stops_says_so_in_one_sentence_and_leaves_nothing_behind(
    limits: list[dict],
) -> None:
    stopped = [told for told in limits if told["code"]]
    assert len(stopped) > len(limits) / 2
    for told in stopped:
        assert told["code"] == 2, told
        (sentence,) = told["said"].splitlines()
        assert (
            "File too large" in sentence
            or "No space left on device" in sentence
            or "no room" in sentence
        ), told
        assert ("nothing was changed" in sentence) == (
            told["after"]["version"] == told["before"]["version"]
        ), told
        assert sentence.startswith("The new figures are in force, but ") == (
            "nothing was changed" not in sentence
        )
        left = [
            name
            for name in told["after"]["names"]
            if "/.draft-" in name or ".arriving" in name or ".wal" in name
        ]
        assert not left, told
        if "nothing was changed" in sentence:
            assert told["after"]["names"] == told["before"]["names"]


def test_a_command_that_says_it_is_done_has_put_the_new_database_in_force(
    limits: list[dict],
) -> None:
    done = [told for told in limits if told["code"] == 0]
    assert done, "the last limits leave room enough"
    for told in done:
        assert told["said"] == ""
        assert told["after"]["version"] != told["before"]["version"], told


def test_the_next_command_makes_up_for_what_a_disk_refused(limits: list[dict]) -> None:
    given_again = [told for told in limits if "healed" in told]
    assert len(given_again) >= len(limits) // 5
    for told in given_again:
        after, healed = told["after"], told["healed"]
        assert told["again"] == 0, told
        assert (healed["figures"], healed["held"]) == (after["figures"], after["held"])
        vintages = [name for name in healed["names"] if "/vintages/" in name]
        assert len(vintages) == len(healed["held"]), told
