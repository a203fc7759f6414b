"""Whether the figures of a paper, a slide or a file still stand: what its address says of them, and
how they compare with those in force.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

import pandas as pd

from dashboard import catalogue
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel, as_csv
from dashboard.text import day

_MARK = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.([a-z][a-z0-9_]{0,40})\.([0-9a-f]{8}))?", re.ASCII)


@dataclass(frozen=True)
class PaperMark:
    """What an address on paper says of the figures beside it."""

    day: dt.date
    """The publication by which they were known."""
    chart: str = ""
    """The chart that they are of; '' for a whole page."""
    digest: str = ""
    """``figures_digest`` of the chart as it was; '' for a whole page."""

    def __str__(self) -> str:
        """'2023-06-30.ranking.1a2b3c4d', or '2023-06-30' of a whole page."""
        return ".".join(filter(None, (self.day.isoformat(), self.chart, self.digest)))


def read_mark(text: str) -> PaperMark | None:
    """What an address says of its paper; None where it cannot be read."""
    match = _MARK.fullmatch(text)
    try:
        return PaperMark(dt.date.fromisoformat(match[1]), *match.groups("")[1:]) if match else None
    except ValueError:
        return None


def mark_of_panel(page: Page, panel: Panel) -> PaperMark | None:
    """The mark of ``panel`` as ``page`` shows it; None where nothing is published, or the panel is
    no chart of its own.
    """
    whole = mark_of_page(page)
    if whole is None or not catalogue.has_chart(panel.page, panel.chart):
        return whole
    return PaperMark(whole.day, panel.chart, figures_digest(panel))


def mark_of_page(page: Page) -> PaperMark | None:
    """The mark of a page: the day that it shows, or of the last publication; None where nothing is
    published.
    """
    shown = page.view.as_at or _last_published(page)
    return PaperMark(shown) if shown else None


def figures_digest(panel: Panel) -> str:
    """Eight hexadecimal digits of every row of a panel's table, whatever its columns are called.

    Of the words too: two areas that exchange their figures, a sign or 'down' for 'up' make a paper
    old. Better told in vain that a paper is old than told that wrong figures stand.
    """
    rows = as_csv(panel.table, demonstration=False).decode("utf-8-sig").partition("\n")[2]
    return hashlib.sha256(rows.encode()).hexdigest()[:8]


def is_current(mark: PaperMark, now: Page) -> bool:
    """Whether the figures of ``mark`` are those of ``now``: the same page and view as they stand.

    Of a whole page: whether nothing was published after its day.
    """
    if mark.chart:
        chart = catalogue.charts_of(now.name).get(mark.chart)
        panel = chart.draw(now) if chart else None
        return panel is not None and figures_digest(panel) == mark.digest
    last = _last_published(now)
    return last is None or last <= mark.day


def paper_words(mark: PaperMark, *, current: bool) -> str:
    """The line that a page shows to those who come from paper."""
    paper = f"the paper, which has what was published by {day(mark.day)}"
    if current:
        return f"Still current: the figures are those of {paper}."
    return f"Newer or revised figures have come since {paper}."


def _last_published(page: Page) -> dt.date | None:
    published = pd.to_datetime(page.releases["published"])
    return None if published.empty else published.max().date()
