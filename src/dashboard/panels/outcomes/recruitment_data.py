"""PCSOs in post by month, the target and the line to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.timeline import rows_until
from dashboard.panels.outcomes.data import until
from dashboard.stats.recruitment import Line, Recruitment
from dashboard.stats.recruitment import recruitment as projected
from dashboard.text import month

PCSOS = "pcso_strength"
PARAMETERS: dict[str, Any] = {"indicators": [PCSOS], "areas": ["MPS"]}
"""The parameters of ``queries/series.sql``."""


_YEARS_BEFORE = 2
"""Years drawn before the line to the target starts."""


@dataclass(frozen=True)
class Posts:
    """PCSOs in post by month, and where they are heading.

    Made anew for each view; nothing in it is changed.
    """

    page: Page
    every: pd.DataFrame
    """Rows of ``queries/series.sql`` with a figure, up to the period shown."""

    @property
    def last(self) -> pd.Series:
        """The last figure."""
        return self.every.iloc[-1]

    @cached_property
    def targets(self) -> pd.DataFrame:
        """The targets declared, by date."""
        targets = self.page.store.query("targets")
        return targets[targets["indicator"] == PCSOS]

    @cached_property
    def line(self) -> Line | None:
        """The line to the last target, from the last figure on or before the day a year before it.

        None before a figure stands at its start or later, and without a target.
        """
        if self.targets.empty:
            return None
        target = self.targets.iloc[-1]
        begins = target["date"] - pd.DateOffset(years=1)
        before = self.every[self.every["period_end"] <= begins]
        if before.empty or self.last["period_end"] < begins:
            return None
        return Line(begins, float(before["value"].iloc[-1]), target["date"], float(target["value"]))

    @cached_property
    def projection(self) -> Recruitment | None:
        """The projection, or why there is none; None without a line."""
        return projected(self.every[["period_end", "value"]], self.line) if self.line else None

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The figures drawn."""
        since = (self.line.start if self.line else self.last["period_end"]) - pd.DateOffset(
            years=_YEARS_BEFORE
        )
        return self.every[self.every["period_end"] >= since]

    @property
    def events(self) -> list[tuple[pd.Timestamp, str]]:
        """The reports marked on charts."""
        return [
            (e.date, e.title)
            for e in self.page.store.query("events").itertuples()
            if e.kind == "report"
        ]

    def panel(self, chart: str, **parts: Any) -> Panel:
        """A panel of these figures."""
        return self.page.panel(
            chart,
            indicators=[PCSOS],
            releases=self.rows["release"].unique(),
            query="series",
            parameters=PARAMETERS,
            **parts,
        )

    @property
    def months(self) -> str:
        """'MPS, by month to June 2023'."""
        return f"MPS, by month to {month(self.last['period_end'].date())}"


@once
def posts(page: Page) -> Posts | None:
    """PCSOs in post up to the period shown; None where no figures are loaded."""
    rows = page.store.query("series", **PARAMETERS)
    rows = rows_until(rows[rows["value"].notna()], until(page))
    return None if rows.empty else Posts(page, rows)
