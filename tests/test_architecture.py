"""Which part of the program may import which, and a few limits on the files themselves."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent / "bench"))
import house  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src"


@dataclass(frozen=True)
class Import:
    """One imported name, where it stands, and whether it is run only when a function is called."""

    name: str
    line: int
    lazy: bool


def program_files() -> list[Path]:
    """Every Python file of the program itself: the entry page, the pages and the package."""
    entry = [ROOT / "app.py"] if (ROOT / "app.py").exists() else []
    return entry + sorted((ROOT / "pages").rglob("*.py")) + sorted(SRC.rglob("*.py"))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def package_of(path: Path) -> list[str]:
    """The package that a relative import in this file starts from."""
    return list(path.parent.relative_to(SRC).parts) if path.is_relative_to(SRC) else []


def imports_in(source: str, package: list[str]) -> list[Import]:
    """Every import in the source, relative ones made absolute, import_module("x") included."""
    found: list[Import] = []

    def visit(node: ast.AST, lazy: bool) -> None:
        names: list[str] = []
        match node:
            case ast.Import():
                names = [alias.name for alias in node.names]
            case ast.ImportFrom():
                kept = package[: len(package) - node.level + 1] if node.level else []
                base = [*kept, *([node.module] if node.module else [])]
                # "from dashboard import store" imports dashboard.store, so each name is kept whole.
                names = [".".join([*base, alias.name]) for alias in node.names]
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__")
                | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                names = [name]
        found.extend(Import(name, node.lineno, lazy) for name in names)  # type: ignore[attr-defined]
        inner = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            visit(child, inner)

    visit(ast.parse(source), False)
    return found


def imports_of(path: Path) -> list[Import]:
    return imports_in(path.read_text(encoding="utf-8"), package_of(path))


def within(name: str, module: str) -> bool:
    """Whether a dotted name is the module or something inside it."""
    return name == module or name.startswith(module + ".")


def may_import(library: str, path: str) -> bool:
    match library:
        case "streamlit":
            return path == "app.py" or path.startswith(("pages/", "src/dashboard/ui/"))
        case "duckdb":
            return path.startswith(("src/dashboard/store/", "src/dashboard/pipeline/"))
        case "plotly":
            return path.startswith("src/dashboard/figures/")
    raise AssertionError(library)


@pytest.mark.parametrize("library", ["streamlit", "duckdb", "plotly"])
def test_library_is_imported_only_in_its_own_place(library: str) -> None:
    wrong = [
        f"{relative(path)}:{found.line} imports {found.name}"
        for path in program_files()
        for found in imports_of(path)
        if within(found.name, library) and not may_import(library, relative(path))
    ]
    assert not wrong, "\n".join(wrong)


STREAMLIT_THAT_SAYS_NOTHING = {
    "App",
    "Page",
    "cache_data",
    "cache_resource",
    "components.v2.component",
    "context.cookies",
    "context.theme.type",
    "context.url",
    "fragment",
    "get_option",
    "login",
    "logout",
    "navigation",
    "query_params",
    "rerun",
    "session_state",
    "set_page_config",
    "stop",
    "switch_page",
    "user",
}
"""What a page may use of Streamlit itself: nothing that draws words."""


def streamlit_used(source: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything of Streamlit that the source uses, but what it imports of
    its insides.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "streamlit":
            yield from ((node.lineno, alias.name) for alias in node.names)
        name = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
        if re.fullmatch(r"st(\.\w+)+", name):
            yield node.lineno, name.removeprefix("st.")


def test_no_page_draws_words_with_streamlit_itself() -> None:
    drawing = [path for path in program_files() if may_import("streamlit", relative(path))]
    used = {
        f"{relative(path)}:{line} {name}"
        for path in drawing
        if relative(path) != "src/dashboard/ui/place.py"
        for line, name in streamlit_used(path.read_text(encoding="utf-8"))
        if not any(
            within(name, allowed) or within(allowed, name)
            for allowed in STREAMLIT_THAT_SAYS_NOTHING
        )
    }
    assert len(drawing) > 20
    assert used == set()
    page = (
        "import streamlit as st\nfrom streamlit import info\nst.markdown('a')\nst.query_params['b']"
    )
    assert [name for _, name in streamlit_used(page)] == ["info", "markdown", "query_params"]


def test_only_a_literal_of_our_own_is_markup() -> None:
    wrong = [
        f"{relative(path)}:{node.lineno} {ast.unparse(node)}"
        for path in program_files()
        if relative(path) != "src/dashboard/markup.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("Markdown", "Html")
        and not all(isinstance(argument, ast.Constant) for argument in node.args)
    ]
    assert wrong == []


def test_no_file_but_that_of_places_reaches_into_one() -> None:
    assert [
        relative(path)
        for path in program_files()
        if "._streamlit" in path.read_text(encoding="utf-8")
    ] == ["src/dashboard/ui/place.py"]


@pytest.mark.parametrize("module", ["view", "errors", "stats"])
def test_foundation_imports_nothing_of_the_dashboard_but_errors(module: str) -> None:
    home = SRC / "dashboard" / module
    files = sorted(home.rglob("*.py")) + [
        path for path in [home.with_suffix(".py")] if path.exists()
    ]
    allowed = (f"dashboard.{module}", "dashboard.errors")
    wrong = [
        f"{relative(path)}:{found.line} imports {found.name}"
        for path in files
        for found in imports_of(path)
        if within(found.name, "dashboard") and not any(within(found.name, name) for name in allowed)
    ]
    assert not wrong, "\n".join(wrong)


RECEIVED = ("dashboard.pipeline", "dashboard.loaders")
"""The parts of the program that know of the files that were received."""
DRAWN = ("app.py", "pages/", "src/dashboard/ui/", "src/dashboard/panels/", "src/dashboard/view/")
"""How the paths begin of what draws a page."""


def test_nothing_that_draws_a_page_knows_of_the_received_files() -> None:
    wrong = []
    for path in program_files():
        if not relative(path).startswith(DRAWN):
            continue
        wrong += [
            f"{relative(path)}:{i.line} imports {i.name}"
            for i in imports_of(path)
            if any(within(i.name, module) for module in RECEIVED)
        ]
        wrong += [
            f"{relative(path)}:{node.lineno} asks for .received_folder"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute) and node.attr == "received_folder"
        ]
    assert not wrong, "\n".join(wrong)


def test_no_query_reads_what_is_kept_for_the_operator_or_for_disclosure_control() -> None:
    queries = ROOT / "queries"
    named = [
        path
        for path in (*queries.glob("*.sql"), *(queries / "changes").glob("*.sql"))
        if path.stem != "schema"
    ]
    assert len(named) > 50
    assert [
        p.name
        for p in named
        if re.search(r"\b(fact|count_form|withheld_figure|stray)\b", p.read_text(encoding="utf-8"))
    ] == []


def test_no_program_file_is_over_320_lines() -> None:
    lengths = {
        relative(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in program_files()
    }
    assert lengths, "no program files found"
    assert not {path: lines for path, lines in lengths.items() if lines > 320}


def test_no_modules_import_one_another_in_a_circle() -> None:
    files = house.modules(ROOT)
    arrows = {
        name: {other for other in house.imports(name, path, set(files)) if other != name}
        for name, path in files.items()
    }
    assert sum(map(len, arrows.values())) > 1_000
    assert house.circles(arrows) == []
    assert house.circles({"a": {"b"}, "b": {"c"}, "c": {"a", "d"}}) == [{"a", "b", "c"}]


PUBLISHED = "published"
"""The day on which a file was published: a column of tables and a key of files, by that name."""
NAMES_LEFT = {
    "src/dashboard/declared/meetings.py": "carried",
    "src/dashboard/pipeline/release_notes.py": "accepted kept",
    "src/dashboard/record/pack_words.py": "seen",
    "src/dashboard/view/__init__.py": "opened",
    "src/dashboard/view/overview.py": "covered",
}
"""What is still named by a participle alone: keys of declarations, of an address or of a stored
record, which keep their names. The list may only become shorter.
"""


def test_no_name_is_a_participle_alone() -> None:
    left = {
        relative(path): " ".join(sorted(names))
        for path in program_files()
        if (names := {*house.bare_names(path), *house.bare_variables(path)} - {PUBLISHED})
    }
    assert left == NAMES_LEFT
    assert all(map(house.is_participle, ("found", "_Asked", "COUNTED", "withheld")))
    assert not any(map(house.is_participle, ("known_rows", "need", "speed", "figures", "ward")))


def days_that_stand_for_no_end(source: str) -> list[str]:
    """What of a Python or SQL source names a day so far off that it can only mean "no end"."""
    return re.findall(
        r"\b(?:date|datetime|Timestamp)\.(?:min|max)\b"
        r"|\bdate\((?:1|1900), *1, *1\)"
        r"|\bdate\((?:21(?!00)\d\d|2[2-9]\d\d|[3-9]\d{3}), *\d+, *\d+\)"
        r"|['\"](?:0001|1900|2[1-9]\d\d|[3-9]\d{3})-\d\d-\d\d['\"]",
        source,
    )


def test_no_day_stands_for_no_end() -> None:
    files = [*program_files(), *(ROOT / "queries").rglob("*.sql"), *SRC.rglob("*.sql")]
    named = {
        relative(path): days
        for path in files
        if (days := days_that_stand_for_no_end(path.read_text(encoding="utf-8")))
    }
    assert named == {}
    wrong = (
        "a = dt.date(9999, 12, 31), date.max, pd.Timestamp.min, DATE '2199-12-31', \"2100-01-01\""
    )
    assert len(days_that_stand_for_no_end(wrong)) == 5
    assert days_that_stand_for_no_end("dt.date(2023, 6, 30), DATE '2016-01-01'") == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_requirements_name_no_index_and_no_place(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    options = ("-i ", "-f ", "--index-url", "--extra-index-url", "--find-links", "--trusted-host")
    assert not [line for line in lines if "://" in line or line.startswith(options)]


def test_both_requirements_pin_the_same_versions() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {line.strip() for line in lines if line[:1].isalnum()}

    assert pins("requirements.txt") <= pins("requirements-test.txt")


def test_imports_are_read_in_every_form() -> None:
    source = (
        "import duckdb.typing as t\n"
        "from .. import errors\n"
        "from .sql import Query\n"
        "def f():\n"
        "    from streamlit import cache_data\n"
        "    importlib.import_module('plotly.express')\n"
    )
    assert [(found.name, found.lazy) for found in imports_in(source, ["dashboard", "store"])] == [
        ("duckdb.typing", False),
        ("dashboard.errors", False),
        ("dashboard.store.sql.Query", False),
        ("streamlit.cache_data", True),
        ("plotly.express", True),
    ]
