"""Every sentence that a page shows is one that a board member reads once."""

import sys
from pathlib import Path

import pytest

from dashboard import catalogue

sys.path.insert(0, str(Path(__file__).parent))
from sentences import (  # noqa: E402
    about,
    cells,
    every_view,
    face,
    faults,
    html_texts,
    opened_texts,
    page_words,
    panels,
)


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


def test_every_chart_page_indicator_and_borough_and_many_periods_are_read(store, texts):
    drawn = {where for where in texts.values()}
    views = list(every_view(store))
    indicators, areas = store.query("indicators"), store.query("areas")
    loaded = set(indicators.loc[indicators["last_period"].notna(), "id"])
    boroughs = set(areas.loc[areas["level"] == "borough", "code"])
    assert {page for page, _ in views} == set(catalogue.all_charts())
    assert {view.indicator for page, view in views if page == "compare"} == loaded
    assert {view.area for page, view in views if page == "borough"} == boroughs
    told = {view.period for page, view in views if page == "compare"} - {None}
    assert len(told) > 30
    assert len(drawn) > 40 and len(texts) > 3000


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


def test_key_figures_neighbours_and_definitions_are_in_plain_words(store):
    found = [
        f"{where}: {', '.join(fault)}: {text}"
        for text, where in {text: where for where, text in html_texts(store)}.items()
        if (fault := faults(text, "face"))
    ]
    assert found == []


def test_all_that_an_opened_page_sends_is_in_plain_words(demonstration_home, monkeypatch):
    monkeypatch.setenv("DASHBOARD_HOME", str(demonstration_home))
    texts = {(kind, text): page for kind, page, text in opened_texts()}
    assert len(texts) > 1500
    assert [
        f"{page}: {', '.join(fault)}: {text}"
        for (kind, text), page in texts.items()
        if (fault := faults(text, kind))
    ] == []


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
