"""What narrows a page: switches and choices that show what the URL says and write it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.text import day, month
from dashboard.ui import filters
from dashboard.ui.board.layout import Choice
from dashboard.view import View
from dashboard.view.shared_filters import MOST_AREAS

_NOW = "now"
"""In the choice of a day: as everything stands."""


def open_section(place: Any, label: str, section: str) -> bool:
    """Draw in ``place`` a switch that opens a part of the page and writes ``opened``; whether it is
    open.
    """
    key = f"section_{section}"
    mirror(key, section in filters.session_view().opened)
    return bool(place.toggle(label, key=key, on_change=_section_changed, args=(section, key)))


def _section_changed(section: str, key: str) -> None:
    others = tuple(name for name in filters.session_view().opened if name != section)
    filters.write(
        replace(
            filters.session_view(), opened=(*others, section) if st.session_state[key] else others
        )
    )


def mirror(key: str, value: object) -> None:
    """Let the widget ``key`` show what the URL says, before it is drawn.

    On a page that was turned to, the browser's widget has lost what is still held of it here, so it
    is told until the reader chooses; then only what differs, as they may be choosing again.
    """
    if st.session_state.get(key) != value or not filters.has_choice():
        st.session_state[key] = value


def select(
    place: Any, label: str, field: str, options: Mapping[Any, str], choice: Any, key: str = ""
) -> None:
    """Draw in ``place`` a choice among ``options`` (value -> words) that holds ``choice`` and writes
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
        filters.write(replace(view, **changed))

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
    filters.write(replace(filters.session_view(), as_at=date))


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
    filters.write(replace(filters.session_view(), **{field: st.session_state[key]}))


def _period_changed(newest: dt.date) -> None:
    chosen = st.session_state.filter_period
    filters.write(replace(filters.session_view(), period=None if chosen == newest else chosen))


def _areas_changed() -> None:
    filters.write(replace(filters.session_view(), areas=tuple(st.session_state.filter_areas)))


def choosing(view: View, boroughs: Mapping[str, str]) -> Callable[[str], None]:
    """What a press on an area does where boroughs may be chosen: it is chosen, or let go."""

    def choose(code: str) -> None:
        if code in boroughs:
            filters.write(view.toggle_area(code))

    return choose
