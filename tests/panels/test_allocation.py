"""Ward allocation: every figure recomputed with plain pandas from files made here, and what its
words may claim.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from ward_files import (
    CAMDEN,
    DECLARED,
    JUNE,
    LAMBETH,
    MAY,
    SUTTON,
    WARDS,
    abstraction,
    allocation,
    home,
    of,
    plans,
    wide,
)

from dashboard import catalogue
from dashboard.panels.allocation.plans import moves
from dashboard.panels.allocation.ward_need import need_choices
from dashboard.settings import Places
from dashboard.store.connection import Store, find_database, open_store
from dashboard.text import posts_words


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return home(
        tmp_path_factory.mktemp("all"), "neighbourhood_resources", "abstraction", "allocation_plan"
    )


def bars(figure, axis: str) -> dict[str, float]:
    """Ward code -> what its bar of officers in post is drawn at."""
    found = {}
    for trace in figure.data:
        if trace.type == "bar" and (trace.xaxis or "x") == axis:
            found |= {
                code: x for code, x in zip(trace.customdata, trace.x, strict=True) if x is not None
            }
    return found


def test_the_minimum_is_the_one_that_the_indicator_declares(store):
    declared = DECLARED.indicators["wards_below_minimum"].minimum
    least = allocation(store).data.least
    assert least == {"dwo": declared["dwo_in_post"], "pcso": declared["pcso_in_post"]}
    assert allocation(store).data.team == "2 DWOs and 1 PCSO"


def test_wards_are_drawn_and_listed_by_how_far_they_are_below_the_minimum(store):
    panel = allocation(store, area=LAMBETH).minimum()
    expected = wide()
    expected = expected[expected["borough"] == LAMBETH]
    assert panel.title == "5 of 24 wards are below the minimum"
    assert list(panel.table["Ward"]) == list(expected["name"])
    assert panel.table["Below minimum by"].tolist()[:6] == [2.25, 1.0, 0.75, 0.5, 0.25, 0.0]
    known = expected.set_index("ward")
    assert bars(panel.figure, "x") == known["dwo_in_post"].dropna().to_dict()
    assert bars(panel.figure, "x2") == known["pcso_in_post"].to_dict()
    assert panel.figure.layout.yaxis.ticktext[0] == f"<b>▸ {expected['name'].iloc[0]}</b>"


def test_a_ward_without_a_figure_is_last_and_counted_apart(store):
    panel = allocation(store, area=LAMBETH).minimum()
    name = WARDS.set_index("ward").loc[of(LAMBETH)[-1], "name"]
    assert panel.table["Ward"].iloc[-1] == name
    assert pd.isna(panel.table["Below minimum by"].iloc[-1])
    assert "1 ward has no figure" in panel.reading


def test_wards_below_are_those_of_the_indicator(store):
    below = allocation(store).data.posts
    own = (
        store.cursor()
        .execute(
            "SELECT area FROM observation WHERE indicator = 'wards_below_minimum' AND level ="
            " 'ward' AND value = 100 AND period_end = ?",
            [JUNE],
        )
        .df()
    )
    assert len(own) == 6
    assert set(below.loc[below["below"].fillna(False), "ward"]) == set(own["area"])


@pytest.mark.parametrize(
    ("area", "period", "title"),
    [
        (SUTTON, JUNE, f"1 of {len(of(SUTTON))} wards is below the minimum"),
        (CAMDEN, JUNE, f"All {len(of(CAMDEN))} wards meet the minimum"),
        ("", JUNE, f"6 of {len(WARDS) - 1} wards are below the minimum"),
    ],
)
def test_titles_of_the_minimum_say_one_none_and_many(store, area, period, title):
    assert allocation(store, area=area, period=period).minimum().title == title


def test_london_draws_only_the_wards_below_and_counts_them_by_borough(store):
    panel = allocation(store).minimum()
    expected = wide()
    assert list(bars(panel.figure, "x2")) and set(bars(panel.figure, "x2")) == set(
        expected.loc[expected["short"] > 0, "ward"]
    )
    counted = panel.table.set_index("Borough")["Wards below the minimum"]
    assert (
        counted.sum() == 6
        and counted["Lambeth"] == 5
        and counted["Sutton"] == 1
        and len(counted) == 32
    )
    assert panel.table.set_index("Borough").loc["Lambeth", "DWO vacancies"] == 3.25 + 2.0


def test_abstraction_is_minutes_over_minutes_and_the_mps_is_not_a_mean_of_rates(store):
    panel = allocation(store, area=SUTTON).abstraction()
    rows = (
        abstraction()
        .pivot(index=["ward", "name", "borough"], columns="measure", values="value")
        .reset_index()
    )
    mps = 100 * rows["abstraction_minutes"].sum() / rows["duty_minutes"].sum()
    own = rows[rows["borough"] == SUTTON]
    rates = (100 * own["abstraction_minutes"] / own["duty_minutes"]).set_axis(own["ward"])
    drawn = {c: x for t in panel.figure.data for c, x in zip(t.customdata, t.x, strict=True)}
    assert drawn == pytest.approx(rates.to_dict(), abs=1e-3)
    above = int((rates > mps).sum())
    assert panel.title == f"Abstraction is above the MPS in {above or 'none'} of {len(rates)} wards"
    table = panel.table.set_index("Area")
    assert table.loc["MPS", "Abstraction, per cent"] == pytest.approx(mps, abs=0.005)
    london = allocation(store).abstraction()
    assert len(london.table) == 33 and "of 32 boroughs" in london.title


@pytest.mark.parametrize(
    ("area", "title", "kept"),
    [
        (LAMBETH, "2 wards lose priority and 1 gains it", "22 of 25 wards keep their tier"),
        (SUTTON, "1 ward loses priority and none gains it", "19 of 20 wards keep their tier"),
        (CAMDEN, "No ward changes tier", "All 20 wards keep their tier"),
        ("", "3 wards lose priority and 1 gains it", "675 of 679 wards keep their tier"),
    ],
)
def test_titles_of_the_plans_count_what_the_file_changes(store, area, title, kept):
    made = allocation(store, area=area)
    assert (made.plans().title, made.hexagons().title) == (title, kept)


def test_posts_drawn_for_each_ward_are_those_of_the_two_plans(store):
    panel = allocation(store, area=LAMBETH).plans()
    rows = plans().pivot(index="ward_code", columns="plan", values="dwo_posts").loc[of(LAMBETH)]
    rows = rows[rows["april-2022"] != rows["proposed-2023"]]
    before, after = (t for t in panel.figure.data if t.mode == "markers")
    assert dict(zip(before.customdata, before.x, strict=True)) == rows["april-2022"].to_dict()
    assert dict(zip(after.customdata, after.x, strict=True)) == rows["proposed-2023"].to_dict()
    assert (before.name, after.name) == ("April 2022", "Proposed 2023")
    assert "DWO posts are the same in all, from 53 to 53: 2 wards gain and 2 lose" in panel.reading


def test_where_no_ward_gains_posts_the_sentence_says_no_wards_gain():
    rows = pd.DataFrame({"dwo_now": [3.0, 2.5], "dwo_proposed": [2.0, 2.5]})
    rows["dwo_change"] = rows["dwo_proposed"] - rows["dwo_now"]
    assert (
        moves(rows, "dwo")
        == "DWO posts are 1 fewer in all, from 5.5 to 4.5: no wards gain and 1 loses."
    )


@pytest.mark.parametrize(
    ("posts", "words"),
    [(57.0, "57"), (56.5, "56.5"), (1.25, "1.25"), (1417.25, "1,417.25"), (0.0, "0")],
)
def test_posts_are_told_to_the_quarter_without_noughts(posts, words):
    assert posts_words(posts) == words


def test_where_no_dwo_post_moves_nothing_is_drawn_that_could_be_taken_for_a_change(store):
    panel = allocation(store, area=CAMDEN).plans()
    assert panel.figure is None
    assert "DWO posts are the same in every ward" in panel.reading and len(panel.table) == len(
        of(CAMDEN)
    )


def test_each_cell_carries_what_becomes_of_its_ward(store):
    panel = allocation(store, area=LAMBETH).hexagons()
    words = {t.name for t in panel.figure.data if t.meta == "class"}
    assert words == {
        "▼ Loses priority (2)",
        "▲ Gains priority (1)",
        "● Stays priority (1)",
        "Stays standard (21)",
    }
    [cells] = [t for t in panel.figure.data if t.meta == "cells"]
    assert set(cells.customdata) == set(of(LAMBETH))


def test_contributions_add_up_to_what_the_index_moved_by(store):
    opened = allocation(store, area=LAMBETH, ward=of(LAMBETH)[0])
    weights = DECLARED.plans["april-2022"].weights
    file = plans().set_index(["plan", "ward_code"])
    index = {
        p: (
            sum(w * file.loc[(p, of(LAMBETH)[0]), f"need_{c}"] for c, w in weights.items())
            / sum(weights.values())
        )
        for p in ("april-2022", "proposed-2023")
    }
    table = opened.needs().table.set_index("Component")
    moved = table["Contribution moved by"]
    assert moved["Need index"] == pytest.approx(
        index["proposed-2023"] - index["april-2022"], abs=0.01
    )
    assert moved.drop("Need index").sum() == pytest.approx(moved["Need index"], abs=0.03)
    assert table.loc["Need index", "Score now"] == pytest.approx(index["april-2022"], abs=0.01)
    crime = (
        weights["crime"]
        / sum(weights.values())
        * (
            file.loc[("proposed-2023", of(LAMBETH)[0]), "need_crime"]
            - file.loc[("april-2022", of(LAMBETH)[0]), "need_crime"]
        )
    )
    assert moved["Recorded crime"] == pytest.approx(crime, abs=0.01)
    assert "threshold is 61 in both plans" in opened.needs().reading


def test_the_ward_opened_first_is_the_one_that_loses_priority_by_the_largest_move(store):
    made = allocation(store, area=LAMBETH)
    first = next(iter(need_choices(made.data)))
    assert first == of(LAMBETH)[1]  # from 80 to 58, further than from 70 to 55
    name = WARDS.set_index("ward").loc[first, "name"]
    assert made.needs().title.startswith(f"{name}: ")
    assert allocation(store, area=LAMBETH, ward="E00000000").needs().title == made.needs().title


def test_words_on_need_claim_no_cause(store):
    panel = allocation(store, area=LAMBETH).needs()
    words = f"{panel.title} {panel.reading}".casefold()
    assert "moved by" in words
    assert not [
        w for w in ("because", "due to", "caused", "driven", "led to", "result of") if w in words
    ]


def test_ward_posts_meet_the_borough_total_and_the_plan_says_where_they_do_not(store):
    panel = allocation(store, area=SUTTON).reconciliation()
    number = float(2 * len(of(SUTTON)))
    assert panel.title == "Ward posts add up to the borough total"
    assert (
        f"borough total of {number:.0f} DWO posts, {number - 1:.0f} DWOs in post" in panel.reading
    )
    assert "the same in every ward" in panel.reading
    assert "agree by construction; the plan is the check on posts" in panel.reading
    lambeth = allocation(store, area=LAMBETH).reconciliation()
    file = wide().merge(plans().query("plan == 'april-2022'"), left_on="ward", right_on="ward_code")
    file = file[(file["borough"] == LAMBETH) & (file["dwo_posts_x"] != file["dwo_posts_y"])]
    row = lambeth.table.set_index("Figure").loc["DWO posts"]
    assert (
        set(row["Wards that differ from the plan"].split(", ")) == set(file["name"])
        and len(file) == 4
    )
    assert row["Less plan"] == "-1"
    assert lambeth.table["Ward sum"].tolist()[0] == 52.0


def test_a_borough_with_a_ward_missing_has_no_total_and_says_so(store):
    panel = allocation(store, area=LAMBETH).reconciliation()
    assert panel.title == "There is no borough total to check"
    assert (
        "no borough total of DWOs in post at 30 June 2023: 24 of 25 wards have a figure"
        in panel.reading
    )
    assert "No total" not in panel.table["Own total is"].tolist()


def test_london_is_checked_borough_by_borough(store):
    panel = allocation(store).reconciliation()
    assert (
        "Ward posts add up to the borough total in 31 of 32 boroughs at 30 June 2023."
        in panel.reading
    )
    assert "Ward posts differ from Plan in force from April 2022 in Lambeth." in panel.reading
    assert len(panel.table) == 33 * 4


def test_london_draws_the_wards_furthest_below_and_those_whose_posts_move_most(demonstration_home):
    where = Places(demonstration_home)
    made = allocation(open_store(where, find_database(where)))
    posts = made.data.posts
    worst = posts[posts["below"].fillna(False)].head(30)
    assert len(worst) == 30 < int(posts["below"].sum())
    assert set(bars(made.minimum().figure, "x")) == set(worst["ward"])
    assert worst["shortfall"].min() >= posts["shortfall"].iloc[30]
    after = [t for t in made.plans().figure.data if t.mode == "markers"][1]
    moves = made.data.plans.set_index("ward")["dwo_change"]
    drawn = moves[list(after.customdata)]
    up, down = moves[moves > 0].nlargest(15), moves[moves < 0].nsmallest(15)
    most = sorted([*up, *down])
    assert sorted(drawn) == most and len(most) >= 20


def test_a_click_in_london_opens_the_borough_of_the_ward(store):
    made = allocation(store)
    assert made.borough_of(of(SUTTON)[3]) == SUTTON and made.borough_of(SUTTON) == SUTTON
    assert (
        made.borough_of("MPS") == ""
        and made.borough_of(None) == ""
        and made.borough_of("E09999999") == ""
    )


def test_wards_of_one_name_are_told_apart_by_their_borough(store):
    rows = allocation(store).data.posts
    assert not rows["mark"].duplicated().any()
    assert {"Abbey (Merton)", "Abbey (Barking and Dagenham)", "Oval"} <= set(rows["mark"])


def test_the_table_of_wards_has_every_column_and_opens_a_ward_by_its_row(store):
    panel = allocation(store, area=LAMBETH).wards()
    assert {
        "Ward",
        "Tier now",
        "Tier proposed",
        "DWO posts",
        "DWOs in post",
        "DWO vacancies",
        "PCSO posts",
        "Below minimum by",
        "Abstracted, %",
        "Need now",
        "Need proposed",
        "DWO change",
        "PCSO change",
    } <= set(panel.table)
    names = dict(zip(WARDS["ward"], WARDS["name"], strict=True))
    assert [names[code] for code in panel.row_areas] == list(panel.table["Ward"])
    assert "Borough" in allocation(store).wards().table


def test_a_month_or_plan_that_is_not_there_gives_way_to_the_nearest_with_a_sentence(store):
    made = allocation(store, period=dt.date(2030, 1, 31), plan="april-2022")
    assert made.notes == [
        "There is no figure of wards for January 2030; the nearest, June 2023, is shown.",
        (
            "Plan in force from April 2022 is itself in force and cannot be set against itself; "
            "Plan proposed for 2023 is shown."
        ),
    ]
    assert (
        allocation(store, period=MAY).notes == []
        and allocation(store, period=MAY).data.when == "at 31 May 2023"
    )


def test_a_month_without_abstraction_says_so_and_draws_nothing(store):
    panel = allocation(store, period=MAY).abstraction()
    assert panel.figure is None and panel.title == "No abstraction is known for this month"


@pytest.mark.parametrize(
    ("sources", "lacking", "drawn"),
    [
        (
            ("neighbourhood_resources",),
            ["abstraction", "allocation_plan"],
            {"minimum", "restore", "reconciliation", "wards"},
        ),
        (("abstraction",), ["neighbourhood_resources", "allocation_plan"], {"abstraction"}),
        (
            ("one_plan",),
            ["neighbourhood_resources", "abstraction", "allocation_plan"],
            {"moves", "fairness", "per_need"},
        ),
        (
            ("allocation_plan",),
            ["neighbourhood_resources", "abstraction"],
            set("hexagons map plans robustness needs moves fairness per_need wards".split()),
        ),
    ],
)
def test_what_is_not_loaded_is_one_sentence_that_names_its_template(
    tmp_path, sources, lacking, drawn
):
    made = allocation(home(tmp_path, *sources), area=LAMBETH)
    assert [next(s for s in lacking if f"source {s}" in told) for told in made.lacking] == lacking
    panels = {c: getattr(made, c)() for c in (*catalogue.charts_of("allocation"), "wards")}
    assert {chart for chart, panel in panels.items() if panel} == drawn
    for panel in filter(None, panels.values()):
        words = f"{panel.title} {panel.subtitle} {panel.reading}".casefold().split()
        assert not {"nan", "none", "nat"} & set(words) - {"none"}


def test_every_title_of_every_borough_has_at_most_ten_words(store):
    for area in ("", *sorted(WARDS["borough"].unique())):
        made = allocation(store, area=area)
        for chart in catalogue.charts_of("allocation"):
            panel = getattr(made, chart)()
            assert len(panel.title.split()) <= 10, panel.title
            assert "nan" not in f"{panel.title} {panel.reading}".casefold().split()
