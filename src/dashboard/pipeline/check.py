"""A build keeps the promises of the figures, or is refused."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from dashboard.errors import InputError
from dashboard.loaders.model import Finding
from dashboard.store.checks import checks, find_broken, record_messages


def hold_checks(con: duckdb.DuckDBPyConnection, queries: Path) -> list[tuple[str, Finding]]:
    """Refuse a database that breaks an error-level promise; record what breaks the others in its
    table finding.

    Its table meta then has, under 'checks', each check that was run and the number of rows that
    break it, as JSON.

    Returns:
        The file of the check and the finding, for each that was recorded.

    Raises:
        InputError: a check of severity error has a row.
    """
    messages: list[tuple[str, str]] = []
    log_messages: list[tuple[str, str]] = []
    broken_checks = find_broken(con, queries)
    rows = {check.name: 0 for check in checks(queries)} | {
        item.check.name: len(item.rows) for item in broken_checks
    }
    con.execute("INSERT OR REPLACE INTO meta VALUES ('checks', ?)", [json.dumps(rows)])
    for item in broken_checks:
        check = item.check
        if check.severity == "error":
            raise InputError(
                f"The check '{check.name}' failed and nothing was changed: {check.sentence}; "
                f"its first row is {item.words(0)}."
            )
        messages += item.messages(for_readers=False)
        log_messages += item.messages()
    record_messages(con, log_messages)
    return [(file, Finding("warning", message)) for file, message in messages]
