"""The commands 'log export' and 'log import', through the command line, on declarations of the
test's own.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from dashboard import catalogue
from dashboard.cli.log import log
from dashboard.declared.read import declarations
from dashboard.errors import InputError

ROOT = Path(__file__).resolve().parents[1]
FILE = "data/declared/actions/2023-04-28.toml"


@pytest.fixture(autouse=True)
def whole_lines(monkeypatch):
    monkeypatch.delenv(
        "COLUMNS", raising=False
    )  # A run of tests side by side sets it, and lines would be broken.


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    shutil.copytree(ROOT / "data" / "declared", tmp_path / "data" / "declared")
    (
        tmp_path / "data" / "declared" / "actions" / "2023-02-10.toml"
    ).unlink()  # What is counted is of one meeting.
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> str:
    return CliRunner().invoke(log, words, catch_exceptions=False).stdout


def refused(*words: str) -> str:
    with pytest.raises(InputError) as told:
        CliRunner().invoke(log, words, catch_exceptions=False)
    return str(told.value)


def edit(sheet: str, row: list[object] | None = None, delete: int = 0) -> None:
    book = load_workbook("log.xlsx")
    if row:
        book[sheet].append(row)
    if delete:
        book[sheet].delete_rows(delete)
    book.save("log.xlsx")


@pytest.mark.parametrize("file", ["log.xlsx", "log.csv", "LOG.XLSX"])
def test_what_was_exported_changes_nothing_when_it_is_imported(home, file):
    before = (home / FILE).read_bytes()
    assert run("export", file) == f"Wrote 7 actions of 1 meeting to {file}.\n"
    assert run("import", file) == f"{file} changes nothing: it says what is declared.\n"
    assert (home / FILE).read_bytes() == before


def test_an_update_and_a_meeting_that_takes_an_action_up_again_are_shown_and_written(home):
    run("export", "log.xlsx")
    edit("Updates", ["2023-04-28/3", "2023-06-01", "=Answer [sent]", "in progress"])
    edit("Meetings", ["2023-06-30", "Performance and Risk Oversight Board"])
    edit(
        "Carried over",
        ["2023-06-30", "2023-04-28/1", 1, "Asked for again.", "1.1", None, "2023-09-29"],
    )
    before = (home / FILE).read_bytes()
    assert "Nothing was changed" not in refused(
        "import", "log.xlsx", "--dry-run"
    )  # A formula is not read as text.
    book = load_workbook("log.xlsx")
    book["Updates"]["C2"] = "Answer [sent]"
    book.save("log.xlsx")
    said = run("import", "log.xlsx", "--dry-run")
    assert "update of 1 June 2023: Answer [sent] (status in progress)" in said
    assert "carried to 2023-06-30 as action 1: Asked for again. (due 29 September 2023)" in said
    assert said.endswith("Nothing was changed; without --dry-run it would be.\n")
    assert (home / FILE).read_bytes() == before
    assert not (home / "data/declared/actions/2023-06-30.toml").exists()
    assert "2023-04-28.toml, 2023-06-30.toml" in run("import", "log.xlsx")
    found = declarations(home / "data" / "declared", catalogue.has_chart).meetings
    assert found["2023-04-28"].action[2].update[0].text == "Answer [sent]"
    assert found["2023-06-30"].carried[0].action == "2023-04-28/1"
    assert "changes nothing" in run("import", "log.xlsx")


def test_a_removal_is_refused_until_it_is_allowed(home):
    run("export", "log.xlsx")
    edit("Updates", ["2023-04-28/3", "2023-06-01", "Answer sent.", None])
    run("import", "log.xlsx")
    before = (home / FILE).read_bytes()
    edit("Updates", delete=2)
    assert (
        refused("import", "log.xlsx")
        == "log.xlsx lacks what is declared (2023-04-28/3, update of 1 June 2023: Answer sent.), so"
        " nothing was changed: put the rows back, or give --allow-removal."
    )
    assert (home / FILE).read_bytes() == before
    assert "removed" in run("import", "log.xlsx", "--allow-removal")
    assert (home / FILE).read_bytes() != before


def test_a_file_that_is_there_is_written_over_only_where_that_is_asked_for(home):
    run("export", "log.csv")
    assert (
        refused("export", "log.csv")
        == "log.csv is there already: name another file, or give --force to write over it."
    )
    assert run("export", "log.csv", "--force").startswith("Wrote")
    assert refused("export", "log.ods").startswith(
        "The log is written as .xlsx or .csv, and not as '.ods'"
    )
    assert (
        refused("export", "none/log.csv")
        == "none/log.csv cannot be written: No such file or directory."
    )
    assert sorted(path.name for path in home.iterdir()) == ["data", "log.csv"]


def test_a_wrong_log_changes_nothing(home):
    run("export", "log.xlsx")
    edit("Updates", ["2023-04-28/33", "2023-06-01", "Answer sent.", None])
    before = (home / FILE).read_bytes()
    assert (
        refused("import", "log.xlsx")
        == "Updates, row 2, Action: '2023-04-28/33' is not an action of this file; did you mean"
        " '2023-04-28/3'?"
    )
    assert (home / FILE).read_bytes() == before
