"""Recording on the page Board actions, through the entry point, on the demonstration database."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import stat
from urllib.parse import unquote

import opened
import pytest
import streamlit as st
from damage import alter
from opened import cards, links, text
from streamlit.testing.v1 import AppTest

from dashboard.panels.common.choices import choices_of
from dashboard.record.action_words import ActionUpdate, NewAction
from dashboard.record.chain import find_break
from dashboard.record.database import engine_of
from dashboard.record.ledger import Record, open_record
from dashboard.record.overlay import record_over
from dashboard.settings import places
from dashboard.store.connection import find_database, open_store
from dashboard.text import day
from dashboard.ui import live

ATTACK = "<b>bold</b> ![x](http://elsewhere.example/x.png) :red[red] $x$ =1+1"
THIRD = "2023-04-28/3"
"""The action that is opened."""


def entries():
    return open_record(places()).entries()


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception, [e.message for e in at.exception]
    return at


def record_update(at: AppTest, said: str = "Answer sent.", status: str = "") -> AppTest:
    at.text_area(key="update_text").set_value(said)
    at.selectbox(key="update_status").set_value(status)
    return press(at, "update_Record update")


def record_action(at: AppTest, **fields: str) -> AppTest:
    for name, value in {"title": "Report by ward", "owner": "MPS", **fields}.items():
        at.text_input(key=f"action_{name}").set_value(value)
    return press(at, "action_Record new action")


def named(at: AppTest, form: str = "update") -> AppTest:
    at.text_input(key=f"{form}_author").set_value("A. Smith")
    return at


def told(at: AppTest) -> list[str]:
    return [opened.read(e.value) for e in at.info]


def test_no_form_is_drawn_where_the_reader_may_not_record(home):
    at = opened.page("actions")
    assert not [e for e in at.text_area if e.key.startswith("update")]
    assert not any("Record" in e.label for e in at.expander)
    assert not (home / "data" / "live").exists()


def test_who_may_record(home, monkeypatch):
    monkeypatch.setattr(st, "get_option", {"server.address": "localhost"}.get)
    assert live.may_record()
    monkeypatch.setenv("DASHBOARD_ORIGIN", "https://board.example.org")
    assert not live.may_record()  # Behind a proxy everyone comes from this machine.
    monkeypatch.delenv("DASHBOARD_ORIGIN")
    monkeypatch.setattr(st, "get_option", {"server.address": ""}.get)
    assert not live.may_record()
    monkeypatch.setenv("DASHBOARD_RECORDERS", " Secretary@Example.org, other@example.org")
    for email, may in (("secretary@example.ORG", True), ("member@example.org", False)):
        monkeypatch.setattr(live, "signed_in_email", lambda email=email: email)
        assert live.may_record() == may
    monkeypatch.setattr(live, "signed_in_email", lambda: None)
    monkeypatch.setattr(st, "get_option", {"server.address": "localhost"}.get)
    (home / "readers.toml").write_text("[readers]\n")
    monkeypatch.setenv("DASHBOARD_READERS", str(home / "readers.toml"))
    assert not live.may_record()  # Where readers sign in, one who has not is nobody.


def test_an_update_stands_at_once_with_author_time_and_status(at_the_machine):
    at = record_update(named(opened.page("actions", action=THIRD)), status="in progress")
    (entry,) = entries()
    assert told(at) == [f"Recorded as entry 1 (update, action 2023-04-28/3, {entry.when})."]
    said = text(at)
    line = f"{day(entry.date)} Update: Answer sent. Status: in progress; recorded by A. Smith at"
    assert f"{line} {entry.clock:%H:%M}" in " ".join(said.split())
    assert "Status in progress" in said
    assert at.text_area(key="update_text").value == ""
    assert "Status in progress" in text(opened.page("actions", action=THIRD))
    assert not [e for e in at.text_input if e.key == "update_author"]  # Asked for once.
    record_update(at, "A second word.")
    assert [e.author for e in entries()] == ["A. Smith", "A. Smith"]


def test_a_new_action_stands_at_once_and_is_offered_on_the_chart_that_it_rests_on(at_the_machine):
    address = "http://localhost:8501/compare?indicator=fair_treatment&areas=E09000017#ranking"
    before = links(opened.page("compare", indicator="fair_treatment"))
    at = record_action(named(opened.page("actions"), "action"), evidence=address, due_words="soon")
    (entry,) = entries()
    today = dt.date.fromisoformat(entry.meeting)
    assert entry.action == f"{today}/1"
    assert "Report by ward" in text(at)
    after = links(opened.page("compare", indicator="fair_treatment"))
    new = {unquote(address) for _, address in after} - {unquote(address) for _, address in before}
    assert any(each.endswith(f"action={entry.action}") for each in new), new
    alone = opened.page("actions", action=entry.action)
    card = cards(alone)["action"]
    assert card["title"] == "Action 1: Report by ward"
    assert card["sub"].endswith(day(today))
    assert f"Due: soon; recorded by A. Smith, {entry.when}." in text(alone)
    assert "Owner MPS · Due soon · Status open" in text(alone)
    (link,) = [each for _, each in links(alone) if "fair_treatment" in each]
    assert "compare" in link and "area=E09000017" in link


def test_as_at_a_day_before_it_was_written_neither_is_known_and_no_form_is_drawn(at_the_machine):
    at = record_update(named(opened.page("actions")))
    record_action(at)
    at = opened.page("actions", action="2023-04-28/1", as_at="2023-05-15")
    assert "Answer sent" not in text(at) and "Report by ward" not in text(at)
    assert not [e for e in at.text_area if e.key.startswith("update")]


def test_a_day_shows_what_was_written_by_then(home):
    days = [dt.datetime(2023, 5, 2, 9, tzinfo=dt.UTC), dt.datetime(2023, 5, 20, 9, tzinfo=dt.UTC)]
    record = Record(engine_of(places()), lambda: days.pop(0))
    april = dt.date(2023, 4, 28)
    for status in ("in progress", "complete"):
        words = ActionUpdate(text=f"It is {status}.", status=status)
        record.append("A. Smith", words, meeting=april, action="2023-04-28/3")

    def standing(as_at: dt.date | None) -> tuple[str, list[str]]:
        path = find_database(places())
        store = open_store(places(), path, as_at, lay=record_over(places(), as_at))
        actions, updates = store.query("actions").set_index("id"), store.query("updates")
        own = updates[updates["action"] == "2023-04-28/3"]
        return actions.loc["2023-04-28/3", "status"], list(own["text"])

    assert standing(dt.date(2023, 5, 1)) == ("open", [])
    assert standing(dt.date(2023, 5, 15)) == ("in progress", ["It is in progress."])
    assert standing(None) == ("complete", ["It is complete.", "It is in progress."])


def test_a_reader_is_not_told_of_evidence_that_names_a_plan_for_others(home):
    from dashboard.access import Reader
    from dashboard.declared.meetings import Evidence

    evidence = (Evidence(page="allocation", chart="plans", plan="proposed-2023"),)
    new = NewAction(title="See the plan", owner="MPS", board="A board", evidence=evidence)
    open_record(places()).append("A. Smith", new, meeting=dt.date(2023, 4, 28), numbers=range(1, 8))
    lay = record_over(places(), None)
    for reader, shown in ((Reader(), []), (Reader(operator=True), ["proposed-2023"])):
        store = open_store(places(), find_database(places()), None, reader, lay)
        rows = store.query("evidence")
        assert list(rows.loc[rows["action"] == "2023-04-28/8", "plan"]) == shown
        assert "2023-04-28/8" in choices_of(store).actions


def test_everything_that_is_typed_is_only_its_words(at_the_machine):
    at = named(opened.page("actions"), "action")
    at.text_area(key="action_text").set_value(ATTACK)
    at.text_input(key="action_author").set_value(f"A. {ATTACK}")
    record_action(at, title=ATTACK, owner=ATTACK, due_words=ATTACK, item=ATTACK)
    assert entries()[0].words.title == ATTACK
    at = opened.page("actions", action=entries()[0].action)
    record_update(named(at), ATTACK)
    assert [e.action for e in entries()] == [entries()[0].action] * 2
    card = cards(at)["action"]
    assert card["html"].count("&lt;b&gt;bold&lt;/b&gt;") >= 3
    assert "<b>bold" not in card["html"] and "<img" not in card["html"]
    assert ATTACK in card["title"]  # Drawn as words by the board.
    assert ATTACK in text(at)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("", "What was said is empty; fill it in."),
        ("a\x07b", "What was said holds U+0007, which is not allowed here; take it out."),
        ("x" * 2500, "What was said has 2,500 characters and may have 2,000; shorten it."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_that_was_typed_is_lost(at_the_machine, said, sentence):
    at = opened.page("actions")
    at.text_input(key="update_item").set_value("2.4")
    at.selectbox(key="update_action_").set_value("2023-04-28/6")
    record_update(named(at), said, "complete")
    assert [opened.read(e.value) for e in at.error] == [sentence]
    assert at.text_area(key="update_text").value == said
    assert at.text_input(key="update_item").value == "2.4"
    assert at.text_input(key="update_author").value == "A. Smith"
    assert at.selectbox(key="update_status").value == "complete"
    assert at.selectbox(key="update_action_").value == "2023-04-28/6"
    assert entries() == ()


def test_a_write_that_fails_is_told_and_nothing_that_was_typed_is_lost(at_the_machine, monkeypatch):
    at = named(opened.page("actions"), "action")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("dashboard.record.database.os.open", full)
        record_action(at, title="Report by ward", item="2.4")
        (error,) = at.error
        assert "No space left on device" in error.value and "nothing was changed" in error.value
        assert at.text_input(key="action_title").value == "Report by ward"
        assert at.text_input(key="action_item").value == "2.4"
    press(at, "action_Record new action")
    assert [e.words.title for e in entries()] == ["Report by ward"]


def test_wrong_evidence_is_told_and_stays(at_the_machine):
    at = record_action(named(opened.page("actions"), "action"), evidence="/compare#rankin")
    assert "has no chart of that name" in at.error[0].value
    assert at.text_input(key="action_evidence").value == "/compare#rankin"
    assert at.text_input(key="action_title").value == "Report by ward"
    assert entries() == ()


def test_a_second_press_of_the_button_records_nothing_twice(at_the_machine):
    at = record_update(named(opened.page("actions")))
    record_update(at)  # The browser sends the same words again.
    assert len(entries()) == 1
    record_update(at, "Another word.")
    assert len(entries()) == 2


def opened_fold(at: AppTest) -> AppTest:
    at.session_state["record_right_fold"] = True
    return at.run()


def test_an_entry_is_corrected_and_withdrawn_and_stays_to_be_read(at_the_machine):
    at = opened_fold(record_update(named(opened.page("actions", action=THIRD)), "Fifty posts."))
    at.text_area(key="right_1_text").set_value("Fifteen posts.")
    press(at, "right_1_Record correction")
    assert "Reason is empty; fill it in." in at.error[0].value
    at.text_input(key="right_1_reason").set_value("Misheard")
    press(at, "right_1_Record correction")
    assert "Fifteen posts." in text(at) and "Fifty posts." not in text(at)
    at.text_input(key="right_2_reason").set_value("Not said")
    press(at, "right_2_Withdraw entry")
    assert "Fifteen posts." not in text(at)
    assert [e.kind for e in entries()] == ["update", "correction", "withdrawal"]
    (table,) = [each.value for each in at.dataframe if "State" in each.value]
    assert list(table["What"]) == ["Update: Fifteen posts."]
    assert table["State"].iloc[0].startswith("withdrawn by A. Smith")
    assert find_break(*open_record(places()).read()) is None


def test_another_secretary_sees_it_at_the_next_run(at_the_machine):
    first, second = (opened.page("actions", action=THIRD) for _ in range(2))
    record_update(named(first), "From the first.")
    record_update(named(second), "From the second.")
    assert "From the first." in text(second) and "From the second." in text(second)
    assert [e.sequence for e in entries()] == [1, 2]


def test_a_record_that_was_changed_is_shown_up_to_the_change_and_told(at_the_machine):
    at = named(opened.page("actions", action=THIRD))
    for said in ("One word.", "Two words.", "Three words."):
        record_update(at, said)
    file = at_the_machine / "data" / "live" / "record.sqlite"
    alter(file, "UPDATE record_entry SET time = 'never' WHERE sequence = 2")
    st.cache_resource.clear()
    at = opened.page("actions", action=THIRD)
    assert "Entry 2 was changed after it was written." in at.error[0].value
    assert "One word." in text(at) and "Three words." not in text(at)


def test_a_record_that_cannot_be_read_is_told_once_and_declared_actions_are_shown(home):
    (home / "data" / "live").mkdir()
    (home / "data" / "live" / "record.sqlite").write_bytes(b"no database" * 500)
    at = opened.page("actions")
    assert len(at.error) == 1
    assert "Actions are shown without what was recorded since the last build." in at.error[0].value
    assert "Showing 9 of 9 actions" in text(at)
    assert not opened.page("compare").exception


@pytest.mark.skipif(os.name == "nt", reason="rights of Unix")
def test_pages_make_no_record_and_its_folder_is_the_owners_alone(at_the_machine):
    opened.page("overview")
    assert not (at_the_machine / "data" / "live").exists()
    record_update(named(opened.page("actions")))
    assert stat.S_IMODE((at_the_machine / "data" / "live").stat().st_mode) == 0o700
    shutil.rmtree(at_the_machine / "data" / "live")
    assert "Answer sent" not in text(opened.page("actions", action="2023-04-28/1"))


def test_an_update_changes_the_owner_and_the_deadline_that_pages_show(at_the_machine):
    at = named(opened.page("actions", action=THIRD))
    at.text_input(key="update_owner").set_value("MOPAC")
    at.text_input(key="update_due_words").set_value("before the next board")
    record_update(at, "Moved.")
    said = text(opened.page("actions", action=THIRD))
    assert "Owner MOPAC · Due before the next board" in said
    line = "Due: before the next board; owner: MOPAC; recorded by A. Smith"
    assert line in " ".join(said.split())
    then = text(opened.page("actions", action=THIRD, as_at="2023-05-15"))
    assert "MOPAC · Due before the next board" not in then
    at = named(opened.page("actions", action=THIRD))
    at.text_input(key="update_due").set_value("29 September 2040")
    record_update(at, "Set.")
    assert "Owner MOPAC · Due 29 September 2040" in text(at)


@pytest.mark.parametrize(
    "due, sentence",
    [
        (
            "31 February 2040",
            "The due date '31 February 2040' is no day of the calendar; write it as 2023-06-30 or"
            " 30 June 2023.",
        ),
        ("2022-01-31", "The due date 31 January 2022 is before the meeting of"),
    ],
)
def test_a_due_date_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    at_the_machine, due, sentence
):
    at = named(opened.page("actions", action=THIRD))
    at.text_input(key="update_due").set_value(due)
    record_update(at, "Moved.")
    assert any(sentence in error.value for error in at.error)
    assert at.text_input(key="update_due").value == due
    assert at.text_area(key="update_text").value == "Moved."
