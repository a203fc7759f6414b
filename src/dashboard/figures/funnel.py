"""Areas around a target by their size, with limits at 95 and 99.8%."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from dashboard.figures.figure_json import DrawnFigure, Trace
from dashboard.figures.format import round_values, safe, wrap_name
from dashboard.figures.lines import value_range
from dashboard.figures.marks import Label, label_ends
from dashboard.figures.ranking import flag_words
from dashboard.figures.theme import (
    FLAG_SYMBOLS,
    STEADY,
    Colours,
    Drawing,
    bottom_legend,
    colours,
    empty,
)
from dashboard.text import figure_text

HEIGHT, ABOVE, BELOW = 480, 24, 146
NO_TARGET = "No figure to draw the funnel around."
#: Limits, the widest first: column ending -> name, dash.
_LIFT = 0.03
"""Share of the axis' height, some 12 pixels, above which the name of a line stands."""
_LINES = {"998": ("99.8%", "solid"), "95": ("95%", "dash")}
_BOUNDS = ("lower_95", "upper_95", "lower_998", "upper_998")
_MANY = 100
# : Widths in pixels of what lies between the axes, from a phone to a wide screen, at which no two
# names may meet.
_WIDTHS = np.array([215, 420, 620, 1100])
_LETTER, _LINE, _MOST_TRIED = 7.5, 17, 40
# : Chosen areas up to which each is named, whatever lies there: the wards of a chosen borough are
# more.
_FEW = 5
# : Where a name may stand from its point, nearest first: the side on which it grows, pixels across,
# pixels down.
_PLACES = tuple(
    (side, across, down)
    for down in (0, -18, 18, -34, 34, -50, 50, -68, 68, -90, 90)
    for side, across in (("left", 12), ("right", -12), ("center", 0))
    if down or across
)
_NAME_LETTERS = 13


def funnel(
    table: pd.DataFrame,
    curve: pd.DataFrame,
    *,
    unit: str,
    decimals: int,
    target: float,
    target_label: str,
    size_label: str,
    selected_areas: Collection[str] = (),
    dark: bool = False,
) -> DrawnFigure:
    """Points by size and value with the limits as lines and the target across.

    Columns: area (code), name, value, size, z, lower_95, upper_95, lower_998, upper_998, flag_95,
    flag_998; of `curve`:
    size and the four limits.  A flagged area has the colour and shape of its flag, filled at 99.8%
    and open at 95%
    alone, and is named beside its point: the selected first, then the furthest out, as long as no
    two names meet at any width; how many are left is said.  Up to five selected are named though
    not flagged.  All are named on hover. customdata = area.
    """
    rows = table[table["value"].notna() & table["size"].notna()]
    if rows.empty:
        return empty(dark=dark)
    if curve.empty or pd.isna(target):
        return empty(NO_TARGET, dark)
    c, label, percent = colours(dark), safe(target_label), "%" if unit == "%" else ""
    rows = rows.assign(
        chosen=rows["area"].isin(list(selected_areas)), flag=rows["flag_95"].fillna("not known")
    )
    rows = rows.assign(flagged=~rows["flag"].isin(["similar", "not known"]))
    rows = rows.assign(sure=rows["flagged"] & (rows["flag_998"] == rows["flag"]))
    drawing, names_in_legend = Drawing(dark, HEIGHT), set[str]()
    for (is_chosen, _, sure, flag), part in rows.groupby(
        ["chosen", "flagged", "sure", "flag"]
    ):  # the furthest on top
        points = _points(part, flag, sure, label, unit, decimals, 5 if len(rows) > _MANY else 8, c)
        drawing.add(
            "scatter",
            **_draw_choice(points, c) if is_chosen else points,
            showlegend=points["name"] not in names_in_legend,
        )
        names_in_legend.add(points["name"])
    for ending, (_, dash) in _LINES.items():
        for side in ("lower", "upper"):
            drawing.add(
                "scatter",
                x=round_values(curve["size"], 1),
                y=round_values(curve[f"{side}_{ending}"]),
                mode="lines",
                line={"color": c.ink, "width": 1.2, "dash": dash},
                hoverinfo="skip",
                showlegend=False,
                meta=f"limit {ending}",
            )
    drawing.rule(
        x0=0,
        x1=1,
        xref="paper",
        y0=target,
        y1=target,
        line={"color": c.ink, "width": 2},
        name="target",
    )
    wide = [float(curve["size"].min()), float(curve["size"].max())]
    span = value_range(_heights(rows, target))
    label_ends(
        drawing,
        _ends(curve, target, f"{label} {figure_text(target, percent, decimals)}", span),
        *span,
        above=ABOVE,
        below=BELOW,
    )
    drawing.lay(
        showlegend=True,
        legend=bottom_legend(dark),
        xaxis={
            "range": wide,
            "title": {"text": size_label, "standoff": 6},
            "nticks": 5,
            "tickangle": 0,
        },
        yaxis={"title": {"text": "" if percent else unit}, "ticksuffix": percent},
    )
    _name_points(drawing, rows, wide, span, c)
    return drawing.figure()


