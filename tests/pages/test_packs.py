"""The page Packs through the entry point: what is listed, and what a reader who may record changes."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
import streamlit as st
from opened import cards, links, page, read, text
from pack_pages import DAY, TRUST, begin, field, is_open, record, save, stands
from streamlit.testing.v1 import AppTest

from dashboard.panels.packs.slides import find_pack
from dashboard.record.ledger import open_record
from dashboard.record.pack_words import SlideChange, SlideRemoval
from dashboard.record.packs import recorded_packs
from dashboard.settings import places
from dashboard.store.connection import find_database, open_store
from dashboard.ui.board import board
from dashboard.ui.pack_files import PACK_FILES

DECLARED = "2023-04-28"


@pytest.fixture(autouse=True)
def pressed(monkeypatch):
    """Presses that are to be done once the board is drawn, as the browser's are."""
    waiting: list[tuple[str, str]] = []

    def show(rows, *arguments, **options):
        draw(rows, *arguments, **options)
        if waiting:
            name, value = waiting.pop()
            (card,) = [c for row in rows for column in row for c in column.cards]
            card.press(name, value)
            st.rerun()

    draw = board.show_board
    monkeypatch.setattr(board, "show_board", show)
    return waiting


@pytest.fixture
def press(pressed):
    def do(at: AppTest, name: str, value: str = "") -> AppTest:
        pressed.append((name, value))
        at.run()
        assert not at.exception, [e.message for e in at.exception]
        return at

    return do


def buttons(at: AppTest) -> set[str]:
    (card,) = cards(at).values()
    return set(re.findall(r'data-press="(\w+)"', card["html"]))


def test_every_pack_is_listed_with_its_link_to_present_where_nobody_may_write(home):
    begin("1.1")
    at = page("packs")
    said = text(at)
    assert "2 packs of slides: 1 declared in a file, 1 in the live record" in said
    assert "B. Jones, " in said
    addresses = [address for _, address in links(at)]
    assert "present?pack=p1&slide=1" in addresses
    assert f"present?pack={DECLARED}&slide=1" in addresses
    assert buttons(at) == {"save"}
    files = {f"file_{kind}" for kind in PACK_FILES}
    assert buttons(page("packs", pack="p1")) == {"save", *files}


def test_a_press_of_one_who_may_not_record_changes_nothing(home, press):
    code = begin("1.1", "2.1")
    at = page("packs", pack=code)
    for name, value in (("up", "1.2"), ("remove", "1.1"), ("settings", code), ("new", "")):
        press(at, name, value)
        assert not is_open(at)
    assert len(open_record(places()).entries()) == 1


def test_an_open_pack_shows_each_slide_with_its_charts_as_links_on_its_day(home):
    at = page("packs", pack=DECLARED)
    said = text(at)
    assert "Dip sample of missed safeguarding risks" in said
    addresses = [address for _, address in links(at)]
    assert "trust?as_at=2023-04-28#measures" in addresses
    assert "actions?action=2023-04-28%2F1" in addresses


def test_a_pack_that_is_not_there_is_told_and_every_pack_is_shown(home):
    said = text(page("packs", pack="p99"))
    assert "There is no pack 'p99'; every pack is shown." in said
    assert "1 pack of slides" in said


def test_a_new_pack_is_begun_by_name_and_stands_open_without_a_slide(at_the_machine, press):
    at = press(page("packs"), "new")
    field(at, "title").set_value("July board")
    field(at, "meeting").set_value(dt.date(2023, 7, 14))
    save(at, "A. Smith")
    assert not is_open(at)
    assert at.query_params["pack"] == "p1"
    assert "This pack has no slide yet" in text(at)
    assert stands("p1").pack.meeting == dt.date(2023, 7, 14)
    assert stands("p1").last.author == "A. Smith"


def test_a_form_that_is_wrong_says_so_in_one_sentence_and_keeps_what_was_typed(
    at_the_machine, press
):
    at = press(page("packs"), "new")
    save(at, "A. Smith")
    assert [e.value for e in at.error] == ["Title is empty; fill it in."]
    field(at, "title").set_value("July board")
    field(at, "meeting").set_value(None)
    save(at)
    assert [e.value for e in at.error] == ["Meeting is empty; fill it in."]
    assert field(at, "title").value == "July board"
    assert open_record(places()).entries() == ()


def test_a_declared_pack_is_copied_to_edit_and_stays_as_it_is(at_the_machine, press):
    at = press(page("packs"), "copy", DECLARED)
    field(at, "title").set_value("Copy for July")
    save(at, "A. Smith")
    assert at.query_params["pack"] == "p1"
    copy = stands("p1")
    declared = find_pack(open_store(places(), find_database(places())), DECLARED).slides
    assert tuple(s.slide for s in copy.slides) == declared
    assert copy.pack.as_at == DAY
    assert {"up", "down", "edit", "remove", "settings", "drop"} <= buttons(at)
    assert "2 packs of slides: 1 declared" in text(page("packs"))


def test_slides_are_moved_up_and_down_and_removed_once_that_is_confirmed(at_the_machine, press):
    code = begin("1.1", "2.1", "3.1")
    at = page("packs", pack=code)
    at.text_input(key="packs_author").set_value("A. Smith").run()
    press(at, "up", "1.3")
    press(at, "down", "1.1")
    assert [each.slide.item for each in stands(code).slides] == ["3.1", "1.1", "2.1"]
    press(at, "up", "1.3")  # The first goes no further.
    press(at, "down", "1.2")  # Nor does the last.
    assert [each.slide.item for each in stands(code).slides] == ["3.1", "1.1", "2.1"]
    press(at, "remove", "1.1")
    assert len(stands(code).slides) == 3
    save(at)
    assert [each.slide.item for each in stands(code).slides] == ["3.1", "2.1"]
    assert "The slide is removed" in text(at)


