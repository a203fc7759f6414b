"""A map as shapes: each class of colour, each border and each sign one shape that can be edited."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches, Pt

from dashboard.exports.charts import style
from dashboard.exports.charts.frame import Frame, text_width
from dashboard.exports.charts.map_names import write_names
from dashboard.exports.charts.overlay import describe, drop_effects
from dashboard.exports.charts.read_trace import colour_of, numbers, stroke_of, words_of
from dashboard.figures.figure_json import DrawnFigure, Trace

Point = tuple[float, float]
_UNITS = 1000
"""Shapes are drawn in thousandths of an inch."""
_KEY_WIDTH, _KEY_SIZE = 2.3, 12.0
_SIGN_SIDES = {"triangle-up": (3, 90.0), "triangle-down": (3, -90.0), "square": (4, 45.0)}
"""Symbol -> how many sides it is drawn with, and the angle of its first corner."""
_ROUND = (10, 0.0)


@dataclass(frozen=True)
class _Grid:
    """How places of the figure stand on the slide."""

    left: float
    top: float
    low_x: float
    high_y: float
    inches: float
    tall: float

    def inches_at(self, x: float, y: float) -> Point:
        """Where on the slide a place of the figure is, in inches."""
        return (
            self.left + (x - self.low_x) * self.inches,
            self.top + (self.high_y - y) * self.inches * self.tall,
        )

    def point(self, x: float, y: float) -> Point:
        """The same in the units of shapes."""
        across, down = self.inches_at(x, y)
        return round(across * _UNITS), round(down * _UNITS)


def add_map(shapes: Any, frame: Frame, figure: DrawnFigure, alternative: str) -> Any:
    """Draw the map of ``figure`` within ``frame`` as one group of shapes, with its key."""
    classes = [trace for trace in figure.traces if trace.get("name") and trace.get("fill")]
    key = Frame(frame.left + frame.width - _KEY_WIDTH, frame.top, _KEY_WIDTH, frame.height)
    grid = _grid(figure, Frame(frame.left, frame.top, frame.width - _KEY_WIDTH, frame.height))
    group = shapes.add_group_shape()
    group.name = "Map"
    describe(group, alternative, "Map")
    for trace in figure.traces:
        _draw(group.shapes, grid, trace)
    write_names(group.shapes, figure.settings, grid.inches_at, grid.inches)
    _draw_key(shapes, key, classes)
    return group


def _grid(figure: DrawnFigure, frame: Frame) -> _Grid:
    tall = float(figure.settings["yaxis"].get("scaleratio") or 1)
    drawn = [t for t in figure.traces if t.get("fill")]
    xs = [x for trace in drawn for x in numbers(trace["x"]) if x is not None]
    ys = [y for trace in drawn for y in numbers(trace["y"]) if y is not None]
    wide, high = max(xs) - min(xs) or 1, (max(ys) - min(ys) or 1) * tall
    inches = min(frame.width / wide, frame.height / high)
    left = frame.left + (frame.width - wide * inches) / 2
    top = frame.top + (frame.height - high * inches) / 2
    return _Grid(left, top, min(xs), max(ys), inches, tall)


def _draw(shapes: Any, grid: _Grid, trace: Trace) -> None:
    if trace.get("mode") == "markers":
        marker = trace.get("marker") or {}
        colour, opacity = colour_of(marker.get("color"))
        if opacity and marker.get("opacity", 1):
            _draw_signs(shapes, grid, trace, colour)
        return
    lines = [line for line in _lines(trace, grid) if len(line) > 1]
    if not lines:
        return
    filled = trace.get("fill") == "toself"
    shape = _freeform(shapes, lines, filled)
    shape.name = words_of(str(trace.get("name") or trace.get("meta") or "Border"))
    if filled:
        colour = colour_of(trace.get("fillcolor"))[0]
        _fill(shape, colour)
        border = stroke_of(trace.get("line") or {})
        if border.colour != colour and float((trace.get("line") or {}).get("width", 2)):
            style.draw_line(shape.line, border)
        return
    shape.fill.background()
    style.draw_line(shape.line, stroke_of(trace.get("line") or {}))


def _lines(trace: Trace, grid: _Grid) -> Iterable[list[Point]]:
    """The lines of a trace, which a place without a number parts from one another."""
    line: list[Point] = []
    for x, y in zip(numbers(trace["x"]), numbers(trace["y"]), strict=True):
        if x is None or y is None:
            yield line
            line = []
        else:
            line.append(grid.point(x, y))
    yield line


def _draw_signs(shapes: Any, grid: _Grid, trace: Trace, colour: str) -> None:
    marker = trace["marker"]
    sides, first = _SIGN_SIDES.get(str(marker.get("symbol")), _ROUND)
    radius = min(float(marker.get("size", 6)) / 96 / 2, grid.inches * 0.45) * _UNITS
    outlines = []
    for x, y in zip(numbers(trace["x"]), numbers(trace["y"]), strict=True):
        if x is not None and y is not None:
            across, down = grid.point(x, y)
            turns = (math.radians(first + 360 * n / sides) for n in range(sides))
            outlines.append(
                [(across + radius * math.cos(t), down - radius * math.sin(t)) for t in turns]
            )
    if outlines:
        shape = _freeform(shapes, outlines, True)
        shape.name = "Signs"
        _fill(shape, colour)


def _freeform(shapes: Any, lines: Sequence[Sequence[Point]], is_closed: bool) -> Any:
    """One shape of several lines.

    Its outline is written here: python-pptx looks through all points again for each of them, which
    takes seconds for the borders of London.
    """
    left, top = (min(point[n] for line in lines for point in line) for n in (0, 1))
    right, bottom = (max(point[n] for line in lines for point in line) for n in (0, 1))
    builder = shapes.build_freeform(left, top, scale=Inches(1) / _UNITS)
    builder.add_line_segments([(right, top), (right, bottom), (left, bottom)], close=True)
    shape = builder.convert_to_shape()
    path = shape._element.xpath(".//a:path")[0]
    outline = "".join(_outline(line, left, top, is_closed) for line in lines)
    path.getparent().replace(
        path,
        parse_xml(
            f'<a:path {nsdecls("a")} w="{right - left:.0f}" h="{bottom - top:.0f}">{outline}</a:path>'
        ),
    )
    drop_effects(shape)
    return shape


def _outline(line: Sequence[Point], left: float, top: float, is_closed: bool) -> str:
    """A line as DrawingML, measured from the corner of its shape."""
    points = [f'<a:pt x="{x - left:.0f}" y="{y - top:.0f}"/>' for x, y in line]
    rest = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in points[1:])
    return f"<a:moveTo>{points[0]}</a:moveTo>{rest}{'<a:close/>' if is_closed else ''}"


def _fill(shape: Any, colour: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = style.colour(colour)
    shape.line.fill.background()


def _draw_key(shapes: Any, frame: Frame, classes: Sequence[Trace]) -> None:
    """Each class: a square of its colour and its name."""
    row = 0.32
    top = frame.top + 0.2
    for n, trace in enumerate(classes):
        y = top + n * row
        box = shapes.add_shape(MSO_SHAPE.RECTANGLE, *Frame(frame.left, y, 0.2, 0.2).place)
        _fill(box, colour_of(trace.get("fillcolor"))[0])
        drop_effects(box)
        name = words_of(str(trace["name"]))
        describe(box, f"Key: {name}")
        width = max(frame.width - 0.3, text_width(name, _KEY_SIZE))
        words = shapes.add_textbox(*Frame(frame.left + 0.28, y - 0.05, width, 0.3).place)
        text = words.text_frame
        text.margin_left = text.margin_top = text.margin_bottom = text.margin_right = 0
        text.word_wrap = True  # Else it is centred on its box in some programs.
        text.text = name
        text.paragraphs[0].runs[0].font.size = Pt(_KEY_SIZE)
        text.paragraphs[0].runs[0].font.color.rgb = style.colour(style.INK)
