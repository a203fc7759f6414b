"""Figures of a rolling series that share no period, compared: they get no control chart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.stats.comparison import Better, compare
from dashboard.stats.estimates import difference

WHY_NO_CHART = (
    "Each figure shares part of its period with the one before, so control limits would be too"
    " narrow; figures that share nothing are compared instead."
)


def find_overlapping_series(table: pd.DataFrame) -> set[str]:
    """The series whose periods overlap, for which ``WHY_NO_CHART`` holds.

    Columns: series, period_start, period_end.  The rows of a series stand together in order of
    time.
    """
    before = table["period_end"].shift().where(table["series"].eq(table["series"].shift()))
    return set(table.loc[table["period_start"] <= before, "series"])


def without_overlap(
    table: pd.DataFrame, better: Better, breaks: Sequence[dt.date | pd.Timestamp] = ()
) -> pd.DataFrame:
    """The latest figure of a rolling series and those before it that share no period, each with its
    change.

    Columns read: period_start, period_end, value, lower, upper (95%).  Adds change, change_lower,
    change_upper (on the row before; MOVER, see estimates.difference) and flag ("better", "worse",
    "higher", "lower", "similar", or "not known" for the first, where a figure or its limits are
    missing, or across a break).  In order of time.
    """
    figures = table.assign(**{c: pd.to_datetime(table[c]) for c in ("period_start", "period_end")})
    figures = figures.sort_values("period_end", kind="stable")
    places: list[int] = []
    for place in reversed(range(len(figures))):
        if pd.notna(figures["value"].iloc[place]) and (
            not places
            or figures["period_end"].iloc[place] < figures["period_start"].iloc[places[-1]]
        ):
            places.append(place)
    figures = figures.iloc[places[::-1]].reset_index(drop=True)
    earlier_figures = figures.shift(1)
    is_crossed = np.zeros(len(figures), dtype=bool)
    for day in map(pd.Timestamp, breaks):
        is_crossed |= (
            (earlier_figures["period_start"] < day) & (figures["period_end"] >= day)
        ).to_numpy()
    low, high = difference(
        *(rows[c] for rows in (figures, earlier_figures) for c in ("value", "lower", "upper"))
    )
    gap = (figures["value"] - earlier_figures["value"]).to_numpy(float)
    found = {"value": gap, "lower": low, "upper": high}
    change = pd.DataFrame(
        {name: np.where(is_crossed, np.nan, numbers) for name, numbers in found.items()}
    )
    flag = compare(change.assign(comparator=0.0), better)["flag"]
    return figures.assign(
        change=change["value"],
        change_lower=change["lower"],
        change_upper=change["upper"],
        flag=flag,
    )
