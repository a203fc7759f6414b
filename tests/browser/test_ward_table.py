"""The table of wards in a browser: 679 rows found, narrowed, turned, sorted and opened by keyboard."""

import re

from playwright.sync_api import expect

LEWISHAM = "E09000023"


def names(tab):
    return tab.page.locator("#wards .rows tbody th[scope=row]")


def status(tab):
    return tab.page.locator("#wards .tools [role=status]")


def test_all_wards_of_london_are_found_narrowed_and_turned_without_the_server(reader, board):
    tab = reader(board)
    tab.open("allocation")
    expect(status(tab)).to_have_text("1 to 40 of 679 wards")
    assert names(tab).count() == 40
    table = tab.page.locator("#wards")
    table.get_by_role("button", name="Next").click()
    expect(status(tab)).to_have_text("41 to 80 of 679 wards")
    table.get_by_role("searchbox").fill("lewisham, sutton")
    expect(status(tab)).to_have_text(re.compile(r"^\d\d wards$"))
    boroughs = table.locator(".rows tbody th small").all_inner_texts()
    assert {"Lewisham", "Sutton"} <= {b for b in boroughs}
    table.get_by_role("searchbox").fill("")
    chosen = table.get_by_role("button", name=re.compile("^Gain priority"))
    number = int(chosen.inner_text().split()[-1])
    chosen.click()
    expect(status(tab)).to_have_text(f"{number} wards")
    assert table.locator("td.tier", has_text="Gains priority").count() == number
    table.get_by_role("searchbox").fill("no such place")
    expect(status(tab)).to_contain_text("No ward found")
    assert tab.violations() == []


def test_a_ward_is_opened_by_the_keyboard_and_its_story_stands_beside_the_table(reader, board):
    tab = reader(board)
    tab.open(f"allocation?area={LEWISHAM}")
    heading = tab.page.locator("#wards thead").get_by_role("button", name="Ward")
    heading.press("Enter")
    assert names(tab).all_inner_texts() == sorted(names(tab).all_inner_texts())
    name = names(tab).nth(1).inner_text()
    names(tab).nth(1).get_by_role("button").press("Enter")
    story = tab.page.locator("#needs")
    expect(story.get_by_role("heading")).to_contain_text(f"{name}: need index moved by")
    expect(story).to_be_in_viewport()
    expect(story.locator(".story")).to_contain_text("DWOs")
    expect(tab.page).to_have_url(re.compile(r"ward=E05"))
    expect(names(tab).nth(1).get_by_role("button")).to_be_focused()
    expect(names(tab).nth(1).get_by_role("button")).to_have_attribute("aria-pressed", "true")
    story.get_by_text("touch it").click()
    assert story.locator("tbody tr").count() > 2
    assert tab.violations() == []


def test_on_a_phone_each_ward_stands_in_a_block_and_nothing_is_wider_than_the_screen(reader, board):
    tab = reader(board, 390, 844)
    tab.open(f"allocation?area={LEWISHAM}")
    assert tab.sideways() == 0
    box = tab.page.locator("#wards tbody tr:not(.group)").first.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
