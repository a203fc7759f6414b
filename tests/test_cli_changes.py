"""The command 'changes', as a person types it."""

import csv
import io

import pytest
import typer
from two_releases import installed
from typer.testing import CliRunner

from dashboard.cli.changes import changes
from dashboard.errors import InputError

APP = typer.Typer()
APP.command()(changes)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return installed(tmp_path_factory.mktemp("two") / "home")


@pytest.fixture(autouse=True)
def _home(home, monkeypatch):
    monkeypatch.setenv("DASHBOARD_HOME", str(home.root))
    monkeypatch.delenv(
        "COLUMNS", raising=False
    )  # A run of tests side by side sets it, and lines would be broken.


def run(*words):
    return CliRunner().invoke(APP, list(words))


def test_without_a_day_the_changes_since_the_first_publication_are_printed():
    told = run()
    assert told.exit_code == 0
    assert "so changes are counted from the first publication, 15 May 2023." in told.stderr
    assert told.stdout.startswith("Since the publication of 15 May 2023: 2 releases arrived; ")
    for words in (
        "DEMONSTRATION DATA",
        "Trust in the MPS",
        "2 releases since 15 May 2023",
        "status from open to complete",
        "No definition or target differs.",
    ):
        assert words in told.stdout


def test_the_figures_of_an_indicator_are_written_as_csv():
    told = run("--since", "2023-05-15", "--indicator", "trust", "--csv")
    first, _, rest = told.stdout_bytes.decode("utf-8-sig").partition("\n")
    assert first == "# DEMONSTRATION DATA"
    rows = list(csv.DictReader(io.StringIO(rest)))
    camden = next(r for r in rows if r["Area"] == "Camden")
    gap = float(camden["Is, per cent"]) - float(camden["Was, per cent"])
    assert float(camden["Difference, points"]) == pytest.approx(gap) and gap


def test_the_indicators_that_changed_are_written_as_csv():
    told = run("--csv").stdout_bytes.decode("utf-8-sig").partition("\n")[2]
    assert "Trust in the MPS" in {r["Indicator"] for r in csv.DictReader(io.StringIO(told))}


def test_as_many_rows_are_printed_as_asked_for():
    assert "1 of " in run("--since", "2023-05-15", "--rows", "1").stdout


def test_where_nothing_changed_one_sentence_is_told_and_nothing_printed():
    told = run("--since", "2023-06-30")
    assert (told.exit_code, told.stdout) == (0, "")
    assert told.stderr.startswith("Nothing has changed since the publication of 30 June 2023")


def test_on_an_earlier_day_is_told_what_had_changed_by_then_and_nothing_published_later():
    told = run("--since", "2023-05-01", "--as-at", "2023-06-29")
    assert told.exit_code == 0
    assert (
        "As it stood on 29 June 2023: figures and actions are those that were known by then."
        in told.stderr
    )
    assert (
        "Since 1 May 2023: nothing had been published by then, and 2 releases arrived"
        in told.stdout
    )
    assert (
        "status from open to complete" in told.stdout
        and "June 2023" not in told.stdout.split("\n", 2)[1]
    )
    assert "2023-06-30" not in told.stdout


def test_an_action_answered_after_the_day_is_not_told():
    assert "to complete" not in run("--since", "2023-05-01", "--as-at", "2023-06-19").stdout


def test_a_day_to_count_from_after_the_day_that_is_shown_is_told_in_a_sentence():
    told = run("--since", "2023-06-20", "--as-at", "2023-06-01")
    assert (told.exit_code, told.stdout) == (0, "")
    assert told.stderr.endswith(
        "Changes are counted from 20 June 2023, which is after 1 June 2023, the day that is "
        "shown; choose an earlier day to count from.\n"
    )


def test_an_indicator_that_was_not_revised_is_told_in_a_sentence():
    told = run("--since", "2023-05-15", "--indicator", "fair_treatment", "--csv")
    assert told.exit_code == 0 and told.stdout == ""
    assert "No figure of 'fair_treatment' was revised, added or taken away since" in told.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["--since", "last board"],
            "--since is 'last board', which is not a date: write it as YYYY-MM-DD.",
        ),
        (
            ["--since", "2023-02-31"],
            "--since is '2023-02-31', which is not a date: write it as YYYY-MM-DD.",
        ),
        (
            ["--as-at", "2023-02-31"],
            "--as-at is '2023-02-31', which is not a date: write it as YYYY-MM-DD.",
        ),
        (
            ["--as-at", "2022-01-01"],
            (
                "Nothing that is held was published by 2022-01-01: the first was published on "
                "2023-05-15; choose a later day."
            ),
        ),
        (["--indicator", "trsut"], "There is no indicator 'trsut': did you mean trust?"),
        (
            ["--indicator", "#"],
            "There is no indicator '#': run: python -m dashboard changes, for those that changed.",
        ),
    ],
)
def test_a_mistake_is_told_in_one_sentence(words, sentence):
    told = run(*words)
    assert isinstance(told.exception, InputError) and str(told.exception) == sentence
