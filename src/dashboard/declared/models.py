"""What a declaration may say: one frozen, strict model a kind of file under ``data/declared``.

An unknown key is an error, so a misspelling is found when the file is read and not when a chart is
wrong.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Level = Literal["ward", "borough", "bcu", "mps"]
LEVELS: tuple[Level, ...] = ("ward", "borough", "bcu", "mps")
Theme = Literal[
    "trust_and_confidence", "neighbourhood_policing", "response", "outcomes", "workforce"
]


def _in_words(unit: str) -> str:
    if not re.fullmatch(r"[\w%£ ,.()/'-]*", unit):
        raise ValueError("a unit is written in letters, digits, spaces and , . ( ) / ' - % £ alone")
    return unit


Unit = Annotated[str, AfterValidator(_in_words)]
"""Of a figure, as it is written after its number and beside an axis: 'per 1,000 residents'."""


class Strict(BaseModel):
    """Base of every declaration: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Area(Strict):
    """One row of ``areas/<level>s.csv``: a ward, borough, BCU or the MPS itself."""

    code: str = Field(min_length=2)
    name: str = Field(min_length=2)
    level: Level
    parent: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    population: int = Field(gt=0)
    """Usual residents, Census 2021."""
    part: Literal["inner", "outer"] | None = None
    """Of a borough: inner or outer London, by the London Government Act 1963."""
    hectares: float | None = Field(default=None, gt=0)
    """Of a borough: its land to mean high water."""
    hex_col: int | None = None
    hex_row: int | None = None
    longitude: float | None = None
    latitude: float | None = None


class Target(Strict):
    """A value to be reached by a date, and who set it."""

    date: dt.date
    value: float
    known_from: dt.date | None = None
    """The day on which it was made public: as at an earlier day there is no such target. Absent:
    it stands on every day.
    """
    note: str = ""
    """Who set it and where it is recorded."""


class Step(Strict):
    """A known change of a process, from which its control limits begin anew; figures stay
    comparable across it.

    Where they do not stay comparable, declare a break with the source instead.
    """

    date: dt.date
    title: str = Field(min_length=1)
    """In a few words, as it is written into the chart."""
    note: str = Field(min_length=1)
    """What changed, in a sentence, and where it is recorded."""
    areas: tuple[str, ...] = ()
    """Codes of the areas whose process changed; none given: every area."""


class Indicator(Strict):
    """One ``indicators/<id>.toml``: what is counted, over what, and how it is compared.

    A figure is ``multiplier * sum(numerator) / denominator``. ``numerator`` and a list
    ``denominator`` name measures of the sources (a leading ``-`` subtracts; ``theft/*`` takes every
    measure that starts with ``theft/``; ``*`` takes all). ``denominator`` may also be ``base`` (the
    measure's own base, such as people interviewed) or ``population`` (residents times the years in
    the period); absent for a count.
    """

    id: str
    name: str
    """As a chart's title would begin: 'Trust in the MPS'."""
    short: str
    """At most 24 characters, for table headings and ticks."""
    theme: Theme
    order: int
    """Place within the theme in agenda order."""
    headline: bool = False
    """True: a row of the overview."""
    definition: str
    """What is counted over what, in a sentence."""
    why: str
    """Why the board looks at it, in a sentence."""
    sources: tuple[str, ...] = Field(min_length=1)
    unit: Unit
    """'per cent', 'per 1,000 residents', 'posts', 'minutes', 'people', 'calls', 'constables per
    sergeant'.
    """
    decimals: int = Field(default=1, ge=0, le=3)
    better: Literal["higher", "lower", "neutral"]
    method: Literal["proportion", "survey", "rate", "count", "ratio", "published", "areas_below"]
    """proportion, survey: Wilson interval; rate: Byar; count, ratio: complete counts, no interval;
    published: the source's own statistic with its own interval (a median); areas_below: the share
    of wards below ``minimum``.
    """
    numerator: tuple[str, ...] = Field(min_length=1)
    denominator: tuple[str, ...] | Literal["base", "population"] | None = None
    multiplier: float = 1.0
    """100 for per cent, 1000 for a rate per 1,000 residents."""
    minimum: dict[str, float] | None = None
    """areas_below only: measure -> the least a ward should have."""
    stock: bool = False
    """True: a snapshot at a date, never summed over months."""
    period: Literal["published", "month", "quarter", "year"] = "published"
    """published: the source's own periods; quarter: calendar quarters; year: 12 months ending at
    each month.
    """
    design_effect: float = Field(default=1.0, ge=1.0)
    """Survey only: effective sample size = base / design_effect."""
    levels: tuple[Level, ...] = ("borough", "bcu", "mps")
    """Levels at which it may be shown."""
    group_types: tuple[str, ...] = ()
    """Breakdowns that may be shown, such as 'sexual_orientation' or 'category'."""
    total_over: str | None = None
    """A group type whose groups add up to the total, where the source publishes no total."""
    only_groups: tuple[str, ...] = ()
    """With total_over: the groups that count."""
    demand: str | None = None
    """The indicator that shows the demand behind this one."""
    withhold_below: int = Field(default=0, ge=0)
    """A figure whose numerator is from 1 to one less than this is withheld; 0: published openly,
    nothing withheld.
    """
    least_base: int = Field(default=0, ge=0)
    """A figure on a smaller base is withheld; 50 for a survey."""
    target: tuple[Target, ...] = ()
    step: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Indicator:
        needs = {"proportion", "survey", "rate", "ratio"}
        if self.method in needs and self.denominator is None:
            raise ValueError(f"method '{self.method}' needs a denominator")
        if (self.method == "areas_below") != (self.minimum is not None):
            raise ValueError("'minimum' goes with method 'areas_below', and only with it")
        if self.stock and self.period == "year":
            raise ValueError(
                "a stock is a snapshot and cannot be summed to a year: use period month or quarter"
            )
        if self.only_groups and not self.total_over:
            raise ValueError("'only_groups' needs 'total_over'")
        if self.step and self.period == "year":
            raise ValueError(
                "a rolling year has no control limits that a step could begin anew; leave"
                " 'step' out"
            )
        if len({(s.date, s.areas) for s in self.step}) < len(self.step):
            raise ValueError(
                "two steps have the same date and areas; give one title and note to both"
            )
        return self


