"""Meetings -> the rows of the tables that hold their actions in a database."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.declared.meetings import Action, Meeting, Update

DEMONSTRATION = "DEMONSTRATION: "
"""Before the title of an invented action, so that no page, picture or sheet can show it without."""
Row = dict[str, object]


def action_tables(meetings: Mapping[str, Meeting]) -> dict[str, list[Row]]:
    """Table -> its rows: ``action``, ``evidence`` and ``action_update``.

    ``status``, ``owner`` and deadline of an action are as first recorded; its updates say what became of them.
    """
    actions: list[Row] = []
    evidence: list[Row] = []
    updates: list[Row] = []
    for meeting in meetings.values():
        for action in meeting.action:
            actions.append(_action_row(action, meeting))
            updates += [_update_row(action.id, update) for update in action.update]
            evidence += _evidence_rows(action)
        updates += [
            {"action": c.action, "date": meeting.date, "due_words": None, "owner": None}
            | c.model_dump(include={"text", "status", "due"})
            for c in meeting.carried
        ]
    positioned = [{**row, "position": n} for n, row in enumerate(updates, 1)]
    return {"action": actions, "evidence": evidence, "action_update": positioned}


def _action_row(action: Action, meeting: Meeting) -> Row:
    row = action.model_dump(exclude={"evidence", "update"})
    row |= {"board": meeting.board, "demonstration": meeting.demonstration}
    if meeting.demonstration:
        row["title"] = f"{DEMONSTRATION}{action.title}"
    return row | {
        "first_status": action.status,
        "first_due": action.due,
        "first_due_words": action.due_words,
        "first_owner": action.owner,
    }


def _update_row(action: str, update: Update) -> Row:
    row = update.model_dump()
    return {"action": action, **row, "owner": update.owner or None} | {
        "due_words": update.due_words or None
    }


def _evidence_rows(action: Action) -> list[Row]:
    rows = []
    for position, item in enumerate(action.evidence, 1):
        row = item.model_dump(exclude={"group"})
        rows.append(row | {"action": action.id, "position": position, "group_type": item.group})
    return rows
