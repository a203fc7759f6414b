"""What the figures hold, read from the figure objects."""

import numpy as np
import pandas as pd
import pytest

from dashboard.figures.hexcells import classes
from dashboard.figures.hexmap import hexmap
from dashboard.figures.marks import spread
from dashboard.figures.ranking import ranking
from dashboard.figures.theme import FLAG_SYMBOLS, base_layout, colours
from dashboard.figures.trend import trend
from dashboard.text import figure_text

RANKED = pd.DataFrame(
    {
        "area": ["E1", "E2", "E3", "E4"],
        "name": ["Barnet", "Camden", "Brent", "Bexley"],
        "value": [80.0, 71.0, 60.0, np.nan],
        "lower": [76.0, 66.0, 55.0, np.nan],
        "upper": [84.0, 76.0, 65.0, np.nan],
        "flag": ["better", "similar", "worse", "not known"],
    }
)
CELLS = pd.DataFrame(
    {
        "ward": list("abcdef"),
        "area": ["E1", "E1", "E2", "E2", "E3", "E4"],
        "hex_col": [0, 1, 0, 1, 0, 1],
        "hex_row": [0, 0, 1, 1, 2, 2],
    }
)
TIMES = pd.DataFrame(
    [
        {
            "area": a,
            "name": n,
            "period_end": pd.Timestamp(y, 3, 31),
            "value": v + y - 2018,
            "lower": v + y - 2020,
            "upper": v + y - 2016,
            "is_comparator": a == "L",
        }
        for a, n, v in [
            ("E1", "Barnet", 60),
            ("E2", "Camden", 60.2),
            ("E3", "Brent", 70),
            ("L", "London", 65),
        ]
        for y in range(2018, 2025)
    ]
)


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def rank_figure(**more):
    options = {"unit": "%", "decimals": 0, "comparator_label": "London", "comparator": 70.0} | more
    return ranking(options.pop("table", RANKED), **options)


def hex_figure(table=RANKED, **more):
    return hexmap(CELLS, table, unit="%", decimals=0, better="higher", **more)


def trend_figure(table=TIMES, **more):
    options = {"unit": "%", "decimals": 0, "comparator_label": "London", "highlight": "E2"} | more
    return trend(table, **options)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "wanted"),
    [
        (71.2, "%", 0, "71%"),
        (12.34, "per 1,000 residents", 1, "12.3 per 1,000 residents"),
        (np.nan, "%", 0, "no figure"),
        (None, "%", 0, "no figure"),
        (-0.01, "%", 0, "0%"),
        (1234, "", 0, "1,234"),
    ],
)
def test_figure_text(value, unit, decimals, wanted):
    assert figure_text(value, unit, decimals) == wanted


@pytest.mark.parametrize("dark", [False, True])
def test_mark_colours_contrast(dark):
    c = colours(dark)
    for colour in (*c.series, *c.flags.values(), c.ink, c.muted_mark, c.outline):
        a, b = sorted((luminance(colour), luminance(c.background)))
        assert (b + 0.05) / (a + 0.05) >= 3, colour
    assert base_layout(dark, 300)["template"]["layout"]["paper_bgcolor"] == "rgba(0,0,0,0)"


def test_ranking_order_and_codes():
    figure = rank_figure()
    assert list(figure.layout.yaxis.ticktext) == RANKED.name.tolist()
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # the first at the top
    points = {code: y for t in figure.data for code, y in zip(t.customdata, t.y, strict=True)}
    assert points == {"E1": 0, "E2": 1, "E3": 2}
    assert len({t.marker.symbol for t in figure.data}) == 3
    assert "no figure" in [a.text for a in figure.layout.annotations]
    assert figure.layout.dragmode is False
    assert len(set(FLAG_SYMBOLS.values())) == len(FLAG_SYMBOLS)


def test_ranking_comparator():
    figure = rank_figure()
    assert figure.layout.shapes[0].x0 == figure.layout.shapes[0].x1 == 70
    assert "London 70%" in [a.text for a in figure.layout.annotations]
    assert not rank_figure(comparator=np.nan).layout.shapes


def test_ranking_without_comparison_has_no_words_of_it():
    figure = rank_figure(table=RANKED.assign(flag=""), comparator=None)
    assert figure.layout.showlegend is False and not any(trace.showlegend for trace in figure.data)
    assert [text for trace in figure.data for text in trace.text][
        0
    ] == "<b>Barnet</b>: 80%<br>95% interval 76 to 84%"


def test_ranking_highlight():
    figure = rank_figure(selected_areas=["E3"])
    flags = dict(zip(RANKED["area"], RANKED["flag"], strict=True))
    colour = {t.customdata[0]: t.marker.color for t in figure.data}
    assert all(colour[a] == colours().flags[flags[a]] for a in ("E1", "E2"))
    size = {t.customdata[0]: t.marker.size for t in figure.data}
    assert size["E3"] > size["E1"] == size["E2"]
    assert "<b>Brent</b>" in figure.layout.yaxis.ticktext


