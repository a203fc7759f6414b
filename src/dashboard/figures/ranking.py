"""Areas as dots with 95% intervals, one row each."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from dashboard.figures.format import NO_FIGURE, figure_text, interval_text, rounded, safe
from dashboard.figures.rows import row_axis, row_drawing, row_note
from dashboard.figures.theme import (
    FLAG_SYMBOLS,
    STEADY,
    Colours,
    Drawn,
    Trace,
    colours,
    empty,
    reference_line,
    value_axis,
)

ROW_HEIGHT = 22


def flag_words(flag: str, comparator_label: str) -> str:
    """'Better than London', 'Similar to London', 'Comparison not known', or '' where nothing is compared."""
    if not flag:
        return ""
    if flag == "not known":
        return "Comparison not known"
    return f"{flag.capitalize()} {'to' if flag == 'similar' else 'than'} {comparator_label}"


def _points(part: pd.DataFrame, flag: str, chosen: bool, muted: bool, c: Colours) -> Trace:
    """The dots and intervals of one flag, highlighted or not; an area not compared looks as one not known."""
    known = flag or "not known"
    colour = c.muted if muted else c.flags[known]
    if chosen and known in ("similar", "not known"):
        colour = c.ink  # their grey would not stand out from the muted
    return {
        "x": rounded(part["value"]),
        "y": part["place"].tolist(),
        "mode": "markers",
        "legendgroup": flag,
        "customdata": part["area"].tolist(),
        "text": part["text"].tolist(),
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": FLAG_SYMBOLS[known],
            "color": colour,
            "size": 12 if chosen else 9,
            "line": {"color": c.ink if chosen else colour, "width": 1.5 if chosen else 1},
        },
        "error_x": error_bars(part, "value", colour, 3 if chosen else 1.5),
        **STEADY,
    }


def error_bars(part: pd.DataFrame, value: str, colour: str, thickness: float) -> Trace:
    """The 95% intervals of columns lower and upper around column `value`, without caps."""
    return {
        "type": "data",
        "symmetric": False,
        "array": rounded(part["upper"] - part[value]),
        "arrayminus": rounded(part[value] - part["lower"]),
        "color": colour,
        "thickness": thickness,
        "width": 0,
    }


def _hovers(rows: pd.DataFrame, unit: str, decimals: int, comparator_label: str) -> list[str]:
    parts = (rows[c] for c in ("name", "value", "lower", "upper", "flag"))
    return [
        f"<b>{safe(name)}</b>: {figure_text(value, unit, decimals)}{interval_text(lower, upper, unit, decimals)}"
        + (f"<br>{flag_words(flag, comparator_label)}" if flag else "")
        for name, value, lower, upper, flag in zip(*parts, strict=True)
    ]


def ranking(
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    comparator_label: str,
    comparator: float | None,
    selected: Collection[str] = (),
    dark: bool = False,
) -> Drawn:
    """Horizontal dot plot in the order of the table (first at the top).

    Columns: area (code), name, value, lower, upper, flag ('' where nothing is compared: then no words and no
    key).  One trace per flag and highlight; with areas selected the others are muted.  Each point carries its
    area code as customdata.
    """
    if table.empty:
        return empty(dark=dark)
    c, label = colours(dark), safe(comparator_label)
    rows = table.reset_index(drop=True)
    rows = rows.assign(
        place=range(len(rows)), chosen=rows["area"].isin(list(selected)), flag=rows["flag"].fillna("not known")
    )
    rows["text"] = _hovers(rows, unit, decimals, label)
    shown = rows[rows["value"].notna()]
    drawing = row_drawing(len(rows), ROW_HEIGHT, dark, legend=bool(shown["flag"].any()))
    named = {""}
    for (chosen, flag), part in shown.groupby(["chosen", "flag"], sort=True):  # the highlighted last, on top
        points = _points(part, flag, bool(chosen), bool(rows["chosen"].any() and not chosen), c)
        drawing.add("scatter", **points, name=flag_words(flag, label), showlegend=flag not in named)
        named.add(flag)
    labels = zip(rows["name"], rows["chosen"], strict=True)
    row_axis(drawing, [f"<b>{safe(name)}</b>" if bold else safe(name) for name, bold in labels])
    value_axis(drawing, unit)
    for place in rows.loc[rows["value"].isna(), "place"]:
        row_note(drawing, int(place), NO_FIGURE, dark)
    if comparator is not None and pd.notna(comparator):
        reference_line(drawing, float(comparator), f"{label} {figure_text(comparator, unit, decimals)}", dark)
    return drawing.figure()
