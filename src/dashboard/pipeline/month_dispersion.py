"""How much more the months of each area's crime vary than chance gives, worked out once in the
build.
"""

from __future__ import annotations

import duckdb
import pandas as pd

from dashboard.declared.models import Indicator
from dashboard.pipeline.statements import statement
from dashboard.stats.dispersion import MONTHS, dispersion

_UP = (("bcu", "borough", "bcu"), ("mps", "bcu", "parent"))
"""Level, that which it is added up from where it has no months of its own, and the column of
``area`` that says how.
"""


def measure_dispersion(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> None:
    """Fill the table ``dispersion`` for one rate, from the temporary table ``source_figures`` of
    ``compute_observations``.

    Each area's months are those of the source that its level's last month comes from; BCUs and the
    MPS are added up where they have none. An indicator whose counts may be withheld has none: its
    months are not for telling.
    """
    if indicator.method != "rate" or indicator.withhold_below:
        return
    months = con.execute(
        statement("month_dispersion/months"), {"sources": list(indicator.sources), "months": MONTHS}
    ).df()
    areas = con.execute("SELECT code, level, parent, bcu FROM area").df().set_index("code")
    breaks = con.execute(
        statement("month_dispersion/breaks"), {"sources": list(indicator.sources)}
    ).df()
    counts_by_level = {
        level: (
            rows.pivot(index="area", columns="period_end", values="numerator").dropna(
                axis="columns"
            )
        )
        for level, rows in months.groupby("level")
    }
    for level, lower_level, way in _UP:
        if (
            level not in counts_by_level
            and lower_level in counts_by_level
            and len(counts_by_level[lower_level]) == (areas["level"] == lower_level).sum()
        ):
            counts_by_level[level] = counts_by_level[lower_level].groupby(areas[way]).sum()
    for level, counts in counts_by_level.items():
        ends = pd.DatetimeIndex(counts.columns)
        days = breaks.loc[breaks["level"] == level, "date"].drop_duplicates()
        within = [day for day in days if len(ends) and ends[0] < day <= ends[-1]]
        phi, degrees = dispersion(counts.to_numpy(float), ends, within)
        found = pd.DataFrame({"area": counts.index, "phi": phi}).dropna()
        con.register("incoming", found)
        con.execute(
            "INSERT INTO dispersion SELECT $1, area, phi, $2, $3 FROM incoming",
            [indicator.id, degrees, len(ends)],
        )
        con.unregister("incoming")
