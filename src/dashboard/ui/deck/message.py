"""A pack as the JSON that the deck's script draws."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import orjson

from dashboard.declared.packs import Pack
from dashboard.exports.address import chart_address, paper_address
from dashboard.exports.packs.content import NO_PANEL
from dashboard.markup import plain
from dashboard.panels.actions.log import ActionLog
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.paper import mark_of_panel
from dashboard.panels.packs.slides import PackSlide, PackSlides, SlidePanel
from dashboard.text import count_things, day
from dashboard.ui.board.layout import Card
from dashboard.ui.board.message import card_message, source_names

_OF_CARD = ("name", "title", "sub", "reading", "figure", "table")
"""What a slide takes of a card's message."""
_LONGEST_SOURCE = 110
"""Characters of the sources that stand on one line of a slide's foot."""
_PUBLICATION_DAY = re.compile(r"published (\d{1,2} \w+ \d{4})")


def deck_message(slides: PackSlides, log: ActionLog, *, dark: bool) -> bytes:
    """The whole pack as JSON: pack, title, dark, and its slides with panels, actions and notes.

    ``log`` is the page of actions as it stands now, from which the actions are told.
    """
    return join_message(slides.pack, panel_messages(slides), log, dark=dark)


def panel_messages(slides: PackSlides) -> list[bytes]:
    """All of each slide but its actions, as JSON: what a word recorded in the meeting leaves as it
    is.
    """
    return [orjson.dumps(_slide(each)) for each in slides.slides]


def join_message(pack: Pack, messages: Sequence[bytes], log: ActionLog, *, dark: bool) -> bytes:
    """``panel_messages`` of ``pack`` with the actions of each slide as they stand in ``log``."""
    actions = {row.id: row for row in log.every.itertuples()}
    slides = [
        {
            "drawn": orjson.Fragment(message),
            "actions": [
                action_message(log, actions[i], pack.as_at) for i in slide.actions if i in actions
            ],
        }
        for slide, message in zip(pack.slides, messages, strict=True)
    ]
    return orjson.dumps(
        {"pack": pack.code, "title": plain(pack.title), "dark": dark, "slides": slides}
    )


def calm_message(title: str, sentence: str, *, dark: bool) -> bytes:
    """A deck of one slide that says ``sentence``, where there is no pack to show."""
    drawn = {"item": "", "title": title, "finding": title, "panels": [], "notes": "", "source": ""}
    slide = {
        "drawn": {
            **drawn,
            "empty": plain(sentence),
            "mark": "",
            "demonstration": False,
            "asAt": "",
        },
        "actions": [],
    }
    return orjson.dumps({"pack": "", "title": "", "dark": dark, "slides": [slide]})


def action_message(log: ActionLog, row: Any, on: dt.date | None) -> dict[str, Any]:
    """An action: number, words, owner, due, and its figures when agreed and now, as text.

    Whether it is due is read against ``on``, the day of the slide's figures; None: the reporting
    date.
    """
    pairs = {item.label: pair for item in log.items(row.id) if (pair := item.pair)}
    figures = [
        {
            "label": plain(label),
            "then": plain(pair.then),
            "now": plain(pair.now),
            "period": plain(pair.period),
        }
        for label, pair in pairs.items()
    ]
    last_update = log.last_update(row.id)
    return {
        "number": int(row.number),
        "id": row.id,
        "title": plain(row.title),
        "owner": plain(row.owner),
        "due": plain(log.due(row, on)),
        "status": plain(row.status),
        "figures": figures,
        "said": plain(last_update.text) if last_update else "",
        "saidOn": day(last_update.date.date()) if last_update else "",
    }


def _slide(slide: PackSlide) -> dict[str, Any]:
    own_slide, panels = slide.slide, slide.panels
    return {
        "item": plain(own_slide.item),
        "title": plain(own_slide.title),
        "finding": plain(slide.finding),
        "empty": "" if panels else NO_PANEL,
        "panels": [_panel(panel) for panel in panels],
        "notes": plain(own_slide.notes),
        "source": plain(source_words(slide.present_panels)),
        "mark": slide.later_words,
        "demonstration": any(panel.demonstration for panel in slide.present_panels),
        "asAt": " and ".join(
            f"As at {day(each)}" if each else "As it stands" for each in slide.days
        ),
    }


def _panel(panel: SlidePanel) -> Mapping[str, Any]:
    if panel.panel is None or panel.page is None:
        return {"fault": plain(panel.sentence)}
    card = card_message(Card(panel.panel))
    query = urlencode(panel.page.view.parameters(), safe=",:>")
    address = paper_address(
        chart_address(f"{panel.address.page}?{query}", panel.panel),
        mark_of_panel(panel.page, panel.panel),
    )
    live = {"page": panel.address.page, "chart": panel.panel.chart, "address": address}
    return {name: card[name] for name in _OF_CARD} | {"live": live}


def source_words(panels: Sequence[Panel]) -> str:
    """'Public Attitude Survey, MOPAC, published 5 May 2023': the sources of ``panels``, and the day
    where all is of one release.
    """
    names = list(dict.fromkeys(name for panel in panels for name in source_names(panel)))
    days = {date for panel in panels for date in _PUBLICATION_DAY.findall(panel.source)}
    words = "; ".join(names)
    if len(words) > _LONGEST_SOURCE:
        words = f"{names[0]} and {count_things(len(names) - 1, 'other source')}"
    return f"{words}, published {days.pop()}" if words and len(days) == 1 else words
