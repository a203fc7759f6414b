"""The force strength loader: the real file, and each way in which a file may be broken."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from dashboard.declared.read import declarations
from dashboard.loaders import registry
from dashboard.loaders.force_strength import fits, read_file
from dashboard.loaders.model import COVERAGE_COLUMNS, FACT_COLUMNS, LoadedFile

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = Path(os.environ.get("DASHBOARD_PUBLISHED", ROOT.parent / "shared" / "published"))
DECLARED = declarations(ROOT / "data" / "declared")
SOURCE = DECLARED.sources["force_strength"]
HEADER = "Date,Police Officer Strength,Police Staff Strength,PCSO Strength"
GOOD = "Apr-23,34523,10359,1208"


def real(name: str) -> Path:
    path = PUBLISHED / name
    if not path.exists():
        pytest.skip(f"the published file {path} is not here")
    return path


def file(folder: Path, *lines: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    path = folder / "strength.csv"
    path.write_bytes("\n".join((header, *lines)).encode(encoding))
    return path


def load(path: Path) -> LoadedFile:
    return read_file(path, SOURCE, DECLARED.areas, DECLARED.aliases)


def told(loaded: LoadedFile, severity: str) -> list[str]:
    return [f.message for f in loaded.findings if f.severity == severity]


def test_real_file_is_read_whole_and_without_a_finding() -> None:
    path = real("Police_Force_Strength.csv")
    assert fits(path, SOURCE)
    loaded = load(path)
    months = len(path.read_text().splitlines()) - 1
    assert loaded.findings == []
    assert (loaded.rows_read, len(loaded.facts), len(loaded.coverage)) == (
        months,
        3 * months,
        months,
    )
    assert tuple(loaded.facts.columns) == FACT_COLUMNS
    assert tuple(loaded.coverage.columns) == COVERAGE_COLUMNS
    assert set(loaded.facts["area"]) == {"MPS"}
    first = loaded.facts.set_index(["measure", "period_start"]).loc[
        ("pcso_strength", pd.Timestamp("2013-05-01"))
    ]
    assert (first["value"], first["period_end"]) == (2497, pd.Timestamp("2013-05-31"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize(
    "line",
    [
        'Apr-23,"34,523","10,359","1,208"',
        "April 2023,34523.0,10359.00,1208.",
        " apr-2023 ,34523,10359,1208,,",
    ],
)
def test_spellings_of_months_and_numbers(tmp_path: Path, encoding: str, line: str) -> None:
    loaded = load(
        file(
            tmp_path,
            line,
            header=HEADER + ",,\u00a3" if encoding == "cp1252" else HEADER,
            encoding=encoding,
        )
    )
    assert not loaded.is_refused
    assert loaded.facts.set_index("measure")["value"].to_dict() == {
        "officer_strength": 34523,
        "staff_strength": 10359,
        "pcso_strength": 1208,
    }
    assert set(loaded.facts["period_end"]) == {pd.Timestamp("2023-04-30")}


def test_fractions_of_a_post_are_kept(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, "Apr-23,34523.45,10359.5,1208.25"))
    assert loaded.facts["value"].tolist() == [34523.45, 1208.25, 10359.5]


def test_months_may_come_in_any_order(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, "Feb-24,3,2,1", "Dec-23,3,2,1", "Jan-24,3,2,1"))
    assert loaded.findings == []
    assert loaded.coverage["period_end"].dt.strftime("%Y-%m-%d").tolist() == [
        "2023-12-31",
        "2024-01-31",
        "2024-02-29",
    ]


@pytest.mark.parametrize(
    ("line", "sentence", "column"),
    [
        ("13-May,3,2,1", "Date '13-May' is not a month written as in 'May-13'.", "Date"),
        ("01/05/2013,3,2,1", "Date '01/05/2013' is not a month written as in 'May-13'.", "Date"),
        ("Mai-13,3,2,1", "Date 'Mai-13' is not a month written as in 'May-13'.", "Date"),
        (",3,2,1", "Date '' is not a month written as in 'May-13'.", "Date"),
        ("May-1913,3,2,1", "Date 'May-1913' is outside the years 2000 to 2100.", "Date"),
        ("May-23,lots,2,1", "Strength 'lots' is not a number.", "Police Officer Strength"),
        ("May-23,3,-2,1", "Strength '-2' is not a number.", "Police Staff Strength"),
        ('May-23,3,"10,35",1', "Strength '10,35' is not a number.", "Police Staff Strength"),
        ("May-23,3,2,34523", "Strength '34523' is outside 0 to 20000.", "PCSO Strength"),
        (
            "May-23,34,523,10,359,1,208",
            "The row has more cells than the 4 headers: a comma in a number needs quotation marks.",
            None,
        ),
        (
            "Apr-23,34523,10359,1209",
            (
                "PCSO Strength of April 2023 is given twice with different values: 1208 in row 2,"
                " 1209 here."
            ),
            "PCSO Strength",
        ),
    ],
)
def test_broken_row(tmp_path: Path, line: str, sentence: str, column: str | None) -> None:
    loaded = load(file(tmp_path, GOOD, line))
    assert loaded.facts.empty and loaded.coverage.empty
    [finding] = [f for f in loaded.findings if f.severity == "error"]
    assert (finding.message, finding.row, finding.column) == (sentence, 3, column)


def test_repeated_row_is_counted_once(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, GOOD, "", GOOD))
    assert len(loaded.facts) == 3
    assert len(told(loaded, "note")) == 3
    assert "given twice with the same value (first in row 2)" in told(loaded, "note")[0]


def test_blank_figure_is_left_out_and_told(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, "Apr-23,34523,,[x]"))
    assert loaded.facts["measure"].tolist() == ["officer_strength"]
    assert told(loaded, "warning") == [
        "An empty cell is no figure and is left out.",
        "'[x]' is no figure and is left out.",
    ]


def test_missing_month_is_a_warning(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, "Jan-23,3,2,1", "Apr-23,3,2,1"))
    assert told(loaded, "warning") == [
        "The file has no row for February 2023.",
        "The file has no row for March 2023.",
    ]


def test_unknown_column_is_a_note(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, GOOD + ",7", header=HEADER + ",Special Constables"))
    assert told(loaded, "note") == [
        "Column 'Special Constables' is not one that this source uses: it is left out."
    ]


def test_missing_column_names_what_was_found(tmp_path: Path) -> None:
    path = file(tmp_path, "Apr-23,1", header="Date,Police Officer Strength")
    assert not fits(path, SOURCE)
    assert told(load(path), "error") == [
        "strength.csv has no columns 'Police Staff Strength', 'PCSO Strength'; "
        "its headers are 'Date', 'Police Officer Strength'."
    ]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "strength.csv is empty: download it again."),
        (HEADER.encode(), "strength.csv has a header but no rows: download it again."),
        (b"a,b\0\n", "strength.csv is not text (it holds NUL bytes): save it as CSV UTF-8."),
    ],
)
def test_broken_file(tmp_path: Path, raw: bytes, sentence: str) -> None:
    path = tmp_path / "strength.csv"
    path.write_bytes(raw)
    assert told(load(path), "error") == [sentence]


def test_fits_no_other_file(tmp_path: Path) -> None:
    assert fits(file(tmp_path, GOOD), SOURCE)
    assert not fits(tmp_path / "none.csv", SOURCE)
    assert not fits(file(tmp_path, "1,2", header="Date,Survey,Borough,Measure,Proportion"), SOURCE)


def test_a_file_that_ends_within_its_last_row_is_refused(tmp_path: Path) -> None:
    def findings(*lines: str) -> list[str]:
        path = file(tmp_path, GOOD, *lines)
        loaded = registry.read_file(path, SOURCE, DECLARED.areas, DECLARED.aliases)
        return told(loaded, "error")

    cut = "strength.csv is cut short: its last row has 3 cells and no end, the row before it 4"
    assert [f"{cut}; get the file again."] == findings(
        "May-23,34523,10359,1208", "Jun-23,34523,114"
    )
    assert findings("May-23,34523,10359,1208", "Jun-23,34523,10359,1209") == []
    footnote = findings("May-23,34523,10359,1208", "Source: the MPS, 2023")
    assert not any("cut short" in words for words in footnote)


def test_a_file_whose_last_line_has_no_end_is_told_with_what_to_check(tmp_path: Path) -> None:
    whole = file(tmp_path, GOOD, "May-23,34523,10359,1208", "Jun-23,34523,10359,1252")
    words = "The last line has no end, as where a transfer was broken off"
    for cut, is_told in ((0, False), (1, True), (2, True)):
        content = whole.read_bytes().rstrip(b"\n") + b"\n"
        path = tmp_path / f"cut-{cut}.csv"
        path.write_bytes(content[: len(content) - cut])
        loaded = registry.read_file(path, SOURCE, DECLARED.areas, DECLARED.aliases)
        assert told(loaded, "error") == []
        assert any(words in note for note in told(loaded, "note")) == is_told
