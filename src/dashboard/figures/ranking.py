"""Areas as dots with 95% intervals, one row each."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.format import NO_FIGURE, figure_text, interval_text, rounded, safe
from dashboard.figures.rows import row_axis, row_layout, row_note
from dashboard.figures.theme import FLAG_SYMBOLS, STEADY, Colours, colours, empty, reference_line, value_axis

ROW_HEIGHT = 22


def flag_words(flag: str, comparator_label: str) -> str:
    """'Better than London', 'Similar to London', or 'Comparison not known'."""
    if flag == "not known":
        return "Comparison not known"
    return f"{flag.capitalize()} {'to' if flag == 'similar' else 'than'} {comparator_label}"


def _points(part: pd.DataFrame, flag: str, chosen: bool, colour: str, c: Colours) -> go.Scatter:
    """The dots and intervals of one flag, highlighted or not."""
    return go.Scatter(
        x=rounded(part["value"]),
        y=part["place"].tolist(),
        mode="markers",
        legendgroup=flag,
        customdata=part["area"].tolist(),
        text=part["text"].tolist(),
        hovertemplate="%{text}<extra></extra>",
        marker={
            "symbol": FLAG_SYMBOLS[flag],
            "color": colour,
            "size": 12 if chosen else 9,
            "line": {"color": c.ink if chosen else colour, "width": 1.5 if chosen else 1},
        },
        error_x=error_bars(part, "value", colour, 3 if chosen else 1.5),
        **STEADY,
    )


def error_bars(part: pd.DataFrame, value: str, colour: str, thickness: float) -> dict:
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


def _hover(row: pd.Series, unit: str, decimals: int, comparator_label: str) -> str:
    words = f"<b>{safe(row['name'])}</b>: {figure_text(row['value'], unit, decimals)}"
    words += interval_text(row["lower"], row["upper"], unit, decimals)
    return f"{words}<br>{flag_words(row['flag'], comparator_label)}"


def ranking(
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    comparator_label: str,
    comparator: float | None,
    selected: Collection[str] = (),
    dark: bool = False,
) -> go.Figure:
    """Horizontal dot plot in the order of the table (first at the top).

    Columns: area (code), name, value, lower, upper, flag.  One trace per flag and highlight; with areas
    selected the others are muted.  Each point carries its area code as customdata.
    """
    if table.empty:
        return empty(dark=dark)
    c, label = colours(dark), safe(comparator_label)
    rows = table.reset_index(drop=True)
    rows = rows.assign(
        place=range(len(rows)), chosen=rows["area"].isin(list(selected)), flag=rows["flag"].fillna("not known")
    )
    rows["text"] = [_hover(row, unit, decimals, label) for _, row in rows.iterrows()]
    figure = go.Figure()
    named: set[str] = set()
    shown = rows[rows["value"].notna()]
    for (chosen, flag), part in shown.groupby(["chosen", "flag"], sort=True):  # the highlighted last, on top
        colour = c.muted if rows["chosen"].any() and not chosen else c.flags[flag]
        if chosen and flag in ("similar", "not known"):
            colour = c.ink  # their grey would not stand out from the muted
        figure.add_trace(_points(part, flag, bool(chosen), colour, c))
        figure.data[-1].update(name=flag_words(flag, label), showlegend=flag not in named)
        named.add(flag)
    row_layout(figure, len(rows), ROW_HEIGHT, dark, legend=bool(named))
    row_axis(figure, [f"<b>{safe(n)}</b>" if b else safe(n) for n, b in zip(rows["name"], rows["chosen"], strict=True)])
    value_axis(figure, unit)
    for place in rows.loc[rows["value"].isna(), "place"]:
        row_note(figure, place, NO_FIGURE, dark)
    if comparator is not None and pd.notna(comparator):
        reference_line(figure, comparator, f"{label} {figure_text(comparator, unit, decimals)}", dark)
    return figure
