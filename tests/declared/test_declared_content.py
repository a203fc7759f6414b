"""What is declared: every indicator that the board asked for, in words and units that a reader can
rely on.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dashboard import catalogue
from dashboard.declared.models import Indicator, Source
from dashboard.declared.read import declarations
from dashboard.declared.similarity import DENSITY

ROOT = Path(__file__).resolve().parents[2]
DECLARED = declarations(ROOT / "data" / "declared", catalogue.has_chart)
INDICATORS = list(DECLARED.indicators.values())
EXPECTED = {
    "trust_and_confidence": {
        "trust",
        "confidence",
        "fair_treatment",
        "listens",
        "relied_on",
        "understands",
        "informed",
        "contact_officer",
    },
    "neighbourhood_policing": {
        "dwo_posts",
        "dwo_in_post",
        "dwo_vacancy_rate",
        "pcso_posts",
        "pcso_in_post",
        "wards_below_minimum",
        "abstraction_rate",
        "engagement_standard",
        "engagement_reach",
    },
    "response": {
        "i_within_15",
        "s_within_60",
        "i_median",
        "i_p90",
        "s_median",
        "s_p90",
        "i_calls",
        "s_calls",
        "answered_999",
        "calls_999",
    },
    "outcomes": {
        "rape_detection",
        "other_sexual_detection",
        "knife_detection",
        "safeguarding_missed_risk",
        "crime_total",
        "crime_violence",
        "crime_burglary",
        "crime_robbery",
        "crime_vehicle",
        "crime_theft_person",
        "crime_damage",
    },
    "workforce": {
        "pcso_strength",
        "not_fully_deployable",
        "not_deployable_share",
        "limited_duties",
        "constables_per_sergeant",
    },
}
UNITS = {
    "per cent",
    "per 1,000 residents",
    "people per 1,000 residents",
    "posts",
    "minutes",
    "calls",
    "officers",
    "PCSOs",
    "constables per sergeant",
}
"""How units are spelt; one that no indicator had is added here."""
CATEGORIES = {
    "Recuperative duties",
    "Adjusted duties",
    "Restricted duties",
    "Sickness absence",
    "Maternity and adoption leave",
    "Career break",
    "Suspended",
}
CAUSAL = (
    " because ",
    " due to ",
    " led to ",
    " caused ",
    " drives ",
    " driven ",
    " thanks to ",
    " impact ",
)

each = pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.id)


def sentence(text: str) -> bool:
    """True of one sentence: a capital first, one full stop and at the end (numbers such as 81.9
    aside).
    """
    return text[:1].isupper() and text.endswith(".") and ". " not in text


@pytest.mark.parametrize("theme", EXPECTED)
def test_every_indicator_that_was_asked_for_is_declared_under_its_theme(theme: str) -> None:
    assert EXPECTED[theme] <= {i.id for i in INDICATORS if i.theme == theme}


@pytest.mark.parametrize("theme", EXPECTED)
def test_every_theme_has_a_headline_and_no_two_indicators_share_a_place(theme: str) -> None:
    within = [i for i in INDICATORS if i.theme == theme]
    assert any(i.headline for i in within)
    assert len({i.order for i in within}) == len(within)


def test_names_are_used_once() -> None:
    assert (
        len({i.name for i in INDICATORS}) == len({i.short for i in INDICATORS}) == len(INDICATORS)
    )


@each
def test_words_are_short_enough_plain_and_without_causes(indicator: Indicator) -> None:
    assert len(indicator.short) <= 24
    assert len(indicator.name) <= 60
    assert sentence(indicator.definition), indicator.definition
    assert sentence(indicator.why), indicator.why
    assert not [word for word in CAUSAL if word in f"{indicator.definition} {indicator.why}"]


@each
def test_unit_and_multiplier_agree(indicator: Indicator) -> None:
    assert indicator.unit in UNITS, (
        f"{indicator.id}.toml has the unit '{indicator.unit}', which UNITS in this test lacks: write it"
        f" as one of those ({', '.join(sorted(UNITS))}), or add it to UNITS if it is a new one"
    )
    wanted = 100 if indicator.unit == "per cent" else 1000 if "1,000" in indicator.unit else 1
    assert indicator.multiplier == wanted, (
        f"{indicator.id}.toml is in '{indicator.unit}': set its multiplier to {wanted}"
    )


@each
def test_a_target_is_dated_after_the_meeting_and_has_a_note_of_who_set_it(
    indicator: Indicator,
) -> None:
    for target in indicator.target:
        assert target.date > dt.date(2023, 4, 28)
        assert sentence(target.note)
        assert indicator.better != "neutral"


def test_the_targets_are_those_of_the_board() -> None:
    assert {i.id: [t.value for t in i.target] for i in INDICATORS if i.target} == {
        "i_within_15": [90],
        "answered_999": [90],
        "pcso_strength": [1204 + 500],
    }


@each
def test_every_source_of_an_indicator_has_all_that_it_adds_up(indicator: Indicator) -> None:
    parts = {n.removeprefix("-") for n in indicator.numerator} | set(indicator.minimum or ())
    if isinstance(indicator.denominator, tuple):
        parts |= set(indicator.denominator)
    if any(part.endswith("*") for part in parts):
        return
    for source in indicator.sources:
        assert parts <= {m.id for m in DECLARED.sources[source].measure}, source


def test_small_numbers_are_withheld_where_a_person_could_be_known() -> None:
    for indicator in INDICATORS:
        if indicator.method == "survey":
            assert indicator.least_base == 50, indicator.id
            assert indicator.design_effect == 1.5, indicator.id
        if {"deployability", "safeguarding_dip_sample"} & set(indicator.sources):
            assert indicator.withhold_below == 10, indicator.id
        if "detections" in indicator.sources:
            assert indicator.withhold_below == 5, indicator.id


def test_no_survey_figure_is_shown_by_ward_and_no_999_figure_below_the_mps() -> None:
    for indicator in INDICATORS:
        if indicator.method == "survey":
            assert "ward" not in indicator.levels, indicator.id
        if "calls_999" in indicator.sources:
            assert indicator.levels == ("mps",), indicator.id


def test_more_recorded_crime_of_all_kinds_is_neither_better_nor_worse_and_the_reason_is_given() -> (
    None
):
    for name in ("crime_total", "crime_violence"):
        assert DECLARED.indicators[name].better == "neutral"
        assert "reported" in DECLARED.indicators[name].why


def test_limited_duties_count_some_of_the_categories_of_officers_not_fully_deployable() -> None:
    limited = DECLARED.indicators["limited_duties"]
    assert set(limited.only_groups) < CATEGORIES
    assert (
        limited.total_over == DECLARED.indicators["not_fully_deployable"].total_over == "category"
    )


def test_every_action_has_evidence_with_a_sentence_on_what_to_look_for() -> None:
    (meeting,) = (m for m in DECLARED.meetings.values() if not m.demonstration)
    assert [a.number for a in meeting.action] == [1, 2, 3, 4, 5, 6, 7]
    for action in meeting.action:
        assert action.evidence, action.id
        assert all(sentence(e.note) for e in action.evidence), action.id
        assert len(
            {(e.page, e.chart, e.indicator, e.group, e.plan) for e in action.evidence}
        ) == len(action.evidence)


def test_each_action_rests_on_the_charts_that_answer_it() -> None:
    second, fifth = (DECLARED.meetings["2023-04-28"].action[n - 1].evidence for n in (2, 5))
    assert {e.page for e in second} == {"allocation"} and second[0].chart == "plans"
    assert not {e.chart for e in second} & {"minimum", "restore"}
    assert {"i_within_15", "s_within_60"} <= {
        e.indicator for e in fifth if e.chart == "within_target"
    }


def test_what_the_record_says_of_a_deadline_and_of_an_earlier_meeting_is_declared() -> None:
    april = DECLARED.meetings["2023-04-28"].action
    assert {a.number: a.due_words for a in april if a.due_words} == {
        1: "once that work is completed",
        2: "before detailed conversations are held with boroughs",
        3: "as quickly as possible",
    }
    assert not [a.number for a in april if a.due and a.due_words]
    assert {a.number: a.carried_from for a in april if a.carried_from} == {1: dt.date(2023, 2, 10)}


def test_a_meeting_of_which_no_record_is_held_is_marked_and_no_chart_rests_on_it() -> None:
    february = DECLARED.meetings["2023-02-10"]
    assert february.demonstration and not any(a.evidence for a in february.action)
    assert all("invented" in u.text.casefold() for a in february.action for u in a.update)
    assert [m.date for m in DECLARED.meetings.values() if m.demonstration] == [february.date]


def test_no_action_rests_on_detections_since_none_was_minuted() -> None:
    named = {e.indicator for m in DECLARED.meetings.values() for a in m.action for e in a.evidence}
    assert not named & {"rape_detection", "other_sexual_detection", "knife_detection"}


def test_evidence_names_a_breakdown_that_its_indicator_has() -> None:
    for meeting in DECLARED.meetings.values():
        for evidence in (e for action in meeting.action for e in action.evidence if e.group):
            assert evidence.group in DECLARED.indicators[evidence.indicator].group_types


@pytest.mark.parametrize("source", DECLARED.sources.values(), ids=lambda s: s.id)
def test_a_source_that_is_not_published_says_so_and_every_tidy_measure_has_a_label_and_a_range(
    source: Source,
) -> None:
    assert (source.address == "") == source.licence.startswith("Not published")
    assert all(q.lstrip("'")[:1].isupper() and q.endswith(".") for q in source.quirks), (
        source.quirks
    )
    if source.format == "tidy":
        assert source.quirks
        for measure in source.measure:
            assert measure.label, measure.id
            assert measure.least == 0, measure.id
            assert measure.most, measure.id


def test_boroughs_are_called_similar_by_density_and_by_crime_rates_shown_for_boroughs() -> None:
    assert DECLARED.similarity is not None
    assert sentence(DECLARED.similarity.note)
    assert DENSITY in DECLARED.similarity.features
    for feature in set(DECLARED.similarity.features) - {DENSITY}:
        assert DECLARED.indicators[feature].method == "rate"
        assert "borough" in DECLARED.indicators[feature].levels


def test_every_borough_has_its_land_and_is_of_inner_or_outer_london() -> None:
    boroughs = [area for area in DECLARED.areas.values() if area.level == "borough"]
    inner = {
        "Camden",
        "Greenwich",
        "Hackney",
        "Hammersmith and Fulham",
        "Islington",
        "Kensington and Chelsea",
        "Lambeth",
        "Lewisham",
        "Southwark",
        "Tower Hamlets",
        "Wandsworth",
        "Westminster",
    }
    assert {area.name for area in boroughs if area.part == "inner"} == inner
    assert sum(area.part == "outer" for area in boroughs) == 20
    # Greater London without the City (290 hectares) is 156,950 hectares to mean high water.
    assert sum(area.hectares or 0 for area in boroughs) == pytest.approx(156_950, rel=0.002)


def test_the_trial_is_that_of_the_record_and_its_assumed_start_is_called_so() -> None:
    (trial,) = DECLARED.trials
    assert (DECLARED.areas[trial.area].name, trial.indicators) == ("South", ("rape_detection",))
    assert (trial.meeting.isoformat(), trial.paragraph, trial.end) == ("2023-04-28", "3.1", None)
    assert "assumed" in trial.note and sentence(trial.note)


def test_every_lever_says_what_it_is_and_that_what_follows_is_assumed() -> None:
    for lever in DECLARED.levers:
        assert sentence(lever.note), lever.id
        for elasticity in (lever.share, lever.duration):
            assert elasticity is None or (
                sentence(elasticity.note) and "assumed" in elasticity.note
            ), lever.id
    training = [lever for lever in DECLARED.levers if lever.id in ("capacity", "leavers", "delay")]
    assert len(training) == 3 and all("assumed" in lever.note for lever in training)


def test_more_demand_never_helps_and_more_people_never_hurt() -> None:
    of = {lever.id: lever for lever in DECLARED.levers}
    for share, duration in (
        (of[i].share, of[i].duration) for i in ("demand", "workforce", "supervisors")
    ):
        assert share is not None and duration is not None
    assert of["demand"].share.high < 0 < of["demand"].duration.low
    for name in ("workforce", "supervisors"):
        assert of[name].share.low >= 0 >= of[name].duration.high


def test_the_meetings_of_both_boards_and_the_new_wards_are_marked() -> None:
    dates = {(event.date.isoformat(), event.kind) for event in DECLARED.events}
    assert {("2022-05-05", "change"), ("2023-03-21", "report")} <= dates
    for day in ("2023-01-24", "2023-02-10", "2023-03-30", "2023-04-28", "2023-06-30", "2023-08-31"):
        assert (day, "board") in dates
