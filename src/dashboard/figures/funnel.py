"""Areas around a target by their size, with limits at 95 and 99.8%."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure, Trace
from dashboard.figures.format import round_values, safe
from dashboard.figures.funnel_names import name_points
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
_LIFT = 0.03
"""Share of the axis' height, some 12 pixels, above which the name of a line stands."""
#: Limits, the widest first: column ending -> name, dash.
_LINES = {"998": ("99.8%", "solid"), "95": ("95%", "dash")}
_BOUNDS = ("lower_95", "upper_95", "lower_998", "upper_998")
_MANY = 100


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
    rows = _judge_rows(rows, selected_areas)
    drawing = Drawing(dark, HEIGHT)
    _draw_points(drawing, rows, label, unit, decimals, c)
    _draw_lines(drawing, curve, target, c)
    wide = [float(curve["size"].min()), float(curve["size"].max())]
    span = value_range(_heights(rows, target))
    ends = _ends(curve, target, f"{label} {figure_text(target, percent, decimals)}", span)
    label_ends(drawing, ends, *span, above=ABOVE, below=BELOW)
    size_title = {"text": size_label, "standoff": 6}
    drawing.lay(
        showlegend=True,
        legend=bottom_legend(dark),
        xaxis={"range": wide, "title": size_title, "nticks": 5, "tickangle": 0},
        yaxis={"title": {"text": "" if percent else unit}, "ticksuffix": percent},
    )
    name_points(drawing, rows, wide, span, HEIGHT - BELOW - ABOVE, c)
    return drawing.figure()


def _judge_rows(rows: pd.DataFrame, selected_areas: Collection[str]) -> pd.DataFrame:
    """The rows with whether each is chosen, its flag, whether it is flagged and, if so, at 99.8%."""
    flag = rows["flag_95"].fillna("not known")
    is_flagged = ~flag.isin(["similar", "not known"])
    return rows.assign(
        chosen=rows["area"].isin(list(selected_areas)),
        flag=flag,
        flagged=is_flagged,
        sure=is_flagged & (rows["flag_998"] == flag),
    )


def _draw_points(
    drawing: Drawing, rows: pd.DataFrame, label: str, unit: str, decimals: int, c: Colours
) -> None:
    """The points of each flag and level, the furthest out on top, each kind once in the key."""
    size, names_in_legend = 5 if len(rows) > _MANY else 8, set[str]()
    for (is_chosen, _, sure, flag), part in rows.groupby(["chosen", "flagged", "sure", "flag"]):
        points = _points(part, flag, sure, label, unit, decimals, size, c)
        drawing.add(
            "scatter",
            **_draw_choice(points, c) if is_chosen else points,
            showlegend=points["name"] not in names_in_legend,
        )
        names_in_legend.add(points["name"])


def _draw_lines(drawing: Drawing, curve: pd.DataFrame, target: float, c: Colours) -> None:
    """The limits by size, and the target across."""
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
    line = {"color": c.ink, "width": 2}
    drawing.rule(x0=0, x1=1, xref="paper", y0=target, y1=target, line=line, name="target")


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
