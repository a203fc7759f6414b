"""Which figures changed most: each newest figure beside the newest known on a day, and that change
beside the usual one of the same figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.panels.changes.comparison import Changes
from dashboard.panels.common.indicator_rows import actions_by_indicator, comparable_rows
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import ActionLink
from dashboard.panels.overview.variation import Variation
from dashboard.stats.variation import Icons

MOST = 10
"""Changes that are listed."""
LEAST_PAIRS = 6
"""Earlier changes below which none is called usual."""
LONDON = "MPS"
_YEARS = 2
"""Of a small line."""
_NO_CHANGE = 1e-9


@dataclass(frozen=True)
class Trend:
    """The figures of two years, oldest first, with the place of the one before."""

    values: tuple[float, ...]
    before: int


@dataclass(frozen=True)
class ChangeRanking:
    """The changes of London, or of every borough where the view asks for these, largest first.

    Made anew for each view; nothing in it is changed.
    """

    changes: Changes

    @property
    def of_boroughs(self) -> bool:
        """Whether boroughs are looked at in place of London."""
        return bool(self.changes.page.view.largest_of)

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of ``queries/changes/largest_changes.sql``."""
        return {"level": "borough" if self.of_boroughs else "mps"}

    @cached_property
    def newer(self) -> pd.DataFrame:
        """Every figure of a later period than the newest known before, in agenda order.

        ``queries/changes/largest_changes.sql`` with change (now less before, in the figure's own
        unit), times (its size over the usual one; infinite where it never moved) and state:
        'ranked', 'unchanged', 'missing' (a figure is withheld or gone), 'broken' or 'short'.
        """
        rows = self.changes.both.query("largest_changes", **self.parameters)
        places = {indicator: place for place, indicator in enumerate(self.changes.indicators_by_id)}
        rows = rows[rows["indicator"].isin(places.keys())]
        rows = rows.sort_values("indicator", key=lambda ids: ids.map(places), kind="stable")
        change = rows["value"] - rows["before_value"]
        usual = rows["usual"].astype(float)
        times = (change.abs() / usual.where(usual > 0)).where(usual != 0, np.inf)
        least = _NO_CHANGE * rows["value"].abs().clip(lower=1)
        state = np.select(
            [
                change.isna(),
                rows["broken"].notna(),
                change.abs() <= least,
                rows["pairs"] < LEAST_PAIRS,
            ],
            ["missing", "broken", "unchanged", "short"],
            "ranked",
        )
        return rows.assign(change=change, times=times, state=state).reset_index(drop=True)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The first ``MOST`` of those that are ranked, largest first, with intervals and
        base_assumed (``Page.estimates``).
        """
        ranked = self.newer[self.newer["state"] == "ranked"]
        ranked = ranked.sort_values("times", ascending=False, kind="stable").head(MOST)
        page = self.changes.page
        return page.estimates(ranked).reset_index(drop=True) if len(ranked) else ranked

    def names_of(self, state: str) -> list[str]:
        """The names of the indicators with a figure in ``state``, in agenda order."""
        indicators = self.newer.loc[self.newer["state"] == state, "indicator"].unique()
        return [self.changes.indicators_by_id[indicator].name for indicator in indicators]

    @cached_property
    def areas(self) -> dict[str, pd.DataFrame]:
        """Indicator of ``rows`` -> its boroughs with a figure at both periods, else its BCUs
        (``queries/areas_between.sql``); none where it has neither.
        """
        rows = self.rows
        if rows.empty or self.of_boroughs:
            return {}
        area_rows = self.changes.both.query(
            "areas_between",
            indicators=rows["indicator"].to_list(),
            before_ends=rows["before_end"].dt.date.to_list(),
            ends=rows["period_end"].dt.date.to_list(),
        )
        areas = {}
        for indicator, each in area_rows.groupby("indicator"):
            boroughs = each[each["level"] == "borough"]
            areas[str(indicator)] = boroughs if len(boroughs) else each
        return areas

    @cached_property
    def london(self) -> dict[str, Any]:
        """Indicator -> London's row at the newest period, to set a borough's change beside."""
        rows = self.changes.both.query("largest_changes", level="mps")
        return {row.indicator: row for row in rows.itertuples()}

    @cached_property
    def _variations(self) -> dict[str, Variation]:
        """Area -> the series and verdicts of its indicators of ``rows``, as the overview has them."""
        page, areas = self.changes.page, self.rows.groupby("area")["indicator"]
        return {str(area): Variation(page, tuple(ids), str(area)) for area, ids in areas}

    def icons(self, row: Any) -> Icons:
        """The one verdict of a row's newest figure, which is that of the overview."""
        return self._variations[row.area].icons[row.indicator]

    @cached_property
    def _lines(self) -> dict[str, pd.DataFrame]:
        page = self.changes.page
        return {
            area: comparable_rows(page, variation.series)
            for area, variation in self._variations.items()
        }

    def trend(self, row: Any) -> Trend:
        """The figures of the two years up to a row's newest, and of more where the one before is
        older.
        """
        line = self._lines[row.area]
        line = line[line["indicator"] == row.indicator]
        first = min(row.before_end, row.period_end - pd.DateOffset(years=_YEARS))
        line = line[(line["period_end"] >= first) & (line["period_end"] <= row.period_end)]
        before = int((line["period_end"] < row.before_end).sum())
        return Trend(tuple(line["value"].astype(float)), before)

    @cached_property
    def _actions(self) -> dict[str, tuple[ActionLink, ...]]:
        return actions_by_indicator(self.changes.page)

    def actions(self, row: Any) -> tuple[ActionLink, ...]:
        """The board's actions that rest on a row's indicator."""
        return self._actions.get(row.indicator, ())


@once
def ranking_of(changes: Changes) -> ChangeRanking:
    """The ranking of the changes, worked out once for a view."""
    return ChangeRanking(changes)
