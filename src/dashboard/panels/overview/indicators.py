"""Overview: every headline indicator at the MPS, in agenda order, with change on the year, target
and actions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard.catalogue import chart
from dashboard.panels.common.framework import framework_indicators, framework_name
from dashboard.panels.common.indicator_rows import actions_by_indicator, trends
from dashboard.panels.common.once import once
from dashboard.panels.common.page import THEMES, Page
from dashboard.panels.common.panel import ActionLink, Panel
from dashboard.panels.common.target import TargetStatus
from dashboard.panels.common.variation import brief, goes
from dashboard.panels.overview.variation import Variation, variation_of
from dashboard.stats.variation import Icons
from dashboard.text import (
    ShownChange,
    capitalise,
    change_decimals,
    change_unit,
    figure_text,
    join_names,
    period_words,
    rounded_change,
    signed_text,
)

_SAME = "The same as a year before"
_MOST_NAMES = 6
"""Indicators that a sentence names."""
_EXPLORING_PAGES = {
    "response": "response",
    "trust_and_confidence": "trust",
    "neighbourhood_policing": "allocation",
}
"""Theme -> the page that draws its indicators without borough figures; outcomes draws the others.
"""


@dataclass(frozen=True)
class Row:
    """One indicator in the words that the overview shows in a row."""

    indicator: str
    name: str
    page: str
    """The page on which it is explored."""
    value: str
    interval: str
    """'69% to 71%', without a unit other than %, or '' where the method gives none."""
    period: str
    change: str
    movement: str
    """'down 2 points, from 72%', 'from 4.8%' where its verdict says by how much, '6.2% to 16.0% is
    usual', or '' where none is known.
    """
    status: TargetStatus | None
    """Its figure against its target; None without one."""
    trend: list[float]
    trend_words: str
    icons: Icons
    actions: tuple[ActionLink, ...]


@dataclass(frozen=True)
class Overview:
    """The headline indicators of the board. Made anew for each run; nothing in it is changed."""

    page: Page

    @cached_property
    def headlines(self) -> pd.DataFrame:
        """The declared headline indicators (``queries/indicators.sql``), in agenda order; with a
        framework chosen, every indicator that it names.
        """
        if self.page.view.framework:
            return framework_indicators(self.page)
        return self.page.indicators[self.page.indicators["headline"]]

    @property
    def kind(self) -> str:
        """'headline indicators', or 'indicators of Turnaround Plan' where a framework is chosen."""
        name = framework_name(self.page)
        return f"indicators of {name}" if name else "headline indicators"

    @property
    def variation(self) -> Variation:
        """The series of every indicator and their icons."""
        return variation_of(self.page)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The last MPS figure of each headline, by indicator in agenda order:
        ``queries/latest.sql`` with intervals.
        """
        rows = self.variation.latest.set_index("indicator", drop=False)
        return rows.reindex([i for i in self.headlines.index if i in rows.index])

    @cached_property
    def trends(self) -> dict[str, list[float]]:
        """Indicator -> its figures since the last declared break or change of source, oldest first."""
        series = self.variation.series
        return trends(self.page, series[series["indicator"].isin(self.rows.index)])

    @cached_property
    def _actions(self) -> dict[str, tuple[ActionLink, ...]]:
        return actions_by_indicator(self.page)

    @cached_property
    def themes(self) -> dict[str, list[Row]]:
        """Theme in words -> its rows, in agenda order; a theme without figures has none."""
        found: dict[str, list[Row]] = {words: [] for words in THEMES.values()}
        for r in self.rows.itertuples():
            found[THEMES[self.headlines.loc[r.indicator, "theme"]]].append(self._row(r))
        return found

    def missing(self, theme: str) -> str:
        """The sentence that says which headlines of a theme (its words) have no figure, and what to
        load; or ''.
        """
        of = self.headlines[self.headlines["theme"].map(THEMES) == theme]
        absent = of[~of.index.isin(self.rows.index)]
        if absent.empty:
            return ""
        sources = dict.fromkeys(source for names in absent["sources"] for source in names)
        return (
            f"No figure is loaded for {join_names(absent['name'])}; load a file of"
            f" {join_names(sources, 'or')}."
        )

    def _row(self, r) -> Row:
        indicator_row = self.page.indicators.loc[r.indicator]
        line = self.trends.get(r.indicator, [])
        return Row(
            r.indicator,
            indicator_row["name"],
            exploring_page(indicator_row),
            self.page.text(r.indicator, r.value),
            self._interval(r),
            period_words(r.period_start, r.period_end, bool(indicator_row["stock"])),
            change_sentence(r),
            self._movement(r),
            self.variation.statuses.get(r.indicator),
            line,
            self._trend_words(r.indicator, line),
            self.variation.icons[r.indicator],
            self._actions.get(r.indicator, ()),
        )

    def _movement(self, r) -> str:
        icons = self.variation.icons[r.indicator]
        if icons.variation.startswith("count_"):
            return f"from {_shown_change(r).before}"
        if icons.variation != "common":
            return change_brief(r)
        if between := self.page.interval(r.indicator, icons.lower, icons.upper):
            return f"{between} is usual"
        if pd.notna(icons.upper):
            return f"up to {self.page.text(r.indicator, icons.upper)} is usual"
        return f"from {self.page.text(r.indicator, icons.lower)} up is usual"

    def _interval(self, r) -> str:
        words = self.page.interval(r.indicator, r.lower, r.upper)
        return words if r.unit == "per cent" else words.replace(f" {r.unit}", "")

    def _trend_words(self, indicator: str, line: list[float]) -> str:
        if len(line) < 2:
            return ""
        ends = (line[0], line[-1], min(line), max(line))
        first, last, least, most = (self.page.text(indicator, value) for value in ends)
        return (
            f"Trend over {len(line)} periods: from {first} to {last}, lowest {least}, highest"
            f" {most}."
        )

    @once
    def panel(self) -> Panel | None:
        """Every headline as a table; None where none has a figure."""
        if self.rows.empty:
            return None
        title, reading = self._words()
        return self.page.panel(
            "indicators",
            title=title,
            reading=reading,
            subtitle=f"{capitalise(self.kind)}, MPS, latest period of each",
            table=self._table(),
            indicators=list(self.rows.index),
            releases=self.rows["release"].unique(),
            query="latest",
            parameters=self.variation.last_parameters,
            notes=(
                (
                    "Each figure has one verdict. Where its control chart holds a steady level it is"
                    " set against its usual variation, else against the year before."
                ),
                (
                    "Better or worse than the year before: the 95% interval of the change leaves"
                    " out zero; clearly: the 99.8% interval too. It joins the intervals of the two"
                    " figures (Zou and Donner, 2008), taken as independent."
                ),
            ),
        )

    def _words(self) -> tuple[str, str]:
        icons = {i: self.variation.icons[i] for i in self.rows.index}
        ways = {
            way: [self.headlines.loc[i, "short"] for i, each in icons.items() if goes(each, way)]
            for way in ("worse", "better")
        }
        worse, better = (len(ways[way]) for way in ("worse", "better"))
        title = (
            f"{worse or 'None'} of {len(icons)} {self.kind} {'is' if worse < 2 else 'are'}"
            f" worse, {better or 'none'} better"
        )
        parts = [
            f"{way.capitalize()}: {join_names(names, most=_MOST_NAMES)}."
            for way, names in ways.items()
            if names
        ]
        sure = [self.headlines.loc[i, "short"] for i, each in icons.items() if each.level == "99.8"]
        if sure:
            parts.append(f"Clearly so: {join_names(sure, most=_MOST_NAMES)}.")
        counts = sum(each.variation.startswith("count_") for each in icons.values())
        kinds = [each.variation for each in icons.values()]
        steady = sum(kind in ("common", "year_similar") for kind in kinds)
        if steady:
            parts.append(f"{steady} {'has' if steady == 1 else 'have'} no clear change.")
        rest = len(icons) - worse - better - steady
        if rest:
            parts.append(
                f"{rest} {'is' if rest == 1 else 'are'} higher or lower without a direction, or"
                " cannot be compared."
            )
        if counts:
            parts.append(
                f"Of all, {counts} {'is a complete count' if counts == 1 else 'are complete counts'},"
                " whose change is not tested."
            )
        return title, " ".join(parts)

    def _table(self) -> pd.DataFrame:
        lines = [(theme, row) for theme, rows in self.themes.items() for row in rows]
        return pd.DataFrame(
            {
                "Theme": [theme for theme, _ in lines],
                "Indicator": [row.name for _, row in lines],
                "Value": [row.value for _, row in lines],
                "95% interval": [row.interval for _, row in lines],
                "Period": [row.period for _, row in lines],
                "Trend": [[round(v, 2) for v in row.trend] for _, row in lines],
                "Verdict": [brief(row.icons) for _, row in lines],
                "Change on the year": [row.change for _, row in lines],
                "Target": [row.status.target if row.status else "" for _, row in lines],
                "Against target": [row.status.words if row.status else "" for _, row in lines],
                "Actions": [
                    ", ".join(f"Action {a.number} ({a.status})" for a in row.actions)
                    for _, row in lines
                ],
            }
        )


