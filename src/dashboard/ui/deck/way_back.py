"""The way from a slide to a live page and back, and from the presentation to where it was begun."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from dashboard.catalogue import PAGES
from dashboard.panels.packs.slides import packs_in
from dashboard.store.connection import Store
from dashboard.ui import filters
from dashboard.ui.navigation import follow
from dashboard.ui.place import Place

_ORIGIN, _SLIDE = "deck_origin", "deck_slide"
PRESENT = "pages/present.py"


def arrive() -> None:
    """Note from which page, and at what view, the presentation was begun; a slide that was left for
    its live page is come back to.
    """
    last = filters.last_page()
    if st.session_state.pop(_SLIDE, None) is None and last in PAGES:
        st.session_state[_ORIGIN] = (last, filters.page_parameters())


def explore(address: str, pack: str, slide: int) -> None:
    """Lead to the live page at ``address``, which then offers the way back to ``slide`` (from 1)."""
    parts = urlsplit(address)
    st.session_state[_SLIDE] = (pack, slide)
    follow({"page": parts.path, "query": parts.query}, "present")


def leave() -> None:
    """Lead to the page on which the presentation was begun, as it was then; to the first page where
    none was.
    """
    page, parameters = st.session_state.get(_ORIGIN, (next(iter(PAGES)), {}))
    # A slide that was explored has left its day and its filters behind for every page.
    filters.lead_to(page, parameters)
    st.switch_page(f"pages/{page}.py")


def offer_packs(store: Store, place: Place) -> None:
    """Draw in ``place`` a link to present each pack that the reader may see, newest first, and one
    to all of them.
    """
    for pack in sorted(packs_in(store).values(), key=lambda each: each.meeting, reverse=True):
        label = f"Present the slides: {pack.title}"
        place.page_link(PRESENT, label, query_params={"pack": pack.code, "slide": "1"})
    place.page_link("pages/packs.py", "All packs of slides")


def offer_way_back(place: Place) -> None:
    """Draw in ``place`` the link to the slide that was left; nothing where none was."""
    if _SLIDE not in st.session_state:
        return
    pack, slide = st.session_state[_SLIDE]
    place.page_link(
        PRESENT, f"Back to slide {slide}", query_params={"pack": pack, "slide": str(slide)}
    )
