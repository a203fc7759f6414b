"""A paragraph -> its sentences."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\W_])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[\"'“‘])(?:mr|mrs|ms|dr|prof|sir|st|cllr|det|supt|insp|sgt|no|nos|para|paras|fig|vs|etc|e\.g|i\.e|cf|"
    r"approx|inc|ltd|dept|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|[a-z])\.$",
    re.IGNORECASE,
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of ``text``; together they cover it all but the spaces
    between.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        ends = text[match.start() : match.end()].rstrip()
        following = text[match.end()].lstrip("\"'“‘([")
        small = following.islower()
        upto = text[max(start, match.start() - 12) : match.start() + 1]
        if small or (ends == "." and _ABBREVIATION.search(upto) and not _closes(text, match)):
            continue
        found.append((start, match.start() + len(ends)))
        start = match.end()
    if start < len(text):
        found.append((start, len(text)))
    return found


def _closes(text: str, match: re.Match[str]) -> bool:
    """Whether a bracket follows: 'reported to No. (Action 2)' is rare, 'by 3 Dec. (Action 2)' ends
    its sentence.
    """
    return text[match.end() : match.end() + 7].lower().startswith(("(action", "[action"))
