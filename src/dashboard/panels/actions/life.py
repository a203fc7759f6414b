"""The life of one action: its days from when it was asked to now, and the figures it rests on."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.figures.panes import panes
from dashboard.panels.actions.gaps import DECIMALS, UNIT
from dashboard.panels.actions.log import ACTION_DEFINITION, ActionLog
from dashboard.panels.actions.record_words import recorded_by, update_words
from dashboard.panels.common.due import due_state
from dashboard.panels.common.panel import RECORD_SOURCE, Panel
from dashboard.panels.common.timeline import unit_sign
from dashboard.record.overlay import lines_told
from dashboard.text import capitalise, count_things, day, due_text, join_names, period_words

YEARS_BEFORE = 2
"""Years of figures drawn before the day on which an action was agreed."""
_FIGURES = (
    "Figures are London's, or the gap of the group furthest from London where the evidence is by a"
    " characteristic. They are as they stand on the day that is shown. A day marked is no cause of"
    " what follows it."
)


@dataclass(frozen=True)
class LifeDay:
    """A day in the life of an action."""

    date: dt.date
    kind: str
    """'Carried from', 'Agreed', 'Update', 'Carried over', 'Due', 'Reporting date' or 'As at'."""
    words: str
    """What was said or holds; '' where the kind says it."""
    notes: str = ""
    """What an update set and who recorded it; '' for nothing."""
    meeting: str = ""
    """The meeting that it leads to, where its record is held; '' for none."""


@dataclass(frozen=True)
class ActionLife:
    """One action of a log with all that became of it. Nothing in it is changed."""

    log: ActionLog
    row: Any
    """Of ``ActionLog.every``."""

    @cached_property
    def days(self) -> list[LifeDay]:
        """Its days, oldest first; of one day, in the order in which they came."""
        row = self.row
        days = [LifeDay(row.meeting.date(), "Agreed", self._first_words())]
        if not pd.isna(row.carried_from):
            days.insert(0, self._carried_from(row.carried_from.date()))
        days += self._updates()
        if not pd.isna(row.due):
            state = due_state(row.due.date(), row.status, self.log.page.reporting_date)
            days.append(LifeDay(row.due.date(), "Due", capitalise(state)))
        days.append(self._now())
        return sorted(days, key=lambda each: each.date)

    def _carried_from(self, date: dt.date) -> LifeDay:
        stem = date.isoformat()
        words = f"It was outstanding at the meeting of {day(date)}."
        return LifeDay(date, "Carried from", words, meeting=stem if self._is_held(stem) else "")

    def _is_held(self, stem: str) -> bool:
        return stem in self.log.meetings

    def _first_words(self) -> str:
        """To whom it was given, and by when, as first minuted."""
        row = self.row
        due = due_text(None if pd.isna(row.first_due) else row.first_due, row.first_due_words)
        paragraph = f", paragraph {row.paragraph}" if row.paragraph else ""
        by = recorded_by(row.id, self.log.page.store.meta())
        notes = f"; {by}" if by else ""
        return f"{row.board}{paragraph}. Owner: {row.first_owner}. Due: {due}{notes}."

    def _updates(self) -> list[LifeDay]:
        """Declared and recorded words, in the order in which they were said."""
        rows = self.log.updates_of(self.row.id).iloc[::-1]
        lines = lines_told(self.log.page.store.meta())
        carried_texts = {
            (stem, said.text) for stem, said in self.log.carried_actions.get(self.row.id, [])
        }
        days = []
        for update, (words, notes) in zip(
            rows.itertuples(), update_words(rows, lines), strict=True
        ):
            stem = f"{update.date:%Y-%m-%d}"
            is_carried = (stem, update.text) in carried_texts
            kind = "Carried over" if is_carried else "Update"
            days.append(LifeDay(update.date.date(), kind, words, notes, stem if is_carried else ""))
        return days

    def _now(self) -> LifeDay:
        as_at = self.log.page.view.as_at
        date = as_at or self.log.page.reporting_date
        kind = "As at" if as_at else "Reporting date"
        return LifeDay(date, kind, f"The action is {self.row.status}.")

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The figures on which it rests over time, in the order of its evidence, each once.

        Columns: series (indicator, and characteristic), indicator, label, unit, decimals,
        period_start, period_end, value, lower, upper (95%), demonstration, release; from
        ``YEARS_BEFORE`` years before it was agreed.
        """
        parts = [self._series(each) for each in self._named_rows]
        if not parts:
            return pd.DataFrame()
        rows = pd.concat(parts, ignore_index=True)
        first = self.row.meeting - pd.DateOffset(years=YEARS_BEFORE)
        return rows[(rows["period_end"] >= first) & rows["value"].notna()].reset_index(drop=True)

    @cached_property
    def _named_rows(self) -> list[Any]:
        """The rows of its evidence that name an indicator with a figure, each figure once."""
        rows = self.log.page.evidence
        rows = rows[(rows["action"] == self.row.id)]
        rows = rows[rows["indicator"].isin(self.log.page.with_figures(rows["indicator"]))]
        first: dict[str, Any] = {}
        for each in rows.itertuples():
            first.setdefault(self._key(each), each)
        return list(first.values())

    def _key(self, evidence: Any) -> str:
        """What tells one figure from another: the indicator, and a characteristic where it is a
        gap.
        """
        gap = self.log.figures.gap(evidence)
        return f"{gap.indicator}/{gap.group_type}" if gap else evidence.indicator

    @cached_property
    def _series_rows(self) -> pd.DataFrame:
        """``queries/series.sql`` of the MPS with intervals, for every indicator named."""
        page = self.log.page
        asked = {
            "indicators": sorted({each.indicator for each in self._named_rows}),
            "areas": ["MPS"],
        }
        sources = page.releases.set_index("id")["demonstration"]
        rows = page.estimates_of("series", asked)
        return rows.assign(demonstration=rows["release"].map(sources).astype(bool))

    def _series(self, evidence: Any) -> pd.DataFrame:
        page, gap = self.log.page, self.log.figures.gap(evidence)
        name = page.indicators.loc[evidence.indicator, "name"]
        if gap:
            words = {"label": f"{name}: {gap.name}", "unit": UNIT, "decimals": DECIMALS}
            rows = gap.rows.assign(**words)
        else:
            rows = self._series_rows[self._series_rows["indicator"] == evidence.indicator]
            rows = rows.assign(label=name)
        return rows.assign(series=self._key(evidence))[
            [
                *("series", "indicator", "label", "unit", "decimals", "period_start", "period_end"),
                *("value", "lower", "upper", "demonstration", "release"),
            ]
        ]

    def days_panel(self) -> Panel:
        """Its minuted words, and its days as a table: Day, What, Words, Notes."""
        row, days = self.row, self.days
        table = pd.DataFrame(
            {
                "Day": [f"{each.date:%Y-%m-%d}" for each in days],
                "What": [each.kind for each in days],
                "Words": [each.words for each in days],
                "Notes": [each.notes for each in days],
            }
        )
        panel = self._panel(
            "action",
            title=f"Action {row.number}: {row.title}",
            subtitle=f"{row.board}, {day(row.meeting)}"
            + (f", paragraph {row.paragraph}" if row.paragraph else ""),
            reading=row.text,
            table=table,
        )
        return dataclasses.replace(panel, demonstration=bool(row.demonstration))

    def evidence_panel(self) -> Panel:
        """The charts on which it rests: Evidence, What it shows, When agreed and now."""
        items = self.log.items(self.row.id)
        table = pd.DataFrame(
            {
                "Evidence": [item.label for item in items],
                "What it shows": [item.note for item in items],
                "When agreed and now": [item.figures for item in items],
            }
        )
        charts = count_things(len(items), "chart", none="No")
        return self._panel(
            "evidence",
            title=f"{charts} as evidence of action {self.row.number}",
            subtitle="Charts on which it rests, with London's figure when agreed and now",
            reading=f"{charts} {'is' if len(items) == 1 else 'are'} linked to this action.",
            table=table,
            demonstration="DEMONSTRATION" in " ".join(table["When agreed and now"]),
        )

    def figures_panel(self) -> Panel | None:
        """Its figures over time with its days marked; None where no figure is loaded."""
        rows = self.figures
        if rows.empty:
            return None
        names = list(rows["label"].unique())
        figure = panes(
            rows.assign(unit=rows["unit"].map(unit_sign)),
            columns=1 if len(names) == 1 else 2,
            marks=self.marked_days,
            dark=self.log.page.dark,
        )
        more = "its figure" if len(names) == 1 else f"its {len(names)} figures"
        return self._panel(
            "figures",
            title=f"Action {self.row.number}: {more} before and since",
            subtitle=f"{join_names(names)}, from {YEARS_BEFORE} years before it was agreed",
            reading=" ".join(self._then_and_now()),
            table=self._table(rows),
            figure=figure,
            releases=tuple(rows["release"].dropna().unique()),
            notes=(_FIGURES,),
        )

    @property
    def marked_days(self) -> list[tuple[pd.Timestamp, str]]:
        """Its days as marks of a chart: ('28 April 2023', 'agreed'); several of one day are one."""
        words: dict[dt.date, list[str]] = {}
        for each in self.days:
            if each.kind.casefold() not in words.setdefault(each.date, []):
                words[each.date].append(each.kind.casefold())
        return [(pd.Timestamp(date), join_names(kinds)) for date, kinds in words.items()]

    def _then_and_now(self) -> list[str]:
        """'Trust in the MPS: 71% when agreed, 70% now.', of each figure."""
        labels = dict(zip(self.figures["series"], self.figures["label"], strict=True))
        return [
            f"{labels[key]}: {pair.words}."
            for each in self._named_rows
            if (key := self._key(each)) in labels and (pair := self.log.figures.pair(each))
        ]

    def _is_stock(self, indicator: str) -> bool:
        return bool(self.log.page.indicators.loc[indicator, "stock"])

    def _table(self, rows: pd.DataFrame) -> pd.DataFrame:
        """One row a figure and period, newest first."""
        rows = rows.iloc[::-1]
        places = [int(each) + 1 for each in rows["decimals"]]
        rounded_values = {
            head: [round(value, n) for value, n in zip(rows[column], places, strict=True)]
            for head, column in (("Value", "value"), ("Lower 95%", "lower"), ("Upper 95%", "upper"))
        }
        table = pd.DataFrame(
            {
                "Figure": rows["label"],
                "Period": [
                    capitalise(
                        period_words(r.period_start, r.period_end, self._is_stock(r.indicator))
                    )
                    for r in rows.itertuples()
                ],
                "Unit": rows["unit"],
                **rounded_values,
            }
        )
        return table.dropna(axis="columns", how="all").reset_index(drop=True)

    def _panel(
        self,
        chart: str,
        *,
        title: str,
        subtitle: str,
        reading: str,
        table: pd.DataFrame,
        figure: Any = None,
        releases: tuple[str, ...] = (),
        notes: tuple[str, ...] = (),
        demonstration: bool = False,
    ) -> Panel:
        panel = self.log.page.panel(
            chart,
            title=title,
            subtitle=subtitle,
            reading=reading,
            table=table,
            figure=figure,
            indicators=(),
            releases=releases,
            query="actions",
            parameters={},
            notes=notes,
        )
        return dataclasses.replace(
            panel,
            source=panel.source or RECORD_SOURCE,
            definition=ACTION_DEFINITION,
            demonstration=panel.demonstration or demonstration,
        )
