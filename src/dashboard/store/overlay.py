"""What is laid over a database where it is opened: the board's actions with the live record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import duckdb
import pandas as pd

CATALOG = "recorded"
"""The database of views that stands in the place of the file."""


@dataclass(frozen=True)
class Overlay:
    """Rows that stand in the place of a table's own, and values of ``meta``."""

    tables: Mapping[str, Sequence[Mapping[str, object]]]
    meta: Mapping[str, str]


LayOver = Callable[[Mapping[str, str]], Overlay | None]
"""What a database says of itself (``meta``) -> what is laid over it; None: nothing."""


@cache
def action_standing() -> str:
    """The statement that works out how each action stands from its updates, where a database is
    built and where a record is laid over it: of two words of one day the later one counts.
    """
    file = files("dashboard.store").joinpath("sql", "action_standing.sql")
    return file.read_text(encoding="utf-8")


def lay_over(connection: duckdb.DuckDBPyConnection, base: str, lay: LayOver) -> str:
    """Put beside ``base`` the database ``recorded``, in which ``lay``'s rows stand in the place of
    its own; the name of the one to ask.
    """
    meta = dict(connection.execute(f"SELECT key, value FROM {base}.meta").fetchall())
    overlay = lay(meta)
    if overlay is None:
        return base
    names = [name for (name,) in connection.execute("SHOW TABLES").fetchall()]
    connection.execute(f"ATTACH ':memory:' AS {CATALOG}")
    for name in names:
        if name not in overlay.tables and name != "meta":
            connection.execute(f"CREATE VIEW {CATALOG}.{name} AS FROM {base}.{name}")
    cursor = connection.cursor()
    cursor.execute(f"USE {CATALOG}")
    for name, rows in overlay.tables.items():
        cursor.execute(f"CREATE TABLE {name} AS FROM {base}.{name} LIMIT 0")
        _insert(cursor, name, rows)
    cursor.execute(action_standing())
    cursor.execute(f"CREATE TABLE meta AS FROM {base}.meta")
    for key, value in overlay.meta.items():
        cursor.execute("DELETE FROM meta WHERE key = ?", [key])
        cursor.execute("INSERT INTO meta VALUES (?, ?)", [key, value])
    return CATALOG


def _insert(
    cursor: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, object]]
) -> None:
    if not rows:
        return
    cursor.register("incoming", pd.DataFrame(list(rows)))
    cursor.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    cursor.unregister("incoming")
