"""What a view may name in a database: the same for the pages and for the command line."""

from __future__ import annotations

import pandas as pd

from dashboard import charts
from dashboard.action_log.standing import told_in
from dashboard.panel import day
from dashboard.store.connection import Store
from dashboard.view import Choices
from dashboard.view.assumed import Lever


def choices_of(store: Store) -> Choices:
    """The indicators that have a figure, and every borough, ward, group type, plan, meeting and action."""
    indicators, areas, wards, plans, groups, actions, components = (
        store.query(name)
        for name in ("indicators", "areas", "hexagons", "plans", "groups", "actions", "plan_components")
    )
    held, boroughs = indicators[indicators["last_period"].notna()], areas[areas["level"] == "borough"]
    bare = indicators[indicators["last_period"].isna()]
    # A meeting may have no action of its own and only take earlier ones up again.
    meetings = {stem: m for stem, m in sorted(told_in(store.meta()).items()) if m.action or m.carried}
    return Choices(
        indicators=_pairs(held["id"], held["name"]),
        boroughs=_pairs(boroughs["code"], boroughs["name"]),
        unloaded=_pairs(bare["id"], bare["name"]),
        wards=_pairs(wards["ward"], wards["name"]),
        groups={g: g.replace("_", " ").capitalize() for g in groups["group_type"]},
        plans=_pairs(plans["id"], plans["name"]),
        statuses={s: s for s in sorted(actions["status"].unique())},
        owners={o: o for o in sorted(actions["owner"].unique())},
        meetings={stem: f"{meeting.board}, {day(meeting.date)}" for stem, meeting in meetings.items()},
        actions={a.id: f"Action {a.number}: {a.title}" for a in actions.itertuples()},
        components=_pairs(components["component"], components["label"]),
        sections=charts.SECTION_NAMES,
        levers=_levers(store),
    )


def _levers(store: Store) -> dict[str, Lever]:
    """Id -> how far each declared lever of "what if" may be moved."""
    rows = store.query("levers")
    return {
        r.id: Lever(r.name, r.low, r.high, () if pd.isna(r.share_value) else
                    ((r.share_low, r.share_high), (r.duration_low, r.duration_high)))
        for r in rows.itertuples()
    }  # fmt: skip


def _pairs(keys: pd.Series, words: pd.Series) -> dict[str, str]:
    return dict(zip(keys, words, strict=True))
