"""What an entry may say, and what is said where it may not."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from dashboard.actions.toml import to_toml
from dashboard.declared.meetings import Evidence, Meeting
from dashboard.declared.read import _UNSEEN
from dashboard.errors import InputError
from dashboard.record.action_words import ActionUpdate, NewAction
from dashboard.record.entry import Entry, canonical
from dashboard.record.laying import LaidRecord
from dashboard.record.words import read_words, stored_words

NEW = {"title": "Report", "owner": "MPS", "board": "A board"}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"text": ""}, "What was said is empty; fill it in."),
        ({"text": " \n\t "}, "What was said is empty; fill it in."),
        ({}, "What was said is empty; fill it in."),
        ({"text": "a\x07b"}, "What was said holds U+0007, which is not allowed here; take it out."),
        (
            {"text": "a\u202eb"},
            "What was said holds U+202E, which is not allowed here; take it out.",
        ),
        (
            {"text": "a\ud800"},
            "What was said holds U+D800, which is not allowed here; take it out.",
        ),
        (
            {"text": "x" * 2001},
            "What was said has 2,001 characters and may have 2,000; shorten it.",
        ),
        (
            {"text": "x", "status": "finished"},
            "Status may be open, not started, in progress, complete or closed; choose one.",
        ),
        ({"text": "x", "by": "me"}, "The entry has no 'by'; leave it out."),
        (
            {"text": "x", "item": "2\n4"},
            "Agenda item holds a line break, which is not allowed here; take it out.",
        ),
    ],
)
def test_what_is_wrong_with_an_update_is_one_sentence(said, sentence):
    with pytest.raises(InputError) as told:
        read_words(ActionUpdate, said)
    assert str(told.value) == sentence


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"title": ""}, "Title is empty; fill it in."),
        ({"owner": "x" * 121}, "Owner has 121 characters and may have 120; shorten it."),
        ({"evidence": (Evidence(page="a", chart="b"),) * 9}, "Evidence has more than 8 parts"),
        ({"evidence": (Evidence(page="a", chart="b", note="\x07"),)}, "Evidence holds U+0007"),
    ],
)
def test_what_is_wrong_with_a_new_action_is_one_sentence(more, sentence):
    with pytest.raises(InputError, match=f"^{sentence.replace('+', chr(92) + '+')}"):
        read_words(NewAction, NEW | more)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300), st.text(max_size=150), st.none() | st.dates())
def test_any_words_that_are_taken_come_back_from_json_and_may_stand_in_a_meetings_file(
    said, title, due
):
    try:
        words = read_words(NewAction, NEW | {"text": said or None, "title": title, "due": due})
    except InputError:
        return
    body = canonical(words.model_dump(mode="json", exclude_defaults=True))
    assert stored_words(NewAction, body) == words
    assert not _UNSEEN.search(words.title + (words.text or ""))
    entry = Entry(
        1,
        "2023-04-28T09:31:00.000000Z",
        "A",
        "new action",
        "2023-04-28",
        "2023-04-28/1",
        body,
        "",
        "",
    )
    (meeting,) = LaidRecord({}, (entry,)).meetings.values()
    assert Meeting.model_validate(tomllib.loads(to_toml(meeting))) == meeting
    assert meeting.action[0].due == due


def test_words_are_frozen_and_strict():
    words = ActionUpdate(text="x")
    with pytest.raises(ValidationError):
        words.text = "y"  # type: ignore[misc]
    with pytest.raises(InputError):
        read_words(NewAction, NEW | {"due": "2023-04-28"})
    assert stored_words(NewAction, canonical(NEW | {"due": "2023-04-28"})).due == dt.date(
        2023, 4, 28
    )
    assert stored_words(NewAction, canonical(NEW | {"later": "version"})) is None
    assert stored_words(NewAction, "no json") is None
