"""The draft: what it proposes, that it says what was not found, and that people and evidence are
the record's own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard import catalogue
from dashboard.declared.meetings import Meeting
from dashboard.declared.read import declarations
from dashboard.minutes.draft import draft
from dashboard.minutes.draft.evidence import CHARTS, TOPICS, propose
from dashboard.minutes.record import Record, read_record

INDICATORS = declarations(Path(__file__).resolve().parents[2] / "data" / "declared").indicators
RecordOf = Callable[[str], Record]


def test_the_draft_marks_itself_quotes_the_record_and_says_where_and_what_was_not_found(
    record_of: RecordOf,
) -> None:
    record = record_of('1. Buoys\n\n1.1 A "dry" boat\\ship would be lent. (Action 1)\n')
    text = draft(record, INDICATORS, "record.txt")
    assert text.startswith("# DRAFT, NOT CONFIRMED.")
    assert '# From line 12. The record says: "A "dry" boat\\ship would be lent."' in text
    assert "# Not in the text, so none set: owner, deadline, date, other board." in text
    assert (
        "# Present: Ann Lee, Harbour Master (line 6)." in text
        and "# Apologies: Cy Fox (line 8)." in text
    )
    assert (
        "# Item 1: Buoys (line 10)." in text
        and "# Board: line 1." in text
        and "# Date: line 3." in text
    )
    assert "no evidence is proposed" in text
    (action,) = Meeting.model_validate(tomllib.loads(text)).action
    assert (action.id, action.owner, action.due, action.reports_to) == (
        "2024-05-03/1",
        "none set",
        None,
        None,
    )
    assert action.text == 'A "dry" boat\\ship would be lent.'


def test_a_record_without_day_and_board_leaves_them_to_be_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "record.txt"
    path.write_text("1. Buoys\n\n1.1 The Clerk would row (Action 1).\n")
    text = draft(read_record(path), INDICATORS, path.name)
    assert "# Date: none set;" in text and 'board = "none set"' in text
    with pytest.raises(ValueError, match="date"):
        Meeting.model_validate(tomllib.loads(text))
    filled = text.replace("# date = YYYY-MM-DD", "date = 2024-05-03").replace(
        "# meeting = YYYY-MM-DD", "meeting = 2024-05-03"
    )
    assert Meeting.model_validate(tomllib.loads(filled)).action[0].owner == "Clerk"


def test_a_number_that_stands_twice_has_two_ids(record_of: RecordOf) -> None:
    record = record_of(
        "1. Buoys\n\n1.1 The Clerk would row (Action 2).\n1.2 The Guild would lend a boat (Action"
        " 2).\n"
    )
    meeting = Meeting.model_validate(tomllib.loads(draft(record, INDICATORS, "r")))
    assert [a.id for a in meeting.action] == ["2024-05-03/2", "2024-05-03/2-2"]


def test_every_proposed_chart_is_a_chart_and_every_indicator_is_declared() -> None:
    assert all(catalogue.has_chart(page, chart) for page, chart in CHARTS)
    assert {i for drawn in CHARTS.values() for i in drawn} <= set(INDICATORS)
    for indicator in INDICATORS.values():
        for evidence in propose("", f"{indicator.name}. {indicator.definition}", INDICATORS):
            assert (
                catalogue.has_chart(evidence.page, evidence.chart)
                and evidence.indicator in INDICATORS
            )


def test_an_indicator_s_own_name_proposes_it() -> None:
    missed = [
        i
        for i, one in INDICATORS.items()
        if i not in {e.indicator for e in propose("", one.name, INDICATORS)}
    ]
    assert not missed


def test_evidence_is_at_most_four_with_the_words_that_matched_and_none_without() -> None:
    found = propose(
        "Burglary and robbery rose.",
        "The Clerk would report on knife crime and vehicle crime.",
        INDICATORS,
    )
    assert 0 < len(found) <= 4 and "knife_detection" in {e.indicator for e in found}
    assert all("Proposed by the words" in e.note for e in found)
    assert propose("Boats were painted.", "Paint boats.", INDICATORS) == ()


PROPOSED = {
    "tiers kept and lost": (
        (
            "The Clerk would share the allocation and its effect on wards that are no longer a"
            " priority area."
        ),
        {("allocation", "plans", "")},
    ),
    "both grades": (
        "The Guild would discuss performance in responding to 999 calls.",
        {
            ("response", "within_target", "i_within_15"),
            ("response", "within_target", "s_within_60"),
        },
    ),
}


@pytest.mark.parametrize(("request_", "views"), PROPOSED.values(), ids=PROPOSED)
def test_what_no_one_indicator_tells_is_proposed_by_its_topic(request_: str, views: set) -> None:
    found = propose(request_, request_, INDICATORS)
    assert views <= {(e.page, e.chart, e.indicator) for e in found} and len(found) <= 4
    assert all(catalogue.has_chart(page, chart) for page, chart in TOPICS)
    assert {i for drawn, _ in TOPICS.values() for i in drawn} <= set(INDICATORS)


def test_no_gap_is_proposed_where_another_sentence_names_a_group() -> None:
    aside = (
        "Young people and women had been met at the school, and said what trust and confidence mean"
        " to them."
    )
    vague = propose(aside, "The Guild would say what is done about it.", INDICATORS)
    assert vague and {e.group for e in vague} == {""} and "gaps" not in {e.chart for e in vague}
    named = propose(aside, "The Guild would say what women think.", INDICATORS)
    assert {(e.chart, e.group) for e in named if e.indicator == "trust"} == {("gaps", "sex")}


def test_a_deadline_in_words_is_kept_as_words_and_a_date_as_a_date(record_of: RecordOf) -> None:
    record = record_of(
        "1. Buoys\n\n1.1 The Clerk would row before talks are held with the Guild (Action 1).\n"
        "1.2 The Guild would row by 3 June 2024 (Action 2).\n"
    )
    first, second = Meeting.model_validate(tomllib.loads(draft(record, INDICATORS, "r"))).action
    assert (first.due, first.due_words) == (None, "before talks are held with the Guild")
    assert (str(second.due), second.due_words) == ("2024-06-03", "")


OUTSTANDING = (
    "There was a discussion of the outstanding action to paint. The Clerk would row (Action 1).\n"
)


def test_an_action_of_an_earlier_meeting_is_marked_as_carried_from_it(record_of: RecordOf) -> None:
    agreed = "1. Minutes\n\n1.1 The minutes of the meeting of 5 March 2024 were agreed.\n\n"
    record = record_of(
        f"{agreed}1.2 {OUTSTANDING}1.3 The Guild would row on 4 June 2024 (Action 2).\n"
    )
    first, second = Meeting.model_validate(tomllib.loads(draft(record, INDICATORS, "r"))).action
    assert (str(first.carried_from), second.carried_from) == ("2024-03-05", None)


def test_without_the_day_of_the_earlier_meeting_the_draft_asks_for_it(record_of: RecordOf) -> None:
    text = draft(record_of(f"1. Minutes\n\n1.1 {OUTSTANDING}"), INDICATORS, "r")
    assert (
        "# Its paragraph speaks of an earlier action: write carried_from = YYYY-MM-DD, the earlier"
        " meeting." in text
    )
    assert Meeting.model_validate(tomllib.loads(text)).action[0].carried_from is None


def test_a_group_named_in_the_paragraph_proposes_the_gaps() -> None:
    found = propose("LGBTQ+ respondents were asked.", "The MPS would look at trust.", INDICATORS)
    assert (found[0].page, found[0].chart, found[0].group) == (
        "trust",
        "gaps",
        "sexual_orientation",
    )


PEOPLE = {
    "names in a row": (
        "Present: Ann Lee (Chair), Bo Day, Cy Fox",
        [("Ann Lee", "Chair"), ("Bo Day", ""), ("Cy Fox", "")],
    ),
    "semicolons": (
        "Present: Ann Lee, Clerk; Bo Day, Pilot",
        [("Ann Lee", "Clerk"), ("Bo Day", "Pilot")],
    ),
    "dash": ("In attendance\nDr Ann Lee – Head of Tides", [("Dr Ann Lee", "Head of Tides")]),
    "run together": (
        "MPS\n\nAnn Lee, Head of Boats Bo Day, Director of Tides, Wind and Rain",
        [("Ann Lee", "Head of Boats"), ("Bo Day", "Director of Tides, Wind and Rain")],
    ),
    "offices and initials": (
        (
            "1. Welcome and introductions\n\nChair (AL)\n\nHead of Tides, Wind and Rain (TWR)\n\nCy"
            " Fox (CF)\n\nApologies from the Head of Boats (HB) and the Clerk (BD)\n\n2. Tides"
        ),
        [
            ("Chair", ""),
            ("Head of Tides, Wind and Rain", ""),
            ("Cy Fox", ""),
            ("Head of Boats", ""),
            ("Clerk", ""),
        ],
    ),
    "a welcome in prose": ("1. Welcome\n\nThe Chair welcomed all to the harbour.\n\n2. Tides", []),
    "no list": ("The Clerk was late, as ever.", []),
}


@pytest.mark.parametrize(("text", "expected"), PEOPLE.values(), ids=PEOPLE)
def test_people_are_those_whom_the_record_lists(
    text: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    path = tmp_path / "record.txt"
    path.write_text(
        f"Harbour Safety Board\n\n3 May 2024\n\n{text}\n\n3. Buoys\n\n3.1 The Clerk would row"
        " (Action 1).\n"
    )
    assert [(p.name, p.role) for p in read_record(path).people] == expected


def test_initials_in_brackets_are_kept_and_apologies_from_an_office_are_no_presence(
    tmp_path: Path,
) -> None:
    path = tmp_path / "record.txt"
    path.write_text(
        "Harbour Safety Board\n\n3 May 2024\n\n1. Welcome and introductions\n\nHead of Tides"
        " (HT)\n\nAnn Lee (AL)\n\nApologies from the Head of Boats (HB)\n\n2. Buoys\n\nAction HT to"
        " row.\n"
    )
    record = read_record(path)
    assert [(p.initials, p.is_present) for p in record.people] == [
        ("HT", True),
        ("AL", True),
        ("HB", False),
    ]
    text = draft(record, INDICATORS, path.name)
    assert (
        "# Present: Head of Tides (HT) (line 7)." in text
        and "# Apologies: Head of Boats (HB) (line 11)." in text
    )
