"""The panes of a figure as native charts on a slide: one, or several side by side."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from dashboard.exports.charts import style
from dashboard.exports.charts.bars_chart import add_bars_chart
from dashboard.exports.charts.chart_xml import set_language
from dashboard.exports.charts.dates_chart import add_dates_chart
from dashboard.exports.charts.frame import Frame, wrap
from dashboard.exports.charts.key import draw_key, key_height
from dashboard.exports.charts.overlay import describe, draw_overlay
from dashboard.exports.charts.pane import Pane, Stroke
from dashboard.exports.charts.points_chart import add_points_chart

_TITLE_HEIGHT = 0.3
_FIGURE = re.compile(r"\d(?:\.(\d+))?%?$")
_FEW = 4
_THIN, _DENSE = 0.75, 0.5
"""Points of a line, and opacity of a band, in a chart that is one of many."""
_SIZES = ((1, 12.0), (2, 11.0), (4, 11.0), (99, 9.0))
"""Up to how many panes -> the size of their words, in points."""


def add_charts(shapes: Any, frame: Frame, panes: Sequence[Pane], alternative: str) -> list[Any]:
    """Draw ``panes`` within ``frame``, described by ``alternative``; return the charts' shapes."""
    size = next(size for most, size in _SIZES if len(panes) <= most)
    charts = []
    if len(panes) > 2:
        # A legend in each would be the same one over and over: the subtitle says what is drawn.
        panes = [replace(pane, legend=False) for pane in panes]
    if len(panes) > _FEW:
        panes = [_for_small_chart(pane) for pane in panes]
    panes = [_with_legend_of(panes[0], pane) for pane in panes]
    if len(panes) == 2 and panes[0].bars and panes[0].legend and not panes[1].names_shown:
        # In each of two narrow charts a key takes several lines from their rows.
        frame = _write_key(shapes, frame, panes[0], size)
        panes = [replace(pane, legend=False) for pane in panes]
    places = _grid(frame, panes)
    title_height = _title_height(panes, places[0].width, size)
    for pane, place in zip(panes, places, strict=True):
        if pane.title:
            place = _write_title(shapes, place, pane.title, size, title_height)
        shape = _add(shapes, place, pane, size)
        name = pane.title or "Chart"
        words = alternative if len(panes) == 1 else f"{name}: one of {len(panes)}. {alternative}"
        describe(shape, words, name)
        set_language(shape.chart._chartSpace)
        charts.append(shape)
    return charts


def _for_small_chart(pane: Pane) -> Pane:
    """A pane with lines so thin and bands so dense that an interval is seen behind its line, and with
    the last interval in its title, as so small a band can hardly be read.
    """

    def thin(stroke: Stroke | None) -> Stroke | None:
        return stroke and replace(stroke, width=min(stroke.width, _THIN))

    series = tuple(replace(one, line=thin(one.line)) for one in pane.series)
    bands = tuple(replace(band, opacity=max(band.opacity, _DENSE)) for band in pane.bands)
    return replace(pane, series=series, bands=bands, title=_title_with_interval(pane))


def _title_with_interval(pane: Pane) -> str:
    """'Trust 71% (70 to 72)': the title with the interval at the last day, at its figure's decimals;
    the title alone where there is none.
    """
    figure = _FIGURE.search(pane.title)
    if len(pane.bands) != 1 or figure is None:
        return pane.title
    edges = pane.bands[0].edges
    low, high = edges[max(edges)]
    decimals = len(figure[1] or "")
    return f"{pane.title} ({low:.{decimals}f} to {high:.{decimals}f})"


def _write_key(shapes: Any, frame: Frame, pane: Pane, size: float) -> Frame:
    """Write the key of a pane along the foot of a place, and return what is left of the place."""
    height = key_height(size)
    foot = Frame(frame.left, frame.top + frame.height - height, frame.width, height)
    draw_key(shapes, foot, [bars for bars in pane.bars if bars.in_legend], size)
    return frame.inside(0, 0, 0, height)


def _with_legend_of(first: Pane, pane: Pane) -> Pane:
    """A pane whose bars are in its legend where those of the same names are in the first pane's, so
    that it can stand alone.
    """
    named = {bars.name for bars in first.bars if bars.in_legend}
    bars = (replace(one, in_legend=one.name in named) for one in pane.bars)
    return replace(pane, bars=tuple(bars))


def _add(shapes: Any, place: Frame, pane: Pane, size: float) -> Any:
    if pane.kind == "points":
        return add_points_chart(shapes, place, pane, size)
    add = add_dates_chart if pane.kind == "dates" else add_bars_chart
    shape, overlay = add(shapes, place, pane, size)
    draw_overlay(shapes, overlay, size)
    return shape


def _grid(frame: Frame, panes: Sequence[Pane]) -> list[Frame]:
    """A place for each pane, row by row; where rows are named at the left pane alone it is wider."""
    count = len(panes)
    columns = min(count, 2) if count < 5 else math.ceil(math.sqrt(count * 1.3))
    rows = math.ceil(count / columns)
    if count == 2 and not panes[1].names_shown and panes[0].y.rows:
        left = frame.width * 0.62
        return [
            Frame(frame.left, frame.top, left, frame.height),
            Frame(frame.left + left, frame.top, frame.width - left, frame.height),
        ]
    width, height = frame.width / columns, frame.height / rows
    return [
        Frame(
            frame.left + n % columns * width, frame.top + n // columns * height, width, height
        ).inside(0.03, 0.02, 0.03, 0.02)
        for n in range(count)
    ]


def _title_height(panes: Sequence[Pane], width: float, size: float) -> float:
    """The room of the longest title, so that panes beside one another begin at one height."""
    lines = max(len(wrap(pane.title, (size + 1) * 1.15, width)) for pane in panes)
    return max(_TITLE_HEIGHT, lines * (size + 1) * 1.2 / 72)


def _write_title(shapes: Any, place: Frame, words: str, size: float, height: float) -> Frame:
    """Write the words over a pane, and return what is left of its place."""
    box = shapes.add_textbox(*Frame(place.left, place.top, place.width, height).place)
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.text = words
    frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(size + 1), True
    font.color.rgb = style.colour(style.INK)
    return place.inside(0, height, 0, 0)
