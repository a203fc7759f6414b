"""Data and definitions through the entry point, on the demonstration database."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _home(demonstration_home, monkeypatch):
    monkeypatch.setenv("DASHBOARD_HOME", str(demonstration_home))


def page(**parameters: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.run()
    at.switch_page("pages/data.py")
    for key, value in parameters.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def text(at: AppTest) -> str:
    return "\n".join(e.value for kind in (at.header, at.markdown, at.info) for e in kind)


def test_every_section_stands():
    at = page()
    assert [h.value for h in at.header] == [
        "Freshness", "Indicators", "Coverage", "Sources", "Releases in force", "Findings", "Methods",
    ]  # fmt: skip
    assert "nan" not in text(at).casefold().split()


def test_choosing_a_source_of_findings_writes_it_into_the_url_and_all_takes_it_out():
    at = page()
    at.selectbox(key="finding_source").set_value("pas_borough").run()
    assert at.query_params == {"source": "pas_borough"}
    at.selectbox(key="finding_source").set_value("").run()
    assert at.query_params == {}


def test_an_unknown_severity_is_told_in_one_sentence():
    assert "The link's severity 'dire' is unknown; all are shown." in text(page(severity="dire"))
