"""Writes invented releases of DWO and PCSO posts by ward, in post and vacant, and of DWOs'
abstraction.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.demo import force_strength
from dashboard.demo.allocation import Allocation, least
from dashboard.demo.areas import Geography
from dashboard.demo.latent import Latent, persistent
from dashboard.demo.model import DemoFile
from dashboard.demo.releases import MONTHS, REVISED_MONTHS, tall, write_tidy

IN_FORCE_FROM = int(MONTHS.get_loc(pd.Period("2022-04")))
EARLIER_MARGIN = 3.0
"""Before the plan in force only wards this many points above its threshold had a third DWO post."""
SIZES = (0.25, 0.5, 1.0, 1.0, 1.0, 1.0)
"""What may be vacant of a ward's posts, full-time equivalent; repeated, so that it is likelier."""
WORSE_BOROUGHS = {"E09000002": 0.12, "E09000008": 0.115, "E09000025": 0.105, "E09000014": 0.095}
"""Borough -> its vacancy rate where it is far above the others'."""
PEAKS = {
    "2022-08": 0.04,
    "2022-09": 0.07,
    "2023-05": 0.065,
    "2019-10": 0.05,
    "2020-04": 0.04,
    "2020-06": 0.04,
    "2019-04": 0.05,
    "2022-06": 0.03,
}
"""Month -> addition to the share of hours abstracted."""
IN_WARDS = 0.95
"""Share of all PCSOs who belong to a ward's team; the others work for a BCU as a whole."""
MINUTES = 8_600
"""Minutes on duty of a full-time officer in a month."""


@dataclass(frozen=True)
class Resources:
    """Full-time equivalent posts, wards by months."""

    dwo_posts: np.ndarray
    dwo_in_post: np.ndarray
    pcso_posts: np.ndarray
    pcso_in_post: np.ndarray


def _vacant(goal: float, order: np.ndarray, sizes: np.ndarray, most: np.ndarray) -> np.ndarray:
    """Return the vacancies of wards that add up to ``goal``, filled in ``order``; quarters of a
    post.
    """
    gone = np.minimum(sizes, most)[order]
    before = np.cumsum(gone) - gone
    out = np.zeros(len(sizes))
    out[order] = np.clip(goal - before, 0, gone)
    return out


def resources(
    rng: np.random.Generator, areas: Geography, latent_traits: Latent, plan: Allocation
) -> Resources:
    """Draw the posts of every ward and who is in them, from the plan in force."""
    n, t = len(areas.wards), len(MONTHS)
    least_dwo = least()[0]
    earlier = np.where(
        plan.index >= plan.index[plan.priority].min() + EARLIER_MARGIN, plan.dwo_posts, least_dwo
    )
    dwo = np.repeat(earlier[:, None], t, axis=1).astype(float)
    dwo[:, IN_FORCE_FROM:] = plan.dwo_posts[:, None]
    pcso = np.repeat(plan.pcso_posts[:, None], t, axis=1).astype(float)
    rate = rng.uniform(0.022, 0.066, len(areas.boroughs))
    for code, worse in WORSE_BOROUGHS.items():
        rate[areas.boroughs["code"] == code] = worse
    moving = np.exp(0.12 * persistent(rng.standard_normal((len(rate), t)), 0.9))
    common = 1 + 0.2 * np.cos(2 * np.pi * np.arange(t) / (t + 8))
    vacancy_goals = np.clip(rate[:, None] * moving * common, 0.02, 0.13) * areas.by_borough(dwo)
    # Vacancies are likelier where a ward has posts to spare, so that most wards keep the minimum.
    spare = 1.1 * (plan.dwo_posts > least_dwo)[:, None]
    order = latent_traits.field(rng, t, 0.95) + spare
    sizes = rng.choice(SIZES, n)
    vacant = np.zeros((n, t))
    for b in range(len(rate)):
        wards = np.flatnonzero(areas.borough_of_ward == b)
        for m in range(t):
            goal = np.round(vacancy_goals[b, m] * 4) / 4
            vacant[wards, m] = _vacant(
                goal, np.argsort(-order[wards, m]), sizes[wards], dwo[wards, m]
            )
    in_post = dwo - vacant
    over = rng.random((n, 1)) < 0.012
    in_post = in_post + 0.5 * (over & (vacant == 0))
    return Resources(dwo, in_post, pcso, pcso - _pcso_vacant(rng, areas, latent_traits, pcso, rate))


