"""An action as it stood on a day: its status, its due date, and what later meetings said when they
took it up.
"""

import datetime as dt

import pytest
from logs import APRIL, JUNE, SEPTEMBER, action, small

from dashboard.actions.register import as_json, from_json, meetings_known_by, meetings_on_day
from dashboard.declared.meetings import CarriedAction, Meeting, Update

MAY, JULY = dt.date(2023, 5, 10), dt.date(2023, 7, 3)
THIRD = "2023-04-28/3"


def actions(date):
    return {a.id: a for m in meetings_on_day(small(), date).values() for a in m.action}


@pytest.mark.parametrize(
    ("date", "status"),
    [
        (APRIL, "open"),
        (dt.date(2023, 5, 9), "open"),
        (MAY, "in progress"),
        (dt.date(2023, 7, 2), "in progress"),
        (JULY, "closed"),
        (None, "closed"),
    ],
)
def test_the_status_on_a_day_is_that_of_the_last_update_by_then_that_has_one(date, status):
    updates = (
        Update(date=JULY, text="Done.", status="complete"),
        Update(date=JULY, text="And closed on the same day.", status="closed"),
        Update(date=MAY, text="Begun.", status="in progress"),
        Update(date=dt.date(2023, 6, 1), text="A word without a status."),
    )
    assert action(APRIL, 1, update=updates).status_on(date) == status


def test_without_an_update_the_status_is_the_one_first_recorded():
    assert action(APRIL, 1, status="not started").status_on(None) == "not started"


def test_a_meeting_that_takes_an_action_up_again_adds_a_dated_update_and_a_new_due_date():
    third = actions(None)[THIRD]
    assert [(u.date, u.text) for u in third.update] == [
        (MAY, "Work has begun."),
        (JUNE, "Carried over as action 1: Asked for again, in writing."),
    ]
    assert (third.meeting, third.number) == (
        APRIL,
        3,
    )  # Its own number and meeting are as they were.
    assert (third.due, third.status) == (SEPTEMBER, "in progress")


def test_before_the_later_meeting_nobody_knew_of_it():
    assert list(meetings_on_day(small(), JUNE - dt.timedelta(1))) == ["2023-04-28"]
    third = actions(JUNE - dt.timedelta(1))[THIRD]
    assert ([u.date for u in third.update], third.due) == ([MAY], JUNE)
    assert actions(APRIL)[THIRD].update == ()


def test_a_status_that_a_later_meeting_gave_counts_from_that_meeting():
    meetings = small()
    said = CarriedAction(action=THIRD, number=1, text="Complete.", status="complete")
    meetings["2023-06-30"] = meetings["2023-06-30"].model_copy(update={"carried": (said,)})
    stands = {
        date: meetings_on_day(meetings, date)["2023-04-28"].action[1].status
        for date in (APRIL, MAY, JUNE)
    }
    assert stands == {APRIL: "open", MAY: "in progress", JUNE: "complete"}


def test_what_was_known_keeps_everything_as_declared_but_what_came_later():
    assert meetings_known_by(small(), None) == small()
    assert meetings_known_by(small(), JUNE) == small()
    april = meetings_known_by(small(), APRIL)["2023-04-28"].action[1]
    assert april == small()["2023-04-28"].action[1].model_copy(update={"update": ()})
    assert april.status == "open"
    assert april.due == JUNE


def test_the_form_in_which_a_database_keeps_the_log_loses_nothing():
    assert from_json(as_json(small())) == small()
    assert from_json(as_json({})) == {}
    assert isinstance(from_json(as_json(small()))["2023-06-30"], Meeting)
