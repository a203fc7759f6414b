"""Page: what every panel of a page asks of the store, asked once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.panels.common.method_text import METHODS, VISITORS
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import ActionLink, Panel
from dashboard.stats.estimates import change, estimate
from dashboard.store.answers import as_question
from dashboard.store.connection import Store
from dashboard.text import (
    day,
    figure_text,
    interval_text,
    join_names,
    rounded_change,
)
from dashboard.view import View

THEMES = {
    "trust_and_confidence": "Trust and confidence",
    "neighbourhood_policing": "Neighbourhood policing",
    "response": "Response",
    "outcomes": "Outcomes",
    "workforce": "Workforce",
}
"""Theme -> its words, in agenda order."""


@once
def _indicators(store: Store) -> pd.DataFrame:
    return store.query("indicators").set_index("id", drop=False)


@once
def _units(store: Store) -> dict[str, tuple[str, int]]:
    """Indicator -> its unit and decimals."""
    rows = _indicators(store)
    return {
        i: (unit, int(places))
        for i, unit, places in zip(rows["id"], rows["unit"], rows["decimals"], strict=True)
    }


@once
def _roundings(store: Store) -> dict[tuple[str, str, str], float]:
    """(indicator, source, area) -> the standard deviation that its publisher's rounding adds."""
    rows = store.query("roundings")
    return dict(
        zip(
            zip(rows["indicator"], rows["source"], rows["area"], strict=True),
            rows["deviation"],
            strict=True,
        )
    )


@once
def _dispersions(store: Store) -> dict[tuple[str, str], tuple[float, float]]:
    """(indicator, area) -> the dispersion of its months, and the degrees of freedom behind it."""
    rows = store.query("dispersions")
    found = zip(rows["phi"].astype(float), rows["degrees"].astype(float), strict=True)
    return dict(zip(zip(rows["indicator"], rows["area"], strict=True), found, strict=True))


@once
def _rests(store: Store) -> list[Any]:
    """The rows of ``queries/evidence.sql``, by the names of its columns."""
    return list(store.query("evidence").itertuples())


@once
def _assumed_bases(store: Store) -> dict[str, str]:
    """Source whose files do not give the base -> its name."""
    rows = store.query("releases")
    rows = rows[rows["assumes_base"].astype(bool)]
    return dict(zip(rows["source"], rows["source_name"], strict=True))


@once
def _sources(store: Store) -> dict[str, tuple[str, bool]]:
    """Release -> the words that name it, and whether it is demonstration data."""
    return {
        r.id: (
            f"{r.source_name}, {r.publisher}, published {day(r.published.date())} ({r.licence})",
            r.demonstration,
        )
        for r in store.query("releases").itertuples()
    }


