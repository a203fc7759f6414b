"""The record of 28 April 2023: what is known to be in it is found, and nothing else."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from pathlib import Path

import pytest

from dashboard import catalogue
from dashboard.declared.cross_check import cross_check
from dashboard.declared.meetings import Meeting
from dashboard.declared.read import declarations
from dashboard.minutes.draft import draft
from dashboard.minutes.draft.titles import MOST_WORDS
from dashboard.minutes.record import Record, read_record

ROOT = Path(__file__).resolve().parents[2]
PATH = (
    Path(os.environ.get("DASHBOARD_MINUTES", ROOT.parent / "shared" / "minutes"))
    / "record-2023-04-28.txt"
)
DECLARED = declarations(ROOT / "data" / "declared", catalogue.has_chart)


@pytest.fixture(scope="module")
def record() -> Record:
    if not PATH.exists():
        pytest.skip(f"the record {PATH} is not here")
    return read_record(PATH)


def test_exactly_seven_actions_in_their_paragraphs(record: Record) -> None:
    assert [(a.number, a.paragraph) for a in record.actions] == [
        (1, "1.2"),
        (2, "2.3"),
        (3, "2.4"),
        (4, "2.6"),
        (5, "2.10"),
        (6, "2.11"),
        (7, "3.2"),
    ]


def test_a_date_and_another_board_on_action_6_alone(record: Record) -> None:
    assert {a.number: a.due.date for a in record.actions if a.due.date} == {6: dt.date(2023, 6, 30)}
    boards = {a.number: a.reports_to for a in record.actions if a.reports_to}
    assert boards == {6: "Finance, Change and People Oversight Board"}


def test_owners_are_those_whom_the_board_confirmed(record: Record) -> None:
    confirmed = {a.number: a.owner for a in DECLARED.meetings["2023-04-28"].action}
    assert {a.number: a.owner for a in record.actions} == confirmed


def test_board_date_people_and_items(record: Record) -> None:
    assert record.board and record.board.text == DECLARED.meetings["2023-04-28"].board
    assert record.date == dt.date(2023, 4, 28)
    assert [len([p for p in record.people if p.organisation == o]) for o in ("MOPAC", "MPS")] == [
        7,
        7,
    ]
    assert all(p.is_present and p.role for p in record.people)
    assert [i.label for i in record.items] == ["1", "2", "3"]
    assert [p.label for p in record.paragraphs] == [
        "1.1",
        "1.2",
        *(f"2.{n}" for n in range(1, 12)),
        "3.1",
        "3.2",
    ]


def test_the_draft_validates_strictly_and_names_only_what_is_declared(record: Record) -> None:
    meeting = Meeting.model_validate(tomllib.loads(draft(record, DECLARED.indicators, PATH.name)))
    faults: list[str] = []
    d = DECLARED
    cross_check(
        d.areas,
        d.sources,
        d.indicators,
        {str(meeting.date): meeting},
        d.plans,
        catalogue.has_chart,
        faults,
    )
    assert not faults
    assert all(len(a.title.split()) <= MOST_WORDS and len(a.evidence) <= 4 for a in meeting.action)


def test_titles_are_those_that_a_person_would_write(record: Record) -> None:
    meeting = Meeting.model_validate(tomllib.loads(draft(record, DECLARED.indicators, PATH.name)))
    assert [a.title for a in meeting.action] == [
        "Update on the outcome of the dip sample of cases across London",
        "Provide the detailed work behind the neighbourhood policing allocation",
        "Consider whether the recruitment of PCSOs can be accelerated",
        "Share its plans for resetting its relationship with Londoners",
        "Discuss how best to consider performance in responding to 999 calls",
        "Update on work to identify areas where the Met were under resourced",
        "Align on addressing the low trust and confidence of LGBTQ+ communities",
    ]


def test_action_1_alone_is_carried_from_the_meeting_before(record: Record) -> None:
    meeting = Meeting.model_validate(tomllib.loads(draft(record, DECLARED.indicators, PATH.name)))
    carried = {a.number: a.carried_from for a in meeting.action if a.carried_from}
    assert carried == {1: dt.date(2023, 2, 10)}
    assert carried == {
        a.number: a.carried_from for a in DECLARED.meetings["2023-04-28"].action if a.carried_from
    }


def test_deadlines_in_words_are_those_of_the_record(record: Record) -> None:
    meeting = Meeting.model_validate(tomllib.loads(draft(record, DECLARED.indicators, PATH.name)))
    assert {a.number: a.due_words for a in meeting.action if a.due_words} == {
        1: "once it was completed",
        2: "before detailed conversations are held with boroughs",
        3: "as quickly as possible",
    }


def test_evidence_is_the_tiers_both_grades_and_no_gap_but_the_one_asked_about(
    record: Record,
) -> None:
    meeting = Meeting.model_validate(tomllib.loads(draft(record, DECLARED.indicators, PATH.name)))
    views = {a.number: [(e.page, e.chart, e.indicator) for e in a.evidence] for a in meeting.action}
    assert views[2] == [("allocation", "plans", "")]
    assert {
        ("response", "within_target", "i_within_15"),
        ("response", "within_target", "s_within_60"),
    } < set(views[5])
    assert [a.number for a in meeting.action if any(e.group for e in a.evidence)] == [7]


def test_evidence_agrees_with_what_the_board_confirmed_where_words_can_tell(record: Record) -> None:
    meeting = Meeting.model_validate(tomllib.loads(draft(record, DECLARED.indicators, PATH.name)))
    proposed = {a.number: {(e.page, e.chart) for e in a.evidence} for a in meeting.action}
    confirmed = {
        a.number: {(e.page, e.chart) for e in a.evidence}
        for a in DECLARED.meetings["2023-04-28"].action
    }
    assert [n for n in proposed if proposed[n] & confirmed[n]] == [1, 2, 3, 4, 5, 6, 7]
