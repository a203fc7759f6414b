"""A link followed within the app shows what its address shows when it is opened afresh."""

import re

import pytest
from playwright.sync_api import expect

from dashboard.view import PAPER

PACK = "2023-04-28"
SAID = """() => ({
  chosen: [...document.querySelectorAll('.st-key-bar .stSelectbox input, .st-key-bar .stMultiSelect')]
    .map(box => box.value ?? box.innerText),
  cards: [...document.querySelectorAll('.board .panel h2')].map(head => head.innerText),
  fresh: [...document.querySelectorAll('.fresh')].map(line => line.innerText),
  alerts: [...document.querySelectorAll('[data-testid=stAlert]')].map(each => each.innerText),
})"""


def is_drawn(tab):
    expect(tab.page.locator(".board .panel h2").first).to_be_attached()
    tab.settled()


def shows_what_its_address_shows(tab, afresh):
    """Hold that the page says the same as a page that is opened at its address."""
    is_drawn(tab)
    followed, address = tab.page.evaluate(SAID), tab.page.url
    assert followed["cards"]
    afresh.page.goto(address)
    is_drawn(afresh)
    assert followed == afresh.page.evaluate(SAID)


@pytest.mark.parametrize(("slide", "title"), [(7, "Outcomes"), (17, "Response times")])
def test_explore_shows_the_figures_of_the_day_of_the_slide(reader, board, slide, title):
    tab = reader(board)
    tab.page.goto(f"{board}/present?pack={PACK}&slide={slide}")
    expect(tab.page.locator(f"#slide-{slide}-head")).to_be_visible()
    tab.page.keyboard.press("e")
    tab.page.wait_for_url(re.compile(f"as_at={PACK}.*{PAPER}="))
    shows_what_its_address_shows(tab, reader(board))
    expect(tab.page.get_by_text("As it stood on 28 April 2023.")).to_be_visible()


def test_a_chart_of_a_pack_leads_to_the_figures_of_its_day(reader, board):
    tab = reader(board)
    tab.open(f"packs?pack={PACK}")
    tab.page.locator(".slides a[data-page=response]").first.click()
    tab.page.wait_for_url(re.compile(f"/response.*as_at={PACK}"))
    shows_what_its_address_shows(tab, reader(board))


def test_what_is_looked_up_on_an_earlier_day_is_of_that_day(reader, board):
    tab = reader(board)
    tab.open("response?as_at=2023-05-15")
    tab.page.keyboard.press("/")
    tab.page.get_by_role("combobox", name=re.compile("^A borough, ward")).fill("Croydon")
    tab.page.get_by_role("option").first.click()
    tab.page.wait_for_url(re.compile("/borough.*as_at=2023-05-15"))
    shows_what_its_address_shows(tab, reader(board))


def test_the_filters_of_a_page_that_is_come_back_to_say_what_it_shows(reader, board):
    tab = reader(board)
    tab.open("trust?indicator=listens&as_at=2023-05-15")
    is_drawn(tab)
    tab.page.get_by_role("link", name="Compare the boroughs: map").click()
    tab.page.wait_for_url(re.compile("/compare.*as_at=2023-05-15"))
    is_drawn(tab)
    tab.walk("Trust and confidence")
    tab.page.wait_for_url(re.compile("/trust.*as_at=2023-05-15"))
    shows_what_its_address_shows(tab, reader(board))


def test_the_page_on_which_presenting_was_begun_is_come_back_to_as_it_was(reader, board):
    tab = reader(board)
    tab.open("packs")
    tab.page.get_by_role("link", name=re.compile("^Present: ")).first.click()
    expect(tab.page.locator("#slide-1-head")).to_be_visible()
    tab.page.keyboard.type("17")
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator("#slide-17-head")).to_be_visible()
    tab.page.keyboard.press("e")
    tab.page.get_by_role("link", name="Back to slide 17").click()
    expect(tab.page.locator("#slide-17-head")).to_be_visible()
    tab.page.keyboard.press("Escape")
    tab.title("Packs")
    tab.settled()
    expect(tab.page.get_by_role("combobox", name=re.compile("As at$"))).to_have_value("Now")
    expect(tab.page.get_by_text("As it stood on")).to_have_count(0)
