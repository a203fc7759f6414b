"""A database and a reader -> everything that can be looked up by typing, each with its address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard.catalogue import PAGES
from dashboard.panels.common.page import THEMES
from dashboard.panels.overview.indicators import explored
from dashboard.store.connection import Store
from dashboard.view import Choices, View


@dataclass(frozen=True)
class SearchEntry:
    """One thing that can be looked up."""

    kind: str
    """What it is: 'Page', 'Borough', 'Ward', 'Indicator', 'Action', 'Plan or review', 'Promise' or
    'Chart'.
    """
    label: str
    detail: str
    """What tells it from others of its name, such as the borough of a ward; '' for nothing."""
    page: str
    query: str
    """The view of ``page`` that shows it, as the address has it; '' for the page itself."""


def search_index(store: Store, choices: Choices) -> tuple[SearchEntry, ...]:
    """All that the reader of ``store`` may look up; ``choices`` are what a view of it may name."""
    return (
        *(SearchEntry("Page", page.title, "", page.name, "") for page in PAGES.values()),
        *_boroughs(choices),
        *_indicators(store, choices),
        *_actions(choices),
        *_promises(choices),
        *_wards(store, choices),
        *_rare_offences(choices),
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
            yield SearchEntry("Indicator", row["name"], theme, explored(row), where)
        else:
            yield SearchEntry("Indicator", row["name"], "No figure yet", "data", where)


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
        yield SearchEntry("Chart", f"{name} by ward", "Rare offences", "borough", _query(view))


def _query(view: View) -> str:
    return urlencode(view.parameters())
