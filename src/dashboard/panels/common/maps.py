"""What maps on several pages share: how tall they are, and what is said of their shapes."""

from __future__ import annotations

MAP_HEIGHT = 480
"""Pixels."""
DRAWN = "Drawn from ward centres: borders are approximate."
SIMPLIFIED = "Boundaries are simplified for drawing."
HEXAGONS = "Each hexagon is a ward, whatever its size."
