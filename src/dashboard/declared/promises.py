"""What is declared of plans and promises: a framework, what it promises, and what became of each."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from dashboard.declared.models import Strict

PromiseStatus = Literal["not started", "in progress", "kept", "not kept", "replaced"]
PROMISE_STATUSES: tuple[PromiseStatus, ...] = (
    "not started",
    "in progress",
    "kept",
    "not kept",
    "replaced",
)
NO_STATUS = "no status recorded"
"""What is shown of a promise whose status no source tells."""
FINISHED_STATUSES: tuple[PromiseStatus, ...] = ("kept", "not kept", "replaced")
"""Statuses after which a promise is neither due nor overdue."""
Address = Annotated[str, Field(pattern=r"^(https://[^\s/]+(/\S*)?)?$")]
"""Of a public page; '' where none is known."""


class ChartLink(Strict):
    """A chart that shows how a promise stands."""

    page: str
    chart: str
    indicator: str = ""
    note: str = ""
    """What to look for, in a sentence."""


class StatusEntry(Strict):
    """A dated word on a promise, with the public source that has it."""

    date: dt.date
    text: str = Field(min_length=1)
    source: str = Field(min_length=1)
    """Where that is told: 'Record of the board of 28 April 2023, 2.5'."""
    status: PromiseStatus | None = None
    """The promise's status from this day on; absent: unchanged."""


class Promise(Strict):
    """One public commitment, in our own words."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    """Within its framework: 'extra-pcsos'."""
    mark: str = ""
    """What the framework calls it: 'Priority 1', 'Article 7A'; '' where it has no number."""
    title: str = Field(min_length=1)
    """At most ten words."""
    text: str = Field(min_length=1)
    """What was promised, in our own words."""
    owner: str = Field(min_length=1)
    known_from: dt.date | None = None
    """The day on which it was made public, where that is after its framework; absent: the
    framework's.
    """
    due: dt.date | None = None
    due_words: str = ""
    """The words of a deadline that is no date: 'every council ward by 2026'."""
    source: str = Field(min_length=1)
    """The public document that makes the promise, and where in it."""
    address: Address = ""
    indicators: tuple[str, ...] = ()
    """Ids of the indicators that rest on it, the one that tells most first."""
    chart: tuple[ChartLink, ...] = ()
    entry: tuple[StatusEntry, ...] = ()


class Framework(Strict):
    """One ``promises/<id>.toml``: a plan, review or law, and what it promises."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str = Field(min_length=1)
    short: str = Field(min_length=1, max_length=32)
    publisher: str = Field(min_length=1)
    published: dt.date
    """A day by which it was public: as at an earlier day it is not shown."""
    published_words: str = ""
    """'January 2026', where the day itself is not known; else the day is shown."""
    source: str = Field(min_length=1)
    address: Address = ""
    succeeded_by: str = ""
    """Id of the framework that took its place; '' where none did."""
    note: str = ""
    """What a reader should know of it, in a sentence."""
    promise: tuple[Promise, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Framework:
        for promise in self.promise:
            first_day = self.known_from(promise)
            if first_day < self.published:
                raise ValueError(
                    f"'{promise.id}' is known from {first_day}, before {self.published}, when the"
                    " framework was published"
                )
            for entry in promise.entry:
                if entry.date < first_day:
                    raise ValueError(
                        f"'{promise.id}' has an entry of {entry.date}, before {first_day}, when"
                        f" {'it was made' if promise.known_from else 'the framework was published'}"
                    )
        return self

    def known_from(self, promise: Promise) -> dt.date:
        """The day from which one of its promises was public: nobody is told of it as at an earlier
        one.
        """
        return promise.known_from or self.published


def promise_faults(
    frameworks: Mapping[str, Framework],
    indicators: Collection[str],
    known_charts: Callable[[str, str], bool] | None,
) -> Iterator[str]:
    """Yield a sentence for each name that nothing declares and each id that is used twice."""
    for framework in frameworks.values():
        location = f"promises/{framework.id}.toml"
        after = framework.succeeded_by
        if after and (after not in frameworks or after == framework.id):
            yield f"{location}, succeeded_by: '{after}' is not another declared framework."
        promise_ids: set[str] = set()
        for promise in framework.promise:
            within = f"{location}, promise '{promise.id}'"
            if promise.id in promise_ids:
                yield f"{within}: the id is used twice; give each promise its own."
            promise_ids.add(promise.id)
            yield from _unknown_names(promise, within, indicators, known_charts)


def _unknown_names(
    promise: Promise,
    location: str,
    indicators: Collection[str],
    known_charts: Callable[[str, str], bool] | None,
) -> Iterator[str]:
    named = [("indicators", name) for name in promise.indicators]
    named += [("chart, indicator", link.indicator) for link in promise.chart if link.indicator]
    for key, name in named:
        if name not in indicators:
            near = difflib.get_close_matches(name, indicators, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else "."
            yield f"{location}, {key}: '{name}' is not a declared indicator{hint}"
    for link in promise.chart:
        if known_charts and not known_charts(link.page, link.chart):
            yield f"{location}, chart: page '{link.page}' has no chart '{link.chart}'."
