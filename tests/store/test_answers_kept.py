"""A question asked of an open database again is answered at once, with a table of the caller's own."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.settings import Places
from dashboard.store import connection
from dashboard.store.connection import find_database, open_store


@pytest.fixture
def store(demonstration_home):
    where = Places(demonstration_home)
    return open_store(where, find_database(where))


@pytest.fixture
def asked(store, monkeypatch):
    """The number of cursors opened so far."""
    made: list[int] = []
    cursor = type(store).cursor
    monkeypatch.setattr(type(store), "cursor", lambda self: made.append(1) or cursor(self))
    return made


def test_the_database_is_asked_once(store, asked):
    first, second = store.query("indicators"), store.query("indicators")
    assert len(asked) == 1 and first.equals(second)


def test_other_parameters_are_another_question(store, asked):
    trust = store.query("compare_series", indicator="trust")
    burglary = store.query("compare_series", indicator="crime_burglary")
    assert (
        len(asked) == 2
        and set(trust["indicator"]) == {"trust"}
        and set(burglary["indicator"]) == {"crime_burglary"}
    )


def test_lists_of_the_same_names_are_the_same_question(store, asked):
    one = store.query("bcu_periods", indicators=["rape_detection", "knife_detection"])
    two = store.query("bcu_periods", indicators=("rape_detection", "knife_detection"))
    other = store.query("bcu_periods", indicators=["pcso_strength"])
    assert len(asked) == 2 and one.equals(two) and not one.equals(other)


def test_what_a_caller_changes_is_not_what_the_next_is_given(store):
    for change in (
        lambda t: t.loc.__setitem__((t.index[:5], "name"), "changed"),
        lambda t: t.insert(0, "new", np.arange(len(t))),
        lambda t: t.pop("name"),
        lambda t: t["name"].array.__setitem__(0, "changed"),
    ):
        before = store.query("indicators").copy(deep=True)
        change(store.query("indicators"))
        assert store.query("indicators").equals(before)


def test_a_query_that_is_rewritten_is_asked_anew(store, tmp_path):
    own = connection.Store(store.connection, tmp_path, store.version)
    for number in (1, 2):
        (tmp_path / "numbers.sql").write_text(f"SELECT {number} AS n", encoding="utf-8")
        assert own.query("numbers")["n"].tolist() == [number]


def test_only_the_last_answers_are_kept_and_none_of_great_length(store, asked, monkeypatch):
    monkeypatch.setattr(connection, "_MOST_ANSWERS", 1)
    for name in ("indicators", "areas", "indicators"):
        store.query(name)
    assert len(asked) == 3
    monkeypatch.setattr(connection, "_MOST_ROWS", 3)
    store.query("releases")
    store.query("releases")
    assert len(asked) == 5
