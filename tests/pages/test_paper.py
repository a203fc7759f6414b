"""A page that is opened from an address on paper says whether the figures of the paper still stand."""

from __future__ import annotations

import json

import opened
import pytest
from opened import links, text

from dashboard import catalogue
from dashboard.panels.common.page import Page
from dashboard.panels.common.paper import mark_of_panel
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store
from dashboard.view import View

pytestmark = pytest.mark.usefixtures("demonstration_shown")


@pytest.fixture
def mark(demonstration_home) -> str:
    """Of the ranking of trust as it stands."""
    where = Places(demonstration_home)
    page = Page("compare", open_store(where, find_database(where)), View())
    return str(mark_of_panel(page, catalogue.charts_of("compare")["ranking"].draw(page)))


def test_a_paper_of_the_figures_in_force_is_still_current(mark):
    said = text(opened.page("compare", indicator="trust", paper=mark))
    assert "Still current: the figures are those of the paper" in said
    assert "Newer or revised figures" not in said


def test_a_paper_of_other_figures_leads_to_what_changed_since_its_day():
    at = opened.page("compare", indicator="trust", paper="2023-05-15.ranking.00000000")
    assert "Newer or revised figures have come since the paper" in text(at)
    assert ("What changed", "changes?since=2023-05-15") in links(at)


def test_a_view_frozen_at_a_day_is_compared_with_the_figures_in_force(mark):
    frozen = {"indicator": "trust", "as_at": "2023-05-15"}
    assert "Still current" in text(opened.page("compare", paper=mark, **frozen))
    at = opened.page("compare", paper="2023-05-15", **frozen)
    assert "Newer or revised figures have come since the paper" in text(at)


def test_a_choice_on_the_page_lets_go_of_the_paper_and_no_other_page_keeps_it(mark):
    at = opened.page("compare", indicator="trust", paper=mark)
    at.selectbox(key="filter_indicator").set_value("confidence").run()
    assert "paper" not in at.query_params
    assert "the paper" not in text(at)


@pytest.mark.parametrize("paper", ["never", "2023-05-15.nothing.00000000", "<b>x</b>"])
def test_a_mark_that_cannot_be_read_is_told_in_one_sentence(paper):
    said = text(opened.page("compare", paper=paper))
    assert "The link does not say which figures its paper shows, so they are not compared." in said
    assert "<b>x</b>" not in said


@pytest.mark.parametrize("name", ["overview", "borough", "actions", "promises", "data"])
def test_every_page_says_it_of_a_whole_page(name):
    assert "Newer or revised figures" in text(opened.page(name, paper="2023-05-15"))


def test_a_slide_leads_to_its_live_page_with_the_mark_of_its_figures():
    at = opened.page("present", pack="2023-04-28", slide="3")
    (sent,) = [e.proto for e in at.get("bidi_component") if e.proto.component_name.endswith("deck")]
    slides = json.loads(sent.bytes)["message"]["slides"]
    addresses = [
        panel["live"]["address"]
        for slide in slides
        for panel in slide["drawn"]["panels"]
        if "live" in panel
    ]
    assert len(addresses) > 20
    assert all("&paper=2023-0" in address for address in addresses)
