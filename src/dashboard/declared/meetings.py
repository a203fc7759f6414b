"""What is declared of a meeting: its actions, the updates of each, and the charts they rest on."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from dashboard.declared.models import ActionStatus, Strict


class Evidence(Strict):
    """A view on which an action rests, in the URL's own words."""

    page: str
    chart: str
    indicator: str = ""
    area: str = ""
    period: str = ""
    comparator: str = ""
    group: str = ""
    plan: str = ""
    note: str = ""
    """What to look for, in a sentence."""


class Update(Strict):
    """A dated word on an action."""

    date: dt.date
    text: str = Field(min_length=1)
    status: ActionStatus | None = None
    """The action's status from this day on; absent: unchanged."""
    due: dt.date | None = None
    """Its due date from this day on; absent, with no ``due_words`` either: unchanged."""
    due_words: str = ""
    """The words of its deadline from this day on, where that is no date."""
    owner: str = ""
    """Its owner from this day on; '': unchanged."""

    @property
    def sets_due(self) -> bool:
        """Whether it sets another deadline, as a date or in words."""
        return self.due is not None or bool(self.due_words)


class CarriedAction(Strict):
    """An action of an earlier meeting that a later one took up again, under the id that it
    had from the start.
    """

    action: str
    """Id of the action, such as '2023-04-28/3'."""
    number: int
    """Its number at the later meeting."""
    text: str = Field(min_length=1)
    """What the later meeting said of it, in our own words."""
    paragraph: str = ""
    status: ActionStatus | None = None
    """Its status from the later meeting on; absent: unchanged."""
    due: dt.date | None = None
    """A new due date, as minuted; absent: unchanged."""


class Action(Strict):
    """One action of the board, in our own words, with what the record says of it."""

    id: str = Field(min_length=1)
    """'2023-04-28/2'."""
    number: int
    meeting: dt.date
    title: str = Field(min_length=1)
    """At most ten words."""
    text: str = Field(min_length=1)
    """What was asked, in our own words."""
    paragraph: str
    owner: str
    reports_to: str | None = Field(default=None, min_length=1)
    """Another board that it is to be reported to."""
    due: dt.date | None = None
    """As minuted; absent: no day was set."""
    due_words: str = ""
    """The minuted words of a deadline that is no date: 'before detailed conversations are held with
    boroughs'.
    """
    status: ActionStatus
    """As first recorded; a dated change of it is an update with a status."""
    carried_from: dt.date | None = None
    """The earlier meeting at which it was outstanding, where the record of that meeting is not
    held.
    """
    evidence: tuple[Evidence, ...] = ()
    update: tuple[Update, ...] = ()

    def status_on(self, date: dt.date | None) -> ActionStatus:
        """The status of the last update dated by ``date`` that has one, else the action's own;
        None: as it stands.

        Of two updates of one day the later in the file counts.
        """
        told = [u for u in self.update if u.status and (date is None or u.date <= date)]
        last = max(enumerate(told), key=lambda one: (one[1].date, one[0]), default=None)
        return last[1].status or self.status if last else self.status


class Meeting(Strict):
    """One ``actions/<date>.toml``: a meeting of a board, its actions, and those that it took up
    again.
    """

    date: dt.date
    board: str = Field(min_length=1)
    demonstration: bool = False
    """True: its actions are invented, as no record of it is held; they are marked wherever they are
    shown.
    """
    recorded_to: str = Field(default="", pattern=r"^(\d+:[0-9a-f]{12})?$")
    """The last entry of the live record that this file takes in, as ``actions export`` writes it;
    '': none.
    """
    action: tuple[Action, ...] = ()
    carried: tuple[CarriedAction, ...] = ()
