"""What an entry of the record may say: one strict model a kind, and what is wrong in a sentence."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from dashboard.declared.meetings import Evidence
from dashboard.declared.models import ActionStatus
from dashboard.declared.packs import MOST_PANELS, Address, Slide
from dashboard.errors import InputError

Words = TypeVar("Words", bound="EntryWords")
LONGEST_LINE, LONGEST_TEXT, MOST_EVIDENCE, MOST_SLIDES = 120, 2_000, 8, 60
_TURNS_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
_NO_CHARACTER = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
"""What no XML, and so no document, can hold besides what has no category of its own."""


def _tidy(text: object) -> object:
    """``text`` with line ends of our own and nothing empty around it; anything else as it is."""
    if not isinstance(text, str):
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()


def _hold_visible(text: str, allowed: str = "") -> str:
    for letter in text:
        hidden = unicodedata.category(letter) in ("Cc", "Cs") or (
            _TURNS_DIRECTION.match(letter) or _NO_CHARACTER.match(letter)
        )
        if hidden and letter not in allowed:
            name = "a line break" if letter == "\n" else f"U+{ord(letter):04X}"
            raise ValueError(f"holds {name}, which is not allowed here; take it out")
    return text


def _hold_visible_lines(text: str) -> str:
    return _hold_visible(text, allowed="\n")


Line = Annotated[
    str, BeforeValidator(_tidy), AfterValidator(_hold_visible), Field(max_length=LONGEST_LINE)
]
"""One line; it may be empty."""
FullLine = Annotated[Line, Field(min_length=1)]
Text = Annotated[
    str,
    BeforeValidator(_tidy),
    AfterValidator(_hold_visible_lines),
    Field(min_length=1, max_length=LONGEST_TEXT),
]
"""Some lines, at least one letter."""


class EntryWords(BaseModel):
    """Base of what an entry says: frozen, strict, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ActionUpdate(EntryWords):
    """A word on an action, and its status from then on."""

    text: Text
    status: ActionStatus | None = None
    """Absent: unchanged."""
    item: Line = ""
    """The agenda item under which it was said, such as '2.4'."""


def _hold_lines(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    for item in evidence:
        for value in item.model_dump().values():
            if len(value) > LONGEST_TEXT:
                raise ValueError("is too long; shorten it")
            _hold_visible(value)
    return evidence


class NewAction(EntryWords):
    """An action that the board has just agreed."""

    title: FullLine
    owner: FullLine
    text: Annotated[Text | None, Field(default=None)]
    """What was asked, where the title does not say all of it."""
    due: dt.date | None = None
    due_words: Line = ""
    """The words of a deadline that is no date, such as 'before the next board'."""
    item: Line = ""
    """The agenda item, such as '2.4'."""
    board: FullLine
    evidence: Annotated[
        tuple[Evidence, ...], AfterValidator(_hold_lines), Field(max_length=MOST_EVIDENCE)
    ] = ()


class Withdrawal(EntryWords):
    """An earlier entry does not hold any more; it stays to be read."""

    entry: int = Field(ge=1)
    reason: FullLine


class Correction(EntryWords):
    """Other words in the place of an earlier entry's, which stay to be read."""

    entry: int = Field(ge=1)
    reason: FullLine
    update: ActionUpdate | None = None
    new_action: NewAction | None = None


def _hold_slide(slide: Slide) -> Slide:
    limits = {"item": 12, "title": LONGEST_LINE}
    texts = (("item", slide.item), ("title", slide.title), ("finding", slide.finding or ""))
    for name, text in (*texts, ("notes", slide.notes), *(("action", a) for a in slide.actions)):
        most = limits.get(name, LONGEST_TEXT)
        if len(text) > most:
            raise ValueError(f"has a {name} of more than {most:,} characters; shorten it")
        _hold_visible(text, allowed="\n" if name == "notes" else "")
    return slide


HeldSlide = Annotated[Slide, AfterValidator(_hold_slide)]
"""A slide whose words are of a length and kind that the record keeps."""


class NewPack(EntryWords):
    """A pack begun: empty, a copy of another, or read from a file."""

    title: FullLine
    meeting: dt.date
    as_at: dt.date | None = None
    slides: Annotated[tuple[HeldSlide, ...], Field(max_length=MOST_SLIDES)] = ()


class PackChange(EntryWords):
    """Base of what is said of a pack that was begun by an earlier entry."""

    pack: int = Field(ge=1)
    """The entry that began it."""


class PackSettings(PackChange):
    """A pack's name, meeting and day as at which it is shown, from then on."""

    title: FullLine
    meeting: dt.date
    as_at: dt.date | None = None


class PackRemoval(PackChange):
    """A pack is not shown any more; its entries stay to be read."""


class NewSlide(PackChange):
    """A slide put into a pack, after the last one whose agenda item is not later."""

    slide: HeldSlide


class SlideChange(PackChange):
    """Other words on a slide; what is absent is unchanged."""

    slide: FullLine
    """Its id, such as '41.1'."""
    item: Annotated[Line, Field(max_length=12)] | None = None
    title: FullLine | None = None
    finding: Line | None = None
    """'': the first panel's own finding."""
    panels: Annotated[tuple[Address, ...], Field(max_length=MOST_PANELS)] | None = None
    notes: (
        Annotated[
            str,
            BeforeValidator(_tidy),
            AfterValidator(_hold_visible_lines),
            Field(max_length=LONGEST_TEXT),
        ]
        | None
    ) = None


class SlideMove(PackChange):
    """A slide put before another one; to the end where that is not there."""

    slide: FullLine
    before: Line = ""


class SlideRemoval(PackChange):
    """A slide taken out of a pack."""

    slide: FullLine


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
_NAMES = {
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
    name = next((_NAMES[key] for key in reversed(keys) if key in _NAMES), "The entry")
    context = fault.get("ctx", {})
    match fault["type"]:
        case "missing" | "string_too_short" | "too_short":
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
