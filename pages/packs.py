"""Packs: the slides of meetings, declared and recorded; one of them opened, and changed where its
reader may record.
"""

import time

import streamlit as st

from dashboard.panels.common.page import Page
from dashboard.panels.packs.listing import PackList
from dashboard.record.overlay import BREAK_KEY
from dashboard.ui import filters, live, page_start, recorder
from dashboard.ui.board.board import show_board
from dashboard.ui.board.files import send_file
from dashboard.ui.board.layout import Card, row
from dashboard.ui.pack_files import PACK_FILES, TOML, pack_file
from dashboard.ui.pack_forms import PackForms
from dashboard.ui.packs import pack_table, slide_table
from dashboard.ui.place import here
from dashboard.ui.side import side_form
from dashboard.view.parts import quotation

_SAVING = "pack_saving"

store = page_start.store("packs")
bar = page_start.draw_bar("packs")
choices = page_start.choices(store)
view = filters.current_view(choices, (), ("pack", "slide"))
page = Page("packs", store, view, st.context.theme.type == "dark")
page_start.freshness(store, page.releases, bar)
packs, code = PackList(page), filters.page_parameters().get("pack", "")
edits = live.may_record() and view.as_at is None
forms = PackForms(packs, choices, code)
if broken := store.meta().get(BREAK_KEY):
    here.error(broken)
if code and code not in packs.packs:
    here.info(f"There is no pack {quotation(code)}; every pack is shown.")
if side_form("packs") is None:
    recorder.tell_outcome()
    if edits and code in packs.packs and packs.packs[code].line:
        recorder.draw_author("packs")


def press(name: str, value: str) -> None:
    """Do what a button of the table asks for."""
    kind = TOML if name == "save" else name.removeprefix("file_")
    if kind in (TOML, *PACK_FILES):
        st.session_state[_SAVING] = (value, kind)
    elif edits:
        forms.press(name, value)


opened_pack = packs.packs.get(code)
if opened_pack is not None:
    panel = packs.slides_panel(opened_pack)
    table, finding = slide_table(packs, opened_pack, edits=edits), opened_pack.pack.title
    note = panel.reading
else:
    panel = packs.list_panel()
    table, finding = pack_table(packs, edits=edits), packs.finding
    note = "" if edits else "Packs can be changed here by those who may record."
card = Card(panel, html=table, bare=True, press=press)
show_board([row((12, [card]))], "packs", finding=finding, note=note, page=page)
if opened_pack is not None and not opened_pack.pack.slides:
    here.info("This pack has no slide yet; add charts to it from their menus.")
elif not packs.packs:
    here.info("There is no pack yet: begin one, or open a file.")
if edits:
    forms.draw()
wanted, kind = st.session_state.pop(_SAVING, ("", TOML))
saving = packs.packs.get(wanted)
send_file("saved_pack", pack_file(store, saving.pack, kind) if saving else None, time.time_ns())
