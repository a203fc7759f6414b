"""Counts over time as columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure
from dashboard.figures.format import days, round_values, safe, wrap_name
from dashboard.figures.lines import time_drawing, value_range
from dashboard.figures.marks import BOTTOM, TOP, label_ends, time_marks
from dashboard.figures.theme import Drawing, bottom_legend, colours, empty
from dashboard.text import figure_text

HEIGHT = 260
MOST_SERIES = 2


def demand(
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int = 0,
    levels: Sequence[tuple[str, float]] = (),
    events: Sequence[Any] = (),
    breaks: Sequence[Any] = (),
    height: int = HEIGHT,
    dark: bool = False,
) -> DrawnFigure:
    """Columns from zero, one a period, from columns series, label, period_end, value.

    One series is muted; a second stands beside it, in colour (ValueError beyond two), and a key
    names them in the order of each pair.  `levels` are (name, value): a dotted line across, named
    at its right end.  `events` and `breaks` as in `lines`.  customdata = series.
    """
    if table.empty or table["value"].isna().all():
        return empty(dark=dark)
    table = table.assign(period_end=pd.to_datetime(table["period_end"])).sort_values(
        "period_end", kind="stable"
    )
    order = pd.unique(table["series"]).tolist()
    if len(order) > MOST_SERIES:
        raise ValueError(
            f"Columns side by side hold at most {MOST_SERIES} series, not {len(order)}."
        )
    c, drawing = colours(dark), time_drawing(unit, height, dark)
    for series, colour in zip(order, (c.muted_mark, c.series[0]), strict=False):
        rows = table[table["series"] == series]
        label = safe(rows["label"].iloc[0])
        drawing.add(
            "bar",
            x=days(rows["period_end"]),
            y=round_values(rows["value"]),
            name=label,
            customdata=rows["series"].tolist(),
            text=[
                f"{label}, {r.period_end:%b %Y}: {figure_text(r.value, unit, decimals)}"
                for r in rows.itertuples()
            ],
            textposition="none",
            hovertemplate="%{text}<extra></extra>",
            marker={"color": colour, "line": {"width": 0}},
        )
    two = len(order) > 1
    drawing.lay(
        bargap=0.2,
        barmode="group",
        showlegend=two,
        legend=bottom_legend(dark),
        margin={"t": TOP if events or breaks else 12, "b": BOTTOM + 24 * two},
        yaxis={"rangemode": "tozero"},
    )
    if levels:
        _levels(drawing, table["value"], levels, dark)
    time_marks(drawing, events, breaks, table["period_end"].min(), table["period_end"].max(), dark)
    return drawing.figure()


def _levels(
    drawing: Drawing, values: pd.Series, levels: Sequence[tuple[str, float]], dark: bool
) -> None:
    ink = colours(dark).ink
    for _, value in levels:
        drawing.rule(
            x0=0,
            x1=1,
            xref="paper",
            y0=value,
            y1=value,
            line={"color": ink, "width": 1.5, "dash": "dot"},
            layer="above",
            name="level",
        )
    low, high = value_range(
        pd.concat([values, pd.Series([0.0, *(value for _, value in levels)])]).astype(float)
    )
    margin = drawing.layout["margin"]
    names = [(value, wrap_name(name, 12), "┄") for name, value in levels]
    label_ends(drawing, names, low, high, above=margin["t"], below=margin["b"])
    drawing.lay(xaxis={"nticks": 3})
