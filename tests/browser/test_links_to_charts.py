"""A link to a chart, or to a closed part of a page, brings it into view and marks it."""

import pytest
from playwright.sync_api import TimeoutError, expect

from dashboard import catalogue
from dashboard.panels.search.words import search_words

FIRST = next(iter(catalogue.PAGES))
WIDE, HIGH = 1440, 900
BAR = 60
"""Pixels at the top that the page's bar may cover."""
NAMED = {(named.page, named.chart): named for named in search_words().chart}
# As a link in the page's text, which the board follows without loading the app anew.
PRESS_LINK = """
([page, query, chart]) => {
    const link = Object.assign(document.createElement('a'), {href: `${page}?${query}#${chart}`});
    Object.assign(link.dataset, {page, query});
    document.querySelector('.board').append(link);
    link.click();
    link.remove();
}
"""


@pytest.fixture
def tab(reader, board):
    """A reader who wants no motion: the mark of a card fades in five seconds for others."""
    opened = reader(board, WIDE, HIGH)
    opened.page.emulate_media(reduced_motion="reduce")
    return opened


def address(page, query="", chart=""):
    path = "" if page == FIRST else page
    return f"{path}{'?' * bool(query)}{query}{'#' * bool(chart)}{chart}"


IN_VIEW = """
([chart, bar]) => {
    const card = document.querySelector(`.board .panel[id="${chart}"].sought`);
    if (!card) return false;
    const {top, bottom, height} = card.getBoundingClientRect();
    return top >= bar && Math.min(bottom, innerHeight) - top >= Math.min(height, innerHeight) / 3;
}
"""
"""Whether the card of a chart is marked, its head is on the screen below the bar, and with it at
least a third of the screen, or all of a lower card.
"""


def is_brought_into_view(tab, chart):
    """Whether the chart comes into view, and is there once all is drawn."""
    try:
        tab.page.wait_for_function(IN_VIEW, arg=[chart, BAR], timeout=20_000)
        tab.settled()
        tab.page.wait_for_function(IN_VIEW, arg=[chart, BAR], timeout=5_000)
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize("page", [name for name in catalogue.PAGES if catalogue.charts_of(name)])
def test_a_link_to_each_chart_of_a_page_shows_it_marked(tab, page):
    tab.open(address(page))
    on_page = {
        chart: NAMED[page, chart].query
        for chart in catalogue.charts_of(page)
        # What did not change since the last board is said in the note, without a card.
        if page != "changes" or tab.page.locator(f"#{chart}").count()
    }
    assert on_page
    missed = []
    for chart, query in on_page.items():
        tab.page.evaluate(PRESS_LINK, [page, query, chart])
        if not is_brought_into_view(tab, chart):
            missed.append(chart)
    last = next(reversed(on_page))
    tab.page.goto("about:blank")
    tab.open(address(page, on_page[last], last))
    assert is_brought_into_view(tab, last), f"{last}, by its address"
    assert missed == []


OPENED = {
    ("response", "projection"): "projection",
    ("outcomes", "intake"): "intake",
    ("allocation", "restore"): "restore",
    ("allocation", "wards"): "reconciliation",
    ("borough", "ward_table"): "wards",
}
"""Page and section -> the chart that the section begins with."""


@pytest.mark.parametrize(("page", "section"), OPENED)
def test_an_address_that_opens_a_part_of_a_page_brings_it_into_view(tab, page, section):
    tab.open(address(page, f"opened={section}"))
    assert is_brought_into_view(tab, OPENED[page, section])


def test_a_part_that_the_reader_opens_moves_nothing_and_marks_nothing(tab):
    tab.open("outcomes")
    switch = tab.page.get_by_text("What if PCSOs joined faster?")
    switch.scroll_into_view_if_needed()
    before = tab.page.get_by_test_id("stMain").evaluate("main => main.scrollTop")
    switch.click()
    expect(tab.page.locator("#intake .figure svg").first).to_be_attached()
    tab.settled()
    assert tab.page.get_by_test_id("stMain").evaluate("main => main.scrollTop") == before
    expect(tab.page.locator(".panel.sought")).to_have_count(0)


def test_the_reader_who_scrolls_away_from_a_linked_chart_is_not_pulled_back(tab):
    tab.open("response?opened=projection")
    assert is_brought_into_view(tab, "projection")
    tab.page.mouse.move(700, 500)
    tab.page.mouse.wheel(0, -5_000)
    expect(tab.page.locator("#answering h2")).to_be_in_viewport()
    tab.page.wait_for_timeout(500)
    expect(tab.page.locator("#answering h2")).to_be_in_viewport()
