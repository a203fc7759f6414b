"""Owners, deadlines, dates, boards and sentences: what a text names is taken, and nothing that it
does not.
"""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.minutes.paragraphs import sentences
from dashboard.minutes.phrases.deadlines import dates, deadline, reports_to
from dashboard.minutes.phrases.owners import owner, plain_name

MEETING = dt.date(2024, 5, 3)
OWNERS = {
    "The LFB would write to TfL.": "LFB",
    "It was agreed that the LFB and TfL would meet.": "LFB and TfL",
    "MPS, MOPAC and the Fire Brigade to meet.": "MPS, MOPAC and the Fire Brigade",
    "The Mayor requested that before talks are held, the Guild provided the Mayor with a plan.": (
        "Guild"
    ),
    "The Mayor requested that the Guild provide a plan.": "Guild",
    "The Mayor asked the Clerk to list the boats.": "Clerk",
    "The Clerk was asked to list the boats.": "Clerk",
    "The Clerk is to list the boats.": "Clerk",
    "HE / HF to list the boats.": "HE / HF",
    "IT to list the boats.": "IT",
    "AC Rolfe agreed to write.": "AC Rolfe",
    "Dr Ann Lee will write to the Guild.": "Dr Ann Lee",
    "The Head of Tides and Wind should write.": "Head of Tides and Wind",
    "The secretariat to circulate the paper.": "secretariat",
    "The boats will be listed by the Clerk.": "Clerk",
    "The Clerk would be asked to list the boats.": "Clerk",
    "In May the Clerk would row.": "Clerk",
    "A plan would be shared with the Guild.": None,
    "Boats to be listed.": None,
    "They would list the boats.": None,
    "It would be good to know more.": None,
    "Update to come to the next meeting.": None,
    "Further work to continue.": None,
    "The noise that it would make was feared.": None,
    "The boats will be listed by June 2024.": None,
    "The Mayor would like a plan.": None,
    "Nothing here.": None,
    "": None,
}
DEADLINES = {
    "list the boats by 30 June 2024": ("by 30 June 2024", dt.date(2024, 6, 30)),
    "list the boats by Friday 28th June 2024": ("by Friday 28th June 2024", dt.date(2024, 6, 28)),
    "report on 30th of June, 2024": ("on 30th of June, 2024", dt.date(2024, 6, 30)),
    "report by June 30, 2024": ("by June 30, 2024", dt.date(2024, 6, 30)),
    "report by 30/06/2024": ("by 30/06/2024", dt.date(2024, 6, 30)),
    "report by 30.6.24": ("by 30.6.24", dt.date(2024, 6, 30)),
    "report by 2024-06-30": ("by 2024-06-30", dt.date(2024, 6, 30)),
    "report by 30-Jun-2024": ("by 30-Jun-2024", dt.date(2024, 6, 30)),
    "report by the next meeting": ("by the next meeting", None),
    "report to the next Board meeting, by the end of the financial year": (
        "by the end of the financial year",
        None,
    ),
    "report at its next meeting": ("at its next meeting", None),
    "report by the end of June": ("by the end of June", None),
    "report by 30 June": ("by 30 June", None),
    "report by July 2024": ("by July 2024", None),
    "report within two weeks": ("within two weeks", None),
    "report as soon as possible": ("as soon as possible", None),
    "report once the survey is completed": ("once the survey is completed", None),
    "report before talks are held with boroughs": ("before talks are held with boroughs", None),
    "report on the paper of 10 February 2024": ("", None),
    "report on the plan": ("", None),
    "report by 31/02/2025": ("by 31/02/2025", None),
}
BOARDS = {
    "give an update to the Tides, Wind and Rain Committee": "Tides, Wind and Rain Committee",
    "report to the Audit Panel meeting on 3 June 2024": "Audit Panel",
    "brief the Audit Panel": "Audit Panel",
    "bring a paper to the June meeting of the Audit and Risk Committee": "Audit and Risk Committee",
    "report to the Harbour Safety Board": None,
    "report to the Board": None,
    "report to the next Board": None,
    "The Audit Panel has met.": None,
    "consider what the Audit Panel said": None,
}


@pytest.mark.parametrize(("sentence", "name"), OWNERS.items())
def test_owner_is_whom_the_sentence_names_or_nobody(sentence: str, name: str | None) -> None:
    found = owner(sentence)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(("text", "expected"), DEADLINES.items())
def test_deadline_keeps_the_words_and_a_date_only_where_one_is_stated(
    text: str, expected: tuple[str, dt.date | None]
) -> None:
    found = deadline(text, MEETING)
    assert (found.words, found.date) == expected


@pytest.mark.parametrize(("text", "board"), BOARDS.items())
def test_board_is_named_only_where_the_matter_goes_to_another_one(
    text: str, board: str | None
) -> None:
    assert reports_to(text, "Harbour Safety Board") == board


def test_a_day_that_is_none_and_a_second_date_are_told() -> None:
    assert "'31/02/2025' is no day" in deadline("report by 31/02/2025", MEETING).note
    assert (
        "more than one date" in deadline("report by 3 June 2024 and by 4 June 2024", MEETING).note
    )


def test_numbers_that_are_no_dates_give_none() -> None:
    assert (
        dates("2022-23 Q3, 1.2.3.4, 10/12, 30 June, 2.11. 500 PCSOs, 1,200 in 2023, version 1.2")
        == []
    )


def test_a_name_alone_is_a_name_and_a_sentence_is_none() -> None:
    assert plain_name("MPS / MOPAC") == "MPS / MOPAC"
    assert (
        plain_name("MPS to provide a plan") is None
        and plain_name("next meeting") is None
        and plain_name("") is None
    )


def test_sentences_end_where_a_reader_ends_them() -> None:
    text = (
        'Dr. Lee of St. Ives spoke, e.g. of boats at 2.30. It rained! "Did it?" He left (Action 1).'
        " No. 5 sank."
    )
    assert [text[start:end] for start, end in sentences(text)] == [
        "Dr. Lee of St. Ives spoke, e.g. of boats at 2.30.",
        "It rained!",
        '"Did it?"',
        "He left (Action 1).",
        "No. 5 sank.",
    ]
