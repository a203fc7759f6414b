"""A total by area in its parts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure, Trace
from dashboard.figures.format import round_values, safe
from dashboard.figures.rows import row_axis, row_drawing
from dashboard.figures.theme import (
    STACK_PATTERNS,
    Colours,
    Drawing,
    colours,
    empty,
    hatch_bar,
    value_axis,
)
from dashboard.text import figure_text

ROW_HEIGHT = 28
MOST_CATEGORIES = 7
KEY_ROW = 20


def stacked_bars(
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int = 0,
    categories: Sequence[str] = (),
    selected_areas: Collection[str] = (),
    dark: bool = False,
) -> DrawnFigure:
    """Horizontal bars, largest total first, from columns area, name, category, value.

    The parts stand in the order of `categories` (default: of the table), at most seven (ValueError
    beyond), told apart by colour and pattern; the total is written at the end of each bar.  Names
    of the selected are bold.  Click: customdata = area code.
    """
    if table.empty or table["value"].isna().all():
        return empty(dark=dark)
    kinds = list(categories) or pd.unique(table["category"]).tolist()
    if len(kinds) > MOST_CATEGORIES:
        raise ValueError(f"A stack holds at most {MOST_CATEGORIES} categories, not {len(kinds)}.")
    wide, names = _widen(table, kinds), table.drop_duplicates("area").set_index("area")["name"]
    c, above = colours(dark), 8 + KEY_ROW * len(kinds)
    drawing = row_drawing(len(wide), ROW_HEIGHT, dark, above=above, below=40)
    for i, kind in enumerate(kinds):
        texts = [
            f"{safe(names[a])}, {safe(kind)}: {figure_text(v, unit, decimals)}"
            for a, v in wide[kind].items()
        ]
        marker = hatch_bar(c.stack[i], STACK_PATTERNS[i], c)
        drawing.add("bar", **_part(wide[kind], kind, texts, marker))
    totals = wide.sum(axis=1)
    _write_totals(drawing, totals, unit, decimals, c)
    drawing.lay(barmode="stack", bargap=0.25, legend={"traceorder": "normal"}, margin={"t": 8})
    labels = [
        f"<b>{safe(names[a])}</b>" if a in set(selected_areas) else safe(names[a])
        for a in wide.index
    ]
    row_axis(drawing, labels)
    value_axis(drawing, unit)
    drawing.lay(xaxis={"range": [0, float(totals.max()) * 1.14 or 1]})
    return drawing.figure()


def _widen(table: pd.DataFrame, kinds: list[str]) -> pd.DataFrame:
    """A row an area, largest total first, and a column a kind."""
    wide = table.pivot_table(index="area", columns="category", values="value", aggfunc="sum")
    wide = wide.reindex(columns=kinds)
    return wide.loc[wide.sum(axis=1).sort_values(ascending=False, kind="stable").index]


def _part(values: pd.Series, kind: str, texts: list[str], marker: dict[str, Any]) -> Trace:
    """The part of one kind in the bar of each area."""
    return {
        "x": round_values(values),
        "y": list(range(len(values))),
        "orientation": "h",
        "name": safe(kind),
        "customdata": [str(area) for area in values.index],
        "text": texts,
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": marker,
    }


def _write_totals(
    drawing: Drawing, totals: pd.Series, unit: str, decimals: int, c: Colours
) -> None:
    """The total at the end of each bar."""
    for place, total in enumerate(totals):
        drawing.write(
            figure_text(total, unit if unit == "%" else "", decimals),
            x=round(float(total), 3),
            y=place,
            xanchor="left",
            xshift=4,
            name="total",
            font={"size": 13, "color": c.ink},
        )
