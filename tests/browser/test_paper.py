"""Pages on A4: no control, nothing wider than the paper, charts at its width, tables whole."""

import pytest
from bare_board import EVERY_PATH, open_board

LEWISHAM, A4 = "E09000023", (794, 1123)
CONTROLS = (
    "[data-testid=stHeader], [data-testid=stCheckbox], .st-key-filters, .board .pctl,"
    " .board .pmenu, .board .tools"
)
WIDER = """
() => [...document.querySelectorAll('.board .panel')].flatMap(panel => {
    const edge = panel.getBoundingClientRect().right + 1;
    return [...panel.querySelectorAll('table, svg, p')]
        .filter(part => getComputedStyle(part).clipPath === 'none' && part.getBoundingClientRect().right > edge)
        .map(part => `${panel.id}: ${part.tagName} ${part.textContent.slice(0, 40)}`);
})
"""
PAPER = (703, 995)
"""Pixels of A4 within margins of 12 mm."""
SMALL = """
() => [...document.querySelectorAll('.board .figure svg.painted')]
    .filter(svg => svg.getBoundingClientRect().width < svg.getAttribute('width') - 1)
    .map(svg => svg.closest('.panel').id)
"""
HIDDEN = """
() => [...document.querySelectorAll('.board .rows, .board .scroll, .board .html')]
    .filter(box => box.scrollHeight > box.clientHeight + 2 || box.scrollWidth > box.clientWidth + 2)
    .map(box => box.closest('.panel').id)
"""


def test_every_page_on_paper_has_no_controls_nothing_cut_and_charts_at_its_width(browser, messages):
    window = open_board(browser, 1440)
    page, found = window.page, {}
    for path in EVERY_PATH:
        for message in messages[path]:
            page.emulate_media(media="screen")
            page.set_viewport_size({"width": 1440, "height": 3000})
            window.show(message)
            page.evaluate("dispatchEvent(new Event('beforeprint'))")
            page.emulate_media(media="print")
            page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
            shown = [each for each in page.locator(CONTROLS).all() if each.is_visible()]
            faults = [*page.evaluate(WIDER), *page.evaluate(HIDDEN), *page.evaluate(SMALL), *shown]
            if faults:
                found[path] = faults
            page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.close()
    assert (found, window.faults) == ({}, [])


@pytest.mark.parametrize("path", ["allocation", "borough"])
def test_a_superintendents_page_on_paper_has_no_controls_and_nothing_cut(reader, board, path):
    tab = reader(board)
    tab.open(f"{path}?area={LEWISHAM}")
    tab.resize(*A4)
    tab.page.emulate_media(media="print")
    tab.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown = [each for each in tab.page.locator(CONTROLS).all() if each.is_visible()]
    assert shown == []
    assert tab.page.evaluate(WIDER) == []
    assert tab.sideways() == 0
    hidden = tab.page.locator(".board .rows, .board .scroll, .board .html").evaluate_all(
        "boxes => boxes.filter(b => b.scrollHeight > b.clientHeight + 2).length"
    )
    assert hidden == 0
    if path == "allocation":
        assert tab.page.locator("#wards tbody tr:not(.group)").count() == 19


def test_paper_has_every_ward_of_london_and_the_screen_a_page_of_them_again(reader, board):
    tab = reader(board)
    tab.open("allocation")
    rows = tab.page.locator("#wards tbody tr:not(.group)")
    assert rows.count() == 40
    tab.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert rows.count() == 679
    tab.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert rows.count() == 40


def test_what_is_folded_away_on_the_screen_stands_on_paper(reader, board):
    tab = reader(board)
    tab.open("data?indicator=trust")
    rest = tab.page.locator("#definition .more > :not(summary)")
    assert rest.count() > 1
    assert not any(each.is_visible() for each in rest.all())
    tab.page.emulate_media(media="print")
    assert all(each.is_visible() for each in rest.all())
