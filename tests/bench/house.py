"""Measure the house: modules, lines, arrows between rooms, circles, floors and names by the rule.

Run it on any checkout: ``python tests/bench/house.py FOLDER``.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

IRREGULAR_PARTICIPLES = (
    "asked begun bound bought broken brought built caught chosen done drawn driven fallen felt"
    " forgotten found frozen given gone grown heard held hidden hung kept known laid lost made"
    " meant met moved named opened overthrown paid said seen sent shown shut sold sought spent"
    " spoken struck stuck sworn taken taught thought thrown told understood wanted withdrawn"
    " withheld woken won worn woven written"
).split()
NOT_PARTICIPLES = "bed bred deed feed hundred indeed need red seed shed speed weed".split()
"""Words in -ed that are none."""


def is_participle(name: str) -> bool:
    """True for a name that is a past participle alone: 'found', '_Asked', 'COUNTED'; not for
    'known_rows', which says what is known.
    """
    word = name.strip("_").lower()
    if word in IRREGULAR_PARTICIPLES:
        return True
    return re.fullmatch(r"[a-z]{2,}ed", word) is not None and word not in NOT_PARTICIPLES


def modules(root: Path) -> dict[str, Path]:
    """Dotted name -> file, of the package, the pages and ``app.py``."""
    source = root / "src"
    files = {
        ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__"): path
        for path in (source / "dashboard").rglob("*.py")
    }
    return files | {f"pages.{path.stem}": path for path in (root / "pages").glob("*.py")}


def imports(name: str, path: Path, known: set[str]) -> Iterator[str]:
    """The modules that a module imports, also for types."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            parts = name.split(".")[: -node.level + (path.stem == "__init__") or None]
            base = ".".join([*(parts if node.level else []), *filter(None, [node.module])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                if full in known or base in known:
                    yield full if full in known else base


def room(name: str) -> str:
    """The room of a module: 'panels' of dashboard.panels.common.page."""
    parts = name.split(".")
    return "pages" if parts[0] == "pages" else (parts[1] if len(parts) > 1 else "")


def circles(arrows: dict[str, set[str]]) -> list[set[str]]:
    """Groups that reach one another."""

    def reach(start: str) -> set[str]:
        reached_ids, todo = set(), [start]
        while todo:
            for other in arrows.get(todo.pop(), set()) - reached_ids:
                reached_ids.add(other)
                todo.append(other)
        return reached_ids

    reached = {one: reach(one) for one in arrows}
    groups = {
        frozenset(two for two in reached[one] if one in reached.get(two, set()))
        for one in arrows
        if one in reached[one]
    }
    return [set(group) for group in groups if len(group) > 1]


def floors(arrows: dict[str, set[str]]) -> int:
    """The longest way down; rooms of one circle count once each."""
    depth: dict[str, int] = {}

    def down(one: str, way: tuple[str, ...]) -> int:
        if one not in depth:
            below = [down(two, (*way, one)) for two in arrows.get(one, set()) if two not in way]
            depth[one] = 1 + max(below, default=0)
        return depth[one]

    return max(down(one, ()) for one in arrows)


def bare_names(path: Path) -> list[str]:
    """The modules, functions, classes, fields and constants whose name is a participle alone."""
    names = [path.stem]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
        if isinstance(node, ast.Module | ast.ClassDef):
            for line in node.body:
                targets = line.targets if isinstance(line, ast.Assign) else []
                targets = [line.target] if isinstance(line, ast.AnnAssign) else targets
                names += [target.id for target in targets if isinstance(target, ast.Name)]
    return [name for name in names if is_participle(name)]


def bare_variables(path: Path, lines: int = 5) -> list[str]:
    """The variables of functions that are a participle alone and live longer than ``lines``."""
    names: list[str] = []
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef):
            continue
        uses: dict[str, list[ast.Name]] = defaultdict(list)
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and is_participle(node.id):
                uses[node.id].append(node)
        for name, nodes in uses.items():
            rows = [node.lineno for node in nodes]
            is_set = any(isinstance(node.ctx, ast.Store) for node in nodes)
            if is_set and max(rows) - min(rows) > lines:
                names.append(name)
    return names


def measure(root: Path) -> dict[str, int]:
    """What the table of docs/architecture.md says of a checkout."""
    files = modules(root)
    of_modules: dict[str, set[str]] = defaultdict(set)
    of_rooms: dict[str, set[str]] = defaultdict(set)
    for name, path in files.items():
        for other in imports(name, path, set(files)):
            if other != name:
                of_modules[name].add(other)
            if room(other) and room(other) != room(name):
                of_rooms[room(name)].add(room(other))
    return {
        "modules": len(files),
        "lines": sum(len(p.read_text(encoding="utf-8").splitlines()) for p in files.values()),
        "rooms": len({room(name) for name in files} - {""}),
        "arrows between rooms": sum(map(len, of_rooms.values())),
        "circles of rooms": len(circles(of_rooms)),
        "circles of modules": len(circles(of_modules)),
        "floors of modules": floors(of_modules),
        "names that are a participle alone": sum(len(bare_names(p)) for p in files.values()),
        "long-lived variables that are a participle alone": sum(
            len(bare_variables(p)) for p in files.values()
        ),
    }


if __name__ == "__main__":
    for label, number in measure(Path(sys.argv[1])).items():
        print(f"{label}: {number:,}")
