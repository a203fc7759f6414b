"""Every declared indicator as a row: its source, releases, coverage and findings, and the filters
that narrow them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.panels.common.page import THEMES
from dashboard.panels.common.panel import Panel
from dashboard.panels.data.definitions import Reference
from dashboard.panels.data.text import LEVELS_COUNTED, coverage_words, findings_words
from dashboard.text import count_things, day

STATES = {
    "fresh": "Up to date",
    "overdue": "Overdue",
    "none": "No figures yet",
    "demonstration": "Demonstration data",
}
"""State of an indicator's data -> its words. A row of demonstration data has two of them."""


@dataclass(frozen=True)
class DirectoryFilters:
    """What the table is narrowed to; '' is all."""

    theme: str = ""
    source: str = ""
    state: str = ""

    @property
    def parameters(self) -> dict[str, str]:
        """The filters as the page's address has them."""
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class DirectoryRow:
    """One indicator of the table."""

    id: str
    name: str
    definition: str
    theme: str
    """A key of ``THEMES``."""
    sources: tuple[str, ...]
    source_names: str
    """Of all of them, with semicolons."""
    first_source: str
    """Name of the one declared first."""
    publishers: str
    last_release: dt.date | None
    """Day of the newest release; None where nothing was received."""
    next_due: dt.date | None
    """Day after which its first source counts as late."""
    state: str
    """'fresh', 'overdue' or 'none'."""
    demonstration: bool
    areas: str
    """'32 boroughs, 12 BCUs'; '' without figures."""
    periods: str
    """'18 periods since March 2019'; '' without figures."""
    findings: str
    """'1 warning, 2 notes' or 'None'."""

    def has_state(self, state: str) -> bool:
        """Whether the row is one of ``state``, a key of ``STATES`` or '' for any."""
        return state in ("", self.state) or (state == "demonstration" and self.demonstration)


