"""Each published family in a small file of our own, read through the real loader: figures that a
person can add up from ``drawn/``.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import shapely

from dashboard.declared.read import declarations
from dashboard.loaders import registry
from dashboard.loaders.model import LoadedFile

DRAWN = Path(__file__).parent / "drawn"
DECLARED = declarations(Path(__file__).resolve().parents[2] / "data" / "declared")
OLD_WARDS = "2022-10 MPS Ward Level Crime (most recent 24 months).csv"
WARDS = "2023-12 MPS Ward Level Crime.csv"
CONNECT = "2025-04 MPS Ward Level Crime (most recent 24 months).csv"
BOROUGHS = "2023-12 MPS Borough Level Crime.csv"
BARKING, BARNET, HILLINGDON, WESTMINSTER = "E09000002", "E09000003", "E09000017", "E09000033"
ABBEY, ALIBON, HEATHROW = "E05014053", "E05014054", "E05013570"


def load(name: str) -> LoadedFile:
    path = DRAWN / name
    source = DECLARED.sources[registry.recognise(path, DECLARED.sources)]
    loaded = registry.read_file(path, source, DECLARED.areas, DECLARED.aliases)
    assert not loaded.is_refused
    return loaded


def messages(loaded: LoadedFile) -> list[tuple[str, str]]:
    """Severity and sentence of each finding, but that a file of a few rows lacks most areas."""
    return [
        (finding.severity, finding.message)
        for finding in loaded.findings
        if " lacks 28 of 32 areas" not in finding.message
        and not finding.message.startswith("The file has no row for")
    ]


def total(loaded: LoadedFile, area: str, month: str, kind: str = "") -> float:
    """The figures of an area in the month that ends on a day; of all measures that begin so."""
    rows = loaded.facts
    mine = rows[(rows["area"] == area) & (rows["period_end"] == month)]
    return float(mine.loc[mine["measure"].str.startswith(kind), "value"].sum())


def test_offences_on_earlier_wards_are_summed_to_boroughs() -> None:
    loaded = load(OLD_WARDS)
    assert messages(loaded) == [
        (
            "note",
            "The file is on 5 wards of which 4 have codes that are not in force: its offences are"
            " summed to boroughs, and no ward has figures from it.",
        )
    ]
    assert set(loaded.coverage["level"]) == {"borough"}
    assert total(loaded, BARKING, "2022-08-31") == (10 + 4 + 20) + (5 + 2 + 10)
    assert total(loaded, BARKING, "2020-12-31", "burglary/") == 4
    assert total(loaded, BARNET, "2020-09-30") == 3 + 6 + 9


def test_offences_at_heathrow_are_its_wards_whatever_borough_they_stand_under() -> None:
    loaded = load(WARDS)
    assert messages(loaded) == [
        (
            "note",
            "Heathrow Villages (E05013570) is under 'Aviation Security (SO18)' in 2 rows, the first"
            " here: its offences are Hillingdon's by the ward's code.",
        )
    ]
    assert total(loaded, HEATHROW, "2023-03-31") == 8 + 1 + 4
    assert total(loaded, HEATHROW, "2023-04-30") == (6 + 3) + (2 + 1 + 1)


def test_a_category_with_a_comma_is_one_category() -> None:
    facts = load(WARDS).facts
    order = "public_order_offences/other_offences_against_the_state_or_public_order"
    assert facts.loc[
        facts["measure"] == order, ["area", "value"]
    ].drop_duplicates().to_numpy().tolist() == [[ABBEY, 1]]


def test_categories_in_capitals_keep_their_ids_and_an_absent_row_is_none() -> None:
    before, after = load(WARDS), load(CONNECT)
    for kind in ("burglary/domestic_burglary", "theft/theft_from_person"):
        assert total(after, ABBEY, "2023-06-30", kind) == total(before, ABBEY, "2023-06-30", kind)
    assert total(before, ALIBON, "2023-06-30", "burglary/") == 2
    assert total(after, ALIBON, "2023-06-30", "burglary/") == 0
    assert len(after.coverage) == 24
    damage = "arson_and_criminal_damage/criminal_damage"
    assert total(after, ABBEY, "2023-04-30", damage) == 12
    assert total(after, ABBEY, "2023-05-31", damage) == 10


def test_what_is_of_no_borough_is_told_and_left_out() -> None:
    loaded = load(BOROUGHS)
    assert messages(loaded) == [
        (
            "warning",
            "'London Heathrow and London City Airports' is not a borough the dashboard knows: its"
            " 216 offences (3 rows, the first here) are left out.",
        )
    ]
    assert loaded.facts["value"].sum() == 24 * (
        (16 + 7 + 32) + (4 + 7 + 10) + (3 + 2 + 2) + (8 + 4 + 13)
    )
    assert total(loaded, BARKING, "2023-11-30", "burglary/") == 4 + 2 + 1


def test_survey_shares_are_read_with_decimal_commas_and_other_spellings() -> None:
    loaded = load("PAS_Dashboard_Borough.csv")
    assert messages(loaded) == [
        ("note", "Column 'MPS' is not one that this source uses: it is left out."),
        (
            "note",
            "15 rows use another spelling of an area: 'City of Westminster' (9), 'Richmond Upon"
            " Thames' (6).",
        ),
    ]
    assert loaded.rows_read == len(loaded.facts) == 4 * 3 * 5
    shares = loaded.facts.assign(share=loaded.facts["value"] / loaded.facts["base"])
    last = shares[shares["period_end"] == "2022-12-31"].set_index(["area", "measure"])["share"]
    assert last[HILLINGDON, "trust"] == pytest.approx(0.80 - 0.04)
    assert last[WESTMINSTER, "confidence"] == pytest.approx(0.58 - 0.04)


def test_the_survey_of_london_has_its_own_base() -> None:
    loaded = load("PAS_Total.csv")
    assert loaded.findings == []
    trust = loaded.facts[loaded.facts["measure"] == "trust"].set_index("period_end")
    last = trust.loc["2022-12-31"]
    assert last["value"] / last["base"] == pytest.approx(0.76 - 0.04)
    assert last["base"] == 19200
    assert last["period_start"] == pd.Timestamp("2022-01-01")


def test_strength_is_a_row_a_month_of_three_kinds_of_people() -> None:
    loaded = load("Police_Force_Strength.csv")
    assert loaded.findings == []
    assert [total(loaded, "MPS", "2013-06-30", kind) for kind in ("officer", "staff", "pcso")] == [
        30550,
        12650,
        2490,
    ]
    assert loaded.facts["period_end"].nunique() == 4


@pytest.mark.parametrize(
    ("name", "level", "areas"),
    [
        ("london_wards_2025_mps.geojson", "ward", 679),
        ("london_boroughs_from_wards_2025.geojson", "borough", 32),
    ],
)
def test_boundaries_keep_every_area_its_size_and_shared_borders(
    name: str, level: str, areas: int
) -> None:
    table = load(name).boundaries
    assert set(table["level"]) == {level}
    shapes = {
        area: shapely.Polygon(ring[["longitude", "latitude"]].to_numpy())
        for area, ring in table.groupby("area")
    }
    assert len(shapes) == areas
    wards = pd.Series(
        [a.parent for a in DECLARED.areas.values() if a.level == "ward"]
    ).value_counts()
    for code, shape in shapes.items():
        squares = wards[code] if level == "borough" else 1
        assert shape.area == pytest.approx(squares * 0.01 * 0.01)
    whole = shapely.union_all(list(shapes.values()))
    assert whole.area == pytest.approx(679 * 0.01 * 0.01)


def test_a_ward_with_another_name_in_the_file_keeps_the_declared_one() -> None:
    assert messages(load("london_wards_2025_mps.geojson")) == [
        (
            "note",
            "Feature 598 (E05009317 Bethnal Green East) is called Bethnal Green in areas/wards.csv,"
            " which is the name that is shown.",
        )
    ]
    assert messages(load("london_boroughs_from_wards_2025.geojson")) == []
