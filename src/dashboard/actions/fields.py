"""The columns of the action log: what each kind of record says, under which heading, and how a cell
is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "date", "status", "day", "flag"]
"""``day`` is text that holds a date, such as the period of a chart; ``flag`` is 'yes' or empty."""


@dataclass(frozen=True)
class Field:
    """One column."""

    key: str
    """Heading in a CSV file."""
    heading: str
    """Heading in a workbook."""
    kind: Kind = "text"
    is_needed: bool = False
    attribute: str = ""
    """What the declaration calls it, where that is not ``key``."""
    width: int = 14
    """In characters."""
    is_shown: bool = False
    """True: worked out from the rest for a reader, and not read back."""

    @property
    def name(self) -> str:
        """The declaration's own word for it."""
        return self.attribute or self.key


@dataclass(frozen=True)
class Record:
    """One kind of record: a sheet of the workbook, and a value of ``record`` in a CSV file."""

    name: str
    sheet: str
    fields: tuple[Field, ...]


_MEETING = Field("meeting", "Meeting", "date", is_needed=True, width=12)
_ACTION = Field("action", "Action", is_needed=True, width=15)
_NUMBER = Field("number", "Number", "number", is_needed=True, width=9)

ACTION = Record(
    "action",
    "Actions",
    (
        _MEETING,
        _NUMBER,
        Field("action", "Action", attribute="id", width=15),
        Field("title", "Title", is_needed=True, width=32),
        Field("text", "What was asked", is_needed=True, width=64),
        Field("paragraph", "Paragraph", width=11),
        Field("owner", "Owner", width=16),
        Field("reports_to", "Reports to", width=26),
        Field("due", "Due when agreed", "date", width=12),
        Field("status", "Status when agreed", "status", is_needed=True, width=14),
        Field("carried_from", "Carried from", "date", width=12),
        Field("due_words", "Due in words", width=30),
        Field("status_now", "Status now", "status", is_shown=True, width=14),
        Field("due_now", "Due now", "date", is_shown=True, width=12),
        Field("due_words_now", "Due in words now", is_shown=True, width=30),
        Field("owner_now", "Owner now", is_shown=True, width=16),
    ),
)
UPDATE = Record(
    "update",
    "Updates",
    (
        _ACTION,
        Field("date", "Date", "date", is_needed=True, width=12),
        Field("text", "Update", is_needed=True, width=80),
        Field("status", "New status", "status", width=14),
        Field("due", "New due date", "date", width=12),
        Field("due_words", "New due in words", width=30),
        Field("owner", "New owner", width=16),
    ),
)
CARRIED_RECORD = Record(
    "carried",
    "Carried over",
    (
        Field("meeting", "Meeting", "date", is_needed=True, width=12),
        _ACTION,
        _NUMBER,
        Field("text", "What was said", is_needed=True, width=80),
        Field("paragraph", "Paragraph", width=11),
        Field("status", "New status", "status", width=14),
        Field("due", "New due date", "date", width=12),
    ),
)
EVIDENCE = Record(
    "evidence",
    "Evidence",
    (
        _ACTION,
        Field("page", "Page", is_needed=True),
        Field("chart", "Chart", is_needed=True, width=16),
        Field("indicator", "Indicator", width=26),
        Field("area", "Area"),
        Field("period", "Period", "day"),
        Field("comparator", "Comparator"),
        Field("group", "Group", width=20),
        Field("plan", "Plan", width=18),
        Field("note", "What to look for", width=70),
    ),
)
MEETING = Record(
    "meeting",
    "Meetings",
    (
        Field("meeting", "Meeting", "date", is_needed=True, attribute="date", width=12),
        Field("board", "Board", is_needed=True, width=50),
        Field("demonstration", "Demonstration", "flag", width=15),
    ),
)

RECORDS = (ACTION, UPDATE, CARRIED_RECORD, EVIDENCE, MEETING)
"""In the order of the sheets."""
BY_NAME = {record.name: record for record in RECORDS}
CSV_COLUMNS = (
    "record",
    "meeting",
    "board",
    "action",
    "number",
    "date",
    "title",
    "text",
    "paragraph",
    "owner",
    "reports_to",
    "due",
    "status",
    "carried_from",
    "due_words",
    "page",
    "chart",
    "indicator",
    "area",
    "period",
    "comparator",
    "group",
    "plan",
    "note",
    "demonstration",
    "status_now",
    "due_now",
    "due_words_now",
    "owner_now",
)
"""Every key once; a record leaves those empty that are not its own."""
