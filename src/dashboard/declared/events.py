"""What ``events.toml`` may say: the dated events marked on charts."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from dashboard.declared.models import Strict


class Event(Strict):
    """A dated event marked on charts over time (``events.toml``)."""

    date: dt.date
    title: str
    kind: Literal["board", "report", "change"]


class Events(Strict):
    """``events.toml``: the dated events marked on charts."""

    event: tuple[Event, ...] = ()
