"""Whether posts follow need from borough to borough: the concentration curve, and posts for each
unit of need.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.figures.concentration import concentration as concentration_figure
from dashboard.figures.ranking import ranking
from dashboard.panels.allocation.data import Wards
from dashboard.panels.allocation.text import label_tried
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.stats.fairness import brief_words, by_borough, concentration, curve, words
from dashboard.stats.percentiles import ordinal
from dashboard.text import find_ends, signed_text

UNIT = 100
"""Points of need index to which posts are set: about two wards of middling need."""
_NEED = (
    "A borough's need is the sum of its wards' need indices, and its posts are DWO and PCSO posts"
    " together. That an index of twice as much is twice the need is an assumption: the scale has no"
    " natural zero."
)
_COUNT = "Posts are a complete count: nothing was sampled, so a borough's figure has no interval."
_INDEX = (
    "The concentration index is 0 where posts are in proportion to need (Kakwani, Wagstaff and van"
    " Doorslaer, 1997). It is above 0 where boroughs of higher need a ward have more than that, and"
    " below 0 where they have less. Its range, by the jackknife, says how far it hangs on single"
    " boroughs and is no interval of chance."
)


def _plans(wards: Wards) -> list[pd.Series]:
    """The plans shown, the one that is looked at last."""
    return [plan for plan in (wards.in_force, wards.proposed_plan) if plan is not None]


def of_plan(wards: Wards, plan: pd.Series, posts: pd.DataFrame | None = None) -> pd.DataFrame:
    """``fairness.by_borough`` of the wards of London under ``plan``, or with ``posts`` (dwo and
    pcso by ward).
    """
    rows = wards.need.table(plan)
    held = rows if posts is None else posts
    total = (held["dwo"] + held["pcso"]).reindex(rows.index)
    return by_borough(
        pd.DataFrame({"borough": rows["borough"], "need": rows["index"], "posts": total})
    )


@once
def fairness(wards: Wards) -> Panel | None:
    """The concentration curve of posts over need across boroughs, a curve a plan; None where no
    plan is shown.
    """
    plans = _plans(wards)
    if not plans:
        return None
    tables = {str(plan["name"]): of_plan(wards, plan) for plan in plans}
    curves = []
    for name, table in tables.items():
        points = curve(table)
        named = [
            " and ".join(wards.page.names.get(c, c) for c in code.split(", "))
            for code in points["borough"]
        ]
        curves.append(points.assign(plan=name, area=points["borough"], name=named))
    indices = {name: concentration(table) for name, table in tables.items()}
    last = indices[str(plans[-1]["name"])]
    reading = " ".join(f"{name}: {brief_words(one)}" for name, one in indices.items())
    figure = concentration_figure(
        pd.concat(curves, ignore_index=True),
        posts="DWO and PCSO posts",
        need="need",
        highlight=wards.borough or None,
        dark=wards.page.dark,
    )
    return _panel(
        wards,
        "fairness",
        title=_title(last),
        reading=reading + _own(wards, tables),
        figure=figure,
        subtitle="Cumulative share of posts against cumulative share of need, boroughs of London, "
        + " and ".join(tables),
        table=_table(wards, tables),
        notes=(*(f"{name}: {words(one)}" for name, one in indices.items()), _INDEX, _NEED, _COUNT),
    )


def _title(measures: dict[str, float]) -> str:
    if pd.isna(measures["index"]) or measures["levels"] < 2:
        return "There is no order of need to follow"
    if pd.isna(measures["lower"]) or measures["lower"] <= 0 <= measures["upper"]:
        return "Posts are about in proportion to need"
    more = "more" if measures["index"] > 0 else "less"
    return f"On average, needier boroughs have {more} than their share"


def _own(wards: Wards, tables: dict[str, pd.DataFrame]) -> str:
    """What the borough of the page has of need and of posts; '' in a view of London."""
    sentences = []
    for name, table in tables.items():
        row = table[table["borough"] == wards.borough]
        if len(row):
            need, posts = (
                100 * float(row["need_share"].iloc[0]),
                100 * float(row["post_share"].iloc[0]),
            )
            sentences.append(f"{need:.1f}% of need and {posts:.1f}% of posts under {name}")
    return f" {wards.place} has {'. It has '.join(sentences)}." if sentences else ""


@once
def per_need(wards: Wards) -> Panel | None:
    """Boroughs by posts for each 100 points of need, most first, under the plan that is looked at."""
    plans = _plans(wards)
    if not plans:
        return None
    plan, tables = plans[-1], {str(plan["name"]): of_plan(wards, plan) for plan in plans}
    rows = _add_rates(wards, tables[str(plan["name"])])
    figures = rows.dropna(subset=["rate"])
    if figures.empty:
        return None
    london = UNIT * figures["posts"].sum() / figures["need"].sum()
    title, reading = _rate_words(wards, plan, figures, london)
    return _panel(
        wards,
        "per_need",
        title=title,
        reading=f"{reading} {_COUNT}",
        subtitle=(
            f"DWO and PCSO posts for each {UNIT} points of need index, boroughs of London,"
            f" {plan['name']}"
        ),
        figure=_rate_figure(wards, rows, london),
        table=_table(wards, tables),
        notes=(_NEED, _COUNT),
    )


def _rate_words(
    wards: Wards, plan: pd.Series, figures: pd.DataFrame, london: float
) -> tuple[str, str]:
    """The title and the reading of posts for each 100 points of need; ``figures`` has the most
    first.
    """
    shown = [f"{rate:.2f}" for rate in figures["rate"]]
    top, bottom = find_ends(figures["name"], shown)
    reading = (
        f"Under {plan['name']} London has {london:.2f} DWO and PCSO posts for each {UNIT} points of"
        f" need. {top.has} most, {top.figure}, and {bottom.words} least,"
        f" {bottom.figure}."
    )
    own = figures[figures["borough"] == wards.borough]
    if len(own):
        reading += (
            f" {wards.place} has {own['rate'].iloc[0]:.2f} and ranks {ordinal(own.index[0] + 1)} of"
            f" {len(figures)}."
        )
    title = (
        f"{top.words} has most posts for its need"
        if top.number == 1
        else f"{top.number} boroughs have most posts for their need"
    )
    return title, reading


def _rate_figure(wards: Wards, rows: pd.DataFrame, london: float) -> Any:
    points = pd.DataFrame(
        {
            "area": rows["borough"],
            "name": rows["name"],
            "value": rows["rate"],
            "lower": float("nan"),
            "upper": float("nan"),
            "flag": ["higher" if rate > london else "lower" for rate in rows["rate"]],
        }
    )
    return ranking(
        points,
        unit="posts",
        decimals=2,
        comparator_label="London",
        comparator=london,
        selected_areas=[wards.borough] if wards.borough else [],
        dark=wards.page.dark,
    )


def _add_rates(wards: Wards, table: pd.DataFrame) -> pd.DataFrame:
    """The boroughs with name and rate (posts for each 100 points of need; NaN without need),
    highest first.
    """
    rate = UNIT * table["posts"] / table["need"].where(table["need"] > 0)
    rows = table.assign(
        rate=rate, name=[wards.page.names.get(code, code) for code in table["borough"]]
    )
    return rows.sort_values(["rate", "name"], ascending=[False, True], ignore_index=True)


def _table(wards: Wards, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """A row a borough and plan, the borough of the page first."""
    parts = []
    for name, table in tables.items():
        rows = _add_rates(wards, table)
        parts.append(
            pd.DataFrame(
                {
                    "Borough": rows["name"],
                    "Plan": name,
                    "Rank": range(1, len(rows) + 1),
                    "Wards": rows["wards"],
                    "Need": rows["need"].round(1),
                    "Need a ward": rows["per_ward"].round(1),
                    "Posts": rows["posts"],
                    "Share of need, per cent": (100 * rows["need_share"]).round(2),
                    "Share of posts, per cent": (100 * rows["post_share"]).round(2),
                    f"Posts for each {UNIT} points of need": rows["rate"].round(2),
                    "own": rows["borough"] != wards.borough,
                }
            )
        )
    rows = pd.concat(parts[::-1], ignore_index=True).sort_values(
        "own", kind="stable", ignore_index=True
    )
    return rows.drop(columns="own")


def _panel(wards: Wards, chart: str, *, notes: tuple[str, ...], **parts: object) -> Panel:
    panel = wards.page.panel(
        chart,
        indicators=(),
        releases=wards.plan_releases,
        query="plan_wards",
        parameters={**wards.asked_plans, "borough": ""},
        notes=notes,
        **parts,  # type: ignore[arg-type]
    )
    return label_tried(wards.need, replace(panel, definition=_NEED))


def moved_words(before: dict[str, float], after: dict[str, float]) -> str:
    """The concentration index across boroughs before and after; '' where there is none."""
    if pd.isna(before["index"]) or pd.isna(after["index"]):
        return ""
    if round(before["index"], 4) == round(after["index"], 4):
        return f" The concentration index across boroughs stays {signed_text(after['index'], 4)}."
    return (
        f" The concentration index across boroughs goes from {signed_text(before['index'], 4)} to"
        f" {signed_text(after['index'], 4)}."
    )
