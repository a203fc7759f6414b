"""What is taken away: panels, each with the view that it was seen at, and what they are together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.panels.common.panel import Panel
from dashboard.text import count_things, day, missing

DEMONSTRATION = "DEMONSTRATION DATA"
"""The mark on everything that leaves the page where its figures are demonstration data."""
USUAL_FILTERS = "none set: the page as it opens"


@dataclass(frozen=True)
class Part:
    """A panel and the view that it was seen at."""

    panel: Panel
    address: str
    """Of the chart at the very view, for a link or a QR code."""
    filters: tuple[str, ...]
    """'Indicator: Trust in the MPS'; none for a page as it opens."""
    as_at: dt.date | None
    """The day on which everything is shown as it then stood; None: as it stands."""

    @property
    def filter_words(self) -> str:
        """'Filters: Indicator: Robbery; Boroughs: Bromley.'."""
        return f"Filters: {'; '.join(self.filters) or USUAL_FILTERS}."

    @property
    def source_words(self) -> str:
        """'Source: ….', with its release and licence; '' for a panel that rests on no release."""
        return f"Source: {self.panel.source}." if self.panel.source else ""

    @property
    def alternative(self) -> str:
        """The words that stand for the drawing where it is not seen."""
        mark = f"{DEMONSTRATION}. " if self.panel.demonstration else ""
        return f"{mark}{self.panel.title}. {self.panel.reading}"


@dataclass(frozen=True)
class Cover:
    """What the file is as a whole."""

    title: str
    address: str
    """Of the page at the very view."""
    day_taken: dt.date
    """The day on which it was taken away."""

    def as_at_words(self, as_at: dt.date | None) -> str:
        """'As at 15 May 2023: …', or the latest figures of the day it was taken away."""
        if as_at is None:
            return f"As at {day(self.day_taken)}: the latest figures on that day."
        return f"As at {day(as_at)}: figures and actions as they were known by then."


def is_whole(address: str) -> bool:
    """Whether ``address`` leads to the dashboard from anywhere, and not from its own pages alone."""
    return address.startswith(("https://", "http://"))


def mark_of(parts: Sequence[Part]) -> str:
    """The mark of demonstration data where any of ``parts`` is such, with how many are; else ''."""
    marked = sum(part.panel.demonstration for part in parts)
    if not marked:
        return ""
    if marked == len(parts):
        return DEMONSTRATION
    return f"{DEMONSTRATION} in {marked} of {count_things(len(parts), 'chart')}"


def sources_of(parts: Sequence[Part]) -> list[str]:
    """The releases behind ``parts``, each once, in their order."""
    told = (release for part in parts for release in part.panel.source.split("; "))
    return list(dict.fromkeys(release for release in told if release))


def columns_without_drawings(panel: Panel) -> tuple[list[str], list[str]]:
    """The columns of a panel's table that are words and numbers, and those drawn as sparklines."""
    drawn_columns = [
        name
        for name in panel.table
        if any(isinstance(value, list | tuple) for value in panel.table[name].head(20))
    ]
    return [name for name in panel.table if name not in drawn_columns], drawn_columns


def filled_columns(panel: Panel) -> list[str]:
    """Those columns of words and numbers that hold anything, for papers and slides; a workbook has
    the empty ones as well.
    """
    return [
        name
        for name in columns_without_drawings(panel)[0]
        if any(not missing(value) and value != "" for value in panel.table[name])
    ]
