"""show_board: draw a page's panels, and do what a press in them asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.catalogue import charts_of, has_chart
from dashboard.figures.painted_figure import painter_source
from dashboard.panels.common.page import Page
from dashboard.ui import add_to_pack, filters, live
from dashboard.ui.board.files import hand_out
from dashboard.ui.board.layout import Card, Row
from dashboard.ui.board.message import board_message
from dashboard.ui.chart_choice import closed_charts
from dashboard.ui.navigation import app_root, follow
from dashboard.ui.serve import LIBRARY

_FOLDER = Path(__file__).parent
_PARTS = (
    "chart",
    "table",
    "long_table",
    "picture",
    "about",
    "find",
    "card",
    "leave",
    "side",
    "hold",
    "board",
)


def _join_files(folder: Path, names: Sequence[str]) -> str:
    return "\n".join((folder / f"{name}.js").read_text(encoding="utf-8") for name in names)


# One script, as Streamlit sends a component's source as one.
_draw = st.components.v2.component(
    "board",
    html='<div class="board"></div>',
    css=(_FOLDER / "board.css").read_text(encoding="utf-8"),
    js=painter_source() + _join_files(_FOLDER, _PARTS),
    isolate_styles=False,
)


def show_board(
    rows: Sequence[Row], name: str, *, page: Page, finding: str = "", note: str = ""
) -> None:
    """Draw ``rows`` of cards below ``finding``, the page's answer in a sentence, and ``note``, what
    it is of.

    ``name`` tells the boards of a page apart. A press on an area, or on a choice in a card's head,
    is done before the page runs again; a press on a link leads to its page without loading the
    app anew; a table is sent as a file once it is asked for.
    """
    filled_rows = tuple(row for row in rows if row)
    if not filled_rows:
        return
    key = f"board_{name}"
    cards = {
        card.panel.chart: card for row in filled_rows for column in row for card in column.cards
    }
    # The page's own board alone opens what a link asks for.
    section_by_chart = closed_charts(page.name, list(cards)) if name == page.name else {}
    message = board_message(
        filled_rows,
        (finding, note),
        app_root() + LIBRARY,
        page.dark,
        section_by_chart,
        addable=_addable(cards, page),
        arrival=_arrival(page.name),
    )
    result = _draw(
        key=key,
        data=message,
        on_area_change=_press_handler(key, "area", cards, _choose_area),
        on_choice_change=_press_handler(key, "choice", cards, _write_choice),
        on_open_change=_open_section(key, section_by_chart),
        on_press_change=_press_handler(key, "press", cards, partial(_press_button, page, name)),
        on_go_change=lambda: None,
        on_file_change=lambda: None,
    )
    if result.go:
        follow(result.go, page.name)
    add_to_pack.draw_form(page, name)
    asked = result.file or {}
    hand_out(cards[asked["card"]].panel if asked.get("card") in cards else None, page, asked, name)


def _arrival(page: str) -> tuple[int, list[str]]:
    """The number of the link that led to the page as it is open, and the charts it opened."""
    number, sections = filters.arrival()
    charts = charts_of(page).values()
    return number, [one.name for name in sections for one in charts if one.section == name]


def _press_handler(
    key: str, kind: str, cards: dict[str, Card], act: Callable[[Card, dict[str, Any]], None]
) -> Callable[[], None]:
    """What a press of a ``kind`` does: ``act`` upon the card it was in."""

    def press() -> None:
        told = st.session_state[key].get(kind)
        card = cards.get(told["card"]) if told else None
        if card is not None:
            act(card, told)

    return press


def _open_section(key: str, section_by_chart: Mapping[str, str]) -> Callable[[], None]:
    """What a link to a chart that is not drawn does: the section of the chart is opened."""

    def open_section() -> None:
        press = st.session_state[key].get("open") or {}
        section, view = section_by_chart.get(press.get("chart", "")), filters.session_view()
        if section:
            others = tuple(name for name in view.opened if name != section)
            filters.write(replace(view, opened=(*others, section)))

    return open_section


def _choose_area(card: Card, press: dict[str, Any]) -> None:
    if card.choose is not None and press.get("area"):
        card.choose(press["area"])


def _addable(cards: Iterable[str], page: Page) -> frozenset[str]:
    """Those of ``cards`` whose chart this reader may add to a pack."""
    if not live.may_record():
        return frozenset()
    return frozenset(name for name in cards if has_chart(page.name, name))


def _press_button(page: Page, board: str, card: Card, press: dict[str, Any]) -> None:
    """Do what a button of a card asks for: one of its own, or the menu's "Add to pack"."""
    chart = card.panel.chart
    if press.get("name") == "pack" and chart in _addable([chart], page):
        add_to_pack.open_form(page, board, chart, str(press.get("value", "")))
    elif card.press is not None:
        card.press(str(press.get("name", "")), str(press.get("value", "")))


def _write_choice(card: Card, press: dict[str, Any]) -> None:
    """Write the choice, where it is one of those offered: a browser may send anything."""
    for choice in card.choices:
        if choice.field == press.get("field") and press.get("value") in choice.options:
            choice.write(press["value"])
