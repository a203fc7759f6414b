"""A Plotly figure, as the pages draw it -> the panes of a native chart.

What is drawn is read from the figure's own traces, shapes and annotations, whichever chart it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dashboard.exports.charts.pane import Axis, Bars, Kind, Pane, Rule, Series
from dashboard.exports.charts.read_trace import (
    is_day,
    read_band,
    read_bars,
    read_hollow_bars,
    read_series,
    row_words,
    stroke_of,
    to_day,
    words_of,
)
from dashboard.figures.figure_json import DrawnFigure, Trace


def is_map(figure: DrawnFigure) -> bool:
    """True where the figure is places filled with colours, which no native chart holds."""
    return bool(figure.traces) and figure.settings.get("yaxis", {}).get("scaleanchor") == "x"


def read_panes(figure: DrawnFigure) -> tuple[Pane, ...]:
    """The panes of a figure in order; none for a map, or where nothing is drawn."""
    if is_map(figure):
        return ()
    groups: dict[tuple[str, str], list[Trace]] = {}
    for trace in figure.traces:
        groups.setdefault((trace.get("xaxis") or "x", trace.get("yaxis") or "y"), []).append(trace)
    panes: list[Pane] = []
    rows_at: set[str] = set()
    for (x, y), traces in groups.items():
        pane = _pane(figure.settings, x, y, traces)
        panes.append(replace(pane, names_shown=y not in rows_at))
        rows_at.add(y)
    return tuple(panes)


def _pane(settings: Mapping[str, Any], x: str, y: str, traces: Sequence[Trace]) -> Pane:
    x_axis, y_axis = settings.get(_axis(x), {}), settings.get(_axis(y), {})
    kind = _kind(traces)
    pane = Pane(
        kind,
        _read_axis(x_axis),
        _read_axis(y_axis),
        title=_title(settings, x_axis, y_axis),
        rules=tuple(_rules(settings, x, y)),
        legend=bool(settings.get("showlegend")),
        key=_key(settings),
    )
    if kind == "bars":
        return _with_bars(pane, traces, settings)
    bands = tuple(read_band(trace) for trace in traces if trace.get("fill") == "toself")
    series = [read_series(trace, n) for n, trace in enumerate(traces) if not trace.get("fill")]
    return replace(pane, bands=bands, series=tuple(_add_labels(series, settings, x, y)))


def _axis(anchor: str) -> str:
    """The layout's name of an axis: 'x2' -> 'xaxis2'."""
    return f"{anchor[0]}axis{anchor[1:]}"


def _kind(traces: Sequence[Trace]) -> Kind:
    if any(trace["type"] == "bar" for trace in traces):
        return "bars"
    days = (x for trace in traces for x in trace["x"] if x is not None)
    return "dates" if is_day(next(days, None)) else "points"


def _read_axis(axis: Mapping[str, Any]) -> Axis:
    ends = [] if axis.get("range") is None else list(axis["range"])
    low, high = sorted(map(float, ends)) if ends and not is_day(ends[0]) else (None, None)
    texts = axis.get("ticktext")
    rows: tuple[str, ...] = ()
    # Names of rows stand at 0, 1, 2, …; other ticks with words of their own are dates or shares.
    if texts is not None and list(axis.get("tickvals", ())) == list(range(len(texts))):
        rows = tuple(row_words(str(text)) for text in texts)
    title = axis.get("title") or {}
    years = texts is not None and [str(each) for each in axis.get("tickvals", ())] == list(texts)
    ticks = () if texts is not None else _even_ticks(axis.get("tickvals"))
    return Axis(
        words_of(title.get("text", "") if isinstance(title, Mapping) else str(title)),
        axis.get("ticksuffix") or "",
        low,
        high,
        rows,
        axis.get("rangemode") == "tozero",
        years,
        ticks,
    )


def _even_ticks(values: Any) -> tuple[float, ...]:
    """The numbers that a figure writes along an axis, where they are evenly apart."""
    ticks = () if values is None else tuple(values)
    if len(ticks) < 2 or not all(isinstance(tick, int | float) for tick in ticks):
        return ()
    step = ticks[1] - ticks[0]
    even = all(abs(b - a - step) < 1e-9 for a, b in zip(ticks, ticks[1:], strict=False))
    return tuple(map(float, ticks)) if even else ()


def _title(settings: Mapping[str, Any], x: Mapping[str, Any], y: Mapping[str, Any]) -> str:
    """The words over a pane that is one of several."""
    if "domain" not in x or "domain" not in y:
        return ""
    middle, top = sum(x["domain"]) / 2, y["domain"][1]
    for one in settings.get("annotations", ()):
        above = not one.get("name") and one.get("xref") == one.get("yref") == "paper"
        if above and abs(one["x"] - middle) < 0.02 and abs(one["y"] - top) < 0.02:
            return words_of(one["text"])
    return ""


def _key(settings: Mapping[str, Any]) -> str:
    """The words that say what the numbers at lines across a figure stand for."""
    notes = settings.get("annotations", ())
    return " ".join(words_of(note["text"]) for note in notes if note.get("name") == "key")


