"""The gap on which evidence by a characteristic rests: the group furthest from London's figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.stats.gaps_over_time import gaps as gaps_from_whole
from dashboard.text import signed_text

UNIT, DECIMALS = "points", 1
AS_TESTED = pd.Series({"method": "survey", "unit": UNIT, "decimals": DECIMALS})
"""A gap as the words of a change take an indicator."""


@dataclass(frozen=True)
class Gap:
    """The gap of one group from London over time."""

    indicator: str
    group_type: str
    group: str
    """Name of the group that lies furthest from London at the last period for which one is known."""
    rows: pd.DataFrame
    """period_start, period_end, value (points from London), lower, upper (95%), demonstration,
    release; oldest first.
    """

    @property
    def name(self) -> str:
        """'LGBTQ+ gap to London'."""
        return f"{self.group} gap to London"

    def then_and_now(self, meeting: pd.Timestamp) -> tuple[Any | None, Any]:
        """The gap of the last period that ended by ``meeting`` (None: of none), and the last."""
        earlier = self.rows[self.rows["period_end"] <= meeting]
        then, now = (next(rows.iloc[-1:].itertuples(), None) for rows in (earlier, self.rows))
        return then, now


def gap_text(value: float) -> str:
    """'−8.1 points'."""
    return f"{signed_text(value, DECIMALS)} {UNIT}"


def known_gaps(page: Page, indicator: str, rows: pd.DataFrame) -> pd.DataFrame:
    """``stats.gaps_over_time.gaps`` of the rows of one indicator and characteristic, where known."""
    declared = page.indicators.loc[indicator]
    every = gaps_from_whole(
        page.add_rounding(rows),
        design_effect=declared["design_effect"],
        multiplier=declared["multiplier"],
    )
    return every.dropna(subset=["gap", "value"])


@once
def evidence_gaps(page: Page) -> dict[tuple[str, str], Gap]:
    """(Indicator, group type) that evidence names, of a survey -> the gap of the group furthest
    from London; none where no gap is known.

    Gap and interval: ``dashboard.stats.gaps_over_time.gaps`` (Newcombe, 1998).
    """
    rows = page.store.query("evidence_gaps")
    gaps = {}
    for (indicator, group_type), part in rows.groupby(["indicator", "evidence_group"]):
        known_rows = known_gaps(page, str(indicator), part)
        if known_rows.empty:
            continue
        last = known_rows[known_rows["period_end"] == known_rows["period_end"].max()]
        group = str(last.loc[last["gap"].abs().idxmax(), "group_name"])
        own = known_rows[known_rows["group_name"] == group].sort_values("period_end")
        gaps[str(indicator), str(group_type)] = Gap(
            str(indicator), str(group_type), group, own.assign(value=own["gap"])
        )
    return gaps
