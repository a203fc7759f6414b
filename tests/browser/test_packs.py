"""A pack by keyboard: begun, put in order, renamed, shortened, saved, opened again and presented."""

import re
import tomllib

import pytest
from playwright.sync_api import expect


@pytest.fixture
def home(demonstration_home, tmp_path):
    """The demonstration's database, with a record of the test's own beside it."""
    (tmp_path / "data").mkdir()
    for name in ("queries", "data/built", "data/declared"):
        (tmp_path / name).symlink_to(demonstration_home / name)
    return tmp_path


def side(tab):
    return tab.page.locator(".st-key-side")


def press(tab, name):
    """Press a button of the table by Enter, as from the keyboard."""
    tab.settled()
    button = tab.page.locator(".board").get_by_role("button", name=name, exact=True)
    button.focus()
    tab.page.keyboard.press("Enter")


def titles(tab):
    tab.settled()
    return tab.page.locator("table.slides tbody th").all_inner_texts()


def test_a_pack_is_copied_ordered_edited_shortened_saved_opened_again_and_presented(
    reader, servers, home, tmp_path
):
    tab = reader(servers.start(home))
    tab.open("packs")
    press(tab, re.compile("^Copy to edit"))
    expect(side(tab).get_by_label("Your name")).to_be_focused()
    tab.page.keyboard.type("A. Smith")
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Control+a")
    tab.page.keyboard.type("July board")
    tab.page.keyboard.press("Enter")
    expect(tab.page.get_by_text("Copied: this pack can be changed.")).to_be_visible()
    expect(tab.page.locator(".finding")).to_have_text("July board")
    first, second, *rest = titles(tab)

    press(tab, re.compile("^Move down slide 1,"))
    moved = tab.page.get_by_role("button", name=re.compile("^Move down slide 2,"))
    expect(moved).to_be_focused()
    assert titles(tab)[:2] == [second, first]

    press(tab, re.compile("^Edit slide 1,"))
    expect(side(tab).get_by_label("Agenda item")).to_be_focused()
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Control+a")
    tab.page.keyboard.type("Opening")
    tab.page.keyboard.press("Enter")
    expect(side(tab)).to_have_count(0)
    assert titles(tab)[0].startswith("Opening")

    press(tab, re.compile("^Remove slide 2,"))
    expect(side(tab).get_by_role("button", name="Remove the slide")).to_be_focused()
    tab.page.keyboard.press("Escape")
    expect(side(tab)).to_have_count(0)
    assert len(titles(tab)) == len(rest) + 2
    press(tab, re.compile("^Remove slide 2,"))
    expect(side(tab).get_by_role("button", name="Remove the slide")).to_be_focused()
    tab.page.keyboard.press("Enter")
    expect(tab.page.get_by_text("The slide is removed")).to_be_visible()
    assert len(titles(tab)) == len(rest) + 1
    assert tab.violations() == []

    with tab.page.expect_download() as download:
        press(tab, "Save as TOML")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    saved = tomllib.loads(file.read_text(encoding="utf-8"))
    assert (saved["title"], saved["slides"][0]["title"]) == ("July board", "Opening")

    tab.page.locator(".board").get_by_role("link", name="All packs").click()
    with tab.page.expect_file_chooser() as chooser:
        press(tab, "Open a file")
    chooser.value.set_files(file)
    expect(side(tab).get_by_label("Name of the pack")).to_be_focused()
    tab.settled()
    tab.page.keyboard.press("Enter")
    expect(tab.page.get_by_text("The file is opened as a new pack.")).to_be_visible()
    assert titles(tab)[0].startswith("Opening")
    tab.page.locator(".board").get_by_role("link", name=re.compile("^Present")).click()
    expect(tab.page.locator("#slide-1-head")).to_be_visible()
    tab.page.keyboard.press("Escape")
    tab.title("Packs")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_packs_have_no_barrier_and_no_side_to_scroll_to(reader, board, scheme, size):
    tab = reader(board, *size)
    tab.page.emulate_media(color_scheme=scheme)
    for path in ("packs", "packs?pack=2023-04-28"):
        tab.open(path)
        assert tab.violations() == []
        assert tab.sideways() == 0
