"""Posts over need as a concentration curve: how far posts follow need from area to area."""

from __future__ import annotations

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure, Trace
from dashboard.figures.format import round_values, safe, wrap_name
from dashboard.figures.theme import SERIES_DASHES, SERIES_SYMBOLS, Colours, Drawing, colours, empty
from dashboard.text import figure_text

HEIGHT = 420
PROPORTION = "Posts in proportion to need"
_NO_CURVE = "There is no need or there are no posts to compare."
_TICKS = [0, 25, 50, 75, 100]
_LETTERS = 60
_MOST = 4


def concentration(
    table: pd.DataFrame,
    *,
    posts: str = "posts",
    need: str = "need",
    highlight: str | None = None,
    dark: bool = False,
) -> DrawnFigure:
    """Cumulative share of posts against cumulative share of need, areas of least need first, with
    the diagonal.

    Columns: plan (name of the curve), area (code, '' for the start), name, need_share and
    post_share (cumulative, 0 to 1), each plan's rows in the order of its curve; up to four plans,
    with colour, dash and symbol, and a key. ``posts`` and ``need`` name what is counted, as the
    axes say it; ``highlight`` is an area, ringed on every curve.
    Click: customdata = area.
    """
    if table.empty or table[["need_share", "post_share"]].isna().all(axis=None):
        return empty(_NO_CURVE if len(table) else "No figures to show.", dark)
    c, drawing = colours(dark), Drawing(dark, HEIGHT)
    _draw_proportion(drawing, c)
    parts = list(table.groupby("plan", sort=False))[:_MOST]
    for number, (plan, rows) in enumerate(parts):
        texts = _hovers(rows, str(plan), need, posts)
        drawing.add("scatter", **_curve(rows, str(plan), texts, number, c))
        _ring(drawing, rows, highlight, dark, with_names=number == len(parts) - 1)
    _lay_axis(drawing, "xaxis", f"Share of {need}, areas of least need first")
    _lay_axis(drawing, "yaxis", f"Share of {posts}")
    _lay_key(drawing, c)
    return drawing.figure()


def _draw_proportion(drawing: Drawing, c: Colours) -> None:
    """The diagonal, on which every area has its share."""
    drawing.add(
        "scatter",
        x=[0, 100],
        y=[0, 100],
        mode="lines",
        name=PROPORTION,
        meta="proportion",
        hoverinfo="skip",
        line={"color": c.ink, "width": 2, "dash": "6px,4px"},
    )


def _curve(rows: pd.DataFrame, plan: str, texts: list[str], number: int, c: Colours) -> Trace:
    """The curve of one plan, by its number among the plans."""
    colour, symbol = c.series[number], SERIES_SYMBOLS[number]
    return {
        "x": round_values(100 * rows["need_share"]),
        "y": round_values(100 * rows["post_share"]),
        "mode": "lines+markers",
        "name": safe(plan),
        "meta": "curve",
        "customdata": rows["area"].tolist(),
        "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": colour, "width": 2.5, "dash": SERIES_DASHES[number]},
        "marker": {"symbol": symbol, "size": 7, "color": colour},
    }


def _lay_axis(drawing: Drawing, axis: str, words: str) -> None:
    """An axis of shares, named by words."""
    shares = {
        "range": [-2, 102],
        "tickvals": _TICKS,
        "ticksuffix": "%",
        "title": {"text": wrap_name(words, 44)},
    }
    drawing.lay(**{axis: shares})


def _lay_key(drawing: Drawing, c: Colours) -> None:
    """The key, with room for it below the axis."""
    drawing.lay(
        showlegend=True,
        margin={"l": 8, "r": 12, "t": 16, "b": 110},
        legend={
            "orientation": "h",
            "yref": "container",
            "y": 0,
            "yanchor": "bottom",
            "xref": "container",
            "x": 0.01,
            "xanchor": "left",
            "font": {"size": 13, "color": c.ink},
            "itemclick": False,
            "itemdoubleclick": False,
        },
    )


def _hovers(rows: pd.DataFrame, plan: str, need: str, posts: str) -> list[str]:
    """What each point says; nothing at the start of the curve, where no area is."""
    return [
        (
            f"{safe(plan)}, up to"
            f" <b>{wrap_name(name, _LETTERS)}</b>:<br>{figure_text(100 * x, '%', 0)} of {safe(need)},"
            f" {figure_text(100 * y, '%', 0)} of {safe(posts)}"
            if area
            else ""
        )
        for area, name, x, y in zip(
            rows["area"], rows["name"], rows["need_share"], rows["post_share"], strict=True
        )
    ]


def _ring(
    drawing: Drawing, rows: pd.DataFrame, highlight: str | None, dark: bool, *, with_names: bool
) -> None:
    """A ring at the chosen area's point, with its name on one curve alone, as two would meet."""
    ink = colours(dark).ink
    for row in rows[rows["area"] == highlight].itertuples():
        x, y = round(100 * float(row.need_share), 3), round(100 * float(row.post_share), 3)
        drawing.add(
            "scatter",
            x=[x],
            y=[y],
            mode="markers",
            meta="chosen",
            hoverinfo="skip",
            showlegend=False,
            marker={
                "symbol": "circle-open",
                "size": 15,
                "color": ink,
                "line": {"width": 2, "color": ink},
            },
        )
        if not with_names:
            continue
        drawing.write(
            f"<b>{wrap_name(row.name, 24)}</b>",
            x=x,
            y=y,
            xanchor="right" if x > 50 else "left",
            xshift=-12 if x > 50 else 12,
            yanchor="bottom",
            font={"size": 13, "color": ink},
            name="label",
        )
