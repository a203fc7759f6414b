"""Filters: the URL is the state. A widget writes it, a link or a click on a chart writes it, a page reads it."""

from __future__ import annotations

import streamlit as st

from dashboard.view import Choices, View, read

_KEPT = "last_view"


def current_view(choices: Choices) -> View:
    """The view that the URL asks for; where it asks for nothing, the one the reader had on the page before."""
    if not st.query_params and _KEPT in st.session_state:
        write(st.session_state[_KEPT])
    view, notes = read(st.query_params.to_dict(), choices)
    for note in notes:
        st.info(note)
    st.session_state[_KEPT] = view
    return view


def write(view: View) -> None:
    """Put ``view`` into the URL."""
    wanted = view.parameters()
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)
    st.session_state[_KEPT] = view


def mirror(key: str, value: object) -> None:
    """Let the widget ``key`` show what the URL says, before it is drawn."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value
