"""One action opened: what was asked, its evidence with figures when agreed and now, its updates."""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd

from dashboard.panels.actions.log import ActionLog
from dashboard.panels.actions.recorded import recorded_by
from dashboard.panels.common.panel import Panel
from dashboard.text import day


def _minuted(log: ActionLog, row: Any) -> str:
    """Board, day and paragraph, and by whom it was recorded where the record has it."""
    paragraph = f"paragraph {row.paragraph}" if row.paragraph else ""
    by = recorded_by(row.id, log.page.store.meta())
    return ", ".join(filter(None, (row.board, day(row.meeting), paragraph, by)))


def opened_action(log: ActionLog, row: Any) -> Panel:
    """``row`` of ``ActionLog.every`` as a panel; its table is the evidence."""
    items = log.items(row.id)
    table = pd.DataFrame(
        {
            "Evidence": [item.label for item in items],
            "What it shows": [item.note for item in items],
            "When agreed and now": [item.figures for item in items],
        }
    )
    panel = log.page.panel(
        "action",
        title=f"Action {row.number}: {row.title}",
        subtitle=_minuted(log, row),
        reading=row.text,
        table=table,
        indicators=(),
        releases=(),
        query="actions",
        parameters={},
    )
    return dataclasses.replace(
        panel,
        source="The record of the meeting, by the paragraph given",
        definition="An action is one thing asked for at a meeting of a board, in our own words.",
        demonstration=bool(row.demonstration),
    )
