"""The address of a page -> the evidence of an action, which must pass every check of declared
evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from dashboard import catalogue
from dashboard.declared.cross_check import HasLevel, evidence_faults
from dashboard.declared.meetings import Evidence
from dashboard.declared.packs import page_of_path
from dashboard.errors import InputError
from dashboard.text import join_names
from dashboard.view import Choices, View
from dashboard.view.parse import read
from dashboard.view.parts import nearest

LONGEST_ADDRESS = 2_000
_FIELDS = ("indicator", "area", "period", "comparator", "group", "plan")
"""What evidence takes of a view."""


def evidence_of(
    address: str, choices: Choices, areas: Mapping[str, HasLevel], note: str = ""
) -> Evidence:
    """The view at ``address``, such as '/compare?indicator=trust#ranking', as evidence.

    The part after '#' names the chart, as the link beside a chart's title does; without it the
    page's first chart is meant. ``areas`` are all there are, by code.

    Raises:
        InputError: it is no address of a page, or names what there is not.
    """
    page, chart, parameters = _parts(address.strip())
    view, notes = read(parameters, choices)
    if notes:
        raise InputError(f"Evidence: {notes[0]} Give the address of the view that is meant.")
    evidence = _evidence(page, chart, view, parameters, note)
    faults = evidence_faults(evidence, areas, _every(choices), choices.plans, catalogue.has_chart)
    for key, sentence in faults:
        raise InputError(f"Evidence, {key}: {sentence}")
    return evidence


def _parts(address: str) -> tuple[str, str, dict[str, str]]:
    """Page, chart and parameters that an address names.

    Raises:
        InputError: it names no page with charts, or no chart of its page.
    """
    if len(address) > LONGEST_ADDRESS:
        raise InputError(f"Evidence: the address is over {LONGEST_ADDRESS:,} characters long.")
    try:
        parts = urlsplit(address)
    except ValueError:
        raise InputError("Evidence: that is no address; copy it from the browser.") from None
    charted = [name for name, page in catalogue.PAGES.items() if page.has_charts]
    page = page_of_path(parts.path, is_whole=bool(parts.netloc))
    if page not in charted:
        near = nearest(page, charted)
        hint = f"did you mean {near}?" if near else f"it may be {join_names(charted, 'or')}."
        raise InputError(f"Evidence: the address names no page with charts; {hint}")
    charts = catalogue.charts_of(page)
    chart = parts.fragment or next(iter(charts))
    if chart not in charts:
        names = join_names(charts, "or")
        raise InputError(f"Evidence: page '{page}' has no chart of that name; it may be {names}.")
    return page, chart, dict(parse_qsl(parts.query))


def _evidence(
    page: str, chart: str, view: View, parameters: Mapping[str, str], note: str
) -> Evidence:
    fields = {name: view.parameters().get(name, "") for name in _FIELDS}
    if "indicator" in parameters:  # The usual indicator stays out of a view's parameters.
        fields["indicator"] = view.indicator
    if not fields["area"] and view.areas:
        fields["area"] = view.areas[0]
    return Evidence(page=page, chart=chart, note=note, **fields)


def _every(choices: Choices) -> dict[str, str]:
    return {**choices.indicators, **choices.without_figures}
