"""Declarations -> the tables that hold them."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from collections.abc import Mapping

import duckdb
import pyarrow as pa

from dashboard.actions.register import as_json
from dashboard.actions.tables import action_tables
from dashboard.declared.assumptions import Lever
from dashboard.declared.models import Area, Source
from dashboard.declared.packs import packs_as_json
from dashboard.declared.read import Declarations
from dashboard.pipeline.precision import roundings
from dashboard.pipeline.promise_tables import PROMISE_TABLES, promise_tables
from dashboard.store.overlay import action_standing

_THEMES = ("trust_and_confidence", "neighbourhood_policing", "response", "outcomes", "workforce")


def fill_meta(
    con: duckdb.DuckDBPyConnection,
    schema: str,
    version: str,
    reporting_day: dt.date,
    as_at: dt.date | None,
) -> None:
    """Write what a reader checks first; ``as_at`` is the day for which a vintage was built, None
    for the present.
    """
    built_at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    rows = {
        "schema": schema,
        "version": version,
        "built_at": built_at,
        "reporting_date": reporting_day.isoformat(),
        "as_at": as_at.isoformat() if as_at else "",
    }
    con.executemany("INSERT INTO meta VALUES (?, ?)", list(rows.items()))


def fill_days(con: duckdb.DuckDBPyConnection, days: Mapping[dt.date, str]) -> None:
    """Write each day of publication with the name of the database as it stood then."""
    _insert(con, "day", [{"published": day, "file": file} for day, file in days.items()])


def fill_declared(con: duckdb.DuckDBPyConnection, declarations: Declarations) -> None:
    """Write areas, sources, indicators with targets, steps and rounding, rare offences, events,
    trials, levers and plans.
    """
    _insert(con, "area", [_area(a, declarations.areas) for a in declarations.areas.values()])
    _fill_sources(con, declarations)
    _fill_indicators(con, declarations)
    _insert(con, "rounding", roundings(declarations))
    _insert(con, "event", [e.model_dump() for e in declarations.events])
    _insert(
        con,
        "rare_offence",
        [r.model_dump() | {"position": n} for n, r in enumerate(declarations.rare_offences, 1)],
    )
    _insert(con, "trial", [t.model_dump() for t in declarations.trials])
    _insert(con, "lever", [_lever(lever, n) for n, lever in enumerate(declarations.levers, 1)])
    _fill_plans(con, declarations)
    _insert(
        con, "audience", [{"id": id, "name": name} for id, name in declarations.audiences.items()]
    )


def _fill_sources(con: duckdb.DuckDBPyConnection, declarations: Declarations) -> None:
    """Write each source, and the days from which its figures are not to be joined to earlier ones."""
    sources = declarations.sources.values()
    _insert(con, "source", [_source(s) for s in sources])
    _insert(
        con,
        "series_break",
        [
            {
                "source": s.id,
                "date": b.date,
                "title": b.title,
                "note": b.note,
                "levels": list(b.levels),
            }
            for s in sources
            for b in s.break_
        ],
    )


def _fill_indicators(con: duckdb.DuckDBPyConnection, declarations: Declarations) -> None:
    """Write each indicator with its targets, step changes and least measures."""
    indicators = declarations.indicators.values()
    _insert(
        con,
        "indicator",
        [
            i.model_dump(include=_INDICATOR)
            | {
                "theme_order": _THEMES.index(i.theme),
                "position": i.order,
            }
            for i in indicators
        ],
    )
    _insert(
        con,
        "target",
        [{"indicator": i.id, **t.model_dump()} for i in indicators for t in i.target],
    )
    _insert(
        con,
        "step_change",
        [{"indicator": i.id, **s.model_dump()} for i in indicators for s in i.step],
    )
    _insert(
        con,
        "minimum",
        [
            {"indicator": i.id, "measure": measure, "least": least}
            for i in indicators
            for measure, least in (i.minimum or {}).items()
        ],
    )


def _fill_plans(con: duckdb.DuckDBPyConnection, declarations: Declarations) -> None:
    """Write each allocation plan, and the components of need with the weights it gives them."""
    plans = declarations.plans.values()
    _insert(con, "plan", [p.model_dump(include=_PLAN) for p in plans])
    _insert(
        con,
        "plan_component",
        [
            {
                "plan": p.id,
                "component": c,
                "label": p.labels.get(c, c.replace("_", " ").capitalize()),
                "weight": w,
                "position": n,
            }
            for p in plans
            for n, (c, w) in enumerate(p.weights.items(), 1)
        ],
    )


def _source(source: Source) -> dict[str, object]:
    return source.model_dump(include=_SOURCE) | {"assumes_base": bool(source.sample)}


_SOURCE = {"id", "name", "publisher", "licence", "address", "frequency", "freshness_days", "quirks"}
_INDICATOR = {
    "id",
    "name",
    "short",
    "theme",
    "headline",
    "definition",
    "why",
    "sources",
    "unit",
    "decimals",
    "better",
    "method",
    "multiplier",
    "stock",
    "period",
    "design_effect",
    "levels",
    "group_types",
    "demand",
    "least_base",
    "withhold_below",
}
_PLAN = {"id", "name", "short", "status", "from_date", "threshold", "note", "audience"}


RECORD = {"action", "action_update", "evidence", "plan", "meta", *PROMISE_TABLES}
"""The tables that ``fill_record`` changes."""


def fill_record(con: duckdb.DuckDBPyConnection, declarations: Declarations) -> None:
    """Write what holds of every day's database as it is declared now: the board's actions, its
    packs, the promises of frameworks, and whom plans are for.

    All actions, whatever the day: a reader who asks for an earlier day is shown what stood then
    (``open_store``). A plan that is not declared any more is for nobody. To be called once the
    releases are there: meetings invented for demonstration are left out where no demonstration
    release stands.
    """
    _fill_actions(con, declarations)
    for table, rows in promise_tables(declarations.frameworks).items():
        con.execute(f"DELETE FROM {table}")
        _insert(con, table, rows)
    con.execute("UPDATE plan SET audience = []")
    for plan in declarations.plans.values():
        con.execute("UPDATE plan SET audience = ? WHERE id = ?", [list(plan.audience), plan.id])
    con.execute(
        "INSERT OR REPLACE INTO meta VALUES ('packs', ?)", [packs_as_json(declarations.packs)]
    )
    con.execute("INSERT OR REPLACE INTO meta VALUES ('record', ?)", [record_of(declarations)])


def _fill_actions(con: duckdb.DuckDBPyConnection, declarations: Declarations) -> None:
    """Write every action with its evidence and its dated words, in place of those that are there."""
    has_demonstration = con.execute(
        "SELECT coalesce(bool_or(demonstration), false) FROM release"
    ).fetchone() == (True,)
    meetings = {
        name: each
        for name, each in declarations.meetings.items()
        if has_demonstration or not each.demonstration
    }
    for table, rows in action_tables(meetings).items():
        con.execute(f"DELETE FROM {table}")
        _insert(con, table, rows)
    con.execute(action_standing())
    con.execute("INSERT OR REPLACE INTO meta VALUES ('actions', ?)", [as_json(meetings)])


def record_of(declarations: Declarations) -> str:
    """A digest of what ``fill_record`` writes: another one where any of it is another."""
    text = "".join(
        meeting.model_dump_json() for _, meeting in sorted(declarations.meetings.items())
    )
    text += "".join(
        f"{plan.id} {sorted(plan.audience)}" for _, plan in sorted(declarations.plans.items())
    )
    text += packs_as_json(declarations.packs)
    text += "".join(framework.model_dump_json() for framework in declarations.frameworks.values())
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _lever(lever: Lever, position: int) -> dict[str, object]:
    row = lever.model_dump(exclude={"share", "duration"}) | {"position": position}
    for kind, assumed in (("share", lever.share), ("duration", lever.duration)):
        for column in ("value", "low", "high", "note"):
            row[f"{kind}_{column}"] = getattr(assumed, column, None)
    return row


def _area(area: Area, areas: dict[str, Area]) -> dict[str, object]:
    chain: dict[str, str] = {}
    step: Area | None = area
    while step is not None:
        chain[step.level] = step.code
        step = areas.get(step.parent or "")
    return area.model_dump() | {"borough": chain.get("borough"), "bcu": chain.get("bcu")}


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict]) -> None:
    if not rows:
        return
    columns = {key: [row.get(key) for row in rows] for key in dict.fromkeys(itertools.chain(*rows))}
    con.register("incoming", pa.table(columns))  # A third of the time of a DataFrame.
    con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    con.unregister("incoming")
