"""Trust and confidence: the eight attitudes of the survey over time, by borough, and beside contact
with officers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from dashboard.catalogue import chart, page_notes
from dashboard.figures.panes import panes
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.timeline import (
    change_sentence,
    figure_words,
    in_words,
    latest_table,
    nearest,
    period_note,
    unit_sign,
)
from dashboard.panels.compare.comparison import Comparison
from dashboard.text import assumed_words, count_things, join_names, month, period_words

THEME = "trust_and_confidence"
CONTACT = ("contact_officer", "informed", "dwo_in_post", "engagement_standard")
MISSING = "No attitudes are loaded: load the Public Attitude Survey files of the MPS and boroughs."
OVERLAP = (
    "Each figure covers 12 months of interviews, so neighbouring points share most of them; a"
    " change is given between figures a year apart."
)
CHANGE_NOTE = (
    "A measure rose or fell where the 95% (99.8%) interval of its change leaves out 0. The"
    " interval joins those of the two figures (Zou and Donner, 2008), which share no interview."
)
APART = (
    "Trust and confidence are answers to different questions and are never added together or"
    " averaged."
)


def attitudes_of(page: Page) -> Attitudes | None:
    """The attitudes that a page's view asks for; None where no wave is loaded."""
    attitudes = Attitudes(page)
    return attitudes if attitudes.periods else None


