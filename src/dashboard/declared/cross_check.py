"""What one declaration says of another: names that must exist, and what must agree."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from dashboard.declared.meetings import Action, CarriedAction, Evidence, Meeting
from dashboard.declared.models import Area, Indicator, Source
from dashboard.declared.plans import Plan
from dashboard.declared.trials import Trial

COMPARATORS = ("", "mps", "bcu", "similar", "inner_outer", "past")
KnownCharts = Callable[[str, str], bool]


class HasLevel(Protocol):
    """An area, of which only the level is asked."""

    @property
    def level(self) -> str:
        """'ward', 'borough', 'bcu' or 'mps'."""
        ...


@dataclass(frozen=True)
class Fault:
    """What is wrong with one thing said of a meeting's actions; whoever tells it adds where that
    stands.
    """

    meeting: str
    """The file's name without its ending, such as '2023-04-28'."""
    record: Literal["meeting", "action", "carried", "evidence"]
    place: tuple[int, ...]
    """Position of the action or the carried action within its meeting, and of the evidence within
    its action.
    """
    key: str
    sentence: str


def cross_check(
    areas: dict[str, Area],
    sources: dict[str, Source],
    indicators: dict[str, Indicator],
    meetings: dict[str, Meeting],
    plans: dict[str, Plan],
    known_charts: KnownCharts | None,
    faults: list[str],
) -> None:
    """Add to ``faults`` a sentence for each name that nothing declares, with file, key and the
    nearest name.
    """
    for indicator in indicators.values():
        _indicator(indicator, areas, sources, indicators, faults)
    for plan in plans.values():
        for component in plan.labels:
            if component not in plan.weights:
                faults.append(
                    f"plans/{plan.id}.toml, labels: '{component}' has no weight; give it one under"
                    " weights."
                )
    for fault in action_faults(meetings, areas, indicators, plans, known_charts):
        faults.append(
            f"actions/{fault.meeting}.toml, {_locate(fault, meetings)}{fault.key}: {fault.sentence}"
        )


def check_trials(
    trials: Iterable[Trial],
    areas: Mapping[str, Area],
    indicators: Mapping[str, Indicator],
    meetings: Mapping[str, Meeting],
    faults: list[str],
) -> None:
    """Add to ``faults`` a sentence for each name in ``trials.toml`` that nothing declares, and each
    used twice.
    """
    trial_indicators: set[str] = set()
    for n, trial in enumerate(trials, 1):
        location = f"trials.toml, trial {n}"
        if trial.area not in areas or areas[trial.area].level != "bcu":
            faults.append(f"{location}, area: '{trial.area}' is not a declared BCU.")
        if trial.meeting.isoformat() not in meetings:
            faults.append(f"{location}, meeting: no meeting of {trial.meeting} is declared.")
        for key, named in (
            ("indicators", trial.indicators),
            ("not_tried_for", trial.not_tried_for),
        ):
            for indicator in (i for i in named if i not in indicators):
                near = difflib.get_close_matches(indicator, indicators, n=1)
                hint = f"; did you mean '{near[0]}'?" if near else "."
                faults.append(f"{location}, {key}: '{indicator}' is not a declared indicator{hint}")
        for indicator in sorted({*trial.indicators} & {*trial.not_tried_for}):
            faults.append(
                f"{location}, not_tried_for: '{indicator}' is one that it was tried for; take it out."
            )
        for indicator in trial.indicators:
            if indicator in trial_indicators:
                faults.append(
                    f"{location}, indicators: '{indicator}' is of another trial too; keep one."
                )
            trial_indicators.add(indicator)


def action_faults(
    meetings: Mapping[str, Meeting],
    areas: Mapping[str, Area],
    indicators: Mapping[str, Indicator],
    plans: Mapping[str, Plan],
    known_charts: KnownCharts | None,
) -> Iterator[Fault]:
    """Yield what is wrong with the actions of ``meetings`` as a whole: names, dates, and what is
    used twice.
    """
    actions = {action.id: meeting for meeting in meetings.values() for action in meeting.action}
    action_ids: set[str] = set()
    for stem, meeting in meetings.items():
        if stem != meeting.date.isoformat():
            yield Fault(
                stem, "meeting", (), "date", f"{meeting.date} is not the day in the file's name."
            )
        for n, action in enumerate(meeting.action):
            if action.id in action_ids:
                yield Fault(stem, "action", (n,), "id", f"'{action.id}' is used twice.")
            action_ids.add(action.id)
            if action.meeting != meeting.date:
                yield Fault(
                    stem,
                    "action",
                    (n,),
                    "meeting",
                    f"{action.meeting} is not this meeting's own day.",
                )
            for e, evidence in enumerate(action.evidence):
                for key, sentence in evidence_faults(
                    evidence, areas, indicators, plans, known_charts
                ):
                    yield Fault(stem, "evidence", (n, e), key, sentence)
        yield from _carried_faults(stem, meeting, actions)
        yield from _numbers_used_twice(stem, meeting)


