"""Overview: every indicator at the MPS, in agenda order, with its change on the year and that change's interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.figures.format import figure_text
from dashboard.panel import month
from dashboard.stats.intervals import newcombe, wilson
from dashboard.store.connection import Store


@dataclass(frozen=True)
class Headline:
    """One indicator of the overview, in words."""

    indicator: str
    name: str
    figure: str
    """'70%, 69% to 71%, 12 months to June 2023'."""
    change: str
    actions: tuple[str, ...]
    """Ids of the board's actions that rest on it."""


def headlines(store: Store) -> list[Headline]:
    """Every indicator with an MPS figure, in agenda order."""
    rows = store.query("overview")
    if rows.empty:
        return []
    effect = rows["design_effect"]
    lower, upper = wilson(rows["numerator"], rows["denominator"], design_effect=effect)
    change_lower, change_upper = newcombe(
        rows["numerator"] / effect, rows["denominator"] / effect,
        rows["year_numerator"] / effect, rows["year_denominator"] / effect,
    )  # fmt: skip
    found = []
    for n, row in enumerate(rows.itertuples()):
        value, low, high = (
            figure_text(v, row.unit, int(row.decimals))
            for v in (row.value, lower[n] * row.multiplier, upper[n] * row.multiplier)
        )
        figure = f"{value} (95% interval {low} to {high}), 12 months to {month(row.period_end)}"
        change = change_words(row.value - row.year_value, change_lower[n], change_upper[n], row.multiplier)
        actions = () if row.actions is None else tuple(row.actions)
        found.append(Headline(row.id, row.name, figure, change, actions))
    return found


def change_words(change: float, lower: float, upper: float, multiplier: float) -> str:
    """'fell by 2 points on the year (95% interval -3.1 to -0.9)'; plain where it is within chance or unknown."""
    if np.isnan(change):
        return "no figure a year before"
    interval = f"(95% interval {lower * multiplier:+.1f} to {upper * multiplier:+.1f} points)"
    if lower <= 0 <= upper:
        return f"no change on the year beyond chance {interval}"
    return f"{'rose' if change > 0 else 'fell'} by {abs(change):.1f} points on the year {interval}"
