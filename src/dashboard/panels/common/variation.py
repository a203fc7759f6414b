"""Series of one area -> control charts, and the icons of each at its latest figure: worked out for
all at once.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.panels.common.page import Page
from dashboard.stats.comparison import NOT_KNOWN, compare
from dashboard.stats.control_chart import control_charts
from dashboard.stats.variation import Icons, by_year, judged, latest
from dashboard.stats.years_apart import overlapping

_WORDS = {
    "common": "Common cause",
    "not_judged": "Not judged",
    "improving": "Improving",
    "concerning": "Concerning",
}
"""An icon's id, or its first part, -> the word that it is called by; what is neither is called by
its side.
"""
_ON_THE_YEAR = {
    "year_similar": ("No change", "beyond chance on the year"),
    "year_not_known": ("Not compared", "with a year before"),
}
_ASSURED = {
    "passing": ("Passing", "target met consistently"),
    "failing": ("Failing", "target missed consistently"),
    "hit_and_miss": ("Hit and miss", "target met at times"),
    "not_judged": ("Target not judged", "there are no limits"),
}


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
    declared = page.indicators[["better", "unit"]]
    rows = rows.assign(
        series=rows["indicator"],
        segment=_segments(page, rows),
        better=rows["indicator"].map(declared["better"]),
        floor=0.0,
        ceiling=np.where(rows["indicator"].map(declared["unit"]) == "per cent", 100.0, np.nan),
    )
    return control_charts(rows)


def rolling(series: pd.DataFrame) -> set[str]:
    """The indicators whose periods overlap: their figures share interviews or events, so they get
    no control chart.
    """
    return overlapping(
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
    shown = set(indicator.unique())
    for row in breaks[breaks["indicator"].isin(shown)].itertuples():
        number = (
            number
            + (
                indicator.eq(row.indicator) & rows["level"].eq(row.level) & (ends >= row.date)
            ).to_numpy()
        )
    for row in steps[steps["indicator"].isin(shown)].itertuples():
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
    found, last = {}, series.groupby("indicator")["period_end"].max()
    for indicator, rows in page.store.query("targets").groupby("indicator"):
        if indicator in last.index:
            due = rows[rows["date"] >= last[indicator]]
            found[indicator] = due.iloc[0] if len(due) else rows.iloc[-1]
    return found


def year_flags(rows: pd.DataFrame) -> dict[str, str]:
    """Indicator -> flag of its change on the year, from rows with their change
    (``Page.estimates``).
    """
    table = rows[["indicator", "better"]].assign(
        value=rows["change"], lower=rows["change_lower"], upper=rows["change_upper"], comparator=0.0
    )
    found: dict[str, str] = {}
    for better, part in table.groupby("better"):
        found |= dict(zip(part["indicator"], compare(part, better)["flag"], strict=True))
    return found


def icons_of(page: Page, series: pd.DataFrame, on_the_year: Mapping[str, str]) -> dict[str, Icons]:
    """Indicator -> its icons, from rows of ``queries/series.sql`` for one area.

    ``on_the_year`` is the flag of the change on the year (``year_flags``), which stands in for a
    rolling series.
    """
    if series.empty:
        return {}
    aims, every = targets(page, series), dict(page.indicators["better"])
    found = {i: by_year(on_the_year.get(i, NOT_KNOWN)) for i in rolling(series)}
    last = {row.series: row for row in latest(charts(page, series))}
    for indicator in series["indicator"].unique():
        if indicator not in found:
            aim = float(aims[indicator]["value"]) if indicator in aims else None
            found[indicator] = judged(last.get(indicator), every[indicator], aim)
    return found


def said(icons: Icons) -> tuple[str, str]:
    """The variation as a word and what is said with it: ('Concerning', '9 in a row below the
    mean').
    """
    kind, _, side = icons.variation.partition("_")
    if kind == "year":
        return _ON_THE_YEAR.get(icons.variation) or (side.capitalize(), "than the year before")
    word = (
        _WORDS.get(icons.variation) or _WORDS.get(kind) or {"high": "Higher", "low": "Lower"}[side]
    )
    return word, icons.because


def assured(icons: Icons) -> tuple[str, str] | None:
    """The assurance as a word and what is said with it; None where no target is declared."""
    return _ASSURED.get(icons.assurance)


def brief(icons: Icons) -> str:
    """The variation in a few words: 'Concerning: 9 in a row below the mean', 'Common cause', 'Not
    judged'.
    """
    word, rest = said(icons)
    if icons.variation.startswith("year_"):
        return f"{word} {rest}"
    return f"{word}: {rest}" if rest else word