@dataclass(frozen=True)
class Directory:
    """The table of indicators at some filters."""

    reference: Reference
    filters: DirectoryFilters

    @cached_property
    def every(self) -> tuple[DirectoryRow, ...]:
        """A row for each declared indicator, in agenda order."""
        return tuple(self._row(row) for row in self.reference.page.indicators.itertuples())

    @cached_property
    def rows(self) -> tuple[DirectoryRow, ...]:
        """The rows that the filters leave."""
        narrowing = self.filters
        return tuple(
            row
            for row in self.every
            if narrowing.theme in ("", row.theme)
            and (not narrowing.source or narrowing.source in row.sources)
            and row.has_state(narrowing.state)
        )

    @cached_property
    def _sources(self) -> pd.DataFrame:
        return self.reference.source_rows.set_index("id")

    @cached_property
    def _coverage(self) -> dict[str, pd.DataFrame]:
        rows = self.reference.coverage_rows
        return {str(name): part for name, part in rows[rows["areas"] > 0].groupby("id")}

    def _row(self, row: Any) -> DirectoryRow:
        source_ids = [i for i in row.sources if i in self._sources.index]
        sources = self._sources.loc[source_ids]
        received_sources = sources[sources["last_period"].notna()]
        due = [
            last.date() + dt.timedelta(days=int(days))
            for last, days in zip(
                received_sources["last_period"], received_sources["freshness_days"], strict=True
            )
        ]
        coverage = self._coverage.get(row.id)
        last_release = received_sources["published"].max() if len(received_sources) else None
        has_figures = coverage is not None and len(received_sources) > 0
        return DirectoryRow(
            id=row.id,
            name=row.name,
            definition=row.definition,
            theme=row.theme,
            sources=tuple(source_ids),
            source_names="; ".join(sources["name"]),
            first_source=next(iter(sources["name"]), ""),
            publishers="; ".join(dict.fromkeys(sources["publisher"])),
            last_release=None if last_release is None else last_release.date(),
            next_due=min(due, default=None),
            state=self._state(due) if has_figures else "none",
            demonstration=bool(received_sources["demonstration"].any()),
            areas="" if coverage is None else _areas_words(coverage),
            periods="" if coverage is None else coverage_words(coverage),
            findings=findings_words(self._count_findings(source_ids)),
        )

    def _state(self, due: Sequence[dt.date]) -> str:
        return "overdue" if min(due) < self.reference.page.reporting_date else "fresh"

    def _count_findings(self, sources: Sequence[str]) -> Counter[str]:
        rows = self.reference.findings
        return Counter(rows.loc[rows["Source"].isin(sources), "Severity"])

    @property
    def themes(self) -> dict[str, str]:
        """Theme -> words, of those that have an indicator."""
        used = {row.theme for row in self.every}
        return {theme: words for theme, words in THEMES.items() if theme in used}

    @property
    def source_names(self) -> dict[str, str]:
        """Id -> name of every declared source, by name."""
        return {str(i): str(name) for i, name in self._sources["name"].items()}

    @property
    def finding(self) -> str:
        """How many indicators are up to date, overdue and without figures, in a sentence."""
        states = Counter(row.state for row in self.every)
        total = len(self.every)
        parts = [
            f"{states['fresh']} of {count_things(total, 'indicator is', 'indicators are')} up to date"
        ]
        if states["overdue"]:
            parts.append(f"{count_things(states['overdue'], 'is', 'are')} overdue")
        if states["none"]:
            parts.append(f"{count_things(states['none'], 'has', 'have')} no figures yet")
        return "; ".join(parts)

    @property
    def showing(self) -> str:
        """'Showing 8 of 43 indicators.'"""
        return f"Showing {len(self.rows)} of {count_things(len(self.every), 'indicator')}."

    def neighbours(self, indicator: str) -> tuple[str, str, str]:
        """Ids of the rows before and after ``indicator``, '' for none, and its place in words."""
        ids = [row.id for row in self.rows]
        if indicator not in ids:
            return "", "", "Not among the rows that the filters leave"
        at = ids.index(indicator)
        after = ids[at + 1] if at + 1 < len(ids) else ""
        return (
            ids[at - 1] if at else "",
            after,
            f"{at + 1} of {count_things(len(ids), 'indicator')}",
        )

    def panel(self) -> Panel:
        """The table as a panel, whose files have every definition."""
        page, whole = self.reference.page, self.reference.indicators.set_index("Id", drop=False)
        extra = pd.DataFrame(
            {
                "Indicator": [row.name for row in self.rows],
                "Theme": [THEMES[row.theme] for row in self.rows],
                "Source": [row.source_names for row in self.rows],
                "Released": [
                    "" if r.last_release is None else day(r.last_release) for r in self.rows
                ],
                "Late after": ["" if r.next_due is None else day(r.next_due) for r in self.rows],
                "State": [STATES[row.state] for row in self.rows],
                "Areas with figures": [row.areas for row in self.rows],
                "Periods": [row.periods for row in self.rows],
                "Findings": [row.findings for row in self.rows],
            }
        )
        rest = whole.loc[[row.id for row in self.rows]].drop(columns=["Indicator", "Sources"])
        return page.panel(
            "indicators",
            title=self.finding,
            subtitle="Source, releases, coverage and findings of each indicator",
            reading=self.showing,
            table=pd.concat([extra, rest.reset_index(drop=True)], axis=1),
            indicators=(),
            releases=page.releases["id"],
            query="indicators",
            parameters={},
        )


def _areas_words(coverage: pd.DataFrame) -> str:
    """The two finest levels with figures: '679 wards, 32 boroughs'."""
    counts = coverage.set_index("level")["areas"]
    finest = [level for level in LEVELS_COUNTED if level in counts.index][:2]
    return ", ".join(count_things(int(counts[level]), *LEVELS_COUNTED[level]) for level in finest)
