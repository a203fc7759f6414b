"""Two databases side by side: what differs is what plain pandas finds, and nothing leads out of
them.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from two_releases import ANSWERED, BOARD, FIRST, SECOND, installed

from dashboard.errors import NoDatabaseError
from dashboard.settings import Places
from dashboard.store import vintages
from dashboard.store.changes import (
    CHANGE_QUERIES,
    ComparisonStore,
    as_it_stood,
    file_of,
    open_beside,
)
from dashboard.store.connection import Store, find_database, open_store

KEY = ["indicator", "level", "area", "period_end", "group_type", "group_name"]
FIGURE = ["value", "numerator", "denominator"]
COUNTS = ["new_periods", "figures_new", "figures_added", "figures_revised", "figures_gone"]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return installed(tmp_path_factory.mktemp("two") / "home")


@pytest.fixture(scope="module")
def now(places: Places) -> Store:
    return open_store(places, find_database(places))


@pytest.fixture(scope="module")
def harmed(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first vintage with a figure that is gone now, one that is added now, and two that differ
    in other ways.
    """
    path = tmp_path_factory.mktemp("harmed") / "before.duckdb"
    shutil.copy(vintages.at(places, FIRST), path)
    camden = "indicator = 'trust' AND level = 'borough' AND area = 'E09000007'"
    with duckdb.connect(str(path)) as con:
        con.execute(
            "INSERT INTO observation SELECT * REPLACE ('X' AS area) FROM observation "
            f"WHERE {camden} AND period_end = '2022-12-31'"
        )
        con.execute(f"DELETE FROM observation WHERE {camden} AND period_end = '2022-09-30'")
        con.execute(
            f"UPDATE observation SET value = NULL, withheld = 'base' WHERE {camden} "
            "AND period_end = '2022-06-30'"
        )
        con.execute(
            "UPDATE observation SET numerator = 2 * numerator, denominator = 2 * denominator WHERE"
            f" {camden} AND period_end = '2022-03-31'"
        )
        con.execute(
            f"UPDATE observation SET value = value * (1 + 1e-14) WHERE {camden} AND period_end ="
            " '2021-12-31'"
        )
        con.execute("UPDATE indicator SET definition = 'Another.' WHERE id = 'trust'")
        con.execute("DELETE FROM target WHERE indicator = (SELECT min(indicator) FROM target)")
    return path


def figures(path: Path) -> pd.DataFrame:
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute("SELECT * FROM observation").df()


def by_hand(now: Path, before: Path | None) -> pd.DataFrame:
    """What differs, by indicator and level, as pandas finds it with an outer merge of every row."""
    new = figures(now)
    old = figures(before) if before else new.head(0)
    both = new.merge(old, on=KEY, how="outer", suffixes=("", "_was"), indicator="where")
    period = ["indicator", "level", "period_end"]
    there = set(map(tuple, old[period].drop_duplicates().itertuples(index=False)))
    known = pd.Series(
        [tuple(p) in there for p in both[period].itertuples(index=False)], index=both.index
    )
    differs = both["withheld"].fillna("") != both["withheld_was"].fillna("")
    for column in FIGURE:
        a, b = both[column], both[f"{column}_was"]
        differs |= ((a - b).abs() > 1e-9 * a.abs().clip(lower=1)) | (a.isna() != b.isna())
    left, right = both["where"] == "left_only", both["where"] == "right_only"
    both = both.assign(
        figures_new=left & ~known,
        figures_added=left & known,
        figures_gone=right,
        figures_revised=differs & (both["where"] == "both"),
    )
    told = both.groupby(["indicator", "level"])[COUNTS[1:]].sum()
    fresh = both[both["figures_new"]].groupby(["indicator", "level"])["period_end"].nunique()
    told = told.assign(new_periods=fresh.reindex(told.index).fillna(0).astype(int))
    return told[told[COUNTS].sum(axis=1) > 0][COUNTS].astype("int64")


def found(both: ComparisonStore) -> pd.DataFrame:
    return both.query("differences").set_index(["indicator", "level"])[COUNTS].astype("int64")


@pytest.mark.parametrize("older", ["vintage", "harmed", "none"])
def test_new_revised_added_and_vanished_figures_are_those_of_a_merge_by_hand(
    places: Places, now: Store, harmed: Path, older: str
) -> None:
    before = {"vintage": vintages.at(places, FIRST), "harmed": harmed, "none": None}[older]
    expected = by_hand(find_database(places), before)
    assert len(expected) and expected["figures_new"].sum() > 0
    pd.testing.assert_frame_equal(found(open_beside(now, before, FIRST)), expected.sort_index())
    if older == "harmed":
        harm = expected.loc[("trust", "borough")]
        plain = by_hand(find_database(places), vintages.at(places, FIRST)).loc[("trust", "borough")]
        assert (harm["figures_added"], harm["figures_gone"]) == (1, 1)
        assert (
            harm["figures_revised"] == plain["figures_revised"] + 2
        )  # a rounding error is no revision


