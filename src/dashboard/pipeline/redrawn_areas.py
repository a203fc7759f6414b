"""How far areas are drawn otherwise than before: by the part of an area that is in one drawing and
not in the other.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import shapely

COLUMNS = ("area", "km2_before", "km2_after", "differs")
_DEGREE = 111.32
"""Kilometres of a degree of latitude."""
_LONGITUDE_SCALE = math.cos(math.radians(51.5))
"""Length of a degree of longitude in London over that of a degree of latitude."""


def compare_drawings(points_before: pd.DataFrame, points_after: pd.DataFrame) -> pd.DataFrame:
    """One row an area, the most differing first.

    Args:
        points_before: points of outer rings in drawing order (area, ring, longitude, latitude),
            WGS84.
        points_after: those of the same areas, drawn anew.

    Returns:
        area (code), km2_before and km2_after (square kilometres of the drawing) and differs: the
        area that one drawing covers and the other does not, over the area before. Areas of one side
        alone are left out.
    """
    shapes_before, shapes_after = _shapes(points_before), _shapes(points_after)
    codes = [code for code in shapes_before if code in shapes_after]
    first, second = [shapes_before[code] for code in codes], [shapes_after[code] for code in codes]
    areas = shapely.area(first)
    moved = shapely.area(shapely.symmetric_difference(first, second))
    rows = pd.DataFrame({"area": codes, "km2_before": areas, "km2_after": shapely.area(second)})
    rows["differs"] = moved / np.where(areas > 0, areas, np.nan)
    return rows.sort_values("differs", ascending=False, ignore_index=True)[list(COLUMNS)]


def _shapes(points: pd.DataFrame) -> dict[str, shapely.Geometry]:
    """Each area with all its outer rings, in kilometres."""
    shapes: dict[str, shapely.Geometry] = {}
    for (code, _), ring in points.groupby(["area", "ring"], sort=False):
        corners = ring[["longitude", "latitude"]].to_numpy() * (_DEGREE * _LONGITUDE_SCALE, _DEGREE)
        part = shapely.make_valid(shapely.polygons(corners))
        shapes[code] = shapely.union(shapes[code], part) if code in shapes else part
    return shapes
