"""The open database for this reader, and the calm page where there is none."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from dashboard.errors import NoDatabaseError
from dashboard.panel import day
from dashboard.settings import places
from dashboard.store.connection import Store, current, open_store
from dashboard.view import Choices


@st.cache_resource(max_entries=2, show_spinner="Opening the board's figures")
def _open(path: str) -> Store:
    where = places()
    return open_store(where, where.built / path)


@st.cache_resource(max_entries=2)
def _choices(version: str, _store: Store) -> Choices:
    indicators = _store.query("indicators")
    areas = _store.query("areas")
    boroughs = areas[areas["level"] == "borough"]
    with_figures = indicators[indicators["last_period"].notna()]
    return Choices(
        dict(zip(with_figures["id"], with_figures["name"], strict=True)),
        dict(zip(boroughs["code"], boroughs["name"], strict=True)),
    )


def store() -> Store:
    """The database in force; a newer one is picked up at the next run of a page.

    Where there is none the page ends here with the sentence that says what to run.
    """
    try:
        return _open(current(places()).name)
    except NoDatabaseError as error:
        st.title("Ward to Board")
        st.error(str(error))
        st.stop()


def choices(opened: Store) -> Choices:
    """What a view may name in the database ``opened``."""
    return _choices(opened.version, opened)


def freshness(opened: Store, releases: pd.DataFrame) -> None:
    """The demonstration banner where it applies, and how fresh the data is."""
    if bool(releases["demonstration"].any()):
        st.warning(
            "**DEMONSTRATION DATA.** Figures marked so are generated for trying out this dashboard; do not act on them."
        )
    if len(releases):
        last = pd.to_datetime(releases["last_period"]).max()
        reporting = dt.date.fromisoformat(opened.meta()["reporting_date"])
        st.markdown(f":small[Data to {day(last.date())}. Reporting date {day(reporting)}.]")
