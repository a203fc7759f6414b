"""One small panel a series, on a shared scale, each against the same comparator."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.figures.format import days, figure_text, rounded, safe, wrapped
from dashboard.figures.lines import value_range
from dashboard.figures.theme import base_layout, bottom_legend, colours, empty

ROW_HEIGHT = 128
_LETTERS = 44  # of a row of titles on a phone


def small_multiples(
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    columns: int = 3,
    comparator: str | None = None,
    emphasised: str | None = None,
    y_range: tuple[float, float] | None = None,
    dark: bool = False,
) -> go.Figure:
    """Panels in the order of the table from columns series, label, period_end, value.

    Each panel is titled by its label and last figure.  The series `comparator` (the MPS) is a muted dashed
    line in every panel and has none of its own; the panel of `emphasised` is thicker, in colour, its title
    bold.  All panels share both scales.  Use two columns on a phone.  Click: customdata = series.
    """
    if table.empty or table["value"].isna().all():
        return empty(dark=dark)
    table = table.assign(period_end=pd.to_datetime(table["period_end"])).sort_values("period_end", kind="stable")
    order = [s for s in pd.unique(table["series"]) if s != comparator]
    parts = {series: table[table["series"] == series] for series in order}
    rows = max(math.ceil(len(order) / columns), 1)
    titles = [_title(parts[s], unit, decimals, s == emphasised, _LETTERS // columns) for s in order]
    deep = max((title.count("<br>") for title in titles), default=0)
    height = rows * (ROW_HEIGHT + 16 * deep) + 64
    figure = make_subplots(
        rows, columns, shared_xaxes=True, shared_yaxes=True, subplot_titles=titles,
        horizontal_spacing=0.05 if columns > 1 else 0, vertical_spacing=(30 + 16 * deep) / height if rows > 1 else 0,
    )  # fmt: skip
    against = table[(table["series"] == comparator) & table["value"].notna()]
    for i, series in enumerate(order):
        at = {"row": i // columns + 1, "col": i % columns + 1}
        if len(against):
            figure.add_trace(_line(against, unit, decimals, "comparator", dark), **at)
            figure.data[-1].showlegend = i == 0
        figure.add_trace(_line(parts[series], unit, decimals, "own" if series != emphasised else "bold", dark), **at)
    figure.update_layout(**base_layout(dark, height))
    figure.update_layout(
        margin={"t": 28 + 16 * deep, "b": 48, "r": 14}, showlegend=bool(len(against)), legend=bottom_legend(dark)
    )
    suffix = "%" if unit == "%" else ""
    span = value_range(table["value"].astype(float), y_range)
    figure.update_yaxes(range=span, ticksuffix=suffix, nticks=4, tickfont={"size": 12})
    figure.update_xaxes(showgrid=False, nticks=3, tickformat="%Y", tickangle=0, tickfont={"size": 12}, type="date")
    figure.update_annotations(font={"size": 12, "color": colours(dark).ink}, align="center")
    return figure


def _title(rows: pd.DataFrame, unit: str, decimals: int, bold: bool, letters: int) -> str:
    known = rows["value"].dropna()
    last = figure_text(known.iloc[-1] if len(known) else None, unit if unit == "%" else "", decimals)
    words = wrapped(f"{rows['label'].iloc[0]} {last}", letters)
    return "<br>".join(f"<b>{line}</b>" for line in words.split("<br>")) if bold else words


def _line(rows: pd.DataFrame, unit: str, decimals: int, kind: str, dark: bool) -> go.Scatter:
    c = colours(dark)
    line = {
        "comparator": {"color": c.muted, "width": 1.5, "dash": "dot"},
        "own": {"color": c.ink, "width": 1.75},
        "bold": {"color": c.series[0], "width": 3.5},
    }[kind]
    label = safe(rows["label"].iloc[0])
    text = [f"{label}, {r.period_end:%b %Y}: {figure_text(r.value, unit, decimals)}" for r in rows.itertuples()]
    quiet = {"hoverinfo": "skip"} if kind == "comparator" else {
        "text": text, "hovertemplate": "%{text}<extra></extra>", "customdata": rows["series"].tolist()
    }  # fmt: skip
    return go.Scatter(
        x=days(rows["period_end"]), y=rounded(rows["value"]), mode="lines", line=line, name=label, meta=kind,
        showlegend=False, **quiet,
    )  # fmt: skip
