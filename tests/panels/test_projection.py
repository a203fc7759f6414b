"""The projections of response times and 999 answering, worked out again from the figures in the
database.
"""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from dashboard.panels.common.page import Page
from dashboard.panels.common.what_if import levers
from dashboard.panels.response.grades import Response
from dashboard.panels.response.headings import of_calls, of_grade
from dashboard.panels.response.projection import back_test, projection
from dashboard.stats.projection import Target, project
from dashboard.view import View
from dashboard.view.what_if import LeverSetting

NEWHAM = "E09000025"
DEMAND = LeverSetting("demand", 10.0)


def made(store, **view) -> Response:
    return Response(Page("response", store, View(**view)))


def grade(store, what_if=(), **view):
    return projection(of_grade(made(store, **view)), what_if, "projection")


def calls(store, what_if=(), **view):
    return projection(of_calls(made(store, **view)), what_if, "answering_projection")


def back(store, **view):
    return back_test(of_grade(made(store, **view)), "back_test")


def figures(store, indicator, area="MPS", until="2023-06-30"):
    rows = store.query("series", indicators=[indicator], areas=[area])
    return rows[rows["period_end"] <= until]


def test_the_projection_is_that_of_the_figures_with_the_declared_target(store):
    panel, rows = grade(store), figures(store, "i_within_15")
    found = project(rows, "share", target=Target(pd.Timestamp("2024-03-31"), 90, "higher"))
    ahead = panel.table[panel.table["Figure"] == "projected"]
    assert len(ahead) == 4 and ahead["Quarter ends"].iloc[-1] == "2024-06-30"
    for heading, column in (
        ("Per cent", "value"),
        ("Lower 80%", "lower_80"),
        ("Upper 95%", "upper_95"),
    ):
        assert ahead[heading].tolist() == found.ahead[column].round(2).tolist()
    assert ahead["Path needed"].tolist() == found.ahead["needed"].round(2).tolist()
    assert f"needs +{found.needed_change:.1f} points a quarter from now on" in panel.reading
    assert panel.reading.endswith(found.sentence)
    past = panel.table[panel.table["Figure"] == "observed"]["Per cent"]
    assert past.tolist() == rows["value"].iloc[::-1].round(2).tolist()


def test_a_naive_forecast_that_wins_is_shown_and_said(store):
    panel, test = grade(store), back(store)
    last = figures(store, "i_within_15")["value"].iloc[-1]
    assert panel.table["Per cent"].iloc[:4].tolist() == pytest.approx([last] * 4, abs=0.01)
    assert "no better than this simple forecast" in panel.reading
    assert test.title == "A simple forecast did best on past quarters"


def test_the_back_test_is_worked_out_again_by_hand(store):
    table = back(store).table.set_index("Quarters ahead")
    y = figures(store, "i_within_15")
    value = 100 * (y["numerator"] + 0.5) / (y["denominator"] + 1)
    value, n = value.to_numpy(), len(value)
    for step in (1, 4):
        naive = [abs(value[t + step - 1] - value[t - 1]) for t in range(5, n - step + 1)]
        year = [abs(value[t + step - 1] - value[t + step - 5]) for t in range(5, n - step + 1)]
        row = table.loc[str(step)]
        assert (row["Last figure carried forward"], row["Year before"]) == (
            round(np.mean(naive), 2),
            round(np.mean(year), 2),
        )
    steps = table.drop("all")
    held = (steps["80% band, %"] * steps["Tested"]).sum() / steps["Tested"].sum()
    assert table.loc["all", "80% band, %"] == pytest.approx(held, abs=1)


def test_bands_of_80_per_cent_held_72_to_88_per_cent_of_the_series_that_the_page_shows_first(store):
    for panel in (back(store), back_test(of_calls(made(store)), "answering_back_test")):
        assert 72 <= panel.table.iloc[0]["80% band, %"] <= 88


def test_the_first_borough_chosen_is_projected_and_999_answering_stays_with_the_mps(store):
    panel = grade(store, areas=(NEWHAM, "E09000012"))
    assert ", Newham, quarters to June 2023" in panel.subtitle and "Newham: " in panel.reading
    assert panel.table["Per cent"].iloc[4] == round(
        figures(store, "i_within_15", NEWHAM)["value"].iloc[-1], 2
    )
    assert ", MPS, months to June 2023" in calls(store, areas=(NEWHAM,)).subtitle


def test_the_measure_and_grade_named_by_the_view_are_projected(store):
    panel = grade(store, indicator="s_p90")
    assert (
        panel.indicators == ("s_p90",)
        and "90th percentile of response time to Significant (S) calls, minutes" in panel.subtitle
    )
    assert ": probably " in panel.title and panel.title.endswith("minutes, June 2024")
    assert (
        "Chance of the target" not in panel.table
        and "No target is declared for it." in panel.reading
    )
    assert grade(store, indicator="trust").indicators == ("i_within_15",)


def test_nothing_after_the_period_shown_is_used(store):
    panel = grade(store, period=dt.date(2022, 12, 31))
    assert panel.table["Quarter ends"].iloc[[0, 4]].tolist() == ["2023-03-31", "2022-12-31"]
    assert calls(store, period=dt.date(2022, 12, 31)).table["Month ends"].iloc[0] == "2023-01-31"


def test_at_most_four_quarters_or_twelve_months_are_projected(store):
    assert (grade(store).table["Figure"] == "projected").sum() == 4
    assert (calls(store).table["Figure"] == "projected").sum() == 12


