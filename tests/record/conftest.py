"""A record in a folder of the test's own, with a clock that the test sets."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

import pytest

from dashboard.record.database import engine_of
from dashboard.record.ledger import Record
from dashboard.settings import Places


class Clock:
    """Half past ten on the day of the board, and a minute later each time it is asked."""

    def __init__(self) -> None:
        self.now = dt.datetime(2023, 4, 28, 9, 30, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(minutes=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path))
    monkeypatch.delenv("DASHBOARD_RECORD", raising=False)
    return tmp_path


@pytest.fixture
def record(home, clock) -> Record:
    return Record(engine_of(Places(home)), clock)


@pytest.fixture
def program_environment() -> dict[str, str]:
    """The environment of a child process that imports what this one does."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
