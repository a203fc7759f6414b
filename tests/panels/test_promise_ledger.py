"""The ledger of promises over meetings, against the declarations themselves."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest

from dashboard.cli.publish import read_declarations
from dashboard.panels.common.page import Page
from dashboard.panels.promises.ledger import PromiseLedger
from dashboard.panels.promises.tracker import Tracker
from dashboard.settings import Places
from dashboard.store.connection import open_store
from dashboard.store.vintages import at
from dashboard.text import day
from dashboard.view import View

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "words"))
from sentences import faults  # noqa: E402

BOARDS = [
    dt.date(2023, 1, 24),
    dt.date(2023, 2, 10),
    dt.date(2023, 3, 30),
    dt.date(2023, 4, 28),
]


def ledger(store, **view) -> PromiseLedger:
    return PromiseLedger(Tracker(Page("promises", store, View(**view))))


@pytest.fixture(scope="module")
def promises(demonstration_home):
    """(Framework, promise) of every declared promise."""
    frameworks = read_declarations(Places(demonstration_home)).frameworks
    return [(f, promise) for f in frameworks.values() for promise in f.promise]


def declared_state(framework, promise, on: dt.date) -> str:
    """The state of a promise on a day, read from its declaration."""
    if (promise.known_from or framework.published) > on:
        return "not yet made"
    told = [e.status for e in promise.entry if e.date <= on and e.status]
    status = told[-1] if told else "no status recorded"
    late = promise.due and promise.due < on and status not in ("kept", "not kept", "replaced")
    return f"{status}, overdue" if late else status


def test_every_promise_has_its_declared_state_on_the_day_of_every_meeting(store, promises):
    table = ledger(store).panel().table
    assert list(table)[4:] == [*map(day, BOARDS), "Now"]
    for on in BOARDS:
        assert list(table[day(on)]) == [declared_state(f, p, on) for f, p in promises]


def test_a_promise_is_not_told_of_on_a_day_before_it_was_made(store):
    rows = {row.promise.id: row.states for row in ledger(store).rows}
    assert rows["turnaround-2023/extra-pcsos"][:4] == (
        "not yet made",
        "not yet made",
        "not yet made",
        "in progress",
    )
    assert rows["turnaround-2023/frontline"][:2] != rows["turnaround-2023/extra-pcsos"][:2]
    assert set(rows["neighbourhood-guarantee-2025/named-officer"][:4]) == {"not yet made"}


def test_as_at_a_day_later_promises_of_a_plan_already_known_are_not_told(demonstration_home):
    where, early = Places(demonstration_home), dt.date(2023, 2, 10)
    then = open_store(where, at(where, early), early)
    told = {row.promise.id for row in ledger(then, as_at=early).rows}
    assert "turnaround-2023/neighbourhood-policing" in told
    assert not {"turnaround-2023/extra-pcsos", "turnaround-2023/stronger-plan"} & told
    assert ledger(then, as_at=early).heads == ["24 January 2023", "10 February 2023"]


def test_a_promise_past_its_day_is_overdue_until_a_status_finishes_it(store, promises):
    one = ledger(store)
    row = next(row for row in one.rows if row.promise.id == "turnaround-2023/extra-pcsos")
    late = row.promise._replace(due=row.promise.known_from)
    on = row.promise.known_from.date() + dt.timedelta(days=1)
    assert one._state(late, on) == "in progress, overdue"


def test_the_number_that_changed_is_that_of_the_rows_that_changed(store):
    one = ledger(store)
    moved = [row for row in one.rows if row.is_moved]
    assert one.panel().title.startswith(f"{len(moved) or 'None'} of {len(one.rows)} promises")
    assert [row.promise.id for row in moved] == [
        "turnaround-2023/neighbourhood-policing",
        "turnaround-2023/raising-standards",
    ]


def test_the_ledger_speaks_in_short_sentences(store):
    panel = ledger(store).panel()
    words = (panel.title, panel.subtitle, panel.reading)
    assert [fault for text in words for fault in faults(text, "face")] == []
