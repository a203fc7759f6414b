"""The recorded crime loader: real files, and each quirk and fault that such a file may have."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from dashboard.declared.cross_check import match_measures
from dashboard.declared.read import declarations
from dashboard.loaders.crime_wide import fits, read_file, slug
from dashboard.loaders.model import COVERAGE_COLUMNS, FACT_COLUMNS, Finding, LoadedFile

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = Path(os.environ.get("DASHBOARD_PUBLISHED", ROOT.parent / "shared" / "published"))
DECLARED = declarations(ROOT / "data" / "declared")
OLD_WARDS = "2022-10 MPS Ward Level Crime (most recent 24 months).csv"
WARDS = "2023-12 MPS Ward Level Crime.csv"
CONNECT = "2025-04 MPS Ward Level Crime (most recent 24 months).csv"
BOROUGHS = "2023-12 MPS Borough Level Crime.csv"
HEADER = "MajorText,MinorText,WardName,WardCode,LookUp_BoroughName,202301,202302"
GOOD = "Robbery,Robbery of Personal Property,Abbey,E05014053,Barking and Dagenham,3,0"
BOROUGH_HEADER = "MajorText,MinorText,LookUp_BoroughName,202301,202302"


def load(path: Path, source: str = "mps_ward_crime") -> LoadedFile:
    return read_file(path, DECLARED.sources[source], DECLARED.areas, DECLARED.aliases)


def real(name: str) -> Path:
    path = PUBLISHED / name
    if not path.exists():
        pytest.skip(f"the published file {path} is not here")
    return path


def file(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "crime.csv"
    path.write_text("\r\n".join((header, *lines)), encoding="utf-8", newline="")
    return path


def told(loaded: LoadedFile) -> list[Finding]:
    """Every finding but that a drawn file of a few rows lacks most areas."""
    return [f for f in loaded.findings if not f.message.startswith("The file has no row for")]


def values(loaded: LoadedFile) -> dict[tuple[str, str, str], float]:
    facts = loaded.facts
    keys = zip(
        facts["measure"], facts["area"], facts["period_end"].dt.strftime("%Y-%m-%d"), strict=True
    )
    return dict(zip(keys, facts["value"], strict=True))


def offences(path: Path) -> pd.DataFrame:
    """The file by other means than the loader's: text columns, and months as numbers."""
    return pd.read_csv(path, keep_default_na=False)


def months(table: pd.DataFrame) -> list[str]:
    return [column for column in table.columns if column.isdigit()]


@pytest.mark.parametrize(
    ("name", "source", "rows", "level", "areas"),
    [
        (OLD_WARDS, "mps_ward_crime", 22168, "borough", 32),
        (WARDS, "mps_ward_crime", 23438, "ward", 679),
        (CONNECT, "mps_ward_crime", 17901, "ward", 679),
        (BOROUGHS, "mps_borough_crime", 1581, "borough", 32),
    ],
)
def test_every_row_of_a_real_file_is_a_fact_or_told(
    name: str, source: str, rows: int, level: str, areas: int
) -> None:
    path = real(name)
    loaded = load(path, source)
    assert loaded.rows_read == rows
    assert not loaded.is_refused
    table = offences(path)
    left_out = table[table["LookUp_BoroughName"].str.startswith("London Heathrow")]
    whole = table[months(table)].to_numpy().sum()
    assert loaded.facts["value"].sum() == whole - left_out[months(table)].to_numpy().sum()
    if len(left_out):
        [warning] = loaded.findings
        assert (warning.severity, warning.row, warning.column) == (
            "warning",
            1065,
            "LookUp_BoroughName",
        )
        assert (
            warning.message
            == "'London Heathrow and London City Airports' is not a borough the dashboard knows: "
            "its 7,003 offences (35 rows, the first here) are left out."
        )
    else:
        assert {f.severity for f in loaded.findings} == {"note"}
    assert tuple(loaded.facts.columns) == FACT_COLUMNS
    assert tuple(loaded.coverage.columns) == COVERAGE_COLUMNS
    assert loaded.facts["area"].nunique() == areas
    assert set(loaded.coverage["level"]) == {level}
    assert len(loaded.coverage) == 24
    assert set(loaded.facts["measure"]) <= {m.id for m in DECLARED.sources[source].measure}
    assert not loaded.facts.duplicated(["measure", "area", "period_end"]).any()
    assert (loaded.facts["value"] > 0).all()


