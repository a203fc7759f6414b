"""What the board's actions say, against the database and against the words each case must have."""

import datetime as dt
import re
from types import SimpleNamespace

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.actions.register import as_json
from dashboard.declared.meetings import Action, CarriedAction, Meeting, Update
from dashboard.errors import NoDatabaseError
from dashboard.panels.actions import when_agreed as agreed
from dashboard.panels.actions.log import ActionLog
from dashboard.panels.actions.text import change_verdict, routine_words
from dashboard.panels.actions.when_agreed import figures_when_agreed
from dashboard.panels.common.due import due_state
from dashboard.panels.common.page import Page
from dashboard.settings import Places
from dashboard.stats.variation import Icons, YearChange, by_year
from dashboard.store import vintages
from dashboard.text import shown_change
from dashboard.view import View


@pytest.mark.parametrize(
    ("due", "status", "words"),
    [
        (dt.date(2023, 6, 29), "open", "overdue"),
        (dt.date(2023, 6, 29), "complete", ""),
        (dt.date(2023, 6, 30), "open", "due today"),
        (dt.date(2023, 7, 1), "open", "due in 1 day"),
        (dt.date(2023, 7, 30), "open", "due in 30 days"),
        (dt.date(2023, 7, 31), "open", ""),
    ],
)
def test_a_due_date_is_read_against_the_reporting_date(due, status, words):
    assert due_state(due, status, dt.date(2023, 6, 30)) == words


def test_an_action_without_a_date_shows_the_minuted_words_and_is_never_overdue(store):
    log = ActionLog(Page("actions", store, View(meeting="2023-04-28")))
    assert [log.due(r) for r in log.shown_actions.itertuples()] == [
        "once that work is completed",
        "before detailed conversations are held with boroughs",
        "as quickly as possible",
        "none set",
        "none set",
        "30 June 2023 (due today)",
        "none set",
    ]
    assert "before detailed conversations are held with boroughs" in set(log.log().table["Due"])


def test_a_meeting_shows_the_actions_that_a_later_one_carried_from_it(store):
    log = ActionLog(Page("actions", store, View(meeting="2023-02-10")))
    assert list(log.shown_actions["id"]) == ["2023-04-28/1", "2023-02-10/1", "2023-02-10/2"]
    assert list(log.log().table["Carried from"]) == ["2023-02-10", "", ""]
    assert log.updates("2023-02-10/2")[0].endswith("(status: complete)")


def test_what_is_invented_of_a_meeting_says_so_wherever_it_stands(store):
    whole = ActionLog(Page("actions", store, View())).log()
    invented = whole.table["Meeting"] == "2023-02-10"
    assert (
        list(whole.table["Title"].str.startswith("DEMONSTRATION: ")) == list(invented)
        and invented.any()
    )
    assert whole.demonstration and whole.csv.decode("utf-8-sig").startswith("# DEMONSTRATION DATA")
    real = ActionLog(Page("actions", store, View(meeting="2023-04-28"))).log()
    assert not real.demonstration
    assert not whole.actions  # Its rows name and open each action: chips would say it twice.


QUARTER = ("2023-04-01", "2023-06-30")


def figure(value, half, start, end):
    return SimpleNamespace(
        value=value,
        lower=value - half,
        upper=value + half,
        period_start=pd.Timestamp(start),
        period_end=pd.Timestamp(end),
    )


@pytest.mark.parametrize(
    ("method", "now", "words"),
    [
        (
            "proportion",
            figure(60, 1, *QUARTER),
            "up 10 points (95% interval +9 to +11)",
        ),
        ("proportion", figure(51, 5, *QUARTER), "no clear change ("),
        (
            "count",
            figure(60, float("nan"), *QUARTER),
            "up 10 points (a complete count, not tested)",
        ),
        ("survey", figure(60, 1, "2022-07-01", "2023-06-30"), "the two periods share interviews"),
        ("proportion", figure(float("nan"), 1, *QUARTER), "not compared"),
    ],
)
def test_the_change_since_an_action_is_worded_by_what_can_be_tested(method, now, words):
    then = figure(50, 1, "2022-04-01" if method == "survey" else "2023-01-01", "2023-03-31")
    indicator = pd.Series({"method": method, "unit": "per cent", "decimals": 0})
    assert change_verdict(then, now, indicator).startswith(words)


@pytest.mark.parametrize(
    ("icons", "words"),
    [
        (
            Icons("common", "no_target", "", "", ""),
            "On its control chart the latest figure shows usual variation.",
        ),
        (
            Icons("concerning_low", "failing", "shift", "9 in a row below the mean", ""),
            (
                "On its control chart the latest figure is worse than usual, 9 in a row below the"
                " mean."
            ),
        ),
        (Icons("not_judged", "no_target", "", "", "Too few figures."), ""),
        (by_year(YearChange("worse", "95")), ""),
        (by_year(YearChange("count_worse", "", "by 3 posts")), ""),
    ],
)
def test_whether_a_change_is_beyond_routine_variation_is_said_and_never_what_caused_it(
    icons, words
):
    assert routine_words(icons) == words


