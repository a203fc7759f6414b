"""By when, and to which other board: full dates, and the words of a deadline without one."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = "(?:" + "|".join(f"{m[:3]}(?:{m[3:]})?" if m[3:] else m for m in MONTHS) + r"|sept)\b\.?"
_YEAR = r"(\d{4})(?!\d)"
_PATTERNS = (
    (
        re.compile(
            rf"(?<![\d.,/-])(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH}),?\s+{_YEAR}", re.I
        ),
        "dmy",
    ),
    (re.compile(rf"\b({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}", re.I), "mdy"),
    (re.compile(rf"(?<![\d.,/-])(\d{{1,2}})[-\s]({_MONTH})[-\s]{_YEAR}", re.I), "dmy"),
    (re.compile(r"(?<![\d.,/-])(\d{4})-(\d{2})-(\d{2})(?![\d/-])"), "ymd"),
    (
        re.compile(r"(?<![\d.,/-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-]|\.\d)"),
        "numbers",
    ),
)


@dataclass(frozen=True)
class StatedDate:
    """A full date as a text tells it."""

    start: int
    end: int
    words: str
    date: dt.date | None
    """None where there is no such day, such as 31/02/2023."""


def dates(text: str) -> list[StatedDate]:
    """Every full date in ``text``, in order: 30 June 2023, 30th of June 2023, June 30, 2023,
    30-Jun-2023, 2023-06-30, 30/06/2023, 30.6.23 (day first, as in Britain; two figures of a year
    are of this century).
    """
    dates_by_start: dict[int, StatedDate] = {}
    for pattern, order in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(
                stated_date.start < match.end() and match.start() < stated_date.end
                for stated_date in dates_by_start.values()
            ):
                dates_by_start[match.start()] = StatedDate(
                    match.start(), match.end(), match[0], _date(match, order)
                )
    return [dates_by_start[start] for start in sorted(dates_by_start)]


def _date(match: re.Match[str], order: str) -> dt.date | None:
    if order == "dmy":
        day, month, year = match[1], _month(match[2]), match[3]
    elif order == "mdy":
        month, day, year = _month(match[1]), match[2], match[3]
    elif order == "ymd":
        year, month, day = match[1], int(match[2]), match[3]
    else:
        day, month, year = match[1], int(match[3]), match[4]
    try:
        return dt.date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
    except ValueError:
        return None


def _month(name: str) -> int:
    return [m[:3] for m in MONTHS].index(name[:3].lower()) + 1


_MONTH_NAME = "(?:" + "|".join(m.capitalize() for m in MONTHS) + ")"
_NAME = r"(?:[A-Z][\w'’&-]*(?:\s+(?:and|of|for|&))?\s+){0,6}"
_WHEN = (
    r"(?:the\s+)?(?:end|start|beginning|close)\s+of\s+(?:the\s+)?(?:(?:next|this|current|coming|following|calendar|"
    rf"financial)\s+)*(?:day|week|month|quarter|year|summer|autumn|winter|spring|Q[1-4]|{_MONTH_NAME})(?:\s+\d{{4}})?"
    rf"|(?:the\s+|its\s+|their\s+)?(?:next|following|forthcoming|coming|future|{_MONTH_NAME}|Q[1-4])\s+{_NAME}"
    r"(?:scheduled\s+|full\s+)?(?:meetings?|[Bb]oards?|[Pp]anel|[Cc]ommittee|week|month|quarter|year)(?:\s+meeting)?"
    rf"|(?:early\s+|late\s+|mid-?\s*)?{_MONTH_NAME}(?:\s+\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH_NAME}"
    r"|(?:Monday|Tuesday|Wednesday|Thursday|Friday)|(?:the\s+)?(?:spring|summer|autumn|winter)(?:\s+\d{4})?"
    r"|(?:next|this)\s+(?:week|month|quarter|year)|Q[1-4](?:\s+\d{4}(?:[-/]\d{2})?)?"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"\b(?:[Bb]y|[Bb]efore|[Nn]o later than|[Nn]ot later than|[Aa]head of|[Ii]n time"
        r" for|[Uu]ntil|"
        rf"[Dd]ue(?: on| by)?|[Aa]t|[Ff]or|[Ii]n|[Oo]n)\s+(?:{_WHEN})(?![\w-])",
        r"\b[Ww]ithin\s+(?:the\s+next\s+)?(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+"
        r"(?:working\s+|calendar\s+)?(?:hour|day|week|fortnight|month|year)s?\b",
        r"\b[Aa]s\s+(?:soon|quickly|early)\s+as\s+(?:possible|practicable|it\s+can|they\s+can)\b",
        r"\b(?:[Oo]nce|[Ww]hen|[Aa]s soon"
        r" as)\s+[^,.;:()]{3,60}?\b(?:completed?|finished|available|ready|published|"
        r"known|agreed|received)\b",
        r"\b(?:[Ii]mmediately|[Uu]rgently|[Ii]n due course|[Ff]orthwith|[Qq]uarterly|[Mm]onthly)\b",
        r"\b[Bb]efore\s+(?![A-Z])[^,.;:()]{3,80}\b(?:is|are|was|were|has|have)\b[^,.;:()]{1,60}",
    )
)
_BY = re.compile(
    r"\b(?:by|before|no later than|not later than|until|due|due on|deadline:?|on|for|at|ahead"
    r" of|of)"
    r"(?:\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day)?,?\s*$",
    re.IGNORECASE,
)
_STRONG_WORD = re.compile(
    r"\b(?:by|before|later than|until|due|deadline|ahead of)\b[^.;]{0,25}$", re.IGNORECASE
)
_BODY = re.compile(r"\b(?:Board|Committee|Panel|Group|Forum|Council|Assembly|Authority)\b")
_LINK = re.compile(r"[^\W_][\w'’+-]*|&|,|[^\w\s]")
_JOINS = {"and", "of", "for", "&", ","}
_TOWARDS = {"to", "at", "update", "brief", "inform", "before"}


@dataclass(frozen=True)
class Deadline:
    """By when a thing is asked for."""

    words: str = ""
    """As the text has them; '' where it names none."""
    date: dt.date | None = None
    note: str = ""
    """A sentence for the person who confirms, where the words leave a doubt."""


def deadline(text: str, meeting: dt.date | None) -> Deadline:
    """The words of the deadline in ``text``, and its date where a full one is stated on or after
    ``meeting``.
    """
    stated_dates = dates(text)
    ahead = [t for t in stated_dates if t.date is None or meeting is None or t.date >= meeting]
    ahead = [t for t in ahead if _BY.search(text[max(0, t.start - 40) : t.start])]
    invalid_date = next((t for t in ahead if t.date is None), None)
    valid_dates = sorted(
        (t for t in ahead if t.date),
        key=lambda t: not _STRONG_WORD.search(text[max(0, t.start - 40) : t.start]),
    )
    if valid_dates:
        others = {t.date for t in valid_dates[1:]} - {valid_dates[0].date}
        note = (
            "The request names more than one date: check which is the deadline." if others else ""
        )
        return Deadline(_with_word(text, valid_dates[0]), valid_dates[0].date, note)
    if invalid_date:
        return Deadline(
            _with_word(text, invalid_date),
            None,
            f"'{invalid_date.words}' is no day of the calendar: no date was taken.",
        )
    found = [m for form in _FORMS for m in form.finditer(text)]
    found = [
        m for m in found if not any(t.start < m.end() and m.start() < t.end for t in stated_dates)
    ]
    first = min(found, key=lambda m: (m.start(), -m.end()), default=None)
    return Deadline(" ".join(first[0].split())) if first else Deadline()


def _with_word(text: str, stated_date: StatedDate) -> str:
    before = _BY.search(text[max(0, stated_date.start - 40) : stated_date.start])
    return " ".join(
        ((before[0] if before and before[0].strip() else "") + stated_date.words).split()
    )


def reports_to(text: str, board: str) -> str | None:
    """Another board than ``board`` that ``text`` has the matter reported to, as the text names it;
    else None.
    """
    for match in list(_BODY.finditer(text))[:20]:
        tokens = list(_LINK.finditer(text[max(0, match.start() - 200) : match.start()]))
        start = len(tokens)
        while start > 0 and (tokens[start - 1][0][0].isupper() or tokens[start - 1][0] in _JOINS):
            start -= 1
        while start < len(tokens) and not tokens[start][0][0].isupper():
            start += 1
        words_before = [t[0].casefold() for t in tokens[:start]]
        while words_before and words_before[-1] in {"the", "a", "next"}:
            words_before.pop()
        if words_before[-2:] == ["meeting", "of"]:
            # 'to the June meeting of the Audit Panel'
            words_before = next(
                (
                    words_before[: n + 1]
                    for n in range(len(words_before) - 3, len(words_before) - 7, -1)
                    if n >= 0 and words_before[n] in _TOWARDS
                ),
                [],
            )
        if not words_before or words_before[-1] not in _TOWARDS or start == len(tokens):
            continue
        offset = max(0, match.start() - 200)
        after = re.match(r"\s+(?:Board|Committee|Panel|Group|Forum)\b", text[match.end() :])
        name = " ".join(
            text[
                offset + tokens[start].start() : match.end() + (after.end() if after else 0)
            ].split()
        )
        if not _is_this_board(name, board):
            return name
    return None


def _is_this_board(name: str, board: str) -> bool:
    """Whether ``name`` is this board itself, by its full name or the end or beginning of it."""
    short, full = name.casefold().removeprefix("next "), board.casefold()
    return bool(full) and (
        short == full or full.endswith(" " + short) or short.endswith(" " + full)
    )
