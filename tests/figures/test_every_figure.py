"""What every figure promises, and what each kind of figure promises on its own."""

import json
import re

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from figure_examples import (
    BCU_LINES,
    BCUS,
    CROYDON,
    EXAMPLES,
    FATES,
    LONDON,
    PERCENT,
    draw,
    fates,
    minimum_table,
    stack_table,
    ward_values,
)

from dashboard.figures.demand import demand
from dashboard.figures.format import safe, wrap_name
from dashboard.figures.gaps import WITHHELD_WORDS
from dashboard.figures.geomap import geomap
from dashboard.figures.hexcategories import ward_categories
from dashboard.figures.hexmap import ward_hexmap
from dashboard.figures.lines import lines
from dashboard.figures.minimum import minimum
from dashboard.figures.panes import panes
from dashboard.figures.small_multiples import small_multiples
from dashboard.figures.stacked_bars import stacked_bars
from dashboard.figures.theme import colours, empty
from dashboard.text import signed_text

#: Maps of every ward hold 679 names, codes and shapes.
LARGEST = {"hexmap": 90, "ward_hexmap": 130, "ward_categories": 120, "geomap_wards": 190}


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def written(figure):
    return [a.text for a in figure.layout.annotations]


def sizes(tree):
    """Every font size in a figure."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key.endswith("font") and isinstance(value, dict) and "size" in value:
                yield value["size"]
            yield from sizes(value)
    elif isinstance(tree, list):
        for item in tree:
            yield from sizes(item)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_empty_table_gives_a_sentence(name, dark):
    figure = draw(name, EXAMPLES[name][0].head(0), dark=dark)
    assert not figure.data and written(figure) == ["No figures to show."]


@pytest.mark.parametrize("name", EXAMPLES)
def test_plotly_finds_nothing_unknown_and_would_draw_the_same(name):
    for figure in (draw(name), draw(name, EXAMPLES[name][0].head(0))):
        drawn = json.loads(figure.json)
        assert json.loads(go.Figure(drawn).to_json()) == drawn


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_figure_drawn_twice_is_the_same_and_its_own(name):
    first = draw(name)
    written = first.json
    for trace in first.traces:
        trace["x"] = [0]
    first.settings["margin"]["l"] = 99
    assert draw(name).json == written


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", EXAMPLES)
def test_marks_stand_out_and_words_are_large_enough(name, dark):
    figure, c = draw(name, dark=dark), colours(dark)
    tree = json.loads(figure.json)
    assert tree["data"] and min(sizes(tree)) >= 13
    ground = {c.background, c.grid, c.no_figure, c.river, *c.ramp}
    marks = {
        colour
        for trace in tree["data"]
        for part in (trace.get("line", {}), trace.get("marker", {}), trace.get("error_x", {}))
        if isinstance(colour := part.get("color"), str) and re.fullmatch("#[0-9a-fA-F]{6}", colour)
    }
    assert all(contrast(mark, c.background) >= 3 for mark in marks - ground)


@pytest.mark.parametrize("name", EXAMPLES)
def test_figures_are_small_for_the_browser(name):
    assert len(draw(name).json) < 1000 * LARGEST.get(name, 60)


@pytest.mark.parametrize("name", sorted(name for name in EXAMPLES if not name.startswith("fan")))
def test_every_point_to_click_carries_a_code(name):
    table = EXAMPLES[name][0]
    codes = set(table.get("area", table.get("series", table.get("group_name"))))
    found = {
        code
        for trace in draw(name).data
        for code in (trace.customdata if trace.customdata is not None else ())
    }
    found.discard(None)
    assert found and found <= codes | set(LONDON["borough"]) | set(LONDON["ward"])


@pytest.mark.parametrize("name", EXAMPLES)
def test_names_are_never_read_as_markup(name):
    table = EXAMPLES[name][0].copy()
    column = next((c for c in ("name", "label", "group_name") if c in table), None)
    if column is None:
        pytest.skip("the table has no names")
    table[column] = "A<i>&B"
    drawn = json.loads(draw(name, table).json)
    keys = [
        trace.pop("customdata", None) for trace in drawn["data"]
    ]  # What a press tells the page, never written.
    assert keys and "%{customdata" not in json.dumps(drawn)
    assert "<i>" not in json.dumps(drawn).replace("A&lt;i&gt;&amp;B", "")


@pytest.mark.parametrize("dark", [False, True])
def test_parts_of_a_stack_stand_out(dark):
    c = colours(dark)
    assert len(set(c.stack)) == 7 and all(contrast(part, c.background) >= 3 for part in c.stack)


def test_words():
    assert safe("A < B & C") == "A &lt; B &amp; C"
    assert wrap_name("Hammersmith & Fulham", 12) == "Hammersmith<br>&amp; Fulham"
    assert [signed_text(v, 0) for v in (2, -1, 0.2, -0.2)] == ["+2", "−1", "0", "0"]
    assert written(empty("No ward is below the minimum.")) == ["No ward is below the minimum."]


def test_wards_of_one_borough_have_names_where_they_fit():
    few = CROYDON.head(6).assign(
        name=["Kenley", "Waddon", "Selhurst", "Fairfield", "Woodside", "Norbury"]
    )
    drawn = [
        ward_hexmap(
            few,
            ward_values(few),
            unit="FTE",
            decimals=1,
            better="higher",
            width=width,
            height=height,
        )
        for width, height in ((900, 700), (200, 520))
    ]
    assert [any(trace.meta == "names" for trace in figure.data) for figure in drawn] == [
        True,
        False,
    ]


def test_ward_categories_have_a_sign_and_a_count():
    table = fates(LONDON).head(600)
    figure = ward_categories(LONDON, table, categories=FATES)
    names = [trace.name for trace in figure.data if trace.meta == "class"]
    gained = (table["category"] == "gains").sum()
    assert names[0] == f"▲ Gains priority ({gained})" and names[-1] == "× No figure (79)"
    signs = {trace.marker.symbol: len(trace.x) for trace in figure.data if trace.meta == "sign"}
    assert signs["triangle-up"] == gained and len(signs) == 4


def test_a_geographic_map_keeps_the_shape_of_london():
    ring = pd.DataFrame(
        {
            "area": "E1",
            "ring": 0,
            "longitude": [0, 0.1, 0.1, 0],
            "latitude": [51.5, 51.5, 51.6, 51.6],
        }
    )
    table = pd.DataFrame({"area": ["E1"], "name": ["Barnet"], "value": [70.0]})
    figure = geomap(ring, table, **PERCENT, better="higher")
    assert figure.layout.yaxis.scaleratio == pytest.approx(1.606, abs=0.001)
    middle = next(trace for trace in figure.data if trace.meta == "cells")
    shape = next(trace for trace in figure.data if trace.meta == "class")
    assert (middle.x[0], middle.y[0]) == (max(x for x in shape.x if x is not None) / 2,) * 2
    assert middle.text == ("Barnet: 70%",) and middle.customdata == ("E1",)


def test_lines_mute_the_others_and_are_cut_at_breaks():
    figure = draw("lines")
    by = {trace.name: trace for trace in figure.data if trace.name}
    assert by["East"].line.color == colours().muted_mark and by["South"].line.width > 3
    assert list(by["South"].y).count(None) == 1
    assert [a.name for a in figure.layout.annotations].count("label") == 2
    assert "5 Baroness Casey review, Mar 2023" in next(
        a.text for a in figure.layout.annotations if a.name == "key"
    )


def test_lines_keep_the_range_asked_for():
    assert lines(BCU_LINES, **PERCENT, y_range=(0, 100)).layout.yaxis.range == (0, 100)


def test_lines_go_on_in_bands_of_50_and_80_and_a_dashed_middle_from_the_last_figure():
    # Half widths of the example: 10, of which 80% bands take 0.6 and 50% bands 0.3.
    figure = draw("lines_ahead")
    bands = {trace.name: trace for trace in figure.data if trace.meta == "band"}
    assert list(bands) == ["80%", "50%"]
    for name, half in (("80%", 6), ("50%", 3)):
        assert (bands[name].x[0], bands[name].y[0]) == ("2023-06-30", 72)
        assert (max(bands[name].y), min(bands[name].y)) == (72 + half, 72 - half)
    middle = next(trace for trace in figure.data if trace.meta == "Projected")
    assert list(middle.x)[::4] == ["2023-06-30", "2024-06-30"] and set(middle.y) == {72}
    assert middle.line.dash == "6px,4px"
    assert middle.text[
        1
    ] == "<b>Projected</b>, Sep 2023: 72.0%<br>50%: 69.0 to 75.0<br>80%: 66.0" + (
        " to 78.0<br>Chance of the target: under 5%"
    )
    low, high = figure.layout.yaxis.range
    assert low <= 66 and high >= 78
    labels = [a.text for a in figure.layout.annotations if a.name == "label"]
    assert len(labels) == 1 and "Jun 2023" in labels[0].replace("<br>", " ")


def test_the_key_of_what_is_ahead_names_its_bands_alone_and_lies_below_other_words():
    figure, without = draw("lines_ahead"), draw("lines")
    assert figure.layout.showlegend and figure.layout.legend.title.text == "Likely range"
    assert [trace.name for trace in figure.data if trace.showlegend] == ["80%", "50%"]
    room = figure.layout.margin.b - without.layout.margin.b
    assert room > 0 and figure.layout.height - without.layout.height == room


def test_small_multiples_share_a_scale_and_show_the_comparator_in_each():
    figure = small_multiples(BCU_LINES, **PERCENT, columns=2, comparator="B12", emphasis="B09")
    kinds = [trace.meta for trace in figure.data]
    assert (kinds.count("comparator"), kinds.count("own"), kinds.count("bold")) == (12, 11, 1)
    assert any(text.startswith("<b>South ") for text in written(figure))
    assert len({axis.range for axis in figure.plotly.select_yaxes()}) == 1
    assert sum(bool(trace.showlegend) for trace in figure.data) == 1


def test_the_band_of_a_small_multiple_is_its_intervals_cut_where_one_is_missing():
    table = BCU_LINES.copy()
    own = table.index[table["series"] == "B03"]
    table.loc[own[4], ["value", "lower", "upper"]] = np.nan
    figure = small_multiples(table, **PERCENT, columns=2, comparator="B12")
    (axis,) = {trace.xaxis for trace in figure.data if trace.name == "Central North"}
    bands = [t for t in figure.data if t.meta == "interval" and t.xaxis == axis]
    rows = table.loc[own].sort_values("period_end")
    for band, part in zip(bands, (rows.iloc[:4], rows.iloc[5:]), strict=True):
        half = len(part)
        assert list(band.x[:half]) == list(part["period_end"].dt.strftime("%Y-%m-%d"))
        assert band.y[:half] == pytest.approx(list(part["upper"]), abs=0.001)
        assert band.y[half:] == pytest.approx(list(part["lower"])[::-1], abs=0.001)
    low, high = figure.plotly.layout.yaxis.range
    assert low <= table["lower"].min() and high >= table["upper"].max()


def test_a_figure_of_small_multiples_between_two_gaps_is_a_dot():
    table = BCU_LINES.copy()
    alone = table.index[table["series"] == "B03"][::3]
    table.loc[(table["series"] == "B03") & ~table.index.isin(alone), "value"] = np.nan
    figure = small_multiples(table, **PERCENT, columns=2, comparator="B12")
    dotted = [trace for trace in figure.data if "markers" in trace.mode]
    assert [trace.name for trace in dotted] == ["Central North"]
    shown = [value is not None for value in dotted[0].y]
    assert [size > 0 for size in dotted[0].marker.size] == shown and sum(shown) == len(alone)
    assert {axis.range for axis in figure.plotly.select_xaxes()} == {("2019-06-30", "2023-06-30")}


def test_gaps_are_sorted_under_headings_with_caution_and_withholding():
    figure = draw("gaps")
    labels = list(figure.layout.yaxis.ticktext)
    assert labels[:3] == ["<b>Sex</b>", "Female", "Male"] and labels[-1] == "Sikh"
    assert [(a.y, a.text) for a in figure.layout.annotations if a.name == "note"] == [
        (len(labels) - 1, WITHHELD_WORDS)
    ]
    at = {code: trace.marker.symbol for trace in figure.data for code in trace.customdata or ()}
    assert at["Mixed"] == "diamond-open" and at["Female"] == "square" and "Sikh" not in at


def test_gaps_below_the_least_base_are_withheld_even_where_given():
    table = EXAMPLES["gaps"][0].assign(base=30.0)
    assert written(draw("gaps", table)).count(WITHHELD_WORDS) == len(table)


def test_a_gap_over_years_has_a_pane_a_group_with_its_last_gap_its_words_and_a_line_at_no_gap():
    table = EXAMPLES["gap_years"][0]
    figure = draw("gap_years")
    groups = table["label"].unique()
    assert [trace.name for trace in figure.data] == list(groups) and len(
        figure.layout.shapes
    ) == len(groups)
    assert all(shape.y0 == shape.y1 == 0 for shape in figure.layout.shapes)
    last = table[table["label"] == "Female"]["gap"].iloc[-1]
    assert f"Female {signed_text(last, 1)}:<br>no clear change" in written(figure)
    assert len({axis.range for axis in figure.plotly.select_yaxes()}) == 1
    bold = [trace.name for trace in figure.data if trace.marker.color == colours().series[0]]
    assert bold == ["16 to 24"]
    assert list(figure.data[0].error_y.array) == pytest.approx([4] * 4)


def test_one_year_of_gaps_is_a_dot_without_a_blank_pane():
    table = EXAMPLES["gap_years"][0].groupby("series", sort=False).tail(1).head(1)
    figure = draw("gap_years", table)
    assert len(figure.data) == 1 and list(figure.layout.xaxis.ticktext) == ["2023"]


def test_stacks_are_sorted_by_total_and_hold_seven():
    table = stack_table()
    figure = stacked_bars(table, unit="officers")
    totals = table.groupby("name")["value"].sum().sort_values(ascending=False)
    assert [a.text for a in figure.layout.annotations if a.name == "total"] == [
        f"{t:,.0f}" for t in totals
    ]
    assert len(figure.layout.yaxis.ticktext) == len(BCUS)
    extra = table.head(1).assign(category="An eighth")
    with pytest.raises(ValueError, match="at most 7 categories, not 8"):
        stacked_bars(pd.concat([table, extra]), unit="officers")


def test_columns_may_have_named_levels_that_are_within_sight():
    figure = draw("demand_levels")
    low, high = figure.layout.yaxis.range
    assert [shape.y0 for shape in figure.layout.shapes if shape.name == "level"] == [900, -40]
    assert low < -40 and high > 900
    assert [a.text for a in figure.layout.annotations if a.name == "label"] == [
        "┄ Needed +900<br>a month",
        "┄ Pace −40",
    ]


def test_wards_below_the_minimum_are_pointed_at():
    table = minimum_table().head(2).assign(dwo_in_post=[1.5, 2], pcso_in_post=[1, 1])
    figure = minimum(table, dwo_minimum=2, pcso_minimum=1)
    assert list(figure.layout.yaxis.ticktext) == ["<b>▸ Addiscombe East</b>", "Addiscombe West"]
    full, short = (trace for trace in figure.data if trace.type == "bar" and trace.xaxis == "x")
    assert (list(full.x), list(short.x)) == ([None, 2], [1.5, None])
    assert (
        full.marker.pattern.shape != short.marker.pattern.shape
        and full.marker.color != short.marker.color
    )
    assert [shape.x0 for shape in figure.layout.shapes] == [2, 1]


def test_plan_change_shows_only_changes_with_their_sign():
    table = pd.DataFrame(
        {"area": list("abc"), "name": list("ABC"), "before": [2, 4, 2], "after": [2, 3, 4]}
    )
    figure = draw("plan_change", table)
    assert list(figure.layout.yaxis.ticktext) == ["C", "B"]
    assert written(figure) == ["<b>+2</b>", "<b>−1</b>"]
    assert written(draw("plan_change", table.head(1))) == ["No posts differ between the two plans."]


def test_plan_change_says_how_many_it_leaves_out():
    n = 40
    table = pd.DataFrame(
        {"area": range(n), "name": [f"W{i}" for i in range(n)], "before": 2, "after": 3}
    )
    figure = draw("plan_change", table)
    assert len(
        figure.layout.yaxis.ticktext
    ) == 30 and "and 10 more wards with smaller changes" in written(figure)


def test_need_components_stand_under_their_ward():
    labels = list(draw("need_components").layout.yaxis.ticktext)
    assert labels[0] == "<b>Fairfield</b>" and labels[1] == "Crime" and len(labels) == 12


def test_rows_are_higher_where_a_label_has_two_lines():
    table = EXAMPLES["need_components"][0]
    short = draw("need_components", table.head(5)).layout.height
    long = draw(
        "need_components", table.head(5).assign(component="Vulnerability of the people")
    ).layout.height
    assert (long - short) / 6 >= 10


def test_demand_starts_at_zero_and_holds_two_series():
    assert (
        draw("demand").layout.yaxis.rangemode == "tozero" and not draw("demand").layout.showlegend
    )
    with pytest.raises(ValueError, match="at most 2 series, not 13"):
        demand(BCU_LINES, unit="calls")


@pytest.mark.parametrize("name", EXAMPLES)
def test_missing_values_leave_gaps_not_errors(name):
    table = EXAMPLES[name][0].copy()
    numbers = table.select_dtypes("number").columns
    table[numbers] = table[numbers].astype(float)
    table.loc[table.index[::2], numbers] = np.nan
    assert b"NaN" not in draw(name, table).json


@pytest.mark.parametrize("kind", ["lines", "panes", "small_multiples"])
def test_one_period_alone_is_named_at_the_axis_within_a_year(kind):
    table = pd.DataFrame(
        {
            "series": ["a", "b"],
            "label": ["A", "B"],
            "period_end": pd.to_datetime(["2023-06-30"] * 2),
            "unit": "%",
            "decimals": 1,
            "value": [1.0, 2.0],
            "lower": np.nan,
            "upper": np.nan,
        }
    )
    drawn = {
        "lines": lambda: lines(table, unit="%", decimals=1),
        "panes": lambda: panes(table),
        "small_multiples": lambda: small_multiples(table, unit="%", decimals=1),
    }[kind]()
    axis = json.loads(go.Figure(drawn.data, drawn.layout).to_json())["layout"]["xaxis"]
    assert axis["range"] == ["2022-12-30", "2023-12-29"]
    assert axis["ticktext"] == ["Jun 2023"] and axis["tickvals"] == ["2023-06-30"]


def test_two_periods_keep_the_axis_of_time():
    table = pd.DataFrame(
        {
            "series": "a",
            "label": "A",
            "period_end": pd.to_datetime(["2023-03-31", "2023-06-30"]),
            "value": [1.0, 2.0],
            "lower": np.nan,
            "upper": np.nan,
        }
    )
    assert lines(table, unit="%", decimals=1).layout.xaxis.ticktext is None
