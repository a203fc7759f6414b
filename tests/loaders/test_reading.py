"""The same table from each way in which publishers write one: delimiters, encodings, numbers,
sheets, headers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from openpyxl import Workbook

from dashboard.declared.models import Measure, Source
from dashboard.declared.read import declarations
from dashboard.loaders import attitude_survey, crime_wide, force_strength
from dashboard.loaders.model import LoadedFile
from dashboard.loaders.registry import recognise
from dashboard.loaders.tidy import fits, read_file

DECLARED = declarations(Path(__file__).resolve().parents[2] / "data" / "declared")
HEADER = ["measure", "area_code", "period_start", "period_end", "value"]
BARNET = ["calls", "E09000003", "2023-01-01", "2023-03-31", "1234"]
BEXLEY = ["calls", "E09000004", "2023-01-01", "2023-03-31", "5"]
WARDS = [area.code for area in DECLARED.areas.values() if area.level == "ward"]


def source(**changes: Any) -> Source:
    plain = Source(
        id="calls",
        name="Calls",
        publisher="MPS",
        licence="OGL",
        address="",
        format="tidy",
        frequency="quarterly",
        measure=(
            Measure(id="calls", least=0),
            Measure(id="agree", least=0),
            Measure(id="share", least=0, most=100),
        ),
    )
    return plain.model_copy(update=changes)


def load(path: Path, **changes: Any) -> LoadedFile:
    return read_file(path, source(**changes), DECLARED.areas, DECLARED.aliases)


def told(loaded: LoadedFile, severity: str) -> list[str]:
    return [f.message for f in loaded.findings if f.severity == severity]


def text(folder: Path, *rows: list[str], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    path = folder / "calls.csv"
    path.write_bytes("\n".join(delimiter.join(row) for row in rows).encode(encoding))
    return path


def workbook(folder: Path, **sheets: list[list[Any]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    path = folder / "calls.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_in_any_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = text(
        tmp_path,
        [*HEADER, "remark"],
        [*BARNET, "£5 – café"],
        delimiter=delimiter,
        encoding=encoding,
    )
    assert fits(path, source())
    loaded = load(path)
    assert not loaded.is_refused
    assert loaded.facts[["area", "value"]].to_numpy().tolist() == [["E09000003", 1234]]


@pytest.mark.parametrize(
    ("delimiter", "numbers", "values", "note"),
    [
        (
            ";",
            ["0,7", "12,34"],
            [0.7, 12.34],
            "2 rows have a number with a decimal comma, such as '0,7'",
        ),
        (
            ";",
            ["0,7", "1.234,5"],
            [0.7, 1234.5],
            "2 rows have a number with a decimal comma, such as '0,7'",
        ),
        (
            ",",
            ['"0,123"', '"0,456"'],
            [0.123, 0.456],
            "2 rows have a number with a decimal comma, such as '0,123'",
        ),
        (
            ",",
            ['"1,234"', "12"],
            [1234, 12],
            "1 row has a number with separators between thousands, such as '1,234'",
        ),
        (
            ";",
            ["1,234,567", "1,234"],
            [1234567, 1234],
            "2 rows have a number with separators between thousands",
        ),
        (
            ",",
            ["1 234", "1\u00a0234\u00a0567"],
            [1234, 1234567],
            "2 rows have a number with separators",
        ),
        (
            ",",
            ['"1,234.5"', "0.5"],
            [1234.5, 0.5],
            "1 row has a number with separators between thousands",
        ),
    ],
)
def test_number_written_otherwise_is_read_and_noted(
    tmp_path: Path, delimiter: str, numbers: list[str], values: list[float], note: str
) -> None:
    rows = [[*row[:4], number] for row, number in zip((BARNET, BEXLEY), numbers, strict=True)]
    loaded = load(text(tmp_path, HEADER, *rows, delimiter=delimiter))
    assert not loaded.is_refused
    assert loaded.facts["value"].tolist() == values
    assert any(message.startswith(note) for message in told(loaded, "note"))


@pytest.mark.parametrize(
    ("delimiter", "numbers", "bad"),
    [
        (";", ["1,234", "12"], "1,234"),  # 1234 or 1.234: between semicolons both are likely.
        (",", ['"0,7"', "0.8"], "0,7"),
        (";", ["0,7", "1.234"], "0,7"),
        (",", ['"1,23,4"', "5"], "1,23,4"),
        (",", ['"12,3456.7"', "5"], "12,3456.7"),
    ],
)
def test_number_that_may_be_read_in_two_ways_is_refused(
    tmp_path: Path, delimiter: str, numbers: list[str], bad: str
) -> None:
    rows = [[*row[:4], number] for row, number in zip((BARNET, BEXLEY), numbers, strict=True)]
    assert told(load(text(tmp_path, HEADER, *rows, delimiter=delimiter)), "error") == [
        f"Value '{bad}' is not a number: write digits and a decimal point alone."
    ]


@pytest.mark.parametrize(("decimal", "value"), [(",", 1.234), (".", 1234)])
def test_declared_decimal_settles_what_the_file_leaves_open(
    tmp_path: Path, decimal: str, value: float
) -> None:
    loaded = load(text(tmp_path, HEADER, [*BARNET[:4], "1,234"], delimiter=";"), decimal=decimal)
    assert loaded.facts["value"].tolist() == [value]


def test_sheet_is_chosen_by_its_header_and_the_others_are_named(tmp_path: Path) -> None:
    path = workbook(tmp_path, Notes=[["About"]], Figures=[["Calls"], [], HEADER, BARNET])
    loaded = load(path)
    assert len(loaded.facts) == 1
    assert told(loaded, "note") == ["Sheet 'Figures' is read, and not 'Notes'."]


def test_of_two_sheets_with_the_header_the_declared_one_or_data_is_read_and_none_is_guessed(
    tmp_path: Path,
) -> None:
    path = workbook(tmp_path, First=[HEADER, BARNET], Second=[HEADER, BEXLEY])
    assert told(load(path), "error") == [
        "calls.xlsx has its source's columns in 2 sheets ('First', 'Second'): name the one to be"
        " read 'data'."
    ]
    assert load(path, sheet="second").facts["area"].tolist() == ["E09000004"]
    path = workbook(tmp_path, Example=[HEADER, BARNET], Data=[HEADER, BEXLEY])
    assert load(path).facts["area"].tolist() == ["E09000004"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_two_row_header_with_merged_cells_is_read_as_declared(tmp_path: Path, kind: str) -> None:
    upper = ["Measure", "Area", "", "Period", "", "Figure"]
    lower = ["", "code", "name", "start", "end", ""]
    row = ["calls", "E09000003", "Barnet", "2023-01-01", "2023-03-31", "7"]
    if kind == "csv":
        path = text(tmp_path, ["Calls by borough"], upper, lower, row)
    else:
        book = Workbook()
        for cells in (["Calls by borough"], upper, lower, row):
            book.worksheets[0].append([cell or None for cell in cells])
        for merged in ("A2:A3", "B2:C2", "D2:E2", "F2:F3"):
            book.worksheets[0].merge_cells(merged)
        path = tmp_path / "calls.xlsx"
        book.save(path)
    columns = {"value": ("Figure",)}
    loaded = load(path, header_rows=2, columns=columns)
    assert not loaded.is_refused
    assert loaded.facts[["area", "value"]].to_numpy().tolist() == [["E09000003", 7]]
    assert load(path, columns=columns).is_refused


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_footnotes_are_passed_over_and_named_but_not_a_row_cut_short(
    tmp_path: Path, kind: str
) -> None:
    rows = [HEADER, BARNET, BEXLEY, [], ["Figures are provisional."], ["Source: MPS"]]
    path = text(tmp_path, *rows) if kind == "csv" else workbook(tmp_path, Sheet=rows)
    loaded = load(path)
    assert len(loaded.facts) == 2
    [note] = [f for f in loaded.findings if f.severity == "note"]
    assert (note.row, note.message) == (
        5,
        "The last 2 rows are read as footnotes and not as figures: 'Figures are provisional.'.",
    )
    cut = (
        text(tmp_path, HEADER, BARNET, ["cal"])
        if kind == "csv"
        else workbook(tmp_path, S=[HEADER, BARNET, ["cal"]])
    )
    assert load(cut).is_refused


def test_each_mark_of_a_withheld_figure_is_left_out_and_counted(tmp_path: Path) -> None:
    marks = ["[c]", "[x]", "..", "n/a", "-", "*"]
    rows = [
        [*BARNET[:1], f"E090000{i:02}", *BARNET[2:4], mark] for i, mark in enumerate(marks, start=4)
    ]
    loaded = load(text(tmp_path, HEADER, BARNET, *rows))
    assert loaded.facts["area"].tolist() == ["E09000003"]
    [note] = told(loaded, "note")
    assert note.startswith(
        "6 rows have no value ('[c]': 1, '[x]': 1, '..': 1, 'n/a': 1, '-': 1, '*': 1): they are"
        " left"
    )


def test_survey_counts_its_marks_and_recorded_crime_refuses_them_as_what_is_left_out_is_zero(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        'Date,Borough,Measure,Proportion\n31/12/2022,Barnet,Trust MPS,"0,5"\n31/12/2022,Brent,Trust'
        " MPS,[c]"
    )
    loaded = attitude_survey.read_file(
        path, DECLARED.sources["pas_borough"], DECLARED.areas, DECLARED.aliases
    )
    assert len(loaded.facts) == 1
    assert told(loaded, "note") == [
        "1 rows have a mark in place of a proportion ('[c]': 1): they are left out."
    ]
    path.write_text(
        'MajorText,MinorText,LookUp_BoroughName,202301,202302\nTheft,Shoplifting,Barnet,[c],"1,234"'
    )
    crime = crime_wide.read_file(
        path, DECLARED.sources["mps_borough_crime"], DECLARED.areas, DECLARED.aliases
    )
    assert told(crime, "error") == [
        "'[c]' withholds a number, and here what is left out counts as zero: ask the publisher"
        " for it."
    ]


def test_published_forms_are_read_from_a_workbook_too(tmp_path: Path) -> None:
    strength = [
        ["Police force strength"],
        ["Date", "Police Officer Strength", "Police Staff Strength", "PCSO Strength"],
    ]
    path = workbook(
        tmp_path,
        Notes=[["About"]],
        S=[*strength, [pd.Timestamp("2023-04-01"), 34523, 10359.5, 1208]],
    )
    assert recognise(path, DECLARED.sources) == "force_strength"
    loaded = force_strength.read_file(
        path, DECLARED.sources["force_strength"], DECLARED.areas, DECLARED.aliases
    )
    assert loaded.facts["value"].tolist() == [34523, 1208, 10359.5]
    assert set(loaded.facts["period_end"]) == {pd.Timestamp("2023-04-30")}
    crime = [
        ["MajorText", "MinorText", "LookUp_BoroughName", 202301, 202302],
        ["Theft", "Shoplifting", "Barnet", 3, 4],
    ]
    path = workbook(tmp_path, Sheet=crime)
    assert recognise(path, DECLARED.sources) == "mps_borough_crime"
    read_as = crime_wide.read_file(
        path, DECLARED.sources["mps_borough_crime"], DECLARED.areas, DECLARED.aliases
    )
    assert read_as.facts["value"].tolist() == [3, 4]


def test_tidy_file_on_earlier_wards_is_refused_in_one_sentence(tmp_path: Path) -> None:
    old = [["calls", f"E0500{i:04}", "Abbey", *BARNET[2:]] for i in range(26, 56)]
    now = [["calls", code, "", *BARNET[2:]] for code in WARDS[:10]]
    header = ["measure", "area_code", "area_name", *HEADER[2:]]
    assert told(load(text(tmp_path, header, *now, *old)), "error") == [
        "The file is on an earlier set of wards: 30 of its 40 ward codes are not in force since 5"
        " May 2022 (first 'E05000026'). Ask for it on the wards of 2022, or by borough."
    ]


def test_ward_named_without_its_code_is_read_with_a_warning(tmp_path: Path) -> None:
    loaded = load(
        text(tmp_path, ["measure", "area_name", *HEADER[2:]], ["calls", "Alibon", *BARNET[2:]])
    )
    assert loaded.facts["area"].tolist() == ["E05014054"]
    assert (
        told(loaded, "warning")[0]
        == "1 rows name a ward without its code (first 'Alibon'): they are read as of the wards"
        " since 5 May 2022. Give the code, as an earlier ward of the name may have other"
        " boundaries."
    )


@pytest.mark.parametrize(("measure", "base"), [("share", ""), ("agree", "100")])
def test_proportions_beside_percentages_or_counts_are_a_warning(
    tmp_path: Path, measure: str, base: str
) -> None:
    rows = [
        [measure, f"E090000{i:02}", *BARNET[2:4], value, base]
        for i, value in enumerate(["0.7", "70", "65", "0.5"], start=2)
    ]
    warnings = told(load(text(tmp_path, [*HEADER, "base"], *rows)), "warning")
    assert (
        f"Measure '{measure}' has 2 of its values between 0 and 1 and 2 above 1: "
        "proportions may be mixed with percentages or counts." in warnings
    )


def test_counts_of_posts_may_be_halves(tmp_path: Path) -> None:
    rows = [[*BARNET[:4], "0.5"], [*BEXLEY[:4], "12"]]
    assert not [
        message
        for message in told(load(text(tmp_path, HEADER, *rows)), "warning")
        if "mixed" in message
    ]


def test_long_text_of_a_file_is_not_repeated_whole(tmp_path: Path) -> None:
    [error] = told(load(text(tmp_path, HEADER, [*BARNET[:4], "9" * 50_000 + "x"])), "error")
    assert len(error) < 700 and np.char.startswith(error, "Value '999")
