"""Outcomes and workforce: what the panels say is what the files hold, and what is not there is said
to be so.
"""

import datetime as dt

import pytest
from outcome_files import BCUS, at, built, rows, strength
from statsmodels.stats.proportion import proportion_confint

from dashboard.panels.common.page import Page
from dashboard.panels.common.variation import brief_with_size, way_of
from dashboard.panels.outcomes import data as outcomes_data
from dashboard.panels.outcomes import detections as outcomes
from dashboard.panels.outcomes import recruitment, workforce
from dashboard.panels.outcomes import safeguarding as dip_sample
from dashboard.panels.outcomes.summary import INDICATORS, first_figures, summary
from dashboard.panels.overview.variation import variation_of
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store
from dashboard.view import View

Q1, Q2, Q3, Q4 = ("2022-03-31", "2022-06-30", "2022-09-30", "2022-12-31")
NEXT = "2023-03-31"


def knife(detected: dict[str, float], end: str = NEXT) -> list[dict]:
    """Knife crime of a quarter: 100 recorded in every BCU, 20 detected but where told otherwise."""
    return [
        *rows("knife_recorded", end, dict.fromkeys(BCUS, 100)),
        *rows("knife_detected", end, dict.fromkeys(BCUS, 20) | detected),
    ]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> Page:
    duties = [
        *rows("officers", NEXT, dict.fromkeys(BCUS, 1000) | {"SN": 2000}),
        *rows("not_fully_deployable", NEXT, dict.fromkeys(BCUS, 100), "Adjusted duties"),
        *rows("not_fully_deployable", NEXT, dict.fromkeys(BCUS, 150), "Sickness absence"),
        *rows("not_fully_deployable", NEXT, dict.fromkeys(BCUS, 20) | {"EA": 4}, "Suspended"),
    ]
    ranks = [
        *rows("constables", NEXT, dict.fromkeys(BCUS, 600) | {"SN": 500}),
        *rows("sergeants", NEXT, dict.fromkeys(BCUS, 100)),
        *rows("constables", Q1, dict.fromkeys(BCUS, 500)),
        *rows("sergeants", Q1, dict.fromkeys(BCUS, 100)),
    ]
    sample = [
        {
            "measure": m,
            "area_code": "MPS",
            "period_start": "2023-01-01",
            "period_end": NEXT,
            "value": v,
        }
        for m, v in (("cases_sampled", 150), ("cases_with_missed_risk", 12))
    ]
    found = [*knife({}, Q1), *knife({"SN": 35, "WA": 4})]
    return built(
        tmp_path_factory.mktemp("drawn") / "home",
        detections=found,
        deployability=duties,
        supervision=ranks,
        safeguarding_dip_sample=sample,
    )


@pytest.fixture(scope="module")
def demonstration(demonstration_home) -> Page:
    places = Places(demonstration_home)
    return Page("outcomes", open_store(places, find_database(places)), View())


def facts(page: Page, measure: str, end: str = "2023-06-30") -> float:
    """A measure's count of the MPS, as its source gives it, else of all its areas added up."""
    sql = (
        "SELECT coalesce(sum(value) FILTER (area = 'MPS'), sum(value)) FROM fact"
        " WHERE measure = $m AND period_end = $end"
    )
    return page.store.cursor().execute(sql, {"m": measure, "end": end}).fetchone()[0]


def test_the_mps_detection_rate_is_all_detections_over_all_offences_with_its_wilson_interval(
    demonstration,
):
    detected, recorded = (
        facts(demonstration, "rape_detected"),
        facts(demonstration, "rape_recorded"),
    )
    low, high = proportion_confint(detected, recorded, method="wilson")
    words = (
        f"{100 * detected / recorded:.1f}% (95% interval {100 * low:.1f}% to {100 * high:.1f}%;"
        f" {detected:,.0f} "
    )
    panel = outcomes.detections(demonstration)
    assert words in panel.reading
    assert panel.demonstration and panel.indicators == ("rape_detection",)


def test_the_totals_of_both_definitions_add_up_from_the_categories_of_the_file(demonstration):
    cursor = demonstration.store.cursor()
    by = (
        cursor.execute(
            "SELECT group_name, sum(value) AS n FROM fact WHERE measure = 'not_fully_deployable' "
            "AND period_end = '2023-06-30' AND area = 'MPS' GROUP BY 1"
        )
        .df()
        .set_index("group_name")["n"]
    )
    limited = by[["Recuperative duties", "Adjusted duties", "Restricted duties"]].sum()
    panel = workforce.deployability(demonstration)
    assert (
        panel.title
        == f"{by.sum():,.0f} officers are not fully deployable, {limited:,.0f} on limited duties"
    )
    assert f"{100 * by.sum() / facts(demonstration, 'officers'):.1f}% of all" in panel.reading
    mps = panel.table[panel.table["BCU"] == "MPS"].iloc[0]
    assert mps[by.index].sum() == by.sum()


