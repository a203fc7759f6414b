"""The live record as this session sees it: its last entry, and who may write into it."""

from __future__ import annotations

import streamlit as st

from dashboard import access
from dashboard.errors import InputError
from dashboard.record.ledger import open_record
from dashboard.settings import places, recorders, served_origins
from dashboard.ui.guard import LOCAL
from dashboard.ui.place import here
from dashboard.ui.reader import signed_in_email

_HEAD = "record_head"


def arrive() -> None:
    """Ask for the last entry of the record, once in a run; where it cannot be read the page says
    so and shows what is declared.
    """
    try:
        last = open_record(places()).head()
    except InputError as error:
        show_declared(error)
        return
    st.session_state[_HEAD] = str(last) if last else ""


def show_declared(error: InputError) -> None:
    """Say that the record cannot be read; for the rest of this run what is declared is shown."""
    here.error(f"{error} Actions are shown without what was recorded since the last build.")
    st.session_state[_HEAD] = ""


def head() -> str:
    """The last entry of the record as this run began; '' where there is none."""
    return str(st.session_state.get(_HEAD, ""))


def may_record() -> bool:
    """Whether this reader may write into the record."""
    email = signed_in_email()
    return is_at_the_machine() if email is None else email.casefold() in recorders()


def is_at_the_machine() -> bool:
    """Whether whoever is served sits at this machine: it listens there alone, no proxy is set
    before it, and nobody is told apart by signing in.
    """
    bound_here = st.get_option("server.address") in LOCAL
    return bound_here and not served_origins() and not access.signs_in()
