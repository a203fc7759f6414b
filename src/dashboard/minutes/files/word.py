"""A Word document (DOCX) as bytes -> the lines of a record, with the numbers that Word gives
automatically.
"""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from dashboard.errors import InputError
from dashboard.minutes.files.document import Document, Line, clean_text, row

MOST_UNPACKED = 100 * 1024 * 1024
"""Bytes that all parts of a document may have together once unpacked."""
_MOST_PARTS = 5_000
_TOO_DEEP = 20
"""Content controls, and tables in tables, deeper than this are not read."""


def read_docx(file_bytes: bytes, name: str) -> Document:
    """Return the paragraphs and table rows of ``file_bytes`` in order; ``name`` is for the
    sentences.

    Raises:
        InputError: the file is damaged, is another kind of zip file, or unpacks to more than
            ``MOST_UNPACKED``.
    """
    _check_parts(file_bytes, name)
    try:
        opened = docx.Document(io.BytesIO(file_bytes))
        lines = list(_Body(Numbering(opened)).lines(opened.element.body))
        header_lines = [
            Line(clean_text(p.text), "page header")
            for section in list(opened.sections)[:5]
            for part in (section.header, section.footer)
            for p in part.paragraphs
            if p.text.strip()
        ]
    except (
        Exception
        # python-docx and lxml raise dozens of kinds on a damaged file: all mean the same here
    ) as error:
        raise InputError(_damage_sentence(name)) from error
    return Document("DOCX", tuple(lines), tuple(header_lines))


def _damage_sentence(name: str) -> str:
    return (
        f"{name} is a damaged Word document: open it in Word and save it again, or save it as PDF"
        " or text."
    )


def _check_parts(file_bytes: bytes, name: str) -> None:
    """Unpack every part in small pieces and throw it away: declared sizes may lie, and a bomb stops
    here.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(file_bytes)) as archive:
            parts = archive.infolist()
            if "word/document.xml" not in {part.filename for part in parts}:
                raise InputError(
                    f"{name} is a zip file but no Word document: save the record as DOCX, PDF or"
                    " text."
                )
            if any(part.flag_bits & 1 for part in parts):
                raise InputError(f"{name} is protected by a password: save it without one.")
            bytes_left = MOST_UNPACKED
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > bytes_left:
                raise InputError(_bomb(name))
            for part in parts:
                with archive.open(part) as stream:
                    while piece := stream.read(1 << 16):
                        bytes_left -= len(piece)
                        if bytes_left < 0:
                            raise InputError(_bomb(name))
    except InputError:
        raise
    except (
        Exception
    ) as error:  # zipfile, zlib and struct each have their own errors for damaged bytes
        raise InputError(_damage_sentence(name)) from error


def _bomb(name: str) -> str:
    return (
        f"{name} unpacks to more than {MOST_UNPACKED // 1024**2} MB or {_MOST_PARTS:,} parts, which"
        " no record does: save its text as a new document."
    )


class _Body:
    """Walks a document's body; tracked insertions count as text and tracked deletions do not."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.paragraphs = 0
        self.tables = 0

    def lines(self, parent: Any, depth: int = 0) -> Iterator[Line]:
        for element in parent.iterchildren() if depth < _TOO_DEEP else ():
            if element.tag == qn("w:p"):
                yield from self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                self.tables += 1
                yield from self._rows(element, self.tables)
                yield Line("", f"table {self.tables}")
            elif element.tag == qn("w:sdt"):
                for content in element.iterchildren(qn("w:sdtContent")):
                    yield from self.lines(content, depth + 1)
            elif element.tag in (qn("w:ins"), qn("w:customXml"), qn("w:moveTo")):
                yield from self.lines(element, depth + 1)

    def _paragraph(self, element: Any) -> Iterator[Line]:
        self.paragraphs += 1
        place = f"paragraph {self.paragraphs}"
        heading = self.numbering.is_heading(element)
        text = clean_text(self.numbering.label(element) + _text(element))
        for part in text.split("\n"):
            yield Line(part, place, heading=heading and bool(part.strip()))
        yield Line("", place)

    def _rows(self, table: Any, number: int) -> Iterator[Line]:
        for at, line in enumerate(table.iterchildren(qn("w:tr")), start=1):
            cells = []
            for cell in line.iter(qn("w:tc")):
                cells.append(
                    " ".join(self.numbering.label(p) + _text(p) for p in cell.iter(qn("w:p")))
                )
            yield row(cells, f"table {number}, row {at}", number)


