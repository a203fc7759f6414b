"""What a chart over time draws and says of the year ahead of one of its lines."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.figures.ahead import Ahead
from dashboard.panels.response.heading import Heading
from dashboard.panels.response.projection_text import (
    NOT_A_TARGET,
    band_notes,
    likely_sentence,
)
from dashboard.text import month


@dataclass(frozen=True)
class YearAhead:
    """The year ahead of a line; as it begins, where nothing is projected."""

    bands: Ahead | None = None
    subtitle: str = ""
    """', projected to June 2024'."""
    sentence: str = ""
    """' Projected for June 2024, MPS: 82.0%, probably ...', after another sentence."""
    notes: tuple[str, ...] = ()


def year_ahead(heading: Heading, end: pd.Timestamp) -> YearAhead:
    """The year ahead of the figure of ``end``, from the projection that the page draws of it."""
    table = heading.ahead_of(end)
    if table is None:
        return YearAhead()
    last = month(table["period_end"].iloc[-1])
    return YearAhead(
        Ahead(heading.area, table),
        f", projected to {last}",
        f" {likely_sentence(heading, heading.place)}",
        (NOT_A_TARGET, *band_notes(heading)),
    )
