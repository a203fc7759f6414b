"""What changed of the board's actions, as a table."""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd

from dashboard.catalogue import chart
from dashboard.panels.changes.comparison import Changes
from dashboard.panels.changes.tables import MOST_NAMED, nothing, text_panel
from dashboard.panels.common.panel import RECORD_SOURCE, ActionLink, Panel
from dashboard.text import count_things, day, due_text, join_names


@chart("changes", "actions", order=5, of=Changes.of)
def actions(changes: Changes) -> Panel:
    """One row an action that is new, that changed or that was updated since."""
    rows = changes.actions
    if rows.empty:
        return nothing(
            changes, "actions", "No action is new, changed or updated", "changes_actions"
        )
    table = pd.DataFrame(
        {
            "Action": rows["id"],
            "Title": rows["title"],
            "What changed": [_action_words(r) for r in rows.itertuples()],
            "Status": rows["status_now"],
            "Owner": rows["owner"],
            "Due": [due_text(r.due_now, r.due_words) for r in rows.itertuples()],
            "Updates since": rows["words"],
        }
    )
    new = int(rows["new"].sum())
    sentences = [
        f"{number} {word}"
        for number, word in ((new, "new"), (len(rows) - new, "changed"))
        if number
    ]
    words = [
        f"Action {r.number} of {day(r.meeting)}: {_action_words(r)}"
        for r in rows.head(MOST_NAMED).itertuples()
    ]
    rest = f"; and {len(rows) - MOST_NAMED} more" if len(rows) > MOST_NAMED else ""
    panel = text_panel(
        changes,
        "actions",
        query="changes_actions",
        parameters={"since": changes.since.isoformat()},
        title=f"{count_things(len(rows), 'action')}: {join_names(sentences)}",
        subtitle=f"Actions since {changes.since_words}, with status and due day as they are now",
        table=table,
        reading=f"{'; '.join(words)}{rest}.",
        definition=(
            "An action is new where its meeting is after that day, and counts as changed where its"
            " status or due day differs from what it then was, or an update on it is dated later."
        ),
    )
    links = tuple(
        ActionLink(
            r.id,
            int(r.number),
            r.meeting.date(),
            r.title,
            r.status_now,
            None if pd.isna(r.due_now) else r.due_now.date(),
            "",
        )
        for r in rows.itertuples()
    )
    return dataclasses.replace(panel, actions=links, source=RECORD_SOURCE)


def _action_words(row: Any) -> str:
    if row.new:
        return f"new, {row.status_now}"
    was_due, is_due = (due_text(due, row.due_words) for due in (row.due_was, row.due_now))
    moved = (("status", row.status_was, row.status_now), ("due day", was_due, is_due))
    return join_names(
        [f"{what} from {was} to {now}" for what, was, now in moved if was != now] or ["updated"]
    )
