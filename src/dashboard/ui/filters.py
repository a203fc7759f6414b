"""Filters: the URL is the state.

A widget writes it, a link or a click on a chart writes it, a page reads it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.markup import plain
from dashboard.text import day, month
from dashboard.ui.address import amend
from dashboard.ui.board.layout import Choice
from dashboard.ui.place import here
from dashboard.view import PAPER, Choices, View
from dashboard.view.parse import read
from dashboard.view.shared import MOST_AREAS

MOST_NOTES = 5
"""Sentences on what a link gets wrong."""
_LAST_VIEW = "last_view"
_FIELDS = "page_fields"
_PARAMETERS = "page_asked"
_LAST_RUN = "page_seen"
_LINK_PARAMETERS = "led_to"
_PAGE_CHANGE = "page_turned"
_ARRIVAL = "arrival"
_NOW = "now"
"""In the choice of a day: as everything stands."""


def arrive(page: str) -> None:
    """Note that ``page`` runs, and let its filters go where Back has led from an address with
    filters to its bare one.

    A bare address keeps what the reader had chosen on another page; after an address of the same
    page it is the page as it was before anything was chosen. A first run that was broken off saw
    the bare address too, so it changes nothing.
    """
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
    link = st.session_state.pop(_LINK_PARAMETERS, None)
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


def lead_to(parameters: Mapping[str, str]) -> None:
    """Have the next page ask for ``parameters``, which its address is then amended to say.

    Streamlit would give them to the address of the page that is left as well, so that Back led to
    that page with another's filters.
    """
    st.session_state[_LINK_PARAMETERS] = dict(parameters)


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
    had before.
    """
    return dict(st.session_state[_PARAMETERS])


def as_at() -> dt.date | None:
    """The day on which everything is asked for as it stood: the URL's, or the one kept where the
    URL asks nothing.
    """
    if not st.query_params and _LAST_VIEW in st.session_state:
        kept: View = st.session_state[_LAST_VIEW]
        return kept.as_at
    return read({"as_at": st.query_params.get("as_at", "")}, Choices({}, {}))[0].as_at


def forget_as_at() -> None:
    """Ask for everything as it stands: there is nothing of the day that was asked for."""
    st.query_params.pop("as_at", None)
    if _LAST_VIEW in st.session_state:
        st.session_state[_LAST_VIEW] = replace(st.session_state[_LAST_VIEW], as_at=None)


def session_view() -> View:
    """The view that the reader has, with what the widgets of this run have written."""
    view: View = st.session_state[_LAST_VIEW]
    return view


def open_section(place: Any, label: str, section: str) -> bool:
    """Draw in ``place`` a switch that opens a part of the page and writes ``opened``; whether it is
    open.
    """
    key = f"section_{section}"
    mirror(key, section in session_view().opened)
    return bool(place.toggle(label, key=key, on_change=_section_changed, args=(section, key)))


def _section_changed(section: str, key: str) -> None:
    others = tuple(name for name in session_view().opened if name != section)
    write(replace(session_view(), opened=(*others, section) if st.session_state[key] else others))


def write(view: View) -> None:
    """Put what ``view`` says of this page's fields into the URL, and keep all of it for the pages
    to come.
    """
    fields = st.session_state[_FIELDS]
    kept: View = st.session_state.get(_LAST_VIEW, View())
    wanted = _parameters(view, fields)
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)
    st.session_state[_LAST_VIEW] = replace(kept, **{f: getattr(view, f) for f in fields})


def _parameters(view: View, fields: Sequence[str]) -> dict[str, str]:
    return {name: text for name, text in view.parameters().items() if name in fields}


def mirror(key: str, value: object) -> None:
    """Let the widget ``key`` show what the URL says, before it is drawn."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def select(
    place: Any, label: str, field: str, options: Mapping[Any, str], choice: Any, key: str = ""
) -> None:
    """Draw in ``place`` a choice among ``options`` (value -> words) that holds ``shown`` and writes
    ``field``.

    ``key`` is its own where the page has two choices of one field.
    """
    key = key or f"filter_{field}"
    mirror(key, choice)
    place.selectbox(
        label,
        list(options),
        format_func=lambda value: options[value],
        key=key,
        on_change=_keep_choice,
        args=(field, key),
    )


def card_choice(
    view: View, field: str, label: str, options: Mapping[str, str], choice: str
) -> Choice:
    """A choice for a card's head that writes ``field`` of ``view``."""

    def write_choice(value: str) -> None:
        changed: dict[str, Any] = {field: value}
        write(replace(view, **changed))

    return Choice(field, label, options, choice, write_choice)


def areas_words(view: View, boroughs: Mapping[str, str]) -> str:
    """The names of the boroughs chosen, or that none is."""
    return ", ".join(boroughs[code] for code in view.areas) or "no borough chosen"


def select_period(place: Any, label: str, periods: Sequence[dt.date], choice: dt.date) -> None:
    """Draw in ``place`` a choice among ``periods``, newest first; the newest stays out of the URL."""
    mirror("filter_period", choice)
    place.selectbox(
        label,
        periods,
        format_func=month,
        key="filter_period",
        on_change=_period_changed,
        args=(periods[0],),
    )


def select_as_at(place: Any, days: Mapping[dt.date, str], choice: dt.date | None) -> None:
    """Draw in ``place`` a choice of the day as at which everything is shown: now, or one of
    ``days``, in words.
    """
    words = {choice: day(choice), **days} if choice else dict(days)
    # An option that is None would be taken for no choice at all.
    options: dict[str, str] = {_NOW: "Now"}
    options |= {date.isoformat(): words[date] for date in sorted(words, reverse=True)}
    mirror("filter_as_at", choice.isoformat() if choice else _NOW)
    place.selectbox(
        "As at",
        list(options),
        format_func=lambda value: options[value],
        key="filter_as_at",
        on_change=_as_at_changed,
    )


def _as_at_changed() -> None:
    chosen = st.session_state.filter_as_at
    date = None if chosen == _NOW else dt.date.fromisoformat(chosen)
    write(replace(st.session_state[_LAST_VIEW], as_at=date))


def select_areas(
    place: Any, label: str, boroughs: Mapping[str, str], choice: Sequence[str]
) -> None:
    """Draw in ``place`` a choice of up to five boroughs."""
    mirror("filter_areas", list(choice))
    place.multiselect(
        label,
        list(boroughs),
        format_func=lambda b: boroughs[b],
        key="filter_areas",
        max_selections=MOST_AREAS,
        on_change=_areas_changed,
    )


def _keep_choice(field: str, key: str) -> None:
    write(replace(st.session_state[_LAST_VIEW], **{field: st.session_state[key]}))


def _period_changed(newest: dt.date) -> None:
    chosen = st.session_state.filter_period
    write(replace(st.session_state[_LAST_VIEW], period=None if chosen == newest else chosen))


def _areas_changed() -> None:
    write(replace(st.session_state[_LAST_VIEW], areas=tuple(st.session_state.filter_areas)))


def choosing(view: View, boroughs: Mapping[str, str]) -> Callable[[str], None]:
    """What a press on an area does where boroughs may be chosen: it is chosen, or let go."""

    def choose(code: str) -> None:
        if code in boroughs:
            write(view.toggle_area(code))

    return choose
