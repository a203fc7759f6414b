"""What an entry may say of an action: an update, a new one, a correction, a withdrawal."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, Field

from dashboard.declared.meetings import Evidence
from dashboard.declared.models import ActionStatus
from dashboard.record.fields import LONGEST_TEXT, EntryWords, FullLine, Line, Text, hold_visible

MOST_EVIDENCE = 8


class ActionUpdate(EntryWords):
    """A word on an action, and its status, owner and deadline from then on."""

    text: Text
    status: ActionStatus | None = None
    """Absent: unchanged."""
    due: dt.date | None = None
    """Another due date; absent, with no ``due_words`` either: unchanged."""
    due_words: Line = ""
    """The words of another deadline that is no date."""
    owner: Line = ""
    """Another owner; '': unchanged."""
    item: Line = ""
    """The agenda item under which it was said, such as '2.4'."""


def _hold_lines(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    for item in evidence:
        for value in item.model_dump().values():
            if len(value) > LONGEST_TEXT:
                raise ValueError("is too long; shorten it")
            hold_visible(value)
    return evidence


class NewAction(EntryWords):
    """An action that the board has just agreed."""

    title: FullLine
    owner: FullLine
    text: Annotated[Text | None, Field(default=None)]
    """What was asked, where the title does not say all of it."""
    due: dt.date | None = None
    due_words: Line = ""
    """The words of a deadline that is no date, such as 'before the next board'."""
    item: Line = ""
    """The agenda item, such as '2.4'."""
    board: FullLine
    evidence: Annotated[
        tuple[Evidence, ...], AfterValidator(_hold_lines), Field(max_length=MOST_EVIDENCE)
    ] = ()


class Withdrawal(EntryWords):
    """An earlier entry does not hold any more; it stays to be read."""

    entry: int = Field(ge=1)
    reason: FullLine


class Correction(EntryWords):
    """Other words in the place of an earlier entry's, which stay to be read."""

    entry: int = Field(ge=1)
    reason: FullLine
    update: ActionUpdate | None = None
    new_action: NewAction | None = None
