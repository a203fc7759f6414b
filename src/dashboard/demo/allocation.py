"""Writes invented plans for the allocation of DWOs and PCSOs to wards, ranked as the declared plans
say.

The weights and the threshold are read from ``data/declared/plans``: change them there and the tiers
here follow.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.declared.plans import Plan
from dashboard.demo.areas import DECLARED, Geography
from dashboard.demo.latent import Latent, standard
from dashboard.demo.model import DemoFile
from dashboard.demo.releases import FIRST, SECOND, write_csv
from dashboard.demo.sharing import shared_out

IN_FORCE, PROPOSED = "april-2022", "proposed-2023"
COMPONENTS = {
    "crime": (0.6, 0.5, 0.6),
    "antisocial_behaviour": (0.7, 0.2, 0.7),
    "vulnerability": (0.9, 0.0, 0.45),
    "footfall": (0.1, 0.95, 0.3),
    "confidence": (0.5, 0.0, 0.85),
}
"""Component of need -> how far it follows deprivation, footfall and a pattern of its own."""
SPREAD = 18.0
"""Standard deviation of a score about its middle, 50."""
KEPT = 0.78
"""Correlation of a score with itself a year on."""
PRIORITY_DWO, HIGHEST_DWO = 3, 4
HIGHEST_MARGIN = 10.0
"""Points above the proposed plan's threshold at which a ward gets ``HIGHEST_DWO`` posts."""
PCSO_POSTS = 1300
NEW_PCSOS = 500
"""PCSOs that the Board was told of on 28 April 2023."""


@dataclass(frozen=True)
class Allocation:
    """One plan: a row a ward, in the order of the declared wards."""

    plan: str
    scores: pd.DataFrame
    """A column a component of need, 0 to 100."""
    index: np.ndarray
    priority: np.ndarray
    dwo_posts: np.ndarray
    pcso_posts: np.ndarray


def declared(plan: str) -> Plan:
    """Return the declared plan, whose weights and threshold rank the wards."""
    text = (DECLARED / "plans" / f"{plan}.toml").read_text(encoding="utf-8")
    return Plan.model_validate({**tomllib.loads(text), "id": plan})


def least() -> tuple[int, int]:
    """DWO and PCSO posts that every ward has at least: the declared minimum."""
    text = (DECLARED / "indicators" / "wards_below_minimum.toml").read_text(encoding="utf-8")
    declared_least = tomllib.loads(text)["minimum"]
    return int(declared_least["dwo_in_post"]), int(declared_least["pcso_in_post"])


def need_index(scores: pd.DataFrame, plan: Plan) -> np.ndarray:
    """Return each ward's need index, 0 to 100: ``sum(weight * score) / sum(weights)``."""
    weights = pd.Series(plan.weights)
    return (scores[list(weights.index)].to_numpy(float) @ weights.to_numpy(float)) / weights.sum()


def _scores(latents: dict[str, np.ndarray], plan: Plan) -> tuple[pd.DataFrame, np.ndarray]:
    scores = pd.DataFrame(
        {name: np.clip(np.round(50 + SPREAD * x, 1), 0, 100) for name, x in latents.items()}
    )
    # An index that rounding alone puts on one side of the threshold would be read differently
    # elsewhere.
    tied = np.abs(need_index(scores, plan) - plan.threshold) < 0.01
    scores.loc[tied, "crime"] = (scores.loc[tied, "crime"] + 0.2).round(1)
    return scores, need_index(scores, plan)


def plans(rng: np.random.Generator, hidden: Latent) -> tuple[Allocation, Allocation]:
    """Return the plan in force and the proposed one, for which the data behind need have moved."""
    fields = {name: hidden.field(rng, 2, 0.0) for name in COMPONENTS}
    before = {
        name: standard(d * hidden.deprivation + f * hidden.footfall + own * fields[name][:, 0])
        for name, (d, f, own) in COMPONENTS.items()
    }
    common = hidden.field(rng, 1, 0.0)[:, 0]
    after = {
        name: standard(
            KEPT * x + np.sqrt(1 - KEPT**2) * standard(common + 0.8 * fields[name][:, 1])
        )
        for name, x in before.items()
    }
    now, then = declared(IN_FORCE), declared(PROPOSED)
    least_dwo, least_pcso = least()
    scores, index = _scores(before, now)
    priority = index >= now.threshold
    pcso = np.where(priority, 3, least_pcso)
    standard_wards = np.flatnonzero(~priority)
    second = standard_wards[np.argsort(-index[standard_wards], kind="stable")][
        : PCSO_POSTS - pcso.sum()
    ]
    pcso[second] += 1
    dwo = np.where(priority, PRIORITY_DWO, least_dwo)
    in_force = Allocation(IN_FORCE, scores, index, priority, dwo, pcso)
    scores, index = _scores(after, then)
    priority = index >= then.threshold
    dwo = np.where(priority, PRIORITY_DWO, least_dwo) + (index >= then.threshold + HIGHEST_MARGIN)
    extra = PCSO_POSTS + NEW_PCSOS - least_pcso * len(index)
    pcso = least_pcso + shared_out(extra, np.clip(index - 25, 5, None))
    return in_force, Allocation(PROPOSED, scores, index, priority, dwo, pcso)


def _table(areas: Geography, allocation: Allocation) -> pd.DataFrame:
    head = pd.DataFrame(
        {
            "plan": allocation.plan,
            "ward_code": areas.wards["code"],
            "ward_name": areas.wards["name"],
            "tier": np.where(allocation.priority, "priority", "standard"),
        }
    )
    posts = pd.DataFrame({"dwo_posts": allocation.dwo_posts, "pcso_posts": allocation.pcso_posts})
    return pd.concat([head, allocation.scores.add_prefix("need_"), posts], axis=1)


def write(folder: Path, areas: Geography, both: tuple[Allocation, Allocation]) -> list[DemoFile]:
    """Write both releases: the plan in force alone, then it and the proposed plan in one file."""
    tables = [_table(areas, allocation) for allocation in both]
    return [
        write_csv(folder, "allocation_plan", FIRST, "allocation_plan", tables[0]),
        write_csv(folder, "allocation_plan", SECOND, "allocation_plan", pd.concat(tables)),
    ]
