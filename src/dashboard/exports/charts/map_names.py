"""The names on a map of shapes: of the forms of each the first that fits its area."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Pt

from dashboard.exports.charts import style
from dashboard.exports.charts.frame import Frame, widest
from dashboard.exports.charts.read_trace import colour_of, words_of

_LINE = style.SMALLEST * 1.2 / 72
_PLACE = re.compile(r"place (\d+)[\d,]*/\d+ (.*)", re.DOTALL)
"""How a figure writes the room of a name, in its own units, and the forms of it."""


def write_names(
    shapes: Any,
    settings: Mapping[str, Any],
    point: Callable[[float, float], tuple[float, float]],
    unit: float,
) -> None:
    """Write the names of a figure's places; ``point`` gives the inches of a place, and ``unit`` is
    the inches of one step of the figure's grid. No name lies on another.
    """
    boxes: list[Frame] = []
    for note in settings.get("annotations", ()):
        if (place := _PLACE.fullmatch(note.get("name") or "")) is None:
            continue
        x, y = point(float(note["x"]), float(note["y"]))
        for form in place[2].split("|"):
            lines = [words_of(line) for line in form.split("<br>")]
            wide, tall = widest(lines, style.SMALLEST), len(lines) * _LINE
            frame = Frame(x - wide / 2, y - tall / 2, wide, tall)
            fits = wide <= int(place[1]) * unit + 0.05
            if fits and not any(_touch(frame, other) for other in boxes):
                boxes.append(frame)
                _write(shapes, frame, lines, colour_of(note["font"].get("color"))[0])
                break


def _touch(one: Frame, other: Frame) -> bool:
    across = one.left < other.left + other.width and other.left < one.left + one.width
    return across and one.top < other.top + other.height and other.top < one.top + one.height


def _write(shapes: Any, frame: Frame, lines: list[str], colour: str) -> None:
    text = shapes.add_textbox(*frame.place).text_frame
    text.word_wrap = False
    text.margin_left = text.margin_right = text.margin_top = text.margin_bottom = Emu(0)
    text.vertical_anchor = MSO_ANCHOR.MIDDLE
    for n, line in enumerate(lines):
        paragraph = text.paragraphs[0] if n == 0 else text.add_paragraph()
        paragraph.alignment = style.CENTRE
        run = paragraph.add_run()
        run.text = line
        run.font.size = Pt(style.SMALLEST)
        run.font.color.rgb = style.colour(colour)