def test_an_actions_evidence_says_whether_its_change_is_beyond_routine_variation(store):
    log = ActionLog(Page("actions", store, View()))
    said = {
        item.label: item.figures
        for row in log.shown_actions.itertuples()
        for item in log.items(row.id)
    }
    rates = said["999 calls answered within 10 seconds"]
    assert re.search(r": up [\d.]+ points \(95% interval \+[\d.]+ to \+[\d.]+\)\.$", rates)
    assert said["Trust in the MPS"].endswith("share interviews, so the change is not tested.")
    assert said["Cases with a missed safeguarding risk"] == "No MPS figure is loaded."


def test_the_figure_when_agreed_is_of_the_last_period_before_the_meeting(store):
    found = store.query("evidence_figures")
    held = (
        store.cursor()
        .execute("SELECT * FROM observation WHERE level = 'mps' AND group_type = ''")
        .df()
    )
    assert len(found)
    for row in found.itertuples():
        mine = held[held["indicator"] == row.indicator]
        if row.moment == "then":
            mine = mine[mine["period_end"] <= row.meeting]
        last = mine.sort_values("period_end").iloc[-1]
        assert row.period_end == last["period_end"]
        assert row.value == pytest.approx(last["value"], nan_ok=True)


FIRST = dt.date(2023, 5, 15)
"""The day on which the demonstration first published what had ended by the meeting."""


def test_the_figure_when_agreed_is_the_one_then_published_and_says_what_it_was_revised_to(
    store, demonstration_home
):
    log = ActionLog(Page("actions", store, View()))
    then = figures_when_agreed(log.page)
    day = dt.date(2023, 4, 28)
    with duckdb.connect(str(vintages.at(Places(demonstration_home), day)), read_only=True) as con:
        old = con.execute("FROM observation WHERE level = 'mps' AND group_type = ''").df()
    assert len(then) > 10
    for (indicator, meeting), figure in then.items():
        mine = (
            old[(old["indicator"] == indicator) & (old["period_end"] <= meeting)]
            .sort_values("period_end")
            .iloc[-1]
        )
        assert (figure.period_end, figure.value) == (
            mine["period_end"],
            pytest.approx(mine["value"], nan_ok=True),
        )
    below = then["wards_below_minimum", pd.Timestamp(day)]
    assert below.period_end == pd.Timestamp("2022-12-31")
    said = next(
        i.figures for i in log.items("2023-04-28/3") if i.label == "Wards below the minimum team"
    )
    assert re.search(
        r"[\d.]+%, at 31 December 2022, when agreed, published on 3 February 2023", said
    )


def test_a_gap_when_agreed_is_the_one_then_published_and_says_so(store, demonstration_home):
    log, day = ActionLog(Page("actions", store, View())), dt.date(2023, 4, 28)
    then = log.figures._published_gaps
    with duckdb.connect(str(vintages.at(Places(demonstration_home), day)), read_only=True) as con:
        old = con.execute(
            "FROM observation WHERE level = 'mps' AND group_type IN ('', 'sexual_orientation')"
        ).df()
    for indicator in ("confidence", "trust"):
        gap = then[indicator, "sexual_orientation", pd.Timestamp(day)]
        mine = old[(old["indicator"] == indicator) & (old["period_end"] <= pd.Timestamp(day))]
        last = mine[mine["period_end"] == mine["period_end"].max()].set_index("group_name")["value"]
        assert gap.period_end == mine["period_end"].max() == pd.Timestamp("2022-12-31")
        assert gap.value == pytest.approx(last["LGBTQ+"] - last[""], abs=0.05)
    said = log.items("2023-04-28/7")[0].figures
    assert "points, 12 months to December 2022, when agreed, published on 3 February 2023" in said


def test_what_was_published_by_the_meeting_is_not_said_to_be_published_afterwards(store):
    log = ActionLog(Page("actions", store, View()))
    later = pd.Timestamp("2023-05-20")
    log.page.__dict__["evidence"] = log.page.evidence.assign(meeting=later)
    revised = 0
    for (indicator, meeting), figure in log.figures._figures_when_agreed.items():
        if meeting == later and figure.published.date() == FIRST:
            was, now = (
                log.figures._value(indicator, *each)
                for each in (
                    (figure.value, figure.withheld),
                    (figure.value_now, figure.withheld_now),
                )
            )
            words = "when agreed, published on 15 May 2023" + (
                f", since revised to {now}" if was != now else ""
            )
            assert log.figures._when_agreed(figure).endswith(words)
            revised += was != now
    assert revised


