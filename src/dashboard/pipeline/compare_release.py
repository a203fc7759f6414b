"""What an arriving file changes: its figures set against those that stood on its day of
publication.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from dashboard.declared.models import Area, Source
from dashboard.loaders.model import Loaded
from dashboard.pipeline.redrawn_areas import redrawn
from dashboard.pipeline.statements import statement

_MOST = 5
"""Changes of figures that are told one by one."""
_WILD_FROM = 50
"""Below it a count may be revised threefold by a few late records."""


@dataclass(frozen=True)
class Difference:
    """What one file says that was not said before; the numbers count values, wards of plans and
    drawn areas.
    """

    first: bool
    """Nothing of the source stood on its day: all is new."""
    invented: bool
    """What stood of the source is a demonstration's, which a published file takes the place of: it
    is not compared.
    """
    new: int
    revised: int
    """Said otherwise before.

    In a sparse source what is left out of a covered period is said to be zero.
    """
    vanished: int
    """Said before, and now left out of what the file covers.

    A figure goes on standing; an area or ward does not.
    """
    largest: pd.DataFrame
    """The greatest revisions first, one a measure, area and group: measure, area (code),
    period_start, period_end, group_type, group_name, before, after, and periods (how many of it
    were revised). Greatest is by ``abs(after - before) / sqrt(greater of the two)``, by which a
    count moves by chance.
    """
    wild: pd.DataFrame
    """Revisions of counts from 50 to less than a third or more than three times what stood: the
    columns of ``largest`` but ``periods``, the furthest first. A category that begins or ends with
    the file, as when several become one, is not among them.
    """
    areas_new: list[str]
    """Codes of areas with a figure in a period that stood before, and none in it then; and those
    newly drawn.
    """
    areas_gone: list[str]
    """The reverse."""
    regrouped: int
    """Periods that stood by borough and are now given by ward, the wards being other ones: compared
    by borough.
    """
    redrawn: pd.DataFrame
    """One row an area that is drawn otherwise, as ``redrawn.redrawn`` has them."""
    replanned: pd.DataFrame
    """One row a ward that a plan treats otherwise, adds or leaves out (what it was or is then being
    absent): plan, ward, tier_before, tier_after, dwo_before, dwo_after, pcso_before, pcso_after
    (posts), rescored (whether its scores of need differ).
    """


class Standing:
    """The figures that arriving files are compared with: as they stood, then as each file compared
    leaves them.
    """

    def __init__(self, areas: Mapping[str, Area]) -> None:
        """Begin with ``areas``, by code."""
        self._con = duckdb.connect(":memory:")
        self._con.execute(statement("compare_release/tables"))
        places = [(a.code, a.level, a.parent) for a in areas.values()]
        self._fill("area", pd.DataFrame(places, columns=["code", "level", "parent"]))
        self._known: set[str] = set()

    def compare(self, source: Source, loaded: Loaded, base: Path | None) -> Difference:
        """Set ``loaded`` against the database ``base`` (None: nothing stood), or the file of its
        source before it.

        What a demonstration says is invented, so nothing is set against it.
        """
        self._con.execute("SET VARIABLE source = $1", [source.id])
        self._con.execute("SET VARIABLE sparse = $1", [source.sparse])
        invented = False
        if source.id not in self._known:
            self._known.add(source.id)
            self._con.execute("DELETE FROM fact WHERE source = getvariable('source')")
            invented = self._take(base)
        for table in ("facts", "coverage", "boundaries", "plan_wards", "plan_needs"):
            self._con.execute(f"DELETE FROM offered_{table}")
            self._fill(f"offered_{table}", getattr(loaded, table))
        self._con.execute(statement("compare_release/other"))
        first = not self._count("FROM fact WHERE source = $1", source.id) and not self._count(
            "FROM other WHERE held"
        )
        # With nothing to compare with, a million rows need not be joined with it.
        self._con.execute(
            statement("compare_release/compared").format(
                offered="offered_facts LIMIT 0" if first else "offered_facts"
            )
        )
        told = Difference(
            first,
            invented,
            (
                len(loaded.facts)
                if first
                else self._count("FROM compared WHERE before IS NULL AND given")
            )
            + self._count("FROM other WHERE NOT held"),
            self._count("FROM moved")
            + self._count("FROM other WHERE held AND given AND was <> said"),
            self._count("FROM compared WHERE after IS NULL AND held")
            + self._count("FROM other WHERE NOT given"),
            self._con.execute(_LARGEST).df(),
            self._con.execute(_WILD).df(),
            self._areas("given", "held", "shapes ANTI JOIN shapes_before"),
            self._areas("held", "given", "shapes_before ANTI JOIN shapes"),
            self._count("FROM regrouped"),
            redrawn(
                *(
                    self._con.execute(statement("compare_release/points").format(table)).df()
                    for table in ("drawn", "offered_boundaries")
                )
            ),
            self._con.execute(statement("compare_release/replanned")).df(),
        )
        self._con.execute(statement("compare_release/apply"))
        return told

    def implausible(self, source: Source, check: str) -> pd.DataFrame:
        """What the file compared last makes implausible of its source, by the SQL of that check,
        not accepted before.

        Columns: those of ``checks/implausible_months.sql``.
        """
        self._con.execute("SET VARIABLE source = $1", [source.id])
        rows = self._con.execute(check).df()
        covered = self._con.execute("SELECT DISTINCT period_end FROM offered_coverage").df()[
            "period_end"
        ]
        mine = (rows["source"] == source.id) | (rows["scope"] == "sum")
        return rows[mine & rows["period_end"].isin(covered)].reset_index(drop=True)

    def _take(self, base: Path | None) -> bool:
        """Add what stood of the source, unless it is a demonstration's: then True."""
        if base is None:
            return False
        self._con.execute(f"ATTACH '{str(base).replace(chr(39), chr(39) * 2)}' AS base (READ_ONLY)")
        invented = (
            self._count("FROM base.release WHERE source = getvariable('source') AND demonstration")
            > 0
        )
        if not invented:
            self._con.execute(statement("compare_release/taken"))
        if self._count("WHERE getvariable('sparse')"):
            self._con.execute(statement("compare_release/taken_beside"))
        self._con.execute("DETACH base")
        return invented

    def _fill(self, table: str, rows: pd.DataFrame) -> None:
        if rows.empty:
            return
        self._con.register("incoming", rows)
        self._con.execute(f"INSERT INTO {table} BY NAME FROM incoming")
        self._con.unregister("incoming")

    def _areas(self, here: str, there: str, drawn: str) -> list[str]:
        """Areas that one side alone has, in the levels and periods that both have, and those it
        alone draws.
        """
        rows = self._con.execute(f"""
            WITH shared AS (
                SELECT level, period_end FROM compared GROUP BY ALL HAVING bool_or(held) AND bool_or(given))
            SELECT area FROM compared JOIN shared USING (level, period_end)
            GROUP BY area HAVING bool_or({here}) AND NOT bool_or({there})
            UNION ALL
            SELECT area FROM {drawn} USING (area) WHERE EXISTS (FROM shapes_before)
            ORDER BY area""").fetchall()
        return [area for (area,) in rows]

    def _count(self, what: str, *given: str) -> int:
        row = self._con.execute(f"SELECT count(*) {what}", list(given)).fetchone()
        assert row is not None
        return int(row[0])


_LARGEST = f"""
SELECT measure, area, period_start, period_end, group_type, group_name, before, after,
    count(*) OVER alike AS periods
FROM moved
WINDOW alike AS (PARTITION BY measure, area, group_type, group_name)
QUALIFY row_number() OVER (PARTITION BY measure, area, group_type, group_name
    ORDER BY abs(after - before) / sqrt(greatest(abs(after), abs(before))) DESC, period_end DESC) = 1
ORDER BY abs(after - before) / sqrt(greatest(abs(after), abs(before))) DESC, measure, area, period_end LIMIT {_MOST}
"""

_WILD = f"""
SELECT measure, area, period_start, period_end, group_type, group_name, before, after FROM moved
SEMI JOIN (
    SELECT measure, period_end FROM compared GROUP BY ALL HAVING bool_or(held) AND bool_or(given)
) USING (measure, period_end)
WHERE least(before, after) >= 0 AND greatest(before, after) >= {_WILD_FROM}
    AND greatest(before, after) > 3 * least(before, after)
ORDER BY abs(ln((after + 0.5) / (before + 0.5))) DESC, greatest(before, after) DESC, measure, area, period_end
"""
