"""Looking up by typing, from any page: '/', some letters, Enter."""

import re

import pytest
from playwright.sync_api import expect


def find(tab, letters):
    expect(tab.page.get_by_role("button", name="Find", exact=True)).to_be_visible()
    tab.page.keyboard.press("/")
    box = tab.page.get_by_role("combobox", name="A borough, ward, chart, action or page")
    expect(box).to_be_focused()
    box.fill(letters)
    return tab.page.locator(".search").get_by_role("option")


def test_a_slash_some_letters_and_enter_lead_to_a_borough_and_back_leads_back(reader, board):
    tab = reader(board)
    tab.open("response")
    first = find(tab, "kensington").first
    expect(first).to_contain_text("Kensington and Chelsea")
    expect(first).to_contain_text("Borough")
    tab.page.keyboard.press("Enter")
    expect(tab.page).to_have_url(re.compile(r"/borough\?area=E09000020$"))
    tab.title("Borough")
    tab.settled()
    expect(tab.page.get_by_role("combobox", name="As at")).to_have_value("Now")
    tab.page.go_back()
    tab.title("Response times")


def test_arrows_choose_a_ward_and_enter_opens_it_where_its_posts_stand(reader, board):
    tab = reader(board)
    tab.open("")
    options = find(tab, "west end")
    expect(options.first).to_contain_text("West EndWestminsterWard")
    find_again = options.nth(1)
    expect(find_again).to_be_visible()
    tab.page.keyboard.press("ArrowDown")
    expect(find_again).to_have_attribute("aria-selected", "true")
    tab.page.keyboard.press("ArrowUp")
    tab.page.keyboard.press("Enter")
    expect(tab.page).to_have_url(re.compile(r"/allocation\?areas=E09000033&ward=E05\d+$"))
    tab.title("Ward allocation")


def test_an_indicator_is_looked_up_on_the_page_that_already_shows_another(reader, board):
    tab = reader(board)
    tab.open("compare")
    expect(find(tab, "treat everyone fairly").first).to_contain_text("Indicator")
    tab.page.keyboard.press("Enter")
    expect(tab.page).to_have_url(re.compile(r"compare\?indicator=\w+"))
    tab.showing(".*fairly")


def test_esc_closes_it_the_words_say_what_is_missing_and_no_barrier_is_in_it(reader, board):
    tab = reader(board, 390, 844)
    tab.open("trust")
    options = find(tab, "zzzz")
    expect(options).to_have_count(0)
    expect(tab.page.get_by_text("Nothing has these words: try fewer letters.")).to_be_visible()
    assert tab.violations() == []
    find_button = tab.page.get_by_role("button", name="Find", exact=True)
    tab.page.get_by_role("combobox", name="A borough, ward").fill("lew")
    expect(options.first).to_be_visible()
    assert tab.violations() == []
    tab.page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(find_button).to_be_visible()
    assert tab.sideways() == 0


def test_a_day_asked_for_is_kept_on_the_way(reader, board):
    tab = reader(board)
    tab.open("compare?as_at=2023-04-28")
    expect(find(tab, "sutton").first).to_contain_text("Sutton")
    tab.page.keyboard.press("Enter")
    expect(tab.page).to_have_url(re.compile(r"/borough\?area=E09000029&as_at=2023-04-28"))


FIRST_OF = {
    "DWO": "Indicator",
    "PCSO": "Indicator",
    "vacancies": "Vacant Dedicated Ward Officer posts",
    "LGBTQ gap": "LGBTQ+ gap in trust",
    "LGBTQ+ gap": "LGBTQ+ gap in trust",
    "999 projection": "999 projection: answering in the year ahead",
    "projection": "Response projection",
    "Q3 2022-23": "Q3 2022-23: October to December 2022Response times",
    "q3 2022/23": "Q3 2022-23: October to December 2022Response times",
    "pack": "PacksPage",
    "dip sample": "Safeguarding dip sampleOutcomes and workforceChart",
    "council leader": "One page of a borough",
    "immediate": "Immediate (I) calls reached in time",
    "Croyden": "CroydonBorough",
    "lewishma": "LewishamBorough",
}
"""What is typed -> how the first line of the list begins, or what it holds."""


def test_abbreviations_everyday_words_and_slips_of_the_hand_find_what_is_meant(reader, board):
    tab = reader(board)
    tab.open("data")
    box = tab.page.get_by_role("combobox", name="A borough, ward")
    for letters, first in FIRST_OF.items():
        options = find(tab, letters)
        expect(options.first).to_contain_text(first)
        assert options.count() >= 1
        box.press("Escape")
        expect(box).to_be_hidden()


CHAIR = {
    "dip sample": ("Outcomes and workforce", "safeguarding"),
    "trust": ("Trust and confidence", "measures"),
    "allocation": ("Ward allocation", "wards"),
    "999 projection": ("Response times", "answering_projection"),
    "Q3 2022-23": ("Response times", "within_target"),
    "LGBTQ gap": ("Trust and confidence", "gaps"),
}
"""What the chair types -> the page and the chart that answers."""


@pytest.mark.parametrize("start", ["", "packs"])
def test_each_question_of_the_chair_is_answered_in_two_presses_with_its_chart_in_view(
    reader, board, start
):
    tab = reader(board)
    tab.page.emulate_media(reduced_motion="reduce")
    tab.open(start)
    for letters, (title, chart) in CHAIR.items():
        expect(find(tab, letters).first).to_be_visible()
        tab.page.keyboard.press("Enter")
        tab.title(title)
        card = tab.page.locator(f"#{chart}")
        expect(card.locator("h2")).to_be_in_viewport(ratio=1)
        tab.settled()
        expect(card.locator("h2")).to_be_in_viewport(ratio=1)
        if letters == "Q3 2022-23":
            expect(card).to_contain_text("December 2022")


def test_a_press_of_esc_closes_the_list_whatever_was_typed(reader, board):
    tab = reader(board)
    tab.open("trust")
    expect(find(tab, "lew").first).to_be_visible()
    tab.page.keyboard.press("Escape")
    expect(tab.page.get_by_role("dialog", name="Find")).to_be_hidden()
