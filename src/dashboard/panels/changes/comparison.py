"""What changed: the database of the page beside the one as it stood on a day -> what the page's
panels rest on.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.catalogue import page_notes
from dashboard.panels.changes.text import boards, days_to_count_from, first_day
from dashboard.panels.common.page import Page
from dashboard.store.changes import ComparisonStore, as_it_stood
from dashboard.text import count_things, day, join_names, month
from dashboard.view import View

LEVELS = ("borough", "bcu", "ward", "mps")
"""Levels in the order in which an indicator's largest revision is looked for."""


@dataclass(frozen=True)
class Changes:
    """One comparison. Made anew for each view; nothing in it is changed."""

    page: Page
    """Its store is ``both``."""
    both: ComparisonStore
    """The database that is looked at with the older one beside it."""
    most: int = 1000
    """Rows of the table of an indicator's revised figures."""

    @classmethod
    def of(cls, page: Page, most: int = 1000) -> Changes | None:
        """The changes since the day that the page's view asks for; None where nothing was published
        at all.

        Raises:
            NoDatabaseError: the database as it stood on that day is not there.
        """
        since = page.view.since or first_day(page)
        if since is None:
            return None
        both = as_it_stood(page.store, since)
        return cls(dataclasses.replace(page, store=both), both, most)

    @property
    def since(self) -> dt.date:
        """The day that changes are counted from."""
        return self.both.since

    @cached_property
    def days(self) -> dict[dt.date, str]:
        """The days to choose from, newest first, with their words; that of the view is always among
        them.
        """
        known = days_to_count_from(self.page)
        return dict(sorted((known | {self.since: self.since_words}).items(), reverse=True))

    @cached_property
    def since_words(self) -> str:
        """'the board of 28 April 2023', 'the publication of 15 May 2023' or '1 June 2023'."""
        return days_to_count_from(self.page).get(self.since, day(self.since))

    @cached_property
    def first_published(self) -> dt.date:
        """The day of the first release in the page's database."""
        return pd.to_datetime(self.page.releases["published"]).min().date()

    @property
    def nothing_before(self) -> bool:
        """True where nothing had been published by then."""
        return self.since < self.first_published

    @cached_property
    def by_level(self) -> pd.DataFrame:
        """``queries/changes/differences.sql``."""
        return self.both.query("differences")

    @cached_property
    def rows(self) -> pd.DataFrame:
        """One row an indicator that differs, by id in agenda order, with what ``by_level`` has of
        its levels together.

        Columns: indicator, new_periods, last_start, last_new, figures_new, figures_added,
        figures_revised, figures_gone (counts of figures over every level), headline.
        """
        by_indicator = self.by_level.groupby("indicator").agg(
            {
                "new_periods": "max",
                "last_start": "max",
                "last_new": "max",
                "figures_new": "sum",
                "figures_added": "sum",
                "figures_revised": "sum",
                "figures_gone": "sum",
            }
        )
        by_indicator = by_indicator.reindex(
            [i for i in self.indicators_by_id if i in by_indicator.index]
        )
        return by_indicator.assign(
            indicator=by_indicator.index,
            headline=self.page.indicators["headline"].reindex(by_indicator.index),
        )

    @cached_property
    def indicators_by_id(self) -> dict[str, Any]:
        """Id -> row of ``queries/indicators.sql``, in agenda order."""
        return {row.id: row for row in self.page.indicators.itertuples()}

    @cached_property
    def mps(self) -> dict[str, Any]:
        """Indicator -> row of ``queries/changes/mps_moved.sql``."""
        return {row.indicator: row for row in self.both.query("mps_moved").itertuples()}

    @cached_property
    def largest(self) -> dict[str, Any]:
        """Indicator -> the row of ``by_level`` with its largest revision: of the boroughs where any
        moved, else BCUs, wards or the MPS.
        """
        rows = self.by_level[self.by_level["largest"].notna()]
        found: dict[str, Any] = {}
        for row in sorted(rows.itertuples(), key=lambda row: LEVELS.index(row.level)):
            found.setdefault(row.indicator, row)
        return found

    @cached_property
    def actions(self) -> pd.DataFrame:
        """``queries/changes_actions.sql``."""
        return self.both.query("changes_actions", since=self.since)

    @cached_property
    def releases(self) -> pd.DataFrame:
        """``queries/changes/moved_releases.sql``."""
        return self.both.query("moved_releases")

    @cached_property
    def definitions(self) -> pd.DataFrame:
        """``queries/changes/moved_definitions.sql``."""
        return self.both.query("moved_definitions")

    @property
    def nothing_changed(self) -> bool:
        """True where the two databases say the same."""
        return all(
            table.empty for table in (self.by_level, self.actions, self.releases, self.definitions)
        )

    @cached_property
    def revised_names(self) -> dict[str, str]:
        """Id -> name of the indicators with a revised, added or vanished figure: those of the
        overview first.
        """
        rows = self.rows[
            self.rows[["figures_revised", "figures_added", "figures_gone"]].sum(axis=1) > 0
        ]
        rows = rows.sort_values("headline", ascending=False, kind="stable")
        return dict(self.page.indicators["name"].reindex(rows.index))

    @property
    def indicator(self) -> str:
        """The indicator whose revised figures are shown: the view's where it has any, else the
        first; '' for none.
        """
        asked = self.page.view.indicator
        return asked if asked in self.revised_names else next(iter(self.revised_names), "")

    @cached_property
    def comparisons(self) -> list[tuple[str, dict[str, str]]]:
        """Label and parameters of links to the boroughs compared, as it stood and as it stands,
        where one was revised.

        At the period and with the borough of the indicator's largest revision; none where no
        borough's figure moved.
        """
        row = self.largest.get(self.indicator)
        if row is None or row.level != "borough" or row.largest["group_name"]:
            return []
        view = View(
            self.indicator,
            (row.largest["area"],),
            period=pd.Timestamp(row.largest["period_end"]).date(),
        )
        end, name = self.page.view.as_at, self.revised_names[self.indicator]
        return [
            (
                f"{name} by borough as it {f'stood on {day(when)}' if when else 'stands'}",
                dataclasses.replace(view, as_at=when).parameters(),
            )
            for when in (self.since, end)
        ]

    @property
    def showing(self) -> str:
        """'what changed since the publication of 15 May 2023; revised figures of Trust in the
        MPS.'.
        """
        of = f"; revised figures of {self.revised_names[self.indicator]}" if self.indicator else ""
        return f"what changed since {self.since_words}{of}."

    @property
    def notes(self) -> list[str]:
        """What is to be said above the panels: why another day than the last board's, and where
        nothing changed.
        """
        notes, met = [], boards(self.page)
        if self.page.view.since is None and met and met[-1] < self.first_published:
            notes.append(
                f"Nothing had been published by the board of {day(met[-1])}, so changes are counted"
                f" from the first publication, {day(self.since)}."
            )
        end = self.page.view.as_at
        if end and self.since > end:
            notes.append(
                f"Changes are counted from {day(self.since)}, which is after {day(end)}, the day"
                " that is shown; choose an earlier day to count from."
            )
        elif self.nothing_changed:
            notes.append(
                f"Nothing has changed since {self.since_words}: no figure, no action and no"
                " release."
            )
        return notes

    @cached_property
    def sentence(self) -> str:
        """All of it in a sentence: releases, figures revised, new periods and actions."""
        return f"Since {self.since_words}: {'; '.join([*self.counts, self.action_count])}."

    @cached_property
    def counts(self) -> list[str]:
        """'2 releases arrived', '62 figures in 8 indicators were revised' and the like, of all but
        actions.
        """
        return [self._release_words(), *self._figures()]

    def _release_words(self) -> str:
        if self.nothing_before:
            return (
                f"nothing had been published by then, and {count_things(len(self.releases), 'release')}"
                " arrived"
            )
        kinds = self.releases["kind"].value_counts()
        words = {
            "received": "arrived",
            "replaced": "replaced under the same date",
            "taken back": "taken back",
        }
        return join_names(
            [
                f"{count_things(int(kinds[k]), 'release')} {w}"
                for k, w in words.items()
                if k in kinds
            ]
            or ["no release arrived"]
        )

    def _figures(self) -> list[str]:
        sentences = [] if self.nothing_before else [self._count_words("figures_revised", "revised")]
        for column, words in (
            ("figures_added", "added to periods already there"),
            ("figures_gone", "gone"),
        ):
            if self.rows[column].any():
                sentences.append(self._count_words(column, words))
        periods = self.rows[self.rows["new_periods"] > 0]
        if periods.empty:
            return [*sentences, "no new period arrived"]
        number = count_things(int(periods["new_periods"].sum()), "new period")
        return [
            *sentences,
            (
                f"{number} arrived in {count_things(len(periods), 'indicator')}, to"
                f" {month(periods['last_new'].max())}"
            ),
        ]

    def _count_words(self, column: str, words: str) -> str:
        number, several = int(self.rows[column].sum()), int((self.rows[column] > 0).sum())
        within = f" in {count_things(several, 'indicator')}" if number else ""
        return (
            f"{count_things(number, 'figure')}{within} {'was' if number == 1 else 'were'} {words}"
        )

    @property
    def action_count(self) -> str:
        """'1 action changed and 2 actions are new'."""
        new = int(self.actions["new"].sum())
        told = [f"{count_things(len(self.actions) - new, 'action')} changed"]
        if new:
            told.append(f"{count_things(new, 'action')} {'is' if new == 1 else 'are'} new")
        return join_names(told)


@page_notes("changes")
def _notes(page: Page) -> list[str]:
    changes = Changes.of(page)
    return changes.notes if changes else []
