"""The borough's panels, recomputed from the database with plain pandas."""

import re

import pandas as pd
import pytest

from dashboard.panels.borough.indicators import Borough, indicators
from dashboard.panels.borough.ranks import borough_indicators
from dashboard.panels.borough.wards import Wards, hexagons, wards
from dashboard.panels.common.page import Page
from dashboard.panels.common.variation import brief
from dashboard.panels.compare.comparison import Comparison
from dashboard.stats.comparison import rank
from dashboard.text import posts_words
from dashboard.view import View

CODE = "E09000017"


def page(store, area=CODE, **view):
    return Page("borough", store, View(area=area, **view))


def last(store, indicator, level):
    rows = (
        store.cursor()
        .execute(
            "SELECT * FROM observation WHERE group_type = '' AND indicator = $i AND level = $l",
            {"i": indicator, "l": level},
        )
        .df()
    )
    return rows[rows["period_end"] == rows["period_end"].max()].set_index("area")


def test_every_indicator_with_borough_figures_is_a_row_in_agenda_order(store):
    made = Borough(page(store))
    held = (
        store.cursor()
        .execute(
            "SELECT id, short FROM indicator WHERE list_contains(levels_held, 'borough') ORDER BY"
            " theme_order, position"
        )
        .df()
    )
    assert borough_indicators(made.page) == list(held["id"])
    shown = made.indicators().table["Indicator"].tolist()
    assert [name.split(", ")[0] for name in shown] == list(held["short"])


def test_the_reading_counts_what_cannot_be_compared_with_a_year_before(store):
    assert "cannot be compared" not in Borough(page(store)).indicators().reading
    made = Borough(page(store))
    gone = made.rows.assign(
        change_lower=made.rows["change_lower"].mask(made.rows["flag"] == "worse")
    )
    number = int((gone["flag"] == "worse").sum())
    made.__dict__["rows"] = gone
    assert made.indicators().reading.endswith(f" {number} cannot be compared with a year before.")


def test_a_unit_other_than_per_cent_is_said_with_the_indicator_and_not_with_each_figure(store):
    table = Borough(page(store)).indicators().table.set_index("Indicator")
    for name in (
        "Theft from the person, per 1,000",
        "Immediate median time, minutes",
        "DWOs in post",
        "Trust",
    ):
        assert name in table.index
    figures = table[["Hillingdon", "MPS", "Own BCU"]].to_numpy().ravel()
    assert all(re.fullmatch(r"|no figure|[\d,.]+%?", figure) for figure in figures)


def test_ranks_are_whole_numbers(store):
    tables = [Borough(page(store, code)).indicators().table for code in ("E09000017", "E09000022")]
    ranks = [text for table in tables for text in table["Rank (could be)"]]
    assert any(ranks)
    assert all(re.fullmatch(r"|\d+ of 32( \(\d+ to \d+\))?", text) for text in ranks)


def test_the_reading_names_the_indicators_that_are_worse_and_better(store):
    made = Borough(page(store))
    tested = made.rows[made.rows["flag"] == "worse"].index
    names = made.page.indicators.loc[tested, "short"]
    assert f" Worse: {', '.join(names[:-1])} and {names.iloc[-1]}." in made.indicators().reading


@pytest.mark.parametrize(
    "indicator", ["dwo_vacancy_rate", "crime_total", "crime_theft_person", "engagement_reach"]
)
def test_the_title_of_the_hexagons_has_at_most_ten_words(store, indicator):
    for code in store.query("areas").query("level == 'borough'")["code"]:
        title = hexagons(page(store, code, indicator=indicator)).title
        assert len(title.replace("&", "").split()) <= 10, title


