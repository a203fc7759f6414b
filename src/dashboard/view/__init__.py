"""View: what is on screen, and its only form outside the program, the URL's parameters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from dashboard.view.assumed import Assumed, Lever
from dashboard.view.points import USUAL_POINTS
from dashboard.view.tried import Move, Weight

COMPARATORS = {
    "mps": "MPS",
    "bcu": "own BCU",
    "similar": "similar boroughs",
    "inner_outer": "inner or outer London",
    "past": "a year before",
}
"""What areas are set against, besides one borough, which is named by its code."""
DIFFERENCES = {"ranking": "Ranking", "change": "Change", "funnel": "Funnel"}
"""What tells which areas differ: their figures, how these changed, or figures by size."""
YEARS = {"1": "1 year", "2": "2 years", "3": "3 years", "4": "4 years"}
"""Over how many years a change is taken, up to the period shown."""
OVER_TIME = {"trend": "Trend", "control": "Control chart"}
"""What tells how figures move over time."""
SHAPES = {"map": "Map", "hexagons": "Hexagons"}
"""How areas are drawn on a map: in their shape, or as equal cells."""
LEVELS = {"borough": "Boroughs", "ward": "Wards"}
"""What a funnel is drawn of."""
LIMITS = {"widened": "Widened", "untrimmed": "Not winsorised", "exact": "Exact"}
"""How a funnel's limits take account of areas that vary more than chance gives."""
DUE_CHOICES = {
    "overdue": "Overdue",
    "soon": "Due within 30 days",
    "later": "Due later",
    "undated": "No date",
}
"""When an action or a promise is due; '' stands for any time."""
COVERED = {"yes": "With an action", "no": "Without an action"}
"""Whether an action that is not finished covers a figure; '' stands for both."""
MOST_AREAS = 5
PAPER = "paper"
"""A parameter of addresses on paper, beside those of the view: what the paper shows of the figures
(``dashboard.panels.common.paper``).
"""


@dataclass(frozen=True)
class Choices:
    """What a view may name: filled from the database by the caller. Each is code or id -> name."""

    indicators: Mapping[str, str]
    """In agenda order."""
    boroughs: Mapping[str, str]
    unloaded: Mapping[str, str] = field(default_factory=dict)
    """Indicators that are declared and have no figure yet."""
    wards: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    """Group types, such as sexual_orientation."""
    themes: Mapping[str, str] = field(default_factory=dict)
    """In agenda order."""
    plans: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    meetings: Mapping[str, str] = field(default_factory=dict)
    """'2023-04-28' -> name of the board and its date."""
    actions: Mapping[str, str] = field(default_factory=dict)
    """'2023-04-28/2' -> title."""
    frameworks: Mapping[str, str] = field(default_factory=dict)
    """'casey-2023' -> name of a plan, review or law that promises something."""
    promises: Mapping[str, str] = field(default_factory=dict)
    """'casey-2023/vetting' -> title."""
    promisers: Mapping[str, str] = field(default_factory=dict)
    """Owners of promises."""
    promise_statuses: Mapping[str, str] = field(default_factory=dict)
    components: Mapping[str, str] = field(default_factory=dict)
    """Components of need of the plans."""
    sections: Mapping[str, str] = field(default_factory=dict)
    """Parts of a page that are drawn when they are opened."""
    levers: Mapping[str, Lever] = field(default_factory=dict)
    """What may be moved to ask "what if"."""


@dataclass(frozen=True)
class View:
    """What is on screen. Every field has a default, and a default stays out of the URL.

    A page uses the fields that mean something there and leaves the others as they are.
    """

    indicator: str = "trust"
    areas: tuple[str, ...] = ()
    """Codes of at most five chosen boroughs, in the order chosen."""
    area: str = ""
    """Code of the one borough that the page is about; '' for all London."""
    ward: str = ""
    """Code of the one ward that is opened; '' for the page's own choice."""
    period: dt.date | None = None
    """Last day of a period; None: the latest."""
    comparator: str = "mps"
    """One of ``COMPARATORS``, or the code of a borough."""
    difference: str = "ranking"
    """One of ``DIFFERENCES``."""
    level: str = "borough"
    """One of ``LEVELS``."""
    limits: str = "widened"
    """One of ``LIMITS``."""
    years: str = "1"
    """One of ``YEARS``."""
    over_time: str = "trend"
    """One of ``OVER_TIME``."""
    shape: str = "map"
    """One of ``SHAPES``."""
    group: str = ""
    """A group type; '' for the page's own choice."""
    points: int = USUAL_POINTS
    """The change, in points, that a survey is asked to show: ``dashboard.view.points``."""
    plan: str = ""
    """The plan set against the one in force; '' for the page's own choice."""
    status: str = ""
    owner: str = ""
    meeting: str = ""
    action: str = ""
    """One action, opened alone."""
    due: str = ""
    """One of ``DUE_CHOICES``; '' for any time."""
    framework: str = ""
    """A plan, review or law: only what it promises, and the indicators that rest on that."""
    worse_theme: str = ""
    """The theme of the figures listed as worse and getting worse; '' for all."""
    worse_area: str = ""
    """Code of their borough; '' for all."""
    covered: str = ""
    """One of ``COVERED``; '' for both."""
    promise: str = ""
    """One promise, opened alone."""
    promiser: str = ""
    """The owner of promises."""
    promise_status: str = ""
    since: dt.date | None = None
    """The day that changes are counted from; None: the last board."""
    weights: tuple[Weight, ...] = ()
    """Weights of the need index that are tried; a component that is not named keeps its own; empty:
    the plan's.
    """
    moves: tuple[Move, ...] = ()
    """Moves of posts that are tried, at most ten."""
    what_if: tuple[Assumed, ...] = ()
    """The levers moved, each once; empty: nothing is assumed."""
    opened: tuple[str, ...] = ()
    """The sections of the page that are open."""
    as_at: dt.date | None = None
    """The day on which everything is shown as it then stood; None: as it stands."""

    def parameters(self) -> dict[str, str]:
        """The URL's parameters, in the order of the fields, without defaults."""
        default = View()
        return {
            f.name: _address_text(getattr(self, f.name))
            for f in fields(self)
            if getattr(self, f.name) != getattr(default, f.name)
        }

    def toggled(self, area: str) -> View:
        """This view with ``area`` chosen, or no longer chosen; the oldest choice gives way to a
        sixth.
        """
        kept = tuple(code for code in self.areas if code != area)
        return replace(self, areas=kept if area in self.areas else (*kept, area)[-MOST_AREAS:])


def _address_text(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def showing(chart: str) -> dict[str, str]:
    """The parameters that show a chart which stands in another's place; none for one that stands
    there by itself.
    """
    places = (("difference", DIFFERENCES), ("over_time", OVER_TIME), ("shape", SHAPES))
    return {
        field: chart for field, among in places if chart in among and chart != getattr(View, field)
    }
