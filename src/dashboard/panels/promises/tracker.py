"""Plans and promises: what was promised, by whom and by when, and the figures that rest on it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard import catalogue
from dashboard.catalogue import chart
from dashboard.declared.promises import FINISHED_STATUSES, NO_STATUS
from dashboard.panels.common.due import due_choice, due_state
from dashboard.panels.common.indicator_rows import trends
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.variation import brief, verdict_words, way_of
from dashboard.panels.overview.indicators import exploring_page
from dashboard.panels.overview.variation import Variation
from dashboard.panels.promises.figure import ChartLine, Figure
from dashboard.text import count_things, day, due_text, join_names, period_words

_SOURCE = "Public documents, each named with its promise; the words are our own"
_DEFINITION = (
    "A promise is one public commitment of a plan, a review or a law. Its status is the last one"
    " that a dated public source tells; where none does, none is shown."
)


def _tracker(page: Page) -> Tracker:
    return once(Tracker)(page)


@dataclass(frozen=True)
class Tracker:
    """The promises that the page's view asks for. Nothing in it is changed."""

    page: Page

    @cached_property
    def every(self) -> pd.DataFrame:
        """``queries/promises.sql``; status is ``NO_STATUS`` where no source tells one.

        Adds due_choice: which of ``dashboard.view.DUE_CHOICES`` holds, '' of what is finished.
        """
        rows = self.page.store.query("promises")
        rows = rows.assign(status=rows["status"].fillna(NO_STATUS))
        return rows.assign(
            due_choice=[
                due_choice(_date(r.due), r.status in FINISHED_STATUSES, self.page.reporting_date)
                for r in rows.itertuples()
            ]
        )

    @cached_property
    def filtered_promises(self) -> pd.DataFrame:
        """The promises that pass the view's filters."""
        view, rows = self.page.view, self.every
        keep = pd.Series(True, index=rows.index)
        filters = {
            "framework": view.framework,
            "owner": view.promiser,
            "status": view.promise_status,
            "due_choice": view.due,
        }
        for column, value in filters.items():
            keep &= (rows[column] == value) | (value == "")
        return rows[keep]

    @property
    def opened_promise(self) -> Any | None:
        """The promise that the view opens, whatever the filters say; None for none."""
        rows = self.every[self.every["id"] == self.page.view.promise]
        return next(iter(rows.itertuples()), None)

    @cached_property
    def _named_indicators(self) -> tuple[str, ...]:
        """Indicators that any promise names and that have a figure, in agenda order."""
        named_ids = {name for names in self.every["indicators"] for name in names}
        return tuple(
            self.page.with_figures(i for i in self.page.indicators.index if i in named_ids)
        )

    @cached_property
    def _variation(self) -> Variation:
        return Variation(self.page, self._named_indicators)

    @cached_property
    def _figures(self) -> dict[str, Figure]:
        """Indicator -> its latest MPS figure."""
        lines = trends(self.page, self._variation.series)
        return {
            r.indicator: self._figure(r, lines.get(r.indicator, []))
            for r in self._variation.latest.itertuples()
        }

    def _figure(self, r: Any, trend: list[float]) -> Figure:
        indicator_row = self.page.indicators.loc[r.indicator]
        icons = self._variation.icons[r.indicator]
        value = "withheld" if isinstance(r.withheld, str) else self.page.text(r.indicator, r.value)
        return Figure(
            r.indicator,
            indicator_row["name"],
            exploring_page(indicator_row),
            value,
            period_words(r.period_start, r.period_end, bool(indicator_row["stock"])),
            brief(icons),
            verdict_words(icons)[0],
            way_of(icons),
            icons,
            self._variation.statuses.get(r.indicator),
            trend,
        )

    def figures(self, row: Any) -> list[Figure]:
        """The indicators that rest on a promise, the one that tells most first."""
        return [self._figures.get(name) or self._bare(name) for name in row.indicators]

    def _bare(self, indicator: str) -> Figure:
        declared = self.page.indicators.loc[indicator]
        return Figure(indicator, declared["name"], "data", "", "", "", "", "", None, None, [])

    def due(self, row: Any) -> str:
        """'31 March 2024 (overdue)', the source's own words, or 'none set'."""
        date = _date(row.due)
        if date is None:
            return due_text(None, row.due_words)
        finished = row.status in FINISHED_STATUSES
        state = "" if finished else due_state(date, "open", self.page.reporting_date)
        return f"{day(date)} ({state})" if state else day(date)

    @cached_property
    def _entries(self) -> pd.DataFrame:
        return self.page.store.query("promise_entries")

    def entries(self, row: Any) -> list[Any]:
        """The dated words on a promise, oldest first (``queries/promise_entries.sql``)."""
        rows = self._entries
        return list(rows[rows["promise"] == row.id].itertuples())

    @cached_property
    def _charts(self) -> pd.DataFrame:
        return self.page.store.query("promise_charts")

    def charts(self, row: Any) -> list[ChartLine]:
        """The charts that show how a promise stands, in the order declared."""
        rows = self._charts
        return [self._chart(r) for r in rows[rows["promise"] == row.id].itertuples()]

    def _chart(self, row: Any) -> ChartLine:
        query = {"opened": catalogue.section_of(row.page, row.chart)}
        if row.indicator in self.page.with_figures([row.indicator]):
            query["indicator"] = row.indicator
        label = (
            row.indicator_name
            if isinstance(row.indicator_name, str)
            else f"{catalogue.PAGES[row.page].title}: {row.chart}"
        )
        parameters = {key: value for key, value in query.items() if value}
        return ChartLine(label, row.page, row.chart, row.note, parameters)

    @property
    def finding(self) -> str:
        """'Turnaround Plan: 14 promises, 5 in progress and 9 with no status recorded; 1 overdue'."""
        rows = self.filtered_promises
        counts = rows["status"].value_counts(sort=False)
        states = join_names(
            f"{number} with {status}" if status == NO_STATUS else f"{number} {status}"
            for status, number in counts.items()
        )
        late = int((rows["due_choice"] == "overdue").sum())
        frameworks = rows["framework_short"].unique()
        where = f"{frameworks[0]}: " if len(frameworks) == 1 else ""
        over = (
            ""
            if where
            else f" of {count_things(len(frameworks), 'plan, review or law', 'plans, reviews and laws')}"
        )
        overdue = f"; {late} overdue" if late else ""
        return f"{where}{count_things(len(rows), 'promise')}{over}: {states}{overdue}"

    @chart("promises", "log", order=1, of=_tracker)
    @once
    def log(self) -> Panel | None:
        """The promises shown as a table, a row each; None where the filters leave none."""
        if self.filtered_promises.empty:
            return None
        overdue = int((self.filtered_promises["due_choice"] == "overdue").sum())
        reading = (
            f"Showing {len(self.filtered_promises)} of {len(self.every)} promises; {overdue or 'none'}"
            f" {'is' if overdue < 2 else 'are'} overdue at {day(self.page.reporting_date)}."
        )
        figures = [f for r in self.filtered_promises.itertuples() for f in self.figures(r)]
        return self.text_panel(
            "log",
            title=self._title,
            subtitle="Promises in our own words, with owner, deadline, status and latest MPS figure",
            reading=reading,
            table=pd.DataFrame([self._row(r) for r in self.filtered_promises.itertuples()]),
            figures=figures,
        )

    @property
    def _title(self) -> str:
        """'Turnaround Plan: 14 promises, 3 with a recorded status'."""
        rows = self.filtered_promises
        frameworks, count = rows["framework_short"].unique(), count_things(len(rows), "promise")
        if len(frameworks) != 1:
            return f"{count} of public plans and reviews"
        told = int((rows["status"] != NO_STATUS).sum())
        return f"{frameworks[0]}: {count}, {told or 'none'} with a recorded status"

    @once
    def promise(self) -> Panel | None:
        """The opened promise, its indicators as a table; None where none is opened."""
        row = self.opened_promise
        if row is None:
            return None
        figures = self.figures(row)
        table = pd.DataFrame(
            {
                "Indicator": [f.name for f in figures],
                "Latest": [f.value or "No figure is loaded" for f in figures],
                "Period": [f.period for f in figures],
                "Verdict": [f.verdict for f in figures],
                "Target": [f.target.sentence if f.target else "" for f in figures],
            }
        )
        return self.text_panel(
            "promise",
            title=row.title,
            subtitle=", ".join(filter(None, (row.framework_name, row.mark))),
            reading=row.text,
            table=table,
            figures=figures,
        )

    def text_panel(
        self,
        name: str,
        *,
        title: str,
        subtitle: str,
        reading: str,
        table: pd.DataFrame,
        figures: Sequence[Figure] = (),
    ) -> Panel:
        """A panel without a chart, with the sources of ``figures`` beside the public documents."""
        named = {f.indicator for f in figures}
        latest = self._variation.latest
        releases = latest.loc[latest["indicator"].isin(named), "release"].unique()
        panel = self.page.panel(
            name,
            title=title,
            subtitle=subtitle,
            reading=reading,
            table=table,
            indicators=(),
            releases=releases,
            query="promises",
            parameters={},
        )
        source = f"{_SOURCE}. Figures: {panel.source}" if panel.source else _SOURCE
        return dataclasses.replace(panel, source=source, definition=_DEFINITION)

    def _row(self, row: Any) -> dict[str, str]:
        figures = self.figures(row)
        return {
            "Promise": row.title,
            "Mark": row.mark,
            "Owner": row.owner,
            "Due": self.due(row),
            "Status": row.status,
            "Indicators": " | ".join(f"{f.name}: {f.value or 'no figure'}" for f in figures),
            "Verdict of the first": figures[0].verdict if figures else "",
            "Target of the first": (
                figures[0].target.sentence if figures and figures[0].target else ""
            ),
            "Framework": row.framework_name,
            "In our words": row.text,
            "Life": " | ".join(f"{day(e.date)}: {e.text}" for e in self.entries(row)),
            "Source": row.source,
        }


def _date(due: Any) -> Any:
    return None if pd.isna(due) else pd.Timestamp(due).date()
