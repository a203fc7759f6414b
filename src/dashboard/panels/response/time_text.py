"""The sentences on how soon calls are reached."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.panels.common.page import Page
from dashboard.panels.common.timeline import change_sentence, figure_words, in_words
from dashboard.text import month


def time_reading(
    page: Page, indicator: str, at: pd.DataFrame, target: pd.Series | None, period: dt.date
) -> str:
    """What the figures ``at`` a quarter say of how soon calls are reached: the MPS, its best and
    worst BCU, and the boroughs chosen.
    """
    name = page.indicators.loc[indicator, "name"]
    if "MPS" not in at.index:
        return f"There is no MPS figure of {name} for the quarter to {month(period)}."
    row = at.loc["MPS"]
    base = row["denominator"] if pd.isna(row["base"]) else row["base"]
    words = f"{name}, MPS, {in_words(row)}: {figure_words(page, row)}"
    words += f", on {base:,.0f} calls. " if pd.notna(base) else ". "
    words += change_sentence(row)
    if target is not None:
        gap = abs(row["value"] - target["value"])
        side = "below" if row["value"] < target["value"] else "above"
        goal = f"{page.text(indicator, target['value'])} by {month(target['date'])}"
        words += (
            f" It is {gap:.1f} points {side} the target of {goal}."
            if round(gap, 1)
            else f" It is at {goal}."
        )
    ends = ends_of(at)
    if ends:
        best, worst = (f"{end['name']}, {figure_words(page, end)}" for end in ends)
        words += f" Best of the BCUs: {best}. Worst: {worst}."
    for code in page.view.areas:
        words += f" {page.names[code]}: "
        words += f"{figure_words(page, at.loc[code])}." if code in at.index else "no figure."
    return words


def ends_of(at: pd.DataFrame) -> list[pd.Series]:
    """The best and the worst BCU of the quarter; nothing where fewer than two have a figure."""
    bcus = at[at["level"] == "bcu"].sort_values("value", kind="stable")
    if len(bcus) < 2:
        return []
    ends = [bcus.iloc[0], bcus.iloc[-1]]
    return ends if bcus["better"].iloc[0] == "lower" else ends[::-1]
