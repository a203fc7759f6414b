"""The form at the side of a page: one at a time, opened by a press in a board, closed by Escape."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.ui.place import here

_SIDE, _COUNT = "side_form", "side_count"


@dataclass(frozen=True)
class SideForm:
    """A form that is open."""

    page: str
    kind: str
    """Which form it is."""
    about: Any
    """What it was opened on."""
    number: int
    """Tells it from every other that was open in this session."""

    @property
    def name(self) -> str:
        """How the keys of its fields begin."""
        return f"side_{self.number}"

    def field_value(self, field: str) -> Any:
        """What stands in one of its fields; None for none."""
        return st.session_state.get(f"{self.name}_{field}")


def open_side(page: str, kind: str, about: Any) -> None:
    """Open the form ``kind`` on ``page`` in the place of any other."""
    number = st.session_state.get(_COUNT, 0) + 1
    st.session_state[_COUNT] = number
    st.session_state[_SIDE] = SideForm(page, kind, about, number)


def close_side() -> None:
    """Close the form that is open."""
    st.session_state.pop(_SIDE, None)


def side_form(page: str) -> SideForm | None:
    """The form that is open on ``page``; one that was left open on another page is closed."""
    form: SideForm | None = st.session_state.get(_SIDE)
    if form is not None and form.page != page:
        close_side()
        return None
    return form


@contextmanager
def draw_side(form: SideForm, title: str) -> Iterator[None]:
    """Draw the frame of ``form``, in which ``here`` stands meanwhile, and its way out."""
    with here.container(key="side"), here.container(key=form.name):
        here.header(title)
        yield
        here.button("Close (Esc)", on_click=close_side, key="side_close")
