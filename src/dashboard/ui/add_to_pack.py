"""Add to pack: the chart of a card, at the view that its page has, as a slide of a recorded pack."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

import streamlit as st

from dashboard.catalogue import PAGES
from dashboard.declared.packs import PanelAddress
from dashboard.errors import InputError
from dashboard.panels.common.page import Page
from dashboard.panels.packs.listing import PackList
from dashboard.record.entry import Entry
from dashboard.record.pack_slide import SlideDraft, check_panels, typed_slide
from dashboard.record.pack_words import NewPack, NewSlide
from dashboard.record.words import read_words
from dashboard.text import day
from dashboard.ui import page_start, recorder
from dashboard.ui.place import here
from dashboard.ui.recorder import Draft
from dashboard.ui.side import SideForm, draw_side, open_side, side_form

_LAST = "pack_last"
_NEW = ""
"""The choice of a pack that is yet to be begun."""


@dataclass(frozen=True)
class _NewSlide:
    """A slide that was just added."""

    board: str
    code: str
    slide: str


@dataclass(frozen=True)
class _Chart:
    """The chart that a form was opened on."""

    board: str
    """Name of the board that holds it."""
    address: PanelAddress


def open_form(page: Page, board: str, chart: str, query: str) -> None:
    """Open the form that adds ``chart`` of ``page`` at the view of its address, whose ``query`` the
    browser gives.
    """
    parameters = dict(parse_qsl(query.removeprefix("?")))
    open_side(page.name, "add", _Chart(board, PanelAddress(page.name, chart, parameters)))


def draw_form(page: Page, board: str) -> None:
    """Draw the form where it was opened from this board, or what became of it."""
    form = side_form(page.name)
    if form is None or form.kind not in ("add", "added") or form.about.board != board:
        return
    now = page_start.store_in_force(page.store)
    packs = PackList(Page(page.name, now, page.view, page.dark))
    if form.kind == "added":
        _draw_added(form, packs)
        return
    with draw_side(form, "Add to pack"):
        recorder.tell_outcome()
        with here.form(f"{form.name}_form"):
            recorder.draw_author(form.name)
            _draw_fields(form, packs)
            here.form_submit_button(
                "Add",
                on_click=_add,
                args=(form, page, packs),
                key=f"{form.name}_save",
                type="primary",
            )


def _draw_fields(form: SideForm, packs: PackList) -> None:
    pack_titles = {code: each.pack.title for code, each in packs.packs.items() if each.line}
    if pack_titles:
        options = {**pack_titles, _NEW: "A new pack"}
        last = st.session_state.get(_LAST)
        here.selectbox(
            "Pack",
            list(options),
            format_func=options.__getitem__,
            index=list(options).index(last) if last in options else 0,
            key=f"{form.name}_pack",
        )
    here.text_input(
        "Name, for a new pack",
        key=f"{form.name}_title",
        value="" if pack_titles else f"Board, {day(recorder.today())}",
    )
    here.text_input("Agenda item", key=f"{form.name}_item", placeholder="such as 2.4")
    here.text_area("Notes for the speaker", key=f"{form.name}_notes", height=80)


def _add(form: SideForm, page: Page, packs: PackList) -> None:
    """Append what the form holds, and say in its place what became of it."""
    code = form.field_value("pack") or _NEW
    chart: _Chart = form.about
    entry = recorder.record(form.name, lambda: _draft(form, page, packs, code), lambda _: "")
    if entry is None:
        return
    code = code or f"p{entry.sequence}"
    st.session_state[_LAST] = code
    open_side(page.name, "added", _NewSlide(chart.board, code, _slide_id(entry)))


def _draft(form: SideForm, page: Page, packs: PackList, code: str) -> Draft:
    """The entry that the form holds.

    Raises:
        InputError: a field is wrong, or the view cannot be shown to this reader.
    """
    chart: _Chart = form.about
    draft = SlideDraft(
        item=str(form.field_value("item") or ""),
        title=PAGES[page.name].title,
        charts=str(chart.address),
        notes=str(form.field_value("notes") or ""),
    )
    slide = typed_slide(draft)
    check_panels(slide.panels, page_start.choices(packs.page.store))
    line = packs.packs[code].line if code in packs.packs else None
    if line is not None:
        return Draft(read_words(NewSlide, {"pack": line.pack, "slide": slide}))
    title, meeting = str(form.field_value("title") or "").strip(), recorder.today()
    if not title:
        raise InputError("A new pack needs a name; fill it in.")
    return Draft(read_words(NewPack, {"title": title, "meeting": meeting, "slides": (slide,)}))


def _slide_id(entry: Entry) -> str:
    """The id of the one slide that ``entry`` puts into a pack."""
    return f"{entry.sequence}.1"


def _draw_added(form: SideForm, packs: PackList) -> None:
    new_slide: _NewSlide = form.about
    pack_entry = packs.packs.get(new_slide.code)
    with draw_side(form, "Add to pack"):
        if (
            pack_entry is None
            or pack_entry.line is None
            or new_slide.slide not in pack_entry.line.slides
        ):
            here.info("The slide was added, and its pack was removed meanwhile.")
            return
        number = pack_entry.line.slides.index(new_slide.slide) + 1
        here.info(f"Added to {pack_entry.pack.title}, slide {number}.")
        beside = here.container(horizontal=True)
        pack = {"pack": new_slide.code}
        beside.page_link("pages/packs.py", "Open the pack", query_params=pack)
        slide = {**pack, "slide": str(number)}
        beside.page_link("pages/present.py", "Present the slide", query_params=slide)
