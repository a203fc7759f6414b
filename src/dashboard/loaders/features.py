"""Areas drawn in a file, GeoJSON or a zipped shapefile, and how its coordinates become longitude
and latitude.

Coordinates on the British National Grid (EPSG:27700) are reprojected to WGS84 by PROJ's own
parameters, to within some 5 metres; the network is never asked for a finer grid.
"""

from __future__ import annotations

import io
import json
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapefile
from pyproj.exceptions import CRSError

from dashboard.errors import InputError
from dashboard.loaders.kinds import checked_zip, kind_of

MOST_JSON = 64 << 20
"""Bytes of a GeoJSON file: generalised boundaries of all wards of the United Kingdom have about 40
MB.
"""
MOST_FEATURES = 20_000
MOST_RINGS = 2_000
"""Of one area."""
_GRID, _MERCATOR = 27700, 3857
_DEGREES = frozenset((4326, 4258))
"""WGS84 and ETRS89, which differ by less than a metre."""
_EPSG = re.compile(r"EPSG:+(?:[\d.]*:)?(\d{4,6})$", re.IGNORECASE)
_DAMAGE_ERRORS = (
    Warning,
    shapefile.ShapefileException,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
    OverflowError,
    AssertionError,
    MemoryError,
    NotImplementedError,
)
"""What pyshp raises on a damaged shapefile."""

Project = Callable[[np.ndarray], np.ndarray]
"""Points, a row each, to longitude and latitude."""

pyproj.network.set_network_enabled(False)


@dataclass(frozen=True)
class Features:
    """The areas of a file as GeoJSON features, with the coordinates of the file."""

    rows: list[Any]
    project: Project | None = None
    """None: they are in longitude and latitude."""
    system: str = ""
    """Name of the reference system that they are projected from."""


def read_features(path: Path) -> Features:
    """Return the features of ``path``. Raises InputError where it has none or cannot be read."""
    kind = kind_of(path)
    about = path.stat()
    if kind not in ("json", "shapefile"):
        raise InputError(
            f"{path.name} is not GeoJSON or a zipped shapefile: save it as GeoJSON in UTF-8."
        )
    return _read_cached(path, kind, (about.st_size, about.st_mtime_ns))


@lru_cache(maxsize=1)
def _read_cached(path: Path, kind: str, stamp: tuple[int, int]) -> Features:
    """Kept, as each source of boundaries is tried on the same file; ``stamp`` tells of a change."""
    return _geojson(path) if kind == "json" else _shapefile(path)


def _geojson(path: Path) -> Features:
    if path.stat().st_size > MOST_JSON:
        raise InputError(
            f"{path.name} has more than {MOST_JSON >> 20} MB: use generalised boundaries."
        )
    try:
        data = json.loads(path.read_bytes().decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno:,}, column {error.colno:,}"
        text = (
            f"{path.name} is not GeoJSON, or is cut short at {where}: download the file itself"
            " again."
        )
        raise InputError(text) from None
    except (ValueError, RecursionError):
        raise InputError(f"{path.name} is not GeoJSON: save it as GeoJSON in UTF-8.") from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise InputError(f"{path.name} is not a GeoJSON FeatureCollection: save it as one.")
    if not features:
        raise InputError(f"{path.name} has no features: download it again.")
    if len(features) > MOST_FEATURES:
        raise _too_many(path, len(features))
    return _place_features(path, features, _declared_system(path, data.get("crs")))


