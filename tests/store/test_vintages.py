"""The database as it stood on an earlier day: kept when superseded, built where it never was,
actions and all.
"""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from dashboard import catalogue
from dashboard.declared.meetings import CarriedAction, Meeting, Update
from dashboard.declared.models import Target
from dashboard.declared.read import Declarations, declarations
from dashboard.errors import NoDatabaseError
from dashboard.pipeline import earlier_days
from dashboard.pipeline.build import build
from dashboard.pipeline.publish import Arrival, Change
from dashboard.pipeline.standing_releases import list_releases
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.connection import find_database, open_store

ROOT = Path(__file__).resolve().parents[2]
FIRST, SECOND, THIRD = dt.date(2023, 5, 15), dt.date(2023, 6, 30), dt.date(2023, 9, 30)
DECLARED = declarations(ROOT / "data" / "declared", catalogue.has_chart)


def few(declared: Declarations) -> Declarations:
    """Indicators of 999 calls alone, which are built in a moment."""
    kept = {i: declared.indicators[i] for i in ("calls_999", "answered_999")}
    return replace(declared, indicators=kept, plans={}, similarity=None)


def load(places: Places, count: int, published: dt.date, declared: Declarations) -> Path:
    file = places.root / f"{published}.csv"
    pd.DataFrame(
        [
            {
                "measure": m,
                "area_code": "MPS",
                "period_start": "2023-01-01",
                "period_end": "2023-01-31",
                "value": v,
            }
            for m, v in (("calls_999", count), ("calls_999_within_10s", count // 2))
        ]
    ).to_csv(file, index=False)
    return build(
        places, declared, change=Change((Arrival(file, "calls_999", published),), by="A. Analyst")
    ).path


@pytest.fixture
def places(tmp_path: Path) -> Places:
    made = Places(tmp_path / "home")
    shutil.copytree(ROOT / "queries", made.queries)
    return made


@pytest.fixture(scope="module")
def built_three(tmp_path_factory) -> Places:
    """Three releases, each of which was in force once: to be looked at or copied, not changed."""
    places = Places(tmp_path_factory.mktemp("three") / "home")
    shutil.copytree(ROOT / "queries", places.queries)
    for count, published in ((100, FIRST), (200, SECOND), (300, THIRD)):
        load(places, count, published, few(DECLARED))
    return places


@pytest.fixture
def three(built_three: Places, tmp_path) -> Places:
    """The same in a home of the test's own."""
    return copy_of(built_three, tmp_path)


def copy_of(places: Places, folder: Path) -> Places:
    shutil.copytree(places.root, folder / "three")
    return Places(folder / "three")


def calls(places: Places, as_at: dt.date | None) -> float:
    store = open_store(places, vintages.at(places, as_at), as_at)
    return float(store.query("series", indicators=["calls_999"], areas=["MPS"])["value"].iloc[0])


def test_each_day_shows_what_had_been_published_by_then(three: Places) -> None:
    assert vintages.dates(three) == [FIRST, SECOND, THIRD]
    day = dt.timedelta(days=1)
    shown = [
        calls(three, d)
        for d in (FIRST, SECOND - day, SECOND, THIRD - day, THIRD, THIRD + day, None)
    ]
    assert shown == [100, 100, 200, 200, 300, 300, 300]


def test_a_database_in_force_is_the_vintage_of_its_releases_and_is_not_built_again(
    three: Places,
) -> None:
    assert earlier_days.build_missing(three, few(DECLARED)) == []
    assert vintages.at(three, None) == vintages.at(three, THIRD) == find_database(three)


def test_a_day_before_all_publications_and_one_not_built_are_each_a_sentence(three: Places) -> None:
    with pytest.raises(
        NoDatabaseError, match="Nothing that is held was published by 2023-05-14: the first was"
    ):
        vintages.at(three, FIRST - dt.timedelta(days=1))
    shutil.rmtree(three.built_folder / "vintages")
    with pytest.raises(
        NoDatabaseError, match="as they stood on 2023-06-29 are not built; run: python -m dashboard"
    ):
        vintages.at(three, dt.date(2023, 6, 29))


def test_a_day_still_to_come_is_a_sentence(three: Places) -> None:
    assert calls(three, dt.date.today()) == 300
    with pytest.raises(
        NoDatabaseError, match=r"^2123-01-01 is still to come: choose a day up to today, \d{4}-"
    ):
        vintages.at(three, dt.date(2123, 1, 1))


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_vintage_that_is_not_there_is_built_from_the_files_of_its_day(
    three: Places, harm: str
) -> None:
    path = vintages.at(three, FIRST)
    path.unlink()
    if harm == "damaged":
        path.write_bytes(b"not a database" * 1000)
    assert earlier_days.build_missing(three, few(DECLARED)) == [FIRST]
    assert calls(three, FIRST) == 100
    meta = open_store(three, vintages.at(three, FIRST), FIRST).meta()
    assert (meta["as_at"], meta["reporting_date"]) == (str(FIRST), str(FIRST))


def test_a_release_taken_back_is_in_no_vintage_and_no_day_is_left_of_it(three: Places) -> None:
    gone = next(r for r in list_releases(three.received_folder) if r.published == FIRST)
    build(three, few(DECLARED), change=Change(reverted_releases=(gone,)))
    assert vintages.dates(three) == [SECOND, THIRD]
    assert earlier_days.build_missing(three, few(DECLARED)) == [SECOND]
    assert (calls(three, SECOND), calls(three, THIRD)) == (200, 300)
    with pytest.raises(NoDatabaseError, match="Nothing that is held was published by 2023-05-15"):
        vintages.at(three, FIRST)


def test_a_file_published_earlier_and_loaded_later_stands_from_its_publication(
    three: Places,
) -> None:
    load(three, 150, dt.date(2023, 6, 1), few(DECLARED))
    earlier_days.build_missing(three, few(DECLARED))
    assert [calls(three, d) for d in (FIRST, dt.date(2023, 6, 1), SECOND, None)] == [
        100,
        150,
        200,
        300,
    ]


def with_record(declared: Declarations) -> Declarations:
    """The April meeting's first action, open, completed in August, and taken up again with a new
    day in June.
    """
    april = declared.meetings["2023-04-28"]
    one = april.action[0].model_copy(
        update={
            "status": "open",
            "due": None,
            "update": (Update(date=dt.date(2023, 8, 1), text="Done.", status="complete"),),
        }
    )
    june = Meeting(
        date=dt.date(2023, 6, 10),
        board=april.board,
        action=(
            april.action[1].model_copy(
                update={"id": "2023-06-10/1", "number": 1, "meeting": dt.date(2023, 6, 10)}
            ),
        ),
        carried=(
            CarriedAction(
                action=one.id,
                number=2,
                text="Taken up again.",
                status="in progress",
                due=dt.date(2023, 9, 1),
            ),
        ),
    )
    first = april.model_copy(update={"action": (one, *april.action[1:])})
    return replace(few(declared), meetings={"2023-04-28": first, "2023-06-10": june})


@pytest.fixture(scope="module")
def recorded_three(built_three: Places, tmp_path_factory) -> Places:
    """The three with what was said of actions between them."""
    places, declared = copy_of(built_three, tmp_path_factory.mktemp("said")), with_record(DECLARED)
    build(places, declared)
    earlier_days.build_missing(places, declared)
    return places


@pytest.mark.parametrize(
    ("as_at", "status", "due", "words", "later"),
    [
        (dt.date(2023, 5, 20), "open", None, [], False),
        (dt.date(2023, 6, 9), "open", None, [], False),
        (dt.date(2023, 6, 10), "in progress", "2023-09-01", ["Taken up again."], True),
        (dt.date(2023, 7, 31), "in progress", "2023-09-01", ["Taken up again."], True),
        (dt.date(2023, 8, 1), "complete", "2023-09-01", ["Done.", "Taken up again."], True),
        (None, "complete", "2023-09-01", ["Done.", "Taken up again."], True),
    ],
)
def test_actions_stand_as_they_did_on_any_day_between_publications(
    recorded_three, as_at, status, due, words, later
) -> None:
    store = open_store(recorded_three, vintages.at(recorded_three, as_at), as_at)
    actions = store.query("actions").set_index("id")
    one = actions.loc["2023-04-28/1"]
    assert one["status"] == status
    assert (None if pd.isna(one["due"]) else str(one["due"].date())) == due
    said = store.query("updates")
    assert said.loc[said["action"] == "2023-04-28/1", "text"].tolist() == words
    assert ("2023-06-10/1" in actions.index) is later
    assert set(store.query("evidence")["action"]) <= set(actions.index)


@pytest.mark.parametrize(
    ("as_at", "dates"),
    [
        (FIRST, ["2024-03-31"]),
        (dt.date(2023, 6, 9), ["2024-03-31"]),
        (dt.date(2023, 6, 10), ["2024-03-31", "2025-03-31"]),
        (None, ["2024-03-31", "2025-03-31"]),
    ],
)
def test_a_target_stands_from_the_day_on_which_it_was_made_public(places, as_at, dates) -> None:
    declared = few(DECLARED)
    one = declared.indicators["answered_999"]
    later = Target(date=dt.date(2025, 3, 31), value=95, known_from=dt.date(2023, 6, 10))
    known = one.model_copy(update={"target": (*one.target, later)})
    declared = replace(declared, indicators=declared.indicators | {"answered_999": known})
    for count, published in ((100, FIRST), (200, SECOND)):
        load(places, count, published, declared)
    targets = open_store(places, vintages.at(places, as_at), as_at).query("targets")
    assert targets["date"].dt.strftime("%Y-%m-%d").tolist() == dates


def test_an_older_day_has_its_own_reporting_date(three: Places) -> None:
    day = dt.date(2023, 6, 9)
    meta = open_store(three, vintages.at(three, day), day).meta()
    assert (meta["as_at"], meta["reporting_date"]) == ("2023-06-09", "2023-06-09")
    assert open_store(three, vintages.at(three, None)).meta()["as_at"] == ""


def test_bringing_the_record_up_to_date_leaves_the_figures_and_definitions_of_a_vintage(
    three: Places,
) -> None:
    declared = with_record(DECLARED)
    renamed = {
        i: one.model_copy(update={"definition": "Another."})
        for i, one in declared.indicators.items()
    }
    declared = replace(declared, indicators=renamed)
    build(three, declared)
    assert earlier_days.build_missing(three, declared) == []
    store = open_store(three, vintages.at(three, FIRST))
    assert "2023-06-10/1" in set(store.query("actions")["id"])
    assert calls(three, FIRST) == 100
    assert "Another." not in set(store.query("indicators")["definition"])
    assert set(open_store(three, find_database(three)).query("indicators")["definition"]) == {
        "Another."
    }
