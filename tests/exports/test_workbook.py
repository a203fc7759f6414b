"""A workbook read back says what the panels' tables say, and keeps to the guidance."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
import zipfile

import openpyxl
import pandas as pd
import pytest

from dashboard.exports.cells import NO_NUMBER, NO_WORDS
from dashboard.exports.part import DEMONSTRATION, columns_without_drawings
from dashboard.exports.sheets import sheet_names
from dashboard.exports.workbook import write_workbook
from dashboard.markup import plain

NUMBER = re.compile(r"([+\-−]?)([\d,]*\.?\d+)(%?)( .*)?")


@pytest.fixture(scope="module")
def book(file_of) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(file_of("xlsx")))


def table_of(sheet) -> list[list]:
    """The one table of a sheet, heading first."""
    (table,) = sheet.tables.values()
    return [list(row) for row in sheet[table.ref]]


def said(cell, given: object) -> bool:
    """Whether a cell says what the panel's table gives, as a number where that is one."""
    if given is None or (not isinstance(given, str) and pd.isna(given)) or given == "":
        return cell.value in (NO_NUMBER, NO_WORDS)
    if isinstance(given, str):
        return said_words(cell, plain(given).strip())
    if isinstance(given, pd.Timestamp):
        return cell.value.date() == given.date()
    return cell.value == pytest.approx(float(given))


def said_words(cell, text: str) -> bool:
    if isinstance(cell.value, str):
        return cell.value == text
    if isinstance(cell.value, dt.datetime):
        return cell.value.date().isoformat() == text
    sign, digits, percent, unit = NUMBER.fullmatch(text).groups()
    value = float(digits.replace(",", "")) * (-1 if sign in ("-", "−") else 1)
    assert ("%" in cell.number_format) == bool(percent)
    assert not unit or f'"{unit}"' in cell.number_format
    return cell.value == pytest.approx(value / 100 if percent else value)


def test_every_sheet_has_the_table_of_its_panel_cell_by_cell(book, parts):
    for part, name in zip(parts, sheet_names(parts), strict=True):
        columns, _ = columns_without_drawings(part.panel)
        if not len(columns):
            assert not book[name].tables  # Nothing to tell, and the title says so.
            continue
        heading, *rows = table_of(book[name])
        assert [cell.value for cell in heading] == [plain(name) for name in columns]
        table = part.panel.table
        if table.empty:
            continue
        assert len(rows) == len(table)
        for n, column in enumerate(columns):
            given = zip((row[n] for row in rows), table[column].tolist(), strict=True)
            wrong = [(cell.value, value) for cell, value in given if not said(cell, value)]
            assert wrong == [], (part.panel.page, part.panel.chart, column)


def test_a_percentage_and_a_count_are_numbers_and_words_stay_words(book, parts):
    (part,) = (p for p in parts if (p.panel.page, p.panel.chart) == ("overview", "indicators"))
    heading, *rows = table_of(book[sheet_names(parts)[parts.index(part)]])
    place = [cell.value for cell in heading].index("Value")
    assert all(isinstance(row[place].value, int | float) for row in rows)
    assert {part.panel.table["Value"].iloc[n] for n in (0, 1)} == {
        f"{rows[n][place].value:.0%}" for n in (0, 1)
    }


def test_no_cell_of_a_table_is_empty_and_none_is_merged(book):
    for sheet in book:
        assert not sheet.merged_cells.ranges
        if sheet.tables:
            (table,) = sheet.tables.values()
            empty = [
                cell.coordinate
                for row in sheet[table.ref]
                for cell in row
                if cell.value in (None, "")
            ]
            # A table without rows has the one that a table must have.
            assert not empty or "The table has no rows." in [c.value for c in sheet["A"]]


def test_each_table_starts_where_its_sheet_says_and_its_heading_stays_in_sight(book):
    tabled = [sheet for sheet in book if sheet.title != "Cover"]
    assert [sheet.title for sheet in tabled][0] == "Contents"
    assert tabled[-1].title == "Notes"
    for sheet in tabled:
        if not sheet.tables:
            continue  # Nothing to tell.
        (table,) = sheet.tables.values()
        first = table.ref.partition(":")[0]
        where = f"This sheet has one table, which starts in cell {first}."
        assert where in [cell.value for cell in sheet["A"]]
        assert sheet.freeze_panes == f"A{int(first[1:]) + 1}"


def test_what_a_sheet_shows_where_it_is_from_and_how_to_see_it_stand_above_its_table(book, parts):
    for part, name in zip(parts, sheet_names(parts), strict=True):
        sheet = book[name]
        above = [cell.value for cell in sheet["A"][:12]]
        panel = part.panel
        for words in (panel.title, panel.subtitle, panel.reading, part.source_words):
            assert not words or plain(words) in above
        assert any(part.filter_words in str(words) for words in above)
        links = {cell.hyperlink.target for cell in sheet["A"][:12] if cell.hyperlink}
        assert part.address.partition("#")[0] in {str(one).partition("#")[0] for one in links}
        assert (DEMONSTRATION in above) == panel.demonstration


def test_cover_contents_and_notes_carry_the_mark_and_the_cover_says_what_it_is(book, cover, parts):
    for name in ("Cover", "Contents", "Notes"):
        assert any(DEMONSTRATION in str(cell.value) for cell in book[name]["A"][:4])
    words = [str(cell.value) for cell in book["Cover"]["A"]]
    assert words[0] == cover.title == book.properties.title
    assert "As at 3 July 2023: the latest figures on that day." in words
    assert any(
        cell.hyperlink and cell.hyperlink.target == cover.address for cell in book["Cover"]["A"]
    )
    assert {source for part in parts for source in part.panel.source.split("; ")} <= {"", *words}


def test_what_begins_like_a_formula_is_written_as_text(cover, parts):
    texts = ["=1+1", "+SUM(A1)", "-cmd", "@here", '=HYPERLINK("http://x")', "http://x.example"]
    table = pd.DataFrame({"=Heading": texts, "Number": range(len(texts))})
    part = dataclasses.replace(
        parts[0],
        panel=dataclasses.replace(parts[0].panel, table=table, title="=2+2", reading="@x"),
    )
    data = write_workbook(cover, [part])
    sheet = openpyxl.load_workbook(io.BytesIO(data))[sheet_names([part])[0]]
    heading, *rows = table_of(sheet)
    assert [row[0].value for row in rows] == texts
    assert {cell.data_type for row in [heading, *rows] for cell in row[:1]} == {"s"}
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        sheets = [name for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
        assert sheets and not any(b"<f>" in file.read(name) for name in sheets)


def test_a_withheld_word_in_a_column_of_numbers_stays_a_word(cover, parts):
    table = pd.DataFrame({"Area": ["A", "B", "C"], "Rate": ["12.5%", "withheld", "1,222 PCSOs"]})
    part = dataclasses.replace(parts[0], panel=dataclasses.replace(parts[0].panel, table=table))
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook(cover, [part])))
    rows = table_of(sheet[sheet_names([part])[0]])[1:]
    assert [row[1].value for row in rows] == [0.125, "withheld", 1222]
    assert [row[1].number_format for row in rows][::2] == ["#,##0.0%", '#,##0" PCSOs"']
