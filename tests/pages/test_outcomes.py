"""The page Outcomes and workforce through the entry point: on the demonstration, and where little
is loaded.
"""

import datetime as dt
from functools import partial
from pathlib import Path

import opened
import pytest
from opened import cards, text, titles

from dashboard import catalogue
from dashboard.declared.read import declarations
from dashboard.pipeline.build import build
from dashboard.pipeline.receive import receive
from dashboard.settings import Places

page = partial(opened.page, "outcomes")

ROOT = Path(__file__).resolve().parents[2]
SHOWN = [
    chart
    for chart in catalogue.charts_of("outcomes")
    if not catalogue.section_of("outcomes", chart)
]
STRENGTH = """Date,Police Officer Strength,Police Staff Strength,PCSO Strength
Feb-23,34350,10253,1196
Mar-23,34503,10316,1204
Mar-24,34017,10844,1369
"""


@pytest.fixture
def strength_alone(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "declared").symlink_to(ROOT / "data" / "declared")
    (tmp_path / "queries").symlink_to(ROOT / "queries")
    places, file = Places(tmp_path), tmp_path / "strength.csv"
    file.write_text(STRENGTH, encoding="utf-8")
    receive(places.received_folder, "force_strength", dt.date(2024, 4, 20), file)
    build(places, declarations(places.declared_folder, catalogue.has_chart))
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path))


def test_every_chart_of_the_page_that_is_in_no_section_stands_at_first_sight(demonstration_shown):
    at = page()
    assert not at.exception
    assert [h.value for h in at.header] == ["PCSO recruitment"]
    assert len(cards(at)) == len(SHOWN)
    assert "Showing Detection rate for rape; the latest figures of each chart." in text(at)
    said = text(at)
    assert "It had not started at the time of the meeting of 28 April 2023" in said
    assert "nan" not in said.casefold().split()


def test_the_trial_takes_the_place_of_the_detections_when_opened_and_claims_no_cause(
    demonstration_shown,
):
    at = page(opened="trial")
    assert "detections" not in cards(at) and "trial" in cards(at)
    said = text(at)
    start = said.rindex(
        "South, where extra resources and a different approach were tried, changed "
    )
    told = said[start : said.index("\n", start)]
    assert "it agrees with no effect as well as with one." in told
    assert "so the BCU differed in ways that the trial cannot explain." in told
    assert "April 2022 is assumed, for the demonstration alone." in told
    assert not [
        word for word in ("caused", "because", "due to", "thanks to", "led to") if word in told
    ]
    assert "nan" not in text(at).casefold().split()


def test_the_filters_in_the_url_are_honoured(demonstration_shown):
    at = page(indicator="knife_detection", period="2022-12-31")
    assert not at.exception
    assert "Showing Detection rate for knife crime; figures up to December 2022." in text(at)
    assert "8,300 officers were not fully deployable at 31 December 2022" in text(at)
    assert at.selectbox(key="filter_indicator").value == "knife_detection"


def test_a_choice_of_offence_is_written_into_the_url(demonstration_shown):
    at = page()
    at.selectbox(key="filter_indicator").set_value("other_sexual_detection").run()
    assert "other_sexual_detection" in at.query_params["indicator"]
    assert "Detection rate for other sexual offences, per cent" in text(at)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        (
            {"period": "2031-01-01"},
            "There is no figure for January 2031; the nearest, June 2023, is shown.",
        ),
        (
            {"period": "soon"},
            "The link's period 'soon' is not a date such as 2022-12-31; the latest is shown.",
        ),
        (
            {"indicator": "knife_detecton"},
            "The link's indicator 'knife_detecton' is unknown; the nearest is shown",
        ),
        (
            {"indicator": "pcso_strength"},
            "Showing Detection rate for rape; the latest figures of each chart.",
        ),
        (
            {"indicator": "confidence"},
            "Showing Detection rate for rape; the latest figures of each chart.",
        ),
    ],
)
def test_what_a_link_asks_in_vain_leaves_the_page_standing(
    demonstration_shown, parameters, sentence
):
    at = page(**parameters)
    assert not at.exception
    assert sentence in text(at)
    assert len(cards(at)) == len(SHOWN)


def test_the_first_quarter_says_that_there_is_no_year_before(demonstration_shown):
    at = page(period="2019-06-30")
    assert "no figure a year before to compare with" in text(at)
    at = page(period="2019-06-30", opened="trial")
    assert "The trial cannot be compared yet" in titles(at)
    assert "The figures shown end before the trial began on 1 April 2022." in text(at)


def test_with_force_strength_alone_the_page_shows_recruitment_and_says_what_to_load(strength_alone):
    at = page()
    assert not at.exception
    assert "DEMONSTRATION DATA" not in text(at)
    assert titles(at) == [
        "PCSOs were 335 short of the 1,704 target",
        "No dip sample received",
    ]
    assert "PCSOs rose by 8 in March 2023" in titles(page(opened="joiners"))
    assert "No figures are loaded yet for detection rates (source detections)" in text(at)
    assert "Showing the latest figures of each chart." in text(at)


def test_a_faster_intake_is_asked_about_only_once_it_is_opened(demonstration_shown):
    at = page()
    assert not at.slider
    at.toggle(key="section_intake").set_value(True).run()
    assert at.query_params["opened"] == "intake" and "more joiners a month" in text(at)
    at.slider(key="lever_intake").set_value(20.0).run()
    assert at.query_params["what_if"] == "intake:20"
    assert "20 more joiners a month would give" in text(at)
    at.button(key="reset_levers").click().run()
    assert not at.exception and "what_if" not in at.query_params


def test_a_link_moves_the_training_capacity_and_keeps_the_levers_of_another_page(
    demonstration_shown,
):
    at = page(opened="intake", what_if="demand:10,capacity:100,intake:30")
    assert "Training takes 100 a month" in text(at) and "With 30 more joiners a month" in text(at)
    at.slider(key="lever_delay").set_value(1.0).run()
    assert at.query_params["what_if"] == "demand:10,intake:30,capacity:100,delay:1"


def test_without_a_projection_no_faster_intake_is_asked_about(strength_alone):
    at = page(opened="intake", what_if="intake:20")
    assert not at.toggle and "ASSUMPTION" not in text(at)
