"""The lines of many indicators of one area, and the actions that rest on each."""

from __future__ import annotations

import pandas as pd

from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import ActionLink


def trends(page: Page, series: pd.DataFrame) -> dict[str, list[float]]:
    """Indicator -> figures of one area since the last declared break or change of source, oldest
    first.

    ``series`` is ``queries/series.sql`` for one area.
    """
    rows = comparable_rows(page, series)
    return rows.groupby("indicator")["value"].agg(list).to_dict()


def comparable_rows(page: Page, series: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``series`` (``queries/series.sql`` for one area) with a figure since the last
    declared break or change of source of their indicator.
    """
    rows, breaks = series.dropna(subset=["value"]), page.store.query("breaks")
    if rows.empty:  # No series, or every figure of it withheld.
        return rows
    ends = breaks["indicator"].map(rows.groupby("indicator")["period_end"].max())
    breaks = (
        breaks[breaks["date"] <= ends].groupby(["indicator", "level"], as_index=False)["date"].max()
    )
    rows = rows.merge(breaks, on=["indicator", "level"], how="left")
    rows = rows[rows["date"].isna() | (rows["period_end"] >= rows["date"])]
    newest = rows.groupby("indicator")["source"].transform("last")
    return rows[rows["source"] == newest]


def actions_by_indicator(page: Page) -> dict[str, tuple[ActionLink, ...]]:
    """Indicator -> the board's actions whose evidence names it."""
    links: dict[str, dict[str, ActionLink]] = {}
    for row in page.evidence.itertuples():
        link = ActionLink.of(row, row.action, row.note)
        links.setdefault(row.indicator, {}).setdefault(row.action, link)
    return {indicator: tuple(each.values()) for indicator, each in links.items()}
