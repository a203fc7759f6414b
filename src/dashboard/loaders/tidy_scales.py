"""Warnings of figures that look like shares or per cents where people, calls or posts are counted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.loaders.tidy_table import Table

_FEWEST = 3
"""Rows of a measure from which its scale can be told."""
_RARE_SHARE = 0.05
"""Of the base: counts of people are rarely below it throughout, and per cents read as counts nearly
always are.
"""


def warn_of_scales(table: Table, rows: pd.DataFrame) -> None:
    """Warn once a measure whose figures look like shares or per cents and not like what is counted,
    or like both.
    """
    for i, measure in enumerate(table.source.measure):
        mine = (
            (rows["measure"] == i).to_numpy()
            & rows["given"].to_numpy()
            & np.isfinite(rows["value"].to_numpy())
        )
        if not mine.any() or measure.most == 1 or measure.statistic:
            continue
        value, base = rows["value"].to_numpy()[mine], rows["base"].to_numpy()[mine]
        first_row = int(table.sheet.rows[np.flatnonzero(mine)[0]])
        text = _whole_measure(measure.id, value, base, measure.most)
        if text:
            table.findings.add(
                "shares or per cents", text, first_row, table.title("value"), "warning"
            )
            continue
        is_below = mine.copy()
        is_below[mine] = (value > 0) & (value < 1) & (np.isfinite(base) | (measure.most == 100))
        count_above = int((value > 1).sum())
        if is_below.any() and count_above:
            first_row = int(table.sheet.rows[np.flatnonzero(is_below)[0]])
            text = (
                f"Measure '{measure.id}' has {int(is_below.sum()):,} of its values between 0 and 1"
                " and "
            )
            text += f"{count_above:,} above 1: proportions may be mixed with percentages or counts."
            table.findings.add("mixed scales", text, first_row, table.title("value"), "warning")


def _whole_measure(name: str, value: np.ndarray, base: np.ndarray, most: float | None) -> str:
    """The sentence on a measure of which all figures look like shares or per cents; '' where they
    do not.
    """
    if len(value) < _FEWEST or not (value > 0).any():
        return ""
    reach = f"{value.min():.4g} to {value.max():.4g}"
    shares = bool((value <= 1).all() and (value % 1 != 0).any())
    if not np.isfinite(base).all():
        if not shares or (most is not None and most <= 100):
            return ""
        return (
            f"Measure '{name}' has values from {reach}: they look like shares, and a count is"
            " wanted."
        )
    ratio = value / base
    percents = (
        not shares
        and bool((value <= 100).all())
        and float(np.median(ratio)) < _RARE_SHARE
        and float(np.std(np.log(value + 1))) < float(np.std(np.log(ratio + 1 / base)))
    )
    if not (shares or percents):
        return ""
    what, factor = ("shares", 1.0) if shares else ("per cents", 0.01)
    at = int(np.argmax(base))
    return (
        f"Measure '{name}' has values from {reach} where people or incidents are counted: they look"
        f" like {what}. Read as counts they give {value[at]:.4g} of {base[at]:,.0f}, or"
        f" {100 * ratio[at]:.2g}%; as {what}, {100 * factor * value[at]:.3g}%: multiply each by its"
        " base."
    )
