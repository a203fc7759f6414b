"""A file -> the record of a meeting: its board, date, people, items, paragraphs and actions."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from dashboard.errors import InputError
from dashboard.minutes.actions import actions
from dashboard.minutes.files import read_document
from dashboard.minutes.files.document import Document, Kind, Line
from dashboard.minutes.minuted_action import MinutedAction
from dashboard.minutes.paragraphs import Block, UntakenLine, blocks
from dashboard.minutes.people import Person, people
from dashboard.minutes.phrases.deadlines import dates
from dashboard.minutes.phrases.marks import find_marks

_BODY = r"(?:Board|Committee|Panel|Group|Forum|Council|Assembly|Authority|BOARD|COMMITTEE|PANEL|GROUP|FORUM|COUNCIL)"
_BOARD = re.compile(
    rf"(?:[^\W\d_][\w'’&-]*,?\s+){{1,10}}?{_BODY}\b(?:\s+(?:for|of|on)(?:\s+[A-Z][\w'’-]*){{1,4}})?"
)
_BEFORE_BOARD = re.compile(
    r"^.*?\b(?:minutes|record|notes?)\s+of\s+(?:the\s+|a\s+)?(?:(?:\w+\s+)?meeting\s+of\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_OF_MEETING = re.compile(r"\b(?:meeting|record|minutes|held|date)\b", re.IGNORECASE)
_PEOPLE = re.compile(r"\b(?:present|attend\w*|apologies|introductions?|welcome)\b", re.IGNORECASE)
_HEADER_LINES = 120
_HEADER_CHARACTERS = 300


@dataclass(frozen=True)
class StatedText:
    """Something found, and where."""

    text: str
    place: str


@dataclass(frozen=True)
class Record:
    """The record of a meeting as its text has it; what is absent was not found."""

    kind: Kind
    board: StatedText | None
    date: dt.date | None
    date_place: str
    people: tuple[Person, ...]
    items: tuple[Block, ...]
    """The headings of agenda items."""
    paragraphs: tuple[Block, ...]
    """The numbered paragraphs."""
    actions: tuple[MinutedAction, ...]
    untaken: tuple[UntakenLine, ...]
    """Lines that begin with 'Action' and are none of ``actions``; the notes tell of each."""
    notes: tuple[str, ...]
    """What a person should look at, in sentences."""


def read_record(path: Path) -> Record:
    """Read the record of a meeting from a text, Markdown, DOCX or PDF file.

    Raises:
        InputError: one sentence, where the file cannot be read or is no record of a meeting.
    """
    document = read_document(path)
    text_blocks = blocks(document)
    header = _header(text_blocks)
    board = _board(header, document.headers_and_footers)
    date, date_place, notes = _date(header, document)
    persons, doubts = people(header)
    items = tuple(b for b in text_blocks if b.heading and (b.label or _is_item(b, header)))
    paragraphs = tuple(b for b in text_blocks if b.label and not b.heading)
    minuted_actions, untaken, doubtful = actions(text_blocks, date, board.text if board else "")
    if not (minuted_actions or untaken) and (
        sum(map(bool, (board, date, persons))) < 2 or not (items or paragraphs)
    ):
        raise InputError(
            f"{path.name} is no record of a meeting that can be read: no action was found, nor a"
            " board, a date and numbered paragraphs; check that it is the right file."
        )
    return Record(
        document.kind,
        board,
        date,
        date_place,
        tuple(persons),
        items,
        paragraphs,
        tuple(minuted_actions),
        tuple(untaken),
        tuple([*notes, *doubts, *doubtful]),
    )


def _header(text_blocks: list[Block]) -> list[Block]:
    """The paragraphs before the first item; an item 'Present' or 'Apologies' still belongs to them."""

    def ends(block: Block) -> bool:
        numbered = bool(block.label) and not (block.heading and _PEOPLE.search(block.text))
        return numbered or bool(find_marks(block.text).markers)

    end = next((n for n, block in enumerate(text_blocks) if ends(block)), len(text_blocks))
    lines = accumulate(len(block.lines) for block in text_blocks[:end])
    return [
        block for block, so_far in zip(text_blocks, lines, strict=False) if so_far <= _HEADER_LINES
    ]


def _is_item(block: Block, header: list[Block]) -> bool:
    return block not in header and block.lines[0].heading


def _board(header: list[Block], headers_and_footers: tuple[Line, ...]) -> StatedText | None:
    lines = [line for block in header for line in block.lines if not line.cells]
    for line in (*lines, *headers_and_footers):
        text = " ".join(line.text.split())
        if len(text) > _HEADER_CHARACTERS:
            continue
        after = _BEFORE_BOARD.match(text)
        match = _BOARD.search(text[after.end() if after else 0 :])
        small_words = {"and", "of", "for", "the", "on", "&"}
        if match and all(
            w[0].isupper() or w.casefold() in small_words for w in match[0].replace(",", "").split()
        ):
            return StatedText(re.sub(r"^(?:The|the)\s+", "", match[0]), line.place)
    return None


def _date(header: list[Block], document: Document) -> tuple[dt.date | None, str, list[str]]:
    """The day of the meeting: a full date on a line that speaks of the meeting, else the first
    before the items.
    """
    lines = [line for block in header for line in block.lines]
    tops = [
        line
        for line in (*lines, *document.headers_and_footers)
        if len(line.text) <= _HEADER_CHARACTERS
    ]
    stated_dates = [(line, t) for line in tops for t in dates(line.text)]
    valid_dates = [(line, t.date) for line, t in stated_dates if t.date]
    notes = [
        f"{line.place}: '{t.words}' is no day of the calendar, so it was not taken as the"
        " meeting's."
        for line, t in stated_dates
        if t.date is None and line in lines
    ]
    valid_dates.sort(key=lambda pair: not _OF_MEETING.search(pair[0].text))
    if not valid_dates:
        return None, "", notes
    other_days = sorted(
        {date.isoformat() for _, date in valid_dates[1:]} - {valid_dates[0][1].isoformat()}
    )
    if other_days:
        notes.append(
            f"The day of the meeting was read at {valid_dates[0][0].place} as {valid_dates[0][1]}; the heading"
            f" also has {' and '.join(other_days)}."
        )
    return valid_dates[0][1], valid_dates[0][0].place, notes
