"""A record's actions as a draft of ``data/declared/actions/<date>.toml`` for a person to confirm."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping

from dashboard.declared.models import Indicator
from dashboard.minutes.draft.evidence import propose
from dashboard.minutes.draft.titles import is_long, title
from dashboard.minutes.minuted_action import MinutedAction
from dashboard.minutes.phrases.deadlines import dates
from dashboard.minutes.record import Record

NONE_SET = "none set"
_OUTSTANDING_ACTIONS = re.compile(
    r"\b(?:outstanding|carried[- ](?:over|forward)) actions?\b|\baction carried (?:over|forward)\b"
)
_MINUTES_AGREED = re.compile(
    r"\b(?:minutes|record|notes)\b.*\b(?:agreed|approved|accepted|confirmed)\b", re.IGNORECASE
)


def draft(record: Record, indicators: Mapping[str, Indicator], name: str) -> str:
    """The draft as TOML; ``name`` is the file the record was read from.

    It is valid under ``dashboard.declared.models.Meeting``, but that a record without a date leaves
    the lines ``# date`` and ``# meeting`` for a person to fill in.
    """
    parts = [*_head(record, name)]
    used: Counter[int] = Counter()
    for action in record.actions:
        used[action.number] += 1
        parts += _action(action, used[action.number], record, indicators)
    return "\n".join(parts) + "\n"


def _head(record: Record, name: str) -> list[str]:
    day = f"date = {record.date}" if record.date else "# date = YYYY-MM-DD"
    comments = [
        (
            f"Date: {record.date_place}."
            if record.date
            else f"Date: {NONE_SET}; write it here and as 'meeting' below."
        ),
        f"Board: {record.board.place}." if record.board else f"Board: {NONE_SET}; write its name.",
        *_people(record),
        *(f"Item {b.label or '(not numbered)'}: {b.text} ({b.place})." for b in record.items),
        f"Numbered paragraphs: {len(record.paragraphs)}. Actions: {len(record.actions)}.",
    ]
    return [
        *_comment(
            "DRAFT, NOT CONFIRMED. Read each action against the record, put title and text in your"
            " own words,"
        ),
        *_comment(
            "mend what is wrong, take these comments out, move the file to"
            " data/declared/actions/<date>.toml."
        ),
        *_comment(f"Read from {name} ({record.kind}); what was not found in it is '{NONE_SET}'."),
        "#",
        *(line for text in comments for line in _comment(text)),
        *(line for note in record.notes for line in _comment(f"Look at this: {note}")),
        "",
        day,
        f"board = {_quote_text(record.board.text if record.board else NONE_SET)}",
    ]


def _people(record: Record) -> list[str]:
    present = [p for p in record.people if p.is_present]
    absent = [p for p in record.people if not p.is_present]
    lines = []
    for heading, group in (("Present", present), ("Apologies", absent)):
        if not group:
            lines.append(f"{heading}: {NONE_SET}.")
        for person in group:
            of = "; ".join(part for part in (person.role, person.organisation) if part)
            name = f"{person.name} ({person.initials})" if person.initials else person.name
            lines.append(f"{heading}: {name}{f', {of}' if of else ''} ({person.place}).")
    return lines


def _action(
    action: MinutedAction, occurrence: int, record: Record, indicators: Mapping[str, Indicator]
) -> list[str]:
    # The sentence may hold a mark in its place in the paragraph: it is known by its first words.
    context_before, part, _ = action.context.partition(action.sentence[:40] or action.context)
    name = title(
        action.request,
        action.verb,
        action.due.words,
        action.reports_to or "",
        context_before if part else "",
    )
    # The title says what 'this' stands for in the request.
    evidence = propose(action.context, f"{action.request} {name}", indicators)
    lines = [
        "",
        *_remarks(action, name, has_evidence=bool(evidence)),
        *_keys(action, occurrence, name, record),
    ]
    for one in evidence:
        told = one.model_dump(exclude_defaults=True)
        lines += [
            "",
            "[[action.evidence]]",
            *(f"{key} = {_quote_text(value)}" for key, value in told.items()),
        ]
    return lines


def _remarks(action: MinutedAction, name: str, *, has_evidence: bool) -> list[str]:
    """What the record says of the action and what it leaves out, as comments for whoever confirms
    the draft.
    """
    missing_parts = [
        what
        for what, part in (
            ("owner", action.owner),
            ("paragraph", action.paragraph),
            ("deadline", action.due.words),
            ("date", action.due.date),
            ("other board", action.reports_to),
        )
        if not part
    ]
    remarks = [f'From {action.place}. The record says: "{action.sentence or NONE_SET}"']
    if action.due.date:
        remarks.append(f'Words of the deadline: "{action.due.words}".')
    if missing_parts:
        remarks.append(f"Not in the text, so {NONE_SET}: {', '.join(missing_parts)}.")
    if not action.has_number:
        remarks.append("The record gives no number; this one is counted.")
    if is_long(name):
        remarks.append("The title is in the record's own words and long: shorten it.")
    if not has_evidence:
        remarks.append("No indicator has enough of the paragraph's words: no evidence is proposed.")
    return [line for remark in remarks for line in _comment(remark)]


def _keys(action: MinutedAction, occurrence: int, name: str, record: Record) -> list[str]:
    """The table ``action`` of the draft, without its evidence."""
    suffix = f"-{occurrence}" if occurrence > 1 else ""
    lines = [
        "[[action]]",
        f"id = {_quote_text(f'{record.date or NONE_SET}/{action.number}{suffix}')}",
        f"number = {action.number}",
        f"meeting = {record.date}" if record.date else "# meeting = YYYY-MM-DD",
        f"title = {_quote_text(name or NONE_SET)}",
        f"text = {_quote_text(action.request or NONE_SET)}",
        f"paragraph = {_quote_text(action.paragraph or NONE_SET)}",
        f"owner = {_quote_text(action.owner or NONE_SET)}",
        'status = "open"',
    ]
    if action.due.date:
        lines.append(f"due = {action.due.date}")
    elif action.due.words:
        lines.append(f"due_words = {_quote_text(action.due.words)}")
    if action.reports_to:
        lines.append(f"reports_to = {_quote_text(action.reports_to)}")
    return [*lines, *_carried_from(action, record)]


def _carried_from(action: MinutedAction, record: Record) -> list[str]:
    """The key ``carried_from`` where the action's paragraph speaks of an outstanding one: the
    meeting before this.
    """
    if not _OUTSTANDING_ACTIONS.search(action.context):
        return []
    agreed = (block.text for block in record.paragraphs if _MINUTES_AGREED.search(block.text))
    days = [
        t.date
        for text in agreed
        for t in dates(text)
        if t.date and record.date and t.date < record.date
    ]
    if not days:
        return _comment(
            "Its paragraph speaks of an earlier action: write carried_from = YYYY-MM-DD, the"
            " earlier meeting."
        )
    return [
        *_comment(
            "Its paragraph speaks of an outstanding action; the day is that of the minutes agreed."
        ),
        f"carried_from = {max(days)}",
    ]


def _comment(text: str) -> list[str]:
    return [f"# {' '.join(text.split())}"]


def _quote_text(text: str) -> str:
    """``text`` as a TOML string:

    JSON's escapes are TOML's, but for the one character that JSON leaves as it is.
    """
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "\\u007f")
