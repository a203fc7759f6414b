"""Draft minutes of a meeting from the record, as DOCX: what was said and agreed, item by item."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from dashboard.actions.register import meetings_on_day
from dashboard.declared.meetings import Action, Meeting
from dashboard.declared.packs import item_order
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
    paragraph.add_run(
        f"[{entry.author}, {entry.clock:%H:%M}, entry {entry.sequence}]"
    ).italic = True


def _sentence(text: str | None) -> str:
    """``text`` so that another sentence may follow; nothing where there is none."""
    if not text:
        return ""
    return f"{text} " if text[-1] in ".!?" else f"{text}. "


_HEADINGS = ("Number", "Action", "Owner", "Due", "Status")


def _add_actions(document: Document, actions: Sequence[Action]) -> None:
    if not actions:
        document.add_paragraph("No action was agreed at this meeting.")
        return
    table = document.add_table(rows=1, cols=len(_HEADINGS), style="Table Grid")
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for cell, heading in zip(table.rows[0].cells, _HEADINGS, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    for action in actions:
        values = (
            str(action.number),
            action.title,
            action.owner,
            due_text(action.due, action.due_words),
            action.status,
        )
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = value
