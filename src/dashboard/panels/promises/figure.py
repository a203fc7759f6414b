"""What stands beside a promise: its indicators at their latest figure, and charts as links."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.panels.common.target import TargetStatus
from dashboard.stats.variation import Icons


@dataclass(frozen=True)
class Figure:
    """An indicator that rests on a promise, at its latest MPS figure."""

    indicator: str
    name: str
    page: str
    """The page on which it is explored."""
    value: str
    """'1,222 people', or '' where no figure is loaded."""
    period: str
    verdict: str
    """'Better than the year before'; '' without a figure."""
    word: str
    """The verdict alone: 'Better'."""
    way: str
    """'better', 'worse' or ''."""
    icons: Icons | None
    target: TargetStatus | None
    trend: list[float]


@dataclass(frozen=True)
class ChartLine:
    """A chart that shows how a promise stands, as a link."""

    label: str
    page: str
    chart: str
    note: str
    parameters: dict[str, str]
