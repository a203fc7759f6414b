"""Borough: one borough's figures against the MPS and its BCU, and its wards."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.catalogue import chart, page_notes
from dashboard.panels.borough.ranks import (
    borough_indicators,
    flag_against_mps,
    ranks_of,
    sure_words,
)
from dashboard.panels.common.indicator_rows import trends
from dashboard.panels.common.method_text import HOW
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.variation import brief, icons_of, way_of, year_changes
from dashboard.stats.flags import (
    by_chance,
    chance_words,
    flag_phrases,
)
from dashboard.stats.variation import Icons
from dashboard.text import (
    change_decimals,
    figure_text,
    join_names,
    period_words,
    rounded_gap,
    signed_text,
)

_MOST_NAMED = 5
"""Indicators that a sentence names."""


@dataclass(frozen=True)
class Borough:
    """One borough at the latest period of each indicator.

    Made anew for each run; nothing in it is changed.
    """

    page: Page

    @property
    def code(self) -> str:
        """The borough's code; '' where none is chosen."""
        return self.page.view.area

    @property
    def name(self) -> str:
        """The borough's name."""
        return self.page.names[self.code]

    @cached_property
    def areas(self) -> pd.DataFrame:
        """``queries/areas.sql`` by code."""
        return self.page.store.query("areas").set_index("code")

    @cached_property
    def bcu(self) -> str:
        """Code of the borough's BCU."""
        return str(self.areas.loc[self.code, "bcu"])

    @cached_property
    def wards(self) -> pd.DataFrame:
        """``queries/borough_wards.sql``."""
        return self.page.store.query("borough_wards", borough=self.code)

    @property
    def summary(self) -> str:
        """Population, wards and BCU in a sentence."""
        here = self.areas[self.areas["bcu"] == self.bcu]
        others = sorted(here[(here["level"] == "borough") & (here.index != self.code)]["name"])
        beside = f", with {join_names(others)}" if others else ""
        people = int(self.areas.loc[self.code, "population"])
        return (
            f"{self.name} had {people:,} usual residents at the Census of 2021. It has"
            f" {len(self.wards)} wards and is policed by {self.page.names[self.bcu]} BCU{beside}."
        )

    @cached_property
    def latest(self) -> pd.DataFrame:
        """The last figure of each indicator in every area (``queries/latest_by_area.sql``)."""
        ids = borough_indicators(self.page)
        return self.page.estimates_of("latest_by_area", {"indicators": ids}, twice=True)

    @cached_property
    def _own(self) -> pd.DataFrame:
        """The borough's rows of ``latest``, by indicator in agenda order."""
        rows = self.latest
        own = rows[(rows["level"] == "borough") & (rows["area"] == self.code)]
        own = own.set_index("indicator", drop=False)
        return own.reindex([i for i in borough_indicators(self.page) if i in own.index])

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The borough's last figure of each indicator, in agenda order.

        Adds to ``Page.estimates``: comparator (the MPS), bcu_value, flag (against the MPS) with
        flag_level, flag_95 and flag_998, verdict ('better', 'worse' or '' against its own past),
        rank, rank_low, rank_high, previous_rank (a year before) and ranked (boroughs with a
        figure).
        """
        own, by = self._own, self.latest.set_index("indicator")
        rows = own.assign(
            comparator=by[by["level"] == "mps"]["value"].reindex(own.index),
            bcu_value=by[(by["level"] == "bcu") & (by["area"] == self.bcu)]["value"].reindex(
                own.index
            ),
            ranked=by[by["level"] == "borough"]
            .groupby("indicator")["value"]
            .count()
            .reindex(own.index),
        ).join(ranks_of(self.page.store, self.code))
        flags = flag_against_mps(rows).reindex(rows.index)
        verdicts = {indicator: way_of(icons) for indicator, icons in self.icons.items()}
        return flags.assign(verdict=[verdicts.get(i, "") for i in flags.index])

    @cached_property
    def series(self) -> pd.DataFrame:
        """The borough's figures over time (``queries/series.sql``)."""
        ids = borough_indicators(self.page)
        return self.page.store.query("series", indicators=ids, areas=[self.code])

    @cached_property
    def trends(self) -> dict[str, list[float]]:
        """Indicator -> its figures since the last declared break or change of source, oldest first."""
        return trends(self.page, self.series)

    @cached_property
    def icons(self) -> dict[str, Icons]:
        """Indicator -> its verdict against the borough's own past."""
        held = self.series[self.series["indicator"].isin(self._own.index)]
        return icons_of(self.page, held, year_changes(self._own.reset_index(drop=True)))

    @once
    def indicators(self) -> Panel | None:
        """Every indicator with a borough figure; None where none is loaded."""
        rows = self.rows.dropna(subset=["value"])
        if rows.empty:
            return None
        tested_rows = rows[rows["lower"].notna() & rows["better"].ne("neutral")]
        worse, better = (int((tested_rows["flag"] == word).sum()) for word in ("worse", "better"))
        noun = "indicator" if worse == 1 else "indicators"
        title = f"Worse than the MPS on {worse or 'no'} {noun}, better on {better or 'none'}"
        return self.page.panel(
            "indicators",
            title=title,
            subtitle=(
                f"{len(self.rows)} indicators, {self.name}, latest period of each; "
                "'per 1,000' is of residents"
            ),
            reading=(
                f"Of {len(tested_rows)} indicators that can be tested, {self.name} is worse than the MPS"
                f" on {worse or 'none'} and better on {better or 'none'}, {sure_words(tested_rows)}."
                f"{self._names_sentence('Worse', tested_rows, 'flag', 'worse')}"
                f"{self._names_sentence('Worse than its own past', rows, 'verdict', 'worse')}"
                f"{self._names_sentence('Better than its own past', rows, 'verdict', 'better')}"
                f"{self._unknown(tested_rows)}"
            ),
            table=self._table(),
            indicators=list(self.rows.index),
            releases=self.rows["release"].dropna().unique(),
            query="latest_by_area",
            parameters={"indicators": borough_indicators(self.page)},
            notes=(
                (
                    "An indicator is flagged where the borough's own 95% (99.8%) interval lies"
                    " wholly on one side of the MPS figure, which is taken as exact (Breslow and"
                    " Day, 1987)."
                ),
                chance_words(by_chance(tested_rows), "indicators"),
                (
                    "Above and below are plain differences: without an interval none is called"
                    " better or worse. Counts cannot be compared between areas of different size."
                ),
                (
                    "Rank 1 is the best of the boroughs, or the highest where neither way is"
                    " better. In brackets stand the ranks that it could truly take, for all boroughs"
                    " at once with 95% confidence (Mogstad, Romano, Shaikh and Wilhelm, 2023)."
                ),
                (
                    "Against its past: usual variation where the control chart of the borough's own"
                    " figures holds a steady level, else the change on the year."
                ),
                *HOW,
            ),
        )

    def _names_sentence(self, start: str, rows: pd.DataFrame, column: str, word: str) -> str:
        """' Worse: Trust and Burglary.', the indicators with ``word`` in ``column``, after
        ``start``; '' where there is none.
        """
        found = rows.index[rows[column] == word]
        names = join_names(self.page.indicators.loc[found, "short"], most=_MOST_NAMED)
        return f" {start}: {names}." if len(found) else ""

    def _unknown(self, rows: pd.DataFrame) -> str:
        """How many of ``rows`` have no change on the year, which is not to say that they did not
        worsen.
        """
        number = int(rows["change_lower"].isna().sum())
        return f" {number} cannot be compared with a year before." if number else ""

    def _table(self) -> pd.DataFrame:
        rows, page = self.rows, self.page
        indicators = page.indicators.loc[rows.index]
        lines, icons = self.trends, self.icons
        each = list(rows.itertuples())
        counts = rows["method"].eq("count")

        def words(column: str) -> list[str]:
            return [figure_text(getattr(r, column), _sign(r.unit), int(r.decimals)) for r in each]

        ranks = [
            (
                ""
                if pd.isna(r.rank)
                else f"{r.rank:.0f} of {r.ranked:.0f}"
                + ("" if pd.isna(r.rank_low) else f" ({r.rank_low:.0f} to {r.rank_high:.0f})")
            )
            for r in each
        ]
        return pd.DataFrame(
            {
                "Indicator": [
                    _with_unit(short, unit)
                    for short, unit in zip(indicators["short"], indicators["unit"], strict=True)
                ],
                self.name: words("value"),
                "Against MPS": flag_phrases(rows["flag"], rows["flag_level"]).to_list(),
                "MPS": np.where(counts, "", words("comparator")),
                "Own BCU": np.where(counts, "", words("bcu_value")),
                "95% interval": [_interval(r) for r in each],
                "Change on year (95% interval)": [_change(r) for r in each],
                "Against its past": [brief(icons[i]) if i in icons else "" for i in rows.index],
                "Trend": [[round(v, 2) for v in lines.get(r.indicator, [])] for r in each],
                "Rank (could be)": ranks,
                "Rank a year before": rows["previous_rank"].astype("Int64").to_list(),
                "Period": [
                    _period(r, bool(stock))
                    for r, stock in zip(each, indicators["stock"], strict=True)
                ],
            }
        )


