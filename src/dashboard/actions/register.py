"""Actions as they stood on a day, with what later meetings said of them when they took them up
again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from pydantic import TypeAdapter

from dashboard.declared.meetings import Action, CarriedAction, Meeting, Update

_MEETINGS_ADAPTER = TypeAdapter(dict[str, Meeting])


def meetings_known_by(meetings: Mapping[str, Meeting], date: dt.date | None) -> dict[str, Meeting]:
    """The meetings held by ``date``, their actions with the updates dated by then alone; None: all,
    as declared.
    """
    if date is None:
        return dict(meetings)
    return {
        stem: meeting.model_copy(
            update={"action": tuple(_drop_later_updates(action, date) for action in meeting.action)}
        )
        for stem, meeting in meetings.items()
        if meeting.date <= date
    }


def _drop_later_updates(action: Action, date: dt.date) -> Action:
    return action.model_copy(update={"update": tuple(u for u in action.update if u.date <= date)})


def meetings_on_day(meetings: Mapping[str, Meeting], date: dt.date | None) -> dict[str, Meeting]:
    """As ``meetings_known_by``, each action with its status, owner and deadline on ``date``.

    Each meeting that took an action up again adds an update to it, dated the day of that meeting.
    """
    known_meetings = meetings_known_by(meetings, date)
    carried_by_action: dict[str, list[tuple[Meeting, CarriedAction]]] = {}
    for meeting in sorted(known_meetings.values(), key=lambda m: m.date):
        for carried in meeting.carried:
            carried_by_action.setdefault(carried.action, []).append((meeting, carried))
    return {
        stem: meeting.model_copy(
            update={
                "action": tuple(
                    _action_on_day(a, carried_by_action.get(a.id, [])) for a in meeting.action
                )
            }
        )
        for stem, meeting in known_meetings.items()
    }


def _action_on_day(action: Action, carried_at: list[tuple[Meeting, CarriedAction]]) -> Action:
    words = [
        Update(
            date=meeting.date,
            text=f"Carried over as action {c.number}: {c.text}",
            status=c.status,
            due=c.due,
        )
        for meeting, c in carried_at
    ]
    updates = tuple(sorted((*action.update, *words), key=lambda u: u.date))
    deadline: Action | Update = next((u for u in reversed(updates) if u.sets_due), action)
    return action.model_copy(
        update={
            "update": updates,
            "due": deadline.due,
            "due_words": deadline.due_words,
            "owner": next((u.owner for u in reversed(updates) if u.owner), action.owner),
            "status": action.model_copy(update={"update": updates}).status_on(None),
        }
    )


def as_json(meetings: Mapping[str, Meeting]) -> str:
    """The meetings as declared, in the form in which a database keeps them."""
    return _MEETINGS_ADAPTER.dump_json(dict(meetings)).decode()


def from_json(text: str) -> dict[str, Meeting]:
    """What ``as_json`` wrote."""
    return _MEETINGS_ADAPTER.validate_json(text)


def read_meetings(meta: Mapping[str, str]) -> dict[str, Meeting]:
    """The meetings as the database whose ``meta`` it is keeps them, so far as they were known on
    its day.
    """
    as_at = meta.get("as_at")
    return meetings_known_by(
        from_json(meta.get("actions", "{}")), dt.date.fromisoformat(as_at) if as_at else None
    )