def _rules(settings: Mapping[str, Any], x: str, y: str) -> Iterable[Rule]:
    """The straight lines across a pane, each with the name that is written at it."""
    notes = settings.get("annotations", ())
    for shape in settings.get("shapes", ()):
        ends = {"x": (shape.get("x0"), shape.get("x1")), "y": (shape.get("y0"), shape.get("y1"))}
        here = shape.get("xref", "x") in (x, "paper") and shape.get("yref", "y") in (y, "paper")
        if shape.get("type") != "line" or not here:
            continue
        side = "x" if ends["x"][0] == ends["x"][1] else "y"
        if ends[side][0] != ends[side][1]:
            continue
        at = to_day(ends[side][0]) if is_day(ends[side][0]) else float(ends[side][0])
        name = next((n["text"] for n in notes if _names(n, side, ends[side][0], shape)), "")
        yield Rule(at, side == "x", words_of(name), stroke_of(shape.get("line", {})))


def _names(note: Mapping[str, Any], side: str, at: Any, shape: Mapping[str, Any]) -> bool:
    """True where a note is written at a line."""
    if note.get("name") not in (shape.get("name"), "label", "target", "level"):
        return False
    there = note.get(side)
    if is_day(at) or is_day(there):
        return bool(there == at)
    return there is not None and abs(float(there) - float(at)) < 1e-2


def _add_labels(
    series: Sequence[Series], settings: Mapping[str, Any], x: str, y: str
) -> Iterable[Series]:
    """The series with the words that the figure writes at their points, or at the ends of lines."""
    notes = [
        note
        for note in settings.get("annotations", ())
        if note.get("name") in ("label", "last", "target", "change")
        and note.get("xref", x) in (x, "paper")
        and note.get("yref", y) == y
    ]
    labels = [dict(one.labels) for one in series]
    for note in notes:
        places = [
            (n, place) for n, one in enumerate(series) if (place := _place(one, note)) is not None
        ]
        if note.get("xref") == "paper":
            # At the edge of the figure ends the series that goes on the longest.
            places.sort(key=lambda one: _end(series[one[0]]), reverse=True)
        else:
            # Beside a mark words stand clear of it; those of a line between marks would lie on it.
            places.sort(key=lambda one: series[one[0]].mark is None)
        if places and places[0][1] not in labels[places[0][0]]:
            labels[places[0][0]][places[0][1]] = words_of(note["text"])
    return [replace(one, labels=words) for one, words in zip(series, labels, strict=True)]


def _end(series: Series) -> float:
    held = [x for x in series.x if x is not None]
    last = held[-1] if held else 0.0
    return float(last.toordinal()) if isinstance(last, dt.date) else last


def _place(series: Series, note: Mapping[str, Any]) -> int | None:
    """Which point of a series a note is written at; None where it is at no point of it."""
    categories = [
        n for n, (x, y) in enumerate(zip(series.x, series.y, strict=True)) if None not in (x, y)
    ]
    if not categories or not isinstance(note["y"], int | float):
        return None
    if note.get("xref") == "paper":
        categories = categories[-1:]
        return categories[0] if series.line and _near(series.y[categories[0]], note["y"]) else None
    at = to_day(note["x"]) if is_day(note["x"]) else note["x"]
    last = categories[-1]
    if note.get("name") == "last" and series.mark and series.x[last] == at:
        return last  # Its words may be written at the foot of the figure, far from it.
    near = (n for n in categories if series.x[n] == at and _near(series.y[n], note["y"]))
    return next(near, None)


def _near(value: float | None, other: float) -> bool:
    return value is not None and abs(value - other) <= 1e-3 * max(1.0, abs(other))


def _with_bars(pane: Pane, traces: Sequence[Trace], settings: Mapping[str, Any]) -> Pane:
    """A pane of bars: rows by name, or months where the bars stand on days."""
    flat = any(trace.get("orientation") == "h" for trace in traces)
    place, value = ("y", "x") if flat else ("x", "y")
    days = [x for trace in traces for x in trace[place] if is_day(x)]
    rows = pane.y.rows if flat else ()
    places: list[Any] = list(range(len(rows))) if rows else sorted(set(days))
    bars: list[Bars] = []
    for trace in traces:
        read = read_bars if trace["type"] == "bar" else read_hollow_bars
        bars.append(read(trace, place, value, places))
    if not rows:
        names = tuple(f"{to_day(each):%b %Y}" if is_day(each) else str(each) for each in places)
        pane = replace(pane, x=replace(pane.x, rows=names))
        pane = replace(pane, rules=tuple(_on_rows(rule, places) for rule in pane.rules))
    elif totals := _totals(settings, len(rows)):
        # A stack has no place for its total but its name.
        names = tuple(
            f"{name}: {totals[n]}" if n in totals else name for n, name in enumerate(rows)
        )
        pane = replace(pane, y=replace(pane.y, rows=names))
    stacked = settings.get("barmode") == "stack"
    return replace(pane, bars=tuple(bars), is_stacked=stacked)


def _on_rows(rule: Rule, places: Sequence[str]) -> Rule:
    """A line at a day, placed between the bars of the days before and after it."""
    if not isinstance(rule.at, dt.date):
        return rule
    days = [to_day(place) for place in places]
    before = sum(each <= rule.at for each in days)
    if before in (0, len(days)):
        return replace(rule, at=float(max(before - 1, 0)))
    span = (days[before] - days[before - 1]).days
    return replace(rule, at=before - 1 + (rule.at - days[before - 1]).days / span)


def _totals(settings: Mapping[str, Any], rows: int) -> dict[int, str]:
    """Row -> the total that is written at the end of its stack."""
    return {
        int(note["y"]): words_of(note["text"])
        for note in settings.get("annotations", ())
        if note.get("name") == "total" and int(note["y"]) < rows
    }
