"""Writes invented releases of the Public Attitude Survey for London by protected characteristic.

Trust and confidence follow the published London figures; LGBTQ+ respondents' confidence is eight
points below, as told to the Board on 28 April 2023. The gaps of all other groups are invented.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.demo.areas import DECLARED_FOLDER
from dashboard.demo.latent import persistent
from dashboard.demo.model import DemoFile
from dashboard.demo.releases import write_tidy

ENDS = pd.period_range("2020Q1", "2023Q2", freq="Q").end_time.normalize()
"""Ends of rolling 12 months, the first of which begins in April 2019."""
GROUPS: dict[str, dict[str, tuple[float, float, float]]] = {
    "sex": {"Female": (0.51, 0, 0), "Male": (0.49, -1, -1)},
    "age": {
        "16-24": (0.13, -4, 2),
        "25-34": (0.21, -5, -1),
        "35-44": (0.2, 0, 0),
        "45-54": (0.17, 0, -1),
        "55-64": (0.14, 2, -2),
        "65 and over": (0.15, 8, 1),
    },
    "ethnicity": {
        "White British": (0.42, 0, 0),
        "White other": (0.17, 2, 2),
        "Mixed": (0.05, -12, -6),
        "Asian": (0.19, 3, 3),
        "Black": (0.12, -14, -5),
        "Other": (0.05, 0, 2),
    },
    "disability": {"Disabled": (0.13, -4, -5), "Not disabled": (0.87, 0, 0)},
    "sexual_orientation": {"LGBTQ+": (0.06, -9, -8), "Heterosexual": (0.94, 0, 0)},
    "religion": {
        "No religion": (0.34, 0, 0),
        "Christian": (0.4, 1, 1),
        "Muslim": (0.14, -3, 2),
        "Hindu": (0.05, 8, 6),
        "Jewish": (0.02, 3, 1),
        "Sikh": (0.015, 4, 2),
        "Other religion": (0.035, -2, -1),
    },
}
"""Characteristic -> group -> its share of those asked, and its points from London in trust and in
confidence; the largest group of each takes up the balance, so that the groups together are London.
"""
STEADY = ("sexual_orientation",)
"""Characteristics whose gap is a published one and does not wander."""
ASKED_UNTIL_2021, ASKED_SINCE = 12_800, 19_200
"""People interviewed in London in 12 months that end by 31 March 2021, and after."""


def _london(measure: str) -> np.ndarray:
    known = pd.read_csv(
        DECLARED_FOLDER / "demo" / "attitude_survey.csv", parse_dates=["period_end"]
    )
    part = known[(known["area"] == "MPS") & (known["measure"] == measure)].sort_values("period_end")
    days = (part["period_end"] - ENDS[0]).dt.days
    return np.interp((ENDS - ENDS[0]).days, days, part["percent"].to_numpy(float) / 100)


def _rows(rng: np.random.Generator, measure: str, column: int) -> list[pd.DataFrame]:
    people_asked = np.where(ENDS <= pd.Timestamp("2021-03-31"), ASKED_UNTIL_2021, ASKED_SINCE)
    london = _london(measure)
    parts = []
    for kind, groups in GROUPS.items():
        names = list(groups)
        share = np.array([groups[name][0] for name in names])
        gap = np.repeat(
            np.array([groups[name][column] for name in names])[:, None] / 100, len(ENDS), axis=1
        )
        if kind not in STEADY:
            gap += 0.006 * persistent(rng.standard_normal(gap.shape), 0.7)
        balance = int(np.argmax(share))
        gap[balance] -= share @ gap / share[balance]
        for i, name in enumerate(names):
            base = np.rint(people_asked * share[i]).astype(np.int64)
            table = {
                "measure": measure,
                "area_code": "MPS",
                "period_start": (
                    (ENDS + pd.Timedelta(days=1) - pd.DateOffset(years=1)).strftime("%Y-%m-%d")
                ),
                "period_end": ENDS.strftime("%Y-%m-%d"),
                "group_type": kind,
                "group": name,
                "value": np.rint(base * (london + gap[i])).astype(np.int64),
                "base": base,
            }
            parts.append(pd.DataFrame(table))
    return parts


def write(folder: Path, rng: np.random.Generator) -> list[DemoFile]:
    """Write both releases; the second adds a few interviews to the year to March 2023 for some
    groups.
    """
    second_release = pd.concat(
        _rows(rng, "trust", 1) + _rows(rng, "confidence", 2), ignore_index=True
    )
    first_release = second_release.copy()
    late = (first_release["period_end"] == "2023-03-31") & (
        first_release["group_type"].isin(["age", "religion"])
    )
    first_release.loc[late, ["value", "base"]] = np.floor(
        first_release.loc[late, ["value", "base"]] * 0.99
    ).astype(np.int64)
    return write_tidy(folder, "attitudes_by_characteristic", first_release, second_release)
