"""Draft minutes of a meeting from the record, as DOCX: what was said and agreed, item by item."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from dashboard.actions.register import meetings_on_day
from dashboard.declared.meetings import Action, Meeting
from dashboard.declared.packs import item_order
from dashboard.paper.columns import column_widths
from dashboard.paper.word import keep_whole, repeat_heading, room_across, set_widths
from dashboard.record.action_words import NewAction
from dashboard.record.laying import LaidRecord, Line
from dashboard.text import count_things, day, due_text

NO_ITEM = "No agenda item given"


def draft_minutes(record: LaidRecord, meeting: Meeting) -> bytes:
    """The draft of a meeting's minutes; every line of the record of that meeting that stands, with
    its author and time.
    """
    lines = [
        line
        for line in record.lines
        if line.withdrawal is None and line.entry.meeting == meeting.date.isoformat()
    ]
    document = docx.Document()
    _prepare(document, meeting)
    document.add_heading(f"Draft minutes: {meeting.board}", 0)
    document.add_paragraph(_about(record, meeting, lines))
    document.add_heading("By agenda item", 1)
    titles = {a.id: a.title for each in record.meetings.values() for a in each.action}
    for item in sorted({line.words.item for line in lines}, key=item_order):
        document.add_heading(f"Item {item}" if item else NO_ITEM, 2)
        for line in lines:
            if line.words.item == item:
                _add_line(document, line, titles.get(line.entry.action, ""))
    if not lines:
        document.add_paragraph("Nothing was recorded at this meeting.")
    document.add_heading("Actions of this meeting", 1)
    stands = meetings_on_day(record.meetings, None)
    _add_actions(document, stands[meeting.date.isoformat()].action)
    with io.BytesIO() as out:
        document.save(out)
        return out.getvalue()


def _prepare(document: Document, meeting: Meeting) -> None:
    properties = document.core_properties
    properties.title = f"Draft minutes: {meeting.board}, {day(meeting.date)}"
    properties.author = "Ward to Board"
    properties.language = "en-GB"
    properties.comments = ""
    language = document.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "en-GB")


def _about(record: LaidRecord, meeting: Meeting, lines: Sequence[Line]) -> str:
    demonstration = (
        "DEMONSTRATION DATA: this meeting is invented. " if meeting.demonstration else ""
    )
    head = f" The record stood at entry {record.head}." if record.head else ""
    return (
        f"{demonstration}Meeting of {day(meeting.date)}. A draft from the live record,"
        f" {count_things(len(lines), 'line')}, to be confirmed.{head}"
    )


def _add_line(document: Document, line: Line, title: str) -> None:
    words, entry = line.words, line.entry
    paragraph = document.add_paragraph()
    if isinstance(words, NewAction):
        paragraph.add_run(f"New action {entry.action}: {words.title}. ").bold = True
        due = due_text(words.due, words.due_words)
        paragraph.add_run(f"{_sentence(words.text)}Owner: {words.owner}. Due: {due}. ")
    else:
        paragraph.add_run(f"Action {entry.action}, {title or 'not declared'}. ").bold = True
        status = f"Status: {words.status}. " if words.status else ""
        owner = f"Owner: {words.owner}. " if words.owner else ""
        deadline = due_text(words.due, words.due_words)
        due = f"Due: {deadline}. " if words.due or words.due_words else ""
        paragraph.add_run(f"{_sentence(words.text)}{status}{owner}{due}")
    # Its day too: an entry may be written months after the meeting.
    paragraph.add_run(f"[{entry.author}, {entry.when}, entry {entry.sequence}]").italic = True


def _sentence(text: str | None) -> str:
    """``text`` so that another sentence may follow; nothing where there is none."""
    if not text:
        return ""
    return f"{text} " if text[-1] in ".!?" else f"{text}. "


_HEADINGS = ("Number", "Action", "Owner", "Due", "Status")
_SIZE, _DIGIT = 11, 0.6
"""Points of the words, and how wide a digit is in parts of that."""


def _add_actions(document: Document, actions: Sequence[Action]) -> None:
    if not actions:
        document.add_paragraph("No action was agreed at this meeting.")
        return
    rows = [_HEADINGS, *map(_action_cells, actions)]
    table = document.add_table(rows=len(rows), cols=len(_HEADINGS), style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        keep_whole(row)
        for cell, text in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].add_run(text).bold = texts is _HEADINGS
    repeat_heading(table.rows[0])
    room = room_across(document)
    columns = list(zip(*rows, strict=True))
    set_widths(table, column_widths(columns, room / Pt(_SIZE) / _DIGIT), room)


def _action_cells(action: Action) -> tuple[str, ...]:
    due = due_text(action.due, action.due_words)
    return str(action.number), action.title, action.owner, due, action.status
