"""Packs as slides: the shipped one answers its agenda, at its day, and for its reader alone."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.declared.packs import Pack, Slide
from dashboard.errors import NoDatabaseError
from dashboard.panels.packs.slides import KNOWN_LATER, NO_FIGURE, PackSlides, find_pack
from dashboard.settings import Places
from dashboard.store.connection import Store, open_store
from dashboard.store.vintages import at

BOARD = dt.date(2023, 4, 28)
AGENDA = "1.1 1.2 2.1 2.2 2.3 2.4 2.5 2.6 2.7 2.8 2.9 2.10 2.11 3.1 3.2".split()


@pytest.fixture(scope="module")
def open_at(demonstration_home):
    where = Places(demonstration_home)
    stores: dict[dt.date | None, Store] = {}

    def opened(day: dt.date | None) -> Store:
        if day not in stores:
            stores[day] = open_store(where, at(where, day), day)
        return stores[day]

    return opened


@pytest.fixture(scope="module")
def shipped(open_at) -> PackSlides:
    return PackSlides(find_pack(open_at(None), "2023-04-28"), open_at)


def pack_of(*panels: str, as_at: dt.date | None = None) -> Pack:
    slide = Slide(item="2.4", title="Trial", panels=panels)
    return Pack(code="trial", title="Trial", meeting=BOARD, as_at=as_at, slides=(slide,))


def test_the_shipped_pack_follows_the_agenda_paragraph_by_paragraph(shipped) -> None:
    assert list(dict.fromkeys(each.slide.item for each in shipped.slides)) == AGENDA
    assert all(each.slide.notes for each in shipped.slides)


def test_every_panel_of_the_shipped_pack_is_drawn(shipped) -> None:
    absent = [
        (each.slide.item, panel.address.chart, panel.sentence)
        for each in shipped.slides
        for panel in each.panels
        if panel.panel is None
    ]
    assert absent == []


def test_the_shipped_pack_shows_only_what_was_published_by_its_day_or_says_so(shipped) -> None:
    later = []
    for each in shipped.slides:
        for panel in each.panels:
            assert panel.page is not None
            published = panel.page.releases["published"].max().date()
            if published > BOARD:
                later.append((each.slide.item, published))
        assert bool(each.later_words) == any(item == each.slide.item for item, _ in later)
    assert set(later) == {("2.3", dt.date(2023, 6, 30))}


def test_a_slide_says_that_it_was_known_only_after_its_meeting(open_at) -> None:
    address = "compare?indicator=trust{}#ranking"
    later = PackSlides(pack_of(address.format("&as_at=2023-06-30")), open_at).slide(1)
    then = PackSlides(pack_of(address.format(""), as_at=BOARD), open_at).slide(1)
    without = PackSlides(pack_of(as_at=dt.date(2023, 6, 30)), open_at).slide(1)
    said = [each.later_words for each in (later, then, without)]
    assert said == [KNOWN_LATER, "", KNOWN_LATER]


def test_detections_are_of_the_third_quarter_as_it_was_then_known(shipped) -> None:
    detections = next(each for each in shipped.slides if each.slide.item == "3.1").panels[0]
    assert detections.panel is not None
    assert "December 2022" in detections.panel.subtitle


def test_each_action_of_the_meeting_stands_beside_a_slide(shipped) -> None:
    ids = [action.link.action for each in shipped.slides for action in each.actions]
    assert ids == [f"2023-04-28/{n}" for n in range(1, 8)]


def test_a_slide_without_a_figure_says_so(open_at) -> None:
    slide = PackSlides(pack_of(), open_at).slide(1)
    assert (slide.finding, slide.present_panels) == (NO_FIGURE, ())


def test_a_slide_without_words_of_its_own_says_what_its_first_panel_finds(open_at) -> None:
    slide = PackSlides(pack_of("compare?indicator=trust#ranking"), open_at).slide(1)
    assert slide.finding == slide.present_panels[0].title


@pytest.mark.parametrize(
    ("panel", "sentence"),
    [
        ("compare?indicator=trst#ranking", "The slide's indicator 'trst' is unknown"),
        ("compare?indicator=trust#rankings", "There is no chart 'rankings' on a page 'compare'."),
        ("compare?as_at=soon#ranking", "The slide's as_at 'soon' is not a date"),
    ],
)
def test_a_view_that_has_become_wrong_is_told_and_no_other_is_drawn(
    open_at, panel, sentence
) -> None:
    slide = PackSlides(pack_of(panel), open_at).slide(1)
    assert slide.panels[0].panel is None
    assert slide.finding.startswith(sentence)
    assert slide.finding.count(". ") == 0


def test_a_day_of_which_there_is_no_database_is_told_on_every_slide(open_at) -> None:
    def none_then(day: dt.date | None) -> Store:
        raise NoDatabaseError("Nothing that is held was published by 2001-01-01.")

    pack = pack_of("compare#ranking", as_at=dt.date(2001, 1, 1))
    slide = PackSlides(pack, none_then).slide(1)
    assert slide.finding == "Nothing that is held was published by 2001-01-01."
    assert slide.actions == ()