def test_hexmap():
    figure = hex_figure(selected_areas=["E2"])
    cells = [t for t in figure.data if t.meta == "cells"][0]
    assert list(cells.customdata) == CELLS.area.tolist()
    assert cells.text[2] == "Camden: 71%" and cells.text[5] == "Bexley: no figure"
    assert cells.x[2] == 0.5 * (cells.x[1] - cells.x[0])  # odd rows begin half a cell later
    fills = [t for t in figure.data if t.meta == "class"]
    assert len(fills) == 6 and all(t.fill == "toself" and t.hoverinfo == "skip" for t in fills)
    outline, thick = ([t for t in figure.data if t.meta == m][0] for m in ("outline", "selected"))
    assert thick.line.width > outline.line.width
    assert len(thick.x) == 10 + 2  # two hexagons less the two sides they share, closed, and the end
    across, down = (
        cells.x[1] - cells.x[0],
        (cells.y[0] - cells.y[2]) * figure.layout.yaxis.scaleratio,
    )
    assert down / across == pytest.approx(3**0.5 / 2)  # the cells are regular
    assert figure.layout.yaxis.scaleanchor == "x"


def test_hexmap_classes_have_equal_width():
    number, edges = classes(pd.Series([0.0, 1.9, 2.0, 10.0, np.nan]))
    assert number.tolist() == [0, 0, 1, 4, -1] and np.diff(edges) == pytest.approx(2)
    assert classes(pd.Series([3.0, 3.0]))[1] == [3, 3]


def test_trend_series():
    figure = trend_figure()
    lines = {t.name: t for t in figure.data if t.meta != "interval"}
    assert set(lines) == {"Barnet", "Camden", "Brent", "London"}
    assert (
        len({t.line.dash for t in lines.values()})
        == 4
        == len({t.marker.symbol for t in lines.values()})
    )
    assert lines["Camden"].line.width > lines["Barnet"].line.width
    assert lines["London"].line.color == colours().ink
    assert set(lines["Camden"].customdata) == {"E2"}
    assert sum(t.meta == "interval" for t in figure.data) == 3
    assert figure.layout.yaxis.title.text == "%"
    assert len([a for a in figure.layout.annotations if a.name == "label"]) == 4


def test_trend_marks():
    figure = trend_figure(events=[("2020-03-23", "Lockdown")], breaks=["2022-01-01"], target=75)
    assert {s.name for s in figure.layout.shapes} == {"event", "break", "target"}
    assert {"Lockdown", "Target 75%"} <= {a.text for a in figure.layout.annotations}
    camden = next(t for t in figure.data if t.name == "Camden")
    assert (
        list(camden.y).count(None) == 1 and len(camden.x) == len(camden.text) == len(camden.y) == 8
    )


def test_trend_mutes_beyond_five():
    many = pd.concat(
        [TIMES[TIMES.area == "E1"].assign(area=f"A{i}", name=f"N{i}") for i in range(7)]
    )
    figure = trend_figure(many, highlight="A6")
    assert sum(t.meta == "interval" for t in figure.data) == 5
    assert [t.name for t in figure.data if t.name and t.line.width == 1] == ["N5", "N4"]


def test_names_at_the_ends_of_lines_are_moved_apart_by_their_heights():
    assert spread([10, 11, 50], [17, 17, 17], 0, 100) == [10, 27, 50]
    assert spread([99, 100], [17, 17], 0, 100) == [83, 100]
    # A name of two lines takes more room than its neighbours need of one another.
    assert spread([10, 11, 12], [17, 45, 17], 0, 200) == [10, 41, 72]


@pytest.mark.parametrize("dark", [False, True])
def test_empty_and_missing_figures_draw_a_picture_without_figures(dark):
    blank = RANKED.assign(value=np.nan, lower=np.nan, upper=np.nan, flag="not known")
    late = [("2020-01-01", "New survey")]
    figures = [hexmap(CELLS.head(0), RANKED, unit="%", decimals=0, better="lower", dark=dark)]
    for table in (RANKED.head(0), blank):
        figures += [
            rank_figure(table=table, comparator=None, dark=dark),
            hex_figure(table, dark=dark),
        ]
    for table in (
        TIMES.head(0),
        TIMES.head(1),
        TIMES.assign(value=np.nan, lower=np.nan, upper=np.nan),
    ):
        figures.append(trend_figure(table, highlight=None, breaks=late, dark=dark))
    assert all(b"NaN" not in figure.json for figure in figures)


def test_a_ranking_at_two_levels_shows_the_wider_interval_and_each_areas_own_comparator():
    table = RANKED.assign(
        flag_level=["99.8", "", "95", ""],
        lower_998=RANKED["lower"] - 3,
        upper_998=RANKED["upper"] + 3,
        comparator=[75.0, 70.0, 66.0, np.nan],
    )
    figure = rank_figure(table=table, comparator=None, comparator_label="own BCU")
    by_meta = {t.meta: t for t in figure.data}
    assert list(by_meta["limit 998"].x[:3]) == [73, 87, None]
    assert (list(by_meta["comparator"].x), by_meta["comparator"].name) == ([75, 70, 66], "Own BCU")
    assert not figure.layout.shapes
    named = {t.name: t.marker.symbol for t in figure.data if t.customdata}
    assert named == {
        "Clearly better (99.8%)": "circle",
        "No different": "square",
        "Worse (95%)": "diamond-open",
    }
    assert "Worse than own BCU, 95%" in [text for t in figure.data if t.text for text in t.text][-1]
