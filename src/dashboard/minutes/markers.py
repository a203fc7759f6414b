"""Where a paragraph says that something is an action, and in which form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from dashboard.minutes.owners import owner, plain_name

_BRACKET = re.compile(
    r"[(\[]\s*(?P<word>ACTION|[Aa]ction)[sS]?(?:\s+(?:[Pp]oints?|POINTS?|[Nn]os?\.?|[Nn]umber|[Ii]tem))?\s*"
    r"(?P<numbers>\d{1,3}(?!\d)(?:\s*(?:,|and|&)\s*\d{1,3}(?!\d))*)?(?P<rest>[^()\[\]]{0,800})[)\]]"
)
_OWN = re.compile(
    r"(?:^|(?<=[.;:!?)\]]\s))(?:(?:ACTION|Action)[sS]?(?:\s+(?:[Pp]oint|POINT|[Nn]o\.?|NO\.?|[Ii]tem|ITEM))?|AP(?=\s?\d))\s*"
    r"(?P<numbers>\d{1,3}(?![\d/]))?\s*(?P<break>[:–—]|-(?=\s)|\.(?=\s|$)|$)?\s*"
)
_MENTION = re.compile(r"\b(?:ACTION|Action)[sS]?\s+(?:[Pp]oint\s+)?[A-Z]?\d[\w./-]*")


MOST_MARKS = 200
"""In one paragraph; more are left unread, and the reader of the paragraph says so."""


@dataclass(frozen=True)
class Marker:
    """One mark of an action in a paragraph."""

    start: int
    end: int
    numbers: tuple[int, ...] = ()
    """As told; empty where it has none; '(Actions 2 and 3)' has two."""
    text: str = ""
    """Its own text: 'MPS to provide ...' after 'Action 3:'; '' where the request is the sentence before the mark."""
    owner: str = ""
    """Whom the mark itself names: '(Action 2: MPS)'."""


@dataclass(frozen=True)
class Marked:
    """What was found in one paragraph."""

    markers: tuple[Marker, ...] = ()
    mentions: tuple[str, ...] = field(default=())
    """Words such as 'Action 3 of the last meeting', which mark none."""


def marked(text: str) -> Marked:
    """The marks of actions in ``text``, one paragraph on one line."""
    if "ction" not in text and "CTION" not in text and "AP" not in text:
        return Marked()
    found = _brackets(text)
    found = sorted([*found, *_own(text, found)], key=lambda m: m.start)
    mentions = tuple(
        m[0]
        for m in islice(_MENTION.finditer(text), MOST_MARKS + 1)
        if not any(f.start <= m.start() < max(f.end, f.start + 1) for f in found)
    )
    return Marked(tuple(found), mentions)


def _brackets(text: str) -> list[Marker]:
    found = []
    for match in islice(_BRACKET.finditer(text), MOST_MARKS + 1):
        rest = match["rest"].strip()
        numbers = _numbers(match["numbers"])
        parted = rest[:1] in (":", "–", "—", "-", ",")
        content = rest.lstrip(":–—-, ").strip(" .")
        if not numbers and not (match["word"][0] == "A" and (not rest or parted)):
            continue
        name = plain_name(content) if content else ""
        if not content or (name and (parted or name.isupper())):
            found.append(Marker(match.start(), match.end(), numbers, owner=name or ""))
        elif parted:
            found.append(Marker(match.start(), match.end(), numbers, text=content))
    return found


def _own(text: str, taken: list[Marker]) -> list[Marker]:
    """Marks with a text of their own, which ends at the next such mark, and bare ones at a paragraph's end."""
    marks = []
    for match in islice(_OWN.finditer(text), MOST_MARKS + 1):
        if any(t.start <= match.start() < t.end for t in taken):
            continue
        broken, rest = match["break"], text[match.end() :]
        if match["numbers"]:
            if broken is None and not (rest[:1].isupper() and owner(rest)):
                continue
        elif broken not in (":", "–", "—", "-") and not (broken == "" and match.start() == 0):
            continue
        marks.append(match)
    found = []
    for n, match in enumerate(marks):
        end = marks[n + 1].start() if n + 1 < len(marks) else len(text)
        content = text[match.end() : end].strip()
        name = plain_name(content) if content and len(content.split()) <= 8 else None
        own = "" if name else content
        found.append(Marker(match.start(), end, _numbers(match["numbers"]), own, name or ""))
    return found


def _numbers(words: str | None) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", words or ""))
