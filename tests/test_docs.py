"""The documentation names what there is: every command, every check and every source."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest

from dashboard.cli import commands
from dashboard.declared.read import declarations
from dashboard.store.checks import checks

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = sorted(commands.COMMANDS)
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


DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
)
DECISIONS = sorted(
    path.name for path in (ROOT / "docs" / "decisions").glob("*.md") if path.name != "README.md"
)


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(document: str, text: str) -> list[str]:
    """The links of ``text`` within the repository that lead to no file or to no heading of it."""
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / document).parent / path if path else ROOT / document
        if not file.exists():
            broken.append(target)
        elif anchor and anchor not in anchors(file.read_text(encoding="utf-8")):
            broken.append(target)
    return broken


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_of_a_document_leads_to_a_file_and_a_heading(document: str) -> None:
    assert broken_links(document, said(document)) == []


def test_a_link_to_no_file_or_to_no_heading_is_broken() -> None:
    text = "[a](docs/none.md) [b](docs/decisions/README.md#no-such) [c](https://example.org/none) [d](LICENSE)"
    assert broken_links("README.md", text) == ["docs/none.md", "docs/decisions/README.md#no-such"]


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_has_a_title_its_day_and_the_option_refused(name: str) -> None:
    title, day, *parts = said(f"docs/decisions/{name}").split("\n\n")
    assert title.startswith("# ")
    assert len(parts) > 1
    assert dt.datetime.strptime(day, "%d %B %Y").date().isoformat() == name[:10]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d(-[a-z0-9]+)+\.md", name)
    assert parts[-1].startswith("**Refused:** ")


def test_the_index_has_every_decision_once_by_its_title() -> None:
    listed = re.findall(r"^- \[(.+)\]\((.+)\)$", said("docs/decisions/README.md"), re.MULTILINE)
    titles = [
        (said(f"docs/decisions/{name}").split("\n")[0].removeprefix("# "), name)
        for name in DECISIONS
    ]
    assert len(DECISIONS) > 100
    assert sorted(listed, key=lambda line: line[1]) == titles


def test_the_map_has_every_room_on_its_floor() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    (down,) = [contract for contract in contracts if contract["id"] == "down"]
    drawing = said("docs/architecture.md").split("┌")[1].split("└")[0]
    floors = [re.findall(r"^│ (\w+)", floor, re.MULTILINE) for floor in drawing.split("├")]
    assert [set(floor) for floor in floors] == [set(layer.split(" | ")) for layer in down["layers"]]


def test_every_place_of_the_table_of_places_is_there() -> None:
    table = said("docs/architecture.md").split("| what | where |")[1].split("\n\n")[0]
    places = [name.split("<")[0] for name in re.findall(r"`([^`]+)`", table)]
    assert len(places) > 12
    roots = (ROOT, ROOT / "src" / "dashboard")
    assert [place for place in places if not any((root / place).exists() for root in roots)] == []
