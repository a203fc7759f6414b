"""The panes of a figure as native charts on a slide: one, or several side by side."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from dashboard.exports.charts import style
from dashboard.exports.charts.bands import alike_intervals, join_bands
from dashboard.exports.charts.bars_chart import add_bars_chart
from dashboard.exports.charts.chart_xml import set_language
from dashboard.exports.charts.dates_chart import add_dates_chart
from dashboard.exports.charts.frame import Frame, wrap
from dashboard.exports.charts.key import draw_key, key_height, key_of
from dashboard.exports.charts.overlay import describe, draw_overlay
from dashboard.exports.charts.pane import Pane, Stroke
from dashboard.exports.charts.points_chart import add_points_chart
from dashboard.exports.charts.rows import fit_rows, rows_that_fit, share_rows

_TITLE_HEIGHT = 0.3
_FIGURE = re.compile(r"\d(?:\.(\d+))?%?$")
_FEW = 4
_THIN, _DENSE = 0.75, 0.5
"""Points of a line, and opacity of a band, in a chart that is one of many."""
_SIZES = ((1, 12.0), (99, style.SMALLEST))
"""Up to how many panes -> the size of their words, in points."""


@dataclass(frozen=True)
class _Layout:
    """The panes to draw, where each stands, and what is said of the rows left out."""

    panes: Sequence[Pane]
    places: Sequence[Frame]
    size: float
    """Of words, in points."""
    sentence: str = ""


def add_charts(shapes: Any, frame: Frame, panes: Sequence[Pane], alternative: str) -> list[Any]:
    """Draw ``panes`` within ``frame``, described by ``alternative``; return the charts' shapes."""
    size = next(size for most, size in _SIZES if len(panes) <= most)
    panes = _suit_one_another(panes)
    layout = _lay_out_rows(shapes, frame, panes, size) if share_rows(panes) else None
    layout = layout or _Layout(panes, _grid(frame, panes), size)
    title_size = layout.size + (len(panes) <= _FEW)
    title_height = _title_height(layout.panes, layout.places[0].width, title_size)
    charts = []
    words = f"{alternative} {layout.sentence}".strip()
    count = len(layout.panes)
    for n, (pane, place) in enumerate(zip(layout.panes, layout.places, strict=True), 1):
        if pane.title:
            place = _write_title(shapes, place, pane.title, title_size, title_height)
        shape = _add(shapes, place, pane, layout.size)
        name = pane.title or ("Chart" if count == 1 else f"Chart {n}")
        describe(shape, words if count == 1 else f"{name}: one of {count}. {words}", name)
        set_language(shape.chart._chartSpace)
        charts.append(shape)
    return charts


def _suit_one_another(panes: Sequence[Pane]) -> list[Pane]:
    """The panes with what they have in common drawn alike in each of them."""
    if len(panes) > 2:
        # A legend in each would be the same one over and over: the subtitle says what is drawn.
        panes = [replace(pane, legend=False) for pane in panes]
    if len(panes) > _FEW:
        panes = [_for_small_chart(pane) for pane in panes]
    return [_with_legend_of(panes[0], pane) for pane in alike_intervals(panes)]


def _lay_out_rows(shapes: Any, frame: Frame, panes: Sequence[Pane], size: float) -> _Layout | None:
    """The panes of rows where they need one key or have more rows than fit; None where they do not.

    In a narrow chart a key of its own takes several lines from its rows.
    """
    first = panes[0]
    is_pair = len(panes) == 2 and bool(first.bars) and not panes[1].names_shown
    if len(first.y.rows) <= rows_that_fit(panes, frame, size) and not is_pair:
        return None
    size = style.SMALLEST
    if first.legend:
        frame = _write_key(shapes, frame, first, size)
        panes = [replace(pane, legend=False) for pane in panes]
    rows = fit_rows(panes, frame, size)
    if rows.left:
        # The sentence takes room from the rows.
        frame, foot = _split_foot(frame, _sentence_height(rows.sentence, frame.width))
        rows = fit_rows(panes, frame, size)
        _write_sentence(shapes, foot, rows.sentence)
    if rows.in_columns:
        return _Layout(rows.panes, _side_by_side(frame, len(rows.panes)), size)
    return _Layout(rows.panes, _grid(frame, rows.panes), size, rows.sentence)


def _split_foot(frame: Frame, height: float) -> tuple[Frame, Frame]:
    """A place without its foot, and the foot of a height."""
    foot = Frame(frame.left, frame.top + frame.height - height, frame.width, height)
    return frame.inside(0, 0, 0, height), foot


def _sentence_height(words: str, width: float) -> float:
    return len(wrap(words, style.SMALLEST * 1.06, width)) * style.SMALLEST * 1.22 / 72 + 0.04


def _write_sentence(shapes: Any, frame: Frame, words: str) -> None:
    box = shapes.add_textbox(*frame.place)
    box.name = "Rows not drawn"
    text = box.text_frame
    text.word_wrap = True
    text.margin_left = text.margin_right = text.margin_top = text.margin_bottom = 0
    text.text = words
    font = text.paragraphs[0].runs[0].font
    font.size, font.color.rgb = Pt(style.SMALLEST), style.colour(style.MUTED)


def _side_by_side(frame: Frame, count: int) -> list[Frame]:
    width = frame.width / count
    return [
        Frame(frame.left + n * width, frame.top, width, frame.height).inside(0.03, 0, 0.03, 0)
        for n in range(count)
    ]


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
    the title alone where that day has none, even if an earlier one has.
    """
    figure = _FIGURE.search(pane.title)
    bands = join_bands(pane.bands)
    days = [one.x[one.last] for one in pane.series if one.last >= 0]
    last = max((day for day in days if isinstance(day, dt.date)), default=None)
    if len(bands) != 1 or figure is None or last not in bands[0].edges:
        return pane.title
    low, high = bands[0].edges[last]
    decimals = len(figure[1] or "")
    return f"{pane.title} ({low:.{decimals}f} to {high:.{decimals}f})"


def _write_key(shapes: Any, frame: Frame, pane: Pane, size: float) -> Frame:
    """Write the key of a pane along the foot of a place, and return what is left of the place."""
    entries = key_of(pane)
    frame, foot = _split_foot(frame, key_height(entries, frame.width, size))
    draw_key(shapes, foot, entries, size)
    return frame


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
        left = frame.width * 0.66
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
    lines = max(len(wrap(pane.title, size * 1.15, width)) for pane in panes)
    return max(_TITLE_HEIGHT, lines * size * 1.2 / 72)


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
    font.size, font.bold = Pt(size), True
    font.color.rgb = style.colour(style.INK)
    return place.inside(0, height, 0, 0)