def test_every_title_has_at_most_ten_words_and_the_action_is_linked_from_its_chart(demonstration):
    for view in (
        {},
        {"indicator": "other_sexual_detection"},
        {"indicator": "knife_detection"},
        {"period": dt.date(2019, 6, 30)},
        {"period": dt.date(2022, 12, 31)},
    ):
        page = at(demonstration, **view)
        made = {
            f.__name__: f(page)
            for f in (
                outcomes.detections,
                dip_sample.safeguarding,
                workforce.deployability,
                workforce.supervision,
                recruitment.recruitment,
            )
        }
        for panel in made.values():
            assert len(panel.title.split()) <= 10, panel.title
            assert not {"nan", "none,", "nan%"} & set(panel.reading.casefold().split())
        numbers = {name: [a.number for a in panel.actions] for name, panel in made.items()}
        assert numbers == {
            "detections": [],
            "safeguarding": [1],
            "deployability": [6],
            "supervision": [6],
            "recruitment": [3],
        }


def test_the_first_detection_rate_is_shown_unless_the_view_names_another(drawn, demonstration):
    assert outcomes_data.offence(at(demonstration, indicator="pcso_strength")) == "rape_detection"
    assert (
        outcomes_data.offence(at(demonstration, indicator="other_sexual_detection"))
        == "other_sexual_detection"
    )
    assert outcomes_data.offence(at(drawn, indicator="rape_detection")) == "knife_detection"


def test_a_withheld_quarter_is_a_gap_that_the_reading_counts_and_its_number_is_nowhere(drawn):
    panel = outcomes.detections(drawn)
    assert (
        "2 of 24 BCU quarters are withheld, with fewer than 5 detections or because they would give"
        in panel.reading
    )
    west = panel.table[
        (panel.table["Area"] == "West") & (panel.table["Quarter ends"] == NEXT)
    ].iloc[0]
    assert west["Against the MPS"] == "withheld"
    assert west[["Detection rate, per cent", "Detected", "Recorded"]].isna().all()
    own = next(t for t in panel.figure.data if t.meta == "own" and t.name.startswith("West"))
    assert list(own.y) == [20.0, None]
    assert any(
        "Mar 2022" in a.text.replace("<br>", " ") and "West" in a.text
        for a in panel.figure.layout.annotations
    )


def test_the_trial_area_is_marked_and_set_against_the_mps_only_beyond_chance(drawn):
    panel = outcomes.detections(drawn)
    assert (
        "South, where extra resources and a different approach were tried, has 35.0%"
        in panel.reading
    )
    assert "35 detected, 100 recorded), better than the MPS" in panel.reading
    assert (
        "Of the 10 BCUs with a figure, 1 is better than the MPS and none is worse" in panel.reading
    )
    assert [t.name for t in panel.figure.data if t.meta == "bold"] == ["South"]
    before = outcomes.detections(at(drawn, period=dt.date(2022, 3, 31)))
    assert "20 detected, 100 recorded), no clear difference from the MPS" in before.reading


def test_a_withheld_part_is_called_so_and_is_not_in_the_bars(drawn):
    panel = workforce.deployability(drawn)
    cells = panel.table.set_index("BCU")["Suspended"]
    assert cells["East"] == "withheld" and cells["South"] == "20"
    assert "4 parts of the bars are withheld" in panel.reading
    suspended = next(t for t in panel.figure.data if t.name == "Suspended")
    assert dict(zip(suspended.customdata, suspended.x, strict=True))["EA"] in (None, 0)


def test_limited_duties_stand_first_and_areas_are_ordered_by_share_not_by_number(drawn):
    panel = workforce.deployability(drawn)
    assert panel.figure.data[0].name == "Adjusted duties"
    last = panel.table[panel.table["BCU"] != "MPS"].iloc[-1]
    assert (last["BCU"], last["Share of officers, per cent"]) == ("South", 13.5)
    assert "limited duties only, 1,200 were" in panel.reading


def test_more_categories_than_a_bar_can_tell_apart_are_drawn_together(tmp_path):
    names = [f"Category {n}" for n in range(9)]
    held = rows("officers", NEXT, dict.fromkeys(BCUS, 900))
    for n, name in enumerate(names):
        held += rows("not_fully_deployable", NEXT, dict.fromkeys(BCUS, 50 - n), name)
    page = built(tmp_path / "home", deployability=held)
    panel = workforce.deployability(page)
    assert [t.name for t in panel.figure.data] == [*names[:6], "All other categories"]
    assert panel.figure.data[-1].x[0] == 44 + 43 + 42


