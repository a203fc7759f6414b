"""What a view may name in a database: the same for the pages and for the command line."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard import catalogue
from dashboard.actions.register import read_meetings
from dashboard.declared.promises import NO_STATUS, PROMISE_STATUSES
from dashboard.panels.common.page import THEMES
from dashboard.store.connection import Store
from dashboard.store.vintages import days
from dashboard.text import day
from dashboard.view import Choices
from dashboard.view.choices import Lever


def choices_of(store: Store) -> Choices:
    """The indicators that have a figure, and every borough, ward, group type, plan, meeting and
    action.
    """
    indicators, areas, wards, plans, groups, actions, components, promises, offences = (
        store.query(name)
        for name in (
            "indicators",
            "areas",
            "hexagons",
            "plans",
            "groups",
            "actions",
            "plan_components",
            "promises",
            "rare_offences",
        )
    )
    offences = offences[offences["last_month"].notna()]
    periods_of, boroughs = (
        indicators[indicators["last_period"].notna()],
        areas[areas["level"] == "borough"],
    )
    bare = indicators[indicators["last_period"].isna()]
    # A meeting may have no action of its own and only take earlier ones up again.
    meetings = {
        stem: m for stem, m in sorted(read_meetings(store.meta()).items()) if m.action or m.carried
    }
    return Choices(
        indicators=_pairs(periods_of["id"], periods_of["name"]),
        boroughs=_pairs(boroughs["code"], boroughs["name"]),
        without_figures=_pairs(bare["id"], bare["name"]),
        wards=_pairs(wards["ward"], wards["name"]),
        groups={g: g.replace("_", " ").capitalize() for g in groups["group_type"]},
        themes=THEMES,
        plans=_pairs(plans["id"], plans["name"]),
        statuses={s: s for s in sorted(actions["status"].unique())},
        owners={o: o for o in sorted(actions["owner"].unique())},
        meetings={
            stem: f"{meeting.board}, {day(meeting.date)}" for stem, meeting in meetings.items()
        },
        actions={a.id: f"Action {a.number}: {a.title}" for a in actions.itertuples()},
        frameworks=_pairs(promises["framework"], promises["framework_name"]),
        promises=_pairs(promises["id"], promises["title"]),
        promisers={owner: owner for owner in sorted(promises["owner"].unique())},
        promise_statuses=_promise_statuses(promises),
        components=_pairs(components["component"], components["label"]),
        sections=catalogue.SECTION_TITLES,
        offences=_pairs(offences["id"], offences["name"]),
        levers=_levers(store),
    )


def days_of(now: Store) -> dict[dt.date, str]:
    """The days to choose from before the present, each with its words, for the reader of ``now``,
    the one in force.

    They are the days of publication but the last, which is the present, and those of board meetings
    from the first
    publication on: what is shown of such a day was published by then, and what was agreed or done
    by then is known.
    """
    publication_days = list(days(now))
    if not publication_days:
        return {}
    reporting = dt.date.fromisoformat(now.meta()["reporting_date"])
    met = {date for date in boards_of(now, reporting) if date >= publication_days[0]}
    return {
        date: f"{day(date)}{' (board)' if date in met else ''}"
        for date in sorted({*publication_days[:-1], *met})
    }


def boards_of(store: Store, before: dt.date) -> list[dt.date]:
    """The days of boards before a day, oldest first: those with a record, and the dated events of
    kind board.
    """
    events = store.query("events")
    held = pd.to_datetime(events.loc[events["kind"] == "board", "date"]).dt.date
    days = {*held, *(meeting.date for meeting in read_meetings(store.meta()).values())}
    return sorted(date for date in days if date < before)


def _promise_statuses(promises: pd.DataFrame) -> dict[str, str]:
    """The statuses that promises have, in their order, and that of those without one."""
    present = {*promises["status"].fillna(NO_STATUS)}
    return {status: status for status in (*PROMISE_STATUSES, NO_STATUS) if status in present}


def _levers(store: Store) -> dict[str, Lever]:
    """Id -> how far each declared lever of "what if" may be moved."""
    rows = store.query("levers")
    return {
        r.id: Lever(
            r.name,
            r.low,
            r.high,
            (
                ()
                if pd.isna(r.share_value)
                else ((r.share_low, r.share_high), (r.duration_low, r.duration_high))
            ),
        )
        for r in rows.itertuples()
    }


def _pairs(keys: pd.Series, words: pd.Series) -> dict[str, str]:
    return dict(zip(keys, words, strict=True))
