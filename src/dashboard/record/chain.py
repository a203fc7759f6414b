"""Whether the record is as it was written: every line, in its order, none missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from dashboard.record.entry import FIRST, Entry, Head


@dataclass(frozen=True)
class Break:
    """The first line that is not as it was written: all before it are."""

    number: int
    sentence: str


def find_break(entries: Sequence[Entry], seals: Sequence[Head]) -> Break | None:
    """The first line that was changed, is missing or stands in another's place.

    None where every line is as it was written. ``seals`` are kept beside the entries: with them
    the last lines are missed too.
    """
    previous = FIRST
    places = {seal.hash: seal.sequence for seal in seals if isinstance(seal.sequence, int)}
    for number, (entry, seal) in enumerate(zip_longest(entries, seals), 1):
        if entry is None:
            gone = f"Entry {number} is missing, and {_more(len(seals) - number)}."
            return Break(number, gone)
        fault = _fault(number, entry, seal, previous, places)
        if fault:
            return Break(number, fault)
        previous = entry.hash
    return None


def _fault(
    number: int, entry: Entry, seal: Head | None, previous: str, places: dict[str, int]
) -> str | None:
    written_at = places.get(entry.hash)
    if not isinstance(entry.sequence, int):
        return f"Entry {number} was changed after it was written."
    if entry.sequence > number and written_at in (None, entry.sequence):
        return f"Entry {number} is missing: entry {entry.sequence} stands in its place."
    if written_at not in (None, number):
        return f"Entry {number} is not in its place: what was written as {written_at} stands there."
    if entry.sequence != number:
        return f"Entry {number} is not in its place: {entry.sequence} stands there."
    if not entry.is_as_written:
        return f"Entry {number} was changed after it was written."
    if entry.previous != previous:
        return f"Entry {number} does not follow from the one before it, which was changed."
    if seal is None:
        return f"Entry {number} has no seal, so it was not written by this program."
    if (seal.sequence, seal.hash) != (number, entry.hash):
        return f"Entry {number} is not the one that was sealed when it was written."
    return None


def _more(count: int) -> str:
    return "with it the end of the record" if count < 1 else f"so are {count:,} after it"


def find_lost_head(entries: Sequence[Entry], head: str, where: str) -> str | None:
    """A sentence where the record lacks the head ``noted`` (such as '41:3fa9c1d20b7e') in
    ``where``; None where it has it.
    """
    if any(str(Head(entry.sequence, entry.hash)) == head for entry in entries):
        return None
    return f"The record lacks entry {head}, which {where}."
