"""Change over one to four years, worked through again from the database in plain pandas: its
interval, its breaks, and what chosen boroughs are drawn against.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from dashboard.panels.common.page import Page
from dashboard.panels.compare.change import changes_of
from dashboard.panels.compare.comparison import Comparison
from dashboard.view import View

CROYDON, BARNET = "E09000008", "E09000003"


def made(store, indicator="trust", **view) -> Comparison:
    return Comparison(Page("compare", store, View(indicator=indicator, **view)))


def figures(store, indicator, year, level="borough") -> pd.DataFrame:
    rows = store.cursor().execute(
        "SELECT * FROM observation WHERE indicator = ? AND level = ? AND group_type = '' AND"
        " period_end = ?",
        [indicator, level, f"{year}-06-30"],
    )
    return rows.df().set_index("area")


def peers(store, area) -> list[str]:
    found = store.cursor().execute("SELECT similar_to FROM similar_area WHERE area = ?", [area])
    return [code for (code,) in found.fetchall()]


@pytest.mark.parametrize("years", ["1", "2", "3", "4"])
def test_a_change_joins_the_wilson_limits_of_its_two_figures_and_both_roundings(store, years):
    now, then = (figures(store, "trust", 2023 - back) for back in (0, int(years)))
    found = changes_of(made(store, years=years)).set_index("area")
    declared = made(store).indicator
    rounding = store.query("roundings").set_index(["indicator", "area"])["deviation"]
    for area in (CROYDON, BARNET):
        parts = []
        for rows in (now, then):
            row = rows.loc[area]
            n = row["denominator"] / declared["design_effect"]
            share = row["numerator"] / row["denominator"]
            low, high = proportion_confint(share * n, n, method="wilson")
            extra = 1.959964 * rounding.get(("trust", area), 0.0)
            value = 100 * share
            parts.append(
                (value, np.hypot(value - 100 * low, extra), np.hypot(100 * high - value, extra))
            )
        (a, a_low, a_high), (b, b_low, b_high) = parts
        assert found.loc[area, "value"] == pytest.approx(a - b)
        assert found.loc[area, "lower"] == pytest.approx(a - b - np.hypot(a_low, b_high), abs=1e-4)
        assert found.loc[area, "upper"] == pytest.approx(a - b + np.hypot(a_high, b_low), abs=1e-4)


def test_the_ranking_of_the_change_says_better_where_the_interval_leaves_out_no_change(store):
    found = changes_of(made(store, years="4"))
    wanted = np.select([found["lower"] > 0, found["upper"] < 0], ["better", "worse"], "similar")
    assert (found["flag"] == wanted).all() and set(wanted) > {"worse"}
    assert found["value"].is_monotonic_decreasing
    lower = changes_of(made(store, "crime_burglary", years="3"))
    assert lower["value"].is_monotonic_increasing
    assert set(lower.loc[lower["upper"] < 0, "flag"]) == {"better"}


def test_over_one_year_the_base_year_is_what_the_build_holds_as_the_year_before(store):
    from dashboard.panels.compare.base_year import set_base

    for indicator in ("trust", "crime_burglary", "i_median", "dwo_posts"):
        shown = made(store, indicator)
        held = store.query("compare", **shown.parameters)
        own = store.query("breaks").query("indicator == @indicator")
        again = set_base(held, shown.series, own, shown.base)
        for column in ("numerator", "denominator", "value", "lower", "upper"):
            first, second = (t[f"year_{column}"].astype(float) for t in (held, again))
            pd.testing.assert_series_equal(first, second, check_names=False)
        assert (held["broken"].isna() == again["broken"].isna()).all()


class Changed:
    """The demonstration's store with some rows of one query changed."""

    def __init__(self, store, changed):
        self._store, self._changed = store, changed

    def __getattr__(self, name):
        return getattr(self._store, name)

    def query(self, name, **parameters):
        found = self._store.query(name, **parameters)
        return self._changed[name](found) if name in self._changed else found


