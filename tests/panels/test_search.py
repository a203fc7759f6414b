"""What can be looked up by typing: everything a reader may see, each at an address that shows it."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from dashboard.catalogue import PAGES, all_charts, charts_of, section_of
from dashboard.panels.common.choices import choices_of
from dashboard.panels.search.index import SearchEntry, search_index
from dashboard.panels.search.words import Synonyms, search_words
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
    every = {**choices.indicators, **choices.without_figures}
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


def test_every_declared_chart_has_a_name_in_the_search_and_opens_where_it_stands(entries):
    declared = {(page, name) for page, charts in all_charts().items() for name in charts}
    charts = [entry for entry in entries if entry.kind == "Chart"]
    assert {(entry.page, entry.chart) for entry in charts} == declared
    for entry in charts:
        asked = dict(parse_qsl(entry.query))
        assert asked.get("opened", "") == section_of(entry.page, entry.chart), entry
    assert charts_of("compare").keys() >= {"funnel"}
    assert any("difference=funnel" in entry.query for entry in charts if entry.chart == "funnel")


@pytest.mark.parametrize("page", PAGES)
def test_the_declared_words_name_pages_and_charts_that_there_are(page):
    assert {named.page for named in search_words().page} <= PAGES.keys()
    of_page = {named.chart for named in search_words().chart if named.page == page}
    assert of_page == charts_of(page).keys()


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("Posts of dedicated ward officers", True),
        ("DWOs in post", True),
        ("Two DWO", True),
        ("A windwood path", False),
        ("Ward posts", False),
    ],
)
def test_an_entry_is_found_by_words_that_mean_the_same_as_its_own(text, finds):
    group = Synonyms(words=("Dedicated Ward Officer", "ward officer", "DWO"))
    assert group.beside(text) == (group.words if finds else ())


def test_quarters_are_called_as_boards_call_them_and_lead_to_their_period(entries, store):
    quarters = {entry.label: entry.query for entry in entries if entry.kind == "Quarter"}
    assert quarters["Q3 2022-23: October to December 2022"] == "period=2022-12-31"
    assert quarters["Q4 2022-23: January to March 2023"] == "period=2023-03-31"
    assert quarters["Q1 2023-24: April to June 2023"] == "period=2023-06-30"
    ends = store.query("periods", indicator="i_within_15")["period_end"]
    of_response = [e for e in entries if e.kind == "Quarter" and e.page == "response"]
    assert [e.query for e in of_response] == [f"period={end.date()}" for end in ends]
