"""Lines -> paragraphs: wrapped lines joined, hyphens at line ends undone, and each paragraph's
number found.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby, pairwise

from dashboard.minutes.files.document import Document, Line
from dashboard.minutes.numbers import Label, Sequence, bullet, read_label
from dashboard.minutes.phrases.marks import Marker, is_addressed, opens_with_action

_OWN_LINE = re.compile(
    r"\s*(?:ACTION|Action)(?:\s+(?:[Pp]oint|POINT|[Ii]tem|ITEM))?[sS]?(?:\s+(?:[Nn]o\.?\s*)?\d{1,3})?\s*(?:[:–—.-]|$)"
)
_FIELD_LINE = re.compile(
    r"\s*(?:(?:Action )?[Oo]wners?|Lead|Responsible|By whom|Deadline|Due(?: date)?|By when)\s*:"
)
_STARTS_SENTENCE = re.compile(r"[\"'“‘(\[]*[A-Z]")
_ENDS_SENTENCE = re.compile(r"[.!?:;][\"'”’)\]]*\s*$")
_WIDEST = 160
"""Characters of a line that no text is wrapped at: a longer one is a whole paragraph."""
_WRAPPED_SHARE = 0.2
"""Of the lines that could go on from the one before, the share that begin small in a text that is
not wrapped.
"""
_NUMBER_AT_START = re.compile(r"\s*(?:\d{1,3}[.)]\s|[Ii]tem\s|ITEM\s)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True)
class Block:
    """One paragraph, heading, list entry or table row of a record."""

    text: str
    """Without its number or bullet, on one line."""
    place: str
    label: str = ""
    """Its own number as told, without a last full stop: '2.1', '2(a)', '3'; '' where it has none.
    """
    item: int | None = None
    """Number of the agenda item that it heads."""
    heading: bool = False
    """True where it heads an agenda item."""
    paragraph: str = ""
    """The number of the paragraph that it is or belongs to; '' where none came before."""
    lines: tuple[Line, ...] = ()
    """The lines it was joined from, as they stand."""
    is_bullet: bool = False
    """True for a list entry with a bullet and no number."""

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells, where it is a row of a table."""
        return self.lines[0].cells


@dataclass(frozen=True)
class UntakenLine:
    """A line that begins with the word 'Action' and was not read as one."""

    place: str
    text: str

    @property
    def beginning(self) -> str:
        """Its first words, up to 80 characters."""
        return self.text if len(self.text) <= 80 else f"{self.text[:80].rsplit(' ', 1)[0]} ..."


def blocks(document: Document) -> list[Block]:
    """The paragraphs of ``document`` in order, rows of tables among them."""
    words = Counter(word.casefold() for line in document.lines for word in _WORD.findall(line.text))
    paragraphs: list[Block] = []
    open_lines: list[Line] = []
    open_label = Label()
    sequence = Sequence()
    paragraph = ""
    widths = _widths(document.lines)
    widest = max(widths, default=0) if _is_unwrapped(document.lines) else None

    def close() -> None:
        nonlocal paragraph
        if not open_lines:
            return
        opening = open_label.rest if open_label.has_number else bullet(open_lines[0].text)[1]
        texts = [opening, *(line.text for line in open_lines[1:])]
        block = _block(_join_lines(texts, words), open_label, tuple(open_lines), paragraph)
        paragraph = block.paragraph
        paragraphs.append(block)
        open_lines.clear()

    for at, line in enumerate(document.lines):
        if not line.text.strip():
            close()
            sequence.pause()
            continue
        label = read_label(line.text, sequence, opens=not open_lines)
        if label.has_number or _begins(line) or _is_heading_alone(open_lines):
            close()
        elif open_lines and _is_parted(open_lines[-1].text, line.text, widths[at], widest):
            close()
        if not open_lines:
            open_label = label
        open_lines.append(line)
        if line.cells or line.heading:
            close()
    close()
    return paragraphs


def untaken_lines(block: Block, markers: tuple[Marker, ...]) -> list[UntakenLine]:
    """The lines of ``block`` that begin with 'Action', where no mark stands nor reaches; a heading
    asks for nothing.
    """
    if block.heading:
        return []
    lines, at = [], 0
    for n, line in enumerate(block.lines):
        text = block.text if n == 0 else " ".join(bullet(line.text)[1].split())
        at = 0 if n == 0 else block.text.find(text, at)
        if opens_with_action(text) and not any(m.start <= at < m.end for m in markers):
            lines.append(UntakenLine(line.place, text))
    return lines


def _widths(lines: tuple[Line, ...]) -> list[int]:
    """For each line, the length of the longest between the empty lines around it: where its text is
    wrapped.
    """
    widths: list[int] = []
    for filled, group in groupby(lines, key=lambda line: bool(line.text.strip())):
        lengths = [len(line.text.rstrip()) for line in group]
        widths += [max(lengths) if filled else 0] * len(lengths)
    return widths