def test_quarters_of_a_post_are_told_and_noughts_are_not(store):
    made = Wards(page(store, "E09000022"))
    posts = made.posts
    vacant, every = posts["vacant"].sum(), (posts["dwo_posts"] + posts["pcso_posts"]).sum()
    assert made.table().reading.startswith(
        f"{posts_words(vacant)} of {every:.0f} DWO and PCSO posts in Lambeth are vacant, "
    )
    most = posts["vacant"].max()
    number = int((posts["vacant"] == most).sum())
    if number > 1:
        assert f"most in {number} wards: {posts_words(most)} each." in made.table().reading
    assert (posts["vacant"] % 1 != 0).any()


def test_value_mps_bcu_and_rank_are_those_of_the_database(store):
    made = Borough(page(store))
    for row in made.rows.itertuples():
        boroughs = last(store, row.indicator, "borough")
        assert row.value == pytest.approx(boroughs.loc[CODE, "value"])
        assert row.comparator == pytest.approx(
            last(store, row.indicator, "mps").loc["MPS", "value"]
        )
        assert row.bcu_value == pytest.approx(
            last(store, row.indicator, "bcu").loc[made.bcu, "value"]
        )
        if row.method == "count":
            assert pd.isna(row.rank)
        else:
            beyond = (
                boroughs["value"] < row.value
                if row.better == "lower"
                else boroughs["value"] > row.value
            )
            assert row.rank == 1 + beyond.sum()
            assert row.ranked == 32


def test_the_plausible_rank_is_that_of_all_boroughs(store):
    made = Borough(page(store))
    row = made.rows.loc["trust"]
    boroughs = made.page.estimates(last(store, "trust", "borough").reset_index())
    expected = rank(boroughs, "higher").set_index("area").loc[CODE]
    assert (row["rank_low"], row["rank_high"]) == (expected["rank_low"], expected["rank_high"])


def test_the_flag_at_99_8_is_that_of_its_own_limits_and_the_rank_a_year_before_is_beside(store):
    made = Borough(page(store))
    table = made.indicators().table
    shown = (table[column] for column in ("Against MPS", "Rank a year before"))
    for row, words, before in zip(made.rows.itertuples(), *shown, strict=True):
        if row.flag_level:
            sure = row.lower_998 > row.comparator or row.upper_998 < row.comparator
            assert words == f"{row.flag}, {'99.8' if sure else '95'}%"
        boroughs = last(store, row.indicator, "borough")
        then = boroughs["year_value"].where(boroughs["broken"].isna())
        if row.method == "count" or pd.isna(then[CODE]):
            assert pd.isna(before)
        else:
            beyond = then < then[CODE] if row.better == "lower" else then > then[CODE]
            assert before == 1 + beyond.sum()
    assert set(made.rows["flag_level"]) == {"", "95", "99.8"}
    assert "At 99.8%, " in " ".join(made.indicators().notes)


def test_better_and_worse_need_a_direction_and_an_interval_and_a_count_is_not_compared(store):
    for code in ("E09000017", "E09000033", "E09000006"):
        for row in Borough(page(store, code)).rows.itertuples():
            if row.method == "count":
                assert row.flag == "count"
            elif pd.isna(row.lower):
                assert row.flag in ("above", "below", "the same")
            elif row.better == "neutral":
                assert row.flag in ("higher", "lower", "similar")
            else:
                clear = row.lower > row.comparator or row.upper < row.comparator
                good = (row.value > row.comparator) == (row.better == "higher")
                assert row.flag == (("better" if good else "worse") if clear else "similar")


def test_the_verdict_of_each_indicator_is_that_of_the_boroughs_own_control_chart(store):
    table = Borough(page(store)).indicators().table["Against its past"]
    for place, indicator in enumerate(borough_indicators(page(store))):
        view = View(indicator=indicator, areas=(CODE,))
        compared = Comparison(Page("compare", store, view))
        if compared.level == "borough":
            assert table[place] == brief(compared.icons), indicator
    assert not table.str.contains("nan|None").any()


def test_the_title_counts_what_is_worse_and_better(store):
    made = Borough(page(store))
    flags = made.rows["flag"].value_counts()
    title = made.indicators().title
    assert (
        title == f"Worse than the MPS on {flags['worse']} indicators, better on {flags['better']}"
    )


