"""What a borough's superintendent asks first: five figures, each with its verdict."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.catalogue import chart
from dashboard.panels.borough.indicators import Borough
from dashboard.panels.borough.wards import Wards
from dashboard.panels.common.minimum import least_in_post, team_words
from dashboard.panels.common.once import once
from dashboard.panels.common.page import Page
from dashboard.panels.common.panel import Panel
from dashboard.panels.common.tiles import Tile, limits_words, tiles_reading, tiles_table
from dashboard.panels.common.variation import brief, way_of
from dashboard.text import (
    count_things,
    join_names,
    missing,
    period_words,
    posts_words,
)

ALWAYS = ("trust", "i_within_15")
"""Indicators that are among the five; the last is the one that is worst against the MPS."""


@once
def tiles(wards: Wards) -> list[Tile]:
    """At most five figures of the borough of ``wards``; those that nothing is loaded for are left
    out.
    """
    borough = wards.borough
    return [*_posts(wards), *(_against_london(borough, i) for i in first_indicators(borough))]


def below_minimum(wards: Wards) -> pd.DataFrame:
    """The rows of ``Wards.posts`` with fewer officers than the minimum."""
    rows = wards.posts
    short = pd.Series(False, index=rows.index)
    for kind, least in least_in_post(wards.page.store).items():
        short |= rows[f"{kind}_in_post"] < least
    return rows[short]


def _posts(wards: Wards) -> list[Tile]:
    rows = wards.posts if wards.indicator else pd.DataFrame()
    if rows.empty or rows["dwo_in_post"].isna().all():
        return []
    short = below_minimum(wards)
    number = f"{len(short)} of {len(rows)}"
    team = team_words(least_in_post(wards.page.store))
    names = join_names(short["name"], most=3) or f"Every ward has {team}."
    verdict, way, sure = _own_past(wards.borough, "wards_below_minimum")
    there: dict[str, Any] = {"page": "allocation", "parameters": {"area": wards.borough.code}}
    first = Tile("Wards below the minimum", number, verdict, way, sure, names, **there)
    totals = {c: rows[c].sum() for c in ("dwo_in_post", "dwo_posts", "pcso_in_post", "pcso_posts")}
    words = {k: posts_words(v) for k, v in totals.items()}
    figure = f"{words['dwo_in_post']} of {words['dwo_posts']}"
    note = f"PCSOs: {words['pcso_in_post']} of {words['pcso_posts']}"
    bars = tuple(
        (f"{kind.upper()}s", float(totals[f"{kind}_in_post"]), float(totals[f"{kind}_posts"]))
        for kind in ("dwo", "pcso")
    )
    second = Tile("DWOs in post", figure, "", "", False, note, bars=bars, **there)
    return [first, second]


def _own_past(borough: Borough, indicator: str) -> tuple[str, str, bool]:
    """The verdict of a figure against its own past: its words, which way it goes, and whether it is
    clearly so; '' twice and False where there is none that was tested.
    """
    icons = borough.icons.get(indicator)
    if icons is None or icons.variation.startswith(("not_judged", "count_")):
        return "", "", False
    return brief(icons), way_of(icons), icons.level == "99.8"


def first_indicators(borough: Borough) -> list[str]:
    """Ids of ``ALWAYS`` and of the one that is worst against the MPS, those with a figure."""
    rows = borough.rows
    if rows.empty:
        return []
    indicators = [i for i in ALWAYS if i in set(rows["indicator"])]
    worse = rows[(rows["flag"] == "worse") & ~rows["indicator"].isin(indicators)]
    if len(worse):
        furthest = (worse["value"] - worse["comparator"]).abs() / worse["comparator"].abs()
        indicators.append(worse.loc[furthest.idxmax(), "indicator"])
    return indicators


def _against_london(borough: Borough, indicator: str) -> Tile:
    row = borough.rows[borough.rows["indicator"] == indicator].iloc[0]
    indicator_row = borough.page.indicators.loc[indicator]
    london = borough.page.text(indicator, row["comparator"]).partition(" ")[0]
    flag, sure = str(row["flag"]), str(row.get("flag_level", "")) == "99.8"
    clearly = "clearly " if sure else ""
    verdict = {
        "similar": f"no different from London, {london}",
        "not known": "",
    }.get(flag, f"{clearly}{flag} than London, {london}")
    way = flag if flag in ("better", "worse") else ""
    text = borough.page.text(indicator, row["value"])
    note = "" if missing(row["value"]) else _when(borough, row, indicator_row)
    trend = tuple(borough.trends.get(indicator, []))
    name, interval = indicator_row["short"], limits_words(row)
    there = {"indicator": indicator, "areas": borough.code}
    return Tile(name, text, verdict, way, sure, note, indicator, interval, trend, parameters=there)


def _when(borough: Borough, row: pd.Series, indicator_row: pd.Series) -> str:
    return period_words(row["period_start"], row["period_end"], bool(indicator_row["stock"]))


@once
def borough_summary(wards: Wards) -> Panel | None:
    """The five figures; None where nothing is loaded for any."""
    borough, every = wards.borough, tiles(wards)
    if not every:
        return None
    return borough.page.panel(
        "summary",
        title=_title(wards, every),
        subtitle=f"{borough.name}, latest period of each figure",
        reading=tiles_reading(every),
        table=tiles_table(every, "Against London"),
        indicators=[t.indicator for t in every if t.indicator],
        releases=borough.rows["release"].dropna().unique() if len(borough.rows) else (),
        query="latest_by_area",
        parameters={"indicators": [t.indicator for t in every if t.indicator]},
    )


def _title(wards: Wards, every: list[Tile]) -> str:
    """'Lewisham: 2 of 19 wards are below the minimum; worse than London on 5 of 19 indicators'."""
    borough, parts = wards.borough, []
    if every[0].name.startswith("Wards"):
        number = len(below_minimum(wards))
        words = count_things(number, "ward is", "wards are")
        parts.append(f"{words} below the minimum")
    flags = borough.rows["flag"].value_counts() if len(borough.rows) else {}
    tested = int(sum(flags.get(f, 0) for f in ("worse", "better", "similar")))
    if tested:
        worse = int(flags.get("worse", 0))
        parts.append(
            f"{worse or 'none'} of {tested} figures {'is' if worse < 2 else 'are'} worse than London"
        )
    return f"{borough.name}: {'; '.join(parts)}"


@chart("borough", "summary", order=5)
def summary(page: Page) -> Panel | None:
    """The panel ``summary`` of the borough in the view; None where none is chosen."""
    if not page.view.area:
        return None
    return borough_summary(Wards(page))
