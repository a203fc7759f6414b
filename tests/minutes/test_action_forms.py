"""Each form in which a record marks an action, and what is taken from its words."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.minutes.minuted_action import MinutedAction
from dashboard.minutes.record import Record, read_record

ROOT = Path(__file__).resolve().parents[2]

RecordOf = Callable[[str], Record]


@dataclass(frozen=True)
class Form:
    """A form: text after the head of a record, and the one action in it."""

    text: str
    number: int = 1
    paragraph: str = "1.1"
    owner: str = "Pilots Guild"
    request: str = "The Pilots Guild would lend a boat."
    words: str = ""
    date: dt.date | None = None
    reports_to: str | None = None


LONG = (
    "It lay on the water from the first light until the bell of the north buoy was heard again,"
    " and " * 3
)
FORMS = {
    "in brackets at the end": Form(
        "1. Buoys\n\n1.1 Fog came. The Pilots Guild would lend a boat (Action 1).\n"
    ),
    "in bold brackets": Form(
        "1. Buoys\n\n- 1.1. Fog came. The Pilots Guild would lend a boat (**Action 1**).\n"
    ),
    "in square brackets and capitals": Form(
        "1. Buoys\n\n1.1 The Pilots Guild would lend a boat [ACTION 1].\n"
    ),
    "in brackets after the full stop": Form(
        "1. Buoys\n\n1.1 The Pilots Guild would lend a boat. (Action 1) Fog came.\n"
    ),
    "in brackets with the owner": Form(
        "1. Buoys\n\n1.1 A boat would be lent (Action 1: Pilots Guild).\n",
        request="A boat would be lent.",
    ),
    "in brackets with its own text": Form(
        "1. Buoys\n\n1.1 Fog came. (Action 1: Pilots Guild to lend a boat)\n",
        request="Pilots Guild to lend a boat",
    ),
    "in brackets on a wrapped line": Form(
        "1. Buoys\n\n1.1 Fog came in. The Pilots Guild would lend\na boat\n(Action 1).\n\n1.2 The"
        " end.\n"
    ),
    "bare at the end of a paragraph": Form(
        "1. Buoys\n\n1.1 Fog came. The Pilots Guild would lend a boat. Action 1\n"
    ),
    "own text over several lines": Form(
        "1. Buoys\n\n1.1 Fog came.\n\nAction 7: Pilots Guild to lend\na boat that is\ndry.\n\n1.2"
        " The end.\n",
        7,
        request="Pilots Guild to lend a boat that is dry.",
    ),
    "own text straight under its paragraph": Form(
        "1. Buoys\n1.1 Fog came.\nAction 3: Pilots Guild to lend a boat.\n1.2 The end.\n",
        3,
        request="Pilots Guild to lend a boat.",
    ),
    "capitals and a dash": Form(
        "1. Buoys\n\n1.1 Fog came.\n\nACTION 4 – Pilots Guild to lend a boat.\n",
        4,
        request="Pilots Guild to lend a boat.",
    ),
    "full stop after the number": Form(
        "1. Buoys\n\n1.1 Fog came.\n\nAction 4. Pilots Guild to lend a boat.\n",
        4,
        request="Pilots Guild to lend a boat.",
    ),
    "no mark after the number": Form(
        "1. Buoys\n\n1.1 Fog came.\n\nAction 4 Pilots Guild to lend a boat.\n",
        4,
        request="Pilots Guild to lend a boat.",
    ),
    "action point": Form(
        "1. Buoys\n\n1.1 Fog came.\n\nAction point 2: Pilots Guild to lend a boat.\n",
        2,
        request="Pilots Guild to lend a boat.",
    ),
    "AP": Form(
        "1. Buoys\n\n1.1 Fog came. AP2: Pilots Guild to lend a boat.\n",
        2,
        request="Pilots Guild to lend a boat.",
    ),
    "inside the paragraph with its own text": Form(
        "1. Buoys\n\n1.1 Fog came. Action 2: Pilots Guild to lend a boat.\n",
        2,
        request="Pilots Guild to lend a boat.",
    ),
    "no number": Form(
        "1. Buoys\n\n1.1 Fog came.\n\nAction: Pilots Guild to lend a boat.\n",
        request="Pilots Guild to lend a boat.",
    ),
    "mark alone above its text": Form(
        "1. Buoys\n\n1.1 Fog came.\n\nAction 2\n\nThe Pilots Guild would lend a boat.\n", 2
    ),
    "mark alone below its sentence": Form(
        "1. Buoys\n\n1.1 Fog came. The Pilots Guild would lend a boat.\n\nAction 2\n\n1.2 The"
        " end.\n",
        2,
    ),
    "owner alone after the mark": Form(
        "1. Buoys\n\n1.1 Fog came. A boat would be lent.\n\nAction 2: Pilots Guild\n\n1.2 The"
        " end.\n",
        2,
        request="A boat would be lent.",
    ),
    "owner and deadline on lines of their own": Form(
        "1. Buoys\n\n1.1 Fog came.\n\nAction 2: lend a boat.\nOwner: Pilots Guild\nDeadline: 3 June"
        " 2024\n",
        2,
        request="lend a boat.",
        words="3 June 2024",
        date=dt.date(2024, 6, 3),
    ),
    "list under Actions": Form(
        "1. Buoys\n\n1.1 Fog came.\n\nActions:\n- Pilots Guild to lend a boat.\n\n1.2 The end.\n",
        request="Pilots Guild to lend a boat.",
    ),
    "Markdown table": Form(
        "1. Buoys\n\n1.1 Fog came.\n\n| No. | Action | Lead | By when |\n|---|---|---|---|\n"
        "| 5 | Lend a boat | Pilots Guild | next meeting |\n",
        5,
        request="Lend a boat",
        words="next meeting",
    ),
    "table with a column of marks": Form(
        "| Item | Discussion | Action |\n|---|---|---|\n"
        "| 1.1 | Fog came. The Pilots Guild would lend a boat. | Action 2 |\n",
        2,
    ),
    "paragraph 2(a)": Form(
        "1. Buoys\n\n2. Boats\n\n2(a) The Pilots Guild would lend a boat (Action 1).\n",
        paragraph="2(a)",
    ),
    "letter under a number": Form(
        "1. Buoys\n\n1.1 Fog came.\n(a) Rain too.\n"
        "(b) The Pilots Guild would lend a boat (Action 1).\n",
        paragraph="1.1(b)",
    ),
    "Item 3": Form(
        "Item 3: Boats\n\nThe Pilots Guild would lend a boat (Action 1).\n", paragraph="3"
    ),
    "plain numbers": Form(
        "1. Fog came to the harbour.\n\n2. The Pilots Guild would lend a boat (Action 1).\n",
        paragraph="2",
    ),
    "no numbered paragraph": Form("The Pilots Guild would lend a boat (Action 1).\n", paragraph=""),
    "initials and a verb": Form(
        "1. Buoys\n\nFog came.\n\nAction PG lend a boat before the next meeting.\n",
        paragraph="1",
        owner="PG",
        request="PG lend a boat before the next meeting.",
        words="before the next meeting",
    ),
    "initials parted by a stroke": Form(
        "1. Buoys\n\nFog came.\n\nACTION HE / PG to lend a boat\n\n2. Boats\n",
        paragraph="1",
        owner="HE and PG",
        request="HE / PG to lend a boat",
    ),
    "a number, and names parted by a stroke": Form(
        "1. Buoys\n\n1.1 Fog came.\n\nAction 3: HE/PG to lend a boat.\n",
        3,
        owner="HE and PG",
        request="HE/PG to lend a boat.",
    ),
    "a name and no mark": Form(
        "1. Buoys\n\n1.1 Fog came.\n\nAction the Pilots Guild to lend a boat.\n",
        request="Pilots Guild to lend a boat.",
    ),
    "by somebody": Form(
        "1. Buoys\n\n1.1 Fog came.\n\nAction by PG: lend a boat.\n",
        owner="PG",
        request="lend a boat.",
    ),
    "for somebody to do": Form(
        "1. Buoys\n\n1.1 Fog came.\n\nAction for the Pilots Guild to lend a boat.\n",
        request="Pilots Guild to lend a boat.",
    ),
    "somebody and a colon": Form(
        "1. Buoys\n\n1.1 Fog came.\n\nAction PG: lend a boat.\n", owner="PG", request="lend a boat."
    ),
    "capitals and a hyphen": Form(
        "1. Buoys\n\n1.1 Fog came.\n\nACTION - Pilots Guild to lend a boat.\n",
        request="Pilots Guild to lend a boat.",
    ),
    "action required": Form(
        "1. Buoys\n\n1.1 Fog came.\n\nAction required: Pilots Guild to lend a boat.\n",
        request="Pilots Guild to lend a boat.",
    ),
    "initials, and its number at the end": Form(
        "1. Buoys\n\n1.1 Fog came.\n\nAction PG to lend a boat (Action 4).\n",
        4,
        owner="PG",
        request="PG to lend a boat",
    ),
    "a paragraph a line, and the next below it": Form(
        f"1. Buoys\n1.1 Fog came. {LONG}\nAction PG to lend a boat\nThe Clerk thanked all."
        f" {LONG}\n",
        owner="PG",
        request="PG to lend a boat",
    ),
    "a paragraph a line, all of them short": Form(
        "1. Buoys\n1.1 Fog came.\nThe Clerk saw it.\nAction PG to lend a boat.\nThe Clerk thanked"
        " all.\n",
        owner="PG",
        request="PG to lend a boat.",
    ),
    "the same twice in one paragraph": Form(
        "1. Buoys\n1.1 The Clerk asked for a boat before the next meeting (Action 1).\n"
        "Action 1: The Pilots Guild would lend a boat.\n",
        words="before the next meeting",
    ),
    "to another board": Form(
        "1. Buoys\n\n1.1 The Pilots Guild would report to the Tides, Wind and Rain Committee on 3"
        " June 2024 (Action 1).\n",
        request=(
            "The Pilots Guild would report to the Tides, Wind and Rain Committee on 3 June 2024."
        ),
        words="on 3 June 2024",
        date=dt.date(2024, 6, 3),
        reports_to="Tides, Wind and Rain Committee",
    ),
    "to this board itself": Form(
        "1. Buoys\n\n1.1 The Pilots Guild would report to the Safety Board at its next meeting"
        " (Action 1).\n",
        request="The Pilots Guild would report to the Safety Board at its next meeting.",
        words="at its next meeting",
    ),
}


def the_action(record: Record) -> MinutedAction:
    (action,) = record.actions
    return action


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_form_of_action_is_found_with_what_it_says(form: Form, record_of: RecordOf) -> None:
    action = the_action(record_of(form.text))
    assert (action.number, action.paragraph, action.owner, action.request) == (
        form.number,
        form.paragraph,
        form.owner,
        form.request,
    )
    assert (action.due.words, action.due.date, action.reports_to) == (
        form.words,
        form.date,
        form.reports_to,
    )


NO_ACTIONS = {
    "an action talked of": (
        "1.1 The outstanding action for the Guild and a number of the actions were discussed."
    ),
    "taking action": "1.1 The Guild would take action: the boats are old.",
    "an earlier action": "1.1 Action 3 was closed.",
    "in brackets, of another meeting": "1.1 The lamp was replaced (Action 3 of the last meeting).",
    "a reference": "1.1 The lamp was replaced, see Action 3 above.",
    "a code": "1.1 The plan (Action2030) is out.",
}


@pytest.mark.parametrize("text", NO_ACTIONS.values(), ids=NO_ACTIONS)
def test_words_that_mark_no_action_give_none(text: str, record_of: RecordOf) -> None:
    record = record_of(f"1. Buoys\n\n{text}\n")
    assert record.actions == ()
    assert any("was not read as a new action" in note for note in record.notes) == (
        "Action 3" in text
    )


UNTAKEN = {
    "a plan": "Action Plan for the boats was agreed.",
    "another body": "Action Fraud to speak at the next meeting.",
    "of somebody, told": "Action PG was closed.",
    "on a matter": "Action on the lease is with the solicitors.",
    "capitals": "ACTION WAS TAKEN",
    "a list entry": "- Action taken on the lamp was praised.",
    "an earlier action": "Action 3 was closed.",
}


@pytest.mark.parametrize("text", UNTAKEN.values(), ids=UNTAKEN)
def test_a_line_that_begins_with_action_and_is_not_taken_is_listed_with_its_line(
    text: str, record_of: RecordOf
) -> None:
    record = record_of(f"1. Buoys\n\n1.1 Fog came.\n\n{text}\n")
    assert record.actions == ()
    assert [(line.place, line.text) for line in record.untaken] == [
        ("line 14", text.removeprefix("- "))
    ]
    assert [n for n in record.notes if n.startswith("line 14")] == [
        "line 14 begins with 'Action' and was not read as a new action:"
        f' "{text.removeprefix("- ")}".'
    ]


def test_a_heading_and_the_middle_of_a_line_are_not_listed(record_of: RecordOf) -> None:
    record = record_of(
        "1. Actions arising\n\n1.1 Fog came. Action on it is with the Guild.\n\nActions:\n- Clerk"
        " to row.\n"
    )
    assert the_action(record).request == "Clerk to row." and record.untaken == ()


def test_the_text_of_an_action_goes_on_where_its_lines_are_wrapped(record_of: RecordOf) -> None:
    lines = (
        "Action 7: The Clerk and the\nPilots Guild to lend a boat to the\nHarbour Master. It should"
        " be\ndry.\n"
    )
    record = record_of(f"1. Buoys\n\n1.1 Fog came in with\nthe tide and went\nwith it.\n\n{lines}")
    assert the_action(record).request == " ".join(lines.split()).removeprefix("Action 7: ")


CASES = Path(os.environ.get("DASHBOARD_CASES", ROOT.parent / "shared" / "cases")) / "19-minutes"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "one_line_a_paragraph.txt",
            [
                (1, "force", dt.date(2024, 4, 12), None),
                (2, "Head of Finance", dt.date(2024, 5, 20), "Finance Board"),
            ],
        ),
        ("action_without_colon.txt", [(1, "HR", None, None), (2, "HE and HF", None, None)]),
    ],
)
def test_records_as_other_boards_write_them_give_their_two_actions(
    name: str, expected: list
) -> None:
    if not (CASES / name).exists():
        pytest.skip(f"the case {CASES / name} is not here")
    record = read_record(CASES / name)
    assert [(a.number, a.owner, a.due.date, a.reports_to) for a in record.actions] == expected
    assert record.untaken == ()


def test_several_actions_in_one_sentence_have_each_their_part(record_of: RecordOf) -> None:
    record = record_of(
        "1. Buoys\n\n1.1 The Clerk would list the boats by 3 June 2024 (Action 1), and the Pilots"
        " Guild would paint them (Action 2). Fog came.\n"
    )
    assert [(a.owner, a.due.date) for a in record.actions] == [
        ("Clerk", dt.date(2024, 6, 3)),
        ("Pilots Guild", None),
    ]


def test_two_numbers_in_one_mark_are_two_actions_and_a_note(record_of: RecordOf) -> None:
    record = record_of(
        "1. Buoys\n\n1.1 The Clerk would list and paint the boats (Actions 1 and 2).\n"
    )
    assert [a.number for a in record.actions] == [1, 2]
    assert "one sentence holds actions 1 and 2" in record.notes[0]


def test_actions_without_numbers_are_counted_around_those_with_and_it_is_said(
    record_of: RecordOf,
) -> None:
    record = record_of(
        "1. Buoys\n\n1.1 Fog.\n\nAction: Clerk to list the boats.\n\n"
        "Action 2: Clerk to paint.\n\nAction: Clerk to row.\n"
    )
    assert [(a.number, a.has_number) for a in record.actions] == [(1, False), (2, True), (3, False)]
    assert len([n for n in record.notes if "has no number in the record" in n]) == 2


def test_a_number_that_stands_twice_is_told_and_both_are_kept(record_of: RecordOf) -> None:
    record = record_of(
        "1. Buoys\n\n1.1 The Clerk would list the moorings (Action 2).\n"
        "1.2 The Pilots Guild would lend a boat (Action 2).\n"
    )
    assert [a.number for a in record.actions] == [2, 2]
    assert "Action 2 stands twice, at line 12 and line 13" in record.notes[0]


def test_a_list_at_the_end_that_repeats_the_actions_adds_only_what_was_lacking(
    record_of: RecordOf,
) -> None:
    record = record_of(
        "1. Buoys\n\n1.1 The moorings would be listed (Action 1).\n1.2 The Pilots Guild would lend"
        " a boat (Action 2).\n\n| No | Action | Owner | Due |\n|---|---|---|---|\n| 1 | List the"
        " moorings | Clerk | 3 June 2024 |\n| 2 | Lend a boat | Harbour Master | |\n"
    )
    assert [(a.number, a.owner, a.due.date) for a in record.actions] == [
        (1, "Clerk", dt.date(2024, 6, 3)),
        (2, "Pilots Guild", None),
    ]
    assert len([n for n in record.notes if "it was taken once" in n]) == 2


def test_a_table_of_earlier_actions_is_left_and_told(record_of: RecordOf) -> None:
    record = record_of(
        "1. Matters arising\n\n| No | Action | Owner |\n|---|---|---|\n| 1 | Paint | Clerk |\n\n"
        "2. Boats\n\n2.1 The Clerk would row (Action 1).\n"
    )
    assert the_action(record).request == "The Clerk would row."
    assert "tells of earlier actions: none was taken from it" in record.notes[0]


def test_a_mark_with_no_sentence_before_it_is_told(record_of: RecordOf) -> None:
    record = record_of("1. Buoys\n\n(Action 1)\n")
    assert the_action(record).request == "" and "what it asks was not found" in record.notes[0]
