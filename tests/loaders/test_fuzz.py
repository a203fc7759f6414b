"""Whatever is done to a file, reading it ends as tables with findings or as one sentence, in
bounded time.
"""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyproj
import pytest
import shapefile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.declared.read import declarations
from dashboard.errors import InputError
from dashboard.loaders import registry
from dashboard.loaders.model import FACT_COLUMNS

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT.parent / "shared" / "published"
DECLARED = declarations(ROOT / "data" / "declared")
ONE_OF_A_FORMAT = {source.format: source for source in DECLARED.sources.values()}
SECONDS = 5
"""Processor time for the files here, which have a few kilobytes: they take about a twentieth of a
second.
"""
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "20"))
"""Of each kind; the first of a longer run. A change of a loader deserves some hundreds."""
FEW = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TEXTS = [
    "",
    "-1",
    "1e999",
    "1,5",
    "0.5",
    "50",
    "[c]",
    "..",
    "31/02/2023",
    "2023-02-31",
    "E05000026",
    "=1+1",
    '"',
    "\0",
    "é" * 40,
]
Table = list[list[str]]


def ended_well(path: Path) -> None:
    """Recognise the file and read it as every format, and hold what comes of it to the loaders'
    promise.
    """
    began = time.process_time()
    sources = list(ONE_OF_A_FORMAT.values())
    try:
        sources.append(DECLARED.sources[registry.recognise(path, DECLARED.sources)])
    except InputError as error:
        assert str(error) and "\n" not in str(error)
    for source in sources:
        loaded = registry.read_file(path, source, DECLARED.areas, DECLARED.aliases)
        tables = (
            loaded.facts,
            loaded.coverage,
            loaded.boundaries,
            loaded.plan_wards,
            loaded.plan_needs,
        )
        assert all(f.message and len(f.message) < 700 for f in loaded.findings)
        assert (
            all(table.empty for table in tables)
            if loaded.is_refused
            else any(len(table) for table in tables)
        )
        assert tuple(loaded.facts.columns) == FACT_COLUMNS
        assert set(loaded.facts["area"]) <= DECLARED.areas.keys()
    assert time.process_time() - began < SECONDS


def calls() -> Table:
    header = [
        "measure",
        "area_code",
        "area_name",
        "period_start",
        "period_end",
        "value",
        "base",
        "lower",
        "upper",
    ]
    days = [(f"2023-0{m}-01", f"2023-0{m}-28") for m in range(1, 7)]
    return [
        header,
        *([name, "MPS", "", *day, "1234", "", "", ""] for day in days for name in ("calls_999",)),
    ]


def plan() -> Table:
    wards = [area for area in DECLARED.areas.values() if area.level == "ward"][:8]
    header = ["plan", "ward_code", "ward_name", "tier", "need_crime", "dwo_posts", "pcso_posts"]
    return [header, *(["april-2022", w.code, w.name, "priority", "50", "2", "1"] for w in wards)]


def crime() -> Table:
    wards = [area for area in DECLARED.areas.values() if area.level == "ward"][:8]
    header = [
        "MajorText",
        "MinorText",
        "WardName",
        "WardCode",
        "LookUp_BoroughName",
        "202301",
        "202302",
    ]
    return [
        header,
        *(
            ["Theft", "Shoplifting", w.name, w.code, "Barking and Dagenham", "3", "0"]
            for w in wards
        ),
    ]


def survey() -> Table:
    header = ["Date", "Survey", "Borough", "Measure", "Proportion", "MPS"]
    return [
        header,
        *(
            ["31/12/2022", "PAS", name, "Trust MPS", "0,83", "0,71"]
            for name in ("Barnet", "Brent", "Bexley")
        ),
    ]


def strength() -> Table:
    header = ["Date", "Police Officer Strength", "Police Staff Strength", "PCSO Strength"]
    return [
        header,
        *([f"{month}-23", "34523", "10,359", "1208"] for month in ("Jan", "Feb", "Mar")),
    ]


TABLES: dict[str, Callable[[], Table]] = {
    "calls": calls,
    "plan": plan,
    "crime": crime,
    "survey": survey,
    "strength": strength,
}


