"""Areas as dots with 95% intervals, one row each."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure, Trace
from dashboard.figures.format import interval_text, round_values, safe
from dashboard.figures.rows import row_axis, row_drawing, row_note
from dashboard.figures.theme import (
    FLAG_SYMBOLS,
    STEADY,
    Colours,
    Drawing,
    colours,
    empty,
    reference_line,
    value_axis,
)
from dashboard.text import NO_FIGURE, figure_text, missing, signed_text

ROW_HEIGHT = 16
ABOVE, AXIS = 44, 18
"""Pixels above the rows: the axis with its labels, and over these the name of the comparator."""


def flag_words(flag: str, comparator_label: str, level: str = "") -> str:
    """'Better than London, 99.8%', 'Similar to London', 'Comparison not known', or '' where nothing
    is compared.

    ``level`` is '95' or '99.8', or '' where the flag has none.
    """
    if not flag:
        return ""
    if flag == "not known":
        return "Comparison not known"
    at = f", {level}%" if level else ""
    return f"{flag.capitalize()} {'to' if flag == 'similar' else 'than'} {comparator_label}{at}"


def _key_words(flag: str, level: str) -> str:
    """'Clearly worse (99.8%)': a flag in the key, which would grow too long with the name of the
    comparator.
    """
    words = "no different" if flag == "similar" else flag
    clearly = "clearly " if level == "99.8" else ""
    return f"{clearly}{words}{f' ({level}%)' if level else ''}".capitalize()


def _points(part: pd.DataFrame, flag: str, level: str, is_chosen: bool, c: Colours) -> Trace:
    """The dots and intervals of one flag, highlighted or not; an area not compared looks as one not
    known.

    A flag at 95% alone is open, at 99.8% filled, as in a funnel.
    """
    verdict = flag or "not known"
    colour = c.flags[verdict]
    if is_chosen and verdict in ("similar", "not known"):
        colour = c.ink  # their grey would not stand out
    return {
        "x": round_values(part["value"]),
        "y": part["place"].tolist(),
        "mode": "markers",
        "legendgroup": f"{flag} {level}",
        "customdata": part["area"].tolist(),
        "text": part["text"].tolist(),
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": FLAG_SYMBOLS[verdict] + ("-open" if level == "95" else ""),
            "color": colour,
            "size": 12 if is_chosen else 9,
            "line": {
                "color": c.ink if is_chosen and level != "95" else colour,
                "width": 1.5 if is_chosen else 1,
            },
        },
        "error_x": error_bars(part, "value", colour, 4 if is_chosen else 2.5),
        **STEADY,
    }


def error_bars(part: pd.DataFrame, value: str, colour: str, thickness: float) -> Trace:
    """The 95% intervals of columns lower and upper around column `value`, without caps."""
    return {
        "type": "data",
        "symmetric": False,
        "array": round_values(part["upper"] - part[value]),
        "arrayminus": round_values(part[value] - part["lower"]),
        "color": colour,
        "thickness": thickness,
        "width": 0,
    }


def _write_value(value: float, unit: str, decimals: int, changes: bool) -> str:
    """A figure, or a change with its sign, in its unit."""
    if not changes or missing(value):
        return figure_text(value, unit, decimals)
    return f"{signed_text(value, decimals)}{'' if unit == '%' else ' '}{unit}".strip()


def _interval(low: float, high: float, unit: str, decimals: int, changes: bool) -> str:
    if not changes or missing(low) or missing(high):
        return interval_text(low, high, unit, decimals)
    return f"<br>95% interval {signed_text(low, decimals)} to {signed_text(high, decimals)}"


def _hovers(
    rows: pd.DataFrame, unit: str, decimals: int, comparator_label: str, changes: bool
) -> list[str]:
    parts = (rows[c] for c in ("name", "value", "lower", "upper", "flag", "flag_level"))
    return [
        f"<b>{safe(name)}</b>:"
        f" {_write_value(value, unit, decimals, changes)}{_interval(lower, upper, unit, decimals, changes)}"
        + (f"<br>{flag_words(flag, comparator_label, level)}" if flag else "")
        for name, value, lower, upper, flag, level in zip(*parts, strict=True)
    ]


def _wide(rows: pd.DataFrame, c: Colours) -> Trace:
    """The 99.8% intervals as thin lines under those at 95%."""
    intervals = rows[rows["lower_998"].notna() & rows["upper_998"].notna()]
    ends = [
        end
        for low, high in zip(
            round_values(intervals["lower_998"]), round_values(intervals["upper_998"]), strict=True
        )
        for end in (low, high, None)
    ]
    return {
        "x": ends,
        "y": [row for place in intervals["place"] for row in (place, place, None)],
        "mode": "lines",
        "line": {"color": c.muted_mark, "width": 1},
        "hoverinfo": "skip",
        "meta": "limit 998",
        "name": "Interval: thick 95%, thin 99.8%",
        "showlegend": bool(len(intervals)),
    }


def _own_comparators(rows: pd.DataFrame, label: str, c: Colours) -> Trace:
    """Each area's own comparator as an upright stroke in its row."""
    known = rows[rows["comparator"].notna()]
    return {
        "x": round_values(known["comparator"]),
        "y": known["place"].tolist(),
        "mode": "markers",
        "hoverinfo": "skip",
        "marker": {"symbol": "line-ns", "size": 15, "line": {"color": c.ink, "width": 2}},
        "meta": "comparator",
        "name": label[:1].upper() + label[1:],
        **STEADY,
    }


