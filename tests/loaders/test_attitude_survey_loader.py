"""The Public Attitude Survey loader: real files, and each way in which a file may be broken."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pandas as pd
import pytest

from dashboard.declared.read import declarations
from dashboard.errors import InputError
from dashboard.loaders import registry
from dashboard.loaders.attitude_survey import read_file
from dashboard.loaders.model import COVERAGE_COLUMNS, FACT_COLUMNS, LoadedFile

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = Path(os.environ.get("DASHBOARD_PUBLISHED", ROOT.parent / "shared" / "published"))
DECLARED = declarations(ROOT / "data" / "declared")
HEADER = "Date,Survey,Borough,Measure,Proportion,MPS,,,,"
GOOD = '31/12/2022,PAS,Hillingdon,Trust MPS,"0,83","0,71",,,,'


def load(path: Path, source: str = "pas_borough") -> LoadedFile:
    return read_file(path, DECLARED.sources[source], DECLARED.areas, DECLARED.aliases)


def real(name: str) -> Path:
    path = PUBLISHED / name
    if not path.exists():
        pytest.skip(f"the published file {path} is not here")
    return path


def file(folder: Path, *lines: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    path = folder / "PAS.csv"
    path.write_bytes("\n".join((header, *lines)).encode(encoding))
    return path


def errors(loaded: LoadedFile) -> list[str]:
    return [f.message for f in loaded.findings if f.severity == "error"]


def test_real_borough_file() -> None:
    loaded = load(real("PAS_Dashboard_Borough.csv"))
    assert not [f for f in loaded.findings if f.severity != "note"]
    assert loaded.rows_read == len(loaded.facts) == 9312
    assert tuple(loaded.facts.columns) == FACT_COLUMNS
    assert loaded.facts["area"].nunique() == 32
    assert loaded.facts["measure"].nunique() == 8
    keyed = loaded.facts.set_index(["area", "measure", "period_end"]).sort_index()
    row = keyed.loc[("E09000017", "trust", pd.Timestamp("2022-12-31"))]
    assert row["value"] / row["base"] == pytest.approx(0.83)
    assert row["base"] == 600
    assert row["period_start"] == pd.Timestamp("2022-01-01")
    assert row[["lower", "upper"]].isna().all()
    assert tuple(loaded.coverage.columns) == COVERAGE_COLUMNS
    assert len(loaded.coverage) == 37
    assert set(loaded.coverage["level"]) == {"borough"}
    unused, note = loaded.findings
    assert unused.message == "Column 'MPS' is not one that this source uses: it is left out."
    assert (
        note.message
        == "315 rows use another spelling of an area: 'City of Westminster' (291), 'Richmond Upon"
        " Thames' (24)."
    )


def test_real_mps_file() -> None:
    loaded = load(real("PAS_Total.csv"), "pas_mps")
    assert loaded.findings == []
    assert len(loaded.facts) == 291
    trust = loaded.facts.query("measure == 'trust'").set_index("period_end")
    assert trust.loc["2022-12-31", "value"] / trust.loc["2022-12-31", "base"] == pytest.approx(0.71)
    assert trust.loc["2021-03-31", "base"] == 12800
    assert trust.loc["2021-06-30", "base"] == 19200


def test_real_files_are_recognised() -> None:
    assert registry.recognise(real("PAS_Dashboard_Borough.csv"), DECLARED.sources) == "pas_borough"
    assert registry.recognise(real("PAS_Total.csv"), DECLARED.sources) == "pas_mps"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("value", ["0,83", "0.83", "0,830", ",83"])
def test_encodings_and_numbers(tmp_path: Path, encoding: str, value: str) -> None:
    header = "Date;Survey;Borough;Measure;Proportion;Größe"
    path = file(
        tmp_path, f"31/3/2021;PAS;hillingdon;Trust  MPS;{value}", header=header, encoding=encoding
    )
    loaded = load(path)
    assert not loaded.is_refused
    row = loaded.facts.iloc[0]
    assert (row["area"], row["base"], row["value"]) == ("E09000017", 400, 332)
    assert row["period_start"] == pd.Timestamp("2020-04-01")


@pytest.mark.parametrize("value", ["0", "1"])
def test_ends_of_the_range(tmp_path: Path, value: str) -> None:
    loaded = load(file(tmp_path, f'30/06/2021,PAS,Barnet,Trust MPS,{value},"0,71"'))
    assert loaded.facts["value"].tolist() == [600 * float(value)]


@pytest.mark.parametrize(
    ("line", "sentence", "column"),
    [
        (
            GOOD.replace("31/12", "31/11"),
            "Date '31/11/2022' is not a day of the calendar.",
            "Date",
        ),
        (
            GOOD.replace("31/12/2022", "12-31-2022"),
            "Date '12-31-2022' is not a date written day/month/year.",
            "Date",
        ),
        (GOOD.replace("31/12", "12/3"), "Date '12/3/2022' is not the last day of a month.", "Date"),
        (
            GOOD.replace("2022", "1022"),
            "Date '31/12/1022' is outside the years 2000 to 2100.",
            "Date",
        ),
        (GOOD.replace('"0,83"', "high"), "Proportion 'high' is not a number.", "Proportion"),
        (GOOD.replace('"0,83"', ""), "Proportion '' is not a number.", "Proportion"),
        (GOOD.replace('"0,83"', "nan"), "Proportion 'nan' is not a number.", "Proportion"),
        (GOOD.replace('"0,83"', '"-0,1"'), "Proportion '-0,1' is outside 0 to 1.", "Proportion"),
        (
            GOOD.replace('"0,83"', "83"),
            "Proportion '83' looks like a percentage: the file gives proportions from 0 to 1.",
            "Proportion",
        ),
        (
            GOOD.replace('"0,83"', "83%"),
            "Proportion '83%' is a percentage among proportions from 0 to 1.",
            "Proportion",
        ),
        (
            GOOD.replace('"', ""),
            "Proportion 0,83 is split over two columns: a decimal comma needs quotation marks.",
            "Proportion",
        ),
        (
            GOOD.replace("Hillingdon", "Hilingdon"),
            (
                "'Hilingdon' is not a borough the dashboard knows: correct it or add it to"
                " areas/aliases.csv."
            ),
            "Borough",
        ),
        (
            GOOD.replace("Hillingdon", "MPS"),
            (
                "'MPS' is not a borough the dashboard knows: correct it or add it to"
                " areas/aliases.csv."
            ),
            "Borough",
        ),
        (
            GOOD.replace("Trust MPS", "Trust Met"),
            "Measure 'Trust Met' is not declared in sources/pas_borough.toml.",
            "Measure",
        ),
        (
            GOOD.replace("PAS", "USS"),
            "Survey 'USS' is not the Public Attitude Survey ('PAS').",
            "Survey",
        ),
        (
            GOOD.replace("0,83", "0,84"),
            (
                "Trust in the MPS of Hillingdon at 31/12/2022 is given twice with different values:"
                " 0.83 in row 2, 0.84 here."
            ),
            "Proportion",
        ),
    ],
)
def test_broken_row(tmp_path: Path, line: str, sentence: str, column: str) -> None:
    loaded = load(file(tmp_path, GOOD, line))
    assert loaded.is_refused
    assert loaded.facts.empty and loaded.coverage.empty
    [finding] = [f for f in loaded.findings if f.severity == "error"]
    assert (finding.message, finding.row, finding.column) == (sentence, 3, column)


def test_repeated_row_is_a_note(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, GOOD, "", GOOD))
    assert not loaded.is_refused
    assert len(loaded.facts) == 1
    note = next(f for f in loaded.findings if "given twice" in f.message)
    assert "given twice with the same value (first in row 2)" in note.message
    assert note.row == 4


def test_file_cut_short_is_a_warning(tmp_path: Path) -> None:
    [finding] = [f for f in load(file(tmp_path, GOOD)).findings if f.severity != "note"]
    assert finding.severity == "warning"
    assert finding.message == "Measure 'trust' at 31/12/2022 lacks 31 of 32 areas (borough)."


def test_missing_column_names_what_was_found(tmp_path: Path) -> None:
    path = file(tmp_path, "31/12/2022,PAS,Barnet", header="Date,Survey,Area")
    assert errors(load(path)) == [
        "PAS.csv has no columns 'Borough', 'Measure', 'Proportion'; its headers are 'Date',"
        " 'Survey', 'Area'."
    ]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "PAS.csv is empty: download it again."),
        (b" \r\n\r\n", "PAS.csv is empty: download it again."),
        (b"\xef\xbb\xbf", "PAS.csv is empty: download it again."),
        (b",,,\n,,\n", "PAS.csv is empty: download it again."),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
            "PAS.csv is a Git LFS pointer and not the file itself: run 'git lfs pull'.",
        ),
        (b"a,b\0\n", "PAS.csv is not text (it holds NUL bytes): save it as CSV UTF-8."),
        (
            b"Date,\x81\x8d\n",
            "PAS.csv is not text in UTF-8, UTF-16 or Windows-1252: save it as CSV UTF-8.",
        ),
        (
            b"<!DOCTYPE html><html></html>",
            "PAS.csv is a web page and not a CSV file: download the file itself.",
        ),
        (HEADER.encode(), "PAS.csv has a header but no rows: download it again."),
    ],
)
def test_broken_file(tmp_path: Path, raw: bytes, sentence: str) -> None:
    path = tmp_path / "PAS.csv"
    path.write_bytes(raw)
    assert errors(load(path)) == [sentence]


def test_enormous_field(tmp_path: Path) -> None:
    [message] = errors(load(file(tmp_path, GOOD, '"' + "x" * 200_000)))
    assert message.startswith("PAS.csv is not a CSV file that can be read: field larger than")


def test_absent_file(tmp_path: Path) -> None:
    [message] = errors(load(tmp_path / "PAS.csv"))
    assert message == "PAS.csv cannot be read: No such file or directory."


def test_no_sample_declared(tmp_path: Path) -> None:
    source = DECLARED.sources["pas_borough"]
    source = source.model_copy(update={"sample": source.sample[:1]})
    loaded = read_file(file(tmp_path, GOOD), source, DECLARED.areas, DECLARED.aliases)
    assert errors(loaded) == [
        "sources/pas_borough.toml declares no sample for the period that ends 31/12/2022."
    ]
    assert source.sample[0].until == dt.date(2021, 3, 31)


def test_many_findings_of_a_kind_are_summarised(tmp_path: Path) -> None:
    loaded = load(
        file(tmp_path, *[GOOD.replace("Hillingdon", f"Nowhere {i}") for i in range(1025)])
    )
    told = errors(loaded)
    assert len(told) == 21
    assert told[-1] == "There are 1,005 more rows of this kind: unknown area."


def test_recognise_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"^PAS.csv fits no declared source \(its headers are 'a', 'b'\)"
    ):
        registry.recognise(file(tmp_path, "1,2", header="a,b"), DECLARED.sources)
    with pytest.raises(InputError, match="cannot be read"):
        registry.recognise(tmp_path / "none.csv", DECLARED.sources)


def test_dispatch(tmp_path: Path) -> None:
    source = DECLARED.sources["pas_borough"]
    loaded = registry.read_file(file(tmp_path, GOOD), source, DECLARED.areas, DECLARED.aliases)
    assert len(loaded.facts) == 1
    other = source.model_copy(update={"format": "unheard_of"})
    with pytest.raises(InputError, match="for which there is no loader"):
        registry.read_file(tmp_path / "x.csv", other, DECLARED.areas, DECLARED.aliases)
