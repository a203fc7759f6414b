"""What the page of data and definitions says, recomputed from the database."""

import datetime as dt
import json
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import as_csv
from dashboard.panels.data.definition import Definition
from dashboard.panels.data.definitions import Reference
from dashboard.panels.data.directory import Directory, DirectoryFilters
from dashboard.panels.data.text import freshness_words
from dashboard.settings import Places
from dashboard.store.checks import checks
from dashboard.store.connection import find_database, open_store
from dashboard.view import View


@pytest.fixture(scope="module")
def reference(demonstration_home) -> Reference:
    where = Places(demonstration_home)
    return Reference(Page("data", open_store(where, find_database(where)), View()))


def test_coverage_counts_periods_areas_and_withheld_figures(reference):
    held = (
        reference.page.store.cursor()
        .execute("SELECT * FROM observation WHERE group_type = ''")
        .df()
    )
    names = reference.page.indicators["name"]
    for indicator, level, word in (
        ("trust", "borough", "borough"),
        ("rape_detection", "bcu", "BCU"),
    ):
        mine = held[(held["indicator"] == indicator) & (held["level"] == level)]
        rows = reference.coverage
        row = rows[(rows["Indicator"] == names[indicator]) & (rows["Level"] == word)].iloc[0]
        assert row["Periods"] == mine["period_end"].nunique()
        assert row["Areas with figures"].split(" of ")[0] == str(
            mine.dropna(subset="value")["area"].nunique()
        )
        assert row["Figures withheld"] == mine["withheld"].notna().sum()
        assert row["Last period to"] == f"{mine['period_end'].max():%Y-%m-%d}"


@pytest.mark.parametrize(
    ("releases", "last", "words"),
    [
        (0, None, "nothing received: declared, not started"),
        (1, pd.NaT, "received; it has no periods"),
        (1, pd.Timestamp("2023-03-02"), "up to date"),
        (1, pd.Timestamp("2023-03-01"), "late: the last period ended 121 days before, 120 allowed"),
    ],
)
def test_a_source_is_late_only_past_its_days(releases, last, words):
    assert freshness_words(releases, last, 120, dt.date(2023, 6, 30)) == words


def test_a_source_of_which_nothing_was_received_is_listed(reference):
    rows = reference.freshness
    assert len(rows) == reference.page.store.query("freshness")["id"].nunique()
    assert rows["State"].str.startswith("nothing received").any()


def test_every_indicator_says_direction_unit_target_method_and_base(reference):
    for indicator in reference.page.indicators.index:
        definition = Definition(reference, indicator)
        facts, sections = dict(definition.facts), dict(definition.sections)
        assert set(facts) == {"Direction", "Unit", "Target", "Data to"} and all(facts.values())
        assert all(all(lines) for lines in sections.values()) and len(sections) == 5
        assert "nan" not in str([facts, sections]).casefold().split()


def test_the_state_of_an_indicator_is_that_of_its_first_source_to_be_late(reference):
    directory = Directory(reference, DirectoryFilters())
    at = reference.page.reporting_date
    received = reference.page.store.query("freshness").set_index("id")
    for row in directory.every:
        due = [
            received["last_period"][s].date() + dt.timedelta(int(received["freshness_days"][s]))
            for s in row.sources
            if not pd.isna(received["last_period"][s])
        ]
        assert row.next_due == min(due, default=None)
        assert (row.state == "overdue") == (bool(due) and min(due) < at and bool(row.areas))
    counts = [
        len(replace(directory, filters=DirectoryFilters(state=state)).rows)
        for state in ("fresh", "overdue", "none")
    ]
    assert sum(counts) == len(directory.every) == 43


def test_findings_are_narrowed_by_severity_and_source():
    rows = pd.DataFrame(
        {
            "severity": ["error", "note", "note"],
            "source": ["a", "a", None],
            "file": ["x.csv", "x.csv", None],
            "row_number": [3, None, None],
            "column_name": ["value", None, None],
            "message": ["one", "two", "three"],
        }
    )
    told = Reference(SimpleNamespace(store=SimpleNamespace(query=lambda name: rows)))
    assert list(told.select_findings("note", "")["Finding"]) == ["two", "three"]
    assert list(told.select_findings("note", "a")["Finding"]) == ["two"]
    assert list(told.select_findings("", "the build")["Finding"]) == ["three"]


def test_a_download_says_where_it_is_demonstration_data():
    table = pd.DataFrame({"a": [1]})
    assert as_csv(table, True).decode("utf-8-sig").startswith("# DEMONSTRATION DATA\na\n")
    assert as_csv(table, False).decode("utf-8-sig").startswith("a\n")


def test_every_check_stands_with_the_number_of_rows_that_broke_it_in_the_build(reference):
    names = {check.name: check for check in checks(reference.page.store.queries)}
    rows = reference.checks.set_index("Check")
    assert list(rows.index) == [name.replace("_", " ") for name in names]
    assert set(rows["Result"]) == {"kept"}
    words = (
        f"{len(names)} checks were run when these figures were built: {len(names)} kept, none"
        " broken."
    )
    assert reference.checks_reading == words
    held = json.dumps({"areas_known": 0, "periods_missing": 2})
    store = SimpleNamespace(meta=lambda: {"checks": held}, queries=reference.page.store.queries)
    told = Reference(SimpleNamespace(store=store))
    results = told.checks.set_index("Check")["Result"]
    assert results["areas known"] == "kept"
    assert results["periods missing"] == "broken by 2 rows"
    assert results["one fact each"] == "not run"
    assert (
        told.checks_reading
        == "2 checks were run when these figures were built: 1 kept, 1 broken (see Findings)."
    )
