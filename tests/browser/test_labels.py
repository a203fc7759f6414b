"""Words in charts: none lies on another, none is cut, none is too small, wide and on a phone.

Boards are drawn by their own script on a bare page, one window a width: no page is loaded anew.
"""

from pathlib import Path

import pytest
from bare_board import EVERY_PATH, open_board

from dashboard.panels.common.choices import choices_of
from dashboard.panels.common.page import Page
from dashboard.panels.compare.comparison import Comparison
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store
from dashboard.ui.board.layout import cards, row
from dashboard.ui.board.message import board_message
from dashboard.view import View

FAULTS = (Path(__file__).parent / "labels.js").read_text(encoding="utf-8")
CROYDON = "E09000008"
WIDTHS = {"wide": 1440, "phone": 390}
WITHOUT_CHARTS = ("overview", "data", "packs", "promises", "actions")


@pytest.fixture(scope="module")
def comparisons(demonstration_home):
    """Indicator -> a board of every chart that Compare boroughs has of it, Croydon chosen."""
    where = Places(demonstration_home)
    store = open_store(where, find_database(where))
    return {
        name: [compare(Page("compare", store, View(indicator=name, areas=(CROYDON,))))]
        for name in choices_of(store).indicators
    }


def compare(page):
    """The charts of one indicator in the places that the page gives them."""
    comparison = Comparison(page)
    if comparison.level == "mps":
        rows = [row((12, cards(comparison.trend())))]
    else:
        left = [getattr(comparison, name)() for name in comparison.differences]
        # Hexagons have the same letters for every indicator: a page in ``VIEWS`` has them.
        mapped = comparison.map() if comparison.level == "borough" else None
        right = [mapped, comparison.trend()]
        rows = [row((6, cards(*left)), (6, cards(*right)))]
    rows.append(row((6, cards(comparison.control())), (6, [])))
    return board_message(rows, ("", ""), "", dark=False).decode()


@pytest.fixture(scope="module", params=WIDTHS.values(), ids=WIDTHS)
def window(request, browser):
    opened = open_board(browser, request.param)
    yield opened
    opened.page.close()


def faults_of(window, boards):
    found = {}
    for name, messages in boards.items():
        for message in messages:
            window.show(message)
            found[name] = found.get(name, []) + window.page.evaluate(FAULTS)
    assert window.faults == []
    return {name: faults for name, faults in found.items() if faults}


def test_no_word_in_a_chart_of_a_page_lies_on_another_or_is_cut(window, messages):
    boards = {path: messages[path] for path in EVERY_PATH if path not in WITHOUT_CHARTS}
    assert faults_of(window, boards) == {}


def test_no_word_in_a_chart_of_any_indicator_lies_on_another_or_is_cut(window, comparisons):
    assert len(comparisons) > 30
    assert faults_of(window, comparisons) == {}
