"""The documentation names what there is: every command, every check and every source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from dashboard import cli
from dashboard.declared.read import declarations
from dashboard.store.checks import checks

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = sorted(typer.main.get_command(cli.app).commands)  # type: ignore[attr-defined]
CHECKS = {check.name: check.severity for check in checks(ROOT / "queries")}


def said(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_table_of_the_readme(command: str) -> None:
    assert re.search(rf"^\| `python -m dashboard {command}\b", said("README.md"), re.MULTILINE)


def test_every_check_is_documented_with_its_severity_and_no_other_is() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (error|warning) \|", said("docs/loading.md"), re.MULTILINE)
    assert dict(rows) == CHECKS


def test_every_source_is_named_where_the_formats_are_described() -> None:
    sources = declarations(ROOT / "data" / "declared").sources
    assert [name for name in sources if f"`{name}`" not in said("docs/formats.md")] == []


def test_every_test_that_the_table_of_safety_names_is_there() -> None:
    rows = [row for row in said("docs/safety.md").splitlines() if row.startswith("| ")][2:]
    assert rows
    for row in rows:
        file = ""
        for named in re.findall(r"`((?:tests/[\w/]+\.py)?(?:::\w+)?)`", row.rsplit("|", 2)[1]):
            path, _, test = named.partition("::")
            file = path or file
            assert (ROOT / file).is_file(), row
            assert not test or f"def {test}(" in said(file), (row, test)
