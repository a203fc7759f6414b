"""Borders of wards and boroughs drawn from the centres of wards, for a map without boundary files."""

from __future__ import annotations

import math
from functools import lru_cache

import duckdb
import pandas as pd
import shapely

from dashboard.declared.read import Declarations

CITY = (-0.0919, 51.5155)
"""The middle of the City of London, which has its own police: a hole in the map."""
_EAST = 111.32 * math.cos(math.radians(51.5))
_NORTH = 111.32
"""Kilometres of a degree in London."""
_HULL, _OUT, _BACK = 0.2, 2.2, -0.9
"""How closely the outline follows the centres, and how far it is moved out and back, in kilometres."""
_FEWEST = 4
"""Centres of which an outline can be drawn."""


def fill_drawn_boundaries(con: duckdb.DuckDBPyConnection, declarations: Declarations) -> None:
    """Fill ``boundary`` with drawn borders, without a release; those of a file take their place."""
    wards = [
        (a.code, a.parent, a.longitude, a.latitude)
        for a in declarations.areas.values()
        if a.level == "ward" and a.longitude is not None and a.valid_to is None
    ]
    if len(wards) < _FEWEST:
        return
    con.register("drawn", _draw_wards(tuple(wards)))
    con.execute("INSERT INTO boundary BY NAME SELECT *, NULL AS release FROM drawn")
    con.unregister("drawn")


@lru_cache(maxsize=2)
def _draw_wards(wards: tuple[tuple[str, str | None, float, float], ...]) -> pd.DataFrame:
    """``drawn_boundaries`` of the same wards, which each day's database of one build has; to be
    read only.
    """
    return drawn_boundaries(
        pd.DataFrame(wards, columns=["ward", "borough", "longitude", "latitude"])
    )


def drawn_boundaries(wards: pd.DataFrame) -> pd.DataFrame:
    """Points of the borders of each ward and borough: area, level, ring, position, longitude and
    latitude.

    ``wards`` has ward, borough, longitude and latitude. A ward is what lies nearer to its centre
    than to another's (Voronoi), within an outline around all of them; a borough is its wards, so
    that shared borders stay shared.
    """
    points = shapely.points(wards["longitude"] * _EAST, wards["latitude"] * _NORTH)
    cloud = shapely.multipoints(points)
    outline = shapely.concave_hull(cloud, ratio=_HULL).buffer(_OUT).buffer(_BACK)
    city = shapely.Point(CITY[0] * _EAST, CITY[1] * _NORTH)
    if outline.contains(city):
        cloud = shapely.union(cloud, city)
    cells = list(shapely.voronoi_polygons(cloud, extend_to=outline).geoms)
    tree = shapely.STRtree(cells)
    cell_of = dict(zip(*tree.query(points, predicate="within"), strict=True))
    shapes = [shapely.intersection(cells[cell_of[i]], outline) for i in range(len(points))]
    rows = []
    for ward, shape in zip(wards["ward"], shapes, strict=True):
        rows += _rings(ward, "ward", shape)
    by_borough: dict[str, list[shapely.Geometry]] = {}
    for borough, shape in zip(wards["borough"], shapes, strict=True):
        by_borough.setdefault(borough, []).append(shape)
    for borough, parts in by_borough.items():
        rows += _rings(borough, "borough", shapely.union_all(parts, grid_size=0.001))
    columns = ["area", "level", "ring", "position", "longitude", "latitude"]
    return pd.DataFrame(rows, columns=columns)


def _rings(area: str, level: str, shape: shapely.Geometry) -> list[tuple]:
    """The outer rings of a shape, in degrees."""
    parts = [p for p in getattr(shape, "geoms", [shape]) if p.geom_type == "Polygon"]
    return [
        (area, level, ring, position, round(x / _EAST, 5), round(y / _NORTH, 5))
        for ring, part in enumerate(parts)
        for position, (x, y) in enumerate(part.exterior.coords)
    ]
