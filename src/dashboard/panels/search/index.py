"""A database and a reader -> everything that can be looked up by typing, each with its address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from dashboard.catalogue import PAGES
from dashboard.panels.common.page import THEMES
from dashboard.panels.overview.indicators import exploring_page
from dashboard.panels.search.words import search_words, synonyms_in
from dashboard.store.connection import Store
from dashboard.text import MONTHS, month
from dashboard.view import Choices, View


@dataclass(frozen=True)
class SearchEntry:
    """One thing that can be looked up."""

    kind: str
    """What it is: 'Page', 'Borough', 'Ward', 'Indicator', 'Chart', 'Quarter', 'Action', 'Plan or
    review' or 'Promise'.
    """
    label: str
    detail: str
    """What tells it from others of its name, such as the borough of a ward; '' for nothing."""
    page: str
    query: str
    """The view of ``page`` that shows it, as the address has it; '' for the page itself."""
    chart: str = ""
    """The chart of ``page`` to bring into view; '' for the top of the page."""
    words: tuple[str, ...] = ()
    """What else a reader may call it."""
    alike: tuple[str, ...] = ()
    """Words that mean the same as some of its own."""


QUARTERLY = {"response": ("i_within_15", "within_target"), "trust": ("trust", "measures")}
"""Page that shows one quarter, or the 12 months up to its end -> the indicator whose periods it has,
and its first chart.
"""


def search_index(store: Store, choices: Choices) -> tuple[SearchEntry, ...]:
    """All that the reader of ``store`` may look up; ``choices`` are what a view of it may name."""
    entries = (
        *_pages(),
        *_indicators(store, choices),
        *_charts(choices),
        *_actions(choices),
        *_promises(choices),
    )
    return (
        *(replace(entry, alike=_synonyms(entry)) for entry in entries),
        *_boroughs(choices),
        *_quarters(store, choices),
        *_wards(store, choices),
        *_rare_offences(choices),
    )


def _pages() -> Iterator[SearchEntry]:
    also = {named.page: named.also for named in search_words().page}
    for page in PAGES.values():
        yield SearchEntry("Page", page.title, "", page.name, "", words=also.get(page.name, ()))


def _synonyms(entry: SearchEntry) -> tuple[str, ...]:
    return synonyms_in(" ".join((entry.label, *entry.words)))


def _charts(choices: Choices) -> Iterator[SearchEntry]:
    """Every chart that has a name of its own, at its view; where that is of an indicator without a
    figure, at the page's own.
    """
    for chart_name in search_words().chart:
        asked = chart_name.view.get("indicator", "")
        shown = chart_name if not asked or asked in choices.indicators else None
        if shown or asked in choices.without_figures:
            query = chart_name.query if shown else ""
            title = PAGES[chart_name.page].title
            yield SearchEntry(
                "Chart",
                chart_name.label,
                title,
                chart_name.page,
                query,
                chart_name.chart,
                chart_name.also,
            )


def _quarters(store: Store, choices: Choices) -> Iterator[SearchEntry]:
    """Quarters of the financial year, which begins in April, by the names that boards use."""
    for page, (indicator, chart) in QUARTERLY.items():
        if indicator not in choices.indicators:
            continue
        for end in store.query("periods", indicator=indicator)["period_end"]:
            last = end.date()
            if last.month % 3:
                continue
            number, year = (last.month - 4) // 3 % 4 + 1, last.year - (last.month < 4)
            first = MONTHS[last.month - 3]
            name = f"Q{number} {year}-{(year + 1) % 100:02}"
            also = (f"Q{number} {year}/{(year + 1) % 100:02}", f"quarter {number} {year}")
            label = f"{name}: {first} to {month(last)}"
            query = urlencode({"period": dt.date.isoformat(last)})
            yield SearchEntry(
                "Quarter", label, PAGES[page].title, page, query, chart, (name, *also)
            )


def _boroughs(choices: Choices) -> Iterator[SearchEntry]:
    for code, name in choices.boroughs.items():
        yield SearchEntry("Borough", name, "", "borough", _query(View(area=code)))


def _indicators(store: Store, choices: Choices) -> Iterator[SearchEntry]:
    """Those with figures lead to the page that explores them, the others to their definition."""
    for _, row in store.query("indicators").iterrows():
        where = _query(View(indicator=row["id"])) or urlencode({"indicator": row["id"]})
        theme = THEMES.get(row["theme"], "")
        if row["id"] in choices.indicators:
            page, detail = exploring_page(row), theme
        else:
            page, detail = "data", "No figure yet"
        yield SearchEntry("Indicator", row["name"], detail, page, where, words=(row["short"],))


def _actions(choices: Choices) -> Iterator[SearchEntry]:
    for action, title in choices.actions.items():
        met = choices.meetings.get(action.partition("/")[0], "")
        yield SearchEntry("Action", title, met, "actions", _query(View(action=action)))


def _promises(choices: Choices) -> Iterator[SearchEntry]:
    for framework, name in choices.frameworks.items():
        query = _query(View(framework=framework))
        yield SearchEntry("Plan or review", name, "", "promises", query)
    for promise, title in choices.promises.items():
        of = choices.frameworks.get(promise.partition("/")[0], "")
        yield SearchEntry("Promise", title, of, "promises", _query(View(promise=promise)))


def _wards(store: Store, choices: Choices) -> Iterator[SearchEntry]:
    for row in store.query("hexagons").itertuples():
        if row.area in choices.boroughs:
            view = View(areas=(row.area,), ward=row.ward)
            yield SearchEntry(
                "Ward", row.name, choices.boroughs[row.area], "allocation", _query(view)
            )


def _rare_offences(choices: Choices) -> Iterator[SearchEntry]:
    for offence, name in choices.offences.items():
        view = View(offence=offence, opened=("rare_offences",))
        yield SearchEntry(
            "Chart", f"{name} by ward", "Rare offences", "borough", _query(view), "rare_offences"
        )


def _query(view: View) -> str:
    return urlencode(view.parameters())
