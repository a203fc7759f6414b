"""Frameworks -> the rows of the tables that hold their promises."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.declared.promises import Framework, Promise

PROMISE_TABLES = ("framework", "promise", "promise_chart", "promise_entry")
Row = dict[str, object]


def promise_tables(frameworks: Mapping[str, Framework]) -> dict[str, list[Row]]:
    """Table of ``PROMISE_TABLES`` -> its rows, with the columns of ``queries/schema.sql``.

    The id of a promise is its framework's and its own: 'turnaround-2023/extra-pcsos'.
    """
    tables: dict[str, list[Row]] = {name: [] for name in PROMISE_TABLES}
    for position, framework in enumerate(frameworks.values(), 1):
        own = framework.model_dump(exclude={"promise"})
        tables["framework"].append(own | {"position": position})
        for place, promise in enumerate(framework.promise, 1):
            _add_promise(tables, framework, promise, place)
    return tables


def _add_promise(
    tables: dict[str, list[Row]], framework: Framework, promise: Promise, position: int
) -> None:
    promise_id = f"{framework.id}/{promise.id}"
    own = promise.model_dump(exclude={"id", "chart", "entry"})
    own |= {"id": promise_id, "framework": framework.id, "position": position}
    tables["promise"].append(own | {"known_from": framework.known_from(promise)})
    for table, parts in (("promise_chart", promise.chart), ("promise_entry", promise.entry)):
        tables[table] += [
            {**part.model_dump(), "promise": promise_id, "position": n}
            for n, part in enumerate(parts, 1)
        ]
