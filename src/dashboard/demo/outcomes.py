"""Writes invented releases of offences recorded and detected by BCU: rape, other sexual offences
and knife crime.

Rape and other sexual offences recorded are those of the invented borough crime file. The share
detected in the MPS follows the calibrated path; the South BCU is ahead from April 2022, where a
trial of extra resources was held.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.demo.areas import Geography
from dashboard.demo.latent import persistent
from dashboard.demo.model import DemoFile
from dashboard.demo.recorded_crime import Counts
from dashboard.demo.releases import QUARTERS, REVISED_QUARTER, path_of, tall, write_tidy

TRIAL_BCU = "SN"
TRIAL = slice(12, 15)
"""April to December 2022 among ``QUARTERS``: the trial, and its last quarter beside the first of
the others.
"""
TRIAL_LEAD = (1.5, 1.55, 1.25)
"""The trial BCU's detection rate over the others', in each quarter of ``TRIAL``."""
KNIFE_OF_ROBBERY = 0.36
"""Knife crimes recorded for each robbery, all kinds of knife crime counted."""


def _quarters(months: np.ndarray, areas: Geography) -> np.ndarray:
    """Return boroughs by months as BCUs by quarters."""
    return areas.by_bcu(months.reshape(len(months), -1, 3).sum(axis=2))


def _draw_detections(
    rng: np.random.Generator, areas: Geography, recorded_counts: np.ndarray, goal: np.ndarray
) -> np.ndarray:
    """Share the MPS detections of each quarter between BCUs by chance, none with more than it
    recorded.
    """
    n, t = recorded_counts.shape
    lean = np.exp(
        0.08 * rng.standard_normal((n, 1)) + 0.05 * persistent(rng.standard_normal((n, t)), 0.6)
    )
    trial = areas.bcus["code"] == TRIAL_BCU
    lean[trial] = 0.98
    lean[trial, TRIAL] = TRIAL_LEAD
    chance = recorded_counts * lean
    total = np.rint(recorded_counts.sum(axis=0) * goal).astype(int)
    drawn = np.stack(
        [rng.multinomial(total[q], chance[:, q] / chance[:, q].sum()) for q in range(t)], axis=1
    )
    return np.minimum(drawn, recorded_counts)


def write(
    folder: Path, rng: np.random.Generator, areas: Geography, crimes: Counts
) -> list[DemoFile]:
    """Write both releases; the first lacks crimes recorded late and a few detections of early 2023."""
    first_tables, second_tables = [], []
    code, name = areas.bcus["code"], areas.bcus["name"]
    for stem, minor in (
        ("rape", "Rape"),
        ("other_sexual", "Other Sexual Offences"),
        ("knife", "Robbery of Personal Property"),
    ):
        first_counts, second_counts = (_quarters(counts, areas) for counts in crimes.of(minor))
        if stem == "knife":
            first_counts, second_counts = (
                np.rint(counts * KNIFE_OF_ROBBERY).astype(int)
                for counts in (first_counts, second_counts)
            )
        detections = _draw_detections(
            rng, areas, second_counts, path_of(f"{stem}_detection", QUARTERS)
        )
        first_detections = np.minimum(detections, first_counts)
        first_detections[:, REVISED_QUARTER] -= rng.binomial(
            first_detections[:, REVISED_QUARTER], 0.02
        )
        first_tables += [
            tall(f"{stem}_recorded", code, name, QUARTERS, value=first_counts),
            tall(f"{stem}_detected", code, name, QUARTERS, value=first_detections),
        ]
        second_tables += [
            tall(f"{stem}_recorded", code, name, QUARTERS, value=second_counts),
            tall(f"{stem}_detected", code, name, QUARTERS, value=detections),
        ]
    return write_tidy(folder, "detections", pd.concat(first_tables), pd.concat(second_tables))
