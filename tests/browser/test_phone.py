"""Pages on a phone: nothing wider than its card, rows of states as cards, and every ward named."""

import re

import pytest
from bare_board import EVERY_PATH, cards_of, open_board
from playwright.sync_api import expect

WIDER = """
() => [...document.querySelectorAll('.board .panel')].flatMap(panel => {
    const edge = panel.getBoundingClientRect().right;
    const isCut = part => part.getBoundingClientRect().right > edge
        && !part.closest('.rows, .pmenu, pre, .unseen, thead') && getComputedStyle(part).clipPath === 'none';
    return [...panel.querySelectorAll('table, tr, td, th, p, li, a, button, svg')].filter(isCut)
        .map(part => `${panel.id}: ${part.tagName} ${part.textContent.slice(0, 40)}`);
})
"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def phone(browser):
    opened = open_board(browser, 390)
    yield opened
    opened.page.close()


def test_no_part_of_a_card_is_wider_than_the_phone(phone, messages):
    found = {}
    for path in EVERY_PATH:
        for message in messages[path]:
            phone.show(message)
            wider, sideways = phone.page.evaluate(WIDER), phone.page.evaluate(SIDEWAYS)
            if wider or sideways:
                found[path] = (sideways, wider)
    assert (found, phone.faults) == ({}, [])


@pytest.mark.parametrize(
    ("path", "heads"),
    [
        ("actions", ["Number", "Action", "Owner", "Due", "Status", "Figure when agreed and now"]),
        ("promises", ["Promise", "Owner", "Due", "Status", "Figure now"]),
    ],
)
def test_rows_of_states_are_cards_to_the_eye_and_a_table_to_screen_readers(
    phone, messages, path, heads
):
    phone.show(messages[path][0])
    table = phone.page.get_by_role("table")
    expect(table).to_have_count(1)
    assert [each.inner_text() for each in table.get_by_role("columnheader").all()] == heads
    rows = table.locator("tbody tr:not(.theme)")
    assert rows.count() > 5
    first = rows.first
    what, owner, due, status, figure = (
        first.locator(f".at-{name}").bounding_box()
        for name in ("what", "owner", "due", "status", "figure")
    )
    assert status["x"] > what["x"] + what["width"] - 1 and abs(status["y"] - what["y"]) < 4
    assert owner["y"] >= what["y"] + what["height"] - 1
    assert due["x"] > owner["x"] and abs(due["y"] - owner["y"]) < 2
    assert figure["y"] >= due["y"] + due["height"] - 1
    assert first.get_by_role("rowheader").count() == 1
    assert first.get_by_role("cell").count() == len(heads) - 1


def test_the_log_of_actions_has_no_chips_that_say_its_rows_again(phone, messages):
    phone.show(messages["actions"][0])
    assert phone.page.locator("#log .foot .act").count() == 0


def test_every_ward_of_a_map_is_named_on_it_or_numbered_and_listed(phone, messages):
    message = messages["borough?area=E09000020&opened=ward_map"][0]
    phone.show(message)
    map_card = phone.page.locator("#map")
    written = [
        re.sub(r"\s+", " ", each).strip()
        for each in map_card.locator("svg .note text").all_text_contents()
    ]
    listed = map_card.locator(".names li").all_inner_texts()
    numbers = [each for each in written if each.isdigit()]
    assert sorted(map(int, numbers)) == list(range(1, len(listed) + 1))
    assert listed and [each.split(" ")[0] for each in listed] == sorted(numbers, key=int)
    (wards,) = (
        column["cells"]
        for column in cards_of(message)["map"]["table"]["columns"]
        if column["heading"] == "Ward"
    )
    assert len(written) == len(wards)
    names = {re.sub(r"\s", "", each) for each in wards}
    whole = [each for each in written if not each.isdigit()] + [
        each.partition(" ")[2] for each in listed
    ]
    assert {re.sub(r"\s", "", each) for each in whole} == names
