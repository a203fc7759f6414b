"""A pack as a file to take away, made once its reader asks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import PurePath

from dashboard.declared.packs import Pack
from dashboard.exports.packs.files import PACK_FORMATS, export_pack
from dashboard.panels.actions.log import ActionLog
from dashboard.panels.common.page import Page
from dashboard.panels.packs.slides import PackSlides
from dashboard.record.pack_file import pack_file_name, pack_toml
from dashboard.store.connection import Store
from dashboard.ui import page_start
from dashboard.ui.board.files import NamedFile
from dashboard.view import View

TOML, HTML = "toml", "html"
PACK_FILES: Mapping[str, str] = {
    "pptx": "Slides (PPTX)",
    "pdf": "Handout (PDF)",
    "docx": "Briefing (DOCX)",
    "xlsx": "Workbook (XLSX)",
    "ods": "Workbook (ODS)",
    HTML: "Present offline (HTML)",
}
"""Kind of file -> the words of its button."""
_MEDIA = {TOML: "application/toml", HTML: "text/html", **PACK_FORMATS}


def pack_file(store: Store, pack: Pack, kind: str) -> NamedFile:
    """``pack`` as the reader of ``store`` may see it, as a file of ``kind``: TOML, or one of
    ``PACK_FILES``.
    """
    name = PurePath(pack_file_name(pack)).with_suffix(f".{kind}").name
    return NamedFile(name, _MEDIA[kind], _content(store, pack, kind))


def _content(store: Store, pack: Pack, kind: str) -> bytes:
    if kind == TOML:
        return pack_toml(pack).encode()
    now = page_start.store_in_force(store)

    def open_at(day: dt.date | None) -> Store:
        return page_start.store_on(now, day)

    slides = PackSlides(pack, open_at)
    if kind != HTML:
        return export_pack(slides, kind)
    from dashboard.ui.deck.offline import offline_file

    return offline_file(slides, ActionLog(Page("actions", now, View())))
