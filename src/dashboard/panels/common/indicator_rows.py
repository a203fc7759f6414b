"""Rows of many indicators: their flags against the year before, and their lines."""

from __future__ import annotations

import pandas as pd

from dashboard.panels.common.page import Page
from dashboard.stats.comparison import WORDS


def flagged(rows: pd.DataFrame) -> pd.DataFrame:
    """Estimated rows with a column flag: 'better' or 'worse' where the change on the year is beyond
    chance, else ''.

    Adds flag_level, '99.8' where it is so at 99.8% too (limits ending _998), else '95', or ''
    without a flag.
    """
    sure = (
        flag_change(rows, "_998") if "change_lower_998" in rows else pd.Series("", index=rows.index)
    )
    flag = flag_change(rows, "")
    level = pd.Series("95", index=rows.index).where(sure == "", "99.8").where(flag != "", "")
    return rows.assign(flag=flag, flag_level=level)


def flag_change(rows: pd.DataFrame, ending: str) -> pd.Series:
    """'better', 'worse' or '' by the interval of the change whose columns end in ``ending``."""
    up, down = rows[f"change_lower{ending}"] > 0, rows[f"change_upper{ending}"] < 0
    above = rows["better"].map({better: words[0] for better, words in WORDS.items()})
    below = rows["better"].map({better: words[1] for better, words in WORDS.items()})
    return above.where(up, below.where(down, "")).where(rows["better"] != "neutral", "")


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
