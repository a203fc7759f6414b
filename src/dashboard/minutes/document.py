"""A record as lines with the place of each, whatever kind of file it came in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "Markdown", "DOCX", "PDF"]
MOST_CHARACTERS = 2_000_000
"""A record of a thousand pages is shorter; more than this is refused."""
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\v]")


@dataclass(frozen=True)
class Line:
    """One line of a record; an empty one ends a paragraph."""

    text: str
    place: str
    """'line 12', 'page 2, line 5', 'paragraph 7' or 'table 1, row 2'."""
    heading: bool = False
    """True where the file itself marks the line as a heading."""
    cells: tuple[str, ...] = ()
    """The cells, where the line is a row of a table; ``text`` is then the cells joined."""
    table: int = 0
    """Number of the table from 1, where the line is a row of one."""


@dataclass(frozen=True)
class Document:
    """The lines of a file in reading order."""

    kind: Kind
    lines: tuple[Line, ...]
    running: tuple[Line, ...] = ()
    """Page headers and footers: not part of the text, though a board or a date may stand nowhere
    else.
    """


def clean(text: str) -> str:
    """``text`` without control and unseen characters, with plain spaces and letters for ligatures;
    lines are kept.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    text = re.sub("[\u2028\u2029\x85]", "\n", text)
    text = _SPACES.sub(" ", _UNSEEN.sub("", _ODD.sub(" ", text)))
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    return text


def row(cells: list[str], place: str, table: int) -> Line:
    """A row of a table as a line: its cells in order, those that repeat the one before (merged)
    left out.
    """
    flat = [" ".join(clean(cell).split()) for cell in cells]
    told = [cell for n, cell in enumerate(flat) if cell and (n == 0 or cell != flat[n - 1])]
    return Line(" ".join(told), place, cells=tuple(flat), table=table)
