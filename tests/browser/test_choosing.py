"""A click on a borough in the ranking, the map and the table chooses it everywhere; again, and it
is let go.
"""

import re

import pytest
from playwright.sync_api import expect


def click_ranking(tab):
    _click_point(tab, "ranking")


def click_map(tab):
    _click_point(tab, "map")


def click_table(tab):
    tab.page.locator(".rows tbody tr").first.locator("td").last.click()


def _click_point(tab, chart):
    point = tab.page.locator(f"#{chart} .figure").locator("[data-area], .scatterlayer .point").first
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    tab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tab.page.mouse.down()
    tab.page.mouse.up()


@pytest.mark.parametrize("click", [click_ranking, click_map, click_table])
def test_a_click_on_a_borough_chooses_it_everywhere_and_in_the_url(reader, board, click):
    tab = reader(board, height=1400)
    tab.open("compare?indicator=confidence")
    tab.showing(".*; no borough chosen.")
    click(tab)
    expect(tab.page).to_have_url(re.compile(r"/compare\?indicator=confidence&areas=E09\d{6}$"))
    tab.showing(r".*MPS; (?!no borough)[A-Z].*\.")
    said = tab.page.get_by_text(re.compile("^Showing ")).first.inner_text()
    name = said.removesuffix(".").rpartition("; ")[2]
    expect(tab.page.get_by_label(f"Remove {name}")).to_be_visible()
    label = tab.page.locator("#trend svg text", has_text=name.split()[0])
    expect(label.first).to_be_visible()  # A long name stands in two lines.
    tab.page.get_by_label(f"Remove {name}").click()
    tab.showing(".*; no borough chosen.")
    expect(tab.page).to_have_url(re.compile(r"/compare\?indicator=confidence$"))


def test_the_borough_chosen_by_a_click_is_the_one_that_the_table_names_first(reader, board):
    tab = reader(board, height=1400)
    tab.open("compare?indicator=confidence")
    first = tab.page.locator(".rows tbody tr").first
    name = first.get_by_role("rowheader").inner_text()
    first.get_by_role("button", name=name).press("Enter")
    tab.showing(f".*MPS; {name}.")
    expect(first.get_by_role("button", name=name, pressed=True)).to_be_focused()


def test_the_table_is_sorted_by_a_heading_either_way_and_then_stands_as_it_came(reader, board):
    tab = reader(board)
    tab.open("compare?indicator=confidence")
    names = tab.page.locator(".rows tbody th")
    came = names.all_inner_texts()
    borough = tab.page.get_by_role("columnheader", name="Borough")
    for expected, way in (
        (sorted(came), "ascending"),
        (sorted(came, reverse=True), "descending"),
        (came, "none"),
    ):
        borough.get_by_role("button").press("Enter")
        expect(borough.get_by_role("button")).to_be_focused()
        expect(borough).to_have_attribute("aria-sort", way)
        assert names.all_inner_texts() == expected
    tab.page.get_by_role("columnheader", name="Base").get_by_role("button").click()
    base = [
        int(cell.replace(",", ""))
        for cell in tab.page.locator(".rows tbody td:last-child").all_inner_texts()
    ]
    assert base == sorted(base, reverse=True)


def test_a_chart_fills_the_screen_and_goes_back_to_its_place(reader, board):
    tab = reader(board)
    tab.open("compare?indicator=confidence")
    card = tab.page.locator("#trend")
    drawn = card.locator(".figure svg").first
    before = drawn.bounding_box()
    tab.act(card, "Full screen")
    tab.page.wait_for_function(
        "() => document.fullscreenElement?.id === 'trend' &&"
        " document.querySelector('#trend .figure svg').clientWidth > 1300"
    )
    words = card.locator("h2, .sub, .reading, .source")
    assert all(each.is_visible() for each in words.all())
    label = card.locator(".figure .tick").first
    assert label.bounding_box()["height"] > 16  # Larger than on the page.
    tab.page.evaluate("document.exitFullscreen()")
    high = round(before["height"])
    tab.page.wait_for_function(
        f"() => document.querySelector('#trend .figure svg').clientHeight === {high}"
    )


def test_a_press_on_a_ward_with_a_rare_offence_opens_its_spells_and_one_choice_leads_back(
    reader, board
):
    tab = reader(board, height=1400)
    tab.open("borough?area=E09000005&opened=rare_offences")
    card = tab.page.locator("#rare_offences")
    mark = card.locator("[data-area], .scatterlayer .point").first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    tab.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(tab.page).to_have_url(re.compile(r"area=E09000005&ward=E05\d{6}&opened=ward_spells$"))
    spells = tab.page.locator("#ward_spells")
    expect(spells.get_by_role("heading", level=2)).to_contain_text(":")
    spells.get_by_label("Wards as").select_option(label="Rare offences")
    expect(tab.page.locator("#rare_offences")).to_be_visible()
    assert tab.violations() == []
