"""Observations of every method and period, on a drawn London of two boroughs and four wards a
person can add up.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard.declared.models import Indicator, Source
from dashboard.declared.similarity import Similarity
from dashboard.pipeline.add_previous_year import add_previous_year, find_similar
from dashboard.pipeline.compute_observations import compute_observations

SCHEMA = (Path(__file__).resolve().parents[2] / "queries" / "schema.sql").read_text(
    encoding="utf-8"
)
WARDS = {"W1": ("B1", 1000), "W2": ("B1", 3000), "W3": ("B2", 2000), "W4": ("B2", 2000)}
SOURCES = {
    "posts": {"sparse": False},
    "crime": {"sparse": True},
    "crime_borough": {"sparse": True},
}


def source(name: str, **given: object) -> Source:
    return Source.model_validate(
        {
            "id": name,
            "name": name,
            "publisher": "",
            "licence": "",
            "address": "",
            "format": "tidy",
            "frequency": "monthly",
        }
        | given
    )


def indicator(**given: object) -> Indicator:
    return Indicator.model_validate(
        {
            "id": "drawn",
            "name": "Drawn",
            "short": "Drawn",
            "theme": "response",
            "order": 1,
            "definition": "",
            "why": "",
            "sources": ["posts"],
            "unit": "",
            "better": "neutral",
            "levels": ["ward", "borough", "bcu", "mps"],
        }
        | given
    )


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect(":memory:")
    made.execute(SCHEMA)
    areas = [("MPS", "mps", None, None, None, 8000), ("BC", "bcu", "MPS", None, "BC", 8000)]
    areas += [(b, "borough", "BC", b, "BC", 4000) for b in ("B1", "B2")]
    areas += [(w, "ward", b, b, "BC", n) for w, (b, n) in WARDS.items()]
    made.executemany(
        "INSERT INTO area (code, name, level, parent, borough, bcu, population) VALUES ($1, $1, $2,"
        " $3, $4, $5, $6)",
        areas,
    )
    return made


def month(year: int, number: int) -> tuple[dt.date, dt.date]:
    start = dt.date(year, number, 1)
    return start, (start + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)


def put(
    con,
    measure: str,
    values: dict[str, float],
    period=(2023, 3),
    src: str = "posts",
    group=("", ""),
    **more,
) -> None:
    start, end = period if isinstance(period[0], dt.date) else month(*period)
    for area, value in values.items():
        con.execute(
            "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                src,
                measure,
                area,
                start,
                end,
                *group,
                value,
                more.get("base"),
                more.get("lower"),
                more.get("upper"),
                f"{src}/2023-05-15",
            ],
        )


def cover(con, src: str, level: str, period=(2023, 3)) -> None:
    con.execute(
        "INSERT INTO coverage VALUES (?, ?, ?, ?, ?)",
        [src, level, *month(*period), f"{src}/2023-05-15"],
    )


def seen(con, declared: Indicator) -> pd.DataFrame:
    compute_observations(
        con, declared, {name: source(name, **given) for name, given in SOURCES.items()}
    )
    return con.execute("SELECT * FROM observation ORDER BY period_end, area, group_name").df()


def values(rows: pd.DataFrame) -> dict[str, float]:
    return dict(zip(rows["area"], rows["value"], strict=True))


def test_a_count_of_posts_is_added_up_from_ward_to_borough_bcu_and_mps(con):
    put(con, "dwo", {"W1": 2, "W2": 3.5, "W3": 1, "W4": 0})
    rows = seen(con, indicator(method="count", numerator=["dwo"], stock=True, period="month"))
    assert values(rows) == {
        "W1": 2,
        "W2": 3.5,
        "W3": 1,
        "W4": 0,
        "B1": 5.5,
        "B2": 1,
        "BC": 6.5,
        "MPS": 6.5,
    }
    assert rows["denominator"].isna().all()
    assert set(rows.loc[rows["rolled_up"], "area"]) == {"B1", "B2", "BC", "MPS"}


def test_a_vacancy_rate_is_posts_less_in_post_over_posts_and_is_never_averaged(con):
    put(con, "posts", {"W1": 2, "W2": 6, "W3": 4, "W4": 4})
    put(con, "held", {"W1": 1, "W2": 6, "W3": 4, "W4": 2})
    rows = values(
        seen(
            con,
            indicator(
                method="ratio", numerator=["posts", "-held"], denominator=["posts"], multiplier=100
            ),
        )
    )
    assert rows["W1"] == 50
    assert rows["B1"] == 12.5  # 1 of 8 posts, not the mean of 50 and 0
    assert rows["MPS"] == pytest.approx(100 * 3 / 16)


def test_a_figure_that_lacks_a_measure_it_names_is_left_out_with_all_that_would_rest_on_it(con):
    put(con, "posts", {"W1": 2, "W2": 6, "W3": 4, "W4": 4})
    put(con, "held", {"W1": 1, "W3": 4, "W4": 2})
    rows = values(
        seen(
            con,
            indicator(
                method="ratio", numerator=["posts", "-held"], denominator=["posts"], multiplier=100
            ),
        )
    )
    assert set(rows) == {"W1", "W3", "W4", "B2"}


def test_wards_below_the_minimum_counts_a_ward_once_whatever_it_lacks(con):
    put(con, "dwo", {"W1": 1.5, "W2": 2, "W3": 1, "W4": 2})
    put(con, "pcso", {"W1": 0.5, "W2": 1, "W3": 1, "W4": 1})
    declared = indicator(
        method="areas_below",
        numerator=["dwo", "pcso"],
        minimum={"dwo": 2, "pcso": 1},
        multiplier=100,
    )
    rows = seen(con, declared)
    assert values(rows) == {
        "W1": 100,
        "W2": 0,
        "W3": 100,
        "W4": 0,
        "B1": 50,
        "B2": 50,
        "BC": 50,
        "MPS": 50,
    }
    assert dict(zip(rows["area"], rows["numerator"], strict=True))["MPS"] == 2


def test_months_add_up_to_a_quarter_only_when_all_three_are_there(con):
    for number, calls in ((1, 10), (2, 20), (3, 30), (4, 40), (5, 50)):
        put(con, "calls", {"B1": calls, "B2": calls}, (2023, number))
        put(con, "within", {"B1": calls / 2, "B2": calls}, (2023, number))
    declared = indicator(
        method="proportion",
        numerator=["within"],
        denominator=["calls"],
        multiplier=100,
        period="quarter",
        levels=["borough", "mps"],
    )
    rows = seen(con, declared)
    assert values(rows) == {"B1": 50, "B2": 100, "MPS": 75}
    assert set(rows["period_start"]) == {pd.Timestamp("2023-01-01")}
    assert set(rows["period_end"]) == {pd.Timestamp("2023-03-31")}


def test_a_quarter_of_a_stock_is_its_last_month_and_not_their_sum(con):
    for number, posts in ((1, 9), (2, 9), (3, 5)):
        put(con, "posts", {"B1": posts, "B2": posts}, (2023, number))
    rows = seen(con, indicator(method="count", numerator=["posts"], stock=True, period="quarter"))
    assert values(rows) == {"B1": 5, "B2": 5, "BC": 10, "MPS": 10}


def test_a_rolling_year_is_twelve_whole_months_over_the_residents_of_a_year(con):
    for number in range(13):
        period = (2022 + (number + 2) // 12, (number + 2) % 12 + 1)  # March 2022 to March 2023
        cover(con, "crime", "ward", period)
        put(con, "theft/shop", {"W1": 1}, period, "crime")
        put(con, "theft/bike", {"W1": 2, "W4": 5}, period, "crime")
        put(con, "arson/arson", {"W2": 100}, period, "crime")
    declared = indicator(
        sources=["crime"],
        method="rate",
        numerator=["theft/*"],
        denominator="population",
        multiplier=1000,
        period="year",
    )
    rows = seen(con, declared)
    assert set(rows["period_end"]) == {pd.Timestamp("2023-02-28"), pd.Timestamp("2023-03-31")}
    last = values(rows[rows["period_end"] == "2023-03-31"])
    assert last["W1"] == 36
    assert (last["W2"], last["W3"]) == (
        0,
        0,
    )  # no row where the file covers the period: none recorded
    assert last["B1"] == 9
    assert last["MPS"] == pytest.approx(1000 * 96 / 8000)


def test_a_boroughs_own_file_stands_before_the_sum_of_its_wards(con):
    cover(con, "crime", "ward")
    cover(con, "crime_borough", "borough")
    put(con, "theft/shop", {"W1": 9, "W3": 9}, src="crime")
    put(con, "theft/shop", {"B1": 10, "B2": 10}, src="crime_borough")
    declared = indicator(
        sources=["crime_borough", "crime"], method="count", numerator=["*"], period="month"
    )
    rows = seen(con, declared)
    assert values(rows) == {
        "W1": 9,
        "W2": 0,
        "W3": 9,
        "W4": 0,
        "B1": 10,
        "B2": 10,
        "BC": 20,
        "MPS": 20,
    }


def test_a_median_is_never_added_up(con):
    put(con, "median", {"B1": 12, "B2": 14}, lower=10, upper=16, base=300)
    rows = seen(con, indicator(method="published", numerator=["median"]))
    assert values(rows) == {"B1": 12, "B2": 14}
    assert set(rows["lower"]) == {10}
    assert set(rows["base"]) == {300}
    assert rows["numerator"].isna().all()


def test_categories_make_the_total_where_the_source_gives_none_and_a_share_is_over_all(con):
    put(con, "officers", {"BC": 100})
    for name, count in (("Suspended", 1), ("Sickness", 4), ("Adjusted", 15)):
        put(con, "away", {"BC": count}, group=("category", name))
    share = indicator(
        method="ratio",
        numerator=["away"],
        denominator=["officers"],
        multiplier=100,
        total_over="category",
        group_types=["category"],
        only_groups=["Sickness", "Adjusted"],
    )
    rows = seen(con, share)
    at_bcu = rows[rows["area"] == "BC"]
    assert dict(zip(at_bcu["group_name"], at_bcu["value"], strict=True)) == {
        "": 19,
        "Sickness": 4,
        "Adjusted": 15,
    }


def test_a_small_base_and_a_small_count_are_withheld_but_still_added_up(con):
    put(con, "agree", {"B1": 30, "B2": 60}, base=49)
    rows = seen(
        con,
        indicator(
            method="survey", numerator=["agree"], denominator="base", multiplier=100, least_base=50
        ),
    )
    assert set(rows.loc[rows["withheld"] == "withheld", "area"]) == {"B1", "B2"}
    assert (
        rows.loc[rows["withheld"].notna(), ["numerator", "denominator", "value"]]
        .isna()
        .all(axis=None)
    )
    assert values(rows)["MPS"] == pytest.approx(100 * 90 / 98)
    con.execute("DELETE FROM observation")
    put(con, "found", {"B1": 9, "B2": 0})
    put(con, "cases", {"B1": 100, "B2": 100})
    count = indicator(
        method="proportion",
        numerator=["found"],
        denominator=["cases"],
        multiplier=100,
        withhold_below=10,
    )
    rows = seen(con, count)
    assert dict(zip(rows["area"], rows["withheld"].fillna(""), strict=True))["B1"] == "withheld"
    assert values(rows)["B2"] == 0


def test_only_the_declared_levels_can_be_shown(con):
    put(con, "posts", {"W1": 1, "W2": 1, "W3": 1, "W4": 1})
    assert values(seen(con, indicator(method="count", numerator=["posts"], levels=["mps"]))) == {
        "MPS": 4
    }


def settled(con, breaks=()) -> pd.DataFrame:
    for year in (2022, 2023):
        put(con, "posts", {"W1": year}, (year, 3))
    declared = indicator(method="count", numerator=["posts"])
    con.execute("INSERT INTO indicator (id, sources) VALUES ('drawn', ['posts'])")
    con.executemany("INSERT INTO series_break VALUES (?, ?, ?, ?, ?)", breaks) if breaks else None
    seen(con, declared)
    add_previous_year(con)
    return con.execute("SELECT * FROM observation ORDER BY period_end").df()


def test_the_figure_a_year_before_stands_beside_each_figure(con):
    rows = settled(con)
    assert list(rows["year_value"].fillna(0)) == [0, 2022]
    assert rows["broken"].isna().all()
    held = con.execute("SELECT first_period, last_period, levels_held FROM indicator").fetchone()
    assert held == (dt.date(2022, 3, 31), dt.date(2023, 3, 31), ["ward"])


def test_a_declared_break_between_two_years_is_named_at_its_levels_alone(con):
    rows = settled(con, [("posts", dt.date(2022, 5, 5), "New ward boundaries", "", ["ward"])])
    assert list(rows["broken"].fillna("")) == ["", "New ward boundaries"]


def test_a_break_at_another_level_breaks_nothing(con):
    rows = settled(con, [("posts", dt.date(2022, 5, 5), "New ward boundaries", "", ["borough"])])
    assert rows["broken"].isna().all()


def test_similar_boroughs_are_the_nearest_on_standardised_features(con):
    con.execute("DELETE FROM area WHERE level = 'borough'")
    for place in range(4):
        con.execute(
            "INSERT INTO area (code, name, level, population) VALUES ($1, $1, 'borough', 1)",
            [f"X{place}"],
        )
        for name, value in (("a", place * 10.0), ("b", 5.0)):
            con.execute(
                "INSERT INTO observation (indicator, level, area, period_start, period_end,"
                " group_type, group_name, value, source, release, rolled_up) VALUES (?, 'borough',"
                " ?, DATE '2023-01-01', DATE '2023-03-31', '', '', ?, 's', 'r', false)",
                [name, f"X{place}", value],
            )
    find_similar(con, Similarity(features=("a", "b"), neighbours=2))
    found = con.execute(
        "SELECT area, similar_to FROM similar_area ORDER BY area, position"
    ).fetchall()
    assert found[:2] == [("X0", "X1"), ("X0", "X2")]
    assert found[6:] == [("X3", "X2"), ("X3", "X1")]
    distances = [
        d
        for (d,) in con.execute(
            "SELECT distance FROM similar_area WHERE area = 'X0' ORDER BY position"
        ).fetchall()
    ]
    assert distances[1] == pytest.approx(2 * distances[0])  # 'b' says nothing apart and is left out
    assert con.execute("SELECT feature FROM similar_feature").fetchall() == [("a",)]
