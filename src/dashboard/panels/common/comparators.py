"""What an area is set against: the figure of each comparator for each area, and how the areas are
flagged by it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.stats.comparison import NOT_KNOWN, SIMILAR, Better
from dashboard.stats.flags import compare_estimates, compare_twice

_LIMITS = ("lower", "upper", "lower_998", "upper_998")
OWN = ("bcu", "similar", "inner_outer", "past")
"""Comparators that are another figure for each area."""


def against(comparator: str, names: Mapping[str, str]) -> str:
    """A comparator as the object of 'worse than'; ``names`` are those of the boroughs by code."""
    words = {
        "mps": "the MPS",
        "bcu": "their own BCU",
        "similar": "similar boroughs",
        "inner_outer": "inner/outer London",
        "past": "a year before",
        "": "",
    }
    return words.get(comparator) or names.get(comparator, "")


def is_estimate(comparator: str) -> bool:
    """True where the comparator is one more estimate with an interval of its own: a borough, or the
    own past.
    """
    return comparator not in ("", "mps", "bcu", "similar", "inner_outer")


def own_past(table: pd.DataFrame) -> pd.DataFrame:
    """``table`` with comparator and its limits: each area a year before, where the two can be
    compared.
    """
    comparable = table["broken"].isna()
    columns = {"comparator": "year_value", **{f"comparator_{c}": f"year_{c}" for c in _LIMITS}}
    return table.assign(
        **{new: table[old].astype(float).where(comparable) for new, old in columns.items()}
    )


def one_area(table: pd.DataFrame, code: str) -> pd.DataFrame:
    """``table`` with comparator and its limits: those of area ``code``, for every area but itself."""
    row = table[table["area"] == code].iloc[0]
    columns = {"comparator": row["value"], **{f"comparator_{c}": row[c] for c in _LIMITS}}
    others = table["area"] != code
    return table.assign(
        **{new: np.where(others, float(value), np.nan) for new, value in columns.items()}
    )


def of_many(
    table: pd.DataFrame, pairs: pd.DataFrame, multiplier: float, is_published: bool
) -> pd.Series:
    """By area, the figure of the areas it is paired with (columns area, similar_to), in the order
    of ``table``.

    Their numerators over their denominators, added up, never an average of percentages; of a
    published statistic, which cannot be added up, the median of their figures. Areas without a
    figure are left out.
    """
    figures = table.dropna(subset=["value"])[["area", "value", "numerator", "denominator"]]
    by_area = (
        pairs[["area", "similar_to"]]
        .merge(figures.rename(columns={"area": "similar_to"}))
        .groupby("area")
    )
    if is_published:
        return table["area"].map(by_area["value"].median())
    total = by_area[["numerator", "denominator"]].sum()
    return table["area"].map(
        multiplier * total["numerator"] / total["denominator"].where(total["denominator"] > 0)
    )


def pairs_within(table: pd.DataFrame, part: pd.Series) -> pd.DataFrame:
    """Every area with every area of its own part (``part``: code -> part), itself among them: area,
    similar_to.
    """
    codes = pd.DataFrame({"area": table["area"], "part": table["area"].map(part)}).dropna()
    return codes.merge(codes.rename(columns={"area": "similar_to"}), on="part")[
        ["area", "similar_to"]
    ]


def add_flags(
    table: pd.DataFrame, better: Better, *, has_intervals: bool, estimate: bool
) -> pd.DataFrame:
    """``table`` with flag, flag_level ('95', '99.8' or ''), flag_95 and flag_998.

    Without intervals (``has_intervals`` false) a flag says on which side of the comparator the figure lies and
    claims no more.
    """
    if not has_intervals:
        gap = (table["value"] - table["comparator"]).astype(float)
        flag = np.select(
            [gap.isna(), gap > 0, gap < 0], [NOT_KNOWN, "higher", "lower"], default=SIMILAR
        )
        return table.assign(flag=flag, flag_level="", flag_95=NOT_KNOWN, flag_998=NOT_KNOWN)
    found = (compare_estimates if estimate else compare_twice)(table, better)
    return found.assign(flag=found["flag_95"])
