"""show_deck: a pack on the whole screen, and what a key or a button in it asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zlib import crc32

import orjson
import streamlit as st

from dashboard.ui.deck.script import deck_script, deck_style

_FOLDER = Path(__file__).parent
_stage = st.components.v2.component(
    "deck",
    html='<div class="stage"></div>',
    css=deck_style(),
    js="\n".join(
        (
            deck_script(),
            (_FOLDER.parent / "board" / "leave.js").read_text(encoding="utf-8"),
            (_FOLDER / "mount.js").read_text(encoding="utf-8"),
        )
    ),
    isolate_styles=False,
)


def show_deck(message: bytes, *, records: bool, sentence: str = "") -> dict[str, Any]:
    """Draw the deck of ``message``; the act that its reader asks for: act ('explore', 'record',
    'new', 'close' or 'leave') and slide (from 1), empty for none.

    ``records`` says whether this reader may record, ``sentence`` what became of the last thing
    asked for.
    """
    data = {
        "version": crc32(message),
        "records": records,
        "sentence": sentence,
        "message": orjson.Fragment(message),
    }
    result = _stage(key="deck", data=orjson.dumps(data), on_act_change=lambda: None)
    return dict(result.act or {})
