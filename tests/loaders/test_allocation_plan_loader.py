"""The loader of allocation plans: whole plans from each kind of file, and each way of being broken."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from dashboard.declared.read import declarations
from dashboard.loaders.allocation_plan import fits, read_file
from dashboard.loaders.model import NEED_COLUMNS, PLAN_COLUMNS, LoadedFile

DECLARED = declarations(Path(__file__).resolve().parents[2] / "data" / "declared")
SOURCE = DECLARED.sources["allocation_plan"]
FEW = {code: DECLARED.areas[code] for code in ("MPS", "E09000002", "E05014053", "E05014054")}
"""Two wards of Barking and Dagenham, Abbey and Alibon: enough for a whole plan."""
HEADER = "plan,ward_code,ward_name,tier,need_crime,need_footfall,dwo_posts,pcso_posts"
ABBEY = "april-2022,E05014053,Abbey,priority,80,60.5,3,2"
ALIBON = "april-2022,E05014054,Alibon,standard,10,0,2,1"


def load(path: Path) -> LoadedFile:
    return read_file(path, SOURCE, FEW, {})


def file(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "plans.csv"
    path.write_text("\n".join((header, *lines)))
    return path


def told(loaded: LoadedFile, severity: str) -> list[str]:
    return [f.message for f in loaded.findings if f.severity == severity]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_plans_of_one_file_reach_both_tables(tmp_path: Path, kind: str) -> None:
    rows = [line.split(",") for line in (ABBEY, ALIBON)]
    rows += [["proposed-2023", *row[1:3], "Priority", *row[4:]] for row in rows]
    if kind == "csv":
        path = file(tmp_path, *[",".join(row) for row in rows])
    elif kind == "parquet":
        path = tmp_path / "plans.parquet"
        pd.DataFrame(rows, columns=HEADER.split(",")).astype(
            {"need_crime": float, "dwo_posts": int}
        ).to_parquet(path)
    else:
        book = Workbook()
        for row in (["Allocation plans"], HEADER.split(","), *rows):
            book.worksheets[0].append(row)
        path = tmp_path / "plans.xlsx"
        book.save(path)
    assert fits(path, SOURCE)
    loaded = load(path)
    assert loaded.findings == []
    assert loaded.rows_read == 4
    assert tuple(loaded.plan_wards.columns) == PLAN_COLUMNS
    assert tuple(loaded.plan_needs.columns) == NEED_COLUMNS
    assert loaded.plan_wards.to_numpy().tolist() == [
        ["april-2022", "E05014053", "priority", 3, 2],
        ["april-2022", "E05014054", "standard", 2, 1],
        ["proposed-2023", "E05014053", "priority", 3, 2],
        ["proposed-2023", "E05014054", "priority", 2, 1],
    ]
    assert loaded.plan_needs.to_numpy().tolist()[:2] == [
        ["april-2022", "E05014053", "crime", 80],
        ["april-2022", "E05014053", "footfall", 60.5],
    ]
    assert len(loaded.plan_needs) == 8


def test_component_that_a_plan_does_not_use_may_be_empty_throughout(tmp_path: Path) -> None:
    other = [
        line.replace("april-2022", "new").replace(",60.5,", ",,").replace(",0,", ",,")
        for line in (ABBEY, ALIBON)
    ]
    loaded = load(file(tmp_path, ABBEY, ALIBON, *other))
    assert loaded.findings == []
    assert loaded.plan_needs.groupby("plan")["component"].unique().map(list).to_dict() == {
        "april-2022": ["crime", "footfall"],
        "new": ["crime"],
    }


@pytest.mark.parametrize(
    ("line", "sentence", "column"),
    [
        (ALIBON.replace("april-2022", ""), "The row names no plan.", "plan"),
        (
            ALIBON.replace("E05014054", "E05000026"),
            "'E05000026' is not the code of a ward the dashboard knows.",
            "ward_code",
        ),
        (
            ALIBON.replace("E05014054", "E09000002"),
            "'E09000002' is not the code of a ward the dashboard knows.",
            "ward_code",
        ),
        (
            ALIBON.replace("E05014054", ""),
            "'' is not the code of a ward the dashboard knows.",
            "ward_code",
        ),
        (
            ALIBON.replace("standard", "gold"),
            "Tier 'gold' is neither 'priority' nor 'standard'.",
            "tier",
        ),
        (ALIBON.replace(",10,", ",101,"), "Score '101' is outside 0 to 100.", "need_crime"),
        (ALIBON.replace(",10,", ",-1,"), "Score '-1' is outside 0 to 100.", "need_crime"),
        (ALIBON.replace(",10,", ",high,"), "Score 'high' is not a number.", "need_crime"),
        (
            ALIBON.replace(",2,1", ",-2,1"),
            "'-2' is below 0: give the number of posts, 0 for none.",
            "dwo_posts",
        ),
        (
            ALIBON.replace(",2,1", ",2,one"),
            "'one' is not a number: give the number of posts, 0 for none.",
            "pcso_posts",
        ),
        (
            ALIBON.replace(",2,1", ",2,"),
            "'' is empty: give the number of posts, 0 for none.",
            "pcso_posts",
        ),
        (
            ALIBON + ",7",
            "The row has more cells than the 8 headers: a comma in a cell needs quotation marks.",
            None,
        ),
        (
            ABBEY.replace(",3,2", ",4,2"),
            "Abbey (E05014053) is in plan 'april-2022' twice and not alike: in row 2 and here.",
            None,
        ),
        (
            ALIBON.replace(",10,", ",,"),
            (
                "Plan 'april-2022' has no score of 'crime' in 1 of 2 rows, first 3: "
                "fill them in, or leave the column empty for the whole plan."
            ),
            "need_crime",
        ),
    ],
)
def test_broken_row(tmp_path: Path, line: str, sentence: str, column: str | None) -> None:
    loaded = load(file(tmp_path, ABBEY, line))
    assert loaded.plan_wards.empty and loaded.plan_needs.empty
    [finding] = [f for f in loaded.findings if f.severity == "error"]
    assert (finding.message, finding.row, finding.column) == (sentence, 3, column)


def test_plan_without_any_score_is_an_error(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, ABBEY.replace("80,60.5", ","), ALIBON.replace("10,0", ",")))
    assert told(loaded, "error") == [
        "Plan 'april-2022' has no scores of need: give at least one need_ column."
    ]


def test_wards_that_a_plan_leaves_out_are_a_warning(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, ABBEY))
    assert told(loaded, "warning") == [
        "Plan 'april-2022' lacks 1 of 2 wards, first Alibon (E05014054)."
    ]
    assert len(loaded.plan_wards) == 1


def test_repeated_row_is_counted_once(tmp_path: Path) -> None:
    loaded = load(file(tmp_path, ABBEY, ALIBON, ABBEY))
    assert len(loaded.plan_wards) == 2
    assert told(loaded, "note") == [
        "Abbey (E05014053) is in plan 'april-2022' twice, both alike (first in row 2); it is"
        " counted once."
    ]


def test_another_name_and_another_column_are_notes(tmp_path: Path) -> None:
    loaded = load(
        file(
            tmp_path,
            ABBEY.replace("Abbey", "Abbey Road") + ",x",
            ALIBON + ",y",
            header=HEADER + ",Comment",
        )
    )
    assert not loaded.is_refused
    assert told(loaded, "note") == [
        "Column 'Comment' is not one that this source uses: it is left out.",
        (
            "E05014053 is called 'Abbey Road' here and Abbey in areas/wards.csv, which is the name"
            " that is shown."
        ),
    ]


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (
            "plan,ward_code,tier,dwo_posts,pcso_posts",
            (
                "plans.csv has no column 'need_<component>'; "
                "its headers are 'plan', 'ward_code', 'tier', 'dwo_posts', 'pcso_posts'."
            ),
        ),
        (
            "plan,ward_code,need_crime",
            (
                "plans.csv has no columns 'tier', 'dwo_posts', 'pcso_posts'; "
                "its headers are 'plan', 'ward_code', 'need_crime'."
            ),
        ),
        (
            "Date,Borough",
            (
                "plans.csv has no row with the columns that its source needs; its first row is"
                " 'Date', 'Borough'."
            ),
        ),
        (HEADER, "plans.csv has a header but no rows: fill it in."),
    ],
)
def test_broken_file(tmp_path: Path, header: str, sentence: str) -> None:
    path = file(tmp_path, header=header)
    assert told(load(path), "error") == [sentence]
    assert fits(path, SOURCE) == (header == HEADER)


def test_absent_file_fits_nothing(tmp_path: Path) -> None:
    assert not fits(tmp_path / "none.csv", SOURCE)
    assert told(load(tmp_path / "none.csv"), "error") == [
        "none.csv cannot be read: No such file or directory."
    ]
