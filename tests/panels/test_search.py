"""What can be looked up by typing: everything a reader may see, each at an address that shows it."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from dashboard.catalogue import PAGES
from dashboard.panels.common.choices import choices_of
from dashboard.panels.search.index import SearchEntry, search_index
from dashboard.view import Choices
from dashboard.view.parse import read


@pytest.fixture(scope="module")
def choices(store) -> Choices:
    return choices_of(store)


@pytest.fixture(scope="module")
def entries(store, choices) -> tuple[SearchEntry, ...]:
    return search_index(store, choices)


def labels(entries, kind: str) -> list[str]:
    return [entry.label for entry in entries if entry.kind == kind]


def test_every_page_borough_ward_indicator_action_and_promise_can_be_looked_up(
    store, entries, choices
):
    assert labels(entries, "Page") == [page.title for page in PAGES.values()]
    assert labels(entries, "Borough") == list(choices.boroughs.values())
    assert sorted(labels(entries, "Ward")) == sorted(choices.wards.values())
    assert labels(entries, "Indicator") == list(store.query("indicators")["name"])
    assert labels(entries, "Action") == list(choices.actions.values())
    assert sorted(labels(entries, "Promise")) == sorted(choices.promises.values())
    assert len(labels(entries, "Plan or review")) == len(choices.frameworks) > 0


def test_every_address_is_one_that_its_page_shows_without_a_word_of_complaint(entries, choices):
    every = {**choices.indicators, **choices.unloaded}
    from_data = Choices(every, choices.boroughs)
    for entry in entries:
        parameters = dict(parse_qsl(entry.query, strict_parsing=bool(entry.query)))
        may = from_data if entry.page == "data" else choices
        view, notes = read(parameters, may)
        assert notes == [], entry
        assert entry.page in PAGES
        assert {k: v for k, v in view.parameters().items() if parameters.get(k) != v} == {}


def test_no_two_entries_look_alike(entries):
    looks = [(entry.kind, entry.label, entry.detail) for entry in entries]
    assert len(set(looks)) == len(looks)
