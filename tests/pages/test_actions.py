"""Board actions through the entry point, on the demonstration database."""

import json
import shutil
from functools import partial

import duckdb
import opened
import pytest
from opened import cards, text

from dashboard.actions.register import from_json

page = partial(opened.page, "actions")
LOG = {
    "2023-04-28": {
        "date": "2023-04-28",
        "board": "Board",
        "action": [
            {
                "id": "2023-04-28/3",
                "number": 3,
                "meeting": "2023-04-28",
                "title": "Title",
                "text": "Text",
                "paragraph": "2.4",
                "owner": "MPS",
                "status": "open",
            },
        ],
    },
    "2023-06-30": {
        "date": "2023-06-30",
        "board": "Board",
        "carried": [
            {"action": "2023-04-28/3", "number": 4, "text": "Asked for again."},
        ],
    },
}


pytestmark = pytest.mark.usefixtures("demonstration_shown")


def test_every_action_is_shown_with_owner_due_date_and_paragraph():
    said = text(page())
    assert "Showing 9 of 9 actions" in said
    assert "none set" in said
    assert "paragraph 2.11" in text(page(action="2023-04-28/6"))
    assert "nan" not in said.casefold().split()


def test_the_default_indicator_narrows_only_where_the_url_names_it():
    assert "Showing 2 of 9 actions" in text(page(indicator="trust"))
    assert "Showing 9 of 9 actions" in text(page())


def test_choosing_an_indicator_and_a_status_writes_both_into_the_url():
    at = page()
    at.selectbox(key="filter_named").set_value("trust").run()
    at.selectbox(key="filter_status").set_value("open").run()
    assert at.query_params == {"indicator": "trust", "status": "open"}
    assert "Showing 2 of 9 actions" in text(at)
    at.selectbox(key="filter_named").set_value("").run()
    assert at.query_params == {"status": "open"}


def test_an_action_opened_alone_is_not_kept_for_the_next_visit():
    at = page(action="2023-04-28/6")
    assert "action" in cards(at) and "Showing 9 of 9 actions" in text(at)
    at.query_params.clear()
    at.run()
    assert "action" not in cards(at) and "Showing 9 of 9 actions" in text(at)


def test_an_opened_action_shows_its_life_its_figures_and_its_evidence_and_leads_to_its_neighbours():
    at = page(action="2023-04-28/6")
    assert {"action", "figures", "evidence"} <= set(cards(at))
    said = text(at)
    assert "28 April 2023 Agreed: " in said and "30 June 2023 Due: Due today" in said
    assert "6 of 9 actions" in said
    beside = {label: address for label, address in opened.links(at) if label.strip("‹ ›")}
    assert beside["‹ Action 5"] == "actions?action=2023-04-28%2F5"
    assert beside["Action 7 ›"] == "actions?action=2023-04-28%2F7"
    assert beside["Show all actions"] == "actions"


def test_an_action_carried_from_a_meeting_leads_to_that_meeting_and_one_without_figures_says_so():
    at = page(action="2023-04-28/1")
    assert ("Carried from", "actions?meeting=2023-02-10") in opened.links(at)
    assert "figures" not in cards(at)
    assert "No MPS figure is loaded." in text(at)


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
    assert "Showing 9 of 9 actions" in said


@pytest.fixture
def taken_up_again(demonstration_home, tmp_path, monkeypatch):
    """The demonstration with a later meeting that took action 3 up again."""
    shutil.copytree(
        demonstration_home, tmp_path / "home", ignore=shutil.ignore_patterns("vintages", "received")
    )
    built = tmp_path / "home" / "data" / "built"
    pointer = json.loads((built / "current.json").read_text())
    file = (built / pointer["file"]).rename(
        built / "dashboard-carried.duckdb"
    )  # Else the page keeps the other open.
    (built / "current.json").write_text(json.dumps(pointer | {"file": file.name}))
    with duckdb.connect(str(file)) as con:
        con.execute("INSERT OR REPLACE INTO meta VALUES ('actions', ?)", [json.dumps(LOG)])
    assert list(from_json(json.dumps(LOG))) == list(LOG)
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "home"))


def test_the_log_is_offered_as_a_workbook_and_as_csv(taken_up_again):
    at = page()
    assert "The whole log as a file" in text(at)
    labels = [e.proto.label for e in at.get("download_button")]
    assert {"Download as XLSX", "Download as CSV"} <= set(labels)


def test_an_action_says_which_later_meeting_took_it_up_again(taken_up_again):
    said = text(page(action="2023-04-28/3"))
    assert "paragraph 2.4" in said
    assert "Taken up again on 30 June 2023 as action 4." in said


def test_a_meeting_that_only_took_earlier_actions_up_again_is_offered_and_shows_them(
    taken_up_again,
):
    at = page()
    box = at.selectbox(key="filter_meeting")
    assert box.options == ["All", "Board, 28 April 2023", "Board, 30 June 2023"]
    box.set_value("2023-06-30").run()
    assert at.query_params == {"meeting": "2023-06-30"}
    assert "Showing 1 of 9 actions" in text(at)
