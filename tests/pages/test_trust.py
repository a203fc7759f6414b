"""The page of trust and confidence through the entry point, on the demonstration and where its data
is not loaded.
"""

from functools import partial

import opened
import pytest
from opened import cards, text

from dashboard.panels.trust.attitudes import MISSING
from dashboard.store.connection import Store

page = partial(opened.page, "trust")


pytestmark = pytest.mark.usefixtures("demonstration_shown")


def test_the_page_stands_with_four_charts_and_the_others_take_their_places_when_opened():
    at = page()
    assert list(cards(at)) == ["measures", "gaps", "boroughs", "gaps_over_time"]
    assert list(cards(page(opened="contact,sample_size"))) == [
        "contact",
        "gaps",
        "boroughs",
        "sample_size",
    ]
    assert "DEMONSTRATION DATA" in text(at)
    assert "nan" not in text(at).casefold().split()


def test_the_view_on_which_an_action_rests_shows_the_gap_it_names():
    asked = {"indicator": "confidence", "group": "sexual_orientation"}
    at = page(**asked)
    assert "LGBTQ+ Londoners’ confidence is 8 points below the London average" in text(at)
    assert "LGBTQ+ respondents: −8.0 points from London" in text(at)
    assert (
        "Showing Confidence in local policing, 12 months to June 2023, by sexual orientation"
        in text(at)
    )
    opened_sample = text(page(**asked, opened="sample_size"))
    assert "5-point change: too few asked in 1 of 2 groups" in opened_sample


def test_period_and_boroughs_in_the_url_are_honoured():
    at = page(period="2022-12-31", areas="E09000012")
    assert not at.exception
    assert "12 months to December 2022, by every characteristic; Hackney." in text(at)


def test_choosing_a_characteristic_writes_it_into_the_url():
    at = page()
    at.selectbox(key="filter_group").select("sex").run()
    assert at.query_params["group"] == "sex"
    assert "by sex;" in text(at)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        (
            {"indicator": "i_calls"},
            "Immediate (I) calls attended is not an attitude of the survey; Trust in the MPS is shown.",
        ),
        ({"group": "sexual-orientation"}, "is unknown; the nearest is shown: Sexual orientation."),
        (
            {"group": "category"},
            "Trust in the MPS has no figures by category; every characteristic is shown.",
        ),
        (
            {"points": "half"},
            "The link's points 'half' is not a whole number from 1 to 20; 5 points are used.",
        ),
        (
            {"period": "2031-01-01"},
            "There is no figure for January 2031; the nearest, June 2023, is shown.",
        ),
    ],
)
def test_what_a_link_gets_wrong_is_told_in_a_sentence_and_the_page_stands(parameters, sentence):
    at = page(**parameters)
    assert not at.exception
    assert sentence in text(at)
    assert len(cards(at)) == 4


def test_the_change_to_be_seen_is_in_the_url_and_a_choice_of_it_is_written_there():
    at = page(points="8", opened="sample_size")
    choice = cards(at)["sample_size"]["choices"][-1]
    assert (choice["field"], choice["shown"]) == ("points", "8") and "a change of 8 points" in text(
        at
    )
    assert "3-point change: " in text(page(points="3", opened="sample_size"))


def test_a_measure_without_groups_says_so_and_the_rest_stands():
    at = page(indicator="listens")
    assert not at.exception
    assert "has no figures by protected characteristic" in text(at)
    assert list(cards(at)) == ["measures", "boroughs"]


def test_without_characteristics_one_sentence_names_the_template_and_the_rest_stands(monkeypatch):
    query = Store.query

    def without(self, name, **parameters):
        found = query(self, name, **parameters)
        if name == "gaps":
            return found[found["group_type"] == ""]
        return found[:0] if name == "gaps_held" else found

    monkeypatch.setattr(Store, "query", without)
    at = page()
    assert not at.exception
    assert [info.value for info in at.info] == [
        "No attitudes by protected characteristic are loaded: load the template of the source "
        "attitudes_by_characteristic."
    ]
    assert list(cards(at)) == ["measures", "boroughs"]


def test_without_the_survey_one_sentence_says_what_to_load(monkeypatch):
    query = Store.query
    monkeypatch.setattr(
        Store,
        "query",
        lambda self, name, **p: query(self, name, **p)[: None if name != "over_time" else 0],
    )
    at = page()
    assert not at.exception
    assert [info.value for info in at.info] == [MISSING]
