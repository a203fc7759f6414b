"""Where a borough stands among the others, for every indicator at once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.stats.comparison import NOT_KNOWN
from dashboard.stats.flags import (
    compare_twice,
    previous_rank,
)
from dashboard.store.connection import Store
from dashboard.view import View

COUNT = "count"
_PLAIN = {"higher": "above", "lower": "below", "similar": "the same", NOT_KNOWN: "no comparison"}


_RANK = ["rank", "rank_low", "rank_high", "previous_rank"]


def borough_indicators(page: Page) -> list[str]:
    """Ids of the indicators with borough figures, in agenda order."""
    held = page.indicators.dropna(subset=["last_period"])
    return [r.id for r in held.itertuples() if "borough" in r.levels_held]


@once
def _rank_all(store: Store) -> pd.DataFrame:
    """Rows indicator and area with the columns of ``_RANK``, of every borough; a count is not
    ranked.

    Kept for each database, as it is the same for every borough and takes some 20 ms an indicator.
    """
    page = Page("borough", store, View())
    rows = page.estimates_of("latest_by_area", {"indicators": borough_indicators(page)})
    rows = rows[(rows["level"] == "borough") & (rows["method"] != "count")]
    ranks = []
    for indicator, now in rows.groupby("indicator"):
        before = now.assign(
            value=now["year_value"].where(now["broken"].isna()), lower=np.nan, upper=np.nan
        )
        ranks.append(
            previous_rank(now, before, now["better"].iloc[0])[["area", *_RANK]].assign(
                indicator=indicator
            )
        )
    return pd.concat(ranks) if ranks else pd.DataFrame(columns=["area", "indicator", *_RANK])


def ranks_of(store: Store, code: str) -> pd.DataFrame:
    """The columns of ``_RANK`` of one borough by indicator."""
    rows = _rank_all(store)
    return rows[rows["area"] == code].set_index("indicator")[_RANK]


def sure_words(tested: pd.DataFrame) -> str:
    """'8 of these clearly'."""
    sure = int((tested["flag_level"] == "99.8").sum())
    return f"{sure or 'none'} of these clearly"


def flag_against_mps(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with a flag against the MPS: better or worse by direction, above or below where nothing
    can be tested.
    """
    parts = []
    for (better, count), part in rows.groupby(["better", rows["method"].eq("count")]):
        part = compare_twice(part, better)
        flag = part["flag_95"]
        gap = (part["value"] - part["comparator"]).astype(float)
        plain = np.select(
            [gap.isna(), gap > 0, gap < 0], [NOT_KNOWN, "higher", "lower"], default="similar"
        )
        plain = pd.Series(plain, index=part.index).map(_PLAIN)
        flag = flag.where(part["lower"].notna(), plain).replace(NOT_KNOWN, _PLAIN[NOT_KNOWN])
        parts.append(part.assign(flag=COUNT if count else flag))
    rows = (
        pd.concat(parts) if parts else rows.assign(flag="", flag_95="", flag_998="", flag_level="")
    )
    return rows.assign(flag=rows["flag"].where(rows["value"].notna(), "no figure"))
