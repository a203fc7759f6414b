"""The control chart of the comparison and the variation of all indicators, recomputed, and what
their words claim.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from dashboard.panels.common.page import THEMES, Page
from dashboard.panels.common.variation import (
    brief,
    charts,
    icons_of,
    rolling,
    targets,
    year_changes,
)
from dashboard.panels.compare.comparison import Comparison
from dashboard.panels.compare.control_data import YEARS_APART, control_of
from dashboard.panels.overview.variation import variation, variation_of
from dashboard.view import View

LAMBETH = "E09000022"


@pytest.fixture
def page(store):
    return Page("overview", store, View())


def made(store, indicator, **view) -> Comparison:
    return Comparison(
        Page("compare", store, View(indicator=indicator, over_time="control", **view))
    )


def held(store, indicator, area="MPS") -> pd.DataFrame:
    return (
        store.cursor()
        .execute(
            "SELECT * FROM observation WHERE indicator = ? AND area = ? AND group_type = '' ORDER"
            " BY period_end",
            [indicator, area],
        )
        .df()
    )


def doctored(shown: Comparison, series: pd.DataFrame) -> Comparison:
    control_of(shown).__dict__["series"] = series
    return shown


@pytest.mark.parametrize(
    ("indicator", "area"), [("s_within_60", "MPS"), ("answered_999", "MPS"), ("i_p90", LAMBETH)]
)
def test_mean_and_limits_are_those_of_the_published_formula(store, indicator, area):
    value = held(store, indicator, area)["value"]
    mean, moving = value.mean(), value.diff().abs().mean()
    shown = made(store, indicator, areas=() if area == "MPS" else (area,))
    table = shown.control().table
    assert len(table) == len(value)
    row = control_of(shown).chart_rows.iloc[-1]
    assert (row["mean"], row["moving_range"]) == pytest.approx((mean, moving))
    ceiling = 100 if shown.indicator["unit"] == "per cent" else np.inf
    assert (row["lower"], row["upper"]) == pytest.approx(
        (mean - 2.66 * moving, min(mean + 2.66 * moving, ceiling))
    )
    places = control_of(shown).places
    assert table["Lower limit"].iloc[-1] == pytest.approx(
        mean - 2.66 * moving, abs=0.5 * 10**-places
    )


def test_every_indicator_has_a_chart_or_years_in_plain_words(store, page):
    for indicator in page.with_figures(page.indicators.index):
        for areas in ((), (LAMBETH,)):
            panel = made(store, indicator, areas=areas).control()
            said = [panel.title, panel.subtitle, panel.reading, *panel.notes]
            assert len(panel.title.split()) <= 10, panel.title
            assert not any("nan" in words.casefold().split() or "NaN" in words for words in said)
            assert panel.reading.endswith(".") and "caused" not in panel.reading
            assert panel.figure.traces and "NaN" not in panel.figure.json.decode()
            assert panel.source and panel.demonstration


def test_a_rolling_series_gets_years_that_share_nothing_and_never_control_limits(store, page):
    for indicator in ("trust", "crime_burglary"):
        shown = made(store, indicator)
        assert shown.over_times["control"] == YEARS_APART
        panel, rows = shown.control(), held(store, indicator)
        assert "Mean" not in panel.table and "limits would be too narrow" in " ".join(panel.notes)
        last, before = (
            rows.iloc[-1],
            rows[rows["period_end"] < rows["period_start"].iloc[-1]].iloc[-1],
        )
        newest = panel.table.iloc[0]
        change = next(newest[c] for c in panel.table if c.startswith("Change,"))
        assert change == pytest.approx(last["value"] - before["value"], abs=0.06)
        assert len(panel.table) == 1 + len(
            panel.table["Change 95% interval"].loc[lambda c: c.ne("")]
        )
    assert made(store, "s_within_60").over_times["control"] == "Control chart"


def test_the_overview_and_the_chart_say_the_same_of_every_indicator(store, page):
    found = variation_of(page).icons
    assert len(found) == len(page.with_figures(page.indicators.index))
    for indicator, icons in found.items():
        assert made(store, indicator).icons.variation == icons.variation, indicator
        assert brief(made(store, indicator).icons) == brief(icons), indicator


def test_the_chart_ends_with_the_period_chosen_and_judges_it(store):
    shown = made(store, "s_within_60", period=pd.Timestamp("2021-06-30").date())
    assert shown.control().table["Period ends"].iloc[-1] == "2021-06-30"
    assert (
        "in April to June 2021" in shown.control().reading
        and "2022" not in shown.control().subtitle
    )


def test_the_first_borough_chosen_is_shown_and_else_the_mps(store):
    panel = made(store, "i_within_15", areas=(LAMBETH, "E09000003")).control()
    assert "Lambeth" in panel.subtitle and panel.reading.startswith("Lambeth’s figure is ")
    assert "MPS" in made(store, "i_within_15").control().subtitle
    assert "target" not in panel.reading.casefold()  # the target is the MPS's


def test_every_flag_can_be_traced_to_its_rule_inputs_and_reference(store):
    panel = made(store, "s_within_60").control()
    said = " ".join(panel.notes)
    assert (
        "Making Data Count (2019)" in said and "2.66" in said and "mean moving range 2.50%" in said
    )
    flagged = panel.table["Sign"].str.endswith("than usual")
    assert flagged.any() and panel.table.loc[flagged, "Rules met"].ne("").all()
    assert panel.table.loc[~flagged, "Rules met"].eq("").all()
    rows = control_of(made(store, "s_within_60")).chart_rows
    for side, words in (("low", "below the lower limit"), ("high", "above the upper limit")):
        beyond = rows["value"] < rows["lower"] if side == "low" else rows["value"] > rows["upper"]
        assert panel.table.loc[beyond.to_numpy(), "Rules met"].str.startswith(words).all()
        assert f"{words}, " in said


def test_limits_begin_anew_at_a_declared_step_which_is_named(store):
    panel = made(store, "dwo_posts").control()
    rows = control_of(made(store, "dwo_posts")).chart_rows
    assert rows.loc[rows["period_end"] >= "2022-04-01", "segment"].eq(1).all()
    assert rows.loc[rows["period_end"] < "2022-04-01", "segment"].eq(0).all()
    assert "Plan of April 2022 in force" in panel.figure.json.decode()
    assert any(
        note.startswith("Limits begin anew: The allocation plan of April 2022")
        for note in panel.notes
    )


def test_a_step_of_some_areas_leaves_the_others_as_they_are(store, page):
    series = page.store.query("series", indicators=["i_calls"], areas=["MPS"])
    declared = pd.DataFrame(
        {"indicator": ["i_calls"], "date": [pd.Timestamp("2021-04-01")], "areas": [[LAMBETH]]}
    )

    class Stepped:
        def query(self, name, **asked):
            return declared if name == "steps" else page.store.query(name, **asked)

    stepped = Page("overview", Stepped(), View())
    assert charts(stepped, series)["segment"].eq(0).all()
    assert charts(stepped, series.assign(area=LAMBETH))["segment"].max() == 1


def test_limits_begin_anew_where_the_source_changes(page):
    series = page.store.query("series", indicators=["i_calls"], areas=["MPS"])
    series.loc[series.index[9:], "source"] = "another"
    rows = charts(page, series)
    assert rows["segment"].tolist() == [0] * 9 + [1] * (len(series) - 9)
    assert rows["status"].tolist() == ["trial"] * len(series)


def test_a_period_without_a_row_breaks_runs_and_moving_ranges(page):
    series = page.store.query("series", indicators=["i_calls"], areas=["MPS"])
    rows = charts(page, series.drop(index=series.index[5]))
    assert len(rows) == len(series) and np.isnan(rows["value"].iloc[5])
    value = series["value"].astype(float).mask(series.index == series.index[5])
    assert rows["moving_range"].iloc[0] == pytest.approx(value.diff().abs().mean())


def test_a_target_is_the_next_to_fall_due_with_its_status(store, page):
    panel = made(store, "answered_999").control()
    assert re.search(r"Target 90% by 31 March 2024: behind by [\d.]+ points", panel.reading)
    series = page.store.query("series", indicators=["answered_999"], areas=["MPS"])
    dates = pd.to_datetime(["2022-03-31", "2023-06-30", "2024-03-31"])
    declared = pd.DataFrame(
        {"indicator": "answered_999", "date": dates, "value": [80.0, 85.0, 90.0], "note": ""}
    )

    class Aimed:
        def query(self, name, **asked):
            return declared if name == "targets" else page.store.query(name, **asked)

    aimed = Page("overview", Aimed(), View())
    assert targets(aimed, series)["answered_999"]["value"] == 85.0
    assert (
        targets(aimed, series[series["period_end"] <= "2022-01-31"])["answered_999"]["value"]
        == 80.0
    )
    assert targets(aimed, series.assign(area=LAMBETH)) == {}


@pytest.mark.parametrize(
    ("keep", "withheld", "sentence"),
    [
        (0, False, "There is no figure, so there is no control chart."),
        (17, True, "There is no figure, so there is no control chart."),
        (
            1,
            False,
            "Too few figures in a row for a control chart: 1 figure, where limits need at least 6.",
        ),
        (5, False, "5 figures, where limits need at least 6."),
        (8, False, "trial limits, from 8 figures"),
    ],
)
def test_a_series_that_cannot_be_charted_gives_a_plain_sentence(store, keep, withheld, sentence):
    shown = made(store, "s_within_60")
    series = control_of(shown).series.tail(keep)
    panel = doctored(
        shown, series.assign(value=np.nan, withheld="withheld") if withheld else series
    ).control()
    assert sentence in panel.reading and "nan" not in panel.reading.casefold()
    assert len(panel.title.split()) <= 10


@pytest.mark.parametrize(("keep", "withheld"), [(0, False), (18, True), (3, False), (18, False)])
def test_years_that_cannot_be_compared_give_a_plain_sentence(store, keep, withheld):
    shown = made(store, "trust")
    series = control_of(shown).series.tail(keep)
    if withheld:
        series = series.assign(value=np.nan, numerator=np.nan, withheld="base")
    panel = doctored(shown, series).control()
    assert "nan" not in panel.reading.casefold() and panel.reading.endswith(".")
    wanted = {
        0: "no figure",
        3: "There is no earlier figure that shares no part of its period",
    }.get(keep, "")
    assert ("has no figure for MPS that may be shown" if withheld else wanted) in panel.reading


def test_the_flags_of_a_year_are_by_the_indicators_direction(store, page):
    rows = variation_of(page).latest
    flags = {indicator: change.flag for indicator, change in year_changes(rows).items()}
    for r in rows.itertuples():
        up, down = r.change_lower > 0, r.change_upper < 0
        words = {
            "higher": ("better", "worse"),
            "lower": ("worse", "better"),
            "neutral": ("higher", "lower"),
        }[r.better]
        if pd.notna(r.change_lower):
            assert flags[r.indicator] == (words[0] if up else words[1] if down else "similar")
        elif pd.isna(r.change):
            assert flags[r.indicator] == "not known"
        else:
            way = words[0] if r.change > 0 else words[1]
            assert flags[r.indicator] in (f"count_{way}", "count_same")


def test_a_series_whose_chart_holds_no_level_is_judged_by_its_change_on_the_year(store, page):
    found = variation_of(page)
    charted = charts(page, found.series)
    for indicator, chart in charted.groupby("series"):
        known = chart[chart["value"].notna()]
        part = known[known["segment"] == known["segment"].iloc[-1]]
        unsettled = part["rule"].ne("").sum() > len(part) / 2
        judged_by_year = found.icons[indicator].variation.startswith(("year_", "count_"))
        assert judged_by_year or not unsettled, indicator


def test_the_grid_has_every_indicator_once_in_agenda_order_and_its_title_counts_them(page):
    panel, themes = variation(page), variation_of(page).themes
    shown = [cell.indicator for cells in themes.values() for cell in cells]
    assert shown == page.with_figures(page.indicators.index) and list(themes) == list(
        THEMES.values()
    )
    words = panel.table["Verdict"]
    worse, better = (
        int(words.str.casefold().str.match(rf"(clearly )?{way}\b").sum())
        for way in ("worse", "better")
    )
    assert panel.title == f"{worse or 'None'} of {len(shown)} indicators worse, {better} better"
    steady = int(words.isin(["Usual variation", "No clear change"]).sum())
    assert f"{steady} without a clear change" in panel.reading
    assert "Of 3 with a target, 3 fall short" in panel.reading


def test_without_a_figure_there_is_no_grid(page):
    page.__dict__["indicators"] = page.indicators.assign(last_period=pd.NaT)
    assert variation(page) is None


def test_the_icons_of_no_series_are_none_and_overlap_is_found_within_a_series_alone(page):
    series = page.store.query("series", indicators=["trust", "i_calls"], areas=["MPS"])
    assert icons_of(page, series.head(0), {}) == {} and rolling(series.head(0)) == set()
    assert rolling(series) == {"trust"}
    assert brief(icons_of(page, series, {})["trust"]) == "Not compared with a year before"