def test_real_borough_month_agrees_with_the_file() -> None:
    path = real(BOROUGHS)
    table = offences(path)
    burglary = table[(table["LookUp_BoroughName"] == "Barnet") & (table["MajorText"] == "Burglary")]
    facts = load(path, "mps_borough_crime").facts
    mine = facts[(facts["area"] == "E09000003") & (facts["period_end"] == "2023-11-30")]
    mine = mine[mine["measure"].str.startswith("burglary/")]
    assert mine["value"].sum() == burglary["202311"].sum() == 237
    assert set(mine["period_start"]) == {pd.Timestamp("2023-11-01")}


def test_real_old_wards_are_summed_to_the_boroughs_of_the_file() -> None:
    path = real(OLD_WARDS)
    loaded = load(path)
    table = offences(path)
    mine = loaded.facts[
        (loaded.facts["area"] == "E09000033") & (loaded.facts["period_end"] == "2022-08-31")
    ]
    assert (
        mine["value"].sum()
        == table.loc[table["LookUp_BoroughName"] == "Westminster", "202208"].sum()
        == 5954
    )
    [note] = loaded.findings
    assert (note.severity, note.column) == ("note", "WardCode")
    assert (
        note.message == "The file is on 632 wards of which 483 have codes that are not in force: "
        "its offences are summed to boroughs, and no ward has figures from it."
    )


def test_real_heathrow_villages_counts_to_its_ward_once() -> None:
    path = real(WARDS)
    loaded = load(path)
    table = offences(path)
    mine = loaded.facts[loaded.facts["area"] == "E05013570"].groupby("period_end")["value"].sum()
    assert (
        mine.loc["2023-04-30"]
        == table.loc[table["WardCode"] == "E05013570", "202304"].sum()
        == 17 + 281
    )
    [note] = loaded.findings
    assert (note.severity, note.row, note.column) == ("note", 2, "LookUp_BoroughName")
    assert (
        note.message
        == "Heathrow Villages (E05013570) is under 'Aviation Security (SO18)' in 35 rows, the first"
        " here: its offences are Hillingdon's by the ward's code."
    )


def test_ward_sums_are_nearly_the_borough_totals() -> None:
    wards = load(real(WARDS)).facts.groupby("period_end")["value"].sum()
    boroughs = load(real(BOROUGHS), "mps_borough_crime").facts.groupby("period_end")["value"].sum()
    share = wards / boroughs
    assert wards.sum() / boroughs.sum() == pytest.approx(0.97, abs=0.005)
    assert share.idxmin() == pd.Timestamp("2023-10-31")
    assert share.min() == pytest.approx(0.90, abs=0.01)
    assert share.max() == pytest.approx(0.98, abs=0.01)


def test_hillingdon_alone_has_more_offences_by_ward_than_by_borough() -> None:
    wards = load(real(WARDS)).facts
    parent = wards["area"].map({a.code: a.parent for a in DECLARED.areas.values()})
    boroughs = load(real(BOROUGHS), "mps_borough_crime").facts.groupby("area")["value"].sum()
    share = wards.groupby(parent)["value"].sum() / boroughs
    assert share[share > 1].index.tolist() == ["E09000017"]
    assert share["E09000017"] == pytest.approx(1.10, abs=0.01)


def test_a_series_keeps_its_id_over_the_change_of_categories() -> None:
    before, after = load(real(WARDS)).facts, load(real(CONNECT)).facts
    month = "2023-06-30"
    old = before[before["period_end"] == month].groupby("measure")["value"].sum()
    new = after[after["period_end"] == month].groupby("measure")["value"].sum()
    renamed = [
        "burglary/domestic_burglary",
        "drug_offences/drug_trafficking",
        "public_order_offences/other_offences_against_the_state_or_public_order",
        "public_order_offences/racially_or_religiously_aggravated_public_fear_al",
        "theft/theft_from_person",
        "vehicle_offences/theft_from_a_motor_vehicle",
        "vehicle_offences/theft_or_taking_of_a_motor_vehicle",
    ]
    assert (new[renamed] / old[renamed]).between(0.97, 1.03).all()