def test_supervision_sets_each_bcu_against_the_mps_and_the_year_before(drawn):
    panel = workforce.supervision(drawn)
    assert (
        "The MPS has 5.9, 0.9 higher than a year before (5.0); 11 of 12 BCUs are above it"
        in panel.reading
    )
    assert "higher than a year before in 11 of 12 BCUs" in panel.reading
    south = panel.table.set_index("BCU").loc["South"]
    assert (south["Constables per sergeant"], south["A year before"], south["Change"]) == (
        5.0,
        5.0,
        0.0,
    )
    assert "better" not in panel.reading and "worse" not in panel.reading
    assert {t.name for t in panel.figure.data} == {"Higher than MPS", "Lower than MPS"}


def test_the_dip_sample_is_calmly_absent_until_it_is_received(demonstration):
    panel = dip_sample.safeguarding(demonstration)
    assert panel.figure is None
    assert panel.reading.startswith(
        "It had not started at the time of the meeting of 28 April 2023: no figures have "
    )
    assert "an analyst fills in the template of the dip sample and" in panel.reading
    assert set(panel.table["State"]) == {"not received"}
    assert not panel.demonstration and panel.source == ""
    assert b"cases_sampled" in panel.csv


def test_the_dip_sample_once_received_is_a_share_with_its_interval_and_base(drawn):
    panel = dip_sample.safeguarding(drawn)
    low, high = proportion_confint(12, 150, method="wilson")
    assert panel.title == "A risk was missed in 12 of 150 cases"
    assert f"8.0% (95% interval {100 * low:.1f}% to {100 * high:.1f}%)" in panel.reading
    assert "published 15 May 2023" in panel.source
    early = dip_sample.safeguarding(at(drawn, period=dt.date(2022, 3, 31)))
    assert "only for a later period than March 2022" in early.reading


def test_a_dip_sample_with_few_missed_risks_is_withheld(tmp_path):
    few = [
        {
            "measure": m,
            "area_code": "MPS",
            "period_start": "2023-01-01",
            "period_end": NEXT,
            "value": v,
        }
        for m, v in (("cases_sampled", 150), ("cases_with_missed_risk", 7))
    ]
    panel = dip_sample.safeguarding(built(tmp_path / "home", safeguarding_dip_sample=few))
    assert "withheld: fewer than 10 cases had a missed risk" in panel.reading
    assert "7" not in panel.csv.decode("utf-8-sig")


LINE = {"Feb_23": 1196, "Mar_23": 1204}


@pytest.mark.parametrize(
    ("months", "title", "sentences"),
    [
        (
            {"Jun_23": 1222},
            "PCSO recruitment is 106 behind schedule",
            (
                "would have 1,328 on that day",
                "has been +6 a month",
                "needs +54 a month net from now on",
            ),
        ),
        (
            {"Sep_23": 1500},
            "PCSO recruitment is 46 ahead of schedule",
            ("needs +34 a month net",),
        ),
        (
            {"Dec_23": 1710},
            "PCSO recruitment is 130 ahead of schedule",
            ("The target is already reached.",),
        ),
        (
            {"Mar_24": 1369, "Apr_24": 1380},
            "PCSOs were 335 short of the 1,704 target",
            (
                "1,369 PCSOs in post at 31 March 2024",
                "was not reached: 335 were lacking",
                "At 30 April 2024 there were 1,380.",
            ),
        ),
        ({"Mar_24": 1710}, "The target of 1,704 PCSOs was reached", ("was reached, with 6 more",)),
        ({}, "The line to 1,704 PCSOs begins at 1,204", ("needs +42 a month net",)),
    ],
)
def test_recruitment_is_set_against_the_straight_line_to_the_target(
    tmp_path, months, title, sentences
):
    panel = recruitment.recruitment(
        built(tmp_path / "home", force_strength=strength(**LINE, **months))
    )
    assert panel.title == title
    for sentence in sentences:
        assert sentence in panel.reading
    assert "it is no projection" in " ".join(panel.notes)


def test_before_the_line_starts_recruitment_is_told_without_it(tmp_path):
    page = at(
        built(tmp_path / "home", force_strength=strength(**LINE)), period=dt.date(2023, 2, 28)
    )
    panel = recruitment.recruitment(page)
    assert (
        panel.reading
        == "1,196 PCSOs were in post at 28 February 2023. The target is 1,704 by 31 March 2024, 508 more."
        " The line to it begins a year before that day."
    )
    assert panel.title == "1,196 PCSOs in post, 508 below March 2024's target"
    assert list(panel.table.columns) == ["Month ends", "PCSOs in post"]


