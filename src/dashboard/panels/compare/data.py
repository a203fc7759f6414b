"""One indicator at one period, for every area at its finest level above the ward, against a
comparator.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.panels.common.comparators import (
    against,
    flagged,
    is_estimate,
    of_many,
    one_area,
    own_past,
    pairs_within,
)
from dashboard.panels.common.page import Page, period_words
from dashboard.panels.common.timeline import nearest, period_note
from dashboard.stats.comparison import Better
from dashboard.stats.flags import previous_rank
from dashboard.view import COMPARATORS

_NOUNS = {"borough": ("borough", "boroughs"), "bcu": ("BCU", "BCUs"), "mps": ("MPS", "MPS")}


@dataclass(frozen=True)
class Compared:
    """The figures behind every panel of the page.

    Made anew for each view; nothing in it is changed.
    """

    page: Page

    @cached_property
    def indicator(self) -> pd.Series:
        """The indicator's declaration, as ``queries/indicators.sql`` gives it."""
        return self.page.indicators.loc[self.page.view.indicator]

    @property
    def chosen(self) -> tuple[str, ...]:
        """Codes of the boroughs chosen, the one that another page was about among them."""
        view = self.page.view
        return (
            view.toggled(view.area) if view.area and view.area not in view.areas else view
        ).areas

    @cached_property
    def series(self) -> pd.DataFrame:
        """``queries/compare_series.sql``: every period of every borough, BCU and the MPS."""
        return self.page.store.query("compare_series", indicator=self.indicator["id"])

    @cached_property
    def level(self) -> str:
        """The level compared: the first of borough, bcu and mps that has a figure; '' where none
        has.
        """
        held = set(self.series.loc[self.series["value"].notna(), "level"])
        return next((level for level in _NOUNS if level in held), "")

    def noun(self, number: int = 2) -> str:
        """'borough' or 'boroughs', or BCUs where the indicator is not measured by borough."""
        return _NOUNS[self.level][number != 1]

    @property
    def level_note(self) -> str | None:
        """A sentence where the indicator has no borough figures."""
        name, by = self.indicator["name"], "by BCU" if self.level == "bcu" else "for the MPS alone"
        if self.level == "borough":
            return None
        if not self.level or "borough" in self.indicator["levels"]:
            return f"No borough figures are loaded for {name}; load the borough file of its source."
        return f"{name} is measured {by}; there is no borough breakdown."

    @cached_property
    def periods(self) -> list[dt.date]:
        """Last days of the periods with a figure at the level compared, newest first; empty where
        nothing is loaded.
        """
        rows = self.series[(self.series["level"] == self.level) & self.series["value"].notna()]
        return sorted((d.date() for d in rows["period_end"].unique()), reverse=True)

    @cached_property
    def period(self) -> dt.date:
        """The period shown: the one asked for, else the nearest that has figures."""
        return nearest(self.periods, self.page.view.period)

    @property
    def period_note(self) -> str | None:
        """A sentence where the period asked for has no figures."""
        return period_note(self.page.view.period, self.period) if self.periods else None

    @cached_property
    def rows(self) -> pd.DataFrame:
        """``queries/compare.sql`` with intervals at both levels and change on the year."""
        return self.page.estimates(self.page.store.query("compare", **self.asked), twice=True)

    @property
    def asked(self) -> dict[str, str]:
        """The parameters of ``queries/compare.sql``."""
        return {"indicator": self.indicator["id"], "period": self.period.isoformat()}

    @cached_property
    def when(self) -> str:
        """The period in words: '12 months to June 2023', 'June 2023', 'at 30 June 2023'."""
        start = (
            self.rows.loc[self.rows["level"] == self.level, "period_start"].dropna().iloc[0].date()
        )
        return period_words(start, self.period, bool(self.indicator["stock"]))

    @property
    def in_when(self) -> str:
        """The period as it stands in a sentence: 'in the 12 months to June 2023', 'at 30 June
        2023'.
        """
        if self.when.startswith("at "):
            return self.when
        return f"in {'the ' if self.when[0].isdigit() else ''}{self.when}"

    @cached_property
    def tested(self) -> bool:
        """True where the figures carry intervals, so that a difference can be beyond chance."""
        return bool(self.rows.loc[self.rows["level"] == self.level, "lower"].notna().any())

    @property
    def counted(self) -> bool:
        """True for plain counts, which areas of different size cannot be compared by."""
        return self.indicator["method"] == "count"

    @property
    def better(self) -> Better:
        """The direction declared; neutral for a count, which says nothing of better or worse
        between areas.
        """
        return "neutral" if self.counted else self.indicator["better"]

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
        if self.counted or self.level not in ("borough", "bcu"):
            return {}
        rows = self.rows[self.rows["value"].notna()]
        here = rows[rows["level"] == self.level]
        by_borough = self.level == "borough"
        held = {
            "mps": not np.isnan(self.mps),
            "bcu": by_borough and bool((rows["level"] == "bcu").any()),
            "similar": by_borough and not self.peers.empty,
            "inner_outer": by_borough,
            "past": bool((here["year_value"].notna() & here["broken"].isna()).any()),
        }
        found = {key: words for key, words in COMPARATORS.items() if held[key]}
        return found | (dict(zip(here["area"], here["name"], strict=True)) if by_borough else {})

    @cached_property
    def comparator(self) -> str:
        """The comparator used: the one asked for, else the first there is; '' where there is none."""
        asked = self.page.view.comparator
        return asked if asked in self.comparators else next(iter(self.comparators), "")

    @property
    def against(self) -> str:
        """The comparator as the object of 'worse than'."""
        return against(self.comparator, self.page.names)

    @property
    def label(self) -> str:
        """The comparator as a heading and in the key: 'MPS', 'own BCU', 'Barnet'."""
        return self.comparators.get(self.comparator, "")

    @property
    def comparator_note(self) -> str | None:
        """A sentence where another comparator is used than was asked for."""
        asked = self.page.view.comparator
        if self.counted:
            many = "boroughs" if self.level == "borough" else "BCUs"
            sentence = (
                f"This is a count, which cannot be compared between {many} of different size."
            )
            return sentence if self.level in ("borough", "bcu") else None
        if asked == self.comparator or self.level != "borough":
            return None
        used = f"{self.against} is used" if self.comparator else "no comparison is made"
        if asked == "similar":
            return (
                f"Similar boroughs are not known until recorded crime is loaded by borough; {used}."
            )
        if asked == "past":
            return f"There is no figure a year before that can be compared with; {used}."
        return (
            f"There is no figure for {COMPARATORS.get(asked) or self.page.names[asked]} here;"
            f" {used}."
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
            return table.assign(
                comparator=of_many(table, pairs, self.indicator["multiplier"], published)
            )
        return table.assign(comparator=self.mps if self.comparator else np.nan)

    @cached_property
    def areas(self) -> pd.DataFrame:
        """One row an area of the level compared, best first (highest first where neither way is
        better).

        Adds to ``rows``: comparator, flag, flag_level, flag_95, flag_998, rank, rank_low,
        rank_high, worst_five, previous_rank (a year before; missing where it cannot be compared),
        places_up and shown (the name, marked where it is withheld).
        """
        found = self._set_against(self.rows[self.rows["level"] == self.level])
        found = flagged(
            found, self.better, tested=self.tested, estimate=is_estimate(self.comparator)
        )
        before = found.assign(
            value=found["year_value"].where(found["broken"].isna()), lower=np.nan, upper=np.nan
        )
        found = previous_rank(found, before, self.better)
        found["shown"] = found["name"].where(
            found["withheld"].isna(), found["name"] + " (withheld)"
        )
        return found.sort_values(
            ["value", "name"], ascending=[self.better == "lower", True], na_position="last"
        ).reset_index(drop=True)

    def text(self, value: float) -> str:
        """A figure in the indicator's unit."""
        return self.page.text(self.indicator["id"], value)
