"""What maps on several pages share: how tall they are, and what is said of their shapes."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from dashboard.panels.common.panel import Panel
from dashboard.view import View

MAP_HEIGHT = 480
"""Pixels."""
APPROXIMATE_BORDERS = "Drawn from ward centres: borders are approximate."
SIMPLIFIED_BORDERS = "Boundaries are simplified for drawing."
HEXAGONS = "Each hexagon is a ward, whatever its size."


def shapes_note(shapes: pd.DataFrame) -> str:
    """What is said of ``shapes`` (``queries/boundaries.sql``)."""
    return APPROXIMATE_BORDERS if shapes["approximate"].any() else SIMPLIFIED_BORDERS


def in_shape_asked(
    view: View, draw_map: Callable[[], Panel | None], draw_hexagons: Callable[[], Panel | None]
) -> Panel | None:
    """The map where ``view`` asks for it and there is one, else the hexagons; the other is not made."""
    return (None if view.shape == "hexagons" else draw_map()) or draw_hexagons()
