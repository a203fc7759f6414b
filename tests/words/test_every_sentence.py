"""Every sentence that a page shows is one that a board member reads once."""

import sys
from pathlib import Path

import pytest

from dashboard import catalogue

sys.path.insert(0, str(Path(__file__).parent))
from sentences import about, cells, every_view, face, faults, page_words, panels  # noqa: E402


@pytest.fixture(scope="module")
def texts(store) -> dict[tuple[str, str], str]:
    """(Kind, text) -> page and chart, of every panel of the sample."""
    found: dict[tuple[str, str], str] = {}
    for panel in panels(store):
        where = f"{panel.page} {panel.chart}"
        for kind, words in (("face", face), ("cell", cells), ("about", about)):
            for text in words(panel):
                found.setdefault((kind, text), where)
    return found


def wrong(texts: dict[tuple[str, str], str], kind: str) -> list[str]:
    return [
        f"{where}: {', '.join(found)}: {text}"
        for (of, text), where in texts.items()
        if of == kind and (found := faults(text, kind))
    ]


def test_the_sample_has_every_chart_of_every_page(store, texts):
    drawn = {where for where in texts.values()}
    pages = {page for page, _ in every_view(store)}
    assert pages == set(catalogue.all_charts())
    assert len(drawn) > 40 and len(texts) > 1000


def test_titles_measures_and_readings_are_short_sentences_in_plain_words(texts):
    assert wrong(texts, "face") == []


def test_words_in_tables_are_plain_and_none_is_missing(texts):
    assert wrong(texts, "cell") == []


def test_about_this_chart_is_short_sentences_without_archaic_words(texts):
    assert wrong(texts, "about") == []


def test_notes_of_pages_are_short_sentences_in_plain_words(store):
    found = [
        f"{name}: {', '.join(fault)}: {text}"
        for name, text in page_words(store)
        if (fault := faults(text, "face"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Trust is worse beyond chance.", "says 'beyond chance'"),
        ("The interval leaves out nil.", "says 'nil'"),
        ("1 wards lose priority.", "1 of many"),
        ("I calls rose.", "I calls, S calls"),
        ("There are  two.", "two spaces"),
        ("The figure is None.", "a missing value"),
        ("See i_within_15.", "a code or a column's name"),
        ("It fell..", "marks"),
        (" ".join(["word"] * 26), "26 words"),
    ],
)
def test_a_wrong_sentence_is_found(text, fault):
    assert fault in faults(text, "face")


@pytest.mark.parametrize(
    "text",
    [
        "1 ward loses priority; it rose by 1.1 points.",
        "82% of Immediate (I) calls were reached within 15 minutes.",
        "In the 12 months to June 2023 trust was 70% (95% interval 69% to 71%).",
        "None of 8 measures rose.",
    ],
)
def test_a_right_sentence_is_left_alone(text):
    assert faults(text, "face") == []
