"""A panel as a file, made once a reader asks for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson
import streamlit as st
from streamlit.runtime import get_instance

from dashboard.panels.common.panel import Panel

FORMATS: Mapping[str, tuple[str, Callable[[Panel], bytes]]] = {
    "csv": ("text/csv", lambda panel: panel.csv),
}
"""Ending of the file -> its media type, and what makes it of a panel."""
_MOST_LETTERS = 100
"""Of a file's name, which a system may cut."""

_save = st.components.v2.component(
    "file", js=(Path(__file__).parent / "file.js").read_text(encoding="utf-8")
)


def hand_out(panel: Panel | None, asked: Mapping[str, Any], name: str) -> None:
    """Send ``panel`` to the browser as the file ``asked`` for (its kind, and a number that tells one
    press from the next); nothing for None.

    Called in every run, so that nothing on the page moves.
    """
    told: dict[str, Any] = {}
    kind = str(asked.get("kind", ""))
    if panel is not None and kind in FORMATS:
        media, write = FORMATS[kind]
        file = file_name(panel, kind)
        # Kept by Streamlit for this reader's session, as for a download button.
        address = get_instance().media_file_mgr.add(
            write(panel), media, f"board_{name}", file, is_for_static_download=True
        )
        told = {"press": asked.get("press"), "address": address, "file": file}
    _save(key=f"file_{name}", data=orjson.dumps(told))


def file_name(panel: Panel, kind: str) -> str:
    """A name that says what, where and when: 'trust-in-the-mps-per-cent-32-boroughs-12-months-to-
    june-2023.csv'.
    """
    words = unicodedata.normalize("NFKD", f"{panel.page} {panel.chart} {panel.subtitle}")
    stem = re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")
    return f"{stem[:_MOST_LETTERS].strip('-')}.{kind}"
