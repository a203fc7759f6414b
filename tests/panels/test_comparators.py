"""What boroughs are set against, worked through again in numpy from the database, and the flags at
both levels.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from dashboard.panels.common.page import Page
from dashboard.panels.compare.comparison import Comparison
from dashboard.view import View

PERIOD = "2023-06-30"
BARNET = "E09000003"


def made(store, indicator="trust", **view) -> Comparison:
    return Comparison(Page("compare", store, View(indicator=indicator, **view)))


def observed(store, indicator, level="borough", end=PERIOD) -> pd.DataFrame:
    rows = (
        store.cursor()
        .execute(
            "SELECT * FROM observation WHERE indicator = ? AND level = ? AND group_type = '' AND"
            " period_end = ?",
            [indicator, level, end],
        )
        .df()
    )
    return rows.set_index("area")


def limits(rows, confidence, design_effect):
    n = rows["denominator"] / design_effect
    share = rows["numerator"] / rows["denominator"]
    low, high = proportion_confint(share * n, n, alpha=1 - confidence, method="wilson")
    return 100 * low, 100 * high


def beyond(low, high, better_above=True):
    words = ("better", "worse") if better_above else ("worse", "better")
    return np.select([low > 0, high < 0], words, "similar")


def joined(first, second, confidence, design_effect):
    """Newcombe's interval of first - second, written out."""
    (low, high), (other_low, other_high) = (
        limits(rows, confidence, design_effect) for rows in (first, second)
    )
    gap = first["value"] - second["value"]
    below = np.sqrt((first["value"] - low) ** 2 + (other_high - second["value"]) ** 2)
    above = np.sqrt((high - first["value"]) ** 2 + (second["value"] - other_low) ** 2)
    return gap - below, gap + above


def test_both_levels_are_those_of_wilsons_limits_and_said_in_words_and_table(store):
    rows, shown = observed(store, "trust"), made(store)
    areas = shown.areas.set_index("area").reindex(rows.index)
    for column, confidence in (("flag_95", 0.95), ("flag_998", 0.998)):
        low, high = limits(rows, confidence, 1.5)
        assert areas[column].tolist() == beyond(low - shown.mps, high - shown.mps).tolist()
    table = shown.readable.set_index("Borough")["Against MPS"]
    wanted = areas["flag_95"].where(
        areas["flag_95"] == "similar",
        areas["flag_95"] + np.where(areas["flag_998"] == "similar", ", 95%", ", 99.8%"),
    )
    assert table.reindex(areas["name"]).tolist() == wanted.tolist()
    sure, some = (areas[c].isin(["better", "worse"]).sum() for c in ("flag_998", "flag_95"))
    panel = shown.ranking()
    said = []
    for flag in ("better", "worse"):
        number, clear = (int((areas[c] == flag).sum()) for c in ("flag_95", "flag_998"))
        assert 1 < number and 0 < clear < number
        said.append(
            f"{number} {'boroughs are ' * (flag == 'better')}{flag} ({clear} of them clearly)"
        )
    assert 0 < sure < some and f"{' and '.join(said)} than the MPS." in panel.reading
    assert (
        f"At 95%, {some} of 32 boroughs are flagged; about 1.6 would be by chance alone."
        in " ".join(panel.notes)
    )
    assert f"At 99.8%, {sure} of 32 boroughs are flagged; about 0.06 would be" in " ".join(
        panel.notes
    )


def test_the_levels_are_told_apart_by_shape_and_not_by_colour_alone(store):
    figure = made(store).ranking().figure
    symbols = {
        t.name: t.marker.symbol
        for t in figure.data
        if t.name and "%" in t.name and "Interval" not in t.name
    }
    assert symbols == {
        "Better (95%)": "circle-open",
        "Clearly better (99.8%)": "circle",
        "Worse (95%)": "diamond-open",
        "Clearly worse (99.8%)": "diamond",
    }