def test_a_count_has_no_mps_and_no_bcu_beside_it(store):
    table = Borough(page(store)).indicators().table
    counts = table[table["Against MPS"] == "count"]
    assert len(counts) > 3
    assert set(counts["MPS"]) | set(counts["Own BCU"]) | set(counts["Rank (could be)"]) == {""}


def test_the_summary_says_residents_wards_and_bcu(store):
    assert (
        Borough(page(store)).summary
        == "Hillingdon had 305,917 usual residents at the Census of 2021. It has 21 wards and is"
        " policed by West BCU, with Ealing and Hounslow."
    )


def test_wards_are_ranked_by_vacant_posts_and_none_counts_for_less_than_nil(store):
    made = Wards(page(store))
    names = {
        code: name
        for code, name in zip(made.borough.wards["ward"], made.borough.wards["name"], strict=True)
    }
    held = {
        i: last(store, i, "ward")["value"]
        for i in ("dwo_posts", "dwo_in_post", "pcso_posts", "pcso_in_post")
    }
    vacant = {}
    for code, name in names.items():
        gaps = (held[f"{k}_posts"][code] - held[f"{k}_in_post"][code] for k in ("dwo", "pcso"))
        vacant[name] = sum(max(gap, 0) for gap in gaps)
    table = made.table().table
    assert dict(zip(table["Ward"], table["Vacant"], strict=True)) == pytest.approx(
        {name: round(v, 2) for name, v in vacant.items()}
    )
    assert table["Vacant"].is_monotonic_decreasing
    number = sum(v > 0 for v in vacant.values())
    assert made.table().title == f"{number} of {len(names)} wards have vacancies"


def test_the_hexagons_carry_the_ward_figures_of_the_indicator_asked_for(store):
    panel = Wards(page(store, indicator="crime_burglary")).hexagons()
    assert panel.indicators == ("crime_burglary",)
    values = last(store, "crime_burglary", "ward")["value"]
    mine = store.query("borough_wards", borough=CODE).set_index("name")["ward"]
    shown = panel.table.set_index("Ward")["Per 1,000 residents"]
    assert shown.to_dict() == pytest.approx(
        {name: round(values[code], 2) for name, code in mine.items()}, abs=0.011
    )
    assert any("customdata" in trace.to_plotly_json() for trace in panel.figure.data)


def test_an_indicator_without_ward_figures_gives_way_to_vacant_posts(store):
    assert Wards(page(store, indicator="trust")).indicator == "dwo_vacancy_rate"
    assert Wards(page(store, indicator="crime_total")).indicator == "crime_total"


def test_without_a_borough_there_is_no_panel(store):
    assert [draw(page(store, "")) for draw in (indicators, hexagons, wards)] == [None, None, None]


def test_every_borough_stands_and_shows_no_missing_value_as_a_word(store):
    for code in store.query("areas").query("level == 'borough'")["code"]:
        for draw in (indicators, hexagons, wards):
            panel = draw(page(store, code))
            table = panel.table.drop(columns="Trend", errors="ignore")
            assert not re.search(
                r"\b(nan|None|NaT|<NA>)\b", f"{panel.title} {panel.reading} {table.to_string()}"
            )
            assert panel.demonstration


def test_where_no_post_is_loaded_the_wards_are_shown_by_what_is(store):
    bare = page(store)
    gone = bare.indicators["id"].str.contains("dwo|pcso|abstraction|engagement|wards_below")
    bare.__dict__["indicators"] = bare.indicators.assign(
        last_period=bare.indicators["last_period"].where(~gone),
        levels_held=bare.indicators["levels_held"].where(~gone),
    )
    made = Wards(bare)
    assert made.indicator == "crime_total"
    assert list(made.table().table.columns) == ["Ward", "Crime per 1,000"]
    assert made.table().title.startswith("All recorded crime is highest in ")
    assert made.table().table["Crime per 1,000"].is_monotonic_decreasing