@pytest.mark.parametrize("source", ["mps_ward_crime", "mps_borough_crime"])
def test_patterns_of_indicators_match_before_and_after_the_change(source: str) -> None:
    measures = [m.id for m in DECLARED.sources[source].measure]
    assert len(measures) == len(set(measures))
    for pattern in (
        "*",
        "violence_against_the_person/*",
        "burglary/*",
        "robbery/*",
        "vehicle_offences/*",
        "theft/theft_from_person",
        "arson_and_criminal_damage/*",
    ):
        assert match_measures(pattern, measures), pattern


def test_both_sources_declare_the_same_categories_and_the_change_of_system() -> None:
    ward, borough = DECLARED.sources["mps_ward_crime"], DECLARED.sources["mps_borough_crime"]
    assert ward.measure == borough.measure
    assert ward.sparse and borough.sparse
    assert {b.date.isoformat(): b.levels for b in ward.break_}.keys() == {
        "2022-05-05",
        "2024-02-28",
    }
    assert ward.break_[0].levels == ("ward",)
    assert ward.break_[1] == borough.break_[0]


def test_slug() -> None:
    assert slug("  Public Order: Fear, Al ") == "public_order_fear_al"
    assert slug("BURGLARY - RESIDENTIAL") == slug("Burglary residential")


def test_zero_is_left_out_of_the_facts_and_its_month_is_covered(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, GOOD, "", ",,,,,,"))
    assert values(loaded) == {
        ("robbery/robbery_of_personal_property", "E05014053", "2023-01-31"): 3
    }
    assert loaded.rows_read == 1
    assert loaded.coverage.astype(str).to_numpy().tolist() == [
        ["ward", "2023-01-01", "2023-01-31"],
        ["ward", "2023-02-01", "2023-02-28"],
    ]
    [gap] = loaded.findings
    assert gap.severity == "warning"
    assert gap.message.startswith(
        "The file has no row for 678 of 679 areas (ward), which then have no offences; it may be"
        " cut short: "
    )


def test_file_of_zeros_covers_its_months(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, GOOD.replace(",3,0", ",0,0")))
    assert not loaded.is_refused
    assert loaded.facts.empty
    assert len(loaded.coverage) == 2


def test_other_headers_and_order_of_columns(tmp_path: Path) -> None:
    header = "BOCU;Ward_Code;sub group;GROUP;202302;202301;"
    loaded = load(
        file(tmp_path, "Barnet;e05013628;ROBBERY OF PERSONAL PROPERTY;ROBBERY;5;7;", header=header)
    )
    assert [f.severity for f in told(loaded)] == ["note"]
    assert values(loaded) == {
        ("robbery/robbery_of_personal_property", "E05013628", "2023-01-31"): 7,
        ("robbery/robbery_of_personal_property", "E05013628", "2023-02-28"): 5,
    }


def test_rows_of_one_ward_under_two_boroughs_add_up(tmp_path: Path) -> None:
    line = "Theft,Other Theft,Heathrow Villages,E05013570,{},{},1"
    loaded = load(
        file(tmp_path, line.format("Hillingdon", 2), line.format("Aviation Security (SO18)", 2))
    )
    assert values(loaded) == {
        ("theft/other_theft", "E05013570", "2023-01-31"): 4,
        ("theft/other_theft", "E05013570", "2023-02-28"): 2,
    }
    [note] = told(loaded)
    assert (note.severity, note.row) == ("note", 3)


def test_former_and_later_name_of_a_category_add_up_where_one_gave_way_to_the_other(
    tmp_path: Path,
) -> None:
    line = "THEFT,{},Abbey,E05014053,Barking and Dagenham,{}"
    loaded = load(
        file(
            tmp_path,
            line.format("THEFT FROM THE PERSON", "0,3"),
            line.format("Theft from Person", "2,0"),
        )
    )
    assert values(loaded) == {
        ("theft/theft_from_person", "E05014053", "2023-01-31"): 2,
        ("theft/theft_from_person", "E05014053", "2023-02-28"): 3,
    }
    assert not told(loaded)


