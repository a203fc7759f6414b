"""What worsens in a borough, recomputed with plain pandas: the overview's list and no other."""

import pandas as pd
import pytest

from dashboard.panels.borough.indicators import Borough
from dashboard.panels.borough.worsening import (
    NO_ACTION,
    WORSE_ON_BOTH,
    other_figures,
    worse_figures,
    worsening,
    worsening_panel,
)
from dashboard.panels.common.page import Page
from dashboard.panels.overview.exceptions import Exceptions
from dashboard.text import figure_text
from dashboard.view import View

WORST, NONE = "E09000033", "E09000023"


@pytest.fixture(scope="module")
def codes(store):
    areas = store.query("areas")
    return list(areas.loc[areas["level"] == "borough", "code"])


@pytest.fixture(scope="module")
def boroughs(store, codes):
    return {code: Borough(Page("borough", store, View(area=code))) for code in codes}


def test_all_boroughs_together_list_what_the_overview_lists_with_the_same_figures(store, boroughs):
    rows = Exceptions(Page("overview", store, View())).rows
    assert len(rows)
    wanted = {
        (r.area, r.indicator): (
            figure_text(r.value, r.unit if r.unit == "per cent" else "", int(r.decimals)),
            figure_text(r.comparator, r.unit if r.unit == "per cent" else "", int(r.decimals)),
            bool(r.sure),
        )
        for r in rows.itertuples()
    }
    listed = {
        (code, f.indicator): (f.own, f.london, f.sure)
        for code, borough in boroughs.items()
        for f in worse_figures(borough)
    }
    assert listed == wanted


def test_what_the_overview_is_narrowed_to_changes_nothing_here(store, boroughs):
    view = View(area=WORST, worse_theme="response", covered="yes", worse_area=NONE)
    narrowed = Borough(Page("borough", store, view))
    assert worse_figures(narrowed) == worse_figures(boroughs[WORST]) != []


def test_a_change_is_that_of_the_two_figures_as_they_are_shown(store, boroughs):
    rows = Exceptions(Page("overview", store, View())).rows.set_index(["area", "indicator"])
    for code, borough in boroughs.items():
        for figure in worse_figures(borough):
            row = rows.loc[(code, figure.indicator)]
            places = int(row["decimals"])
            gap = round(round(row["value"], places) - round(row["year_value"], places), places)
            way = "up" if gap > 0 else "down"
            assert gap and figure.movement.startswith(f"{way} {abs(gap):,.{places}f}")


def test_what_is_not_listed_stands_by_the_two_verdicts_of_the_table_of_all_indicators(boroughs):
    for borough in boroughs.values():
        table, rows = borough.indicators().table, borough.rows
        against = table["Against MPS"].str.startswith("worse").to_numpy()
        past = rows["verdict"].to_numpy()
        listed = {f.indicator for f in worse_figures(borough)}
        wanted = {
            indicator: (bool(worse), verdict)
            for indicator, worse, verdict in zip(rows.index, against, past, strict=True)
            if (worse or verdict == "worse") and indicator not in listed
        }
        stands = {
            "Worse on both when tested alone": (True, "worse"),
            "Worse, no clear change": (True, ""),
            "Worse, but improving": (True, "better"),
            "Getting worse only": (False, "worse"),
        }
        assert {f.indicator: stands[f.standing] for f in other_figures(borough)} == wanted


def test_the_actions_are_those_not_complete_whose_evidence_names_the_figure(store, boroughs):
    evidence = store.query("evidence")
    evidence = evidence[~evidence["status"].isin(["complete", "closed"])]
    told = set()
    for code, borough in boroughs.items():
        for figure in (*worse_figures(borough), *other_figures(borough)):
            here = evidence["area"].fillna("").isin(["", code])
            rows = evidence[(evidence["indicator"] == figure.indicator) & here]
            assert {a.action for a in figure.actions} == set(rows["action"])
            told |= {bool(figure.actions)}
    assert told == {True, False}


def test_the_panel_names_every_figure_with_what_is_done_or_says_that_nothing_is(boroughs):
    panel = worsening_panel(boroughs[WORST])
    number = len(worse_figures(boroughs[WORST]))
    assert panel.title == f"{number} figures are worse than London and getting worse"
    listed = panel.table[panel.table["How it stands"] == WORSE_ON_BOTH]
    assert len(listed) == number
    for words in panel.table["What is being done"]:
        assert words == NO_ACTION or words.startswith("Action ")
    for name in listed["Figure"].str.partition(",")[0]:
        assert name in panel.reading


def test_a_borough_without_one_says_so_and_still_tells_what_is_worse(boroughs):
    panel = worsening_panel(boroughs[NONE])
    assert panel.title == "No figures are worse than London and getting worse"
    assert panel.reading.startswith("No figure of Lewisham is worse than London and getting worse")
    assert isinstance(panel.table, pd.DataFrame) and WORSE_ON_BOTH not in set(
        panel.table["How it stands"]
    )
    assert len(panel.table) == len(other_figures(boroughs[NONE])) > 0


def test_without_a_borough_there_is_no_panel(store):
    assert worsening(Page("borough", store, View())) is None