def test_with_force_strength_alone_the_rest_says_what_to_load(tmp_path):
    page = built(tmp_path / "home", force_strength=strength(**LINE))
    assert outcomes.detections(page) is None
    assert workforce.deployability(page) is None
    assert workforce.supervision(page) is None
    (sentence,) = outcomes_data.absences(page)
    for source in ("detections", "deployability", "supervision"):
        assert f"(source {source})" in sentence
    assert outcomes_data.periods(page) == [dt.date(2023, 3, 31), dt.date(2023, 2, 28)]


def test_a_chart_whose_figures_start_later_says_from_when(tmp_path):
    duties = rows("not_fully_deployable", NEXT, dict.fromkeys(BCUS, 100), "Adjusted duties")
    officers = rows("officers", NEXT, dict.fromkeys(BCUS, 1000))
    page = built(
        tmp_path / "home",
        detections=[*knife({}, Q1), *knife({})],
        deployability=[*duties, *officers],
    )
    early = at(page, period=dt.date(2022, 3, 31))
    assert (
        "Officers not fully deployable: the first figures are of March 2023."
        in outcomes_data.absences(early)
    )
    assert workforce.deployability(early) is None


def test_the_nearest_period_stands_in_for_one_without_figures(drawn):
    page = at(drawn, period=dt.date(2031, 1, 1))
    assert outcomes_data.until(page) == dt.date(2023, 3, 31)
    assert (
        outcomes_data.period_note(page)
        == "There is no figure for January 2031; the nearest, March 2023, is shown."
    )
    assert outcomes_data.period_note(drawn) is None


def test_the_first_figures_are_those_of_the_files_with_the_verdicts_of_the_overview(demonstration):
    tiles = {tile.indicator: tile for tile in first_figures(demonstration).tiles()}
    assert tuple(tiles) == INDICATORS
    for offence in ("rape", "other_sexual", "knife"):
        now, before = (
            100
            * facts(demonstration, f"{offence}_detected", end)
            / facts(demonstration, f"{offence}_recorded", end)
            for end in ("2023-06-30", "2022-06-30")
        )
        tile = tiles[f"{offence}_detection"]
        assert tile.figure == f"{now:.1f}%" and tile.note.endswith(f" {before:.1f}%")
        assert tile.trend[-1] == pytest.approx(now)
    pcsos = facts(demonstration, "pcso_strength")
    assert tiles["pcso_strength"].figure == f"{pcsos:,.0f} PCSOs"
    of_overview = variation_of(Page("overview", demonstration.store, View())).icons
    for indicator, tile in tiles.items():
        icons = of_overview[indicator]
        assert tile.verdict.casefold() == brief_with_size(icons).casefold()
        assert (tile.way, tile.sure) == (way_of(icons), icons.level == "99.8")
        assert f": {tile.figure}, {tile.verdict}." in summary(demonstration).reading


def test_a_tile_tells_the_year_before_or_that_there_is_none(drawn):
    # Knife crime: 12 x 20 of 1,200 a year before; now 10 x 20 + 35 + 4.
    # Officers: 12 x (100 + 150) + 11 x 20 + 4.
    knife_tile, officers = first_figures(drawn).tiles()
    assert (knife_tile.figure, knife_tile.way) == ("19.9%", "")
    assert knife_tile.verdict == "no clear change on the year"
    assert knife_tile.note == "January to March 2023, from 20.0%"
    assert knife_tile.trend == pytest.approx((20.0, 100 * 239 / 1200))
    assert (officers.figure, officers.note) == ("3,224 officers", "at 31 March 2023")
    assert officers.verdict == "not compared with a year before"
    assert summary(drawn).title == "None of 2 figures is better, none is worse"


def test_the_first_figures_go_with_the_period_and_lead_to_their_charts_at_it(demonstration):
    page = at(demonstration, period=dt.date(2022, 12, 31))
    tiles = {tile.indicator: tile for tile in first_figures(page).tiles()}
    pcsos = facts(demonstration, "pcso_strength", "2022-12-31")
    assert tiles["pcso_strength"].figure == f"{pcsos:,.0f} PCSOs"
    assert tiles["pcso_strength"].parameters == {"period": "2022-12-31"}
    assert tiles["pcso_strength"].anchor == "recruitment"
    knife_tile = tiles["knife_detection"]
    assert knife_tile.parameters == {"indicator": "knife_detection", "period": "2022-12-31"}
    assert knife_tile.anchor == "detections"
    assert "up to December 2022" in summary(page).subtitle


def test_one_figure_alone_has_no_tile_for_its_chart_shows_it(tmp_path):
    page = built(tmp_path / "home", force_strength=strength(Feb_23=1196, Mar_23=1204))
    assert summary(page) is None
