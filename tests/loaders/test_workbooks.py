"""Workbooks of every kind, and files packed in a zip or gzip, give the table that a CSV file gives."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from dashboard.declared.read import declarations
from dashboard.errors import InputError
from dashboard.loaders import registry
from dashboard.loaders.kinds import MOST_RATIO
from dashboard.loaders.model import LoadedFile

XLS = Path(__file__).parent / "cases" / "posts.xls"
DECLARED = declarations(Path(__file__).resolve().parents[2] / "data" / "declared")
HEADER = ["measure", "area_code", "period_start", "period_end", "value"]
ROWS: list[list[str | float]] = [
    ["dwo_posts", code, "2023-07-01", "2023-07-31", value]
    for code, value in (("E05014053", 2.0), ("E05014054", 3.5), ("E05014055", 0.0))
]
SCHEMAS = "http://schemas.openxmlformats.org"
CSV = "\n".join(",".join(map(str, row)) for row in [HEADER, *ROWS]).encode()


def read(path: Path) -> LoadedFile:
    source = DECLARED.sources[registry.recognise(path, DECLARED.sources)]
    return registry.read_file(path, source, DECLARED.areas, DECLARED.aliases)


def told(loaded: LoadedFile, severity: str) -> list[str]:
    return [f.message for f in loaded.findings if f.severity == severity]


def zipped(members: dict[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def xlsx(rows: list[list[str | float]] = ROWS) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in [HEADER, *rows]:
        book.worksheets[0].append(row)
    book.save(file)
    return file.getvalue()


def strict() -> bytes:
    """As Excel saves "Strict Open XML Spreadsheet": the same parts under the namespaces of ISO/IEC
    29500 Strict.
    """
    main, rel = (
        f"{SCHEMAS}/spreadsheetml/2006/main".encode(),
        f"{SCHEMAS}/officeDocument/2006/relationships".encode(),
    )
    with zipfile.ZipFile(io.BytesIO(xlsx())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(
        {
            name: (
                part.replace(main, b"http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
                    rel, b"http://purl.oclc.org/ooxml/officeDocument/relationships"
                )
            )
            for name, part in parts.items()
        }
    )


def ods() -> bytes:
    def cell(value: str | float) -> str:
        if isinstance(value, float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return (
            "<table:table-cell"
            f' office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        )

    rows = "".join(
        f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in [HEADER, *ROWS]
    )
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {names}'
        ' office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="data">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest'
        ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def xlsb() -> bytes:
    """A binary workbook ([MS-XLSB]): records of a type, a size and their content."""

    def record(kind: int, content: bytes = b"") -> bytes:
        number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
        size = len(content)
        return (
            number
            + (bytes([size]) if size < 0x80 else bytes([size & 0x7F | 0x80, size >> 7]))
            + content
        )

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    sheet = (
        record(0x81)
        + record(0x94, struct.pack("<IIII", 0, len(ROWS), 0, len(HEADER) - 1))
        + record(0x91)
    )
    for number, row in enumerate([HEADER, *ROWS]):
        sheet += record(0x00, struct.pack("<IIHHBII", number, 0, 300, 0, 0, 0, 0))
        for place, value in enumerate(row):
            start = struct.pack("<II", place, 0)
            sheet += (
                record(0x05, start + struct.pack("<d", value))
                if isinstance(value, float)
                else record(0x06, start + wide(value))
            )
    sheet += record(0x92) + record(0x82)
    book = (
        record(0x83)
        + record(0x8F)
        + record(0x9C, struct.pack("<II", 0, 1) + wide("rId1") + wide("data"))
    )
    book += record(0x90) + record(0x84)
    office, package = f"{SCHEMAS}/officeDocument/2006/relationships", f"{SCHEMAS}/package/2006"

    def related(kind: str, target: str) -> str:
        return (
            f'<?xml version="1.0"?><Relationships xmlns="{package}/relationships"><Relationship'
            f' Id="rId1" Type="{office}/{kind}" Target="{target}"/></Relationships>'
        )

    return zipped(
        {
            "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{package}/content-types"/>',
            "_rels/.rels": related("officeDocument", "xl/workbook.bin"),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": related("worksheet", "worksheets/sheet1.bin"),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


KINDS = {
    "csv": CSV,
    "xlsx": xlsx(),
    "strict": strict(),
    "ods": ods(),
    "xlsb": xlsb(),
    "xls": XLS.read_bytes(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_workbook_gives_the_same_table(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "posts"
    path.write_bytes(KINDS[kind])
    loaded = read(path)
    assert loaded.source == "neighbourhood_resources" and not told(loaded, "error")
    facts = loaded.facts
    assert list(zip(facts["area"], facts["value"], strict=True)) == [
        (row[1], row[4]) for row in ROWS
    ]
    assert {str(day.date()) for day in facts["period_end"]} == {"2023-07-31"}
    unseen = (
        "In a workbook of this kind it cannot be seen which rows are hidden or which figures are"
        " percentages."
    )
    assert (unseen in told(loaded, "note")) == (kind not in ("csv", "xlsx"))


@pytest.mark.parametrize("kind", ["strict", "ods", "xlsb", "xls"])
@pytest.mark.parametrize("where", [0.2, 0.5, 0.8])
def test_workbook_that_is_cut_or_changed_is_a_sentence(
    tmp_path: Path, kind: str, where: float
) -> None:
    content, path = KINDS[kind], tmp_path / "posts"
    at = int(where * len(content))
    for broken in (content[:at], content[:at] + bytes([content[at] ^ 0x5A]) + content[at + 1 :]):
        path.write_bytes(broken)
        try:
            assert registry.recognise(path, DECLARED.sources)
        except InputError as error:
            assert "\n" not in str(error)
        source = DECLARED.sources["neighbourhood_resources"]
        loaded = registry.read_file(path, source, DECLARED.areas, DECLARED.aliases)
        assert loaded.is_refused or len(loaded.facts)


def test_cell_far_away_takes_neither_memory_nor_this_process(tmp_path: Path) -> None:
    far = ods_with_a_cell_far_away()
    path = tmp_path / "posts.ods"
    path.write_bytes(far)
    with pytest.raises(InputError) as caught:
        registry.recognise(path, DECLARED.sources)
    assert str(caught.value).startswith("posts.ods ") and "\n" not in str(caught.value)


def ods_with_a_cell_far_away() -> bytes:
    with zipfile.ZipFile(io.BytesIO(ods())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    far = (
        b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell'
        b' office:value-type="string" '
        b'table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell></table:table-row></table:table>'
    )
    return zipped(parts | {"content.xml": parts["content.xml"].replace(b"</table:table>", far)})


def test_merged_figure_is_refused_and_hidden_sheet_and_rows_are_said(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    for row in [HEADER, *ROWS]:
        page.append(row)
    page.merge_cells("E2:E3")
    path = tmp_path / "posts.xlsx"
    book.save(path)
    error = next(f for f in read(path).findings if f.severity == "error")
    assert error.row == 2
    assert (
        error.message
        == "Cells E2:E3 are merged and hold 2, which may be of each row or of all: unmerge them and"
        " write the figure of each row."
    )
    page.unmerge_cells("E2:E3")
    page["E3"] = 3.5
    page.row_dimensions[4].hidden = True
    book.create_sheet("Notes")["A1"] = "About"
    page.sheet_state = "hidden"
    book.save(path)
    assert told(read(path), "note")[1:] == [
        "Sheet 'Sheet' is hidden in the workbook and is read.",
        "1 hidden row is read too, as a filter hides rows without taking them out (first row 4).",
    ]


PACKED = {
    "zip": zipped(
        {
            "a/../../posts.csv": CSV,
            "README.txt": "read me",
            "__MACOSX/._posts.csv": "x",
            ".DS_Store": "x",
        }
    ),
    "zip of a workbook": zipped({"folder/posts.xlsx": KINDS["xlsx"]}),
    "gzip": gzip.compress(CSV),
}


@pytest.mark.parametrize("kind", PACKED)
def test_the_one_file_packed_in_a_zip_or_gzip_is_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "posts.packed"
    path.write_bytes(PACKED[kind])
    loaded = read(path)
    assert loaded.path == path and loaded.facts["area"].tolist() == [row[1] for row in ROWS]
    assert told(loaded, "note")[0].endswith("which is packed in posts.packed, is read.")
    assert [p.name for p in tmp_path.iterdir()] == ["posts.packed"]


TABLES = {"a.csv": CSV, "b.csv": CSV}
REFUSED = {
    "two tables": (
        zipped(TABLES),
        "x holds 2 files that may be read ('a.csv', 'b.csv'): unpack it",
    ),
    "no table": (
        zipped({"a.pdf": b"%PDF"}),
        "x is a zip without a file that can be read ('a.pdf'): unpack it",
    ),
    "zip in a zip": (
        zipped({"a.csv": zipped(TABLES)}),
        "a.csv is a zip within a zip or gzip: unpack it",
    ),
    "gzip in a zip": (
        zipped({"a.csv": gzip.compress(CSV)}),
        "a.csv is packed (gzip) within a zip or gzip: unpack it",
    ),
    "gzip cut short": (
        gzip.compress(CSV)[:-9],
        "x is a gzip file that is damaged or cut short: download it again.",
    ),
    "gzip bomb": (
        gzip.compress(b"0" * 50_000_000),
        "x would expand to more than 2 MB: load the file unpacked.",
    ),
    "zip bomb": (zipped({"a.csv": b"0" * 50_000_000}), "x would expand to 47 MB and may to 2 MB"),
    "shapes alone": (
        struct.pack(">i", 9994) + b"\0" * 100,
        (
            "x is a part of a shapefile: put its .shp, .shx, .dbf and .prj files in one zip, and"
            " load the zip."
        ),
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_packed_file_that_cannot_be_read_is_a_sentence(tmp_path: Path, kind: str) -> None:
    content, sentence = REFUSED[kind]
    assert MOST_RATIO * 50_000 < 50_000_000
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        registry.recognise(path, DECLARED.sources)
    assert str(caught.value).startswith(sentence)
    assert registry.read_file(
        path, DECLARED.sources["calls_999"], DECLARED.areas, DECLARED.aliases
    ).is_refused
