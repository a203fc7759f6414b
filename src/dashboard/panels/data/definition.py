"""One indicator opened: what it counts, how, from which files, and what was found in them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.panels.common.panel import Panel
from dashboard.panels.data.definitions import Reference
from dashboard.panels.data.text import (
    BETTER,
    LEVEL_NAMES,
    PERIODS,
    WHAT_TO_DO,
    base_words,
    counted_words,
    levels_text,
    method_words,
)
from dashboard.text import capitalise, day, month


@dataclass(frozen=True)
class Definition:
    """What is declared and received of one indicator."""

    reference: Reference
    indicator: str
    """Id of a declared indicator."""

    @property
    def row(self) -> Any:
        """The indicator's row of ``queries/indicators.sql``."""
        return self.reference.page.indicators.loc[self.indicator]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Label and words of what is said first."""
        targets = self.reference.targets.get(self.indicator, ())
        last = self.row["last_period"]
        return [
            ("Direction", BETTER[self.row["better"]]),
            ("Unit", self.row["unit"]),
            ("Target", "; ".join(targets) or "none set"),
            ("Data to", "no figures yet" if pd.isna(last) else day(last)),
        ]

    @property
    def sections(self) -> list[tuple[str, list[str]]]:
        """Heading and sentences of each part that is words alone."""
        row = self.row
        method = capitalise(method_words(row))
        return [
            ("Why it matters", [row["why"]]),
            ("Numerator and denominator", [counted_words(row)]),
            ("Method and likely range", [method if method.endswith(".") else f"{method}."]),
            ("Minimum base", [base_words(row)]),
            (
                "Levels and periods",
                [f"Levels: {levels_text(row['levels'])}. Periods: {PERIODS[row['period']]}."],
            ),
        ]

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """One row a level: areas with figures, periods, first and last period, figures withheld."""
        rows = self.reference.coverage_rows
        rows = rows[rows["id"] == self.indicator]
        return pd.DataFrame(
            {
                "Level": rows["level"].map(LEVEL_NAMES),
                "Areas": [f"{r.areas} of {r.areas_there}" for r in rows.itertuples()],
                "Periods": rows["periods"],
                "First": [_month(d) for d in rows["first_period"]],
                "Last": [_month(d) for d in rows["last_period"]],
                "Withheld": rows["withheld"],
            }
        ).reset_index(drop=True)

    @cached_property
    def _sources(self) -> list[str]:
        return list(self.row["sources"])

    @cached_property
    def releases(self) -> list[str]:
        """A sentence for each received file in force, newest first."""
        rows = self.reference.page.releases
        rows = rows[rows["source"].isin(self._sources)]
        return [
            f"{r.source_name}, {r.publisher}: published {day(r.published)}"
            f"{f', {int(r.revised):,} figures revised' if r.revised else ''}."
            for r in rows.itertuples()
        ]

    @cached_property
    def breaks(self) -> list[str]:
        """A sentence for each date from which its series is not comparable with itself."""
        rows = self.reference.breaks
        rows = rows[rows["source"].isin(self._sources)]
        return [f"{day(r.date)}: {r.title}. {r.note}" for r in rows.itertuples()]

    @cached_property
    def findings(self) -> list[tuple[str, str, str, str]]:
        """Severity, place in the file, words, and what to do, for each finding of its sources."""
        rows = self.reference.findings
        rows = rows[rows["Source"].isin(self._sources)]
        return [
            (
                str(r.Severity),
                _place(r.File, r.Row, r.Column),
                str(r.Finding),
                WHAT_TO_DO.get(str(r.Severity), ""),
            )
            for r in rows.itertuples()
        ]

    def panel(self) -> Panel:
        """The definition as a panel; its table is the coverage, its query the indicator's series."""
        page = self.reference.page
        sources = page.releases
        panel = page.panel(
            "definition",
            title=self.row["name"],
            subtitle=", ".join(
                self.reference.source_rows.set_index("id")["name"].reindex(self._sources).dropna()
            ),
            reading=self.row["definition"],
            table=self.coverage,
            indicators=(self.indicator,),
            releases=sources.loc[sources["source"].isin(self._sources), "id"],
            query="series",
            parameters={"indicators": self.indicator, "areas": "the areas that a page shows"},
        )
        return dataclasses.replace(panel, notes=(*panel.notes, *self.breaks))


def _place(file: str, row: Any, column: str) -> str:
    """'file.csv, row 3, column Borough', of which the parts that are known."""
    parts = (file, "" if pd.isna(row) else f"row {row:,}", column and f"column {column}")
    return ", ".join(part for part in parts if part)


def _month(date: Any) -> str:
    return "" if pd.isna(date) else month(date)
