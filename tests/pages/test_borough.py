"""The borough page through the entry point: the URL chooses the borough and the ward indicator."""

from pathlib import Path

import pytest
from opened import links, text
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


def borough(**parameters: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    at.switch_page("pages/borough.py")
    for key, value in parameters.items():
        at.query_params[key] = value
    return at.run()


@pytest.fixture(autouse=True)
def _home(demonstration_home, monkeypatch):
    monkeypatch.setenv("DASHBOARD_HOME", str(demonstration_home))


def test_without_a_borough_the_page_lists_all_32_and_the_one_chosen_is_in_the_url():
    at = borough()
    assert not at.exception
    assert "**Showing** no borough yet: choose one." in text(at)
    assert len(at.button) == 32
    at.button(key="open_E09000017").click().run()
    assert at.query_params["area"] == "E09000017"
    assert at.header[0].value == "Hillingdon"


@pytest.mark.parametrize("area", ["E09000017", "Hillingdon", "hillingdon"])
def test_the_borough_of_the_url_is_shown_by_code_or_name(area):
    at = borough(area=area)
    assert not at.exception
    assert at.header[0].value == "Hillingdon"
    assert "policed by West BCU, with Ealing and Hounslow" in text(at)
    assert ("Ward allocation in Hillingdon", "allocation?area=E09000017") in links(at)


def test_the_ward_indicator_of_the_url_is_honoured():
    assert "wards by Burglary." in text(borough(area="E09000017", indicator="crime_burglary"))


def test_an_indicator_that_is_not_measured_by_ward_gives_way_to_vacant_posts():
    at = borough(area="E09000017", indicator="confidence")
    assert not at.exception
    assert "wards by Vacant Dedicated Ward Officer posts." in text(at)


def test_a_borough_that_is_misspelt_is_told_and_the_nearest_is_shown():
    at = borough(area="Hilingdon")
    assert not at.exception
    assert (
        "The link's area 'Hilingdon' is not a borough of the MPS; the nearest is chosen:"
        " Hillingdon." in text(at)
    )


def test_choosing_another_borough_and_indicator_writes_the_url():
    at = borough(area="E09000017")
    at.selectbox(key="filter_area").set_value("E09000006").run()
    assert at.query_params["area"] == "E09000006"
    assert at.header[0].value == "Bromley"
    at.selectbox(key="filter_indicator").set_value("crime_total").run()
    assert at.query_params["indicator"] == "crime_total"
    assert "wards by Recorded crime." in text(at)


def test_the_city_of_london_is_not_a_borough_of_the_mps():
    assert "is not a borough of the MPS" in text(borough(area="E09000001"))
