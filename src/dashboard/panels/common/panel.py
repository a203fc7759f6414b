"""Panel: one chart with all that belongs to it, made once for whatever shows it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

RECORD_SOURCE = "The record of the meeting, by the paragraph given"
"""The source of what is said of actions."""


@dataclass(frozen=True)
class ActionLink:
    """An action that rests on a chart, or a chart on which an action rests."""

    action: str
    number: int
    meeting: dt.date
    title: str
    status: str
    due: dt.date | None
    note: str

    @classmethod
    def of(cls, row: Any, action: str, note: str) -> ActionLink:
        """The link of ``action`` from a row with number, meeting, title, status and due."""
        due = None if pd.isna(row.due) else row.due.date()
        return cls(action, int(row.number), row.meeting.date(), row.title, row.status, due, note)


@dataclass(frozen=True)
class Panel:
    """What is shown: title, the sentence that reads it, the table behind it, and where it comes
    from.
    """

    page: str
    chart: str
    indicators: tuple[str, ...]
    """Ids of the indicators drawn."""
    title: str
    """At most ten words, and active."""
    subtitle: str
    """Measure, place and period."""
    reading: str
    """The takeaway sentence; also the chart's alternative text."""
    table: pd.DataFrame
    """Columns are headings as a reader would want them; a column of lists is drawn as a sparkline.
    """
    figure: Any
    """A Plotly figure, or None where the panel is its table."""
    definition: str
    source: str
    """Publisher, release and licence in a sentence."""
    sql: str
    parameters: dict[str, Any]
    notes: tuple[str, ...]
    demonstration: bool
    actions: tuple[ActionLink, ...]
    row_areas: tuple[str, ...] = ()
    """Area code of each row of the table, where a row may be chosen."""
    chosen_areas: tuple[str, ...] = ()
    """Those of them that are chosen."""

    @property
    def csv(self) -> bytes:
        """The table for download, without its sparklines."""
        return as_csv(self.table, self.demonstration)


def as_csv(table: pd.DataFrame, demonstration: bool) -> bytes:
    """``table`` as CSV in UTF-8 with a byte order mark; its first line says where it is
    demonstration data.
    """
    plain = table.drop(columns=[c for c in table if holds_lists(table[c])])
    prefix = "# DEMONSTRATION DATA\n" if demonstration else ""
    safe = plain.map(_safe_cell).rename(columns=_safe_cell)
    return (prefix + safe.to_csv(index=False)).encode("utf-8-sig")


_FORMULA = re.compile(r"[=+@\t\r-]")
_NUMBER = re.compile(r"[+-]?[\d,]*\.?\d+%?")


def _safe_cell(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula with an apostrophe before it; a number
    stays one.
    """
    formula = isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.fullmatch(value)
    return f"'{value}" if formula else value


def holds_lists(column: pd.Series) -> bool:
    """True where a column's cells are lists, which are drawn as sparklines."""
    return len(column) > 0 and isinstance(column.iloc[0], (list, tuple))
