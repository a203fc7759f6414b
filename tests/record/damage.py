"""What someone with the record's file at hand may do to it, and what the program says of that."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard import cli
from dashboard.errors import InputError


def alter(file: Path, *statements: str) -> None:
    """Run statements on a record's file, its triggers taken away first."""
    with sqlite3.connect(file) as plain:
        rows = plain.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in rows:
            plain.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            plain.execute(statement)
    plain.close()


def change_byte(file: Path, words: str) -> None:
    """Make of ``words``, which stand once in the file, what is no text."""
    whole = file.read_bytes()
    assert whole.count(words.encode()) == 1
    file.write_bytes(whole.replace(words.encode(), b"\xff" + words.encode()[1:]))


def refusal(app, *words: str) -> str:
    """The one line with which a command is refused."""
    try:
        CliRunner().invoke(app, words, catch_exceptions=False)
    except InputError as error:
        assert "\n" not in str(error)
        return str(error)
    raise AssertionError(f"{' '.join(words)} was not refused")


def refusal_by_program(environment: Mapping[str, str]) -> str:
    """The one line that 'actions verify' prints, in a process of its own, as it ends with code 2."""
    whole = subprocess.run(
        [sys.executable, "-m", "dashboard", "actions", "verify"],
        env=environment,
        capture_output=True,
        text=True,
    )
    return _only_line(whole.returncode, whole.stdout, whole.stderr)


def refusal_by_main(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> str:
    """The same of the whole command line in this process."""
    monkeypatch.setattr(sys, "argv", ["dashboard", "actions", "verify"])
    capfd.readouterr()
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capfd.readouterr()
    return _only_line(ended.value.code, said.out, said.err)


def _only_line(code: object, out: str, err: str) -> str:
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    return err
