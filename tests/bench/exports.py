"""Every file that can be taken away, written from nothing as a press or a command writes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from dashboard import catalogue
from dashboard.exports.files import FORMATS, export_borough, export_page
from dashboard.exports.packs.files import PACK_FORMATS, export_pack
from dashboard.panels.actions.log import ActionLog
from dashboard.panels.common.choices import choices_of
from dashboard.panels.common.page import Page
from dashboard.panels.packs.slides import PackSlides, find_pack
from dashboard.settings import Places
from dashboard.store.connection import Store, find_database, open_store
from dashboard.store.vintages import at
from dashboard.ui.deck.offline import offline_file
from dashboard.view import View
from store import VIEW

PACK = "2023-04-28"
"""The pack that is shipped."""
PAGE = "compare"


def exports_of(places: Places) -> dict[str, Callable[[], object]]:
    """Each format of a page and of the shipped pack, and a borough's page of A4."""
    works: dict[str, Callable[[], object]] = {
        f"{PAGE} as {name.upper()}": partial(_page, places, name) for name in FORMATS
    }
    works["a borough's A4 page"] = partial(_borough, places)
    slides = len(_slides(places).pack.slides)
    for name in PACK_FORMATS:
        works[f"pack of {slides} slides as {name.upper()}"] = partial(_pack, places, name)
    works[f"pack of {slides} slides as HTML"] = partial(_offline, places)
    return works


def _page(places: Places, file_format: str) -> bytes:
    store = open_store(places, find_database(places))
    page = Page(PAGE, store, VIEW)
    drawn = (chart.draw(page) for chart in catalogue.charts_of(PAGE).values())
    panels = [panel for panel in drawn if panel is not None]
    return export_page(page, panels, choices_of(store), file_format)


def _borough(places: Places) -> bytes:
    return export_borough(Page("borough", open_store(places, find_database(places)), VIEW))


def _slides(places: Places) -> PackSlides:
    def open_at(day: object) -> Store:
        return open_store(places, at(places, day), day)

    return PackSlides(find_pack(open_at(None), PACK), open_at)


def _pack(places: Places, file_format: str) -> bytes:
    return export_pack(_slides(places), file_format)


def _offline(places: Places) -> bytes:
    store = open_store(places, find_database(places))
    return offline_file(_slides(places), ActionLog(Page("actions", store, View())))
