"""Values over time for a few series: intervals, names at the ends, target, events and breaks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from dashboard.figures.ahead import Ahead, Last, draw_bands, draw_line_ahead, write_bands_key
from dashboard.figures.figure_json import DrawnFigure
from dashboard.figures.format import wrap_name
from dashboard.figures.marks import (
    Label,
    base_mark,
    date_marks,
    label_ends,
    target_mark,
    time_marks,
)
from dashboard.figures.series_line import (
    Series,
    Style,
    collect_points,
    cut_at_breaks,
    label_end,
    trace_bands,
    trace_line,
)
from dashboard.figures.theme import (
    SERIES_DASHES,
    SERIES_SYMBOLS,
    Drawing,
    colours,
    empty,
)
from dashboard.text import figure_text, missing

HEIGHT = 320
MOST_COLOURED = 5
BANDS_AHEAD = (80, 50)
"""The bands of what is ahead, per cent, the widest first."""


class _Roles(NamedTuple):
    """Which series are drawn in which way, by their codes."""

    highlight: list[Any]
    coloured_series: list[Any]
    banded_series: list[Any]
    comparator: Any
    context: Any
    back_to_front: list[Any]


def _assign_roles(
    table: pd.DataFrame,
    highlight: str | Collection[str] | None,
    comparator: str | None,
    context: str | None,
    bands: Collection[str] | None,
    colour_others: bool,
) -> _Roles:
    """What `lines` says of its arguments of these names, for the series that the table has."""
    first = [highlight] if isinstance(highlight, str) else list(highlight or ())
    codes = table["series"].unique().tolist()
    order = [s for s in codes if s not in (comparator, context)]
    order = [s for s in first if s in order] + [s for s in order if s not in first]
    coloured_series = (
        order[:MOST_COLOURED]
        if colour_others or not first
        else [s for s in order if s in first][:MOST_COLOURED]
    )
    banded_series = [s for s in coloured_series if s in (first if bands is None else bands)]
    behind, before = ([s] if s in codes else [] for s in (context, comparator))
    return _Roles(
        first,
        coloured_series,
        banded_series,
        comparator,
        context,
        [*behind, *reversed(order), *before],
    )


def _choose_style(series: Any, roles: _Roles, dark: bool) -> Style:
    """Line and marker of a series: colour, dash and symbol together, the rest thin and muted."""
    c = colours(dark)
    if series == roles.comparator:
        line = {"color": c.ink, "width": 2, "dash": "6px,4px"}
        return {"line": line, "marker": {"symbol": "circle-open", "size": 6}}
    if series == roles.context:
        line = {"color": c.muted_mark, "width": 2}
        return {"line": line, "marker": {"symbol": "circle", "size": 4}}
    if series in roles.coloured_series:
        i, strong = roles.coloured_series.index(series), series in roles.highlight
        line = {"color": c.series[i], "width": 3.5 if strong else 2, "dash": SERIES_DASHES[i]}
        return {
            "line": line,
            "marker": {"symbol": SERIES_SYMBOLS[i], "size": 8 if strong else 7},
        }
    line = {"color": c.muted_mark, "width": 1}
    return {"line": line, "marker": {"size": 3, "symbol": "circle-open"}}


def _collect_series(
    table: pd.DataFrame, roles: _Roles, breaks: Sequence[Any], dark: bool
) -> dict[Any, Series]:
    """Each series by its code, those at the back first."""
    points, cuts = collect_points(table), [date for date, _ in date_marks(breaks)]
    names = dict(
        zip(reversed(table["series"].tolist()), reversed(table["label"].tolist()), strict=True)
    )
    return {
        code: Series(
            code,
            names[code],
            cut_at_breaks(points[code], cuts),
            _choose_style(code, roles, dark),
        )
        for code in roles.back_to_front
    }


def _draw_series(
    drawing: Drawing, series: Mapping[Any, Series], roles: _Roles, unit: str, decimals: int
) -> None:
    """The intervals behind all lines, then the lines."""
    for code in roles.banded_series:
        for band in trace_bands(series[code]):
            drawing.add("scatter", **band)
    for one in series.values():
        drawing.add("scatter", **trace_line(one, unit, decimals))


def _last_figure(series: Series) -> Last:
    figures = [point for piece in series.pieces for point in piece if not missing(point.value)]
    return figures[-1].date, figures[-1].value


def _draw_series_and_ahead(
    drawing: Drawing,
    series: Mapping[Any, Series],
    roles: _Roles,
    ahead: Ahead | None,
    unit: str,
    decimals: int,
) -> None:
    """All lines; the bands of what is ahead behind them, and the middle of those before them."""
    if ahead is None:
        return _draw_series(drawing, series, roles, unit, decimals)
    last, colour = _last_figure(series[ahead.series]), series[ahead.series].style["line"]["color"]
    draw_bands(drawing, ahead.table, last, colour, BANDS_AHEAD)
    _draw_series(drawing, series, roles, unit, decimals)
    # Circles of twelve months would lie on one another on a phone.
    draw_line_ahead(
        drawing,
        ahead.table,
        last,
        "Projected",
        colour,
        "6px,4px",
        unit,
        decimals,
        BANDS_AHEAD,
        dot=0,
    )
    return None


def _label_lines(
    series: Mapping[Any, Series],
    roles: _Roles,
    changes: Mapping[str, str] | None,
    ahead: Ahead | None,
    unit: str,
    decimals: int,
) -> list[Label]:
    """The names of the lines that have one. Beside what is ahead of a line stands of when its last
    figure is.
    """
    brackets = dict(changes or {})
    if ahead is not None:
        brackets[ahead.series] = f"{_last_figure(series[ahead.series])[0]:%b %Y}"
    labels = [
        label_end(one, unit, decimals, code in roles.highlight, brackets.get(code, ""))
        for code, one in series.items()
        if code in (*roles.coloured_series, roles.comparator, roles.context)
    ]
    return [label for label in labels if label]


def value_range(
    numbers: pd.Series, y_range: tuple[float, float] | None = None, above: float = 0
) -> tuple[float, float]:
    """The range asked for, else that of the numbers with a little room, and `above` times it more
    at the top.

    It does not begin below 0 where no number does.
    """
    if y_range is not None:
        return float(y_range[0]), float(y_range[1])
    low, high = float(numbers.min()), float(numbers.max())
    pad = 0.06 * (high - low) or max(abs(high) * 0.1, 1)
    high += above * (high - low)
    return (0.0 if low >= 0 and low - pad < 0 else low - pad), high + pad


def _target_points(target: float | Sequence[tuple[Any, float]] | None) -> list[tuple[Any, float]]:
    if target is None:
        return []
    points = [(None, target)] if isinstance(target, (int, float)) else list(target)
    return [(date, float(value)) for date, value in points if pd.notna(value)]  # type: ignore[arg-type]


def _collect_numbers(
    table: pd.DataFrame, roles: _Roles, goal: Sequence[tuple[Any, float]], ahead: Ahead | None
) -> pd.Series:
    """What the value axis must hold: every figure, the intervals and bands that are drawn and the
    target.
    """
    band_rows = table[table["series"].isin(roles.banded_series)]
    goal_values = pd.Series([value for _, value in goal], dtype=float)
    columns = [table["value"], band_rows["lower"], band_rows["upper"], goal_values]
    if ahead is not None:
        columns += [ahead.table[f"{side}_{BANDS_AHEAD[0]}"] for side in ("lower", "upper")]
    return pd.concat(columns).astype(float)


def lines(
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    highlight: str | Collection[str] | None = None,
    comparator: str | None = None,
    context: str | None = None,
    changes: Mapping[str, str] | None = None,
    base: Any = None,
    target: float | Sequence[tuple[Any, float]] | None = None,
    target_label: str | None = None,
    bands: Collection[str] | None = None,
    colour_others: bool = False,
    ahead: Ahead | None = None,
    events: Sequence[Any] = (),
    breaks: Sequence[Any] = (),
    direct_labels: bool = True,
    y_range: tuple[float, float] | None = None,
    height: int = HEIGHT,
    dark: bool = False,
) -> DrawnFigure:
    """Lines over time from columns series, label, period_end, value, lower, upper (NaN where no
    interval).

    The highlighted series are thicker, in front, with intervals; the others are muted and named on
    hover, unless nothing is highlighted or `colour_others`: then up to five series have colour,
    dash, symbol and a name at the right end.  `bands` names the series with intervals instead.
    `comparator` is a series, drawn dashed in ink; `context` one drawn in grey with its name.
    `changes` stand in brackets after a name; `base` is a date marked by a thin line.
    `target` is a value, or (date, value) points.
    `ahead` is what is projected of one series, from its last figure on: bands of 50 and 80% and
    their middle; the name of that series then says when its last figure is of.
    `events` and `breaks` are dates or (date, title) pairs; no line crosses a break.  Click:
    customdata = series.
    """
    if table.empty or table["value"].isna().all():
        return empty(dark=dark)
    table = table.assign(period_end=pd.to_datetime(table["period_end"]))
    roles = _assign_roles(table, highlight, comparator, context, bands, colour_others)
    series, goal = _collect_series(table, roles, breaks, dark), _target_points(target)
    drawing = time_drawing(unit, height, dark)
    _draw_series_and_ahead(drawing, series, roles, ahead, unit, decimals)
    labels = _label_lines(series, roles, changes, ahead, unit, decimals) if direct_labels else []
    room = 0.15 if goal else 0  # for the name of the target, which stands over it
    span = value_range(_collect_numbers(table, roles, goal, ahead), y_range, room)
    label_ends(drawing, labels, *span)
    if base is not None:
        base_mark(drawing, base, dark)
    if goal:
        words = wrap_name(target_label or f"Target {figure_text(goal[-1][1], unit, decimals)}", 99)
        target_mark(drawing, goal, words, dark)
    ends = [pd.Timestamp(date) for date, _ in goal if date is not None]
    ends += [] if ahead is None else [ahead.table["period_end"].max()]
    first, end = table["period_end"].min(), max([table["period_end"].max(), *ends])
    time_marks(drawing, events, breaks, first, end, dark)
    if ahead is not None:
        write_bands_key(drawing, dark)
    return drawing.figure()


def time_drawing(unit: str, height: int, dark: bool) -> Drawing:
    """A chart over time, still without marks: its unit at the value axis, no grid across time."""
    drawing = Drawing(dark, height)
    drawing.lay(
        yaxis={"title": {"text": unit}, "ticksuffix": "%" if unit == "%" else ""},
        xaxis={"showgrid": False, "type": "date", "tickangle": 0, "nticks": 5},
    )
    return drawing
