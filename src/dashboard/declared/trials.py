"""What a declaration may say of a trial: one area where something was tried, as the record of a
meeting has it.
"""

from __future__ import annotations

import datetime as dt

from pydantic import Field, model_validator

from dashboard.declared.models import Strict


class Trial(Strict):
    """One area where something was tried, as the record of a meeting has it (``trials.toml``)."""

    area: str
    """Code of the area, such as 'SN'; it is compared with the others of its level."""
    indicators: tuple[str, ...] = Field(min_length=1)
    """Those of which the record says that it was tried for."""
    not_tried_for: tuple[str, ...] = ()
    """Indicators that it was not tried for, set beside those: what moves them as much was not the
    trial.
    """
    title: str = Field(min_length=1)
    """What was tried, as a clause: 'extra resources were tried'."""
    start: dt.date
    end: dt.date | None = None
    """Last day; absent: open, none recorded."""
    rolled_out: dt.date | None = None
    """A day by which the other areas were getting it too: later periods tell no difference."""
    meeting: dt.date
    """Day of the meeting whose record it is from: before it nobody is told of the trial."""
    paragraph: str
    note: str = ""
    """What of this is assumed, in a sentence."""

    @model_validator(mode="after")
    def _consistent(self) -> Trial:
        for name in ("end", "rolled_out"):
            day = getattr(self, name)
            if day is not None and day < self.start:
                raise ValueError(f"'{name}' is {day}, before the start on {self.start}")
        return self


class Trials(Strict):
    """``trials.toml``: the trials of which a record tells."""

    trial: tuple[Trial, ...] = ()
