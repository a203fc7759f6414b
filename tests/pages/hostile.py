"""An installation whose every text is an attack: what can be written into a declaration or a file's
name, is.
"""

import csv
import datetime as dt
import shutil
import tomllib
import types
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import BaseModel

from dashboard.declared.assumptions import Assumptions
from dashboard.declared.events import Events
from dashboard.declared.meetings import Meeting
from dashboard.declared.models import Area, Indicator, Source
from dashboard.declared.packs import Pack
from dashboard.declared.plans import Audiences, Plan
from dashboard.declared.promises import Framework
from dashboard.declared.rare_offences import RareOffences
from dashboard.declared.similarity import Similarity
from dashboard.declared.trials import Trials

HOST = "evil.example"
ATTACK = (
    f" ![x](http://{HOST}/a.png) [Sign in again](http://{HOST}/b) <img src=http://{HOST}/c.png"
    f" onerror=alert(1)><a href='http://{HOST}/d'>d</a><b style='color:red'>e</b> <http://{HOST}/f>"
    f" https://{HOST}/g www.{HOST} me@{HOST} [h][h] :red[i] :blue-badge[j] :material/home: :smile:"
    " :small[k] $x^2$ `l` **m** _n_ ~~o~~ &lt;p&gt; &#x3c; <b>qz</b><br>rz\u200b\u00ad"
)
UNSEEN = "\u202eq\x07\x1b[31m"
"""What a link may hold besides; a declaration that holds it is refused."""
NAME = "<img src=x onerror=alert(1)> ![x](javascript:y) [z](http:z) **b** :smile: $x$.csv"
"""Of a received file, where no slash may stand."""
FILES: dict[str, type[BaseModel]] = {
    "sources/*.toml": Source,
    "indicators/*.toml": Indicator,
    "actions/*.toml": Meeting,
    "packs/*.toml": Pack,
    "plans/*.toml": Plan,
    "promises/*.toml": Framework,
    "events.toml": Events,
    "audiences.toml": Audiences,
    "assumptions.toml": Assumptions,
    "similar.toml": Similarity,
    "trials.toml": Trials,
    "rare_offences.toml": RareOffences,
}
IDENTIFIERS = {
    "Step": {"areas"},
    "Indicator": {
        "id",
        "sources",
        "numerator",
        "denominator",
        "group_types",
        "total_over",
        "only_groups",
        "demand",
        "unit",
    },
    "Measure": {"id", "aliases"},
    "Source": {"id", "columns", "sheet", "address", "groups"},
    "Evidence": {"page", "chart", "indicator", "area", "period", "comparator", "group", "plan"},
    "Action": {"id"},
    "CarriedAction": {"action"},
    "Meeting": {"recorded_to"},
    "Lever": {"id", "unit"},
    "Pack": {"code"},
    "Slide": {"item", "panels", "actions"},
    "Plan": {"id", "audience"},
    "Audience": {"id"},
    "Framework": {"id", "address", "succeeded_by", "short"},
    "Promise": {"id", "address", "indicators"},
    "ChartLink": {"page", "chart", "indicator"},
    "Trial": {"area", "indicators", "not_tried_for"},
    "Similarity": {"features"},
    "RareOffence": {"id", "source", "measures"},
}
"""Fields that name another thing or a form, so that a text in them is refused or nothing is found
under it.
"""


def attack(text: str, field: str) -> str:
    """``text`` as an attack that can be told by its ``field``, such as 'Action.title'."""
    return f"{text} {mark(field)}{ATTACK}"


def mark(field: str) -> str:
    """What an attack in ``field`` is told by, wherever it is drawn."""
    return f"Zq{field.replace('.', '')}qZ"


def text_fields() -> set[str]:
    """Every field of a declaration that holds words: 'Action.title'."""
    found: set[str] = set()

    def walk(model: type[BaseModel]) -> None:
        for name, field in model.model_fields.items():
            kinds = _kinds(field.annotation)
            if str in kinds and name not in IDENTIFIERS.get(model.__name__, ()):
                found.add(f"{model.__name__}.{name}")
            for kind in kinds:
                if isinstance(kind, type) and issubclass(kind, BaseModel):
                    walk(kind)

    for model in (*FILES.values(), Area):
        walk(model)
    return found - {"Area.code", "Area.parent"}


def _kinds(annotation: Any) -> set[Any]:
    """The types that an annotation is made of; the keys of a dict are names of things."""
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal or (origin is None and not isinstance(annotation, types.UnionType)):
        return {annotation}
    parts = parts[1:] if origin is dict else parts
    return {kind for part in parts for kind in _kinds(part)}


