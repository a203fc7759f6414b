"""Overview: every headline indicator at the MPS, in agenda order, with change on the year, target
and actions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard.panels.common.indicator_rows import flagged, trends
from dashboard.panels.common.once import once
from dashboard.panels.common.page import THEMES, Page, change_words, period_words
from dashboard.panels.common.panel import ActionLink, Panel
from dashboard.panels.common.variation import brief
from dashboard.panels.overview.variation import Variation, variation_of
from dashboard.stats.variation import Icons
from dashboard.text import day, figure_text, join_names

_EXPLORED = {
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
    flag: str
    """'better' or 'worse' on the year beyond chance; '' where no such claim can be made."""
    flag_level: str
    """'99.8' where it is so at 99.8% too, '95' where at 95% alone; '' without a flag."""
    target: str
    """'Target 90% by 31 March 2024', or ''."""
    gap: str
    """'28.1 points short of it', or ''."""
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
        """The declared headline indicators (``queries/indicators.sql``), in agenda order."""
        return self.page.indicators[self.page.indicators["headline"]]

    @property
    def variation(self) -> Variation:
        """The series of every indicator and their icons."""
        return variation_of(self.page)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The last MPS figure of each headline, by indicator in agenda order:
        ``queries/latest.sql`` with intervals.

        Adds flag and flag_level: better or worse on the year beyond chance, else ''.
        """
        rows = self.variation.latest.set_index("indicator", drop=False)
        return flagged(rows.reindex([i for i in self.headlines.index if i in rows.index]))

    @cached_property
    def trends(self) -> dict[str, list[float]]:
        """Indicator -> its figures since the last declared break or change of source, oldest first."""
        series = self.variation.series
        return trends(self.page, series[series["indicator"].isin(self.rows.index)])

    @cached_property
    def targets(self) -> pd.DataFrame:
        """The latest target of each indicator that has one, by indicator."""
        return self.page.store.query("targets").groupby("indicator").last()

    @cached_property
    def _actions(self) -> dict[str, tuple[ActionLink, ...]]:
        """Indicator -> the board's actions whose evidence names it."""
        found: dict[str, dict[str, ActionLink]] = {}
        for r in self.page.evidence.itertuples():
            due = None if pd.isna(r.due) else r.due.date()
            link = ActionLink(
                r.action, int(r.number), r.meeting.date(), r.title, r.status, due, r.note
            )
            found.setdefault(r.indicator, {}).setdefault(r.action, link)
        return {indicator: tuple(links.values()) for indicator, links in found.items()}

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
        held = self.page.indicators.loc[r.indicator]
        target, gap = self._target(r.indicator, r.value)
        line = self.trends.get(r.indicator, [])
        return Row(
            r.indicator,
            held["name"],
            explored(held),
            self.page.text(r.indicator, r.value),
            self._interval(r),
            period_words(r.period_start, r.period_end, bool(held["stock"])),
            change_sentence(r),
            r.flag,
            r.flag_level,
            target,
            gap,
            line,
            self._trend_words(r.indicator, line),
            self.variation.icons[r.indicator],
            self._actions.get(r.indicator, ()),
        )

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

    def _target(self, indicator: str, value: float) -> tuple[str, str]:
        if indicator not in self.targets.index:
            return "", ""
        held, target = self.page.indicators.loc[indicator], self.targets.loc[indicator]
        whole = float(target["value"]).is_integer()
        aim = figure_text(target["value"], held["unit"], 0 if whole else held["decimals"])
        words = f"Target {aim} by {day(target['date'])}"
        if pd.isna(value):
            return words, ""
        over = value - target["value"]
        points = "points" if held["unit"] == "per cent" else held["unit"]
        size = figure_text(abs(over), points, _places(held["unit"], held["decimals"]))
        met = over <= 0 if held["better"] == "lower" else over >= 0
        side = "above" if over > 0 else "below"
        return words, (
            f"Met: {size} {side} it" if met and over else "Met" if met else f"{size} {side} it"
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
            subtitle="Headline indicators, MPS, latest period of each",
            table=self._table(),
            indicators=list(self.rows.index),
            releases=self.rows["release"].unique(),
            query="latest",
            parameters=self.variation.asked_last,
            notes=(
                (
                    "An indicator is better or worse on the year where the 95% (99.8%) interval of"
                    " the change leaves out nil; the interval joins those of the two figures (Zou"
                    " and Donner, 2008), taken as independent."
                ),
            ),
        )

    def _words(self) -> tuple[str, str]:
        rows = self.rows
        worse, better = (
            list(self.headlines.loc[rows.index[rows["flag"] == f], "name"])
            for f in ("worse", "better")
        )
        number = len(worse)
        noun = "indicator" if number == 1 else "indicators"
        title = (
            f"{number or 'No'} headline {noun} worsened on the year, {len(better) or 'none'}"
            " improved"
        )
        parts = [
            f"{join_names(names)} {word}"
            for names, word in ((worse, "worsened"), (better, "improved"))
            if names
        ]
        untested = int(rows["change_lower"].isna().sum())
        reading = (
            f"Beyond chance at 95%, {' and '.join(parts)} on the year."
            if parts
            else ("No headline indicator changed beyond chance on the year.")
        )
        sure = int((rows["flag_level"] == "99.8").sum())
        if parts:
            reading += f" At 99.8% too: {sure or 'none'} of {number + len(better)}."
        if untested:
            reading += (
                f" For {untested} of {len(rows)} no such claim is made: a complete count, or no"
                " figure to compare with."
            )
        return title, reading

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
                "On the year": [
                    f"{row.flag}, {row.flag_level}%" if row.flag else "" for _, row in lines
                ],
                "Change on the year": [row.change for _, row in lines],
                "Target": [row.target for _, row in lines],
                "Against target": [row.gap for _, row in lines],
                "Variation": [brief(row.icons) for _, row in lines],
                "Actions": [
                    ", ".join(f"Action {a.number} ({a.status})" for a in row.actions)
                    for _, row in lines
                ],
            }
        )


def indicators(page: Page) -> Panel | None:
    """The panel ``indicators`` of the overview; None where no headline indicator has a figure."""
    return Overview(page).panel()


def change_sentence(r) -> str:
    """Change on the year of an estimated row: ``change_words``, or why the year before cannot be
    compared.

    A complete count is only higher or lower; which way is better is said beside it.
    """
    if isinstance(r.broken, str) and pd.notna(r.year_value):
        return f"Cannot be compared with a year before: {r.broken}"
    words = change_words(
        r.change, r.change_lower, r.change_upper, r.unit, _places(r.unit, r.decimals)
    )
    if pd.notna(r.change) and pd.isna(r.change_lower) and r.better != "neutral":
        words += f" ({r.better} is better)"
    return words[:1].upper() + words[1:]


def _places(unit: str, decimals: int) -> int:
    """A difference of percentages is given to a tenth of a point."""
    return max(1, int(decimals)) if unit == "per cent" else int(decimals)


def explored(held: pd.Series) -> str:
    """The page on which an indicator (a row of ``queries/indicators.sql``) is explored."""
    if "borough" in held["levels_held"]:
        return "compare"
    return _EXPLORED.get(held["theme"], "outcomes")
