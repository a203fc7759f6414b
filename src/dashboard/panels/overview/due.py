"""Actions due: the board's actions that are not finished, those with a date first."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.catalogue import chart
from dashboard.panels.common.due import FINISHED_STATUSES, due_state
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.text import capitalise, count_things, day, due_text


@once
def open_actions(page: Page) -> pd.DataFrame:
    """``queries/actions.sql`` less the finished ones: the overdue first, then by due date, those
    without one last.

    Adds state: 'overdue', 'due today', 'due in 12 days' or ''; and due_said: the date or the
    minuted words.
    """
    rows = page.store.query("actions")
    rows = rows[~rows["status"].isin(FINISHED_STATUSES)]
    state, sentences = [], []
    for r in rows.itertuples():
        due = None if pd.isna(r.due) else r.due.date()
        state.append("" if due is None else due_state(due, r.status, page.reporting_date))
        sentences.append(due_text(due, r.due_words if isinstance(r.due_words, str) else ""))
    rows = rows.assign(state=state, due_said=sentences)
    return rows.sort_values(["due", "meeting", "number"], kind="stable", na_position="last")


@chart("overview", "due", order=4)
@once
def due(page: Page) -> Panel | None:
    """The actions that are not finished; None where there is none."""
    rows = open_actions(page)
    if rows.empty:
        return None
    late = int((rows["state"] == "overdue").sum())
    soon = int(rows["state"].str.startswith("due").sum())
    parts = [f"{late} overdue"] if late else []
    parts += [f"{soon} due within 30 days"] if soon else []
    title = capitalise(f"{count_things(len(rows), 'board action')} not finished")
    first = rows.iloc[0]
    reading = f"{', '.join(parts).capitalize() or 'None is due within 30 days'}. "
    reading += f"First: action {first['number']}, {first['title']}."
    panel = page.panel(
        "due",
        title=title,
        subtitle="Open and in progress, the first due first",
        reading=reading,
        table=pd.DataFrame(
            {
                "Action": rows["number"],
                "Agreed": [day(each.date()) for each in rows["meeting"]],
                "Title": rows["title"],
                "Owner": rows["owner"],
                "Due": rows["due_said"],
                "State": rows["state"],
                "Status": rows["status"],
            }
        ).reset_index(drop=True),
        indicators=(),
        releases=(),
        query="actions",
        parameters={},
    )
    return replace(panel, demonstration=bool(rows["demonstration"].any()))
