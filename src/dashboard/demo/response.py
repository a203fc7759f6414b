"""Writes invented releases of response times by borough and of 999 answering for the MPS.

The MPS share within target follows the calibrated path quarter by quarter. Minutes to arrival are
lognormal in each borough and quarter, with the location that gives the borough's own share within
target; medians and 90th percentiles of a BCU and of the MPS are those of their boroughs' incidents
taken together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit, logit, ndtr, ndtri

from dashboard.demo.areas import Geography
from dashboard.demo.latent import Latent, persistent
from dashboard.demo.model import DemoFile
from dashboard.demo.releases import MONTHS, QUARTERS, REVISED_MONTHS, path_of, tall, write_tidy

Z95 = 1.96
DIP = {
    "2020-03": 0.93,
    "2020-04": 0.78,
    "2020-05": 0.87,
    "2020-06": 0.95,
    "2021-01": 0.9,
    "2021-02": 0.91,
}
"""Month -> demand as a share of the usual, in the lockdowns."""


@dataclass(frozen=True)
class Grade:
    """How quickly one grade of call is to be reached, and how its shares differ between BCUs."""

    calls: str
    within_target: str
    stem: str
    target_minutes: float
    sigma: float
    """Standard deviation of the logarithm of minutes. 1.55 gives a mean of 2 h 02 at 62.5 per cent
    within 60 minutes, as published for the winter of 2022-23.
    """
    calls_a_year: float
    """Incidents a year in the MPS."""
    bcu: dict[str, float]
    """BCU -> departure of its log-odds of a call within target."""


GRADES = (
    Grade(
        "i_calls",
        "i_within_15",
        "i",
        15.0,
        0.75,
        270_000.0,
        {
            "EA": -0.25,
            "NE": -0.1,
            "WA": -0.05,
            "SW": 0.05,
            "NW": -0.12,
            "CN": 0.2,
            "AW": 0.25,
            "AS": 0.12,
            "SN": -0.15,
            "SE": -0.02,
            "CE": 0.1,
            "NA": 0.0,
        },
    ),
    Grade(
        "s_calls",
        "s_within_60",
        "s",
        60.0,
        1.55,
        240_000.0,
        {
            "EA": -0.52,
            "NE": -0.47,
            "WA": -0.13,
            "SW": -0.11,
            "NW": -0.15,
            "CN": 0.28,
            "AW": 0.36,
            "AS": 0.2,
            "SN": 0.15,
            "SE": 0.22,
            "CE": 0.17,
            "NA": 0.15,
        },
    ),
)


def solve_rising(
    total: Callable[[np.ndarray], np.ndarray], goal: np.ndarray, low: float, high: float
) -> np.ndarray:
    """Return, elementwise, the argument between ``low`` and ``high`` at which the rising ``total``
    is ``goal``.
    """
    lower_ends, upper_ends = np.full(goal.shape, low), np.full(goal.shape, high)
    for _ in range(45):
        middle = (lower_ends + upper_ends) / 2
        is_less = total(middle) < goal
        lower_ends, upper_ends = (
            np.where(is_less, middle, lower_ends),
            np.where(is_less, upper_ends, middle),
        )
    return (lower_ends + upper_ends) / 2


def _season(rng: np.random.Generator) -> np.ndarray:
    """Return the demand of each month as a share of the usual."""
    month = np.asarray(MONTHS.month, dtype=float)
    shape = (
        1
        + 0.06 * np.cos(2 * np.pi * (month - 6.5) / 12)
        + 0.012 * persistent(rng.standard_normal((1, len(MONTHS))), 0.5)[0]
    )
    dip = np.array([DIP.get(str(m), 1.0) for m in MONTHS])
    return shape * dip * (1 + 0.02 * np.arange(len(MONTHS)) / 12)


def _grade(
    rng: np.random.Generator, areas: Geography, latent_traits: Latent, grade: Grade
) -> tuple[np.ndarray, np.ndarray]:
    """Return calls and calls within target, boroughs by months."""
    ward = areas.wards["population"].to_numpy(float) * np.exp(
        0.25 * latent_traits.deprivation + 0.15 * latent_traits.footfall
    )
    share = areas.by_borough(ward) / ward.sum()
    calls = rng.poisson(grade.calls_a_year / 12 * share[:, None] * _season(rng))
    lean = np.array([grade.bcu[code] for code in areas.bcus["code"]])[areas.bcu_of_borough]
    own = 0.06 * rng.standard_normal(len(share))
    moving = 0.06 * persistent(rng.standard_normal((len(share), len(MONTHS))), 0.8)
    odds = (lean + own)[:, None] + moving
    quarter = np.arange(len(MONTHS)) // 3
    goal = path_of(grade.within_target, QUARTERS) * calls.reshape(len(share), -1, 3).sum(
        axis=(0, 2)
    )

    def count_within(level: np.ndarray) -> np.ndarray:
        return (calls * expit(odds + level[quarter])).reshape(len(share), -1, 3).sum(axis=(0, 2))

    level = solve_rising(count_within, goal, -6.0, 6.0)
    return calls, np.rint(calls * expit(odds + level[quarter])).astype(np.int64)


def _quantiles(
    weights: np.ndarray, mu: np.ndarray, sigma: float, share: float
) -> dict[str, np.ndarray]:
    """Return value, base, lower and upper of a quantile of minutes, areas by quarters.

    ``weights`` are incidents: areas, boroughs, quarters. The interval is the distribution-free one
    from the ranks of the order statistics (Conover, 1999), in its large-sample form.
    """
    base = weights.sum(axis=1)

    def share_reached(log_minutes: np.ndarray) -> np.ndarray:
        return (weights * ndtr((log_minutes[:, None, :] - mu) / sigma)).sum(axis=1)

    half = Z95 * np.sqrt(share * (1 - share) / base)
    at = [
        np.exp(solve_rising(share_reached, base * p, 0.0, 9.0))
        for p in (share + 0 * half, share - half, share + half)
    ]
    value, lower, upper = (np.round(minutes, 2) for minutes in at)
    return {"value": value, "base": base, "lower": lower, "upper": upper}


def _table(areas: Geography, values_by_measure: dict[str, np.ndarray]) -> pd.DataFrame:
    boroughs = areas.boroughs
    mps = pd.DataFrame({"code": ["MPS"], "name": ["MPS"]})
    every = pd.concat([boroughs[["code", "name"]], areas.bcus[["code", "name"]], mps])
    member = np.vstack(
        [np.eye(len(boroughs)), areas.by_bcu(np.eye(len(boroughs))), np.ones((1, len(boroughs)))]
    )
    parts = []
    for grade in GRADES:
        for measure in (grade.calls, grade.within_target):
            parts.append(
                tall(
                    measure,
                    boroughs["code"],
                    boroughs["name"],
                    MONTHS,
                    value=values_by_measure[measure],
                )
            )
        calls, within = (
            values_by_measure[m].reshape(len(boroughs), -1, 3).sum(axis=2)
            for m in (grade.calls, grade.within_target)
        )
        mu = np.log(grade.target_minutes) - grade.sigma * ndtri(within / calls)
        weights = member[:, :, None] * calls
        for name, share in (("median", 0.5), ("p90", 0.9)):
            figures = _quantiles(weights, mu, grade.sigma, share)
            parts.append(
                tall(
                    f"{grade.stem}_{name}_minutes",
                    every["code"],
                    every["name"],
                    QUARTERS,
                    **figures,
                )
            )
    return pd.concat(parts, ignore_index=True)


def write(
    folder: Path, rng: np.random.Generator, areas: Geography, latent_traits: Latent
) -> list[DemoFile]:
    """Write both releases of response times; the first lacks a few calls closed late, in and out of
    time alike.
    """
    second_values: dict[str, np.ndarray] = {}
    for grade in GRADES:
        second_values[grade.calls], second_values[grade.within_target] = _grade(
            rng, areas, latent_traits, grade
        )
    is_late = rng.random(len(areas.boroughs)) < 0.5
    first_values = {measure: values.copy() for measure, values in second_values.items()}
    for values in first_values.values():
        values[is_late, REVISED_MONTHS] = np.floor(values[is_late, REVISED_MONTHS] * 0.994)
    return write_tidy(
        folder, "response_times", _table(areas, first_values), _table(areas, second_values)
    )


def write_calls(folder: Path, rng: np.random.Generator) -> list[DemoFile]:
    """Write both releases of 999 calls to the MPS and of those answered within 10 seconds."""
    calls = np.rint(175_000 * _season(rng)).astype(np.int64)
    published = path_of("answered_999", MONTHS)
    odds = 0.06 * rng.standard_normal(len(MONTHS))
    quarter = np.arange(len(MONTHS)) // 3
    goal = path_of("answered_999", QUARTERS) * calls.reshape(-1, 3).sum(axis=1)

    def share(level: np.ndarray) -> np.ndarray:
        return np.where(np.isnan(published), expit(odds + level[quarter]), published)

    level = solve_rising(
        lambda x: (calls * share(x)).reshape(-1, 3).sum(axis=1),
        goal,
        float(logit(0.01)),
        float(logit(0.99)),
    )
    answered_calls = np.rint(calls * share(level)).astype(np.int64)
    known_share = np.ones(len(MONTHS))
    known_share[REVISED_MONTHS.stop - 1] = 0.998
    mps = pd.Series(["MPS"])
    first_table, second_table = (
        pd.concat(
            [
                tall("calls_999", mps, mps, MONTHS, value=np.floor(calls * part_known)),
                tall(
                    "calls_999_within_10s",
                    mps,
                    mps,
                    MONTHS,
                    value=np.floor(answered_calls * part_known),
                ),
            ]
        )
        for part_known in (known_share, np.ones(len(MONTHS)))
    )
    return write_tidy(folder, "calls_999", first_table, second_table)
