"""The boundaries loader: the real files, borders that stay shared, and each way in which a file may be broken."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import shapely

from dashboard.declared.models import Area, Source
from dashboard.declared.read import declarations
from dashboard.loaders.boundaries import fits, read
from dashboard.loaders.model import BOUNDARY_COLUMNS, Loaded

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


def load(path: Path, source: Source = WARDS, areas: dict[str, Area] = THREE) -> Loaded:
    return read(path, source, areas, {})


def square(west: float, south: float) -> list[list[float]]:
    east, north = west + 0.01, south + 0.01
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code: str, name: str, *rings: list[list[float]]) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": list(rings)}
    return {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": geometry}


def file(folder: Path, change: Change = lambda features: None) -> Path:
    features = [feature("E05014053", "Abbey", square(0.07, 51.53)), feature("E05014054", "Alibon", square(0.08, 51.53))]
    change(features)
    path = folder / "wards.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def told(loaded: Loaded, severity: str) -> list[str]:
    return [f.message for f in loaded.findings if f.severity == severity]


def shapes(table: pd.DataFrame) -> list[shapely.Geometry]:
    """Each area as the drawing shows it."""
    drawn = []
    for _, area in table.groupby("area"):
        rings = [ring[["longitude", "latitude"]].to_numpy() for _, ring in area.groupby("ring")]
        drawn.append(shapely.union_all([shapely.Polygon(ring) for ring in rings]))
    return drawn


@pytest.mark.parametrize(
    ("name", "source", "areas", "most"), [(WARD_FILE, WARDS, 679, 12_000), (BOROUGH_FILE, BOROUGHS, 32, 3_000)]
)
def test_real_file_is_drawn_whole_in_few_points(name: str, source: Source, areas: int, most: int) -> None:
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
    assert shapely.union_all(drawn).area == pytest.approx(sum(shape.area for shape in drawn), rel=1e-4)
    assert sum(shape.area for shape in drawn) == pytest.approx(float(shapely.area(given).sum()), rel=2e-3)


def test_real_names_that_differ_are_notes() -> None:
    notes = told(load(real(WARD_FILE), WARDS, DECLARED.areas), "note")
    assert (
        "Feature 598 (E05009317 Bethnal Green East) is called Bethnal Green in areas/wards.csv, "
        "which is the name that is shown."
    ) in notes
    assert [note for note in notes if "is called" in note] == notes[:2]
    assert notes[2:] == [
        "Borders of 2 areas do not quite meet their neighbours': Sands End (E05013747), Chelsea Riverside (E05009391)."
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
            "Feature 2 (E05014054 Alibon) has the geometry 'Point': an area is a Polygon or MultiPolygon.",
        ),
        (
            lambda f: f[1]["geometry"].update(coordinates=[]),
            "Feature 2 (E05014054 Alibon) has an empty geometry.",
        ),
        (
            lambda f: f[1]["geometry"].update(coordinates=[[[0.08, 51.53], [0.09, 51.54], [0.09, 51.53], [0.08, 51.54],
                                                            [0.08, 51.53]]]),
            "Feature 2 (E05014054 Alibon) has an invalid geometry (Self-intersection[0.085 51.535]): "
            "repair it before loading.",
        ),
        (
            lambda f: f[1]["geometry"].update(coordinates=[square(544000, 184000)]),
            "Feature 2 (E05014054 Alibon) is not in longitude and latitude: it looks like British National Grid, "
            "so save it as WGS84 (EPSG:4326).",
        ),
        (_swap, "Feature 2 (E05014054 Alibon) has latitude before longitude: GeoJSON gives longitude first."),
        (
            lambda f: f[1]["geometry"].update(coordinates=[square(-2.24, 53.48)]),
            "Feature 2 (E05014054 Alibon) lies outside London: it reaches from -2.24, 53.48 to -2.23, 53.49.",
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
            "wards.geojson lacks 1 of 2 areas (ward), first E05014054 Alibon: "
            "load boundaries with the codes in areas/wards.csv.",
        ),
    ],
)  # fmt: skip
def test_broken_feature(tmp_path: Path, change: Change, sentence: str) -> None:
    loaded = load(file(tmp_path, change))
    assert told(loaded, "error") == [sentence]
    assert loaded.boundaries.empty


@pytest.mark.parametrize("coordinates", [[[["a", "b"]]], [[0.08, 51.53]], [[[0.08, 51.53], [0.09, 51.53]]], "x", None])
def test_coordinates_that_are_none_are_an_error_of_their_feature(tmp_path: Path, coordinates: object) -> None:
    loaded = load(file(tmp_path, lambda f: f[1]["geometry"].update(coordinates=coordinates)))
    [message] = told(loaded, "error")
    assert message.startswith("Feature 2 (E05014054 Alibon) has a")


def test_area_of_elsewhere_is_left_out_and_told(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, lambda f: f.append(feature("E05011362", "Canning", square(-2.2, 53.4)))))
    assert not loaded.refused
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
            "wards.geojson is not GeoJSON, or is cut short at line 2, column 16: download the file itself again.",
        ),
        (
            b"PK\x03\x04\xff\xff",
            "wards.geojson is a workbook or zip file that is damaged or cut short: download it again.",
        ),
        (b'{"type": "Topology"}', "wards.geojson is not a GeoJSON FeatureCollection: save it as one."),
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
