"""A record as lines with the place of each, whatever kind of file it came in."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Literal

from dashboard.errors import InputError

Kind = Literal["text", "Markdown", "DOCX", "PDF"]
MOST_CHARACTERS = 2_000_000
"""A record of a thousand pages is shorter; more than this is refused."""
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_CONTROL_CHARACTER = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
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
    headers_and_footers: tuple[Line, ...] = ()
    """Page headers and footers: not part of the text, though a board or a date may stand nowhere
    else.
    """


def clean_text(text: str) -> str:
    """``text`` without control and unseen characters, with plain spaces and letters for ligatures;
    lines are kept.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    text = re.sub("[\u2028\u2029\x85]", "\n", text)
    text = _SPACES.sub(" ", _UNSEEN.sub("", _CONTROL_CHARACTER.sub(" ", text)))
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    return text


def row(cells: list[str], place: str, table: int) -> Line:
    """A row of a table as a line: its cells in order, those that repeat the one before (merged)
    left out.
    """
    flat = [" ".join(clean_text(cell).split()) for cell in cells]
    told = [cell for n, cell in enumerate(flat) if cell and (n == 0 or cell != flat[n - 1])]
    return Line(" ".join(told), place, cells=tuple(flat), table=table)


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}$|\s*=+\s*$")
_DELIMITERS = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_EMPHASIS = re.compile(r"(?<!\\)(?:\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|`)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_BULLET = re.compile(r"(\s*)[*+](\s+)(?=\S)")


def read_text(file_bytes: bytes, name: str) -> Document:
    """Return the lines of ``file_bytes``, Markdown's marks taken off; ``name`` is for the sentence
    where it is no text.

    Raises:
        InputError: the bytes are no text in UTF-8, UTF-16, UTF-32 or Windows-1252.
    """
    text = clean_text(_decode_text(file_bytes, name))
    lines: list[Line] = []
    tables, in_table, is_markdown = 0, False, False
    for number, line in enumerate(text.split("\n"), start=1):
        place = f"line {number}"
        if line.lstrip().startswith("|"):
            tables += not in_table
            in_table = is_markdown = True
            if not _DELIMITERS.match(line):
                lines.append(row([_strip_marks(cell) for cell in _cells(line)], place, tables))
            continue
        in_table = False
        heading = _HEADING.match(line)
        is_markdown = is_markdown or heading is not None or "**" in line
        if _RULE.match(line) and line.strip():
            lines.append(Line("", place))
        else:
            lines.append(
                Line(
                    _strip_marks(heading[1] if heading else line),
                    place,
                    heading=heading is not None,
                )
            )
    return Document("Markdown" if is_markdown else "text", tuple(lines))


def _decode_text(file_bytes: bytes, name: str) -> str:
    if not file_bytes.strip(b"\0 \r\n\t"):
        raise InputError(f"{name} is empty: give the file of the record itself.")
    encodings = [encoding for mark, encoding in _MARKS if file_bytes.startswith(mark)]
    if not encodings and b"\0" in file_bytes:
        # UTF-16 without a mark: in a record nearly every other byte is zero, and always on the same
        # side.
        even, odd = file_bytes[0::2].count(0), file_bytes[1::2].count(0)
        if max(even, odd) > 10 * min(even, odd) and max(even, odd) > len(file_bytes) / 4:
            encodings = ["utf-16-be" if even > odd else "utf-16-le"]
        else:
            raise InputError(
                f"{name} is not text (it holds NUL bytes): save the record as DOCX, PDF or text."
            )
    for encoding in encodings or ["utf-8", "cp1252"]:
        try:
            text = file_bytes.decode(encoding)
        except UnicodeDecodeError:
            continue
        unprintable = sum(1 for c in text if c < " " and c not in "\t\n\r\f\v")
        if unprintable <= len(text) / 100:
            return text
    raise InputError(
        f"{name} is not text in UTF-8, UTF-16 or Windows-1252: save the record as DOCX, PDF or"
        " text."
    )


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.replace("\0", "|") for cell in inner.replace("\\|", "\0").split("|")]


def _strip_marks(text: str) -> str:
    """``text`` without emphasis, escapes, links and quote marks; a bullet becomes '- '."""
    text = re.sub(r"^\s{0,3}(?:>\s?)+", "", text)
    text = _BULLET.sub(r"\1-\2", text, count=1) if _BULLET.match(text) else text
    text = _LINK.sub(r"\1", text) if "](" in text else text
    return _ESCAPE.sub(r"\1", _EMPHASIS.sub("", text)).rstrip()
