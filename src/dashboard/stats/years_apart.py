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


def overlapping(table: pd.DataFrame) -> set[str]:
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
    made = table.assign(**{c: pd.to_datetime(table[c]) for c in ("period_start", "period_end")})
    made = made.sort_values("period_end", kind="stable")
    kept: list[int] = []
    for place in reversed(range(len(made))):
        if pd.notna(made["value"].iloc[place]) and (
            not kept or made["period_end"].iloc[place] < made["period_start"].iloc[kept[-1]]
        ):
            kept.append(place)
    made = made.iloc[kept[::-1]].reset_index(drop=True)
    before = made.shift(1)
    crossed = np.zeros(len(made), dtype=bool)
    for day in map(pd.Timestamp, breaks):
        crossed |= ((before["period_start"] < day) & (made["period_end"] >= day)).to_numpy()
    low, high = difference(
        *(rows[c] for rows in (made, before) for c in ("value", "lower", "upper"))
    )
    gap = (made["value"] - before["value"]).to_numpy(float)
    found = {"value": gap, "lower": low, "upper": high}
    change = pd.DataFrame(
        {name: np.where(crossed, np.nan, numbers) for name, numbers in found.items()}
    )
    flag = compare(change.assign(comparator=0.0), better)["flag"]
    return made.assign(
        change=change["value"],
        change_lower=change["lower"],
        change_upper=change["upper"],
        flag=flag,
    )
