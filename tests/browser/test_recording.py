"""A secretary records by keyboard alone while another does, and a killed server loses nothing."""

import re

import pytest
from playwright.sync_api import expect

from dashboard import catalogue
from dashboard.declared.read import declarations
from dashboard.record.chain import find_break
from dashboard.record.ledger import open_record
from dashboard.settings import Places


@pytest.fixture
def home(demonstration_home, tmp_path):
    """The demonstration's database, with a record of the test's own beside it."""
    (tmp_path / "data").mkdir()
    for name in ("queries", "data/built", "data/declared"):
        (tmp_path / name).symlink_to(demonstration_home / name)
    return tmp_path


def focus_fold(tab, name):
    """Go by Tab from the top of the page to a fold, open it by Enter, and go into its first field."""
    tab.settled()
    tab.page.evaluate("document.activeElement.blur()")
    for _ in range(120):
        tab.page.keyboard.press("Tab")
        if tab.page.evaluate("document.activeElement.innerText ?? ''").strip().endswith(name):
            break
    else:
        raise AssertionError(f"{name} is not reached by Tab")
    tab.page.keyboard.press("Enter")
    expect(tab.page.get_by_label("Your name").locator("visible=true")).to_be_visible()
    tab.page.keyboard.press("Tab")


def record(tab, *words):
    """Type words from field to field, and record by Ctrl+Enter."""
    for number, said in enumerate(words):
        if number:
            tab.page.keyboard.press("Tab")
        tab.page.keyboard.type(said)
    tab.page.keyboard.press("Control+Enter")


def is_recorded(tab, number):
    expect(tab.page.get_by_text(re.compile(f"^Recorded as entry {number}"))).to_be_visible()


def test_an_update_and_a_new_action_are_recorded_by_keyboard_and_seen_by_another(
    reader, servers, home
):
    url = servers.start(home)
    first, second = reader(url), reader(url)
    for tab in (first, second):
        tab.open("actions?action=2023-04-28%2F3")
    focus_fold(first, "Record an update")
    record(first, "A. Smith", "", "The MPS will answer in writing.")
    is_recorded(first, 1)
    expect(first.page.get_by_text("The MPS will answer in writing.").first).to_be_visible()
    first.settled()
    assert first.violations() == []
    focus_fold(second, "Record a new action")
    record(second, "B. Jones", "Report trust by ward", "MPS")
    is_recorded(second, 2)
    expect(second.page.get_by_text("The MPS will answer in writing.").first).to_be_visible()
    entries, seals = open_record(Places(home)).read()
    assert find_break(entries, seals) is None
    assert [(e.author, e.kind) for e in entries] == [
        ("A. Smith", "update"),
        ("B. Jones", "new action"),
    ]


def test_what_was_recorded_is_there_when_the_server_was_killed_and_started_again(
    reader, servers, home
):
    tab = reader(servers.start(home))
    tab.open("actions?action=2023-04-28%2F3")
    focus_fold(tab, "Record an update")
    record(tab, "A. Smith", "", "Said before the kill.")
    is_recorded(tab, 1)
    servers.kill()
    tab.page.goto("about:blank")
    tab.faults.clear()  # That the server is gone is told in the console.
    again = reader(servers.start(home))
    again.open("actions?action=2023-04-28%2F3")
    expect(again.page.get_by_text("Said before the kill.").first).to_be_visible()


