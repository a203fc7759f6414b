"""The number at the start of a line: '2.1.', '2(a)', 'Item 3', '(b)'; only where it goes on from
the numbers before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BULLET = re.compile(r"(\s*(?:[-–—*•·▪◦●○■‣]|o(?=\s{2,}))\s+)(?=\S)")
_ITEM_NUMBER = re.compile(
    r"\s*(?:(?:agenda\s+)?item|para(?:graph)?|minute)\s+(\d{1,3}(?:\.\d{1,3}){0,3})(?![\w/])\s*[:.)–—-]*\s*(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = re.compile(
    r"\s*(\d{1,3}(?:\.\d{1,3}){0,3})((?:\s?\([a-z]{1,4}\)){0,2})([.):]?)(?:(\s+)|(?![\d%]))(.*)$",
    re.DOTALL,
)
_LETTER = re.compile(r"\s*\(?([a-z]|[ivx]{1,5})\)\s+(?=\S)(.*)$", re.DOTALL)
_MOST_STEP = 10
"""A number further on than this from the one before is no number of a paragraph."""


@dataclass(frozen=True)
class Label:
    """What stands at the start of a line, and the rest of it."""

    text: str = ""
    """'2.1', '2(a)', '3'."""
    rest: str = ""
    parts: tuple[int, ...] = ()
    is_item: bool = False
    """True for 'Item 3'."""

    @property
    def has_number(self) -> bool:
        """True where there is a number."""
        return bool(self.text)

    @property
    def top(self) -> int | None:
        """The number of the agenda item."""
        return self.parts[0] if self.parts else None

    @property
    def is_single(self) -> bool:
        """True for a plain number such as '3.'."""
        return len(self.parts) == 1 and "(" not in self.text


@dataclass
class Sequence:
    """The numbers met so far."""

    last_number: tuple[int, ...] = ()
    item: int = 0
    text: str = ""
    """The paragraph's number, to which '(a)' belongs."""
    letter: str = ""
    list_number: int = 0
    """The last number of a numbered list inside a paragraph; 0 outside one."""

    def pause(self) -> None:
        """After an empty line a numbered list inside a paragraph may be over."""
        self.list_number = 0

    def takes(self, parts: tuple[int, ...], opens: bool) -> bool:
        """Whether ``parts`` goes on from the numbers before; stricter inside a paragraph, where a
        line is wrapped.
        """
        if len(parts) == 1:
            if self.list_number and parts[0] == self.list_number + 1:
                self.list_number += 1
                return False
            if self.item and parts[0] == 1 and len(self.last_number) > 1:
                self.list_number = 1
                return False
            return self.item < parts[0] <= self.item + (_MOST_STEP if opens else 1)
        if parts[0] != self.item:
            return self.item < parts[0] <= self.item + (_MOST_STEP if opens else 1) and (
                opens or parts[1] == 1
            )
        before = self.last_number[1:] if self.last_number[:1] == parts[:1] else ()
        if opens:
            return parts[1:] >= before and parts[1] <= (before[0] if before else 0) + _MOST_STEP
        return parts[1:] > before and parts[1] <= (before[0] if before else 0) + 1

    def follow(self, label: Label) -> None:
        """Go on from ``label``."""
        self.last_number, self.item, self.text, self.letter = (
            label.parts,
            label.parts[0],
            label.text,
            "",
        )


def bullet(text: str) -> tuple[str, str]:
    """The bullet that ``text`` begins with ('' for none), and the rest."""
    found = _BULLET.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def read_label(text: str, sequence: Sequence, opens: bool) -> Label:
    """The number at the start of ``text``, a line; ``opens``: no paragraph is open, so the line
    begins one.

    ``sequence`` goes on from a number that is found.
    """
    mark, rest = bullet(text)
    opens = opens or bool(mark)
    named = _ITEM_NUMBER.match(rest)
    if named and (opens or not named[2] or named[2][0].isupper()):
        parts = _parts(named[1])
        if sequence.item <= parts[0] <= sequence.item + _MOST_STEP * 5:
            return _take_label(Label(named[1], named[2], parts, True), sequence)
    match = _NUMBER.match(rest)
    if match:
        number, letters, mark, gap, text_after = match.groups(default="")
        parts = _parts(number)
        is_marked = bool(letters or mark or "\t" in gap or len(parts) > 1)
        is_spaced = bool(gap or letters or (mark and text_after[:1].isalpha()) or not text_after)
        sentence = (
            len(parts) == 1
            or bool(mark or letters)
            or text_after[:1].isupper()
            or not text_after
            or text_after[0] in "\"'“‘(["
        )
        if is_marked and is_spaced and sentence and sequence.takes(parts, opens or bool(letters)):
            return _take_label(
                Label(number + letters.replace(" ", ""), text_after, parts), sequence
            )
        if is_marked and is_spaced and letters and parts[0] == sequence.item:
            return _take_label(
                Label(number + letters.replace(" ", ""), text_after, parts), sequence
            )
    letter = _LETTER.match(rest)
    if letter and sequence.text and (opens or _next_letter(letter[1], sequence.letter)):
        sequence.letter = letter[1]
        return Label(f"{sequence.text}({letter[1]})", letter[2], (*sequence.last_number, 0))
    return Label()


def _parts(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


def _take_label(label: Label, sequence: Sequence) -> Label:
    sequence.follow(label)
    if "(" in label.text:
        sequence.text = label.text.partition("(")[0]
    return label


def _next_letter(letter: str, letter_before: str) -> bool:
    if not letter_before:
        return letter in ("a", "i")
    roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
    roman_after = (
        roman[roman.index(letter_before) + 1 : roman.index(letter_before) + 2]
        if letter_before in roman
        else []
    )
    return letter in roman_after or (
        len(letter_before) == 1 and ord(letter[0]) == ord(letter_before) + 1 and len(letter) == 1
    )