def saved(table: Table, kind: str) -> bytes:
    """The table as a file; rows may differ in length in text alone."""
    width = max(map(len, table), default=0)
    frame = pd.DataFrame([row + [""] * (width - len(row)) for row in table])
    file = io.BytesIO()
    if kind == "xlsx":
        frame.map(lambda text: "".join(c for c in text if c.isprintable())).to_excel(
            file, index=False, header=False
        )
    elif kind == "parquet":
        names = [
            f"{name}{'' if name not in table[0][:i] else i}" for i, name in enumerate(frame.iloc[0])
        ]
        frame.iloc[1:].set_axis(names, axis=1).to_parquet(file, index=False)
    else:
        encoding, _, delimiter = kind.partition(" ")
        frame.to_csv(file, index=False, header=False, sep=delimiter, encoding=encoding)
    return file.getvalue()


def geojson() -> bytes:
    features = []
    for i, ward in enumerate([area for area in DECLARED.areas.values() if area.level == "ward"]):
        x, y = -0.5 + 0.02 * (i % 40), 51.3 + 0.02 * (i // 40)
        ring = [[x, y], [x + 0.02, y], [x + 0.02, y + 0.02], [x, y + 0.02], [x, y]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append(
            {"type": "Feature", "properties": {"code": ward.code}, "geometry": geometry}
        )
    return json.dumps({"type": "FeatureCollection", "features": features[:12]}).encode()


def shapes() -> dict[str, bytes]:
    """The files of a shapefile on the British National Grid."""
    parts = {ending: io.BytesIO() for ending in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts, shapeType=shapefile.POLYGON) as writer:
        writer.field("WD22CD", "C", 9)
        for i, ward in enumerate(
            [area for area in DECLARED.areas.values() if area.level == "ward"][:6]
        ):
            x, y = 530_000 + 1000 * i, 180_000
            writer.poly([[(x, y), (x, y + 900), (x + 900, y + 900), (x + 900, y), (x, y)]])
            writer.record(ward.code)
    prj = pyproj.CRS.from_epsg(27700).to_wkt("WKT1_ESRI").encode()
    return {f"wards.{ending}": part.getvalue() for ending, part in parts.items()} | {
        "wards.prj": prj
    }


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["cut", "flip", "swap lines", "drop", "double"]),
        st.floats(0, 0.999),
        st.integers(0, 255),
    ),
    min_size=1,
    max_size=4,
)


def changed(content: bytes, changes: list[tuple[str, float, int]]) -> bytes:
    for what, where, byte in changes:
        at = int(where * len(content))
        if what == "cut":
            content = content[: at + 1]
        elif what == "flip":
            content = content[:at] + bytes([byte]) + content[at + 1 :]
        elif what == "drop":
            content = content[:at] + content[at + byte :]
        elif what == "double":
            content = content[: at + byte] + content[at:]
        else:
            lines = content.split(b"\n")
            i = int(where * len(lines))
            lines[i], lines[-1] = lines[-1], lines[i]
            content = b"\n".join(lines)
    return content


KINDS = ["utf-8 ,", "utf-8-sig ;", "utf-16 \t", "cp1252 |", "xlsx", "parquet"]
WHOLE = {
    f"{name} as {kind}": saved(make(), kind) for name, make in TABLES.items() for kind in KINDS
}
WHOLE |= {"wards as geojson": geojson(), "wards as shapefile": zipped(shapes())}


