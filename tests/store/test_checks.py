"""The promises of the figures: each is broken on a drawn database, and the row that breaks it is
told.
"""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard import catalogue
from dashboard.declared.read import Declarations, declarations
from dashboard.errors import InputError
from dashboard.pipeline.build import build
from dashboard.pipeline.publish import LOCK
from dashboard.pipeline.receive import receive
from dashboard.settings import Places
from dashboard.store.checks import checks, find_broken
from dashboard.store.connection import find_database, open_store

ROOT = Path(__file__).resolve().parents[2]
DECLARED = declarations(ROOT / "data" / "declared", catalogue.has_chart)
CAMDEN = "E09000007"
WARDS = [a.code for a in DECLARED.areas.values() if a.level == "ward" and a.parent == CAMDEN]
WARD = WARDS[0]
PUBLISHED = dt.date(2023, 6, 30)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A home without any file."""
    made = Places(tmp_path / "home")
    shutil.copytree(ROOT / "queries", made.queries)
    return made


def put(places: Places, source: str, rows: list[dict[str, object]]) -> None:
    """Receive ``rows`` as a file of ``source``."""
    file = places.root / f"{source}.csv"
    pd.DataFrame(rows).to_csv(file, index=False)
    receive(places.received_folder, source, PUBLISHED, file)


def tidy(area: str, start: str, end: str, **measures: float) -> list[dict[str, object]]:
    return [
        {"measure": m, "area_code": area, "period_start": start, "period_end": end, "value": value}
        for m, value in measures.items()
    ]


def refused(places: Places, declared: Declarations = DECLARED) -> str:
    """What a build says that refuses; nothing may have been put in force."""
    with pytest.raises(InputError) as told:
        build(places, declared)
    assert {path.name for path in places.built_folder.iterdir()} <= {LOCK}
    return str(told.value)


def recorded(places: Places) -> list[tuple[str, str, str]]:
    """File, severity and message of every finding of a build that no file is behind."""
    built = build(places, DECLARED)
    store = open_store(places, built.path)
    found = store.query("findings")
    mine = found[found["source"] == ""]
    assert len(mine) == sum(len(item.rows) for item in find_broken(store.cursor(), places.queries))
    told = [(file, f.severity, f.message) for file, f in built.findings if file.endswith(".sql")]
    assert sorted(told) == sorted(
        mine[["file", "severity", "message"]].itertuples(index=False, name=None)
    )
    return list(mine[["file", "severity", "message"]].itertuples(index=False, name=None))


def test_one_observation_each_is_broken_by_a_second_one(places: Places) -> None:
    put(
        places,
        "calls_999",
        tidy("MPS", "2023-01-01", "2023-01-31", calls_999=100, calls_999_within_10s=80),
    )
    build(places, DECLARED)
    with duckdb.connect(str(find_database(places))) as con:
        assert find_broken(con, places.queries) == []
        con.execute(
            "INSERT INTO observation SELECT * FROM observation WHERE indicator = 'calls_999'"
        )
        (found,) = find_broken(con, places.queries)
    assert (found.check.name, found.check.severity) == ("one_observation_each", "error")
    assert found.rows[["indicator", "area", "observations"]].to_numpy().tolist() == [
        ["calls_999", "MPS", 2]
    ]


def test_parts_within_wholes_refuses_more_calls_reached_in_time_than_there_were(
    places: Places,
) -> None:
    put(
        places,
        "response_times",
        [
            row
            for start, end in (
                ("2023-01-01", "2023-01-31"),
                ("2023-02-01", "2023-02-28"),
                ("2023-03-01", "2023-03-31"),
            )
            for row in tidy(CAMDEN, start, end, i_calls=4, i_within_15=5)
        ],
    )
    said = refused(places)
    assert said.startswith(
        "The check 'parts_within_wholes' failed and nothing was changed: A part is greater"
    )
    assert f"its first row is indicator i_within_15, area {CAMDEN}, period_end 2023-03-31" in said
    assert "numerator 15, denominator 12" in said


def test_values_in_range_refuses_more_minutes_away_than_on_duty(places: Places) -> None:
    put(
        places,
        "abstraction",
        tidy(WARD, "2023-01-01", "2023-01-31", duty_minutes=100, abstraction_minutes=130),
    )
    said = refused(places)
    assert "The check 'values_in_range' failed" in said
    assert f"indicator abstraction_rate, area {WARD}, period_end 2023-01-31" in said
    assert "value 130" in said


def test_values_in_range_lets_a_ward_have_more_officers_than_posts(places: Places) -> None:
    over = dict(dwo_posts=2, dwo_in_post=3, pcso_posts=1, pcso_in_post=1)
    put(places, "neighbourhood_resources", tidy(WARD, "2023-01-01", "2023-01-31", **over))
    store = open_store(places, build(places, DECLARED).path)
    assert find_broken(store.cursor(), places.queries) == []
    value = store.connection.cursor().execute(
        "SELECT value FROM board.observation WHERE indicator = 'dwo_vacancy_rate' AND area = $1",
        [WARD],
    )
    assert value.fetchall() == [(-50,)]


def test_every_ward_has_a_borough_refuses_a_ward_that_stands_under_a_bcu(places: Places) -> None:
    ward = DECLARED.areas[WARD]
    lost = {
        **DECLARED.areas,
        WARD: ward.model_copy(update={"parent": DECLARED.areas[CAMDEN].parent}),
    }
    said = refused(places, replace(DECLARED, areas=lost))
    assert (
        "The check 'every_ward_has_a_borough' failed and nothing was changed: A ward is in no"
        " borough" in said
    )
    assert f"ward {WARD}, name {ward.name}" in said


def crimes(places: Places, ward: float, months: int = 12) -> None:
    """Camden with 100 offences a month, of which ``ward`` are in its wards."""
    numbers = [f"2022{month:02d}" for month in range(1, months + 1)]
    kind = {"MajorText": "ROBBERY", "MinorText": "ROBBERY OF PERSONAL PROPERTY"}
    place = {
        "WardName": DECLARED.areas[WARD].name,
        "WardCode": WARD,
        "LookUp_BoroughName": "Camden",
    }
    put(places, "mps_ward_crime", [kind | place | dict.fromkeys(numbers, ward)])
    put(
        places,
        "mps_borough_crime",
        [kind | {"LookUp_BoroughName": "Camden"} | dict.fromkeys(numbers, 100)],
    )


def test_ward_sums_against_borough_tells_a_borough_whose_wards_hold_too_little(
    places: Places,
) -> None:
    crimes(places, 80)
    ((file, severity, message),) = recorded(places)
    assert (file, severity) == ("ward_sums_against_borough.sql", "warning")
    assert (
        message
        == "A borough's wards hold less than 90% or more than 102% of its recorded crime in a year:"
        " borough Camden, year_to 2022-12-31, ward_offences 960, borough_offences 1,200,"
        " per_cent 80."
    )


@pytest.mark.parametrize(("ward", "months"), [(97, 12), (90, 12), (102, 12), (80, 11)])
def test_ward_sums_against_borough_is_content_within_bounds_and_with_less_than_a_year(
    places: Places, ward: float, months: int
) -> None:
    crimes(places, ward, months)
    assert recorded(places) == []


def test_plan_posts_against_resources_tells_each_borough_and_post_that_differs_at_the_latest_month(
    places: Places,
) -> None:
    plan = next(p for p in DECLARED.plans.values() if p.status == "in force")
    needs = {f"need_{component}": 50 for component in plan.weights}
    put(
        places,
        "allocation_plan",
        [
            {
                "plan": plan.id,
                "ward_code": w,
                "ward_name": DECLARED.areas[w].name,
                "tier": "standard",
                **needs,
                "dwo_posts": 2,
                "pcso_posts": 1,
            }
            for w in WARDS
        ],
    )
    held = dict(dwo_in_post=2, pcso_posts=1, pcso_in_post=1)
    put(
        places,
        "neighbourhood_resources",
        [
            row
            for w in WARDS
            for row in tidy(w, "2023-01-01", "2023-01-31", dwo_posts=9, **held)
            + tidy(w, "2023-02-01", "2023-02-28", dwo_posts=4 if w == WARD else 2, **held)
        ],
    )
    ((file, severity, message),) = recorded(places)
    assert (file, severity) == ("plan_posts_against_resources.sql", "warning")
    planned = 2 * len(WARDS)
    assert message.endswith(
        f"borough Camden, plan {plan.id}, post dwo_posts, period_end 2023-02-28, planned {planned},"
        f" in_file {planned + 2}."
    )


def test_plan_posts_below_minimum_tells_the_plan_and_kind_with_the_first_ward(
    places: Places,
) -> None:
    plan = next(iter(DECLARED.plans.values()))
    needs = {f"need_{component}": 50 for component in plan.weights}
    put(
        places,
        "allocation_plan",
        [
            {
                "plan": plan.id,
                "ward_code": w,
                "ward_name": DECLARED.areas[w].name,
                "tier": "standard",
                **needs,
                "dwo_posts": 2 if n else 1.5,
                "pcso_posts": 1,
            }
            for n, w in enumerate(WARDS)
        ],
    )
    ((file, severity, message),) = recorded(places)
    assert (file, severity) == ("plan_posts_below_minimum.sql", "warning")
    first = f"{DECLARED.areas[WARDS[0]].name} ({WARDS[0]})"
    assert message.endswith(
        f"plan {plan.id}, measure dwo_in_post, least 2, wards 1, first_ward {first}."
    )


def test_periods_missing_tells_the_months_between_two_that_are_there(places: Places) -> None:
    put(
        places,
        "calls_999",
        [
            row
            for start, end in (
                ("2023-01-01", "2023-01-31"),
                ("2023-02-01", "2023-02-28"),
                ("2023-05-01", "2023-05-31"),
            )
            for row in tidy("MPS", start, end, calls_999=100, calls_999_within_10s=80)
        ],
    )
    found = recorded(places)
    assert {(file, severity) for file, severity, _ in found} == {("periods_missing.sql", "warning")}
    gap = "last_before 2023-02-28, first_after 2023-05-01, months_missing 2."
    assert sorted(message.partition(": ")[2] for _, _, message in found) == [
        f"indicator {indicator}, {gap}" for indicator in ("answered_999", "calls_999")
    ]


def test_implausible_months_tells_a_month_far_from_those_around_it_until_it_is_accepted(
    places: Places,
) -> None:
    ends = pd.date_range("2022-07-31", periods=12, freq="ME")
    put(
        places,
        "calls_999",
        [
            row
            for n, end in enumerate(ends)
            for row in tidy(
                "MPS",
                f"{end:%Y-%m}-01",
                f"{end:%Y-%m-%d}",
                calls_999=90 if n == 6 else 6000 + 50 * n,
                calls_999_within_10s=80,
            )
        ],
    )
    with duckdb.connect(str(build(places, DECLARED).path)) as con:
        (item,) = find_broken(con, places.queries)
        assert (item.check.name, item.check.severity) == ("implausible_months", "warning")
        row = item.rows.iloc[0]
        assert (row["id"], row["scope"], row["value"]) == (
            "measure-calls_999-2023-01-90",
            "measure",
            90,
        )
        assert row["expected"] == pytest.approx(6300, rel=0.05)
        con.execute(
            "INSERT INTO accepted VALUES ('calls_999', 'measure-calls_999-2023-01-90', '', NULL,"
            " NULL)"
        )
        assert find_broken(con, places.queries) == []


def after(places: Places, *statements: str) -> dict[str, list[dict[str, object]]]:
    """Check -> the rows that break it, once a sound database of two months of calls is changed by
    ``statements``.
    """
    months = (("2023-01-01", "2023-01-31"), ("2023-02-01", "2023-02-28"))
    put(
        places,
        "calls_999",
        [
            row
            for start, end in months
            for row in tidy("MPS", start, end, calls_999=100, calls_999_within_10s=80)
        ],
    )
    with duckdb.connect(str(build(places, DECLARED).path)) as con:
        assert find_broken(con, places.queries) == []
        for statement in statements:
            con.execute(statement)
        return {
            item.check.name: item.rows.to_dict("records")
            for item in find_broken(con, places.queries)
        }


def test_areas_known_is_broken_by_a_fact_of_an_area_that_is_not_declared(places: Places) -> None:
    (row,) = after(places, "UPDATE fact SET area = 'E05999999' WHERE measure = 'calls_999'")[
        "areas_known"
    ]
    assert (row["source"], row["area"], row["figures"]) == ("calls_999", "E05999999", 2)


def test_one_fact_each_is_broken_by_a_second_value(places: Places) -> None:
    found = after(places, "INSERT INTO fact SELECT * FROM fact WHERE measure = 'calls_999' LIMIT 1")
    (row,) = found["one_fact_each"]
    assert (row["measure"], row["area"], row["given"]) == ("calls_999", "MPS", 2)


def test_periods_of_one_length_is_broken_by_a_quarter_among_months(places: Places) -> None:
    found = after(
        places,
        """INSERT INTO fact SELECT * REPLACE (DATE '2022-10-01' AS period_start,
        DATE '2022-12-31' AS period_end) FROM fact WHERE measure = 'calls_999' LIMIT 1""",
    )
    (row,) = found["periods_of_one_length"]
    assert (row["measure"], row["level"], row["shortest"], row["longest"]) == (
        "calls_999",
        "mps",
        1,
        3,
    )


def test_wards_drawn_in_their_borough_is_broken_by_a_ward_drawn_elsewhere(places: Places) -> None:
    points = [
        f"('{CAMDEN}', 'borough', 1, {n}, {x}, {y}, 'r')"
        for n, (x, y) in enumerate([(0, 0), (1, 0), (1, 1)])
    ]
    points += [f"('{w}', 'ward', 1, 1, {x}, 0.5, 'r')" for w, x in ((WARDS[0], 5), (WARDS[1], 0.5))]
    found = after(places, f"INSERT INTO boundary VALUES {', '.join(points)}")
    assert [row["ward"] for row in found["wards_drawn_in_their_borough"]] == [WARDS[0]]


def test_jumps_beyond_history_is_broken_by_a_figure_far_from_the_one_before(places: Places) -> None:
    found = after(
        places,
        """INSERT INTO observation SELECT o.* REPLACE (
            DATE '2015-01-01' + to_months(n::INTEGER) AS period_start,
            last_day(DATE '2015-01-01' + to_months(n::INTEGER)) AS period_end,
            CASE WHEN n = 20 THEN 20 ELSE 80 + n % 2 END AS value)
        FROM (SELECT * FROM observation WHERE indicator = 'answered_999' LIMIT 1) o, range(40) months(n)""",
    )
    rows = found["jumps_beyond_history"]
    assert [(row["value_before"], row["value"]) for row in rows] == [(81, 20), (20, 81)]
    assert all(row["times_the_usual"] == 41 for row in rows)


def test_every_check_is_broken_by_a_test_here() -> None:
    tested = [name for name in globals() if name.startswith("test_")]
    names = [check.name for check in checks(ROOT / "queries")]
    assert names
    assert [
        name for name in names if not any(test.startswith(f"test_{name}_") for test in tested)
    ] == []


def test_the_demonstration_keeps_every_promise(demonstration_home: Path) -> None:
    where = Places(demonstration_home)
    store = open_store(where, find_database(where))
    assert [
        (item.check.name, item.words(0)) for item in find_broken(store.cursor(), where.queries)
    ] == []


def check_file(places: Places, text: str) -> None:
    (places.queries / "checks" / "own.sql").write_text(text, encoding="utf-8")


def test_a_check_says_its_own_sentence_and_severity(places: Places) -> None:
    check_file(places, "-- A thing is so.\n-- severity: warning\nSELECT 1 AS n FROM range(150)")
    own = next(check for check in checks(places.queries) if check.name == "own")
    assert (own.sentence, own.severity) == ("A thing is so", "warning")
    store = open_store(places, build(places, DECLARED).path)
    assert store.query("findings")["message"].value_counts().to_dict() == {
        "A thing is so: n 1.": 100,
        "A thing is so: 50 more rows; run: python -m dashboard check": 1,
    }


def test_a_severity_that_there_is_not_is_told(places: Places) -> None:
    check_file(places, "-- A thing is so.\n-- severity: fatal\nSELECT 1")
    assert (
        refused(places)
        == "checks/own.sql, line 2: severity is 'fatal'; it may be error or warning."
    )


def test_a_check_that_cannot_be_run_is_told_by_its_file(places: Places) -> None:
    check_file(places, "-- A thing is so.\nSELECT nothing FROM nowhere")
    assert refused(places).startswith(
        "checks/own.sql cannot be run on this database: Catalog Error: Table"
    )
