"""Panels as slides (PPTX) whose charts are native and can be edited, one slide a panel."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Pt

from dashboard.exports.charts import style
from dashboard.exports.charts.chart_xml import set_language
from dashboard.exports.charts.frame import Frame, wrap
from dashboard.exports.charts.map_shapes import add_map
from dashboard.exports.charts.native_chart import add_charts
from dashboard.exports.charts.overlay import describe
from dashboard.exports.charts.read_figure import is_map, read_panes
from dashboard.exports.deck import SMALLEST_FOOT, Deck, Words
from dashboard.exports.part import DEMONSTRATION, Cover, Part, mark_of
from dashboard.exports.qr import draw_qr
from dashboard.exports.slide_table import add_table
from dashboard.text import count_things, day, join_names

TITLE = Frame(0.45, 0.28, 12.43, 0.72)
SUBTITLE = Frame(0.45, 1.0, 12.43, 0.4)
CHART = Frame(0.45, 1.5, 8.75, 5.2)
SIDE = Frame(9.5, 1.5, 3.38, 3.85)
QR = Frame(9.5, 5.45, 1.25, 1.25)
FOOT = Frame(0.45, 6.78, 12.43, 0.55)
MARK = Frame(10.58, 0.12, 2.3, 0.28)
_MOST_ACTIONS = 3
_LONGEST_SOURCE = 330
_READING_SIZES = (18.0, 16.0, 14.0, 12.0, 11.0)


def write_slides(cover: Cover, parts: Sequence[Part]) -> bytes:
    """The panels of ``parts`` as PPTX."""
    deck = Deck(Presentation())
    properties = deck.presentation.core_properties
    properties.title, properties.author = cover.title, "Ward to Board"
    properties.subject = "; ".join(part.panel.title for part in parts)[:250]
    properties.keywords = ", ".join(dict.fromkeys(part.panel.page for part in parts))
    properties.category, properties.language = mark_of(parts), "en-GB"
    properties.comments = cover.address[:250]
    properties.last_modified_by = "Ward to Board"
    properties.created = properties.modified = dt.datetime.combine(cover.day_taken, dt.time())
    for number, part in enumerate(parts, 1):
        _add_slide(deck, cover, part, f"{number} of {len(parts)}")
    with io.BytesIO() as out:
        deck.presentation.save(out)
        return out.getvalue()


def _add_slide(deck: Deck, cover: Cover, part: Part, place: str) -> None:
    panel = part.panel
    slide = deck.add_slide(panel.title, TITLE)
    subtitle = [Words(panel.subtitle, 14, colour=style.MUTED)]
    deck.write(slide, SUBTITLE, subtitle, "Subtitle", shrink_to=style.SMALLEST)
    if panel.demonstration:
        write_mark(deck, slide)
    how_much = draw_panel(slide, part, CHART)
    _write_side(deck, slide, part)
    _add_link(slide, part)
    about = f"{cover.as_at_words(part.as_at)} {part.filter_words} {how_much}".strip()
    write_foot(deck, slide, FOOT, (short_source(part.source_words), about))
    slide.notes_slide.notes_text_frame.text = _notes(cover, part, place)
    for element in (slide._element, slide.notes_slide._element):
        set_language(element)


def write_mark(deck: Deck, slide: Any) -> None:
    """Write the mark of demonstration data at the top right of a slide."""
    box = deck.write(slide, MARK, [Words(DEMONSTRATION, 12, bold=True)], "Mark")
    box.fill.solid()
    box.fill.fore_color.rgb = style.colour("FFF3CD")


def write_foot(deck: Deck, slide: Any, frame: Frame, paragraphs: Sequence[str]) -> None:
    """Write the sources and what else stands at the foot of a slide."""
    words = [Words(text, 10, colour=style.MUTED) for text in paragraphs if text]
    deck.write(slide, frame, words, "Source, as at and filters", shrink_to=SMALLEST_FOOT)


def is_table(part: Part) -> bool:
    """Whether a panel is drawn as its table."""
    figure = part.panel.figure
    drawn = figure is not None and (is_map(figure) or bool(read_panes(figure)))
    return not drawn and not part.panel.table.empty


def draw_panel(slide: Any, part: Part, frame: Frame) -> str:
    """Draw the panel in a place: its chart, its map, or its table; return the sentence on what is
    left out.
    """
    figure, words = part.panel.figure, part.alternative
    if figure is not None and is_map(figure):
        add_map(slide.shapes, frame, figure, words)
        return ""
    panes = () if figure is None else read_panes(figure)
    if panes:
        add_charts(slide.shapes, frame, panes, words)
        return panes[0].key
    if part.panel.table.empty:
        return "There is no table: it has no rows."
    return add_table(slide.shapes, frame, part.panel, words)


def short_source(source_words: str) -> str:
    """'Source: …', or where it names too many releases for a slide how many and where they are."""
    if len(source_words) <= _LONGEST_SOURCE:
        return source_words
    first, *others = source_words.split("; ")
    rest = count_things(len(others), "other release")
    return f"{first}; and {rest}, named in the notes of this slide."


def _write_side(deck: Deck, slide: Any, part: Part) -> None:
    """The takeaway, at the largest size that leaves room, and the board's actions."""
    actions = part.panel.actions
    words = [Words(part.panel.reading, 0)]
    if actions:
        words.append(Words("Board actions", 12, bold=True, before=10))
        words += [
            Words(f"{action.number}. {action.title} ({action.status})", 12, before=3)
            for action in actions[:_MOST_ACTIONS]
        ]
        if len(actions) > _MOST_ACTIONS:
            rest = join_names(str(action.number) for action in actions[_MOST_ACTIONS:])
            words.append(Words(f"Also {rest}.", 12, before=3))
    size = next((s for s in _READING_SIZES if _height(words, s) <= SIDE.height), _READING_SIZES[-1])
    words[0] = Words(part.panel.reading, size)
    deck.write(slide, SIDE, words, "Takeaway and actions")


def _height(words: Sequence[Words], size: float) -> float:
    """The height in inches that words take, the first of them at ``size``."""
    return sum(
        len(wrap(one.text, one.size or size, SIDE.width)) * (one.size or size) * 1.22 / 72
        + one.before / 72
        for one in words
    )


def add_qr(slide: Any, frame: Frame, address: str, what: str) -> None:
    """Put the QR code of an address on a slide, which also opens it when it is clicked."""
    picture = slide.shapes.add_picture(io.BytesIO(draw_qr(address)), *frame.place)
    picture.name = "QR code"
    describe(picture, f"QR code that opens {what} at {address}")
    picture.click_action.hyperlink.address = address


def _add_link(slide: Any, part: Part) -> None:
    add_qr(slide, QR, part.address, "this chart")
    beside = Frame(QR.left + QR.width + 0.1, QR.top, SIDE.width - QR.width - 0.1, QR.height)
    box = slide.shapes.add_textbox(*beside.place)
    box.name = "Link"
    frame = box.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    run = frame.paragraphs[0].add_run()
    run.text = "Open this view"
    run.font.size = Pt(12)
    run.hyperlink.address = part.address


def _notes(cover: Cover, part: Part, place: str) -> str:
    panel = part.panel
    lines = [
        f"Slide {place}, taken away on {day(cover.day_taken)}.",
        *([DEMONSTRATION] if panel.demonstration else []),
        panel.reading,
        *panel.notes,
        f"Definition: {panel.definition}" if panel.definition else "",
        part.source_words,
        f"This view: {part.address}",
    ]
    return "\n".join(line for line in lines if line)
