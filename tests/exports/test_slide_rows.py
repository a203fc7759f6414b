"""The rows of slides read back: large enough to read, on one scale, and none lost without a word."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pptx import Presentation
from read_back import A, C, charts_of, left_out, row_points, rows_of, smallest_words, words_of

from dashboard.exports.charts.frame import Frame
from dashboard.exports.charts.pane import Axis, Errors, Mark, Pane, Rule, Series, Stroke
from dashboard.exports.charts.read_figure import is_map, read_panes
from dashboard.exports.charts.rows import GAP, fit_rows, pick_rows
from dashboard.exports.charts.style import SMALLEST
from dashboard.exports.deck import SMALLEST_FOOT
from dashboard.exports.packs.slides import write_pack_slides
from dashboard.exports.slides import write_slides

FOOT = "Source, as at and filters"


@pytest.fixture(scope="module")
def told_slides(content, parts, cover):
    """(panels, slide) of every slide of a pack, and of every panel of the pages."""
    pack = Presentation(io.BytesIO(write_pack_slides(content))).slides
    pages = Presentation(io.BytesIO(write_slides(cover, parts))).slides
    told = [(each.parts, slide) for each, slide in zip(content.slides, pack, strict=True)]
    return told + [((part,), slide) for part, slide in zip(parts, pages, strict=True)]


def panes_of(part) -> tuple[Pane, ...]:
    figure = part.panel.figure
    return () if figure is None or is_map(figure) else read_panes(figure)


def points_in(panes) -> set[tuple[float, str]]:
    """(number, name of its row) of every mark and bar of panes."""
    points = set()
    for pane in panes:
        names = pane.y.rows
        for bars in pane.bars:
            points |= {(v, names[n]) for n, v in enumerate(bars.values) if v is not None}
        for one in pane.series:
            pairs = zip(one.x, one.y, strict=True)
            points |= {(x, names[int(y)]) for x, y in pairs if None not in (x, y) and y == int(y)}
    return {(round(x, 4), name) for x, name in points}


def test_no_words_of_a_slide_are_too_small_to_read(told_slides):
    for parts, slide in told_slides:
        for name, size in smallest_words(slide).items():
            least = SMALLEST_FOOT if name == FOOT else SMALLEST
            assert size >= least, (name, [part.panel.chart for part in parts])


def test_every_row_is_drawn_with_its_numbers_or_is_said_to_be_left_out(told_slides):
    split = cut = 0
    for parts, slide in told_slides:
        figures = [panes for part in parts if (panes := panes_of(part)) and panes[0].y.rows]
        said = left_out(slide)
        for panes in figures:
            names, given = panes[0].y.rows, points_in(panes)
            charts = [c for c in charts_of(slide) if set(rows_of(c).values()) - {GAP} <= set(names)]
            charts = [chart for chart in charts if rows_of(chart)]
            firsts = charts[:1] if len(panes) > 1 else charts
            drawn = [name for chart in firsts for name in rows_of(chart).values() if name != GAP]
            shown = set().union(*map(row_points, charts))
            assert [name for name in names if name in drawn] == drawn
            assert {point for point in given if point[1] in drawn} >= shown - rules_in(panes, drawn)
            if len(panes) == 1 or panes[0].bars:
                assert {point for point in given if point[1] in drawn} <= shown
            if len(drawn) < len(names):
                assert said.pop(0) == len(names) - len(drawn)
                cut += 1
            split += len(charts) > len(panes)
        assert said == []
    assert split > 3 and cut > 3


def rules_in(panes, names) -> set[tuple[float, str]]:
    """Where the upright lines across panes meet their rows."""
    at = {round(rule.at, 4) for pane in panes for rule in pane.rules if rule.vertical}
    return {(x, name) for x in at for name in names}


def test_charts_of_one_ranking_side_by_side_have_one_scale(told_slides):
    seen = 0
    for parts, slide in told_slides:
        panes = [pane for part in parts for pane in panes_of(part)]
        charts = [chart for chart in charts_of(slide) if rows_of(chart)]
        if len(parts) == 1 and len(panes) == 1 and len(charts) > 1:
            scales = {
                tuple(axis.find(f".//{C}{end}").get("val") for end in ("min", "max"))
                for chart in charts
                for axis in [next(chart._chartSpace.iter(f"{C}valAx"))]
            }
            assert len(scales) == 1
            seen += 1
    assert seen > 3


def test_rows_left_out_take_their_points_intervals_and_words_with_them():
    stroke = Stroke("000000", 1)
    series = Series(
        "Figure",
        (1.0, None, 2.0, None, 3.0, None),
        (0.0, None, 1.0, None, 2.0, None),
        mark=Mark("000000", "circle", 6),
        x_errors=Errors((0.1, None, 0.2, None, 0.3, None), (0.4,) * 6, stroke),
        labels={0: "first", 2: "second", 4: "third"},
    )
    pane = Pane("points", Axis(), Axis(rows=("A", "B", "C")), series=(series,))
    pane = replace(pane, rules=(Rule(1.5, True, "mean", stroke), Rule(1.0, False, "B", stroke)))
    (kept,) = (picked := pick_rows(pane, [0, None, 2])).series
    assert picked.y.rows == ("A", GAP, "C")
    assert (kept.x, kept.y) == ((1.0, None, 3.0, None), (0.0, None, 2.0, None))
    assert kept.x_errors.below == (0.1, None, 0.3, None)
    assert kept.labels == {0: "first", 2: "third"}
    assert [rule.name for rule in picked.rules] == ["mean"]


def test_rows_that_fit_stay_as_they_are():
    pane = Pane("points", Axis(), Axis(rows=("A", "B")), series=(Series("F", (1.0,), (0.0,)),))
    fitted = fit_rows([pane], Frame(0, 0, 6, 3), 12)
    assert (fitted.panes, fitted.sentence) == ([pane], "")


def test_intervals_of_one_slide_are_drawn_in_one_way(told_slides):
    seen = 0
    for parts, slide in told_slides:
        if [part.panel.chart for part in parts] == ["detections"]:
            kinds = {
                chart._chartSpace.find(f".//{C}errBars") is not None for chart in charts_of(slide)
            }
            assert len(kinds) == 1
            seen += 1
    assert seen > 2


def test_small_charts_use_the_height_that_the_figure_gives_them(told_slides):
    for parts, slide in told_slides:
        if [part.panel.chart for part in parts] == ["detections"]:
            high = panes_of(parts[0])[0].y.high
            for chart in charts_of(slide):
                top = float(next(chart._chartSpace.iter(f"{C}valAx")).find(f".//{C}max").get("val"))
                assert high <= top < high * 1.25


def test_the_interval_in_the_title_of_a_small_chart_is_that_of_its_figure(told_slides):
    for parts, slide in told_slides:
        for part in parts:
            if part.panel.chart == "detections":
                for pane in panes_of(part):
                    last = max(one.x[one.last] for one in pane.series if one.last >= 0)
                    has_one = any(last in band.edges for band in pane.bands)
                    assert (f"{pane.title} (" in words_of(slide)) == has_one


def test_lying_intervals_are_lines_between_their_ends_which_every_program_draws(told_slides):
    # LibreOffice draws no error bars from left to right whose lengths differ.
    seen = 0
    for (part, *_), slide in ((p, s) for p, s in told_slides if len(p) == 1):
        traces = [] if part.panel.figure is None else part.panel.figure.traces
        names = {}
        if any(t.get("error_x") for t in traces):
            names = dict(enumerate(read_panes(part.panel.figure)[0].y.rows))
        drawn = {name for chart in charts_of(slide) for name in rows_of(chart).values()}
        given = {
            (round(end, 3), names[row])
            for t in traces
            if t.get("error_x")
            for x, row, low, high in zip(
                t["x"], t["y"], t["error_x"]["arrayminus"], t["error_x"]["array"], strict=True
            )
            if None not in (x, low, high) and x == x and low == low and high == high
            if names[row] in drawn
            for end in (x - low, x + high)
        }
        ends = [row_points(c, intervals=True) for c in charts_of(slide) if given and rows_of(c)]
        near = {(round(x + d, 3), name) for c in ends for x, name in c for d in (-0.001, 0, 0.001)}
        assert given <= near, part.panel.chart
        seen += len(given) > 0
    assert seen >= 4


def test_rows_keep_the_signs_that_say_which_way_they_go(part_of, cover):
    part = part_of("allocation", "robustness", {"plan": "proposed-2023"})
    names = [n.replace("&amp;", "&") for n in part.panel.figure.settings["yaxis"]["ticktext"]]
    (slide,) = Presentation(io.BytesIO(write_slides(cover, [part]))).slides
    texts = {t.text for c in charts_of(slide) for t in c._chartSpace.iter(f"{A}t")}
    assert {n[0] for n in names} == {"▲", "▼"}
    assert len(set(names) - texts) == sum(left_out(slide))


def test_every_row_of_bars_writes_its_name_in_every_program(told_slides):
    seen = 0
    for _, slide in told_slides:
        for chart in charts_of(slide):
            for bars in chart._chartSpace.iter(f"{C}barDir"):
                if bars.get("val") == "bar":
                    axis = next(chart._chartSpace.iter(f"{C}catAx"))
                    assert axis.find(f"{C}txPr/{A}bodyPr").get("rot") == "0"
                    assert axis.find(f"{C}tickLblSkip").get("val") == "1"
                    seen += 1
    assert seen
