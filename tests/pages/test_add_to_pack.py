"""Add to pack, from the menu of a card, through the entry point."""

from __future__ import annotations

import pytest
from opened import cards, links, page, read
from pack_pages import begin, field, is_open, record, save, stands

from dashboard.record.ledger import open_record
from dashboard.record.pack_words import PackRemoval
from dashboard.settings import places


@pytest.fixture
def add(monkeypatch):
    """Choose "Add to pack" in the menu of a chart, as the board's script tells it."""
    from dashboard.ui import add_to_pack

    waiting: list[tuple[str, str]] = []
    draw = add_to_pack.draw_form

    def draw_form(page, board):
        if waiting:
            add_to_pack.open_form(page, board, *waiting.pop())
        draw(page, board)

    monkeypatch.setattr(add_to_pack, "draw_form", draw_form)

    def do(at, chart: str, query: str):
        waiting.append((chart, query))
        at.run()
        assert not at.exception, [e.message for e in at.exception]
        return at

    return do


def told(at) -> list[str]:
    return [read(e.value) for e in at.info]


def test_the_menu_offers_it_where_the_reader_may_record_and_nowhere_else(at_the_machine):
    assert all(card["addable"] for card in cards(page("compare")).values())
    assert not any(card["addable"] for card in cards(page("actions")).values())


def test_the_menu_does_not_offer_it_where_nobody_may_record(home):
    assert not any(card["addable"] for card in cards(page("compare")).values())


def test_a_chart_is_added_to_a_new_pack_at_the_view_of_its_page(at_the_machine, add):
    query = "?indicator=confidence&areas=E09000017"
    at = add(page("compare", indicator="confidence", areas="E09000017"), "ranking", query)
    field(at, "title").set_value("July board")
    field(at, "item").set_value("2.4")
    field(at, "notes").set_value("Ask about Hillingdon.")
    save(at, "A. Smith")
    assert "Added to July board, slide 1." in told(at)
    assert ("Open the pack", "packs?pack=p1") in links(at)
    (slide,) = stands("p1").pack.slides
    assert slide.panels == ("compare?indicator=confidence&areas=E09000017#ranking",)
    assert (slide.item, slide.title) == ("2.4", "Compare boroughs")
    assert slide.notes == "Ask about Hillingdon."


def test_a_chart_is_added_to_the_pack_used_last_where_its_item_stands(at_the_machine, add):
    begin("1.1", "3.1")
    at = add(page("trust"), "measures", "")
    field(at, "item").set_value("2.1")
    save(at, "A. Smith")
    assert "Added to Public board, slide 2." in told(at)
    assert stands("p1").pack.slides[1].panels == ("trust#measures",)
    at = add(at, "gaps", "?as_at=2023-05-15")
    assert not [e for e in at.text_input if e.key.endswith("_author")]
    save(at)
    assert "Added to Public board, slide 4." in told(at)
    assert stands("p1").pack.slides[3].panels == ("trust?as_at=2023-05-15#gaps",)


def test_a_page_of_an_earlier_day_adds_its_chart_on_that_day(at_the_machine, add):
    at = add(page("trust", as_at="2023-05-15"), "measures", "?as_at=2023-05-15")
    save(at, "A. Smith")
    (sentence,) = [each for each in told(at) if each.startswith("Added to Board, ")]
    assert sentence.endswith("slide 1.")
    assert stands("p1").pack.slides[0].panels == ("trust?as_at=2023-05-15#measures",)


def test_what_is_wrong_is_told_and_what_was_typed_stays(at_the_machine, add):
    code = begin("1.1")
    at = add(page("trust"), "measures", "?group=colour")
    save(at, "A. Smith")
    (error,) = at.error
    assert read(error.value).startswith("Charts, line 1: the group 'colour' is unknown")
    at = add(at, "measures", "")
    field(at, "item").set_value("an item of many letters")
    save(at, "A. Smith")
    (error,) = at.error
    assert read(error.value) == ("Agenda item has 23 characters and may have 12; shorten it.")
    field(at, "item").set_value("2.4")
    record().append("B. Jones", PackRemoval(pack=int(code[1:])))
    save(at)
    (error,) = at.error
    assert read(error.value) == "The pack was removed meanwhile; choose another."
    assert field(at, "item").value == "2.4"
    assert len(open_record(places()).entries()) == 2


def test_the_form_closes_on_another_page(at_the_machine, add):
    at = add(page("trust"), "measures", "")
    assert is_open(at)
    at.switch_page("pages/compare.py").run()
    assert not is_open(at)
