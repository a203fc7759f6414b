"""Reads boundaries from GeoJSON or a zipped shapefile: one feature a ward or borough, with its code
and name.

The file itself is kept unchanged; only the drawing is simplified, all areas together, so that a
border that two areas share stays shared (Visvalingam and Whyatt 1993, over a coverage: shapely's
``coverage_simplify``). Outer
rings alone are drawn: an area with a hole is drawn whole, and a finding says so.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from pyproj.exceptions import ProjError

from dashboard.declared.models import Area, Source
from dashboard.errors import InputError
from dashboard.loaders.cells import strip_unseen
from dashboard.loaders.codes import code_of
from dashboard.loaders.features import Project, read_features
from dashboard.loaders.model import BOUNDARY_COLUMNS, Finding, LoadedFile
from dashboard.loaders.text import MOST_OF_A_KIND, Findings, find_columns
from dashboard.loaders.vintage import drawn_before_2022

TOLERANCE_DEGREES = 0.0012
"""Degrees of latitude (130 m): the square root of the area of the largest triangle that the drawing
leaves out.
"""
DECIMALS = 5
"""Of a degree, in the drawing: 1 m."""
LONDON = (-0.6, 51.2, 0.4, 51.8)
"""West, south, east and north within which all coordinates must lie."""
_PREFIXES = {"ward": "E05", "borough": "E09"}
_LONGITUDE_SCALE = math.cos(math.radians(51.5))
"""Length of a degree of longitude in London over that of a degree of latitude."""


def fits(path: Path, source: Source) -> bool:
    """Whether the file is GeoJSON or a shapefile with a feature that has a code of the source's
    level. Never raises.
    """
    try:
        features = read_features(path).rows
    except InputError:
        return False
    prefix = _PREFIXES.get(source.level or "", "?")
    return any(_names(f, source)[0].startswith(prefix) for f in features)


def read_file(
    path: Path,
    source: Source,
    areas: Mapping[str, Area],
    aliases: Mapping[str, str],
    published: dt.date | None = None,
) -> LoadedFile:
    """Read one file of boundaries into ``LoadedFile.boundaries``: a row a point, in drawing order,
    rings numbered from 0.

    ``areas`` is by code; areas are known by their codes alone, so ``aliases`` are not used, and
    boundaries have no period, so neither is ``published``. Every area of the source's level must
    have a boundary; a feature of any other area is left out with a warning. Anything wrong with the
    file is a finding and never an exception; with an error among the findings the table stays
    empty.
    """
    loaded_file = LoadedFile(source.id, path)
    try:
        feature_file = read_features(path)
    except InputError as error:
        loaded_file.findings.append(Finding("error", str(error)))
        return loaded_file
    features = feature_file.rows
    loaded_file.rows_read = len(features)
    findings = Findings()
    if feature_file.project:
        findings.add(
            "projected",
            f"Coordinates are on {feature_file.system} and are shown in WGS84.",
            severity="note",
        )
    areas_of_level = {code: area for code, area in areas.items() if area.level == source.level}
    if not _refuse_earlier_wards(path, features, source, areas_of_level, findings):
        shapes = _shapes(features, feature_file.project, source, areas_of_level, findings)
        missing_areas = [area for code, area in areas_of_level.items() if code not in shapes]
        _tell_of_missing(path, source, missing_areas, len(areas_of_level), findings)
        sound_shapes = {code: shape for code, shape in shapes.items() if shape is not None}
        if sound_shapes and not any(f.severity == "error" for f in findings.single_findings):
            _tell_of_drawing(sound_shapes, areas_of_level, findings)
            loaded_file.boundaries = _draw_boundaries(sound_shapes, source.level or "")
    loaded_file.findings = findings.collect()
    return loaded_file


def _refuse_earlier_wards(
    path: Path,
    features: list[Any],
    source: Source,
    areas_of_level: Mapping[str, Area],
    findings: Findings,
) -> bool:
    """Whether the file draws earlier wards, which is told once and not for each of its features."""
    count_before_2022 = drawn_before_2022(
        {_names(feature, source)[0] for feature in features}, areas_of_level
    )
    if count_before_2022:
        text = (
            f"{path.name} draws the wards before May 2022: {count_before_2022:,} of its {len(features):,}"
            " codes are of wards "
        )
        text += "that are no longer in force. Load the boundaries of the wards since 5 May 2022."
        findings.add("earlier wards", text)
    return bool(count_before_2022)


def _shapes(
    features: list[Any],
    project: Project | None,
    source: Source,
    areas_of_level: Mapping[str, Area],
    findings: Findings,
) -> dict[str, shapely.Geometry | None]:
    """Code of each area that a feature is of -> its shape, None where its geometry has a fault."""
    shapes: dict[str, shapely.Geometry | None] = {}
    feature_numbers: dict[str, int] = {}
    for number, feature in enumerate(features, start=1):
        code, name = _names(feature, source)
        place = f"Feature {number} ({' '.join(part for part in (code, name) if part) or 'no code'})"
        if not code:
            has = ", ".join(f"'{key}'" for key in _properties(feature)) or "none"
            expected = (source.columns.get("code") or ("code",))[0]
            findings.add(
                "no code", f"{place} has no property '{expected}'; its properties are {has}."
            )
        elif code in feature_numbers:
            findings.add(
                "repeated code",
                f"{place} has the same code as feature {feature_numbers[code]}: keep one.",
            )
        elif code not in areas_of_level:
            text = (
                f"{place} is not a {source.level} of the MPS in areas/{source.level}s.csv and is"
                " left out."
            )
            findings.add("area that is not known", text, severity="warning")
        else:
            feature_numbers[code] = number
            _note_of_name(place, name, areas_of_level[code], findings)
            shape = _shape(feature.get("geometry"), project)
            if isinstance(shape, str):
                findings.add("bad geometry", f"{place} {shape}.")
            shapes[code] = None if isinstance(shape, str) else shape
    return shapes


def _properties(feature: Any) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


def _names(feature: Any, source: Source) -> tuple[str, str]:
    """Return the feature's code and name, '' where it has none."""
    properties = _properties(feature)
    keys = list(properties)
    columns = {name: source.columns.get(name, ()) for name in ("code", "name")}
    places = find_columns(keys, source.model_copy(update={"columns": columns}))
    code, name = (
        strip_unseen(str(properties[keys[places[c]]] or "")) if c in places else ""
        for c in ("code", "name")
    )
    return code_of(code), name


