"""The icons of variation and assurance of many indicators, a row each."""

from __future__ import annotations

import pandas as pd

from dashboard.figures.format import safe, wrapped
from dashboard.figures.rows import row_axis, row_drawing
from dashboard.figures.theme import FLAG_SYMBOLS, STEADY, Colours, Drawn, colours, empty

ROW_HEIGHT, ABOVE = 44, 34
_LETTERS, _WORD_LETTERS = 16, 10  # of a name, and of the words beside an icon, on one line
#: Icon -> its sign, its flag's colour and shape, and the short words beside it.
VARIATION = {
    "common": ("~", "similar", "Common cause"),
    "improving_high": ("H", "better", "Improving"),
    "improving_low": ("L", "better", "Improving"),
    "concerning_high": ("H", "worse", "Concerning"),
    "concerning_low": ("L", "worse", "Concerning"),
    "neither_high": ("H", "higher", "Higher"),
    "neither_low": ("L", "lower", "Lower"),
    "not_judged": ("…", "not known", "Not judged"),
}
ASSURANCE = {
    "hit_and_miss": ("?", "similar", "Hit and miss"),
    "passing": ("P", "better", "Passing"),
    "failing": ("F", "worse", "Failing"),
    "no_target": ("–", "not known", "No target"),
    "not_judged": ("…", "not known", "Not judged"),
}
_COLUMNS = (("variation", "Variation", VARIATION), ("assurance", "Assurance", ASSURANCE))


def icon_grid(table: pd.DataFrame, *, dark: bool = False) -> Drawn:
    """Icons of variation and assurance, a row an indicator in the order of the table (first at the top).

    Columns: area (code or id to click), name, variation (key of VARIATION), assurance (key of ASSURANCE),
    variation_words, assurance_words (on hover).  An icon is a shape in the colour of its meaning with a sign in it
    and words beside it, so that neither colour nor shape speaks alone.  customdata = area.
    """
    if table.empty:
        return empty(dark=dark)
    c, rows = colours(dark), table.reset_index(drop=True)
    drawing = row_drawing(len(rows), ROW_HEIGHT, dark, above=ABOVE, below=8, legend=False)
    for place, (column, heading, icons) in enumerate(_COLUMNS):
        drawing.write(f"<b>{heading}</b>", x=place, xanchor="left", xshift=-14, y=1, yref="paper", yanchor="bottom",
                      font={"size": 13, "color": c.ink}, name="heading")  # fmt: skip
        shown = [icons[icon] for icon in rows[column]]
        drawing.add(
            "scatter", x=[place] * len(rows), y=list(range(len(rows))), mode="markers+text",
            text=[f"<b>{sign}</b>" for sign, *_ in shown], textposition="middle center",
            textfont={"size": 13, "color": c.ink}, customdata=rows["area"].tolist(), name=heading,
            hovertext=[f"<b>{safe(name)}</b><br>{wrapped(words, 44)}"
                       for name, words in zip(rows["name"], rows[f"{column}_words"], strict=True)],
            hovertemplate="%{hovertext}<extra></extra>", marker=_marks([flag for _, flag, _ in shown], c),
            cliponaxis=False, **STEADY,
        )  # fmt: skip
        for row, (_, _, words) in enumerate(shown):
            drawing.write(wrapped(words, _WORD_LETTERS), x=place, xanchor="left", xshift=19, y=row, align="left",
                          font={"size": 12, "color": c.ink}, name=column)  # fmt: skip
    row_axis(drawing, [wrapped(name, _LETTERS) for name in rows["name"]])
    drawing.lay(xaxis={"range": [-0.2, 1.9], "showgrid": False, "showticklabels": False})
    return drawing.figure()


def _marks(flags: list[str], c: Colours) -> dict[str, object]:
    """Hollow shapes: the sign stands on the ground, where it can be read in every colour."""
    large = {"diamond": 25, "triangle-up": 32, "triangle-down": 32}
    symbols = [FLAG_SYMBOLS[flag].removesuffix("-open") for flag in flags]
    return {
        "symbol": symbols, "size": [large.get(symbol, 26) for symbol in symbols], "color": c.background,
        "opacity": 1,
        "line": {"color": [c.flags[flag] for flag in flags], "width": 3},
    }  # fmt: skip
