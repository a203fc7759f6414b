"""The loader of the tidy template: three kinds of file alike, each way of being broken, and a
million rows.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook, load_workbook

from dashboard.declared.models import Level, Measure, Source
from dashboard.declared.read import declarations
from dashboard.loaders.model import COVERAGE_COLUMNS, FACT_COLUMNS, LoadedFile
from dashboard.loaders.tidy import fits, read_file

DECLARED = declarations(Path(__file__).resolve().parents[2] / "data" / "declared")
HEADER = (
    "measure,area_code,area_name,period_start,period_end,group_type,group,value,base,lower,upper"
)
GOOD = "trust,E09000003,Barnet,2023-01-01,2023-03-31,sex,Women,0.7,100,0.6,0.8"


def source(level: Level | None = "borough") -> Source:
    return Source(
        id="survey",
        name="A survey",
        publisher="MOPAC",
        licence="OGL",
        address="",
        format="tidy",
        frequency="quarterly",
        level=level,
        measure=(
            Measure(id="trust", aliases=("Trust MPS",), label="Trust in the MPS", least=0, most=1),
            Measure(id="calls", least=0),
        ),
    )


def load(path: Path, level: Level | None = "borough") -> LoadedFile:
    return read_file(path, source(level), DECLARED.areas, DECLARED.aliases)


def file(folder: Path, *lines: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    path = folder / "tidy.csv"
    path.write_bytes("\n".join((header, *lines)).encode(encoding))
    return path


def told(loaded: LoadedFile, severity: str) -> list[str]:
    return [f.message for f in loaded.findings if f.severity == severity]


def workbook(folder: Path, rows: list[list[object]], title: str = "Sheet") -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Notes"
    page.append(["About this file"])
    page = book.create_sheet(title, 0 if title == "Sheet" else 1)
    for row in rows:
        page.append(row)
    path = folder / "tidy.xlsx"
    book.save(path)
    return path


def test_every_cell_reaches_its_column(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, GOOD, "Trust  MPS,E09000003,,2023-01-01,2023-03-31,,,1,,,"))
    assert not loaded.is_refused
    assert tuple(loaded.facts.columns) == FACT_COLUMNS
    first, second = loaded.facts.to_dict("records")
    start, end = pd.Timestamp("2023-01-01"), pd.Timestamp("2023-03-31")
    assert list(first.values()) == [
        "trust",
        "E09000003",
        start,
        end,
        "sex",
        "Women",
        0.7,
        100,
        0.6,
        0.8,
    ]
    assert list(second.values())[:7] == ["trust", "E09000003", start, end, "", "", 1]
    assert np.isnan([second["base"], second["lower"], second["upper"]]).all()
    assert str(loaded.facts["period_end"].dtype) == "datetime64[us]"


def test_coverage_has_each_level_and_period_once(tmp_path: Path) -> None:
    rows = [
        f"calls,{area},,2023-{month:02}-01,2023-{month:02}-28,,,5,,,"
        for area in ("E09000003", "E09000004", "SN", "MPS")
        for month in (2, 1)
    ]
    loaded = load(file(tmp_path, *rows), None)
    assert tuple(loaded.coverage.columns) == COVERAGE_COLUMNS
    assert loaded.coverage.astype(str).to_numpy().tolist() == [
        [level, f"2023-{month}-01", f"2023-{month}-28"]
        for level in ("bcu", "borough", "mps")
        for month in ("01", "02")
    ]


@pytest.mark.parametrize(
    "kind", ["parquet", "parquet as text", "xlsx", "xlsx named data", "csv", "semicolons"]
)
def test_the_same_rows_from_any_kind_of_file(tmp_path: Path, kind: str) -> None:
    day, end = dt.date(2023, 1, 1), dt.date(2023, 3, 31)
    rows: list[list[object]] = [
        ["trust", "E09000003", None, day, end, "sex", "Women", 0.7, 100, 0.6, 0.8],
        ["calls", "E09000004", "Bexley", day, end, None, None, 1234567, None, None, None],
    ]
    columns = HEADER.split(",")
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if kind.startswith("parquet"):
        path = tmp_path / "tidy.parquet"
        frame = pd.DataFrame(rows if kind == "parquet" else texts, columns=columns)
        if kind == "parquet":
            frame["period_end"] = pd.to_datetime(frame["period_end"])
        pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), path)
    elif kind.startswith("xlsx"):
        blank: list[object] = []
        above: list[list[object]] = [["A title"], blank, list(columns)]
        path = workbook(tmp_path, above + rows, "Data" if "data" in kind else "Sheet")
    else:
        delimiter = ";" if kind == "semicolons" else ","
        lines = [delimiter.join(row) for row in texts]
        path = file(tmp_path, *lines, header=delimiter.join(columns), encoding="utf-8-sig")
    assert fits(path, source())
    loaded = load(path)
    assert not loaded.is_refused
    expected = load(file(tmp_path, *[",".join(row) for row in texts]))
    pd.testing.assert_frame_equal(loaded.facts, expected.facts)
    assert loaded.facts["value"].tolist() == [0.7, 1234567]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path: Path) -> None:
    bad = GOOD.replace("0.7", "x")
    path = file(
        tmp_path, "", HEADER, GOOD, ",,,", "", "trust,E09000004", bad, header="Title,of the file"
    )
    loaded = load(path)
    assert [(f.row, f.message) for f in loaded.findings if f.severity == "error"] == [
        (7, "Date '' is not a date written YYYY-MM-DD."),
        (7, "Date '' is not a date written YYYY-MM-DD."),
        (8, "Value 'x' is not a number: write digits and a decimal point alone."),
    ]
    book = workbook(tmp_path, [["Title"], [], list(HEADER.split(",")), [], list(bad.split(","))])
    [finding] = [f for f in load(book).findings if f.severity == "error"]
    assert (finding.row, finding.column) == (5, "value")


@pytest.mark.parametrize(
    ("line", "sentence", "column"),
    [
        (
            GOOD.replace("trust", "love"),
            "Measure 'love' is not declared in sources/survey.toml.",
            "measure",
        ),
        (
            GOOD.replace("E09000003", "E09000999"),
            "'E09000999' is not the code of a borough the dashboard knows: see areas/*.csv.",
            "area_code",
        ),
        (
            GOOD.replace("E09000003,Barnet", "E05014053,Abbey"),
            "'E05014053' is not the code of a borough the dashboard knows: see areas/*.csv.",
            "area_code",
        ),
        (
            GOOD.replace("E09000003,Barnet", ",Barnett"),
            (
                "'Barnett' is not a borough the dashboard knows: correct it or add it to"
                " areas/aliases.csv."
            ),
            "area_name",
        ),
        (
            GOOD.replace("E09000003,Barnet", ","),
            "'' is not a borough the dashboard knows: correct it or add it to areas/aliases.csv.",
            "area_name",
        ),
        (
            GOOD.replace("Barnet", "Bexley"),
            "'Bexley' is not the name of E09000003, which is Barnet.",
            "area_name",
        ),
        (
            GOOD.replace("2023-03-31", "31/03/2023"),
            "Date '31/03/2023' is not a date written YYYY-MM-DD.",
            "period_end",
        ),
        (
            GOOD.replace("2023-03-31", "2023-02-29"),
            "Date '2023-02-29' is not a day of the calendar.",
            "period_end",
        ),
        (
            GOOD.replace("2023-03-31", "2203-03-31"),
            "Date '2203-03-31' is outside the years 2000 to 2100.",
            "period_end",
        ),
        (
            GOOD.replace("2023-01-01", "2023-04-01"),
            "The period starts on 2023-04-01 and ends before, on 2023-03-31.",
            "period_start",
        ),
        (
            GOOD.replace("sex,", ","),
            "Group 'Women' has no group_type: say what it is a group by.",
            "group_type",
        ),
        (
            GOOD.replace("Women", ""),
            "Group type 'sex' has no group: name it, or leave both empty.",
            "group",
        ),
        (
            GOOD.replace(",0.7,", ",70%,"),
            "Value '70%' is a percentage: give the figure without a percent sign.",
            "value",
        ),
        (
            GOOD.replace(",0.7,", ',"0,7",'),
            "Value '0,7' is not a number: write digits and a decimal point alone.",
            "value",
        ),
        (
            GOOD.replace(",0.7,", ",nan,"),
            "Value 'nan' is not a number: write digits and a decimal point alone.",
            "value",
        ),
        (
            GOOD.replace(",0.7,", ",1e999,"),
            "Value '1e999' is not a number: write digits and a decimal point alone.",
            "value",
        ),
        (
            GOOD.replace("0.7,100,0.6,0.8", "70,,,"),
            "Value 70 of measure 'trust' is outside 0 to 1: it looks like a percentage.",
            "value",
        ),
        (
            GOOD.replace("trust", "calls").replace("0.7,100,0.6,0.8", "-3,,,"),
            "Value -3 of measure 'calls' is outside 0 and above.",
            "value",
        ),
        (GOOD.replace(",100,", ",0,"), "Base 0 is not above 0.", "base"),
        (
            GOOD.replace(",100,", ",many,"),
            "Base 'many' is not a number: write digits and a decimal point alone.",
            "base",
        ),
        (
            GOOD.replace("0.6,", "0.75,"),
            "Value 0.7 does not lie within its interval, 0.75 to 0.8.",
            "value",
        ),
        (
            GOOD.replace("0.6,", ","),
            "The interval has one end only: give lower and upper.",
            "lower",
        ),
        (
            GOOD.replace(",0.7,", ",0.65,"),
            (
                "Trust in the MPS of Barnet (Women) at 2023-03-31 is given twice and not alike: 0.7"
                " in row 2, 0.65 here."
            ),
            "value",
        ),
        (
            GOOD.replace(",100,", ",101,"),
            (
                "Trust in the MPS of Barnet (Women) at 2023-03-31 is given twice and not alike: row"
                " 2 and here."
            ),
            "value",
        ),
        (
            GOOD.replace(",100,", ",1,234,"),
            "The row has more cells than the 11 headers: a comma in a cell needs quotation marks.",
            None,
        ),
    ],
)
def test_broken_row(tmp_path: Path, line: str, sentence: str, column: str | None) -> None:
    loaded = load(file(tmp_path, GOOD, line))
    assert loaded.facts.empty and loaded.coverage.empty
    [finding] = [f for f in loaded.findings if f.severity == "error"]
    assert (finding.message, finding.row, finding.column) == (sentence, 3, column)


def test_area_by_name_by_other_spelling_and_by_neither_when_two_bear_it(tmp_path: Path) -> None:
    rest = "2023-01-01,2023-03-31,,,5,,,"
    loaded = load(file(tmp_path, f"calls,,barnet,{rest}", f"calls,,City of  Westminster,{rest}"))
    assert loaded.facts["area"].tolist() == ["E09000003", "E09000033"]
    loaded = load(file(tmp_path, f"calls,,Abbey,{rest}"), "ward")
    assert told(loaded, "error") == [
        "'Abbey' is the name of 2 areas (E05014053, E05013810): give the area_code."
    ]
    loaded = load(file(tmp_path, f"calls,E05014053,Abbey,{rest}"), "ward")
    assert loaded.facts["area"].tolist() == ["E05014053"]


def test_another_name_for_a_code_is_a_note(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, GOOD.replace("Barnet", "Barnet Borough")))
    assert told(loaded, "note") == [
        "1 rows give another name than the declared one: 'Barnet Borough' for Barnet (1)."
    ]


def test_repeated_row_is_counted_once(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, GOOD, GOOD.replace("0.7,100", "0.70,100.0")))
    assert len(loaded.facts) == 1
    [note] = [f for f in loaded.findings if f.severity == "note"]
    assert note.row == 3
    assert (
        note.message
        == "Trust in the MPS of Barnet (Women) at 2023-03-31 is given twice alike (first in row 2);"
        " it is counted once."
    )


def test_marks_in_place_of_a_figure_are_left_out_and_told(tmp_path: Path) -> None:
    marks = ["[c]", "[X]", "..", "n/a", "-", "", ""]
    rows = [
        f"calls,E090000{i:02},,2023-01-01,2023-03-31,,,{mark},,," for i, mark in enumerate(marks, 2)
    ]
    loaded = load(file(tmp_path, GOOD.replace(",100,", ",[c],"), *rows))
    assert not loaded.is_refused
    assert loaded.facts["value"].tolist() == [0.7]
    assert [(f.row, f.message) for f in loaded.findings if f.severity == "note"] == [
        (
            3,
            (
                "7 rows have no value (empty: 2, '[c]': 1, '[X]': 1, '..': 1, 'n/a': 1, '-': 1):"
                " they are left out. The first are rows 3, 4, 5, 6, 7."
            ),
        ),
        (2, "1 rows have no base ('[c]': 1): they are read without it. The first are rows 2."),
    ]


def test_file_without_a_figure_is_refused(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, GOOD.replace("0.7,100,0.6,0.8", "[c],,,")))
    assert told(loaded, "error") == [
        "tidy.csv has no figure at all: every value is empty or a mark."
    ]


def test_file_cut_short_is_a_warning(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, "calls,E09000003,,2023-01-01,2023-03-31,,,5,,,"))
    assert told(loaded, "warning") == [
        "Measure 'calls' at 2023-03-31 lacks 31 of 32 areas (borough)."
    ]


def test_cell_shown_as_a_percentage_in_a_workbook_is_an_error(tmp_path: Path) -> None:
    path = workbook(tmp_path, [list(HEADER.split(",")), [*GOOD.split(",")[:7], 0.7]])
    book = load_workbook(path)
    book.worksheets[0]["H2"].number_format = "0%"
    book.save(path)
    assert told(load(path), "error") == [
        "Value '70%' is a percentage: give the figure without a percent sign."
    ]


def test_moment_of_a_day_is_no_date(tmp_path: Path) -> None:
    cells: list[object] = list(GOOD.split(","))
    cells[4] = dt.datetime(2023, 3, 31, 12, 30)
    path = workbook(tmp_path, [list(HEADER.split(",")), cells])
    assert told(load(path), "error") == [
        "Date '2023-03-31 12:30:00' is not a date written YYYY-MM-DD."
    ]


def test_column_that_is_not_of_the_template_is_a_note(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, GOOD + ",x", header=HEADER + ",Comment"))
    assert told(loaded, "note") == [
        "Column 'Comment' is not one that this source uses: it is left out."
    ]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "tidy.csv is empty: download it again."),
        (HEADER.encode(), "tidy.csv has a header but no rows: fill it in or download it again."),
        (
            b"PK\x03\x04junk",
            "tidy.csv is a workbook or zip file that is damaged or cut short: download it again.",
        ),
        (
            b"measure,value\ntrust,1\n",
            (
                "tidy.csv has no columns 'period_start', 'period_end', 'area_code'; its headers are"
                " 'measure', 'value'."
            ),
        ),
        (
            b"Date,Borough\n1,2\n",
            (
                "tidy.csv has no row with the columns that its source needs; its first row is"
                " 'Date', 'Borough'."
            ),
        ),
        (
            f'{HEADER}\n{GOOD.replace("Barnet", chr(34) + "Barnet")}\n{GOOD}\n{GOOD}"\n'.encode(),
            (
                "tidy.csv has a line break within a cell (row 2, column 'area_name'): "
                "close the quotation mark before it, or take the break out."
            ),
        ),
        (
            HEADER.encode() + b"\n\x81\n",
            "tidy.csv is not text in UTF-8, UTF-16 or Windows-1252: save it as CSV UTF-8.",
        ),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
            "tidy.csv is a Git LFS pointer and not the file itself: run 'git lfs pull'.",
        ),
    ],
)
def test_broken_file(tmp_path: Path, raw: bytes, sentence: str) -> None:
    path = tmp_path / "tidy.csv"
    path.write_bytes(raw)
    assert told(load(path), "error") == [sentence]
    assert not fits(path, source())


def test_broken_parquet_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "tidy.parquet"
    path.write_bytes(b"PAR1 and no more")
    [message] = told(load(path), "error")
    assert message.startswith("tidy.parquet is not a Parquet file that can be read: ")


def test_fits_by_measures_and_header(tmp_path: Path) -> None:
    assert fits(file(tmp_path, GOOD, GOOD.replace("trust", "calls")), source())
    assert not fits(file(tmp_path, GOOD, GOOD.replace("trust", "another")), source())
    assert not fits(file(tmp_path, "trust,2", header="measure,value"), source())
    assert not fits(tmp_path / "none.csv", source())


def test_many_findings_of_a_kind_are_summarised(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, *[GOOD.replace("trust", f"m{i}") for i in range(1025)]))
    messages = told(loaded, "error")
    assert len(messages) == 21
    assert messages[-1] == "There are 1,005 more rows of this kind: unknown measure."


def test_a_hundred_thousand_rows_are_all_read(tmp_path: Path) -> None:
    wards = [area.code for area in DECLARED.areas.values() if area.level == "ward"]
    ends = pd.date_range("2020-01-31", periods=24, freq="ME").strftime("%Y-%m-%d")
    measures = [f"m{i}" for i in range(7)]
    rows = [
        f"{m},{w},{e[:8]}01,{e},{i % 1000}"
        for e in ends
        for i, w in enumerate(wards)
        for m in measures
    ]
    path = file(tmp_path, *rows[:100_000], header="measure,area_code,period_start,period_end,value")
    many = source("ward").model_copy(
        update={"measure": tuple(Measure(id=m, least=0) for m in measures)}
    )
    loaded = read_file(path, many, DECLARED.areas, DECLARED.aliases)
    assert not loaded.is_refused
    assert loaded.rows_read == len(loaded.facts) == 100_000
