"""A Word document (DOCX) as bytes -> the lines of a record, with the numbers that Word gives
automatically.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from dashboard.errors import InputError
from dashboard.minutes.document import Document, Line, clean, row
from dashboard.minutes.docx_numbering import Numbering

MOST_UNPACKED = 100 * 1024 * 1024
"""Bytes that all parts of a document may have together once unpacked."""
_MOST_PARTS = 5_000
_TOO_DEEP = 20
"""Content controls, and tables in tables, deeper than this are not read."""


def read_docx(raw: bytes, name: str) -> Document:
    """Return the paragraphs and table rows of ``raw`` in order; ``name`` is for the sentences.

    Raises:
        InputError: the file is damaged, is another kind of zip file, or unpacks to more than
            ``MOST_UNPACKED``.
    """
    _check_parts(raw, name)
    try:
        opened = docx.Document(io.BytesIO(raw))
        lines = list(_Body(Numbering(opened)).lines(opened.element.body))
        running = [
            Line(clean(p.text), "page header")
            for section in list(opened.sections)[:5]
            for part in (section.header, section.footer)
            for p in part.paragraphs
            if p.text.strip()
        ]
    except (
        Exception
        # python-docx and lxml raise dozens of kinds on a damaged file: all mean the same here
    ) as error:
        raise InputError(_damaged(name)) from error
    return Document("DOCX", tuple(lines), tuple(running))


def _damaged(name: str) -> str:
    return (
        f"{name} is a damaged Word document: open it in Word and save it again, or save it as PDF"
        " or text."
    )


def _check_parts(raw: bytes, name: str) -> None:
    """Unpack every part in small pieces and throw it away: declared sizes may lie, and a bomb stops
    here.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
            if "word/document.xml" not in {part.filename for part in parts}:
                raise InputError(
                    f"{name} is a zip file but no Word document: save the record as DOCX, PDF or"
                    " text."
                )
            if any(part.flag_bits & 1 for part in parts):
                raise InputError(f"{name} is protected by a password: save it without one.")
            left = MOST_UNPACKED
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > left:
                raise InputError(_bomb(name))
            for part in parts:
                with packed.open(part) as stream:
                    while piece := stream.read(1 << 16):
                        left -= len(piece)
                        if left < 0:
                            raise InputError(_bomb(name))
    except InputError:
        raise
    except (
        Exception
    ) as error:  # zipfile, zlib and struct each have their own errors for damaged bytes
        raise InputError(_damaged(name)) from error


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
        text = clean(self.numbering.label(element) + _text(element))
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
    skipped = {
        qn("w:del"),
        qn("w:moveFrom"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        if element.tag == qn("w:t"):
            pieces.append(element.text or "")
        elif element.tag == qn("w:tab"):
            # A tab stop inside the paragraph's properties has the same tag and is no character.
            pieces.append("\t" if element.getparent().tag == qn("w:r") else "")
        elif element.tag in (qn("w:br"), qn("w:cr")):
            pieces.append("\n")
        elif element.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
        elif element.tag not in skipped:
            waiting.extend(reversed(list(element)))
    return "".join(pieces)
