"""The lines of many indicators of one area."""

from __future__ import annotations

import pandas as pd

from dashboard.panels.common.page import Page


def trends(page: Page, series: pd.DataFrame) -> dict[str, list[float]]:
    """Indicator -> figures of one area since the last declared break or change of source, oldest
    first.

    ``series`` is ``queries/series.sql`` for one area.
    """
    rows, breaks = series.dropna(subset=["value"]), page.store.query("breaks")
    if rows.empty:  # No series, or every figure of it withheld.
        return {}
    ends = breaks["indicator"].map(rows.groupby("indicator")["period_end"].max())
    breaks = (
        breaks[breaks["date"] <= ends].groupby(["indicator", "level"], as_index=False)["date"].max()
    )
    rows = rows.merge(breaks, on=["indicator", "level"], how="left")
    rows = rows[rows["date"].isna() | (rows["period_end"] >= rows["date"])]
    newest = rows.groupby("indicator")["source"].transform("last")
    return rows[rows["source"] == newest].groupby("indicator")["value"].agg(list).to_dict()
