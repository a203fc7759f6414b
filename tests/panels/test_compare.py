"""The comparison's figures, recomputed from the database with plain pandas, and what its words may
claim.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import as_csv
from dashboard.panels.compare.comparison import Comparison
from dashboard.view import View

PERIOD = "2023-06-30"


@pytest.fixture(autouse=True)
def _home(demonstration_home, monkeypatch):
    monkeypatch.setenv("DASHBOARD_HOME", str(demonstration_home))


def made(store, indicator="trust", **view) -> Comparison:
    return Comparison(Page("compare", store, View(indicator=indicator, **view)))


def boroughs(store, indicator) -> pd.DataFrame:
    rows = (
        store.cursor()
        .execute(
            "SELECT * FROM observation WHERE indicator = ? AND level = 'borough' AND group_type ="
            " '' AND period_end = ?",
            [indicator, PERIOD],
        )
        .df()
    )
    return rows.set_index("area")


def peers(store, area) -> list[str]:
    rows = (
        store.cursor()
        .execute("SELECT similar_to FROM similar_area WHERE area = ?", [area])
        .fetchall()
    )
    return [code for (code,) in rows]


@pytest.mark.parametrize(
    "indicator",
    ["trust", "i_within_15", "crime_burglary", "abstraction_rate", "wards_below_minimum"],
)
def test_similar_boroughs_are_their_numerators_over_their_denominators_added_up(store, indicator):
    rows, shown = boroughs(store, indicator), made(store, indicator, comparator="similar")
    scale = shown.indicator["multiplier"]
    for row in shown.areas.itertuples():
        like = rows.loc[peers(store, row.area)]
        assert len(like) == 5
        assert row.comparator == pytest.approx(
            scale * like["numerator"].sum() / like["denominator"].sum()
        )


def test_similar_boroughs_of_a_published_statistic_are_the_median_and_that_is_said(store):
    rows, shown = boroughs(store, "i_median"), made(store, "i_median", comparator="similar")
    for row in shown.areas.itertuples():
        assert row.comparator == pytest.approx(rows.loc[peers(store, row.area), "value"].median())
    said = " ".join(shown.ranking().notes)
    assert "cannot be added up, so the comparator is the median" in said
    assert "Euclidean distance on standardised" in said and "burglary" in said


def test_each_borough_is_set_against_its_own_bcu(store):
    shown = made(store, comparator="bcu").areas.set_index("area")
    rows = (
        store.cursor()
        .execute(
            "SELECT a.code, o.value FROM area a JOIN observation o ON o.area = a.bcu AND o.level ="
            " 'bcu' WHERE a.level = 'borough' AND o.indicator = 'trust' AND o.group_type = '' AND"
            " o.period_end = ?",
            [PERIOD],
        )
        .df()
        .set_index("code")["value"]
    )
    assert len(rows) == 32
    assert np.allclose(shown["comparator"], rows.reindex(shown.index))


def test_the_title_counts_the_boroughs_whose_interval_lies_beyond_the_mps(store):
    shown = made(store)
    worse = int((shown.areas["upper"] < shown.mps).sum())
    assert worse > 1
    assert shown.ranking().title == f"Trust: {worse} of 32 boroughs worse than the MPS"


def test_a_neutral_indicator_is_only_different(store):
    shown = made(store, "crime_total")
    beyond = (shown.areas["lower"] > shown.mps) | (shown.areas["upper"] < shown.mps)
    panel = shown.ranking()
    assert panel.title == f"{shown.indicator['short']}: {beyond.sum()} of 32 differ from the MPS"
    assert set(shown.areas["flag"]) <= {"higher", "lower", "similar"}
    assert "better" not in panel.reading and "worse" not in panel.reading


@pytest.mark.parametrize(
    "indicator", ["abstraction_rate", "wards_below_minimum", "engagement_reach"]
)
def test_without_an_interval_a_difference_is_plain_and_no_chance_is_claimed(store, indicator):
    rows, shown = boroughs(store, indicator), made(store, indicator)
    panel = shown.ranking()
    above = int((rows["value"] > shown.mps).sum())
    assert panel.title.startswith(f"{shown.indicator['short']}: {above} of 32 ")
    for word in ("beyond chance", "clearly", "better", "worse"):
        assert word not in panel.reading
    assert not {"Lower 95%", "Could be"} & set(panel.table.columns)
    whiskers = [x for trace in panel.figure.data for x in trace.error_x.array or ()]
    assert set(whiskers) <= {None}


def test_a_count_is_compared_with_nothing(store):
    shown = made(store, "dwo_posts")
    panel = shown.ranking()
    assert shown.comparators == {} and shown.comparator == ""
    assert (
        shown.comparator_note
        == "This is a count, which cannot be compared between boroughs of different size."
    )
    assert set(shown.areas["flag"]) == {"not known"}
    assert not [
        s for s in panel.figure.layout.shapes if s.type == "line" and s.x0 == s.x1 == shown.mps
    ]
    assert not any("rank" in str(column).casefold() for column in panel.table.columns)
    assert "better or worse" in " ".join(panel.notes)


@pytest.mark.parametrize(
    ("indicator", "sentence"),
    [
        (
            "calls_999",
            "999 calls received is measured for the MPS alone; there is no borough breakdown.",
        ),
        (
            "rape_detection",
            "Detection rate for rape is measured by BCU; there is no borough breakdown.",
        ),
    ],
)
def test_an_indicator_without_borough_figures_says_so_in_every_chart_and_has_its_series(
    store, indicator, sentence
):
    shown = made(store, indicator)
    assert shown.level_note == sentence
    assert shown.hexagons().reading == sentence and shown.hexagons().figure is None
    assert shown.map() is None
    assert set(shown.trend().table["Area"]) >= {"MPS"}


def test_a_withheld_figure_is_named_as_withheld_and_never_shown(store):
    shown = made(store, "rape_detection")
    held = shown.areas[shown.areas["withheld"].notna()]
    assert len(held) > 0
    panel = shown.ranking()
    rows = panel.table.set_index("BCU").loc[list(held["name"])]
    assert rows["Per cent"].isna().all()
    # One detection too few is withheld, and another BCU with it that would give it away by
    # subtraction.
    assert set(held["withheld"]) == {"withheld"}
    why = "the count is under 5, or it would give such a figure away"
    assert set(rows["Against MPS"]) == {f"withheld: {why}"}
    told = "1 BCU is withheld" if len(held) == 1 else f"{len(held)} BCUs are withheld"
    assert f"{told}: {why}." in panel.reading
    assert all(f"{name} (withheld)" in panel.figure.layout.yaxis.ticktext for name in held["name"])


def test_ranks_now_and_a_year_before_are_those_of_the_figures(store):
    rows, table = boroughs(store, "trust"), made(store).readable.set_index("Borough")
    names = store.query("areas").set_index("code")["name"]
    for column, value in (("Rank", "value"), ("Rank a year before", "year_value")):
        wanted = rows[value].rank(method="min", ascending=False).rename(index=names)
        assert (table[column].astype(float) == wanted.reindex(table.index)).all()


def test_a_sparkline_ends_with_the_figure_of_its_row(store):
    shown = made(store, period=pd.Timestamp("2022-12-31").date())
    assert len(shown.readable) == 32
    for row in shown.readable.itertuples():
        assert row.Trend[-1] == pytest.approx(row._2)
        assert len(row.Trend) == 16


def test_the_rows_of_the_table_may_be_chosen_and_lie_in_its_order(store):
    panel = made(store).table()
    names = store.query("areas").set_index("code")["name"]
    assert [names[code] for code in panel.row_areas] == list(panel.table["Borough"])


def test_the_focus_of_another_page_is_one_of_the_chosen(store):
    assert made(store, area="E09000017", areas=("E09000002",)).chosen_boroughs == (
        "E09000002",
        "E09000017",
    )
    assert made(store, area="E09000017", areas=("E09000017",)).chosen_boroughs == ("E09000017",)
    drawn = set(made(store, area="E09000017").trend().table["Area"])
    assert drawn == {"Hillingdon", "MPS"}


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        ("trust", "12 months to June 2023"),
        ("i_median", "April to June 2023"),
        ("abstraction_rate", "June 2023"),
        ("dwo_posts", "at 30 June 2023"),
    ],
)
def test_the_period_is_in_the_words_of_the_data(store, indicator, words):
    assert made(store, indicator).when == words
    assert made(store, indicator).ranking().subtitle.endswith(f", {words}")


def test_no_title_has_more_than_ten_words_and_no_text_lacks_its_figure(store):
    ids = Page("compare", store, View()).with_figures(store.query("indicators")["id"])
    assert len(ids) > 30
    for indicator in ids:
        shown = made(store, indicator, areas=("E09000017",))
        for panel in (shown.ranking(), shown.hexagons(), shown.trend(), shown.table()):
            assert len(panel.title.split()) <= 10, panel.title
            words = (
                f"{panel.title} {panel.subtitle} {panel.reading}".casefold()
                .replace(",", " ")
                .split()
            )
            assert not {"nan", "none", "nat", "<na>"} & set(words), panel.reading


class Changed:
    """The demonstration's store with some rows of one query changed."""

    def __init__(self, store, changed):
        self._store, self._changed = store, changed

    def __getattr__(self, name):
        return getattr(self._store, name)

    def query(self, name, **parameters):
        found = self._store.query(name, **parameters)
        return self._changed[name](found) if name in self._changed else found


