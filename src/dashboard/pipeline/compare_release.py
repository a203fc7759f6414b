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
from dashboard.loaders.model import LoadedFile
from dashboard.pipeline.redrawn_areas import compare_drawings
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

    is_first: bool
    """Nothing of the source stood on its day: all is new."""
    is_demonstration: bool
    """What stood of the source is a demonstration's, which a published file takes the place of: it
    is not compared.
    """
    additions: int
    revisions: int
    """Said otherwise before.

    In a sparse source what is left out of a covered period is said to be zero.
    """
    removals: int
    """Said before, and now left out of what the file covers.

    A figure goes on standing; an area or ward does not.
    """
    largest_revisions: pd.DataFrame
    """The greatest revisions first, one a measure, area and group: measure, area (code),
    period_start, period_end, group_type, group_name, before, after, and periods (how many of it
    were revised). Greatest is by ``abs(after - before) / sqrt(greater of the two)``, by which a
    count moves by chance.
    """
    wild_revisions: pd.DataFrame
    """Revisions of counts from 50 to less than a third or more than three times what stood: the
    columns of ``largest_revisions`` but ``periods``, the furthest first. A category that begins or
    ends with the file, as when several become one, is not among them.
    """
    areas_new: list[str]
    """Codes of areas with a figure in a period that stood before, and none in it then; and those
    newly drawn.
    """
    areas_gone: list[str]
    """The reverse."""
    regrouped_periods: int
    """Periods that stood by borough and are now given by ward, the wards being other ones: compared
    by borough.
    """
    redrawn_areas: pd.DataFrame
    """One row an area that is drawn otherwise, as ``redrawn_areas.compare_drawings`` has them."""
    plan_changes: pd.DataFrame
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
        self._known_sources: set[str] = set()

    def compare(self, source: Source, loaded_file: LoadedFile, base: Path | None) -> Difference:
        """Set ``loaded_file`` against the database ``base`` (None: nothing stood), or the file of
        its source before it.

        What a demonstration says is invented, so nothing is set against it.
        """
        self._con.execute("SET VARIABLE source = $1", [source.id])
        self._con.execute("SET VARIABLE sparse = $1", [source.sparse])
        is_demonstration = False
        if source.id not in self._known_sources:
            self._known_sources.add(source.id)
            self._con.execute("DELETE FROM fact WHERE source = getvariable('source')")
            is_demonstration = self._take(base)
        for table in ("facts", "coverage", "boundaries", "plan_wards", "plan_needs"):
            self._con.execute(f"DELETE FROM offered_{table}")
            self._fill(f"offered_{table}", getattr(loaded_file, table))
        self._con.execute(statement("compare_release/other_pairs"))
        is_first = not self._count("FROM fact WHERE source = $1", source.id) and not self._count(
            "FROM other_pairs WHERE is_standing"
        )
        # With nothing to compare with, a million rows need not be joined with it.
        self._con.execute(
            statement("compare_release/figure_pairs").format(
                offered="offered_facts LIMIT 0" if is_first else "offered_facts"
            )
        )
        difference = Difference(
            is_first,
            is_demonstration,
            (
                len(loaded_file.facts)
                if is_first
                else self._count("FROM figure_pairs WHERE before IS NULL AND is_offered")
            )
            + self._count("FROM other_pairs WHERE NOT is_standing"),
            self._count("FROM figure_changes")
            + self._count("FROM other_pairs WHERE is_standing AND is_offered AND before <> after"),
            self._count("FROM figure_pairs WHERE after IS NULL AND is_standing")
            + self._count("FROM other_pairs WHERE NOT is_offered"),
            self._con.execute(_LARGEST_REVISIONS).df(),
            self._con.execute(_WILD_REVISIONS).df(),
            self._areas("is_offered", "is_standing", "shapes ANTI JOIN shapes_before"),
            self._areas("is_standing", "is_offered", "shapes_before ANTI JOIN shapes"),
            self._count("FROM regrouped_periods"),
            compare_drawings(
                *(
                    self._con.execute(statement("compare_release/points").format(table)).df()
                    for table in ("standing_boundaries", "offered_boundaries")
                )
            ),
            self._con.execute(statement("compare_release/plan_changes")).df(),
        )
        self._con.execute(statement("compare_release/apply"))
        return difference

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
        is_demonstration = (
            self._count("FROM base.release WHERE source = getvariable('source') AND demonstration")
            > 0
        )
        if not is_demonstration:
            self._con.execute(statement("compare_release/copy_base"))
        if self._count("WHERE getvariable('sparse')"):
            self._con.execute(statement("compare_release/copy_other_sources"))
        self._con.execute("DETACH base")
        return is_demonstration

    def _fill(self, table: str, rows: pd.DataFrame) -> None:
        if rows.empty:
            return
        self._con.register("incoming", rows)
        self._con.execute(f"INSERT INTO {table} BY NAME FROM incoming")
        self._con.unregister("incoming")

    def _areas(self, side: str, other_side: str, boundaries: str) -> list[str]:
        """Areas that one side alone has, in the levels and periods that both have, and those it
        alone draws.
        """
        rows = self._con.execute(f"""
            WITH shared AS (
                SELECT level, period_end FROM figure_pairs
                GROUP BY ALL HAVING bool_or(is_standing) AND bool_or(is_offered))
            SELECT area FROM figure_pairs JOIN shared USING (level, period_end)
            GROUP BY area HAVING bool_or({side}) AND NOT bool_or({other_side})
            UNION ALL
            SELECT area FROM {boundaries} USING (area) WHERE EXISTS (FROM shapes_before)
            ORDER BY area""").fetchall()
        return [area for (area,) in rows]

    def _count(self, what: str, *values: str) -> int:
        row = self._con.execute(f"SELECT count(*) {what}", list(values)).fetchone()
        assert row is not None
        return int(row[0])


_LARGEST_REVISIONS = f"""
SELECT measure, area, period_start, period_end, group_type, group_name, before, after,
    count(*) OVER alike AS periods
FROM figure_changes
WINDOW alike AS (PARTITION BY measure, area, group_type, group_name)
QUALIFY row_number() OVER (PARTITION BY measure, area, group_type, group_name
    ORDER BY abs(after - before) / sqrt(greatest(abs(after), abs(before))) DESC, period_end DESC) = 1
ORDER BY abs(after - before) / sqrt(greatest(abs(after), abs(before))) DESC, measure, area, period_end LIMIT {_MOST}
"""

_WILD_REVISIONS = f"""
SELECT measure, area, period_start, period_end, group_type, group_name, before, after FROM figure_changes
SEMI JOIN (
    SELECT measure, period_end FROM figure_pairs GROUP BY ALL HAVING bool_or(is_standing) AND bool_or(is_offered)
) USING (measure, period_end)
WHERE least(before, after) >= 0 AND greatest(before, after) >= {_WILD_FROM}
    AND greatest(before, after) > 3 * least(before, after)
ORDER BY abs(ln((after + 0.5) / (before + 0.5))) DESC, greatest(before, after) DESC, measure, area, period_end
"""
