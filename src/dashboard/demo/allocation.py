"""Writes invented plans for the allocation of DWOs and PCSOs to wards, ranked as the declared plans
say.

Scores of need follow the wards' recorded crime of the year before each plan and the published
confidence of their borough; a score cannot fall where what drives it rises.

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
from dashboard.demo.areas import DECLARED_FOLDER, Geography
from dashboard.demo.latent import Latent
from dashboard.demo.model import DemoFile
from dashboard.demo.recorded_crime import Counts
from dashboard.demo.releases import EARLIEST, SECOND, write_csv
from dashboard.demo.sharing import share_out

IN_FORCE, PROPOSED = "april-2022", "proposed-2023"
CRIMES = {
    "crime": (),
    "antisocial_behaviour": ("Public Order Offences", "Arson and Criminal Damage"),
    "vulnerability": ("Violence Against the Person", "Sexual Offences"),
    "footfall": ("Theft",),
}
"""Component of need -> the major categories of recorded crime that it follows; all where none is
named.
"""
YEARS = {IN_FORCE: slice(24, 36), PROPOSED: slice(36, 48)}
"""The year before each plan among the months of recorded crime: April 2021 to March 2022, and the
next.
"""
SURVEY_DAYS = {IN_FORCE: "2021-06-30", PROPOSED: "2022-12-31"}
"""The published survey of boroughs, the last before each plan, that 'confidence' follows."""
SURVEY_NAMES = {"Westminster": "City of Westminster"}
"""Borough -> its name in the survey, where that is another."""
PER_RESIDENT = 0.7
"""How far crimes are taken by resident: 0 takes their number, 1 their rate."""
SPREAD = 18.0
"""Standard deviation of a score about its middle, 50, in the year before the plan in force."""
OWN_CONFIDENCE = 6.0
"""Standard deviation of a ward's confidence about its borough's, in points: invented."""
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


def read_plan(plan: str) -> Plan:
    """Return the declared plan, whose weights and threshold rank the wards."""
    text = (DECLARED_FOLDER / "plans" / f"{plan}.toml").read_text(encoding="utf-8")
    return Plan.model_validate({**tomllib.loads(text), "id": plan})


def least() -> tuple[int, int]:
    """DWO and PCSO posts that every ward has at least: the declared minimum."""
    text = (DECLARED_FOLDER / "indicators" / "wards_below_minimum.toml").read_text(encoding="utf-8")
    declared_least = tomllib.loads(text)["minimum"]
    return int(declared_least["dwo_in_post"]), int(declared_least["pcso_in_post"])


def need_index(scores: pd.DataFrame, plan: Plan) -> np.ndarray:
    """Return each ward's need index, 0 to 100: ``sum(weight * score) / sum(weights)``."""
    weights = pd.Series(plan.weights)
    return (scores[list(weights.index)].to_numpy(float) @ weights.to_numpy(float)) / weights.sum()


def _scores(drivers: pd.DataFrame, middle: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Scores of wards from what drives them: a score can only rise where its driver does.

    ``middle`` has the mean and the deviation of each driver in the year before the plan in force.
    """
    far = (drivers - middle.loc["mean"]) / middle.loc["std"]
    scores = (50 + SPREAD * far).round(1).clip(0, 100)
    # An index that rounding alone puts on one side of the threshold would be read differently
    # elsewhere.
    tied = np.abs(need_index(scores, plan) - plan.threshold) < 0.01
    scores.loc[tied, "confidence"] = (scores.loc[tied, "confidence"] + 0.6).round(1).clip(0, 100)
    return scores


def _drivers(
    areas: Geography, crimes: Counts, own_confidence: np.ndarray, plan: str
) -> pd.DataFrame:
    """What drives each component in the year before ``plan``: logarithms of crimes, and people in
    a hundred without confidence in the police.
    """
    major = crimes.categories["major"]
    residents = np.log(areas.wards["population"].to_numpy(float))
    columns = {}
    for name, groups in CRIMES.items():
        here = major.isin(groups) if groups else major.notna()
        year = crimes.ward_second[here.to_numpy()][:, :, YEARS[plan]].sum(axis=(0, 2))
        columns[name] = np.log(np.maximum(year, 1)) - PER_RESIDENT * residents
    survey = pd.read_csv(DECLARED_FOLDER / "demo" / "attitude_survey.csv")
    answers = survey[
        (survey["measure"] == "confidence") & (survey["period_end"] == SURVEY_DAYS[plan])
    ]
    names = areas.boroughs["name"].replace(SURVEY_NAMES)
    by_borough = answers.set_index("area")["percent"].reindex(names)
    columns["confidence"] = 100 - by_borough.to_numpy(float)[areas.borough_of_ward] + own_confidence
    return pd.DataFrame(columns)


def plans(
    rng: np.random.Generator, areas: Geography, latent_traits: Latent, crimes: Counts
) -> tuple[Allocation, Allocation]:
    """Return the plan in force and the proposed one, for which the data behind need have moved."""
    own_confidence = OWN_CONFIDENCE * latent_traits.field(rng, 1, 0.0)[:, 0]
    drivers_before, drivers_after = (
        _drivers(areas, crimes, own_confidence, plan) for plan in (IN_FORCE, PROPOSED)
    )
    middle = drivers_before.agg(["mean", "std"])
    now, then = read_plan(IN_FORCE), read_plan(PROPOSED)
    least_dwo, least_pcso = least()
    scores = _scores(drivers_before, middle, now)
    index = need_index(scores, now)
    priority = index >= now.threshold
    pcso = np.where(priority, 3, least_pcso)
    standard_wards = np.flatnonzero(~priority)
    second = standard_wards[np.argsort(-index[standard_wards], kind="stable")][
        : max(PCSO_POSTS - pcso.sum(), 0)
    ]
    pcso[second] += 1
    dwo = np.where(priority, PRIORITY_DWO, least_dwo)
    in_force = Allocation(IN_FORCE, scores, index, priority, dwo, pcso)
    scores = _scores(drivers_after, middle, then)
    index = need_index(scores, then)
    priority = index >= then.threshold
    dwo = np.where(priority, PRIORITY_DWO, least_dwo) + (index >= then.threshold + HIGHEST_MARGIN)
    extra = PCSO_POSTS + NEW_PCSOS - least_pcso * len(index)
    pcso = least_pcso + share_out(extra, np.clip(index - 25, 5, None))
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


def write(
    folder: Path, areas: Geography, allocations: tuple[Allocation, Allocation]
) -> list[DemoFile]:
    """Write both releases: the plan in force alone, then it and the proposed plan in one file."""
    tables = [_table(areas, allocation) for allocation in allocations]
    return [
        write_csv(folder, "allocation_plan", EARLIEST, "allocation_plan", tables[0]),
        write_csv(folder, "allocation_plan", SECOND, "allocation_plan", pd.concat(tables)),
    ]
