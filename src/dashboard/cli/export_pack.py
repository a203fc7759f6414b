"""The slides of a pack as a file: what 'export --pack' writes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from dashboard.cli.log import check_free, write_file
from dashboard.cli.stores import store_at
from dashboard.errors import InputError
from dashboard.exports.packs.files import PACK_FORMATS, export_pack
from dashboard.loaders.file_names import escape_text
from dashboard.panels.actions.log import ActionLog
from dashboard.panels.common.page import Page
from dashboard.panels.packs.slides import PackSlides, find_pack
from dashboard.settings import places
from dashboard.store.connection import Store
from dashboard.text import count_things
from dashboard.view import View

HTML = "html"
"""Presents a pack from disk; written by the pages' own scripts."""
FORMATS_OF_PACKS = (*PACK_FORMATS, HTML)


def write_pack(code: str, file: Path, file_format: str, force: bool) -> None:
    """Write the pack ``code``, as the installation's reader may see it, to ``file``.

    Raises:
        InputError: there is no such pack, it has no slide, or the file cannot be written.
    """
    check_free(file, force)
    home = places()

    def open_at(day: dt.date | None) -> Store:
        return store_at(home, day.isoformat() if day else None)

    store = open_at(None)
    slides = PackSlides(find_pack(store, code), open_at)
    if not slides.pack.slides:
        raise InputError(f"The pack '{code}' has no slide yet; add one, then export it.")
    write_file(file, _content(slides, store, file_format), force)
    count = count_things(len(slides.pack.slides), "slide")
    print(f"Wrote {count} to {escape_text(str(file))}.")


def _content(slides: PackSlides, store: Store, file_format: str) -> bytes:
    if file_format != HTML:
        return export_pack(slides, file_format)
    # Only this format needs the pages' scripts, and what loads with them.
    from dashboard.ui.deck.offline import offline_file

    return offline_file(slides, ActionLog(Page("actions", store, View())))
