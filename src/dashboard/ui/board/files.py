"""A panel as a file, made once a reader asks for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import orjson
import streamlit as st
from streamlit.runtime import get_instance

from dashboard.exports.files import FORMATS, export_page
from dashboard.panels.common.choices import choices_of
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel

_CSV = "text/csv"
_MOST_LETTERS = 100
"""Of a file's name, which a system may cut."""

_save = st.components.v2.component(
    "file", js=(Path(__file__).parent / "file.js").read_text(encoding="utf-8")
)


def hand_out(panel: Panel | None, page: Page, press: Mapping[str, Any], name: str) -> None:
    """Send ``panel`` of ``page`` to the browser as the file ``asked`` for (its kind, and a number that tells one
    press from the next); nothing for None.

    Called in every run, so that nothing on the page moves.
    """
    kind = str(press.get("kind", ""))
    if panel is None or kind not in ("csv", *FORMATS):
        return send_file(name, None)
    media, content = _content(panel, page, kind)
    return send_file(name, NamedFile(file_name(panel, kind), media, content), press.get("press"))


@dataclass(frozen=True)
class NamedFile:
    """A file to be saved by the browser."""

    name: str
    media: str
    content: bytes


def send_file(name: str, file: NamedFile | None, press: object = None) -> None:
    """Send ``file`` to the browser, once for each ``press``; nothing for None.

    Called in every run, so that nothing on the page moves; ``name`` tells the places of a page
    apart.
    """
    answer: dict[str, Any] = {}
    if file is not None:
        # Kept by Streamlit for this reader's session, as for a download button.
        address = get_instance().media_file_mgr.add(
            file.content, file.media, f"board_{name}", file.name, is_for_static_download=True
        )
        answer = {"press": press, "address": address, "file": file.name}
    _save(key=f"file_{name}", data=orjson.dumps(answer))


def _content(panel: Panel, page: Page, kind: str) -> tuple[str, bytes]:
    """Media type and bytes of a panel as a file."""
    if kind == "csv":
        return _CSV, panel.csv
    address = str(st.context.url or "").partition("#")[0].partition("?")[0]
    query = urlencode(page.view.parameters())
    view_address = f"{address}?{query}" if address and query else address
    content = export_page(page, [panel], choices_of(page.store), kind, view_address=view_address)
    return FORMATS[kind].mime, content


def file_name(panel: Panel, kind: str) -> str:
    """A name that says what, where and when: 'trust-in-the-mps-per-cent-32-boroughs-12-months-to-
    june-2023.csv'.
    """
    words = unicodedata.normalize("NFKD", f"{panel.page} {panel.chart} {panel.subtitle}")
    stem = re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")
    return f"{stem[:_MOST_LETTERS].strip('-')}.{kind}"
