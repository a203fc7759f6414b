"""Data and definitions through the entry point, on the demonstration database."""

from functools import partial

import opened
import pytest
from opened import text

page = partial(opened.page, "data")


@pytest.fixture(autouse=True)
def _home(demonstration_home, monkeypatch):
    monkeypatch.setenv("DASHBOARD_HOME", str(demonstration_home))


def test_every_section_stands():
    at = page()
    assert [h.value for h in at.header] == [
        "Freshness",
        "Indicators",
        "Coverage",
        "Sources",
        "Releases in force",
        "Checks",
        "Findings",
        "Methods",
    ]
    assert "nan" not in text(at).casefold().split()


def test_choosing_a_source_of_findings_writes_it_into_the_url_and_all_takes_it_out():
    at = page()
    at.selectbox(key="finding_source").set_value("pas_borough").run()
    assert at.query_params == {"source": "pas_borough"}
    at.selectbox(key="finding_source").set_value("").run()
    assert at.query_params == {}


def test_an_unknown_severity_is_told_in_one_sentence():
    assert "The link's severity 'dire' is unknown; all are shown." in text(page(severity="dire"))