def _note_of_name(place: str, name: str, area: Area, findings: Findings) -> None:
    if name and " ".join(name.split()).casefold() != area.name.casefold():
        text = (
            f"{place} is called {area.name} in areas/{area.level}s.csv, which is the name that is"
            " shown."
        )
        findings.add("another name", text, severity="note")


def _shape(geometry: Any, project: Project | None) -> shapely.Geometry | str:
    """Return a valid shape within London, or the fault of ``geometry``."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind is None:
        return "has no geometry"
    if kind not in ("Polygon", "MultiPolygon"):
        return f"has the geometry '{kind}': an area is a Polygon or MultiPolygon"
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
        if project is not None and shape is not None and not shape.is_empty:
            shape = shapely.transform(shape, project)
    except (shapely.errors.ShapelyError, ProjError, ValueError, TypeError, RecursionError) as error:
        return f"has a geometry that cannot be read ({str(error).splitlines()[0].rstrip('.')})"
    if shape is None or shape.is_empty:
        return "has an empty geometry"
    west, south, east, north = shape.bounds
    if max(west, south, east, north) > 1000:
        return (
            "is not in longitude and latitude: it looks like British National Grid, so save it as"
            " WGS84 (EPSG:4326)"
        )
    if LONDON[1] <= west <= east <= LONDON[3] and LONDON[0] <= south <= north <= LONDON[2]:
        return "has latitude before longitude: GeoJSON gives longitude first"
    if not (LONDON[0] <= west <= east <= LONDON[2] and LONDON[1] <= south <= north <= LONDON[3]):
        return (
            f"lies outside London: it reaches from {west:.2f}, {south:.2f} to {east:.2f},"
            f" {north:.2f}"
        )
    if not shape.is_valid:
        return (
            f"has an invalid geometry ({shapely.is_valid_reason(shape)}): repair it before loading"
        )
    return shape


def _tell_of_missing(
    path: Path, source: Source, missing_areas: list[Area], all_of: int, findings: Findings
) -> None:
    if missing_areas:
        first = ", ".join(f"{area.code} {area.name}" for area in missing_areas[:5])
        text = f"{path.name} lacks {len(missing_areas)} of {all_of} areas ({source.level}), first {first}"
        findings.add(
            "areas without a boundary",
            f"{text}: load boundaries with the codes in areas/{source.level}s.csv.",
        )


def _tell_of_drawing(
    shapes: Mapping[str, shapely.Geometry], areas_by_code: Mapping[str, Area], findings: Findings
) -> None:
    """Note what the drawing does not show as it is: holes, and borders that do not meet."""
    for code, shape in shapes.items():
        holes = int(shapely.get_num_interior_rings(shapely.get_parts(shape)).sum())
        if holes:
            text = f"Holes of {areas_by_code[code].name} ({code}) are not drawn: there are {holes}."
            findings.add("holes", text, severity="note")
    crossed = ~shapely.is_empty(shapely.coverage_invalid_edges(list(shapes.values())))
    names = [
        f"{areas_by_code[code].name} ({code})"
        for code, bad in zip(shapes, crossed, strict=True)
        if bad
    ]
    if names:
        text = (
            f"Borders of {len(names)} areas do not quite meet their neighbours':"
            f" {', '.join(names[:MOST_OF_A_KIND])}."
        )
        findings.add("borders that do not meet", text, severity="note")


def _draw_boundaries(shapes: Mapping[str, shapely.Geometry], level: str) -> pd.DataFrame:
    """Return the points of the simplified outer rings, a row a point; every part of an area keeps
    its ring.
    """
    flat = shapely.transform(list(shapes.values()), lambda points: points * (_LONGITUDE_SCALE, 1.0))
    simple = shapely.coverage_simplify(flat, TOLERANCE_DEGREES)
    tables = []
    for code, shape in zip(shapes, simple, strict=True):
        rings = shapely.get_exterior_ring(shapely.get_parts(shape))
        points, ring = shapely.get_coordinates(rings, return_index=True)
        points = np.round(points / (_LONGITUDE_SCALE, 1.0), DECIMALS)
        tables.append(
            pd.DataFrame(
                {
                    "area": code,
                    "level": level,
                    "ring": ring,
                    "longitude": points[:, 0],
                    "latitude": points[:, 1],
                }
            )
        )
    return pd.concat(tables, ignore_index=True)[list(BOUNDARY_COLUMNS)]
