"""The boundaries loader: the real files, borders that stay shared, and each way in which a file may
be broken.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import pytest
import shapefile
import shapely

from dashboard.declared.models import Area, Source
from dashboard.declared.read import declarations
from dashboard.loaders.boundaries import fits, read_file
from dashboard.loaders.features import read_features
from dashboard.loaders.model import BOUNDARY_COLUMNS, LoadedFile

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = Path(os.environ.get("DASHBOARD_PUBLISHED", ROOT.parent / "shared" / "published"))
DECLARED = declarations(ROOT / "data" / "declared")
WARDS, BOROUGHS = DECLARED.sources["boundaries_ward"], DECLARED.sources["boundaries_borough"]
WARD_FILE, BOROUGH_FILE = "london_wards_2025_mps.geojson", "london_boroughs_from_wards_2025.geojson"
THREE = {code: DECLARED.areas[code] for code in ("MPS", "E05014053", "E05014054")}
"""Two wards of Barking and Dagenham, Abbey and Alibon: enough for a file made by hand."""
Change = Callable[[list[dict[str, Any]]], object]


def real(name: str) -> Path:
    path = PUBLISHED / name
    if not path.exists():
        pytest.skip(f"the published file {path} is not here")
    return path


def load(path: Path, source: Source = WARDS, areas: dict[str, Area] = THREE) -> LoadedFile:
    return read_file(path, source, areas, {})


def square(west: float, south: float) -> list[list[float]]:
    east, north = west + 0.01, south + 0.01
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code: str, name: str, *rings: list[list[float]]) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": list(rings)}
    return {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": geometry}


def file(folder: Path, change: Change = lambda features: None) -> Path:
    features = [
        feature("E05014053", "Abbey", square(0.07, 51.53)),
        feature("E05014054", "Alibon", square(0.08, 51.53)),
    ]
    change(features)
    path = folder / "wards.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def told(loaded: LoadedFile, severity: str) -> list[str]:
    return [f.message for f in loaded.findings if f.severity == severity]


def shapes(table: pd.DataFrame) -> list[shapely.Geometry]:
    """Each area as the drawing shows it."""
    drawn = []
    for _, area in table.groupby("area"):
        rings = [ring[["longitude", "latitude"]].to_numpy() for _, ring in area.groupby("ring")]
        drawn.append(shapely.union_all([shapely.Polygon(ring) for ring in rings]))
    return drawn


@pytest.mark.parametrize(
    ("name", "source", "areas", "most"),
    [(WARD_FILE, WARDS, 679, 12_000), (BOROUGH_FILE, BOROUGHS, 32, 3_000)],
)
def test_real_file_is_drawn_whole_in_few_points(
    name: str, source: Source, areas: int, most: int
) -> None:
    path = real(name)
    before = path.read_bytes()
    loaded = load(path, source, DECLARED.areas)
    assert path.read_bytes() == before
    assert not told(loaded, "error") and not told(loaded, "warning")
    table = loaded.boundaries
    assert tuple(table.columns) == BOUNDARY_COLUMNS
    assert loaded.rows_read == table["area"].nunique() == areas
    assert set(table["level"]) == {source.level}
    assert 5 * areas < len(table) <= most
    points = table[["longitude", "latitude"]]
    assert (points.round(5) == points).all(axis=None)
    ends = table.groupby(["area", "ring"])[["longitude", "latitude"]]
    assert (ends.first() == ends.last()).all(axis=None)
    assert (ends.size() >= 4).all()


def test_real_wards_keep_their_shared_borders_and_their_size() -> None:
    drawn = shapes(load(real(WARD_FILE), WARDS, DECLARED.areas).boundaries)
    features = json.loads(real(WARD_FILE).read_text())["features"]
    given = shapely.from_geojson([json.dumps(f["geometry"]) for f in features])
    assert all(shape.is_valid for shape in drawn)
    # What neighbours leave open or cover twice is as good as nothing: one part in 10,000.
    assert shapely.union_all(drawn).area == pytest.approx(
        sum(shape.area for shape in drawn), rel=1e-4
    )
    assert sum(shape.area for shape in drawn) == pytest.approx(
        float(shapely.area(given).sum()), rel=2e-3
    )


def test_real_names_that_differ_are_notes() -> None:
    notes = told(load(real(WARD_FILE), WARDS, DECLARED.areas), "note")
    assert (
        "Feature 598 (E05009317 Bethnal Green East) is called Bethnal Green in areas/wards.csv, "
        "which is the name that is shown." in notes
    )
    assert [note for note in notes if "is called" in note] == notes[:2]
    assert notes[2:] == [
        "Borders of 2 areas do not quite meet their neighbours': Sands End (E05013747), Chelsea"
        " Riverside (E05009391)."
    ]


def test_real_files_fit_the_source_of_their_level_alone() -> None:
    assert [fits(real(WARD_FILE), source) for source in (WARDS, BOROUGHS)] == [True, False]
    assert [fits(real(BOROUGH_FILE), source) for source in (WARDS, BOROUGHS)] == [False, True]


def test_points_and_rings_of_a_file_made_by_hand(tmp_path: Path) -> None:
    def split(features: list[dict[str, Any]]) -> None:
        features[0]["geometry"] = {
            "type": "MultiPolygon",
            "coordinates": [[square(0.07, 51.53)], [square(0.02, 51.50)]],
        }

    loaded = load(file(tmp_path, split))
    assert loaded.findings == []
    table = loaded.boundaries
    assert table.groupby(["area", "ring"], sort=False).size().to_dict() == {
        ("E05014053", 0): 5,
        ("E05014053", 1): 5,
        ("E05014054", 0): 5,
    }
    assert set(table["longitude"]) == {0.02, 0.03, 0.07, 0.08, 0.09}


def test_statistical_names_of_properties_are_known(tmp_path: Path) -> None:
    def rename(features: list[dict[str, Any]]) -> None:
        for item in features:
            code, name = item["properties"].values()
            item["properties"] = {"FID": 1, "WD22CD": code, "WD22NM": name}

    path = file(tmp_path, rename)
    assert fits(path, WARDS)
    assert load(path).findings == []


def _swap(features: list[dict[str, Any]]) -> None:
    features[1]["geometry"]["coordinates"] = [[[y, x] for x, y in square(0.08, 51.53)]]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda f: f[1].update(geometry=None),
            "Feature 2 (E05014054 Alibon) has no geometry.",
        ),
        (
            lambda f: f[1].update(geometry={"type": "Point", "coordinates": [0.08, 51.53]}),
            (
                "Feature 2 (E05014054 Alibon) has the geometry 'Point': an area is a Polygon or"
                " MultiPolygon."
            ),
        ),
        (
            lambda f: f[1]["geometry"].update(coordinates=[]),
            "Feature 2 (E05014054 Alibon) has an empty geometry.",
        ),
        (
            lambda f: f[1]["geometry"].update(
                coordinates=[
                    [[0.08, 51.53], [0.09, 51.54], [0.09, 51.53], [0.08, 51.54], [0.08, 51.53]]
                ]
            ),
            (
                "Feature 2 (E05014054 Alibon) has an invalid geometry (Self-intersection[0.085"
                " 51.535]): repair it before loading."
            ),
        ),
        (
            lambda f: f[1]["geometry"].update(coordinates=[square(544000, 184000)]),
            (
                "Feature 2 (E05014054 Alibon) is not in longitude and latitude: it looks like"
                " British National Grid, so save it as WGS84 (EPSG:4326)."
            ),
        ),
        (
            _swap,
            (
                "Feature 2 (E05014054 Alibon) has latitude before longitude: GeoJSON gives"
                " longitude first."
            ),
        ),
        (
            lambda f: f[1]["geometry"].update(coordinates=[square(-2.24, 53.48)]),
            (
                "Feature 2 (E05014054 Alibon) lies outside London: it reaches from -2.24, 53.48 to"
                " -2.23, 53.49."
            ),
        ),
        (
            lambda f: f.append(f[1]),
            "Feature 3 (E05014054 Alibon) has the same code as feature 2: keep one.",
        ),
        (
            lambda f: f.append({"type": "Feature", "properties": {"ward": "x"}, "geometry": None}),
            "Feature 3 (no code) has no property 'code'; its properties are 'ward'.",
        ),
        (
            lambda f: f.pop(),
            (
                "wards.geojson lacks 1 of 2 areas (ward), first E05014054 Alibon: "
                "load boundaries with the codes in areas/wards.csv."
            ),
        ),
    ],
)
def test_broken_feature(tmp_path: Path, change: Change, sentence: str) -> None:
    loaded = load(file(tmp_path, change))
    assert told(loaded, "error") == [sentence]
    assert loaded.boundaries.empty


@pytest.mark.parametrize(
    "coordinates", [[[["a", "b"]]], [[0.08, 51.53]], [[[0.08, 51.53], [0.09, 51.53]]], "x", None]
)
def test_coordinates_that_are_none_are_an_error_of_their_feature(
    tmp_path: Path, coordinates: object
) -> None:
    loaded = load(file(tmp_path, lambda f: f[1]["geometry"].update(coordinates=coordinates)))
    [message] = told(loaded, "error")
    assert message.startswith("Feature 2 (E05014054 Alibon) has a")


def test_area_of_elsewhere_is_left_out_and_told(tmp_path: Path) -> None:
    loaded = load(
        file(tmp_path, lambda f: f.append(feature("E05011362", "Canning", square(-2.2, 53.4))))
    )
    assert not loaded.is_refused
    assert told(loaded, "warning") == [
        "Feature 3 (E05011362 Canning) is not a ward of the MPS in areas/wards.csv and is left out."
    ]
    assert loaded.boundaries["area"].nunique() == 2


def test_hole_is_not_drawn_and_told(tmp_path: Path) -> None:
    hole = [[0.083, 51.533], [0.086, 51.533], [0.086, 51.536], [0.083, 51.533]]
    loaded = load(file(tmp_path, lambda f: f[1]["geometry"]["coordinates"].append(hole)))
    assert told(loaded, "note") == ["Holes of Alibon (E05014054) are not drawn: there are 1."]
    assert loaded.boundaries.groupby("area")["ring"].nunique().tolist() == [1, 1]


def test_many_features_of_a_fault_are_summarised(tmp_path: Path) -> None:
    more = [feature(f"E06{i:06}", "Nowhere", square(0.07, 51.53)) for i in range(1025)]
    messages = told(load(file(tmp_path, lambda f: f.extend(more))), "warning")
    assert len(messages) == 21
    assert messages[-1] == "There are 1,005 more rows of this kind: area that is not known."


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "wards.geojson is empty: download it again."),
        (
            b'{"type": "FeatureCollection",\n "features": [{"ty',
            (
                "wards.geojson is not GeoJSON, or is cut short at line 2, column 16: download the"
                " file itself again."
            ),
        ),
        (
            b"PK\x03\x04\xff\xff",
            (
                "wards.geojson is a workbook or zip file that is damaged or cut short: download it"
                " again."
            ),
        ),
        (
            b'{"type": "Topology"}',
            "wards.geojson is not a GeoJSON FeatureCollection: save it as one.",
        ),
        (b'{"features": []}', "wards.geojson has no features: download it again."),
        (b"[" * 100_000, "wards.geojson is not GeoJSON: save it as GeoJSON in UTF-8."),
    ],
)
def test_broken_file(tmp_path: Path, raw: bytes, sentence: str) -> None:
    path = tmp_path / "wards.geojson"
    path.write_bytes(raw)
    assert told(load(path), "error") == [sentence]
    assert not fits(path, WARDS)


def test_absent_file_and_table_fit_nothing(tmp_path: Path) -> None:
    path = tmp_path / "none.geojson"
    assert not fits(path, WARDS)
    assert told(load(path), "error") == ["none.geojson cannot be read: No such file or directory."]
    path.write_text("code,name\nE05014053,Abbey\n")
    assert not fits(path, WARDS)


def shapes_on(
    system: int, folder: Path, leave_out: str = "", prj: bytes | None = None, twice: bool = False
) -> Path:
    """The two wards as a zipped shapefile in a reference system, within a folder of the zip as the
    ONS has it.
    """
    project = pyproj.Transformer.from_crs(4326, system, always_xy=True)
    parts = {ending: io.BytesIO() for ending in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts, shapeType=shapefile.POLYGON) as writer:
        writer.field("FID", "N")
        writer.field("WD22CD", "C", 9)
        writer.field("WD22NM", "C", 40)
        for i, (code, name, west) in enumerate(
            (("E05014053", "Abbey", 0.07), ("E05014054", "Alibon", 0.08))
        ):
            writer.poly([[project.transform(x, y) for x, y in reversed(square(west, 51.53))]])
            writer.record(i, code, name)
    members = {ending: part.getvalue() for ending, part in parts.items()}
    members["prj"] = prj or pyproj.CRS.from_epsg(system).to_wkt("WKT1_ESRI").encode()
    path = folder / "wards.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for ending, content in members.items():
            if ending != leave_out:
                archive.writestr(f"WD_DEC_2022/WD_DEC_2022.{ending}", content)
        if twice:
            archive.writestr("other.shp", members["shp"])
    return path


@pytest.mark.parametrize(
    ("system", "note"),
    [(27700, ["Coordinates are on the British National Grid and are shown in WGS84."]), (4326, [])],
)
def test_zipped_shapefile_is_the_same_as_the_geojson(
    tmp_path: Path, system: int, note: list[str]
) -> None:
    path = shapes_on(system, tmp_path)
    assert [fits(path, source) for source in (WARDS, BOROUGHS)] == [True, False]
    loaded = load(path)
    assert [m for m in told(loaded, "note") if "quite meet" not in m] == note
    assert not told(loaded, "error")
    expected = load(file(tmp_path)).boundaries
    mine, other = (
        table.drop_duplicates(["area", "longitude", "latitude"])
        for table in (loaded.boundaries, expected)
    )
    for area in ("E05014053", "E05014054"):
        a, b = (
            np.sort(t.loc[t["area"] == area, ["longitude", "latitude"]].to_numpy(), axis=0)
            for t in (mine, other)
        )
        assert np.abs(a - b).max() < 0.0001  # 10 metres


def test_point_of_the_national_grid_lands_where_the_ordnance_survey_puts_it(tmp_path: Path) -> None:
    # Caister water tower, the worked example of "A guide to coordinate systems in Great Britain":
    # OSGB36 651409.903, 313177.270 is ETRS89 52 39 28.72 N, 1 42 57.79 E.
    project = read_features(shapes_on(27700, tmp_path)).project
    assert project is not None
    [[longitude, latitude]] = project(np.array([[651409.903, 313177.270]]))
    metres = np.hypot((longitude - 1.7160528) * 111_320 * 0.607, (latitude - 52.6579778) * 111_320)
    assert metres < 6


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            {"leave_out": "dbf"},
            "wards.zip holds no .dbf file: a shapefile needs .shp, .shx, .dbf and .prj.",
        ),
        (
            {"leave_out": "prj"},
            "wards.zip holds no .prj file: a shapefile needs .shp, .shx, .dbf and .prj.",
        ),
        ({"twice": True}, "wards.zip holds 2 .shp files: leave the one shapefile to be loaded."),
        ({"prj": b"nonsense"}, "wards.zip has a .prj file that cannot be read: download it again."),
        (
            {"prj": pyproj.CRS.from_epsg(2154).to_wkt("WKT1_ESRI").encode()},
            (
                "wards.zip is in the reference system 'EPSG:2154', which is not known here: "
                "save it in WGS84 (EPSG:4326) or on the British National Grid (EPSG:27700)."
            ),
        ),
    ],
)
def test_broken_shapefile(tmp_path: Path, arguments: dict[str, Any], sentence: str) -> None:
    path = shapes_on(27700, tmp_path, **arguments)
    assert told(load(path), "error") == [sentence]
    assert not fits(path, WARDS)


def test_geojson_that_declares_the_national_grid_is_reprojected_and_another_system_refused(
    tmp_path: Path,
) -> None:
    project = pyproj.Transformer.from_crs(4326, 27700, always_xy=True)
    path = file(tmp_path)
    data = json.loads(path.read_text())
    for item in data["features"]:
        ring = item["geometry"]["coordinates"][0]
        item["geometry"]["coordinates"] = [[list(project.transform(*point)) for point in ring]]
    data["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    path.write_text(json.dumps(data))
    loaded = load(path)
    assert not loaded.is_refused
    assert loaded.boundaries["latitude"].between(51.5299, 51.5401).all()
    data["crs"]["properties"]["name"] = "urn:ogc:def:crs:EPSG::2154"
    path.write_text(json.dumps(data))
    assert told(load(path), "error") == [
        "wards.geojson is in the reference system 'EPSG:2154', which is not known here: "
        "save it in WGS84 (EPSG:4326) or on the British National Grid (EPSG:27700)."
    ]


@pytest.mark.parametrize("number", ["NaN", "1e999", "9" * 400])
def test_number_that_is_none_on_earth_is_an_error_of_its_feature(
    tmp_path: Path, number: str
) -> None:
    path = file(tmp_path)
    path.write_text(path.read_text().replace("0.09", number))
    [*errors] = told(load(path), "error")
    assert errors and all(message.startswith("Feature ") for message in errors)


def test_boundaries_of_earlier_wards_are_refused_as_wards_before_may_2022(tmp_path: Path) -> None:
    ring = [[-0.1, 51.5], [-0.09, 51.5], [-0.09, 51.51], [-0.1, 51.5]]
    features = [
        {
            "type": "Feature",
            "properties": {"code": f"E05{number:06}", "name": "Abbey"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for number in range(26, 510)
    ]
    path = tmp_path / "wards_2018.geojson"
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )
    [error] = read_file(
        path, DECLARED.sources["boundaries_ward"], DECLARED.areas, DECLARED.aliases
    ).findings
    assert (
        error.message
        == "wards_2018.geojson draws the wards before May 2022: 484 of its 484 codes are of wards"
        " that are no longer in force. Load the boundaries of the wards since 5 May 2022."
    )
