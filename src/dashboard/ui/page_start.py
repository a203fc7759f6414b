"""The open database for this reader, and the calm page where there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.access import Reader
from dashboard.catalogue import PAGES, has_chart
from dashboard.errors import InputError, NoDatabaseError
from dashboard.markup import Html, Markdown
from dashboard.panels.common.choices import choices_of, days_of
from dashboard.panels.common.page import Page
from dashboard.panels.common.paper import is_current, paper_words, read_mark
from dashboard.record.database import RecordError
from dashboard.record.overlay import HEAD_KEY, record_over
from dashboard.settings import places
from dashboard.store.answers import Answers
from dashboard.store.connection import Store, find_database, open_store
from dashboard.store.vintages import file_on
from dashboard.text import day
from dashboard.ui import filter_widgets, filters, live
from dashboard.ui import reader as readers
from dashboard.ui.deck import way_back
from dashboard.ui.glossary import offer_glossary
from dashboard.ui.place import Place, here
from dashboard.ui.search.search import offer_search
from dashboard.view import PAPER, Choices, View


@st.cache_resource(max_entries=8, show_spinner="Opening the board's figures")
def _open_once(
    path: str, version: int, as_at: dt.date | None, audiences: str, head: str, _reader: Reader
) -> Store:
    """The database ``path`` as it stood, for one kind of reader (``audiences``: ``Reader.key``).

    ``version`` is when the file was: one of an earlier day is replaced where its record is brought
    up to date. ``head`` is the last entry of the live record, which is laid over it; '' for none.
    """
    lay = record_over(places(), as_at) if head else None
    answers = _figure_answers(path, version, as_at, audiences)
    return open_store(places(), Path(path), as_at, _reader, lay, answers)


@st.cache_resource(max_entries=8, show_spinner=False)
def _figure_answers(path: str, version: int, as_at: dt.date | None, audiences: str) -> Answers:
    """What is kept of the same database whatever is recorded, so that an entry of the record does
    not make every page ask for its figures again.
    """
    return Answers()


def _open(path: Path, as_at: dt.date | None, reader: Reader) -> Store:
    try:
        version = path.stat().st_mtime_ns
    except OSError:
        raise NoDatabaseError(
            f"The database {path.name} is not there any more; open the page again."
        ) from None
    try:
        return _open_once(str(path), version, as_at, reader.key, live.head(), reader)
    except RecordError as error:
        # Its last entry can be read, and not all before it.
        live.show_declared(error)
        return _open_once(str(path), version, as_at, reader.key, live.head(), reader)


@st.cache_resource(max_entries=8)
def _choices(state: str, _store: Store) -> Choices:
    return choices_of(_store)


def store(name: str) -> Store:
    """The database in force, or as it stood on the day asked for, for page ``name``, which calls it
    first in each run.

    A newer database is picked up at the next run of a page. Where there is none the page ends here
    with the sentence that says what to run. Where there is none of the day asked for, a sentence
    says so and the one in force is shown.
    """
    filters.arrive(name)
    live.arrive()
    day, reader = filters.as_at(), readers.current()
    try:
        now = _in_force(reader)
        if day is not None:
            try:
                return _open(file_on(now, day), day, reader)
            except InputError as error:
                filters.forget_as_at()
                here.info(f"{error} Everything is shown as it stands now.")
        return now
    except NoDatabaseError as error:
        here.title("Ward to Board")
        here.error(str(error))
        st.stop()


def store_on(now: Store, day: dt.date | None) -> Store:
    """The database ``now``, in force, as it stood on ``day`` for the same reader; itself for None.

    Raises:
        InputError: there is none of that day.
    """
    return now if day is None else _open(file_on(now, day), day, now.reader)


def store_in_force(then: Store) -> Store:
    """The database in force for the reader of ``then``, whatever day that is of."""
    return _in_force(then.reader)


def state_of_days(now: Store, days: Iterable[dt.date]) -> str:
    """What tells one state of the databases of ``days`` from another: which file holds each, for
    the reader of ``now``, and when that was written. An earlier day is built after the database
    that is in force, and its record is brought up to date in place.
    """
    parts = []
    for date in sorted(days):
        try:
            path = file_on(now, date)
            parts.append(f"{date} {path.name} {path.stat().st_mtime_ns}")
        except (InputError, OSError):
            parts.append(f"{date} none")
    return "; ".join(parts)


def _in_force(reader: Reader) -> Store:
    """The database in force, for one reader: what days there are, and which file holds each, is in
    it alone.
    """
    return _open(find_database(places()), None, reader)


@st.cache_resource(max_entries=8)
def _days(state: str, _now: Store) -> dict[dt.date, str]:
    return days_of(_now)


def choices(store: Store) -> Choices:
    """What a view may name in the database of ``store``."""
    return _choices(_state(store), store)


def _state(store: Store) -> str:
    """What tells one state of the board's figures from another: the database, the day of its
    actions, the reader, the live record.
    """
    meta = store.meta()
    return f"{store.version} {meta.get('as_at', '')} {store.reader.key} {meta.get(HEAD_KEY, '')}"


@st.cache_resource(max_entries=48, show_spinner=False)
def _page(state: str, name: str, parameters: str, dark: bool, _store: Store, _view: View) -> Page:
    """The page that shows one view of one database: kept with all it has worked out
    (``dashboard.panels.common.once``).
    """
    return Page(name, _store, _view, dark)


def _page_of(name: str, store: Store, view: View) -> Page:
    dark = st.context.theme.type == "dark"
    return _page(_state(store), name, str(view.parameters()), dark, store, view)


def page_at(page: Page, view: View) -> Page:
    """``page`` at another ``view``, kept as ``start`` keeps it."""
    return _page_of(page.name, page.store, view)


@dataclass(frozen=True)
class Bar:
    """What stays at the top of a page: its name, its filters, and the day as at which all is shown."""

    page: str
    """Name of the page."""
    filters: Place
    right: Place


def draw_bar(name: str) -> Bar:
    """Draw the bar of page ``name``, with room for its filters."""
    bar = here.container(key="bar", horizontal=True, vertical_alignment="center")
    bar.title(PAGES[name].title)
    top_bar = Bar(
        name,
        bar.container(key="filters", horizontal=True, vertical_alignment="center"),
        bar.container(key="right", horizontal=True, vertical_alignment="center"),
    )
    way_back.offer_way_back(top_bar.right)
    offer_glossary(top_bar.right)
    return top_bar


def start(name: str, fields: Sequence[str]) -> tuple[Page, Choices, Place]:
    """Open page ``name``: its bar, ribbon and freshness, and the view that its URL asks for; the
    last is the place of its filters.

    ``fields`` are the fields of the view that are filters of this page. Where nothing is loaded the
    page ends here with the sentence that says what to do.
    """
    database = store(name)
    bar = draw_bar(name)
    may = choices(database)
    if not may.indicators:
        here.info("No figures are loaded yet: load a published file, or the demonstration.")
        st.stop()
    view = filters.current_view(may, fields)
    page = _page_of(name, database, view)
    freshness(database, page.releases, bar)
    tell_paper(page)
    return page, may, bar.filters


def tell_paper(page: Page) -> None:
    """Where the address stands on paper, say whether its figures are still those in force, with a
    link to what changed; nothing elsewhere.
    """
    text = filters.page_parameters().get(PAPER, "")
    if not text:
        return
    mark = read_mark(text)
    if mark is None or (mark.chart and not has_chart(page.name, mark.chart)):
        here.info("The link does not say which figures its paper shows, so they are not compared.")
        return
    now = page
    if page.view.as_at is not None:
        now = _page_of(page.name, _in_force(page.store.reader), replace(page.view, as_at=None))
    current = is_current(mark, now)
    with here.container(key="paper", horizontal=True, vertical_alignment="center"):
        here.html(_FRESH.format(paper_words(mark, current=current)))
        if not current:
            since = {"since": mark.day.isoformat()}
            here.page_link("pages/changes.py", "What changed", query_params=since)


_RIBBON = Html(
    '<p class="ribbon"><b>DEMONSTRATION DATA.</b> Generated figures: do not act on them. {}</p>'
)
_FRESH = Html('<p class="fresh">{}</p>')


def freshness(store: Store, releases: pd.DataFrame, bar: Bar) -> None:
    """The ribbon of demonstration data where it applies, how fresh the data is, and in the bar the
    search and the day as at which all is shown.
    """
    words = ""
    if len(releases):
        last = pd.to_datetime(releases["last_period"]).max()
        reporting = dt.date.fromisoformat(store.meta()["reporting_date"])
        words = f"Data to {day(last.date())}; reporting date {day(reporting)}."
    if bool(releases["demonstration"].any()):
        here.html(_RIBBON.format(words))
    elif words:
        here.html(_FRESH.format(words))
    as_at = filters.as_at()
    readers.offer_sign_in(bar.right)
    now = _in_force(store.reader)
    offer_search(bar.right, bar.page, store, _state(store), lambda: choices(store))
    filter_widgets.select_as_at(bar.right, _days(_state(now), now), as_at)
    if as_at is not None:
        sentence = Markdown(
            "**As it stood on {}.** Figures and actions are those that were known by then."
        )
        here.warning(sentence.format(day(as_at)))
