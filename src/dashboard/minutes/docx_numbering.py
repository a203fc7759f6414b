"""The numbers that Word gives paragraphs automatically: they stand in no text, and are counted here
as Word does.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

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
            self._read(part.element)  # type: ignore[attr-defined]

    def _read(self, root: Any) -> None:
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
                text = text.replace(f"%{upper + 1}", _written(counts.get(upper, 1), form))
        return f"{text} " if text.strip() else ""

    def _list_of(self, paragraph: Any) -> tuple[str, int]:
        """Id of the list and level of the paragraph, its own or its style's; ('', 0) where it is in
        none.
        """
        properties = paragraph.find(qn("w:pPr"))
        own = properties.find(qn("w:numPr")) if properties is not None else None
        level: int | None = None
        if own is not None:
            level = _number(_value(own, "w:ilvl")) if _value(own, "w:ilvl") else None
            if _value(own, "w:numId"):
                return _value(own, "w:numId"), level or 0
        style_id, seen = self._style_id(paragraph), set()
        while style_id in self.styles and style_id not in seen:
            seen.add(style_id)
            style = self.styles[style_id]
            properties = style.find(qn("w:pPr"))
            own = properties.find(qn("w:numPr")) if properties is not None else None
            if own is not None and _value(own, "w:numId"):
                return _value(own, "w:numId"), (
                    _number(_value(own, "w:ilvl") or "0") if level is None else level
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


def _written(number: int, form: str) -> str:
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
