"""offer_search: the button and the key that look up what is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from zlib import crc32

import orjson
import streamlit as st

from dashboard.panels.search.index import search_index
from dashboard.store.connection import Store
from dashboard.ui.navigation import app_root, follow
from dashboard.ui.place import Place
from dashboard.view import Choices

_FOLDER = Path(__file__).parent
_draw = st.components.v2.component(
    "search",
    html='<div class="search"></div>',
    css=(_FOLDER / "search.css").read_text(encoding="utf-8"),
    js="\n".join(
        (
            (_FOLDER.parent / "board" / "leave.js").read_text(encoding="utf-8"),
            (_FOLDER / "match.js").read_text(encoding="utf-8"),
            (_FOLDER / "search.js").read_text(encoding="utf-8"),
        )
    ),
    isolate_styles=False,
)


@st.cache_resource(max_entries=8, show_spinner=False)
def _index(state: str, _store: Store, _choices: Choices) -> tuple[bytes, int]:
    """The index as JSON, and what tells it from another: its own content alone, as the state of the
    database would tell of what a reader is not shown.
    """
    entries = orjson.dumps([astuple(entry) for entry in search_index(_store, _choices)])
    return entries, crc32(entries)


def offer_search(
    place: Place, page: str, store: Store, state: str, choices: Callable[[], Choices]
) -> None:
    """Draw in ``place`` of the page ``page`` the button that looks up what is typed.

    What there is to look up, in the state ``state`` of the board's figures, is sent once in a
    session, when the reader first asks: until then a page is no heavier for it.
    """
    with place:
        _search(page, store, state, choices)


@st.fragment
def _search(page: str, store: Store, state: str, choices: Callable[[], Choices]) -> None:
    is_open = (st.session_state.get("search") or {}).get("open")
    entries, mark = _index(state, store, choices())
    message = {
        "state": mark,
        "root": app_root(),
        "entries": orjson.Fragment(entries) if is_open else [],
    }
    result = _draw(
        key="search",
        data=orjson.dumps(message),
        on_open_change=lambda: None,
        on_go_change=lambda: None,
    )
    if result.go:
        follow(result.go, page)
