"""The life of one action, and the gap on which evidence by a characteristic rests."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pandas as pd
import pytest

from dashboard.panels.actions.gaps import evidence_gaps
from dashboard.panels.actions.life import ActionLife
from dashboard.panels.actions.log import ActionLog
from dashboard.panels.common.page import Page
from dashboard.record.action_words import ActionUpdate, NewAction
from dashboard.record.database import engine_of
from dashboard.record.ledger import Record
from dashboard.record.overlay import lay_entries
from dashboard.settings import Places
from dashboard.store.connection import find_database, open_store
from dashboard.store.vintages import at
from dashboard.view import View

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "words"))
from sentences import faults  # noqa: E402

APRIL = dt.date(2023, 4, 28)


def life(store, action: str, view: View | None = None) -> ActionLife:
    log = ActionLog(Page("actions", store, view or View()))
    return ActionLife(log, next(log.every[log.every["id"] == action].itertuples()))


@pytest.fixture(scope="module")
def recorded(demonstration_home, tmp_path_factory):
    """The demonstration with two updates of the live record on action 6, and an action of its own."""
    times = iter(dt.datetime(2023, 5, day, 9, 30, tzinfo=dt.UTC) for day in (2, 16, 17))
    home = Places(tmp_path_factory.mktemp("record"))
    record = Record(engine_of(home), lambda: next(times))
    asked = {"meeting": APRIL, "action": "2023-04-28/6"}
    record.append("A. Smith", ActionUpdate(text="Work began.", status="in progress"), **asked)
    moved = ActionUpdate(text="It needs longer.", due=dt.date(2023, 7, 31), owner="MOPAC")
    record.append("B. Jones", moved, **asked)
    new = NewAction(title="Report by ward", owner="MPS", board="A board", due_words="soon")
    record.append("A. Smith", new, meeting=APRIL, numbers=range(1, 8))
    where = Places(demonstration_home)
    return open_store(where, find_database(where), lay=lay_entries(record.entries()))


def test_the_days_of_an_action_are_told_in_order_with_who_recorded_each(recorded):
    days = life(recorded, "2023-04-28/6").days
    assert [(f"{each.date}", each.kind) for each in days] == [
        ("2023-04-28", "Agreed"),
        ("2023-05-02", "Update"),
        ("2023-05-16", "Update"),
        ("2023-06-30", "Reporting date"),
        ("2023-07-31", "Due"),
    ]
    assert "Owner: MPS. Due: 30 June 2023." in days[0].words
    assert days[1].notes == "status: in progress; recorded by A. Smith at 10:30"
    assert days[2].notes == "due: 31 July 2023; owner: MOPAC; recorded by B. Jones at 10:30"
    assert days[3].words == "The action is in progress."


def test_an_action_due_before_the_reporting_date_is_overdue_and_one_that_is_done_is_not(store):
    due = {
        action: next(each for each in life(store, action).days if each.kind == "Due")
        for action in ("2023-04-28/6", "2023-02-10/2")
    }
    assert due["2023-04-28/6"].words == "Due today"
    assert due["2023-02-10/2"].words == ""


def test_an_action_of_the_record_has_a_life_without_figures(recorded):
    one = life(recorded, "2023-04-28/8")
    assert "recorded by A. Smith" in one.days[0].words
    assert one.figures_panel() is None
    assert list(one.evidence_panel().table) == ["Evidence", "What it shows", "When agreed and now"]


def test_a_meeting_that_an_action_was_carried_from_is_a_link_where_its_record_is_held(store):
    first = life(store, "2023-04-28/1").days[0]
    assert (first.kind, first.meeting) == ("Carried from", "2023-02-10")


def test_figures_over_time_are_those_observed_from_two_years_before_it_was_agreed(store):
    one = life(store, "2023-04-28/3")
    observed = (
        store.cursor()
        .execute(
            "SELECT period_end, value FROM observation WHERE indicator = 'pcso_strength'"
            " AND level = 'mps' AND group_type = '' AND value IS NOT NULL"
            " AND period_end >= DATE '2021-04-28' ORDER BY 1"
        )
        .df()
    )
    mine = one.figures[one.figures["indicator"] == "pcso_strength"]
    assert list(mine["value"]) == list(observed["value"])
    assert list(mine["period_end"]) == list(observed["period_end"])
    table = one.figures_panel().table
    assert len(table) == len(one.figures)
    assert table.iloc[-1]["Figure"] == one.figures.iloc[0]["label"]


def test_every_day_of_an_action_is_marked_in_every_pane_and_named_below(recorded):
    one = life(recorded, "2023-04-28/6")
    figure = one.figures_panel().figure
    panes = one.figures["series"].nunique()
    rules = [s for s in figure.settings["shapes"] if s["name"] == "event"]
    assert sorted(rule["x0"] for rule in rules) == sorted(
        f"{each.date}" for each in one.days for _ in range(panes)
    )
    key = next(a["text"] for a in figure.settings["annotations"] if a["name"] == "key")
    assert "1 28 Apr 2023: agreed<br>" in key and "5 31 Jul 2023: due" in key


def test_evidence_by_a_characteristic_tells_the_gap_and_not_londons_figure(store):
    rows = (
        store.cursor()
        .execute(
            "SELECT group_name, period_end, value FROM observation WHERE indicator = 'confidence'"
            " AND level = 'mps' AND group_type IN ('', 'sexual_orientation')"
            " AND period_end IN (DATE '2023-03-31', DATE '2023-06-30')"
        )
        .df()
    )
    value = {(r.group_name, f"{r.period_end:%m}"): r.value for r in rows.itertuples()}
    log = ActionLog(Page("actions", store, View()))
    gap = evidence_gaps(log.page)["confidence", "sexual_orientation"]
    assert gap.group == "LGBTQ+"
    then, now = gap.then_and_now(pd.Timestamp(APRIL))
    assert then.value == pytest.approx(value["LGBTQ+", "03"] - value["", "03"], abs=0.05)
    assert now.value == pytest.approx(value["LGBTQ+", "06"] - value["", "06"], abs=0.05)
    assert now.lower < now.value < now.upper
    item = log.items("2023-04-28/7")[0]
    assert item.label == "Confidence in local policing: LGBTQ+ gap to London"
    agreed = log.figures._published_gaps["confidence", "sexual_orientation", pd.Timestamp(APRIL)]
    assert (item.pair.then, item.pair.now, item.pair.period) == (
        f"−{abs(agreed.value):.1f}",
        f"−{abs(now.value):.1f} points",
        "June 2023",
    )
    assert item.pair.words == f"{item.pair.then} when agreed, {item.pair.now} now (June 2023)"


def test_as_at_a_day_an_action_has_no_later_update_and_the_day_is_marked(demonstration_home):
    where, day = Places(demonstration_home), dt.date(2023, 5, 15)
    then = open_store(where, at(where, day), day)
    one = life(then, "2023-04-28/6", View(as_at=day))
    assert [each.kind for each in one.days] == ["Agreed", "As at", "Due"]
    assert one.figures["period_end"].max() <= pd.Timestamp("2023-03-31")


def test_the_life_of_every_action_is_told_in_short_sentences(recorded):
    wrong = []
    for action in ActionLog(Page("actions", recorded, View())).every["id"]:
        one = life(recorded, action)
        panels = [one.days_panel(), one.evidence_panel(), one.figures_panel()]
        for panel in filter(None, panels):
            for words in (panel.title, *panel.notes):
                wrong += [(action, words, fault) for fault in faults(words, "face")]
    assert wrong == []
