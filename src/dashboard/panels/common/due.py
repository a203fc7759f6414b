"""Whether an action is due, in words."""

from __future__ import annotations

import datetime as dt

SOON_DAYS = 30
"""Days ahead within which an action is said to be due."""
LATE_STATES = ("overdue", "due today")
"""States of what should have been done by the day it is read on."""
FINISHED_STATUSES = ("complete", "closed")
"""Statuses of an action that is finished."""


def due_state(due: dt.date, status: str, reporting_date: dt.date) -> str:
    """'overdue', 'due today', 'due in 12 days' up to 30 days ahead, or ''; a complete action is
    neither.
    """
    if status in FINISHED_STATUSES:
        return ""
    days = (due - reporting_date).days
    if days < 0:
        return "overdue"
    if days == 0:
        return "due today"
    return f"due in {days} day{'' if days == 1 else 's'}" if days <= SOON_DAYS else ""


def due_choice(due: dt.date | None, is_finished: bool, reporting_date: dt.date) -> str:
    """Which of ``dashboard.view.DUE_CHOICES`` holds of what is due on ``due`` (None: no date); ''
    of what is finished and has a date.
    """
    if due is None:
        return "undated"
    if is_finished:
        return ""
    days = (due - reporting_date).days
    if days < 0:
        return "overdue"
    return "soon" if days <= SOON_DAYS else "later"
