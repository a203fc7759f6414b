"""Every named query and every chart, as something to run."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from dashboard import catalogue
from dashboard.panels.common.page import Page
from dashboard.settings import Places
from dashboard.store.connection import Store, find_database, open_store
from dashboard.view import View

VIEW = View(indicator="trust", areas=("E09000017", "E09000007"), area="E09000017")
PARAMETERS: dict[str, Any] = {
    "indicator": "trust",
    "indicators": ["trust", "confidence", "fair_treatment"],
    "area": "E09000017",
    "borough": "E09000017",
    "areas": ["E09000017", "E09000007", "MPS"],
    "period": "2023-06-30",
    "until": "2023-06-30",
    "since": "2019-04-01",
    "level": "borough",
    "levels": ["borough", "bcu", "mps"],
    "group_type": "ethnicity",
    "group": "ethnicity",
    "in_force": "april-2022",
    "proposed": "proposed-2023",
    "ward": "E05014053",
    "plan": "proposed-2023",
    "plans": ["april-2022", "proposed-2023"],
}
"""Of a query that no chart asks for, or asks for only elsewhere: a value for each parameter by its
name.
"""


@dataclass(frozen=True)
class Listening(Store):
    """A store that keeps what each query was first asked with."""

    asked: dict[str, dict[str, Any]] = field(default_factory=dict, compare=False)

    def query(self, name: str, **parameters: Any) -> pd.DataFrame:
        self.asked.setdefault(name, parameters)
        return super().query(name, **parameters)


def queries_of(places: Places) -> tuple[dict[str, Callable[[], object]], list[str]]:
    """Each query of ``queries/``, with the parameters a chart asks it with, else those above.

    Then a sentence for each that could not be asked, as a parameter has no value here.
    """
    store = open_store(places, find_database(places))
    listening = Listening(store.connection, store.queries, store.version)
    for page, charts in catalogue.all_charts().items():
        for chart in charts.values():
            chart.draw(Page(page, listening, VIEW))
    works: dict[str, Callable[[], object]] = {}
    unasked = []
    for path in sorted(places.queries.glob("*.sql")):
        if path.stem == "schema":
            continue
        wanted = set(re.findall(r"\$(\w+)", path.read_text(encoding="utf-8")))
        asked = listening.asked.get(
            path.stem, {name: PARAMETERS[name] for name in wanted & set(PARAMETERS)}
        )
        if wanted - set(asked):
            lacking = min(wanted - set(asked))
            unasked.append(
                f"{path.name} was not timed: give ${lacking} a value in PARAMETERS of"
                " tests/bench/store.py."
            )
            continue
        works[path.stem] = partial(_answer, store, path.stem, asked)
    return works, unasked


def _answer(store: Store, name: str, asked: dict[str, Any]) -> pd.DataFrame:
    """What ``Store.query`` does for a question that it has not been asked before."""
    return store.cursor().execute(store.sql(name), asked or None).df()


def charts_of(places: Places) -> dict[str, Callable[[], object]]:
    """Each registered chart, made from nothing as a page makes it."""
    store = open_store(places, find_database(places))
    return {
        f"{page} {chart}": lambda page=page, draw=entry.draw: draw(Page(page, store, VIEW))
        for page, charts in catalogue.all_charts().items()
        for chart, entry in charts.items()
    }
