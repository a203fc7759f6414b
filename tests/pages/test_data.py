"""Data and definitions through the entry point, on the demonstration database."""

from functools import partial

import opened
import pytest
from opened import cards, links, tables, text

page = partial(opened.page, "data")


pytestmark = pytest.mark.usefixtures("demonstration_shown")


def shown(at):
    return tables(at)["indicators"]["Indicator"]


def test_every_part_of_the_page_stands():
    at = page()
    assert list(cards(at)) == [
        "indicators",
        "definition",
        "findings",
        "sources",
        "coverage",
        "received",
        "methods",
        "checks",
    ]
    assert "nan" not in text(at).casefold().split()
    assert len(shown(at)) == 43


def test_the_definition_of_the_indicator_in_the_address_is_open():
    definition = cards(page(indicator="answered_999"))["definition"]
    assert definition["title"] == "999 calls answered within 10 seconds"
    words = opened.words_of(definition["html"])
    for head in (
        "Direction",
        "Numerator and denominator",
        "Method and likely range",
        "Minimum base",
        "Coverage",
        "Releases",
        "Findings in its files",
        "Used in",
        "Query (SQL)",
    ):
        assert head in words
    assert "higher is better" in words and "90.0% by 31 March 2024" in words


def test_an_indicator_without_figures_is_opened_like_any_other():
    at = page(state="none")
    (name,) = shown(at)
    (indicator,) = {
        address.partition("indicator=")[2].partition("&")[0]
        for label, address in links(at)
        if label == name
    }
    at = page(indicator=indicator)
    assert cards(at)["definition"]["title"] == name
    assert "Nothing has been received yet" in opened.words_of(cards(at)["definition"]["html"])


def test_theme_source_and_state_narrow_the_table_and_rows_keep_them_in_their_links():
    at = page(theme="response", state="demonstration")
    assert 0 < len(shown(at)) < 43
    assert f"Showing {len(shown(at))} of 43 indicators" in text(at)
    addresses = [address for label, address in links(at) if label in shown(at)]
    assert addresses and all("theme=response&state=demonstration" in each for each in addresses)
    assert shown(page(source="pas_mps", theme="response")) == []
    assert "No indicator matches these filters" in text(page(source="pas_mps", theme="response"))


def test_choosing_a_source_writes_it_into_the_url_and_all_takes_it_out():
    at = page()
    at.selectbox(key="data_source").set_value("pas_borough").run()
    assert at.query_params == {"source": "pas_borough"}
    assert {"Trust in the MPS"} < set(shown(at)) < set(shown(page()))
    assert {"pas_borough"} == set(tables(at)["findings"]["Source"])
    at.selectbox(key="data_source").set_value("").run()
    assert at.query_params == {}


def test_each_finding_says_what_to_do_and_a_severity_narrows_them():
    every = tables(page())["findings"]
    assert every["Finding"] and all(every["What to do"])
    noted = tables(page(severity="note"))["findings"]
    assert set(noted["Severity"]) == {"note"}


def test_an_unknown_filter_is_told_in_one_sentence():
    said = text(page(severity="dire", state="stale"))
    assert "The link's severity 'dire' is unknown; all are shown." in said
    assert "The link's state 'stale' is unknown; all are shown." in said
