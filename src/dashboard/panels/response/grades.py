"""Response times: one grade of call over time for the MPS, its BCUs and chosen boroughs -> the
page's panels.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.catalogue import chart, page_notes
from dashboard.figures.lines import lines
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.percentiles import of_percentiles
from dashboard.panels.common.timeline import (
    latest_table,
    marks,
    nearest,
    period_note,
    series,
    target_line,
    unit_sign,
)
from dashboard.panels.response.heading import Heading
from dashboard.panels.response.time_text import ends_of, time_reading
from dashboard.panels.response.year_ahead import YearAhead, year_ahead
from dashboard.text import month, period_words

GRADES = {
    "i_within_15": "I: immediate, within 15 minutes",
    "s_within_60": "S: significant, within 60 minutes",
}
"""The indicator that stands for a grade in the URL, and its words."""
MISSING = "No response times are loaded: load the template of response times."
_S = ("s_within_60", "s_median", "s_p90", "s_calls")
_I = ("i_within_15", "i_median", "i_p90", "i_calls")
_OF_BOTH = ("answered_999", "calls_999", "trust")
"""Indicators that ask for no grade: those of the whole MPS, and the one of a URL that names none.
"""


def _response(page: Page) -> Response:
    return Response(page)


@dataclass(frozen=True)
class Response:
    """The panels of one grade at one period. Made anew for each view; nothing in it is changed."""

    page: Page

    @property
    def grade_words(self) -> str:
        """'Immediate (I)' or 'Significant (S)'."""
        return "Significant (S)" if self.page.view.indicator in _S else "Immediate (I)"

    @property
    def within(self) -> str:
        """The indicator of the share reached in time, which stands for the grade in the URL."""
        return self._ids[0]

    @property
    def calls(self) -> str:
        """The indicator of the calls attended."""
        return self._ids[3]

    @property
    def time_indicators(self) -> tuple[str, ...]:
        """The indicators of how soon calls are reached: the share in time, the median and the 90th
        percentile.
        """
        return self._ids[:3]

    @property
    def time_indicator_names(self) -> dict[str, str]:
        """Those of ``time_indicators`` that are declared, by name."""
        return {
            i: str(self.page.indicators.loc[i, "name"])
            for i in self.page.with_figures(self.time_indicators)
        }

    @property
    def _ids(self) -> tuple[str, ...]:
        return _S if self.page.view.indicator in _S else _I

    @property
    def minutes(self) -> int:
        """Minutes within which a call of the grade is to be reached."""
        return int(self.within.rsplit("_", 1)[1])

    @property
    def grade_note(self) -> str | None:
        """A sentence where the URL names an indicator that is not of this page."""
        asked = self.page.view.indicator
        if asked in (*_I, *_S, *_OF_BOTH) or asked not in self.page.indicators.index:
            return None
        return (
            f"{self.page.indicators.loc[asked, 'name']} is not a response time; Immediate (I) calls are"
            " shown."
        )

    @cached_property
    def every(self) -> pd.DataFrame:
        """``queries/over_time.sql`` for the grade: the MPS, every BCU and the boroughs chosen, with
        intervals.
        """
        found = self.page.estimates_of("over_time", self._parameters(None))
        return found.assign(
            label=found["name"].where(found["level"] != "bcu", found["name"] + " BCU")
        )

    def _parameters(self, until: dt.date | None) -> dict[str, Any]:
        return {
            "indicators": list(self._ids),
            "levels": ["mps", "bcu"],
            "areas": list(self.page.view.areas),
            "until": until,
        }

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of ``queries/over_time.sql`` for what is drawn."""
        return self._parameters(self.period)

    @cached_property
    def periods(self) -> list[dt.date]:
        """Last days of the quarters with some MPS figure of the grade, newest first; empty where
        none is loaded.
        """
        held = self.every[(self.every["level"] == "mps") & self.every["value"].notna()]
        return sorted((d.date() for d in held["period_end"].unique()), reverse=True)

    @cached_property
    def period(self) -> dt.date:
        """The quarter shown: the one asked for, else the nearest that has figures."""
        return nearest(self.periods, self.page.view.period)

    @property
    def when(self) -> str:
        """'April to June 2023'."""
        start = self.every.loc[self.every["period_end"] == self.end, "period_start"].iloc[0]
        return period_words(start.date(), self.period)

    @property
    def notes(self) -> list[str]:
        """The sentences of what is shown other than was asked for, or not loaded."""
        if not self.periods:
            return [MISSING]
        found = (self.grade_note, period_note(self.page.view.period, self.period))
        return [note for note in found if note]

    @cached_property
    def chosen_boroughs(self) -> list[str]:
        """Codes of the boroughs chosen that have a figure of the grade."""
        held = set(self.every.loc[self.every["value"].notna(), "area"])
        return [code for code in self.page.view.areas if code in held]

    def rows(self, indicator: str) -> pd.DataFrame:
        """One indicator's figures up to the period shown: the MPS first, then BCUs, then the
        boroughs chosen.
        """
        found = self.every[
            (self.every["indicator"] == indicator) & (self.every["period_end"] <= self.end)
        ]
        order = found["level"].map({"mps": 0, "borough": 1, "bcu": 2})
        return found.loc[order.sort_values(kind="stable").index]

    @property
    def end(self) -> pd.Timestamp:
        """The last day of the quarter shown."""
        return pd.Timestamp(self.period)

    def at(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The figures of the quarter shown, by area code."""
        return rows[(rows["period_end"] == self.end) & rows["value"].notna()].set_index(
            "area", drop=False
        )

    @chart("response", "within_target", order=1, of=_response)
    @once
    def within_target(self) -> Panel | None:
        """The share reached in time against the target declared for it; None where none is loaded."""
        title = f"{{}} of {self.grade_words} calls were reached within {self.minutes} minutes"
        return self._panel(self.within, "within_target", title, self._target())

    @chart("response", "median", order=2, of=_response)
    @once
    def median(self) -> Panel | None:
        """The minutes within which half of the calls were reached; None where none is loaded."""
        return self._panel(
            self._ids[1], "median", f"Half of {self.grade_words} calls were reached within {{}}"
        )

    @chart("response", "p90", order=3, of=_response)
    @once
    def p90(self) -> Panel | None:
        """The minutes that a tenth of the calls took longer than; None where none is loaded."""
        return self._panel(
            self._ids[2], "p90", f"A tenth of {self.grade_words} calls took over {{}}"
        )

    @cached_property
    def heading(self) -> Heading:
        """Where the share reached in time is heading, of the first borough chosen or the MPS."""
        first = next(iter(self.chosen_boroughs), "MPS")
        return Heading(self.page, self.within, first, self.period)

    def _target(self) -> pd.Series | None:
        targets = self.page.store.query("targets")
        targets = targets[targets["indicator"] == self.within]
        return None if targets.empty else targets.iloc[-1]

    def _panel(
        self, indicator: str, chart: str, title: str, target: pd.Series | None = None
    ) -> Panel | None:
        rows = self.rows(indicator) if self.periods else self.every
        if not rows["value"].notna().any():
            return None
        at, row = self.at(rows), self.page.indicators.loc[indicator]
        events, breaks, notes = marks(self.page, indicator, rows)
        first = self._first(at)
        if target is None and chart == "within_target":
            notes.append("No target is declared for this measure, so none is drawn.")
        if target is not None:
            notes.append(target["note"])
        if chart != "within_target":
            notes.append(
                "The MPS computes this from its own calls for each area and quarter. A figure for a"
                " BCU is never added up or averaged from its boroughs."
            )
            notes.append(of_percentiles(at, row))
        is_share = indicator == self.within
        ahead = year_ahead(self.heading, self.end) if is_share else YearAhead()
        figure = lines(
            series(rows),
            unit=unit_sign(row["unit"]),
            decimals=int(row["decimals"]),
            highlight=first,
            comparator="MPS" if self.chosen_boroughs else None,
            events=events,
            breaks=breaks,
            target=target_line(rows, target),
            ahead=ahead.bands,
            dark=self.page.dark,
        )
        figures = self.page.text(indicator, at["value"].get("MPS"))
        return self.page.panel(
            chart,
            title=(
                title.format(figures)
                if "MPS" in at.index
                else f"No MPS figure for {month(self.period)}"
            ),
            subtitle=(
                f"{row['name']}, {row['unit']}, MPS, {self._others()}, quarters to"
                f" {month(self.period)}{ahead.subtitle}"
            ),
            reading=time_reading(self.page, indicator, at, target, self.period) + ahead.sentence,
            figure=figure,
            table=latest_table(
                rows.rename(columns={"label": "Area"}), "Area", row["unit"], self.end
            ),
            indicators=[indicator],
            releases=rows["release"].dropna().unique(),
            query="over_time",
            parameters=self.parameters,
            notes=[*notes, *ahead.notes],
        )

    def _others(self) -> str:
        names = [self.page.names[code] for code in self.chosen_boroughs]
        return " and ".join(["12 BCUs", *([", ".join(names)] if names else [])])

    def _first(self, at: pd.DataFrame) -> list[str]:
        """The series drawn in front: the boroughs chosen, else the MPS with its best and its worst
        BCU.
        """
        if self.chosen_boroughs:
            return self.chosen_boroughs
        return ["MPS", *(row["area"] for row in ends_of(at))]


page_notes("response")(lambda page: list(Response(page).notes))
