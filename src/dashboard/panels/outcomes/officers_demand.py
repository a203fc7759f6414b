"""Where officers fall short: calls attended for each deployable officer, by BCU."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dashboard.catalogue import chart
from dashboard.figures.ranking import ranking
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.outcomes.data import until
from dashboard.panels.outcomes.workforce import ALL, SHARE
from dashboard.stats.intervals import byar
from dashboard.text import count_things, day

CALLS = ("i_calls", "s_calls")
LONDON = "All BCUs"
_NOTES = (
    "Deployable officers are all officers of a BCU at the end of the quarter less those not fully"
    " deployable. Calls are the Immediate (I) and Significant (S) ones attended in that quarter.",
    "The interval is Byar's of the number of calls (Breslow and Day, 1987). Officers are a complete"
    " count. More calls an officer is called neither better nor worse.",
    "Calls are one part of demand: investigations, custody and events are not in it. Officers of"
    " central commands are in no BCU.",
)


@chart("outcomes", "officers_demand", order=10, section="officers_demand")
@once
def officers_demand(page: Page) -> Panel | None:
    """Calls for each deployable officer of every BCU against all BCUs together; None where no
    quarter has both.
    """
    parameters: dict[str, Any] = {
        "indicators": [ALL, SHARE, *CALLS],
        "levels": ["bcu"],
        "areas": [],
        "until": until(page),
    }
    rows = page.store.query("over_time", **parameters)
    bcus = calls_for_each_officer(rows)
    if len(bcus) < 2:
        return None
    when = day(bcus["period_end"].iloc[0].date())
    calls, officers = bcus["calls"].sum(), bcus["deployable"].sum()
    together = float(calls / officers)
    flag = np.select(
        [bcus["lower"] > together, bcus["upper"] < together], ["higher", "lower"], "similar"
    )
    bcus = bcus.assign(flag=flag)
    top = bcus.iloc[0]
    higher = int((flag == "higher").sum())
    of_quarter = rows[rows["period_end"] == bcus["period_end"].iloc[0]]
    return page.panel(
        "officers_demand",
        title=f"{top['name']} has most calls for each deployable officer",
        subtitle=f"Calls attended for each deployable officer, {len(bcus)} BCUs, quarter to {when}",
        reading=(
            f"{top['name']} attended {top['value']:.1f} calls for each deployable officer, against"
            f" {together:.1f} in all BCUs together. {_many(higher)} above that figure by more than"
            f" chance would explain. {_short(bcus)}"
        ),
        table=_table(bcus),
        figure=ranking(
            bcus,
            unit="calls an officer",
            decimals=1,
            comparator_label=LONDON,
            comparator=together,
            dark=page.dark,
        ),
        indicators=[SHARE, *CALLS],
        releases=of_quarter["release"].dropna().unique(),
        query="over_time",
        parameters=parameters,
        notes=_NOTES,
        has_own_intervals=False,
    )


def calls_for_each_officer(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``queries/over_time.sql`` by BCU -> a row a BCU of the last quarter that has officers
    and calls of both grades, most calls an officer first; empty where none has.

    Columns: area, name, period_end, officers, not_deployable, deployable, calls (counts), value
    (calls an officer), lower, upper (95%).
    """
    wide = rows.pivot_table(
        index=["area", "name", "period_end"], columns="indicator", values="value", aggfunc="first"
    )
    needed = [ALL, *CALLS]
    if not set(needed) <= set(wide.columns):
        return pd.DataFrame()
    officers = rows[rows["indicator"] == SHARE].set_index(["area", "name", "period_end"])
    wide["officers"] = officers["denominator"]
    whole = wide.dropna(subset=[*needed, "officers"]).reset_index()
    if whole.empty:
        return pd.DataFrame()
    last = whole[whole["period_end"] == whole["period_end"].max()]
    deployable = last["officers"] - last[ALL]
    calls = last[list(CALLS)].sum(axis=1)
    lower, upper = byar(calls)
    rates = last[["area", "name", "period_end", "officers"]].assign(
        not_deployable=last[ALL],
        deployable=deployable,
        calls=calls,
        value=calls / deployable,
        lower=lower / deployable,
        upper=upper / deployable,
    )
    rates = rates[rates["deployable"] > 0]
    return rates.sort_values(["value", "name"], ascending=[False, True], ignore_index=True)


def _many(number: int) -> str:
    return f"{count_things(number, 'BCU lies', 'BCUs lie', none='No')}"


def _short(bcus: pd.DataFrame) -> str:
    """Which BCU is short of most officers, and where it stands by calls."""
    share = bcus["not_deployable"] / bcus["officers"]
    row = bcus.loc[share.idxmax()]
    place = int(bcus.index[bcus["area"] == row["area"]][0]) + 1
    return (
        f"{row['name']} has the largest share not fully deployable, {100 * share.max():.1f}%, and is"
        f" number {place} of {len(bcus)} by calls an officer."
    )


def _table(bcus: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "BCU": bcus["name"],
            "Calls for each deployable officer": bcus["value"].round(2),
            "Lower 95%": bcus["lower"].round(2),
            "Upper 95%": bcus["upper"].round(2),
            "Calls attended": bcus["calls"],
            "Deployable officers": bcus["deployable"],
            "Officers": bcus["officers"],
            "Not fully deployable": bcus["not_deployable"],
            "Against all BCUs": bcus["flag"],
        }
    )
