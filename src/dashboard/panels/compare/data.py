"""One indicator at one period, for every area at its finest level above the ward, against a
comparator.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.panels.common.comparators import (
    add_flags,
    against,
    is_estimate,
    of_many,
    one_area,
    own_past,
    pairs_within,
)
from dashboard.panels.compare.indicator_at_period import IndicatorAtPeriod
from dashboard.stats.comparison import Better
from dashboard.stats.flags import previous_rank
from dashboard.view.compare import COMPARATORS


@dataclass(frozen=True)
class ComparisonData(IndicatorAtPeriod):
    """The figures behind every panel of the page.

    Made anew for each view; nothing in it is changed.
    """

    @cached_property
    def has_intervals(self) -> bool:
        """True where the figures carry intervals, so that a difference can be beyond chance."""
        return bool(self.rows.loc[self.rows["level"] == self.level, "lower"].notna().any())

    @property
    def is_count(self) -> bool:
        """True for plain counts, which areas of different size cannot be compared by."""
        return self.indicator["method"] == "count"

    @property
    def better(self) -> Better:
        """The direction declared; neutral for a count, which says nothing of better or worse
        between areas.
        """
        return "neutral" if self.is_count else self.indicator["better"]

    @cached_property
    def mps(self) -> float:
        """The MPS figure of the period, NaN where there is none."""
        return float(self.rows.loc[self.rows["level"] == "mps", "value"].iloc[0])

    @cached_property
    def peers(self) -> pd.DataFrame:
        """``queries/similar.sql``; empty where the features behind it are not loaded."""
        return self.page.store.query("similar")

    @cached_property
    def comparators(self) -> dict[str, str]:
        """The comparators that this indicator has at this period, with their words; none for a
        count.
        """
        if self.is_count or self.level not in ("borough", "bcu"):
            return {}
        rows = self.rows[self.rows["value"].notna()]
        here = rows[rows["level"] == self.level]
        by_borough = self.level == "borough"
        members = {
            "mps": not np.isnan(self.mps),
            "bcu": by_borough and bool((rows["level"] == "bcu").any()),
            "similar": by_borough and not self.peers.empty,
            "inner_outer": by_borough,
            "past": bool((here["year_value"].notna() & here["broken"].isna()).any()),
        }
        words = COMPARATORS | {"past": self.years_ago}
        options = {key: words[key] for key in COMPARATORS if members[key]}
        return options | (dict(zip(here["area"], here["name"], strict=True)) if by_borough else {})

    @cached_property
    def comparator(self) -> str:
        """The comparator used: the one asked for, else the first there is; '' where there is none."""
        comparator = self.page.view.comparator
        return comparator if comparator in self.comparators else next(iter(self.comparators), "")

    @property
    def against(self) -> str:
        """The comparator as the object of 'worse than'."""
        if self.comparator == "past":
            return self.years_ago
        return against(self.comparator, self.page.names)

    @property
    def label(self) -> str:
        """The comparator as a heading and in the key: 'MPS', 'own BCU', 'Barnet'."""
        return self.comparators.get(self.comparator, "")

    @property
    def comparator_note(self) -> str | None:
        """A sentence where another comparator is used than was asked for."""
        comparator = self.page.view.comparator
        if self.is_count:
            many = "boroughs" if self.level == "borough" else "BCUs"
            sentence = (
                f"This is a count, which cannot be compared between {many} of different size."
            )
            return sentence if self.level in ("borough", "bcu") else None
        if comparator == self.comparator or self.level != "borough":
            return None
        fallback = f"{self.against} is used" if self.comparator else "no comparison is made"
        if comparator == "similar":
            return f"Similar boroughs are not known until recorded crime is loaded by borough; {fallback}."
        if comparator == "past":
            return f"There is no figure {self.years_ago} that can be compared with; {fallback}."
        return (
            f"There is no figure for {COMPARATORS.get(comparator) or self.page.names[comparator]} here;"
            f" {fallback}."
        )

    def _set_against(self, table: pd.DataFrame) -> pd.DataFrame:
        """``table`` with the figure of the comparator and, where it is one more estimate, its
        limits.
        """
        if self.comparator == "past":
            return own_past(table)
        if is_estimate(self.comparator):
            return one_area(table, self.comparator)
        if self.comparator == "bcu":
            figures = self.rows[self.rows["level"] == "bcu"].set_index("area")["value"]
            return table.assign(comparator=table["bcu"].map(figures))
        if self.comparator in ("similar", "inner_outer"):
            pairs = self.peers
            if self.comparator == "inner_outer":
                pairs = pairs_within(
                    table, self.page.store.query("areas").set_index("code")["part"]
                )
            published = self.indicator["method"] == "published"
            scale = self.indicator["multiplier"]
            return table.assign(comparator=of_many(table, pairs, scale, published))
        return table.assign(comparator=self.mps if self.comparator else np.nan)

    @cached_property
    def areas(self) -> pd.DataFrame:
        """One row an area of the level compared, best first (highest first where neither way is
        better).

        Adds to ``rows``: comparator (the figure of the one that the view asks for, which need not
        be the MPS), flag, flag_level, flag_95 and flag_998 (against that), rank, rank_low,
        rank_high, worst_five, previous_rank (at ``base``; missing where it cannot be compared),
        places_up and shown (what a figure writes for ``name``: marked where it is withheld).
        """
        areas = self._set_against(self.rows[self.rows["level"] == self.level])
        areas = add_flags(
            areas,
            self.better,
            has_intervals=self.has_intervals,
            estimate=is_estimate(self.comparator),
        )
        before = areas.assign(
            value=areas["year_value"].where(areas["broken"].isna()), lower=np.nan, upper=np.nan
        )
        areas = previous_rank(areas, before, self.better)
        areas["shown"] = areas["name"].where(
            areas["withheld"].isna(), areas["name"] + " (withheld)"
        )
        return areas.sort_values(
            ["value", "name"], ascending=[self.better == "lower", True], na_position="last"
        ).reset_index(drop=True)

    def text(self, value: float) -> str:
        """A figure in the indicator's unit."""
        return self.page.text(self.indicator["id"], value)
