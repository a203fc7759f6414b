"""The page of response times through the entry point, on the demonstration and where its data is
not loaded.
"""

from functools import partial

import opened
import pytest
from opened import cards, text

from dashboard.panels.response.calls import MISSING_999
from dashboard.panels.response.grades import MISSING
from dashboard.store.connection import Store

page = partial(opened.page, "response")


pytestmark = pytest.mark.usefixtures("demonstration_shown")


def test_the_page_stands_with_its_five_charts_and_says_that_it_is_demonstration_data():
    at = page()
    assert not at.exception
    assert len(cards(at)) == 5
    assert "DEMONSTRATION DATA" in text(at)


def test_grade_period_and_boroughs_in_the_url_are_honoured_and_said():
    at = page(indicator="s_within_60", areas="E09000012,E09000025", period="2022-12-31")
    assert not at.exception
    assert (
        "Showing Significant (S) calls, October to December 2022; the MPS and its 12 BCUs; Hackney, Newham."
        in text(at)
    )
    assert "61.0% of Significant (S) calls were reached within 60 minutes" in text(at)
    assert at.selectbox(key="filter_indicator").value == "s_within_60"


def test_choosing_the_other_grade_writes_it_into_the_url():
    at = page()
    at.selectbox(key="filter_indicator").select("s_within_60").run()
    assert at.query_params["indicator"] == "s_within_60"
    assert "Showing Significant (S) calls" in text(at)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        (
            {"indicator": "confidence"},
            "Confidence in local policing is not a response time; Immediate (I) calls are shown.",
        ),
        (
            {"period": "2031-01-01"},
            "There is no figure for January 2031; the nearest, June 2023, is shown.",
        ),
        (
            {"period": "soon"},
            "The link's period 'soon' is not a date such as 2022-12-31; the latest is shown.",
        ),
        ({"areas": "Newhan"}, "the nearest is chosen: Newham."),
        ({"plan": "april"}, "The plan that the link names is not available to this reader"),
    ],
)
def test_what_a_link_gets_wrong_is_told_in_a_sentence_and_the_page_stands(parameters, sentence):
    at = page(**parameters)
    assert not at.exception
    assert sentence in text(at)
    assert len(cards(at)) == 5


def test_where_a_source_is_not_loaded_one_sentence_names_its_template(monkeypatch):
    query = Store.query

    def without(self, name, **parameters):
        found = query(self, name, **parameters)
        return found[:0] if name == "over_time" else found

    monkeypatch.setattr(Store, "query", without)
    at = page()
    assert not at.exception
    assert [info.value for info in at.info] == [MISSING, MISSING_999]
    assert not cards(at)


def test_projections_are_made_only_once_they_are_opened_and_the_url_says_so():
    at = page()
    assert not at.slider and "ASSUMPTION" not in text(at)
    at.toggle(key="section_projection").set_value(True).run()
    assert not at.exception
    assert at.query_params["opened"] == "projection"
    assert "Chance of 90.0% by March 2024" in text(
        at
    ) and "no better than this simple forecast" in text(at)
    at.toggle(key="section_projection").set_value(False).run()
    assert "opened" not in at.query_params and not at.slider


def test_a_link_opens_the_projections_with_their_back_tests_beside_them():
    at = page(opened="projection", areas="E09000025")
    assert len(cards(at)) == 9
    words = text(at)
    assert "Immediate (I) calls reached in 15 minutes, Newham: " in words
    assert "999 calls answered within 10 seconds, MPS: " in words
    assert words.count("A simple forecast did best on past") == 2
    assert "ASSUMPTION, not a finding" not in words and at.button(key="reset_levers").disabled


def test_levers_of_the_link_are_heeded_moved_and_put_back():
    at = page(opened="projection", what_if="demand:10:-3,workforce:-5")
    assert "with demand +10% (elasticity −3.0" in text(
        at
    ) and "workforce on shift −5% (elasticity +2.0" in text(at)
    assert (
        at.slider(key="lever_demand").value,
        at.slider(key="lever_demand_elasticity").value,
    ) == (10, -3)
    at.slider(key="lever_supervisors").set_value(20.0).run()
    assert at.query_params["what_if"] == "demand:10:-3,workforce:-5,supervisors:20"
    assert "supervisors +20% (elasticity +0.2" in text(at)
    at.button(key="reset_levers").click().run()
    assert not at.exception and "what_if" not in at.query_params
    assert "ASSUMPTION, not a finding" not in text(at) and at.slider(key="lever_demand").value == 0


def test_another_measure_is_projected_and_written_into_the_url():
    at = page(opened="projection", indicator="s_within_60")
    at.selectbox(key="filter_projected").select("s_p90").run()
    assert not at.exception
    assert at.query_params["indicator"] == "s_p90"
    assert "90th percentile of response time to Significant (S) calls, MPS: " in text(at)
    assert "Significant 90th centile: probably " in text(at)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        (
            {"what_if": "weather:5"},
            "The link's what_if 'weather:5' names no lever: it may be demand, workforce,",
        ),
        (
            {"what_if": "demand:500"},
            "'demand:500' is not within the range of Demand, -30 to 50; it was left out.",
        ),
        (
            {"what_if": "demand:10:7"},
            "has an elasticity that is not within -4 to -0.5 or 0.2 to 1.5; it was left out.",
        ),
        (
            {"opened": "projections"},
            "The link's section 'projections' is unknown and was left out.",
        ),
    ],
)
def test_an_assumption_that_cannot_be_made_is_told_in_a_sentence(parameters, sentence):
    at = page(**parameters)
    assert sentence in text(at)
    assert len(cards(at)) == 5


def test_an_early_quarter_says_why_nothing_is_projected():
    at = page(opened="projection", period="2020-06-30", what_if="demand:10")
    words = text(at)
    assert "Immediate in 15 minutes cannot be projected" in words
    assert "A projection needs 9 quarters in a row, to be tested on the past; there are 5." in words
    assert "A projection needs 25 months in a row, to be tested on the past; there are 15." in words
    assert not {"nan", "nan%"} & set(words.casefold().split())
