"""The table of Data and definitions in a browser: searched as one types, a definition beside it."""

import re

from playwright.sync_api import expect


def test_typing_narrows_the_table_and_a_press_opens_a_definition_and_keeps_what_was_typed(
    reader, board
):
    tab = reader(board)
    tab.open("data")
    find = tab.page.get_by_role("searchbox", name="Find an indicator, source or word")
    rows = tab.page.locator("#indicators tr[data-words]:visible")
    expect(rows).to_have_count(43)
    find.fill("999 answered")
    expect(rows).to_have_count(2)
    tab.page.locator("#indicators").get_by_role(
        "link", name="999 calls answered within 10 seconds"
    ).press("Enter")
    expect(tab.page).to_have_url(re.compile(r"data\?indicator=answered_999"))
    heading = tab.page.locator("#definition h2")
    expect(heading).to_have_text("999 calls answered within 10 seconds")
    expect(find).to_have_value("999 answered")
    expect(rows).to_have_count(2)
    find.fill("no such word")
    expect(tab.page.locator("#indicators .find [role=status]")).to_have_text(
        "Nothing found: try a shorter word, or set the filters to All."
    )