def _text(paragraph: Any) -> str:
    """The text of a paragraph: runs, links and insertions; no deletions, no second copy of a text
    box.
    """
    pieces: list[str] = []
    skipped_tags = {
        qn("w:del"),
        qn("w:moveFrom"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
    queue = [paragraph]
    while queue:
        element = queue.pop()
        if element.tag == qn("w:t"):
            pieces.append(element.text or "")
        elif element.tag == qn("w:tab"):
            # A tab stop inside the paragraph's properties has the same tag and is no character.
            pieces.append("\t" if element.getparent().tag == qn("w:r") else "")
        elif element.tag in (qn("w:br"), qn("w:cr")):
            pieces.append("\n")
        elif element.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
        elif element.tag not in skipped_tags:
            queue.extend(reversed(list(element)))
    return "".join(pieces)


_LEVELS = 9
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


class Numbering:
    """Counts through one document; ask for each paragraph's label once, in order."""

    def __init__(self, document: WordDocument) -> None:
        """Read the document's list definitions and styles; a document without lists has none."""
        self.styles = {style.style_id: style.element for style in document.styles if style.style_id}
        self.abstract: dict[str, dict[int, Any]] = {}
        self.of_list: dict[str, str] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        parts = [
            r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")
        ]
        for part in parts[:1]:
            self._read_lists(part.element)  # type: ignore[attr-defined]

    def _read_lists(self, root: Any) -> None:
        for one in root.iterchildren(qn("w:abstractNum")):
            levels = {
                _number(level.get(qn("w:ilvl"))): level for level in one.iterchildren(qn("w:lvl"))
            }
            self.abstract[one.get(qn("w:abstractNumId"), "")] = levels
        for one in root.iterchildren(qn("w:num")):
            number = one.get(qn("w:numId"), "")
            self.of_list[number] = _value(one, "w:abstractNumId")
            for override in one.iterchildren(qn("w:lvlOverride")):
                start = _value(override, "w:startOverride")
                if start:
                    self.starts[number, _number(override.get(qn("w:ilvl")))] = _number(start)

    def is_heading(self, paragraph: Any) -> bool:
        """True where the paragraph has a heading style."""
        name = self._style_id(paragraph)
        return name.lower().replace(" ", "").startswith("heading") or name == "Title"

    def label(self, paragraph: Any) -> str:
        """The paragraph's automatic number and a space, such as '2.1. '; '- ' for a bullet; ''
        where it has none.
        """
        number, level = self._list_of(paragraph)
        levels = self.abstract.get(self.of_list.get(number, ""), {})
        if level not in levels:
            return ""
        definition = levels[level]
        if _value(definition, "w:numFmt") == "bullet":
            return "- "
        # Lists that share a definition share their count, unless one starts anew.
        shared = number if any(key[0] == number for key in self.starts) else self.of_list[number]
        counts = self.counts[shared]
        for deeper in range(level + 1, _LEVELS):
            counts.pop(deeper, None)
        for upper in range(level + 1):
            first = self.starts.get(
                (number, upper), _number(_value(levels.get(upper), "w:start") or "1")
            )
            if upper not in counts:
                counts[upper] = first
            elif upper == level:
                counts[upper] += 1
        text = _value(definition, "w:lvlText")
        for upper in range(_LEVELS):
            if f"%{upper + 1}" in text:
                form = _value(levels.get(upper), "w:numFmt")
                text = text.replace(f"%{upper + 1}", _write_number(counts.get(upper, 1), form))
        return f"{text} " if text.strip() else ""

    def _list_of(self, paragraph: Any) -> tuple[str, int]:
        """Id of the list and level of the paragraph, its own or its style's; ('', 0) where it is in
        none.
        """
        properties = paragraph.find(qn("w:pPr"))
        own_list = properties.find(qn("w:numPr")) if properties is not None else None
        level: int | None = None
        if own_list is not None:
            level = _number(_value(own_list, "w:ilvl")) if _value(own_list, "w:ilvl") else None
            if _value(own_list, "w:numId"):
                return _value(own_list, "w:numId"), level or 0
        style_id, style_ids = self._style_id(paragraph), set()
        while style_id in self.styles and style_id not in style_ids:
            style_ids.add(style_id)
            style = self.styles[style_id]
            properties = style.find(qn("w:pPr"))
            own_list = properties.find(qn("w:numPr")) if properties is not None else None
            if own_list is not None and _value(own_list, "w:numId"):
                return _value(own_list, "w:numId"), (
                    _number(_value(own_list, "w:ilvl") or "0") if level is None else level
                )
            style_id = _value(style, "w:basedOn")
        return "", 0

    @staticmethod
    def _style_id(paragraph: Any) -> str:
        properties = paragraph.find(qn("w:pPr"))
        return _value(properties, "w:pStyle")


def _value(parent: Any, tag: str) -> str:
    """The attribute w:val of the child ``tag``; '' where there is none."""
    child = parent.find(qn(tag)) if parent is not None else None
    return child.get(qn("w:val"), "") if child is not None else ""


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0


def _write_number(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 5)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = ""
        for worth, letters in _ROMAN:
            roman += letters * (number // worth)
            number %= worth
        return roman.upper() if form == "upperRoman" else roman
    return str(number)
