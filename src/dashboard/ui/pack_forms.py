"""The forms of the page Packs: a new pack, a copy, a file, its name and day, a slide, a removal.

Each change is an entry of the live record. A slide that its author does not see stays as it is:
every entry speaks of one slide by its id.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.declared.packs import Slide
from dashboard.errors import InputError
from dashboard.panels.packs.listing import ListedPack, PackList
from dashboard.record.entry import Entry
from dashboard.record.fields import LONGEST_LINE, EntryWords
from dashboard.record.pack_file import as_words, check_named, hold_as_at, read_pack_toml
from dashboard.record.pack_slide import SlideDraft, new_slide, slide_change
from dashboard.record.pack_words import (
    NewPack,
    PackRemoval,
    PackSettings,
    SlideMove,
    SlideRemoval,
)
from dashboard.record.words import read_words
from dashboard.text import count_things
from dashboard.ui import live, recorder
from dashboard.ui.place import here
from dashboard.ui.record_fields import draw_day
from dashboard.ui.recorder import Draft
from dashboard.ui.side import SideForm, close_side, draw_side, open_side, side_form
from dashboard.view import Choices

PAGE = "packs"
_TITLES = {
    "new": "New pack",
    "copy": "Copy to edit",
    "open": "Open a file",
    "settings": "Name, meeting and day",
    "drop": "Remove the pack",
    "slide": "New slide",
    "edit": "Edit the slide",
    "remove": "Remove the slide",
}
"""Form -> its title."""


@dataclass(frozen=True)
class _About:
    """What a form was opened on."""

    code: str = ""
    slide: str = ""
    before: Slide | None = None
    """The slide as its author saw it."""
    words: NewPack | None = None
    """The pack that a file holds."""
    last_seen: int = 0
    """The last entry of the record as its author saw it."""


@dataclass(frozen=True)
class PackForms:
    """The forms of one run of the page."""

    packs: PackList
    choices: Choices
    code: str
    """The pack that is open; '' for none."""

    @property
    def _pack_at_hand(self) -> ListedPack | None:
        return self.packs.packs.get(self.code)

    def press(self, name: str, value: str) -> None:
        """Do what a button of the page's tables asks for; a browser may send anything."""
        if not live.may_record():
            return
        if name in ("up", "down"):
            self._move(name, value)
        elif name == "new":
            open_side(PAGE, name, _About())
        elif name == "open":
            self._open_file(value)
        elif name == "copy" and value in self.packs.packs:
            open_side(PAGE, name, _About(value))
        elif name in ("settings", "drop", "slide") and self._is_recorded(value):
            open_side(PAGE, name, _About(value))
        elif (
            name in ("edit", "remove") and self._pack_at_hand and self._pack_at_hand.slide_of(value)
        ):
            seen = int(live.head().partition(":")[0] or 0)
            before = self._pack_at_hand.slide_of(value)
            open_side(PAGE, name, _About(self.code, value, before, last_seen=seen))

    def _open_file(self, text: str) -> None:
        """Open the form on the pack that ``text`` holds; what is wrong in it is told."""
        try:
            words = read_pack_toml(text)
            check_named(words, self.choices, self.choices.actions)
        except InputError as error:
            close_side()
            recorder.refuse(str(error))
        else:
            open_side(PAGE, "open", _About(words=words))

    def _is_recorded(self, code: str) -> bool:
        return code in self.packs.packs and self.packs.packs[code].line is not None

    def _move(self, way: str, slide: str) -> None:
        """Put a slide one place up or down among those that its author sees."""
        line = self._pack_at_hand.line if self._pack_at_hand else None
        if line is None or slide not in line.slides:
            return
        others = [id for id in line.slides if id != slide]
        place = line.slides.index(slide) + (-1 if way == "up" else 1)
        before = others[place] if 0 <= place < len(others) else ""
        if place >= 0:
            self._append(lambda: SlideMove(pack=line.pack, slide=slide, before=before), "Moved.")

    def _append(
        self, words: Callable[[], EntryWords], confirmation: str, name: str = "packs"
    ) -> Entry | None:
        return recorder.record(name, lambda: Draft(words()), lambda _: confirmation)

    def draw(self) -> None:
        """Draw the form that is open, where this reader may record."""
        form = side_form(PAGE)
        if form is None or not live.may_record():
            return
        about: _About = form.about
        if about.code and about.code not in self.packs.packs:
            close_side()
            return
        with draw_side(form, _TITLES[form.kind]):
            recorder.tell_outcome()
            with here.form(f"{form.name}_form"):
                recorder.draw_author(form.name)
                self._draw_fields(form, about)
                here.form_submit_button(
                    _TITLES[form.kind] if form.kind in ("drop", "remove") else "Save",
                    on_click=self._save,
                    args=(form,),
                    key=f"{form.name}_save",
                    type="primary",
                )

    def _draw_fields(self, form: SideForm, about: _About) -> None:
        match form.kind:
            case "new":
                _draw_settings(form, "", recorder.today(), None)
            case "copy":
                pack = self.packs.packs[about.code].pack
                title = f"Copy of {pack.title}"[:LONGEST_LINE]
                _draw_settings(form, title, pack.meeting, pack.as_at)
            case "settings":
                pack = self.packs.packs[about.code].pack
                _draw_settings(form, pack.title, pack.meeting, pack.as_at)
            case "open" if about.words is not None:
                words = about.words
                here.markdown(f"The file holds {count_things(len(words.slides), 'slide')}.")
                _draw_settings(form, words.title, words.meeting, words.as_at)
            case "slide":
                _draw_slide(form, SlideDraft())
            case "edit" if about.before is not None:
                _draw_slide(form, SlideDraft.of(about.before))
            case "remove" if about.before is not None:
                here.markdown(
                    f"{about.before.title} is taken out of the pack; its words stay in the record."
                )
            case "drop":
                pack = self.packs.packs[about.code].pack
                here.markdown(
                    f"{pack.title} is not shown any more; its entries stay in the record."
                )

    def _save(self, form: SideForm) -> None:
        """Append what the form holds; it closes once that is on the disk."""
        about: _About = form.about
        entry = self._append(lambda: self._words(form, about), _DONE_WORDS[form.kind], form.name)
        if entry is None:
            return
        close_side()
        if form.kind in ("new", "copy", "open"):
            st.query_params["pack"] = f"p{entry.sequence}"
        elif form.kind == "drop":
            st.query_params.pop("pack", None)

    def _words(self, form: SideForm, about: _About) -> EntryWords:
        """What the form holds, in the words of the record.

        Raises:
            InputError: it is wrong.
        """
        match form.kind:
            case "new":
                return read_words(NewPack, _typed_settings(form))
            case "open" if about.words is not None:
                values = {**_typed_settings(form), "slides": about.words.slides}
                return read_words(NewPack, values)
            case "copy":
                source, typed = self.packs.packs[about.code].pack, _typed_settings(form)
                copy = as_words(source, typed["title"])
                return read_words(NewPack, {**copy.model_dump(), **typed, "slides": copy.slides})
        line = self.packs.packs[about.code].line
        if line is None:
            raise InputError("The pack is declared in a file; copy it to edit.")
        match form.kind:
            case "settings":
                return read_words(PackSettings, {"pack": line.pack, **_typed_settings(form)})
            case "drop":
                return PackRemoval(pack=line.pack)
            case "remove":
                return SlideRemoval(pack=line.pack, slide=about.slide)
            case "slide":
                return new_slide(line.pack, _typed_slide(form), self.choices)
            case "edit" if about.before is not None:
                draft = _typed_slide(form)
                return slide_change(
                    line.pack, about.slide, about.before, draft, about.last_seen, self.choices
                )
        raise InputError("There is no such form; open it again.")


