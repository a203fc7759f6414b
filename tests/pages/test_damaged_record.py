"""Pages over a record that was damaged: a sentence, and what stands before, or what is declared."""

from __future__ import annotations

import datetime as dt

import opened
import pytest
import streamlit as st
from damage import alter, change_byte
from opened import text

from dashboard.record import overlay
from dashboard.record.action_words import ActionUpdate
from dashboard.record.database import RecordError
from dashboard.record.ledger import open_record
from dashboard.settings import places

SECRET = "Kept from readers"
ACTION = "2023-04-28/3"
PAGES = ("overview", "compare", "present", "actions")


@pytest.fixture
def three(at_the_machine):
    """The file of a record of three entries, which nobody has open."""
    record = open_record(places())
    for said in ("One word.", SECRET, "Three words."):
        words = ActionUpdate(text=said)
        record.append("A. Smith", words, meeting=dt.date(2023, 4, 28), action=ACTION)
    record.engine.dispose()
    st.cache_resource.clear()
    yield at_the_machine / "data" / "live" / "record.sqlite"
    st.cache_resource.clear()


def change_word(file):
    change_byte(file, SECRET)


def put_bytes(file):
    alter(file, "UPDATE record_entry SET body = x'ff00fe' WHERE sequence = 2")


@pytest.mark.parametrize("damage", [change_word, put_bytes])
def test_pages_show_what_stands_before_a_damaged_entry(three, damage):
    damage(three)
    for name in PAGES:
        assert not opened.page(name).exception, name
    at = opened.page("actions", action=ACTION)
    assert "Entry 2 was changed after it was written." in at.error[0].value
    assert "One word." in text(at) and "Three words." not in text(at)
    at.session_state["record_right_fold"] = True
    at.run()
    assert not at.exception
    assert at.selectbox(key="right_entry").value == 1


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("as_at", ["", "2023-05-15"])
def test_a_record_whose_last_entry_alone_can_be_read_is_told_once(three, monkeypatch, name, as_at):
    def fail(_: object) -> None:
        raise RecordError("The live record cannot be used just now.")

    monkeypatch.setattr(overlay, "open_record", fail)
    at = opened.page(name, **({"as_at": as_at} if as_at else {}))
    assert not at.exception
    said = [e.value for e in at.error if "cannot be used just now" in e.value]
    assert len(said) == 1
    assert "Actions are shown without what was recorded since the last build." in said[0]
    if name == "actions" and not as_at:
        assert "Showing 9 of 9 actions" in text(at) and "One word." not in text(at)


def test_a_record_that_was_emptied_is_told_and_declared_actions_are_shown(three):
    three.write_bytes(b"")
    at = opened.page("actions")
    assert not at.exception
    assert "has lost record_entry and record_seal" in opened.read(at.error[0].value)
    assert "Showing 9 of 9 actions" in text(at)
