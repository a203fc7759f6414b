"""A pack as a briefing (DOCX): a heading a slide, with its finding, charts, actions and notes."""

from __future__ import annotations

import io
from typing import Any

from dashboard.exports.document import add_link, start_document, write_panel
from dashboard.exports.packs.content import NO_NOTES, NO_PANEL, PackContent, SlideContent
from dashboard.exports.part import DEMONSTRATION
from dashboard.markup import plain
from dashboard.text import count_things, day


def write_pack_document(content: PackContent) -> bytes:
    """The slides of a pack as DOCX."""
    document = start_document(content.cover, content.parts, content.mark)
    _write_cover(document, content)
    for slide in content.slides:
        _write_slide(document, content, slide)
    with io.BytesIO() as out:
        document.save(out)
        return out.getvalue()


def _write_cover(document: Any, content: PackContent) -> None:
    cover = content.cover
    document.add_heading(plain(cover.title), 0)
    if content.mark:
        document.add_paragraph().add_run(content.mark).bold = True
    count = count_things(len(content.slides), "slide")
    document.add_paragraph(f"{count} of Ward to Board, taken away on {day(cover.day_taken)}.")
    for slide in content.slides:
        document.add_paragraph(plain(f"{slide.heading}: {slide.finding}"), style="List Number")
    add_link(document.add_paragraph(), cover.address, "Present this pack")


def _write_slide(document: Any, content: PackContent, slide: SlideContent) -> None:
    document.add_heading(plain(slide.heading), 1)
    document.add_paragraph().add_run(plain(slide.finding)).bold = True
    if not slide.panels:
        document.add_paragraph(NO_PANEL)
    for panel in slide.panels:
        if isinstance(panel, str):
            document.add_paragraph(plain(panel))
            continue
        if not slide.says_title_of(panel):
            document.add_heading(plain(panel.panel.title), 2)
        if panel.panel.demonstration:
            document.add_paragraph().add_run(DEMONSTRATION).bold = True
        write_panel(document, content.cover, panel)
    if slide.actions:
        document.add_heading("Board actions", 2)
        for action in slide.actions:
            document.add_paragraph(plain(action), style="List Bullet")
    document.add_heading("Notes", 2)
    document.add_paragraph(plain(slide.notes or NO_NOTES))
