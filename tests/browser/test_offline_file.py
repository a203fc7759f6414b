"""The file of a pack in a room without a network: opened from disk, walked by keys, asking nothing."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from dashboard.declared.packs import Pack, Slide
from dashboard.panels.actions.log import ActionLog
from dashboard.panels.common.page import Page
from dashboard.panels.packs.slides import PackSlides
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store
from dashboard.ui.deck.offline import offline_file
from dashboard.view import View

ATTACK = "</script><script>window.hostile = 1</script><img src=x onerror='window.hostile = 2'>"


@pytest.fixture(scope="module")
def pack_slides(demonstration_home):
    where = Places(demonstration_home)
    store = open_store(where, find_database(where))
    slides = (
        Slide(item="1", title="Trust", panels=("compare?indicator=trust#ranking",), notes=ATTACK),
        Slide(item="2", title=ATTACK, finding=f"Hostile {ATTACK}"),
        Slide(item="3", title="Last", panels=("trust#measures", "trust?indicator=trust#gaps")),
    )
    pack = Pack(code="trial", title=f"Trial {ATTACK}", meeting=dt.date(2023, 4, 28), slides=slides)
    return PackSlides(pack, lambda day: store), ActionLog(Page("actions", store, View()))


@pytest.fixture
def opened(browser, pack_slides, tmp_path, monkeypatch):
    """Opens the file from disk with the network off; the tab, and all that it asked for or said."""
    tabs = []

    def tab(origin=""):
        monkeypatch.setenv("DASHBOARD_ORIGIN", origin)
        file = tmp_path / "trial.html"
        file.write_bytes(offline_file(*pack_slides))
        context = browser.new_context(offline=True, viewport={"width": 1440, "height": 900})
        tabs.append(context)
        page, faults = context.new_page(), []
        page.on("request", lambda r: faults.append(r.url) if "trial.html" not in r.url else None)
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(file.as_uri())
        expect(page.locator("#slide-1-head")).to_be_visible()
        return page, faults

    yield tab
    for context in tabs:
        context.close()


def test_the_file_is_walked_by_keys_from_disk_without_a_network_or_a_fault(opened):
    page, faults = opened()
    assert page.locator(".slide.shown svg").count() > 0
    page.keyboard.press("PageDown")
    expect(page.locator("#slide-2-head")).to_be_visible()
    expect(page).to_have_url(re.compile("#slide=2$"))
    page.keyboard.press("End")
    expect(page.locator("#slide-3-head")).to_be_visible()
    assert page.locator(".slide.shown svg").count() > 1
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("#slide-1-head")).to_be_visible()
    page.keyboard.press("g")
    expect(page.get_by_role("dialog", name="Slides")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Demonstration data").first).to_be_visible()
    assert faults == []


def test_hostile_words_are_words_in_the_file(opened):
    page, faults = opened()
    page.keyboard.press("PageDown")
    expect(page.locator("#slide-2-head")).to_have_text(f"Hostile {ATTACK}")
    assert page.title() == f"Trial {ATTACK}"
    assert page.evaluate("window.hostile") is None
    assert page.locator("img, iframe, a[href]").count() == 0
    assert faults == []


def test_the_file_has_its_notes_in_a_window_that_follows_the_slides(opened):
    page, faults = opened()
    with page.expect_popup() as opening:
        page.keyboard.press("p")
    notes = opening.value
    expect(notes.locator(".notes")).to_have_text(ATTACK)
    page.keyboard.press("PageDown")
    expect(notes.locator(".at")).to_contain_text("Slide 2 of 3")
    notes.keyboard.press("PageDown")
    expect(page.locator("#slide-3-head")).to_be_visible()
    assert faults == []


def test_the_file_offers_what_needs_a_server_only_where_readers_have_an_address(opened):
    page, _ = opened()
    expect(page.locator(".tools button[data-act=next]")).to_have_count(1)
    expect(page.locator(".tools button[data-act=record]")).to_have_count(0)
    expect(page.locator(".tools button[data-act=explore]")).to_have_count(0)
    page, _ = opened("https://board.example.org")
    page.evaluate("window.open = (address) => { window.went = address }")
    page.keyboard.press("e")
    went = page.evaluate("window.went")
    assert re.fullmatch(r"https://board\.example\.org/compare\?paper=[\w.-]+#ranking", went), went
    expect(page.locator(".tools button[data-act=record]")).to_have_count(0)