def _interval(r) -> str:
    if pd.isna(r.lower):
        return ""
    return (
        f"{figure_text(r.lower, '', int(r.decimals))} to"
        f" {figure_text(r.upper, _sign(r.unit), int(r.decimals))}"
    )


def _sign(unit: str) -> str:
    """What stands beside a figure in the table: the sign of per cent; any other unit is said with
    the indicator.
    """
    return "%" if unit == "per cent" else ""


def _with_unit(short: str, unit: str) -> str:
    """'Burglary, per 1,000', of residents; the name alone where it is a percentage or says its unit
    itself.
    """
    words = {word.removesuffix("s") for word in short.casefold().split()}
    said = unit == "per cent" or unit.split()[0].removesuffix("s") in words
    return short if said else f"{short}, {unit.removesuffix(' residents')}"


def _change(r) -> str:
    if pd.isna(r.change):
        return "cannot be compared" if isinstance(r.broken, str) and pd.notna(r.year_value) else ""
    places = change_decimals(r.unit, r.decimals)
    words = signed_text(rounded_gap(r.year_value, r.value, places), places)
    if pd.isna(r.change_lower):
        return words
    return (
        f"{words} ({signed_text(r.change_lower, places)} to {signed_text(r.change_upper, places)})"
    )


def _period(r, stock: bool) -> str:
    return "" if pd.isna(r.period_end) else period_words(r.period_start, r.period_end, stock)


@chart("borough", "indicators", order=1)
def indicators(page: Page) -> Panel | None:
    """The panel ``indicators`` of the borough in the view; None where none is chosen or nothing is
    loaded.
    """
    return Borough(page).indicators() if page.view.area else None


@page_notes("borough")
def choose_note(page: Page) -> list[str]:
    """The sentence that says how to choose a borough where none is."""
    return [] if page.view.area else ["Choose the borough to show, such as area=Lambeth."]
