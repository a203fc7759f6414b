"""Names that one declaration uses of another: each that nothing declares is told in one sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard import catalogue
from dashboard.declared.cross_check import match_measures
from dashboard.declared.rare_offences import check_rare_offences
from dashboard.declared.read import declarations
from dashboard.errors import DeclarationError

ROOT = Path(__file__).resolve().parents[2]
ACTIONS = "actions/2023-04-28.toml"
TRIAL = "plans/trial.toml"
PLAN = """name = "Trial plan"
short = "Trial"
status = "proposed"
audience = ["open"]
from_date = 2023-04-28
threshold = 50
weights = { crime = 2, footfall = 1 }
labels = { crime = "Recorded crime" }
"""
FAULTS = {
    "unknown demand": (
        "indicators/i_within_15.toml",
        'demand = "i_calls"',
        'demand = "i_cals"',
        "indicators/i_within_15.toml, demand: 'i_cals' is not a declared indicator.",
    ),
    "unknown measure of a numerator": (
        "indicators/i_within_15.toml",
        'numerator = ["i_within_15"]',
        'numerator = ["i_within_51"]',
        (
            "indicators/i_within_15.toml, numerator: no source has 'i_within_51'; did you mean"
            " 'i_within_15'?"
        ),
    ),
    "unknown measure that is taken away": (
        "indicators/dwo_vacancy_rate.toml",
        '"-dwo_in_post"',
        '"-zzzz"',
        "indicators/dwo_vacancy_rate.toml, numerator: no source has '-zzzz'.",
    ),
    "unknown measure of a denominator": (
        "indicators/i_within_15.toml",
        'denominator = ["i_calls"]',
        'denominator = ["i_call"]',
        "indicators/i_within_15.toml, denominator: no source has 'i_call'; did you mean 'i_calls'?",
    ),
    "unknown area of a step": (
        "indicators/dwo_posts.toml",
        "[[step]]",
        '[[step]]\nareas = ["E09000099"]',
        "indicators/dwo_posts.toml, step 1, areas: 'E09000099' is not a declared area.",
    ),
    "trial in an area that is no BCU": (
        "trials.toml",
        'area = "SN"',
        'area = "E09000008"',
        "trials.toml, trial 1, area: 'E09000008' is not a declared BCU.",
    ),
    "trial for an unknown indicator": (
        "trials.toml",
        '["rape_detection"]',
        '["rape_detecton"]',
        (
            "trials.toml, trial 1, indicators: 'rape_detecton' is not a declared indicator; did you"
            " mean 'rape_detection'?"
        ),
    ),
    "two trials for one indicator": (
        "trials.toml",
        '["rape_detection"]',
        '["rape_detection", "rape_detection"]',
        "trials.toml, trial 1, indicators: 'rape_detection' is of another trial too; keep one.",
    ),
    "trial from the record of no meeting": (
        "trials.toml",
        "meeting = 2023-04-28",
        "meeting = 2023-04-29",
        "trials.toml, trial 1, meeting: no meeting of 2023-04-29 is declared.",
    ),
    "unknown measure of a minimum": (
        "indicators/wards_below_minimum.toml",
        "pcso_in_post = 1",
        "pcso_in_posts = 1",
        (
            "indicators/wards_below_minimum.toml, minimum: no source has 'pcso_in_posts'; did you"
            " mean 'pcso_in_post'?"
        ),
    ),
    "unknown comparator": (
        ACTIONS,
        'chart = "ranking"',
        'chart = "ranking"\ncomparator = "london"',
        (
            "actions/2023-04-28.toml, action 4, evidence 5, comparator: 'london' is not one of mps,"
            " bcu, similar, inner_outer, past, nor the code of a borough."
        ),
    ),
    "period that is no date": (
        ACTIONS,
        'chart = "ranking"',
        'chart = "ranking"\nperiod = "March 2023"',
        (
            "actions/2023-04-28.toml, action 4, evidence 5, period: 'March 2023' is not a date such"
            " as 2022-12-31."
        ),
    ),
    "period that no calendar has": (
        ACTIONS,
        'chart = "ranking"',
        'chart = "ranking"\nperiod = "2023-02-30"',
        (
            "actions/2023-04-28.toml, action 4, evidence 5, period: '2023-02-30' is not a date such"
            " as 2022-12-31."
        ),
    ),
    "unknown plan": (
        ACTIONS,
        'chart = "ranking"',
        'chart = "ranking"\nplan = "proposed-2032"',
        (
            "actions/2023-04-28.toml, action 4, evidence 5, plan: 'proposed-2032' is not a declared"
            " plan."
        ),
    ),
    "label without weight": (
        TRIAL,
        "labels = { crime =",
        "labels = { crimes =",
        "plans/trial.toml, labels: 'crimes' has no weight; give it one under weights.",
    ),
    "unknown feature of similarity": (
        "similar.toml",
        '"crime_total"',
        '"crime_totals"',
        "similar.toml, features: 'crime_totals' is not a declared indicator.",
    ),
    "rare offence of no measure": (
        "rare_offences.toml",
        "robbery_of_business_property",
        "robbery_of_business",
        "rare_offences.toml, offence 2, measures: 'robbery/robbery_of_business' is not a measure of"
        " mps_ward_crime; did you mean 'robbery/robbery_of_business_property'?",
    ),
    "rare offence that is sensitive": (
        "rare_offences.toml",
        "arson_and_criminal_damage/arson",
        "sexual_offences/rape",
        "rare_offences.toml, offence 4, measures: 'sexual_offences/rape' is not charted by month"
        " and ward, as one mark would stand for one person's case; take it out.",
    ),
    "rare offence that an indicator withholds": (
        "indicators/crime_robbery.toml",
        "multiplier = 1000",
        "multiplier = 1000\nwithhold_below = 5",
        "rare_offences.toml, offence 2, measures: 'robbery/robbery_of_business_property' is"
        " withheld where it is small, by indicators/crime_robbery.toml; take it out.\n"
        "rare_offences.toml, offence 3, measures: 'robbery/robbery_of_personal_property' is"
        " withheld where it is small, by indicators/crime_robbery.toml; take it out.",
    ),
    "rare offence declared twice": (
        "rare_offences.toml",
        'id = "arson"',
        'id = "knife_possession"',
        "rare_offences.toml, offence 4, id: 'knife_possession' is used twice; keep one.",
    ),
    "rare offence of a source without wards": (
        "rare_offences.toml",
        'source = "mps_ward_crime"',
        'source = "mps_borough_crime"',
        "rare_offences.toml, offence 1, source: 'mps_borough_crime' is not a declared source by"
        " ward in which an absent row is a zero.",
    ),
    "action numbered twice": (
        ACTIONS,
        'id = "2023-04-28/2"',
        'id = "2023-04-28/1"',
        "actions/2023-04-28.toml, action 2, id: '2023-04-28/1' is used twice.\n"
        "packs/2023-04-28.toml, slide 5, actions: '2023-04-28/2' is not a declared action; "
        "did you mean '2023-04-28/7'?",
    ),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The declarations as they stand, and a plan of the test's own."""
    shutil.copytree(ROOT / "data" / "declared", tmp_path / "declared")
    (tmp_path / "declared" / "plans").mkdir(exist_ok=True)
    (tmp_path / "declared" / TRIAL).write_text(PLAN, encoding="utf-8")
    return tmp_path / "declared"


