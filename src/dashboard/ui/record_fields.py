"""The fields of the forms that record, and what was typed into them.

No field cuts what is pasted: too long a text is told, and stays to be shortened.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

import streamlit as st

from dashboard.declared.meetings import Evidence
from dashboard.declared.models import STATUSES
from dashboard.errors import InputError
from dashboard.record.action_words import ActionUpdate, NewAction
from dashboard.record.words import read_words
from dashboard.ui.place import Place, here

_NO_CHANGE = ""
_FIRST, _LAST = dt.date(2000, 1, 1), dt.date(2100, 1, 1)
"""Days that a calendar offers."""
_TEXT_FIELDS = ("text", "title", "owner", "due", "due_words", "item", "evidence", "note", "reason")
"""Fields that hold words."""
_DAY_FORMS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y")


def draw_day(place: Place, label: str, key: str, day: dt.date | None) -> None:
    """Draw in ``place`` the field ``key`` of a day, with ``day`` where there is one."""
    place.date_input(
        label, key=key, value=day, format="YYYY-MM-DD", min_value=_FIRST, max_value=_LAST
    )


def _draw_due(place: Place, label: str, name: str, due: dt.date | None) -> None:
    """Draw the field of a due date of the form ``name``: typed, as a calendar makes another day of
    one that there is not.
    """
    value = due.isoformat() if due else ""
    place.text_input(label, key=f"{name}_due", value=value, placeholder="such as 2023-06-30")


def draw_update(name: str, words: ActionUpdate | None = None) -> None:
    """Draw the fields of an update in the form ``name``, with ``words`` where they are corrected."""
    here.text_area(
        "What was said", key=f"{name}_text", value=words.text if words else "", height=80
    )
    options = [_NO_CHANGE, *STATUSES]
    here.selectbox(
        "Status",
        options,
        format_func=lambda status: status or "Unchanged",
        index=options.index(words.status or _NO_CHANGE) if words else 0,
        key=f"{name}_status",
    )
    owner, due, due_words = here.columns(3)
    owner.text_input("New owner", key=f"{name}_owner", value=words.owner if words else "")
    _draw_due(due, "New due date", name, words.due if words else None)
    due_words.text_input(
        "New due in words", key=f"{name}_due_words", value=words.due_words if words else ""
    )


def draw_new_action(name: str, words: NewAction | None = None) -> None:
    """Draw the fields of a new action, with ``words`` where they are corrected."""
    here.text_input("Title", key=f"{name}_title", value=words.title if words else "")
    owner, due, due_words = here.columns(3)
    owner.text_input("Owner", key=f"{name}_owner", value=words.owner if words else "")
    _draw_due(due, "Due", name, words.due if words else None)
    due_words.text_input(
        "Due in words", key=f"{name}_due_words", value=words.due_words if words else ""
    )
    here.text_area(
        "What was asked, where the title does not say all of it",
        key=f"{name}_text",
        value=(words.text or "") if words else "",
        height=80,
    )


def draw_item(place: Place, name: str, item: str = "") -> None:
    """Draw the field of the agenda item in ``place``, with ``item`` filled in."""
    place.text_input("Agenda item", key=f"{name}_item", placeholder="such as 2.4", value=item)


def draw_evidence(name: str, address: str = "") -> None:
    """Draw the fields of the page that a new action rests on, with ``address`` filled in."""
    here.text_input(
        "Evidence: address of the page it rests on",
        key=f"{name}_evidence",
        value=address,
        placeholder="copied from the browser, such as /compare?indicator=trust#ranking",
    )
    here.text_input("What to look for there", key=f"{name}_note")


def read_due(text: str) -> dt.date | None:
    """The day that is typed as a due date; None where none is.

    Raises:
        InputError: it is no day of the calendar.
    """
    text = " ".join(text.split())
    for form in _DAY_FORMS if text else ():
        with suppress(ValueError):
            return dt.datetime.strptime(text, form).date()
    if text:
        raise InputError(
            f"The due date '{text}' is no day of the calendar; write it as 2023-06-30 or 30 June 2023."
        )
    return None


def typed_update(name: str, item: str) -> ActionUpdate:
    """The update that the form ``name`` holds.

    Raises:
        InputError: a field is empty, too long or holds what is not seen, or the due date is none.
    """
    state = st.session_state
    values = {key: state[f"{name}_{key}"] for key in ("text", "owner", "due_words")}
    values["due"] = read_due(state[f"{name}_due"])
    status = state[f"{name}_status"] or None
    return read_words(ActionUpdate, {**values, "status": status, "item": item})


def typed_new_action(
    name: str, item: str, board: str, evidence: tuple[Evidence, ...] = ()
) -> NewAction:
    """The new action that the form ``name`` holds.

    Raises:
        InputError: a field is empty, too long or holds what is not seen, or the due date is none.
    """
    state = st.session_state
    words: dict[str, Any] = {key: state[f"{name}_{key}"] for key in ("title", "owner", "due_words")}
    words["due"] = read_due(state[f"{name}_due"])
    words["text"] = state[f"{name}_text"].strip() or None
    return read_words(NewAction, {**words, "item": item, "board": board, "evidence": evidence})


def empty_fields(name: str) -> None:
    """Empty the fields of the form ``name``, whose words are on the disk; choices stay."""
    emptied = {f"{name}_{field}": "" for field in _TEXT_FIELDS} | {f"{name}_status": _NO_CHANGE}
    for key, value in emptied.items():
        if key in st.session_state:
            st.session_state[key] = value
