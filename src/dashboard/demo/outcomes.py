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


def _detected(
    rng: np.random.Generator, areas: Geography, recorded: np.ndarray, goal: np.ndarray
) -> np.ndarray:
    """Share the MPS detections of each quarter between BCUs by chance, none with more than it
    recorded.
    """
    n, t = recorded.shape
    lean = np.exp(
        0.08 * rng.standard_normal((n, 1)) + 0.05 * persistent(rng.standard_normal((n, t)), 0.6)
    )
    trial = areas.bcus["code"] == TRIAL_BCU
    lean[trial] = 0.98
    lean[trial, TRIAL] = TRIAL_LEAD
    chance = recorded * lean
    total = np.rint(recorded.sum(axis=0) * goal).astype(int)
    drawn = np.stack(
        [rng.multinomial(total[q], chance[:, q] / chance[:, q].sum()) for q in range(t)], axis=1
    )
    return np.minimum(drawn, recorded)


def write(
    folder: Path, rng: np.random.Generator, areas: Geography, crimes: Counts
) -> list[DemoFile]:
    """Write both releases; the first lacks crimes recorded late and a few detections of early 2023."""
    first, second = [], []
    code, name = areas.bcus["code"], areas.bcus["name"]
    for stem, minor in (
        ("rape", "Rape"),
        ("other_sexual", "Other Sexual Offences"),
        ("knife", "Robbery of Personal Property"),
    ):
        given, known = (_quarters(counts, areas) for counts in crimes.of(minor))
        if stem == "knife":
            given, known = (
                np.rint(counts * KNIFE_OF_ROBBERY).astype(int) for counts in (given, known)
            )
        detected = _detected(rng, areas, known, path_of(f"{stem}_detection", QUARTERS))
        early = np.minimum(detected, given)
        early[:, REVISED_QUARTER] -= rng.binomial(early[:, REVISED_QUARTER], 0.02)
        first += [
            tall(f"{stem}_recorded", code, name, QUARTERS, value=given),
            tall(f"{stem}_detected", code, name, QUARTERS, value=early),
        ]
        second += [
            tall(f"{stem}_recorded", code, name, QUARTERS, value=known),
            tall(f"{stem}_detected", code, name, QUARTERS, value=detected),
        ]
    return write_tidy(folder, "detections", pd.concat(first), pd.concat(second))
