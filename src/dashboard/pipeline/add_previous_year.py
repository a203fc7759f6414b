"""What is worked out once all observations stand: the year before, similar boroughs, and the order
on disk.
"""

from __future__ import annotations

import duckdb
import numpy as np

from dashboard.declared.similarity import DENSITY, Similarity


def settle(con: duckdb.DuckDBPyConnection) -> None:
    """Set the figure a year before beside each observation, sort so that rows read together lie
    together, fill held.

    A figure a year before is not comparable where a declared break lies between the two, or where
    the two come from different sources; ``broken`` then says why and a reader of the table shows no
    change. One indicator is sorted at a time, so that the memory that it takes does not grow with
    their number.
    """
    con.execute(_BREAKS)
    con.execute("CREATE OR REPLACE TEMP TABLE unsettled AS FROM observation")
    con.execute("DELETE FROM observation")
    for (indicator,) in con.execute(
        "SELECT DISTINCT indicator FROM unsettled ORDER BY indicator"
    ).fetchall():
        con.execute(_SETTLED, {"indicator": indicator})
    con.execute("DROP TABLE unsettled")
    con.execute(_HELD)
    con.execute(_SPAN)


_HELD = """
INSERT INTO held
SELECT indicator, level, group_type, min(period_end), max(period_end), count(DISTINCT period_end),
    count(DISTINCT area) FILTER (WHERE value IS NOT NULL), count(value), count(withheld)
FROM observation GROUP BY indicator, level, group_type ORDER BY ALL
"""

_SPAN = """
UPDATE indicator SET first_period = h.first_period, last_period = h.last_period, levels_held = h.levels
FROM (
    SELECT indicator, min(period_end) AS first_period, max(period_end) AS last_period, list(DISTINCT level) AS levels
    FROM observation WHERE group_type = '' AND value IS NOT NULL GROUP BY indicator
) h WHERE h.indicator = indicator.id
"""

_BREAKS = """
CREATE OR REPLACE TEMP TABLE indicator_break AS
SELECT i.id AS indicator, unnest(b.levels) AS level, b.date, b.title
FROM indicator i JOIN series_break b ON list_contains(i.sources, b.source)
"""

_SETTLED = """
INSERT INTO observation
WITH mine AS (
    FROM unsettled WHERE indicator = $indicator
), before AS (
    SELECT o.* REPLACE (
        y.numerator AS year_numerator, y.denominator AS year_denominator, y.base AS year_base, y.value AS year_value,
        y.lower AS year_lower, y.upper AS year_upper,
        CASE WHEN y.source <> o.source THEN 'the two figures come from different sources' END AS broken),
        y.period_start AS year_start
    FROM mine o LEFT JOIN mine y
        ON y.area = o.area AND y.group_type = o.group_type AND y.group_name = o.group_name
        AND y.period_end = last_day((o.period_end - INTERVAL 1 YEAR)::DATE)
), breaks AS (
    SELECT p.level, p.year_start, p.period_end, min(b.title) AS title
    FROM (SELECT DISTINCT level, year_start, period_end FROM before WHERE year_start IS NOT NULL) p
    JOIN indicator_break b ON b.indicator = $indicator AND b.level = p.level
        AND p.year_start < b.date AND b.date <= p.period_end
    GROUP BY ALL
)
SELECT o.* EXCLUDE (year_start) REPLACE (coalesce(b.title, o.broken) AS broken)
FROM before o LEFT JOIN breaks b USING (level, year_start, period_end)
ORDER BY level, group_type, area, group_name, period_end
"""


def find_similar(con: duckdb.DuckDBPyConnection, similarity: Similarity | None) -> None:
    """Fill the tables ``similar_``: for each borough its nearest neighbours on the declared
    features, and those.

    Each feature is the borough's latest figure, standardised over the boroughs (mean 0, standard
    deviation 1); the distance is Euclidean, after CIPFA's nearest-neighbour model. A feature
    without a figure for every borough is left out; with none left the tables stay empty.
    """
    if similarity is None:
        return
    features = list(similarity.features)
    rows = con.execute(_FEATURES, {"features": features, "density": DENSITY}).df()
    table = rows.pivot(index="area", columns="feature", values="value").dropna(axis="columns")
    table = table.loc[:, table.std() > 0]
    if table.empty:
        return
    used = [feature for feature in features if feature in table.columns]
    table = table[used]
    scores = (table - table.mean()) / table.std(ddof=0)
    con.execute("INSERT INTO meta VALUES ('similar_note', ?)", [similarity.note])
    con.execute(_NAMES, {"features": used, "density": DENSITY})
    distance = np.linalg.norm(scores.to_numpy()[:, None, :] - scores.to_numpy()[None, :, :], axis=2)
    np.fill_diagonal(distance, np.inf)
    order = np.argsort(distance, axis=1, kind="stable")[
        :, : min(similarity.neighbours, len(table) - 1)
    ]
    con.executemany(
        "INSERT INTO similar_area VALUES (?, ?, ?, ?)",
        [
            (area, table.index[at], place, float(distance[row, at]))
            for row, area in enumerate(table.index)
            for place, at in enumerate(order[row], 1)
        ],
    )
    con.executemany(
        "INSERT INTO similar_value VALUES (?, ?, ?, ?)",
        [
            (area, feature, float(table.at[area, feature]), float(scores.at[area, feature]))
            for area in table.index
            for feature in used
        ],
    )


_FEATURES = """
SELECT indicator AS feature, area, value FROM observation
WHERE list_contains($features, indicator) AND level = 'borough' AND group_type = ''
QUALIFY period_end = max(period_end) OVER (PARTITION BY indicator)
UNION ALL
SELECT $density, code, population / hectares FROM area
WHERE level = 'borough' AND list_contains($features, $density)
"""

_NAMES = """
INSERT INTO similar_feature
SELECT f.feature, if(f.feature = $density, 'Population density', i.name),
    if(f.feature = $density, 'residents per hectare', i.unit), f.position
FROM (SELECT unnest($features) AS feature, generate_subscripts($features, 1) AS position) f
LEFT JOIN indicator i ON i.id = f.feature
"""