def test_no_change_is_shown_across_a_declared_break_or_a_change_of_source(store):
    def one_break(rows):
        row = {"indicator": "trust", "level": "borough", "date": pd.Timestamp("2021-01-01")}
        return pd.concat([rows, pd.DataFrame([row | {"title": "New questions", "note": ""}])])

    def two_sources(rows):
        return rows.assign(source=rows["source"].where(rows["period_end"] > "2021-01-01", "other"))

    broken = Changed(store, {"breaks": one_break})
    assert changes_of(made(broken, years="1"))["value"].notna().all()
    for years in ("3", "4"):
        shown = made(broken, years=years, areas=(CROYDON,), comparator="similar")
        assert changes_of(shown)["value"].isna().all()
        assert shown.change().figure is None and "New questions" in shown.change().reading
        assert "cannot be compared" in shown.trend().title and "(−" not in shown.trend().title
        assert np.isnan(shown.rows.loc[shown.rows["area"] == CROYDON, "change"]).all()
        apart = made(Changed(store, {"compare_series": two_sources}), years=years)
        assert changes_of(apart)["value"].isna().all()
        assert "different sources" in apart.change().reading


@pytest.mark.parametrize("indicator", ["trust", "crime_burglary", "i_within_15", "i_median"])
def test_the_trend_draws_similar_boroughs_as_their_sums_at_every_period(store, indicator):
    shown = made(store, indicator, areas=(CROYDON,), comparator="similar", years="2")
    table = shown.trend().table
    assert set(table["Area"]) == {"Croydon", "Similar boroughs", "MPS"}
    line = table[table["Area"] == "Similar boroughs"].set_index("Period ends").iloc[:, 1]
    for year in (2022, 2023):
        like = figures(store, indicator, year).loc[peers(store, CROYDON)]
        if shown.indicator["method"] == "published":
            wanted = like["value"].median()
        else:
            share = like["numerator"].sum() / like["denominator"].sum()
            wanted = shown.indicator["multiplier"] * share
        assert line[f"{year}-06-30"] == pytest.approx(wanted, abs=0.006)


def test_the_trend_draws_the_comparator_chosen_and_names_the_boroughs_it_is_like(store):
    def drawn(**view):
        return set(made(store, areas=(CROYDON,), **view).trend().table["Area"])

    assert drawn(comparator="mps") == {"Croydon", "MPS"}
    assert drawn(comparator="inner_outer") == {"Croydon", "Outer London", "MPS"}
    assert drawn(comparator=BARNET) == {"Croydon", "Barnet", "MPS"}
    assert len(drawn(comparator="bcu")) == 3
    two = made(store, areas=(CROYDON, BARNET), comparator="similar").trend()
    assert "Boroughs like Croydon" in set(two.table["Area"])


def test_of_a_count_the_mps_is_left_out_beside_its_parts_and_that_is_said(store):
    shown = made(store, "i_calls", areas=(CROYDON,)).trend()
    assert set(shown.table["Area"]) == {"Croydon"}
    assert "is not drawn: on its scale the others would lie flat." in shown.reading
    whole = made(store, "i_calls").trend()
    assert set(whole.table["Area"]) == {"MPS"} and "not drawn" not in whole.reading
    by_bcu = made(store, "limited_duties").trend()
    assert "MPS" not in set(by_bcu.table["Area"]) and "not drawn" in by_bcu.reading


def test_every_indicator_has_a_change_over_each_number_of_years_that_it_offers(store):
    for indicator in Page("compare", store, View()).with_figures(store.query("indicators")["id"]):
        shown = made(store, indicator, years="4", areas=(CROYDON,), comparator="similar")
        panel = shown.change() if shown.level != "mps" else shown.trend()
        assert len(panel.title.split()) <= 10 and len(shown.trend().title.split()) <= 10
        said = f"{panel.title} {panel.reading} {shown.trend().reading}".casefold().split()
        assert not {"nan", "none", "nat", "<na>"} & set(said)
        assert shown.spans and str(shown.years) in shown.spans
