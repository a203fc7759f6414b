"""The kinds of entries, one strict model each, and what is wrong with one in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from dashboard.errors import InputError
from dashboard.record.action_words import ActionUpdate, Correction, NewAction, Withdrawal
from dashboard.record.fields import EntryWords, FullLine
from dashboard.record.pack_words import (
    NewPack,
    NewSlide,
    PackRemoval,
    PackSettings,
    SlideChange,
    SlideMove,
    SlideRemoval,
)

Words = TypeVar("Words", bound=EntryWords)


KINDS: dict[str, type[EntryWords]] = {
    "update": ActionUpdate,
    "new action": NewAction,
    "withdrawal": Withdrawal,
    "correction": Correction,
    "new pack": NewPack,
    "pack settings": PackSettings,
    "pack removal": PackRemoval,
    "new slide": NewSlide,
    "slide change": SlideChange,
    "slide move": SlideMove,
    "slide removal": SlideRemoval,
}
"""Kind of an entry -> what it says. A kind that is not here is kept, verified and passed over."""
_KIND_OF = {model: kind for kind, model in KINDS.items()}
FIELD_NAMES = {
    "text": "What was said",
    "title": "Title",
    "owner": "Owner",
    "due": "Due",
    "due_words": "Due in words",
    "item": "Agenda item",
    "board": "Board",
    "evidence": "Evidence",
    "reason": "Reason",
    "entry": "Entry",
    "status": "Status",
    "author": "Your name",
    "finding": "Finding",
    "panels": "Charts",
    "notes": "Notes",
    "slides": "Slides",
    "slide": "Slide",
    "meeting": "Meeting",
    "as_at": "As at",
    "pack": "Pack",
}
"""Field -> what a form calls it."""


def kind_of(words: EntryWords) -> str:
    """The kind of an entry that says ``words``."""
    return _KIND_OF[type(words)]


def read_words(model: type[Words], values: Mapping[str, Any]) -> Words:
    """``said`` as the ``model`` of a kind.

    Raises:
        InputError: with one sentence on the first thing that is wrong.
    """
    try:
        return model.model_validate(dict(values))
    except ValidationError as error:
        raise InputError(_sentence(error)) from None


def stored_words(model: type[Words], body: str) -> Words | None:
    """The words of an entry from its JSON; None where a later version of the program wrote it."""
    try:
        return model.model_validate_json(body)
    except ValidationError:
        return None


class _Author(EntryWords):
    author: FullLine


def read_author(name: str) -> str:
    """``name`` as the author of an entry.

    Raises:
        InputError: it is empty, too long or holds what is not seen.
    """
    return read_words(_Author, {"author": name}).author


def _sentence(error: ValidationError) -> str:
    """The first fault, as one sentence that begins with the field's name."""
    fault = error.errors()[0]
    keys = [str(part) for part in fault["loc"]]
    name = next((FIELD_NAMES[key] for key in reversed(keys) if key in FIELD_NAMES), "The entry")
    context = fault.get("ctx", {})
    match fault["type"]:
        case "missing" | "string_too_short" | "too_short":
            return f"{name} is empty; fill it in."
        case "date_type" if fault["input"] is None:
            return f"{name} is empty; fill it in."
        case "string_too_long" | "too_long" if isinstance(fault["input"], str):
            length, most = len(fault["input"].strip()), context["max_length"]
            return f"{name} has {length:,} characters and may have {most:,}; shorten it."
        case "value_error":
            return f"{name} {context['error']}."
        case "too_long":
            return f"{name} has more than {context['max_length']} parts; leave some out."
        case "literal_error":
            return f"{name} may be {context['expected'].replace(chr(39), '')}; choose one."
        case "extra_forbidden":
            return f"The entry has no '{keys[-1]}'; leave it out."
        case _:
            return f"{name}: {fault['msg']}; write it otherwise."
