"""Who records in this session, and what became of what was recorded last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

import streamlit as st

from dashboard.errors import InputError
from dashboard.record.entry import BOARD_TIME, Entry
from dashboard.record.fields import EntryWords
from dashboard.record.ledger import open_record
from dashboard.settings import places
from dashboard.ui import live
from dashboard.ui.place import here
from dashboard.ui.reader import signed_in_email

AUTHOR, AUTHOR_COOKIE = "record_author", "ward_to_board_author"
"""Where a session has the name of who records, and where a browser keeps it (``ui/front_page.js``)."""
_OUTCOME, _LAST = "record_outcome", "record_last"
_AGAIN = dt.timedelta(seconds=20)
"""Within it the same words by the same author are the same press of a button."""


@dataclass(frozen=True)
class Draft:
    """What a form holds, ready to be appended."""

    words: EntryWords
    meeting: dt.date | None = None
    action: str = ""
    numbers: tuple[int, ...] = ()


def draw_author(name: str) -> None:
    """Ask for a name where nobody is signed in and none was given in this session; the one that was
    last given in this browser stands in the field.
    """
    if signed_in_email() is None and not st.session_state.get(AUTHOR):
        last = unquote(st.context.cookies.get(AUTHOR_COOKIE, ""))
        here.text_input("Your name", key=f"{name}_author", value=last)


def entry_sentence(entry: Entry) -> str:
    """'Recorded as entry 3 (update, action 2023-04-28/3, 28 April 2023, 10:42).'."""
    about = f"{entry.kind}, action {entry.action}" if entry.action else entry.kind
    return f"Recorded as entry {entry.sequence} ({about}, {entry.when})."


def record(
    name: str,
    draft: Callable[[], Draft],
    say: Callable[[Entry], str] = entry_sentence,
) -> Entry | None:
    """Append what the form ``name`` holds and have the page ``say`` so; None where it is wrong,
    which is told, and its fields stay.
    """
    email = signed_in_email()
    author = st.session_state.get(AUTHOR) or st.session_state.get(f"{name}_author", "")
    try:
        if not live.may_record():
            raise InputError("You may not record: sign in with an address that may, and try again.")
        entry = _append_once(email or str(author), draft())
    except InputError as error:
        st.session_state[_OUTCOME] = (False, str(error))
        return None
    if email is None:
        st.session_state[AUTHOR] = author
    st.session_state[_OUTCOME] = (True, say(entry))
    return entry


def _append_once(author: str, draft: Draft) -> Entry:
    """Append ``draft``; a second press of the same button appends nothing."""
    last, now = st.session_state.get(_LAST), dt.datetime.now(dt.UTC)
    if last is not None and last[0] == (author, draft) and now - last[1] < _AGAIN:
        again: Entry = last[2]
        return again
    entry = open_record(places()).append(
        author, draft.words, meeting=draft.meeting, action=draft.action, numbers=draft.numbers
    )
    st.session_state[_LAST] = ((author, draft), now, entry)
    return entry


def refuse(sentence: str) -> None:
    """Have the page tell in a sentence what could not be done."""
    st.session_state[_OUTCOME] = (False, sentence)


def take_success() -> str:
    """The sentence on what was recorded last, once; '' where nothing was, or the form was at fault."""
    done, sentence = st.session_state.get(_OUTCOME, (False, ""))
    if done:
        st.session_state.pop(_OUTCOME)
    return sentence if done else ""


def tell_outcome() -> None:
    """Say once what became of the form that was sent last."""
    done, sentence = st.session_state.pop(_OUTCOME, (True, ""))
    if sentence:
        (here.info if done else here.error)(sentence)


def today() -> dt.date:
    """The day in the board room."""
    return dt.datetime.now(BOARD_TIME).date()
