"""The page of changes through the entry point, on an installation with two releases."""

import shutil
from functools import partial

import opened
import pytest
from opened import cards, text
from two_releases import installed

page = partial(opened.page, "changes")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return installed(tmp_path_factory.mktemp("two") / "home")


@pytest.fixture(autouse=True)
def _home(home, monkeypatch):
    monkeypatch.setenv("DASHBOARD_HOME", str(home.root))


def test_the_page_tells_new_periods_from_revisions_since_the_first_publication():
    said = text(page())
    assert "changes are counted from the first publication, 15 May 2023." in said
    assert "Since the publication of 15 May 2023: " in said and "2 releases arrived. " in said
    for words in (
        "figures revised",
        "1 action: 1 changed",
        "2 releases since 15 May 2023",
        "Largest revision",
    ):
        assert words in said
    assert "No definition or target differs." in said
    assert not {"nan", "none"} & set(said.casefold().split())


def test_the_day_in_the_url_is_shown_and_another_is_written_into_it():
    at = page(since="2023-06-19")
    chosen = at.selectbox(key="filter_since")
    assert chosen.value.isoformat() == "2023-06-19" and "Since 19 June 2023: " in text(at)
    chosen.select_index(2).run()
    assert at.query_params == {
        "since": "2023-05-15"
    } and "Since the publication of 15 May 2023: " in text(at)


def test_where_nothing_had_been_published_everything_is_new():
    said = text(page(since="2023-04-28"))
    assert "nothing had been published by then, and 4 releases arrived" in said
    assert "Largest revision" not in said


@pytest.mark.parametrize("day", ["2023-06-30", "2040-01-01"])
def test_where_nothing_changed_the_page_is_one_sentence(day):
    at = page(since=day)
    assert [e.value.split(" since ")[0] for e in at.info] == ["Nothing has changed"]
    assert not cards(at)


def test_a_day_that_is_none_is_told_and_the_default_is_shown():
    said = text(page(since="friday"))
    assert "The link's since 'friday' is not a date such as 2022-12-31" in said
    assert "Since the publication of 15 May 2023" in said


def test_an_indicator_without_a_revision_gives_way_to_one_that_has_some_and_says_so():
    at = page(indicator="fair_treatment")
    words = (
        "No figure of Belief that the police treat everyone fairly was revised; Trust in the MPS is"
        " shown."
    )
    assert words in text(at)
    assert at.selectbox(key="filter_indicator").value == "trust"


def test_a_vintage_that_was_not_built_is_told_in_a_sentence(home, tmp_path, monkeypatch):
    shutil.copytree(home.root, tmp_path / "own")
    shutil.rmtree(tmp_path / "own" / "data" / "built" / "vintages")
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "own"))
    assert "as they stood on 2023-05-15 are not built; run: python -m dashboard build." in text(
        page()
    )
