"""The record as what is laid over a database where it is opened, for pages and commands alike."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from dashboard.actions.register import as_json, from_json
from dashboard.actions.tables import action_tables
from dashboard.declared.packs import (
    PACK_LINES_KEY,
    PACKS_KEY,
    packs_as_json,
    packs_from_json,
)
from dashboard.record.action_words import NewAction
from dashboard.record.chain import find_break
from dashboard.record.entry import Entry
from dashboard.record.laying import LaidRecord, Line
from dashboard.record.ledger import open_record, written_by
from dashboard.record.packs import RecordedPack, recorded_packs
from dashboard.settings import Places
from dashboard.store.overlay import LayOver, Overlay

HEAD_KEY, LINES_KEY, BREAK_KEY = "record_head", "record_lines", "record_break"
"""Rows of ``meta``: the last entry that is laid over, the lines of the record as JSON, and a
sentence on the first that is not as it was written.
"""
RecordLine = dict[str, str]
"""A line of the record in words: entry, when, author, kind, meeting, action, date, said and
state; ``open`` is '' once it can no longer be corrected."""


def record_over(places: Places, as_at: dt.date | None) -> LayOver | None:
    """What lays the record of an installation over a database, so far as it was written by a day.

    Raises:
        RecordError: the record cannot be read.
    """
    entries, seals = open_record(places).read()
    first_break = find_break(entries, seals)
    if first_break is None:
        return lay_entries(written_by(entries, as_at))
    sentence = (
        f"{first_break.sentence} What was recorded from there on is not shown; see: python -m dashboard"
        " actions verify"
    )
    return lay_entries(written_by(entries[: first_break.number - 1], as_at), sentence)


def lay_entries(entries: Sequence[Entry], break_sentence: str = "") -> LayOver | None:
    """What lays ``entries`` over a database; None where there is nothing to lay over or to say.

    ``break_sentence`` says what is wrong with those that are left out.
    """
    if not entries and not break_sentence:
        return None

    def lay(meta: Mapping[str, str]) -> Overlay:
        laid_record = LaidRecord(from_json(meta.get("actions", "{}")), tuple(entries))
        texts = {
            "actions": as_json(laid_record.meetings),
            HEAD_KEY: str(laid_record.head or ""),
            BREAK_KEY: break_sentence,
            LINES_KEY: json.dumps([line_words(line) for line in laid_record.lines]),
            **_pack_texts(meta, recorded_packs(entries).values()),
        }
        return Overlay(action_tables(laid_record.meetings), texts)

    return lay


@dataclass(frozen=True)
class PackLine:
    """What the record tells of one of its packs, besides its slides."""

    pack: int
    """The entry that began it."""
    slides: tuple[str, ...]
    """The ids of its slides, in order."""
    changes: Mapping[str, str]
    """Id of a slide, '' for the pack itself -> who changed it last, and when; newest last."""

    @property
    def by(self) -> str:
        """Who changed it last, and when."""
        return list(self.changes.values())[-1]


def _pack_texts(meta: Mapping[str, str], recorded_packs: Iterable[RecordedPack]) -> dict[str, str]:
    """The rows of ``meta`` with the packs of the record beside those declared."""
    recorded_packs = list(recorded_packs)
    packs = packs_from_json(meta.get(PACKS_KEY, "{}")) | {
        each.code: each.pack for each in recorded_packs
    }
    lines = {
        each.code: PackLine(
            each.first.sequence,
            tuple(slide.id for slide in each.slides),
            {id: f"{entry.author}, {entry.when}" for id, entry in each.changes.items()},
        )
        for each in recorded_packs
    }
    return {
        PACKS_KEY: packs_as_json(packs),
        PACK_LINES_KEY: json.dumps({code: asdict(line) for code, line in lines.items()}),
    }


def pack_lines(meta: Mapping[str, str]) -> dict[str, PackLine]:
    """Code -> what the record tells of each pack that is laid over the database of ``meta``."""
    said = json.loads(meta.get(PACK_LINES_KEY, "{}"))
    return {
        code: PackLine(line["pack"], tuple(line["slides"]), line["changes"])
        for code, line in said.items()
    }


def lines_told(meta: Mapping[str, str]) -> list[RecordLine]:
    """The lines of the record that are laid over the database whose ``meta`` it is, oldest first."""
    lines: list[RecordLine] = json.loads(meta.get(LINES_KEY, "[]"))
    return lines


def line_words(line: Line) -> RecordLine:
    """A line of the record in words."""
    words = line.words
    text = words.title if isinstance(words, NewAction) else words.text
    return {
        "entry": str(line.entry.sequence),
        "when": line.entry.when,
        "author": line.entry.author,
        "kind": line.entry.kind,
        "meeting": line.entry.meeting,
        "action": line.entry.action,
        "date": line.entry.date.isoformat(),
        "said": text,
        "state": _state(line),
        "open": "yes" if line.stands else "",
    }


def _state(line: Line) -> str:
    """'stands', or what became of it, by whom and why."""
    if line.withdrawal is not None:
        return f"withdrawn by {_by(line.withdrawal)}"
    if line.declared_otherwise:
        return "not shown: its number was declared for another action; record it anew"
    if line.correction is not None:
        return f"corrected by {_by(line.correction)}"
    return "in the meeting's file" if line.in_meeting_file else "stands"


def _by(entry: Entry) -> str:
    reason = getattr(entry.words, "reason", "")
    return f"{entry.author}, {entry.when}: {reason}"
