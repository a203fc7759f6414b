"""Posts filled in each ward against its posts and the minimum."""

from __future__ import annotations

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure
from dashboard.figures.format import round_values, safe
from dashboard.figures.rows import row_axis, row_drawing
from dashboard.figures.theme import Drawing, colours, empty, hatch_bar, reference_line
from dashboard.text import figure_text

ROW_HEIGHT = 24
_DOMAINS = ((0, 0.56), (0.66, 1))


def minimum(
    table: pd.DataFrame,
    *,
    dwo_minimum: float,
    pcso_minimum: float,
    decimals: int = 1,
    dark: bool = False,
) -> DrawnFigure:
    """One row a ward in the order of the table: officers in post (bar), posts (tick), minimum
    (dashed line).

    Columns: area (ward code), name, dwo_in_post, dwo_posts, pcso_in_post, pcso_posts (full-time
    equivalents). DWOs at the left, PCSOs at the right.  A ward below a minimum has a hatched bar in
    another colour and a pointer before its name in bold.  Click: customdata = ward code.
    """
    if table.empty:
        return empty(dark=dark)
    rows = table.reset_index(drop=True)
    drawing = row_drawing(len(rows), ROW_HEIGHT, dark, above=28, below=88)
    kinds = (("DWO", dwo_minimum), ("PCSO", pcso_minimum))
    for i, (kind, least) in enumerate(kinds):
        own, posts = (
            rows[f"{kind.lower()}_in_post"].astype(float),
            rows[f"{kind.lower()}_posts"].astype(float),
        )
        axis = f"x{i + 1 if i else ''}"
        _bars(drawing, rows, own, posts, kind, least, axis, decimals, dark)
        top = max(posts.max(), own.max(), least) if len(rows) else least
        drawing.lay(
            **{
                axis.replace("x", "xaxis"): {
                    "domain": _DOMAINS[i],
                    "anchor": "y",
                    "range": [0, top + 0.3],
                    "dtick": 1,
                    "automargin": True,
                    "title": {"text": f"{kind}s"},
                }
            }
        )
        reference_line(drawing, least, f"Min. {least:g}", dark, axis=axis, layer="above")
    below = (rows["dwo_in_post"] < dwo_minimum) | (rows["pcso_in_post"] < pcso_minimum)
    row_axis(
        drawing,
        [
            f"<b>▸ {safe(n)}</b>" if low else safe(n)
            for n, low in zip(rows["name"], below, strict=True)
        ],
    )
    drawing.lay(barmode="overlay", bargap=0.45)
    return drawing.figure()


def _bars(
    drawing: Drawing,
    rows: pd.DataFrame,
    own: pd.Series,
    posts: pd.Series,
    kind: str,
    least: float,
    axis: str,
    decimals: int,
    dark: bool,
) -> None:
    """Bars in post, at or below the minimum, and ticks at the posts of one kind of officer."""
    c, places, codes = colours(dark), list(range(len(rows))), rows["area"].tolist()
    short = own < least
    words = [
        f"{safe(name)}: {figure_text(a, '', decimals)} {kind} in post of"
        f" {figure_text(b, '', decimals)} posts"
        for name, a, b in zip(rows["name"], own, posts, strict=True)
    ]
    common_settings = {
        "xaxis": axis,
        "y": places,
        "customdata": codes,
        "text": words,
        "hovertemplate": "%{text}<extra></extra>",
        "showlegend": kind == "DWO",
    }
    for below, name, colour, pattern in (
        (False, "In post", c.stack[-1], ""),
        (True, "In post, below the minimum", c.flags["worse"], "/"),
    ):
        drawing.add(
            "bar",
            x=round_values(own.where(short == below), 2),
            orientation="h",
            name=name,
            textposition="none",
            marker=hatch_bar(colour, pattern, c),
            legendgroup=name,
            **common_settings,
        )
    tick = {
        "symbol": "line-ns-open",
        "size": 15,
        "color": c.ink,
        "line": {"width": 2.5, "color": c.ink},
    }
    common_settings |= {"name": "Posts", "legendgroup": "Posts"}
    drawing.add("scatter", x=round_values(posts, 2), mode="markers", marker=tick, **common_settings)
