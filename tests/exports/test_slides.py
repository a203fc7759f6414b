"""Slides read back: native charts with the figure's own numbers, words, marks and links."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re

import numpy as np
import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from read_back import (
    EPOCH,
    A,
    C,
    charts_of,
    described,
    drawn_points,
    left_out,
    points_of,
    words_of,
)

from dashboard.exports.charts.read_figure import is_map, read_panes
from dashboard.exports.part import DEMONSTRATION
from dashboard.exports.qr import draw_qr
from dashboard.exports.slides import write_slides


@pytest.fixture(scope="module")
def deck(file_of):
    return Presentation(io.BytesIO(file_of("pptx")))


@pytest.fixture(scope="module")
def slides(deck, parts):
    """(part, slide) of every panel."""
    return list(zip(parts, deck.slides, strict=True))


def test_every_point_of_every_figure_is_in_its_native_charts(slides):
    kinds = set()
    for part, slide in slides:
        figure = part.panel.figure
        if figure is None or is_map(figure):
            continue
        panes = read_panes(figure)
        charts = charts_of(slide)
        kinds |= {pane.kind for pane in panes}
        if any(pane.y.rows for pane in panes):
            continue  # Rows may be in columns or left out: `test_slide_rows.py` compares those.
        assert len(charts) == len(panes) > 0, part.panel.chart
        if any(pane.kind == "bars" for pane in panes):
            continue
        shown = set().union(*map(points_of, charts))
        assert drawn_points(figure) <= shown, (part.panel.page, part.panel.chart)
    assert kinds == {"dates", "points", "bars"}


def test_every_bar_is_in_its_native_chart(slides):
    seen = 0
    for part, slide in slides:
        figure = part.panel.figure
        bars = [t for t in figure.traces if t["type"] == "bar"] if figure is not None else []
        if not bars or left_out(slide):
            continue
        value = "x" if bars[0].get("orientation") == "h" else "y"
        given = [v for t in bars for v in list(t[value]) if v is not None and v == v]
        shown = [v for c in charts_of(slide) for p in c.plots for s in p.series for v in s.values]
        held = np.array([v for v in shown if v is not None])
        assert all(np.isclose(held, v, atol=1e-6).any() for v in given), part.panel.chart
        seen += len(given)
    assert seen > 100


def test_no_series_of_points_is_followed_by_a_longer_one_which_libreoffice_loses(slides):
    for part, slide in slides:
        for chart in charts_of(slide):
            if chart.plots[0]._element.tag != f"{C}scatterChart":
                continue
            counts = [
                int(x.find(f".//{C}ptCount").get("val"))
                for x in chart._chartSpace.iter(f"{C}xVal")
                if x.find(f".//{C}ptCount") is not None
            ]
            assert counts == sorted(counts, reverse=True), part.panel.chart


def test_bands_of_a_projection_are_areas_between_the_edges_of_the_figure(slides):
    (slide, figure) = next((s, p.panel.figure) for p, s in slides if p.panel.chart == "projection")
    (chart,) = charts_of(slide)
    areas, lines = chart.plots
    assert areas._element.tag == f"{C}areaChart" and lines._element.tag == f"{C}lineChart"
    tops = np.cumsum([[v or 0 for v in series.values] for series in areas.series], axis=0)
    widest = next(t for t in figure.traces if t.get("name") == "95%")
    last = max(widest["x"])
    edges = [y for x, y in zip(widest["x"], widest["y"], strict=True) if x == last]
    assert [tops[0][-1], tops[-1][-1]] == pytest.approx([min(edges), max(edges)])


def test_a_band_ends_upright_at_its_last_day_and_not_as_a_wedge(part_of, cover):
    part = part_of("response", "projection", {"indicator": "i_within_15"})
    later = {"x": ["2026-12-31", "2027-12-31"], "y": [80.0, 90.0], "meta": "target"}
    line = {"type": "scatter", "mode": "lines", "line": {}, "xaxis": "x", "yaxis": "y", **later}
    figure = dataclasses.replace(part.panel.figure, traces=[*part.panel.figure.traces, line])
    part = dataclasses.replace(part, panel=dataclasses.replace(part.panel, figure=figure))
    (slide,) = Presentation(io.BytesIO(write_slides(cover, [part]))).slides
    (chart,) = charts_of(slide)
    days = list(chart.plots[0].categories)
    widths = np.array([[v or 0 for v in one.values] for one in chart.plots[0].series][1:]).sum(0)
    last = max(n for n, width in enumerate(widths) if width > 1e-6)
    assert last < len(days) - 1, "the path to the target goes on beyond the bands"
    serials = [float(p.text) for p in chart._chartSpace.find(f".//{C}cat").iter(f"{C}v")]
    assert serials[last + 1] - serials[last] == 1


def test_the_axis_of_a_share_ends_at_the_whole(slides):
    seen = 0
    for part, slide in slides:
        for chart in charts_of(slide):
            shares = [
                axis
                for axis in chart._chartSpace.iter(f"{C}valAx")
                if "%" in axis.find(f"{C}numFmt").get("formatCode")
            ]
            highest = max((y for _, y in points_of(chart)), default=0)
            if part.panel.chart in ("projection", "answering_projection") and shares:
                assert highest <= 100
                assert float(shares[-1].find(f".//{C}max").get("val")) <= 100
                seen += 1
    assert seen


def test_the_last_figure_of_a_projection_is_named(part_of, cover):
    for chart, code in (("projection", "i_within_15"), ("answering_projection", "answered_999")):
        part = part_of("response", chart, {"indicator": code})
        (words,) = (
            re.sub("<[^>]+>", "", n["text"])
            for n in part.panel.figure.settings["annotations"]
            if n.get("name") == "last"
        )
        (slide,) = Presentation(io.BytesIO(write_slides(cover, [part]))).slides
        texts = [t.text for c in charts_of(slide) for t in c._chartSpace.iter(f"{A}t")]
        assert words in texts


def test_each_of_many_small_charts_says_its_interval(part_of, cover):
    part = part_of("trust", "measures", {})
    (slide,) = Presentation(io.BytesIO(write_slides(cover, [part]))).slides
    words = words_of(slide)
    for row in part.panel.table.to_dict("records"):
        assert f"({row['Lower 95%']:.0f} to {row['Upper 95%']:.0f})" in words


def test_the_workbook_behind_a_chart_holds_its_numbers_and_no_formula(slides):
    for part, slide in slides:
        for chart in charts_of(slide):
            blob = chart.part.chart_workbook.xlsx_part.blob
            sheet = openpyxl.load_workbook(io.BytesIO(blob))["Sheet1"]
            assert {c.data_type for row in sheet.iter_rows() for c in row} <= {"n", "s", "d"}
            for formula in chart._chartSpace.iter(f"{C}f"):
                cells = sheet[formula.text.partition("!")[2].replace("$", "")]
                flat = (
                    [cells]
                    if not isinstance(cells, tuple)
                    else [c for r in cells for c in (r if isinstance(r, tuple) else (r,))]
                )
                held = [c.value for c in flat]
                cache = formula.getnext()
                for point in cache.iter(f"{C}pt"):
                    value = held[int(point.get("idx"))]
                    if isinstance(value, dt.datetime):
                        value = (value.date() - EPOCH).days
                    text = point.findtext(f"{C}v")
                    same = text == str(value) if isinstance(value, str) else None
                    assert same or float(text) == pytest.approx(value, rel=1e-4, abs=1e-6), (
                        part.panel.chart
                    )


def test_a_map_is_shapes_of_the_colours_and_words_of_its_classes(slides):
    maps = [(p, s) for p, s in slides if p.panel.figure is not None and is_map(p.panel.figure)]
    assert len(maps) >= 3
    for part, slide in maps:
        group = next(s for s in slide.shapes if s.name == "Map")
        classes = [t for t in part.panel.figure.traces if t.get("name") and t.get("fill")]
        filled = [t for t in classes if any(x is not None for x in t["x"])]
        colours = {str(s.fill.fore_color.rgb) for s in group.shapes if s.fill.type == 1}
        assert {t["fillcolor"].lstrip("#").upper() for t in filled} <= colours
        assert all(re.sub("^[▼▲●] ", "", t["name"]) in words_of(slide) for t in classes)


def test_a_map_writes_the_names_that_fit_and_none_on_another(slides):
    part, slide = next(
        (p, s) for p, s in slides if (p.panel.page, p.panel.chart) == ("compare", "map")
    )
    forms = [n["name"] for n in part.panel.figure.settings["annotations"] if "place" in n["name"]]
    group = next(s for s in slide.shapes if s.name == "Map")
    boxes = [s for s in group.shapes if s.has_text_frame and s.text_frame.text]
    assert len(boxes) > len(forms) / 2
    for n, one in enumerate(boxes):
        words = one.text_frame.text.replace("\n", "<br>").replace("&", "&amp;")
        assert any(words in form for form in forms)
        for other in boxes[:n]:
            apart = abs(one.left + one.width / 2 - other.left - other.width / 2)
            under = abs(one.top + one.height / 2 - other.top - other.height / 2)
            wide, tall = (one.width + other.width) / 2, (one.height + other.height) / 2
            assert apart >= wide * 0.999 or under >= tall * 0.999


def test_a_slide_says_what_its_panel_says_and_where_it_is_from(slides):
    for part, slide in slides:
        panel, words = part.panel, words_of(slide)
        assert slide.shapes.title.text_frame.text == panel.title
        for text in (panel.subtitle, panel.reading, part.filter_words, "As at 3 July 2023"):
            assert text in words
        assert panel.source.split("; ")[0] in words
        assert (DEMONSTRATION in words) == panel.demonstration
        notes = slide.notes_slide.notes_text_frame.text
        assert all(
            text in notes for text in (panel.reading, panel.source, part.address, *panel.notes)
        )


def test_everything_drawn_has_its_alternative_text(slides):
    for part, slide in slides:
        drawn = [s for s in slide.shapes if s.has_chart or s.has_table or s.name == "Map"]
        assert drawn or part.panel.table.empty
        assert all(part.panel.reading in described(shape) for shape in drawn)
        for shape in slide.shapes:
            if shape.shape_type in (MSO_SHAPE_TYPE.PICTURE, MSO_SHAPE_TYPE.GROUP):
                assert described(shape)


def test_a_table_on_a_slide_has_the_first_rows_of_the_panel_and_says_how_many(slides):
    tables = [(p, s) for p, s in slides if any(shape.has_table for shape in s.shapes)]
    assert len(tables) > 10
    for part, slide in tables:
        table = next(shape.table for shape in slide.shapes if shape.has_table)
        first = [cell.text for cell in table.rows[1].cells]
        given = part.panel.table[[cell.text for cell in table.rows[0].cells]].iloc[0]
        for text, value in zip(first, given, strict=True):
            same = text == str(value).strip() or (text == "" and value != value)
            assert same or float(text.replace(",", "")) == pytest.approx(float(value), abs=6e-4)
        rows = len(table.rows) - 1
        if rows < len(part.panel.table):
            assert f"{rows} of {len(part.panel.table):,} rows" in words_of(slide)


def test_nothing_on_a_slide_stands_outside_it(deck):
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width * 1.001, shape.name
            assert shape.top + shape.height <= deck.slide_height * 1.001, shape.name


def test_the_qr_code_and_the_link_lead_to_the_very_view(slides):
    for part, slide in slides:
        picture = next(s for s in slide.shapes if s.name == "QR code")
        assert picture.image.blob == draw_qr(part.address)
        assert picture.click_action.hyperlink.address == part.address
    funnel = next(part for part, _ in slides if part.panel.chart == "funnel")
    assert "indicator=crime_robbery" in funnel.address and funnel.address.endswith("#funnel")
    assert "Indicator: Robbery" in funnel.filter_words


def test_the_deck_names_itself_and_its_language(deck, cover):
    properties = deck.core_properties
    assert (properties.title, properties.language) == (cover.title, "en-GB")
    assert DEMONSTRATION in properties.category


def test_a_name_that_begins_like_a_formula_or_a_tag_is_words(cover, part_of):
    part = part_of("compare", "trend", {})
    figure = dataclasses.replace(
        part.panel.figure,
        traces=[{**t, "name": "=1+1 &lt;b&gt;"} for t in part.panel.figure.traces],
    )
    panel = dataclasses.replace(part.panel, figure=figure, title='<a:t>&"', reading="=cmd")
    deck = Presentation(io.BytesIO(write_slides(cover, [dataclasses.replace(part, panel=panel)])))
    (slide,) = deck.slides
    (chart,) = charts_of(slide)
    assert slide.shapes.title.text_frame.text == '<a:t>&"'
    assert chart.plots[0].series[0].name == "=1+1 <b>"
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    assert (sheet["B1"].value, sheet["B1"].data_type) == ("=1+1 <b>", "s")


def test_twelve_slides_are_small(cover, parts):
    figures = [part for part in parts if part.panel.figure is not None][:12]
    size = len(write_slides(cover, figures))
    assert size < 1_500_000
