"""A filter goes with the reader from page to page, back again, and through a reload."""

import re

import pytest
from playwright.sync_api import expect

HILLINGDON = "E09000017"


def back(tab, url, shown):
    """Go back, by one press, to ``url``."""
    tab.page.go_back()
    expect(tab.page).to_have_url(re.compile(url))
    tab.showing(shown)


def test_boroughs_indicator_and_period_survive_moving_to_another_page_and_back(reader, board):
    tab = reader(board)
    tab.open(f"compare?indicator=confidence&areas={HILLINGDON}&period=2022-12-31")
    tab.showing("Confidence in local policing, 12 months to December 2022, .*; Hillingdon.")
    tab.walk("Trust and confidence")
    tab.showing("Confidence in local policing, 12 months to December 2022, .*; Hillingdon.")
    expect(tab.page).to_have_url(
        re.compile(rf"/trust\?indicator=confidence&areas={HILLINGDON}&period=2022-12-31$")
    )
    tab.walk("Response times")
    tab.showing("Immediate \\(I\\) calls, October to December 2022; .*; Hillingdon.")
    tab.walk("Board actions")
    tab.walk("Compare boroughs")
    tab.showing("Confidence in local policing, 12 months to December 2022, .*; Hillingdon.")
    expect(tab.page).to_have_url(
        re.compile(rf"/compare\?indicator=confidence&areas={HILLINGDON}&period=2022-12-31$")
    )


def test_the_borough_of_a_page_survives_on_the_pages_about_one_borough_and_is_chosen_for_comparison(
    reader, board
):
    tab = reader(board)
    tab.open("borough?area=E09000008")
    tab.showing("Croydon, ")
    tab.walk("Ward allocation")
    tab.showing("Croydon, .* wards, ")
    expect(tab.page).to_have_url(re.compile(r"/allocation\?area=E09000008$"))
    tab.walk("Compare boroughs")
    tab.showing(".*; Croydon.")
    expect(tab.page.get_by_label("Remove Croydon")).to_be_visible()


def test_the_back_button_undoes_a_filter_and_a_page(reader, board):
    tab = reader(board)
    tab.open("compare")
    tab.showing("Trust .*; no borough chosen.")
    tab.choose("Indicator", "Confidence in local policing")
    tab.showing("Confidence .*; no borough chosen.")
    tab.choose("Boroughs", "Hillingdon")
    tab.showing("Confidence .*; Hillingdon.")
    expect(tab.page).to_have_url(re.compile(rf"areas={HILLINGDON}$"))
    tab.walk("Trust and confidence")
    tab.showing("Confidence .*; Hillingdon.")
    back(tab, rf"/compare\?indicator=confidence&areas={HILLINGDON}$", "Confidence .*; Hillingdon.")
    back(tab, r"/compare\?indicator=confidence$", "Confidence .*; no borough chosen.")
    back(tab, "/compare$", "Trust .*; no borough chosen.")
    tab.page.go_forward()
    tab.showing("Confidence .*; no borough chosen.")
    tab.page.go_forward()
    expect(tab.page).to_have_url(re.compile(rf"areas={HILLINGDON}$"))
    tab.showing("Confidence .*; Hillingdon.")


@pytest.mark.parametrize(
    ("path", "label", "choice", "shown"),
    [
        (
            "compare",
            "Indicator",
            "Confidence in local policing",
            "Confidence in local policing, .*",
        ),
        ("response", "Grade", "S: significant", "Significant \\(S\\) calls, "),
        ("allocation", "Borough", "Croydon", "Croydon, "),
    ],
)
def test_a_reload_reproduces_what_a_filter_made(reader, board, path, label, choice, shown):
    tab = reader(board)
    tab.open(path)
    tab.choose(label, choice)
    tab.showing(shown)
    before = tab.page.get_by_role("heading").all_inner_texts()
    tab.page.reload()
    tab.showing(shown)
    assert re.match(f"Showing {shown}", tab.page.evaluate("window.shown[0]"))
    assert tab.page.get_by_role("heading").all_inner_texts() == before
