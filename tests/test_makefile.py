"""What make does with what it finds: the first run installs, a later one starts at once, a fault is
one sentence.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RECORDING = '#!/bin/sh\necho "$0 $*" >> "{log}"\nexit 0\n'
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of the Makefile and requirements, installed: its Python writes down what it is
    asked for.
    """
    made = tmp_path / "checkout"
    (made / ".venv" / "bin").mkdir(parents=True)
    for name in ("requirements.txt", "requirements-test.txt", "Makefile"):
        shutil.copy(ROOT / name, made / name)
    program(made / ".venv" / "bin" / "python", RECORDING.format(log=tmp_path / "asked.log"))
    (made / ".venv" / ".run-stamp").write_text(f"{made}\n", encoding="utf-8")
    return made


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


def make(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")} | environment
    return subprocess.run(
        ["make", *words], cwd=folder, env=env, capture_output=True, text=True, timeout=60
    )


def asked(checkout: Path) -> list[str]:
    """What the checkout's Python was asked for, without the path to it."""
    log = checkout.parent / "asked.log"
    return (
        [line.partition(" ")[2] for line in log.read_text(encoding="utf-8").splitlines()]
        if log.exists()
        else []
    )


def test_a_second_run_starts_the_server_and_does_nothing_else(checkout: Path) -> None:
    done = make(checkout, "run", PIP_INDEX_URL="http://127.0.0.1:9/", PIP_NO_INDEX="1")
    assert done.returncode == 0, done.stderr
    assert asked(checkout) == ["-m dashboard serve"]
    assert "pip" not in make(checkout, "-n", "run").stdout


def test_make_alone_is_make_run(checkout: Path) -> None:
    assert make(checkout, "-n").stdout == make(checkout, "-n", "run").stdout


@pytest.mark.parametrize("cause", ["changed requirements", "no stamp", "a copied folder"])
def test_a_run_installs_again_where_it_must(checkout: Path, cause: str) -> None:
    stamp = checkout / ".venv" / ".run-stamp"
    if cause == "changed requirements":
        later = stamp.stat().st_mtime + 10
        os.utime(checkout / "requirements.txt", (later, later))
    elif cause == "no stamp":
        stamp.unlink()
    else:
        stamp.write_text("/some/other/folder\n", encoding="utf-8")
    done = make(checkout, "run")
    assert done.returncode == 0, done.stderr
    assert "--disable-pip-version-check --quiet install -r requirements.txt" in "\n".join(
        asked(checkout)
    )
    assert asked(checkout)[-1] == "-m dashboard serve"
    assert stamp.read_text(encoding="utf-8").strip() == str(checkout)
    before = len(asked(checkout))
    if cause != "changed requirements":  # There the clock must pass the time set above first.
        make(checkout, "run")
        assert asked(checkout)[before:] == ["-m dashboard serve"]


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence before make's own last line."""
    assert done.returncode != 0
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_a_python_that_is_too_old_is_a_sentence(checkout: Path, tmp_path: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    for name in ("python3.11", "python3"):
        program(tmp_path / "old" / name, "#!/bin/sh\nexit 1\n")
    done = make(checkout, "run", PATH=f"{tmp_path / 'old'}:{os.environ['PATH']}")
    assert (
        sentence(done) == "Ward to Board needs Python 3.11 or newer: install it and run make again."
    )
    assert not (checkout / ".venv").exists()


def test_an_index_that_cannot_be_reached_is_a_sentence_after_pips_own_words_and_is_tried_again(
    checkout: Path,
) -> None:
    python = checkout / ".venv" / "bin" / "python"
    program(
        python,
        RECORDING.format(log=checkout.parent / "asked.log").replace(
            "exit 0", 'case "$*" in *install*) exit 1;; esac'
        ),
    )
    stamp = checkout / ".venv" / ".run-stamp"
    stamp.unlink()
    for _ in range(2):
        said = sentence(make(checkout, "run"))
        assert said.startswith(
            "The packages could not be installed: see the message above, check the network"
        )
        assert not stamp.exists()
    assert "-m dashboard serve" not in asked(checkout)


def test_a_folder_that_cannot_be_written_to_is_a_sentence(checkout: Path, tmp_path: Path) -> None:
    # A stand-in for the shell's own test, so that it holds for the superuser too, who may write
    # anywhere.
    program(
        tmp_path / "sh",
        '#!/bin/sh\nshift\nset -- "$(printf %s "$1" | sed "s/\\[ -w \\. \\]/false/")"\n'
        'exec /bin/sh -c "$1"\n',
    )
    done = make(checkout, "run", f"SHELL={tmp_path / 'sh'}")
    said = (
        "This folder cannot be written to: copy the project to a folder of your own and run make"
        " there."
    )
    assert sentence(done) == said
    assert asked(checkout) == []


def test_bench_runs_as_often_as_it_is_told(checkout: Path) -> None:
    (checkout / ".venv" / ".test-stamp").touch()
    assert ".venv/bin/python tests/bench/run.py --runs 4" in make(checkout, "-n", "bench").stdout
    assert "tests/bench/run.py --runs 9" in make(checkout, "-n", "bench", "RUNS=9").stdout
