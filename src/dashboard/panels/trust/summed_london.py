"""The London figure of the survey where its own is not loaded: the sum of its groups."""

from __future__ import annotations

import numpy as np
import pandas as pd


def sum_london(rows: pd.DataFrame, multiplier: float) -> pd.DataFrame | None:
    """The London row of one period, added up from its groups; None where each characteristic has
    one withheld.
    """
    groups = rows[rows["group_type"] != ""]
    withheld = groups.loc[groups["value"].isna(), "group_type"]
    whole = groups[~groups["group_type"].isin(withheld)]
    if whole.empty:
        return None
    fullest = whole.groupby("group_type")["base"].sum().idxmax()
    mine = whole[whole["group_type"] == fullest]
    row = mine.head(1).copy()
    sums = mine[["numerator", "base"]].sum()
    row[["group_type", "group_name"]] = ""
    row["numerator"], row["base"] = sums["numerator"], sums["base"]
    row["value"] = multiplier * sums["numerator"] / sums["base"]
    absent = [
        "lower",
        "upper",
        "year_numerator",
        "year_denominator",
        "year_value",
        "year_lower",
        "year_upper",
    ]
    row[[name for name in absent if name in row]] = np.nan
    if "denominator" in row:
        row["denominator"] = sums["base"]
    return row
