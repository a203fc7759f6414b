"""Where a record says that something is an action: marks in a paragraph, and rows of a table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice

from dashboard.minutes.phrases.owners import owner, plain_name

_BRACKET = re.compile(
    r"[(\[]\s*(?P<word>ACTION|[Aa]ction)[sS]?(?:\s+(?:[Pp]oints?|POINTS?|[Nn]os?\.?|[Nn]umber|[Ii]tem))?\s*"
    r"(?P<numbers>\d{1,3}(?!\d)(?:\s*(?:,|and|&)\s*\d{1,3}(?!\d))*)?(?P<rest>[^()\[\]]{0,800})[)\]]"
)
_OWN_MARK = re.compile(
    r"(?:^|(?<=[.;:!?)\]]\s))(?:(?:ACTION|Action)[sS]?"
    r"(?:\s+(?:[Pp]oint|POINT|[Nn]o\.?|NO\.?|[Ii]tem|ITEM|[Rr]equired|REQUIRED|[Aa]greed|AGREED))?|AP(?=\s?\d))\s*"
    r"(?P<numbers>\d{1,3}(?![\d/]))?\s*(?P<break>[:–—]|-(?=\s)|(?<=\s)-(?=[A-Z])|\.(?=\s|$)|$)?\s*"
)
_ADDRESSED_MARK = re.compile(
    r"(?:ACTION|Action)\s+(?:(?:by|for|on|BY|FOR|ON)\s+)?(?:[Tt]he\s+)?(?P<who>[^\W_][^.:;()\[\]–—]{0,119}?)"
    r"\s*(?:(?P<break>[:–—]|\s-(?=\s))\s*|\s(?:to|will|would|should|must|shall|agreed\s+to|is\s+to|are\s+to)\s"
    r"+(?=[a-z]))"
)
"""'Action by HR: send ...', 'ACTION HE / HF to give ...', at the start of a paragraph."""
_INITIALS = r"[A-Z]{2,5}\d?"
_ASKED_BY_INITIALS = re.compile(
    rf"(?:ACTION|Action)\s+(?P<who>{_INITIALS}(?:\s*(?:/|&|,|and)\s*{_INITIALS})*)\s+(?=(?P<verb>[a-z]+)\b)"
)
"""'Action HR send ...': initials and a verb without 'to'."""
_NO_REQUEST = set(
    """
    is was were are be been has had have did does on in of at as from for by with and or the a
    an that which who it not no s to taken held
""".split()
)
"""Words after initials with which 'Action HR ...' tells of something and asks for nothing; so does
a form in -ed.
"""
_COMPOUNDS = set(
    """
    plan plans fraud log logs tracker trackers group learning list register point points item
    items note notes owner owners taken team
