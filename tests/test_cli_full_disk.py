"""Every command that writes tells a full disk in one sentence, with exit code 2, and leaves no half
of a file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.pipeline.standing_releases import list_releases
from dashboard.settings import Places

resource = pytest.importorskip("resource", reason="a limit on the size of a file is one of Unix")
pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
FULL = Path("/dev/full")
MEETING = """date = 2023-04-28
board = "A board"

[[action]]
id = "2023-04-28/1"
number = 1
meeting = 2023-04-28
title = "Write to the Commissioner"
text = "Write to the Commissioner about response times."
paragraph = "1"
owner = "Deputy Mayor"
status = "open"
"""
RECORD = """Police and Crime Board
28 April 2023

1. Action: the Deputy Mayor to write to the Commissioner about response times by 30 June 2023.
"""


@pytest.fixture
def own(small_home, tmp_path: Path, monkeypatch) -> Places:
    where = Places(small_home("calls_999"))
    monkeypatch.setenv("DASHBOARD_HOME", str(where.root))
    monkeypatch.setenv("DASHBOARD_USER", "A. Analyst")
    return where


@pytest.fixture
def ask(own, monkeypatch, capsys) -> Callable[..., tuple[int, str]]:
    def asked(*words: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["dashboard", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0), capsys.readouterr().err

    return asked


@contextmanager
def limited(size: int) -> Iterator[None]:
    """No file may pass ``size`` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    file = tmp_path / "calls.csv"
    file.write_text(
        "measure,area_code,period_start,period_end,value\ncalls_999,MPS,2023-01-01,2023-01-31,5\n"
    )
    return file


def stand(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != ".lock"}


@pytest.mark.parametrize("size", [0, 40, 3000, 600_000])
@pytest.mark.parametrize("command", ["demo", "build", "load", "revert"])
def test_a_command_that_builds(ask, own: Places, calls: Path, command: str, size: int) -> None:
    assert ask("load", calls, "--published", "2023-02-01")[0] == 0
    (release,) = list_releases(own.received_folder)
    before = stand(own.root)
    words = {
        "demo": ["--only-current"],
        "build": [],
        "load": [calls, "--published", "2023-03-01"],
        "revert": [release.id],
    }
    with limited(size):
        code, said = ask(command, *words[command])
    assert code == 2
    (sentence,) = said.splitlines()
    assert "File too large" in sentence and sentence.endswith(".")
    assert stand(own.root) == before
    assert ask("check")[0] == 0


WRITING = (
    ("log", "export", "log.xlsx"),
    ("log", "export", "log.csv"),
    ("template", "template.xlsx"),
    ("minutes", "record.txt", "--out", "draft.toml"),
)


@pytest.mark.parametrize("words", WRITING)
def test_a_command_that_writes_a_file(
    ask, own: Places, tmp_path: Path, monkeypatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "record.txt").write_text(RECORD, encoding="utf-8")
    before = sorted(p.name for p in tmp_path.iterdir())
    with limited(20):
        code, said = ask(*words)
    assert code == 2
    (sentence,) = said.splitlines()
    assert "File too large" in sentence
    assert sorted(p.name for p in tmp_path.iterdir()) == before
    assert ask(*words)[0] == 0  # and with room it is written


def test_an_import_of_the_log(ask, own: Places, tmp_path: Path) -> None:
    meeting = own.declared_folder / "actions" / "2023-04-28.toml"
    meeting.parent.mkdir()
    meeting.write_text(MEETING, encoding="utf-8")
    log = tmp_path / "log.csv"
    assert ask("log", "export", log)[0] == 0
    log.write_text(
        log.read_text(encoding="utf-8-sig").replace("Write", "Write again"), encoding="utf-8"
    )
    before = stand(own.declared_folder)
    with limited(10):
        code, said = ask("log", "import", log)
    assert code == 2
    (sentence,) = said.splitlines()
    assert "File too large" in sentence
    assert stand(own.declared_folder) == before
    assert ask("log", "import", log)[0] == 0
    assert "Write again" in meeting.read_text(encoding="utf-8")


PRINTING = (
    ("check",),
    ("releases",),
    ("changes", "--since", "2023-01-01"),
    ("changes", "--since", "2023-01-01", "--csv"),
)


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("words", PRINTING)
def test_a_command_that_prints_to_a_full_disk(
    own: Places, calls: Path, ask, monkeypatch, capsys, words
) -> None:
    assert ask("load", calls, "--published", "2023-02-01")[0] == 0
    with FULL.open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        monkeypatch.setattr(sys, "argv", ["dashboard", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr().err.splitlines()
        assert ended.value.code == 2
        assert "No space left on device" in said[-1]
