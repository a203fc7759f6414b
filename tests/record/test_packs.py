"""Packs in the record: kept by append alone, two at once, and told in the chain like any entry."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.declared.packs import Pack, Slide
from dashboard.errors import InputError
from dashboard.record.chain import find_break
from dashboard.record.ledger import Record
from dashboard.record.overlay import lay_entries, pack_lines
from dashboard.record.pack_file import as_words, pack_toml, read_pack_toml
from dashboard.record.pack_words import (
    NewPack,
    NewSlide,
    PackRemoval,
    PackSettings,
    SlideChange,
    SlideMove,
    SlideRemoval,
)
from dashboard.record.packs import RecordedPack, recorded_packs

DAY = dt.date(2023, 4, 28)
RANKING = "compare?indicator=trust#ranking"


def begin(record: Record, *items: str) -> int:
    slides = tuple(Slide(item=item, title=f"Item {item}") for item in items)
    return record.append("A", NewPack(title="Board", meeting=DAY, slides=slides)).sequence


def only(record: Record) -> RecordedPack:
    (pack,) = recorded_packs(record.entries()).values()
    return pack


def items(record: Record) -> list[str]:
    return [each.slide.item for each in only(record).slides]


def test_a_slide_is_put_where_its_paragraph_stands_in_the_agenda(record: Record) -> None:
    pack = begin(record, "1.1", "2.9", "3.1")
    record.append("B", NewSlide(pack=pack, slide=Slide(item="2.10", title="Response")))
    record.append("B", NewSlide(pack=pack, slide=Slide(title="Any other business")))
    assert items(record) == ["1.1", "2.9", "2.10", "3.1", ""]


def test_two_who_change_one_pack_from_the_same_page_both_keep_their_words(record: Record) -> None:
    pack = begin(record, "1.1", "2.1")
    first, second = (each.id for each in only(record).slides)
    record.append("A", SlideChange(pack=pack, slide=first, title="Minutes"))
    record.append("B", SlideChange(pack=pack, slide=first, notes="Ask for the sample."))
    record.append("B", SlideMove(pack=pack, slide=second, before=first))
    slides = only(record).slides
    assert [each.slide.title for each in slides] == ["Item 2.1", "Minutes"]
    assert slides[1].slide.notes == "Ask for the sample."


def test_a_slide_that_another_removed_is_told_and_nothing_is_written(record: Record) -> None:
    pack = begin(record, "1.1")
    slide = only(record).slides[0].id
    record.append("A", SlideRemoval(pack=pack, slide=slide))
    before = len(record.entries())
    with pytest.raises(InputError, match="removed meanwhile"):
        record.append("B", SlideChange(pack=pack, slide=slide, title="Late"))
    record.append("A", PackRemoval(pack=pack))
    with pytest.raises(InputError, match="pack was removed meanwhile"):
        record.append("B", PackSettings(pack=pack, title="Late", meeting=DAY))
    assert len(record.entries()) == before + 1
    assert recorded_packs(record.entries()) == {}


def test_a_pack_is_renamed_frozen_at_a_day_and_chained_like_every_entry(record: Record) -> None:
    pack = begin(record, "1.1")
    record.append("B", PackSettings(pack=pack, title="Public board", meeting=DAY, as_at=DAY))
    assert only(record).pack.as_at == DAY
    assert only(record).pack.title == "Public board"
    entries, seals = record.read()
    assert find_break(entries, seals) is None
    assert [(each.author, each.kind) for each in entries] == [
        ("A", "new pack"),
        ("B", "pack settings"),
    ]


def test_a_finding_that_is_emptied_is_the_first_panels_own_again(record: Record) -> None:
    pack = begin(record, "1.1")
    slide = only(record).slides[0].id
    record.append("A", SlideChange(pack=pack, slide=slide, finding="Trust fell."))
    assert only(record).slides[0].slide.finding == "Trust fell."
    record.append("A", SlideChange(pack=pack, slide=slide, finding="", panels=(RANKING,)))
    assert only(record).slides[0].slide.finding is None
    assert only(record).slides[0].slide.panels == (RANKING,)


def test_the_overlay_has_packs_of_the_record_beside_those_declared(record: Record) -> None:
    begin(record, "1.1", "2.1")
    lay = lay_entries(record.entries())
    assert lay is not None
    overlay = lay({"packs": "{}"})
    assert overlay is not None
    line = pack_lines(overlay.meta)["p1"]
    assert (line.pack, line.slides) == (1, ("1.1", "1.2"))
    assert line.by.startswith("A, 28 April 2023")


LINE = st.text("abc é\"'\\#=[]{}", min_size=1, max_size=20).filter(str.strip).map(str.strip)
SLIDES = st.builds(
    Slide,
    item=st.sampled_from(["", "1.1", "2.10"]),
    title=LINE,
    finding=st.none() | LINE,
    panels=st.lists(st.just(RANKING), max_size=4).map(tuple),
    actions=st.lists(st.just("2023-04-28/3"), max_size=2).map(tuple),
    notes=LINE | st.just("") | st.just("two\nlines"),
)
PACKS = st.builds(
    Pack,
    code=st.just("file"),
    title=LINE,
    meeting=st.just(DAY),
    as_at=st.none() | st.just(DAY),
    slides=st.lists(SLIDES, max_size=4).map(tuple),
)


@given(PACKS)
@settings(max_examples=60, deadline=None)
def test_a_saved_pack_opened_again_says_the_same(pack: Pack) -> None:
    assert read_pack_toml(pack_toml(pack)) == as_words(pack, pack.title)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("title =", "The file is no TOML"),
        ('title = "A"', "The file is no pack, meeting: Field required."),
        (
            'title = "A"\nmeeting = 2023-04-28\n[[slides]]\ntitle = "B"\npanels = ["compare"]',
            "The file is no pack, slide 1, panels, 0: Value error, 'compare' names no chart",
        ),
        ("x" * 400_001, "The file is longer than"),
    ],
)
def test_a_file_that_is_no_pack_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as told:
        read_pack_toml(text)
    assert str(told.value).startswith(sentence)


def test_of_two_who_change_the_same_words_the_later_is_told_and_other_words_are_kept(
    record: Record,
) -> None:
    pack = begin(record, "1.1")
    slide = only(record).slides[0].id
    record.append("A", SlideChange(pack=pack, slide=slide, title="Minutes", seen=1))
    with pytest.raises(InputError, match=r"^A changed the title of this slide at 10:32"):
        record.append("B", SlideChange(pack=pack, slide=slide, title="Last minutes", seen=1))
    record.append("B", SlideChange(pack=pack, slide=slide, notes="Ask.", title="Minutes", seen=1))
    record.append("B", SlideChange(pack=pack, slide=slide, title="Last minutes", seen=3))
    assert only(record).slides[0].slide.title == "Last minutes"
    assert only(record).slides[0].slide.notes == "Ask."


def test_who_changed_a_pack_last_is_known_of_each_slide(record: Record) -> None:
    pack = begin(record, "1.1", "2.1")
    first, second = (each.id for each in only(record).slides)
    record.append("B", SlideMove(pack=pack, slide=second, before=first))
    record.append("C", SlideChange(pack=pack, slide=first, title="Minutes"))
    record.append("D", NewSlide(pack=pack, slide=Slide(item="3", title="More")))
    told = {slide: entry.author for slide, entry in only(record).changes.items()}
    assert told == {"": "A", second: "B", first: "C", "4.1": "D"}
    assert only(record).last.author == "D"
