"""The address of a view, of a chart in it, and its filters in words."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.exports.address import chart_address, describe_filters, page_address
from dashboard.exports.qr import draw_qr
from dashboard.panels.common.choices import choices_of
from dashboard.view import View
from dashboard.view.parse import read


@pytest.fixture(autouse=True)
def installation(monkeypatch):
    monkeypatch.setenv("DASHBOARD_ORIGIN", "https://board.example.org")
    monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", "mops")


def test_the_address_of_a_view_gives_the_view_back(store):
    asked = {"indicator": "confidence", "areas": "E09000006,E09000002", "period": "2022-12-31"}
    choices = choices_of(store)
    view, _ = read(asked, choices)
    address = page_address("compare", view)
    assert address.startswith("https://board.example.org/mops/compare?")
    pairs = dict(pair.split("=") for pair in address.partition("?")[2].split("&"))
    assert read(pairs, choices) == (view, [])
    assert describe_filters(view, choices) == (
        "Indicator: Confidence in local policing",
        "Boroughs: Bromley, Barking and Dagenham",
        "Period to: 31 December 2022",
    )


def test_a_chart_in_the_place_of_another_or_in_a_section_is_open_at_its_address(parts):
    by_name = {(p.panel.page, p.panel.chart): p.panel for p in parts}
    control = by_name["compare", "control"]
    assert chart_address("http://x/compare?areas=a,b", control) == (
        "http://x/compare?areas=a,b&over_time=control#control"
    )
    for page in ("compare", "allocation"):
        hexagons = by_name[page, "hexagons"]
        assert chart_address(f"http://x/{page}", hexagons) == (
            f"http://x/{page}?shape=hexagons#hexagons"
        )
    fairness = by_name["allocation", "fairness"]
    section = chart_address("http://x/allocation?opened=moves", fairness)
    assert section == "http://x/allocation?opened=moves,fairness#fairness"


def test_every_filter_of_a_view_has_its_words_but_what_is_opened_and_the_day():
    unlabelled = {name for name, f in View.__dataclass_fields__.items() if not f.metadata["label"]}
    assert unlabelled == {"opened", "as_at"}
    assert isinstance(View().as_at, type(None)) and dt.date.min


def test_an_address_too_long_for_a_qr_code_leads_to_its_page():
    page = "https://board.example.org/allocation"
    assert draw_qr(f"{page}?moves={'E05014100>E05014101:dwo:1,' * 200}") == draw_qr(page)
