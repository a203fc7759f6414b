"""The time ahead of a figure: bands of what is likely, the line in their middle, and their key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from dashboard.figures.format import days, round_values, safe
from dashboard.figures.marks import Label
from dashboard.figures.theme import Drawing, bottom_legend, faint
from dashboard.text import figure_text

BANDS = {95: 0.12, 80: 0.16, 50: 0.24}
"""Band, per cent -> how dense it is drawn; each lies over the one before."""
_KEY_ROOM = 44
Last = tuple[pd.Timestamp, float]
"""The last figure, from which what is ahead begins."""


class Ahead(NamedTuple):
    """What is ahead of one of several lines."""

    series: Any
    """Code of the line that goes on."""
    table: pd.DataFrame
    """period_end, value, lower_50 ... upper_95, as ``stats`` projects a share, time or number."""


def draw_bands(
    drawing: Drawing,
    table: pd.DataFrame,
    last: Last,
    colour: str,
    levels: Sequence[int] = tuple(BANDS),
) -> None:
    """The bands of ``levels``, the widest first, from the last figure on."""
    there = days([last[0], *table["period_end"]])
    for level in levels:
        lower = round_values([last[1], *table[f"lower_{level}"]])
        upper = round_values([last[1], *table[f"upper_{level}"]])
        drawing.add(
            "scatter",
            x=there + there[::-1],
            y=upper + lower[::-1],
            mode="lines",
            fill="toself",
            fillcolor=faint(colour, BANDS[level]),
            line={"width": 1, "color": faint(colour, 0.5)},
            hoverinfo="skip",
            name=f"{level}%",
            meta="band",
            showlegend=True,
        )


def draw_line_ahead(
    drawing: Drawing,
    table: pd.DataFrame,
    last: Last,
    name: str,
    colour: str,
    dash: str,
    unit: str,
    decimals: int,
    levels: Sequence[int] = tuple(BANDS),
    dot: int = 5,
) -> Label:
    """A line from the last figure on, whose hovering tells the bands of ``levels``; the name for its
    end. Its figures are marked by circles of ``dot`` pixels, 0 for none.
    """
    text = [_hover(row, name, unit, decimals, levels) for row in table.to_dict("records")]
    drawing.add(
        "scatter",
        x=days([last[0], *table["period_end"]]),
        y=round_values([last[1], *table["value"]]),
        text=["", *text],
        hovertemplate="%{text}<extra></extra>",
        mode="lines+markers",
        line={"color": colour, "width": 2, "dash": dash},
        marker={
            "color": colour,
            "size": [0] + [dot] * len(table),
            "symbol": "circle-open",
            "opacity": 1 if dot else 0,
        },
        meta=name,
        showlegend=False,
    )
    end = float(table["value"].iloc[-1])
    words = f"{name}<br>{safe(figure_text(end, unit if unit == '%' else '', decimals))}"
    return end, words, f'<span style="color:{colour}">○</span>'


def _hover(row: dict[Any, Any], name: str, unit: str, decimals: int, levels: Sequence[int]) -> str:
    words = (
        f"<b>{name}</b>, {pd.Timestamp(row['period_end']):%b %Y}:"
        f" {figure_text(row['value'], unit, decimals)}"
    )
    if f"lower_{min(levels)}" not in row:
        return words
    for level in sorted(levels):
        low, high = (
            figure_text(row[f"{side}_{level}"], "", decimals) for side in ("lower", "upper")
        )
        words += f"<br>{level}%: {low} to {high}"
    chance = row.get("chance")
    return words if chance is None else f"{words}<br>Chance of the target: {chance_text(chance)}"


def chance_text(chance: float) -> str:
    """A chance from 0 to 1 in words that claim no more than past errors can: 'under 5%', '35%',
    'over 95%'.
    """
    if chance < 0.05:
        return "under 5%"
    return "over 95%" if chance > 0.95 else f"{round(20 * chance) * 5}%"


def write_bands_key(drawing: Drawing, dark: bool) -> None:
    """The key of the bands below the time axis and what is written there, with room made for it.

    Lines have their names at their ends, so those drawn so far are left out of it.
    """
    for trace in drawing.traces:
        trace.setdefault("showlegend", False)
    drawing.lay(
        showlegend=True,
        legend={**bottom_legend(dark, "Likely range"), "traceorder": "reversed"},
        margin={"b": drawing.layout["margin"]["b"] + _KEY_ROOM},
        height=drawing.layout["height"] + _KEY_ROOM,
    )
