"""The address of a view and of a chart in it, and its filters in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from dashboard import catalogue
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.paper import PaperMark
from dashboard.settings import base_path, served_origins
from dashboard.text import day
from dashboard.view import (
    COMPARATORS,
    COVERED,
    DIFFERENCES,
    DUE_CHOICES,
    LEVELS,
    LIMITS,
    OVER_TIME,
    PAPER,
    SHAPES,
    YEARS,
    Choices,
    View,
    showing,
)

THIS_MACHINE = "http://localhost:8501"
"""Where the dashboard is served unless the installation names an address for its readers."""
LABELS = {
    "indicator": "Indicator",
    "areas": "Boroughs",
    "area": "Borough",
    "ward": "Ward",
    "period": "Period to",
    "comparator": "Compared with",
    "difference": "Differences as",
    "years": "Change over",
    "level": "Level",
    "limits": "Limits",
    "over_time": "Over time as",
    "shape": "Map as",
    "group": "Characteristic",
    "points": "Change to show, points",
    "plan": "Plan",
    "status": "Status",
    "owner": "Owner",
    "meeting": "Meeting",
    "action": "Action",
    "framework": "Framework",
    "worse_theme": "Theme of the list",
    "worse_area": "Borough of the list",
    "covered": "Actions of the list",
    "promise": "Promise",
    "promiser": "Owner of the promise",
    "promise_status": "Status of the promise",
    "due": "Due",
    "since": "Changes since",
    "weights": "ASSUMED weights of need",
    "moves": "ASSUMED moves of posts",
    "what_if": "ASSUMED",
}
"""A field of the view -> its label; a field that is not here is no filter of the figures."""


def page_address(page: str, view: View) -> str:
    """The address of ``page`` at ``view``, as readers of this installation reach it."""
    return address_of(page, urlencode(view.parameters(), safe=",:>"))


def address_of(page: str, query: str = "") -> str:
    """The address of ``page`` with a query, as readers of this installation reach it."""
    origins, base = served_origins(), base_path()
    origin = origins[0] if origins else THIS_MACHINE
    path = f"/{base}/{page}" if base else f"/{page}"
    return f"{origin}{path}{'?' if query else ''}{query}"


def paper_address(address: str, mark: PaperMark | None) -> str:
    """``address`` as it stands on paper, so that who opens it is told whether the figures are still
    those; itself where ``mark`` is None.
    """
    parts = urlsplit(address)
    if mark is None:
        return address
    query = {**dict(parse_qsl(parts.query)), PAPER: str(mark)}
    return urlunsplit(parts._replace(query=urlencode(query, safe=",:>")))


def chart_address(view_address: str, panel: Panel) -> str:
    """The address of the chart itself in the view: its section open, and it in its place."""
    parts = urlsplit(view_address)
    query = dict(parse_qsl(parts.query))
    query |= showing(panel.chart) if panel.page == "compare" else {}
    section = catalogue.section_of(panel.page, panel.chart)
    opened = [one for one in query.get("opened", "").split(",") if one]
    if section and section not in opened:
        query["opened"] = ",".join([*opened, section])
    return urlunsplit(parts._replace(query=urlencode(query, safe=",:>"), fragment=panel.chart))


def describe_filters(view: View, choices: Choices) -> tuple[str, ...]:
    """The filters that are set, in words: 'Indicator: Robbery', 'Boroughs: Bromley, Camden'."""
    names = _names(choices)
    return tuple(
        f"{LABELS[field]}: {_words(getattr(view, field), names.get(field, {}))}"
        for field in view.parameters()
        if field in LABELS
    )


def _names(choices: Choices) -> dict[str, Mapping[str, str]]:
    """Field of the view -> code -> name of what it may say."""
    return {
        "indicator": {**choices.unloaded, **choices.indicators},
        "areas": choices.boroughs,
        "area": choices.boroughs,
        "ward": choices.wards,
        "comparator": {**choices.boroughs, **COMPARATORS},
        "difference": DIFFERENCES,
        "years": YEARS,
        "level": LEVELS,
        "limits": LIMITS,
        "over_time": OVER_TIME,
        "shape": SHAPES,
        "group": choices.groups,
        "plan": choices.plans,
        "meeting": choices.meetings,
        "action": choices.actions,
        "framework": choices.frameworks,
        "worse_theme": choices.themes,
        "worse_area": choices.boroughs,
        "covered": COVERED,
        "promise": choices.promises,
        "due": DUE_CHOICES,
    }


def _words(value: object, names: Mapping[str, str]) -> str:
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, tuple):
        return ", ".join(_words(each, names) for each in value)
    return names.get(str(value), str(value))