def test_a_slide_is_edited_field_by_field_with_a_day_of_its_own(at_the_machine, press):
    code = begin("1.1")
    at = press(page("packs", pack=code), "edit", "1.1")
    assert field(at, "charts").value == TRUST
    field(at, "title").set_value("Trust in June")
    field(at, "finding").set_value("Trust fell.")
    field(at, "day").set_value(dt.date(2023, 6, 30))
    save(at, "A. Smith")
    (slide,) = stands(code).pack.slides
    assert slide.panels == ("compare?indicator=trust&as_at=2023-06-30#ranking",)
    assert (slide.title, slide.finding, slide.item) == ("Trust in June", "Trust fell.", "1.1")
    at = press(at, "edit", "1.1")
    assert field(at, "day").value == dt.date(2023, 6, 30)
    assert field(at, "charts").value == TRUST
    save(at)
    assert [e.value for e in at.error] == ["Nothing is changed; change a field, or close the form."]
    field(at, "charts").set_value("compare?indicator=trsut#ranking")
    save(at)
    (error,) = at.error
    assert read(error.value).startswith("Charts, line 1: the indicator 'trsut' is unknown")
    field(at, "charts").set_value(f"{TRUST}\nsomewhere")
    save(at)
    (error,) = at.error
    assert read(error.value).startswith("Charts, line 2: 'somewhere' names no chart")


def test_a_slide_that_another_changed_or_removed_meanwhile_is_told(at_the_machine, press):
    code = begin("1.1")
    at = press(page("packs", pack=code), "edit", "1.1")
    field(at, "title").set_value("Mine")
    record().append("C. Brown", SlideChange(pack=1, slide="1.1", title="Theirs"))
    save(at, "A. Smith")
    (error,) = at.error
    assert read(error.value).startswith("C. Brown changed the title of this slide at ")
    assert stands(code).pack.slides[0].title == "Theirs"
    assert field(at, "title").value == "Mine"
    record().append("C. Brown", SlideRemoval(pack=1, slide="1.1"))
    save(at)
    (error,) = at.error
    assert read(error.value) == "The slide was removed meanwhile; open the pack again."


def test_a_pack_is_renamed_put_to_a_day_and_removed(at_the_machine, press):
    code = begin("1.1")
    at = press(page("packs", pack=code), "settings", code)
    field(at, "title").set_value("Closed board")
    field(at, "as_at").set_value(DAY)
    save(at, "A. Smith")
    assert (stands(code).pack.title, stands(code).pack.as_at) == ("Closed board", DAY)
    press(at, "drop", code)
    save(at)
    assert "pack" not in at.query_params
    assert recorded_packs(open_record(places()).entries()) == {}
    assert "1 pack of slides" in text(at)


def test_a_slide_without_a_chart_is_added_where_its_item_stands(at_the_machine, press):
    code = begin("1.1", "3.1")
    at = press(page("packs", pack=code), "slide", code)
    field(at, "item").set_value("2.10")
    field(at, "title").set_value("A report that is awaited")
    save(at, "A. Smith")
    assert [each.slide.item for each in stands(code).slides] == ["1.1", "2.10", "3.1"]


def test_a_saved_pack_is_sent_as_toml_once(home, press):
    at = press(page("packs"), "save", DECLARED)
    (sent,) = [e.proto for e in at.get("bidi_component") if e.proto.id.count("file_saved_pack")]
    assert json.loads(sent.bytes)["file"] == "2023-04-28.toml"
    at.run()
    (sent,) = [e.proto for e in at.get("bidi_component") if e.proto.id.count("file_saved_pack")]
    assert json.loads(sent.bytes) == {}


def sent_file(at: AppTest) -> dict[str, object]:
    (sent,) = [e.proto for e in at.get("bidi_component") if e.proto.id.count("file_saved_pack")]
    return json.loads(sent.bytes)


@pytest.mark.parametrize("kind", PACK_FILES)
def test_an_open_pack_is_sent_in_each_form_to_take_away(home, press, kind):
    begin("1.1")
    at = press(page("packs", pack="p1"), f"file_{kind}", "p1")
    assert sent_file(at)["file"] == f"2023-04-28-public-board.{kind}"


def test_a_form_that_there_is_not_sends_nothing(home, press):
    begin("1.1")
    assert sent_file(press(page("packs", pack="p1"), "file_exe", "p1")) == {}


def test_a_file_is_opened_as_a_pack_and_a_wrong_one_is_refused(at_the_machine, press):
    at = press(page("packs"), "open", "title =")
    assert not is_open(at)
    assert read(at.error[0].value).startswith("The file is no TOML")
    slide = '[[slides]]\ntitle = "Trust"\npanels = ["trust#{}"]\n'
    whole = 'title = "July"\nmeeting = 2023-07-14\n' + slide
    press(at, "open", whole.format("pie"))
    assert read(at.error[0].value).startswith("The pack, slide 1, panel 1: page 'trust' has no")
    press(at, "open", whole.format("measures"))
    assert field(at, "title").value == "July"
    save(at, "A. Smith")
    assert stands("p1").pack.slides[0].panels == ("trust#measures",)
    assert at.query_params["pack"] == "p1"


def test_as_at_a_day_the_packs_of_that_day_are_shown_and_none_is_changed(at_the_machine):
    begin("1.1")
    at = page("packs", as_at="2023-05-15")
    assert "1 pack of slides: 1 declared in a file, 0 in the live record" in text(at)
    assert buttons(at) == {"save"}