def test_a_history_too_short_is_told_in_a_sentence_and_drawn_as_it_was(store):
    view = {"period": dt.date(2020, 6, 30)}
    panel, test = grade(store, (DEMAND,), **view), back(store, **view)
    assert panel.title == "Immediate in 15 minutes cannot be projected"
    sentence = "A projection needs 9 quarters in a row, to be tested on the past; there are 5."
    assert panel.reading.endswith(sentence) and test.reading == sentence
    assert [t.meta for t in panel.figure.data] == ["history", "target"]
    assert test.table["Back-test"].tolist() == [sentence]
    assert len(panel.table) == 5 and not {"nan", "nan%"} & set(panel.reading.casefold().split())


def test_no_projection_crosses_a_declared_break(store, monkeypatch):
    query = type(store).query

    def broken(self, name, **parameters):
        found = query(self, name, **parameters)
        if name != "breaks":
            return found
        row = {
            "indicator": "i_within_15",
            "level": "mps",
            "date": pd.Timestamp("2020-10-01"),
            "title": "New system",
            "note": "Counted otherwise.",
        }
        return pd.DataFrame([row])

    monkeypatch.setattr(type(store), "query", broken)
    heading = of_grade(made(store))
    assert heading.rows_since_break["period_end"].min() == pd.Timestamp("2020-12-31") and len(
        heading.rows
    ) > len(heading.rows_since_break)
    panel = projection(heading, (), "projection")
    assert "Only figures after the last declared break are projected from." in panel.notes
    assert any(
        note.startswith("Inputs: 11 figures, December 2020 to June 2023") for note in panel.notes
    )


def test_an_assumption_is_drawn_only_where_it_is_asked_for_and_says_that_it_is_one(store):
    plain, asked = grade(store), grade(store, (DEMAND, LeverSetting("workforce", -5.0, 1.5)))
    assert "ASSUMPTION" not in plain.reading + plain.subtitle and "Assumed" not in plain.table
    assert [t.meta for t in asked.figure.data].count("Assumed") == 1
    assert "Assumed" not in [t.meta for t in plain.figure.data]
    assert asked.subtitle.endswith("an ASSUMPTION is drawn")
    odds = figures(store, "i_within_15").iloc[-1]
    odds = (odds["numerator"] + 0.5) / (odds["denominator"] - odds["numerator"] + 0.5)
    odds *= 1.1**-2 * 0.95**1.5
    assert asked.table["Assumed"].iloc[0] == pytest.approx(100 * odds / (1 + odds), abs=0.01)
    assert "demand +10% (elasticity −2.0, range −4.0 to −0.5)" in asked.reading
    assert "workforce on shift −5% (elasticity +1.5, range +0.5 to +4.0)" in asked.reading
    assert set(asked.table["Basis"].dropna()) == {"assumption"}
    assert any("not measured in the MPS" in note for note in asked.notes)


def test_an_elasticity_of_a_share_leaves_that_of_minutes_as_declared(store):
    panel = grade(store, (LeverSetting("demand", 10.0, -3.0),), indicator="i_median")
    assert "demand +10% (elasticity +0.8, range +0.2 to +1.5)" in panel.reading


def test_levers_of_another_page_or_left_where_they_are_assume_nothing(store):
    panel = grade(store, (LeverSetting("intake", 20.0), LeverSetting("demand", 0.0, -3.0)))
    assert "ASSUMPTION" not in panel.reading
    assert [lever.id for lever in levers(made(store).page)] == [
        "demand",
        "workforce",
        "supervisors",
    ]


def test_rule_inputs_and_reference_can_be_traced_from_about_this_chart(store):
    for panel in (grade(store), back(store)):
        notes = " ".join(panel.notes)
        assert "Rule: of three forecasts tried from every past quarter" in notes
        assert (
            "Inputs: 17 figures, June 2019 to June 2023, on the log-odds scale. The bands rest"
            " on 16 errors one quarter ahead" in notes
        )
        assert "Gibbs and Candès" in notes and "Tashman" in notes
        assert panel.sql.startswith("-- One row an indicator") and panel.parameters["areas"] == [
            "MPS"
        ]


def test_titles_are_short_and_every_panel_is_demonstration_data_with_its_action(store):
    for view in ({}, {"indicator": "s_within_60"}, {"indicator": "i_p90", "areas": (NEWHAM,)}):
        for panel in (grade(store, **view), back(store, **view), calls(store, **view)):
            assert len(panel.title.split()) <= 10 and panel.demonstration
    assert [a.number for a in grade(store).actions] == [5]
    assert [a.number for a in calls(store).actions] == [5]


def test_a_target_met_past_or_far_ahead_is_told(store, monkeypatch):
    query = type(store).query
    told = []
    for date, value in (("2024-03-31", 60), ("2023-03-31", 90), ("2025-03-31", 90)):

        def moved(self, name, date=date, value=value, **parameters):
            found = query(self, name, **parameters)
            return (
                found.assign(date=pd.Timestamp(date), value=float(value))
                if name == "targets"
                else found
            )

        monkeypatch.setattr(type(store), "query", moved)
        panel = grade(store)
        told.append(panel.reading)
        assert panel.title.startswith("Immediate in 15 minutes: probably ")
    assert (
        "The target of 60.0% by March 2024 is met by the last figure; the chance of being there in"
        in told[0]
    )
    assert "The target of 90.0% by March 2023 has passed its date;" in told[1]
    assert "lies further ahead than is projected: it needs +1.1 points a quarter" in told[2]


def test_without_figures_there_is_no_panel(store, monkeypatch):
    query = type(store).query

    def none(self, name, **parameters):
        found = query(self, name, **parameters)
        return found[:0] if name in ("over_time", "series") else found

    monkeypatch.setattr(type(store), "query", none)
    assert grade(store) is back(store) is calls(store) is None
