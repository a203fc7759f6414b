"""The painter without a browser: what it draws stands where the figure's numbers say."""

from __future__ import annotations

import re

import numpy as np
import pytest

from dashboard.figures.figure_json import DrawnFigure
from dashboard.figures.painted_figure import Painter

POINT = re.compile(r'class="point" transform="translate\(([-\d.]+),([-\d.]+)\)"')
AXES = {"x": [0.0, 10.0], "y": [-5.0, 30.0]}


def figure(axis: dict | None = None, **trace) -> DrawnFigure:
    layout = {
        "width": 640,
        "height": 300,
        "margin": {"l": 8, "r": 8, "t": 28, "b": 8},
        "font": {"color": "#1d2329"},
        "template": {"layout": {"font": {"color": "#1d2329"}}},
        "xaxis": axis or {"range": AXES["x"], "gridcolor": "#dddddd"},
        "yaxis": {"range": AXES["y"], "gridcolor": "#dddddd"},
        "showlegend": True,
        "annotations": [
            {"text": "A <b>note</b> & more", "x": 5, "y": 10, "xref": "x", "yref": "y"}
        ],
    }
    return DrawnFigure([{"type": "scatter", "name": "Series & one", **trace}], layout)


@pytest.fixture(scope="module")
def painter() -> Painter:
    return Painter()


def test_every_point_stands_where_its_numbers_say(painter):
    xs, ys = [0.0, 1.0, 2.5, 7.0, 10.0], [-5.0, 0.0, 12.25, 3.5, 30.0]
    marker = {"color": "#12436d", "size": 8}
    svg = painter.paint(figure(x=xs, y=ys, mode="markers", marker=marker), 640).svg
    drawn = np.array([[float(x), float(y)] for x, y in POINT.findall(svg)])
    assert len(drawn) == len(xs)
    for given, places in ((xs, drawn[:, 0]), (ys, drawn[:, 1])):
        slope, base = np.polyfit(given, places, 1)
        assert np.abs(slope * np.array(given) + base - places).max() < 0.02
    assert drawn[0, 0] < drawn[-1, 0] <= 640 and drawn[0, 1] > drawn[-1, 1] >= 0


def test_a_line_is_broken_where_a_figure_is_withheld(painter):
    line = {"color": "#12436d", "width": 2}
    svg = painter.paint(
        figure(x=[0, 1, 2, 3, 4], y=[1, 2, None, 4, 5], mode="lines", line=line), 640
    ).svg
    (path,) = re.findall(r'class="line" d="([^"]*)"', svg)
    assert path.count("M") == 2 and path.count("L") == 2


def test_an_interval_is_as_long_as_its_numbers(painter):
    bars = {"array": [2.0], "arrayminus": [1.0], "color": "#111111"}
    marker = {"color": "#12436d"}
    svg = painter.paint(
        figure(x=[5.0], y=[10.0], mode="markers", marker=marker, error_x=bars), 640
    ).svg
    ((upper, lower),) = re.findall(r'class="interval" d="M([\d.]+),[\d.]+H([\d.]+)"', svg)
    ((middle, _),) = POINT.findall(svg)
    assert float(upper) - float(middle) == pytest.approx(
        2 * (float(middle) - float(lower)), abs=0.05
    )


def test_words_are_escaped_and_the_legend_names_each_series(painter):
    marker = {"color": "#12436d"}
    painted = painter.paint(figure(x=[1], y=[2], mode="markers", marker=marker), 640)
    assert "A " in painted.svg and "&amp; more" in painted.svg
    assert [sign.words for sign in painted.legend] == ["Series & one"]
    assert painted.legend[0].swatch.startswith("<svg ")
    assert (painted.width, painted.height > 100) == (640, True)


def test_numbers_along_an_axis_are_grouped_as_in_english(painter):
    shown = figure(x=[1], y=[2], mode="markers", marker={"color": "#12436d"})
    shown.settings["yaxis"] = {"range": [0, 2000], "gridcolor": "#dddddd"}
    assert ">1,000<" in painter.paint(shown, 640).svg


@pytest.mark.parametrize(
    ("days", "names"),
    [
        (["2021-12-31", "2022-12-31"], {"2022"}),
        (["2019-12-31", "2022-12-31"], {"2020", "2021", "2022"}),
    ],
)
def test_the_name_of_a_year_stands_in_its_middle_so_that_no_december_has_the_next_year_below_it(
    painter, days, names
):
    """A figure stands at the last day of its period."""
    axis = {"range": days, "type": "date", "tickformat": "%Y"}
    marker = {"color": "#12436d", "size": 8}
    drawn = figure(axis, x=days, y=[1.0, 2.0], mode="markers", marker=marker)
    svg = painter.paint(drawn, 640).svg
    label = re.compile(r'<text x="([-\d.]+)"[^>]*class="tick"><tspan[^>]*><tspan>(\d{4})<')
    places = {words: float(x) for x, words in label.findall(svg)}
    assert names <= places.keys()
    left, right = sorted(float(x) for x, _ in POINT.findall(svg))
    years = int(days[1][:4]) - int(days[0][:4])
    width = (right - left) / years
    for name in names:
        middle = right - (int(days[1][:4]) - int(name) + 0.5) * width
        assert abs(places[name] - middle) < 0.03 * width