@pytest.mark.parametrize("indicator", ["trust", "crime_burglary", "abstraction_rate"])
def test_inner_and_outer_london_are_added_up_over_their_boroughs(store, indicator):
    rows, shown = observed(store, indicator), made(store, indicator, comparator="inner_outer")
    part = store.query("areas").set_index("code")["part"].reindex(rows.index)
    assert part.value_counts().to_dict() == {"outer": 20, "inner": 12}
    scale = shown.indicator["multiplier"]
    wanted = {
        p: scale * rows["numerator"][part == p].sum() / rows["denominator"][part == p].sum()
        for p in set(part)
    }
    found = shown.areas.set_index("area")["comparator"].reindex(rows.index)
    assert np.allclose(found, part.map(wanted), rtol=1e-9)
    strokes = next(t for t in shown.ranking().figure.data if t.meta == "comparator")
    assert sorted(strokes.x) == pytest.approx(sorted(found.round(3)))
    assert "London Government Act 1963" in " ".join(shown.ranking().notes)


def test_the_own_past_is_the_same_period_a_year_before_by_newcombes_interval(store):
    now, before = observed(store, "trust"), observed(store, "trust", end="2022-06-30")
    shown = made(store, comparator="past")
    areas = shown.areas.set_index("area").reindex(now.index)
    assert np.allclose(areas["comparator"], before["value"].reindex(now.index))
    for column, confidence in (("flag_95", 0.95), ("flag_998", 0.998)):
        low, high = joined(now, before.reindex(now.index), confidence, 1.5)
        assert areas[column].tolist() == beyond(low, high).tolist()
    assert shown.ranking().title.endswith("than a year before")
    assert "Rolling figures a year apart share no interview" in " ".join(shown.ranking().notes)


def test_one_borough_is_set_against_the_others_and_not_itself(store):
    rows, shown = observed(store, "trust"), made(store, comparator=BARNET)
    areas = shown.areas.set_index("area").reindex(rows.index)
    one = rows.loc[[BARNET] * len(rows)].set_index(rows.index)
    low, high = joined(rows, one, 0.95, 1.5)
    others = rows.index != BARNET
    assert areas.loc[others, "flag_95"].tolist() == beyond(low, high)[others].tolist()
    assert areas.loc[BARNET, "flag"] == "not known"
    table = shown.readable.set_index("Borough")
    assert table.loc["Barnet", "Against Barnet"] == "is the comparator"
    panel = shown.ranking()
    assert "of 31 boroughs" in panel.title
    value = rows.loc[BARNET, "value"]
    assert [s.x0 for s in panel.figure.layout.shapes if s.name == "comparator"] == [
        pytest.approx(value)
    ]
    assert "Not known" not in {t.name for t in panel.figure.data}


def test_a_past_that_cannot_be_compared_is_not_offered_and_that_is_said(store):
    first = min(made(store).periods)
    shown = made(store, comparator="past", period=first)
    assert "past" not in shown.comparators and shown.comparator == "mps"
    assert (
        shown.comparator_note
        == "There is no figure a year before that can be compared with; the MPS is used."
    )


@pytest.mark.parametrize("comparator", ["bcu", "similar", "inner_outer", "past", BARNET])
def test_every_indicator_stands_against_every_comparator_in_plain_words(store, comparator):
    for indicator in Page("compare", store, View()).with_figures(store.query("indicators")["id"]):
        shown = made(store, indicator, comparator=comparator)
        panel = shown.ranking()
        assert len(panel.title.split()) <= 10, panel.title
        said = f"{panel.title} {panel.reading} {' '.join(panel.notes)}".casefold()
        assert not {"nan", "nat", "<na>"} & set(said.replace(",", " ").replace(".", " ").split()), (
            said
        )


def test_where_everything_is_withheld_a_sentence_says_so_and_nothing_is_flagged(store):
    class Withheld:
        def __getattr__(self, name):
            return getattr(store, name)

        def query(self, name, **parameters):
            rows = store.query(name, **parameters)
            if name == "compare":
                here = rows["level"] == "bcu"
                rows = rows.assign(withheld=rows["withheld"].mask(here, "withheld"))
                columns = ["value", "numerator", "denominator", "year_value", "year_numerator"]
                rows.loc[here, columns] = np.nan
            return rows

    shown = Comparison(Page("compare", Withheld(), View(indicator="rape_detection")))
    assert (
        "12 BCUs are withheld: the count is under 5, or it would give such a figure away."
        in shown.ranking().reading
    )
    assert set(shown.areas["flag"]) == {"not known"}
    assert "No " in shown.ranking().title or "no " in shown.ranking().title
