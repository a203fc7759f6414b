"""A total by area in its parts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure
from dashboard.figures.format import round_values, safe
from dashboard.figures.rows import row_axis, row_drawing
from dashboard.figures.theme import (
    STACK_PATTERNS,
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
    wide = table.pivot_table(
        index="area", columns="category", values="value", aggfunc="sum"
    ).reindex(columns=kinds)
    totals = wide.sum(axis=1).sort_values(ascending=False, kind="stable")
    wide, names = wide.loc[totals.index], table.drop_duplicates("area").set_index("area")["name"]
    c, places = colours(dark), list(range(len(wide)))
    above = 8 + KEY_ROW * len(kinds)
    drawing = row_drawing(len(wide), ROW_HEIGHT, dark, above=above, below=40)
    codes = [str(area) for area in wide.index]
    for i, kind in enumerate(kinds):
        drawing.add(
            "bar",
            x=round_values(wide[kind]),
            y=places,
            orientation="h",
            name=safe(kind),
            customdata=codes,
            text=[
                f"{safe(names[a])}, {safe(kind)}: {figure_text(v, unit, decimals)}"
                for a, v in wide[kind].items()
            ],
            textposition="none",
            hovertemplate="%{text}<extra></extra>",
            marker=hatch_bar(c.stack[i], STACK_PATTERNS[i], c),
        )
    for place, total in zip(places, totals, strict=True):
        drawing.write(
            figure_text(total, unit if unit == "%" else "", decimals),
            x=round(float(total), 3),
            y=place,
            xanchor="left",
            xshift=4,
            name="total",
            font={"size": 13, "color": c.ink},
        )
    drawing.lay(barmode="stack", bargap=0.25, legend={"traceorder": "normal"}, margin={"t": 8})
    row_axis(
        drawing,
        [
            f"<b>{safe(names[a])}</b>" if a in set(selected_areas) else safe(names[a])
            for a in wide.index
        ],
    )
    value_axis(drawing, unit)
    drawing.lay(xaxis={"range": [0, float(totals.max()) * 1.14 or 1]})
    return drawing.figure()