def _attacked(model: type[BaseModel], data: dict[str, Any]) -> dict[str, Any]:
    """``data`` of a declaration with an attack in every text."""
    changed = dict(data)
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key not in data or name in IDENTIFIERS.get(model.__name__, ()):
            continue
        kinds = _kinds(field.annotation)
        inner = next(
            (kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None
        )
        if inner:
            changed[key] = _each(data[key], lambda value, inner=inner: _attacked(inner, value))
        elif str in kinds:
            changed[key] = _each(
                data[key], lambda text, name=name: attack(text, f"{model.__name__}.{name}")
            )
    return changed


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, list):
        return [change(item) for item in value]
    if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
        return {key: change(item) for key, item in value.items()}
    return change(value)


UPDATE = {"date": dt.date(2023, 5, 20), "text": "Told.", "owner": "MPS", "due_words": "soon"}
LATER = {
    "date": dt.date(2023, 6, 16),
    "board": "Board",
    "carried": [
        {"action": "2023-04-28/3", "number": 1, "text": "Taken up again.", "paragraph": "1.1"}
    ],
}
"""What the demonstration declares none of: a word on an action, and a meeting that took one up
again.
"""


def declare(source: Path, target: Path) -> None:
    """Copy the declarations ``source`` to ``target`` with an attack in every text, and something of
    every kind.
    """
    shutil.copytree(source, target)
    (target / "actions" / "2023-06-16.toml").write_text(tomlkit.dumps(LATER), encoding="utf-8")
    for pattern, model in FILES.items():
        for path in target.glob(pattern):
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            if "action" in data:
                data["action"][0]["update"] = [UPDATE]
            path.write_text(tomlkit.dumps(_attacked(model, data)), encoding="utf-8")
    _rename(target / "areas" / "wards.csv")
    names = [
        row
        for file in ("mps", "bcus", "boroughs")
        for row in _rename(target / "areas" / f"{file}.csv")
    ]
    with (target / "areas" / "aliases.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            names
        )  # Received files name areas as they are really called; of wards the codes do.


def _rename(path: Path) -> list[tuple[str, str]]:
    """Attack the names of a file of areas; each real name and its code."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    named = [(row["name"], row["code"]) for row in rows]
    for row in rows:
        row["name"] = attack(row["name"], "Area.name")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return named


PIECES = [
    "word",
    f"![x](http://{HOST}/a.png)",
    f"[Sign in](http://{HOST}/b)",
    f"<http://{HOST}/c>",
    f"http://{HOST}/d https://{HOST}",
    f"www.{HOST} me@{HOST} mailto:me@{HOST} xmpp:a@b.cc HTTP://{HOST} ftp://{HOST}",
    "javascript:alert(1) [x](javascript:y)",
    (
        f"<img src=http://{HOST}/e.png><b>x</b><a"
        f" href='http://{HOST}'>x</a><script>alert(1)</script><!-- c -->"
    ),
    (
        ":red[x] :blue-badge[x] :small[y] :help[x] :color[x]{foreground=red} :red-background[x]"
        " ::leaf[x] :::c a:b[c]"
    ),
    ":material/home: :smile: :100: :+1: :streamlit: x:y:z: 10:30",
    "$x^2$ $$y$$",
    "**b** *i* __u__ _v_ ~~s~~ ~t~ a_b_ _c",
    "`c` ```d``` ``",
    "# h",
    "- item",
    "1. one",
    "2) two",
    "> q",
    "+ plus",
    "--- x",
    "===",
    "| a | b |",
    "    indented",
    f"[^1] [x]: http://{HOST}",
    "&lt;b&gt; &#58; &amp;amp; &copy; &nbsp;",
    "a -> b <- c -- d >= e <= f ~= g <-> h",
    "back\\slash \\* \\",
    "Ends with )",
    "[ref][1] [x] [ ] - [ ] task",
    f"[a]( http://{HOST} 'x')",
    f"!\\[x](http://{HOST}/z.png)",
    "\u2028a \u202eb\x1bc\u200bd",
    "5 * 3 * 2 < 4 > 1 {x} %",
    "emoji 👍🏽 é",
]
"""Marks of every kind, each alone, after a word that has none."""


def write_rare_offence(received: Path, file: Path) -> None:
    """Write the rows of one rare offence in the wards of one borough from the newest of the
    ``received`` files of ward crime.
    """
    newest = max(received.glob("*/*.csv"))
    heading, *rows = newest.read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if "Blade or Point" in row and "Hillingdon" in row]
    file.write_text("\n".join([heading, *kept, ""]), encoding="utf-8")