@dataclass(frozen=True)
class Page:
    """One page at one view. Made anew for each run; nothing in it is changed."""

    name: str
    """As in ``dashboard.catalogue.PAGES``."""
    store: Store
    view: View
    dark: bool = False

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """``queries/indicators.sql`` by id, in agenda order."""
        return _indicators(self.store)

    @cached_property
    def releases(self) -> pd.DataFrame:
        """``queries/releases.sql``."""
        return self.store.query("releases")

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """``queries/evidence.sql``."""
        return self.store.query("evidence")

    @cached_property
    def names(self) -> dict[str, str]:
        """Code -> name of every borough, BCU and the MPS."""
        areas = self.store.query("areas")
        return dict(zip(areas["code"], areas["name"], strict=True))

    @cached_property
    def reporting_date(self) -> dt.date:
        """The date against which anything is due or overdue."""
        return dt.date.fromisoformat(self.store.meta()["reporting_date"])

    def with_figures(self, ids: Iterable[str]) -> list[str]:
        """Those of ``ids`` that are declared and have a figure, in the order given."""
        held = self.indicators["last_period"].notna()
        return [i for i in ids if i in held.index and held[i]]

    def estimates(self, rows: pd.DataFrame, *, twice: bool = False) -> pd.DataFrame:
        """``rows`` of observations (with a column indicator) with intervals and, where asked for,
        change on the year.

        Adds method, multiplier, design_effect, better, unit, decimals, rounding, dispersion,
        degrees, base_assumed, lower, upper and, where the query gives the year before, change, change_lower and
        change_upper; ``twice`` the limits at 99.8% of each (ending _998).
        """
        wanted = ["method", "multiplier", "design_effect", "better", "unit", "decimals"]
        rows = rows.assign(base_assumed=self.base_assumed(rows))
        declared = self.add_dispersion(self.add_rounding(rows)).join(
            self.indicators[wanted], on="indicator"
        )
        found = estimate(declared, twice=twice)
        return change(found) if "year_value" in found else found

    def estimates_of(
        self, query: str, parameters: Mapping[str, Any], *, twice: bool = False
    ) -> pd.DataFrame:
        """The ``estimates`` of the rows of ``queries/<query>.sql`` with its ``parameters``, worked
        out once for all pages.
        """
        ask, answers = self.store.query, self.store.estimate_answers
        question = (ask, query, as_question(parameters), twice)
        answer = answers.get(question)
        if answer is None:
            answer = self.estimates(ask(query, **parameters), twice=twice)
            answers.keep(question, answer)
        return answer

    def base_assumed(self, rows: pd.DataFrame) -> pd.Series:
        """Whether the base of each of ``rows`` (source) is assumed, as its files give none."""
        return rows["source"].isin(_assumed_bases(self.store).keys())

    def add_rounding(self, rows: pd.DataFrame) -> pd.DataFrame:
        """``rows`` of observations (indicator, source, area) with rounding: the deviation that it
        adds, 0 for none.
        """
        known = _roundings(self.store)
        keys = zip(rows["indicator"], rows["source"], rows["area"], strict=True)
        return rows.assign(rounding=[known.get(key, 0.0) for key in keys])

    def add_dispersion(self, rows: pd.DataFrame) -> pd.DataFrame:
        """``rows`` of observations (indicator, area) with dispersion and degrees of their months,
        NaN where unknown.
        """
        known = _dispersions(self.store)
        keys = zip(rows["indicator"], rows["area"], strict=True)
        found = [known.get(key, (np.nan, np.nan)) for key in keys]
        return rows.assign(
            dispersion=[phi for phi, _ in found], degrees=[degrees for _, degrees in found]
        )

    def text(self, indicator: str, value: float | None) -> str:
        """A figure in the indicator's unit: '71%', '12.3 minutes', or 'no figure'."""
        unit, decimals = _units(self.store)[indicator]
        return figure_text(value, unit, decimals)

    def interval(self, indicator: str, lower: float, upper: float) -> str:
        """'69% to 73%', or '' where the method gives no interval."""
        if pd.isna(lower) or pd.isna(upper):
            return ""
        return f"{self.text(indicator, lower)} to {self.text(indicator, upper)}"

    def actions(self, chart: str, indicators: Sequence[str]) -> tuple[ActionLink, ...]:
        """The board's actions that rest on this chart, or on another chart of one of
        ``indicators``.
        """
        actions = []
        for row in _rests(self.store):
            here = (
                row.page == self.name and row.chart == chart and row.indicator in ("", *indicators)
            )
            if here or row.indicator in indicators:
                actions.append((row.meeting, row.number, not here, row.position, row))
        first: dict[str, Any] = {}
        for *_, row in sorted(actions, key=lambda one: one[:4]):
            first.setdefault(row.action, row)
        return tuple(ActionLink.of(r, r.action, r.note) for r in first.values())

    def _source(self, release_ids: set[str]) -> tuple[str, bool]:
        """The sentence that names the releases of ``release_ids``, and whether any of them is
        demonstration data.
        """
        told = [words for release, words in _sources(self.store).items() if release in release_ids]
        return "; ".join(words for words, _ in told), any(generated for _, generated in told)

    def _assumed_note(self, release_ids: set[str]) -> str:
        """The sentence on bases that no file gives, where one of ``release_ids`` has none; else ''."""
        names = _assumed_bases(self.store)
        mine = self.releases[self.releases["id"].isin(release_ids)]
        found = sorted({names[source] for source in mine["source"] if source in names})
        if not found:
            return ""
        return (
            f"The files of the {join_names(found)} do not say how many people were asked. So the base"
            " is assumed, and with it the width of every interval."
        )

    def panel(
        self,
        chart: str,
        *,
        title: str,
        subtitle: str,
        reading: str,
        table: pd.DataFrame,
        indicators: Sequence[str],
        releases: Iterable[str],
        query: str,
        parameters: dict[str, Any],
        figure: Any = None,
        notes: Sequence[str] = (),
        row_areas: Sequence[str] = (),
        has_own_intervals: bool = True,
    ) -> Panel:
        """A panel with its definition, source, actions and demonstration label.

        ``indicators`` are those drawn; ``releases`` the ids of the releases behind them; ``table``
        is for reading, with headings as a reader would want them; ``row_areas`` the area code of
        each of its rows where a row may be chosen; ``has_own_intervals`` is False where nothing is
        to be said of how the intervals of the indicators' own figures are worked out.
        """
        releases = set(releases)
        source, demonstration = self._source(releases)
        rows = [self.indicators.loc[i] for i in indicators if i in self.indicators.index]
        codes = {*self.view.areas, self.view.area, self.view.ward}
        definition = " ".join(
            f"{i['name']}: {i['definition']}" if len(rows) > 1 else i["definition"] for i in rows
        )
        methods = dict.fromkeys(METHODS[i["method"]] for i in rows if has_own_intervals)
        if any(i["method"] == "rate" and "residents" in i["unit"] for i in rows):
            methods[VISITORS] = None
        if assumed := self._assumed_note(releases):
            methods[assumed] = None
        return Panel(
            page=self.name,
            chart=chart,
            indicators=tuple(indicators),
            title=title,
            subtitle=subtitle,
            reading=reading,
            table=table,
            figure=figure,
            definition=definition,
            source=source,
            sql=self.store.sql(query),
            parameters=parameters,
            notes=(*methods, *notes),
            demonstration=demonstration,
            actions=self.actions(chart, indicators),
            row_areas=tuple(row_areas),
            chosen_areas=tuple(area for area in row_areas if area in codes),
        )


def change_words(row: Any) -> str:
    """'fell by 2 points on the year (95% interval −3.1 to −0.9)'; plain where within chance,
    unknown or complete.

    ``row`` is one of ``Page.estimates``: the size is the difference of its two figures as shown.
    """
    if pd.isna(row["change"]):
        return "no figure a year before to compare with"
    decimals = int(row["decimals"])
    moved = rounded_change(row["year_value"], row["value"], row["unit"], decimals).words
    way = "rose" if row["change"] > 0 else "fell"
    size = moved.partition(" ")[2]
    lower, upper = row["change_lower"], row["change_upper"]
    if pd.isna(lower) or pd.isna(upper):
        return f"{way} by {size} on the year" if size else "the same as a year before"
    places = decimals if row["method"] == "count" else max(decimals, 1)
    interval = f"(95% interval {interval_text(lower, upper, places)})"
    if lower <= 0 <= upper or not size:
        return f"no clear change on the year {interval}"
    return f"{way} by {size} on the year {interval}"
