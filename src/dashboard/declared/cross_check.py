"""What one declaration says of another: names that must exist, and what must agree."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable

from dashboard.declared.models import Action, Area, Evidence, Indicator, Meeting, Plan, Source

COMPARATORS = ("", "mps", "bcu", "similar")


def cross_check(
    areas: dict[str, Area],
    sources: dict[str, Source],
    indicators: dict[str, Indicator],
    meetings: dict[str, Meeting],
    plans: dict[str, Plan],
    known_charts: Callable[[str, str], bool] | None,
    faults: list[str],
) -> None:
    """Add to ``faults`` a sentence for each name that nothing declares, with file, key and the nearest name."""
    for indicator in indicators.values():
        _indicator(indicator, sources, indicators, faults)
    for plan in plans.values():
        for component in plan.labels:
            if component not in plan.weights:
                faults.append(f"plans/{plan.id}.toml, labels: '{component}' has no weight; give it one under weights.")
    seen: set[str] = set()
    for stem, meeting in meetings.items():
        for action in meeting.action:
            if action.id in seen:
                faults.append(f"actions/{stem}.toml, action {action.number}, id: '{action.id}' is used twice.")
            seen.add(action.id)
            for where, evidence in _evidence(stem, action):
                _view(where, evidence, areas, indicators, plans, known_charts, faults)


def matching(pattern: str, measures: Iterable[str]) -> list[str]:
    """The measures that ``pattern`` names: itself, all that start with it (``theft/*``), or all (``*``)."""
    pattern = pattern.removeprefix("-")
    if pattern.endswith("*"):
        return [m for m in measures if m.startswith(pattern[:-1])]
    return [m for m in measures if m == pattern]


def _indicator(
    indicator: Indicator, sources: dict[str, Source], indicators: dict[str, Indicator], faults: list[str]
) -> None:
    where = f"indicators/{indicator.id}.toml"
    for source in indicator.sources:
        if source not in sources:
            faults.append(f"{where}, sources: '{source}' is not a declared source.")
    measures = {m.id for s in indicator.sources if s in sources for m in sources[s].measure}
    parts = {"numerator": indicator.numerator, "minimum": tuple(indicator.minimum or ())}
    if isinstance(indicator.denominator, tuple):
        parts["denominator"] = indicator.denominator
    for key, names in parts.items():
        for name in names if measures else ():
            if not matching(name, measures):
                near = difflib.get_close_matches(name, measures, n=1)
                hint = f"; did you mean '{near[0]}'?" if near else "."
                faults.append(f"{where}, {key}: no source has '{name}'{hint}")
    if indicator.demand and indicator.demand not in indicators:
        faults.append(f"{where}, demand: '{indicator.demand}' is not a declared indicator.")


def _evidence(stem: str, action: Action) -> list[tuple[str, Evidence]]:
    return [
        (f"actions/{stem}.toml, action {action.number}, evidence {number}", evidence)
        for number, evidence in enumerate(action.evidence, 1)
    ]


def _view(
    where: str,
    evidence: Evidence,
    areas: dict[str, Area],
    indicators: dict[str, Indicator],
    plans: dict[str, Plan],
    known_charts: Callable[[str, str], bool] | None,
    faults: list[str],
) -> None:
    if evidence.indicator and evidence.indicator not in indicators:
        faults.append(f"{where}, indicator: '{evidence.indicator}' is not a declared indicator.")
    if evidence.area and evidence.area not in areas:
        faults.append(f"{where}, area: '{evidence.area}' is not a declared area.")
    if evidence.plan and evidence.plan not in plans:
        faults.append(f"{where}, plan: '{evidence.plan}' is not a declared plan.")
    if evidence.comparator not in COMPARATORS:
        faults.append(f"{where}, comparator: '{evidence.comparator}' is not one of mps, bcu, similar.")
    if evidence.period and not _is_date(evidence.period):
        faults.append(f"{where}, period: '{evidence.period}' is not a date such as 2022-12-31.")
    if known_charts and not known_charts(evidence.page, evidence.chart):
        faults.append(f"{where}, chart: page '{evidence.page}' has no chart '{evidence.chart}'.")


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
