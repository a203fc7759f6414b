"""What a policing body must publish by law and what the board aims at, with the figures held of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.variation import brief
from dashboard.panels.overview.variation import Variation, variation_of
from dashboard.text import count_things, join_names, limits_text, period_words

LAW = "specified-information-2021"
"""The framework of the order on specified information, SI 2021/547."""
PRIORITIES: dict[str, tuple[str, ...]] = {
    "Reduce murder and other homicide": (),
    "Reduce serious violence": ("crime_violence",),
    "Disrupt drugs supply and county lines": (),
    "Reduce neighbourhood crime": (
        "crime_burglary",
        "crime_robbery",
        "crime_vehicle",
        "crime_theft_person",
    ),
    "Tackle cyber crime": (),
    "Improve satisfaction among victims": (),
}
"""The national priorities -> the indicators that speak to each.

Source: National Crime and Policing Measures, Home Office, 2021.
"""
_WITH_PRIORITIES = f"{LAW}/national-priorities"
_BROADER = (
    "All violence against the person is broader than serious violence: the figures held do not tell"
    " the two apart."
)
NOTHING_HELD = "nothing held"
NO_INTERVAL = "none: nothing was sampled"
"""Of a figure whose method gives no interval (``stats.estimates``)."""


@dataclass(frozen=True)
class Duty:
    """One thing that the law has a policing body publish."""

    heading: str
    """'Paragraph 7A: State the force's contribution to the national priorities'."""
    text: str
    source: str
    panel: Panel | None
    """The figures held of it; None where there is none."""
    absent: str
    """What is not held, in a sentence."""


@dataclass(frozen=True)
class Statement:
    """The statement as the reader of ``page`` may see it. Nothing in it is changed."""

    page: Page

    @cached_property
    def _variation(self) -> Variation:
        return variation_of(self.page)

    @cached_property
    def _latest(self) -> pd.DataFrame:
        """``Variation.latest`` by indicator."""
        return self._variation.latest.set_index("indicator", drop=False)

    @cached_property
    def duties(self) -> list[Duty]:
        """What the law has published, in its order; empty where the order was not yet made."""
        rows = self.page.store.query("promises")
        return [self._duty(row) for row in rows[rows["framework"] == LAW].itertuples()]

    def _duty(self, row: Any) -> Duty:
        panel = self._priorities() if row.id == _WITH_PRIORITIES else None
        if panel is None:
            absent = "Nothing of it is held here: the document itself is to be published."
        else:
            names = [name for name, held in PRIORITIES.items() if not self._figures_of(held)]
            absent = (
                f"No figure is held for {count_things(len(names), 'priority', 'priorities')}:"
                f" {join_names(names)}. {_BROADER} Which priorities apply in London, and why, is"
                " for the policing body to say."
            )
        heading = ": ".join(filter(None, (row.mark, row.title)))
        return Duty(heading, row.text, row.source, panel, absent)

    def _figures_of(self, indicators: tuple[str, ...]) -> list[str]:
        return self.page.with_figures(i for i in indicators if i in self.page.indicators.index)

    def _priorities(self) -> Panel | None:
        """The national priorities, a row an indicator, and a row for each that has none."""
        rows, names = [], []
        for priority, indicators in PRIORITIES.items():
            held = self._figures_of(indicators)
            names += held
            each = [{"Held": self.page.indicators.loc[i, "name"], **self._cells(i)} for i in held]
            rows += [{"National priority": priority, **cells} for cells in each or [_no_cells()]]
        if not names:
            return None
        number = sum(bool(self._figures_of(each)) for each in PRIORITIES.values())
        return self._panel(
            "statement",
            title="Figures held on the national priorities",
            reading=(
                f"Figures are held on {number} of {len(PRIORITIES)} national priorities;"
                " each has one verdict, against its usual variation or the year before."
            ),
            table=pd.DataFrame(rows),
            indicators=names,
        )

    @cached_property
    def targets(self) -> Panel | None:
        """Every indicator with a target of the board, with its latest MPS figure; None for none."""
        statuses = self._variation.statuses
        with_status = [i for i in self._latest.index if i in statuses]
        if not with_status:
            return None
        names = self.page.indicators["name"]
        behind = sum(statuses[i].kind in ("behind", "missed") for i in with_status)
        return self._panel(
            "targets",
            title="The board's targets",
            reading=(
                f"{count_things(len(with_status), 'indicator has', 'indicators have')} a target;"
                f" {behind or 'none'} {'is' if behind == 1 else 'are'} behind it or missed it."
            ),
            table=pd.DataFrame([{"Indicator": names[i], **self._cells(i)} for i in with_status]),
            indicators=with_status,
        )

    @cached_property
    def without_figure(self) -> list[str]:
        """Names of the indicators with a target that no figure is loaded for."""
        wanted = self.page.store.query("targets")["indicator"].unique()
        known = self.page.indicators
        absent = set(wanted) - set(self.page.with_figures(i for i in wanted if i in known.index))
        return [known.loc[i, "name"] for i in known.index if i in absent]

    def _cells(self, indicator: str) -> dict[str, str]:
        row = self._latest.loc[indicator]
        status = self._variation.statuses.get(indicator)
        is_withheld = isinstance(row["withheld"], str)
        stock = bool(self.page.indicators.loc[indicator, "stock"])
        return {
            "Latest MPS figure": "withheld"
            if is_withheld
            else self.page.text(indicator, row["value"]),
            "95% interval": "" if is_withheld else self._interval(row),
            "Period": period_words(row["period_start"], row["period_end"], stock),
            "Verdict": brief(self._variation.icons[indicator]),
            "Target": status.target if status else "none set",
            "Against target": status.words if status else "",
        }

    def _interval(self, row: pd.Series) -> str:
        """'79.8% to 80.4%', or that the figure has none."""
        limits = limits_text(row["lower"], row["upper"], row["unit"], int(row["decimals"]))
        return limits or NO_INTERVAL

    def _panel(
        self, name: str, *, title: str, reading: str, table: pd.DataFrame, indicators: list[str]
    ) -> Panel:
        releases = self._latest.loc[indicators, "release"].dropna().unique()
        return self.page.panel(
            name,
            title=title,
            subtitle="MPS, latest period of each figure",
            reading=reading,
            table=table,
            indicators=indicators,
            releases=releases,
            query="latest",
            parameters=self._variation.last_parameters,
        )


def _no_cells() -> dict[str, str]:
    blank = dict.fromkeys(
        ("Latest MPS figure", "95% interval", "Period", "Verdict", "Target", "Against target"), ""
    )
    return {"Held": NOTHING_HELD, **blank}
