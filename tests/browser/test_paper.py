"""A superintendent's pages on A4: no control, nothing wider than the paper, tables whole."""

import pytest

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
