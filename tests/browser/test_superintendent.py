"""Lewisham's superintendent from the overview, on a screen of 1440 by 900: three presses at most and
no scrolling to an answer. A choice in the bar is two presses: the list, and one of its lines.
"""

import re

import pytest
from playwright.sync_api import expect

WIDE, HIGH = 1440, 900


@pytest.fixture
def lewisham(reader, board):
    """Opens a page of Lewisham from the overview, in three presses."""

    def opened(page):
        tab = reader(board, WIDE, HIGH)
        tab.open("")
        tab.walk(page)
        tab.choose("Borough", "Lewisham")
        tab.showing("Lewisham, ")
        return tab

    return opened


def is_on_the_screen(locator):
    """Whether all of it is on the screen as the page stands, below the bar."""
    box = locator.bounding_box()
    return box["y"] > 60 and box["y"] + box["height"] <= HIGH


def test_wards_below_the_minimum_the_plan_and_its_reasons_and_the_sums_are_on_one_screen(lewisham):
    tab = lewisham("Ward allocation")
    finding = tab.page.locator(".board .finding")
    below = int(re.search(r"(\d+) of \d+ wards", finding.inner_text())[1])
    table = tab.page.locator("#wards")
    group = table.locator("tr.group").first
    assert group.inner_text().startswith(f"Below the minimum {below} ward")
    short = table.locator("tbody tr", has_text="below the minimum").locator("th[scope=row]")
    assert short.count() == below
    for name in short.all():
        assert is_on_the_screen(name)

    assert re.search("priority", finding.inner_text())
    row = table.locator("tbody tr:not(.group)").first
    for kind in ("plan", "tier", "why", "sure"):
        assert is_on_the_screen(row.locator(f"td.{kind}").first), kind
    assert re.search(r"\d to \d", row.locator("td.why").inner_text())

    sums = table.locator("tfoot tr")
    assert sums.first.inner_text().startswith("Sum of 19 wards")
    for each in sums.all():
        assert is_on_the_screen(each)
    assert sums.nth(1).inner_text().startswith("Lewisham's total")
    assert "Agrees" in sums.nth(1).inner_text() and "Agrees" in sums.nth(2).inner_text()


def test_lewisham_stands_beside_its_neighbours_on_the_first_screen(lewisham):
    tab = lewisham("Borough")
    rows = tab.page.locator("#neighbours tbody tr")
    names = [row.locator("th").inner_text() for row in rows.all()]
    assert names == ["Lewisham", "Bromley", "Greenwich", "Southwark", "Tower Hamlets", "London"]
    for row in rows.all():
        assert is_on_the_screen(row)
    expect(tab.page.locator("#neighbours")).to_contain_text("worse")


def test_croydon_against_similar_boroughs_over_four_years_is_two_presses_from_the_overview(
    reader, board
):
    tab = reader(board, WIDE, HIGH)
    tab.open("")
    tab.page.get_by_role(
        "link", name="Compare a borough with similar boroughs over four years"
    ).click()
    tab.title("Compare boroughs")
    tab.settled()
    tab.page.locator('#ranking .painted [data-area="E09000008"]').first.click(force=True)
    tab.showing(".*, compared with similar boroughs; Croydon.")
    expect(tab.page).to_have_url(re.compile(r"comparator=similar.*years=4|years=4.*comparator=sim"))
    assert is_on_the_screen(tab.page.locator("#trend h2"))
    expect(tab.page.locator("#trend")).to_contain_text("Croydon")
