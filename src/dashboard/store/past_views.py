"""A database as it stood on a day: views of its tables, with what was said and known by then."""

from __future__ import annotations

import datetime as dt

import duckdb

from dashboard.settings import reporting_date


def put_past(connection: duckdb.DuckDBPyConnection, base: str, as_at: dt.date) -> None:
    """Put beside ``base`` the database ``past``: views of its tables, save those of which a row
    has its day.
    """
    tables = [name for (name,) in connection.execute("SHOW TABLES").fetchall()]
    row = connection.execute(
        "SELECT bool_or(demonstration) FROM release WHERE first_period IS NOT NULL"
    ).fetchone()
    # By the day that is asked for alone, whenever this database was built and for whatever day.
    values = {"as_at": as_at, "reporting": min(as_at, reporting_date(bool(row and row[0])))}
    connection.execute("ATTACH ':memory:' AS past")
    for table in tables:
        if table in _THEN:
            given = {name: value for name, value in values.items() if f"${name}" in _THEN[table]}
            sql = _THEN[table].format(base=base)
            connection.execute(f"CREATE TABLE past.{table} AS {sql}", given)
        else:
            connection.execute(f"CREATE VIEW past.{table} AS FROM {base}.{table}")


_THEN = {
    "action_update": "FROM {base}.action_update WHERE date <= $as_at",
    "action": (
        """SELECT a.* REPLACE (
            coalesce((SELECT last(u.status ORDER BY u.date, u.position) FROM {base}.action_update u
                WHERE u.action = a.id AND u.status IS NOT NULL AND u.date <= $as_at), first_status) AS status,
            coalesce((SELECT last(u.owner ORDER BY u.date, u.position) FROM {base}.action_update u
                WHERE u.action = a.id AND u.owner IS NOT NULL AND u.date <= $as_at), first_owner) AS owner,
            CASE WHEN EXISTS (FROM {base}.action_update u WHERE u.action = a.id AND u.date <= $as_at
                    AND (u.due IS NOT NULL OR u.due_words IS NOT NULL))
                THEN (SELECT last(u.due ORDER BY u.date, u.position) FROM {base}.action_update u
                    WHERE u.action = a.id AND u.date <= $as_at AND (u.due IS NOT NULL OR u.due_words IS NOT NULL))
                ELSE first_due END AS due,
            coalesce((SELECT last(coalesce(u.due_words, '') ORDER BY u.date, u.position)
                FROM {base}.action_update u WHERE u.action = a.id AND u.date <= $as_at
                AND (u.due IS NOT NULL OR u.due_words IS NOT NULL)), first_due_words) AS due_words)
        FROM {base}.action a WHERE a.meeting <= $as_at"""
    ),
    "evidence": (
        """SELECT e.* FROM {base}.evidence e JOIN {base}.action a ON a.id = e.action
        WHERE a.meeting <= $as_at"""
    ),
    "framework": "FROM {base}.framework WHERE published <= $as_at",
    "promise": (
        "FROM {base}.promise WHERE known_from <= $as_at AND framework IN"
        " (SELECT id FROM {base}.framework WHERE published <= $as_at)"
    ),
    "promise_entry": "FROM {base}.promise_entry WHERE date <= $as_at",
    "target": "FROM {base}.target WHERE known_from IS NULL OR known_from <= $as_at",
    "trial": "FROM {base}.trial WHERE meeting <= $as_at",
    "trial_estimate": (
        "FROM {base}.trial_estimate WHERE area IN (SELECT area FROM {base}.trial WHERE meeting <="
        " $as_at)"
    ),
    "meta": (
        """SELECT key, CASE key WHEN 'as_at' THEN $as_at::DATE::VARCHAR
        WHEN 'reporting_date' THEN $reporting::DATE::VARCHAR ELSE value END AS value FROM {base}.meta"""
    ),
    "day": "FROM {base}.day WHERE published <= $as_at",
}
"""Table -> what of it stood on a day."""
