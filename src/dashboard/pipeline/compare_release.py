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
        self._con.execute(_TABLES)
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
        self._con.execute(_OTHER)
        first = not self._count("FROM fact WHERE source = $1", source.id) and not self._count(
            "FROM other WHERE held"
        )
        # With nothing to compare with, a million rows need not be joined with it.
        self._con.execute(
            _COMPARED.format(offered="offered_facts LIMIT 0" if first else "offered_facts")
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
                    self._con.execute(_POINTS.format(table)).df()
                    for table in ("drawn", "offered_boundaries")
                )
            ),
            self._con.execute(_REPLANNED).df(),
        )
        self._con.execute(_APPLY)
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
            self._con.execute(_TAKEN)
        if self._count("WHERE getvariable('sparse')"):
            self._con.execute(_TAKEN_BESIDE)
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


_TABLES = """
CREATE TABLE area (code VARCHAR, level VARCHAR, parent VARCHAR);
CREATE TABLE offered_facts (
    measure VARCHAR, area VARCHAR, period_start DATE, period_end DATE, group_type VARCHAR, group_name VARCHAR,
    value DOUBLE, base DOUBLE, lower DOUBLE, upper DOUBLE);
CREATE TABLE offered_coverage (level VARCHAR, period_start DATE, period_end DATE);
CREATE TABLE offered_boundaries (area VARCHAR, level VARCHAR, ring INTEGER, longitude DOUBLE, latitude DOUBLE);
CREATE TABLE offered_plan_wards (plan VARCHAR, ward VARCHAR, tier VARCHAR, dwo_posts DOUBLE, pcso_posts DOUBLE);
CREATE TABLE offered_plan_needs (plan VARCHAR, ward VARCHAR, component VARCHAR, score DOUBLE);
CREATE TABLE accepted (source VARCHAR, id VARCHAR);
CREATE TABLE release (source VARCHAR, demonstration BOOLEAN);
CREATE TABLE fact AS SELECT '' AS source, * FROM offered_facts;
CREATE TABLE coverage AS SELECT '' AS source, * FROM offered_coverage;
CREATE TABLE drawn AS FROM offered_boundaries;
CREATE TABLE planned AS FROM offered_plan_wards;
CREATE TABLE needed AS FROM offered_plan_needs;
"""

_TAKEN = """
INSERT INTO fact BY NAME SELECT * EXCLUDE (release) FROM base.fact WHERE source = getvariable('source');
INSERT INTO coverage BY NAME SELECT * EXCLUDE (release) FROM base.coverage WHERE source = getvariable('source');
INSERT INTO accepted SELECT source, id FROM base.accepted WHERE source = getvariable('source');
CREATE OR REPLACE TEMP TABLE mine AS SELECT id FROM base.release WHERE source = getvariable('source');
INSERT INTO drawn BY NAME SELECT * EXCLUDE (release, position) FROM base.boundary SEMI JOIN mine ON id = release
    ORDER BY area, ring, position;
INSERT INTO planned BY NAME SELECT * EXCLUDE (release, need_index) FROM base.plan_ward SEMI JOIN mine ON id = release;
INSERT INTO needed BY NAME FROM base.plan_need SEMI JOIN planned USING (plan, ward);
"""

_TAKEN_BESIDE = """
INSERT INTO fact BY NAME SELECT * EXCLUDE (release) FROM base.fact
    WHERE contains(measure, '/') AND source NOT IN (SELECT source FROM fact)
        AND source <> getvariable('source')
        AND source NOT IN (SELECT source FROM base.release WHERE demonstration);
"""
"""Recorded crime of other sources, by which that of this one is held to their sum."""

_COMPARED = """
CREATE OR REPLACE TABLE regrouped AS
SELECT period_end FROM offered_coverage WHERE level = 'ward' AND getvariable('sparse')
INTERSECT SELECT period_end FROM coverage WHERE source = getvariable('source') AND level = 'borough'
EXCEPT SELECT period_end FROM coverage WHERE source = getvariable('source') AND level = 'ward';
CREATE OR REPLACE TABLE covers AS
SELECT DISTINCT CASE WHEN r.period_end IS NULL THEN level ELSE 'borough' END AS level, period_end
FROM offered_coverage LEFT JOIN regrouped r USING (period_end);
CREATE OR REPLACE TABLE compared AS
WITH mine AS (
    SELECT f.*, a.level FROM (FROM {offered}) f JOIN area a ON a.code = f.area ANTI JOIN regrouped USING (period_end)
    UNION ALL BY NAME
    SELECT measure, a.parent AS area, period_start, period_end, group_type, group_name, sum(value) AS value,
        'borough' AS level
    FROM (FROM {offered}) f JOIN area a ON a.code = f.area SEMI JOIN regrouped USING (period_end) GROUP BY ALL
), known AS (
    SELECT f.*, a.level FROM fact f JOIN area a ON a.code = f.area WHERE f.source = getvariable('source')
        AND (getvariable('sparse') OR f.measure IN (SELECT measure FROM offered_facts))
), stood AS (
    SELECT DISTINCT level, period_end, true AS covered FROM coverage WHERE source = getvariable('source')
)
SELECT measure, area, level, coalesce(n.period_start, b.period_start) AS period_start, period_end, group_type,
    group_name, b.source IS NOT NULL AS held, n.measure IS NOT NULL AS given,
    CASE WHEN b.source IS NULL AND getvariable('sparse') AND s.covered THEN 0 ELSE b.value END AS before,
    CASE WHEN n.measure IS NULL AND getvariable('sparse') THEN 0 ELSE n.value END AS after
FROM mine n
FULL JOIN (FROM known SEMI JOIN covers USING (level, period_end)) b
    USING (measure, area, level, period_end, group_type, group_name)
LEFT JOIN stood s USING (level, period_end);
CREATE OR REPLACE TABLE moved AS FROM compared WHERE abs(after - before) > 1e-9;
"""

