"""The wards of a borough against the minimum and the plan, recomputed with plain pandas."""

import pytest

from dashboard.panels.borough.ward_strip import WardStrip, strip_panel, ward_strip
from dashboard.panels.common.page import Page
from dashboard.view import View

LEWISHAM, CROYDON = "E09000023", "E09000008"


@pytest.fixture(scope="module")
def strips(store):
    return {c: WardStrip(Page("borough", store, View(area=c))) for c in (LEWISHAM, CROYDON)}


def both(store, area):
    """Posts at the latest month, and both plans, of the wards of a borough by ward."""
    latest = store.query("ward_months", indicators=["dwo_posts"])["period_end"].max().date()
    plans = store.query("plans").set_index("status")["id"]
    now, then = plans["in force"], plans["proposed"]
    posts = store.query("ward_posts", period=latest, borough=area).set_index("ward")
    plan = store.query("plan_wards", borough=area, in_force=now, proposed=then).set_index("ward")
    return posts.join(plan.drop(columns=[c for c in posts.columns if c in plan.columns]))


@pytest.mark.parametrize("area", [LEWISHAM, CROYDON])
def test_each_ward_is_of_one_kind_and_those_below_the_minimum_come_first(store, strips, area):
    rows = both(store, area)
    below = (rows["dwo_in_post"] < 2) | (rows["pcso_in_post"] < 1)
    loses = (rows["tier_now"] == "priority") & (rows["tier_proposed"] == "standard")
    more = (rows["dwo_proposed"] > rows["dwo_now"]) | (rows["pcso_proposed"] > rows["pcso_now"])
    strip = strips[area]
    assert [row.kind for row in strip.rows] == sorted(
        (row.kind for row in strip.rows), key=["below", "loses", "gains", "same"].index
    )
    kinds = {row.ward: row.kind for row in strip.rows}
    assert set(kinds) == set(rows.index)
    assert {w for w, kind in kinds.items() if kind == "below"} == set(rows.index[below])
    assert {w for w, kind in kinds.items() if kind == "loses"} == set(rows.index[loses & ~below])
    gains = more & ~below & ~loses
    assert {w for w, kind in kinds.items() if kind == "gains"} == set(rows.index[gains])


@pytest.mark.parametrize("area", [LEWISHAM, CROYDON])
def test_the_rows_have_the_posts_of_the_database_and_the_total_is_their_sum(store, strips, area):
    rows, panel = both(store, area), strip_panel(strips[area])
    table = panel.table.set_index("Ward")
    for _, row in rows.iterrows():
        assert float(table.loc[row["name"], "DWOs in post"]) == row["dwo_in_post"]
        assert float(table.loc[row["name"], "PCSO posts"]) == row["pcso_posts"]
    assert float(panel.table["PCSOs in post"].iloc[-1]) == rows["pcso_in_post"].sum()
    changes = panel.table["Proposed"].str.extract(r"([+−]\d+(?:\.\d+)?) PCSO")[0]
    numbers = changes.str.replace("−", "-").astype(float)
    moved = (rows["pcso_proposed"] - rows["pcso_now"]).sum()
    assert numbers.iloc[:-1].sum() == moved == (numbers.fillna(0).iloc[-1])


@pytest.mark.parametrize("area", [LEWISHAM, CROYDON])
def test_the_title_counts_the_wards_and_has_at_most_ten_words(store, strips, area):
    rows, strip = both(store, area), strips[area]
    loses = (rows["tier_now"] == "priority") & (rows["tier_proposed"] == "standard")
    more = (rows["dwo_proposed"] > rows["dwo_now"]) | (rows["pcso_proposed"] > rows["pcso_now"])
    assert len(strip.title.split()) <= 10
    number = int(loses.sum())
    assert strip.title.startswith(f"{number or 'No'} ward")
    assert f"and {int(more.sum()) or 'none'} would gain posts" in strip.title


def test_without_a_plan_the_strip_tells_of_the_minimum_alone(store, strips):
    strip = WardStrip(strips[LEWISHAM].wards.page)
    strip.planned = False
    below = sum(strip.kind(row) == "below" for row in strip._table.itertuples())
    assert {strip.kind(row) for row in strip._table.itertuples()} <= {"below", "same"}
    assert strip.title.startswith(f"{below or 'No'} ward")


def test_without_a_borough_there_is_no_panel(store):
    assert ward_strip(Page("borough", store, View())) is None
