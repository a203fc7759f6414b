"""The three invented releases of every source: what each holds, and how it is written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.demo.areas import DECLARED_FOLDER
from dashboard.demo.model import DemoFile

EARLIEST, FIRST, SECOND = dt.date(2023, 2, 3), dt.date(2023, 5, 15), dt.date(2023, 6, 30)
"""Dates of publication. The earliest came before the meetings of February and of April 2023, which
saw figures up to December 2022.
"""
MONTHS = pd.period_range("2019-04", "2023-06", freq="M")
QUARTERS = pd.period_range("2019Q2", "2023Q2", freq="Q")
KNOWN_EARLIEST, KNOWN_FIRST = pd.Timestamp("2022-12-31"), pd.Timestamp("2023-03-31")
"""Last days that the earliest and the first release cover."""
REVISED_FROM = pd.Timestamp("2023-01-01")
"""First day that a tidy file of the second release covers."""
REVISED_MONTHS = slice(-6, -3)
"""January to March 2023 among ``MONTHS``."""
REVISED_QUARTER = -2
"""January to March 2023 among ``QUARTERS``."""


def path_of(measure: str, periods: pd.PeriodIndex) -> np.ndarray:
    """Return the calibrated MPS proportion of ``measure`` at ``periods``, missing where none is
    set.
    """
    known = pd.read_csv(
        DECLARED_FOLDER / "demo" / "published_path.csv", parse_dates=["period_start", "period_end"]
    )
    part = (
        known[known["measure"] == measure].set_index(["period_start", "period_end"])["percent"]
        / 100
    )
    at = pd.MultiIndex.from_arrays([periods.start_time, periods.end_time.normalize()])
    return part.reindex(at).to_numpy(float)


def tall(
    measure: str, codes: pd.Series, names: pd.Series, periods: pd.PeriodIndex, **values: np.ndarray
) -> pd.DataFrame:
    """Return areas by periods as rows of the tidy template; ``values`` are arrays of areas by
    periods.

    Columns: measure, area_code, area_name, period_start, period_end (text, YYYY-MM-DD), then those
    of ``values``.
    """
    n, t = len(codes), len(periods)
    table = {
        "measure": np.full(n * t, measure, dtype=object),
        "area_code": np.repeat(codes.to_numpy(object), t),
        "area_name": np.repeat(names.to_numpy(object), t),
        "period_start": np.tile(periods.start_time.strftime("%Y-%m-%d").to_numpy(object), n),
        "period_end": np.tile(periods.end_time.strftime("%Y-%m-%d").to_numpy(object), n),
    }
    return pd.DataFrame(
        {**table, **{name: np.asarray(value).reshape(-1) for name, value in values.items()}}
    )


def write_tidy(
    folder: Path, source: str, first_history: pd.DataFrame, second_history: pd.DataFrame
) -> list[DemoFile]:
    """Write the releases of a tidy source from the whole history as known at each.

    The earliest file ends in December 2022 and the first in March 2023; the second holds January to
    June 2023 only.
    """
    earliest_table, first_table = (
        first_history[first_history["period_end"] <= f"{last:%Y-%m-%d}"]
        for last in (KNOWN_EARLIEST, KNOWN_FIRST)
    )
    second_table = second_history[second_history["period_end"] >= f"{REVISED_FROM:%Y-%m-%d}"]
    return [
        write_csv(folder, source, EARLIEST, source, earliest_table),
        write_csv(folder, source, FIRST, source, first_table),
        write_csv(folder, source, SECOND, source, second_table),
    ]


def write_csv(
    folder: Path, source: str, published: dt.date, stem: str, table: pd.DataFrame
) -> DemoFile:
    """Write ``table`` as one file of a release, named by its date of publication."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{published} {stem}.csv"
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8", float_format="%.10g")
    return DemoFile(source, published, path)
