"""The command 'minutes': what it prints and writes, and the mistakes that end in one sentence."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from dashboard.cli import minutes as cli_minutes
from dashboard.declared.meetings import Meeting
from dashboard.errors import InputError

app = typer.Typer()
app.command()(cli_minutes.minutes)
RECORD = (
    "Harbour Safety Board\n\nRecord of Meeting 3 May 2024\n\nPresent: Ann Lee, Bo Day\n\n1."
    " Buoys\n\n1.1 Fog came. The Clerk would report on trust [in brackets] by 3 June 2024 (Action"
    " 1).\n"
)


def run(folder: Path, *arguments: str, text: str = RECORD) -> Result:
    (folder / "record.txt").write_text(text)
    return CliRunner().invoke(app, [str(folder / "record.txt"), *arguments], env={"COLUMNS": "200"})


def test_it_prints_each_action_and_writes_a_valid_draft(tmp_path: Path) -> None:
    out = tmp_path / "draft.toml"
    done = run(tmp_path, "--out", str(out))
    assert done.exit_code == 0
    assert (
        "Harbour Safety Board, 2024-05-03: 2 present, 0 apologies, 1 item, 1 numbered paragraph."
        in done.output
    )
    for word in (
        "paragraph",
        "deadline",
        "1.1",
        "Clerk",
        "by 3 June 2024",
        "2024-06-03",
        "trust [in brackets]",
    ):
        assert word in done.output
    assert f"1 action written to {out}" in done.output
    assert (
        Meeting.model_validate(tomllib.loads(out.read_text())).action[0].evidence[0].indicator
        == "trust"
    )


def test_without_a_name_the_draft_is_named_by_the_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(tmp_path).exit_code == 0
    assert (tmp_path / "2024-05-03.draft.toml").is_file()


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "draft.toml"
    out.write_text("mine")
    done = run(tmp_path, "--out", str(out))
    assert isinstance(done.exception, InputError)
    assert (
        str(done.exception)
        == f"{out} is there already and is never overwritten: name another file with --out."
    )
    assert out.read_text() == "mine"


def test_a_place_that_cannot_be_written_gets_a_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, "--out", str(tmp_path / "none" / "draft.toml"))
    assert isinstance(done.exception, InputError) and "cannot be written: No such file" in str(
        done.exception
    )


def test_a_record_without_actions_says_so_and_writes_nothing(tmp_path: Path) -> None:
    done = run(
        tmp_path, "--out", str(tmp_path / "draft.toml"), text=RECORD.replace("(Action 1)", "")
    )
    assert (
        done.exit_code == 0
        and "record.txt holds no action, so no draft was written." in done.output
    )
    assert not (tmp_path / "draft.toml").exists()


def test_it_never_says_no_action_over_lines_that_begin_with_action(tmp_path: Path) -> None:
    text = (
        RECORD.replace("(Action 1)", "")
        + "\nAction Plan to follow.\n\nAction on the lease is pending.\n"
    )
    done = run(tmp_path, "--out", str(tmp_path / "draft.toml"), text=text)
    assert isinstance(done.exception, InputError) and "no action, so" not in done.output
    assert (
        str(done.exception)
        == "record.txt: no action could be read, yet 2 lines begin with 'Action': line 11 ('Action"
        " Plan to follow.'), line 13 ('Action on the lease is pending.'); write each as 'Action"
        " 1: MPS to ...' and run this again."
    )
    assert not (tmp_path / "draft.toml").exists()


def test_a_line_that_is_not_taken_is_listed_beside_the_actions_that_are(tmp_path: Path) -> None:
    done = run(
        tmp_path, "--out", str(tmp_path / "draft.toml"), text=RECORD + "\nAction Plan to follow.\n"
    )
    assert (
        done.exit_code == 0
        and "Note: line 11 begins with 'Action' and was not read as a new action" in done.output
    )
    assert "# Look at this: line 11 begins with 'Action'" in (tmp_path / "draft.toml").read_text()


def test_a_file_that_is_no_record_gets_a_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, text="Buy milk.\n")
    assert isinstance(done.exception, InputError) and "is no record of a meeting" in str(
        done.exception
    )
