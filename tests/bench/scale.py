"""A database of many times as many observations as the demonstration."""

from __future__ import annotations

import duckdb

from dashboard.settings import Places
from dashboard.store.connection import find_database

ORDER = "ORDER BY indicator, level, group_type, area, group_name, period_end"
"""As ``dashboard.pipeline.add_previous_year`` sorts: rows read together lie together."""


def multiply(places: Places, copies: int) -> tuple[int, int]:
    """Add ``copies`` of every observation under indicators 'copy01_<id>', ...; rows before and
    after.

    Copies are written in the order of their names, so the table is sorted as a build would leave
    it.
    """
    with duckdb.connect(str(find_database(places))) as con:
        before = con.execute("SELECT count(*) FROM observation").fetchone()
        con.execute("ALTER TABLE observation RENAME TO original")
        con.execute("CREATE TABLE observation AS FROM original LIMIT 0")
        con.execute(f"INSERT INTO observation FROM original WHERE indicator < 'copy' {ORDER}")
        for n in range(1, copies + 1):
            con.execute(
                "INSERT INTO observation SELECT * REPLACE (format('copy{:02d}_{}', $n,"
                f" indicator) AS indicator) FROM original {ORDER}",
                {"n": n},
            )
        con.execute(f"INSERT INTO observation FROM original WHERE indicator >= 'copy' {ORDER}")
        con.execute("DROP TABLE original")
        con.execute(
            "INSERT INTO held SELECT h.* REPLACE (format('copy{:02d}_{}', n, indicator) AS"
            " indicator) FROM held h, range(1, $copies + 1) each(n)",
            {"copies": copies},
        )
        after = con.execute("SELECT count(*) FROM observation").fetchone()
    assert before is not None and after is not None
    return before[0], after[0]
