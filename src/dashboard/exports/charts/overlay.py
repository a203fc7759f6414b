"""Lines across a chart that it cannot hold as a series: days of events, and levels of bars.

They are shapes of their own, in one group that lies over the chart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from dashboard.exports.charts import style
from dashboard.exports.charts.frame import Frame, Scale, text_width
from dashboard.exports.charts.pane import Rule


@dataclass(frozen=True)
class Overlay:
    """The area of a chart that is drawn on, its axes, and the lines across it."""

    inner: Frame
    across: Scale
    """The numbers, days or rows from left to right."""
    up: Scale
    rules: tuple[Rule, ...]
    epoch: dt.date | None = None
    """The day from which days are counted."""
    named_below: bool = False
    """The names of upright lines stand below, where the numbers run along the top."""

    def along(self, rule: Rule) -> float:
        """How far along its axis a line stands, from 0 to 1."""
        at = rule.at
        if isinstance(at, dt.date):
            assert self.epoch is not None
            at = float((at - self.epoch).days)
        return (self.across if rule.vertical else self.up).share(at)


def rules_height(rules: Sequence[Rule], size: float) -> float:
    """The room over a chart that the names of lines take, in inches."""
    named = sum(1 for rule in rules if rule.vertical and rule.name)
    return min(named, 3) * size * 1.35 / 72


def draw_overlay(shapes: Any, overlay: Overlay, size: float) -> None:
    """Draw the lines that fall within the chart, with their names above them or at their end."""
    there = [rule for rule in overlay.rules if 0 <= overlay.along(rule) <= 1]
    if not there:
        return
    group = shapes.add_group_shape()
    names = [rule.name for rule in there if rule.name]
    group.name = "Lines across the chart"
    describe(group, f"Marked on the chart: {', '.join(names) or 'lines'}.")
    step = size * 1.35 / 72
    for place, rule in enumerate(sorted(there, key=overlay.along)):
        level = place % 3 if rule.vertical else 0
        _draw(group.shapes, overlay, rule, size, level * step)


def _draw(shapes: Any, overlay: Overlay, rule: Rule, size: float, lift: float) -> None:
    inner, share = overlay.inner, overlay.along(rule)
    if rule.vertical:
        x = inner.left + inner.width * share
        foot = inner.top + inner.height
        above, below = (0.0, lift) if overlay.named_below else (lift, 0.0)
        ends = (x, inner.top - above, x, foot + below)
    else:
        y = inner.top + inner.height * (1 - share)
        ends = (inner.left, y, inner.left + inner.width, y)
    line = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *(Inches(end) for end in ends))
    style.draw_line(line.line, rule.stroke)
    if rule.name:
        _write(shapes, overlay, rule, size, ends)


def _write(
    shapes: Any, overlay: Overlay, rule: Rule, size: float, ends: tuple[float, float, float, float]
) -> None:
    inner = overlay.inner
    width, height = text_width(rule.name, size) + 0.15, size * 1.35 / 72
    x, y = ends[0], (ends[3] + height if overlay.named_below and rule.vertical else ends[1])
    if not rule.vertical:
        x = inner.left + inner.width - width / 2
    left = min(max(x - width / 2, inner.left - 0.3), inner.left + inner.width + 0.6 - width)
    box = shapes.add_textbox(*Frame(left, y - height, width, height).place)
    frame = box.text_frame
    frame.word_wrap = False
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    frame.text = rule.name
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER
    paragraph.runs[0].font.size = Pt(size)
    paragraph.runs[0].font.color.rgb = style.colour(style.INK)


def drop_effects(shape: Any) -> None:
    """Leave out the shadow and the outline that a theme gives to every shape."""
    for style_of in shape._element.xpath("./p:style"):
        shape._element.remove(style_of)


def describe(shape: Any, words: str, title: str = "") -> None:
    """Give a shape the words that stand for it where it is not seen."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", words)
    if title:
        properties.set("title", title)
