"""One indicator at one period at its finest level above the ward, with its change over some years."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard.panels.common.page import Page
from dashboard.panels.common.timeline import nearest, period_note
from dashboard.panels.compare.base_year import YEARS_IN_WORDS, set_base, years_before
from dashboard.text import month, period_words
from dashboard.view.compare import YEARS

_NOUNS = {"borough": ("borough", "boroughs"), "bcu": ("BCU", "BCUs"), "mps": ("MPS", "MPS")}


@dataclass(frozen=True)
class IndicatorAtPeriod:
    """One indicator at one period, and the period that its changes are counted from.

    Made anew for each view; nothing in it is changed.
    """

    page: Page

    @cached_property
    def indicator(self) -> pd.Series:
        """The indicator's declaration, as ``queries/indicators.sql`` gives it."""
        return self.page.indicators.loc[self.page.view.indicator]

    @property
    def chosen_boroughs(self) -> tuple[str, ...]:
        """Codes of the boroughs chosen, the one that another page was about among them."""
        view = self.page.view
        return (
            view.toggle_area(view.area) if view.area and view.area not in view.areas else view
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
    def spans(self) -> dict[str, str]:
        """The numbers of years that a change can be taken over, of ``view.YEARS``: those before
        which there was a figure.
        """
        ends = set(self.periods)
        return {y: words for y, words in YEARS.items() if years_before(self.period, int(y)) in ends}

    @cached_property
    def years(self) -> int:
        """Years over which a change is taken: those asked for, else the most there are."""
        asked = int(self.page.view.years)
        return min(asked, max((int(y) for y in self.spans), default=1))

    @property
    def years_note(self) -> str | None:
        """A sentence where a change is taken over fewer years than was asked for."""
        asked = int(self.page.view.years)
        if asked == self.years:
            return None
        return (
            f"There are no figures {YEARS_IN_WORDS[asked]} before {month(self.period)}; changes are"
            f" over {YEARS_IN_WORDS[self.years]}."
        )

    @property
    def in_years(self) -> str:
        """'in a year' or 'in four years'."""
        return f"in {YEARS_IN_WORDS[self.years]}"

    @property
    def years_ago(self) -> str:
        """'a year before' or 'four years before'."""
        return f"{YEARS_IN_WORDS[self.years]} before"

    @cached_property
    def base(self) -> dt.date:
        """Last day of the period that a change is counted from."""
        return years_before(self.period, self.years)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """``queries/compare.sql`` with intervals at both levels and the change since ``base``, whose
        figures are the columns ``year_``.
        """
        rows = self.page.store.query("compare", **self.parameters)
        if self.years > 1:
            breaks = self.page.store.query("breaks")
            own = breaks[breaks["indicator"] == self.indicator["id"]]
            rows = set_base(rows, self.series, own, self.base)
        return self.page.estimates(rows, twice=True)

    @cached_property
    def rows_on_the_year(self) -> pd.DataFrame:
        """``rows`` with the change on the year, over however many years the page takes changes."""
        if self.years == 1:
            return self.rows
        return self.page.estimates_of("compare", self.parameters, twice=True)

    @property
    def parameters(self) -> dict[str, str]:
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