def test_without_the_database_of_a_day_before_the_figure_is_said_to_be_that_of_now(
    store, monkeypatch
):
    def none_built(now, since):
        raise NoDatabaseError("not built")

    monkeypatch.setattr(agreed, "as_it_stood", none_built)
    log = ActionLog(Page("actions", store, View()))
    said = next(
        i.figures for i in log.items("2023-04-28/3") if i.label == "Wards below the minimum team"
    )
    assert re.search(r", at 31 \w+ 202\d, when agreed, as it stands now\. Now ", said)


def test_a_link_names_all_that_the_evidence_names_and_only_what_is_loaded(store):
    log = ActionLog(Page("actions", store, View()))
    seventh = log.items("2023-04-28/7")
    assert {"indicator": "confidence", "group": "sexual_orientation"}.items() <= seventh[
        0
    ].parameters.items()
    assert "DEMONSTRATION DATA. LGBTQ+ respondents against London: " in seventh[0].figures
    sample = log.items("2023-04-28/1")[0]
    assert "indicator" not in sample.parameters
    assert sample.figures == "No MPS figure is loaded."


def test_a_link_to_a_chart_in_a_closed_part_of_its_page_opens_that_part(store):
    log = ActionLog(Page("actions", store, View()))
    ahead = [item for item in log.items("2023-04-28/5") if "past projections" in item.note]
    assert [item.parameters["opened"] for item in ahead] == ["projection"] * 2
    assert {item.parameters.get("opened", "") for item in log.items("2023-04-28/3")} == {
        "",
        "intake",
        "joiners",
        "minimum",
    }


def test_the_log_has_one_row_an_action_and_no_demonstration_label(store):
    panel = ActionLog(Page("actions", store, View(status="open"))).log()
    expected = store.query("actions").query("status == 'open'")
    assert list(panel.table["Action"]) == list(expected["id"])
    assert not panel.demonstration


class Kept:
    """A database that keeps a log of the test's own, and is otherwise the demonstration's."""

    def __init__(self, store, as_at=""):
        third = {
            "id": "2023-04-28/3",
            "number": 3,
            "meeting": "2023-04-28",
            "title": "Title",
            "text": "Text",
            "paragraph": "2.4",
            "owner": "MPS",
            "status": "open",
        }
        third = Action(
            **third, update=(Update(date="2023-05-10", text="Begun.", status="in progress"),)
        )
        again = CarriedAction(action="2023-04-28/3", number=4, text="Asked for again.")
        meetings = {
            "2023-04-28": Meeting(date="2023-04-28", board="Board", action=(third,)),
            "2023-06-30": Meeting(date="2023-06-30", board="Board", carried=(again,)),
        }
        self.meta_kept = store.meta() | {"actions": as_json(meetings), "as_at": as_at}
        self.store = store

    def __getattr__(self, name):
        return getattr(self.store, name)

    def meta(self):
        return self.meta_kept


def test_an_action_that_a_later_meeting_took_up_again_is_of_both_meetings_and_says_so(store):
    log = ActionLog(Page("actions", Kept(store), View(meeting="2023-06-30")))
    assert list(log.shown_actions["id"]) == ["2023-04-28/3"]
    assert log.taken_up_again("2023-04-28/3") == "taken up again on 30 June 2023 as action 4"
    assert log.taken_up_again("2023-04-28/2") == ""
    assert list(log.log().table["Later meetings"]) == ["taken up again on 30 June 2023 as action 4"]


def test_on_an_earlier_day_the_log_to_download_holds_what_was_known_then(store):
    then = ActionLog(Page("actions", Kept(store, "2023-05-09"), View(as_at=dt.date(2023, 5, 9))))
    assert list(then.meetings) == ["2023-04-28"]
    assert then.meetings["2023-04-28"].action[0].update == ()
    assert then.taken_up_again("2023-04-28/3") == ""
    now = ActionLog(Page("actions", Kept(store), View()))
    assert list(now.meetings) == ["2023-04-28", "2023-06-30"]


@given(
    before=st.floats(0, 100).map(lambda x: round(x, 3)),
    now=st.floats(0, 100).map(lambda x: round(x, 3)),
    decimals=st.integers(0, 2),
)
def test_a_difference_is_that_of_the_two_figures_as_they_are_shown(before, now, decimals):
    shown = shown_change(before, now, "per cent", decimals)
    was, is_now = (float(text.rstrip("%")) for text in (shown.before, shown.now))
    if shown.words == "unchanged":
        assert was == is_now
    else:
        way, size, _ = shown.words.split()
        gap = float(size) if way == "up" else -float(size)
        assert is_now - was == pytest.approx(gap, abs=1e-9)
        assert (gap > 0) == (now > before)
    assert (shown.words == "unchanged") == (before == now)
    assert shown.decimals >= decimals


def test_an_action_is_late_on_its_due_day_and_not_without_a_date(store):
    log = ActionLog(Page("actions", store, View(meeting="2023-04-28")))
    assert [r.number for r in log.shown_actions.itertuples() if log.is_late(r)] == [6]
