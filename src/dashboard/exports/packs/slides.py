"""A pack as PPTX: its slides one for one, with native charts, actions and speaker's notes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.util import Emu

from dashboard.exports.charts import style
from dashboard.exports.charts.chart_xml import set_language
from dashboard.exports.charts.frame import Frame, wrap
from dashboard.exports.deck import Deck, Words, height_of
from dashboard.exports.packs.content import NO_NOTES, NO_PANEL, PackContent, SlideContent
from dashboard.exports.part import Cover, Part
from dashboard.exports.slide_table import table_width
from dashboard.exports.slides import (
    add_qr,
    draw_panel,
    is_table,
    short_source,
    write_foot,
    write_mark,
)
from dashboard.text import day

_HEAD = Frame(0.45, 0.14, 9.9, 0.4)
_TITLE = Frame(0.45, 0.6, 12.43, 0.84)
_TITLE_SIZES = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0)
_BODY = Frame(0.45, 1.5, 12.43, 5.16)
_FOOT = Frame(0.45, 6.78, 12.43, 0.55)
_GAP, _RAIL, _USUAL_STRIP = 0.3, 3.3, 0.8
_HEAD_GAP, _HIGHEST_HEAD = 0.1, 1.15
_QR, _SMALL_QR = 0.85, 0.7
_LEAST_BESIDE = 2.8
"""Inches beside a table in which its reading stands."""
_ACTION_SIZES = (14.0, 12.0, 11.0)


def write_pack_slides(content: PackContent) -> bytes:
    """The slides of a pack as PPTX."""
    deck = Deck(Presentation())
    _describe(deck, content)
    for slide in content.slides:
        _add_slide(deck, content, slide)
    with io.BytesIO() as out:
        deck.presentation.save(out)
        return out.getvalue()


def _describe(deck: Deck, content: PackContent) -> None:
    properties, cover = deck.presentation.core_properties, content.cover
    properties.title, properties.author = cover.title, "Ward to Board"
    properties.subject = "; ".join(slide.heading for slide in content.slides)[:250]
    properties.category, properties.language = content.mark, "en-GB"
    properties.comments = cover.address[:250]
    properties.last_modified_by = "Ward to Board"
    properties.created = properties.modified = dt.datetime.combine(cover.day_taken, dt.time())


def _add_slide(deck: Deck, content: PackContent, slide_content: SlideContent) -> None:
    size = _title_size(slide_content.finding)
    slide = deck.add_slide(slide_content.finding, _TITLE, size=size)
    heading = f"{content.cover.title} · {slide_content.heading}"
    head = [Words(heading, 14, colour=style.MUTED)]
    deck.write(slide, _HEAD, head, "Agenda item", shrink_to=style.SMALLEST)
    if slide_content.mark:
        write_mark(deck, slide)
    place, actions = _places(slide_content)
    how_much = _draw_panels(deck, slide, slide_content, place)
    if slide_content.actions:
        _write_actions(deck, slide, slide_content.actions, actions)
    foot = (short_source(slide_content.source_words), _foot_words(content, slide_content, how_much))
    write_foot(deck, slide, _FOOT, foot)
    slide.notes_slide.notes_text_frame.text = _notes(
        content.cover, slide_content, len(content.slides)
    )
    for element in (slide._element, slide.notes_slide._element):
        set_language(element)


def _title_size(words: str) -> float:
    """The largest size at which a title fits its place, so that it stays clear of the line above."""
    fitting = (
        size
        for size in _TITLE_SIZES
        if height_of([Words(words, size, bold=True)], _TITLE.width) <= _TITLE.height
    )
    return next(fitting, _TITLE_SIZES[-1])


def _places(slide_content: SlideContent) -> tuple[Frame, Frame]:
    """The places of the charts and of the actions: beside one chart a rail, below several a strip."""
    if not slide_content.actions:
        return _BODY, _BODY
    if len(slide_content.panels) > 1:
        strip = _strip_height(slide_content.actions)
        top = _BODY.top + _BODY.height - strip
        return _BODY.inside(0, 0, 0, strip + 0.1), Frame(_BODY.left, top, _BODY.width, strip)
    left = _BODY.left + _BODY.width - _RAIL
    return _BODY.inside(0, 0, _RAIL + _GAP, 0), Frame(left, _BODY.top, _RAIL, _BODY.height)


def _strip_height(actions: Sequence[str]) -> float:
    """The height of the actions below charts: at the largest size at which the charts stay high, or
    what they take at the smallest.
    """
    heights = [_actions_height(actions, size, _BODY.width) for size in _ACTION_SIZES]
    fitting = (height for height in heights if height <= _USUAL_STRIP)
    return next(fitting, heights[-1])


def _draw_panels(deck: Deck, slide: Any, slide_content: SlideContent, place: Frame) -> list[str]:
    """Draw the charts of a slide; return the sentences on what is left out of them."""
    if not slide_content.panels:
        deck.write(slide, place, [Words(NO_PANEL, 20, colour=style.MUTED)], "No figure")
        foot = place.top + place.height - _QR
        add_qr(slide, Frame(place.left, foot, _QR, _QR), slide_content.address, "this slide")
        return []
    columns = len(slide_content.panels) if len(slide_content.panels) < 4 else 2
    rows = -(-len(slide_content.panels) // columns)
    width = (place.width - _GAP * (columns - 1)) / columns
    height = (place.height - _GAP / 2 * (rows - 1)) / rows
    side = _QR if rows == 1 and not (columns > 1 and slide_content.actions) else _SMALL_QR
    head = _head_height(slide_content, width - side - _HEAD_GAP, side)
    notes = []
    for n, panel in enumerate(slide_content.panels):
        down, across = divmod(n, columns)
        left = place.left + across * (width + _GAP)
        top = place.top + down * (height + _GAP / 2)
        frame = Frame(left, top, width, height)
        if isinstance(panel, str):
            deck.write(slide, frame, [Words(panel, 16, colour=style.MUTED)], "No figure")
            continue
        _write_head(deck, slide, _head_words(slide_content, panel), frame, head, side)
        code = Frame(left + width - side, top, side, side)
        add_qr(slide, code, panel.address, panel.panel.title)
        below = frame.inside(0, head + _HEAD_GAP, 0, 0)
        notes.append(
            _draw_table(deck, slide, panel, below)
            if is_table(panel)
            else draw_panel(slide, panel, below)
        )
    return list(dict.fromkeys(filter(None, notes)))


def _draw_table(deck: Deck, slide: Any, part: Part, place: Frame) -> str:
    """Draw a table that has no chart, and beside it or else below it the sentence that reads it."""
    width = place.width - table_width(part.panel, place.width) - _GAP
    if width >= _LEAST_BESIDE:
        beside = Frame(place.left + place.width - width, place.top, width, place.height)
        reading = [Words(part.panel.reading, 18)]
        deck.write(slide, beside, reading, "Reading", shrink_to=style.SMALLEST)
        return draw_panel(slide, part, place.inside(0, 0, width + _GAP, 0))
    reading = [Words(part.panel.reading, 14)]
    height = height_of(reading, place.width, 1.06)
    how_much = draw_panel(slide, part, place.inside(0, 0, 0, height + _HEAD_GAP))
    table = next(shape for shape in reversed(slide.shapes) if shape.has_table)
    foot = Emu(table.top + sum(row.height for row in table.table.rows)).inches + _HEAD_GAP
    below = Frame(place.left, foot, place.width, height)
    deck.write(slide, below, reading, "Reading", shrink_to=style.SMALLEST)
    return how_much


def _head_words(slide_content: SlideContent, part: Part) -> list[Words]:
    """What stands over a chart: its title, unless the slide has it, and what it measures."""
    words = [Words(part.panel.subtitle, 11, colour=style.MUTED)]
    if not slide_content.says_title_of(part):
        words.insert(0, Words(part.panel.title, 14, bold=True))
    return words


def _head_height(slide_content: SlideContent, width: float, side: float) -> float:
    """The height over the charts of a slide that the longest words there and their codes take."""
    heights = (
        height_of(_head_words(slide_content, part), width, 1.06) for part in slide_content.parts
    )
    return min(max([side, *heights]), _HIGHEST_HEAD)


def _write_head(
    deck: Deck, slide: Any, words: list[Words], frame: Frame, height: float, side: float
) -> None:
    head = Frame(frame.left, frame.top, frame.width - side - _HEAD_GAP, height)
    deck.write(slide, head, words, "What is shown", shrink_to=style.SMALLEST)


def _write_actions(deck: Deck, slide: Any, actions: Sequence[str], frame: Frame) -> None:
    """The actions at the largest size at which all of them fit."""
    fitting = (s for s in _ACTION_SIZES if _actions_height(actions, s, frame.width) <= frame.height)
    size = next(fitting, _ACTION_SIZES[-1])
    words = [Words("Board actions", size, bold=True)]
    words += [Words(action, size, before=4) for action in actions]
    deck.write(slide, frame, words, "Board actions")


def _actions_height(actions: Sequence[str], size: float, width: float) -> float:
    """The height in inches of the actions and their head in a size in points."""
    lines = 1 + sum(len(wrap(words, size, width)) for words in actions)
    return (lines * size * 1.22 + 5 * len(actions)) / 72


def _foot_words(content: PackContent, slide_content: SlideContent, how_much: Sequence[str]) -> str:
    number = f"Slide {slide_content.number} of {len(content.slides)}."
    words = [slide_content.as_at_words(content.cover), slide_content.filter_words]
    return " ".join([*words, *how_much, number]).strip()


def _notes(cover: Cover, slide_content: SlideContent, count: int) -> str:
    lines = [
        slide_content.notes or NO_NOTES,
        "",
        f"Slide {slide_content.number} of {count}, {slide_content.heading}, taken away on {day(cover.day_taken)}.",
        slide_content.mark,
        *slide_content.actions,
    ]
    for part in slide_content.parts:
        panel = part.panel
        lines += [
            f"{panel.title}. {panel.reading}",
            *panel.notes,
            f"Definition: {panel.definition}" if panel.definition else "",
            part.source_words,
            f"This view: {part.address}",
        ]
    lines.append(f"This slide: {slide_content.address}")
    head, *rest = lines
    return "\n".join([head, "", *(line for line in rest if line)])
