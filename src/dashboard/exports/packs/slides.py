"""A pack as PPTX: its slides one for one, with native charts, actions and speaker's notes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation

from dashboard.exports.charts import style
from dashboard.exports.charts.chart_xml import set_language
from dashboard.exports.charts.frame import Frame, wrap
from dashboard.exports.deck import Deck, Words
from dashboard.exports.packs.content import NO_NOTES, NO_PANEL, PackContent, SlideContent
from dashboard.exports.part import Cover, Part
from dashboard.exports.slides import draw_panel, write_mark
from dashboard.text import count_things, day

_HEAD = Frame(0.45, 0.22, 9.9, 0.3)
_TITLE = Frame(0.45, 0.52, 12.43, 0.86)
_TITLE_SIZES = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0)
_BODY = Frame(0.45, 1.5, 12.43, 5.16)
_FOOT = Frame(0.45, 6.78, 12.43, 0.55)
_GAP, _RAIL, _HIGHEST_STRIP = 0.3, 3.3, 1.25
_CHART_HEAD = 0.62
_LONGEST_SOURCE = 330
_ACTION_SIZES = (14.0, 12.0, 11.0, 10.0, 9.0, 8.0)


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
    size = next(s for s in _TITLE_SIZES if s == 18 or _lines(slide_content.finding, s * 1.06) <= 2)
    slide = deck.add_slide(slide_content.finding, _TITLE, size=size)
    deck.write(
        slide,
        _HEAD,
        [Words(slide_content.heading, 14, colour=style.MUTED)],
        "Agenda item",
        shrink=True,
    )
    if slide_content.mark:
        write_mark(deck, slide)
    place, actions = _places(slide_content)
    how_much = _draw_panels(deck, slide, slide_content, place)
    if slide_content.actions:
        _write_actions(deck, slide, slide_content.actions, actions)
    foot = [
        Words(words, 10, colour=style.MUTED)
        for words in (
            _short_source(slide_content),
            _foot_words(content, slide_content, how_much),
        )
        if words
    ]
    deck.write(slide, _FOOT, foot, "Source, as at and filters", shrink=True)
    slide.notes_slide.notes_text_frame.text = _notes(
        content.cover, slide_content, len(content.slides)
    )
    for element in (slide._element, slide.notes_slide._element):
        set_language(element)


def _lines(words: str, points: float) -> int:
    return len(wrap(words, points, _TITLE.width))


def _places(slide_content: SlideContent) -> tuple[Frame, Frame]:
    """The places of the charts and of the actions: beside one chart a rail, below several a strip."""
    if not slide_content.actions:
        return _BODY, _BODY
    if len(slide_content.panels) > 1:
        strip = min(
            _HIGHEST_STRIP, _actions_height(slide_content.actions, _ACTION_SIZES[0], _BODY.width)
        )
        top = _BODY.top + _BODY.height - strip
        return _BODY.inside(0, 0, 0, strip + 0.1), Frame(_BODY.left, top, _BODY.width, strip)
    left = _BODY.left + _BODY.width - _RAIL
    return _BODY.inside(0, 0, _RAIL + _GAP, 0), Frame(left, _BODY.top, _RAIL, _BODY.height)


def _draw_panels(deck: Deck, slide: Any, slide_content: SlideContent, place: Frame) -> list[str]:
    """Draw the charts of a slide; return the sentences on what is left out of them."""
    if not slide_content.panels:
        deck.write(slide, place, [Words(NO_PANEL, 20, colour=style.MUTED)], "No figure")
        return []
    columns = len(slide_content.panels) if len(slide_content.panels) < 4 else 2
    rows = -(-len(slide_content.panels) // columns)
    width = (place.width - _GAP * (columns - 1)) / columns
    height = (place.height - _GAP / 2 * (rows - 1)) / rows
    notes = []
    for n, panel in enumerate(slide_content.panels):
        down, across = divmod(n, columns)
        left = place.left + across * (width + _GAP)
        top = place.top + down * (height + _GAP / 2)
        notes.append(_draw_one(deck, slide, slide_content, panel, Frame(left, top, width, height)))
    return list(dict.fromkeys(filter(None, notes)))


def _draw_one(
    deck: Deck, slide: Any, slide_content: SlideContent, panel: Part | str, frame: Frame
) -> str:
    if isinstance(panel, str):
        deck.write(slide, frame, [Words(panel, 16, colour=style.MUTED)], "No figure")
        return ""
    words = [Words(panel.panel.subtitle, 11, colour=style.MUTED)]
    if len(slide_content.panels) > 1 or slide_content.finding != panel.panel.title:
        words.insert(0, Words(panel.panel.title, 14, bold=True))
    head = Frame(frame.left, frame.top, frame.width, _CHART_HEAD)
    deck.write(slide, head, words, "What is shown", shrink=True)
    return draw_panel(slide, panel, frame.inside(0, _CHART_HEAD, 0, 0))


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


def _short_source(slide_content: SlideContent) -> str:
    """The sources, or where they are too long for a slide how many and where they are."""
    if len(slide_content.source_words) <= _LONGEST_SOURCE:
        return slide_content.source_words
    first, *others = slide_content.source_words.split("; ")
    rest = count_things(len(others), "other release")
    return f"{first}; and {rest}, named in the notes of this slide."


def _foot_words(content: PackContent, slide_content: SlideContent, how_much: Sequence[str]) -> str:
    filters = dict.fromkeys(part.filter_words for part in slide_content.parts)
    number = f"Slide {slide_content.number} of {len(content.slides)}."
    return " ".join([slide_content.as_at_words(content.cover), *filters, *how_much, number]).strip()


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
