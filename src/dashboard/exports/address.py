"""The address of a view and of a chart in it, and its filters in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from dashboard import catalogue
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.paper import PaperMark
from dashboard.settings import base_path, served_origins
from dashboard.text import day
from dashboard.view import PAPER, Choices, View, showing

THIS_MACHINE = "http://localhost:8501"
"""Where the dashboard is served unless the installation names an address for its readers."""


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
    query |= showing(panel.chart)
    section = catalogue.section_of(panel.page, panel.chart)
    opened = [one for one in query.get("opened", "").split(",") if one]
    if section and section not in opened:
        query["opened"] = ",".join([*opened, section])
    return urlunsplit(parts._replace(query=urlencode(query, safe=",:>"), fragment=panel.chart))


def describe_filters(view: View, choices: Choices, panel: Panel | None = None) -> tuple[str, ...]:
    """The filters that are set, in words: 'Indicator: Robbery', 'Boroughs: Bromley, Camden'.

    That of an indicator which ``panel`` does not draw is left out: it is of other charts.
    """
    set_fields = view.parameters()
    if panel and panel.indicators and view.indicator not in panel.indicators:
        set_fields.pop("indicator", None)
    return tuple(
        f"{f.metadata['label']}: {_words(getattr(view, f.name), f.metadata['reader'].names(choices))}"
        for f in fields(view)
        if f.name in set_fields and f.metadata["label"]
    )


def _words(value: object, names: Mapping[str, str]) -> str:
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, tuple):
        return ", ".join(_words(each, names) for each in value)
    return names.get(str(value), str(value))
