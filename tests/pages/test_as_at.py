"""As at a day: every page shows the figures and the actions that were known by then, and says so."""

import datetime as dt
from dataclasses import replace

import pytest
from opened import page, reading_nothing_received, text
from streamlit.testing.v1 import AppTest
from two_releases import declared, installed

from dashboard.pipeline import earlier_days

FIRST = "2023-05-15"


pytestmark = pytest.mark.usefixtures("demonstration_shown")


def chosen(at: AppTest) -> object:
    value = next(box for box in at.selectbox if box.label == "As at").value
    return None if value == "now" else dt.date.fromisoformat(value)


def test_the_first_publication_is_shown_as_it_stood_without_the_quarter_after_it():
    then, now = page("compare", as_at=FIRST), page("compare")
    assert "**As it stood on 15 May 2023.**" in text(then)
    assert "12 months to March 2023" in text(then) and "June 2023" not in text(then)
    assert "12 months to June 2023" in text(now) and "As it stood" not in text(now)


PAGES = (
    "borough",
    "allocation",
    "response",
    "trust",
    "outcomes",
    "actions",
    "packs",
    "changes",
    "data",
)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_stands_as_at_the_first_publication(name):
    at = page(name, as_at=FIRST)
    assert "**As it stood on 15 May 2023.**" in text(at)
    assert "reporting date 15 May 2023" in text(at)


def test_the_choice_of_a_day_writes_the_address_and_back_to_now_leaves_it():
    at = page("response")
    box = next(box for box in at.selectbox if box.label == "As at")
    assert chosen(at) is None
    box.select_index(1).run()
    assert at.query_params["as_at"] == FIRST and "January to March 2023" in text(at)
    next(box for box in at.selectbox if box.label == "As at").select_index(0).run()
    assert "as_at" not in at.query_params


def test_back_to_the_bare_address_of_a_page_is_the_page_before_anything_was_chosen():
    at = page("compare", as_at=FIRST, indicator="confidence")
    at.query_params.clear()
    at.run()
    assert chosen(at) is None and "Showing Trust in the MPS, 12 months to June 2023" in text(at)


def test_a_day_chosen_on_one_page_is_kept_on_the_bare_address_of_another():
    at = page("compare", as_at=FIRST)
    at.switch_page("pages/response.py")
    at.query_params.clear()
    at.run()
    assert "**As it stood on 15 May 2023.**" in text(at)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("2022-01-01", "Nothing that is held was published by 2022-01-01"),
        ("2123-01-01", "2123-01-01 is still to come: choose a day up to today"),
        (
            "yesterday",
            "The link's as_at 'yesterday' is not a date such as 2022-12-31; everything is shown",
        ),
    ],
)
def test_a_day_without_figures_gives_one_sentence_and_the_figures_as_they_stand(asked, sentence):
    at = page("compare", as_at=asked)
    assert any(info.value.startswith(sentence) for info in at.info)
    assert "12 months to June 2023" in text(at) and chosen(at) is None


def test_a_record_brought_up_to_date_holds_at_the_next_run_of_a_page_of_an_earlier_day(
    tmp_path, monkeypatch
):
    places = installed(tmp_path / "home")
    monkeypatch.setenv("DASHBOARD_HOME", str(places.root))
    assert "No action is declared yet" not in text(page("actions", as_at="2023-05-20"))
    earlier_days.build_missing(places, replace(declared(), meetings={}))
    assert "No action is declared yet" in text(page("actions", as_at="2023-05-20"))


def test_a_page_that_opened_a_received_file_would_be_found_out(demonstration_home):
    received = demonstration_home / "data" / "received"
    with pytest.raises(AssertionError, match="received"), reading_nothing_received():
        next(received.glob("*/*/*.csv")).read_bytes()