def test_undeclared_category_loads_under_its_own_name_with_a_warning(tmp_path: Path) -> None:
    loaded = load(
        file(tmp_path, GOOD, "ROBBERY,Robbery of Drones,Abbey,E05014053,Barking and Dagenham,1,0")
    )
    assert ("robbery/robbery_of_drones", "E05014053", "2023-01-31") in values(loaded)
    [warning] = told(loaded)
    assert (warning.severity, warning.row, warning.column) == ("warning", 3, "MinorText")
    assert (
        warning.message == "Category 'ROBBERY / Robbery of Drones' (1 row) is not declared in"
        " sources/mps_ward_crime.toml: it is loaded as 'robbery/robbery_of_drones'."
    )


def old_wards(folder: Path, *lines: str) -> Path:
    row = "Theft,Other Theft,Abbey,E05000{:03},{},1,2"
    drawn = [row.format(i, "Barnet" if i % 2 else "Westminster") for i in range(10)]
    return file(folder, *drawn, *lines)


def test_wards_of_an_earlier_set_are_summed_to_boroughs_and_never_matched_by_name(
    tmp_path: Path,
) -> None:
    loaded = load(old_wards(tmp_path))
    assert values(loaded) == {
        ("theft/other_theft", "E09000003", "2023-01-31"): 5,
        ("theft/other_theft", "E09000003", "2023-02-28"): 10,
        ("theft/other_theft", "E09000033", "2023-01-31"): 5,
        ("theft/other_theft", "E09000033", "2023-02-28"): 10,
    }
    assert set(loaded.coverage["level"]) == {"borough"}
    [note] = told(loaded)
    assert note.message.startswith(
        "The file is on 10 wards of which 10 have codes that are not in force"
    )


def test_rows_of_an_earlier_set_without_a_borough_are_told(tmp_path: Path) -> None:
    loaded = load(old_wards(tmp_path, "Theft,Other Theft,Abbey,E05000900,NK,4,5"))
    [_, warning] = told(loaded)
    assert (warning.severity, warning.row, warning.column) == ("warning", 12, "LookUp_BoroughName")
    assert (
        warning.message
        == "'NK' is not a borough the dashboard knows: its 9 offences (1 row) are left out."
    )
    assert loaded.facts["value"].sum() == 30


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "Theft,Other Theft,Abbey,E05099999,Barnet,4,5",
            (
                "'E05099999' is not the code of a ward the dashboard knows: its 9 offences (1 row)"
                " are left out."
            ),
        ),
        (
            "Theft,Other Theft,Unknown,NK,Barnet,4,5",
            (
                "'NK' is not the code of a ward the dashboard knows: its 9 offences (1 row) are"
                " left out."
            ),
        ),
        (
            "Theft,Other Theft,Abbey,,Barnet,4,5",
            "Column 'WardCode' is empty: its 9 offences (1 row) are left out.",
        ),
    ],
)
def test_row_without_a_known_ward_is_left_out_and_told(
    tmp_path: Path, line: str, sentence: str
) -> None:
    wards = [a.code for a in DECLARED.areas.values() if a.level == "ward"][:5]
    loaded = load(file(tmp_path, *[GOOD.replace("E05014053", code) for code in wards], line))
    [warning] = [f for f in told(loaded) if f.severity == "warning"]
    assert (warning.message, warning.row, warning.column) == (sentence, 7, "WardCode")
    assert loaded.facts["value"].sum() == 15


def test_several_rows_of_one_unknown_ward_are_told_together(tmp_path: Path) -> None:
    lost = "Theft,{},Abbey,NK,Barnet,4,5"
    loaded = load(file(tmp_path, GOOD, lost.format("Other Theft"), lost.format("Shoplifting")))
    [warning] = told(loaded)
    assert (
        warning.message
        == "'NK' is not the code of a ward the dashboard knows: its 18 offences (2 rows, the first"
        " here) are left out."
    )
    assert warning.row == 3


