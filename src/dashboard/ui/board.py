"""The open database for this reader, and the calm page where there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.errors import NoDatabaseError
from dashboard.panel import day
from dashboard.panels.page import Page
from dashboard.settings import places
from dashboard.store.connection import Store, current, open_store
from dashboard.ui import filters
from dashboard.view import Choices


@st.cache_resource(max_entries=2, show_spinner="Opening the board's figures")
def _open(path: str) -> Store:
    where = places()
    return open_store(where, where.built / path)


@st.cache_resource(max_entries=2)
def _choices(version: str, _store: Store) -> Choices:
    indicators, areas, actions = (_store.query(name) for name in ("indicators", "areas", "actions"))
    held, boroughs = indicators[indicators["last_period"].notna()], areas[areas["level"] == "borough"]
    plans = _store.query("plans")
    groups = _store.query("groups")["group_type"]
    meetings = actions.drop_duplicates("meeting")
    return Choices(
        indicators=_pairs(held["id"], held["name"]),
        boroughs=_pairs(boroughs["code"], boroughs["name"]),
        groups={g: g.replace("_", " ").capitalize() for g in groups},
        plans=_pairs(plans["id"], plans["name"]),
        statuses={s: s for s in sorted(actions["status"].unique())},
        owners={o: o for o in sorted(actions["owner"].unique())},
        meetings={m.meeting.date().isoformat(): f"{m.board}, {day(m.meeting)}" for m in meetings.itertuples()},
        actions={a.id: f"Action {a.number}: {a.title}" for a in actions.itertuples()},
    )


def _pairs(keys: pd.Series, words: pd.Series) -> dict[str, str]:
    return dict(zip(keys, words, strict=True))


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


def start(name: str, title: str, fields: Sequence[str]) -> tuple[Page, Choices]:
    """Open page ``name``: its title, banner and freshness, and the view that its URL asks for.

    ``fields`` are the fields of the view that are filters of this page. Where nothing is loaded the page ends here
    with the sentence that says what to run.
    """
    opened = store()
    st.title(title)
    may = choices(opened)
    if not may.indicators:
        st.info("No figures are loaded yet; run: python -m dashboard demo, or load a published file.")
        st.stop()
    view = filters.current_view(may, fields)
    page = Page(name, opened, view, st.context.theme.type == "dark")
    freshness(opened, page.releases)
    return page, may


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
