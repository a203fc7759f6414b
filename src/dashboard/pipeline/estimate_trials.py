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
STEP, SAFE_STEP = 0.1, 0.5
"""Points to which estimate and limits are rounded where no count is withheld, and where one is."""
WORLDS = 20_000


def estimate_trials(con: duckdb.DuckDBPyConnection, other_databases: Collection[Path] = ()) -> None:
    """Fill the table ``trial_estimate``: by trial, offence and start, the difference in differences
    of the true counts.

    To be called once ``suppress.suppress_counts`` has withheld what it must. What is told of each
    start, that recorded first, is rounded to ``SAFE_STEP`` where a count is withheld. It is told where,
    with all told before it of the trial and offence, each withheld count can still take every value
    that it could: in some world that agrees with all shown counts the same would be told. Else step
    is null. The step is not chosen by the counts: whoever ran the choice anew for each world that fits
    could leave out those that would have been rounded otherwise.

    Estimates of two days are two sums over the same withheld counts, which together narrow them. So
    where a database of another day (``other_databases``) tells other estimates of a trial and
    offence, nothing is told of them here.
    """
    for trial_row in con.execute(statement("estimate_trials/trials")).df().itertuples():
        counts = {
            "indicator": trial_row.indicator,
            "level": trial_row.level,
            "first_day": None if pd.isna(trial_row.first_day) else trial_row.first_day,
            "last_day": None if pd.isna(trial_row.last_day) else trial_row.last_day,
        }
        rows = con.execute(statement("estimate_trials/counts"), counts).df()
        if (
            trial_row.area in set(rows["area"])
            and rows.loc[rows["level"] == trial_row.level, "area"].nunique() > FEWEST_OTHERS
        ):
            _estimate(con, trial_row, rows)
    for name in attach(con, other_databases):
        con.execute(statement("estimate_trials/tell_once").format(other=name))
        con.execute(f"DETACH {name}")


def _estimate(con: duckdb.DuckDBPyConnection, trial_row, rows: pd.DataFrame) -> None:
    quarters, periods = _quarters(rows, trial_row)
    world_counts = worlds(quarters, WORLDS)
    sides = {}
    for shift in SHIFTS:
        start = trial_row.start + pd.DateOffset(months=3 * shift)
        is_before, is_during = periods["period_end"] < start, periods["period_start"] >= start
        sides[shift] = start, is_before.to_numpy(), is_during.to_numpy()
    able = {
        s: v
        for s, v in sides.items()
        if all((quarters.denominators[:, side].sum(axis=1) > 0).all() for side in v[1:])
    }
    if not able:
        return
    withheld_count = int((quarters.reasons != "").sum())
    step = SAFE_STEP if withheld_count else STEP
    published_before, estimates = np.empty((len(world_counts), 0)), []
    for shift, (start, is_before, is_during) in sorted(
        able.items(), key=lambda one: (abs(one[0]), one[0])
    ):
        exact_values = compare(world_counts, quarters, is_before, is_during)
        if shift or withheld_count:
            exact_values[:, 3] = np.nan  # its interval says enough
        rounded_values = _round_estimates(exact_values, step)
        told = np.hstack([published_before, rounded_values])
        is_safe = keeps_secrets(world_counts, told, quarters)
        published_values = rounded_values[0] if is_safe else np.full(exact_values.shape[1], np.nan)
        sides_told = [int(is_before.sum()), int(is_during.sum()), step if is_safe else None]
        estimates.append([shift, start, *sides_told, *published_values])
        published_before = told if is_safe else published_before
    _insert(
        con,
        estimates,
        {
            "area": trial_row.area,
            "indicator": trial_row.indicator,
            "tried": trial_row.tried,
            "areas": len(quarters.numerators),
            "last_period": periods["period_end"].max(),
            "withheld": withheld_count,
        },
    )


_ESTIMATE_COLUMNS = [
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


def _insert(con: duckdb.DuckDBPyConnection, rows: list[list], constants: dict[str, object]) -> None:
    table = pd.DataFrame(rows, columns=_ESTIMATE_COLUMNS).assign(**constants)
    con.register("incoming", table.astype({"beyond": "boolean", "parallel": "boolean"}))
    con.execute("INSERT INTO trial_estimate BY NAME FROM incoming")
    con.unregister("incoming")


def _round_estimates(exact_values: np.ndarray, step: float) -> np.ndarray:
    """What is told of each start: effect and limits to ``step`` points, p to a tenth of that, the
    rest as it is.
    """
    rounded_values = exact_values.copy()
    rounded_values[..., :3] = np.round(np.round(exact_values[..., :3] / step) * step, 6)
    rounded_values[..., 3] = np.round(np.round(exact_values[..., 3] / (step / 10)) * step / 10, 6)
    return rounded_values


def _quarters(rows: pd.DataFrame, trial_row) -> tuple[Quarters, pd.DataFrame]:
    """Counts by area and quarter, with the quarters' first and last days in order of time."""
    mine = rows[rows["level"] == trial_row.level]
    periods = (
        mine[["period_start", "period_end"]]
        .drop_duplicates()
        .sort_values("period_end", ignore_index=True)
    )

    def pivot(column: str) -> pd.DataFrame:
        return mine.pivot(index="area", columns="period_end", values=column).sort_index()

    whole = rows[(rows["level"] == "mps") & (rows["withheld"] == "")].set_index("period_end")[
        "numerator"
    ]
    numerators = pivot("numerator")
    return (
        Quarters(
            numerators.fillna(0).to_numpy(float),
            pivot("denominator").fillna(0).to_numpy(float),
            pivot("withheld").fillna("").to_numpy(str),
            whole.reindex(numerators.columns).to_numpy(float),
            int(trial_row.withhold_below),
            int(numerators.index.get_loc(trial_row.area)),
        ),
        periods,
    )