_OTHER = """
CREATE OR REPLACE TABLE shapes AS
SELECT area, level, md5(string_agg(longitude || ' ' || latitude, ';' ORDER BY rowid)) AS shape
FROM offered_boundaries GROUP BY ALL;
CREATE OR REPLACE TABLE shapes_before AS
SELECT area, level, md5(string_agg(longitude || ' ' || latitude, ';' ORDER BY rowid)) AS shape
FROM drawn SEMI JOIN shapes USING (level) GROUP BY ALL;
CREATE OR REPLACE TABLE posts AS
FROM offered_plan_wards LEFT JOIN (
    SELECT plan, ward, string_agg(component || ' ' || score, ';' ORDER BY component) AS scores
    FROM offered_plan_needs GROUP BY ALL) USING (plan, ward);
CREATE OR REPLACE TABLE posts_before AS
FROM (FROM planned SEMI JOIN posts USING (plan)) LEFT JOIN (
    SELECT plan, ward, string_agg(component || ' ' || score, ';' ORDER BY component) AS scores
    FROM needed GROUP BY ALL) USING (plan, ward);
CREATE OR REPLACE TABLE other AS
SELECT b.area IS NOT NULL AS held, n.area IS NOT NULL AS given, b.shape AS was, n.shape AS said
FROM shapes n FULL JOIN shapes_before b ON b.area = n.area
UNION ALL
SELECT b.ward IS NOT NULL, n.ward IS NOT NULL, concat_ws(' ', b.tier, b.dwo_posts, b.pcso_posts, b.scores),
    concat_ws(' ', n.tier, n.dwo_posts, n.pcso_posts, n.scores)
FROM posts n FULL JOIN posts_before b ON b.ward = n.ward AND b.plan = n.plan;
"""

_POINTS = """
SELECT area, ring, longitude, latitude FROM {0} SEMI JOIN (
    SELECT area FROM shapes n JOIN shapes_before b USING (area, level) WHERE n.shape <> b.shape) USING (area)
ORDER BY {0}.rowid
"""

_REPLANNED = """
SELECT plan, ward, b.tier AS tier_before, n.tier AS tier_after, b.dwo_posts AS dwo_before, n.dwo_posts AS dwo_after,
    b.pcso_posts AS pcso_before, n.pcso_posts AS pcso_after, coalesce(b.scores <> n.scores, true) AS rescored
FROM posts n FULL JOIN posts_before b USING (plan, ward)
WHERE (n.tier, n.dwo_posts, n.pcso_posts, n.scores) IS DISTINCT FROM (b.tier, b.dwo_posts, b.pcso_posts, b.scores)
    AND plan IN (SELECT plan FROM posts_before)
ORDER BY plan, ward
"""

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

_APPLY = """
DELETE FROM fact USING offered_coverage c
WHERE getvariable('sparse') AND source = getvariable('source') AND fact.period_end = c.period_end;
DELETE FROM coverage USING offered_coverage c
WHERE source = getvariable('source') AND coverage.period_end = c.period_end
    AND (getvariable('sparse') OR coverage.level = c.level);
DELETE FROM fact USING offered_facts o
WHERE source = getvariable('source') AND o.measure = fact.measure AND o.area = fact.area
    AND o.period_end = fact.period_end AND o.group_type = fact.group_type AND o.group_name = fact.group_name;
INSERT INTO fact SELECT getvariable('source'), * FROM offered_facts;
INSERT INTO coverage SELECT getvariable('source'), * FROM offered_coverage;
DELETE FROM drawn WHERE level IN (SELECT level FROM shapes);
INSERT INTO drawn FROM offered_boundaries;
DELETE FROM planned WHERE plan IN (SELECT plan FROM posts);
DELETE FROM needed WHERE plan IN (SELECT plan FROM posts);
INSERT INTO planned FROM offered_plan_wards;
INSERT INTO needed FROM offered_plan_needs;
"""
