"""How far each group's figure lies from that of London."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.format import NO_FIGURE, interval_text, rounded, safe, signed, wrapped
from dashboard.figures.ranking import error_bars, flag_words
from dashboard.figures.rows import row_axis, row_layout, row_note
from dashboard.figures.theme import FLAG_SYMBOLS, STEADY, colours, empty, reference_line

ROW_HEIGHT = 26
FEWEST, CAUTION = 50, 100
WITHHELD = f"withheld: fewer than {FEWEST} asked"
_LETTERS = 20


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    """A heading row for each type in the order of the table, then its groups, largest gap first, withheld last."""
    table = table.assign(withheld=(table["base"] < FEWEST) | (table["gap"].isna() & table["base"].isna()))
    table["gap"] = table["gap"].where(~table["withheld"]).astype(float)
    blocks = []
    for kind, rows in table.groupby("group_type", sort=False):
        head = pd.DataFrame({"group_type": [kind], "group_name": [kind], "heading": [True]})
        blocks += [head, rows.assign(heading=False).sort_values("gap", ascending=False, na_position="last")]
    rows = pd.concat(blocks, ignore_index=True)
    return rows.assign(place=range(len(rows)), flag=rows["flag"].fillna("not known"))


def _row_labels(rows: pd.DataFrame) -> list[str]:
    words = [wrapped(str(name).replace("_", " "), _LETTERS) for name in rows["group_name"]]
    return [
        f"<b>{word[:1].upper() + word[1:]}</b>" if head else word
        for word, head in zip(words, rows["heading"], strict=True)
    ]


def gaps(
    table: pd.DataFrame, *, unit: str, decimals: int = 0, comparator_label: str = "London", dark: bool = False
) -> go.Figure:
    """Dots and 95% intervals of each group's difference from the comparator, under headings by group type.

    Columns: group_type, group_name, gap, lower, upper, base, flag (as in ranking).  Types in the order of
    the table, groups by gap.  Bases of 50 to 99 are hollow; below 50 nothing is drawn and 'withheld' is
    written.  `unit` is that of the difference, for example 'percentage points'.  customdata = group name.
    """
    if table.empty:
        return empty(dark=dark)
    c, rows, figure, against = colours(dark), _ordered(table), go.Figure(), safe(comparator_label)
    named: set[str] = set()
    drawn = rows[rows["gap"].notna() & ~rows["heading"]]
    for (flag, few), part in drawn.groupby(["flag", drawn["base"] < CAUTION], sort=False):
        hollow = "-open" if few and not FLAG_SYMBOLS[flag].endswith("-open") else ""
        figure.add_trace(
            go.Scatter(
                x=rounded(part["gap"]), y=part["place"].tolist(), mode="markers",
                customdata=part["group_name"].tolist(),
                name=flag_words(flag, against), legendgroup=flag, showlegend=flag not in named,
                text=[_hover(row, unit, decimals, against) for _, row in part.iterrows()],
                hovertemplate="%{text}<extra></extra>", error_x=error_bars(part, "gap", c.flags[flag], 1.75),
                marker={"symbol": FLAG_SYMBOLS[flag] + hollow, "size": 10, "color": c.flags[flag],
                        "line": {"width": 2, "color": c.flags[flag]}}, **STEADY,
            )
        )  # fmt: skip
        named.add(flag)
    if (drawn["base"] < CAUTION).any():
        figure.add_scatter(x=[None], y=[None], mode="markers", name=f"Hollow: {FEWEST} to {CAUTION - 1} asked, caution",
                           marker={"symbol": "circle-open", "size": 10, "color": c.ink}, showlegend=True)  # fmt: skip
    labels = _row_labels(rows)
    tall = ROW_HEIGHT if not any("<br>" in label for label in labels) else ROW_HEIGHT + 8
    row_layout(figure, len(rows), tall, dark, below=100)
    row_axis(figure, labels)
    figure.update_xaxes(title={"text": f"Difference from {against},<br>{safe(unit)}"})
    for row in rows[rows["gap"].isna() & ~rows["heading"]].itertuples():
        row_note(figure, int(row.place), WITHHELD if row.withheld else NO_FIGURE, dark)
    reference_line(figure, 0, against, dark, dash="solid")
    return figure


def _hover(row: pd.Series, unit: str, decimals: int, against: str) -> str:
    words = f"<b>{safe(row['group_name'])}</b>: {signed(row['gap'], decimals)} {safe(unit)} from {against}"
    words += interval_text(row["lower"], row["upper"], "", decimals)
    return words + (f"<br>{row['base']:,.0f} asked" if pd.notna(row["base"]) else "")
