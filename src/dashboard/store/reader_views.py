"""What of a database a reader is shown: plans for another audience are left out, and all that tells
of them.

It is done once, where a database is opened, by views that stand in the place of its tables: every
page, export and command asks the views, so none of them can forget.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection
from pathlib import Path
from typing import Any

import duckdb

from dashboard.access import Reader
from dashboard.declared.packs import PACK_LINES_KEY, PACKS_KEY, read_address
from dashboard.errors import InputError
from dashboard.store.checks import Check, breaks, checks, record_messages


def not_for(connection: duckdb.DuckDBPyConnection, catalog: str, reader: Reader) -> list[str]:
    """Ids of the plans of the database ``catalog`` that are not for ``reader``."""
    rows = connection.execute(f"""
        SELECT p.id, p.audience, coalesce(bool_and(r.demonstration), false)
        FROM {catalog}.plan p LEFT JOIN {catalog}.plan_ward w ON w.plan = p.id
        LEFT JOIN {catalog}.release r ON r.id = w.release GROUP BY ALL ORDER BY p.id
    """).fetchall()
    return [
        plan
        for plan, audience, demonstration in rows
        if not reader.may_see(audience or (), demonstration)
    ]


def narrow(
    connection: duckdb.DuckDBPyConnection,
    catalog: str,
    into: str,
    hidden_plans: list[str],
    queries: Path,
) -> None:
    """Make the database ``into`` of views of ``catalog`` in which nothing tells of the plans
    ``hidden_plans``.

    A file that states nothing else is left out, and so is its day. One that states other plans too
    is told of without its name, its digest and the number of its rows, and nothing that was found
    in either is told. What the checks of ``queries`` find of plans is found anew in what is left.
    """
    plan_checks = [check for check in checks(queries) if _TELLS_OF_PLANS.search(check.sql)]
    tables = [
        name
        for (name,) in connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_catalog = ? ORDER BY ALL",
            [catalog],
        ).fetchall()
    ]
    connection.execute(f"ATTACH ':memory:' AS {into}")
    values = {"hidden": hidden_plans, "checks": [f"{check.name}.sql" for check in plan_checks]}
    for table in tables:
        if table in _WITHOUT:
            sql = _WITHOUT[table].format(base=catalog)
            given = {name: value for name, value in values.items() if f"${name}" in sql}
            connection.execute(f"CREATE TABLE {into}.{table} AS {sql}", given)
        else:
            connection.execute(f"CREATE VIEW {into}.{table} AS FROM {catalog}.{table}")
    _forget_evidence(connection, into, hidden_plans)
    _forget_slides(connection, catalog, into, hidden_plans)
    cursor = connection.cursor()
    cursor.execute(f"USE {into}")
    _check_anew(cursor, plan_checks)


_TELLS_OF_PLANS = re.compile(r"\bplan(_\w+)?\b")
"""In the text of a check: it reads what is stated of plans.

