"""An OpenDocument workbook says what the XLSX of the same panels says, cell by cell."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import zipfile

import openpyxl
import pandas as pd
import pytest
from lxml import etree

from dashboard.exports.cells import DAY_FORMAT, Cell
from dashboard.exports.open_formats import number_styles, shown_text
from dashboard.exports.open_workbook import write_open_workbook
from dashboard.exports.sheets import sheet_names

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CONFIG = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"
LINK = "{http://www.w3.org/1999/xlink}href"


def part_of_file(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return etree.fromstring(file.read(name))


def value_of(cell) -> object:
    kind = cell.get(f"{OFFICE}value-type")
    if kind == "date":
        return dt.date.fromisoformat(cell.get(f"{OFFICE}date-value"))
    if kind in ("float", "percentage"):
        return float(cell.get(f"{OFFICE}value"))
    return "".join(cell.itertext())


def rows_of(data: bytes) -> dict[str, list[list[object]]]:
    """Sheet -> its rows of values."""
    return {
        table.get(f"{TABLE}name"): [
            [value_of(cell) for cell in row.iter(f"{TABLE}table-cell")]
            for row in table.iter(f"{TABLE}table-row")
        ]
        for table in part_of_file(data, "content.xml").iter(f"{TABLE}table")
    }


@pytest.fixture(scope="module")
def read_back(file_of) -> dict[str, list[list[object]]]:
    return rows_of(file_of("ods"))


def test_every_cell_of_every_sheet_is_that_of_the_xlsx(read_back, file_of):
    book = openpyxl.load_workbook(io.BytesIO(file_of("xlsx")), read_only=True)
    assert list(read_back) == book.sheetnames
    for name in book.sheetnames:
        rows = [
            [v.date() if isinstance(v, dt.datetime) else v for v in row if v is not None]
            for row in book[name].iter_rows(values_only=True)
        ]
        # A table without rows has an empty one in XLSX alone.
        assert read_back[name] == [row for row in rows if row], name


def test_no_cell_is_empty_merged_or_a_formula(file_of, read_back):
    assert all(cell != "" for rows in read_back.values() for row in rows for cell in row)
    content = part_of_file(file_of("ods"), "content.xml")
    for cell in content.iter(f"{TABLE}table-cell"):
        assert not {f"{TABLE}formula", f"{TABLE}number-columns-spanned"} & set(cell.attrib)
    assert not list(content.iter(f"{TABLE}covered-table-cell"))


def test_one_table_a_sheet_starts_where_it_says_with_a_heading_row_that_stays(file_of, read_back):
    content = part_of_file(file_of("ods"), "content.xml")
    named = {
        one.get(f"{TABLE}target-range-address").split("'")[1]: one
        for one in content.iter(f"{TABLE}database-range")
    }
    settings = part_of_file(file_of("ods"), "settings.xml")
    splits = {
        entry.get(f"{CONFIG}name"): {i.get(f"{CONFIG}name"): i.text for i in entry}
        for entry in settings.iter(f"{CONFIG}config-item-map-entry")
        if entry.get(f"{CONFIG}name")
    }
    for table in content.iter(f"{TABLE}table"):
        name = table.get(f"{TABLE}name")
        if name not in named:
            continue
        (heading,) = table.iter(f"{TABLE}table-header-rows")
        row = list(table.iter(f"{TABLE}table-row")).index(heading[0])
        where = f"This sheet has one table, which starts in cell A{row + 1}."
        assert [where] in read_back[name]
        assert f".A{row + 1}:" in named[name].get(f"{TABLE}target-range-address")
        assert splits[name]["VerticalSplitPosition"] == str(row + 1)
    assert set(read_back) - set(named) == {
        name
        for name, rows in read_back.items()
        if name == "Cover" or ["The table has no rows."] in rows
    }


def test_links_lead_to_the_view_and_to_each_sheet(file_of, parts, cover):
    content = part_of_file(file_of("ods"), "content.xml")
    links = {link.get(LINK) for link in content.iter(f"{TEXT}a")}
    assert cover.address in links
    assert {f"#'{name}'.A1" for name in sheet_names(parts)} <= links


def test_title_language_and_day_are_in_the_properties(file_of, cover):
    meta = "".join(part_of_file(file_of("ods"), "meta.xml").itertext())
    assert cover.title in meta and "2023-07-03" in meta
    with zipfile.ZipFile(io.BytesIO(file_of("ods"))) as file:
        assert b'fo:language="en"' in file.read("styles.xml")
        assert b'fo:country="GB"' in file.read("styles.xml")
        assert file.infolist()[0].filename == "mimetype"


def test_what_is_no_xml_or_looks_like_a_formula_is_written_as_text(cover, parts):
    texts = ["=1+1", "<b>&", 'of "Bow"', "bell\x07", "http://x.example"]
    table = pd.DataFrame({"A & B": texts, "Number": range(len(texts))})
    panel = dataclasses.replace(parts[0].panel, table=table, title="<i>", reading="@x")
    part = dataclasses.replace(parts[0], panel=panel)
    rows = rows_of(write_open_workbook(cover, [part]))[sheet_names([part])[0]]
    assert rows[-6] == ["A & B", "Number"]
    assert [row[0] for row in rows[-5:]] == [*texts[:3], "bell\ufffd", texts[4]]


@pytest.mark.parametrize(
    ("cell", "words", "styles"),
    [
        (Cell(1204.0, "#,##0"), "1,204", 2),
        (Cell(-0.125, "#,##0.0%"), "−12.5%", 2),
        (Cell(1222.0, '#,##0" PCSOs"'), "1,222 PCSOs", 2),
        (Cell(2.5, '+#,##0.0;"−"#,##0.0;#,##0.0'), "+2.5", 3),
        (Cell(0.0, '+#,##0.0;"−"#,##0.0;#,##0.0'), "0.0", 3),
        (Cell(dt.date(2023, 7, 3), DAY_FORMAT), "3 July 2023", 1),
    ],
)
def test_a_number_is_shown_as_in_the_xlsx(cell, words, styles):
    assert shown_text(cell) == words
    assert len(number_styles("d0", cell.number_format)) == styles
