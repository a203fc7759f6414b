"""What an arriving file changes, counted by hand: of a sparse source, of other wards, of boundaries
and of plans.
"""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from dashboard import catalogue
from dashboard.declared.read import declarations
from dashboard.loaders.model import LoadedFile
from dashboard.pipeline.compare_release import Standing

ROOT = Path(__file__).resolve().parents[2]
DECLARED = declarations(ROOT / "data" / "declared", catalogue.has_chart)
CAMDEN = "E09000007"
ONE, TWO, THREE, FOUR, *_ = (
    a.code for a in DECLARED.areas.values() if a.level == "ward" and a.parent == CAMDEN
)


@pytest.fixture
def standing() -> Standing:
    return Standing(DECLARED.areas)


def crimes(level: str, *rows: tuple[str, str, float]) -> LoadedFile:
    """Robberies of (area, month as 2023-01, number), all of whose months the file covers at
    ``level``.
    """
    facts = pd.DataFrame(
        [
            {
                "measure": "robbery",
                "area": area,
                "period_start": pd.Timestamp(month),
                "period_end": pd.Timestamp(month) + pd.offsets.MonthEnd(),
                "group_type": "",
                "group_name": "",
                "value": value,
                "base": None,
                "lower": None,
                "upper": None,
            }
            for area, month, value in rows
        ]
    )
    coverage = facts[["period_start", "period_end"]].drop_duplicates().assign(level=level)
    return LoadedFile("mps_ward_crime", Path("file.csv"), len(rows), facts=facts, coverage=coverage)


def compared(standing: Standing, loaded: LoadedFile):
    return standing.compare(DECLARED.sources[loaded.source], loaded, None)


def counts(found) -> tuple[int, int, int]:
    return found.additions, found.revisions, found.removals


def test_in_a_sparse_source_what_is_left_out_is_revised_to_zero_and_what_appears_is_revised_from_it(
    standing,
) -> None:
    assert compared(standing, crimes("ward", (ONE, "2023-01", 5), (TWO, "2023-02", 9))).is_first
    found = compared(
        standing, crimes("ward", (ONE, "2023-01", 5), (ONE, "2023-02", 4), (ONE, "2023-03", 7))
    )
    assert counts(found) == (1, 2, 0)
    moves = found.largest_revisions.set_index("area")[["before", "after"]]
    assert moves.loc[TWO].tolist() == [9, 0]
    assert moves.loc[ONE].tolist() == [0, 4]
    assert found.areas_gone == [TWO]


def test_months_that_stood_by_borough_are_compared_with_the_sum_of_their_wards(standing) -> None:
    compared(standing, crimes("borough", (CAMDEN, "2023-01", 10), (CAMDEN, "2023-02", 20)))
    found = compared(
        standing, crimes("ward", (ONE, "2023-01", 4), (TWO, "2023-01", 6), (ONE, "2023-02", 25))
    )
    assert (found.regrouped_periods, counts(found)) == (2, (0, 1, 0))
    assert found.largest_revisions[["area", "before", "after"]].to_numpy().tolist() == [
        [CAMDEN, 20, 25]
    ]
    again = compared(
        standing, crimes("ward", (ONE, "2023-01", 4), (TWO, "2023-01", 6), (ONE, "2023-02", 26))
    )
    assert (again.regrouped_periods, counts(again)) == (0, (0, 1, 0))


def crimes_of(measure: str, *rows: tuple[str, str, float]) -> LoadedFile:
    loaded = crimes("ward", *rows)
    loaded.facts["measure"] = measure
    return loaded


def test_the_largest_revisions_are_one_a_measure_and_area_with_the_number_of_its_periods(
    standing,
) -> None:
    months = ["2023-01", "2023-02", "2023-03"]
    compared(standing, crimes("ward", *((ONE, m, 100) for m in months), (TWO, "2023-01", 100)))
    later = [(ONE, m, 100 + 10 * n) for n, m in enumerate(months)]
    found = compared(standing, crimes("ward", *later, (TWO, "2023-01", 99)))
    rows = found.largest_revisions[["area", "before", "after", "periods"]].to_numpy().tolist()
    assert rows == [[ONE, 100, 120, 2], [TWO, 100, 99, 1]]
    assert found.revisions == 3


KM = 1 / 111.32
"""A kilometre northwards, in degrees."""