def _declared_system(path: Path, crs: Any) -> int:
    """The EPSG number of GeoJSON's older 'crs' member; 4326 where there is none."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if not name or name.upper().endswith("CRS84"):
        return 4326
    match = _EPSG.search(name)
    if not match:
        raise _other_system(path, name)
    return int(match[1])


def _shapefile(path: Path) -> Features:
    parts = _parts(path)
    number = _prj_system(path, parts[".prj"])
    try:
        encoding = parts.get(".cpg", b"").decode("ascii", errors="ignore").strip() or "utf-8"
        "".encode(encoding)
    except LookupError:
        encoding = "utf-8"
    try:
        with (
            warnings.catch_warnings(action="error"),
            shapefile.Reader(
                shp=io.BytesIO(parts[".shp"]),
                dbf=io.BytesIO(parts[".dbf"]),
                shx=io.BytesIO(parts[".shx"]),
                encoding=encoding,
                encodingErrors="replace",
            ) as reader,
        ):
            if len(reader) > MOST_FEATURES:
                raise _too_many(path, len(reader))
            rows = [_feature(item) for item in reader.iterShapeRecords()]
    except InputError:
        raise
    except _DAMAGE_ERRORS as error:
        why = (str(error).splitlines() or [""])[0].rstrip(".")[:100] or type(error).__name__
        raise InputError(
            f"{path.name} is not a shapefile that can be read ({why}): download it again."
        ) from None
    if not rows:
        raise InputError(f"{path.name} has no features: download it again.")
    return _place_features(path, rows, number)


def _parts(path: Path) -> dict[str, bytes]:
    """Ending -> content of the one shapefile in the zip."""
    with checked_zip(path) as archive:
        names = [name for name in archive.namelist() if not name.startswith("__MACOSX")]
        members_by_ending = {
            ending: [n for n in names if n.casefold().endswith(ending)]
            for ending in (".shp", ".dbf", ".shx", ".prj")
        }
        for ending, members in members_by_ending.items():
            if not members:
                raise InputError(
                    f"{path.name} holds no {ending} file: a shapefile needs .shp, .shx, .dbf and"
                    " .prj."
                )
            if len(members) > 1:
                raise InputError(
                    f"{path.name} holds {len(members)} {ending} files: leave the one shapefile to be"
                    " loaded."
                )
        members_by_ending[".cpg"] = [n for n in names if n.casefold().endswith(".cpg")]
        try:
            return {
                ending: archive.read(members[0])
                for ending, members in members_by_ending.items()
                if members
            }
        except _DAMAGE_ERRORS:
            raise InputError(
                f"{path.name} is a zip file that is damaged or cut short: download it again."
            ) from None


def _prj_system(path: Path, prj: bytes) -> int:
    """The EPSG number of the reference system that the .prj file describes."""
    text = prj.decode("utf-8-sig", errors="replace").strip()
    try:
        crs = pyproj.CRS.from_wkt(text)
        number = crs.to_epsg(min_confidence=25)
    except CRSError:
        raise InputError(
            f"{path.name} has a .prj file that cannot be read: download it again."
        ) from None
    if crs.is_geographic and ("WGS" in crs.name or "ETRS" in crs.name):
        return 4326
    if "british_national_grid" in crs.name.casefold().replace(" ", "_"):
        return _GRID
    if number is None:
        raise _other_system(path, crs.name)
    return int(number)


def _feature(item: Any) -> dict[str, Any]:
    shape = item.shape
    geometry = None
    if len(getattr(shape, "parts", ())) > MOST_RINGS:
        geometry = {"type": f"shape of {len(shape.parts):,} rings"}
    elif shape.shapeType:
        geometry = shape.__geo_interface__
    return {"properties": item.record.as_dict(), "geometry": geometry}


def _place_features(path: Path, rows: list[Any], number: int) -> Features:
    if number in _DEGREES:
        return Features(rows)
    if number not in (_GRID, _MERCATOR):
        raise _other_system(path, f"EPSG:{number}")
    transformer = pyproj.Transformer.from_crs(number, 4326, always_xy=True, allow_ballpark=False)

    def project(points: np.ndarray) -> np.ndarray:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return Features(
        rows, project, "the British National Grid" if number == _GRID else "Web Mercator"
    )


def _other_system(path: Path, name: str) -> InputError:
    text = f"{path.name} is in the reference system '{name[:60]}', which is not known here"
    return InputError(
        f"{text}: save it in WGS84 (EPSG:4326) or on the British National Grid (EPSG:27700)."
    )


def _too_many(path: Path, number: int) -> InputError:
    return InputError(
        f"{path.name} has {number:,} features and may have {MOST_FEATURES:,}: keep those of London."
    )
