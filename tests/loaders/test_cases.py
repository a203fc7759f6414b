"""Small files as people who do this work have sent them: each is read right, or refused in words
that mend it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from dashboard.declared.read import declarations
from dashboard.loaders import registry
from dashboard.loaders.model import LoadedFile

CASES = Path(__file__).parent / "cases"
DECLARED = declarations(Path(__file__).resolve().parents[2] / "data" / "declared")
PUBLISHED = dt.date(2023, 10, 20)


def read(path: Path, published: dt.date | None = PUBLISHED) -> LoadedFile:
    source = DECLARED.sources[registry.recognise(path, DECLARED.sources)]
    return registry.read_file(path, source, DECLARED.areas, DECLARED.aliases, published)


def case(name: str, published: dt.date | None = PUBLISHED) -> LoadedFile:
    return read(CASES / name, published)


def told(loaded: LoadedFile, severity: str) -> list[str]:
    return [f.message for f in loaded.findings if f.severity == severity]


def written(folder: Path, text: str, name: str = "x.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_month_that_a_spreadsheet_made_a_day_of_is_refused_with_its_likely_cause() -> None:
    loaded = case("01-force_strength_2023_resaved_in_excel.xlsx", None)
    first = loaded.findings[0]
    assert loaded.is_refused and (first.row, first.column) == (2, "Date")
    assert (
        first.message
        == "Date '2026-01-23' is neither the first nor the last day of a month: a spreadsheet"
        " program may have made it of 'Jan-23', so write the month as text."
    )


@pytest.mark.parametrize("text", ["2023-01-01", "2023-01-31", "Jan-23", "January 2023"])
def test_first_or_last_day_of_a_month_is_the_month(tmp_path: Path, text: str) -> None:
    header = "Date,Police Officer Strength,Police Staff Strength,PCSO Strength\n"
    loaded = read(written(tmp_path, f"{header}{text},34000,9000,1200\n"))
    assert set(loaded.facts["period_end"]) == {pd.Timestamp("2023-01-31")}


def test_category_under_two_of_its_names_is_an_error_by_row() -> None:
    loaded = case("02-borough_crime_two_names.csv", dt.date(2024, 5, 1))
    error = loaded.findings[0]
    assert loaded.is_refused and error.row == 3
    assert (
        error.message
        == "BURGLARY / BURGLARY IN A DWELLING of Barking and Dagenham is the same category as"
        " 'BURGLARY / DOMESTIC BURGLARY' in row 2, under another name: keep one."
    )
    thrice = case("02-borough_crime.csv", dt.date(2024, 5, 1))
    assert Counter(f.severity for f in thrice.findings if f.row in (3, 4)) == {
        "error": 1,
        "note": 1,
    }


@pytest.mark.parametrize("name", ["03-attitudes.csv", "03-attitudes_two_years.csv"])
def test_names_of_groups_are_brought_to_the_declared_ones_and_totals_left_out(name: str) -> None:
    loaded = case(name)
    groups = loaded.facts.groupby("group_type")["group_name"].agg(lambda names: sorted(set(names)))
    assert groups["sex"] == ["Female", "Male"]
    assert groups["age"] == ["16-24", "25-34", "35-44", "45-54", "55-64", "65 and over", "Oct-12"]
    [warning] = told(loaded, "warning")
    assert (
        warning.startswith("Group 'Oct-12' of 'age' is not declared")
        and "a date of '10-12'" in warning
    )
    assert any("'female' as 'Female', '16–24' as '16-24'" in note for note in told(loaded, "note"))
    notes = " ".join(told(loaded, "note"))
    assert "1 row is of a total and not of a group (first 'Total' of 'sex')" in notes
    trust = loaded.facts[
        (loaded.facts["group_name"] == "Female") & (loaded.facts["measure"] == "trust")
    ]
    assert set(trust["value"]) == {6860}


def test_one_group_under_two_spellings_with_two_values_is_refused(tmp_path: Path) -> None:
    row = "trust,MPS,2022-10-01,2023-09-30,sex,{},{},9792\n"
    text = "measure,area_code,period_start,period_end,group_type,group,value,base\n"
    loaded = read(written(tmp_path, text + row.format("Women", 10) + row.format("FEMALE", 11)))
    assert "not alike" in told(loaded, "error")[0]


@pytest.mark.parametrize("name", ["06-posts.csv", "06-posts_lowercase.csv"])
def test_codes_with_unseen_characters_or_small_letters_are_read_with_a_note(name: str) -> None:
    loaded = case(name)
    assert not told(loaded, "error") and not told(loaded, "warning")
    assert loaded.facts["area"].nunique() == len(loaded.facts) == 679
    assert any("code in another spelling" in note for note in told(loaded, "note"))


SPELT = ["e05014053", "E05014053\u200b", "\ufeffE05014053", " E0501 4053\u00a0"]
CODED = {
    "tidy": (
        "measure,area_code,period_start,period_end,value\ndwo_posts,{},2023-07-01,2023-07-31,2\n",
        "facts",
        "area",
    ),
    "recorded crime": (
        (
            "MajorText,MinorText,WardName,WardCode,LookUp_BoroughName,202301\n"
            "THEFT,SHOPLIFTING,Abbey,{},Barking and Dagenham,2\n"
        ),
        "facts",
        "area",
    ),
    "plan": (
        "plan,ward_code,tier,need_crime,dwo_posts,pcso_posts\napril-2022,{},priority,50,2,1\n",
        "plan_wards",
        "ward",
    ),
}


@pytest.mark.parametrize("spelt", SPELT)
@pytest.mark.parametrize("kind", CODED)
def test_every_loader_reads_a_code_alike(tmp_path: Path, kind: str, spelt: str) -> None:
    text, table, column = CODED[kind]
    loaded = read(written(tmp_path, text.format(spelt)))
    assert not told(loaded, "error")
    assert getattr(loaded, table)[column].tolist() == ["E05014053"]
    assert [
        n for n in told(loaded, "note") if "code in another spelling" in n or "cannot be seen" in n
    ]


@pytest.mark.parametrize(
    ("name", "what", "meant"), [("shares", "shares", "0.0039%"), ("percent", "per cents", "0.39%")]
)
def test_shares_or_per_cents_where_people_are_counted_are_a_warning(
    name: str, what: str, meant: str
) -> None:
    warnings = told(case(f"07-attitudes_{name}.csv"), "warning")
    assert len(warnings) == 2
    assert f"they look like {what}. Read as counts they give" in warnings[0]
    assert f"or {meant}; as {what}, 71%: multiply each by its base." in warnings[0]


def test_counts_of_people_are_no_shares() -> None:
    path = CASES / "03-attitudes.csv"
    assert not [w for w in told(read(path), "warning") if "look like" in w]


def test_count_with_a_point_and_a_zero_is_a_whole_number() -> None:
    loaded = case("08-borough_crime_floats.csv")
    assert not loaded.findings
    assert set(loaded.facts["value"]) == {12, 13} and len(loaded.facts) == 64


def test_empty_cell_of_a_count_is_named_by_row_and_month() -> None:
    [error] = case("08-borough_crime_empty.csv").findings
    assert (error.severity, error.row, error.column) == ("error", 5, "202305")
    assert error.message == "The cell is empty: write 0 where there were none."


def test_rows_of_no_borough_are_told_one_by_one_and_left_out() -> None:
    loaded = case("09-borough_crime.csv")
    assert len(loaded.facts) == 64
    assert [f.row for f in loaded.findings if f.severity == "warning"] == list(range(34, 42))
    first = "'NK' is not a borough the dashboard knows: its 12 offences (1 row) are left out."
    assert told(loaded, "warning")[0] == first


def test_totals_of_categories_are_held_to_the_sum_and_left_out(tmp_path: Path) -> None:
    loaded = case("09-borough_crime_category_total.csv")
    assert {m.removeprefix("robbery/robbery_of_") for m in loaded.facts["measure"]} == {
        "business_property",
        "personal_property",
    }
    assert loaded.facts["value"].sum() == 32 * (22 + 11)
    assert told(loaded, "note") == [
        (
            "'All offences / All offences' is a total (32 rows, the first here): it is left out, as"
            " its parts are counted, and it is their sum everywhere."
        ),
        (
            "'ROBBERY / Total' is a total (32 rows, the first here): it is left out, as its parts"
            " are counted, and it is their sum everywhere."
        ),
    ]
    text = (CASES / "09-borough_crime_category_total.csv").read_text(encoding="utf-8")
    other = read(
        written(tmp_path, text.replace("ROBBERY,Total,Barnet,22,", "ROBBERY,Total,Barnet,23,"))
    )
    assert "but it is not their sum in 1 of 64 areas and months" in told(other, "warning")[0]
    alone = "\n".join(line for line in text.splitlines() if "ROBBERY OF" not in line)
    assert (
        "has none of the categories that it is made of"
        in told(read(written(tmp_path, alone)), "error")[0]
    )


def test_negative_count_is_refused_by_row_and_month() -> None:
    [error] = case("09-borough_crime_negative.csv").findings
    assert (error.message, error.row, error.column) == (
        "'-1' is not a whole number of offences from 0.",
        7,
        "202305",
    )


def test_rows_hidden_by_a_filter_are_read_and_said() -> None:
    loaded = case("11-posts_hidden_rows.xlsx")
    assert len(loaded.facts) == 684
    assert told(loaded, "note") == [
        "5 hidden rows are read too, as a filter hides rows without taking them out (first row"
        " 681)."
    ]


def test_text_of_merged_cells_stands_in_each_of_their_rows() -> None:
    loaded = case("11-posts_merged.xlsx")
    assert len(loaded.facts) == 679 and set(loaded.facts["measure"]) == {"dwo_posts"}
    assert told(loaded, "note") == [
        "Merged cells (A2:A680) are read as if their text stood in each of their rows."
    ]


@pytest.mark.parametrize("name", ["borough_crime", "pas", "posts"])
def test_period_that_ends_after_publication_is_refused_with_its_row(name: str) -> None:
    loaded = case(f"13-{name}_2032.csv")
    error = loaded.findings[0]
    assert loaded.is_refused and error.row in (1, 2) and error.column
    assert error.message.startswith("The period ends on 2032-0")
    assert (
        "after the day of publication, 2023-10-20: correct it, or give --published as the day"
        in error.message
    )


def test_month_of_force_strength_after_publication_is_refused(tmp_path: Path) -> None:
    header = "Date,Police Officer Strength,Police Staff Strength,PCSO Strength\n"
    loaded = read(written(tmp_path, f"{header}Sep-23,34000,9000,1200\nOct-23,34000,9000,1200\n"))
    [error] = [f for f in loaded.findings if f.severity == "error"]
    assert error.row == 3 and error.message.startswith(
        "The period ends on 2023-10-31, after the day of publication"
    )


def test_one_row_of_an_unknown_measure_is_named_and_the_source_known() -> None:
    loaded = case("14-posts.csv")
    assert loaded.source == "neighbourhood_resources"
    [error] = [f for f in loaded.findings if f.severity == "error"]
    assert (error.row, error.column) == (681, "measure")
    assert (
        error.message
        == "Measure 'dwo_vacant' is not declared in sources/neighbourhood_resources.toml."
    )


def test_survey_for_london_alone_in_whole_per_cents_is_read() -> None:
    loaded = case("18-london_attitudes.csv")
    assert loaded.source == "pas_mps" and not loaded.is_refused
    facts = loaded.facts.assign(share=loaded.facts["value"] / loaded.facts["base"])
    assert set(facts["area"]) == {"MPS"} and len(facts) == 15
    last = (
        facts[facts["period_end"] == pd.Timestamp("2023-09-30")]
        .set_index("measure")["share"]
        .round(6)
        .to_dict()
    )
    assert last == {
        "relied_on": 0.72,
        "listen": 0.71,
        "fair": 0.68,
        "confidence": 0.65,
        "trust": 0.63,
    }
    assert set(facts["period_start"].dt.day) == {1}
    assert "whole per cents are rounded to one point" in told(loaded, "note")[0]