def test_the_figures_of_an_indicator_are_listed_with_what_they_were_and_are(
    now: Store, harmed: Path
) -> None:
    rows = open_beside(now, harmed, FIRST).query("moved_figures", indicator="trust", most=1000)
    camden = rows[(rows["area"].isin(["E09000007", "X"])) & (rows["level"] == "borough")]
    kinds = {f"{r.period_end:%Y-%m-%d}": r for r in camden.itertuples()}
    assert {day: r.kind for day, r in kinds.items()} == {
        "2022-12-31": "vanished",
        "2022-09-30": "added",
        "2022-06-30": "revised",
        "2022-03-31": "revised",
        "2023-03-31": "revised",
    }
    assert kinds["2022-06-30"].withheld_was == "base" and not kinds["2022-06-30"].moved
    assert kinds["2022-03-31"].numerator_was == 2 * kinds["2022-03-31"].numerator_now
    assert kinds["2022-12-31"].name == "X"  # an area that neither database names
    moved = rows[rows["moved"] & ~rows["rolled_up"]]
    assert (moved["is_now"] - moved["was"]).abs().is_monotonic_decreasing and len(moved) > 1
    few = open_beside(now, harmed, FIRST).query("moved_figures", indicator="trust", most=2)
    assert len(few) == 2 and few["of"].iloc[0] == len(rows)


def test_a_declaration_that_differs_is_told_and_a_target_that_was_not_there_too(
    now: Store, harmed: Path
) -> None:
    rows = open_beside(now, harmed, FIRST).query("moved_definitions")
    told = rows.set_index(["indicator", "what"])
    assert told.loc[("trust", "definition"), "was"] == "Another."
    targets = rows[rows["what"] == "target"]
    assert (
        len(rows) == 1 + len(targets)
        and targets["was"].isna().all()
        and targets["is_now"].notna().all()
    )


def test_beside_itself_nothing_differs(now: Store) -> None:
    both = as_it_stood(now, SECOND)
    assert all(
        both.query(name, **_asked(name)).empty
        for name in CHANGE_QUERIES
        if name not in ("mps_moved", "agreed_figures", "agreed_gaps", "watched_figures")
    )
    watched = both.query("watched_figures", indicators=["trust"], areas=["MPS"])
    assert len(watched) == 1 and not watched["new"].any() and not watched["revised"].any()
    assert not both.query("mps_moved")["moved"].any()
    agreed = both.query("agreed_figures", meeting=BOARD, indicators=["trust"])
    assert len(agreed) == 1 and (agreed["value"] == agreed["value_now"]).all()
    gaps = now.query("evidence_gaps")
    assert (
        both.query("agreed_gaps", meeting=BOARD)
        .drop(columns="published")
        .equals(gaps[gaps["period_end"] <= pd.Timestamp(BOARD)].reset_index(drop=True))
    )


def _asked(name: str) -> dict[str, object]:
    parameters: dict[str, dict[str, object]] = {
        "moved_figures": {"indicator": "trust", "most": 10},
        "largest_changes": {"level": "mps"},
    }
    return parameters.get(name, {})


@pytest.mark.parametrize(
    ("since", "received"),
    [(BOARD, 4), (FIRST, 2), (dt.date(2023, 6, 29), 2), (SECOND, 0), (dt.date(2030, 1, 1), 0)],
)
def test_the_older_database_is_the_one_that_was_in_force_on_the_day(
    now: Store, since: dt.date, received: int
) -> None:
    rows = as_it_stood(now, since).query("moved_releases")
    assert list(rows["kind"]) == ["received"] * received
    assert (pd.to_datetime(rows["published"]).dt.date > since).all()


def test_seen_from_an_earlier_day_a_later_release_is_not_there(places: Places) -> None:
    past = open_store(places, vintages.at(places, FIRST), FIRST)
    assert as_it_stood(past, SECOND).query("differences").empty
    assert len(as_it_stood(past, BOARD).query("moved_releases")) == 2


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (dt.date(2023, 4, 27), "new"),
        (BOARD, "open to complete"),
        (dt.date(2023, 6, 19), "open to complete"),
        (dt.date(2023, 6, 20), ""),
    ],
)
def test_an_action_is_new_or_changed_by_the_days_of_its_record(
    now: Store, since: dt.date, expected: str
) -> None:
    rows = as_it_stood(now, since).query("changes_actions", since=since).set_index("id")
    if expected == "new":
        assert list(rows.index[rows["new"]]) == [f"2023-04-28/{n}" for n in range(1, 8)]
    elif not expected:
        assert rows.empty
    else:
        assert list(rows.index) == [ANSWERED]
        row = rows.loc[ANSWERED]
        assert f"{row['status_was']} to {row['status_now']}" == expected
        assert row["words"] == "2023-06-20: The MPS has answered."


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "ATTACH '/tmp/another.duckdb' AS other",
        "SET enable_external_access = true",
        "DELETE FROM observation",
        "DELETE FROM before.observation",
    ],
)
def test_there_is_no_way_out_of_the_two_databases_or_into_them(now: Store, sql: str) -> None:
    with pytest.raises(duckdb.Error):
        as_it_stood(now, FIRST).cursor().execute(sql)


@pytest.mark.parametrize("content", [b"garbage", None])
def test_an_older_database_that_cannot_be_read_is_told_in_a_sentence(
    now: Store, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "older.duckdb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(
        NoDatabaseError, match="The database older.duckdb cannot be read; run: python -m dashboard"
    ):
        open_beside(now, path, FIRST)


def test_the_older_database_is_opened_once_and_other_questions_go_to_the_one_looked_at(
    now: Store,
) -> None:
    both = as_it_stood(now, FIRST)
    assert as_it_stood(now, FIRST) is both
    assert file_of(both) == file_of(now)
    assert both.meta() == now.meta()
    pd.testing.assert_frame_equal(both.query("releases"), now.query("releases"))
