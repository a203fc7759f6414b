"""The page that presents a pack, and the form that records beside a slide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import streamlit as st

from dashboard.declared.packs import Pack
from dashboard.errors import InputError
from dashboard.markup import Html, style_of
from dashboard.panels.actions.log import ActionLog
from dashboard.panels.common.page import Page
from dashboard.panels.packs.slides import PackSlides, days_of_pack, find_pack, packs_in
from dashboard.store.connection import Store
from dashboard.text import count_things
from dashboard.ui import live, page_start
from dashboard.ui.deck import way_back
from dashboard.ui.deck.message import calm_message, join_message, panel_messages
from dashboard.ui.deck.stage import show_deck
from dashboard.ui.place import here
from dashboard.ui.record_form import RecordForm
from dashboard.ui.recorder import take_success
from dashboard.view import View

_RECORDING = "deck_recording"
_STYLE = style_of(Path(__file__).parent / "page.css")
_WAITING = Html(
    '<p class="waiting" role="status">Preparing {} of “{}”… Keys pressed now count once they are'
    " here.</p>"
)
"""Covers the page until the deck is there, in place of the line that the page itself has."""
NO_SLIDES = "This pack has no slide yet; add a panel to it from the panel's menu."


def present() -> None:
    """Draw the page: the pack that the address names as a deck, and the form where it is open."""
    way_back.arrive()
    here.html(_STYLE)
    store = page_start.store("present")
    dark = st.context.theme.type == "dark"
    try:
        pack = find_pack(store, st.query_params.get("pack", "") or _newest(store))
    except InputError as error:
        _answer(show_deck(calm_message("No such pack", str(error), dark=dark), records=False))
        return
    if not pack.slides:
        calm = calm_message(pack.title, NO_SLIDES, dark=dark)
        _answer(show_deck(calm, records=False))
        return
    here.html(_WAITING.format(count_things(len(pack.slides), "slide"), pack.title))
    log = ActionLog(Page("actions", store, View(), dark))
    sentence = take_success()
    if sentence:
        st.session_state.pop(_RECORDING, None)
    state = (
        f"{store.version} {store.reader.key} {page_start.state_of_days(store, days_of_pack(pack))}"
    )
    messages = _messages(state, pack.model_dump_json(), dark, store, pack)
    message = join_message(pack, messages, log, dark=dark)
    asked = show_deck(message, records=live.may_record(), sentence=sentence)
    _answer(asked, pack, messages)
    _draw_record(store, log, pack)


def _newest(store: Store) -> str:
    """The code of the pack of the latest meeting; '' where there is none."""
    packs = packs_in(store).values()
    return max(packs, key=lambda pack: pack.meeting).code if packs else ""


@st.cache_resource(max_entries=12, show_spinner=False)
def _messages(state: str, content: str, dark: bool, _store: Store, _pack: Pack) -> list[bytes]:
    """All of the slides but their actions: kept for one pack and ``state``, which is that of the
    database, of the kind of reader and of the databases of the pack's days.
    """

    def open_at(day: dt.date | None) -> Store:
        return page_start.store_on(_store, day)

    return panel_messages(PackSlides(_pack, open_at, dark))


def _answer(
    request: dict[str, Any], pack: Pack | None = None, messages: Sequence[bytes] = ()
) -> None:
    """Do what a key of the deck asks for; a browser may send anything."""
    act, slide = request.get("act"), request.get("slide")
    if act == "leave":
        way_back.leave()
    elif act == "close":
        st.session_state.pop(_RECORDING, None)
    elif pack and isinstance(slide, int) and 1 <= slide <= len(messages):
        address = _live_address(messages[slide - 1])
        if act == "explore" and address:
            way_back.explore(address, pack.code, slide)
        elif act in ("record", "new") and live.may_record():
            st.session_state[_RECORDING] = (slide, act == "new")


def _live_address(message: bytes) -> str:
    """The address of the live page of a slide's first panel that there is; '' for none."""
    panels = orjson.loads(message)["panels"]
    return next((panel["live"]["address"] for panel in panels if "live" in panel), "")


def _draw_record(store: Store, log: ActionLog, pack: Pack) -> None:
    """Draw the form of the slide that is recorded on; nothing where none is."""
    number, is_new = st.session_state.get(_RECORDING, (0, False))
    if not 0 < number <= len(pack.slides):
        return
    slide = pack.slides[number - 1]
    with here.container(key="slide_record"):
        here.header(f"Record on slide {number}")
        RecordForm(
            store,
            page_start.choices(store),
            log.meetings,
            action=next(iter(slide.actions), ""),
            meeting=pack.meeting.isoformat(),
            item=slide.item,
            evidence=slide.panels[0] if slide.panels else "",
            open_form="update" if slide.actions and not is_new else "action",
        ).draw()
        here.button("Close (Esc)", on_click=_close)


def _close() -> None:
    st.session_state.pop(_RECORDING, None)
