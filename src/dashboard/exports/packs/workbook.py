"""A pack as a workbook (XLSX or ODS): its slides as a list, and a sheet for each of its charts."""

from __future__ import annotations

from dashboard.exports.cells import NO_WORDS, Cell
from dashboard.exports.open_workbook import write_open_sheets
from dashboard.exports.packs.content import PackContent, SlideContent, places_of
from dashboard.exports.sheets import Sheet, listing_sheet, sheet_names, sheets_of
from dashboard.exports.workbook import write_sheets

_HEADINGS = {
    "Slide": 8.0,
    "Item": 10.0,
    "Title": 36.0,
    "Finding": 60.0,
    "Charts": 36.0,
    "Actions": 60.0,
    "Notes": 80.0,
    "As at": 30.0,
    "Data": 24.0,
}


def write_pack_workbook(content: PackContent) -> bytes:
    """The slides and charts of a pack as XLSX."""
    return write_sheets(content.cover, content.parts, pack_sheets(content))


def write_open_pack_workbook(content: PackContent) -> bytes:
    """The slides and charts of a pack as ODS."""
    return write_open_sheets(content.cover, content.parts, pack_sheets(content))


def pack_sheets(content: PackContent) -> list[Sheet]:
    """The sheets of a pack: the cover, the slides, then as for any charts."""
    cover, *others = sheets_of(content.cover, content.parts)
    names = sheet_names(content.parts)
    rows = [
        _row(content, slide, [names[n] for n in places])
        for slide, places in zip(content.slides, places_of(content.slides), strict=True)
    ]
    slides = listing_sheet(content.cover, "Slides", content.mark, _HEADINGS, rows)
    return [cover, slides, *others]


def _row(content: PackContent, slide: SlideContent, sheets: list[str]) -> list[Cell]:
    absent = [panel for panel in slide.panels if isinstance(panel, str)]
    later = f"{slide.later_words}." if slide.later_words else ""
    texts = [
        slide.item,
        slide.title,
        slide.finding,
        "; ".join(f"sheet {name}" for name in sheets) or " ".join(absent),
        " ".join(slide.actions),
        slide.notes,
        f"{slide.as_at_words(content.cover)} {later}".strip(),
        slide.mark,
    ]
    return [Cell(slide.number, "#,##0"), *(Cell(text or NO_WORDS) for text in texts)]
