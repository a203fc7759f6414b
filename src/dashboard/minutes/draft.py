"""A record's actions as a draft of ``data/declared/actions/<date>.toml`` for a person to confirm."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping

from dashboard.declared.models import Indicator
from dashboard.minutes.actions import Minuted
from dashboard.minutes.evidence import propose
from dashboard.minutes.record import Record

NONE_SET = "none set"
_MOST_WORDS = 10
_PHRASE = {"on", "in", "to", "for", "with", "by", "at", "from", "as"}
_NO_END = {"of", "the", "a", "an", "on", "in", "to", "for", "with", "and", "or", "by", "at", "from", "its", "their",
           "how", "that", "this", "which", "as", "is", "are", "it", "would", "will", "be", "once", "when"}  # fmt: skip


def draft(record: Record, indicators: Mapping[str, Indicator], name: str) -> str:
    """The draft as TOML; ``name`` is the file the record was read from.

    It is valid under ``dashboard.declared.models.Meeting``, but that a record without a date leaves the lines
    ``# date`` and ``# meeting`` for a person to fill in.
    """
    parts = [*_head(record, name)]
    used: Counter[int] = Counter()
    for action in record.actions:
        used[action.number] += 1
        parts += _action(action, used[action.number], record, indicators)
    return "\n".join(parts) + "\n"


def _head(record: Record, name: str) -> list[str]:
    day = f"date = {record.date}" if record.date else "# date = YYYY-MM-DD"
    found = [
        f"Date: {record.date_place}." if record.date else f"Date: {NONE_SET}; write it here and as 'meeting' below.",
        f"Board: {record.board.place}." if record.board else f"Board: {NONE_SET}; write its name.",
        *_people(record),
        *(f"Item {b.label or '(not numbered)'}: {b.text} ({b.place})." for b in record.items),
        f"Numbered paragraphs: {len(record.paragraphs)}. Actions: {len(record.actions)}.",
    ]
    return [
        *_comment("DRAFT, NOT CONFIRMED. Read each action against the record, put title and text in your own words,"),
        *_comment("mend what is wrong, take these comments out, move the file to data/declared/actions/<date>.toml."),
        *_comment(f"Read from {name} ({record.kind}); what was not found in it is '{NONE_SET}'."),
        "#",
        *(line for text in found for line in _comment(text)),
        *(line for note in record.notes for line in _comment(f"Look at this: {note}")),
        "",
        day,
        f"board = {_quoted(record.board.text if record.board else NONE_SET)}",
    ]  # fmt: skip


def _people(record: Record) -> list[str]:
    present = [p for p in record.people if p.present]
    absent = [p for p in record.people if not p.present]
    lines = []
    for title, group in (("Present", present), ("Apologies", absent)):
        if not group:
            lines.append(f"{title}: {NONE_SET}.")
        for person in group:
            of = "; ".join(part for part in (person.role, person.organisation) if part)
            name = f"{person.name} ({person.initials})" if person.initials else person.name
            lines.append(f"{title}: {name}{f', {of}' if of else ''} ({person.place}).")
    return lines


def _action(action: Minuted, occurrence: int, record: Record, indicators: Mapping[str, Indicator]) -> list[str]:
    again = f"-{occurrence}" if occurrence > 1 else ""
    missing = [
        what
        for what, found in (
            ("owner", action.owner), ("paragraph", action.paragraph), ("deadline", action.due.words),
            ("date", action.due.date), ("other board", action.reports_to),
        )
        if not found
    ]  # fmt: skip
    evidence = propose(action.context, action.request, indicators)
    lines = [
        "",
        *_comment(f'From {action.place}. The record says: "{action.sentence or NONE_SET}"'),
        *(_comment(f'Words of the deadline: "{action.due.words}".') if action.due.date else []),
        *(_comment(f"Not in the text, so {NONE_SET}: {', '.join(missing)}.") if missing else []),
        *(_comment("The record gives no number; this one is counted.") if not action.numbered else []),
        *([] if evidence else _comment("No indicator has enough of the paragraph's words: no evidence is proposed.")),
        "[[action]]",
        f"id = {_quoted(f'{record.date or NONE_SET}/{action.number}{again}')}",
        f"number = {action.number}",
        f"meeting = {record.date}" if record.date else "# meeting = YYYY-MM-DD",
        f"title = {_quoted(title(action))}",
        f"text = {_quoted(action.request or NONE_SET)}",
        f"paragraph = {_quoted(action.paragraph or NONE_SET)}",
        f"owner = {_quoted(action.owner or NONE_SET)}",
        'status = "open"',
        *([f"due = {action.due.date}"] if action.due.date else []),
        *([f"due_words = {_quoted(action.due.words)}"] if action.due.words and not action.due.date else []),
        *([f"reports_to = {_quoted(action.reports_to)}"] if action.reports_to else []),
    ]
    for one in evidence:
        told = one.model_dump(exclude_defaults=True)
        lines += ["", "[[action.evidence]]", *(f"{key} = {_quoted(value)}" for key, value in told.items())]
    return lines


def title(action: Minuted) -> str:
    """What is asked in at most ten words of the record, from the verb of the request on; 'none set' without one."""
    asked = action.request[action.verb :] or action.request
    clause = re.split(r",\s(?=[a-z])|[;:.]\s|\s[–—]\s|[.;]$", asked, maxsplit=1)[0]
    told = (clause if len(clause.split()) > 2 else asked).split()
    words = told[:_MOST_WORDS]
    if len(told) > _MOST_WORDS:
        # Ten words would stop in the middle of a phrase: stop before its preposition.
        words = words[: max((n for n, word in enumerate(words) if n > 4 and word in _PHRASE), default=_MOST_WORDS)]
    while len(words) > 1 and words[-1].casefold().strip(",;:.") in _NO_END:
        words.pop()
    short = " ".join(words).strip(" ,;:.")
    return short[:1].upper() + short[1:] if short else NONE_SET


def _comment(text: str) -> list[str]:
    return [f"# {' '.join(text.split())}"]


def _quoted(text: str) -> str:
    """``text`` as a TOML string: JSON's escapes are TOML's, but for the one character that JSON leaves as it is."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "\\u007f")
