"""What changed: the ten largest changes in words, first of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.catalogue import chart
from dashboard.panels.changes.comparison import Changes
from dashboard.panels.changes.ranking import ChangeRanking, Trend, ranking_of
from dashboard.panels.changes.remarks import HOW_SIZED, MANY, WHERE, remarks
from dashboard.panels.changes.tables import nothing
from dashboard.panels.changes.text import (
    both_periods,
    figure_number,
    gap_words,
    places_for,
    within_sentence,
)
from dashboard.panels.changes.where import PlaceOfChange, where_moved
from dashboard.panels.common.bases import base_columns
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import ActionLink, Panel
from dashboard.panels.common.variation import brief
from dashboard.panels.overview.variation import ONE_VERDICT
from dashboard.stats.variation import Icons
from dashboard.text import (
    capitalise,
    change_decimals,
    change_unit,
    count_things,
    figure_text,
    join_names,
    limits_text,
)

_WORDS_OF_A_SENTENCE = 25
_NO_LONDON = "No figures of London"
_NUMBERS = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class ChangeLine:
    """One change in words."""

    indicator: str
    area: str
    title: str
    """'Detection rate for rape rose', of a borough 'Trust in the MPS fell in Hackney'."""
    about: str
    """Unit other than per cent, and the two periods."""
    before: str
    now: str
    difference: str
    """'+0.4 points'."""
    times: float
    """Its size over the usual one; infinite where the figure had never moved."""
    size: str
    """'3.1 times usual'."""
    usual: str
    """The usual change: '0.1 points'."""
    place_words: PlaceOfChange
    trend: Trend
    trend_words: str
    icons: Icons
    actions: tuple[ActionLink, ...]


@dataclass(frozen=True)
class Largest:
    """The largest changes since a day, in words. Nothing in it is changed."""

    changes: Changes

    @property
    def ranking(self) -> ChangeRanking:
        """The figures behind the words."""
        return ranking_of(self.changes)

    @property
    @once
    def lines(self) -> tuple[ChangeLine, ...]:
        """A line a change, largest first."""
        return tuple(self._line(row) for row in self.ranking.rows.itertuples())

    def _line(self, row: Any) -> ChangeLine:
        ranking, indicator_row = self.ranking, self.changes.indicators_by_id[row.indicator]
        places = places_for(indicator_row, row.before_value, row.value)
        before, now = (
            figure_number(indicator_row, v, places) for v in (row.before_value, row.value)
        )
        size = "never moved before" if np.isinf(row.times) else f"{row.times:.1f} times usual"
        finer = max(places, change_decimals(indicator_row.unit, indicator_row.decimals))
        trend = ranking.trend(row)
        return ChangeLine(
            indicator=row.indicator,
            area=row.area,
            title=f"{indicator_row.name} {'rose' if row.change > 0 else 'fell'}{self._within(row)}",
            about=_about(indicator_row, row),
            before=before,
            now=now,
            difference=gap_words(indicator_row, row.before_value, row.value, places),
            times=row.times,
            size=size,
            usual=figure_text(row.usual, change_unit(indicator_row.unit), finer),
            place_words=self._find_place(row, indicator_row),
            trend=trend,
            trend_words=f"{count_things(len(trend.values), 'figure')} up to {now}, {before} marked.",
            icons=ranking.icons(row),
            actions=ranking.actions(row),
        )

    def _within(self, row: Any) -> str:
        return f" in {row.name}" if self.ranking.of_boroughs else ""

    def _find_place(self, row: Any, indicator_row: Any) -> PlaceOfChange:
        """Where London's figure moved most; beside a borough's, what London's did."""
        if not self.ranking.of_boroughs:
            return where_moved(self.ranking.areas.get(row.indicator), indicator_row, row.change)
        london = self.ranking.london.get(row.indicator)
        ends = (row.before_end, row.period_end)
        if london is None or (london.before_end, london.period_end) != ends:
            return PlaceOfChange(_NO_LONDON, "")
        pair = (london.before_value, london.value)
        if any(pd.isna(value) for value in pair):
            return PlaceOfChange(_NO_LONDON, "")
        places = places_for(indicator_row, *pair)
        before, now = (figure_number(indicator_row, value, places) for value in pair)
        return PlaceOfChange(f"London: {before} → {now}", gap_words(indicator_row, *pair, places))

    @property
    def headline(self) -> str:
        """The page's answer in a sentence: the two largest changes, or the first where both are too
        long; without any, what the counts say.
        """
        sentences = [self._in_brief(row) for row in self.ranking.rows.head(2).itertuples()]
        for number in range(len(sentences), 0, -1):
            sentence = f"Since {self.changes.since_words}: {', '.join(sentences[:number])}"
            if number == 1 or len(sentence.split()) <= _WORDS_OF_A_SENTENCE:
                return sentence
        return self.changes.sentence

    def _in_brief(self, row: Any) -> str:
        """'rape detection up to 7.3%'."""
        indicator_row = self.changes.indicators_by_id[row.indicator]
        now = self.changes.page.text(row.indicator, row.value)
        if now == self.changes.page.text(row.indicator, row.before_value):
            places = places_for(indicator_row, row.before_value, row.value)
            now = figure_text(row.value, indicator_row.unit, places)
        way = "up" if row.change > 0 else "down"
        return f"{within_sentence(indicator_row.name)}{self._within(row)} {way} to {now}"

    @property
    @once
    def remarks(self) -> list[str]:
        """What is said below the table."""
        return remarks(self.ranking)

    @once
    def panel(self) -> Panel:
        """The changes as a table, largest first."""
        ranking, rows = self.ranking, self.ranking.rows
        place = "any borough" if ranking.of_boroughs else "London"
        if rows.empty:
            title = f"No newer figure of {place} can be ranked"
            if ranking.newer.empty:
                title = f"No figure of {place} is newer"
            return nothing(self.changes, "largest", title, "largest_changes", ranking.parameters)
        number = f"{_NUMBERS[len(rows)]} " if len(rows) > 1 else ""
        return self.changes.page.panel(
            "largest",
            title=f"The {number}largest change{'s' if len(rows) > 1 else ''} in {place}",
            subtitle=(
                f"Newest figure against the newest known by {self.changes.since_words}, by size beside"
                " the usual change of each"
            ),
            reading=self._reading(),
            table=self._table(),
            indicators=list(dict.fromkeys(rows["indicator"])),
            releases=rows["release"].dropna().unique(),
            query="largest_changes",
            parameters=ranking.parameters,
            notes=(
                *self.remarks,
                *HOW_SIZED,
                MANY if ranking.of_boroughs else WHERE,
                ONE_VERDICT,
            ),
        )

    @property
    def beside(self) -> str:
        """What heads the column of ``ChangeLine.place_words``."""
        return "Beside it" if self.ranking.of_boroughs else "Where it moved most"

    def _reading(self) -> str:
        sentences = [
            f"{line.title} from {line.before} to {line.now} ({line.difference}), {line.size}."
            for line in self.lines[:2]
        ]
        newer = self.ranking.newer
        differences = newer[newer["state"].isin(["ranked", "short"])]["change"]
        up, down = int((differences > 0).sum()), int((differences < 0).sum())
        ways = [f"{number} {way}" for number, way in ((up, "rose"), (down, "fell")) if number]
        sentences.append(f"Of {count_things(len(newer), 'newer figure')} {join_names(ways)}.")
        return " ".join(sentences)

    def _table(self) -> pd.DataFrame:
        rows, lines = self.ranking.rows, self.lines
        also = "London's difference" if self.ranking.of_boroughs else "In how many areas"
        intervals = [
            limits_text(r.lower, r.upper, r.unit, int(r.decimals)) for r in rows.itertuples()
        ]
        base = base_columns(rows["base"], rows["base_assumed"])
        # The first columns are those that a slide has room for.
        return pd.DataFrame(
            {
                "What changed": [line.title for line in lines],
                "Before → now": [f"{line.before} → {line.now}" for line in lines],
                "Difference": [line.difference for line in lines],
                "Size of change": [line.size for line in lines],
                "Periods": [line.about for line in lines],
                "Usual change": [line.usual for line in lines],
                "Verdict": [brief(line.icons) for line in lines],
                self.beside: [line.place_words.most for line in lines],
                also: [line.place_words.count for line in lines],
                "95% interval": intervals,
                **{name: column for name, column in base.items() if column.notna().any()},
                "Two years": [[round(v, 2) for v in line.trend.values] for line in lines],
                "Actions": [
                    ", ".join(f"Action {a.number} ({a.status})" for a in line.actions)
                    for line in lines
                ],
            }
        )


def _about(indicator_row: Any, row: Any) -> str:
    """'Per 1,000 residents, 12 months to March 2023, then to June 2023, 9 months shared'."""
    unit, periods = indicator_row.unit, both_periods(indicator_row, row)
    said = unit == "per cent" or unit.removesuffix("s").casefold() in indicator_row.name.casefold()
    return capitalise(periods if said else f"{unit}, {periods}")


@once
def largest_of(changes: Changes) -> Largest:
    """The largest changes, worked out once for a view."""
    return Largest(changes)


@chart("changes", "largest", order=1, of=Changes.of)
def largest(changes: Changes) -> Panel:
    """The ten largest changes in words: before, now, size beside the usual, where, and the verdict."""
    return largest_of(changes).panel()
