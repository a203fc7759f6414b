"""A pack as a handout (tagged PDF): a page a slide, with its charts, actions and notes."""

from __future__ import annotations

from typing import Any

from dashboard.exports.packs.content import NO_NOTES, NO_PANEL, PackContent, SlideContent
from dashboard.exports.part import Cover, Part
from dashboard.exports.pdf.content import document_data, panel_data, section_data
from dashboard.exports.pdf.typeset import typeset
from dashboard.figures.painted_figure import Painter
from dashboard.markup import plain
from dashboard.text import count_things, day


def write_pack_pdf(content: PackContent) -> bytes:
    """The slides of a pack as PDF."""
    cover, painter = content.cover, Painter()
    count = count_things(len(content.slides), "slide")
    opening = [f"{count} of Ward to Board, taken away on {day(cover.day_taken)}."]
    subject = "; ".join(slide.heading for slide in content.slides)
    data = document_data(cover, content.mark, subject=subject, opening=opening)
    data["contents"] = [plain(f"{slide.heading}: {slide.finding}") for slide in content.slides]
    data["link-words"] = "Present this pack"
    data["sections"] = [_section(slide, cover, painter) for slide in content.slides]
    return typeset("handout.typ", data, cover.day_taken)


def _section(slide: SlideContent, cover: Cover, painter: Painter) -> dict[str, Any]:
    absent = [panel for panel in slide.panels if isinstance(panel, str)]
    return section_data(
        slide.heading,
        [_panel(part, slide, cover, painter) for part in slide.parts],
        finding=slide.finding,
        mark=slide.mark,
        sentences=absent if slide.panels else [NO_PANEL],
        lists={"Board actions": slide.actions, "Notes": [slide.notes or NO_NOTES]},
    )


def _panel(part: Part, slide: SlideContent, cover: Cover, painter: Painter) -> dict[str, Any]:
    return panel_data(part, cover, painter, with_title=not slide.says_title_of(part))
