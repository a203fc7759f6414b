"""The difference of the area on trial among those found when each other area is taken as if it had been on trial."""

from __future__ import annotations

import pandas as pd

from dashboard.figures.format import rounded, safe, signed, wrapped
from dashboard.figures.theme import STEADY, Drawing, Drawn, bottom_legend, colours, empty, reference_line

HEIGHT = 270
_STEP, _WIDTH = 0.16, 0.035
"""Height between dots that would lie on one another, and how near they may come as a share of the range."""
_OWN = -0.3
"""Height of the one on trial: below the others, so that its interval does not run through them."""


def placebo(
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int = 1,
    interval: tuple[float, float] | None = None,
    dark: bool = False,
) -> Drawn:
    """A strip of dots from columns area, name, effect and on_trial; the one on trial is larger, a diamond and named.

    `interval` is the 95% interval of its effect; `unit` that of the difference, such as 'percentage points'. Dots that
    would lie on one another are stacked. customdata = area.
    """
    known = table.dropna(subset=["effect"]).sort_values("effect")
    if known.empty:
        return empty(dark=dark)
    c, drawing = colours(dark), Drawing(dark, HEIGHT)
    low, high = _range(known["effect"], interval)
    trial = known["on_trial"].astype(bool)
    own, others = known[trial].assign(height=_OWN), known[~trial]
    others = others.assign(height=_stacked(others["effect"].tolist(), _WIDTH * (high - low)))
    _dots(drawing, others, "Each other area taken as if on trial", "circle", 11, c.muted, unit, decimals)
    told = "On trial, with its 95% interval" if interval else "On trial"
    _dots(drawing, own, told, "diamond", 16, c.series[0], unit, decimals)
    if interval is not None and len(own):
        drawing.rule(x0=interval[0], x1=interval[1], y0=_OWN, y1=_OWN, line={"color": c.series[0], "width": 3},
                     name="interval")  # fmt: skip
    for row in own.itertuples():
        drawing.write(
            f"<b>{wrapped(row.name, 20)} {signed(row.effect, decimals)}</b>", x=round(row.effect, 3), y=_OWN,
            yanchor="top", yshift=-12, xanchor="right" if row.effect > (low + high) / 2 else "left",
            font={"size": 13, "color": c.ink}, name="label",
        )  # fmt: skip
    drawing.lay(
        xaxis={"range": [low, high], "showgrid": True, "nticks": 7, "title": {"text": f"Difference, {safe(unit)}"}},
        yaxis={"visible": False, "range": [_OWN - 0.4, max([*others["height"], 0.3]) + 0.25]},
        margin={"l": 12, "r": 12, "t": 28, "b": 92}, showlegend=True, legend=bottom_legend(dark),
    )  # fmt: skip
    reference_line(drawing, 0, "No difference", dark, dash="solid")
    return drawing.figure()


def _dots(
    drawing: Drawing, rows: pd.DataFrame, name: str, symbol: str, size: int, colour: str, unit: str, decimals: int
) -> None:
    drawing.add(
        "scatter", x=rounded(rows["effect"]), y=rounded(rows["height"]), mode="markers", name=name,
        customdata=rows["area"].tolist(), hovertemplate="%{text}<extra></extra>",
        text=[f"<b>{safe(row.name)}</b>: {signed(row.effect, decimals)} {safe(unit)}" for row in rows.itertuples()],
        marker={"symbol": symbol, "size": size, "color": colour}, showlegend=True, **STEADY,
    )  # fmt: skip


def _range(effect: pd.Series, interval: tuple[float, float] | None) -> tuple[float, float]:
    """All dots, zero and the interval, with a little room at either side."""
    marks = [0.0, float(effect.min()), float(effect.max()), *(interval or ())]
    room = 0.06 * (max(marks) - min(marks)) or 1.0
    return min(marks) - room, max(marks) + room


def _stacked(effects: list[float], width: float) -> list[float]:
    """A height for each dot, in order of effect: the lowest at which it lies on no other."""
    ends: list[float] = []
    heights = []
    for effect in effects:
        level = next((i for i, end in enumerate(ends) if effect - end >= width), len(ends))
        ends[level : level + 1] = [effect]
        heights.append(level * _STEP)
    return heights
