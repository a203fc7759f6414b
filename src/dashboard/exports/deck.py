"""A presentation in the making: its size, theme and the boxes of words on its slides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.opc.packuri import PackURI
from pptx.util import Emu, Inches, Pt

from dashboard.exports.charts import style
from dashboard.exports.charts.frame import Frame, wrap

FONT = "Arial"
_WIDTH, _HEIGHT = 13.333, 7.5
_TITLE_ONLY = 5
_COLOURS = {
    "dk2": "12436D",
    "accent1": "12436D",
    "accent2": "28A197",
    "accent3": "801650",
    "accent4": "F46A25",
    "accent5": "3D3D3D",
    "accent6": "A285D1",
}
"""The theme's colours, so that what is added to a slide has the colours of the charts."""
_TITLE_SIZES = (28.0, 26.0, 24.0, 22.0, 20.0)
SMALLEST_FOOT = 8.0
"""Points of the smallest words at the foot of a slide, its sources and filters."""
_BOLD = 1.15
"""How much wider bold letters are."""


@dataclass(frozen=True)
class Words:
    """A paragraph: its size in points and the space before it."""

    text: str
    size: float
    bold: bool = False
    colour: str = style.INK
    before: float = 0.0


class Deck:
    """A presentation of wide slides with a title each."""

    def __init__(self, presentation: Any) -> None:
        """Set the size, the theme's face and colours, and the place of titles."""
        self.presentation = presentation
        presentation.slide_width, presentation.slide_height = (
            Emu(Inches(_WIDTH)),
            Emu(Inches(_HEIGHT)),
        )
        self._layout = presentation.slide_layouts[_TITLE_ONLY]
        _count_parts(presentation.part.package)
        _set_theme(presentation)
        _fit_placeholders(presentation)

    def add_slide(self, title: str, frame: Frame, *, size: float | None = None) -> Any:
        """A slide with ``title`` within ``frame``, of a ``size`` in points or as large as fits a
        line.
        """
        slide = self.presentation.slides.add_slide(self._layout)
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = frame.place
        text = shape.text_frame
        text.text = title
        text.word_wrap = True
        text.auto_size = MSO_AUTO_SIZE.NONE
        text.vertical_anchor = MSO_ANCHOR.BOTTOM
        text.margin_left = text.margin_right = text.margin_top = text.margin_bottom = Emu(0)
        paragraph = text.paragraphs[0]
        paragraph.alignment = style.LEFT
        size = size or next(
            (s for s in _TITLE_SIZES if len(wrap(title, s * _BOLD, frame.width)) == 1), 18.0
        )
        font = paragraph.runs[0].font if paragraph.runs else paragraph.font
        font.size, font.bold, font.color.rgb = Pt(size), True, style.colour(style.INK)
        return slide

    def write(
        self,
        slide: Any,
        frame: Frame,
        words: Sequence[Words],
        name: str,
        *,
        shrink_to: float | None = None,
    ) -> Any:
        """A box of words on a slide; with ``shrink_to`` in a size at which they fit, but none smaller."""
        box = slide.shapes.add_textbox(*frame.place)
        box.name = name
        text = box.text_frame
        text.word_wrap = True
        text.margin_left = text.margin_right = text.margin_top = text.margin_bottom = Emu(0)
        for n, one in enumerate(words if shrink_to is None else _shrink(words, frame, shrink_to)):
            paragraph = text.paragraphs[0] if n == 0 else text.add_paragraph()
            paragraph.space_before = Pt(one.before)
            run = paragraph.add_run()
            run.text = one.text
            run.font.size, run.font.bold = Pt(round(one.size, 1)), one.bold
            run.font.color.rgb = style.colour(one.colour)
        return box


def height_of(words: Sequence[Words], width: float, scale: float = 1.0) -> float:
    """The height in inches that paragraphs take in a width, in the wider of the faces in use."""
    lines = (
        len(wrap(one.text, one.size * scale * (_BOLD if one.bold else 1.0), width)) * one.size
        for one in words
    )
    return sum(lines) * scale * 1.2 / 72


def _shrink(words: Sequence[Words], frame: Frame, smallest: float) -> Sequence[Words]:
    """Words in the largest size at which they fit a frame, none of them below the smallest."""
    shrunk = words
    for percent in range(100, 40, -5):
        sizes = (max(min(one.size, smallest), one.size * percent / 100) for one in words)
        shrunk = [replace(one, size=size) for one, size in zip(words, sizes, strict=True)]
        if height_of(shrunk, frame.width) <= frame.height:
            break
    return shrunk


def _count_parts(package: Any) -> None:
    """Let a package count its parts as it names them: python-pptx walks through all of them for
    each, which takes longer with every slide.
    """
    count: Counter[str] = Counter()
    find_first = package.next_partname

    def next_name(template: str) -> PackURI:
        if template in count:
            count[template] += 1
            return PackURI(template % count[template])
        first: PackURI = find_first(template)
        before, _, after = template.partition("%d")
        count[template] = int(first.removeprefix(before).removesuffix(after))
        return first

    package.next_partname = next_name


def _set_theme(presentation: Any) -> None:
    """Give the theme the face and the colours of the dashboard."""
    for relation in presentation.slide_master.part.rels.values():
        if not relation.reltype.endswith("/theme"):
            continue
        part = relation.target_part
        xml = part.blob.decode("utf-8")
        xml = re.sub(r'(<a:latin typeface=")[^"]*"', rf'\g<1>{FONT}"', xml)
        for name, colour in _COLOURS.items():
            value = f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>'
            xml = re.sub(rf"<a:{name}>.*?</a:{name}>", value, xml, flags=re.DOTALL)
        part._blob = xml.encode("utf-8")


def _fit_placeholders(presentation: Any) -> None:
    """Widen the placeholders of the master and its layouts, which are drawn for narrow slides."""
    wider = _WIDTH / 10
    for holder in (presentation.slide_master, *presentation.slide_layouts):
        for shape in holder.placeholders:
            if shape._element.xpath("./p:spPr/a:xfrm"):
                shape.left, shape.width = int(shape.left * wider), int(shape.width * wider)
