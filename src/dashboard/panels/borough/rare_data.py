"""The months and spells of one rare offence in the wards of a borough."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.panels.common.page import Page
from dashboard.stats.rare_events import g_charts, number_segments
from dashboard.text import month

_SIGNALS = {
    "lower": {"long": "better", "short": "worse"},
    "neutral": {"long": "higher", "short": "lower"},
}
SIGN_WORDS = {
    "better": "Longer than usual, better",
    "worse": "Shorter than usual, worse",
    "higher": "Longer than usual",
    "lower": "Shorter than usual",
}
"""What a spell is called, by its signal: of an offence without a direction neither is better."""


@dataclass(frozen=True)
class RareOffences:
    """One rare offence in the wards of the borough in the view. Nothing in it is changed."""

    page: Page

    @cached_property
    def offences(self) -> pd.DataFrame:
        """The rows of ``queries/rare_offences.sql`` that have a figure, by id, in the order
        declared.
        """
        rows = self.page.store.query("rare_offences")
        return rows[rows["last_month"].notna()].set_index("id", drop=False)

    @property
    def choices(self) -> dict[str, str]:
        """Id -> name of the offences."""
        return dict(zip(self.offences["id"], self.offences["name"], strict=True))

    @property
    def offence_id(self) -> str:
        """Id of the offence asked for, else of the first; '' for none."""
        asked = self.page.view.offence
        return asked if asked in self.choices else next(iter(self.choices), "")

    @property
    def offence(self) -> pd.Series:
        """The row of the offence shown."""
        return self.offences.loc[self.offence_id]

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of ``queries/ward_month_offences.sql``."""
        return {"offence": self.offence_id, "borough": self.page.view.area}

    @cached_property
    def months(self) -> pd.DataFrame:
        """``queries/ward_month_offences.sql`` with segment, which rises at each break and after a
        missing month; empty where nothing is loaded.
        """
        if not self.offence_id:
            return pd.DataFrame(columns=["ward", "name", "period_end", "offences", "segment"])
        rows = self.page.store.query("ward_month_offences", **self.parameters)
        ends = pd.Series(np.sort(rows["period_end"].unique()))
        segments = dict(zip(ends, number_segments(ends, list(self.breaks["date"])), strict=True))
        return rows.assign(segment=rows["period_end"].map(segments))

    @cached_property
    def breaks(self) -> pd.DataFrame:
        """date, title and note of the source's breaks at the level of wards, oldest first."""
        rows = self.page.store.query("source_breaks")
        of_wards = rows["levels"].map(lambda levels: "ward" in levels)
        return rows[(rows["source"] == self.offence["source"]) & of_wards]

    @cached_property
    def crossed_breaks(self) -> pd.DataFrame:
        """Those of ``breaks`` that lie within the months."""
        ends = self.months["period_end"]
        date = self.breaks["date"]
        return self.breaks[(date > ends.min()) & (date <= ends.max())]

    @cached_property
    def _charts(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return g_charts(self.months)

    @cached_property
    def spells(self) -> pd.DataFrame:
        """The spells of every ward (``stats.rare_events.g_charts``), with signal: 'better' or
        'worse', or of an offence without a direction 'higher' (longer) or 'lower' (shorter).
        """
        rows = self._charts[0]
        return rows.assign(signal=rows["side"].map({"": "", **self._signals}))

    @cached_property
    def series(self) -> pd.DataFrame:
        """One row a ward and series between breaks (``g_charts``), with name, signal and named:
        whether the ward is named for it. Wards that are named come first, then those with most
        months that have the offence.
        """
        rows = self._charts[1]
        names = self.months.drop_duplicates("ward").set_index("ward")["name"]
        sides = rows["rule"].map({"": "", "short_run": "short"}).fillna("long")
        rows = rows.assign(
            name=rows["ward"].map(names),
            signal=sides.map({"": "", **self._signals}),
            named=rows["listed"] & (rows["rule"] != ""),
        )
        first = rows.groupby("ward").agg(unnamed=("named", "max"), events=("events", "sum"))
        order = first.assign(unnamed=~first["unnamed"], name=names).sort_values(
            ["unnamed", "events", "name"], ascending=[True, False, True]
        )
        place = {ward: n for n, ward in enumerate(order.index)}
        return rows.assign(place=rows["ward"].map(place)).sort_values(
            ["place", "segment"], ascending=[True, False], ignore_index=True
        )

    @property
    def _signals(self) -> dict[str, str]:
        return _SIGNALS[self.offence["better"]]

    @property
    def wards(self) -> list[str]:
        """Codes of the wards, in the order of ``series``."""
        return list(dict.fromkeys(self.series["ward"]))

    @property
    def ward(self) -> str:
        """The ward asked for where it is of the borough, else the first that is judged, else the
        first.
        """
        asked = self.page.view.ward
        judged = self.series.loc[self.series["chance"].notna(), "ward"]
        return asked if asked in self.wards else next(iter(judged), self.wards[0])

    @property
    def ward_names(self) -> dict[str, str]:
        """Code -> name of the wards, by name."""
        rows = self.months.drop_duplicates("ward")
        return dict(zip(rows["ward"], rows["name"], strict=True))

    @property
    def span(self) -> str:
        """'April 2019 to June 2023'."""
        ends = self.months["period_end"]
        return f"{month(ends.min())} to {month(ends.max())}"
