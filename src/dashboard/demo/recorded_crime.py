"""Writes invented releases of recorded crime by ward and by borough, one column a month, as the MPS
does.

Each borough has its published level by category in the year to March 2023, each ward its published
crimes by major category in the year to June 2023, and each category the published path over the
months since September 2020 (to November 2021 from the ward file, scaled to the borough file; before
that, invented). Chance from month to month, and how a ward's crimes of a major category fall to its
minor ones, are invented. The publisher's minor categories are folded to the few that the
calibration file names, within their major category. Crimes at Heathrow that the publisher counts
for aviation security, and not for a borough, are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.demo.areas import DECLARED_FOLDER, Geography
from dashboard.demo.latent import Latent
from dashboard.demo.model import DemoFile
from dashboard.demo.releases import EARLIEST, FIRST, MONTHS, SECOND, write_csv

YEAR = slice(36, 48)
"""April 2022 to March 2023 among ``MONTHS``."""
EARLIEST_MONTHS, FIRST_MONTHS, SECOND_MONTHS = slice(0, 45), slice(0, 48), slice(27, 51)
"""What each release holds: April 2019 to December 2022, to March 2023, and July 2021 to June 2023
in full.
"""
WARD_YEAR = slice(39, 51)
"""July 2022 to June 2023 among ``MONTHS``, the year of the wards' published counts."""


@dataclass(frozen=True)
class Counts:
    """Crimes by category, area and month; the first release's are a little lower, for records came
    in late.
    """

    categories: pd.DataFrame
    """major, minor: the publisher's names, in the publisher's order."""
    ward_first: np.ndarray
    ward_second: np.ndarray
    borough_first: np.ndarray
    borough_second: np.ndarray

    def of(self, minor: str) -> tuple[np.ndarray, np.ndarray]:
        """Return borough by month counts of a minor category as known at the first and the second
        release.
        """
        at = int(np.flatnonzero(self.categories["minor"] == minor)[0])
        return self.borough_first[at], self.borough_second[at]


def counts(rng: np.random.Generator, areas: Geography, latent_traits: Latent) -> Counts:
    """Draw the crimes of every ward and borough over ``MONTHS``."""
    level = pd.read_csv(DECLARED_FOLDER / "demo" / "recorded_crime.csv")
    path = pd.read_csv(DECLARED_FOLDER / "demo" / "recorded_crime_months.csv")
    categories = level[["major", "minor"]].drop_duplicates().reset_index(drop=True)
    shared_trend = latent_traits.field(rng, len(MONTHS), 0.8)
    of_wards = pd.read_csv(DECLARED_FOLDER / "demo" / "ward_crime.csv")
    wards = np.empty((len(categories), len(areas.wards), len(MONTHS)), dtype=np.int64)
    whole = np.empty((len(categories), len(areas.boroughs)))
    for i, (major, minor) in enumerate(categories.itertuples(index=False)):
        year, share = _levels(level, areas, str(major), str(minor))
        placed = of_wards[of_wards["major"] == major].set_index("ward")["count"]
        expected_year = placed.reindex(areas.wards["code"]).to_numpy(float)
        expected_year = expected_year * share[areas.borough_of_ward]
        season = path[path["minor"] == minor]["index"].to_numpy(float)
        moving = 0.08 * shared_trend + 0.1 * latent_traits.field(rng, len(MONTHS), 0.7)
        shape = np.exp(moving) * season
        scale = expected_year / shape[:, WARD_YEAR].sum(axis=1)
        wards[i] = rng.poisson(shape * scale[:, None])
        whole[i] = year
    return _split_releases(rng, areas, categories, wards, whole)


def _levels(
    level: pd.DataFrame, areas: Geography, major: str, minor: str
) -> tuple[np.ndarray, np.ndarray]:
    """By borough: the published crimes of a minor category in ``YEAR``, and their share of its
    major category's.
    """
    of_major = level[level["major"] == major].groupby("borough")["count"].sum()
    year = level[level["minor"] == minor].set_index("borough")["count"]
    codes = areas.boroughs["code"]
    known = year.reindex(codes).to_numpy(float)
    return known, known / of_major.reindex(codes).to_numpy(float)


def _split_releases(
    rng: np.random.Generator,
    areas: Geography,
    categories: pd.DataFrame,
    wards: np.ndarray,
    whole: np.ndarray,
) -> Counts:
    """The counts as known at each release; a borough has, besides those of its wards, the crimes
    that no ward could be found for, up to its published level (``whole``) in ``YEAR``.
    """
    late = np.full(len(MONTHS), 0.0005)
    late[39:48] = np.linspace(0.001, 0.012, 9)
    late_counts = rng.binomial(wards, late)
    ward_sums = areas.by_borough(np.moveaxis(wards, 0, 1))
    in_year = ward_sums[:, :, YEAR].sum(axis=2)
    short = np.clip(whole.T - in_year, 0, None) / np.maximum(in_year, 1)
    unplaced = rng.poisson(ward_sums * short[:, :, None])
    lost = areas.by_borough(np.moveaxis(late_counts, 0, 1))
    first = np.moveaxis(ward_sums - lost + unplaced, 1, 0)
    return Counts(
        categories, wards - late_counts, wards, first, np.moveaxis(ward_sums + unplaced, 1, 0)
    )


def _widen_table(
    table: pd.DataFrame, categories: pd.DataFrame, values: np.ndarray, months: slice
) -> pd.DataFrame:
    """Return one row a category and area with a column a month; a row of nothing but zeros is left
    out.
    """
    k, n = values.shape[:2]
    head = {
        "MajorText": np.repeat(categories["major"].to_numpy(object), n),
        "MinorText": np.repeat(categories["minor"].to_numpy(object), n),
        **{column: np.tile(table[column].to_numpy(object), k) for column in table},
    }
    body = values[:, :, months].reshape(k * n, -1)
    table_by_month = pd.concat(
        [pd.DataFrame(head), pd.DataFrame(body, columns=MONTHS[months].strftime("%Y%m"))], axis=1
    )
    return table_by_month[body.any(axis=1)]


def write(folder: Path, areas: Geography, crimes: Counts) -> list[DemoFile]:
    """Write both files of each release; a crime that no ward could be found for is in its
    borough's alone.
    """
    borough = areas.boroughs["name"].to_numpy(object)
    wards = pd.DataFrame(
        {
            "WardName": areas.wards["name"],
            "WardCode": areas.wards["code"],
            "LookUp_BoroughName": borough[areas.borough_of_ward],
        }
    )
    boroughs = pd.DataFrame({"LookUp_BoroughName": borough})
    demo_files = []
    for published, months, of_wards, of_boroughs in (
        (EARLIEST, EARLIEST_MONTHS, crimes.ward_first, crimes.borough_first),
        (FIRST, FIRST_MONTHS, crimes.ward_first, crimes.borough_first),
        (SECOND, SECOND_MONTHS, crimes.ward_second, crimes.borough_second),
    ):
        for source, stem, table, values in (
            ("mps_ward_crime", "MPS Ward Level Crime", wards, of_wards),
            ("mps_borough_crime", "MPS Borough Level Crime", boroughs, of_boroughs),
        ):
            table_by_month = _widen_table(table, crimes.categories, values, months)
            demo_files.append(write_csv(folder, source, published, stem, table_by_month))
    return demo_files