def _pcso_vacant(
    rng: np.random.Generator,
    areas: Geography,
    latent_traits: Latent,
    posts: np.ndarray,
    rate: np.ndarray,
) -> np.ndarray:
    """Return PCSO vacancies by ward and month that leave ``IN_WARDS`` of the published strength of
    the MPS in post.
    """
    goals = posts.sum(axis=0) - np.round(IN_WARDS * force_strength.strength("PCSO Strength"))
    order = (
        latent_traits.field(rng, posts.shape[1], 0.95)
        + 1.2 * (posts > 1)
        + 8 * rate[areas.borough_of_ward, None]
    )
    sizes = rng.choice(SIZES, len(posts))
    months = [
        _vacant(goal, np.argsort(-order[:, m]), sizes, posts[:, m]) for m, goal in enumerate(goals)
    ]
    return np.stack(months, axis=1)


def _resource_table(areas: Geography, resources: Resources) -> pd.DataFrame:
    code, name = areas.wards["code"], areas.wards["name"]
    parts = [
        tall(measure, code, name, MONTHS, value=values)
        for measure, values in vars(resources).items()
    ]
    return pd.concat(parts, ignore_index=True)


def write_resources(
    folder: Path, rng: np.random.Generator, areas: Geography, resources: Resources
) -> list[DemoFile]:
    """Write both releases of posts; the first had not yet heard of a few officers who left in early
    2023.
    """
    is_unheard = (rng.random(len(areas.wards)) < 0.03) & (
        resources.dwo_in_post[:, 45:48] < resources.dwo_posts[:, 45:48]
    ).all(axis=1)
    first_in_post = resources.dwo_in_post.copy()
    first_in_post[is_unheard, REVISED_MONTHS] = resources.dwo_posts[is_unheard, REVISED_MONTHS]
    first_resources = Resources(
        resources.dwo_posts, first_in_post, resources.pcso_posts, resources.pcso_in_post
    )
    return write_tidy(
        folder,
        "neighbourhood_resources",
        _resource_table(areas, first_resources),
        _resource_table(areas, resources),
    )


def write_abstraction(
    folder: Path,
    rng: np.random.Generator,
    areas: Geography,
    latent_traits: Latent,
    resources: Resources,
) -> list[DemoFile]:
    """Write both releases of minutes on duty and of those spent away from the ward, DWOs only."""
    n, t = resources.dwo_in_post.shape
    duty = np.rint(
        resources.dwo_in_post * MINUTES * rng.normal(1, 0.06, (n, t)).clip(0.8, 1.2)
    ).astype(np.int64)
    peak = np.array([PEAKS.get(str(month), 0.0) for month in MONTHS])
    usual = 0.098 + 0.008 * persistent(rng.standard_normal((1, t)), 0.6)[0] + peak
    borough = np.exp(0.1 * rng.standard_normal(len(areas.boroughs)))[areas.borough_of_ward, None]
    share = np.clip(usual * borough * np.exp(0.22 * latent_traits.field(rng, t, 0.5)), 0.02, 0.45)
    away = np.rint(duty * share).astype(np.int64)
    late = rng.random(n) < 0.08
    first_away = away.copy()
    first_away[late, REVISED_MONTHS] = np.floor(away[late, REVISED_MONTHS] * 0.9)
    code, name = areas.wards["code"], areas.wards["name"]
    tables = [
        pd.concat(
            [
                tall("duty_minutes", code, name, MONTHS, value=duty),
                tall("abstraction_minutes", code, name, MONTHS, value=minutes),
            ]
        )
        for minutes in (first_away, away)
    ]
    return write_tidy(folder, "abstraction", *tables)