def test_an_update_recorded_beside_a_slide_stands_on_the_slide_at_once(reader, servers, home):
    pack = declarations(home / "data" / "declared", catalogue.has_chart).packs["2023-04-28"]
    action = "2023-04-28/3"
    number = next(n for n, slide in enumerate(pack.slides, 1) if action in slide.actions)
    tab = reader(servers.start(home))
    tab.page.goto(f"{tab.url}/present?pack=2023-04-28&slide={number}")
    status = tab.page.locator(".slides > .shown dl div", has_text="Status").locator("dd")
    expect(status).to_have_text("open")
    tab.page.keyboard.press("a")
    expect(tab.page.get_by_label("Your name").locator("visible=true")).to_be_focused()
    tab.page.keyboard.type("A. Smith")
    said = tab.page.get_by_label("What was said").locator("visible=true")
    for _ in range(3):
        tab.page.keyboard.press("Tab")
        if said.evaluate("field => field === document.activeElement"):
            break
    tab.page.keyboard.type("A written answer was received.")
    tab.page.keyboard.press("Tab")
    expect(tab.page.get_by_role("combobox", name=re.compile("Status$"))).to_be_focused()
    tab.page.keyboard.type("complete")
    expect(tab.page.get_by_role("option").first).to_contain_text("complete")
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.press("Tab")
    expect(tab.page.get_by_label("New owner").locator("visible=true")).to_be_focused()
    tab.page.keyboard.press("Control+Enter")
    expect(status).to_have_text("complete")
    entries, _ = open_record(Places(home)).read()
    assert [(e.author, e.kind, e.action) for e in entries] == [("A. Smith", "update", action)]
    expect(tab.page.get_by_text(f"Record on slide {number}")).to_have_count(0)
    tab.page.keyboard.press("Escape")
    expect(tab.page.get_by_text("Press Esc again to leave the slides.")).to_be_visible()
    tab.page.wait_for_timeout(1500)
    expect(tab.page.locator(f"#slide-{number}-head")).to_be_visible()
    tab.page.keyboard.press("Escape")
    tab.title("Overview")


def test_what_is_typed_before_the_form_is_there_is_written_in_it_and_the_name_is_kept(
    reader, servers, home
):
    tab = reader(servers.start(home))
    tab.page.goto(f"{tab.url}/present?pack=2023-04-28&slide=7")
    expect(tab.page.locator("#slide-7-head")).to_be_visible()
    name = tab.page.get_by_label("Your name").locator("visible=true")
    said = tab.page.get_by_label("What was said").locator("visible=true")
    tab.page.keyboard.type("aDecided: b/e ")
    expect(said).to_have_value("Decided: b/e ")
    expect(name).to_be_focused()
    expect(tab.page.locator("#slide-7-head")).to_be_visible()
    tab.page.keyboard.type("A. Smith")
    said.focus()
    tab.page.keyboard.press("Control+Enter")
    last = tab.page.locator(".slides > .shown .said")
    expect(last).to_contain_text("Decided: b/e")
    tab.page.reload()
    expect(last).to_contain_text("Decided: b/e")
    tab.page.keyboard.press("a")
    expect(name).to_have_value("A. Smith")
    expect(said).to_be_focused()


def test_a_new_action_is_recorded_beside_a_slide_by_its_own_key(reader, servers, home):
    tab = reader(servers.start(home))
    tab.page.goto(f"{tab.url}/present?pack=2023-04-28&slide=7")
    expect(tab.page.locator("#slide-7-head")).to_be_visible()
    tab.page.keyboard.type("nReport trust by ward")
    title = tab.page.get_by_label("Title", exact=True).locator("visible=true")
    expect(title).to_have_value("Report trust by ward")
    tab.page.keyboard.type("B. Jones")
    tab.page.keyboard.press("Tab")
    expect(title).to_be_focused()
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.type("MPS")
    tab.page.keyboard.press("Control+Enter")
    is_recorded(tab, 1)
    (entry,) = open_record(Places(home)).entries()
    assert (entry.author, entry.kind) == ("B. Jones", "new action")
    tab.page.keyboard.press("a")
    expect(tab.page.get_by_label("What was said").locator("visible=true")).to_be_focused()


def test_whoever_is_in_the_middle_of_a_word_when_the_form_opens_ends_it_where_it_was_begun(
    reader, servers, home
):
    tab = reader(servers.start(home))
    tab.page.goto(f"{tab.url}/present?pack=2023-04-28&slide=7")
    expect(tab.page.locator("#slide-7-head")).to_be_visible()
    tab.page.keyboard.press("n")
    title = tab.page.get_by_label("Title", exact=True).locator("visible=true")
    words = ""
    for _ in range(100):
        if title.count():
            break
        tab.page.keyboard.type("on and ", delay=40)
        words += "on and "
    tab.page.keyboard.type("the end", delay=40)
    expect(title).to_have_value(f"{words}the end")
    expect(tab.page.get_by_label("Your name").locator("visible=true")).to_be_focused()
