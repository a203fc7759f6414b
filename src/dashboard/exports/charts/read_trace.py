"""One trace of a Plotly figure -> a series, a band or bars."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.exports.charts.pane import At, Band, Bars, Errors, Mark, Series, Stroke
from dashboard.figures.figure_json import Trace
from dashboard.markup import plain
from dashboard.text import capitalise, missing

INK = "1D2329"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_RGBA = re.compile(r"rgba?\((\d+), ?(\d+), ?(\d+)(?:, ?([\d.]+))?\)")
_TAG = re.compile(r"<[^>]*>")
_KEY = re.compile(r"^[○●◆■▲✕×◇□△] ?")
_NAMES = {
    "limit 998": "99.8% limits",
    "limit 95": "95% limits",
    "interval": "95% interval",
    "history": "Figure",
    "join": "Difference",
    "mean": "Mean",
    "line": "Figure",
    "target": "Target",
}
"""What is said of a trace without a name of its own, by what the figure calls it."""
_PIXEL = 0.75
"""Points of a pixel."""


def words_of(text: str) -> str:
    """The words of a label: without tags, signs of series or entities, in one line."""
    return _KEY.sub("", row_words(text))


def row_words(text: str) -> str:
    """The words of a row's name: as those of a label, with the sign that says which way it goes."""
    return html.unescape(_TAG.sub("", text.replace("<br>", " "))).strip()


def is_day(value: Any) -> bool:
    """True for a day as figures write it: '2023-06-30'."""
    return isinstance(value, str) and _DAY.match(value) is not None


def to_day(value: str) -> dt.date:
    """A day of a figure as a date."""
    return dt.date.fromisoformat(value[:10])


def numbers(values: Any) -> tuple[float | None, ...]:
    """Numbers of a trace; None where there is none."""
    return tuple(None if missing(value) else float(value) for value in values)


def _places(values: Any) -> tuple[At | None, ...]:
    return tuple(
        to_day(value) if is_day(value) else None if missing(value) else float(value)
        for value in values
    )


def colour_of(colour: str | None, usual: str = INK) -> tuple[str, float]:
    """A colour of a figure as 'RRGGBB' with its opacity."""
    if not isinstance(colour, str):
        return usual, 1.0
    if colour.startswith("#") and len(colour) == 7:
        return colour[1:].upper(), 1.0
    if (parts := _RGBA.fullmatch(colour)) is not None:
        red, green, blue = (int(parts[n]) for n in (1, 2, 3))
        return f"{red:02X}{green:02X}{blue:02X}", float(parts[4] or 1)
    return usual, 1.0


def stroke_of(line: Mapping[str, Any]) -> Stroke:
    """The line of a trace or shape."""
    return Stroke(
        colour_of(line.get("color"))[0],
        max(float(line.get("width", 2)) * _PIXEL, 0.5),
        str(line.get("dash") or "solid"),
    )


def _name_of(trace: Trace, number: int) -> str:
    meta = trace.get("meta")
    known = _NAMES.get(meta, meta) if isinstance(meta, str) else None
    return capitalise(words_of(plain(trace.get("name") or known or f"Series {number + 1}")))


def _only(value: Any, usual: Any) -> Any:
    """A property of a marker; where each point has its own, that of the largest or the last."""
    if isinstance(value, list | tuple) or hasattr(value, "tolist"):
        held = list(value)
        numeric = all(isinstance(each, int | float) for each in held)
        return (max(held) if numeric else held[-1]) if held else usual
    return usual if value is None else value


def _mark_of(trace: Trace, line: Stroke | None) -> Mark | None:
    marker = trace.get("marker") or {}
    usual = f"#{line.colour}" if line else None
    colour, opacity = colour_of(_only(marker.get("color"), usual))
    if opacity == 0 or marker.get("opacity") == 0:
        return None
    size = float(_only(marker.get("size"), 6)) * _PIXEL
    return Mark(colour, str(_only(marker.get("symbol"), "circle")), size)


def read_series(trace: Trace, number: int) -> Series:
    """A line, points, or both; ``number`` names one without a name."""
    mode = trace.get("mode") or "lines"
    line = stroke_of(trace.get("line") or {}) if "lines" in mode else None
    texts = trace.get("text") if "text" in mode.split("+") else None
    return Series(
        _name_of(trace, number),
        _places(trace["x"]),
        numbers(trace["y"]),
        line,
        _mark_of(trace, line) if "markers" in mode else None,
        _errors_of(trace.get("error_x")),
        _errors_of(trace.get("error_y")),
        bool(trace.get("showlegend", True)) and bool(trace.get("name")),
        {} if texts is None else {n: plain(text) for n, text in enumerate(texts) if text},
        straight=trace.get("meta") == "target" or len(trace["x"]) == 2,
    )


def _errors_of(error: Mapping[str, Any] | None) -> Errors | None:
    if not error or error.get("array") is None:
        return None
    above = numbers(error["array"])
    below = above if error.get("arrayminus") is None else numbers(error["arrayminus"])
    if all(value is None for value in above):
        return None
    colour = colour_of(error.get("color"))[0]
    return Errors(below, above, Stroke(colour, float(error.get("thickness", 2)) * _PIXEL))


def read_band(trace: Trace) -> Band:
    """An area whose outline goes there along one edge and back along the other."""
    edges: dict[dt.date, tuple[float, float]] = {}
    for x, y in zip(trace["x"], trace["y"], strict=True):
        if is_day(x) and not missing(y):
            lower, upper = edges.get(to_day(x), (float(y), float(y)))
            edges[to_day(x)] = (min(lower, float(y)), max(upper, float(y)))
    colour, opacity = colour_of(trace.get("fillcolor"))
    named = bool(trace.get("name"))
    name = f"{trace['name']} band" if named else _name_of(trace, 0)
    return Band(name, colour, opacity, dict(sorted(edges.items())), named)


def read_bars(trace: Trace, place: str, value: str, places: Sequence[Any]) -> Bars:
    """The bars of a trace, one for each of ``places``."""
    colour = colour_of(_only((trace.get("marker") or {}).get("color"), None))[0]
    in_legend = bool(trace.get("showlegend", True)) and bool(trace.get("name"))
    return Bars(_name_of(trace, 0), _by_place(trace, place, value, places), colour, in_legend)


def read_hollow_bars(trace: Trace, place: str, value: str, places: Sequence[Any]) -> Bars:
    """Marks over bars, such as posts over those in post, as outlines of bars."""
    marker = trace.get("marker") or {}
    colour = colour_of(_only(marker.get("color"), None))[0]
    in_legend = bool(trace.get("showlegend", True)) and bool(trace.get("name"))
    values = _by_place(trace, place, value, places)
    return Bars(_name_of(trace, 0), values, colour, in_legend, hollow=True)


def _by_place(
    trace: Trace, place: str, value: str, places: Sequence[Any]
) -> tuple[float | None, ...]:
    there = dict(zip(list(trace[place]), numbers(trace[value]), strict=True))
    return tuple(there.get(each) for each in places)
