"""What is chosen on What changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard.view.readers import Day, parameter


@dataclass(frozen=True)
class ChangesView:
    """The field of the view that What changed alone uses."""

    since: dt.date | None = parameter(
        None, Day("changes since the last board are shown"), "Changes since"
    )
    """The day that changes are counted from; None: the last board."""
