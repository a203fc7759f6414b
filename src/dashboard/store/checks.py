"""The promises of the figures: ``queries/checks/*.sql``, one file a promise, whose rows are what
breaks it.

The first comment line of a file is the sentence a row stands for; a second one, ``-- severity:
warning``, lets a build stand in spite of it. Without that line a row is an error, and nothing is
built. A line ``-- for readers: a, b`` names the columns that pages may show; the command line shows
all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pandas as pd

from dashboard.errors import InputError

_MOST_FINDINGS = 100
"""Rows of one check that a build records; the last finding says how many more there are."""


@dataclass(frozen=True)
class Check:
    """One promise."""

    name: str
    """The stem of its file."""
    sentence: str
    """What a row says, without a full stop."""
    severity: str
    """error or warning."""
    sql: str
    for_readers: tuple[str, ...] = ()
    """The columns that a reader may see; all where none are named."""


@dataclass(frozen=True)
class BrokenCheck:
    """A check with the rows that break it, at least one; the columns are those of its query."""

    check: Check
    rows: pd.DataFrame

    def words(self, row: int) -> str:
        """Row number ``row`` as 'area E09000017, year_to 2023-06-30, share 88.4'."""
        return ", ".join(
            f"{name} {_format_value(value)}" for name, value in self.rows.iloc[row].items()
        )

    def messages(self, *, for_readers: bool = True) -> list[tuple[str, str]]:
        """The file of the check and a sentence for each row that is recorded, and for how many more
        there are; with the columns that a reader may see, or all of them for who loads the data.

        A figure that is withheld on a page must not be told by what a check says of it.
        """
        columns = self.check.for_readers if for_readers else ()
        shown = replace(self, rows=self.rows[list(columns or self.rows.columns)])
        sentences = [
            f"{self.check.sentence}: {shown.words(row)}."
            for row in range(min(len(self.rows), _MOST_FINDINGS))
        ]
        if (more := len(self.rows) - _MOST_FINDINGS) > 0:
            sentences.append(
                f"{self.check.sentence}: {more:,} more rows; run: python -m dashboard check"
            )
        return [(f"{self.check.name}.sql", message) for message in sentences]


def checks(queries: Path) -> list[Check]:
    """Every check under ``queries``, by name.

    Raises:
        InputError: a file says a severity that there is not.
    """
    return [_read_check(path) for path in sorted((queries / "checks").glob("*.sql"))]


def _read_check(path: Path) -> Check:
    sql = path.read_text(encoding="utf-8")
    comments = re.findall(r"^--\s*(.+?)\s*$", sql, re.MULTILINE)
    severity = next(
        (c.partition(":")[2].strip() for c in comments[1:2] if c.startswith("severity:")), "error"
    )
    if severity not in ("error", "warning"):
        raise InputError(
            f"checks/{path.name}, line 2: severity is '{severity}'; it may be error or warning."
        )
    listed = next((c.partition(":")[2] for c in comments if c.startswith("for readers:")), "")
    for_readers = tuple(name.strip() for name in listed.split(",") if name.strip())
    sentence = comments[0].rstrip(".") if comments else "a row breaks it"
    return Check(path.stem, sentence, severity, sql, for_readers)


def find_broken(con: duckdb.DuckDBPyConnection, queries: Path) -> list[BrokenCheck]:
    """Every check that has a row in the database of ``con``, by name.

    Raises:
        InputError: a check cannot be run on this database.
    """
    return [found for check in checks(queries) if (found := breaks(con, check))]


def breaks(con: duckdb.DuckDBPyConnection, check: Check) -> BrokenCheck | None:
    """The rows of the database of ``con`` that break ``check``; None where there is none.

    Raises:
        InputError: it cannot be run on this database.
    """
    try:
        rows = con.execute(check.sql).df()
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise InputError(
            f"checks/{check.name}.sql cannot be run on this database: {first}"
        ) from None
    return BrokenCheck(check, rows) if len(rows) else None


def record_messages(con: duckdb.DuckDBPyConnection, messages: Iterable[tuple[str, str]]) -> None:
    """Write what checks found, the file of each with a sentence, into the table finding."""
    con.register("incoming", pd.DataFrame(messages, columns=["file", "message"]))
    con.execute(
        "INSERT INTO finding SELECT '', NULL, file, 'warning', NULL, NULL, message FROM incoming"
    )
    con.unregister("incoming")


def _format_value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)
