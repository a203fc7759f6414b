"""A meeting -> the text of its file under ``data/declared/actions``, as a person would have written it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable

from dashboard.declared.models import Meeting, Strict

_ORDER = {
    "meeting": ("date", "board"),
    "action": ("id", "number", "meeting", "title", "text", "paragraph", "owner", "status", "due", "reports_to",
               "carried_from"),
    "evidence": ("page", "chart", "indicator", "area", "period", "comparator", "group", "plan", "note"),
    "update": ("date", "text", "status"),
    "carried": ("action", "number", "text", "paragraph", "status", "due"),
}  # fmt: skip
"""The keys of each table in the order written; one that says nothing more than its default is left out."""


def written(meeting: Meeting) -> str:
    """The meeting as TOML; reading it gives the same meeting again."""
    parts = ["\n".join(_lines("meeting", meeting))]
    for action in meeting.action:
        parts.append(_table("action", "action", action))
        parts += [_table("action.evidence", "evidence", item) for item in action.evidence]
        parts += [_table("action.update", "update", item) for item in action.update]
    parts += [_table("carried", "carried", item) for item in meeting.carried]
    return "\n\n".join(parts) + "\n"


def _table(heading: str, kind: str, item: Strict) -> str:
    return "\n".join([f"[[{heading}]]", *_lines(kind, item)])


def _lines(kind: str, item: Strict) -> Iterable[str]:
    for key in _ORDER[kind]:
        field, value = type(item).model_fields[key], getattr(item, key)
        if field.is_required() or value != field.default:
            yield f"{key} = {_value(value)}"


def _value(value: str | int | dt.date) -> str:
    if isinstance(value, str):
        # TOML's basic strings escape as JSON's do, and the delete character besides.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return value.isoformat() if isinstance(value, dt.date) else str(value)
