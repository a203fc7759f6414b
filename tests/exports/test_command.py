"""The command 'export': the file it writes, and a mistake that ends in one sentence and code 2."""

from __future__ import annotations

import io
import sys

import docx
import odfdo
import openpyxl
import pytest
from pptx import Presentation
from read_back import squeeze, text_of

from dashboard import cli
from dashboard.exports.files import FORMATS


@pytest.fixture
def ask(monkeypatch, capfd, demonstration_home, tmp_path):
    """Runs the command line in a folder of its own; its code, output and errors."""

    def asked(*words: str) -> tuple[int, str, str]:
        monkeypatch.setenv("DASHBOARD_HOME", str(demonstration_home))
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["dashboard", "export", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfd.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return asked


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_charts_that_are_named_are_written_in_their_order(ask, tmp_path, file_format):
    chosen = ("--set", "indicator=confidence", "--format", file_format)
    code, out, err = ask("compare", "trend", "ranking", *chosen)
    assert (code, err, out) == (0, "", f"Wrote 2 charts to compare.{file_format}.\n")
    data = io.BytesIO((tmp_path / f"compare.{file_format}").read_bytes())
    if file_format == "xlsx":
        names = openpyxl.load_workbook(data).sheetnames
        assert names == ["Cover", "Contents", "1 trend", "2 ranking", "Notes"]
    elif file_format == "pptx":
        titles = [slide.shapes.title.text_frame.text for slide in Presentation(data).slides]
        assert len(titles) == 2 and "onfidence" in titles[0]
    elif file_format == "ods":
        sheets = odfdo.Document(data).body.get_elements("table:table")
        names = [sheet.get_attribute("table:name") for sheet in sheets]
        assert names == ["Cover", "Contents", "1 trend", "2 ranking", "Notes"]
    elif file_format == "pdf":
        text = text_of(data.getvalue())
        assert squeeze("Filters: Indicator: Confidence in local policing.") in text
    else:
        words = "\n".join(p.text for p in docx.Document(data).paragraphs)
        assert "Filters: Indicator: Confidence in local policing." in words


def test_a_page_is_written_whole_and_one_chart_under_its_own_name(ask, tmp_path):
    assert ask("overview")[0] == 0
    assert len(openpyxl.load_workbook(tmp_path / "overview.xlsx").sheetnames) == 7
    assert ask("overview", "exceptions")[0] == 0
    assert (tmp_path / "overview-exceptions.xlsx").exists()


def test_a_file_that_is_there_is_kept_unless_forced(ask, tmp_path):
    file = tmp_path / "kept.xlsx"
    file.write_text("mine")
    code, _, err = ask("overview", "--output", str(file))
    assert code == 2 and "is there already" in err and file.read_text() == "mine"
    assert ask("overview", "--output", str(file), "--force")[0] == 0
    assert file.read_bytes()[:2] == b"PK"
    assert [path.name for path in tmp_path.iterdir()] == ["kept.xlsx"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nowhere"], "There is no page 'nowhere'"),
        (["compare", "pie"], "has no chart 'pie'"),
        (
            ["compare", "--format", "odt"],
            "--format is 'odt', which is not one of xlsx, ods, pptx, docx or pdf",
        ),
        (["compare", "--output", "a.docx"], "give a.docx a name that ends in .xlsx"),
        (["compare", "--set", "indicator"], "has no '='"),
        (["compare", "--set", "indicator=trus"], "trust"),
        (["compare", "--set", "as_at=soon"], "not a date"),
        (["borough", "summary"], "borough"),
        ([], "Name a page to export"),
        (["statement"], "The statement is written as docx or pdf"),
        (["statement", "--format", "pdf", "--set", "indicator=trust"], "takes no chart"),
        (["--pack", "2023-04-29"], "There is no pack '2023-04-29'"),
        (["compare", "--pack", "2023-04-28"], "leave the page out"),
        (["--pack", "2023-04-28", "--set", "indicator=trust"], "leave --set out"),
        (["compare", "--format", "html"], "--format is 'html', which is not one of"),
        (["compare", "ranking", "--output", "no/such/folder/a.xlsx"], "cannot be written"),
    ],
)
def test_a_mistake_is_one_sentence_and_nothing_is_written(ask, tmp_path, words, told):
    code, out, err = ask(*words)
    assert (code, out) == (2, "")
    assert told in err and len(err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_day_is_said_and_is_in_the_file(ask, tmp_path):
    code, _, err = ask("compare", "ranking", "--set", "as_at=2023-05-20")
    assert code == 0 and "As it stood on 20 May 2023" in err
    cover = openpyxl.load_workbook(tmp_path / "compare-ranking.xlsx")["Cover"]
    words = [str(cell.value) for cell in cover["A"]]
    assert "As at 20 May 2023: figures and actions as they were known by then." in words
    assert any("as_at=2023-05-20" in text for text in words)


@pytest.mark.parametrize("file_format", ["pptx", "html"])
def test_a_pack_is_written_under_its_code(ask, tmp_path, file_format):
    code, out, err = ask("--pack", "2023-04-28", "--format", file_format)
    assert (code, err) == (0, "")
    assert out.endswith(f" slides to pack-2023-04-28.{file_format}.\n")
    data = (tmp_path / f"pack-2023-04-28.{file_format}").read_bytes()
    if file_format == "pptx":
        assert f"Wrote {len(Presentation(io.BytesIO(data)).slides)} slides" in out
    else:
        assert data.startswith(b"<!doctype html>")


def test_a_borough_is_written_on_one_page_where_no_chart_is_named(ask, tmp_path):
    code, out, err = ask("borough", "--set", "area=Lewisham", "--format", "pdf")
    assert (code, out, err) == (0, "Wrote one page of Lewisham to borough.pdf.\n", "")
    assert "Lewisham" in text_of((tmp_path / "borough.pdf").read_bytes())


def test_the_statement_is_written_as_of_a_day(ask, tmp_path):
    code, out, err = ask("statement", "--format", "docx", "--set", "as_at=2023-05-20")
    assert (code, out) == (0, "Wrote the statement to statement.docx.\n")
    words = [p.text for p in docx.Document(tmp_path / "statement.docx").paragraphs]
    assert "As at 20 May 2023: figures and actions as they were known by then." in words
