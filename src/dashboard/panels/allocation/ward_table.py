"""The table of wards as a panel, and the totals that stand below it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.panels.allocation.data import ABSTRACTION, POSTS, Wards
from dashboard.panels.allocation.text import label_tried
from dashboard.panels.allocation.totals import KINDS, differs, reconciliation_rows, ward_gaps
from dashboard.panels.allocation.ward_rows import rows_to_read, threshold_words, ward_rows
from dashboard.panels.common.once import once
from dashboard.panels.common.panel import Panel
from dashboard.text import count_things, join_names, posts_words

HOW_SURE = (
    "How sure a tier is: the share of 2,000 sets of weights drawn around those shown in which the"
    " ward has it. From 95% other weights rarely change it, from 75% sometimes, else often. It says"
    " how far the tier hangs on the weights, not on the scores."
)
MOST_NAMED = 3
"""Wards that differ from the plan and are named below the table."""


@dataclass(frozen=True)
class Total:
    """A row below the table: posts added up, or a total to hold them against.

    Posts and those in post are full-time equivalents; None where they are not known or not meant.
    """

    words: str
    in_post: dict[str, float | None]
    """'dwo' and 'pcso' -> those in post."""
    posts: dict[str, float | None]
    proposed_posts: dict[str, float | None]
    change: dict[str, float | None]
    finding: str
    """What the row says of the wards' sum: 'Agrees with the sum of the wards.'"""
    agrees: bool | None
    """Whether the sum of the wards is this; None where it is the sum itself, or is not known."""


@once
def wards_table(wards: Wards) -> Panel:
    """Every ward with all that the page knows of it; a row may be chosen."""
    table = rows_to_read(wards)
    minimum = f" Minimum: {wards.team}." if wards.post_indicators else ""
    proposal = wards.proposed_plan is not None and wards.proposed_plan["status"] == "proposed"
    panel = wards.page.panel(
        "wards",
        title=f"Every ward of {wards.place}{', shortfalls first' if wards.post_indicators else ''}",
        subtitle=(
            f"Full-time equivalents{' ' + wards.when if wards.when else ''}.{minimum}"
            f"{' The plan is a proposal.' if proposal else ''}{threshold_words(wards)}"
        ),
        reading=_reading(wards),
        table=table.drop(columns="ward"),
        indicators=wards.page.with_figures(["wards_below_minimum", *POSTS, ABSTRACTION]),
        releases={
            *wards.posts["posts_release"].dropna(),
            *wards.posts["abstraction_release"].dropna(),
            *wards.plan_releases,
        },
        query="ward_posts",
        parameters=wards.asked_posts,
        row_areas=list(table["ward"]),
        notes=(HOW_SURE,) if len(wards.sure) else (),
    )
    return label_tried(wards.need, panel)


def _reading(wards: Wards) -> str:
    """How many wards there are, and whether they add up."""
    words = f"{count_things(len(ward_rows(wards)), 'ward', 'wards')} in {wards.place}."
    checks = [
        f"{total.words} {total.finding[:1].lower()}{total.finding[1:]}"
        for total in totals(wards)[1:]
    ]
    return " ".join([words, *checks, "Choose a ward to read its story."])


@once
def totals(wards: Wards) -> list[Total]:
    """The sum of the wards, the total of their borough or of the MPS, and that of the plan in
    force; empty where no posts are loaded.
    """
    if not wards.post_indicators:
        return []
    area = wards.borough or "MPS"
    every = reconciliation_rows(wards)
    rows = every[every["area"] == area].set_index("indicator")
    if rows.empty:
        return []
    totals = [_sum(wards, rows), _own(wards, rows)]
    if wards.in_force is not None and wards.planned_then:
        totals.append(_plan_total(wards, rows))
    return totals


def _pair(rows: pd.DataFrame, column: str, ending: str) -> dict[str, float | None]:
    """'dwo' and 'pcso' -> the number of ``column`` for posts or those in post."""
    numbers = {kind: rows[column].get(f"{kind}_{ending}") for kind in ("dwo", "pcso")}
    return {kind: None if pd.isna(n) else float(n) for kind, n in numbers.items()}


_NONE: dict[str, float | None] = {"dwo": None, "pcso": None}


def _sum(wards: Wards, rows: pd.DataFrame) -> Total:
    known = int(rows["wards_held"].min())
    number = int(rows["wards"].iloc[0])
    words = f"Sum of {count_things(number, 'ward', 'wards')}"
    words += f", {known} with a figure" if known < number else ""
    posts_proposed, change, finding = _NONE, _NONE, ""
    if wards.both:
        plans = wards.plans
        posts_proposed = {k: float(plans[f"{k}_proposed"].sum()) for k in ("dwo", "pcso")}
        change = {k: float(plans[f"{k}_change"].sum()) for k in ("dwo", "pcso")}
        before, after = (
            int((plans[f"tier_{plan}"] == "priority").sum()) for plan in ("now", "proposed")
        )
        finding = f"Priority wards: {before} now, {after} proposed."
    return Total(
        words,
        _pair(rows, "ward_sum", "in_post"),
        _pair(rows, "ward_sum", "posts"),
        posts_proposed,
        change,
        finding,
        None,
    )


def _own(wards: Wards, rows: pd.DataFrame) -> Total:
    """The total that the source gives, or that is rolled up, for the borough or the MPS."""
    words = f"{wards.place}'s total"
    gaps = rows[differs(rows["own_gap"])]
    agrees: bool | None = gaps.empty
    if rows["own"].isna().any():
        agrees, finding = None, "Is not known for every kind of post."
    elif len(gaps):
        parts = [_gap_words(r.own_gap, KINDS[str(r.Index)]) for r in gaps.itertuples()]
        finding = f"Does not agree: the wards have {join_names(parts)}."
    elif rows["rolled_up"].astype(bool).all():
        finding = "Agrees, as it is added up from the wards."
    else:
        finding = "Agrees with the sum of the wards."
    return Total(
        words,
        _pair(rows, "own", "in_post"),
        _pair(rows, "own", "posts"),
        _NONE,
        _NONE,
        finding,
        agrees,
    )


def _plan_total(wards: Wards, rows: pd.DataFrame) -> Total:
    """The posts that the plan in force gives the same wards."""
    assert wards.in_force is not None, "a plan's total is asked of a plan in force"
    gaps = ward_gaps(wards)
    names = list(dict.fromkeys(gaps["label"]))
    differing = join_names(names, most=MOST_NAMED)
    finding = f"Differs in {differing}." if names else "Agrees, ward by ward."
    return Total(
        str(wards.in_force["name"]),
        _NONE,
        _pair(rows, "planned", "posts"),
        _NONE,
        _NONE,
        finding,
        not names,
    )


def _gap_words(gap: float, kind: str) -> str:
    return f"{posts_words(abs(gap))} {'more' if gap > 0 else 'fewer'} {kind}"
