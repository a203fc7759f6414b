"""Each page through the entry point, on the demonstration database."""

import pytest
from opened import cards, page, text

from dashboard.catalogue import PAGES
from dashboard.glossary import TERMS
from dashboard.panels.common.page import Page
from dashboard.panels.compare.comparison import Comparison
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store
from dashboard.view import View

pytestmark = pytest.mark.usefixtures("demonstration_shown")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_stands_and_says_that_its_data_is_for_demonstration(name):
    at = page(name)
    assert not at.exception
    assert "DEMONSTRATION DATA" in text(at)
    assert TERMS["BCU"] in text(at), "the words are a press away"
    for card in cards(at).values():
        assert dict(card["about"]["words"]).items() <= TERMS.items()


def test_about_a_chart_has_the_words_that_it_uses():
    about = cards(page("response"))["median"]["about"]
    assert {"BCU", "Immediate (I)", "median", "MPS"} <= dict(about["words"]).keys()


def test_the_filter_in_the_url_is_honoured_at_first_sight():
    at = page("compare", indicator="confidence", areas="E09000017", period="2022-12-31")
    assert not at.exception
    assert "Confidence in local policing, 12 months to December 2022" in text(at)
    assert "Hillingdon" in text(at)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        (
            {"indicator": "trsut"},
            "The link's indicator 'trsut' is unknown; the nearest is shown: Trust in the MPS.",
        ),
        ({"areas": "Hilingdon"}, "the nearest is chosen: Hillingdon."),
        (
            {"period": "2031-01-01"},
            "There is no figure for January 2031; the nearest, June 2023, is shown.",
        ),
        (
            {"period": "soon"},
            "The link's period 'soon' is not a date such as 2022-12-31; the latest is shown.",
        ),
        ({"comparator": "france"}, "The link's comparator 'france' is unknown"),
        ({"colour": "red"}, "The link's 'colour' is not a filter of this page"),
    ],
)
def test_what_a_link_gets_wrong_is_told_in_a_sentence_and_the_page_stands(parameters, sentence):
    at = page("compare", **parameters)
    assert not at.exception
    assert sentence in text(at)
    assert "of 32 boroughs" in text(at)


def test_an_action_opens_alone_an_unknown_one_gives_the_nearest_and_a_strange_one_all():
    sixth = page("actions", action="2023-04-28/6")
    assert cards(sixth)["action"]["title"].startswith("Action 6: ")
    assert "Due 30 June 2023" in text(sixth)
    nearest = text(page("actions", action="2023-04-28/77"))
    assert "The link's action '2023-04-28/77' is unknown; the nearest is shown: Action 7" in nearest
    strange = text(page("actions", action="zzz"))
    assert "The link's action 'zzz' is unknown; all actions are shown." in strange
    assert "Showing 9 of 9 actions" in strange


def test_without_a_database_each_page_says_what_to_run(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path))
    for name in PAGES:
        at = page(name)
        assert not at.exception
        assert "There is no database yet; run: python -m dashboard build" in text(at)


def test_each_borough_is_compared_with_its_own_bcu_where_that_is_asked():
    at = page("compare", comparator="bcu")
    assert not at.exception
    assert "than their own BCU" in text(at)


def test_every_indicator_stands_at_its_first_and_last_period():
    for indicator in ("trust", "confidence", "contact_officer"):
        for period in ("2019-03-31", "2023-06-30"):
            at = page("compare", indicator=indicator, period=period)
            assert not at.exception
            assert "nan" not in text(at).casefold().split()


def test_a_first_period_says_that_there_is_nothing_to_compare_it_with():
    at = page("compare", period="2019-03-31")
    assert "There is no figure a year before to compare with" in text(at)
    assert "Trust across the MPS has no figure a year before" in text(at)


def test_the_ranking_names_the_comparator_that_is_used(demonstration_home):
    where = Places(demonstration_home)
    store = open_store(where, find_database(where))
    named = {}
    for comparator in ("mps", "bcu"):
        figure = Comparison(Page("compare", store, View(comparator=comparator))).ranking().figure
        named[comparator] = {trace.name for trace in figure.data} | {
            note.text for note in figure.layout.annotations
        }
    assert {"MPS 70%"} == {words for words in named["mps"] if "MPS" in words or "BCU" in words}
    assert {"Own BCU"} == {words for words in named["bcu"] if "MPS" in words or "BCU" in words}
