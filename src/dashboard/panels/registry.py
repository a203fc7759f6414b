"""Page and chart -> the panel: the one list of what can be drawn, for whatever shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard import charts
from dashboard.panels.allocation.allocation import Allocation
from dashboard.panels.borough import indicators as borough
from dashboard.panels.borough import wards as borough_wards
from dashboard.panels.changes import figures as changes_figures
from dashboard.panels.changes import tables as changes_tables
from dashboard.panels.changes.comparison import Changes
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.compare.comparison import Comparison
from dashboard.panels.outcomes import data as outcomes_data
from dashboard.panels.outcomes import detections as outcomes
from dashboard.panels.outcomes import recruitment, trial, workforce
from dashboard.panels.outcomes import safeguarding as dip_sample
from dashboard.panels.overview import exceptions
from dashboard.panels.overview import indicators as overview
from dashboard.panels.overview import variation as variation_grid
from dashboard.panels.response.calls import answering, demand
from dashboard.panels.response.grades import Response
from dashboard.panels.response.heading import Heading, of_calls, of_grade
from dashboard.panels.response.projection import back_test, projection
from dashboard.panels.trust import gaps_over_time
from dashboard.panels.trust.attitudes import Attitudes
from dashboard.panels.trust.gaps import Gaps

Draw = Callable[[Page], Panel | None]
"""None where nothing is loaded for the view."""


def _compare(draw: Callable[[Comparison], Panel | None]) -> Draw:
    def drawn(page: Page) -> Panel | None:
        made = Comparison(page)
        return draw(made) if made.periods else None

    return drawn


def _allocation(chart: str) -> Draw:
    return lambda page: getattr(Allocation(page), chart)()


def _attitudes(draw: Callable[[Attitudes], Panel | None]) -> Draw:
    def drawn(page: Page) -> Panel | None:
        made = Attitudes(page)
        return draw(made) if made.periods else None

    return drawn


def _gaps(draw: Callable[[Gaps], Panel | None]) -> Draw:
    return _attitudes(lambda made: draw(Gaps(made)))


def _projection(chart: str, of: Callable[[Response], Heading | None]) -> Draw:
    return lambda page: projection(of(Response(page)), page.view.what_if, chart)


def _back_test(chart: str, of: Callable[[Response], Heading | None]) -> Draw:
    return lambda page: back_test(of(Response(page)), chart)


def _changes(draw: Callable[[Changes], Panel]) -> Draw:
    def drawn(page: Page) -> Panel | None:
        made = Changes.of(page)
        return draw(made) if made else None

    return drawn


def _changes_notes(page: Page) -> list[str]:
    made = Changes.of(page)
    return made.notes if made else []


PANELS: Mapping[str, Mapping[str, Draw]] = {
    "overview": {
        "indicators": overview.indicators,
        "variation": variation_grid.variation,
        "exceptions": exceptions.exceptions,
    },
    "borough": {
        "indicators": borough.indicators,
        "hexagons": borough_wards.hexagons,
        "wards": borough_wards.wards,
    },
    "compare": {name: _compare(getattr(Comparison, name)) for name in charts.PAGES["compare"]},
    "response": {
        "within_target": lambda page: Response(page).within_target(),
        "median": lambda page: Response(page).median(),
        "p90": lambda page: Response(page).p90(),
        "demand": lambda page: demand(Response(page)),
        "answering": lambda page: answering(Response(page)),
        "projection": _projection("projection", of_grade),
        "back_test": _back_test("back_test", of_grade),
        "answering_projection": _projection("answering_projection", of_calls),
        "answering_back_test": _back_test("answering_back_test", of_calls),
    },
    "trust": {
        "measures": _attitudes(Attitudes.measures),
        "boroughs": _attitudes(Attitudes.boroughs),
        "gaps": _gaps(Gaps.panel),
        "contact": _attitudes(Attitudes.contact),
        "gaps_over_time": _gaps(gaps_over_time.over_time),
        "sample_size": _gaps(gaps_over_time.sample_size),
    },
    "outcomes": {
        "detections": outcomes.detections,
        "trial": trial.difference,
        "trial_periods": trial.before_and_during,
        "deployability": workforce.deployability,
        "supervision": workforce.supervision,
        "recruitment": recruitment.recruitment,
        "joiners": recruitment.joiners,
        "intake": lambda page: recruitment.intake(page, page.view.what_if),
        "safeguarding": dip_sample.safeguarding,
    },
    "changes": {
        "summary": _changes(changes_tables.summary),
        "revisions": _changes(changes_figures.revisions),
        "figures": _changes(changes_figures.figures),
        "actions": _changes(changes_tables.actions),
        "releases": _changes(changes_tables.releases),
        "definitions": _changes(changes_tables.definitions),
    },
    "allocation": {name: _allocation(name) for name in charts.PAGES["allocation"]},
}
"""A page's charts, named as in ``dashboard.charts.PAGES``: a page is one line."""

NOTES: Mapping[str, Callable[[Page], list[str]]] = {
    "changes": _changes_notes,
    "compare": lambda page: Comparison(page).notes,
    "borough": lambda page: (
        [] if page.view.area else ["Choose the borough to show, such as area=Lambeth."]
    ),
    "response": lambda page: list(Response(page).notes),
    "trust": lambda page: list(Attitudes(page).notes),
    "outcomes": lambda page: [
        note for note in (outcomes_data.period_note(page), *outcomes_data.absences(page)) if note
    ],
    "allocation": lambda page: [*Allocation(page).notes, *Allocation(page).lacking],
}
"""The sentences a page says above its charts where it shows other than was asked for, or has
nothing to show.
"""