def test_a_series_is_cut_and_noted_at_a_break_and_where_its_source_changes(store):
    def two_sources(rows):
        return rows.assign(
            source=rows["source"].where(rows["period_end"] > "2021-06-30", "pas_borough")
        )

    def one_break(rows):
        row = {
            "indicator": "trust",
            "level": "mps",
            "date": pd.Timestamp("2022-01-01"),
            "title": "New questions",
            "note": "The questions changed.",
        }
        return pd.concat([rows, pd.DataFrame([row])], ignore_index=True)

    plain = made(store).trend()
    cut = made(Changed(store, {"compare_series": two_sources, "breaks": one_break})).trend()

    def gaps(panel):
        return sum(
            value is None or pd.isna(value)
            for t in panel.figure.data
            if t.name == "MPS"
            for value in t.y
        )

    assert gaps(cut) == gaps(plain) + 2
    said = " ".join(cut.notes)
    assert "The questions changed." in said and "The series comes from two sources" in said
    assert "two sources" not in " ".join(plain.notes)


def test_a_sparkline_starts_at_the_last_break(store):
    def one_break(rows):
        row = {
            "indicator": "trust",
            "level": "borough",
            "date": pd.Timestamp("2022-01-01"),
            "title": "",
            "note": "",
        }
        return pd.concat([rows, pd.DataFrame([row])], ignore_index=True)

    lengths = made(Changed(store, {"breaks": one_break})).readable["Trend"].map(len)
    assert set(lengths) == {6}