def drawn(*squares: tuple[str, float, float], level: str = "ward") -> LoadedFile:
    """Each area as a square at 51.5 degrees north that begins (kilometres east) and is as wide as
    said.
    """
    wide = KM / math.cos(math.radians(51.5))
    rows = [
        {"area": area, "level": level, "ring": 0, "longitude": x * wide, "latitude": 51.5 + y * KM}
        for area, west, size in squares
        for x, y in ((west, 0), (west + size, 0), (west + size, size), (west, size), (west, 0))
    ]
    return LoadedFile(
        "boundaries_ward", Path("file.geojson"), len(squares), boundaries=pd.DataFrame(rows)
    )


def test_boundaries_are_counted_by_the_areas_that_are_drawn_otherwise(standing) -> None:
    assert counts(compared(standing, drawn((ONE, 0, 1), (TWO, 1, 1)))) == (2, 0, 0)
    assert counts(compared(standing, drawn((ONE, 0, 1), (TWO, 1, 1)))) == (0, 0, 0)
    found = compared(standing, drawn((ONE, 0.25, 1)))
    assert counts(found) == (0, 1, 1)
    assert (found.areas_new, found.areas_gone) == ([], [TWO])
    again = compared(standing, drawn((ONE, 0.25, 1), (TWO, 1, 1)))
    assert (counts(again), again.areas_new, again.areas_gone) == ((1, 0, 0), [TWO], [])


def test_a_redrawn_area_is_told_by_the_part_of_it_that_one_drawing_has_alone(standing) -> None:
    compared(standing, drawn((ONE, 0, 1), (TWO, 2, 1)))
    found = compared(standing, drawn((ONE, 0.25, 1), (TWO, 2, 2)))
    rows = found.redrawn_areas.set_index("area")
    # Moved by a quarter: a quarter is left and as much is gained. Twice as wide and high: three
    # times as much again.
    assert rows.loc[ONE].tolist() == pytest.approx([1, 1, 0.5], rel=1e-3)
    assert rows.loc[TWO].tolist() == pytest.approx([1, 4, 3], rel=1e-3)
    assert found.redrawn_areas["area"].tolist() == [TWO, ONE]


def test_an_area_of_two_parts_is_measured_whole(standing) -> None:
    two = drawn((ONE, 0, 1), (ONE, 5, 1))
    two.boundaries["ring"] = [0] * 5 + [1] * 5
    compared(standing, two)
    rows = compared(standing, drawn((ONE, 0, 1))).redrawn_areas
    assert rows[["km2_before", "km2_after", "differs"]].iloc[0].tolist() == pytest.approx(
        [2, 1, 0.5], rel=1e-3
    )


def planned(*wards: tuple[str, str, float, float], plan: str = "april-2022") -> LoadedFile:
    """Wards of a plan: code, tier, DWO posts and score of need."""
    rows = [
        {"plan": plan, "ward": w, "tier": t, "dwo_posts": n, "pcso_posts": 1}
        for w, t, n, _ in wards
    ]
    needs = [
        {"plan": plan, "ward": w, "component": "crime", "score": score} for w, _, _, score in wards
    ]
    return LoadedFile(
        "allocation_plan",
        Path("plan.csv"),
        len(rows),
        plan_wards=pd.DataFrame(rows),
        plan_needs=pd.DataFrame(needs),
    )


def test_plans_are_told_by_the_wards_that_get_another_tier_other_posts_or_another_score(
    standing,
) -> None:
    three = (ONE, "standard", 2, 50), (TWO, "priority", 3, 60), (THREE, "standard", 2, 70)
    assert counts(compared(standing, planned(*three))) == (3, 0, 0)
    found = compared(
        standing,
        planned((ONE, "priority", 3, 50), (TWO, "priority", 3, 61), (FOUR, "standard", 2, 70)),
    )
    assert counts(found) == (1, 2, 1)
    rows = found.plan_changes.set_index("ward").drop(columns="plan")
    assert rows.loc[ONE].tolist() == ["standard", "priority", 2, 3, 1, 1, False]
    assert rows.loc[TWO].tolist() == ["priority", "priority", 3, 3, 1, 1, True]
    assert rows.loc[THREE, ["tier_before", "dwo_before"]].tolist() == ["standard", 2]
    assert pd.isna(rows.loc[THREE, "tier_after"])
    assert pd.isna(rows.loc[FOUR, "tier_before"])


def test_a_plan_that_the_file_does_not_hold_is_left_alone(standing) -> None:
    compared(standing, planned((ONE, "standard", 2, 50)))
    found = compared(standing, planned((ONE, "standard", 3, 50), plan="proposed-2023"))
    assert (counts(found), len(found.plan_changes)) == ((1, 0, 0), 0)
