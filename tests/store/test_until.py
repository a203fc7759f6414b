"""Queries that end on a day: without one they have no end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.settings import Places
from dashboard.store.connection import Store, find_database, open_store

QUERIES = {
    "over_time": {"indicators": ["trust"], "levels": ["mps"], "areas": ["E09000017"]},
    "latest": {"indicators": ["trust", "confidence"], "areas": ["MPS", "E09000017"]},
    "bcu_series": {"indicator": "rape_detection"},
    "bcu_categories": {"indicators": ["not_fully_deployable"]},
}
"""Query with ``$until`` that takes no day for no end -> its other parameters."""


@pytest.fixture(scope="module")
def store(demonstration_home) -> Store:
    where = Places(demonstration_home)
    return open_store(where, find_database(where))


@pytest.mark.parametrize("name", QUERIES)
def test_without_a_day_a_query_has_no_end(store, name) -> None:
    (last,) = store.query(name, **QUERIES[name], until=None)["period_end"].nlargest(1)
    every = store.query(name, **QUERIES[name], until=None)
    assert len(every)
    assert every.equals(store.query(name, **QUERIES[name], until=last.date()))
    before = store.query(name, **QUERIES[name], until="2022-12-31")
    assert len(before)
    assert before["period_end"].max() < last


def test_every_query_that_may_lack_a_day_is_tried(store) -> None:
    queries = Path(store.queries).glob("*.sql")
    may_lack = {q.stem for q in queries if re.search(r"coalesce\([^)]*\$until", q.read_text())}
    assert may_lack == set(QUERIES)