@dataclass(frozen=True)
class Attitudes:
    """The panels of the attitudes at one period.

    Made anew for each view; nothing in it is changed.
    """

    page: Page

    @cached_property
    def options(self) -> dict[str, str]:
        """Id -> name of every attitude that has a figure, in agenda order."""
        declared = self.page.indicators
        held = self.page.with_figures(declared.index[declared["theme"] == THEME])
        return {i: str(declared.loc[i, "name"]) for i in held}

    @property
    def indicator(self) -> str:
        """The attitude chosen; the first there is where the URL names another indicator; '' where
        none is loaded.
        """
        asked = self.page.view.indicator
        return asked if asked in self.options else next(iter(self.options), "")

    @cached_property
    def every(self) -> pd.DataFrame:
        """``queries/over_time.sql`` for the MPS: the attitudes, officers in post and engagement,
        with intervals.
        """
        found = self.page.estimates_of("over_time", self._parameters(None), twice=True)
        return found.assign(label=found["indicator"].map(self.page.indicators["short"]))

    def _parameters(self, until: dt.date | None) -> dict[str, object]:
        wanted = [*dict.fromkeys([*self.options, *CONTACT])]
        return {"indicators": wanted, "levels": ["mps"], "areas": [], "until": until}

    @property
    def parameters(self) -> dict[str, object]:
        """The parameters of ``queries/over_time.sql`` for what is drawn."""
        return self._parameters(self.survey_period)

    @cached_property
    def survey_periods(self) -> list[dt.date]:
        """Last days of the periods with an MPS figure of the attitude, newest first; empty where
        none is loaded.
        """
        held = self.every[(self.every["indicator"] == self.indicator) & self.every["value"].notna()]
        return sorted((d.date() for d in held["period_end"].unique()), reverse=True)

    @cached_property
    def periods(self) -> list[dt.date]:
        """The same with those that the attitude has by characteristic alone, whose files may be
        newer.
        """
        if not self.survey_periods:
            return []
        by_group = self.page.store.query("group_periods", indicator=self.indicator)["period_end"]
        return sorted({*self.survey_periods, *(end.date() for end in by_group)}, reverse=True)

    @cached_property
    def survey_period(self) -> dt.date:
        """The period shown of the survey: the last that it has by the period chosen."""
        return next((p for p in self.survey_periods if p <= self.period), self.survey_periods[-1])

    @cached_property
    def period(self) -> dt.date:
        """The period shown: the one asked for, else the nearest that has figures."""
        return nearest(self.periods, self.page.view.period)

    @property
    def when(self) -> str:
        """'12 months to June 2023'."""
        start = self.at(self.indicator)["period_start"]
        return period_words(start.date(), self.survey_period)

    @property
    def notes(self) -> list[str]:
        """The sentences of what is shown other than was asked for, or not loaded."""
        if not self.periods:
            return [MISSING]
        notes = [period_note(self.page.view.period, self.period)]
        if self.survey_period != self.period:
            notes.append(
                f"Figures by characteristic are of the 12 months to {month(self.period)}; the"
                f" survey's own of this measure are loaded to {month(self.survey_period)}."
            )
        asked = self.page.view.indicator
        if asked not in self.options and asked in self.page.indicators.index:
            notes.append(
                f"{self.page.indicators.loc[asked, 'name']} is not an attitude of the survey; "
                f"{self.options[self.indicator]} is shown."
            )
        return [note for note in notes if note]

    def rows(self, ids: Sequence[str]) -> pd.DataFrame:
        """The figures of indicators up to the period shown, in the order of ``ids``."""
        by_then = self.every["period_end"] <= pd.Timestamp(self.survey_period)
        found = self.every[
            self.every["indicator"].isin(ids) & by_then & self.every["value"].notna()
        ]
        order = found["indicator"].map({i: place for place, i in enumerate(ids)})
        return found.loc[order.sort_values(kind="stable").index]

    def at(self, indicator: str) -> pd.Series:
        """The last figures of an indicator up to the period shown."""
        return self.rows([indicator]).iloc[-1]

    @chart("trust", "measures", order=1, of=attitudes_of)
    @once
    def measures(self) -> Panel | None:
        """Every attitude over time for the MPS; None where none is loaded."""
        if not self.periods:
            return None
        ids = list(self.options)
        rows = self.rows(ids)
        at = rows[rows["period_end"] == pd.Timestamp(self.survey_period)]
        changes = at.dropna(subset=["change"])
        rose, fell = changes[changes["change_lower"] > 0], changes[changes["change_upper"] < 0]
        title = (
            f"{len(fell) or 'None'} of {len(changes)} measures fell, {len(rose) or 'none'} rose in a"
            " year"
        )
        title = title if len(changes) else "There is no figure a year before to compare with"
        return self.page.panel(
            "measures",
            title=title,
            subtitle=f"{len(at)} attitudes, per cent who agree, MPS, {self.when}",
            reading=self._measures_reading(at, changes, rose, fell),
            table=latest_table(
                rows.rename(columns={"label": "Measure"}),
                "Measure",
                "per cent",
                pd.Timestamp(self.survey_period),
            ),
            figure=panes(
                pane_rows(rows), same_scale=True, emphasis=self.indicator, dark=self.page.dark
            ),
            indicators=ids,
            releases=rows["release"].unique(),
            query="over_time",
            parameters=self.parameters,
            notes=(OVERLAP, CHANGE_NOTE, APART),
        )

    def _measures_reading(
        self, at: pd.DataFrame, changes: pd.DataFrame, rose: pd.DataFrame, fell: pd.DataFrame
    ) -> str:
        row = self.at(self.indicator)
        words = f"{self.options[self.indicator]} is {figure_words(self.page, row)} {in_words(row)}"
        asked = assumed_words(f"{row['base']:,.0f} people asked", bool(row["base_assumed"]))
        words += f", on {asked}. " if pd.notna(row["base"]) else ". "
        words += change_sentence(row)
        if changes.empty:
            return words
        parts = [
            f"{join_names(some['label'])} {verb}"
            for some, verb in ((fell, "fell"), (rose, "rose"))
            if len(some)
        ]
        if not parts:
            return f"{words} No measure moved on the year by more than chance would explain."
        words += f" On the year, {'; '.join(parts)}."
        sure = changes[(changes["change_lower_998"] > 0) | (changes["change_upper_998"] < 0)]
        words += f" Clearly so: {join_names(sure['label'])}." if len(sure) else ""
        still = len(changes) - len(rose) - len(fell)
        return f"{words} {count_things(still, 'other')} did not clearly move." if still else words

    @chart("trust", "boroughs", order=2, of=attitudes_of)
    @once
    def boroughs(self) -> Panel | None:
        """The boroughs ranked on the attitude chosen against the MPS; None where no borough figure
        is loaded.
        """
        view = replace(
            self.page.view,
            indicator=self.indicator,
            period=self.survey_period,
            comparator="mps",
            area="",
        )
        made = Comparison(replace(self.page, view=view))
        if not made.periods or made.level != "borough":
            return None
        actions = self.page.actions("boroughs", [self.indicator])
        return replace(made.ranking(), chart="boroughs", actions=actions)


def pane_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of indicators as ``figures.panes`` takes them."""
    found = rows.rename(columns={"indicator": "series"})
    return found.assign(unit=found["unit"].map(unit_sign))


page_notes("trust")(lambda page: list(Attitudes(page).notes))
