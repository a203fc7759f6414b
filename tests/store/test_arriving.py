"""What an arriving file changes, counted by hand: of a sparse source, of other wards, of boundaries and of plans."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard import charts
from dashboard.declared.read import declarations
from dashboard.loaders.model import Loaded
from dashboard.store.arriving import Standing

ROOT = Path(__file__).resolve().parents[2]
DECLARED = declarations(ROOT / "data" / "declared", charts.known)
CAMDEN = "E09000007"
ONE, TWO, *_ = (a.code for a in DECLARED.areas.values() if a.level == "ward" and a.parent == CAMDEN)


@pytest.fixture
def standing() -> Standing:
    return Standing(DECLARED.areas)


def crimes(level: str, *rows: tuple[str, str, float]) -> Loaded:
    """Robberies of (area, month as 2023-01, number), all of whose months the file covers at ``level``."""
    facts = pd.DataFrame([
        {"measure": "robbery", "area": area, "period_start": pd.Timestamp(month),
         "period_end": pd.Timestamp(month) + pd.offsets.MonthEnd(), "group_type": "", "group_name": "", "value": value,
         "base": None, "lower": None, "upper": None} for area, month, value in rows
    ])  # fmt: skip
    coverage = facts[["period_start", "period_end"]].drop_duplicates().assign(level=level)
    return Loaded("mps_ward_crime", Path("file.csv"), len(rows), facts=facts, coverage=coverage)


def compared(standing: Standing, loaded: Loaded):
    return standing.compare(DECLARED.sources[loaded.source], loaded, None)


def counts(found) -> tuple[int, int, int]:
    return found.new, found.revised, found.vanished


def test_in_a_sparse_source_what_is_left_out_is_revised_to_zero_and_what_appears_is_revised_from_it(standing) -> None:
    assert compared(standing, crimes("ward", (ONE, "2023-01", 5), (TWO, "2023-02", 9))).first
    found = compared(standing, crimes("ward", (ONE, "2023-01", 5), (ONE, "2023-02", 4), (ONE, "2023-03", 7)))
    assert counts(found) == (1, 2, 0)
    moves = found.largest.set_index("area")[["before", "after"]]
    assert moves.loc[TWO].tolist() == [9, 0]
    assert moves.loc[ONE].tolist() == [0, 4]
    assert found.areas_gone == [TWO]


def test_months_that_stood_by_borough_are_compared_with_the_sum_of_their_wards(standing) -> None:
    compared(standing, crimes("borough", (CAMDEN, "2023-01", 10), (CAMDEN, "2023-02", 20)))
    found = compared(standing, crimes("ward", (ONE, "2023-01", 4), (TWO, "2023-01", 6), (ONE, "2023-02", 25)))
    assert (found.regrouped, counts(found)) == (2, (0, 1, 0))
    assert found.largest[["area", "before", "after"]].to_numpy().tolist() == [[CAMDEN, 20, 25]]
    again = compared(standing, crimes("ward", (ONE, "2023-01", 4), (TWO, "2023-01", 6), (ONE, "2023-02", 26)))
    assert (again.regrouped, counts(again)) == (0, (0, 1, 0))


def drawn(*corners: tuple[str, float]) -> Loaded:
    rows = [
        {"area": area, "level": "ward", "ring": 1, "longitude": x, "latitude": y}
        for area, at in corners for x, y in ((at, 0), (at + 1, 0), (at, 1))
    ]  # fmt: skip
    return Loaded("boundaries_ward", Path("file.geojson"), len(corners), boundaries=pd.DataFrame(rows))


def test_boundaries_are_counted_by_the_areas_that_are_drawn_otherwise(standing) -> None:
    assert counts(compared(standing, drawn((ONE, 0), (TWO, 1)))) == (2, 0, 0)
    assert counts(compared(standing, drawn((ONE, 0), (TWO, 1)))) == (0, 0, 0)
    assert counts(compared(standing, drawn((ONE, 0.5)))) == (0, 1, 1)


def planned(*wards: tuple[str, float]) -> Loaded:
    rows = [{"plan": "april-2022", "ward": w, "tier": "standard", "dwo_posts": n, "pcso_posts": 1} for w, n in wards]
    return Loaded("allocation_plan", Path("plan.csv"), len(rows), plan_wards=pd.DataFrame(rows))


def test_plans_are_counted_by_the_wards_that_are_given_other_posts(standing) -> None:
    assert counts(compared(standing, planned((ONE, 2), (TWO, 2)))) == (2, 0, 0)
    assert counts(compared(standing, planned((ONE, 3), (TWO, 2)))) == (0, 1, 0)
