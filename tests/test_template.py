"""The template: what is offered, and that a filled-in template is read as what was filled in."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pandas as pd
import pytest
import typer
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from dashboard import catalogue
from dashboard.cli.template import template
from dashboard.declared.read import declarations
from dashboard.errors import InputError
from dashboard.loaders import tidy
from dashboard.loaders.registry import recognise
from dashboard.loaders.tidy_table import COLUMNS
from dashboard.template.book import as_xlsx, sources_of

ROOT = Path(__file__).resolve().parents[1]
DECLARED = declarations(ROOT / "data" / "declared", catalogue.has_chart)
SOURCES = sources_of(DECLARED)


def made(source: str = "") -> Workbook:
    return load_workbook(io.BytesIO(as_xlsx(DECLARED, source)))


def filled(book: Workbook, folder: Path, *rows: list[object]) -> Path:
    for number, row in enumerate(rows, 2):
        for n, value in enumerate(row, 1):
            book["Figures"].cell(number, n, value)
    path = folder / "figures.xlsx"
    book.save(path)
    return path


def example(book: Workbook) -> list[list[object]]:
    """The rows of the worked example without their words."""
    return [list(row[:-1]) for row in book["Worked example"].iter_rows(min_row=4, values_only=True)]


def offered(book: Workbook, column: str) -> list[object]:
    """What the drop-down of a column of the sheet Figures offers."""
    letter = "ABCDEFGHIJK"[COLUMNS.index(column)]
    rules = book["Figures"].data_validations.dataValidation
    rule = next(rule for rule in rules if str(rule.sqref).startswith(f"{letter}2:"))
    sheet, cells = rule.formula1.split("!")
    return [cell.value for (cell,) in book[sheet.strip("'")][cells.replace("$", "")]]


def test_the_sheets_and_headings_are_those_of_the_loader():
    book = made()
    assert book.sheetnames == ["Figures", "Worked example", "Rules", "Lists"]
    assert tuple(cell.value for cell in book["Figures"][1]) == COLUMNS
    assert book["Figures"].max_row == 1
    assert book["Figures"].freeze_panes == "A2"


@pytest.mark.parametrize("source", SOURCES)
def test_a_template_filled_in_with_its_own_example_loads_as_what_stands_in_it(source, tmp_path):
    book = made(source)
    rows = example(book)
    path = filled(book, tmp_path, *rows)
    assert recognise(path, DECLARED.sources) == source
    loaded = tidy.read_file(path, DECLARED.sources[source], DECLARED.areas, DECLARED.aliases)
    assert [f.message for f in loaded.findings if f.severity == "error"] == []
    stated = [row for row in rows if row[COLUMNS.index("value")] != "[c]"]
    assert loaded.rows_read == len(rows)
    assert len(loaded.facts) == len(stated) > 0
    for (_, fact), row in zip(loaded.facts.iterrows(), stated, strict=True):
        said = dict(zip(COLUMNS, row, strict=True))
        assert (fact["measure"], fact["area"], fact["value"]) == (
            said["measure"],
            said["area_code"],
            said["value"],
        )
        assert (fact["period_start"], fact["period_end"]) == (
            said["period_start"],
            said["period_end"],
        )
        assert (fact["group_type"], fact["group_name"]) == (
            said["group_type"] or "",
            said["group"] or "",
        )


def test_every_column_comes_back_as_it_was_typed(tmp_path):
    start, end = dt.date(2023, 4, 1), dt.date(2023, 6, 30)
    path = filled(
        made("response_times"),
        tmp_path,
        ["i_calls", "E09000003", None, start, end, None, None, 120],
        [
            "i_median_minutes",
            None,
            "Barnet",
            "2023-04-01",
            "2023-06-30",
            None,
            None,
            9.5,
            120,
            9.1,
            10.2,
        ],
        ["i_p90_minutes", "MPS", "MPS", start, end, "grade", "=cut", 21, 4000, 20, 22],
    )
    loaded = tidy.read_file(
        path, DECLARED.sources["response_times"], DECLARED.areas, DECLARED.aliases
    )
    assert [
        f.message for f in loaded.findings if f.severity == "error"
    ] != []  # A formula is not a name.
    path = filled(
        load_workbook(path),
        tmp_path,
        [],
        [],
        ["i_p90_minutes", "MPS", "MPS", start, end, "grade", "cut"],
    )
    loaded = tidy.read_file(
        path, DECLARED.sources["response_times"], DECLARED.areas, DECLARED.aliases
    )
    assert not loaded.is_refused, loaded.findings
    expected = pd.DataFrame(
        {
            "measure": ["i_calls", "i_median_minutes", "i_p90_minutes"],
            "area": ["E09000003", "E09000003", "MPS"],
            "period_start": pd.to_datetime([start] * 3),
            "period_end": pd.to_datetime([end] * 3),
            "group_type": ["", "", "grade"],
            "group_name": ["", "", "cut"],
            "value": [120, 9.5, 21],
            "base": [None, 120, 4000],
            "lower": [None, 9.1, 20],
            "upper": [None, 10.2, 22],
        }
    )
    pd.testing.assert_frame_equal(loaded.facts, expected, check_dtype=False)


def test_an_empty_template_has_no_figures_and_its_example_is_not_read_as_any(tmp_path):
    path = filled(made("calls_999"), tmp_path)
    loaded = tidy.read_file(path, DECLARED.sources["calls_999"], DECLARED.areas, DECLARED.aliases)
    assert loaded.is_refused
    assert loaded.facts.empty
    assert "figures.xlsx has a header but no rows: fill it in or download it again." in [
        f.message for f in loaded.findings
    ]
    with pytest.raises(InputError, match="fits no declared source"):
        recognise(path, DECLARED.sources)


def test_the_example_says_that_it_is_invented():
    assert made()["Worked example"]["A1"].value.startswith(
        "DEMONSTRATION DATA: the figures on this sheet are invented"
    )


@pytest.mark.parametrize("source", ["", *SOURCES])
def test_the_drop_downs_offer_what_the_loader_knows(source):
    book = made(source)
    chosen = [DECLARED.sources[s] for s in ([source] if source else SOURCES)]
    assert offered(book, "measure") == [m.id for s in chosen for m in s.measure]
    codes = offered(book, "area_code")
    levels = {s.level for s in chosen}
    assert set(codes) == {
        a.code for a in DECLARED.areas.values() if None in levels or a.level in levels
    }
    names = offered(book, "area_name")
    assert len(set(names)) == len(names)
    meant = [
        [a.code for a in DECLARED.areas.values() if a.name == n and a.code in codes] for n in names
    ]
    assert {len(found) for found in meant} == {1}


def test_a_name_that_wards_share_is_not_offered():
    shared = {
        a.name
        for a in DECLARED.areas.values()
        if sum(b.name == a.name and b.level == "ward" for b in DECLARED.areas.values()) > 1
    }
    assert shared
    assert not shared & set(offered(made("engagement"), "area_name"))


def test_breakdowns_are_offered_where_the_source_has_any():
    assert offered(made("deployability"), "group_type") == ["category"]
    assert "sexual_orientation" in offered(made(), "group_type")


def test_what_is_said_beside_a_cell_is_as_long_as_a_workbook_allows():
    for rule in made()["Figures"].data_validations.dataValidation:
        assert len(rule.prompt) <= 255
        assert len(rule.promptTitle) <= 32


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.setenv("DASHBOARD_HOME", str(ROOT))
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    app.command()(template)
    return lambda *words: CliRunner().invoke(app, words, catch_exceptions=False).stdout


def test_the_command_writes_a_template_and_says_how_to_load_it(run, tmp_path):
    assert (
        run("new.xlsx", "--source", "calls_999")
        == "Wrote the template to new.xlsx; fill in its sheet 'Figures' and run: python -m"
        " dashboard load new.xlsx\n"
    )
    assert offered(load_workbook(tmp_path / "new.xlsx"), "measure") == [
        "calls_999",
        "calls_999_within_10s",
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("new.csv",), "The template is a workbook: give new.csv a name that ends in .xlsx."),
        (
            ("new.xlsx", "--source", "pas_mps"),
            "'pas_mps' is published in a form of its own, so there is no template",
        ),
        (
            ("new.xlsx", "--source", "qqq"),
            (
                "'qqq' is not a declared source, so there is no template for it; there is "
                "one for abstraction, "
            ),
        ),
    ],
)
def test_a_wrong_wish_is_told_in_one_sentence(run, tmp_path, words, sentence):
    with pytest.raises(InputError) as told:
        run(*words)
    assert str(told.value).startswith(sentence)
    assert not list(tmp_path.iterdir())
