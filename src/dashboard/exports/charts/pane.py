"""A chart as plain parts, between the Plotly figure that is read and the native chart drawn of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

At = float | dt.date
Kind = Literal["dates", "points", "bars"]


@dataclass(frozen=True)
class Stroke:
    """A line: colour as 'RRGGBB', width in points, and its dash as Plotly names it."""

    colour: str
    width: float
    dash: str = "solid"


@dataclass(frozen=True)
class Mark:
    """A point: colour as 'RRGGBB', shape as Plotly names it, size in points."""

    colour: str
    symbol: str
    size: float


@dataclass(frozen=True)
class Errors:
    """Of each point, how far its interval goes to either side; None where there is none."""

    below: tuple[float | None, ...]
    above: tuple[float | None, ...]
    stroke: Stroke


@dataclass(frozen=True)
class Series:
    """Points that belong together. A pair without a number breaks the line."""

    name: str
    x: tuple[At | None, ...]
    y: tuple[float | None, ...]
    line: Stroke | None = None
    mark: Mark | None = None
    x_errors: Errors | None = None
    y_errors: Errors | None = None
    in_legend: bool = False
    labels: dict[int, str] = field(default_factory=dict)
    """Place of a point -> the words beside it."""
    straight: bool = False
    """Only a line between two ends, such as to a target: what lies between may be worked out."""

    @property
    def last(self) -> int:
        """The place of the last point that is drawn; -1 for none."""
        return max((n for n, y in enumerate(self.y) if y is not None), default=-1)


@dataclass(frozen=True)
class Bars:
    """Bars of one kind, one for each row; ``hollow`` where only the outline is drawn."""

    name: str
    values: tuple[float | None, ...]
    colour: str
    in_legend: bool
    hollow: bool = False


@dataclass(frozen=True)
class Band:
    """An area between two edges over time."""

    name: str
    colour: str
    opacity: float
    edges: dict[dt.date, tuple[float, float]]
    in_legend: bool = False

    @property
    def width(self) -> float:
        """The sum of its widths, by which bands within one another are told."""
        return sum(upper - lower for lower, upper in self.edges.values())


@dataclass(frozen=True)
class Rule:
    """A straight line across a chart at a day, a place or a value, and its name."""

    at: At
    vertical: bool
    name: str
    stroke: Stroke


@dataclass(frozen=True)
class Axis:
    """An axis: what it counts, from where to where, and the names of its rows."""

    title: str = ""
    suffix: str = ""
    low: float | None = None
    high: float | None = None
    rows: tuple[str, ...] = ()
    """Names of rows that stand at 0, 1, 2, …; none for an axis of numbers or days."""
    zero: bool = False
    """Begins at nothing."""
    years: bool = False
    """Its numbers are years, which are written whole and without a comma."""
    ticks: tuple[float, ...] = ()
    """The numbers written along it, evenly apart; none where they are worked out."""


@dataclass(frozen=True)
class Pane:
    """One chart, alone or beside others of its kind."""

    kind: Kind
    x: Axis
    y: Axis
    title: str = ""
    series: tuple[Series, ...] = ()
    bars: tuple[Bars, ...] = ()
    is_stacked: bool = False
    bands: tuple[Band, ...] = ()
    rules: tuple[Rule, ...] = ()
    legend: bool = False
    key: str = ""
    """What the numbers at lines across it stand for."""
    names_shown: bool = True
    """False where the names of the rows stand at the chart to the left."""
