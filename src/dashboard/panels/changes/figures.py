"""The revised figures of one indicator: the largest as a chart, all of them as a table."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.catalogue import chart
from dashboard.figures.change import plan_change
from dashboard.panels.changes.comparison import LEVELS, Changes
from dashboard.panels.changes.tables import largest_revision, mps_words, nothing
from dashboard.panels.changes.text import FINER, alike, decimals_for, difference, place, when
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.timeline import POINTS, unit_sign
from dashboard.text import count_things

MOST_DRAWN = 15
"""Areas of the chart."""
SAME = "no difference in the figure; what it is counted from differs"
CHART_NOTE = (
    "Each area once, with its largest revision: boroughs where any moved, else BCUs, wards or the"
    " MPS. Figures added up from other areas are in the table alone."
)


@chart("changes", "revisions", order=3, of=Changes.of)
def revisions(changes: Changes) -> Panel:
    """The largest revision of each area of one level, was and is."""
    rows = _largest_of_each_area(changes)
    if rows.empty:
        return nothing(changes, "revisions", "No figure moved enough to be drawn", "moved_figures")
    indicator_row = changes.indicators_by_id[changes.indicator]
    decimals = max(
        decimals_for(r.was, r.is_now, int(indicator_row.decimals)) for r in rows.itertuples()
    )
    periods = rows["period_end"].nunique() > 1
    places = [_place(changes, r) for r in rows.itertuples()]
    names = [
        p + (f", {d:%b %Y}" if periods else "")
        for p, d in zip(places, rows["period_end"], strict=True)
    ]
    drawn = pd.DataFrame(
        {"area": rows["area"], "name": names, "before": rows["was"], "after": rows["is_now"]}
    )
    figure = plan_change(
        drawn,
        unit=unit_sign(indicator_row.unit),
        decimals=decimals,
        before_label=f"As it stood on {_day(changes)}",
        after_label="As it stands",
        dark=changes.page.dark,
    )
    return _panel(
        changes,
        "revisions",
        rows,
        figure=figure,
        notes=(CHART_NOTE,),
        reading=_reading(changes),
        title=_largest_title(indicator_row, rows, places),
    )


def _largest_title(indicator_row: Any, rows: pd.DataFrame, places: list[str]) -> str:
    """The area with the largest revision, or how many share it."""
    size = difference(indicator_row, *rows.iloc[0][["was", "is_now"]])
    sizes = [difference(indicator_row, r.was, r.is_now).lstrip("+−") for r in rows.itertuples()]
    alike = sizes.count(size.lstrip("+−"))
    if alike == 1:
        return f"Largest revision: {places[0]}, {size}"
    return f"Largest revisions: {places[0]} and {alike - 1} more, {size.lstrip('+−')} each"


@chart("changes", "figures", order=4, of=Changes.of)
def figures(changes: Changes) -> Panel:
    """Every revised, added or vanished figure of the indicator, the MPS first, then the largest.

    At most ``changes.most`` rows; a note says how many there are.
    """
    if not changes.indicator:
        return nothing(
            changes, "figures", "No figure was revised, added or taken away", "moved_figures"
        )
    rows = _rows(changes)
    every = int(rows["of"].iloc[0])
    notes = () if len(rows) == every else (f"The first {len(rows):,} of {every:,} rows.",)
    title = _counted_title(changes)
    reading = (
        f"{changes.revised_names[changes.indicator]}: {title}. The MPS is first, then the largest"
        " revisions of areas."
    )
    return _panel(changes, "figures", rows, notes=notes, title=title, reading=reading)


def _counted_title(changes: Changes) -> str:
    """'21 figures revised, 3 added'."""
    row = changes.rows.loc[changes.indicator]
    kinds = {"revised": "figures_revised", "added": "figures_added", "vanished": "figures_gone"}
    (first, number), *rest = (
        (kind, int(row[column])) for kind, column in kinds.items() if row[column]
    )
    return ", ".join(
        [f"{count_things(number, 'figure')} {first}", *(f"{n:,} {kind}" for kind, n in rest)]
    )


def _rows(changes: Changes) -> pd.DataFrame:
    return changes.both.query("moved_figures", **_parameters(changes))


def _parameters(changes: Changes) -> dict[str, Any]:
    return {"indicator": changes.indicator, "most": changes.most}


def _largest_of_each_area(changes: Changes) -> pd.DataFrame:
    """Of one level, the largest revision of each area (and group), largest first; empty where no
    value moved.
    """
    if not changes.indicator:
        return pd.DataFrame()
    rows = _rows(changes)
    decimals = int(changes.indicators_by_id[changes.indicator].decimals)
    seen = [
        m and not alike(w, i, decimals)
        for m, w, i in zip(rows["moved"], rows["was"], rows["is_now"], strict=True)
    ]
    rows = rows[pd.Series(seen, index=rows.index, dtype=bool) & ~rows["rolled_up"]]
    level = next((level for level in LEVELS if (rows["level"] == level).any()), "")
    rows = rows[rows["level"] == level]
    order = (rows["is_now"] - rows["was"]).abs().sort_values(ascending=False, kind="stable").index
    return rows.loc[order].drop_duplicates(["area", "group_name"]).head(MOST_DRAWN)


def _panel(
    changes: Changes,
    chart: str,
    rows: pd.DataFrame,
    *,
    title: str,
    reading: str,
    notes: tuple[str, ...],
    figure: Any = None,
) -> Panel:
    name, unit = (
        changes.indicators_by_id[changes.indicator].name,
        changes.indicators_by_id[changes.indicator].unit,
    )
    what = name if name.casefold() == unit.casefold() else f"{name}, {unit}"
    return changes.page.panel(
        chart,
        title=title,
        subtitle=f"{what}, as it stood at {changes.since_words} and as it stands",
        reading=reading,
        table=_table(changes, rows),
        figure=figure,
        notes=notes,
        indicators=[changes.indicator],
        releases=rows["release"].unique(),
        query="moved_figures",
        parameters=_parameters(changes),
    )


def _reading(changes: Changes) -> str:
    indicator = changes.indicator
    where, words, more = largest_revision(changes, indicator)
    mps, period = mps_words(changes, indicator)
    reading = (
        f"{changes.revised_names[indicator]}: the largest revision is that of {where}: {words}."
    )
    if more:
        reading = (
            f"{changes.revised_names[indicator]}: {where}, is revised {words}, and {more} more by as much."
            " No other is revised by more."
        )
    return (
        reading
        if not mps or where == f"MPS, {period}"
        else f"{reading} The MPS figure: {mps}, {period}."
    )


def _table(changes: Changes, rows: pd.DataFrame) -> pd.DataFrame:
    indicator_row = changes.indicators_by_id[changes.indicator]
    unit, finer = indicator_row.unit, int(indicator_row.decimals) + FINER
    periods = list(zip(rows["period_start"], rows["period_end"], strict=True))
    words = {period: when(indicator_row, *period) for period in set(periods)}
    table = pd.DataFrame(
        {
            "Area": [_place(changes, r, group=False) for r in rows.itertuples()],
            "Group": rows["group_name"],
            "Period": [words[period] for period in periods],
            "What": rows["kind"],
            f"Was, {unit}": rows["was"].round(finer),
            f"Is, {unit}": rows["is_now"].round(finer),
            f"Difference, {POINTS.get(unit, unit)}": (rows["is_now"] - rows["was"]).round(finer),
            "Counted, was": _count_words(rows, "was"),
            "Counted, is": _count_words(rows, "now"),
            "Note": [_note(r) for r in rows.itertuples()],
        }
    )
    empty = [c for c in ("Group", "Counted, was", "Counted, is", "Note") if not table[c].any()]
    return table.drop(columns=empty).reset_index(drop=True)


def _count_words(rows: pd.DataFrame, at: str) -> list[str]:
    """'430 of 600', '430' without a denominator, '' for a published statistic."""
    pairs = zip(rows[f"numerator_{at}"], rows[f"denominator_{at}"], strict=True)
    return [
        "" if pd.isna(top) else f"{top:,.0f}" if pd.isna(below) else f"{top:,.0f} of {below:,.0f}"
        for top, below in pairs
    ]


def _note(row: Any) -> str:
    if row.kind != "revised":
        return ""
    was, now = pd.notna(row.withheld_was), pd.notna(row.withheld_now)
    if was or now:
        return (
            "withheld both times" if was and now else "withheld before" if was else "withheld now"
        )
    return "" if row.moved else SAME


def _place(changes: Changes, row: Any, group: bool = True) -> str:
    return place(
        row.name, row.level, row.borough, row.group_name if group else "", changes.page.names
    )


def _day(changes: Changes) -> str:
    return f"{changes.since.day} {changes.since:%b %Y}"
