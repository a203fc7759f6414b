"""The declared areas as tables, in the order in which the generators number them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

DECLARED_FOLDER = Path(__file__).resolve().parents[3] / "data" / "declared"


@dataclass(frozen=True)
class Geography:
    """Wards, boroughs and BCUs, and where each ward and borough belongs by position."""

    wards: pd.DataFrame
    """code, name, parent, population (residents), longitude, latitude (degrees)."""
    boroughs: pd.DataFrame
    """code, name, parent, population (residents)."""
    bcus: pd.DataFrame
    """code, name, population (residents)."""
    borough_of_ward: np.ndarray
    """Position of each ward's borough in ``boroughs``."""
    bcu_of_borough: np.ndarray
    """Position of each borough's BCU in ``bcus``."""

    def by_borough(self, of_wards: np.ndarray) -> np.ndarray:
        """Add up an array whose first axis is the wards to one whose first axis is the boroughs."""
        return _add_by_index(of_wards, self.borough_of_ward, len(self.boroughs))

    def by_bcu(self, of_boroughs: np.ndarray) -> np.ndarray:
        """Add up an array whose first axis is the boroughs to one whose first axis is the BCUs."""
        return _add_by_index(of_boroughs, self.bcu_of_borough, len(self.bcus))


def _add_by_index(values: np.ndarray, at: np.ndarray, n: int) -> np.ndarray:
    out = np.zeros((n, *values.shape[1:]), dtype=values.dtype)
    np.add.at(out, at, values)
    return out


def geography() -> Geography:
    """Return the areas declared under ``data/declared/areas``."""
    # The code of the North BCU is NA, which is not a missing value.
    wards, boroughs, bcus = (
        pd.read_csv(DECLARED_FOLDER / "areas" / f"{name}.csv", keep_default_na=False)
        for name in ("wards", "boroughs", "bcus")
    )
    return Geography(
        wards,
        boroughs,
        bcus,
        pd.Index(boroughs["code"]).get_indexer(pd.Index(wards["parent"])),
        pd.Index(bcus["code"]).get_indexer(pd.Index(boroughs["parent"])),
    )
