"""Board actions: each as the record has it, with the charts it rests on and their figures when
agreed and now.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard import catalogue
from dashboard.actions.register import read_meetings
from dashboard.declared.meetings import CarriedAction, Meeting
from dashboard.panels.actions.record_words import update_texts
from dashboard.panels.actions.text import (
    Item,
)
from dashboard.panels.actions.then_and_now import ThenAndNow
from dashboard.panels.common.due import FINISHED_STATUSES, LATE_STATES, due_state
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import RECORD_SOURCE, Panel
from dashboard.record.overlay import lines_told
from dashboard.text import count_things, day, due_text, join_names
from dashboard.view import showing

ACTION_DEFINITION = "An action is one thing asked for at a meeting of a board, in our own words."
LINK_COLUMNS = ("indicator", "area", "period", "comparator", "plan")
"""Columns of evidence that are parameters of a link under the same name; ``group_type`` is the
link's ``group``.
"""


@dataclass(frozen=True)
class ActionLog:
    """The actions that the page's view asks for.

    Made anew for each view; nothing in it is changed.
    """

    page: Page
    indicator: str = ""
    """Only actions whose evidence names it; '' for all."""

    @cached_property
    def every(self) -> pd.DataFrame:
        """``queries/actions.sql``."""
        return self.page.store.query("actions")

    @cached_property
    def shown_actions(self) -> pd.DataFrame:
        """The actions that pass the view's filters."""
        rows, view = self.every, self.page.view
        keep = pd.Series(True, index=rows.index)
        for column, wanted in (("status", view.status), ("owner", view.owner)):
            keep &= (rows[column] == wanted) | (wanted == "")
        if view.meeting:
            again = [
                action
                for action, taken in self.carried_actions.items()
                if view.meeting in {m for m, _ in taken}
            ]
            day_of = pd.Timestamp(view.meeting)
            keep &= (
                (rows["meeting"] == day_of)
                | (rows["carried_from"] == day_of)
                | rows["id"].isin(again)
            )
        if self.indicator:
            named = self.page.evidence
            keep &= rows["id"].isin(named.loc[named["indicator"] == self.indicator, "action"])
        return rows[keep]

    @property
    def open_action(self) -> Any | None:
        """The action that the view opens, whatever the filters say; None for none."""
        rows = self.every[self.every["id"] == self.page.view.action]
        return next(iter(rows.itertuples()), None)

    def last_update(self, action: str) -> Any | None:
        """The newest row of ``queries/updates.sql`` of ``action``; None where nothing was said of it."""
        rows = self._updates
        return next(iter(rows[rows["action"] == action].itertuples()), None)

    @cached_property
    def meetings(self) -> dict[str, Meeting]:
        """The meetings as declared, so far as they were known on the day that is shown: what a
        download holds.
        """
        return read_meetings(self.page.store.meta())

    @cached_property
    def carried_actions(self) -> dict[str, list[tuple[str, CarriedAction]]]:
        """Action -> the later meetings that took it up again, oldest first, and what each said."""
        found: dict[str, list[tuple[str, CarriedAction]]] = {}
        for stem, meeting in sorted(self.meetings.items()):
            for said in meeting.carried:
                found.setdefault(said.action, []).append((stem, said))
        return found

    def taken_up_again(self, action: str) -> str:
        """'taken up again on 30 June 2023 as action 4', for each later meeting that did so; ''
        where none did.
        """
        times = [
            f"{day(dt.date.fromisoformat(m))} as action {said.number}"
            for m, said in self.carried_actions.get(action, [])
        ]
        return f"taken up again on {' and on '.join(times)}" if times else ""

    @cached_property
    def indicator_names(self) -> dict[str, str]:
        """Id -> name of the indicators that evidence names and that have a figure, in agenda order."""
        rows = self.page.indicators
        rows = rows[rows.index.isin(self.page.evidence["indicator"]) & rows["last_period"].notna()]
        return dict(zip(rows["id"], rows["name"], strict=True))

    @property
    def count(self) -> str:
        """'Showing 2 of 7 actions'."""
        return f"Showing {len(self.shown_actions)} of {len(self.every)} actions"

    @cached_property
    def _updates(self) -> pd.DataFrame:
        return self.page.store.query("updates")

    @cached_property
    def figures(self) -> ThenAndNow:
        """The figures when agreed and now."""
        return ThenAndNow(self.page, tuple(self.indicator_names))

    def due(self, row: Any, on: dt.date | None = None) -> str:
        """'30 June 2023 (overdue)', '30 June 2023 (due in 12 days)', the minuted words or 'none
        set'; ``on`` is the day that it is read against, the reporting date where it is None.
        """
        if pd.isna(row.due):
            return due_text(None, row.due_words)
        state = self._due_state(row, on)
        return f"{day(row.due)} ({state})" if state else day(row.due)

    def is_late(self, row: Any) -> bool:
        """Whether an action is overdue or due on the reporting date."""
        return self._due_state(row) in LATE_STATES

    def _due_state(self, row: Any, on: dt.date | None = None) -> str:
        if pd.isna(row.due):
            return ""
        return due_state(row.due.date(), row.status, on or self.page.reporting_date)

    def updates(self, action: str) -> list[str]:
        """The dated words on ``action``, newest first: '30 June 2023: ...'."""
        return update_texts(self.updates_of(action), lines_told(self.page.store.meta()))

    def updates_of(self, action: str) -> pd.DataFrame:
        """The rows of ``queries/updates.sql`` on ``action``, newest first."""
        return self._updates[self._updates["action"] == action]

    def items(self, action: str) -> list[Item]:
        """The charts on which ``action`` rests, in the order declared."""
        if action not in self._items:
            rows = self.page.evidence
            own = rows[rows["action"] == action]
            self._items[action] = [self._item(row) for row in own.itertuples()]
        return self._items[action]

    @cached_property
    def _items(self) -> dict[str, list[Item]]:
        """Those that were asked for, by action: a page asks more than once."""
        return {}

    def _item(self, row: Any) -> Item:
        parameters = (
            {name: getattr(row, name) for name in LINK_COLUMNS}
            | {"group": row.group_type}
            | showing(row.chart)
        )
        parameters["opened"] = catalogue.section_of(row.page, row.chart)
        if row.indicator and row.indicator not in self.page.with_figures([row.indicator]):
            parameters["indicator"] = (
                ""  # The chart says itself that nothing is loaded; a link may name only what is.
            )
        label = (
            f"{row.page.capitalize()}: {row.chart}"
            if pd.isna(row.indicator_name)
            else row.indicator_name
        )
        if gap := self.figures.gap(row):
            label = f"{label}: {gap.name}"
        return Item(
            row.page,
            label,
            row.note,
            {k: v for k, v in parameters.items() if v},
            self.figures.sentence(row),
            row.chart,
            self.figures.pair(row),
            self.figures.verdict(row),
        )

    @property
    def finding(self) -> str:
        """'7 board actions: 6 open, 1 in progress; 1 is due today'."""
        counts = self.shown_actions["status"].value_counts(sort=False)
        states = join_names(f"{number} {status}" for status, number in counts.items())
        return f"{count_things(len(self.shown_actions), 'board action')}: {states}"

    @once
    def log(self) -> Panel:
        """The actions shown as a table, one row each, with a link that opens each alone."""
        table = pd.DataFrame([self._row(r) for r in self.shown_actions.itertuples()])
        overdue = int(table["Due"].str.endswith("(overdue)").sum())
        left = int((~self.shown_actions["status"].isin(FINISHED_STATUSES)).sum())
        reading = (
            f"{self.count}; {overdue or 'none'} with a date"
            f" {'is' if overdue == 1 or not overdue else 'are'}"
            f" overdue at {day(self.page.reporting_date)}."
        )
        panel = self.page.panel(
            "log",
            title=f"{count_things(len(table), 'board action')}, {left or 'none'} not finished",
            reading=reading,
            table=table,
            subtitle="Actions in our own words, with owner, deadline as minuted and status",
            indicators=(),
            releases=(),
            query="actions",
            parameters={},
        )
        return dataclasses.replace(
            panel,
            source=RECORD_SOURCE,
            definition=ACTION_DEFINITION,
            demonstration=bool(self.shown_actions["demonstration"].any()),
        )

    def _row(self, row: Any) -> dict[str, str]:
        charts = [f"{item.label}: {item.note}" for item in self.items(row.id)]
        return {
            "Action": row.id,
            "Title": row.title,
            "Status": row.status,
            "Owner": row.owner,
            "Due": self.due(row),
            "Reports to": "" if pd.isna(row.reports_to) else row.reports_to,
            "What was asked": row.text,
            "Board": row.board,
            "Meeting": f"{row.meeting:%Y-%m-%d}",
            "Paragraph": row.paragraph,
            "Carried from": "" if pd.isna(row.carried_from) else f"{row.carried_from:%Y-%m-%d}",
            "Later meetings": self.taken_up_again(row.id),
            "Updates": " | ".join(self.updates(row.id)),
            "Rests on": " | ".join(charts),
        }
