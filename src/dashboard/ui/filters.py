"""Filters: the URL is the state.

A widget writes it, a link or a click on a chart writes it, a page reads it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from dashboard.markup import plain
from dashboard.ui.address import amend
from dashboard.ui.place import here
from dashboard.view import PAPER, Choices, View
from dashboard.view.parse import read

MOST_NOTES = 5
"""Sentences on what a link gets wrong."""
_LAST_VIEW = "last_view"
_FIELDS = "page_fields"
_PARAMETERS = "page_asked"
_LAST_RUN = "page_seen"
_LINK = "led_to"
_PAGE_CHANGE = "page_turned"
_ARRIVAL = "arrival"
_CHOICE = "page_choice"


def arrive(page: str) -> None:
    """Note that ``page`` runs, and let its filters go where Back has led from an address with
    filters to its bare one.

    A bare address keeps what the reader had chosen on another page; after an address of the same
    page it is the page as it was before anything was chosen. A first run that was broken off saw
    the bare address too, so it changes nothing.
    """
    if st.session_state.get(_LINK, (page, {}))[0] != page:
        del st.session_state[_LINK]  # Its page was not reached before the reader went elsewhere.
    run = (page, bool(st.query_params))
    if (st.session_state.get(_LAST_RUN), run) == (
        (page, True),
        (page, False),
    ) and _LAST_VIEW in st.session_state:
        bare = View()
        fields = {name: getattr(bare, name) for name in st.session_state[_FIELDS]}
        st.session_state[_LAST_VIEW] = replace(session_view(), **fields)
    if st.session_state.get(_LAST_RUN, ("",))[0] != page:
        # A run may be broken off before it reads the view.
        st.session_state[_PAGE_CHANGE] = True
        st.session_state[_CHOICE] = False
    st.session_state[_LAST_RUN] = run


def last_page() -> str:
    """The page that ran last in this session; '' for none."""
    return str(st.session_state.get(_LAST_RUN, ("",))[0])


def current_view(choices: Choices, fields: Sequence[str], others: Sequence[str] = ()) -> View:
    """The view that the URL asks for; where it asks for nothing, the one the reader had on the page
    before.

    ``fields`` are the fields of the view that mean something on this page; the others are kept for
    the next one; ``others`` are parameters that the page reads itself. On a page where boroughs are
    chosen, the one that another page was about is one of them, and can be let go.
    """
    last: View = st.session_state.get(_LAST_VIEW, View())
    fields = (*fields, "as_at")
    st.session_state[_FIELDS] = fields
    _, link = st.session_state.pop(_LINK, ("", None))
    from_session = link is not None or (not st.query_params and _LAST_VIEW in st.session_state)
    if link is not None:
        parameters = link
    else:
        parameters = _parameters(last, fields) if from_session else st.query_params.to_dict()
    view, notes = read(parameters, choices, others)
    notes += _find_double_keys()
    _note_arrival(view.opened, last.opened, by_address=link is not None or not from_session)
    if view.area and "areas" in fields:
        joined = view if view.area in view.areas else view.toggle_area(view.area)
        view, from_session = replace(joined, area=""), True
        paper = {PAPER: st.query_params[PAPER]} if PAPER in st.query_params else {}
        parameters = {**_parameters(view, fields), **paper}
    st.session_state[_PARAMETERS] = parameters
    amend(urlencode(parameters) if from_session else "")
    tell_notes(notes)
    st.session_state[_LAST_VIEW] = replace(last, **{f: getattr(view, f) for f in fields})
    return view


def _note_arrival(sections: tuple[str, ...], before: tuple[str, ...], *, by_address: bool) -> None:
    """Keep which sections an address has opened, whose charts are then brought into view: on a page
    that was turned to all it names, else those not open before. A press on the page moves nothing.
    """
    turned = st.session_state.pop(_PAGE_CHANGE, False)
    new = tuple(name for name in sections if turned or name not in before) if by_address else ()
    if turned or new:
        st.session_state[_ARRIVAL] = (arrival()[0] + 1, new)


def note_link() -> None:
    """Note that a link on the page leads to the page itself, perhaps at the view that it shows."""
    st.session_state[_ARRIVAL] = (arrival()[0] + 1, ())


def arrival() -> tuple[int, tuple[str, ...]]:
    """A number that tells one link from the next, and the sections that it opened."""
    noted: tuple[int, tuple[str, ...]] = st.session_state.get(_ARRIVAL, (0, ()))
    return noted


def lead_to(page: str, parameters: Mapping[str, str]) -> None:
    """Have ``page``, to which the reader is led next, ask for ``parameters``, which its address is
    then amended to say.

    Streamlit would give them to the address of the page that is left as well, so that Back led to
    that page with another's filters.
    """
    st.session_state[_LINK] = (page, dict(parameters))


def _find_double_keys() -> list[str]:
    """A sentence for each key that a link gives more than once; the last of them counts."""
    names = [name for name in st.query_params if len(st.query_params.get_all(name)) > 1]
    return [f"The link gives '{plain(name)}' twice; the last is used." for name in names]


def tell_notes(notes: Sequence[str]) -> None:
    """Say what a link could not have, a sentence each: the first ``MOST_NOTES``, and how many more
    there are.
    """
    for note in notes[:MOST_NOTES]:
        here.info(note)
    if len(notes) > MOST_NOTES:
        here.info(
            f"The link has {len(notes) - MOST_NOTES:,} more parts that could not be honoured."
        )


def page_parameters() -> dict[str, str]:
    """What this page was asked for: the URL's parameters, or those it was given of what the reader
    had before; nothing where it ended before it asked.
    """
    return dict(st.session_state.get(_PARAMETERS, {}))


def as_at() -> dt.date | None:
    """The day on which everything is asked for as it stood: that of the link that led here, the
    URL's, or the one kept where the URL asks nothing.
    """
    _, link = st.session_state.get(_LINK, ("", None))
    if link is None and not st.query_params and _LAST_VIEW in st.session_state:
        kept: View = st.session_state[_LAST_VIEW]
        return kept.as_at
    asked = st.query_params.to_dict() if link is None else link
    return read({"as_at": asked.get("as_at", "")}, Choices({}, {}))[0].as_at


def forget_as_at() -> None:
    """Ask for everything as it stands: there is nothing of the day that was asked for."""
    st.query_params.pop("as_at", None)
    if _LINK in st.session_state:
        st.session_state[_LINK][1].pop("as_at", None)
    if _LAST_VIEW in st.session_state:
        st.session_state[_LAST_VIEW] = replace(st.session_state[_LAST_VIEW], as_at=None)


def has_choice() -> bool:
    """Whether the reader has chosen anything on the page since it was turned to."""
    return bool(st.session_state.get(_CHOICE, False))


def session_view() -> View:
    """The view that the reader has, with what the widgets of this run have written."""
    view: View = st.session_state[_LAST_VIEW]
    return view


def write(view: View) -> None:
    """Put what ``view`` says of this page's fields into the URL, and keep all of it for the pages
    to come.
    """
    fields = st.session_state[_FIELDS]
    kept: View = st.session_state.get(_LAST_VIEW, View())
    wanted = _parameters(view, fields)
    st.session_state[_CHOICE] = True
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)
    st.session_state[_LAST_VIEW] = replace(kept, **{f: getattr(view, f) for f in fields})


def _parameters(view: View, fields: Sequence[str]) -> dict[str, str]:
    return {name: text for name, text in view.parameters().items() if name in fields}
