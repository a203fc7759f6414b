"""Data and definitions: the declared indicators and sources, what was received of them, and what it
covers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.panels.common.page import Page
from dashboard.panels.data.text import (
    KEPT,
    LEVEL_NAMES,
    NOT_RUN,
    PERIODS,
    days_text,
    freshness_words,
    kind_words,
    levels_text,
    method_words,
    result_words,
)
from dashboard.store.checks import checks
from dashboard.text import day


@dataclass(frozen=True)
class Reference:
    """What the page says of the data, one query a kind."""

    page: Page

    @cached_property
    def coverage_rows(self) -> pd.DataFrame:
        """``queries/coverage.sql``."""
        return self.page.store.query("coverage")

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """One row an indicator and level, for reading: first and last period, areas with figures,
        withheld.
        """
        rows = self.coverage_rows
        return pd.DataFrame(
            {
                "Indicator": rows["name"],
                "Level": rows["level"].map(LEVEL_NAMES),
                "First period to": days_text(rows["first_period"]),
                "Last period to": days_text(rows["last_period"]),
                "Periods": rows["periods"],
                "Areas with figures": [f"{r.areas} of {r.areas_there}" for r in rows.itertuples()],
                "Figures withheld": rows["withheld"],
            }
        )

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """One row an indicator, for reading and download."""
        rows, targets = self.page.indicators, self.targets
        return pd.DataFrame(
            {
                "Indicator": rows["name"],
                "Definition": rows["definition"],
                "Why": rows["why"],
                "Unit": rows["unit"],
                "Better": rows["better"],
                "Method": [method_words(r) for r in rows.itertuples()],
                "Minimum base": rows["least_base"],
                "Counts withheld below": rows["withhold_below"],
                "Levels": [levels_text(v) for v in rows["levels"]],
                "Period": rows["period"].map(PERIODS),
                "Sources": [self._sources(v) for v in rows["sources"]],
                "Targets": ["; ".join(targets.get(i, ())) for i in rows.index],
                "Data to": days_text(rows["last_period"]),
                "Id": rows["id"],
            }
        ).reset_index(drop=True)

    @cached_property
    def targets(self) -> dict[str, list[str]]:
        """Indicator -> its targets in words: '90% by 31 March 2024 (who set it)'."""
        targets: dict[str, list[str]] = {}
        for r in self.page.store.query("targets").itertuples():
            note = f" ({r.note})" if r.note else ""
            targets.setdefault(r.indicator, []).append(
                f"{self.page.text(r.indicator, r.value)} by {day(r.date)}{note}"
            )
        return targets

    def _sources(self, ids: Any) -> str:
        names = self.source_rows.set_index("id")["name"]
        return "; ".join(names.get(i, i) for i in ids)

    @cached_property
    def source_rows(self) -> pd.DataFrame:
        """``queries/freshness.sql``."""
        return self.page.store.query("freshness")

    @cached_property
    def breaks(self) -> pd.DataFrame:
        """``queries/source_breaks.sql``."""
        return self.page.store.query("source_breaks")

    @cached_property
    def source_lines(self) -> dict[str, list[str]]:
        """Name of each source -> what is declared of it, a sentence each."""
        return {r.name: self._source_lines(r) for r in self.source_rows.itertuples()}

    def _source_lines(self, row: Any) -> list[str]:
        source_breaks = self.breaks[self.breaks["source"] == row.id]
        return [
            f"Publisher: {row.publisher}. Licence: {row.licence}.",
            f"Address: {row.address or 'not published'}. Frequency: {row.frequency}.",
            *row.quirks,
            *(
                f"Break at {day(b.date)} ({levels_text(b.levels)}): {b.title}. {b.note}"
                for b in source_breaks.itertuples()
            ),
        ]

    @cached_property
    def freshness(self) -> pd.DataFrame:
        """One row a source: the last period received and whether a newer one is late at the
        reporting date.
        """
        rows, at = self.source_rows, self.page.reporting_date
        return pd.DataFrame(
            {
                "Source": rows["name"],
                "Data to": days_text(rows["last_period"]),
                "Published": days_text(rows["published"]),
                "State": [
                    freshness_words(r.releases, r.last_period, r.freshness_days, at)
                    for r in rows.itertuples()
                ],
                "Frequency": rows["frequency"],
                "Kind": kind_words(rows["demonstration"], rows["releases"] > 0),
            }
        )

    @property
    def freshness_reading(self) -> str:
        """How many sources are late and of how many nothing was received, in a sentence."""
        states = self.freshness["State"]
        late, none = (
            int(states.str.startswith("late").sum()),
            int(states.str.startswith("nothing").sum()),
        )
        return (
            f"At {day(self.page.reporting_date)}, {late or 'none'} of {len(states)} sources "
            f"{'is' if late == 1 else 'are'} late; nothing has been received of {none or 'none'}."
        )

    @cached_property
    def releases(self) -> pd.DataFrame:
        """One row a received file in force, for reading."""
        rows = self.page.store.query("received")
        return pd.DataFrame(
            {
                "Source": rows["source"],
                "Published": days_text(rows["published"]),
                "Kind": kind_words(rows["demonstration"]),
                "Data from": days_text(rows["first_period"]),
                "Data to": days_text(rows["last_period"]),
                "Rows": rows["rows_read"],
                "Figures": rows["facts"],
                "Figures revised": rows["revised"],
                "File": rows["file"],
                "SHA-256 begins": rows["sha256"].str[:12],
            }
        )

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row a finding, errors first, with the id of its source."""
        rows = self.page.store.query("findings")
        return pd.DataFrame(
            {
                "Severity": rows["severity"],
                "Source": rows["source"].replace("", None).fillna("the build"),
                "File": rows["file"].fillna(""),
                "Row": rows["row_number"].astype("Int64"),
                "Column": rows["column_name"].fillna(""),
                "Finding": rows["message"],
            }
        )

    @cached_property
    def checks(self) -> pd.DataFrame:
        """One row a check of the figures: what a row of it says, and how many there were in the
        build.
        """
        check_results = json.loads(self.page.store.meta().get("checks", "{}"))
        declared_checks = checks(self.page.store.queries)
        return pd.DataFrame(
            {
                "Check": [c.name.replace("_", " ") for c in declared_checks],
                "Result": [result_words(check_results.get(c.name)) for c in declared_checks],
                "Severity": [c.severity for c in declared_checks],
                "A row says": [f"{c.sentence}." for c in declared_checks],
            }
        )

    @property
    def checks_reading(self) -> str:
        """How many checks were kept and broken, in a sentence."""
        results = self.checks["Result"]
        broken = int(results.str.startswith("broken").sum())
        return (
            f"{int((results != NOT_RUN).sum())} checks were run when these figures were built:"
            f" {int((results == KEPT).sum())} kept, {broken or 'none'}"
            f" broken{' (see Findings)' if broken else ''}."
        )

    def select_findings(self, severity: str, source: str) -> pd.DataFrame:
        """The findings of a severity and a source; '' for all."""
        rows = self.findings
        return rows[
            ((rows["Severity"] == severity) | (severity == ""))
            & ((rows["Source"] == source) | (source == ""))
        ]
