"""View: what is on screen, and its only form outside the program, the URL's parameters.

What all pages share is in ``shared_filters``; each page has its own fields, with the readers of
their text, in a module of its name.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace

from dashboard.view.actions import ActionsView
from dashboard.view.allocation import AllocationView
from dashboard.view.borough import BoroughView
from dashboard.view.changes import ChangesView
from dashboard.view.choices import Choices
from dashboard.view.compare import DIFFERENCES, OVER_TIME, CompareView
from dashboard.view.overview import OverviewView
from dashboard.view.parts import parts_of, quotation
from dashboard.view.promises import PromisesView
from dashboard.view.readers import ByFunction, Day, parameter
from dashboard.view.shared_filters import MOST_AREAS, SHAPES, MapView, SharedFilters
from dashboard.view.trust import TrustView
from dashboard.view.what_if import WhatIfView

PAPER = "paper"
"""A parameter of addresses on paper, beside those of the view: what the paper shows of the figures
(``dashboard.panels.common.paper``).
"""


def _open_sections(text: str | None, choices: Choices, notes: list[str]) -> tuple[str, ...]:
    wanted = list(dict.fromkeys(parts_of("opened", text, notes)))
    for name in wanted:
        if name not in choices.sections:
            notes.append(f"The link's section {quotation(name)} is unknown and was left out.")
    return tuple(name for name in wanted if name in choices.sections)


@dataclass(frozen=True)
class View(  # A dataclass takes the fields of the last class first: this is the URL's order, reversed.
    WhatIfView,
    ChangesView,
    PromisesView,
    OverviewView,
    ActionsView,
    AllocationView,
    TrustView,
    BoroughView,
    MapView,
    CompareView,
    SharedFilters,
):
    """What is on screen. Every field has a default, and a default stays out of the URL.

    A page uses the fields that mean something there and leaves the others as they are.
    """

    opened: tuple[str, ...] = parameter((), ByFunction(_open_sections))
    """The sections of the page that are open."""
    as_at: dt.date | None = parameter(None, Day("everything is shown as it stands"))
    """The day on which everything is shown as it then stood; None: as it stands."""

    def parameters(self) -> dict[str, str]:
        """The URL's parameters, in the order of the fields, without defaults."""
        default = View()
        return {
            f.name: _address_text(getattr(self, f.name))
            for f in fields(self)
            if getattr(self, f.name) != getattr(default, f.name)
        }

    def toggle_area(self, area: str) -> View:
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
