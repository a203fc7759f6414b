"""Every page fits three screens, and a link finds a chart that is not drawn."""

import re

import pytest
from playwright.sync_api import expect

from dashboard import catalogue

FIRST = next(iter(catalogue.PAGES))
ANSWERS = ".board .chart .figure, .board .rows table, .board .html table, .board .tiles"
"""What a page may answer by: a chart, a table, tiles."""
SCREEN = 900
MOST_SCREENS = 3


def test_every_page_answers_on_its_first_screen_and_is_at_most_three_screens_tall(reader, board):
    tab = reader(board, 1440, SCREEN)
    heights, tops = {}, {}
    for name in catalogue.PAGES:
        tab.open("" if name == FIRST else name)
        heights[name] = tab.page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
        answers = tab.page.locator(ANSWERS)
        if name != "packs" or answers.count():  # Packs are a form's own table.
            tops[name] = answers.first.bounding_box(timeout=5_000)["y"]
    assert {name: tall for name, tall in heights.items() if tall > MOST_SCREENS * SCREEN} == {}
    assert {name: top for name, top in tops.items() if top >= SCREEN / 2} == {}


@pytest.mark.parametrize(
    ("path", "chart"),
    [("outcomes", "trial"), ("outcomes", "joiners"), ("trust", "contact")],
)
def test_a_link_to_a_chart_that_shares_its_place_opens_it_and_brings_it_into_view(
    reader, board, path, chart
):
    tab = reader(board)
    tab.open(f"{path}#{chart}")
    card = tab.page.locator(f"#{chart}")
    expect(card).to_be_visible()
    expect(card).to_have_class(re.compile("sought"))
    expect(card).to_be_in_viewport()
    expect(tab.page).to_have_url(re.compile(rf"opened={chart}"))


def test_a_choice_of_another_chart_in_the_same_place_keeps_the_focus(reader, board):
    tab = reader(board)
    tab.open("trust")
    tab.page.locator("#measures").get_by_role("button", name="Contact").press("Enter")
    expect(tab.page.locator("#contact").get_by_role("button", name="Contact")).to_be_focused()
    tab.page.keyboard.press("Shift+Tab")
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator("#measures").get_by_role("button", name="Attitudes")).to_be_focused()
    assert tab.violations() == []


AFTER = """
() => {
    const style = getComputedStyle(document.querySelector('.stMainBlockContainer'), '::after');
    return style.content === 'none' ? '' : style.content;
}
"""
WORKING = """
() => {
    document.querySelectorAll('.board .panel').forEach(panel => panel.remove());
    document.querySelector('.stApp').dataset.testScriptState = 'running';
}
"""


def test_a_page_whose_first_card_is_not_there_yet_says_that_it_is_being_worked_out(reader, board):
    tab = reader(board)
    tab.open("compare")
    assert tab.page.evaluate(AFTER) == ""
    tab.page.evaluate(WORKING)
    assert "Working out the figures" in tab.page.evaluate(AFTER)
