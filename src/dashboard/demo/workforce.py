"""Writes invented releases of officers not fully deployable, and of constables and sergeants, by
BCU.

The MPS has its published strength and the 8,500 not fully deployable of 31 March 2023; the BCUs
have a part of both, for many officers serve in central commands.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.demo import force_strength
from dashboard.demo.areas import Geography
from dashboard.demo.latent import persistent
from dashboard.demo.model import DemoFile
from dashboard.demo.releases import QUARTERS, REVISED_QUARTER, tall, write_tidy
from dashboard.demo.sharing import share_out

CATEGORIES = {
    "Recuperative duties": 0.27,
    "Adjusted duties": 0.31,
    "Restricted duties": 0.08,
    "Sickness absence": 0.16,
    "Maternity and adoption leave": 0.1,
    "Career break": 0.05,
    "Suspended": 0.03,
}
"""Category -> its share of officers not fully deployable."""
TOTALS = (
    6900,
    6950,
    7050,
    7150,
    7900,
    7300,
    7400,
    7350,
    7300,
    7450,
    7600,
    7750,
    7900,
    8100,
    8300,
    8500,
    8420,
)
"""Officers not fully deployable in the MPS at the end of each of ``QUARTERS``."""
IN_BCUS = 0.8
"""Share of officers who serve in a BCU: invented."""
CONSTABLES = 0.78
SERGEANTS = 0.148
"""Shares of officers in the MPS."""


def officers(rng: np.random.Generator, areas: Geography) -> np.ndarray:
    """Return officers at the end of each quarter, BCUs and then central commands by quarters, that
    add up to the published strength.
    """
    strength = force_strength.strength("Police Officer Strength")[2::3]
    weight = areas.bcus["population"].to_numpy(float) ** 0.8 * np.exp(
        0.06 * rng.standard_normal(len(areas.bcus))
    )
    weight = np.append(IN_BCUS * weight / weight.sum(), 1 - IN_BCUS)
    moving = np.exp(0.01 * persistent(rng.standard_normal((len(weight), len(QUARTERS))), 0.9))
    return np.stack(
        [share_out(int(s), weight * moving[:, q]) for q, s in enumerate(strength)], axis=1
    )


def write_deployability(
    folder: Path, rng: np.random.Generator, areas: Geography, officers: np.ndarray
) -> list[DemoFile]:
    """Write both releases of officers not fully deployable by category; a few are put in another
    category later.
    """
    n, t, k = len(officers), len(QUARTERS), len(CATEGORIES)
    lean = np.exp(
        0.12 * rng.standard_normal((n, 1, k))
        + 0.05 * persistent(rng.standard_normal((n, k, t)), 0.8).swapaxes(1, 2)
    )
    weight = officers[:, :, None] * np.array(list(CATEGORIES.values())) * lean
    counts = np.stack([share_out(total, weight[:, q]) for q, total in enumerate(TOTALS)], axis=1)
    first_counts = counts.copy()
    moved_counts = rng.binomial(counts[:, REVISED_QUARTER, 1], 0.03)
    first_counts[:, REVISED_QUARTER, 1] -= moved_counts
    first_counts[:, REVISED_QUARTER, 0] += moved_counts
    return write_tidy(
        folder,
        "deployability",
        _deployable(areas, first_counts, officers),
        _deployable(areas, counts, officers),
    )


def _deployable(areas: Geography, counts: np.ndarray, officers: np.ndarray) -> pd.DataFrame:
    parts = [_with_mps(areas, "officers", officers).assign(group_type="", group="")]
    for i, category in enumerate(CATEGORIES):
        part = _with_mps(areas, "not_fully_deployable", counts[:, :, i])
        parts.append(part.assign(group_type="category", group=category))
    columns = [
        "measure",
        "area_code",
        "area_name",
        "period_start",
        "period_end",
        "group_type",
        "group",
        "value",
    ]
    return pd.concat(parts)[columns]


def _with_mps(areas: Geography, measure: str, values: np.ndarray) -> pd.DataFrame:
    """Rows of the BCUs and of the MPS, from BCUs and central commands by quarters."""
    code = pd.Series([*areas.bcus["code"], "MPS"])
    name = pd.Series([*areas.bcus["name"], "MPS"])
    whole = np.vstack([values[:-1], values.sum(axis=0)])
    return tall(measure, code, name, QUARTERS, value=whole)


def write_supervision(
    folder: Path, rng: np.random.Generator, areas: Geography, officers: np.ndarray
) -> list[DemoFile]:
    """Write both releases of constables and sergeants; the first counts a few acting sergeants as
    constables.
    """
    rise = np.linspace(0.92, 1.04, len(QUARTERS))
    ratio = CONSTABLES / SERGEANTS * rise * np.exp(0.09 * rng.standard_normal((len(officers), 1)))
    both = officers * (CONSTABLES + SERGEANTS)
    sergeants = np.rint(both / (1 + ratio)).astype(np.int64)
    constables = np.floor(both).astype(np.int64) - sergeants
    acting_sergeants = np.zeros_like(sergeants)
    acting_sergeants[:, REVISED_QUARTER] = rng.integers(1, 6, len(officers)) * (
        rng.random(len(officers)) < 0.4
    )
    first_table, second_table = (
        pd.concat(
            [
                _with_mps(areas, "constables", constables + more),
                _with_mps(areas, "sergeants", sergeants - more),
            ]
        )
        for more in (acting_sergeants, 0 * acting_sergeants)
    )
    return write_tidy(folder, "supervision", first_table, second_table)
