"""The estimates of each declared trial, from the true counts: told only where nothing withheld can
be got from them.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from dashboard.pipeline.other_days import attach
from dashboard.pipeline.statements import statement
from dashboard.stats.trial import FEWEST_OTHERS
from dashboard.stats.trial_worlds import Quarters, compare, keeps_secrets, worlds

SHIFTS = (-2, -1, 0, 1, 2)
"""Quarters by which the start is moved."""
STEPS = (0.1, 0.2, 0.5, 1.0)
"""Points to which estimate and limits are rounded: the first that keeps what is withheld."""
WORLDS = 20_000


def estimate_trials(con: duckdb.DuckDBPyConnection, others: Collection[Path] = ()) -> None:
    """Fill the table ``trial_estimate``: by trial, offence and start, the difference in differences
    of the true counts.

    To be called once ``disclosure.protect`` has withheld what it must. What is told of each start,
    that recorded first, is rounded to the first of ``STEPS`` by which, with all told before it of
    the trial and offence, each withheld count
    can still take every value that it could: in some world that agrees with all shown counts the
    same would be told. Where none does, step is null and nothing is told of that start.

    Estimates of two days are two sums over the same withheld counts, which together narrow them. So
    where a database of another day (``others``) tells other estimates of a trial and offence,
    nothing is told of them here.
    """
    for told in con.execute(statement("estimate_trials/trials")).df().itertuples():
        rows = con.execute(
            statement("estimate_trials/counts"), {"indicator": told.indicator, "level": told.level}
        ).df()
        rows = rows[
            (rows["period_start"] >= told.first_day) & (rows["period_end"] <= told.last_day)
        ]
        if (
            told.area in set(rows["area"])
            and rows.loc[rows["level"] == told.level, "area"].nunique() > FEWEST_OTHERS
        ):
            _estimate(con, told, rows)
    for name in attach(con, others):
        con.execute(statement("estimate_trials/tell_once").format(other=name))
        con.execute(f"DETACH {name}")


def _estimate(con: duckdb.DuckDBPyConnection, told, rows: pd.DataFrame) -> None:
    quarters, periods = _quarters(rows, told)
    made = worlds(quarters, WORLDS)
    sides = {}
    for shift in SHIFTS:
        start = told.start + pd.DateOffset(months=3 * shift)
        before, during = periods["period_end"] < start, periods["period_start"] >= start
        sides[shift] = start, before.to_numpy(), during.to_numpy()
    able = {
        s: v
        for s, v in sides.items()
        if all((quarters.denominators[:, side].sum(axis=1) > 0).all() for side in v[1:])
    }
    if not able:
        return
    told_before, found = np.empty((len(made), 0)), []
    for shift, (start, before, during) in sorted(
        able.items(), key=lambda one: (abs(one[0]), one[0])
    ):
        exact = compare(made, quarters, before, during)
        if shift:
            exact[:, 3] = np.nan  # of a moved start its interval says enough
        tries = ((s, np.hstack([told_before, _rounded(exact, s)])) for s in STEPS)
        step, told_now = next(
            ((s, now) for s, now in tries if keeps_secrets(made, now, quarters)),
            (None, told_before),
        )
        shown = (
            np.full(exact.shape[1], np.nan) if step is None else told_now[0, told_before.shape[1] :]
        )
        found.append([shift, start, int(before.sum()), int(during.sum()), step, *shown])
        told_before = told_now
    _insert(
        con,
        found,
        {
            "area": told.area,
            "indicator": told.indicator,
            "tried": told.tried,
            "areas": len(quarters.numerators),
            "last_period": periods["period_end"].max(),
            "withheld": int((quarters.reasons != "").sum()),
        },
    )


_FOUND = [
    "shift",
    "start",
    "quarters_before",
    "quarters_during",
    "step",
    "effect",
    "lower",
    "upper",
    "p_value",
    "beyond",
    "parallel",
]


def _insert(con: duckdb.DuckDBPyConnection, rows: list[list], same: dict[str, object]) -> None:
    table = pd.DataFrame(rows, columns=_FOUND).assign(**same)
    con.register("incoming", table.astype({"beyond": "boolean", "parallel": "boolean"}))
    con.execute("INSERT INTO trial_estimate BY NAME FROM incoming")
    con.unregister("incoming")


def _rounded(exact: np.ndarray, step: float) -> np.ndarray:
    """What is told of each start: effect and limits to ``step`` points, p to a tenth of that, the
    rest as it is.
    """
    found = exact.copy()
    found[..., :3] = np.round(np.round(exact[..., :3] / step) * step, 6)
    found[..., 3] = np.round(np.round(exact[..., 3] / (step / 10)) * step / 10, 6)
    return found


def _quarters(rows: pd.DataFrame, told) -> tuple[Quarters, pd.DataFrame]:
    """Counts by area and quarter, with the quarters' first and last days in order of time."""
    mine = rows[rows["level"] == told.level]
    periods = (
        mine[["period_start", "period_end"]]
        .drop_duplicates()
        .sort_values("period_end", ignore_index=True)
    )

    def wide(column: str) -> pd.DataFrame:
        return mine.pivot(index="area", columns="period_end", values=column).sort_index()

    whole = rows[(rows["level"] == "mps") & (rows["withheld"] == "")].set_index("period_end")[
        "numerator"
    ]
    detected = wide("numerator")
    return (
        Quarters(
            detected.fillna(0).to_numpy(float),
            wide("denominator").fillna(0).to_numpy(float),
            wide("withheld").fillna("").to_numpy(str),
            whole.reindex(detected.columns).to_numpy(float),
            int(told.withhold_below),
            int(detected.index.get_loc(told.area)),
        ),
        periods,
    )
