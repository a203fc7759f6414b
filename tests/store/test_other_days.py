"""Which databases of other days a build takes as read, and what it withholds because of them."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from dashboard import catalogue
from dashboard.declared.read import Declarations, declarations
from dashboard.errors import NoDatabaseError
from dashboard.pipeline import earlier_days
from dashboard.pipeline.build import build
from dashboard.pipeline.other_days import other_days
from dashboard.pipeline.publish import Arrival, Change
from dashboard.pipeline.standing_releases import digests, list_releases
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.connection import open_store
from dashboard.store.layout import SCHEMA, VINTAGES

ROOT = Path(__file__).resolve().parents[2]
DECLARED = declarations(ROOT / "data" / "declared", catalogue.has_chart)
BCUS = sorted(code for code, area in DECLARED.areas.items() if area.level == "bcu")
FIRST, SECOND, THIRD = dt.date(2023, 5, 15), dt.date(2023, 6, 30), dt.date(2023, 9, 30)
COUNTS = {bcu: 20 + n for n, bcu in enumerate(BCUS)} | {BCUS[0]: 3}
"""Rapes detected: the first is withheld (below 5), and with it the next in order."""
LATER = COUNTS | {BCUS[0]: 30, BCUS[3]: 2}
"""The first is revised and is not small any more, the fourth is: alone, this day withholds it and
the fifth.
"""


def few(least: int = 5) -> Declarations:
    """Detections of rape alone, withheld below ``least``."""
    one = DECLARED.indicators["rape_detection"].model_copy(update={"withhold_below": least})
    return replace(DECLARED, indicators={one.id: one}, plans={}, similarity=None)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    made = Places(tmp_path / "home")
    shutil.copytree(ROOT / "queries", made.queries)
    return made


def load(
    places: Places,
    counts: Mapping[str, int],
    published: dt.date,
    demonstration: bool = False,
    quarter: str = "2023-01-01",
) -> None:
    start = pd.Timestamp(quarter)
    end = (start + pd.offsets.QuarterEnd()).date()
    file = places.root / f"{published}.csv"
    pd.DataFrame(
        [
            {
                "measure": measure,
                "area_code": bcu,
                "period_start": start.date(),
                "period_end": end,
                "value": value,
            }
            for bcu, count in counts.items()
            for measure, value in (("rape_detected", count), ("rape_recorded", 150))
        ]
    ).to_csv(file, index=False)
    build(
        places,
        few(),
        change=Change((Arrival(file, "detections", published, demonstration),), by="A. Analyst"),
    )


def withheld(places: Places, as_at: dt.date | None = None) -> set[str]:
    """The BCUs whose figure is withheld on a day."""
    store = open_store(places, vintages.at(places, as_at), as_at)
    rows = store.query("series", indicators=["rape_detection"], areas=BCUS)
    return set(rows.loc[rows["value"].isna(), "area"])


def others(places: Places) -> int:
    """How many databases a build would take as read."""
    return len(
        other_days(
            places.built_folder / VINTAGES,
            SCHEMA,
            few().indicators,
            digests(places.received_folder),
        ).shown_databases
    )


def test_alone_the_later_day_would_show_what_hides_a_figure_on_the_earlier_one(
    places: Places,
) -> None:
    load(places, LATER, SECOND)
    assert withheld(places) == {BCUS[3], BCUS[4]}


def test_what_an_earlier_day_withholds_is_withheld_on_a_later_one(places: Places) -> None:
    load(places, COUNTS, FIRST)
    load(places, LATER, SECOND)
    assert withheld(places, FIRST) == {BCUS[0], BCUS[1]}
    assert withheld(places) >= {BCUS[1], BCUS[3]}


def test_a_file_published_earlier_and_loaded_later_withholds_what_the_newest_day_does(
    places: Places,
) -> None:
    load(places, LATER, SECOND)
    load(places, COUNTS, FIRST)
    earlier_days.build_missing(places, few())
    assert withheld(places) >= {BCUS[3], BCUS[4]}
    assert withheld(places, FIRST) >= {BCUS[0], BCUS[4]}


def test_a_database_with_a_release_taken_back_still_counts_as_read(places: Places) -> None:
    load(places, COUNTS, FIRST)
    gone = list_releases(places.received_folder)[0]
    load(places, COUNTS | {BCUS[3]: 60}, SECOND)
    build(places, few(), change=Change(reverted_releases=(gone,)))
    load(places, LATER, THIRD)
    assert withheld(places) >= {BCUS[1], BCUS[3]}
    assert others(places) == 4


def test_a_published_file_is_not_bound_by_demonstration_figures(places: Places) -> None:
    load(places, COUNTS, FIRST, demonstration=True)
    load(places, LATER, SECOND)
    assert withheld(places) == {BCUS[3], BCUS[4]}


def test_a_demonstration_that_was_drawn_anew_since_does_not_count(places: Places) -> None:
    load(places, COUNTS, FIRST, demonstration=True)
    load(places, LATER, FIRST, demonstration=True)
    assert others(places) == 1


def test_another_limit_holds_for_every_day_once_it_is_declared(places: Places) -> None:
    load(places, COUNTS, FIRST)
    load(places, LATER, SECOND)
    build(places, few(least=30))
    with pytest.raises(
        NoDatabaseError, match="as they stood on 2023-05-15 are not built; run: python -m dashboard"
    ):
        vintages.at(places, FIRST)
    earlier_days.build_missing(places, few(least=30))
    small = {bcu for bcu, count in LATER.items() if count < 30}
    assert withheld(places, FIRST) >= small and withheld(places) >= small


def test_a_damaged_database_of_another_day_is_left_out(places: Places) -> None:
    load(places, COUNTS, FIRST)
    (places.built_folder / VINTAGES / "0000.duckdb").write_bytes(b"not a database" * 1000)
    load(places, LATER, SECOND)
    assert withheld(places) >= {BCUS[1], BCUS[3]}


def test_a_small_count_in_a_quarter_that_one_day_alone_has_is_withheld_and_every_day_is_built(
    places: Places,
) -> None:
    load(places, {bcu: 20 for bcu in BCUS}, FIRST, demonstration=True)
    load(places, {bcu: 20 for bcu in BCUS}, SECOND)
    load(places, {bcu: 20 for bcu in BCUS} | {BCUS[0]: 1}, THIRD, quarter="2023-04-01")
    assert withheld(places) == {BCUS[0], BCUS[1]}
    for path in (places.built_folder / VINTAGES).glob("*.duckdb"):
        path.unlink()
    build(places, few())
    earlier_days.build_missing(places, few())
    assert withheld(places, SECOND) == set()
    load(places, {bcu: 20 for bcu in BCUS}, dt.date(2023, 12, 31), quarter="2023-07-01")
    assert withheld(places) == {BCUS[0], BCUS[1]}
