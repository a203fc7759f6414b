"""Full dates in a text, as records write them; a date without its year is no date."""

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
class Told:
    """A full date as a text tells it."""

    start: int
    end: int
    words: str
    date: dt.date | None
    """None where there is no such day, such as 31/02/2023."""


def dates(text: str) -> list[Told]:
    """Every full date in ``text``, in order: 30 June 2023, 30th of June 2023, June 30, 2023,
    30-Jun-2023, 2023-06-30, 30/06/2023, 30.6.23 (day first, as in Britain; two figures of a year
    are of this century).
    """
    found: dict[int, Told] = {}
    for pattern, order in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(
                told.start < match.end() and match.start() < told.end for told in found.values()
            ):
                found[match.start()] = Told(
                    match.start(), match.end(), match[0], _date(match, order)
                )
    return [found[start] for start in sorted(found)]


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
