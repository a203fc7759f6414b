"""Trust, Outcomes and Response times fit three screens, and a link finds a chart that is not drawn."""

import re

import pytest
from playwright.sync_api import expect

SCREEN = 900
MOST_SCREENS = 3


@pytest.mark.parametrize("path", ["trust", "outcomes", "response"])
def test_a_page_has_a_chart_on_its_first_screen_and_is_at_most_three_screens_tall(
    reader, board, path
):
    tab = reader(board, 1440, SCREEN)
    tab.open(path)
    tall = tab.page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
    assert tall <= MOST_SCREENS * SCREEN
    first = tab.page.locator(".board .chart .figure").first.bounding_box()
    assert first["y"] < SCREEN / 2


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
