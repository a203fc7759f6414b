"""Tables of actions: which column holds the action, its number, its owner, its deadline and its
paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_NAMES = {
    "number": {
        "no",
        "number",
        "ref",
        "reference",
        "action no",
        "action number",
        "action ref",
        "#",
        "id",
    },
    "action": {
        "action",
        "actions",
        "action required",
        "action agreed",
        "agreed action",
        "action point",
        "action points",
    },
    "owner": {
        "owner",
        "lead",
        "responsible",
        "by whom",
        "action owner",
        "who",
        "assigned to",
        "responsibility",
        "lead officer",
        "action by",
        "owners",
    },
    "deadline": {
        "deadline",
        "due",
        "due date",
        "by when",
        "timescale",
        "target date",
        "when",
        "date due",
        "due by",
        "completion date",
    },
    "paragraph": {
        "paragraph",
        "para",
        "minute",
        "minute ref",
        "minute no",
        "item",
        "agenda item",
        "item no",
    },
}
_EARLIER_HEADING = re.compile(
    r"matters arising|previous|outstanding|last meeting|earlier|action log|action tracker|review of"
    r" actions",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Columns:
    """What is in which column; empty (and false) for a table that is no list of actions."""

    of: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """True for a list of actions."""
        return bool(self.of)

    def cell(self, cells: tuple[str, ...], name: str) -> str:
        """The cell of the column ``name``; '' where the table or the row has none."""
        at = self.of.get(name)
        return cells[at].strip() if at is not None and at < len(cells) else ""


def columns(cells: tuple[str, ...]) -> Columns:
    """The columns that a header row tells: a list of actions has one 'Action' and a number, an
    owner or a deadline.
    """
    positions: dict[str, int] = {}
    for at, cell in enumerate(cells[:50]):
        spelling = " ".join(re.sub(r"[^a-z#]+", " ", cell.casefold()).split())
        for name, spellings in _NAMES.items():
            if spelling in spellings:
                positions.setdefault(name, at)
    return (
        Columns(positions)
        if "action" in positions and len(positions.keys() & {"number", "owner", "deadline"})
        else Columns()
    )


def row_number(cell: str) -> int | None:
    """The number in a cell such as '3', '3.' or 'Action 3'; None where it is no number."""
    found = re.fullmatch(r"\s*(?:action\s*|ap\s*)?(\d{1,3})\s*[.):]?\s*", cell, re.IGNORECASE)
    return int(found[1]) if found and int(found[1]) else None


def is_of_earlier_meeting(heading: str) -> bool:
    """Whether what stands under ``heading`` are the actions of an earlier meeting."""
    return bool(_EARLIER_HEADING.search(heading))
