"""The days to choose from: kept in the database in force, as each reader may know of them, boards
among them.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from secret_plan import INSIDER, PLAN, ROOT, STRANGER, calls, plan

from dashboard import catalogue
from dashboard.access import Reader
from dashboard.declared.events import Event
from dashboard.declared.meetings import Meeting
from dashboard.declared.read import Declarations, declarations
from dashboard.errors import NoDatabaseError
from dashboard.panels.common.choices import days_of
from dashboard.pipeline import earlier_days
from dashboard.pipeline.build import build
from dashboard.pipeline.publish import Arrival, Change
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.changes import as_it_stood
from dashboard.store.connection import Store, find_database, open_store

DECLARED = declarations(ROOT / "data" / "declared", catalogue.has_chart)
WARDS = sorted(a.code for a in DECLARED.areas.values() if a.level == "ward")[:3]
FIRST, SECOND = dt.date(2023, 2, 1), dt.date(2023, 4, 1)
ONE = dt.timedelta(days=1)


def few() -> Declarations:
    """Indicators of 999 calls alone, which are built in a moment; every plan."""
    kept = {i: DECLARED.indicators[i] for i in ("calls_999", "answered_999")}
    return replace(DECLARED, indicators=kept, similarity=None)


def load(
    places: Places, source: str, table: pd.DataFrame, published: dt.date, declared: Declarations
) -> None:
    file = places.root / f"{source}-{published}.csv"
    table.to_csv(file, index=False)
    build(places, declared, change=Change((Arrival(file, source, published),), by="A. Analyst"))


def installed(root: Path, hidden: dt.date | None, declared: Declarations | None = None) -> Places:
    """Two publications, and the plan for others on the day ``hidden``, each loaded on its day."""
    places, declared = Places(root), declared or few()
    shutil.copytree(ROOT / "queries", places.queries)
    published = {FIRST: ("calls_999", calls(100)), SECOND: ("calls_999", calls(200))}
    if hidden:
        published[hidden] = ("allocation_plan", plan(PLAN, WARDS, 80.0, (3, 2)))
    for day, (source, table) in sorted(published.items()):
        load(places, source, table, day, declared)
    return places


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """One that never had the plan: to be read only."""
    return installed(tmp_path_factory.mktemp("days") / "without", None)


def shown(places: Places, as_at: dt.date, reader: Reader) -> tuple[object, ...]:
    """What a reader is shown of a day: the sentence where there is nothing, else figures, files and
    the facts of it.
    """
    try:
        store = open_store(places, vintages.at(places, as_at, reader), as_at, reader)
    except NoDatabaseError as error:
        return (str(error),)
    meta = {key: value for key, value in store.meta().items() if key not in ("version", "built_at")}
    changed = as_it_stood(store, FIRST).query("moved_releases")
    files = store.query("releases").drop(columns=["loaded_at"])
    return (calls_of(store), files.to_csv(), meta, changed.to_csv(), vintages.days(store).keys())


@pytest.fixture(scope="module")
def shown_without(without: Places) -> Callable[[dt.date], tuple[object, ...]]:
    """What a stranger is shown of a day by the one that never had the plan, asked once a day."""
    return cache(lambda day: shown(without, day, STRANGER))


def calls_of(store: Store) -> float:
    return float(store.query("series", indicators=["calls_999"], areas=["MPS"])["value"].iloc[0])


@pytest.mark.parametrize(
    "hidden",
    [FIRST - 9 * ONE, FIRST + 9 * ONE, SECOND + 9 * ONE],
    ids=["before all", "between", "after all"],
)
def test_any_day_is_answered_as_if_the_plan_of_others_had_never_been_published(
    tmp_path: Path, without: Places, shown_without, hidden: dt.date
) -> None:
    places = installed(tmp_path / "with", hidden)
    assert vintages.dates(places, STRANGER) == vintages.dates(without, STRANGER) == [FIRST, SECOND]
    assert vintages.dates(places, INSIDER) == sorted([FIRST, SECOND, hidden])
    for day in sorted({hidden - ONE, hidden, hidden + ONE, FIRST, SECOND}):
        assert shown(places, day, STRANGER) == shown_without(day), day


def test_a_plan_of_others_whose_file_cannot_be_read_any_more_is_told_of_to_the_operator_alone(
    tmp_path: Path, without: Places, shown_without
) -> None:
    hidden = FIRST + 9 * ONE
    places = installed(tmp_path / "with", hidden)
    (places.received_folder / f"allocation_plan/{hidden}/release.toml").write_bytes(b"")
    built = build(places, few())
    assert [stray.release for stray in built.strays] == [f"allocation_plan/{hidden}"]
    for reader in (STRANGER, INSIDER):
        found = [
            open_store(where, find_database(where), reader=reader).query("findings")
            for where in (places, without)
        ]
        assert found[0].to_csv() == found[1].to_csv()
    for day in (hidden, FIRST, SECOND):
        assert shown(places, day, STRANGER) == shown_without(day), day


def test_the_days_are_those_of_the_database_in_force_and_nothing_received_is_asked(
    tmp_path: Path,
) -> None:
    places = installed(tmp_path / "home", None)
    shutil.rmtree(places.received_folder)
    assert vintages.dates(places) == [FIRST, SECOND]
    assert [calls_of(open_store(places, vintages.at(places, d), d)) for d in (FIRST, SECOND)] == [
        100,
        200,
    ]


def with_boards(*days: dt.date) -> Declarations:
    """The declarations with the April record under the first of ``days``, and each of the others as
    a dated event.
    """
    april = DECLARED.meetings["2023-04-28"]
    record = Meeting(
        date=days[0],
        board=april.board,
        action=tuple(
            a.model_copy(update={"id": f"{days[0]}/{a.number}", "meeting": days[0], "update": ()})
            for a in april.action
        ),
    )
    events = tuple(Event(date=day, title="Board", kind="board") for day in days[1:])
    return replace(few(), meetings={str(days[0]): record}, events=events)


def test_boards_from_the_first_publication_on_are_days_to_choose_with_what_was_known_on_them(
    tmp_path: Path,
) -> None:
    met, before, after = SECOND - 5 * ONE, FIRST - ONE, SECOND + 3 * ONE
    places = installed(tmp_path / "home", None, with_boards(met, before, after, FIRST))
    now = open_store(places, find_database(places))
    assert days_of(now) == {
        FIRST: "1 February 2023 (board)",
        met: "27 March 2023 (board)",
        after: "4 April 2023 (board)",
    }
    held = {day: open_store(places, vintages.at(places, day), day) for day in (FIRST, met, after)}
    assert [calls_of(store) for store in held.values()] == [100, 100, 200]
    assert [len(store.query("actions")) > 0 for store in held.values()] == [False, True, True]


def test_the_reporting_date_of_a_day_is_that_day_whenever_its_database_was_built(
    tmp_path: Path,
) -> None:
    places = installed(tmp_path / "home", None)
    shutil.rmtree(places.built_folder / "vintages")
    earlier_days.build_missing(places, few())
    for day in (FIRST, FIRST + ONE, SECOND - ONE, SECOND, SECOND + ONE):
        store = open_store(places, vintages.at(places, day), day)
        assert store.meta()["reporting_date"] == str(day)


def test_a_record_that_is_brought_up_to_date_gives_the_database_of_a_day_another_version(
    tmp_path: Path,
) -> None:
    places = installed(tmp_path / "home", None)
    before = open_store(places, vintages.at(places, FIRST), FIRST).version
    earlier_days.build_missing(places, with_boards(FIRST), only_record=True)
    after = open_store(places, vintages.at(places, FIRST), FIRST).version
    assert before != after and after.startswith(before.partition(".")[0])
    assert earlier_days.build_missing(places, with_boards(FIRST), only_record=True) == []
    assert open_store(places, vintages.at(places, FIRST), FIRST).version == after
