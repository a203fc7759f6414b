"""The ledger of promises: the state of each on the day of every meeting, in one table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.declared.promises import FINISHED_STATUSES, NO_STATUS
from dashboard.panels.common.choices import boards_of
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.panels.promises.tracker import Tracker
from dashboard.text import count_things, day

NOT_MADE = "not yet made"
"""What is shown of a promise on a day before it was public."""
OVERDUE = "overdue"
MOST_MEETINGS = 6
"""The latest meetings that are told, so that the table stays on the page."""


@dataclass(frozen=True)
class LedgerRow:
    """One promise with its state on each day of the ledger."""

    promise: Any
    """Of ``Tracker.filtered_promises``."""
    states: tuple[str, ...]
    """'in progress', 'in progress, overdue', ``NO_STATUS`` or ``NOT_MADE``, a day each."""

    @property
    def is_moved(self) -> bool:
        """Whether its state changed after it was made."""
        return len(set(self.states) - {NOT_MADE}) > 1


@dataclass(frozen=True)
class PromiseLedger:
    """The promises that a tracker shows, over the meetings. Nothing in it is changed."""

    tracker: Tracker

    @cached_property
    def meetings(self) -> list[dt.date]:
        """The days of the latest boards before the day that is shown, oldest first."""
        page = self.tracker.page
        return boards_of(page.store, self.today)[-MOST_MEETINGS:]

    @property
    def today(self) -> dt.date:
        """The day against which all is read."""
        return self.tracker.page.reporting_date

    @cached_property
    def rows(self) -> list[LedgerRow]:
        """A row a promise, in the order of the tracker."""
        shown = list(self.tracker.filtered_promises.itertuples())
        states = [_with_due(promise.status, promise, self.today) for promise in shown]
        return [
            LedgerRow(promise, (*(self._state(promise, on) for on in self.meetings), now))
            for promise, now in zip(shown, states, strict=True)
        ]

    def _state(self, promise: Any, on: dt.date) -> str:
        """The state of a promise on a day, by the words dated by then."""
        if promise.known_from.date() > on:
            return NOT_MADE
        told = [e.status for e in self.tracker.entries(promise) if e.date.date() <= on]
        status = next((each for each in reversed(told) if isinstance(each, str)), NO_STATUS)
        return _with_due(status, promise, on)

    @property
    def heads(self) -> list[str]:
        """The days as headings; the last is that which is shown."""
        as_at = self.tracker.page.view.as_at
        return [*map(day, self.meetings), day(as_at) if as_at else "Now"]

    @once
    def panel(self) -> Panel:
        """The ledger as a table: Framework, Promise, Owner, Due, and a column a day."""
        moves = sum(each.is_moved for each in self.rows)
        table = pd.DataFrame(
            [
                {
                    "Framework": each.promise.framework_name,
                    "Promise": each.promise.title,
                    "Owner": each.promise.owner,
                    "Due": self.tracker.due(each.promise),
                    **dict(zip(self.heads, each.states, strict=True)),
                }
                for each in self.rows
            ]
        )
        meetings = count_things(len(self.meetings), "meeting")
        return self.tracker.text_panel(
            "ledger",
            title=f"{moves or 'None'} of {len(self.rows)} promises changed over {meetings}",
            subtitle=f"State of each promise on the day of {meetings}, and as it stands",
            reading=(
                f"{count_things(moves, 'promise')} changed in status over {meetings}."
                f" Before it was public a promise is {NOT_MADE}."
            ),
            table=table,
        )


def _with_due(status: str, promise: Any, on: dt.date) -> str:
    """'in progress, overdue' of what was due before ``on`` and is not finished."""
    is_late = not pd.isna(promise.due) and promise.due.date() < on
    return f"{status}, {OVERDUE}" if is_late and status not in FINISHED_STATUSES else status
