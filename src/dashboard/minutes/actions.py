"""The actions of a record: what is asked, of whom, by when, as its text says and no more."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from dashboard.errors import InputError
from dashboard.minutes.minuted_action import MinutedAction, number_actions
from dashboard.minutes.paragraphs import Block, UntakenLine, sentences, untaken_lines
from dashboard.minutes.phrases.deadlines import Deadline, deadline, reports_to
from dashboard.minutes.phrases.fields import begins_with_field, fields_in, strip_fields
from dashboard.minutes.phrases.marks import (
    MOST_MARKS,
    Columns,
    Marker,
    columns,
    find_marks,
    is_of_earlier_meeting,
    row_number,
)
from dashboard.minutes.phrases.owners import names_in_words, owner, plain_name

_MOST_ACTIONS = 500


def actions(
    blocks: list[Block], meeting: dt.date | None, board: str
) -> tuple[list[MinutedAction], list[UntakenLine], list[str]]:
    """Every action of ``blocks`` in order, the lines that look like one, and what a person should
    look at.

    Raises:
        InputError: there are more than the record of one meeting can hold.
    """
    search = _Search(blocks, meeting, board)
    search.run()
    return number_actions(search.actions, search.notes), search.untaken, search.notes


class _Search:
    """One pass over the paragraphs."""

    def __init__(self, blocks: list[Block], meeting: dt.date | None, board: str) -> None:
        self.blocks, self.meeting, self.board = blocks, meeting, board
        self.actions: list[MinutedAction] = []
        self.notes: list[str] = []
        self.untaken: list[UntakenLine] = []
        self.blocks_used: set[int] = set()
        """Blocks that were read as the text of the action before them."""

    def run(self) -> None:
        table, of_table = 0, Columns()
        heading, listing = "", False
        for at, block in enumerate(self.blocks):
            line = block.lines[0]
            if block.heading:
                heading = block.text
            if line.table != table:
                table, of_table = line.table, columns(block.cells)
                if of_table:
                    self._note_earlier_table(block, heading)
                    continue
            if line.table and of_table:
                if not is_of_earlier_meeting(heading):
                    self._row(at, block, of_table)
            elif at not in self.blocks_used:
                listing = self._entry(at, block, listing)

    def _note_earlier_table(self, block: Block, heading: str) -> None:
        if is_of_earlier_meeting(heading):
            self.notes.append(
                f"The table at {block.place} stands under '{heading}' and tells of earlier"
                " actions: none was taken from it."
            )

    def _entry(self, at: int, block: Block, listing: bool) -> bool:
        """Read a paragraph; returns whether the next ones are entries of a list of actions.

        After 'Actions:' alone each entry of the list that follows is one.
        """
        if listing and (block.is_bullet or re.match(r"\d{1,2}[.)]\s", block.text)):
            text = re.sub(r"^\d{1,2}[.)]\s+", "", block.text)
            self._add(at, Marker(0, 0, text=text), block.text)
            return True
        if re.fullmatch(r"(?:Agreed )?(?:Actions|ACTIONS)(?: agreed)?:", block.text):
            return True
        self._text(at, block)
        return False

    def _text(self, at: int, block: Block) -> None:
        marks = find_marks(block.text)
        if len(marks.markers) > MOST_MARKS or len(self.actions) > _MOST_ACTIONS:
            raise InputError(
                f"There are more actions at {block.place} than the record of one meeting holds "
                f"({MOST_MARKS} in a paragraph, {_MOST_ACTIONS} in all): give the record alone."
            )
        untaken = untaken_lines(block, marks.markers)
        self.untaken += untaken
        self.notes += [
            f"{line.place} begins with 'Action' and was not read as a new action:"
            f' "{line.beginning}".'
            for line in untaken
        ]
        for words in marks.mentions:
            if any(line.text.startswith(words) for line in untaken):
                continue
            self.notes.append(
                f"{block.place} mentions '{words}', which was not read as a new action."
            )
        for n, marker in enumerate(marks.markers):
            if marker.text:
                self._add(at, marker, _with_fields(marker.text, self._fields_after(at)))
            elif (
                marker.start == 0
                and marker.end >= len(block.text)
                and not marker.owner
                and self._text_follows(at)
            ):
                self.blocks_used.add(at + 1)
                text = self.blocks[at + 1].text
                self._add(
                    at, replace(marker, text=text), _with_fields(text, self._fields_after(at + 1))
                )
            else:
                sentence, request = self._sentence_before(at, block.text, marks.markers, n)
                self._add(at, marker, request, sentence)

    def _text_follows(self, at: int) -> bool:
        """Whether the next paragraph is the text of a mark that stands alone on its line."""
        next_block = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
        return (
            next_block is not None
            and not (
                next_block.label
                or next_block.heading
                or next_block.cells
                or find_marks(next_block.text).markers
            )
            and owner(next_block.text) is not None
        )

    def _fields_after(self, at: int) -> str:
        """The paragraphs 'Owner: ...' and 'Deadline: ...' that follow an action, as one text."""
        texts = []
        for n in range(at + 1, min(at + 4, len(self.blocks))):
            if not begins_with_field(self.blocks[n].text):
                break
            texts.append(self.blocks[n].text)
        return "; ".join(texts)

    def _sentence_before(
        self, at: int, text: str, markers: tuple[Marker, ...], n: int
    ) -> tuple[str, str]:
        """The sentence that the mark ``markers[n]`` closes, and the part of it that is this
        action's.
        """
        marker = markers[n]
        spans = sentences(text)
        sentence_index = next(
            (k for k, (start, end) in enumerate(spans) if start <= marker.start < end), None
        )
        if sentence_index is None or not _without(
            text, spans[sentence_index][0], marker.start, markers
        ).strip(" .;,"):
            sentence_index = (len(spans) if sentence_index is None else sentence_index) - 1
        if sentence_index < 0:
            return self._last_sentence(at)
        start, end = spans[sentence_index]
        earlier_ends = [m.end for m in markers[:n] if start <= m.start < marker.start]
        later = [m for m in markers[n + 1 :] if start <= m.start < end]
        clause = _without(
            text, max([start, *earlier_ends]), marker.start if later else end, markers
        )
        sentence = _without(text, start, end, markers)
        return sentence, clause if len(clause.split()) > 2 else sentence

    def _last_sentence(self, at: int) -> tuple[str, str]:
        for block in reversed(self.blocks[max(0, at - 3) : at]):
            if block.heading or block.cells:
                break
            if not find_marks(block.text).markers and block.text:
                start, end = sentences(block.text)[-1]
                return block.text[start:end], block.text[start:end]
        return "", ""

    def _row(self, at: int, block: Block, of_table: Columns) -> None:
        cells = block.cells
        request = of_table.cell(cells, "action")
        markers = find_marks(request).markers
        text = markers[0].text if markers and markers[0].start == 0 and markers[0].text else request
        if not text or columns(cells) == of_table:
            return
        marked_as = markers[0].numbers[:1] if markers else ()
        cell_number = row_number(of_table.cell(cells, "number"))
        due = of_table.cell(cells, "deadline")
        self._add(
            at,
            Marker(
                0,
                0,
                (cell_number,) if cell_number else marked_as,
                text,
                _name(of_table.cell(cells, "owner")),
            ),
            text,
            due=due,
            paragraph=of_table.cell(cells, "paragraph").strip(" ."),
        )

    def _add(
        self,
        at: int,
        marker: Marker,
        request: str,
        sentence: str = "",
        due: str = "",
        paragraph: str = "",
    ) -> None:
        """Keep the action that ``marker`` of block ``at`` marks, once for each of its numbers."""
        block = self.blocks[at]
        fields = fields_in(request)
        request = strip_fields(request)
        asked_owner, verb = _owner_and_verb(request)
        when = self._deadline(request, due or fields.due)
        if not request:
            self.notes.append(
                f"The action at {block.place} has no sentence before it: what it asks was not"
                " found."
            )
        if when.note:
            self.notes.append(f"{block.place}: {when.note}")
        for number in marker.numbers or (0,):
            self.actions.append(
                MinutedAction(
                    number,
                    number > 0,
                    paragraph or block.paragraph,
                    block.place,
                    sentence or request,
                    request,
                    names_in_words(marker.owner or fields.owner or asked_owner),
                    verb,
                    when,
                    reports_to(request, self.board),
                    self._context(at),
                    bool(marker.text) and not block.cells,
                )
            )
        if len(marker.numbers) > 1:
            several = " and ".join(map(str, marker.numbers))
            self.notes.append(
                f"{block.place}: one sentence holds actions {several}: divide what it asks between"
                " them."
            )

    def _deadline(self, request: str, due: str) -> Deadline:
        """By when: the words of the record's own column or field, ``due``, before those of the
        request.
        """
        if not due:
            return deadline(request, self.meeting)
        return replace(deadline(f"by {due}", self.meeting), words=due)

    def _context(self, at: int) -> str:
        """All text of the paragraph that block ``at`` belongs to."""
        start = at
        while start > 0 and not self.blocks[start].label and not self.blocks[start - 1].heading:
            start -= 1
            if at - start >= 20:
                break
        return " ".join(block.text for block in self.blocks[start : at + 1])


def _owner_and_verb(request: str) -> tuple[str, int]:
    """Whom the first sentence that asks someone asks, and where in ``request`` what is asked
    begins; '' and 0 where none does.
    """
    for start, end in sentences(request):
        asked_owner = owner(request[start:end])
        if asked_owner is not None:
            return asked_owner.name, start + asked_owner.verb
    return "", 0


def _without(text: str, start: int, end: int, markers: tuple[Marker, ...]) -> str:
    """``text[start:end]`` without the marks in it."""
    pieces, at = [], start
    for marker in markers:
        if start <= marker.start < end:
            pieces.append(text[at : marker.start])
            at = max(at, min(marker.end, end))
    pieces.append(text[at:end])
    joined = " ".join(" ".join(pieces).split())
    return re.sub(r"\s+([.,;])", r"\1", joined).strip()


def _with_fields(text: str, fields: str) -> str:
    return f"{text}; {fields}" if fields else text


def _name(cell: str) -> str:
    return plain_name(cell) or ""