@chart("overview", "indicators", order=1)
def indicators(page: Page) -> Panel | None:
    """The panel ``indicators`` of the overview; None where no headline indicator has a figure."""
    return Overview(page).panel()


def change_sentence(r) -> str:
    """Change on the year of an estimated row, in words that judge nothing: the verdict stands
    beside it.
    """
    if isinstance(r.broken, str) and pd.notna(r.year_value):
        return f"Cannot be compared with a year before: {r.broken}"
    if pd.isna(r.change):
        return "No figure a year before to compare with"
    places = change_decimals(r.unit, r.decimals)
    if pd.isna(r.change_lower):  # Its verdict tells the difference of the figures shown.
        words = rounded_change(r.year_value, r.value, r.unit, int(r.decimals)).words
        words = f"{capitalise(words)} on the year" if words != "unchanged" else _SAME
    elif round(r.change, places) == 0:
        words = _SAME
    else:
        size = figure_text(abs(r.change), change_unit(r.unit), places)
        words = f"{'Up' if r.change > 0 else 'Down'} {size} on the year"
    if pd.isna(r.change_lower):
        return words if r.better == "neutral" else f"{words} ({r.better} is better)"
    low, high = signed_text(r.change_lower, places), signed_text(r.change_upper, places)
    return f"{words} (95% interval {low} to {high})"


def change_brief(r) -> str:
    """Change on the year of an estimated row in a few words: 'down 2 points, from 72%', 'up 5.5,
    from 95.8', 'unchanged from 72%'; '' where it is not known or crosses a break.
    """
    if pd.isna(r.change) or pd.isna(r.year_value):
        return ""
    shown = _shown_change(r)
    return f"{shown.words}{' ' if shown.words == 'unchanged' else ', '}from {shown.before}"


def _shown_change(r) -> ShownChange:
    """The change on the year without a unit, which stands with the figure; of per cent with it."""
    unit = r.unit if r.unit == "per cent" else ""
    return rounded_change(r.year_value, r.value, unit, int(r.decimals))


def exploring_page(indicator_row: pd.Series) -> str:
    """The page on which an indicator (a row of ``queries/indicators.sql``) is explored."""
    if "borough" in indicator_row["levels_held"]:
        return "compare"
    return _EXPLORING_PAGES.get(indicator_row["theme"], "outcomes")