@pytest.mark.parametrize("name", WHOLE)
def test_file_that_is_changed_in_nothing_is_known(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(WHOLE[name])
    known = DECLARED.sources[registry.recognise(path, DECLARED.sources)]
    kinds = {
        "calls": "tidy",
        "plan": "allocation_plan",
        "crime": "crime_wide",
        "survey": "attitude_survey",
        "strength": "force_strength",
        "wards": "boundaries",
    }
    assert known.format == kinds[name.split()[0]]
    errors = [
        f.message
        for f in registry.read_file(path, known, DECLARED.areas, DECLARED.aliases).findings
        if f.severity == "error"
    ]
    assert (
        not errors
        if known.format != "boundaries"
        else [e for e in errors if "lacks 6" not in e] == []
    )
    ended_well(path)


@FEW
@given(name=st.sampled_from(sorted(WHOLE)), changes=CHANGES)
def test_bytes_changed_anywhere(
    tmp_path: Path, name: str, changes: list[tuple[str, float, int]]
) -> None:
    path = tmp_path / "x"
    path.write_bytes(changed(WHOLE[name], changes))
    ended_well(path)


@FEW
@given(
    name=st.sampled_from([n for n in WHOLE if n.endswith(("xlsx", "shapefile"))]),
    data=st.data(),
    changes=CHANGES,
)
def test_bytes_changed_in_a_part_of_a_zip(
    tmp_path: Path, name: str, data: st.DataObject, changes: list[tuple[str, float, int]]
) -> None:
    members = unzipped(WHOLE[name])
    part = data.draw(
        st.sampled_from(
            [n for n in members if n.endswith((".xml", ".shp", ".shx", ".dbf", ".prj"))]
        )
    )
    path = tmp_path / "x"
    path.write_bytes(zipped(members | {part: changed(members[part], changes)}))
    ended_well(path)


CELLS = st.tuples(
    st.integers(0, 8), st.integers(0, 8), st.sampled_from(TEXTS) | st.text(max_size=5)
)


@FEW
@given(
    name=st.sampled_from(sorted(TABLES)),
    kind=st.sampled_from(KINDS),
    cells=st.lists(CELLS, max_size=4),
    columns=st.tuples(st.integers(0, 8), st.integers(0, 8)),
    rows=st.tuples(st.integers(0, 8), st.integers(0, 8)),
)
def test_cells_columns_and_rows_changed(
    tmp_path: Path,
    name: str,
    kind: str,
    cells: list[tuple[int, int, str]],
    columns: tuple[int, int],
    rows: tuple[int, int],
) -> None:
    table = TABLES[name]()
    for row, column, text in cells:
        own = table[row % len(table)]
        own[column % len(own)] = "".join(c for c in text if not "\ud800" <= c <= "\udfff")
    a, b = (at % len(table[0]) for at in columns)
    for row_cells in table:
        row_cells[a], row_cells[b] = row_cells[b], row_cells[a]
    i, j = (at % len(table) for at in rows)
    table[i], table[j] = table[j], table[i]
    path = tmp_path / "x"
    try:
        path.write_bytes(saved(table, kind))
    except UnicodeEncodeError:
        path.write_bytes(saved(table, "utf-8 ,"))
    ended_well(path)


DRAWN = Path(__file__).parent / "drawn"
PUBLISHED_FILES = [p for folder in (DRAWN, PUBLISHED) for p in sorted(folder.glob("*.csv"))]
"""Small files of our own in the forms of the published ones, and those where they are here."""


@settings(FEW, max_examples=max(10, EXAMPLES // 2))
@given(data=st.data(), changes=CHANGES)
def test_published_files_changed_anywhere(
    tmp_path: Path, data: st.DataObject, changes: list[tuple[str, float, int]]
) -> None:
    whole_file = data.draw(st.sampled_from(PUBLISHED_FILES))
    with whole_file.open("rb") as file:
        lines = [line for line, _ in zip(file, range(200), strict=False)]
    path = tmp_path / "x"
    path.write_bytes(changed(b"".join(lines), changes))
    ended_well(path)


def test_row_cut_short_far_below_the_rows_that_are_looked_at_first(tmp_path: Path) -> None:
    header, *rows = calls()
    path = tmp_path / "x"
    path.write_bytes(
        "\n".join(",".join(row) for row in [header, *rows * 5_000, rows[0][:4]]).encode()
    )
    assert 1 << 20 < path.stat().st_size < 2 << 20
    ended_well(path)


WHOLE_FILES = [
    path
    for folder in (DRAWN, PUBLISHED)
    for path in sorted(folder.glob("*.*"))
    if path.suffix != ".md"
]


@pytest.mark.parametrize("file", WHOLE_FILES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_published_file_cut_or_changed_anywhere_in_its_length(tmp_path: Path, file: Path) -> None:
    content = file.read_bytes()
    whole, path = tmp_path / "whole", tmp_path / "x"
    whole.write_bytes(content)
    source = DECLARED.sources[registry.recognise(whole, DECLARED.sources)]
    for where in (0.37, 0.62):
        at = int(where * len(content))
        for broken in (content[:at], content[:at] + b'\x81"' + content[at + 2 :]):
            path.write_bytes(broken)
            try:
                registry.recognise(path, DECLARED.sources)
            except InputError as error:
                assert str(error) and "\n" not in str(error)
            loaded = registry.read_file(path, source, DECLARED.areas, DECLARED.aliases)
            assert loaded.is_refused or len(loaded.facts) or len(loaded.boundaries)
