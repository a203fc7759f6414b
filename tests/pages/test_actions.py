"""Board actions through the entry point, on the demonstration database."""

from functools import partial

import opened
import pytest
from opened import text

page = partial(opened.page, "actions")



@pytest.fixture(autouse=True)
def _home(demonstration_home, monkeypatch):
    monkeypatch.setenv("DASHBOARD_HOME", str(demonstration_home))


def test_every_action_is_shown_with_owner_due_date_and_paragraph():
    said = text(page())
    assert "**Showing** 7 of 7 actions" in said
    assert "**Due** none set · **Status** open" in said
    assert "paragraph 2.11" in said
    assert "nan" not in said.casefold().split()


def test_the_default_indicator_narrows_only_where_the_url_names_it():
    assert "**Showing** 2 of 7 actions" in text(page(indicator="trust"))
    assert "**Showing** 7 of 7 actions" in text(page())


def test_choosing_an_indicator_and_a_status_writes_both_into_the_url():
    at = page()
    at.selectbox(key="filter_named").set_value("trust").run()
    at.selectbox(key="filter_status").set_value("open").run()
    assert at.query_params == {"indicator": "trust", "status": "open"}
    assert "**Showing** 2 of 7 actions" in text(at)
    at.selectbox(key="filter_named").set_value("").run()
    assert at.query_params == {"status": "open"}


def test_an_action_opened_alone_is_not_kept_for_the_next_visit():
    at = page(action="2023-04-28/6")
    assert "**Showing** 1 of 7 actions" in text(at)
    at.query_params.clear()
    at.run()
    assert "**Showing** 7 of 7 actions" in text(at)


def test_filters_that_match_nothing_say_so():
    assert "No action matches these filters" in text(page(status="not started", indicator="trust"))


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"status": "zzzz"}, "The link's status 'zzzz' is unknown; all are shown."),
        ({"owner": "qqqq"}, "The link's owner 'qqqq' is unknown; all are shown."),
        ({"action": "!"}, "The link's action '!' is unknown; all actions are shown."),
    ],
)
def test_an_unknown_value_is_told_in_one_sentence(parameters, sentence):
    said = text(page(**parameters))
    assert sentence in said
    assert "**Showing** 7 of 7 actions" in said
