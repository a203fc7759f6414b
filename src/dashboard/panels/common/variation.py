"""Series of one area -> control charts, and the icons of each at its latest figure: worked out for
all at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dashboard.panels.common.page import Page
from dashboard.stats.comparison import SIMILAR
from dashboard.stats.comparison import WORDS as COMPARED
from dashboard.stats.control_chart import control_charts
from dashboard.stats.variation import (
    Icons,
    YearChange,
    by_year,
    holds_level,
    judge_figure,
    latest_rows,
)
from dashboard.stats.years_apart import find_overlapping_series
from dashboard.text import change_decimals, rounded_change

_WORDS = {
    "common": "Usual variation",
    "not_judged": "Not judged",
    "improving": "Better than usual",
    "concerning": "Worse than usual",
}
"""An icon's id, or its first part, -> the words that it is called by; what is neither is called by
its side.
"""
_ON_THE_YEAR = {
    "year_similar": ("No clear change", "on the year"),
    "year_not_known": ("Not compared", "with a year before"),
    "count_same": ("The same", "as a year before"),
}
NO_LEVEL = (
    "Most figures of its control chart meet a rule, so it holds no steady level, and the change on"
    " the year is shown instead."
)
_READ = ["indicator", "level", "area", "period_start", "period_end", "value", "source"]


def charts(page: Page, series: pd.DataFrame) -> pd.DataFrame:
    """The control charts of rows of ``queries/series.sql`` for one area: ``_READ``, and what
    ``control_charts`` adds.

    Limits begin anew at each declared step and break and where the source changes. A period without
    a row breaks a run as one without a figure does. Series whose periods overlap are left out
    (``rolling``).
    """
    rows = _with_gaps(series.loc[~series["indicator"].isin(rolling(series)), _READ]).reset_index(
        drop=True
    )
    indicators = page.indicators[["better", "unit"]]
    rows = rows.assign(
        series=rows["indicator"],
        segment=_segments(page, rows),
        better=rows["indicator"].map(indicators["better"]),
        floor=0.0,
        ceiling=np.where(rows["indicator"].map(indicators["unit"]) == "per cent", 100.0, np.nan),
    )
    return control_charts(rows)


def rolling(series: pd.DataFrame) -> set[str]:
    """The indicators whose periods overlap: their figures share interviews or events, so they get
    no control chart.
    """
    return find_overlapping_series(
        series[["indicator", "period_start", "period_end"]].rename(columns={"indicator": "series"})
    )


def _with_gaps(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, with one without a figure wherever one or more periods have none."""
    before = rows["period_end"].shift().where(rows["indicator"].eq(rows["indicator"].shift()))
    after = rows[rows["period_start"] > before + pd.Timedelta(days=1)]
    if after.empty:
        return rows
    absent = after.assign(period_end=after["period_start"] - pd.Timedelta(days=1), value=np.nan)
    return pd.concat([rows, absent]).sort_values(["indicator", "period_end"], kind="stable")


def _segments(page: Page, rows: pd.DataFrame) -> np.ndarray:
    """A number for each row that rises, within its series, where limits begin anew."""
    ends, indicator = rows["period_end"], rows["indicator"]
    moved = rows["source"].ne(rows["source"].shift()) & indicator.eq(indicator.shift())
    number = moved.cumsum().to_numpy()
    breaks, steps = page.store.query("breaks"), page.store.query("steps")
    indicators = set(indicator.unique())
    for row in breaks[breaks["indicator"].isin(indicators)].itertuples():
        number = (
            number
            + (
                indicator.eq(row.indicator) & rows["level"].eq(row.level) & (ends >= row.date)
            ).to_numpy()
        )
    for row in steps[steps["indicator"].isin(indicators)].itertuples():
        here = rows["area"].isin(row.areas) if len(row.areas) else True
        number = number + (indicator.eq(row.indicator) & (ends >= row.date) & here).to_numpy()
    return number


def targets(page: Page, series: pd.DataFrame) -> dict[str, pd.Series]:
    """Indicator -> the target that its latest figure is set against: the next to fall due, else the
    last that did.

    Targets are the MPS's: a series of another area has none.
    """
    if series.empty or series["area"].iloc[0] != "MPS":
        return {}
    due_targets, last = {}, series.groupby("indicator")["period_end"].max()
    for indicator, rows in page.store.query("targets").groupby("indicator"):
        if indicator in last.index:
            due = rows[rows["date"] >= last[indicator]]
            due_targets[indicator] = due.iloc[0] if len(due) else rows.iloc[-1]
    return due_targets


def year_changes(rows: pd.DataFrame) -> dict[str, YearChange]:
    """Indicator -> its change on the year, from rows with their change
    (``Page.estimates(..., twice=True)``).

    A complete count has no interval, so its change is told and not tested.
    """
    changes: dict[str, YearChange] = {}
    for better, part in rows.groupby("better"):
        above, below = COMPARED[str(better)]
        for r in part.itertuples():
            changes[r.indicator] = _year_change(r, above, below)
    return changes


