"""The commands 'packs list', 'export' and 'import', on the shipped declarations and a record of the
test's own.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard import catalogue
from dashboard.cli.packs import packs
from dashboard.declared.packs import Slide
from dashboard.declared.read import declarations
from dashboard.errors import InputError
from dashboard.record.action_words import NewAction
from dashboard.record.pack_words import NewPack
from dashboard.record.packs import recorded_packs

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.date(2023, 4, 28)
SLIDE = Slide(item="2.4", title="Trust", panels=("compare?indicator=trust#ranking",))


@pytest.fixture
def board(home, monkeypatch):
    shutil.copytree(ROOT / "data" / "declared", home / "data" / "declared")
    monkeypatch.chdir(home)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("DASHBOARD_USER", "A. Smith")
    return home


def run(*words: str) -> str:
    return CliRunner().invoke(packs, words, catch_exceptions=False).stdout


def refused(*words: str) -> str:
    with pytest.raises(InputError) as error:
        CliRunner().invoke(packs, words, catch_exceptions=False)
    assert "\n" not in str(error.value)
    return str(error.value)


def begin(record, title: str = "Public board: trust & response") -> str:
    return (
        f"p{record.append('B. Jones', NewPack(title=title, meeting=DAY, slides=(SLIDE,))).sequence}"
    )


def test_the_list_has_declared_and_recorded_packs_with_who_changed_each_last(board, record):
    code = begin(record, "[red]Board[/red]")
    lines = run("list").splitlines()
    (declared,) = [line for line in lines if "Performance and Risk" in line]
    assert "data/declared/packs/2023-04-28.toml" in declared
    (recorded,) = [line for line in lines if f" {code} " in line]
    assert "[red]Board[/red]" in recorded and "B. Jones, 28 April 2023, 10:31" in recorded


def test_a_declared_pack_that_is_exported_and_imported_says_the_same(board, record):
    assert "Wrote " in run("export", "2023-04-28")
    assert Path("2023-04-28.toml").is_file()
    assert run("import", "2023-04-28.toml").startswith("Opened as pack p1 with ")
    declared = declarations(board / "data" / "declared", catalogue.has_chart).packs["2023-04-28"]
    (pack,) = recorded_packs(record.entries()).values()
    assert pack.last.author == "A. Smith"
    assert pack.pack.model_copy(update={"code": declared.code}) == declared


def test_a_recorded_pack_that_is_exported_can_be_declared_as_it_is(board, record):
    code = begin(record)
    run("export", code)
    file = Path("2023-04-28-public-board-trust-response.toml")
    shutil.copy(file, board / "data" / "declared" / "packs")
    packs = declarations(board / "data" / "declared", catalogue.has_chart).packs
    assert packs[file.stem].slides == (SLIDE,)
    assert "is there already" in refused("export", code)
    run("export", code, "--force")
    run("export", code, "--output", "other.toml")
    assert tomllib.loads(Path("other.toml").read_text()) == tomllib.loads(file.read_text())


def test_a_slide_may_name_an_action_of_the_record(board, record):
    agreed = NewAction(title="Report trust", owner="MPS", board="Board")
    action = record.append("A. Smith", agreed, meeting=DAY, numbers=range(1, 8)).action
    text = 'title = "A"\nmeeting = 2023-04-28\n[[slides]]\ntitle = "B"\nactions = ["{}"]\n'
    Path("a.toml").write_text(text.format(action))
    assert run("import", "a.toml").startswith("Opened as pack p2 with 1 slide;")
    Path("a.toml").write_text(text.format("2023-04-28/99"))
    assert "'2023-04-28/99' is not a declared action" in refused("import", "a.toml")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"title =", "The file is no TOML"),
        (b"\xff\xfe\x00", "The file is not written in UTF-8"),
        (b"x" * 2_000_000, "The file is longer than 400,000 characters"),
        (
            b'title = "A"\nmeeting = 2023-04-28\n[[slides]]\ntitle = "B"\npanels = ["compare#pie"]',
            "The pack, slide 1, panel 1: page 'compare' has no chart 'pie'.",
        ),
        (b'title = "A\\u202eB"\nmeeting = 2023-04-28', "Title holds U+202E"),
        (
            b'title = "A"\nmeeting = 2023-04-28\nas_at = 2199-01-01',
            "The pack's figures cannot be as at 2199-01-01, which is still to come: choose a day",
        ),
    ],
)
def test_a_file_that_is_wrong_is_refused_in_one_sentence_and_nothing_is_recorded(
    board, record, content, sentence
):
    Path("a.toml").write_bytes(content)
    assert refused("import", "a.toml").startswith(sentence)
    assert record.entries() == ()


def test_what_is_not_there_is_refused_with_exit_code_2_and_no_traceback(board, program_environment):
    assert refused("import", "none.toml") == (
        "none.toml cannot be read: No such file or directory."
    )
    assert refused("export", "2023-04-29") == (
        "There is no pack '2023-04-29'; did you mean '2023-04-28'?"
    )
    whole = subprocess.run(
        [sys.executable, "-m", "dashboard", "packs", "export", "none"],
        env=program_environment,
        capture_output=True,
        text=True,
    )
    assert (whole.returncode, whole.stdout) == (2, "")
    assert whole.stderr.startswith("There is no pack 'none'") and whole.stderr.count("\n") == 1