def test_repeated_row_is_counted_once(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, GOOD, "", GOOD.upper()))
    assert loaded.facts["value"].tolist() == [3]
    [note] = told(loaded)
    assert (note.severity, note.row) == ("note", 4)
    assert (
        note.message
        == "ROBBERY / ROBBERY OF PERSONAL PROPERTY of ABBEY is given twice with the same numbers"
        " (first in row 2): it is counted once."
    )


@pytest.mark.parametrize("number", ["", "-1", "1.5", "1,5", "0,123", "1e3", "٣"])
def test_cell_that_is_no_count_is_an_error(tmp_path: Path, number: str) -> None:
    loaded = load(
        file(tmp_path, GOOD, f'Theft,Other Theft,Abbey,E05014053,Barking and Dagenham,3,"{number}"')
    )
    assert loaded.is_refused and loaded.facts.empty and loaded.coverage.empty
    [error] = told(loaded)
    fault = f"'{number}' is not a whole number of offences from 0"
    fault = fault if number else "The cell is empty: write 0 where there were none"
    assert (error.message, error.row, error.column) == (f"{fault}.", 3, "202302")


def test_many_bad_cells_are_summarised(tmp_path: Path) -> None:
    line = "Theft,Other Theft {},Abbey,E05014053,Barking and Dagenham,x,y"
    loaded = load(file(tmp_path, *[line.format(i) for i in range(50)]))
    errors = [f.message for f in loaded.findings if f.severity == "error"]
    assert len(errors) == 21
    assert errors[-1] == "There are 80 more rows of this kind: bad number."


@pytest.mark.parametrize(
    ("line", "sentence", "row"),
    [
        (
            GOOD.replace(",3,0", ",4,0"),
            (
                "Robbery / Robbery of Personal Property of Abbey is given twice with different"
                " numbers (first in row 2): keep one."
            ),
            3,
        ),
        (
            "Theft,Other Theft,Abbey,E05014053,Barking and Dagenham,3",
            "The row has 6 cells and the header 7: the file may be cut short here.",
            3,
        ),
        (
            "Theft,Theft, Other,Abbey,E05014053,Barking and Dagenham,3,4",
            "The row has 8 cells and the header 7: a name with a comma needs quotation marks.",
            3,
        ),
        (
            ",Other Theft,Abbey,E05014053,Barking and Dagenham,3,4",
            "Category '' / 'Other Theft' lacks a name (1 row).",
            3,
        ),
    ],
)
def test_broken_row(tmp_path: Path, line: str, sentence: str, row: int) -> None:
    loaded = load(file(tmp_path, GOOD, line))
    assert loaded.is_refused and loaded.facts.empty and loaded.coverage.empty
    [error] = [f for f in loaded.findings if f.severity == "error"]
    assert (error.message, error.row) == (sentence, row)


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (
            HEADER.replace("WardCode", "Code"),
            (
                "crime.csv has no column 'WardCode'; its headers beside months are 'MajorText',"
                " 'MinorText', 'WardName', 'Code', 'LookUp_BoroughName'."
            ),
        ),
        (
            HEADER.replace("202301,202302", "A,B"),
            (
                "crime.csv has no month column: months are headed YYYYMM, such as 202303; its"
                " headers are 'MajorText', 'MinorText', 'WardName', 'WardCode',"
                " 'LookUp_BoroughName', 'A', 'B'."
            ),
        ),
        (HEADER.replace("202302", "202301"), "Month 202301 heads 2 columns: leave one."),
        (
            HEADER.replace("202302", "202313"),
            "Header '202313' is not a month: months are headed YYYYMM, such as 202303.",
        ),
        (
            HEADER.replace("202302", "Feb-23"),
            "Header 'Feb-23' is not a month: months are headed YYYYMM, such as 202303.",
        ),
    ],
)
def test_broken_header(tmp_path: Path, header: str, sentence: str) -> None:
    loaded = load(file(tmp_path, GOOD, header=header))
    assert loaded.is_refused and loaded.facts.empty
    errors = [f for f in loaded.findings if f.severity == "error"]
    assert (errors[0].message, errors[0].row) == (sentence, 1)


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (
            HEADER.replace("202302", "202304"),
            (
                "Month 202302 has no column though earlier and later ones have: it is taken as not"
                " covered."
            ),
        ),
        (
            HEADER + ",Refreshed",
            "Column 'Refreshed' is not declared in sources/mps_ward_crime.toml: it is not read.",
        ),
    ],
)
def test_odd_header_is_a_warning(tmp_path: Path, header: str, sentence: str) -> None:
    loaded = load(file(tmp_path, GOOD + ",x" * ("Refreshed" in header), header=header))
    assert loaded.facts["value"].tolist() == [3]
    assert sentence in [f.message for f in loaded.findings if f.severity == "warning"]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "crime.csv is empty: download it again."),
        (HEADER.encode(), "crime.csv has a header but no rows: download it again."),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
            "crime.csv is a Git LFS pointer and not the file itself: run 'git lfs pull'.",
        ),
        (
            f"{HEADER}\nTheft,Other Theft,Abbey,NK,NK,1,1".encode(),
            "No row of crime.csv can be placed in an area: see the other findings.",
        ),
    ],
)
def test_broken_file(tmp_path: Path, raw: bytes, sentence: str) -> None:
    path = tmp_path / "crime.csv"
    path.write_bytes(raw)
    loaded = load(path)
    assert [f.message for f in loaded.findings if f.severity == "error"] == [sentence]
    assert not fits(path, DECLARED.sources["mps_ward_crime"]) or raw.startswith(HEADER.encode())


