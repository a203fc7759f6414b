"""What the texts of an entry may hold: visible letters, of a length that the record keeps."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

LONGEST_LINE, LONGEST_TEXT = 120, 2_000
"""Characters of a line and of a text."""
_TURNS_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
_NO_CHARACTER = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
"""What no XML, and so no document, can hold besides what has no category of its own."""


def _tidy(text: object) -> object:
    """``text`` with line ends of our own and nothing empty around it; anything else as it is."""
    if not isinstance(text, str):
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()


def hold_visible(text: str, extra_letters: str = "") -> str:
    """``text`` where all of it is seen, but for ``extra_letters``.

    Raises:
        ValueError: it holds what is not seen, or turns the direction of reading.
    """
    for letter in text:
        hidden = unicodedata.category(letter) in ("Cc", "Cs") or (
            _TURNS_DIRECTION.match(letter) or _NO_CHARACTER.match(letter)
        )
        if hidden and letter not in extra_letters:
            name = "a line break" if letter == "\n" else f"U+{ord(letter):04X}"
            raise ValueError(f"holds {name}, which is not allowed here; take it out")
    return text


def hold_visible_lines(text: str) -> str:
    """As ``hold_visible``, for a text of some lines."""
    return hold_visible(text, extra_letters="\n")


Line = Annotated[
    str, BeforeValidator(_tidy), AfterValidator(hold_visible), Field(max_length=LONGEST_LINE)
]
"""One line; it may be empty."""
FullLine = Annotated[Line, Field(min_length=1)]
Text = Annotated[
    str,
    BeforeValidator(_tidy),
    AfterValidator(hold_visible_lines),
    Field(min_length=1, max_length=LONGEST_TEXT),
]
"""Some lines, at least one letter."""
AnyText = Annotated[
    str,
    BeforeValidator(_tidy),
    AfterValidator(hold_visible_lines),
    Field(max_length=LONGEST_TEXT),
]
"""Some lines; it may be empty."""


class EntryWords(BaseModel):
    """Base of what an entry says: frozen, strict, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