class Measure(Strict):
    """A measure that a source publishes, the names it has borne, and the range a value may have."""

    id: str
    aliases: tuple[str, ...] = ()
    label: str = ""
    least: float | None = None
    most: float | None = None
    statistic: bool = False
    """True: the source's own statistic, such as a median, and no count of what the base counts."""
    rounded_to: float | None = Field(default=None, gt=0)
    """The step to which the publisher rounds the file's values, in the file's own unit: 0.01 for
    whole per cents that are given as proportions; absent: not rounded, or by too little to matter.
    """


class Break(Strict):
    """A date at which a series stops being comparable with itself."""

    date: dt.date
    title: str
    note: str
    levels: tuple[Level, ...] = LEVELS


class Sample(Strict):
    """The survey base assumed where the publisher gives none."""

    until: dt.date | None = None
    """Periods that end on or before this date; absent: all later ones."""
    base: int = Field(gt=0)


class Source(Strict):
    """One ``sources/<id>.toml``: a published family of files and how to read it."""

    id: str
    name: str
    publisher: str
    licence: str
    address: str
    """Where the files are published; '' for a file that is not published."""
    format: Literal[
        "tidy", "crime_wide", "attitude_survey", "force_strength", "boundaries", "allocation_plan"
    ]
    frequency: str
    """In words: 'monthly', 'quarterly, rolling 12 months'."""
    level: Level | None = None
    """The level of the file's areas, where the format allows more than one."""
    columns: dict[str, tuple[str, ...]] = {}
    """Canonical column -> the headers it has borne (matched without regard to case and spaces)."""
    header_rows: int = Field(default=1, ge=1, le=3)
    """Rows that make the header: of two, 'DWO' over 'Posts' and 'In post' is read as 'DWO Posts'
    and 'DWO In post'.
    """
    sheet: str = ""
    """Title of the sheet of a workbook; '': the one with the header, or of several the one called
    'data'.
    """
    decimal: Literal["", ".", ","] = ""
    """What parts the decimals of numbers; '': told from the file, where it can be told safely."""
    measure: tuple[Measure, ...] = ()
    groups: dict[str, dict[str, tuple[str, ...]]] = {}
    """Type of group -> name of each group -> its other names (matched without regard to case,
    dashes and spaces).
    """
    sparse: bool = False
    """True: a row that is absent is a zero, and a release replaces whole periods."""
    freshness_days: int = Field(default=120, gt=0)
    """Days after the end of the last period by which a newer one is expected."""
    quirks: tuple[str, ...] = ()
    """What a reader of the figures should know of the file, in sentences."""
    sample: tuple[Sample, ...] = ()
    break_: tuple[Break, ...] = Field(default=(), alias="break")


ActionStatus = Literal["open", "not started", "in progress", "complete", "closed"]
STATUSES: tuple[ActionStatus, ...] = ("open", "not started", "in progress", "complete", "closed")
