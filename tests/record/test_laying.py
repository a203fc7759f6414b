"""The record laid over declared actions: what stands, what is taken in, and what was known when."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest

from dashboard.actions.register import meetings_on_day
from dashboard.actions.tables import action_tables
from dashboard.actions.toml import to_toml
from dashboard.declared.meetings import Action, Meeting, Update
from dashboard.record.action_words import ActionUpdate, Correction, NewAction, Withdrawal
from dashboard.record.entry import Head
from dashboard.record.fields import EntryWords
from dashboard.record.laying import LaidRecord
from dashboard.record.overlay import line_words

APRIL, MAY = dt.date(2023, 4, 28), dt.date(2023, 5, 30)
NEW = NewAction(title="Report on trust", owner="MPS", board="A board", due_words="before summer")


class Later(EntryWords):
    """A kind of a later version."""

    slides: int


def declared(**more) -> dict[str, Meeting]:
    action = Action(
        id="2023-04-28/1",
        number=1,
        meeting=APRIL,
        title="Title",
        text="Text",
        paragraph="1.2",
        owner="MPS",
        status="open",
    )
    return {"2023-04-28": Meeting(date=APRIL, board="Declared board", action=(action,), **more)}


def add(record, words, action="2023-04-28/1", meeting=APRIL):
    return record.append("A. Smith", words, meeting=meeting, action=action, numbers=(1,))


def laid(record, meetings=None) -> LaidRecord:
    return LaidRecord(declared() if meetings is None else meetings, record.entries())


def test_an_update_is_laid_over_its_action_with_the_day_on_which_it_was_written(record):
    add(record, ActionUpdate(text="Begun.", status="in progress"), meeting=MAY)
    (action,) = laid(record).meetings["2023-04-28"].action
    assert action.update == (Update(date=APRIL, text="Begun.", status="in progress"),)
    assert action.status_on(None) == "in progress"


def test_a_new_action_gets_the_next_number_and_a_meeting_of_its_own_where_there_is_none(record):
    here, there = add(record, NEW), add(record, NEW, meeting=MAY)
    assert (here.action, there.action) == ("2023-04-28/2", "2023-05-30/2")
    meetings = laid(record).meetings
    assert [a.id for a in meetings["2023-04-28"].action] == ["2023-04-28/1", "2023-04-28/2"]
    assert meetings["2023-05-30"].board == "A board"
    action = meetings["2023-05-30"].action[0]
    assert (action.text, action.due, action.due_words, action.status) == (
        "Report on trust",
        None,
        "before summer",
        "open",
    )


def test_a_correction_holds_in_the_place_of_what_it_corrects_and_the_last_one_holds(record):
    add(record, ActionUpdate(text="Fifty."))
    for said in ("Fifteen.", "Fourteen."):
        record.append(
            "B. Jones", Correction(entry=1, reason="Misheard", update=ActionUpdate(text=said))
        )
    (action,) = laid(record).meetings["2023-04-28"].action
    assert [u.text for u in action.update] == ["Fourteen."]
    (line,) = laid(record).lines
    assert line_words(line)["state"] == "corrected by B. Jones, 28 April 2023, 10:33: Misheard"


def test_what_is_withdrawn_is_not_laid_over_and_stays_to_be_read(record):
    add(record, NEW)
    record.append("B. Jones", Withdrawal(entry=1, reason="Not agreed"))
    assert laid(record).meetings == declared()
    assert line_words(laid(record).lines[0])["state"].startswith("withdrawn by B. Jones")
    assert add(record, NEW).action == "2023-04-28/3"  # A number is never given twice.


def test_a_kind_of_a_later_version_is_kept_and_passed_over(record, monkeypatch):
    monkeypatch.setattr("dashboard.record.ledger.kind_of", lambda words: "pack")
    add(record, Later(slides=12), action="")
    monkeypatch.undo()
    assert record.entries()[0].words is None
    assert laid(record).meetings == declared()


def test_what_a_meetings_file_takes_in_is_not_laid_over_again_whatever_became_of_its_words(record):
    add(record, ActionUpdate(text="Begun."))
    second = add(record, NEW)
    mark = str(Head(second.sequence, second.hash))
    add(record, ActionUpdate(text="Done.", status="complete"))
    meetings = laid(record, declared(recorded_to=mark)).meetings
    (action,) = meetings["2023-04-28"].action
    assert [u.text for u in action.update] == ["Done."]
    states = [line_words(each)["state"] for each in laid(record, declared(recorded_to=mark)).lines]
    assert states == ["in the meeting's file", "in the meeting's file", "stands"]


def test_the_mark_of_another_record_is_passed_over(record):
    add(record, ActionUpdate(text="Begun."))
    for mark in ("1:0123456789ab", "7:0123456789ab"):
        (action,) = laid(record, declared(recorded_to=mark)).meetings["2023-04-28"].action
        assert len(action.update) == 1


def test_an_update_that_is_declared_in_the_same_words_is_not_said_twice(record):
    add(record, ActionUpdate(text="Begun."))
    once = laid(record).meetings
    assert laid(record, once).meetings == once


@pytest.mark.parametrize(
    ("title", "states"), [("Report on trust", "stands"), ("Other", "not shown")]
)
def test_a_number_that_was_declared_for_another_action_since_is_told(record, title, states):
    entry = add(record, NEW)
    other = (
        declared()["2023-04-28"]
        .action[0]
        .model_copy(update={"id": entry.action, "number": 2, "title": title})
    )
    whole = declared()["2023-04-28"].action + (other,)
    meetings = {"2023-04-28": declared()["2023-04-28"].model_copy(update={"action": whole})}
    assert laid(record, meetings).meetings == meetings
    assert line_words(laid(record, meetings).lines[0])["state"].startswith(states)


def test_an_update_moves_owner_and_deadline_from_its_day_on_and_the_file_keeps_each(record):
    moved = ActionUpdate(text="Later.", due_words="before the next board", owner="MOPAC")
    add(record, moved)
    laid = LaidRecord(declared(), record.entries()).meetings
    (stands,) = meetings_on_day(laid, None)["2023-04-28"].action
    assert (stands.owner, stands.due, stands.due_words) == ("MOPAC", None, "before the next board")
    add(record, ActionUpdate(text="Set.", due=dt.date(2023, 7, 14)))
    laid = LaidRecord(declared(), record.entries()).meetings
    (stands,) = meetings_on_day(laid, None)["2023-04-28"].action
    assert (stands.owner, stands.due, stands.due_words) == ("MOPAC", dt.date(2023, 7, 14), "")
    assert laid["2023-04-28"].action[0].owner == "MPS"
    again = Meeting.model_validate(tomllib.loads(to_toml(laid["2023-04-28"])))
    assert again == laid["2023-04-28"]
    updates = action_tables(laid)["action_update"]
    assert [(u["owner"], u["due_words"]) for u in updates] == [
        ("MOPAC", "before the next board"),
        (None, None),
    ]
