"""The period that a change is counted from: the same months some years before."""

from __future__ import annotations

import datetime as dt

import pandas as pd

TWO_SOURCES = "the two figures come from different sources"
_FIGURES = ("numerator", "denominator", "value", "lower", "upper")
YEARS_IN_WORDS = {1: "a year", 2: "two years", 3: "three years", 4: "four years"}
"""A number of years as it stands after 'in'."""


def years_before(day: dt.date, years: int) -> dt.date:
    """The last day of the same month ``years`` years before ``day``."""
    month = pd.Timestamp(day) - pd.DateOffset(years=years)
    return (month + pd.offsets.MonthEnd(0)).date()


def set_base(
    rows: pd.DataFrame, series: pd.DataFrame, breaks: pd.DataFrame, base: dt.date
) -> pd.DataFrame:
    """``rows`` (``queries/compare.sql``) whose columns ``year_`` and broken are those of the period
    that ends on ``base``, instead of a year before.

    ``series`` is ``queries/compare_series.sql`` of the same indicator, ``breaks`` has level, date
    and title of its declared breaks. As in the build, two figures cannot be compared where a break
    lies after the start of the first and not after the end of the second, or where their sources
    differ; broken then says why.
    """
    then = series[series["period_end"] == pd.Timestamp(base)].set_index("area")
    start, source = rows["area"].map(then["period_start"]), rows["area"].map(then["source"])
    differ = source.notna() & rows["source"].notna() & (source != rows["source"])
    break_titles = pd.Series(None, index=rows.index, dtype="object").mask(differ, TWO_SOURCES)
    for cut in breaks.sort_values("title", ascending=False).itertuples():
        crossed = (
            rows["level"].eq(cut.level) & (start < cut.date) & (cut.date <= rows["period_end"])
        )
        break_titles = break_titles.mask(crossed, cut.title)
    columns = {f"year_{name}": rows["area"].map(then[name]) for name in _FIGURES}
    return rows.assign(**columns, broken=break_titles)
