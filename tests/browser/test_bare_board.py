"""A bare board, on which labels, phones and paper are measured, draws what the page draws."""

from bare_board import cards_of, open_board

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