def test_borough_file(tmp_path: Path) -> None:
    lines = ("Theft,Other Theft,City of Westminster,1,2", "Theft,Other Theft,Unknown,3,4")
    loaded = load(file(tmp_path, *lines, header=BOROUGH_HEADER), "mps_borough_crime")
    assert values(loaded) == {
        ("theft/other_theft", "E09000033", "2023-01-31"): 1,
        ("theft/other_theft", "E09000033", "2023-02-28"): 2,
    }
    assert set(loaded.coverage["level"]) == {"borough"}
    [warning] = told(loaded)
    assert (warning.row, warning.message) == (
        3,
        "'Unknown' is not a borough the dashboard knows: its 7 offences (1 row) are left out.",
    )


def test_ward_file_is_refused_as_a_borough_file(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, GOOD), "mps_borough_crime")
    [error] = [f for f in loaded.findings if f.severity == "error"]
    assert (
        error.message
        == "crime.csv is by ward (it has a column 'WardCode'), and 'mps_borough_crime' is by"
        " borough: "
        "name the ward source."
    )


def test_fits_tells_wards_from_boroughs(tmp_path: Path) -> None:
    ward, borough = DECLARED.sources["mps_ward_crime"], DECLARED.sources["mps_borough_crime"]
    path = file(tmp_path, GOOD)
    assert fits(path, ward) and not fits(path, borough)
    path = file(tmp_path, "Theft,Other Theft,Barnet,1,2", header=BOROUGH_HEADER)
    assert fits(path, borough) and not fits(path, ward)
    assert not fits(file(tmp_path, "1,2", header="a,b"), ward)
    assert not fits(tmp_path / "absent.csv", ward)


@pytest.mark.parametrize(
    ("category", "measure"),
    [
        ("BURGLARY,RESIDENTIAL BURGLARY OF A HOME", "burglary/residential_burglary_of_a_home"),
        (
            "Burglary,Burglary of an unconnected building",
            "burglary/residential_burglary_of_unconnected_building",
        ),
        (
            "VIOLENCE AGAINST THE PERSON,DEATH BY DRIVING",
            "violence_against_the_person/death_or_serious_injury_caused_by_illegal_driving",
        ),
        (
            "VIOLENCE AGAINST THE PERSON,STALKING & HARASSMENT",
            "violence_against_the_person/stalking_and_harassment",
        ),
    ],
)
def test_categories_of_2025_are_declared(tmp_path: Path, category: str, measure: str) -> None:
    loaded = load(file(tmp_path, f"{category},Abbey,E05014053,Barking and Dagenham,2,0"))
    assert values(loaded) == {(measure, "E05014053", "2023-01-31"): 2}
    assert not told(loaded)
