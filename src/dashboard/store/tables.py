"""Declarations -> the tables that hold them."""

from __future__ import annotations

import datetime as dt

import duckdb
import pandas as pd

from dashboard.declared.models import Area
from dashboard.declared.read import Declarations

_THEMES = ("trust_and_confidence", "neighbourhood_policing", "response", "outcomes", "workforce")


def fill_meta(con: duckdb.DuckDBPyConnection, schema: str, version: str, reporting: dt.date) -> None:
    """Write what a reader checks first."""
    built_at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    rows = {
        "schema": schema,
        "version": version,
        "built_at": built_at,
        "reporting_date": reporting.isoformat(),
    }
    con.executemany("INSERT INTO meta VALUES (?, ?)", list(rows.items()))


def fill_declared(con: duckdb.DuckDBPyConnection, declared: Declarations) -> None:
    """Write areas, sources, indicators, actions and events."""
    _insert(con, "area", [_area(a, declared.areas) for a in declared.areas.values()])
    _insert(con, "source", [s.model_dump(include=_SOURCE) for s in declared.sources.values()])
    _insert(con, "series_break", [
        {"source": s.id, "date": b.date, "title": b.title, "note": b.note, "levels": list(b.levels)}
        for s in declared.sources.values() for b in s.break_
    ])  # fmt: skip
    _insert(con, "indicator", [
        i.model_dump(include=_INDICATOR) | {"theme_order": _THEMES.index(i.theme), "position": i.order}
        for i in declared.indicators.values()
    ])  # fmt: skip
    _insert(con, "target", [
        {"indicator": i.id, **t.model_dump()} for i in declared.indicators.values() for t in i.target
    ])  # fmt: skip
    _insert(con, "event", [e.model_dump() for e in declared.events])
    _insert(con, "plan", [
        p.model_dump(include={"id", "name", "short", "status", "from_date", "threshold", "note"})
        for p in declared.plans.values()
    ])  # fmt: skip
    _insert(con, "plan_component", [
        {"plan": p.id, "component": c, "label": p.labels.get(c, c.replace("_", " ").capitalize()), "weight": w,
         "position": n}
        for p in declared.plans.values() for n, (c, w) in enumerate(p.weights.items(), 1)
    ])  # fmt: skip
    _fill_actions(con, declared)


_SOURCE = {"id", "name", "publisher", "licence", "address", "frequency", "freshness_days", "quirks"}
_INDICATOR = {"id", "name", "short", "theme", "headline", "definition", "why", "sources", "unit", "decimals",
              "better", "method", "multiplier", "stock", "period", "design_effect", "levels", "group_types",
              "demand", "least_base", "withhold_below"}  # fmt: skip


def _fill_actions(con: duckdb.DuckDBPyConnection, declared: Declarations) -> None:
    actions, evidence, updates = [], [], []
    for meeting in declared.meetings.values():
        for action in meeting.action:
            actions.append(action.model_dump(exclude={"evidence", "update"}) | {"board": meeting.board})
            updates += [{"action": action.id, **u.model_dump()} for u in action.update]
            for position, item in enumerate(action.evidence, 1):
                row = item.model_dump()
                evidence.append(row | {"action": action.id, "position": position, "group_type": row.pop("group")})
    for row in evidence:
        row.pop("group", None)
    _insert(con, "action", actions)
    _insert(con, "evidence", evidence)
    _insert(con, "action_update", updates)


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
    frame = pd.DataFrame([{k: list(v) if isinstance(v, tuple) else v for k, v in row.items()} for row in rows])
    con.register("incoming", frame)
    con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    con.unregister("incoming")
