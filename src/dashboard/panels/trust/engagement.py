"""The standard of engagement: where wards keep it, whom they reached, and what is not known of those."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dashboard.catalogue import chart
from dashboard.figures.ranking import ranking
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.trust.attitudes import Attitudes, attitudes_of
from dashboard.text import count_things, find_ends, join_names, month

STANDARD, REACH = "engagement_standard", "engagement_reach"
YEAR = 4
"""Quarters over which a ward is asked whether it ever met the standard."""
NOT_BY_GROUP = (
    "Whom it reached by age, sex and ethnicity is not known: the returns count people alone. An"
    " answer needs those counts by ward, to set beside the residents of the Census."
)
_NOTES = (
    "A ward meets the standard in a quarter where it held a ward panel, published priorities and ran"
    " a contact event. Boroughs are ranked by the wards that did, of those that sent a return.",
    "Higher and lower are plain differences from the MPS: returns are complete counts, and none is"
    " tested. People reached are contacts: someone who comes twice is counted twice.",
)
_MOST_NAMED = 8


@chart("trust", "engagement", order=7, section="engagement", of=attitudes_of)
@once
def engagement(attitudes: Attitudes) -> Panel | None:
    """The share of each borough's wards that met the standard, with the wards that never did in a
    year and the people reached; None where no returns are loaded.
    """
    page = attitudes.page
    rows = page.store.query("over_time", **_parameters(attitudes))
    known_rows = rows[(rows["indicator"] == STANDARD) & rows["value"].notna()]
    boroughs = known_rows[known_rows["level"] == "borough"]
    if boroughs.empty:
        return None
    end = boroughs["period_end"].max()
    wards = page.store.query("ward_series", **_of_wards(end))
    table = _by_borough(rows[rows["period_end"] == end], wards)
    whole = known_rows[(known_rows["level"] == "mps") & (known_rows["period_end"] == end)]
    mps = float(whole["value"].iloc[0]) if len(whole) else float("nan")
    gap = table["value"] - mps
    flag = np.select([gap.isna(), gap > 0, gap < 0], ["not known", "higher", "lower"], "similar")
    figure = ranking(
        table.assign(lower=np.nan, upper=np.nan, flag=flag),
        unit="%",
        decimals=0,
        comparator_label="MPS",
        comparator=mps,
        dark=page.dark,
    )
    never = sum(len(names) for names in table["never"])
    return page.panel(
        "engagement",
        title=f"{count_things(never, 'ward', none='No')} never met the standard in a year",
        subtitle=f"Wards meeting the standard, per cent, {len(table)} boroughs, quarter to {month(end)}",
        reading=_reading(page, table, whole, rows[rows["period_end"] == end]),
        table=_table(table),
        figure=figure,
        indicators=[STANDARD, REACH],
        releases=rows.loc[rows["period_end"] == end, "release"].dropna().unique(),
        query="ward_series",
        parameters=_of_wards(end),
        notes=_NOTES,
        row_areas=list(table["area"]),
    )


def _parameters(attitudes: Attitudes) -> dict[str, Any]:
    return {
        "indicators": [STANDARD, REACH],
        "levels": ["borough", "mps"],
        "areas": [],
        "until": attitudes.period,
    }


def _of_wards(end: pd.Timestamp) -> dict[str, Any]:
    """The parameters of ``queries/ward_series.sql``: the year up to ``end``."""
    after = end - pd.DateOffset(years=1) + pd.offsets.MonthEnd(0)
    return {"indicators": [STANDARD], "after": after.date(), "until": end.date()}


def _by_borough(rows: pd.DataFrame, wards: pd.DataFrame) -> pd.DataFrame:
    """One row a borough, highest share first: area, name, value (per cent of wards), met, returned
    (wards), reach (people a year per 1,000 residents) and never (names of the wards with a return
    in each quarter of the year that met the standard in none).
    """
    standard = rows[(rows["indicator"] == STANDARD) & (rows["level"] == "borough")]
    reach = rows[(rows["indicator"] == REACH) & (rows["level"] == "borough")]
    by_ward = wards.dropna(subset=["value"]).groupby(["borough", "area", "name"])["numerator"]
    years = by_ward.agg(["sum", "size"]).reset_index()
    none = years[(years["sum"] == 0) & (years["size"] == YEAR)]
    never = {str(borough): sorted(part["name"]) for borough, part in none.groupby("borough")}
    table = pd.DataFrame(
        {
            "area": standard["area"],
            "name": standard["name"],
            "value": standard["value"],
            "met": standard["numerator"],
            "returned": standard["denominator"],
            "reach": standard["area"].map(reach.set_index("area")["value"]),
            "never": [never.get(area, []) for area in standard["area"]],
        }
    ).dropna(subset=["value"])
    return table.sort_values(["value", "name"], ascending=[False, True], ignore_index=True)


def _reading(page: Page, table: pd.DataFrame, whole: pd.DataFrame, rows: pd.DataFrame) -> str:
    words = []
    if len(whole):
        met = whole.iloc[0]
        words.append(
            f"{met['numerator']:,.0f} of {met['denominator']:,.0f} wards met the standard of"
            f" engagement in the quarter, {page.text(STANDARD, met['value'])}."
        )
    figures = [page.text(STANDARD, value) for value in table["value"]]
    top, bottom = find_ends(table["name"], figures)
    words.append(
        f"Every borough has {top.figure}."
        if top.number == len(table)
        else f"Boroughs run from {bottom.figure} in {bottom.words} to {top.figure} in {top.words}."
    )
    reach = rows[(rows["indicator"] == REACH) & (rows["level"] == "mps")]["value"].dropna()
    if len(reach):
        rate = page.text(REACH, reach.iloc[0])
        words.append(f"In the quarter ward teams reached people at a yearly rate of {rate}.")
    if not len(page.indicators.loc[REACH, "group_types"]):
        words.append(NOT_BY_GROUP)
    return " ".join(words)


def _table(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Borough": table["name"],
            "Wards meeting the standard, per cent": table["value"].round(1),
            "Wards that did": table["met"],
            "Wards with a return": table["returned"],
            "People reached, yearly rate per 1,000 residents": table["reach"].round(0),
            "Wards that never did in a year": [len(names) for names in table["never"]],
            "These are": [join_names(names, most=_MOST_NAMED) for names in table["never"]],
        }
    )
