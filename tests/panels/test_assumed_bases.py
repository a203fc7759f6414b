"""A survey base that no file gives is called assumed wherever it is shown."""

import json
import re
from collections.abc import Iterator

import pandas as pd
import pytest

from dashboard import catalogue
from dashboard.panels.common.bases import base_columns
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.text import assumed_words
from dashboard.view import View

SURVEY_VIEWS = [
    View(indicator="trust"),
    View(indicator="confidence", difference="funnel", over_time="control"),
    View(indicator="contact_officer", difference="change", areas=("E09000023", "E09000033")),
    View(indicator="trust", difference="funnel", comparator="similar", area="E09000023"),
]


def survey_panels(store) -> Iterator[Panel]:
    """Every panel that the survey's views draw, on every page."""
    for place, view in enumerate(SURVEY_VIEWS):
        for name, charts in catalogue.all_charts().items():
            if place and name not in ("compare", "trust"):
                continue
            page = Page(name, store, view)
            for chart in charts.values():
                panel = chart.draw(page)
                if panel is not None:
                    yield panel


@pytest.fixture(scope="module")
def panels(store) -> list[Panel]:
    return list(survey_panels(store))


@pytest.fixture(scope="module")
def assumed_numbers(store) -> set[str]:
    """Every base of a source that assumes it, as a sentence writes it: '600', '19,200'."""
    sources = store.query("releases").query("assumes_base")["source"].unique()
    rows = store.query("compare_series", indicator="trust")
    rows = rows[rows["source"].isin(sources)]
    return {f"{base:,.0f}" for base in rows["base"].dropna().unique()}


def words_of(panel: Panel) -> str:
    figure = json.loads(panel.figure.json) if panel.figure is not None else {}
    texts: list[str] = [panel.title, panel.subtitle, panel.reading, *panel.notes]

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)
        elif isinstance(value, str):
            texts.append(value)

    walk(figure)
    texts += [str(name) for name in panel.table.columns]
    return "\n".join(texts)


def test_the_sources_that_declare_a_sample_and_no_other_assume_their_base(store):
    sources = store.query("releases").drop_duplicates("source").set_index("source")
    assert set(sources.index[sources["assumes_base"]]) == {"pas_mps", "pas_borough"}


def test_no_sentence_hover_or_axis_gives_an_assumed_base_without_the_word(panels, assumed_numbers):
    assert {"600", "19,200"} <= assumed_numbers
    bare, marked = [], 0
    numbers = "|".join(map(re.escape, sorted(assumed_numbers, key=len, reverse=True)))
    said = re.compile(rf"(?<![\d,])(?:{numbers}) (?:people )?(?:asked|are)\b(?! \(assumed\))")
    for panel in panels:
        words = words_of(panel)
        marked += words.count("(assumed)")
        bare += [f"{panel.page} {panel.chart}: {hit}" for hit in said.findall(words)]
        if "People asked, divided" in words:
            bare.append(f"{panel.page} {panel.chart}: axis")
    assert marked > 10
    assert bare == []


def test_no_column_of_assumed_bases_has_a_heading_without_the_word(panels, assumed_numbers):
    sizes = {float(number.replace(",", "")) for number in assumed_numbers}
    bare, marked = [], set()
    for panel in panels:
        for name, column in panel.table.items():
            numbers = (
                pd.to_numeric(column, errors="coerce")
                if column.dtype != object
                else column.iloc[:0]
            )
            if numbers.notna().sum() > 1 and set(numbers.dropna().astype(float)) <= sizes:
                (marked.add if "(assumed)" in str(name) else bare.append)(
                    f"{panel.page} {panel.chart} {name}"
                )
    assert bare == []
    assert {name.split()[0] for name in marked} >= {"compare", "trust"}


def test_the_download_and_about_this_chart_say_that_the_base_is_assumed(panels):
    with_base = [p for p in panels if any("(assumed)" in str(c) for c in p.table.columns)]
    assert with_base
    for panel in with_base:
        assert "(assumed)" in panel.csv.decode("utf-8-sig")
        assert any("the base is assumed" in note for note in panel.notes)
    for panel in panels:
        is_survey = "Public Attitude Survey by borough" in panel.source
        assert any("the base is assumed" in note for note in panel.notes) or not is_survey


def test_a_base_that_a_file_gives_is_not_called_assumed(panels):
    groups = [p for p in panels if p.chart in ("gaps", "sample_size")]
    assert groups
    for panel in groups:
        assert {"Base", "Asked"} & set(panel.table.columns)
        assert "asked (assumed)" not in panel.reading


def test_bases_of_both_kinds_stay_numbers_and_a_column_says_which_is_which():
    base, is_assumed = pd.Series([600.0, 512.0, None]), pd.Series([True, False, False])
    columns = base_columns(base, is_assumed)
    assert list(columns) == ["Base", "Base is"]
    assert list(columns["Base is"]) == ["assumed", "as published", ""]
    assert list(base_columns(base, base.notna())) == ["Base (assumed)"]
    assert list(base_columns(base, base.isna(), "Asked")) == ["Asked"]
    assert assumed_words("600 asked", True) == "600 asked (assumed)"
