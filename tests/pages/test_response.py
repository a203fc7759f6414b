"""The page of response times through the entry point, on the demonstration and where its data is not loaded."""

from functools import partial

import opened
import pytest
from opened import text

from dashboard.panels.response import MISSING
from dashboard.panels.response_calls import MISSING_999
from dashboard.store.connection import Store

page = partial(opened.page, "response")



@pytest.fixture(autouse=True)
def _home(demonstration_home, monkeypatch):
    monkeypatch.setenv("DASHBOARD_HOME", str(demonstration_home))


def test_the_page_stands_with_its_five_charts_and_says_that_it_is_demonstration_data():
    at = page()
    assert not at.exception
    assert len(at.subheader) == 5
    assert "DEMONSTRATION DATA" in text(at)


def test_grade_period_and_boroughs_in_the_url_are_honoured_and_said():
    at = page(indicator="s_within_60", areas="E09000012,E09000025", period="2022-12-31")
    assert not at.exception
    assert "**Showing** S calls, October to December 2022; the MPS and its 12 BCUs; Hackney, Newham." in text(at)
    assert "61.0% of S calls were reached within 60 minutes" in text(at)
    assert at.selectbox(key="filter_indicator").value == "s_within_60"


def test_choosing_the_other_grade_writes_it_into_the_url():
    at = page()
    at.selectbox(key="filter_indicator").select("s_within_60").run()
    assert at.query_params["indicator"] == "s_within_60"
    assert "**Showing** S calls" in text(at)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"indicator": "confidence"}, "Confidence in local policing is not a response time; I calls are shown."),
        ({"period": "2031-01-01"}, "There is no figure for January 2031; the nearest, June 2023, is shown."),
        ({"period": "soon"}, "The link's period 'soon' is not a date such as 2022-12-31; the latest is shown."),
        ({"areas": "Newhan"}, "the nearest is chosen: Newham."),
        ({"plan": "april"}, "The link's plan 'april' is unknown"),
    ],
)
def test_what_a_link_gets_wrong_is_told_in_a_sentence_and_the_page_stands(parameters, sentence):
    at = page(**parameters)
    assert not at.exception
    assert sentence in text(at)
    assert len(at.subheader) == 5


def test_where_a_source_is_not_loaded_one_sentence_names_its_template(monkeypatch):
    query = Store.query

    def without(self, name, **parameters):
        found = query(self, name, **parameters)
        return found[:0] if name == "over_time" else found

    monkeypatch.setattr(Store, "query", without)
    at = page()
    assert not at.exception
    assert [info.value for info in at.info] == [MISSING, MISSING_999]
    assert not at.subheader
