"""A page's panels as the JSON that the board's script draws."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from zlib import crc32

import orjson

from dashboard.glossary import terms_in
from dashboard.markup import Html, plain
from dashboard.panels.common.panel import ActionLink, Panel
from dashboard.text import day, due_text
from dashboard.ui.board.layout import Card, Choice, Link, Row
from dashboard.ui.table import table_message

WHOLE = 34
"""Rows up to which a table is drawn whole: the boroughs with the MPS, or a borough's wards, fit."""
TALL = 560
"""Pixels above which a longer one scrolls."""


def board_message(
    rows: Sequence[Row],
    words: tuple[str, str],
    library: str,
    dark: bool,
    closed_charts: Collection[str] = (),
    addable: Collection[str] = (),
    arrival: tuple[int, Collection[str]] = (0, ()),
) -> bytes:
    """The page's panels in their places, below its finding and note (``words``).

    ``closed_charts`` are those that a link may name and that are not drawn, ``addable`` those whose
    menu offers to add them to a pack. ``arrival`` is a number that tells one link from the next,
    and the charts that it opened.

    Each card carries a number that tells whether it differs from the one drawn.
    """
    rows_of_cards = [
        [
            {
                "span": column.span,
                "cards": [_add_version(card_message(c, addable)) for c in column.cards],
            }
            for column in row
        ]
        for row in rows
    ]
    finding, note = (plain(each) for each in words)
    message = {
        "finding": finding,
        "note": note,
        "library": library,
        "dark": dark,
        "closed": list(closed_charts),
        "arrival": {"number": arrival[0], "charts": list(arrival[1])},
        "rows": rows_of_cards,
    }
    return orjson.dumps(message)


def _add_version(message: dict[str, Any]) -> orjson.Fragment:
    card = orjson.dumps(message)
    return orjson.Fragment(b'{"version":%d,"card":%s}' % (crc32(card), card))


def card_message(card: Card, addable: Collection[str] = ()) -> dict[str, Any]:
    """One card: its panel's words, figure, table, links, choices and what it rests on."""
    panel = card.panel
    return {
        "name": panel.chart,
        "title": plain(panel.title),
        "sub": plain(panel.subtitle),
        "reading": plain(panel.reading),
        "figure": None if panel.figure is None else orjson.Fragment(panel.figure.json),
        "html": "" if card.html is None else str(Html.escape(card.html)),
        "table": _table(card),
        "tall": card.tall,
        "bare": card.bare,
        "plain": card.plain,
        "addable": panel.chart in addable,
        "demonstration": panel.demonstration,
        "actions": _actions(panel.actions),
        "links": [link_message(link) for link in card.links],
        "choices": [_choice(choice) for choice in card.choices if len(choice.options) > 1],
        "source": plain(short_source(panel)),
        "about": _about(panel),
    }


def _table(card: Card) -> Mapping[str, Any]:
    if card.table is not None:
        return card.table
    panel = card.panel
    return table_message(
        panel.table,
        panel.reading,
        tall=card.tall or (0 if len(panel.table) <= WHOLE else TALL),
        areas=panel.row_areas if card.choose else (),
        chosen_areas=panel.chosen_areas,
    )


def link_message(link: Link) -> dict[str, str]:
    """A link as label, page, query and address."""
    return {
        "label": plain(link.label),
        "page": link.page,
        "query": link.query,
        "address": link.address,
    }


def _actions(actions: Sequence[ActionLink]) -> list[dict[str, str]]:
    """The chips of actions; of two meetings' actions with one number each names its meeting."""
    numbers = [action.number for action in actions]
    return [_action(action, numbers.count(action.number) > 1) for action in actions]


def _action(action: ActionLink, with_meeting: bool) -> dict[str, str]:
    name = f"Action {action.number}" + f" of {day(action.meeting)}" * with_meeting
    link = Link(name, "actions", {"action": action.action})
    due = "" if action.due is None else f", due {due_text(action.due, '')}"
    return {
        **link_message(link),
        "words": plain(f"{name}: {action.title} ({action.status}{due})"),
    }


def _choice(choice: Choice) -> dict[str, Any]:
    options = [[value, plain(words)] for value, words in choice.options.items()]
    return {
        "field": choice.field,
        "label": plain(choice.label),
        "options": options,
        "shown": choice.chosen_value,
    }


def _about(panel: Panel) -> dict[str, Any]:
    words = (panel.title, panel.subtitle, panel.reading, panel.definition, *panel.notes)
    return {
        "words": terms_in(" ".join(words)),
        "definition": plain(panel.definition),
        "source": plain(panel.source),
        "notes": [plain(note) for note in panel.notes],
        "sql": panel.sql,
        "parameters": [
            [plain(n), "no limit" if v is None else plain(v)] for n, v in panel.parameters.items()
        ],
        "actions": [plain(f"Action {a.number}: {a.title}. {a.note}") for a in panel.actions],
    }


def short_source(panel: Panel) -> str:
    """The names of a panel's sources, without their licences: 'Public Attitude Survey, MOPAC'; of
    more than two the first, as "About this chart" has all.
    """
    sources = source_names(panel)
    if len(sources) > 2:
        return f"{sources[0]} and {len(sources) - 1} other sources"
    return "; ".join(sources)


def source_names(panel: Panel) -> list[str]:
    """The names of a panel's sources with their publishers, each once."""
    names = dict.fromkeys(
        ", ".join(part.split(", published ")[0].split(", ")[:2])
        for part in panel.source.split("; ")
    )
    return [name for name in names if name]
