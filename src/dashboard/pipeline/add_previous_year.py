"""What is worked out once all observations stand: the year before, similar boroughs, and the order
on disk.
"""

from __future__ import annotations

import duckdb
import numpy as np

from dashboard.declared.similarity import DENSITY, Similarity
from dashboard.pipeline.statements import statement


def add_previous_year(con: duckdb.DuckDBPyConnection) -> None:
    """Set the figure a year before beside each observation, sort so that rows read together lie
    together, fill held.

    A figure a year before is not comparable where a declared break lies between the two, or where
    the two come from different sources; ``broken`` then says why and a reader of the table shows no
    change. One indicator is sorted at a time, so that the memory that it takes does not grow with
    their number.
    """
    con.execute(statement("add_previous_year/breaks"))
    con.execute("CREATE OR REPLACE TEMP TABLE observation_before AS FROM observation")
    con.execute("DELETE FROM observation")
    for (indicator,) in con.execute(
        "SELECT DISTINCT indicator FROM observation_before ORDER BY indicator"
    ).fetchall():
        con.execute(
            statement("add_previous_year/insert_with_previous_year"), {"indicator": indicator}
        )
    con.execute("DROP TABLE observation_before")
    con.execute(statement("add_previous_year/held"))
    con.execute(statement("add_previous_year/span"))


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
    rows = con.execute(
        statement("add_previous_year/features"), {"features": features, "density": DENSITY}
    ).df()
    table = rows.pivot(index="area", columns="feature", values="value").dropna(axis="columns")
    table = table.loc[:, table.std() > 0]
    if table.empty:
        return
    used_features = [feature for feature in features if feature in table.columns]
    table = table[used_features]
    scores = (table - table.mean()) / table.std(ddof=0)
    con.execute("INSERT INTO meta VALUES ('similar_note', ?)", [similarity.note])
    con.execute(
        statement("add_previous_year/names"), {"features": used_features, "density": DENSITY}
    )
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
            for feature in used_features
        ],
    )
