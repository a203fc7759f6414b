"""What is chosen on Board actions."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.view.readers import OneOf, Word, parameter

DUE_CHOICES = {
    "overdue": "Overdue",
    "soon": "Due within 30 days",
    "later": "Due later",
    "undated": "No date",
}
"""When an action or a promise is due; '' stands for any time."""


@dataclass(frozen=True)
class ActionsView:
    """The fields of the view that narrow the board's actions; promises are narrowed by ``due`` too."""

    status: str = parameter("", OneOf("statuses", "all are shown", is_exact=True), "Status")
    owner: str = parameter("", OneOf("owners", "all are shown", is_exact=True), "Owner")
    meeting: str = parameter("", OneOf("meetings", "all are shown"), "Meeting")
    action: str = parameter("", OneOf("actions", "all actions are shown"), "Action")
    """One action, opened alone."""
    due: str = parameter("", Word(DUE_CHOICES, "all are shown, whenever due"), "Due")
    """One of ``DUE_CHOICES``; '' for any time."""