""".split()
)
"""'Action Plan', 'Action Fraud': a name that begins with the word and marks no action."""
_OPENS = re.compile(r"(?:ACTION|Action)(?:[sS]|\b)")
_MENTION = re.compile(r"\b(?:ACTION|Action)[sS]?\s+(?:[Pp]oint\s+)?[A-Z]?\d[\w./-]*")


MOST_MARKS = 200
"""In one paragraph; more are left unread, and the reader of the paragraph says so."""
_COLUMN_NAMES = {
    "number": "no, number, ref, reference, action no, action number, action ref, #, id",
    "action": (
        "action, actions, action required, action agreed, agreed action, action point, "
        "action points"
    ),
    "owner": (
        "owner, lead, responsible, by whom, action owner, who, assigned to, "
        "responsibility, lead officer, action by, owners"
    ),
    "deadline": (
        "deadline, due, due date, by when, timescale, target date, when, date due, due "
        "by, completion date"
    ),
    "paragraph": "paragraph, para, minute, minute ref, minute no, item, agenda item, item no",
}
"""What a column holds -> how its heading may be spelt."""
_EARLIER_HEADING = re.compile(
    r"matters arising|previous|outstanding|last meeting|earlier|action log|action tracker|review of"
    r" actions",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Marker:
    """One mark of an action in a paragraph."""

    start: int
    end: int
    numbers: tuple[int, ...] = ()
    """As told; empty where it has none; '(Actions 2 and 3)' has two."""
    text: str = ""
    """Its own text: 'MPS to provide ...' after 'Action 3:'; '' where the request is the sentence
    before the mark.
    """
    owner: str = ""
    """Whom the mark itself names: '(Action 2: MPS)'."""


@dataclass(frozen=True)
class Marks:
    """What was found in one paragraph."""

    markers: tuple[Marker, ...] = ()
    mentions: tuple[str, ...] = field(default=())
    """Words such as 'Action 3 of the last meeting', which mark none."""


def find_marks(text: str) -> Marks:
    """The marks of actions in ``text``, one paragraph on one line."""
    if "ction" not in text and "CTION" not in text and "AP" not in text:
        return Marks()
    markers = _brackets(text)
    markers = sorted([*markers, *_find_own_marks(text, markers)], key=lambda m: m.start)
    if opens_with_action(text) and (not markers or markers[0].start > 0):
        addressed_marker = _find_addressed(text, markers[0].start if markers else len(text))
        last_marker = (
            markers[0] if len(markers) == 1 and not text[markers[0].end :].strip(" .") else None
        )
        if addressed_marker and last_marker and last_marker.numbers and not last_marker.text:
            # 'Action HR to send it (Action 2).' is one.
            markers = [replace(addressed_marker, end=len(text), numbers=last_marker.numbers)]
        else:
            markers = [addressed_marker, *markers] if addressed_marker else markers
    mentions = tuple(
        m[0]
        for m in islice(_MENTION.finditer(text), MOST_MARKS + 1)
        if not any(f.start <= m.start() < max(f.end, f.start + 1) for f in markers)
    )
    return Marks(tuple(markers), mentions)


def opens_with_action(text: str) -> bool:
    """Whether ``text`` begins with the word 'Action', whatever follows: a reader looks for such
    lines.
    """
    return bool(_OPENS.match(text))


def is_addressed(text: str) -> bool:
    """Whether ``text`` begins with a mark without a number that names whom it asks."""
    return opens_with_action(text) and _find_addressed(text, len(text)) is not None


def _find_addressed(text: str, end: int) -> Marker | None:
    """The mark at the start of ``text`` that names whom it asks and no number; its own text ends at
    ``end``.
    """
    match = _ADDRESSED_MARK.match(text, 0, end)
    who = plain_name(match["who"]) if match else None
    if match and who and who.split()[0].casefold() not in _COMPOUNDS:
        request = text[match.end() if match["break"] else match.start("who") : end].strip()
        return Marker(0, end, text=request, owner=who) if request else None
    match = _ASKED_BY_INITIALS.match(text, 0, end)
    if match and match["verb"] not in _NO_REQUEST and not match["verb"].endswith("ed"):
        return Marker(0, end, text=text[match.start("who") : end].strip(), owner=match["who"])
    return None


def _brackets(text: str) -> list[Marker]:
    markers = []
    for match in islice(_BRACKET.finditer(text), MOST_MARKS + 1):
        rest = match["rest"].strip()
        numbers = _numbers(match["numbers"])
        is_parted = rest[:1] in (":", "–", "—", "-", ",")
        content = rest.lstrip(":–—-, ").strip(" .")
        if not numbers and not (match["word"][0] == "A" and (not rest or is_parted)):
            continue
        name = plain_name(content) if content else ""
        if not content or (name and (is_parted or name.isupper())):
            markers.append(Marker(match.start(), match.end(), numbers, owner=name or ""))
        elif is_parted:
            markers.append(Marker(match.start(), match.end(), numbers, text=content))
    return markers


def _find_own_marks(text: str, other_marks: list[Marker]) -> list[Marker]:
    """Marks with a text of their own, which ends at the next such mark, and bare ones at a
    paragraph's end.
    """
    marks = []
    for match in islice(_OWN_MARK.finditer(text), MOST_MARKS + 1):
        if any(t.start <= match.start() < t.end for t in other_marks):
            continue
        broken, rest = match["break"], text[match.end() :]
        if match["numbers"]:
            if broken is None and not (rest[:1].isupper() and owner(rest)):
                continue
        elif broken not in (":", "–", "—", "-") and not (broken == "" and match.start() == 0):
            continue
        marks.append(match)
    markers = []
    for n, match in enumerate(marks):
        end = marks[n + 1].start() if n + 1 < len(marks) else len(text)
        content = text[match.end() : end].strip()
        name = plain_name(content) if content and len(content.split()) <= 8 else None
        own_text = "" if name else content
        markers.append(Marker(match.start(), end, _numbers(match["numbers"]), own_text, name or ""))
    return markers


def _numbers(words: str | None) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", words or ""))


@dataclass(frozen=True)
class Columns:
    """What is in which column; empty (and false) for a table that is no list of actions."""

    of: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """True for a list of actions."""
        return bool(self.of)

    def cell(self, cells: tuple[str, ...], name: str) -> str:
        """The cell of the column ``name``; '' where the table or the row has none."""
        at = self.of.get(name)
        return cells[at].strip() if at is not None and at < len(cells) else ""


def columns(cells: tuple[str, ...]) -> Columns:
    """The columns that a header row tells: a list of actions has one 'Action' and a number, an
    owner or a deadline.
    """
    positions: dict[str, int] = {}
    for at, cell in enumerate(cells[:50]):
        spelling = " ".join(re.sub(r"[^a-z#]+", " ", cell.casefold()).split())
        for name, spellings in _COLUMN_NAMES.items():
            if spelling in spellings.split(", "):
                positions.setdefault(name, at)
    return (
        Columns(positions)
        if "action" in positions and len(positions.keys() & {"number", "owner", "deadline"})
        else Columns()
    )


def row_number(cell: str) -> int | None:
    """The number in a cell such as '3', '3.' or 'Action 3'; None where it is no number."""
    found = re.fullmatch(r"\s*(?:action\s*|ap\s*)?(\d{1,3})\s*[.):]?\s*", cell, re.IGNORECASE)
    return int(found[1]) if found and int(found[1]) else None


def is_of_earlier_meeting(heading: str) -> bool:
    """Whether what stands under ``heading`` are the actions of an earlier meeting."""
    return bool(_EARLIER_HEADING.search(heading))
