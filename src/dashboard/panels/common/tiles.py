"""A few figures of a page as tiles: each with its verdict and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dashboard.text import limits_text, missing


@dataclass(frozen=True)
class Tile:
    """One figure."""

    name: str
    figure: str
    verdict: str
    way: str
    """'better', 'worse' or ''."""
    sure: bool
    note: str
    indicator: str = ""
    interval: str = ""
    """'54% to 64%', at 95%; '' where nothing was sampled."""
    trend: tuple[float, ...] = ()
    page: str = "compare"
    """The page on which the figure is explored, ..."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """... its view, ..."""
    anchor: str = ""
    """... and the chart to bring into view there; '' for the top of the page."""
    mark: str = ""
    """What stands before the verdict where it goes no way, as ``mark_of`` names it; '' where that
    is 'same'.
    """
    bars: tuple[tuple[str, float, float], ...] = ()
    """Kind of officers, those in post and their posts (full-time equivalents), in place of one
    figure.
    """


def limits_words(row: Any) -> str:
    """'54% to 64%': the 95% interval of a row of ``Page.estimates``; '' where it has none."""
    if missing(row["value"]):
        return ""
    return limits_text(row["lower"], row["upper"], row["unit"], int(row["decimals"]))


def tiles_reading(tiles: Sequence[Tile]) -> str:
    """'Trust: 78%, better than London, 70%.', a sentence a tile."""
    return " ".join(f"{t.name}: {t.figure}{', ' + t.verdict if t.verdict else ''}." for t in tiles)


def tiles_table(tiles: Sequence[Tile], against: str) -> pd.DataFrame:
    """A row a tile; ``against`` heads the verdicts."""
    return pd.DataFrame(
        {
            "Figure": [t.name for t in tiles],
            "Value": [t.figure for t in tiles],
            against: [t.verdict for t in tiles],
            "Beside": [t.note for t in tiles],
        }
    )
