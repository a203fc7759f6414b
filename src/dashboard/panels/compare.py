"""Compare boroughs: one indicator, a comparator, and up to five chosen boroughs -> the page's panels."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.figures.hexmap import hexmap
from dashboard.figures.ranking import ranking
from dashboard.figures.trend import trend
from dashboard.panel import Panel, month
from dashboard.panels.page import Page
from dashboard.stats.comparison import compare, rank
from dashboard.store.connection import Store
from dashboard.view import View


@dataclass(frozen=True)
class Comparison:
    """One indicator at one period, for every borough. Made anew for each view; nothing in it is changed."""

    page: Page

    @property
    def store(self) -> Store:
        """The open database."""
        return self.page.store

    @property
    def view(self) -> View:
        """What is on screen."""
        return self.page.view

    @property
    def dark(self) -> bool:
        """True for the dark ground."""
        return self.page.dark

    @cached_property
    def indicator(self) -> pd.Series:
        """The indicator's declaration, as ``queries/indicators.sql`` gives it."""
        return self.page.indicators.loc[self.view.indicator]

    @cached_property
    def periods(self) -> list[dt.date]:
        """Last days of the periods with a figure, newest first; empty where nothing is loaded."""
        return [d.date() for d in self.store.query("periods", indicator=self.view.indicator)["period_end"]]

    @cached_property
    def period(self) -> dt.date:
        """The period shown: the one asked for, else the nearest that has figures."""
        asked = self.view.period
        return self.periods[0] if asked is None else min(self.periods, key=lambda d: abs((d - asked).days))

    @property
    def period_note(self) -> str | None:
        """A sentence where the period asked for has no figures."""
        if self.view.period is None or not self.periods or self.view.period == self.period:
            return None
        return f"There is no figure for {month(self.view.period)}; the nearest, {month(self.period)}, is shown."

    @cached_property
    def _all(self) -> pd.DataFrame:
        rows = self.store.query("compare", indicator=self.view.indicator, period=self.period)
        return self.page.estimates(rows)

    @cached_property
    def boroughs(self) -> pd.DataFrame:
        """One row a borough, best first (highest first where neither way is better): figure, interval, flag, rank."""
        rows, better = self._all, self.indicator["better"]
        table = rows[rows["level"] == "borough"].copy()
        mps = rows.loc[rows["level"] == "mps", "value"]
        table["comparator"] = mps.iloc[0] if len(mps) else np.nan
        if self.view.comparator == "bcu":
            bcu = rows[rows["level"] == "bcu"].set_index("area")["value"]
            table["comparator"] = table["bcu"].map(bcu)
        table = rank(compare(table, better), better)
        return table.sort_values(["value", "name"], ascending=[better == "lower", True]).reset_index(drop=True)

    @cached_property
    def mps(self) -> float:
        """The MPS figure of the period, NaN where there is none."""
        value = self._all.loc[self._all["level"] == "mps", "value"]
        return float(value.iloc[0]) if len(value) else float("nan")

    def text(self, value: float) -> str:
        """A figure in the indicator's unit."""
        return self.page.text(self.view.indicator, value)

    @cached_property
    def _words(self) -> tuple[str, str]:
        """Of those that differ on the wanted and the unwanted side: the words for them."""
        return {"neutral": ("higher", "lower")}.get(self.indicator["better"], ("better", "worse"))

    def _panel(self, chart: str, title: str, reading: str, table: pd.DataFrame, figure: object, query: str,
               parameters: dict, notes: tuple[str, ...] = ()) -> Panel:  # fmt: skip
        subtitle = f"{self.indicator['name']}, {self.indicator['unit']}, 32 boroughs, 12 months to {month(self.period)}"
        if chart == "trend":
            subtitle = f"{self.indicator['name']}, {self.indicator['unit']}, rolling 12 months"
        return self.page.panel(
            chart, title=title, subtitle=subtitle, reading=reading, table=table, figure=figure,
            indicators=[self.view.indicator], releases=self._all["release"].unique(), query=query,
            parameters=parameters, notes=notes,
        )  # fmt: skip

    @property
    def _asked(self) -> dict[str, str]:
        """The parameters of ``queries/compare.sql``."""
        return {"indicator": self.view.indicator, "period": self.period.isoformat()}

    def ranking(self) -> Panel:
        """Every borough with its interval against the comparator."""
        table, words = self.boroughs, self._words
        counts = {word: int((table["flag"] == word).sum()) for word in words}
        against = "the MPS" if self.view.comparator == "mps" else "their own BCU"
        title = f"{counts[words[1]]} of {len(table)} boroughs are {words[1]} than {against}"
        top, bottom = table.iloc[0], table.iloc[-1]
        reading = (
            f"In the 12 months to {month(self.period)}, {counts[words[0]]} boroughs are {words[0]} and "
            f"{counts[words[1]]} {words[1]} than {against} beyond chance at 95%; {top['name']} has "
            f"{self.text(top['value'])} and {bottom['name']} {self.text(bottom['value'])}; "
            f"the MPS has {self.text(self.mps)}."
        )
        chance = f"About {len(table) * 0.05:.0f} of {len(table)} boroughs would be flagged by chance alone."
        single = self.view.comparator == "mps"
        figure = ranking(
            table, unit=self.indicator["unit"], decimals=int(self.indicator["decimals"]),
            comparator_label="MPS" if single else "own BCU",
            comparator=self.mps if single else float("nan"), selected=self.view.areas, dark=self.dark,
        )  # fmt: skip
        return self._panel("ranking", title, reading, self.readable, figure, "compare",
                           self._asked,
                           (chance,))  # fmt: skip

    def hexagons(self) -> Panel:
        """The boroughs as clusters of equal cells, one a ward."""
        table = self.boroughs
        spread = f"{self.text(table['value'].min())} to {self.text(table['value'].max())}"
        title = f"{self.indicator['short']} runs from {spread}"
        reading = f"Across 32 boroughs {self.indicator['short'].lower()} runs from {spread} in {month(self.period)}."
        figure = hexmap(
            self.store.query("hexagons"), table[["area", "name", "value"]], unit=self.indicator["unit"],
            decimals=int(self.indicator["decimals"]), better=self.indicator["better"],
            selected=self.view.areas, dark=self.dark,
        )  # fmt: skip
        return self._panel("hexagons", title, reading, self.readable, figure, "compare",
                           self._asked,
                           ("Each hexagon is a ward and carries its borough's figure.",))  # fmt: skip

    def trend(self) -> Panel:
        """The chosen boroughs over time against the MPS."""
        areas = [*self.view.areas, "MPS"]
        asked = {"indicators": [self.view.indicator], "areas": areas}
        rows = self.page.estimates(self.store.query("series", **asked))
        rows = rows.assign(is_comparator=rows["area"] == "MPS")
        shown = rows[rows["period_end"].dt.date >= self.period.replace(year=self.period.year - 6)]
        mps = self._all[self._all["level"] == "mps"].iloc[0]
        moved = self._change_words(mps)
        title = f"{self.indicator['short']} across the MPS {moved}"
        reading = f"The MPS figure is {self.text(self.mps)} in the 12 months to {month(self.period)}; it {moved}."
        for row in self.boroughs[self.boroughs["area"].isin(self.view.areas)].itertuples():
            reading += f" {row.name} has {self.text(row.value)}."
        events = [(e.date, e.title) for e in self.store.query("events").itertuples() if e.kind != "board"]
        figure = trend(
            shown, unit=self.indicator["unit"], decimals=int(self.indicator["decimals"]), comparator_label="MPS",
            highlight=self.view.areas, events=events, dark=self.dark,
        )  # fmt: skip
        heads = {"name": "Area", "period_end": "12 months to", "value": "Per cent", "lower": "Lower 95%",
                 "upper": "Upper 95%", "base": "Base"}  # fmt: skip
        dates = {"period_end": shown["period_end"].dt.strftime("%Y-%m-%d")}
        table = shown.assign(**dates)[list(heads)].rename(columns=heads).round(2)
        return self._panel("trend", title, reading, table, figure, "series",
                           asked,
                           ("Neighbouring points share three quarters of their interviews.",))  # fmt: skip

    def _change_words(self, row: pd.Series) -> str:
        if pd.isna(row["change"]):
            return "has no figure a year before"
        if row["change_lower"] <= 0 <= row["change_upper"]:
            return "did not change beyond chance in a year"
        return f"{'rose' if row['change'] > 0 else 'fell'} by {abs(row['change']):.0f} points in a year"

    @cached_property
    def readable(self) -> pd.DataFrame:
        """The boroughs as a table for reading and download."""
        t = self.boroughs
        ranks = [f"{r.rank:.0f} ({r.rank_low:.0f} to {r.rank_high:.0f})" for r in t.itertuples()]
        return pd.DataFrame({
            "Borough": t["name"], "Per cent": t["value"].round(2), "Lower 95%": t["lower"].round(2),
            "Upper 95%": t["upper"].round(2), "Comparator": t["comparator"].round(2), "Against it": t["flag"],
            "Rank (plausible)": ranks, "Change on year, points": t["change"].round(2),
            "Change lower 95%": t["change_lower"].round(2), "Change upper 95%": t["change_upper"].round(2),
            "Base": t["base"],
        })  # fmt: skip

    def table(self) -> Panel:
        """Every borough with figure, interval, rank and change."""
        table = self.boroughs
        fell = int((table["change_upper"] < 0).sum())
        rose = int((table["change_lower"] > 0).sum())
        if table["change"].isna().all():
            title = reading = "There is no figure a year before to compare with"
            return self._panel("table", title, f"{reading}.", self.readable, None, "compare",
                               self._asked)  # fmt: skip
        title = f"{rose} {'borough' if rose == 1 else 'boroughs'} rose and {fell} fell in a year"
        reading = f"Beyond chance at 95%, {rose} of {len(table)} boroughs rose and {fell} fell on the year before."
        return self._panel("table", title, reading, self.readable, None, "compare",
                           self._asked)  # fmt: skip
