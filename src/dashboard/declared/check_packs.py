"""What packs name of the other declarations: held to what a page reads of the same address."""

from __future__ import annotations

from dashboard.declared.assumptions import Lever
from dashboard.declared.meetings import Meeting
from dashboard.declared.models import Area, Indicator, Source
from dashboard.declared.packs import RECORDED_CODE, KnownCharts, Pack, pack_faults
from dashboard.declared.plans import Plan
from dashboard.declared.promises import Framework
from dashboard.view import Choices
from dashboard.view.choices import Lever as ViewLever
from dashboard.view.parse import read


def declared_choices(
    areas: dict[str, Area],
    sources: dict[str, Source],
    indicators: dict[str, Indicator],
    meetings: dict[str, Meeting],
    plans: dict[str, Plan],
    levers: tuple[Lever, ...],
    frameworks: dict[str, Framework],
) -> Choices:
    """What a view may name by what is declared, whether or not a figure of it is loaded."""
    actions = {a.id: a for meeting in meetings.values() for a in meeting.action}
    promises = [promise for each in frameworks.values() for promise in each.promise]
    components = {c: p.labels.get(c, c) for p in plans.values() for c in p.weights}
    return Choices(
        indicators={i.id: i.name for i in indicators.values()},
        boroughs={a.code: a.name for a in areas.values() if a.level == "borough"},
        wards={a.code: a.name for a in areas.values() if a.level == "ward"},
        groups={group: group for source in sources.values() for group in source.groups},
        plans={p.id: p.name for p in plans.values()},
        statuses={a.status: a.status for a in actions.values()},
        owners={a.owner: a.owner for a in actions.values()},
        meetings={stem: meeting.board for stem, meeting in meetings.items()},
        actions={a.id: a.title for a in actions.values()},
        frameworks={each.id: each.name for each in frameworks.values()},
        promises={each.id: each.title for each in promises},
        promisers={each.owner: each.owner for each in promises},
        components=components,
        levers={each.id: _lever_of_view(each) for each in levers},
    )


def _lever_of_view(lever: Lever) -> ViewLever:
    assumed = [each for each in (lever.share, lever.duration) if each is not None]
    return ViewLever(lever.name, lever.low, lever.high, tuple((a.low, a.high) for a in assumed))


def check_packs(
    packs: dict[str, Pack],
    may: Choices,
    known_charts: KnownCharts | None,
    faults: list[str],
) -> None:
    """Add to ``faults`` a sentence for each thing in a pack that nothing declares, with file, slide
    and the nearest name.
    """
    for code, pack in packs.items():
        if RECORDED_CODE.match(code):
            faults.append(
                f"packs/{code}.toml: the live record names its packs so; give the file another name."
            )
        for sentence in pack_faults(
            pack, may.actions, known_charts, lambda parameters: read(parameters, may)[1]
        ):
            faults.append(f"packs/{code}.toml, {sentence}")
