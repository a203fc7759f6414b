"""What is chosen on What changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.view.readers import Day, Word, parameter

LARGEST_OF = {"boroughs": "Boroughs"}
"""Areas, other than London, whose largest changes may be listed; '' stands for London."""


@dataclass(frozen=True)
class ChangesView:
    """The fields of the view that What changed alone uses."""

    since: dt.date | None = parameter(
        None, Day("changes since the last board are shown"), "Changes since"
    )
    """The day that changes are counted from; None: the last board."""
    largest_of: str = parameter(
        "", Word(LARGEST_OF, "those of London are shown"), "Largest changes of"
    )
    """One of ``LARGEST_OF``; '' for London."""
