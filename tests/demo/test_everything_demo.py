"""All demonstration files together: the publishers' formats, nothing missing, and the same bytes
from the same seed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from dashboard.declared.read import declarations
from dashboard.demo.all_sources import write
from dashboard.demo.areas import DECLARED_FOLDER, geography
from dashboard.demo.model import DemoFile
from dashboard.loaders import registry

Table = Callable[[str, str], pd.DataFrame]
Known = Callable[[str], pd.DataFrame]
EARLIEST, FIRST, SECOND = "2023-02-03", "2023-05-15", "2023-06-30"
AREAS = geography()
WARDS, BOROUGHS, BCUS = (set(t["code"]) for t in (AREAS.wards, AREAS.boroughs, AREAS.bcus))
MONTH_ENDS = list(pd.period_range("2019-04", "2023-06", freq="M").end_time.strftime("%Y-%m-%d"))
QUARTER_ENDS = MONTH_ENDS[2::3]
PLAIN = ["measure", "area_code", "area_name", "period_start", "period_end"]
COLUMNS = {
    "abstraction": [*PLAIN, "value"],
    "attitudes_by_characteristic": [
        *[
            "measure",
            "area_code",
            "period_start",
            "period_end",
            "group_type",
            "group",
            "value",
            "base",
        ]
    ],
    "calls_999": [*PLAIN, "value"],
    "deployability": [*PLAIN, "group_type", "group", "value"],
    "detections": [*PLAIN, "value"],
    "engagement": [*PLAIN, "value"],
    "neighbourhood_resources": [*PLAIN, "value"],
    "response_times": [*PLAIN, "value", "base", "lower", "upper"],
    "supervision": [*PLAIN, "value"],
}
EXPECTED = {
    "abstraction": (("duty_minutes", "abstraction_minutes"), WARDS, MONTH_ENDS),
    "neighbourhood_resources": (
        ("dwo_posts", "dwo_in_post", "pcso_posts", "pcso_in_post"),
        WARDS,
        MONTH_ENDS,
    ),
    "engagement": (
        (
            "wards_reporting",
            "panel_met",
            "priorities_published",
            "contact_event",
            "standard_met",
            "people_reached",
        ),
        WARDS,
        QUARTER_ENDS,
    ),
    "detections": (
        tuple(
            f"{s}_{w}" for s in ("rape", "other_sexual", "knife") for w in ("recorded", "detected")
        ),
        BCUS,
        QUARTER_ENDS,
    ),
    "supervision": (("constables", "sergeants"), BCUS | {"MPS"}, QUARTER_ENDS),
    "calls_999": (("calls_999", "calls_999_within_10s"), {"MPS"}, MONTH_ENDS),
}


def test_same_seed_writes_the_same_bytes_and_another_seed_others(
    tmp_path: Path, everything: list[DemoFile]
) -> None:
    again = write(tmp_path / "again")
    assert [f.path.name for f in again] == [f.path.name for f in everything]
    assert [f.path.read_bytes() for f in again] == [f.path.read_bytes() for f in everything]
    other = write(tmp_path / "other", seed=1)
    same = {
        f.source
        for f, g in zip(other, everything, strict=True)
        if f.path.read_bytes() == g.path.read_bytes()
    }
    assert same == {"force_strength", "pas_mps"}


def test_every_source_has_three_releases_in_order_of_publication(
    everything: list[DemoFile],
) -> None:
    sources = {*COLUMNS, "pas_borough", "pas_mps", "mps_ward_crime", "mps_borough_crime"}
    sources |= {"force_strength", "allocation_plan"}
    days = [file.published.isoformat() for file in everything]
    assert days == sorted(days) and set(days) == {EARLIEST, FIRST, SECOND}
    for published in (EARLIEST, FIRST, SECOND):
        part = [f.source for f in everything if f.published.isoformat() == published]
        # The plan in force was the same in May.
        without = {"allocation_plan"} if published == FIRST else set()
        assert sorted(part) == sorted(sources - without)


def test_the_earliest_release_came_before_both_meetings_and_ends_in_december_2022(
    table: Table,
) -> None:
    first = dt.date.fromisoformat(EARLIEST)
    assert first < dt.date(2023, 2, 10) < dt.date(2023, 4, 28) < dt.date.fromisoformat(FIRST)
    for source in COLUMNS:
        assert table(source, EARLIEST)["period_end"].max() == "2022-12-31"
    assert list(table("mps_ward_crime", EARLIEST).columns)[-1] == "202212"


@pytest.mark.parametrize("source", COLUMNS)
def test_tidy_files_have_the_template_and_each_release_its_own_periods(
    table: Table, source: str
) -> None:
    first, second = table(source, FIRST), table(source, SECOND)
    for file in (first, second):
        assert list(file.columns) == COLUMNS[source]
        assert file["value"].notna().all()
        key = [
            c
            for c in file.columns
            if c in ("measure", "area_code", "period_end", "group_type", "group")
        ]
        assert not file.duplicated(key).any()
    assert first["period_end"].max() == "2023-03-31"
    assert (second["period_end"].min(), second["period_end"].max()) in {
        ("2023-01-31", "2023-06-30"),
        ("2023-03-31", "2023-06-30"),
    }


@pytest.mark.parametrize("source", EXPECTED)
def test_every_area_and_period_is_there(known: Known, source: str) -> None:
    measures, areas, ends = EXPECTED[source]
    facts = known(source)
    assert set(facts["measure"]) == set(measures)
    assert set(facts["area_code"]) == areas
    assert set(facts["period_end"]) == set(ends)
    assert len(facts) == len(measures) * len(areas) * len(ends)


@pytest.mark.parametrize("source", [s for s in COLUMNS if s != "attitudes_by_characteristic"])
def test_second_release_revises_a_few_figures_of_early_2023(table: Table, source: str) -> None:
    first, second = (table(source, published) for published in (FIRST, SECOND))
    key = [
        c
        for c in COLUMNS[source]
        if c in ("measure", "area_code", "period_end", "group_type", "group")
    ]
    both = first.merge(second, on=key, suffixes=("", "_revised"))
    assert (both["period_end"] >= "2023-01-01").all()
    changed = (both["value"] != both["value_revised"]).mean()
    assert 0 < changed < 0.75
    assert (
        (both["value_revised"] - both["value"]).abs()
        <= 0.65 * both[["value", "value_revised"]].max(axis=1) + 1
    ).all()


def test_facts_are_about_as_many_as_a_real_year_of_files(
    table: Table, everything: list[DemoFile]
) -> None:
    wide = table("mps_ward_crime", FIRST)
    crime = int((wide.filter(regex=r"^20") > 0).sum().sum())
    tidy = sum(len(table(source, FIRST)) for source in COLUMNS)
    assert 300_000 < crime < 420_000
    assert 260_000 < tidy < 290_000


@pytest.mark.parametrize(
    ("source", "part", "whole"),
    [
        ("abstraction", "abstraction_minutes", "duty_minutes"),
        ("calls_999", "calls_999_within_10s", "calls_999"),
        ("detections", "rape_detected", "rape_recorded"),
        ("detections", "other_sexual_detected", "other_sexual_recorded"),
        ("detections", "knife_detected", "knife_recorded"),
        ("engagement", "standard_met", "panel_met"),
        ("engagement", "standard_met", "contact_event"),
        ("engagement", "panel_met", "wards_reporting"),
        ("response_times", "i_within_15", "i_calls"),
        ("response_times", "s_within_60", "s_calls"),
    ],
)
@pytest.mark.parametrize("published", [FIRST, SECOND])
def test_a_part_never_exceeds_its_whole(
    table: Table, source: str, part: str, whole: str, published: str
) -> None:
    facts = table(source, published).pivot(
        index=["area_code", "period_end"], columns="measure", values="value"
    )
    assert facts[whole].notna().any()
    assert not (facts[part] > facts[whole]).any()
    assert (facts[part].dropna() >= 0).all()


def test_every_file_of_the_second_release_is_recognised_and_read_without_fault(
    everything: list[DemoFile],
) -> None:
    declared = declarations(DECLARED_FOLDER)
    for file in [f for f in everything if f.published.isoformat() == SECOND]:
        assert registry.recognise(file.path, declared.sources) == file.source
        loaded = registry.read_file(
            file.path, declared.sources[file.source], declared.areas, declared.aliases
        )
        assert not [finding for finding in loaded.findings if finding.severity != "note"], (
            file.source
        )
        assert len(loaded.facts) or len(loaded.plan_wards)