def _is_unwrapped(lines: tuple[Line, ...]) -> bool:
    """Whether each line is a whole paragraph: hardly any that follows another line begins small."""
    follows = [
        line.text.lstrip()
        for before, line in pairwise(lines)
        if before.text.strip()
        and line.text.strip()
        and not _begins(line)
        and not _NUMBER_AT_START.match(line.text)
    ]
    return bool(follows) and sum(text[0].islower() for text in follows) < _WRAPPED_SHARE * len(
        follows
    )


def _is_parted(line_above: str, text: str, width: int, widest: int | None) -> bool:
    """Whether ``text`` is another paragraph than ``line_above``, the line above it, though no empty
    line parts them.

    A line goes on where it begins small. Else it begins anew after a line too long to be wrapped,
    or one in which its
    first word had room: beside the lines around it (``width``) where these are too long to be
    wrapped, beside the longest of all (``widest``) where the text is not wrapped; None where it is.
    """
    if not _STARTS_SENTENCE.match(text.lstrip()):
        return False
    length, word_length = len(line_above.rstrip()), len(text.split()[0])
    if length > _WIDEST:
        return True
    if width > _WIDEST:
        return length + 1 + word_length <= width
    return widest is not None and (
        length + 1 + word_length <= widest or bool(_ENDS_SENTENCE.search(line_above))
    )


def _begins(line: Line) -> bool:
    """Whether ``line`` begins a paragraph whatever stands before it, and without a number."""
    if line.cells or line.heading or bullet(line.text)[0]:
        return True
    return bool(
        _OWN_LINE.match(line.text)
        or _FIELD_LINE.match(line.text)
        or is_addressed(line.text.strip())
    )


def _is_heading_alone(open_lines: list[Line]) -> bool:
    """True after a line that heads an item: the next line is its first paragraph, empty line or no."""
    return (
        len(open_lines) == 1
        and _heads(open_lines[0].text)
        and bool(_NUMBER_AT_START.match(open_lines[0].text))
    )


def _heads(text: str) -> bool:
    """Whether ``text`` reads as a heading: short, and no sentence."""
    words = text.split()
    short = 0 < len(words) <= 15 and len(text) <= 120
    return (
        short
        and not re.search(r"[.;,?!]\s*$", text)
        and not re.search(r"\b(?:[Aa]ction|ACTION)\b", text)
    )


def _block(text: str, label: Label, lines: tuple[Line, ...], paragraph: str) -> Block:
    top = label.top if label.has_number else None
    heads = (
        (label.is_item and len(text) <= 120)
        or lines[0].heading
        or (label.is_single and _heads(text))
    )
    if heads and not lines[0].cells:
        return Block(
            text or label.text,
            lines[0].place,
            label.text,
            top,
            True,
            label.text or paragraph,
            lines,
        )
    own = label.text or paragraph
    listed = not label.has_number and bool(bullet(lines[0].text)[0])
    return Block(
        text, lines[0].place, label.text, top if label.is_item else None, False, own, lines, listed
    )


def _join_lines(texts: list[str], words: Counter[str]) -> str:
    """``texts`` on one line; a hyphen at a line's end is kept only where the word is written so
    elsewhere.
    """
    out: list[str] = []
    for text in texts:
        text = " ".join(text.split())
        if not text:
            continue
        last = out[-1] if out else ""
        broken = re.search(r"([^\W\d_]+)[-\u00ad\u2010]$", last)
        begins = re.match(r"[^\W\d_]+", text)
        if broken and begins and text[0].islower():
            out.append((last if _keeps_hyphen(broken[1], begins[0], words) else last[:-1]) + text)
            out[-2:] = out[-1:]
        else:
            out.append(text)
    return " ".join(out).replace("\u00ad", "")


def _keeps_hyphen(front: str, back: str, words: Counter[str]) -> bool:
    whole, hyphened = (front + back).casefold(), f"{front}-{back}".casefold()
    if words[whole] or words[hyphened]:
        return words[hyphened] > words[whole]
    # Written nowhere else: 'long-' and 'term' are words of this record, 're-' and 'sponse' are not.
    return len(front) > 2 and words[front.casefold()] > 0 and words[back.casefold()] > 1


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
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        ends = text[match.start() : match.end()].rstrip()
        following = text[match.end()].lstrip("\"'“‘([")
        is_lower = following.islower()
        upto = text[max(start, match.start() - 12) : match.start() + 1]
        if is_lower or (ends == "." and _ABBREVIATION.search(upto) and not _closes(text, match)):
            continue
        spans.append((start, match.start() + len(ends)))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _closes(text: str, match: re.Match[str]) -> bool:
    """Whether a bracket follows: 'reported to No. (Action 2)' is rare, 'by 3 Dec. (Action 2)' ends
    its sentence.
    """
    return text[match.end() : match.end() + 7].lower().startswith(("(action", "[action"))
