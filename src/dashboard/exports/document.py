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

from dashboard.exports.cells import is_numeric, rows_in_words
from dashboard.exports.part import (
    DEMONSTRATION,
    Cover,
    Part,
    columns_without_drawings,
    mark_of,
    sources_of,
)
from dashboard.exports.qr import draw_qr
from dashboard.markup import plain
from dashboard.text import count_things, day, join_names

MOST_ROWS = 40
"""Rows of a table that a briefing prints; the workbook has them all."""
_FONT, _LANGUAGE = "Arial", "en-GB"
_HEADING_COLOUR = RGBColor(0x12, 0x43, 0x6D)
_MANY_COLUMNS = 9


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
    source = document.add_paragraph(plain(part.source_words))
    source.paragraph_format.space_before = Pt(6)  # Else it clings to the table.
    document.add_paragraph(f"{cover.as_at_words(part.as_at)} {part.filter_words}")
    if part.address:
        add_link(document.add_paragraph(), part.address, "Open this chart")


def _write_table(document: Any, part: Part) -> None:
    panel = part.panel
    columns, drawings = columns_without_drawings(panel)
    if panel.table.empty or not columns:
        document.add_paragraph("The table has no rows.")
        return
    rows = rows_in_words(panel, MOST_ROWS, columns)
    table = document.add_table(len(rows) + 1, len(columns), style="Table Grid")
    _describe_table(table, panel.title, panel.reading)
    size = Pt(7 if len(columns) > _MANY_COLUMNS else 9)
    right = [is_numeric(panel.table[name]) for name in columns]
    for row, texts in zip(table.rows, [columns, *rows], strict=True):
        _keep_whole(row)
        heading = texts is columns
        for cell, text, number in zip(row.cells, texts, right, strict=True):
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(plain(text))
            run.font.size, run.bold = size, heading
            paragraph.paragraph_format.space_after = Pt(0)
            if number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _repeat_heading(table.rows[0])
    if words := _rows_beyond(len(rows), len(panel.table), drawings):
        document.add_paragraph(words)


def _rows_beyond(count: int, rows: int, drawings: Sequence[str]) -> str:
    sentences = (
        [f"The first {count} of {rows:,} rows: the workbook has them all."] if count < rows else []
    )
    if drawings:
        sentences.append(f"Left out, as they are drawings: {join_names(drawings)}.")
    return " ".join(sentences)


def _describe_table(table: Any, title: str, words: str) -> None:
    """Give a table its alternative text."""
    properties = table._element.tblPr
    for name, text in (("w:tblCaption", title), ("w:tblDescription", words)):
        element = OxmlElement(name)
        element.set(qn("w:val"), plain(text))
        properties.append(element)


def _repeat_heading(row: Any) -> None:
    """Repeat a row at the top of each page that its table runs on to."""
    element = OxmlElement("w:tblHeader")
    element.set(qn("w:val"), "true")
    row._element.get_or_add_trPr().append(element)


def _keep_whole(row: Any) -> None:
    """Let no page break fall within a row."""
    row._element.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
