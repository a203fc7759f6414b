"""Files as publishers do send them, with what is wrong in them, through the command that loads
them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dashboard import catalogue, cli
from dashboard.cli import load as cli_load
from dashboard.declared.read import declarations

ROOT = Path(__file__).resolve().parents[1]
DECLARED = declarations(ROOT / "data" / "declared", catalogue.has_chart)
SURVEY = "Date,Survey,Borough,Measure,Proportion\n"
CRIME = "MajorText,MinorText,WardName,WardCode,LookUp_BoroughName,202301\n"
WARD = "THEFT,SHOPLIFTING,Abbey,E05014053,Barking and Dagenham"
TIDY = "measure,area_code,period_start,period_end,value\n"
JANUARY, FEBRUARY = "2023-01-01,2023-01-31", "2023-02-01,2023-02-28"
YEAR = "2022-01-01,2022-12-31"

REFUSED = {
    "survey, 31 February": (
        SURVEY + '31/02/2023,PAS,Barnet,Trust MPS,"0,7"\n',
        "Date '31/02/2023' is not a day of the calendar.",
    ),
    "survey, percentages among proportions": (
        SURVEY + '31/12/2022,PAS,Barnet,Trust MPS,"0,7"\n31/12/2022,PAS,Camden,Trust MPS,71\n',
        "Proportion '71' looks like a percentage: the file gives proportions from 0 to 1.",
    ),
    "survey, columns swapped": (
        SURVEY + '31/12/2022,PAS,Trust MPS,Barnet,"0,7"\n',
        "Measure 'Barnet' is not declared in",
    ),
    "survey, below nought": (
        SURVEY + '31/12/2022,PAS,Barnet,Trust MPS,"-0,1"\n',
        "Proportion '-0,1' is outside 0 to 1.",
    ),
    "survey, a formula": (
        SURVEY + "31/12/2022,PAS,Barnet,Trust MPS,=A1\n",
        "Proportion '=A1' is not a number.",
    ),
    "crime, negative count": (
        CRIME + WARD + ",-3\n",
        "'-3' is not a whole number of offences from 0.",
    ),
    "crime, a mark": (
        CRIME + WARD + ",[c]\n",
        "'[c]' withholds a number, and here what is left out counts as zero",
    ),
    "crime, cut short": (
        CRIME + WARD + ",3\nTHEFT,SHOPLIFTING,Alib",
        "The row has 3 cells and the header 6: the file",
    ),
    "crime, month written out": (
        CRIME.replace("202301", "Jan 2023") + WARD + ",3\n",
        "has no month column: months are headed YYYYMM",
    ),
    "crime, columns swapped": (
        CRIME + "THEFT,SHOPLIFTING,E05014053,Abbey,Barking and Dagenham,3\n",
        "'Abbey' is not the code of a ward the dashboard knows",
    ),
    "template, percent sign": (
        TIDY + f"calls_999,MPS,{JANUARY},12%\n",
        "Value '12%' is a percentage: give the figure without a percent sign.",
    ),
}
"""What it is -> content, and the finding that refuses it or leaves nothing of it."""

TOLD = {
    "thousands separators": (
        TIDY + f'calls_999,MPS,{JANUARY},"180,000"\n',
        "note",
        "180,000', and it is read so.",
    ),
    "marks for what is withheld": (
        TIDY
        + f"calls_999,MPS,{JANUARY},180000\ncalls_999_within_10s,MPS,{JANUARY},[c]\ncalls_999,MPS,{FEBRUARY},..\n"
        f"calls_999_within_10s,MPS,{FEBRUARY},n/a\n",
        "note",
        (
            "3 rows have no value ('[c]': 1, '..': 1, 'n/a': 1): they are left out. The first are"
            " rows 3, 4, 5."
        ),
    ),
    "proportions among counts": (
        (
            "measure,area_code,period_start,period_end,value,base,group_type,group\n"
            f"trust,MPS,{YEAR},8000,12000,sex,Women\ntrust,MPS,{YEAR},0.6,12000,sex,Men\n"
        ),
        "warning",
        "has 1 of its values between 0 and 1 and 1 above 1: proportions may be mixed with",
    ),
}
"""What it is -> content, and a finding that lets the rest of it be published."""


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    """Loads a content into an empty home: the exit code, what was said on one line, and the
    mistake's sentence.
    """
    home = tmp_path / "home"
    (home / "data").mkdir(parents=True)
    (home / "queries").symlink_to(ROOT / "queries")
    monkeypatch.setenv("DASHBOARD_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setattr(cli_load, "read_declarations", lambda where: DECLARED)

    def loaded(content: str, *words: str) -> tuple[int, str, str]:
        (tmp_path / "x.csv").write_text(content, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["dashboard", "load", str(tmp_path / "x.csv"), *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = capfd.readouterr()
        assert "Traceback" not in told.out + told.err
        assert not any(path.is_file() for path in home.rglob("*"))
        return int(ended.value.code or 0), " ".join(told.out.split()), told.err

    return loaded


@pytest.mark.parametrize("kind", REFUSED)
def test_a_broken_file_is_refused_with_its_finding_and_one_sentence(said, kind: str) -> None:
    content, finding = REFUSED[kind]
    source = {"survey": "pas_borough", "crime": "mps_ward_crime"}.get(
        kind.partition(",")[0], "calls_999"
    )
    code, out, err = said(content, "--source", source)
    assert (code, err) == (2, "x.csv has errors, so nothing was loaded: mend what is told above.\n")
    assert finding in out


@pytest.mark.parametrize("kind", TOLD)
def test_what_can_be_read_is_told_and_the_rest_stands(said, kind: str) -> None:
    content, severity, finding = TOLD[kind]
    code, out, err = said(content, "--dry-run")
    assert (code, err) == (0, "")
    assert f" {severity} " in out
    assert finding in out
