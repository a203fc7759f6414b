"""Exceptions: boroughs worse than the MPS beyond chance and worsening on the year, and the actions
that cover them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.catalogue import chart
from dashboard.panels.common.due import FINISHED_STATUSES
from dashboard.panels.common.framework import framework_indicators
from dashboard.panels.common.once import once
from dashboard.panels.common.page import THEMES, Page
from dashboard.panels.common.panel import ActionLink, Panel
from dashboard.stats.estimates import WITH_INTERVAL
from dashboard.stats.flags import compare_twice
from dashboard.stats.multiple_comparisons import SHARE, discoveries, one_sided
from dashboard.text import figure_text, join_names, period_words, signed_text

NO_ACTION = "no action"


@dataclass(frozen=True)
class Exceptions:
    """The exceptions at the latest period of each indicator.

    Made anew for each run; nothing in it is changed.
    """

    page: Page

    @cached_property
    def testable_indicators(self) -> list[str]:
        """Indicators with a direction, an interval and borough figures, in agenda order; with a
        framework chosen, those that it names.
        """
        rows = framework_indicators(self.page)
        able = (
            rows["better"].ne("neutral")
            & rows["method"].isin(WITH_INTERVAL)
            & rows["last_period"].notna()
        )
        return [r.id for r in rows[able].itertuples() if "borough" in r.levels_held]

    @cached_property
    def borough_figures(self) -> pd.DataFrame:
        """``queries/latest_by_area.sql`` for the boroughs that can be set against the MPS and a
        year before.

        Adds to the columns of ``Page.estimates``: comparator (the MPS figure), flag_95, flag_998,
        flag_level, worsened, worsened_998, chance (the larger of the one-sided chances of gap and
        change, were there none) and listed (whether it stands once all are looked at together).
        """
        rows = self.page.estimates_of(
            "latest_by_area", {"indicators": self.testable_indicators}, twice=True
        )
        mps = rows[rows["level"] == "mps"].set_index("indicator")["value"]
        rows = rows[rows["level"] == "borough"]
        rows = rows.assign(comparator=rows["indicator"].map(mps)).dropna(
            subset=["value", "lower", "upper", "comparator", "change_lower", "change_upper"]
        )
        flagged = [compare_twice(part, better) for better, part in rows.groupby("better")]
        rows = (
            pd.concat(flagged) if flagged else rows.assign(flag_95="", flag_998="", flag_level="")
        )
        chance = _chance(rows)
        return rows.assign(
            worsened=_is_worse(rows, ""),
            worsened_998=_is_worse(rows, "_998"),
            chance=chance,
            listed=discoveries(chance),
        )

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The exceptions in agenda order, the furthest from the MPS first within each indicator;
        adds covered and sure.

        ``sure``: both the gap and the change are beyond chance at 99.8% too.
        """
        rows = self.borough_figures[self.borough_figures["listed"]]
        rows = rows.assign(sure=(rows["flag_998"] == "worse") & rows["worsened_998"])
        order = rows["indicator"].map(
            {indicator: place for place, indicator in enumerate(self.testable_indicators)}
        )
        distance = (rows["value"] - rows["comparator"]).abs()
        rows = rows.assign(order=order, distance=distance).sort_values(
            ["order", "distance", "name"], ascending=[True, False, True]
        )
        covered = [self._cover(r.indicator, r.area) for r in rows.itertuples()]
        return rows.assign(covered=covered).reset_index(drop=True)

    def _of_theme_and_borough(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Those of ``rows`` (indicator, area) that are of the view's theme and borough."""
        view = self.page.view
        if view.worse_theme:
            rows = rows[rows["indicator"].map(self.page.indicators["theme"]) == view.worse_theme]
        if view.worse_area:
            rows = rows[rows["area"] == view.worse_area]
        return rows

    @property
    def worse_alone(self) -> dict[str, int]:
        """Indicator -> the boroughs that are worse than London on it, worsening or not, of the view's
        theme, borough and whether an action covers the indicator; in agenda order, those without
        one left out.
        """
        rows = self._of_theme_and_borough(self.borough_figures)
        counts = rows.loc[rows["flag_95"] == "worse", "indicator"].value_counts()
        return {
            indicator: int(counts[indicator])
            for indicator in self.testable_indicators
            if indicator in counts and self._fits_cover(self._cover(indicator, ""))
        }

    @cached_property
    def filtered_rows(self) -> pd.DataFrame:
        """Those of ``rows`` that the view asks for, by theme, borough and whether an action covers
        them.
        """
        rows = self._of_theme_and_borough(self.rows)
        return rows[rows["covered"].map(self._fits_cover).astype(bool)].reset_index(drop=True)

    def _fits_cover(self, cover: str) -> bool:
        """Whether a figure of ``cover`` is asked for: with an action, without one, or either."""
        asked = self.page.view.covered
        return not asked or (cover == NO_ACTION) == (asked == "no")

    @property
    def offers(self) -> tuple[dict[str, str], dict[str, str]]:
        """The themes that a tested figure is of, and the boroughs of those listed: id or code ->
        words. A theme without a listed figure is offered, as that there is none answers a question.
        """
        tested = self.borough_figures["indicator"].map(self.page.indicators["theme"])
        themes = {theme: words for theme, words in THEMES.items() if (tested == theme).any()}
        areas = self.rows.drop_duplicates("area").sort_values("name")
        return themes, dict(zip(areas["area"], areas["name"], strict=True))

    @cached_property
    def _open(self) -> list[tuple[str, str, ActionLink]]:
        """Indicator, area ('' for all) and link of each action that is not finished, once each."""
        rows = self.page.evidence
        rows = rows[~rows["status"].isin(FINISHED_STATUSES)].drop_duplicates(
            ["action", "indicator", "area"]
        )
        return [
            (r.indicator, r.area, ActionLink.of(r, r.action, r.note)) for r in rows.itertuples()
        ]

    def actions_of(self, indicator: str, area: str) -> tuple[ActionLink, ...]:
        """The actions, not finished, whose evidence names the figure."""
        named = [a for of, where, a in self._open if of == indicator and where in ("", area)]
        return tuple({action.action: action for action in named}.values())

    def _cover(self, indicator: str, area: str) -> str:
        words = (f"Action {a.number} ({a.status})" for a in self.actions_of(indicator, area))
        return ", ".join(dict.fromkeys(words)) or NO_ACTION

    @cached_property
    def title(self) -> str:
        """'11 worse than London and worsening, 3 without an action'."""
        number, theme = len(self.filtered_rows), self.page.view.worse_theme
        if not number and theme and not (self.page.view.worse_area or self.page.view.covered):
            return f"No figure of {THEMES[theme].lower()} is both worse and worsening"
        if not number and len(self.rows):
            return f"None of {len(self.rows)} worse and worsening figures fits this choice"
        if not number:
            return "No borough is both worse and worsening"
        uncovered = int((self.filtered_rows["covered"] == NO_ACTION).sum())
        return f"{number} worse than London and worsening, {uncovered or 'none'} without an action"

    @property
    def _reading(self) -> str:
        number, of = len(self.rows), len(self.borough_figures)
        alone = int(
            ((self.borough_figures["flag_95"] == "worse") & self.borough_figures["worsened"]).sum()
        )
        words = (
            f"Of {of:,} borough figures that can be tested, {number}"
            f" {'is' if number == 1 else 'are'} worse than the MPS and worsened on the year."
            f" {_sentence(int(self.rows['sure'].sum()) or 'none')} of those listed"
            f" {'is' if self.rows['sure'].sum() == 1 else 'are'} clearly so. Taken one by one,"
            f" {alone} would be listed."
        )
        if number:
            counts = self.rows["name"].value_counts()
            most = join_names(sorted(counts[counts == counts.max()].index), most=3)
            words += (
                f" {most} {'has' if (counts == counts.max()).sum() == 1 else 'have'} the most:"
                f" {counts.max()}."
            )
        if len(self.filtered_rows) < number:
            words += f" The table has {len(self.filtered_rows) or 'none'} of them, as chosen."
        return f"{words} At most {SHARE:.0%} of those listed are expected to be there by chance."

    @property
    def _table(self) -> pd.DataFrame:
        rows, indicators = self.filtered_rows, self.page.indicators
        percent = rows["unit"].eq("per cent")
        measure = rows["indicator"].map(indicators["short"])
        return pd.DataFrame(
            {
                "Borough": rows["name"],
                "Indicator": measure.where(percent, measure + ", " + rows["unit"]),
                "Value": [_number(r.value, r.decimals, r.unit) for r in rows.itertuples()],
                "MPS": [_number(r.comparator, r.decimals, r.unit) for r in rows.itertuples()],
                "95% interval": [
                    f"{_number(r.lower, r.decimals, '')} to {_number(r.upper, r.decimals, r.unit)}"
                    for r in rows.itertuples()
                ],
                "Change on year (95% interval)": [
                    f"{signed_text(r.change, 1)} ({signed_text(r.change_lower, 1)} to"
                    f" {signed_text(r.change_upper, 1)})"
                    for r in rows.itertuples()
                ],
                "How sure": rows["sure"].map({True: "clearly (99.8%)", False: "95%"}),
                "Covered by": rows["covered"],
                "Period": [
                    period_words(
                        r.period_start, r.period_end, bool(indicators.loc[r.indicator, "stock"])
                    )
                    for r in rows.itertuples()
                ],
            }
        )

    @once
    def panel(self) -> Panel | None:
        """The exceptions as a table; None where no indicator can be tested."""
        if self.borough_figures.empty:
            return None
        indicators = list(dict.fromkeys(self.rows["indicator"]))
        return self.page.panel(
            "exceptions",
            title=self.title,
            reading=self._reading,
            table=self._table,
            indicators=indicators,
            subtitle=(
                "Boroughs worse than the MPS and worsening on the year, latest period of each"
                " indicator"
            ),
            releases=self.borough_figures["release"].unique(),
            query="latest_by_area",
            parameters={"indicators": self.testable_indicators},
            notes=(
                (
                    "A figure is listed where its 95% interval lies wholly on the worse side of the"
                    " MPS figure (Breslow and Day, 1987). The interval of its change on the year"
                    " also lies wholly on the worse side of 0 (Zou and Donner, 2008). It is clearly"
                    " so where both do at 99.8%."
                ),
                (
                    f"{len(self.borough_figures):,} figures are tested at once. Each counts by the larger of"
                    f" its two one-sided chances, with the false discovery rate held to {SHARE:.0%}"
                    " (Benjamini and Hochberg, 1995). The MPS figure is taken as exact."
                ),
                (
                    "Indicators without a direction or without an interval are left out. Covered:"
                    " an action that is not complete names the indicator in its evidence."
                ),
            ),
        )


def _is_worse(rows: pd.DataFrame, ending: str) -> pd.Series:
    """Whether the change on the year lies wholly on the worse side of nil, by the limits with this
    ending.
    """
    higher = rows["better"] == "higher"
    return (higher & (rows[f"change_upper{ending}"] < 0)) | (
        ~higher & (rows[f"change_lower{ending}"] > 0)
    )


def _chance(rows: pd.DataFrame) -> np.ndarray:
    """The larger of two one-sided chances: of a figure as far on the worse side of the MPS, and of
    a year before.
    """
    higher = (rows["better"] == "higher").to_numpy()
    chances = []
    for value, limits, against in (("value", "", "comparator"), ("change", "change_", None)):
        figure = rows[value].to_numpy(float)
        gap = figure - (rows[against].to_numpy(float) if against else 0.0)
        ends = [
            [rows[f"{limits}{side}{ending}"].to_numpy(float) for side in ("lower", "upper")]
            for ending in ("", "_998")
        ]
        half = [np.where(higher, upper - figure, figure - lower) for lower, upper in ends]
        chances.append(one_sided(np.where(higher, -gap, gap), *half))
    return np.maximum(*chances)


def _sentence(number: object) -> str:
    return str(number).capitalize()


def _number(value: float, decimals: int, unit: str) -> str:
    """A figure without its unit but for the sign of per cent."""
    return figure_text(value, unit if unit == "per cent" else "", int(decimals))


@chart("overview", "exceptions", order=3)
def exceptions(page: Page) -> Panel | None:
    """The panel ``exceptions`` of the overview; None where nothing that can be tested is loaded."""
    return Exceptions(page).panel()
