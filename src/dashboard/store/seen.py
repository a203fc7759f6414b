"""What of a database a reader is shown: plans for another audience are left out, and all that tells of them.

It is done once, where a database is opened, by views that stand in the place of its tables: every page, export and
command asks the views, so none of them can forget.
"""

from __future__ import annotations

import json

import duckdb

from dashboard.access import Reader


def not_for(connection: duckdb.DuckDBPyConnection, catalog: str, reader: Reader) -> list[str]:
    """Ids of the plans of the database ``catalog`` that are not for ``reader``."""
    rows = connection.execute(f"""
        SELECT p.id, p.audience, coalesce(bool_and(r.demonstration), false)
        FROM {catalog}.plan p LEFT JOIN {catalog}.plan_ward w ON w.plan = p.id
        LEFT JOIN {catalog}.release r ON r.id = w.release GROUP BY ALL ORDER BY p.id
    """).fetchall()
    return [plan for plan, audience, demonstration in rows if not reader.may_see(audience or (), demonstration)]


def narrow(connection: duckdb.DuckDBPyConnection, catalog: str, into: str, hidden: list[str]) -> None:
    """Make the database ``into`` of views of ``catalog`` in which nothing tells of the plans ``hidden``.

    A file that states nothing else is left out. One that states other plans too is told of without its name, its
    digest and the number of its rows, and nothing that was found in either is told.
    """
    tables = [name for (name,) in connection.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_catalog = ? ORDER BY ALL", [catalog]
    ).fetchall()]  # fmt: skip
    connection.execute(f"ATTACH ':memory:' AS {into}")
    words = connection.execute(
        f"SELECT list(lower(word)) FROM (SELECT unnest([id, name, short]) AS word FROM {catalog}.plan "
        "WHERE id IN (SELECT unnest($hidden)))", {"hidden": hidden},
    ).fetchall()[0][0]  # fmt: skip
    for table in tables:
        if table in _WITHOUT:
            sql = _WITHOUT[table].format(base=catalog)
            given = {name: value for name, value in (("hidden", hidden), ("words", words)) if f"${name}" in sql}
            connection.execute(f"CREATE TABLE {into}.{table} AS {sql}", given)
        else:
            connection.execute(f"CREATE VIEW {into}.{table} AS FROM {catalog}.{table}")
    _forget_evidence(connection, into, hidden)


_STATED = "SELECT release FROM {base}.plan_release WHERE plan IN (SELECT unnest($hidden))"
_WITHOUT = {
    "plan": "FROM {base}.plan WHERE id NOT IN (SELECT unnest($hidden))",
    **{
        table: f"FROM {{base}}.{table} WHERE plan NOT IN (SELECT unnest($hidden))"
        for table in ("plan_component", "plan_ward", "plan_need", "plan_release")
    },
    "evidence": "FROM {base}.evidence WHERE coalesce(plan, '') NOT IN (SELECT unnest($hidden))",
    "finding": f"""FROM {{base}}.finding
        WHERE coalesce(release, '') NOT IN ({_STATED})
        AND len(list_filter($words, lambda word: contains(lower(message), word))) = 0""",
    "release": f"""SELECT r.* REPLACE (
            CASE WHEN o.release IS NULL THEN r.file ELSE r.source END AS file,
            CASE WHEN o.release IS NULL THEN r.sha256 ELSE '' END AS sha256,
            CASE WHEN o.release IS NULL THEN r.rows_read ELSE o.rows END AS rows_read,
            CASE WHEN o.release IS NULL THEN r.facts ELSE o.rows END AS facts,
            CASE WHEN o.release IS NULL THEN r.revised ELSE 0 END AS revised)
        FROM {{base}}.release r LEFT JOIN (
            SELECT s.release, (SELECT count(*) FROM {{base}}.plan_ward w
                WHERE w.release = s.release AND w.plan NOT IN (SELECT unnest($hidden))) AS rows
            FROM ({_STATED} GROUP BY ALL) s
        ) o ON o.release = r.id
        WHERE o.release IS NULL OR r.id IN (
            SELECT release FROM {{base}}.plan_release WHERE plan NOT IN (SELECT unnest($hidden)))""",
    "meta": "FROM {base}.meta",
}
"""Table -> what of it is seen."""


def _forget_evidence(connection: duckdb.DuckDBPyConnection, into: str, hidden: list[str]) -> None:
    """Take what rests on a plan out of the record of actions, which a reader may download."""
    row = connection.execute(f"SELECT value FROM {into}.meta WHERE key = 'actions'").fetchone()
    if row is None:
        return
    meetings = json.loads(row[0])
    for meeting in meetings.values():
        for action in meeting["action"]:
            action["evidence"] = [e for e in action["evidence"] if e["plan"] not in hidden]
    connection.execute(f"UPDATE {into}.meta SET value = ? WHERE key = 'actions'", [json.dumps(meetings)])
