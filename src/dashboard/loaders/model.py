"""What a loader hands on: tidy tables and the findings that explain them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pandas as pd

Severity = Literal["error", "warning", "note"]

FACT_COLUMNS = (
    "measure",  # str: a measure id of the source
    "area",  # str: an area code
    "period_start",  # datetime64: first day
    "period_end",  # datetime64: last day
    "group_type",  # str: '' for the whole area
    "group_name",  # str: '' for the whole area
    "value",  # float: a count, or the source's own statistic
    "base",  # float or NaN: people asked, incidents counted
    "lower",  # float or NaN: the source's own 95% interval
    "upper",  # float or NaN
)
COVERAGE_COLUMNS = ("level", "period_start", "period_end")
BOUNDARY_COLUMNS = ("area", "level", "ring", "longitude", "latitude")
PLAN_COLUMNS = ("plan", "ward", "tier", "dwo_posts", "pcso_posts")
NEED_COLUMNS = ("plan", "ward", "component", "score")


@dataclass(frozen=True)
class Finding:
    """One thing to know about a file: what, where, and what to do where there is something to do."""

    severity: Severity
    message: str
    row: int | None = None
    """Row of the file as a spreadsheet shows it: the header is row 1."""
    column: str | None = None
    id: str = ""
    """By which a person accepts it; '': it is accepted with all other warnings only."""


def _empty_table(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame({column: [] for column in columns})


@dataclass
class LoadedFile:
    """A file as tidy tables. With an error among ``findings`` the tables are not to be used."""

    source: str
    path: Path
    rows_read: int = 0
    facts: pd.DataFrame = field(default_factory=lambda: _empty_table(FACT_COLUMNS))
    coverage: pd.DataFrame = field(default_factory=lambda: _empty_table(COVERAGE_COLUMNS))
    boundaries: pd.DataFrame = field(default_factory=lambda: _empty_table(BOUNDARY_COLUMNS))
    plan_wards: pd.DataFrame = field(default_factory=lambda: _empty_table(PLAN_COLUMNS))
    plan_needs: pd.DataFrame = field(default_factory=lambda: _empty_table(NEED_COLUMNS))
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """True where a finding is an error: nothing of the file may reach the database."""
        return any(f.severity == "error" for f in self.findings)
