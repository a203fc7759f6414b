"""A bare board, on which labels, phones and paper are measured, draws what the page draws."""

import json

from bare_board import SHOWN, cards_of, open_board

PLACES = """
() => [...document.querySelectorAll('.board .panel')].map(panel => [panel.id,
    ...[...panel.querySelectorAll('.figure svg text')].map(text => {
        const word = text.getBoundingClientRect(), at = text.closest(".figure").getBoundingClientRect();
        return [text.textContent, ...[word.left - at.left, word.top - at.top, word.width].map(Math.round)];
    })])
"""


def test_a_bare_board_draws_what_the_page_draws(reader, board, browser, messages):
    tab, path = reader(board, height=3000), "response"
    tab.open(path)
    for width in (1440, 390):
        tab.resize(width, 3000)
        bare = open_board(browser, width)
        for message in messages[path]:
            bare.show(message)
        drawn = bare.page.evaluate(PLACES)
        assert len(drawn) == len(cards_of(messages[path][0]))
        assert drawn == tab.page.evaluate(PLACES)
        bare.page.close()


def test_a_message_that_comes_before_a_chart_is_drawn_leaves_none_undrawn(browser, messages):
    """Charts out of view are drawn when the browser is idle, which may be after the next message."""
    (message,) = messages["response"]
    later = json.dumps(json.loads(message) | {"note": "Another note."})
    bare = open_board(browser, 1440)
    bare.page.set_viewport_size({"width": 1440, "height": 600})
    bare.page.evaluate("both => both.forEach(showBoard)", [message, later])
    bare.page.wait_for_function(SHOWN, timeout=10_000)
    assert bare.page.get_by_text("Another note.").is_visible()
    assert bare.page.locator(".figure svg").count() > 3 and bare.faults == []
    bare.page.close()
