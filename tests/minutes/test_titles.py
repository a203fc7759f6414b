"""Titles of actions: the verb and what it is about, in the record's own words, and never the half
of a phrase.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.minutes.draft.titles import is_long, title
from dashboard.minutes.phrases.deadlines import deadline, reports_to
from dashboard.minutes.phrases.owners import owner

TITLES = {
    "what 'this' stands for": (
        "The Clerk would share with the Guild its plans for this.",
        (
            "Fog came. There was a discussion of how the harbour was winning back its visitors and"
            " how it spoke to them."
        ),
        "Share its plans for winning back its visitors",
    ),
    "work that was asked about": (
        (
            "The Clerk would provide an update on this work to the Tides Committee meeting on 3"
            " June 2024."
        ),
        (
            "The Mayor enquired about the Guild's work to find the berths where boats were lost due"
            " to the 20 old lamps."
        ),
        "Update on work to find berths where boats were lost",
    ),
    "an action that was outstanding": (
        "The Guild would update the Clerk on the outcome of this work once it was completed.",
        (
            "There was a discussion of the outstanding action for the Guild to make a survey of"
            " berths in light of the fog."
        ),
        "Update on the outcome of the survey of berths",
    ),
    "'this' that nothing tells": ("The Clerk would report on this.", "Fog came.", "Report"),
    "to whom, and an aside": (
        (
            "The Clerk would provide the Board with a breakdown of accidents by berth, including"
            " those at night."
        ),
        "",
        "Provide a breakdown of accidents by berth",
    ),
    "a past verb": (
        (
            "The Mayor requested that before talks are held with the Guild, the Clerk provided the"
            " Guild with the detailed work behind the new berths and the impact that it would have"
            " on boats, particularly where berths are lost."
        ),
        "",
        "Provide the detailed work behind the new berths",
    ),
    "feasible or not": (
        (
            "The Clerk would consider the feasibility of the Mayor's request for the painting of"
            " boats to be accelerated and respond as quickly as possible."
        ),
        "",
        "Consider whether the painting of boats can be accelerated",
    ),
    "two to talk": (
        (
            "The Clerk and the Guild to discuss how they align on what is needed for reducing the"
            " long waits that visitors have in the harbour, and the next steps."
        ),
        "",
        "Align on reducing the long waits of visitors",
    ),
    "a date and another board": (
        "The Clerk to report overtime by berth to the Tides Committee on 3 June 2024.",
        "",
        "Report overtime by berth",
    ),
    "initials": (
        "HR send the figures by district to CH before the next meeting.",
        "",
        "Send the figures by district",
    ),
    "initials parted by a stroke": (
        "HE / HF to give the opening dates",
        "",
        "Give the opening dates",
    ),
    "a list kept whole": (
        (
            "The Clerk to provide data on searches by berth, age and outcome for each quarter of"
            " the last three years."
        ),
        "",
        "Provide data on searches by berth, age and outcome",
    ),
    "'it' that nothing tells": ("The Clerk would look into it.", "", "Look into it"),
    "short already": ("Lend a boat.", "", "Lend a boat"),
    "nothing": ("", "", ""),
}


def of(request: str, before: str) -> str:
    asked = owner(request)
    board = reports_to(request, "Harbour Board") or ""
    return title(request, asked.verb if asked else 0, deadline(request, None).words, board, before)


@pytest.mark.parametrize(("request_", "before", "expected"), TITLES.values(), ids=TITLES)
def test_a_title_says_what_is_asked_as_a_person_would(
    request_: str, before: str, expected: str
) -> None:
    assert of(request_, before) == expected


def test_a_title_that_no_rule_makes_short_is_left_whole_and_called_long() -> None:
    said = of(
        "The Clerk will ensure that the owners of all boats are told of every single decision made"
        " in their own case.",
        "",
    )
    assert said.endswith("made in their own case") and is_long(said) and not is_long("Lend a boat")


WORDS = "the Guild would MPS / HR , and to provide update on this how of 3 June boats .".split()


@given(st.lists(st.sampled_from(WORDS)), st.text(max_size=60))
def test_a_title_never_ends_in_the_middle_of_a_phrase(words: list[str], before: str) -> None:
    said = of(" ".join(words), before)
    assert said == said.strip(" .,;:")
    assert len(said.split()) < 2 or said.split()[-1].casefold() not in {
        "the",
        "of",
        "to",
        "on",
        "and",
        "how",
    }
