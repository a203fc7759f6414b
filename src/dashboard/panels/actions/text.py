"""When an action is due, and what its figures did since it was agreed, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.panels.common.variation import brief
from dashboard.stats.estimates import difference
from dashboard.stats.variation import VARIATION, Icons
from dashboard.text import interval_text, shown_change


@dataclass(frozen=True)
class FigurePair:
    """A figure of an action when it was agreed and now, in words."""

    then: str
    """Without the unit, where that is a word; '' where there was none, or it is the figure of now."""
    now: str
    period: str
    """The month to which the figure of now goes: 'June 2023'."""

    @property
    def words(self) -> str:
        """'59% when agreed, 58% now (June 2023)'."""
        now = f"{self.now} now ({self.period})"
        return f"{self.then} when agreed, {now}" if self.then else now


def figure_pair(then: str, now: str, period: str) -> FigurePair:
    """A pair of figures of one unit; where it is a word it stands with the later one alone."""
    return FigurePair(then.removesuffix(f" {now.partition(' ')[2]}"), now, period)


@dataclass(frozen=True)
class Item:
    """One chart on which an action rests."""

    page: str
    label: str
    """The indicator's name; the page and chart where the evidence names none."""
    note: str
    """What to look for, in a sentence."""
    parameters: dict[str, str]
    """The link's parameters: the chart at the right filters."""
    figures: str
    """The MPS figure when agreed and now, in a sentence; '' where there is none."""
    chart: str = ""
    """The chart's name, to which a link leads."""
    pair: FigurePair | None = None
    """The figure on which it rests; None where there is none."""
    icons: Icons | None = None
    """The verdict on the latest MPS figure; None where there is none."""


def routine_words(icons: Icons) -> str:
    """The verdict of an indicator's latest figure as a sentence, where its control chart holds a
    level; '' elsewhere, where the change is told instead. Never what caused it.
    """
    if icons.variation not in VARIATION or icons.variation == "not_judged":
        return ""
    words = brief(icons).replace(": ", ", ")
    return (
        f"On its control chart the latest figure shows {words[:1].lower()}{words[1:]}."
        if (icons.variation == "common")
        else f"On its control chart the latest figure is {words[:1].lower()}{words[1:]}."
    )


def agreeing_decimals(then: Any, now: Any, indicator: pd.Series) -> int | None:
    """The decimals at which two figures and their difference agree; None where one is unknown."""
    if pd.isna(then.value) or pd.isna(now.value):
        return None
    return shown_change(
        then.value, now.value, indicator["unit"], int(indicator["decimals"])
    ).decimals


def change_verdict(then: Any, now: Any, indicator: pd.Series) -> str:
    """Whether the change between two estimates is beyond chance, in words; never what caused it.

    ``then`` and ``now`` have period_start, period_end, value, lower, upper; ``indicator`` method,
    unit, decimals.
    Interval of the difference: ``dashboard.stats.estimates.difference`` (Zou and Donner, 2008).
    """
    if pd.isna(then.value) or pd.isna(now.value):
        return "not compared"
    if now.period_start <= then.period_end:
        share = "share interviews" if indicator["method"] == "survey" else "overlap"
        return f"the two periods {share}, so the change is not tested"
    change = shown_change(then.value, now.value, indicator["unit"], int(indicator["decimals"]))
    low, high = difference(now.value, now.lower, now.upper, then.value, then.lower, then.upper)
    if pd.isna(low[0]) or pd.isna(high[0]):
        return f"{change.words} (a complete count, not tested)"
    decimals = change.decimals
    interval = f"95% interval {interval_text(low[0], high[0], decimals)}"
    if low[0] <= 0 <= high[0]:
        return f"no clear change ({interval})"
    return f"{change.words} ({interval})"
