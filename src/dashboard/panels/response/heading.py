"""One series that is projected: its figures, its target and where it is heading."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.panels.common.page import Page
from dashboard.panels.common.timeline import marks, rows_until
from dashboard.stats.projection import Projection, Target, project
from dashboard.stats.scale import Kind

ANSWERED_999 = "answered_999"


@dataclass(frozen=True)
class Heading:
    """One series and where it is heading. Made anew for each view; nothing in it is changed."""

    page: Page
    indicator: str
    area: str
    """Code of a borough, or 'MPS'."""
    until: dt.date | None
    """Figures up to this day are taken as known; all of them where it is None."""

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of ``queries/series.sql``."""
        return {"indicators": [self.indicator], "areas": [self.area]}

    @cached_property
    def indicator_row(self) -> pd.Series:
        """The indicator's row of ``queries/indicators.sql``."""
        return self.page.indicators.loc[self.indicator]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The figures known, oldest first."""
        found = self.page.store.query("series", **self.parameters)
        return rows_until(found[found["value"].notna()], self.until)

    @cached_property
    def marks(self) -> tuple[list, list, list[str]]:
        """Events, breaks and the breaks' notes within the time of the figures."""
        return marks(self.page, self.indicator, self.rows)

    @cached_property
    def rows_since_break(self) -> pd.DataFrame:
        """The figures after the last declared break, from which alone a projection is made."""
        dates = [date for date, _ in self.marks[1]]
        return self.rows[self.rows["period_start"] >= max(dates)] if dates else self.rows

    @cached_property
    def target(self) -> pd.Series | None:
        """The last target declared for the indicator."""
        targets = self.page.store.query("targets")
        targets = targets[targets["indicator"] == self.indicator]
        return None if targets.empty else targets.iloc[-1]

    @property
    def kind(self) -> Kind:
        """Whether a share or a time is projected."""
        return "share" if self.indicator_row["method"] == "proportion" else "duration"

    @cached_property
    def projection(self) -> Projection:
        """The projection with its back-test, or the sentence that says why there is none."""
        goal, better = self.target, self.indicator_row["better"]
        target = (
            None
            if goal is None or better == "neutral"
            else Target(goal["date"], float(goal["value"]), better)
        )
        multiplier = float(self.indicator_row["multiplier"])
        return project(self.rows_since_break, self.kind, multiplier=multiplier, target=target)

    def ahead_of(self, end: pd.Timestamp) -> pd.DataFrame | None:
        """What is projected from the figure of ``end`` on; None where that has no figure, or nothing
        is projected.
        """
        if self.rows.empty or self.rows["period_end"].iloc[-1] != end:
            return None
        return self.projection.ahead

    @property
    def place(self) -> str:
        """'MPS', or the name of the borough."""
        return self.page.names[self.area]

    @property
    def period(self) -> str:
        """'month' or 'quarter'."""
        return "month" if self.indicator == ANSWERED_999 else "quarter"

    def text(self, value: float) -> str:
        """A figure in the indicator's unit."""
        return self.page.text(self.indicator, value)

    @property
    def points(self) -> str:
        """What a difference of two figures is counted in."""
        return "points" if self.kind == "share" else str(self.indicator_row["unit"])
