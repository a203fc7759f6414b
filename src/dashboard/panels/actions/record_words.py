"""What the live record says of the actions that a page shows: by whom, when, and every line of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from dashboard.record.overlay import RecordLine, lines_told
from dashboard.text import day, due_text


def update_texts(rows: pd.DataFrame, lines: list[RecordLine]) -> list[str]:
    """The dated words of ``rows`` (``queries/updates.sql``), with the author and time of those that
    were recorded: '30 June 2023: ... (status: open; recorded by A. Smith at 10:42)'.
    """
    dates = [day(date) for date in rows["date"]]
    return [
        f"{date}: {words}" + (f" ({notes})" if notes else "")
        for date, (words, notes) in zip(dates, update_words(rows, lines), strict=True)
    ]


def update_words(rows: pd.DataFrame, lines: list[RecordLine]) -> list[tuple[str, str]]:
    """What each of ``rows`` (``queries/updates.sql``) says, and in a few words what it set and who
    recorded it: 'status: open; recorded by A. Smith at 10:42', '' for nothing.
    """
    by = {(each["action"], each["date"], each["said"]): each for each in lines}
    return [(row.text, "; ".join(_notes(row, by))) for row in rows.itertuples()]


def _notes(row: Any, by: Mapping[tuple[str, str, str], RecordLine]) -> Iterator[str]:
    if isinstance(row.status, str):
        yield f"status: {row.status}"
    if not pd.isna(row.due) or isinstance(row.due_words, str):
        due = None if pd.isna(row.due) else row.due.date()
        yield f"due: {due_text(due, row.due_words or '')}"
    if isinstance(row.owner, str):
        yield f"owner: {row.owner}"
    line = by.get((row.action, f"{row.date:%Y-%m-%d}", row.text))
    if line is not None:
        yield f"recorded by {line['author']} at {line['when'].rpartition(', ')[2]}"


def recorded_by(action: str, meta: Mapping[str, str]) -> str:
    """'recorded by A. Smith, 28 April 2023, 10:42' of an action that the record has; '' of one that
    is declared alone.
    """
    for line in lines_told(meta):
        if line["kind"] == "new action" and line["action"] == action:
            return f"recorded by {line['author']}, {line['when']}"
    return ""


def record_table(meta: Mapping[str, str]) -> pd.DataFrame:
    """Every line of the record, newest first, those withdrawn and corrected too."""
    return pd.DataFrame(
        [
            {
                "Entry": int(line["entry"]),
                "When": line["when"],
                "By": line["author"],
                "Action": line["action"],
                "What": f"{line['kind'].capitalize()}: {line['said']}",
                "State": line["state"],
            }
            for line in reversed(lines_told(meta))
        ]
    )