A file that states a plan has no other figures.
"""
_STATING_RELEASES = "SELECT release FROM {base}.plan_release WHERE plan IN (SELECT unnest($hidden))"
_RELEASES = f"""SELECT r.* REPLACE (
        CASE WHEN o.release IS NULL THEN r.file ELSE r.source END AS file,
        CASE WHEN o.release IS NULL THEN r.sha256 ELSE '' END AS sha256,
        CASE WHEN o.release IS NULL THEN r.rows_read ELSE o.rows END AS rows_read,
        CASE WHEN o.release IS NULL THEN r.facts ELSE o.rows END AS facts,
        CASE WHEN o.release IS NULL THEN r.revised ELSE 0 END AS revised)
    FROM {{base}}.release r LEFT JOIN (
        SELECT s.release, (SELECT count(*) FROM {{base}}.plan_ward w
            WHERE w.release = s.release AND w.plan NOT IN (SELECT unnest($hidden))) AS rows
        FROM ({_STATING_RELEASES} GROUP BY ALL) s
    ) o ON o.release = r.id
    WHERE o.release IS NULL OR r.id IN (
        SELECT release FROM {{base}}.plan_release WHERE plan NOT IN (SELECT unnest($hidden)))"""
_WITHOUT = {
    "plan": "FROM {base}.plan WHERE id NOT IN (SELECT unnest($hidden))",
    **{
        table: f"FROM {{base}}.{table} WHERE plan NOT IN (SELECT unnest($hidden))"
        for table in ("plan_component", "plan_ward", "plan_need", "plan_release")
    },
    "evidence": "FROM {base}.evidence WHERE coalesce(plan, '') NOT IN (SELECT unnest($hidden))",
    "finding": (
        f"""FROM {{base}}.finding
        WHERE coalesce(release, '') NOT IN ({_STATING_RELEASES}) AND NOT list_contains($checks, coalesce(file, ''))"""
    ),
    "accepted": f"FROM {{base}}.accepted WHERE release NOT IN ({_STATING_RELEASES})",
    "stray": "FROM {base}.stray WHERE false",
    "release": _RELEASES,
    "day": (
        f"""SELECT s.published, arg_max(d.file, d.published) AS file FROM (
            SELECT published, lead(published) OVER (ORDER BY published) AS next
            FROM (SELECT DISTINCT published FROM ({_RELEASES}))
        ) s JOIN {{base}}.day d ON d.published >= s.published AND (s.next IS NULL OR d.published < s.next)
        GROUP BY s.published ORDER BY s.published"""
    ),
    "meta": (
        "SELECT key, CASE WHEN key IN ('record', 'contents') THEN '' ELSE value END AS value FROM"
        " {base}.meta"
    ),
}
"""Table -> what of it is seen. A day on which only what is hidden was published belongs to the day
before it: the figures are the same, and the file is the one that the reader would have had if there
had been no such day.
"""


def _forget_evidence(
    connection: duckdb.DuckDBPyConnection, into: str, hidden_plans: list[str]
) -> None:
    """Take what rests on a plan out of the record of actions, which a reader may download."""
    row = connection.execute(f"SELECT value FROM {into}.meta WHERE key = 'actions'").fetchone()
    if row is None:
        return
    meetings = json.loads(row[0])
    for meeting in meetings.values():
        for action in meeting["action"]:
            action["evidence"] = [e for e in action["evidence"] if e["plan"] not in hidden_plans]
    connection.execute(
        f"UPDATE {into}.meta SET value = ? WHERE key = 'actions'", [json.dumps(meetings)]
    )


def _forget_slides(
    connection: duckdb.DuckDBPyConnection, catalog: str, into: str, hidden_plans: list[str]
) -> None:
    """Take the slides that show or name a hidden plan out of the packs, as if they had never been
    declared: a slide without its panels would tell that there is something to hide.
    """
    rows = connection.execute(
        f"SELECT key, value FROM {into}.meta WHERE key IN ($packs, $lines)",
        {"packs": PACKS_KEY, "lines": PACK_LINES_KEY},
    ).fetchall()
    texts = {key: json.loads(value) for key, value in rows}
    if PACKS_KEY not in texts:
        return
    names = connection.execute(
        f"SELECT id, name, short FROM {catalog}.plan WHERE id IN (SELECT unnest($hidden))",
        {"hidden": hidden_plans},
    ).fetchall()
    secrets = {"".join(_words(word)) for row in names for word in row if word}

    def tells(*texts: str | None) -> bool:
        return any(_names_one(text, secrets) for text in texts if text)

    for code in [code for code in texts[PACKS_KEY] if tells(code)]:
        for packs in texts.values():
            packs.pop(code, None)
    for code, pack in texts[PACKS_KEY].items():
        if tells(pack["title"]):
            pack["title"] = "Pack"
        open_places = [
            place
            for place, slide in enumerate(pack["slides"])
            if not any(_shows(panel, hidden_plans) for panel in slide["panels"])
            and not tells(
                slide["item"], slide["title"], slide["finding"], slide["notes"], *slide["panels"]
            )
        ]
        pack["slides"] = [pack["slides"][place] for place in open_places]
        line = texts.get(PACK_LINES_KEY, {}).get(code)
        if line is not None:
            _forget_changes(line, open_places)
    for key, value in texts.items():
        connection.execute(
            f"UPDATE {into}.meta SET value = ? WHERE key = ?", [json.dumps(value), key]
        )


def _names_one(text: str, secrets: Collection[str]) -> bool:
    """Whether words of ``text`` that follow one another are one of ``secrets``, written together or
    apart.
    """
    words = _words(text)
    longest = max(map(len, secrets), default=0)
    for first in range(len(words)):
        joined = ""
        for word in words[first:]:
            joined += word
            if joined in secrets:
                return True
            if len(joined) > longest:
                break
    return False


def _words(text: str) -> list[str]:
    """The words of ``text`` alone: however they are set apart or written, and whatever stands unseen
    within them.
    """
    letters = "".join(
        letter
        for letter in unicodedata.normalize("NFKC", text)
        if unicodedata.category(letter) not in ("Cf", "Mn", "Me")
    )
    return re.findall(r"[^\W_]+", letters.casefold())


def _forget_changes(line: dict[str, Any], open_places: list[int]) -> None:
    """Leave in ``line``, what the record tells of a pack, the slides at ``open_places`` alone. Who
    removed a slide is not told either, as it may have been one of those that are hidden.
    """
    line["slides"] = [line["slides"][place] for place in open_places]
    slides = {"", *line["slides"]}
    line["changes"] = {slide: by for slide, by in line["changes"].items() if slide in slides}


def _shows(panel: str, plans: list[str]) -> bool:
    """Whether the address of a panel names one of ``plans``."""
    return read_address(panel).parameters.get("plan") in plans


def _check_anew(cursor: duckdb.DuckDBPyConnection, which: list[Check]) -> None:
    """Find again, in what is seen, what the checks ``which`` find; one that cannot be run counts as
    not run.
    """
    row = cursor.execute("SELECT value FROM meta WHERE key = 'checks'").fetchone()
    row_counts = json.loads(row[0]) if row else {}
    for check in which:
        if check.name not in row_counts:
            continue
        try:
            broken_check = breaks(cursor, check)
        except InputError:
            del row_counts[check.name]
            continue
        row_counts[check.name] = len(broken_check.rows) if broken_check else 0
        record_messages(cursor, broken_check.messages() if broken_check else [])
    cursor.execute("UPDATE meta SET value = ? WHERE key = 'checks'", [json.dumps(row_counts)])
