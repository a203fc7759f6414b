"""Writes invented releases of wards' engagement returns: panels, priorities, contact events, people
reached.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import ndtr

from dashboard.demo.areas import Geography
from dashboard.demo.latent import Latent
from dashboard.demo.model import DemoFile
from dashboard.demo.neighbourhood import Resources
from dashboard.demo.releases import QUARTERS, REVISED_QUARTER, tall, write_tidy

USUAL_SCORES = {"panel_met": 0.9, "priorities_published": 1.25, "contact_event": 1.1}
"""Duty -> its normal score in a usual quarter: 0.9 is about 82 wards in 100."""
LOCKDOWN = {
    "2020Q1": 0.15,
    "2020Q2": 1.7,
    "2020Q3": 0.9,
    "2020Q4": 0.7,
    "2021Q1": 1.0,
    "2021Q2": 0.4,
}
"""Quarter -> by how much fewer met in person; priorities could still be published."""
VACANCY = 0.45
"""Loss of normal score for each DWO post vacant."""
PEOPLE_A_QUARTER = 140
"""People a ward usually reaches in a quarter."""


def write(
    folder: Path,
    rng: np.random.Generator,
    areas: Geography,
    latent_traits: Latent,
    resources: Resources,
) -> list[DemoFile]:
    """Write both releases; some returns for January to March 2023 came after the first and are 0 in
    it.
    """
    n, t = len(areas.wards), len(QUARTERS)
    vacant = np.clip(resources.dwo_posts - resources.dwo_in_post, 0, None)[:, 2::3]
    dip = np.array([LOCKDOWN.get(str(q), 0.0) for q in QUARTERS])
    habit = (
        0.3 * latent_traits.field(rng, 1, 0.0)
        + 0.25 * rng.standard_normal((len(areas.boroughs), 1))[areas.borough_of_ward]
    )
    met_by_duty = {}
    for duty, usual in USUAL_SCORES.items():
        lost = dip * (0.35 if duty == "priorities_published" else 1.0)
        met_by_duty[duty] = (
            ndtr(usual + habit - lost - VACANCY * vacant) > ndtr(latent_traits.field(rng, t, 0.6))
        ).astype(np.int64)
    crowd = PEOPLE_A_QUARTER * np.exp(
        0.2 * latent_traits.footfall[:, None] + 0.35 * latent_traits.field(rng, t, 0.5) - 0.7 * dip
    )
    people_reached = rng.poisson(
        crowd * (0.4 + 0.3 * met_by_duty["panel_met"] + 0.5 * met_by_duty["contact_event"])
    )
    is_late = rng.random(n) < 0.04
    first_met = {duty: values.copy() for duty, values in met_by_duty.items()}
    for values in first_met.values():
        values[is_late, REVISED_QUARTER] = 0
    first_reached = people_reached.copy()
    first_reached[is_late, REVISED_QUARTER] = first_reached[is_late, REVISED_QUARTER] * 0.4
    return write_tidy(
        folder,
        "engagement",
        _table(areas, first_met, first_reached),
        _table(areas, met_by_duty, people_reached),
    )


def _table(
    areas: Geography, met_by_duty: dict[str, np.ndarray], people_reached: np.ndarray
) -> pd.DataFrame:
    met = np.prod(list(met_by_duty.values()), axis=0)
    measures = {
        "wards_reporting": np.ones_like(met),
        **met_by_duty,
        "standard_met": met,
        "people_reached": people_reached,
    }
    code, name = areas.wards["code"], areas.wards["name"]
    return pd.concat(
        [tall(measure, code, name, QUARTERS, value=values) for measure, values in measures.items()]
    )