def test_the_declarations_with_the_trial_plan_are_sound(root: Path) -> None:
    assert declarations(root, catalogue.has_chart).plans["trial"].weights == {
        "crime": 2,
        "footfall": 1,
    }


@pytest.mark.parametrize("fault", FAULTS)
def test_a_name_that_nothing_declares_is_told_in_one_sentence(root: Path, fault: str) -> None:
    file, old, new, sentence = FAULTS[fault]
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DeclarationError) as told:
        declarations(root, catalogue.has_chart)
    assert told.value.faults == sentence.split("\n")


@pytest.mark.parametrize("comparator", ["mps", "bcu", "similar"])
def test_every_comparator_that_a_reader_may_choose_is_allowed_in_evidence(
    root: Path, comparator: str
) -> None:
    text = (root / ACTIONS).read_text(encoding="utf-8")
    changed = text.replace(
        'chart = "ranking"', f'chart = "ranking"\ncomparator = "{comparator}"', 1
    )
    (root / ACTIONS).write_text(changed, encoding="utf-8")
    action = declarations(root, catalogue.has_chart).meetings["2023-04-28"].action[3]
    assert action.evidence[4].comparator == comparator


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("theft/other", ["theft/other"]),
        ("-theft/other", ["theft/other"]),
        ("theft/*", ["theft/other", "theft/theft_from_person"]),
        ("theft/theft_from_*", ["theft/theft_from_person"]),
        ("*", ["theft/other", "theft/theft_from_person", "vehicle_offences/theft_from_a_vehicle"]),
        ("theft", []),
    ],
)
def test_a_pattern_takes_what_starts_with_it_and_no_more(pattern: str, found: list[str]) -> None:
    measures = ["theft/other", "theft/theft_from_person", "vehicle_offences/theft_from_a_vehicle"]
    assert match_measures(pattern, measures) == found


def test_a_measure_that_an_indicator_of_another_source_withholds_is_no_rare_offence():
    declared = declarations(ROOT / "data" / "declared", catalogue.has_chart)
    other = {"withhold_below": 5, "sources": ("mps_borough_crime",)}
    robbery = declared.indicators["crime_robbery"].model_copy(update=other)
    faults: list[str] = []
    check_rare_offences(declared.rare_offences, declared.sources, [robbery], faults)
    assert len(faults) == 2
    assert all("withheld where it is small, by indicators/crime_robbery" in f for f in faults)
