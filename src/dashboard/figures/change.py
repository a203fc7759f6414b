"""Two plans side by side: posts of wards, and the components of their need."""

from __future__ import annotations

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure
from dashboard.figures.format import round_values, safe, wrap_name
from dashboard.figures.rows import row_axis, row_drawing
from dashboard.figures.theme import Colours, Drawing, colours, empty
from dashboard.text import figure_text, signed_text

ROW_HEIGHT = 26
LINE_HEIGHT = 12  # more for each further line of a label
MOST_ROWS = 30


def plan_change(
    table: pd.DataFrame,
    *,
    unit: str = "posts",
    decimals: int = 0,
    before_label: str = "Plan in force",
    after_label: str = "Proposed plan",
    dark: bool = False,
) -> DrawnFigure:
    """Posts in the plan in force and in the proposed plan, for the wards where they differ, gains
    first.

    Columns: area (ward code), name, before, after.  The change is written beside each pair (+2,
    −1).  At most 30 rows, the largest changes; a line below says how many more there are.  Click:
    customdata = area.
    """
    changes = table.assign(change=table["after"] - table["before"])
    changes = changes[changes["change"].notna() & (changes["change"].round(6) != 0)]
    if changes.empty:
        return empty(
            "No posts differ between the two plans." if len(table) else "No figures to show.", dark
        )
    largest = changes.loc[
        changes["change"].abs().sort_values(ascending=False, kind="stable").index[:MOST_ROWS]
    ]
    largest = largest.sort_values(["change", "name"], ascending=[False, True])
    drawing = _pairs(
        largest,
        [safe(name) for name in largest["name"]],
        unit,
        decimals,
        (before_label, after_label),
        dark,
    )
    if len(changes) > len(largest):
        drawing.write(
            f"and {len(changes) - len(largest)} more wards with smaller changes",
            x=0,
            xref="paper",
            y=0,
            yref="paper",
            yshift=-26,
            xanchor="left",
            yanchor="top",
            name="more",
        )
        drawing.lay(xaxis={"title": {"text": ""}})
    return drawing.figure()


def need_components(
    table: pd.DataFrame,
    *,
    unit: str = "score",
    decimals: int = 0,
    before_label: str = "Plan in force",
    after_label: str = "Proposed plan",
    dark: bool = False,
) -> DrawnFigure:
    """Scores (0 to 100) of each component of need in both plans, under the name of each ward.

    Columns: area (ward code), name, component (its label), before, after.  Wards and components in
    the order of the table.  Click: customdata = area.
    """
    if table.empty or table[["before", "after"]].isna().all(axis=None):
        return empty(dark=dark)
    blocks, labels = [], []
    for _, rows in table.groupby("area", sort=False):
        name = str(rows["name"].iloc[0])
        blocks += [pd.DataFrame({"area": rows["area"].iloc[:1], "name": [name]}), rows]
        labels += [
            f"<b>{wrap_name(name, 20)}</b>",
            *(wrap_name(part, 20) for part in rows["component"]),
        ]
    rows = pd.concat(blocks, ignore_index=True)
    rows["name"] = rows["name"] + rows["component"].map(
        lambda part: f", {part}" if pd.notna(part) else ""
    )
    drawing = _pairs(rows, labels, unit, decimals, (before_label, after_label), dark)
    drawing.lay(xaxis={"range": [-3, 112], "tickvals": [0, 25, 50, 75, 100]})
    return drawing.figure()


def _pairs(
    rows: pd.DataFrame,
    labels: list[str],
    unit: str,
    decimals: int,
    plans: tuple[str, str],
    dark: bool,
) -> Drawing:
    """A hollow dot before and a full one after in each row, joined, with the change at the right of
    the pair.
    """
    c = colours(dark)
    before, after = rows["before"].astype(float), rows["after"].astype(float)
    row_height = ROW_HEIGHT + LINE_HEIGHT * max(label.count("<br>") for label in labels)
    drawing = row_drawing(len(rows), row_height, dark, above=8, below=84)
    _draw_joins(drawing, before, after, c)
    words = [
        f"{safe(name)}: {figure_text(a, '', decimals)} to {figure_text(b, unit, decimals)}"
        for name, a, b in zip(rows["name"], before, after, strict=True)
    ]
    _draw_dots(drawing, rows, plans, words, c)
    _write_changes(drawing, before, after, decimals, c)
    row_axis(drawing, labels)
    _lay_values(drawing, before, after, unit, decimals)
    return drawing


def _draw_joins(drawing: Drawing, before: pd.Series, after: pd.Series, c: Colours) -> None:
    """A line in each row from the figure before to that after."""
    pairs = zip(round_values(before), round_values(after), strict=True)
    drawing.add(
        "scatter",
        x=[v for a, b in pairs for v in (a, b, None)],
        y=[v for place in range(len(before)) for v in (place, place, None)],
        mode="lines",
        line={"color": c.muted_mark, "width": 2},
        hoverinfo="skip",
        meta="join",
        showlegend=False,
    )


def _draw_dots(
    drawing: Drawing, rows: pd.DataFrame, plans: tuple[str, str], words: list[str], c: Colours
) -> None:
    """The figures of the plan before and of that after, a row each, with their words on hover."""
    for column, plan, symbol in zip(
        ("before", "after"), plans, ("circle-open", "circle"), strict=True
    ):
        drawing.add(
            "scatter",
            x=round_values(rows[column]),
            y=list(range(len(rows))),
            mode="markers",
            name=safe(plan),
            text=words,
            customdata=rows["area"].tolist(),
            hovertemplate="%{text}<extra></extra>",
            marker={
                "symbol": symbol,
                "size": 11,
                "color": c.series[0],
                "line": {"width": 2, "color": c.series[0]},
            },
        )


def _write_changes(
    drawing: Drawing, before: pd.Series, after: pd.Series, decimals: int, c: Colours
) -> None:
    """The change at the right of each pair."""
    for place, (a, b) in enumerate(zip(before, after, strict=True)):
        if pd.notna(a) and pd.notna(b):
            drawing.write(
                f"<b>{signed_text(b - a, decimals)}</b>",
                x=max(a, b),
                y=place,
                xanchor="left",
                xshift=9,
                font={"size": 13, "color": c.ink},
                name="change",
            )


def _lay_values(
    drawing: Drawing, before: pd.Series, after: pd.Series, unit: str, decimals: int
) -> None:
    """The value axis, with room for the changes at its right and no ticks between whole posts."""
    low, high = min(before.min(), after.min()), max(before.max(), after.max())
    room = 0.28 * (high - low) or 1
    axis = {
        "title": {"text": safe(unit[:1].upper() + unit[1:])},
        "range": [low - room / 2, high + room],
    }
    drawing.lay(xaxis=axis | ({"dtick": 1} if high - low < 6 and decimals == 0 else {}))