def _side(rows: pd.DataFrame, comparator: float) -> str:
    """Where the comparator's name stands on its line: left of it near the right edge, which it
    would push out.
    """
    ends = pd.concat([rows["value"], rows["lower"], rows["upper"]]).dropna()
    low, high = min([comparator, *ends]), max([comparator, *ends])
    return "right" if comparator > low + 0.85 * (high - low) else "center"


def _figures(
    drawing: Drawing, points: pd.DataFrame, unit: str, decimals: int, changes: bool, dark: bool
) -> None:
    """The figure of each row at its right end."""
    sign = "%" if unit in ("%", "per cent") else ""
    for place, value, chosen in zip(
        points["place"], points["value"], points["chosen"], strict=True
    ):
        words = _write_value(value, sign, decimals, changes)
        drawing.write(
            f"<b>{words}</b>" if chosen else words,
            x=1,
            xref="paper",
            xanchor="left",
            xshift=8,
            y=int(place),
            name="figure",
            font={"size": 13, "color": colours(dark).ink},
        )


def _no_change(drawing: Drawing, c: Colours) -> None:
    """A thin line at no change."""
    line = {"color": c.ink, "width": 1}
    drawing.rule(x0=0, x1=0, y0=0, y1=1, yref="paper", line=line, name="no change")


def ranking(
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    comparator_label: str,
    comparator: float | None,
    changes_since: str = "",
    selected_areas: Collection[str] = (),
    dark: bool = False,
) -> DrawnFigure:
    """Horizontal dot plot in the order of the table (first at the top).

    Columns: area (code), name, value, lower, upper, flag ('' where nothing is compared: then no
    words and no key) and, where there are two levels, flag_level ('95', '99.8' or ''), lower_998
    and upper_998.  One trace per flag, level and highlight; a chosen area keeps its colour and
    gets a bold name, figure and outline.  Each point carries its area code as customdata.
    ``comparator`` is one line for all; where it is None a column comparator gives each area its own
    stroke.  ``changes_since`` says that the values are differences, and names from what, as it
    stands after "better than": 'June 2019' of changes since then, 'MPS' of gaps to it.  Figures then
    have their sign, a line stands at 0, and the flags say which differ from 0.
    """
    if table.empty:
        return empty(dark=dark)
    c, label, changes = colours(dark), safe(comparator_label), bool(changes_since)
    rows = _mark_rows(table, selected_areas)
    rows["text"] = _hovers(rows, unit, decimals, changes_since or label, changes)
    known_rows = rows[rows["value"].notna()]
    legend = bool(known_rows["flag"].any())
    drawing = row_drawing(len(rows), ROW_HEIGHT, dark, above=ABOVE, below=8, legend=legend)
    if changes:
        _no_change(drawing, c)
    if "lower_998" in known_rows:
        drawing.add("scatter", **_wide(known_rows, c))
    if comparator is None and "comparator" in known_rows and known_rows["comparator"].notna().any():
        drawing.add("scatter", **_own_comparators(known_rows, label, c))
    _draw_flags(drawing, known_rows, label, "flag_level" in table, c)
    labels = zip(rows["name"], rows["chosen"], strict=True)
    row_axis(drawing, [f"<b>{safe(name)}</b>" if bold else safe(name) for name, bold in labels])
    value_axis(drawing, unit, top=True)
    _figures(drawing, known_rows, unit, decimals, changes, dark)
    for place in rows.loc[rows["value"].isna(), "place"]:
        row_note(drawing, int(place), NO_FIGURE, dark)
    if comparator is not None and pd.notna(comparator):
        at = float(comparator)
        words = f"{label} {_write_value(at, unit, decimals, changes)}"
        reference_line(drawing, at, words, dark, anchor=_side(known_rows, at), above=AXIS)
    return drawing.figure()


def _mark_rows(table: pd.DataFrame, selected_areas: Collection[str]) -> pd.DataFrame:
    """The rows with the place of each, whether it is chosen, its flag and the level of that."""
    rows = table.reset_index(drop=True)
    return rows.assign(
        place=range(len(rows)),
        chosen=rows["area"].isin(list(selected_areas)),
        flag=rows["flag"].fillna("not known"),
        flag_level=rows.get("flag_level", ""),
    )


def _draw_flags(
    drawing: Drawing, rows: pd.DataFrame, label: str, with_levels: bool, c: Colours
) -> None:
    """The dots of each flag and level, the highlighted on top, each kind once in the key."""
    names = {""}
    for (chosen, flag, level), part in rows.groupby(["chosen", "flag", "flag_level"]):
        points = _points(part, flag, level, bool(chosen), c)
        words = _key_words(flag, level) if with_levels else flag_words(flag, label)
        drawing.add("scatter", **points, name=words, showlegend=words not in names)
        names.add(words)