def _points(
    part: pd.DataFrame,
    flag: str,
    sure: bool,
    label: str,
    unit: str,
    decimals: int,
    size: int,
    c: Colours,
) -> Trace:
    """The points of one flag at one level; what is the same for all of them is said once, for wards
    are many.
    """
    is_flagged = bool(part["flagged"].iloc[0])
    at = f", {'99.8' if sure else '95'}%" if is_flagged else ""
    words = flag_words(flag, label) + at
    number = "%{y:,." + str(decimals) + "f}" + ("%" if unit == "%" else f" {safe(unit)}")
    return {
        "x": round_values(part["size"], 1),
        "y": round_values(part["value"]),
        "mode": "markers",
        "name": flag.capitalize() + at,
        "customdata": part["area"].tolist(),
        "text": [safe(name) for name in part["name"]],
        "hovertext": [
            _limits(bounds, decimals) for bounds in part[list(_BOUNDS)].itertuples(index=False)
        ],
        "hovertemplate": f"<b>%{{text}}</b>: {number}<br>{words}<br>%{{hovertext}}<extra></extra>",
        "cliponaxis": False,
        "marker": {
            "symbol": FLAG_SYMBOLS[flag] + ("-open" if is_flagged and not sure else ""),
            "color": c.flags[flag],
            "size": size + 2 if is_flagged else size,
            "opacity": 1,
            "line": {"color": c.flags[flag], "width": 1.5},
        },
        **STEADY,
    }


def _draw_choice(points: Trace, c: Colours) -> Trace:
    marker = {**points["marker"], "size": 13, "line": {"color": c.ink, "width": 2.5}}
    return {**points, "marker": marker}


def _limits(bounds: Sequence[float], decimals: int) -> str:
    low, high, lowest, highest = (figure_text(bound, "", decimals) for bound in bounds)
    return f"95% limits {low} to {high}<br>99.8% {lowest} to {highest}"


def _heights(rows: pd.DataFrame, target: float) -> pd.Series:
    """What the value axis must hold: every point and the limits of all but the smallest areas."""
    near = [rows[c].quantile(q) for c, q in (("lower_998", 0.05), ("upper_998", 0.95))]
    return pd.concat([rows["value"], pd.Series([*near, target], dtype=float)])


def _ends(curve: pd.DataFrame, target: float, label: str, span: tuple[float, float]) -> list[Label]:
    """The names of the lines at the right, where they lie within the axis; none so low that it lies
    on the axis' own numbers.
    """
    last, lowest = curve.iloc[-1], span[0] + _LIFT * (span[1] - span[0])
    ends = [
        (value if value < span[0] else max(value, lowest), name, "")
        for ending, (name, _) in _LINES.items()
        for value in (float(last[f"{side}_{ending}"]) for side in ("lower", "upper"))
    ]
    return [(target, label, ""), *(end for end in ends if span[0] <= end[0] <= span[1])]


