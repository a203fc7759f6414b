"""Panels as a briefing (DOCX): a heading, the reading and the table of each."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from dashboard.exports.paper_table import paper_table
from dashboard.exports.part import DEMONSTRATION, Cover, Part, mark_of, sources_of
from dashboard.exports.qr import draw_qr
from dashboard.markup import plain
from dashboard.paper.word import keep_whole, repeat_heading, room_across, set_widths
from dashboard.text import count_things, day

MOST_ROWS = 40
"""Rows of a table that a briefing prints; the workbook has them all."""
_FONT, _LANGUAGE = "Arial", "en-GB"
_HEADING_COLOUR = RGBColor(0x12, 0x43, 0x6D)
_TABLE_SIZE = 8.5
"""Points of the letters of a table."""
_DIGIT = 0.636
"""How wide a digit is, in parts of the size of its letters: that of the widest face that readers
without Arial are given.
"""


def write_document(cover: Cover, parts: Sequence[Part]) -> bytes:
    """The panels of ``parts`` as DOCX."""
    document = start_document(cover, parts, mark_of(parts))
    _write_cover(document, cover, parts)
    for part in parts:
        _write_part(document, cover, part)
    with io.BytesIO() as out:
        document.save(out)
        return out.getvalue()


def start_document(cover: Cover, parts: Sequence[Part], mark: str) -> Any:
    """A document without a word in it, on A4 lying, with ``mark`` at the head of every page."""
    document = Document()
    _set_properties(document, cover, parts)
    _set_styles(document)
    _set_paper(document, mark)
    return document


def _set_properties(document: Any, cover: Cover, parts: Sequence[Part]) -> None:
    properties = document.core_properties
    properties.title, properties.author = cover.title, "Ward to Board"
    properties.subject = "; ".join(part.panel.title for part in parts)[:250]
    properties.keywords = ", ".join(dict.fromkeys(part.panel.page for part in parts))
    properties.category, properties.language = mark_of(parts), _LANGUAGE
    properties.comments = cover.address[:250]
    properties.last_modified_by = "Ward to Board"
    properties.created = properties.modified = dt.datetime.combine(cover.day_taken, dt.time())


def _set_styles(document: Any) -> None:
    """One face, sizes for paper, and British English throughout."""
    for name, size in (("Normal", 11), ("Title", 22), ("Heading 1", 16), ("Heading 2", 13)):
        style = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        if name != "Normal":
            style.font.color.rgb = _HEADING_COLOUR
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)


def _set_paper(document: Any, mark: str) -> None:
    """A4 lying, with the mark at the head of every page and its number at the foot."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.8)
    head = section.header.paragraphs[0]
    head.text = f"Ward to Board{f' · {mark}' if mark else ''}"
    if mark:
        head.runs[0].bold = True
    foot = section.footer.paragraphs[0]
    foot.add_run("Page ")
    _add_field(foot, "PAGE")


def _add_field(paragraph: Any, name: str) -> None:
    run = paragraph.add_run()
    for kind, words in (("begin", ""), ("", name), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = words
        run._element.append(element)


def _write_cover(document: Any, cover: Cover, parts: Sequence[Part]) -> None:
    document.add_heading(plain(cover.title), 0)
    if mark := mark_of(parts):
        document.add_paragraph().add_run(mark).bold = True
    document.add_paragraph(
        f"{count_things(len(parts), 'chart')} of Ward to Board, taken away on {day(cover.day_taken)}."
    )
    for words in dict.fromkeys(cover.as_at_words(part.as_at) for part in parts):
        document.add_paragraph(words)
    for words in dict.fromkeys(part.filter_words for part in parts):
        document.add_paragraph(words)
    add_link(document.add_paragraph(), cover.address, "Open this view")
    picture = document.add_picture(io.BytesIO(draw_qr(cover.address)), width=Cm(2.8))
    properties = picture._inline.docPr
    properties.set("descr", f"QR code that opens this view at {cover.address}")
    properties.set("title", "QR code")
    document.add_heading("Sources", 2)
    for source in sources_of(parts) or ["None."]:
        document.add_paragraph(plain(source), style="List Bullet")


def add_link(paragraph: Any, address: str, words: str) -> None:
    """Put ``words`` that lead to ``address`` into a paragraph."""
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(words)
    run.font.underline, run.font.color.rgb = True, RGBColor(0x1D, 0x4E, 0xD8)
    link.append(run._element)
    paragraph._element.append(link)


def _write_part(document: Any, cover: Cover, part: Part) -> None:
    panel = part.panel
    document.add_heading(plain(panel.title), 1)
    if panel.demonstration:
        document.add_paragraph().add_run(DEMONSTRATION).bold = True
    write_panel(document, cover, part)
    if panel.actions:
        document.add_heading("Board actions", 2)
        for action in panel.actions:
            words = f"Action {action.number}: {action.title} ({action.status})"
            document.add_paragraph(plain(words), style="List Bullet")
    if panel.definition or panel.notes:
        document.add_heading("Definition and notes", 2)
        for words in filter(None, (panel.definition, *panel.notes)):
            document.add_paragraph(plain(words), style="List Bullet")


def write_panel(document: Any, cover: Cover, part: Part) -> None:
    """What a panel shows and says, its table, source and link: all but its heading."""
    document.add_paragraph(plain(part.panel.subtitle))
    document.add_paragraph(plain(part.panel.reading))
    _write_table(document, part)
    about = f"{cover.as_at_words(part.as_at)} {part.filter_words}"
    first, *rest = filter(None, (plain(part.source_words), about))
    source = document.add_paragraph(first)
    source.paragraph_format.space_before = Pt(6)  # Else it clings to the table.
    for words in rest:
        document.add_paragraph(words)
    if part.address:
        add_link(document.add_paragraph(), part.address, "Open this chart")


def _write_table(document: Any, part: Part) -> None:
    panel, room = part.panel, room_across(document)
    words = paper_table(panel, MOST_ROWS, room / Pt(_TABLE_SIZE) / _DIGIT)
    if words is None:
        document.add_paragraph("The table has no rows.")
        return
    table = document.add_table(len(words.rows) + 1, len(words.headings), style="Table Grid")
    _describe_table(table, panel.title, panel.reading)
    for row, texts in zip(table.rows, [words.headings, *words.rows], strict=True):
        keep_whole(row)
        for cell, text, number in zip(row.cells, texts, words.right, strict=True):
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(_TABLE_SIZE), texts is words.headings
            paragraph.paragraph_format.space_after = Pt(0)
            if number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    repeat_heading(table.rows[0])
    set_widths(table, words.widths, room)
    if words.rest:
        document.add_paragraph(words.rest)


def _describe_table(table: Any, title: str, words: str) -> None:
    """Give a table its alternative text."""
    properties = table._element.tblPr
    for name, text in (("w:tblCaption", title), ("w:tblDescription", words)):
        element = OxmlElement(name)
        element.set(qn("w:val"), plain(text))
        properties.append(element)