def _carried_faults(stem: str, meeting: Meeting, actions: Mapping[str, Meeting]) -> Iterator[Fault]:
    """Carried actions that nobody asked for, that a later or the same meeting did, or that are
    carried twice.
    """
    carried_ids: set[str] = set()
    for n, carried_action in enumerate(meeting.carried):
        first_meeting = actions.get(carried_action.action)
        if first_meeting is None:
            near = difflib.get_close_matches(carried_action.action, actions, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else "."
            yield Fault(
                stem,
                "carried",
                (n,),
                "action",
                f"'{carried_action.action}' is not a declared action{hint}",
            )
        elif first_meeting.date >= meeting.date:
            sentence_start = (
                f"'{carried_action.action}' was first asked for on {first_meeting.date}"
            )
            yield Fault(
                stem,
                "carried",
                (n,),
                "action",
                f"{sentence_start}, so it cannot be carried to {meeting.date}.",
            )
        elif carried_action.action in carried_ids:
            yield Fault(
                stem,
                "carried",
                (n,),
                "action",
                f"'{carried_action.action}' is carried twice to this meeting.",
            )
        carried_ids.add(carried_action.action)


def _numbers_used_twice(stem: str, meeting: Meeting) -> Iterator[Fault]:
    numbers: set[int] = set()
    numbered: list[tuple[Literal["action", "carried"], int, Action | CarriedAction]] = [
        *(("action", n, action) for n, action in enumerate(meeting.action)),
        *(("carried", n, carried) for n, carried in enumerate(meeting.carried)),
    ]
    for record, n, item in numbered:
        if item.number in numbers:
            told = (
                f"{item.number} is the number of another action at this meeting; give each its own."
            )
            yield Fault(stem, record, (n,), "number", told)
        numbers.add(item.number)


def _locate(fault: Fault, meetings: Mapping[str, Meeting]) -> str:
    """'action 2, evidence 1, ', 'carried 1, ' or ''."""
    if fault.record == "meeting":
        return ""
    if fault.record == "carried":
        return f"carried {fault.place[0] + 1}, "
    number = meetings[fault.meeting].action[fault.place[0]].number
    return f"action {number}, " + "".join(f"evidence {e + 1}, " for e in fault.place[1:])


def match_measures(pattern: str, measures: Iterable[str]) -> list[str]:
    """The measures that ``pattern`` names: itself, all that start with it (``theft/*``), or all
    (``*``).
    """
    pattern = pattern.removeprefix("-")
    if pattern.endswith("*"):
        return [m for m in measures if m.startswith(pattern[:-1])]
    return [m for m in measures if m == pattern]


def _indicator(
    indicator: Indicator,
    areas: dict[str, Area],
    sources: dict[str, Source],
    indicators: dict[str, Indicator],
    faults: list[str],
) -> None:
    location = f"indicators/{indicator.id}.toml"
    for source in indicator.sources:
        if source not in sources:
            faults.append(f"{location}, sources: '{source}' is not a declared source.")
    measures = {m.id for s in indicator.sources if s in sources for m in sources[s].measure}
    if measures:
        _indicator_measures(indicator, measures, location, faults)
    if indicator.demand and indicator.demand not in indicators:
        faults.append(f"{location}, demand: '{indicator.demand}' is not a declared indicator.")
    for number, step in enumerate(indicator.step, 1):
        for code in step.areas:
            if code not in areas:
                faults.append(f"{location}, step {number}, areas: '{code}' is not a declared area.")


def _indicator_measures(
    indicator: Indicator, measures: set[str], location: str, faults: list[str]
) -> None:
    parts = {"numerator": indicator.numerator, "minimum": tuple(indicator.minimum or ())}
    if isinstance(indicator.denominator, tuple):
        parts["denominator"] = indicator.denominator
    for key, names in parts.items():
        for name in names:
            if not match_measures(name, measures):
                near = difflib.get_close_matches(name, measures, n=1)
                hint = f"; did you mean '{near[0]}'?" if near else "."
                faults.append(f"{location}, {key}: no source has '{name}'{hint}")


def evidence_faults(
    evidence: Evidence,
    areas: Mapping[str, HasLevel],
    indicators: Container[str],
    plans: Container[str],
    known_charts: KnownCharts | None,
) -> Iterator[tuple[str, str]]:
    """Yield key and sentence of each thing that evidence names and that does not exist."""
    if evidence.indicator and evidence.indicator not in indicators:
        yield "indicator", f"'{evidence.indicator}' is not a declared indicator."
    if evidence.area and evidence.area not in areas:
        yield "area", f"'{evidence.area}' is not a declared area."
    if evidence.plan and evidence.plan not in plans:
        yield "plan", f"'{evidence.plan}' is not a declared plan."
    borough = areas.get(evidence.comparator)
    if evidence.comparator not in COMPARATORS and not (borough and borough.level == "borough"):
        allowed = ", ".join(filter(None, COMPARATORS))
        yield (
            "comparator",
            f"'{evidence.comparator}' is not one of {allowed}, nor the code of a borough.",
        )
    if evidence.period and not _is_date(evidence.period):
        yield "period", f"'{evidence.period}' is not a date such as 2022-12-31."
    if known_charts and not known_charts(evidence.page, evidence.chart):
        yield "chart", f"page '{evidence.page}' has no chart '{evidence.chart}'."


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
