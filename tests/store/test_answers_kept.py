"""A question asked of an open database again is answered at once, with a table of the caller's own."""

from __future__ import annotations

import re

import numpy as np
import pytest

from dashboard.actions.register import from_json
from dashboard.actions.tables import action_tables
from dashboard.panels.common.page import Page
from dashboard.settings import Places
from dashboard.store import answers, connection
from dashboard.store.answers import Answers, reads_record
from dashboard.store.connection import find_database, open_store
from dashboard.store.overlay import Overlay
from dashboard.view import View


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
    monkeypatch.setattr(answers, "_MOST_ANSWERS", 1)
    for name in ("indicators", "areas", "indicators"):
        store.query(name)
    assert len(asked) == 3
    monkeypatch.setattr(answers, "_MOST_ROWS", 3)
    store.query("releases")
    store.query("releases")
    assert len(asked) == 5


def test_estimates_of_one_question_are_worked_out_once_for_all_pages(store, monkeypatch):
    times: list[int] = []
    estimates = Page.estimates
    monkeypatch.setattr(Page, "estimates", lambda *a, **k: times.append(1) or estimates(*a, **k))
    asked = {"indicators": ["trust"], "levels": ["mps"], "areas": [], "until": None}
    one, other = Page("trust", store, View()), Page("compare", store, View(indicator="trust"))
    first = one.estimates_of("over_time", asked)
    first["lower"] = None
    second = other.estimates_of("over_time", asked)
    assert len(times) == 1 and second["lower"].notna().any()
    assert "lower_998" in one.estimates_of("over_time", asked, twice=True) and len(times) == 2
    rows = type(store).query
    monkeypatch.setattr(type(store), "query", lambda *a, **k: rows(*a, **k).head(0))
    assert one.estimates_of("over_time", asked).empty, "another store's answers are its own"


def test_every_query_that_reads_what_the_record_changes_is_one_that_is_asked_again(store):
    changed, cursor, reading = {*action_tables({}), "meta"}, store.cursor(), []
    files = {file.stem: file for file in store.queries.glob("*.sql") if file.stem != "schema"}
    for name, file in files.items():
        sql = file.read_text(encoding="utf-8")
        (parsed,) = cursor.execute("SELECT json_serialize_sql(?)", [sql]).fetchone()
        assert '"error":false' in parsed, name
        if changed & {*re.findall(r'"table_name":"(\w+)"', parsed)}:
            reading.append(name)
            assert reads_record(sql), name
    assert (
        {"evidence", "updates"} <= {*reading} < {file.stem for file in store.queries.glob("*.sql")}
    )
    views = cursor.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchone()
    assert views == (0,), "a view could read it where the text of a query does not say so"


def test_an_entry_of_the_record_leaves_the_answers_on_figures_and_no_other(
    demonstration_home, monkeypatch
):
    where, kept = Places(demonstration_home), Answers()

    def recorded(text):
        def lay(meta):
            tables = action_tables(from_json(meta["actions"]))
            update = {"action": tables["action"][0]["id"], "text": text, "position": 1}
            return Overlay({**tables, "action_update": [update]}, {})

        return lay

    one, two = (
        open_store(where, find_database(where), lay=recorded(text), figure_answers=kept)
        for text in ("First words.", "Second words.")
    )
    figures = one.query("indicators")
    assert one.query("updates")["text"].tolist() == ["First words."]
    assert two.query("updates")["text"].tolist() == ["Second words."]
    monkeypatch.setattr(type(two), "cursor", lambda self: pytest.fail("the file was asked again"))
    assert two.query("indicators").equals(figures)
