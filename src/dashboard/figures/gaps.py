"""How far each group's figure lies from that of London."""

from __future__ import annotations

import pandas as pd

from dashboard.figures.figure_json import DrawnFigure
from dashboard.figures.format import interval_text, round_values, safe, wrap_name
from dashboard.figures.ranking import error_bars, flag_words
from dashboard.figures.rows import row_axis, row_drawing, row_note
from dashboard.figures.theme import (
    FLAG_SYMBOLS,
    STEADY,
    Colours,
    Drawing,
    colours,
    empty,
    reference_line,
)
from dashboard.text import NO_FIGURE, assumed_words, missing, signed_text

ROW_HEIGHT = 26
FEWEST, CAUTION = 50, 100
WITHHELD_WORDS = f"withheld: fewer than {FEWEST} asked"
_LETTERS = 20


def _order_rows(table: pd.DataFrame) -> pd.DataFrame:
    """A heading row for each type in the order of the table, then its groups, largest gap first,
    withheld last.
    """
    table = table.assign(
        withheld=(table["base"] < FEWEST) | (table["gap"].isna() & table["base"].isna())
    )
    table["gap"] = table["gap"].where(~table["withheld"]).astype(float)
    kinds = pd.unique(table["group_type"])
    heads = pd.DataFrame({"group_type": kinds, "group_name": kinds}).assign(heading=True)
    rows = pd.concat([heads, table.assign(heading=False)], ignore_index=True)
    rows["kind"] = rows["group_type"].map({kind: i for i, kind in enumerate(kinds)})
    rows = rows.sort_values(
        ["kind", "heading", "gap"], ascending=[True, False, False], ignore_index=True
    )
    return rows.assign(place=range(len(rows)), flag=rows["flag"].fillna("not known"))


def _row_labels(rows: pd.DataFrame) -> list[str]:
    words = [wrap_name(str(name).replace("_", " "), _LETTERS) for name in rows["group_name"]]
    return [
        f"<b>{word[:1].upper() + word[1:]}</b>" if head else word
        for word, head in zip(words, rows["heading"], strict=True)
    ]


def gaps(
    table: pd.DataFrame,
    *,
    unit: str,
    decimals: int = 0,
    comparator_label: str = "London",
    dark: bool = False,
) -> DrawnFigure:
    """Dots and 95% intervals of each group's difference from the comparator, under headings by
    group type.

    Columns: group_type, group_name, gap, lower, upper, base, base_assumed, flag (as in ranking).  Types in the
    order of the table, groups by gap.  Bases of 50 to 99 are hollow; below 50 nothing is drawn and
    'withheld' is written.  `unit` is that of the difference, for example 'percentage points'.
    customdata = group name.
    """
    if table.empty:
        return empty(dark=dark)
    c, rows, against = colours(dark), _order_rows(table), safe(comparator_label)
    labels = _row_labels(rows)
    tall = ROW_HEIGHT + (8 if any("<br>" in label for label in labels) else 0)
    drawing = row_drawing(len(rows), tall, dark, below=100)
    points = rows[rows["gap"].notna() & ~rows["heading"]]
    points = points.assign(
        few=points["base"] < CAUTION,
        text=[_hover(row, unit, decimals, against) for row in points.to_dict("records")],
    )
    _draw_points(drawing, points, against, c)
    row_axis(drawing, labels)
    drawing.lay(xaxis={"title": {"text": f"Difference from {against},<br>{safe(unit)}"}})
    for row in rows[rows["gap"].isna() & ~rows["heading"]].itertuples():
        row_note(drawing, int(row.place), WITHHELD_WORDS if row.withheld else NO_FIGURE, dark)
    reference_line(drawing, 0, against, dark, dash="solid")
    return drawing.figure()


def _draw_points(drawing: Drawing, points: pd.DataFrame, against: str, c: Colours) -> None:
    """The points of each flag, hollow where few were asked, each flag once in the key."""
    names: set[str] = set()
    for (flag, few), part in points.groupby(["flag", "few"], sort=False):
        hollow = "-open" if few and not FLAG_SYMBOLS[flag].endswith("-open") else ""
        drawing.add(
            "scatter",
            x=round_values(part["gap"]),
            y=part["place"].tolist(),
            mode="markers",
            customdata=[safe(name) for name in part["group_name"]],
            name=flag_words(flag, against),
            legendgroup=flag,
            showlegend=flag not in names,
            text=part["text"].tolist(),
            hovertemplate="%{text}<extra></extra>",
            error_x=error_bars(part, "gap", c.flags[flag], 1.75),
            marker={
                "symbol": FLAG_SYMBOLS[flag] + hollow,
                "size": 10,
                "color": c.flags[flag],
                "line": {"width": 2, "color": c.flags[flag]},
            },
            **STEADY,
        )
        names.add(flag)
    if points["few"].any():
        drawing.add(
            "scatter",
            x=[None],
            y=[None],
            mode="markers",
            name=f"Hollow: {FEWEST} to {CAUTION - 1} asked, caution",
            marker={"symbol": "circle-open", "size": 10, "color": c.ink},
            showlegend=True,
        )


def _hover(row: dict, unit: str, decimals: int, against: str) -> str:
    words = (
        f"<b>{safe(row['group_name'])}</b>: {signed_text(row['gap'], decimals)} {safe(unit)} from"
        f" {against}"
    )
    words += interval_text(row["lower"], row["upper"], "", decimals)
    if missing(row["base"]):
        return words
    asked = assumed_words(f"{row['base']:,.0f} asked", bool(row["base_assumed"]))
    return f"{words}<br>{asked}"
