"""How the text of one parameter of a link becomes the value of a field of the view.

What is unknown gives way to the nearest valid choice, with a sentence, so that a page always stands.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.view.choices import Choices
from dashboard.view.parts import nearest, parts_of, quotation

Names = Mapping[str, str]
"""Code or id -> name."""
MISSPELT = 0.75
"""How alike a borough's name is to one with a letter or two wrong; 'nowhere' is like no borough."""
_CODE = re.compile(r"[A-Z]\d{8}")


@dataclass(frozen=True)
class LinkText:
    """One parameter of a link, and where sentences about it go."""

    name: str
    text: str | None
    """None where the link does not give it."""
    default: Any
    choices: Choices
    notes: list[str]


class Reader:
    """Reads one field of the view."""

    def read(self, link: LinkText) -> Any:
        """The value that a link asks for, else the nearest or the default with a sentence."""
        raise NotImplementedError

    def names(self, choices: Choices) -> Names:
        """The values there are, each with its name; empty where values need none."""
        return {}


def parameter(default: Any, reader: Reader, label: str = "") -> Any:
    """A field of a view with its ``default``, its ``reader`` and its ``label`` in lists of filters;
    '' for one that is no filter of the figures.
    """
    return field(default=default, metadata={"reader": reader, "label": label})


@dataclass(frozen=True)
class OneOf(Reader):
    """One of the choices of the database; '' stands for none chosen."""

    many: str
    """A field of ``Choices``."""
    otherwise: str
    """What is shown where nothing is like the word given."""
    is_exact: bool = False
    """True where words that are spelt alike may mean the opposite: none is put in another's place."""

    def names(self, choices: Choices) -> Names:
        """The choices."""
        names: Names = getattr(choices, self.many)
        return names

    def read(self, link: LinkText) -> str:
        """The choice given, else the nearest, else ''."""
        among = self.names(link.choices)
        if not link.text or link.text in among:
            return link.text or ""
        near = None if self.is_exact else nearest(link.text, list(among))
        link.notes.append(self.sentence(link, among[near] if near else ""))
        return near or ""

    def sentence(self, link: LinkText, near: str) -> str:
        """Tells that the choice is unknown, and what is shown: the one named ``near``, if any."""
        shown = f"the nearest is shown: {near}" if near else self.otherwise
        return f"The link's {link.name} {quotation(link.text or '')} is unknown; {shown}."


@dataclass(frozen=True)
class Word(Reader):
    """One of a few words, the same for every database."""

    among: Names
    otherwise: str
    """What the default shows."""

    def names(self, choices: Choices) -> Names:
        """The words."""
        return self.among

    def read(self, link: LinkText) -> str:
        """The word given, else the default."""
        if not link.text or link.text in self.among:
            return link.text or str(link.default)
        link.notes.append(
            f"The link's {link.name} {quotation(link.text)} is unknown; {self.otherwise}. It may"
            f" be one of {', '.join(self.among)}."
        )
        return str(link.default)


@dataclass(frozen=True)
class Day(Reader):
    """A date, or None."""

    otherwise: str
    """What is shown in place of a date that is none."""

    def read(self, link: LinkText) -> dt.date | None:
        """The date given, else None."""
        if not link.text:
            return None
        try:
            return dt.date.fromisoformat(link.text)
        except ValueError:
            link.notes.append(
                f"The link's {link.name} {quotation(link.text)} is not a date such as"
                f" 2022-12-31; {self.otherwise}."
            )
            return None


@dataclass(frozen=True)
class ByFunction(Reader):
    """What a function of its own reads."""

    parse: Callable[[str | None, Choices, list[str]], Any]
    """Text, choices and the list for sentences -> value."""

    def read(self, link: LinkText) -> Any:
        """What the function makes of the text."""
        return self.parse(link.text, link.choices, link.notes)


def borough_of(text: str, choices: Choices) -> str | None:
    """The code of the borough that ``text`` gives as a code or by name; None where it names none."""
    if text in choices.boroughs:
        return text
    by_name = {name.casefold(): code for code, name in choices.boroughs.items()}
    return by_name.get(text.casefold().replace("-", " "))


def read_boroughs(name: str, text: str | None, choices: Choices, notes: list[str]) -> list[str]:
    """The codes of the boroughs that the parameter ``name`` gives, each once, in its order."""
    by_name = {borough.casefold(): code for code, borough in choices.boroughs.items()}
    codes: list[str] = []
    for word in parts_of(name, text, notes):
        code = borough_of(word, choices)
        if code is None:
            # Codes that look alike are of boroughs that have nothing to do with one another.
            name = word.casefold()
            near = None if _CODE.fullmatch(word) else nearest(name, list(by_name), MISSPELT)
            code = by_name.get(near or "", near)
            shown = (
                f"the nearest is chosen: {choices.boroughs[code]}" if code else "it was left out"
            )
            notes.append(f"The link's area {quotation(word)} is not a borough of the MPS; {shown}.")
        if code and code not in codes:
            codes.append(code)
    return codes
