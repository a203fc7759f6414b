"""Posts filled so far against the straight line to a target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.figures.format import figure_text
from dashboard.figures.lines import lines
from dashboard.figures.theme import Drawn, empty


def recruitment(
    table: pd.DataFrame,
    target: tuple[Any, float],
    *,
    baseline: tuple[Any, float] | None = None,
    label: str = "In post",
    unit: str = "",
    decimals: int = 0,
    events: Sequence[Any] = (),
    breaks: Sequence[Any] = (),
    y_range: tuple[float, float] | None = None,
    dark: bool = False,
) -> Drawn:
    """The observed line of columns period_end, value, and the straight line needed to reach the target.

    `target` and `baseline` are (date, value); the baseline defaults to the first figure of the table.
    """
    known = table.dropna(subset=["value"])
    if known.empty:
        return empty(dark=dark)
    first = known.sort_values("period_end").iloc[0]
    start = (first["period_end"], float(first["value"])) if baseline is None else baseline
    date = pd.Timestamp(target[0])
    series = table.assign(series="observed", label=label, lower=float("nan"), upper=float("nan"))
    return lines(
        series, unit=unit, decimals=decimals, highlight="observed", target=[start, (date, target[1])],
        target_label=f"Target {figure_text(target[1], unit, decimals)} by {date:%b %Y}",
        events=events, breaks=breaks, y_range=y_range, dark=dark,
    )  # fmt: skip
