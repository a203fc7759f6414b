"""The one registry of pages, their sections and their charts.

Pages and sections are listed here. A chart declares itself beside its code, with ``chart``: from
these the menu, evidence of actions, links to a section, the command ``show``, the lists of the
action log's workbook and what minutes may propose are derived. Nothing here imports a chart's
module: a page's folder under ``dashboard.panels`` is imported when its charts are first asked for.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

Draw = Callable[[Any], Any]
"""``dashboard.panels.common.page.Page`` -> ``Panel``; None where nothing is loaded for the view."""
Notes = Callable[[Any], list[str]]
"""``Page`` -> the sentences above its charts: what is shown other than asked, or not loaded."""
PanelMaker = TypeVar("PanelMaker", bound=Callable[..., Any])


@dataclass(frozen=True)
class PageEntry:
    """A page of the menu: ``pages/<name>.py`` and the folder ``dashboard.panels.<name>``."""

    name: str
    """Also its path in the URL."""
    title: str
    sections: Mapping[str, str] = field(default_factory=dict)
    """Id -> heading of each part of the page that is drawn when it is opened."""
    has_charts: bool = True
    """Whether its charts may be named as evidence, or shown on the command line."""


@dataclass(frozen=True)
class Chart:
    """A chart of a page."""

    page: str
    name: str
    draw: Draw
    order: int
    """Place among the charts of its page, from 1."""
    section: str
    """Id of the section that holds it; '' where it stands on the page itself."""
    source: str
    """Module and qualified name of what makes its panel."""


PAGES: Mapping[str, PageEntry] = {
    page.name: page
    for page in (
        PageEntry("overview", "Overview"),
        PageEntry("compare", "Compare boroughs"),
        PageEntry(
            "borough",
            "Borough",
            {
                "ward_map": "One figure of the wards on a map",
                "ward_table": "Wards in a table",
                "rare_offences": "Rare offences by ward",
                "ward_spells": "Rare offences in one ward",
            },
        ),
        PageEntry(
            "allocation",
            "Ward allocation",
            {
                "minimum": "Wards against the minimum",
                "plans": "Posts of wards in both plans",
                "needs": "The story of one ward",
                "restore": "What would restore the minimum everywhere?",
                "weights": "Would other weights of need give other tiers?",
                "moves": "What if posts moved between wards?",
                "fairness": "Do posts follow need from borough to borough?",
                "wards": "Do the wards add up?",
            },
        ),
        PageEntry(
            "response",
            "Response times",
            {
                "projection": "Projections",
                "flattening": "Whether the fall has flattened",
                "beside_trust": "Response beside trust",
            },
        ),
        PageEntry(
            "trust",
            "Trust and confidence",
            {
                "contact": "Contact with ward officers",
                "sample_size": "People to ask for a change to be seen",
                "engagement": "The standard of engagement by borough",
                "baseline": "Baseline and comparison of a new offer",
            },
        ),
        PageEntry(
            "outcomes",
            "Outcomes and workforce",
            {
                "intake": "A faster intake",
                "trial": "The trial against other BCUs",
                "trial_periods": "Before and during the trial",
                "joiners": "Net change in PCSOs by month",
                "officers_demand": "Deployable officers against demand",
            },
        ),
        PageEntry("actions", "Board actions", has_charts=False),
        PageEntry("packs", "Packs", has_charts=False),
        PageEntry(
            "promises",
            "Plans and promises",
            {"ledger": "Promises over meetings"},
        ),
        PageEntry("changes", "What changed"),
        PageEntry("data", "Data and definitions", has_charts=False),
    )
}
"""Name -> page, in the order of the menu; the first is where a reader arrives."""

SECTION_TITLES: Mapping[str, str] = {
    section: title for page in PAGES.values() for section, title in page.sections.items()
}
"""Id -> heading of every section of every page."""

_charts: dict[tuple[str, str], Chart] = {}
_notes: dict[str, Notes] = {}


def chart(
    page: str,
    name: str,
    *,
    order: int,
    section: str = "",
    of: Callable[[Any], Any] | None = None,
) -> Callable[[PanelMaker], PanelMaker]:
    """Declare the function or method below as what makes the panel of a chart.

    ``of`` makes, of a ``Page``, what the function takes (its ``self``, for a method); where it
    gives None nothing is loaded. Absent, the function takes the ``Page``.

    Raises:
        ValueError: the page or section is not listed in ``PAGES``, or the chart is declared twice.
    """
    if page not in PAGES:
        raise ValueError(f"Chart '{name}' is of the page '{page}', which the catalogue lacks.")
    if section and section not in PAGES[page].sections:
        raise ValueError(f"Chart '{page} {name}' is in the unlisted section '{section}'.")

    def declare(make: PanelMaker) -> PanelMaker:
        def draw(page: Any) -> Any:
            subject = of(page) if of else page
            return None if subject is None else make(subject)

        source = f"{make.__module__}.{make.__qualname__}"
        earlier = _charts.get((page, name))
        # A server that watches its files imports a changed module again: the same place may declare
        # again, another may not.
        if earlier is not None and earlier.source != source:
            raise ValueError(
                f"Chart '{page} {name}' is declared by {earlier.source} and by {source}."
            )
        _charts[page, name] = Chart(page, name, draw, order, section, source)
        return make

    return declare


def page_notes(page: str) -> Callable[[Notes], Notes]:
    """Declare the function below as what gives the sentences above a page's charts."""

    def declare(make: Notes) -> Notes:
        _notes[page] = make
        return make

    return declare


@cache
def _import_panels(page: str) -> None:
    """Import every module of a page's folder, so that its charts have declared themselves."""
    folder = import_module(f"dashboard.panels.{page}")
    for module in pkgutil.iter_modules(folder.__path__):
        import_module(f"{folder.__name__}.{module.name}")


def charts_of(page: str) -> dict[str, Chart]:
    """Name -> chart of a page, in the page's order; none for a page that there is not."""
    if page not in PAGES or not PAGES[page].has_charts:
        return {}
    _import_panels(page)
    of_page = (one for one in _charts.values() if one.page == page)
    return {one.name: one for one in sorted(of_page, key=lambda one: (one.order, one.name))}


def all_charts() -> dict[str, dict[str, Chart]]:
    """Page -> its charts, for every page that evidence may name."""
    return {name: charts_of(name) for name, page in PAGES.items() if page.has_charts}


def has_chart(page: str, chart: str) -> bool:
    """True where ``page`` has ``chart``."""
    return chart in charts_of(page)


def section_of(page: str, chart: str) -> str:
    """Id of the section that a link to a chart must open; '' for none."""
    of_page = charts_of(page)
    return of_page[chart].section if chart in of_page else ""


def notes_on(page: Any) -> list[str]:
    """The sentences above the charts of ``page`` (``dashboard.panels.common.page.Page``)."""
    charts_of(page.name)
    return _notes[page.name](page) if page.name in _notes else []
