"""What a link says: its parts, and how a sentence names them. A link may be of any length."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

MOST_PARTS = 50
"""Parts of one parameter that are read."""
LONGEST = 60
"""Letters of a link that a sentence gives back."""


def parts_of(name: str, text: str | None, notes: list[str]) -> list[str]:
    """The parts of the list ``given`` in the parameter ``name``, without those that are empty.

    At most ``MOST_PARTS``, with a sentence in ``notes`` where there are more.
    """
    parts = [part.strip() for part in (text or "").split(",") if part.strip()]
    if len(parts) > MOST_PARTS:
        notes.append(
            f"The link's {name} has {len(parts):,} parts; the first {MOST_PARTS} are read."
        )
    return parts[:MOST_PARTS]


def quotation(text: str) -> str:
    """``given`` in quotation marks, at most ``LONGEST`` letters of it."""
    return f"'{text if len(text) <= LONGEST else text[:LONGEST] + '…'}'"


def nearest(word: str, among: Sequence[str], likeness: float = 0.4) -> str | None:
    """The choice most like ``word``, or None where nothing is like it."""
    matches = difflib.get_close_matches(word[:LONGEST], among, n=1, cutoff=likeness)
    return matches[0] if matches else None