_DONE_WORDS = {
    "new": "The pack is begun: add charts to it from their menus, or slides below.",
    "copy": "Copied: this pack can be changed.",
    "open": "The file is opened as a new pack.",
    "settings": "Saved.",
    "drop": "The pack is removed; its entries stay in the record.",
    "slide": "The slide is added, where its item stands in the agenda.",
    "edit": "Saved.",
    "remove": "The slide is removed; its words stay in the record.",
}
"""Form -> what is said once it is saved."""


def _draw_settings(form: SideForm, title: str, meeting: dt.date, as_at: dt.date | None) -> None:
    here.text_input("Name of the pack", key=f"{form.name}_title", value=title)
    draw_day(here, "Meeting", f"{form.name}_meeting", meeting)
    draw_day(here, "Figures as at (empty: as they stand)", f"{form.name}_as_at", as_at)


def _typed_settings(form: SideForm) -> dict[str, Any]:
    """Name, meeting and day of the figures as typed.

    Raises:
        InputError: the day is still to come.
    """
    typed = {name: form.field_value(name) for name in ("title", "meeting", "as_at")}
    hold_as_at(typed["as_at"])
    return typed


def _draw_slide(form: SideForm, draft: SlideDraft) -> None:
    name = form.name
    here.text_input("Agenda item", key=f"{name}_item", value=draft.item, placeholder="such as 2.4")
    here.text_input("Title", key=f"{name}_title", value=draft.title)
    here.text_input(
        "Finding (empty: what its first chart finds)", key=f"{name}_finding", value=draft.finding
    )
    here.text_area(
        "Charts, an address a line (Copy link in a chart's menu)",
        key=f"{name}_charts",
        value=draft.charts,
        height=96,
    )
    draw_day(here, "Figures as at (empty: the day of the pack)", f"{form.name}_day", draft.day)
    here.text_area("Notes for the speaker", key=f"{name}_notes", value=draft.notes, height=96)


def _typed_slide(form: SideForm) -> SlideDraft:
    words = {name: str(form.field_value(name) or "") for name in _SLIDE_TEXTS}
    return SlideDraft(**words, day=form.field_value("day"))


_SLIDE_TEXTS = ("item", "title", "finding", "charts", "notes")