def _name_points(
    drawing: Drawing,
    rows: pd.DataFrame,
    wide: Sequence[float],
    span: tuple[float, float],
    c: Colours,
) -> None:
    """Name the chosen and the flagged points, the furthest out first, where their names meet
    nothing at any width.
    """
    tall = HEIGHT - BELOW - ABOVE
    across = ((rows["size"] - wide[0]) / (wide[1] - wide[0])).to_numpy(float)
    down = ((span[1] - rows["value"]) / (span[1] - span[0]) * tall).to_numpy(float)
    boxes = np.column_stack([across, across * 0 - 5, across * 0 + 5, down - 5, down + 5])
    few = rows["chosen"].sum() <= _FEW
    first = rows["z"].abs().fillna(0) + np.where(rows["chosen"], rows["z"].abs().max(), 0)
    out = np.where(rows["chosen"] & few, np.inf, np.where(rows["flagged"], first, -1))
    order, count = [i for i in np.argsort(-out, kind="stable") if out[i] >= 0], 0
    for i in order[:_MOST_TRIED]:
        lines, is_chosen = (
            wrap_name(rows["name"].iloc[i], _NAME_LETTERS).split("<br>"),
            rows["chosen"].iloc[i],
        )
        size = (_LETTER * max(map(len, lines)) * (1.08 if is_chosen else 1), _LINE * len(lines))
        place = _place(across[i], down[i], size, tall, boxes)
        if (
            place is None and is_chosen and few
        ):  # in a crowd it stands over points, though over no name
            place = _place(across[i], down[i], size, tall, boxes[len(rows) :])
        if place is None:
            continue
        (side, dx, dy), box = place
        boxes, count = np.vstack([boxes, box]), count + 1
        words = "<br>".join(f"<b>{line}</b>" if is_chosen else line for line in lines)
        drawing.write(
            words,
            x=round_values([rows["size"].iloc[i]], 1)[0],
            y=round_values([rows["value"].iloc[i]])[0],
            showarrow=True,
            arrowhead=0,
            arrowwidth=1,
            standoff=5,
            arrowcolor=c.muted,
            ax=dx,
            ay=dy,
            xanchor=side,
            yanchor="middle",
            align=side,
            borderpad=0,
            font={"size": 13, "color": c.ink},
            name="label",
        )
    if len(order) > count:
        drawing.write(
            f"{len(order) - count} more flagged: named on hover",
            x=1,
            xref="paper",
            xanchor="right",
            y=1,
            yref="paper",
            yanchor="bottom",
            font={"size": 13, "color": c.ink},
            name="more",
        )


def _place(
    across: float, down: float, size: tuple[float, float], tall: float, boxes: np.ndarray
) -> tuple[tuple[str, int, int], np.ndarray] | None:
    """The nearest place for a name of `size` (pixels) where it is inside and meets none of those
    taken, if any.

    A row of `taken`: the point, as a share of the width; left, right, in pixels from it; top,
    bottom, in pixels.
    """
    starts = {"left": 0.0, "right": -size[0], "center": -size[0] / 2}
    for side, dx, dy in _PLACES:
        left, top = dx + starts[side], down + dy - size[1] / 2
        right, bottom = left + size[0], top + size[1]
        beside = boxes[(top < boxes[:, 4]) & (boxes[:, 3] < bottom)]
        begin, end, theirs = (
            across * _WIDTHS + left,
            across * _WIDTHS + right,
            beside[:, :1] * _WIDTHS,
        )
        meets = (begin < theirs + beside[:, 2:3]) & (theirs + beside[:, 1:2] < end)
        if (
            top >= 0
            and bottom <= tall
            and (begin >= 0).all()
            and (end <= _WIDTHS).all()
            and not meets.any()
        ):
            return (side, dx, dy), np.array([across, left, right, top, bottom])
    return None
