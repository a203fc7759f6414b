"""Values as words in figures."""

from __future__ import annotations

import pandas as pd

NO_FIGURE = "no figure"


def figure_text(value: float | None, unit: str, decimals: int) -> str:
    """'71%', '12.3 per 1,000 residents', or 'no figure' where the value is missing."""
    if value is None or pd.isna(value):
        return NO_FIGURE
    number = f"{round(float(value), decimals) + 0.0:,.{decimals}f}"
    if unit in ("%", "per cent"):
        return f"{number}%"
    return f"{number} {unit}".strip()
