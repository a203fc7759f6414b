"""One entry of the record, and the hash that chains it to the one before."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from dashboard.record.fields import EntryWords
from dashboard.record.words import KINDS, stored_words
from dashboard.text import day

BOARD_TIME = ZoneInfo("Europe/London")
"""The clock on the wall of the board room: by it an entry has its day."""
FIRST = "0" * 64
"""What the first entry names as the hash before it."""

_NO_TEXT = re.compile("[\ud800-\udfff]")
_TEXTS = ("time", "author", "kind", "meeting", "action", "body", "previous", "hash")


def canonical(value: object) -> str:
    """``value`` as JSON that is the same text wherever and whenever it is written."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def chained_hash(fields: Mapping[str, object], previous: str) -> str:
    """SHA-256 over the canonical JSON of an entry's ``fields`` and the hash before it."""
    whole = canonical({**fields, "previous": previous})
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def written_time(time: dt.datetime) -> str:
    """A time as the record keeps it: '2023-04-28T09:42:10.000000Z'."""
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True)
class Head:
    """The last entry of the record, by which all before it is known."""

    sequence: int
    hash: str

    def __str__(self) -> str:
        """'41:3fa9c1d20b7e', as it is printed on minutes and kept in a meeting's file."""
        words = f"{self.sequence}:{str(self.hash)[:12]}"
        # One that was damaged may hold anything, and is still to be told from others.
        return words.encode("ascii", "backslashreplace").decode()


@dataclass(frozen=True)
class Entry:
    """One entry, as it stands in the record."""

    sequence: int
    time: str
    """UTC, as ``written_time`` writes it."""
    author: str
    kind: str
    meeting: str
    """The day of the board at which it was written, such as '2023-04-28'; '' for none."""
    action: str
    """Id of the action that it speaks of; '' for none."""
    body: str
    """What it says, as canonical JSON."""
    previous: str
    hash: str

    @property
    def fields(self) -> dict[str, object]:
        """What the hash is taken over, the hash before it aside."""
        return {
            "sequence": self.sequence,
            "time": self.time,
            "author": self.author,
            "kind": self.kind,
            "meeting": self.meeting,
            "action": self.action,
            "body": self.body,
        }

    @property
    def is_as_written(self) -> bool:
        """Whether its own hash is right, whatever stands before it. What was damaged may be of any
        type, and hold bytes that are no text.
        """
        texts = [value for name, value in vars(self).items() if name in _TEXTS]
        return (
            type(self.sequence) is int
            and all(isinstance(text, str) and not _NO_TEXT.search(text) for text in texts)
            and chained_hash(self.fields, self.previous) == self.hash
        )

    @cached_property
    def words(self) -> EntryWords | None:
        """What it says; None where its kind is not known here."""
        model = KINDS.get(self.kind)
        return stored_words(model, self.body) if model else None

    @property
    def clock(self) -> dt.datetime:
        """When it was written, by the clock of the board room."""
        return dt.datetime.fromisoformat(self.time).astimezone(BOARD_TIME)

    @property
    def date(self) -> dt.date:
        """The day on which it was written."""
        return self.clock.date()

    @property
    def when(self) -> str:
        """'28 April 2023, 10:42'."""
        return f"{day(self.date)}, {self.clock:%H:%M}"