def _year_change(r: Any, above: str, below: str) -> YearChange:
    if pd.isna(r.change):
        return YearChange()
    places = change_decimals(r.unit, r.decimals)
    # A unit of several words ('constables per sergeant') stands with the figure alone.
    unit = r.unit if r.unit == "per cent" or r.unit.isalpha() else ""
    moved = rounded_change(r.year_value, r.value, unit, int(r.decimals)).words
    size = f"by {moved.partition(' ')[2]}" if moved != "unchanged" else ""
    if pd.isna(r.change_lower) or pd.isna(r.change_upper):
        if round(r.change, places) == 0:
            return YearChange("count_same")
        return YearChange(f"count_{above if r.change > 0 else below}", "", size)
    if r.change_lower <= 0 <= r.change_upper:
        return YearChange(SIMILAR)
    # A source that gives no limits at 99.8% leaves them unknown: then nothing is clear.
    sure = r.change_lower_998 > 0 or r.change_upper_998 < 0
    return YearChange(above if r.change > 0 else below, "99.8" if sure else "95", size)


def icons_of(
    page: Page,
    series: pd.DataFrame,
    on_the_year: Mapping[str, YearChange],
    chart_rows: pd.DataFrame | None = None,
) -> dict[str, Icons]:
    """Indicator -> its one verdict, from rows of ``queries/series.sql`` for one area.

    Routine variation where the control chart holds a steady level; else the change on the year
    (``on_the_year``, ``year_changes``): for a rolling series, one whose chart holds no level, and
    one too short for limits. ``chart_rows`` are the series' control charts where they are known.
    """
    if series.empty:
        return {}
    every = dict(page.indicators["better"])
    unknown = YearChange()
    verdicts = {i: by_year(on_the_year.get(i, unknown)) for i in rolling(series)}
    chart_rows = charts(page, series) if chart_rows is None else chart_rows
    last = {row.series: row for row in latest_rows(chart_rows)}
    levels_held = {
        indicator: holds_level(chart)
        for indicator, chart in chart_rows.groupby("series", sort=False)
    }
    for indicator in series["indicator"].unique():
        if indicator not in verdicts:
            icons = judge_figure(last.get(indicator), every[indicator])
            change = on_the_year.get(indicator, unknown)
            if icons.variation == "not_judged":
                icons = by_year(change, icons.words)
            elif not levels_held[indicator]:
                icons = by_year(change, NO_LEVEL)
            verdicts[indicator] = icons
    return verdicts


def way_of(icons: Icons) -> str:
    """'better', 'worse' or '' : which way the verdict goes, where it is beyond chance or usual
    variation.
    """
    kind, _, side = icons.variation.partition("_")
    if kind == "year" and side in ("better", "worse"):
        return side
    return {"improving": "better", "concerning": "worse"}.get(kind, "")


def mark_of(icons: Icons, way: str) -> str:
    """The mark of a verdict that goes ``way`` ('better', 'worse' or ''): that, 'up' or 'down'
    without a direction, 'untested' for a complete count, else 'same'.
    """
    kind, _, side = icons.variation.partition("_")
    if kind in ("year", "count") and side in ("higher", "lower"):
        return "up" if side == "higher" else "down"
    if kind == "count" and side in ("better", "worse"):
        return "untested"
    return way or {"high": "up", "low": "down"}.get(side, "same")


def goes(icons: Icons, way: str) -> bool:
    """Whether the verdict goes ``way``, 'better' or 'worse': that of a complete count too, whose
    change is told and not tested.
    """
    return way in (way_of(icons), icons.variation.removeprefix("count_"))


def verdict_words(icons: Icons) -> tuple[str, str]:
    """The verdict in words and what is said with it: ('Worse than usual', '9 in a row below the
    mean'), ('Clearly better', 'than the year before').
    """
    kind, _, side = icons.variation.partition("_")
    if kind in ("year", "count"):
        return _ON_THE_YEAR.get(icons.variation) or _change_words(icons, kind, side)
    word = (
        _WORDS.get(icons.variation)
        or _WORDS.get(kind)
        or {"high": "Higher than usual", "low": "Lower than usual"}[side]
    )
    return word, icons.because


def _change_words(icons: Icons, kind: str, side: str) -> tuple[str, str]:
    if kind == "count":
        return f"{side.capitalize()} {icons.because}", "than the year before, not tested"
    word = f"Clearly {side}" if icons.level == "99.8" else side.capitalize()
    return word, "than the year before"


def brief(icons: Icons) -> str:
    """The verdict in a few words: 'Worse than usual: 9 in a row below the mean', 'Usual
    variation', 'Clearly better than the year before'.
    """
    word, rest = verdict_words(icons)
    if icons.variation.startswith(("year_", "count_")):
        return f"{word} {rest}"
    return f"{word}: {rest}" if rest else word


def brief_with_size(icons: Icons) -> str:
    """``brief`` with the size of a change on the year: 'Better by 2.0 points on the year', 'Worse by
    520 officers on the year, not tested'.
    """
    kind = icons.variation.partition("_")[0]
    if kind not in ("year", "count") or not icons.because:
        return brief(icons)
    word = verdict_words(icons)[0]
    if kind == "count":
        return f"{word} on the year, not tested"
    return f"{word} {icons.because} on the year"
