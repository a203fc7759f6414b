"""The program is one that Windows and macOS can run as well: what it imports, and the names it
gives to files.
"""

from __future__ import annotations

import ast
import datetime as dt
import os
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from dashboard import catalogue
from dashboard.declared.read import declarations
from dashboard.pipeline.build import build
from dashboard.pipeline.publish import Arrival, Change
from dashboard.pipeline.standing_releases import list_releases
from dashboard.settings import Places

ROOT = Path(__file__).resolve().parents[1]
UNIX_ALONE = ("fcntl", "grp", "posix", "pty", "pwd", "resource", "spwd", "syslog", "termios", "tty")
"""Modules that Windows lacks."""
LACKING = (
    "fork",
    "getuid",
    "geteuid",
    "getgid",
    "chown",
    "mkfifo",
    "killpg",
    "setsid",
    "wait",
    "O_DIRECTORY",
)
"""Names of ``os`` that it lacks."""
IMPORT_ALL = f"""
import importlib, pkgutil, sys, warnings
sys.modules.update(dict.fromkeys({UNIX_ALONE!r}[:1], None))
warnings.filterwarnings("ignore", "only soft file lock")
import dashboard
names = [m.name for m in pkgutil.walk_packages(dashboard.__path__, "dashboard.") if not m.name.endswith("__main__")]
for name in names:
    importlib.import_module(name)
from pathlib import Path
from dashboard import cli
from dashboard.settings import Places
from dashboard.pipeline.publish import hold_publishing_lock
with hold_publishing_lock(Places(Path(sys.argv[1]))):
    print(len(names))
"""
RESERVED = {"CON", "PRN", "AUX", "NUL"} | {
    f"{port}{n}" for port in ("COM", "LPT") for n in range(10)
}
LONGEST = 150
"""Characters of a path below the folder of the project: Windows takes some 260 in all."""


def program_files() -> list[Path]:
    return [
        ROOT / "app.py",
        *sorted((ROOT / "pages").glob("*.py")),
        *sorted((ROOT / "src").rglob("*.py")),
    ]


def test_everything_is_imported_and_a_lock_is_taken_where_there_is_no_fcntl(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    modules = [path for path in (ROOT / "src").rglob("*.py") if path.name not in ("__main__.py",)]
    assert int(done.stdout) == len(modules) - 1  # the package itself is not one of its modules


def is_for_systems_that_have_it(node: ast.AST) -> bool:
    """Whether it is an import that goes on without what is imported."""
    caught = [handler.type for handler in node.handlers] if isinstance(node, ast.Try) else []
    return any(isinstance(kind, ast.Name) and kind.id == "ImportError" for kind in caught)


@pytest.mark.parametrize("path", program_files(), ids=lambda path: path.name)
def test_no_program_file_names_what_windows_lacks(path: Path) -> None:
    named: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guarded = {
        node
        for each in ast.walk(tree)
        if is_for_systems_that_have_it(each)
        for node in ast.walk(each)
    }
    for node in ast.walk(tree):
        match node:
            case _ if node in guarded:
                pass
            case ast.Import():
                named |= {alias.name for alias in node.names}
            case ast.ImportFrom():
                named.add(node.module or "")
            case ast.Attribute(value=ast.Name(id="os"), attr=attr):
                named.add(f"os.{attr}")
    assert not named & {*UNIX_ALONE, *(f"os.{name}" for name in LACKING)}


def fault(path: Path) -> str:
    """Why a path below the project is none that Windows takes; '' where it is one."""
    for part in path.parts:
        if any(c in '<>:"|?*\\' or ord(c) < 32 for c in part):
            return f"{part!r} has a character that is not allowed"
        if part.endswith((".", " ")):
            return f"{part!r} ends in a full stop or a space"
        if part.partition(".")[0].upper() in RESERVED:
            return f"{part!r} is the name of a device"
    return f"{path} is longer than {LONGEST}" if len(str(path)) > LONGEST else ""


def faults(paths: Iterable[Path]) -> list[str]:
    known = list(paths)
    one = Counter(unicodedata.normalize("NFC", path.as_posix()).casefold() for path in known)
    return [said for path in known if (said := fault(path))] + [
        name for name, n in one.items() if n > 1
    ]


def tracked() -> list[Path]:
    """The files of the project: those that git knows, or all but what is made on the spot where
    there is no git.
    """
    try:
        said = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        return [Path(name) for name in said.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        made = (
            ".venv",
            "__pycache__",
            ".git",
            ".hypothesis",
            ".mypy_cache",
            ".pytest_cache",
            ".ruff_cache",
        )
        files = (p.relative_to(ROOT) for p in ROOT.rglob("*") if p.is_file())
        return [
            p for p in files if not set(made) & set(p.parts) and p.parts[:2] != ("data", "built")
        ]


def test_every_file_of_the_project_has_a_name_that_windows_and_macos_take() -> None:
    paths = tracked()
    assert len(paths) > 300
    assert faults(paths) == []


@pytest.mark.parametrize(
    "name",
    ["a:b", "nul", "NUL.csv", "com1.txt", "end.", "end ", "a?", 'a"', "a\\b", "tab\t", "x" * 200],
)
def test_a_name_that_windows_does_not_take_is_told(name: str) -> None:
    assert fault(Path("data") / name)


def test_names_that_differ_in_case_or_in_how_an_accent_is_written_are_told() -> None:
    assert faults([Path("a/B"), Path("A/b")])
    assert faults([Path("caf\u00e9"), Path("cafe\u0301")])


def test_every_file_that_is_received_or_built_has_such_a_name_whatever_it_was_called(
    small_home, tmp_path
) -> None:
    where = Places(small_home("calls_999"))
    declared = declarations(where.declared_folder, catalogue.has_chart)
    rows = (
        "measure,area_code,period_start,period_end,value\ncalls_999,MPS,2023-01-01,2023-01-31,{}\n"
    )
    names = (
        ["nul", "a: b?.csv", "end.", "Calls.csv", "calls.csv", "release.toml"]
        if os.name != "nt"
        else ["a.csv"]
    )
    for number, name in enumerate(names):
        file = tmp_path / str(number) / name
        file.parent.mkdir()
        file.write_text(rows.format(number), encoding="utf-8")
        day = dt.date(2023, 3, 1 + number // 2)  # Two a day: the second keeps the first aside.
        build(where, declared, change=Change((Arrival(file, "calls_999", day),)))
    build(where, declared, as_at=dt.date(2023, 3, 1))
    build(
        where,
        declared,
        change=Change(reverted_releases=(list_releases(where.received_folder)[-1],)),
    )
    made = [p.relative_to(where.root) for p in where.root.rglob("*") if p.parts[-2] != "declared"]
    assert {"received", "built", "vintages"} <= {part for path in made for part in path.parts}
    assert faults(made) == []
    shutil.rmtree(where.root)
