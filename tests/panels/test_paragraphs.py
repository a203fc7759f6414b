"""What answers paragraphs 2.7 to 2.11 of the record, recomputed from the observations by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from dashboard import catalogue
from dashboard.panels.common.page import Page
from dashboard.view import View

LEWISHAM = "E09000023"


def panel(store, page: str, chart: str, **view):
    return catalogue.charts_of(page)[chart].draw(Page(page, store, View(**view)))


def observed(store, where: str) -> pd.DataFrame:
    return (
        store.cursor().execute(f"SELECT * FROM observation WHERE group_type = '' AND {where}").df()
    )


def test_calls_for_each_deployable_officer_are_calls_over_officers_less_those_not_deployable(store):
    rows = observed(
        store,
        "level = 'bcu' AND period_end = DATE '2023-06-30' AND indicator IN"
        " ('i_calls', 's_calls', 'not_fully_deployable', 'not_deployable_share')",
    )
    value = rows.pivot(index="area", columns="indicator", values="value")
    officers = rows[rows["indicator"] == "not_deployable_share"].set_index("area")["denominator"]
    each = (value["i_calls"] + value["s_calls"]) / (officers - value["not_fully_deployable"])
    one = panel(store, "outcomes", "officers_demand")
    column = one.table["Calls for each deployable officer"]
    assert list(column) == pytest.approx(sorted(each.round(2), reverse=True))
    together = (value["i_calls"] + value["s_calls"]).sum() / (
        officers - value["not_fully_deployable"]
    ).sum()
    assert f"against {together:.1f} in all BCUs together" in one.reading
    higher = (one.table["Against all BCUs"] == "higher").sum()
    assert higher == (one.table["Lower 95%"] > together).sum() > 0


def test_a_borough_is_ranked_by_its_wards_that_met_the_standard_and_names_those_that_never_did(
    store,
):
    rows = observed(
        store,
        "level = 'ward' AND indicator = 'engagement_standard'"
        " AND period_end BETWEEN DATE '2022-07-01' AND DATE '2023-06-30'",
    )
    wards = store.cursor().execute("SELECT code, name, borough FROM area WHERE level = 'ward'").df()
    rows = rows.merge(wards.rename(columns={"code": "area", "name": "ward"}), on="area")
    one = panel(store, "trust", "engagement")
    table = one.table.assign(area=list(one.row_areas)).set_index("area")
    last = rows[rows["period_end"] == pd.Timestamp("2023-06-30")]
    met = last.groupby("borough")["numerator"].sum()
    returned = last.groupby("borough")["numerator"].size()
    shown = table["Wards meeting the standard, per cent"].sort_index()
    assert list(shown) == pytest.approx(list((100 * met / returned).round(1).sort_index()))
    years = rows.groupby(["borough", "area"])["numerator"].agg(["sum", "size"])
    never = years[(years["sum"] == 0) & (years["size"] == 4)].groupby("borough").size()
    assert table["Wards that never did in a year"].sum() == never.sum() > 0
    assert one.title.startswith(f"{never.sum()} wards never met the standard")
    assert "is not known: the returns count people alone" in one.reading


def test_the_baseline_of_a_borough_is_its_own_figure_and_the_comparison_those_most_like_it(store):
    one = panel(store, "trust", "baseline", indicator="confidence", areas=(LEWISHAM,))
    like = store.query("similar").query("area == @LEWISHAM")["similar_to"]
    rows = observed(
        store,
        "indicator = 'confidence' AND level = 'borough' AND period_end = DATE '2023-06-30'",
    ).set_index("area")
    mine, beside = rows.loc[[LEWISHAM]], rows.loc[list(like)]
    figures = [100 * part["numerator"].sum() / part["base"].sum() for part in (mine, beside)]
    newest = one.table[one.table["12 months to"] == "2023-06-30"]
    assert list(newest["Figure"][:2]) == pytest.approx([round(v, 1) for v in figures])
    assert newest["Figure"].iloc[3] == pytest.approx(figures[0] - figures[1], abs=0.05)
    names = store.query("areas").set_index("code")["name"]
    assert all(names[code] in one.reading for code in like)


def test_without_an_area_the_baseline_is_londons_as_the_survey_page_has_it(store):
    one = panel(store, "trust", "baseline", indicator="confidence")
    row = observed(
        store, "indicator = 'confidence' AND level = 'mps' AND period_end = DATE '2023-06-30'"
    )
    page = Page("trust", store, View())
    known = page.estimates(row).iloc[0]
    first = one.table.iloc[0]
    assert (first["Figure"], first["Lower 95%"], first["Upper 95%"]) == pytest.approx(
        (known["value"], round(known["lower"], 1), round(known["upper"], 1))
    )
    assert "No area is named yet" in one.reading


def test_response_beside_trust_is_of_the_same_twelve_months_and_claims_no_cause(store):
    one = panel(store, "response", "beside_trust")
    rows = observed(store, "level = 'borough' AND indicator IN ('i_within_15', 'trust')")

    def year_to(end: str) -> pd.DataFrame:
        day = pd.Timestamp(end)
        calls = rows[
            (rows["indicator"] == "i_within_15")
            & (rows["period_end"] <= day)
            & (rows["period_end"] > day - pd.DateOffset(years=1))
        ]
        sums = calls.groupby("area")[["numerator", "denominator"]].sum()
        trust = rows[(rows["indicator"] == "trust") & (rows["period_end"] == day)]
        return pd.DataFrame(
            {
                "response": 100 * sums["numerator"] / sums["denominator"],
                "trust": trust.set_index("area")["value"],
            }
        )

    now, moved = year_to("2023-06-30"), year_to("2023-06-30") - year_to("2022-06-30")
    level = np.corrcoef(now["response"], now["trust"])[0, 1]
    change = np.corrcoef(moved["response"], moved["trust"])[0, 1]
    for r in (level, change):
        assert f"a correlation of {'−' if r < 0 else '+'}{abs(r):.2f} (95% interval" in one.reading
    table = one.table.assign(area=list(one.row_areas)).set_index("area").sort_index()
    assert list(table["Within 15 minutes, per cent"]) == pytest.approx(
        list(now["response"].sort_index().round(1))
    )
    assert "says nothing of a cause" in one.reading


def test_whether_the_fall_has_flattened_is_told_of_the_grade_and_of_999_answering(store):
    one = panel(store, "response", "flattening")
    rows = observed(store, "level = 'mps' AND indicator = 'answered_999'").sort_values("period_end")
    t = (rows["period_end"] - pd.Timestamp("2022-06-30")).dt.days / 365.25
    since, values = (t >= 0).to_numpy(), rows["value"].to_numpy(float)
    before, after = (np.polyfit(t[part], values[part], 1)[0] for part in (~since, since))
    change = after - before
    told = one.table.set_index("Indicator").loc["999 calls answered within 10 seconds"]
    assert told["Before, points a year"] == pytest.approx(before, abs=0.005)
    assert told["Change of slope, points a year"] == pytest.approx(change, abs=0.005)
    assert len(one.table) == 2
    other = panel(store, "response", "flattening", indicator="s_within_60")
    assert other.table["Indicator"].iloc[0].startswith("Significant (S) calls reached")


def test_as_far_back_as_figures_are_too_few_there_is_no_change_of_slope(store):
    assert panel(store, "response", "flattening", period=dt.date(2020, 3, 31)) is None
