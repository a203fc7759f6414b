"""A meeting -> the text of its file under ``data/declared/actions``, as a person would have written
it.

A file that is there is changed in place: its comments, its order and its way of writing stay where
nothing changes.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from typing import Any

import tomlkit
from pydantic import ValidationError
from tomlkit.exceptions import TOMLKitError

from dashboard.declared.meetings import Meeting
from dashboard.declared.models import Strict

_ORDER = {
    "meeting": ("date", "board", "demonstration", "recorded_to"),
    "action": (
        "id",
        "number",
        "meeting",
        "title",
        "text",
        "paragraph",
        "owner",
        "status",
        "due",
        "due_words",
        "reports_to",
        "carried_from",
    ),
    "evidence": (
        "page",
        "chart",
        "indicator",
        "area",
        "period",
        "comparator",
        "group",
        "plan",
        "note",
    ),
    "update": ("date", "text", "status", "due", "due_words", "owner"),
    "carried": ("action", "number", "text", "paragraph", "status", "due"),
}
"""The keys of each table in the order written; one that says nothing more than its default is left
out.
"""


def to_toml(meeting: Meeting) -> str:
    """The meeting as TOML; reading it gives the same meeting again."""
    parts = ["\n".join(_lines("meeting", meeting))]
    for action in meeting.action:
        parts.append(_table("action", "action", action))
        parts += [_table("action.evidence", "evidence", item) for item in action.evidence]
        parts += [_table("action.update", "update", item) for item in action.update]
    parts += [_table("carried", "carried", item) for item in meeting.carried]
    return "\n\n".join(parts) + "\n"


_PARTS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "meeting": (("action", ("id",)), ("carried", ("action", "number"))),
    "action": (("evidence", ("page", "chart", "indicator", "area")), ("update", ("date", "text"))),
}
"""Table -> the tables within it, each with the keys by which one of them is known again."""


def update_toml(text: str, meeting: Meeting) -> str:
    """``text``, the file of the meeting so far, with what changed; the whole as ``to_toml`` where
    that is no file.
    """
    try:
        document = tomlkit.parse(text)
        _change(document, "meeting", meeting)
        changed = re.sub(r"\n{3,}\[", "\n\n[", tomlkit.dumps(document)).rstrip("\n") + "\n"
        if text and Meeting.model_validate(tomllib.loads(changed)) == meeting:
            return changed
    except (TOMLKitError, tomllib.TOMLDecodeError, ValidationError):
        pass
    return to_toml(meeting)


def _change(table: Any, kind: str, item: Strict) -> None:
    """Make ``table`` say what ``item`` does, and touch nothing that says so already."""
    values = dict(_iterate_values(kind, item))
    for key in _ORDER[kind]:
        if key not in values:
            table.pop(key, None)
        elif key not in table or table[key] != values[key]:
            table[key] = values[key]
    for name, key_fields in _PARTS.get(kind, ()):
        _change_each(table, name, getattr(item, name), key_fields)


def _new_table() -> Any:
    """An empty table with an empty line above it."""
    table = tomlkit.table()
    table.trivia.indent = "\n"
    return table


def _change_each(
    table: Any, name: str, items: Sequence[Strict], key_fields: tuple[str, ...]
) -> None:
    old_tables = list(table.get(name, ()))
    marks = [tuple(entry.get(key, "") for key in key_fields) for entry in old_tables]
    wanted_marks = [tuple(getattr(item, key) for key in key_fields) for item in items]
    if (
        marks[: len(wanted_marks)] != wanted_marks[: len(marks)]
    ):  # Another order, or one gone: the tables are set anew, in order.
        table.pop(name, None)
        new_array = tomlkit.aot()
        for mark, item in zip(wanted_marks, items, strict=True):
            entry = old_tables[marks.index(mark)] if mark in marks else _new_table()
            _change(entry, name, item)
            new_array.append(entry)
        if items:
            table.append(name, new_array)
        return
    for entry, item in zip(old_tables, items, strict=False):
        _change(entry, name, item)
    for _ in old_tables[len(items) :]:
        table[name].pop()
    for item in items[len(old_tables) :]:
        if name not in table:
            table.append(name, tomlkit.aot())
        entry = _new_table()
        _change(entry, name, item)
        table[name].append(entry)
    if not items:
        table.pop(name, None)


def _table(heading: str, kind: str, item: Strict) -> str:
    return "\n".join([f"[[{heading}]]", *_lines(kind, item)])


def _lines(kind: str, item: Strict) -> Iterable[str]:
    for key, value in _iterate_values(kind, item):
        yield f"{key} = {_value(value)}"


def _iterate_values(kind: str, item: Strict) -> Iterable[tuple[str, Any]]:
    """Each key of a table with its value, those that say nothing more than their default left out."""
    for key in _ORDER[kind]:
        field, value = type(item).model_fields[key], getattr(item, key)
        if field.is_required() or value != field.default:
            yield key, value


def _value(value: str | int | bool | dt.date) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # TOML's basic strings escape as JSON's do, and the delete character besides.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return value.isoformat() if isinstance(value, dt.date) else str(value)