def test_without_similar_boroughs_the_mps_is_used_and_that_is_said(store):
    shown = made(Changed(store, {"similar": lambda rows: rows.head(0)}), comparator="similar")
    assert shown.comparator == "mps" and "similar" not in shown.comparators
    assert (
        shown.comparator_note
        == "Similar boroughs are not known until recorded crime is loaded by borough; the MPS is"
        " used."
    )


def test_where_only_the_mps_file_is_loaded_the_file_to_load_is_said_and_the_series_drawn(store):
    shown = made(Changed(store, {"compare_series": lambda rows: rows[rows["level"] == "mps"]}))
    assert (
        shown.level_note
        == "No borough figures are loaded for Trust in the MPS; load the borough file of its"
        " source."
    )
    assert len(shown.trend().table) == 18


def test_a_map_is_drawn_where_there_are_boundaries_and_only_there(store):
    areas = list(store.query("areas").query("level == 'borough'")["code"])
    squares = pd.DataFrame(
        [
            (code, 0, -0.5 + 0.02 * n + x, 51.3 + y)
            for n, code in enumerate(areas)
            for x, y in ((0, 0), (0.01, 0), (0.01, 0.01), (0, 0.01), (0, 0))
        ],
        columns=["area", "ring", "longitude", "latitude"],
    )
    assert made(Changed(store, {"boundaries": lambda rows: rows[:0]})).map() is None
    squares["approximate"] = False
    panel = made(Changed(store, {"boundaries": lambda _: squares})).map()
    values = boroughs(store, "trust")["value"]
    assert panel.title.startswith("Highest in ")
    assert f"{values.max():.0f}%" in panel.reading and f"{values.min():.0f}%" in panel.reading
    assert {code for trace in panel.figure.data for code in trace.customdata or ()} >= set(areas)


def test_a_borough_without_any_figure_is_kept_and_counted(store):
    gone = made(store).areas["area"].iloc[3]

    def without(rows):
        figures = [
            c
            for c in rows.columns
            if c.startswith(("value", "numerator", "denominator", "base", "year_"))
        ]
        rows.loc[rows["area"] == gone, figures] = np.nan
        return rows

    shown = made(Changed(store, {"compare": without}))
    assert "1 borough has no figure." in shown.ranking().reading
    assert "of 31 boroughs" in shown.ranking().title
    assert shown.readable["Against MPS"].iloc[-1] == "no figure"


def test_nothing_of_a_comparison_can_be_changed(store):
    with pytest.raises(dataclasses.FrozenInstanceError):
        made(store).page = None


def test_a_rate_of_residents_says_what_it_means_where_visitors_outnumber_them(store):
    for indicator, said in (("crime_total", True), ("trust", False), ("i_within_15", False)):
        panel = Comparison(Page("compare", store, View(indicator=indicator))).ranking()
        assert (
            any("visitors outnumber residents" in " ".join(note.split()) for note in panel.notes)
            == said
        )


def test_no_cell_of_a_download_is_taken_for_a_formula_and_numbers_stay_numbers():
    table = pd.DataFrame(
        {
            "=Area": ["=HYPERLINK(1)", "@SUM(1)", "+1+1", "\tx", "-x", "Camden", "+2.5", "-3%"],
            "n": -1.5,
        }
    )
    lines = as_csv(table, demonstration=False).decode("utf-8-sig").splitlines()
    cells = [line.rsplit(",", 1)[0].strip('"') for line in lines]
    assert cells[:6] == ["'=Area", "'=HYPERLINK(1)", "'@SUM(1)", "'+1+1", "'\tx", "'-x"]
    assert cells[6:] == ["Camden", "+2.5", "-3%"] and all(
        line.endswith("-1.5") for line in lines[1:]
    )
