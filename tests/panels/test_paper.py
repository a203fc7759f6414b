"""What an address on paper says of its figures, and whether these still stand."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import catalogue
from dashboard.declared.packs import read_address
from dashboard.exports.address import chart_address, page_address, paper_address
from dashboard.panels.common.page import Page
from dashboard.panels.common.paper import (
    PaperMark,
    figures_digest,
    is_current,
    mark_of_page,
    mark_of_panel,
    paper_words,
    read_mark,
)
from dashboard.settings import Places
from dashboard.store.connection import open_store
from dashboard.store.vintages import at
from dashboard.view import Choices, View
from dashboard.view.parse import read

CHARTS = [
    ("trust", "measures", "trust"),
    ("compare", "ranking", "crime_robbery"),
    ("response", "within_target", "i_within_15"),
    ("outcomes", "recruitment", "pcso_strength"),
]


def drawn(store, name, chart, indicator, as_at=None):
    page = Page(name, store, View(indicator=indicator, as_at=as_at))
    return page, catalogue.charts_of(name)[chart].draw(page)


@pytest.mark.parametrize(("name", "chart", "indicator"), CHARTS)
def test_a_paper_of_what_stands_is_current(store, name, chart, indicator):
    page, panel = drawn(store, name, chart, indicator)
    mark = mark_of_panel(page, panel)
    assert mark.day == pd.to_datetime(page.releases["published"]).max().date()
    assert is_current(mark, dataclasses.replace(page))


@pytest.mark.parametrize(("name", "chart", "indicator"), CHARTS)
def test_a_paper_of_an_earlier_day_is_told_that_its_figures_have_moved(
    store, demonstration_home, name, chart, indicator
):
    early = dt.date(2023, 2, 10)
    where = Places(demonstration_home)
    page, panel = drawn(open_store(where, at(where, early), early), name, chart, indicator, early)
    mark = mark_of_panel(page, panel)
    assert mark.day == early
    now, _ = drawn(store, name, chart, indicator)
    assert not is_current(mark, now)
    assert not is_current(mark_of_page(page), now)
    assert paper_words(mark, current=False) == (
        "Newer or revised figures have come since the paper, which has what was published by"
        " 10 February 2023."
    )


def test_figures_that_two_boroughs_exchange_and_a_sign_that_turns_make_a_paper_old(store):
    page, panel = drawn(store, "compare", "ranking", "trust")
    exchanged, turned = panel.table.copy(), panel.table.copy()
    name = exchanged.columns[0]
    exchanged.loc[[0, 1], name] = exchanged.loc[[1, 0], name].to_list()
    column = next(c for c in turned if pd.api.types.is_float_dtype(turned[c]))
    turned.loc[0, column] *= -1
    for table in (exchanged, turned):
        assert not is_current(mark_of_panel(page, dataclasses.replace(panel, table=table)), page)


def test_one_figure_that_differs_makes_a_paper_old_and_the_name_of_a_column_does_not(store):
    page, panel = drawn(store, "compare", "ranking", "trust")
    words = panel.table.rename(columns={"Borough": "Place"})
    assert figures_digest(dataclasses.replace(panel, table=words)) == figures_digest(panel)
    numbers = panel.table.copy()
    column = next(c for c in numbers if pd.api.types.is_float_dtype(numbers[c]))
    numbers.loc[0, column] += 0.1
    other = mark_of_panel(page, dataclasses.replace(panel, table=numbers))
    assert not is_current(other, page)


def test_the_address_on_paper_is_that_of_the_view_and_no_pack_keeps_its_mark(store):
    page, panel = drawn(store, "outcomes", "joiners", "pcso_strength")
    mark = mark_of_panel(page, panel)
    address = paper_address(chart_address(page_address("outcomes", page.view), panel), mark)
    assert f"paper={mark}" in address and address.endswith("#joiners")
    assert "paper" not in str(read_address(address))
    _, notes = read({"paper": str(mark)}, Choices({"trust": "Trust"}, {}))
    assert notes == []
    assert paper_address("http://x/trust?group=age#gaps", None) == "http://x/trust?group=age#gaps"


@given(
    day=st.dates(dt.date(2000, 1, 1)),
    chart=st.sampled_from(["", "ranking", "within_target"]),
    digest=st.text("0123456789abcdef", min_size=8, max_size=8),
)
def test_a_mark_is_read_back_from_its_address(day, chart, digest):
    mark = PaperMark(day, chart, digest if chart else "")
    assert read_mark(str(mark)) == mark


@given(st.text(max_size=40))
def test_any_other_text_is_no_mark(text):
    mark = read_mark(text)
    assert mark is None or str(mark) == text


@pytest.mark.parametrize(
    "text", ["2023-13-01", "2023-06-30.ranking", "2023-06-30.ranking.zz", "٢٠٢٣-٠١-٠١"]
)
def test_what_is_no_mark_is_refused(text):
    assert read_mark(text) is None
