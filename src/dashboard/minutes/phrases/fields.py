"""The fields that a record gives with an action: 'Owner: ...', 'Deadline: ...'."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboard.minutes.phrases.owners import plain_name

_FIELD = re.compile(
    r"(?:^|(?<=[.;,)]\s)|(?<=\s[–—|-]\s))(?P<key>(?:Action )?[Oo]wners?|Lead|Responsible|By"
    r" whom|Deadline|"
    r"Due(?: date)?|By when|Timescale|Target date)\s*:\s*(?P<value>[^.;|]{1,120})"
)
_OWNER_KEYS = ("owner", "owners", "action owner", "action owners", "lead", "responsible", "by whom")


@dataclass(frozen=True)
class Fields:
    """Who and by when, as the fields of an action say; '' for what none says."""

    owner: str
    due: str


def fields_in(text: str) -> Fields:
    """What the fields in ``text`` say."""
    fields = {m["key"].casefold(): m["value"].strip() for m in _FIELD.finditer(text)}
    owner = next(
        (name for k, v in fields.items() if k in _OWNER_KEYS and (name := plain_name(v))), ""
    )
    return Fields(owner, next((v for k, v in fields.items() if k not in _OWNER_KEYS), ""))


def begins_with_field(text: str) -> bool:
    """Whether a paragraph is a field, or several."""
    return _FIELD.match(text) is not None


def strip_fields(text: str) -> str:
    """``text`` without its fields and what parts them from it."""
    return _FIELD.sub("", text).strip(" ;,–—|-")
